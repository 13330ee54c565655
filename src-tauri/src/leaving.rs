//! Closing the window while a run is under way: the person is asked, the run pauses after its batch, and then Drydock
//! leaves. It goes on from there when it is resumed.

use crate::dialogs::Dialogs;
use drydock_app::Studio;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::{AppHandle, CloseRequestApi, Manager, Runtime};

/// Set while the question stands, so that it is asked once.
#[derive(Default)]
pub struct Leaving {
    asked: AtomicBool,
}

pub fn requested<R: Runtime>(app: &AppHandle<R>, close: &CloseRequestApi) {
    let studio = app.state::<Studio>().inner().clone();
    if studio.under_way().is_empty() {
        return;
    }
    close.prevent_close();
    if app.state::<Leaving>().asked.swap(true, Ordering::SeqCst) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if app.state::<Dialogs>().leave().await {
            studio.rest().await;
            app.exit(0);
        }
        app.state::<Leaving>().asked.store(false, Ordering::SeqCst);
    });
}
