//! What the window and the pages say to each other is generated from Rust and committed.
//!
//!     UPDATE_BINDINGS=1 cargo test --features desktop-tests --test bindings

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use specta_typescript::Typescript;
use std::path::Path;

#[test]
fn the_committed_bindings_are_what_rust_says() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc/bindings.ts");
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    drydock_desktop::bindings::<tauri::Wry>()
        .export(Typescript::default(), &fresh)
        .unwrap();
    let fresh = std::fs::read_to_string(&fresh).unwrap();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&committed, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&committed).unwrap_or_default();
    assert!(
        committed == fresh,
        "ui/src/ipc/bindings.ts is stale. Run\n  UPDATE_BINDINGS=1 cargo test --features desktop-tests --test bindings"
    );
}
