//! Prepares the process for WebKitGTK before a thread or a window exists.

/// WebKit reads the environment of the process, and changing that from within is only sound before there are threads;
/// beginning again with the variables set says the same without `unsafe`. What the person chose stays.
#[cfg(target_os = "linux")]
pub fn prepare() {
    use std::os::unix::process::CommandExt;

    let wanted: Vec<_> = settings()
        .into_iter()
        .filter(|(name, _)| std::env::var_os(name).is_none())
        .collect();
    if wanted.is_empty() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let mut arguments = std::env::args_os();
        let mut again = std::process::Command::new(program);
        if let Some(name) = arguments.next() {
            again.arg0(name);
        }
        // Returns only when it failed; then the window opens with WebKit's own choice.
        let _failed = again.args(arguments).envs(wanted).exec();
    }
}

#[cfg(target_os = "linux")]
fn settings() -> Vec<(&'static str, &'static str)> {
    let mut settings = Vec::new();
    // Some graphics drivers show a blank window when WebKitGTK hands pixels over through DMA-BUF, so that way is off.
    // Under WebDriver it stays on: a screenshot would never return.
    if std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none() {
        settings.push(("WEBKIT_DISABLE_DMABUF_RENDERER", "1"));
    }
    // Without a graphics card, as on a server or in a remote session, WebKitGTK draws through an emulated one, which
    // takes several times as long as drawing straight away: 40 to 140 ms for a screen instead of 10 to 20.
    if !has_graphics_card() {
        settings.push(("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1"));
    }
    settings
}

#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|mut nodes| {
        nodes.any(|node| {
            node.is_ok_and(|node| node.file_name().as_encoded_bytes().starts_with(b"render"))
        })
    })
}

#[cfg(not(target_os = "linux"))]
pub fn prepare() {}
