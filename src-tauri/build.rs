//! Lets Tauri generate what it needs, when the window is built at all.

fn main() {
    #[cfg(feature = "desktop")]
    tauri();
}

#[cfg(feature = "desktop")]
fn tauri() {
    // Tauri resolves paths against the package root, which is the root of the project here: the capabilities
    // beneath src-tauri/ have to be named, and watched.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
