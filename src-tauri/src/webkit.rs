//! Prepares the process for WebKitGTK before a thread or a window exists.

/// Some graphics drivers show a blank window when WebKitGTK hands pixels over through DMA-BUF, so that way is off
/// unless the person chose otherwise. Under WebDriver it stays on: a screenshot would never return.
///
/// WebKit reads the environment of the process, and changing that from within is only sound before there are threads;
/// beginning again with the variable set says the same without `unsafe`.
#[cfg(target_os = "linux")]
pub fn prepare() {
    use std::os::unix::process::CommandExt;

    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    if driven || std::env::var_os(DMABUF).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let mut arguments = std::env::args_os();
        let mut again = std::process::Command::new(program);
        if let Some(name) = arguments.next() {
            again.arg0(name);
        }
        // Returns only when it failed; then the window opens with WebKit's own choice.
        let _failed = again.args(arguments).env(DMABUF, "1").exec();
    }
}

#[cfg(not(target_os = "linux"))]
pub fn prepare() {}
