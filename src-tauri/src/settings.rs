//! What a person prefers, kept by the store plugin in Drydock's own folder. Plans, journals and connections live
//! elsewhere; nothing here is needed to carry out or undo a run.

use drydock_model::{Code, Explain, Next, Problem};
use std::path::Path;
use std::sync::Arc;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreExt};

#[derive(Debug, thiserror::Error)]
#[expect(clippy::enum_variant_names, reason = "each says what did not happen")]
pub enum SettingsError {
    #[error("the setting {key} could not be saved")]
    NotSaved {
        key: String,
        #[source]
        cause: tauri_plugin_store::Error,
    },
    #[error("the settings could not be opened")]
    NotOpened(#[source] tauri_plugin_store::Error),
    #[error("the setting {key} is not readable")]
    NotJson {
        key: String,
        #[source]
        cause: serde_json::Error,
    },
}

impl Explain for SettingsError {
    fn code(&self) -> Code {
        match self {
            Self::NotSaved { .. } | Self::NotOpened(_) => Code::FILES,
            Self::NotJson { .. } => Code::INTERNAL,
        }
    }

    fn why(&self) -> String {
        match self {
            Self::NotSaved { .. } => "the file with the settings could not be written".into(),
            Self::NotOpened(_) => "the file with the settings could not be read".into(),
            Self::NotJson { .. } => "the window sent a value that is not JSON".into(),
        }
    }

    fn data(&self) -> String {
        "Your data and your plans are not touched by this.".into()
    }

    fn next(&self) -> Vec<Next> {
        vec![Next::advice(
            "Check that Drydock's own folder can be written to and that the disk is not full, then try again.",
        )]
    }
}

impl From<SettingsError> for Problem {
    fn from(error: SettingsError) -> Problem {
        error.problem()
    }
}

/// Commands cannot be generic over Tauri's runtime, so the store hides behind this.
pub trait Settings: Send + Sync {
    fn get(&self, key: &str) -> Option<serde_json::Value>;
    fn put(&self, key: &str, value: serde_json::Value) -> Result<(), tauri_plugin_store::Error>;
}

impl<R: Runtime> Settings for Arc<Store<R>> {
    fn get(&self, key: &str) -> Option<serde_json::Value> {
        Store::get(self, key)
    }

    fn put(&self, key: &str, value: serde_json::Value) -> Result<(), tauri_plugin_store::Error> {
        Store::set(self, key, value);
        // At once: a setting that a crash can take back was not saved.
        self.save()
    }
}

pub fn open<R: Runtime>(
    app: &AppHandle<R>,
    home: &Path,
) -> Result<Box<dyn Settings>, SettingsError> {
    let store = app
        .store(home.join("settings.json"))
        .map_err(SettingsError::NotOpened)?;
    Ok(Box::new(store))
}

pub fn set(settings: &dyn Settings, key: String, text: &str) -> Result<(), SettingsError> {
    let value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(cause) => return Err(SettingsError::NotJson { key, cause }),
    };
    settings
        .put(&key, value)
        .map_err(|cause| SettingsError::NotSaved { key, cause })
}
