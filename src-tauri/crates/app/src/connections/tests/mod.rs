//! The way of a password, and tests of connections against real servers.

mod canary;
mod keeping;
mod servers;

use crate::secrets::Secrets;
use crate::studio::Studio;
use crate::views::{
    ConnectionTest, ConnectionWish, Environment, PasswordChoice, PasswordPlace, ServerForm,
    TypedPassword,
};
use tempfile::TempDir;
use tokio::sync::watch;

struct Desk {
    folder: TempDir,
    studio: Studio,
}

impl Desk {
    async fn new(secrets: Secrets) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::with(folder.path().join("home"), secrets).await;
        Desk {
            studio: studio.unwrap(),
            folder,
        }
    }

    fn saved_text(&self) -> String {
        std::fs::read_to_string(self.studio.home().connections()).unwrap_or_default()
    }
}

fn form() -> ServerForm {
    ServerForm {
        kind: "postgres".into(),
        host: "db.example".into(),
        database: "shop".into(),
        user: "ann".into(),
        ..ServerForm::default()
    }
}

fn typed(text: &str) -> PasswordChoice {
    PasswordChoice::Typed {
        text: TypedPassword(text.into()),
    }
}

fn wish(name: &str, password: PasswordChoice) -> ConnectionWish {
    ConnectionWish {
        name: name.into(),
        form: Some(form()),
        environment: Environment::Prod,
        password,
        keep: PasswordPlace::Keychain,
    }
}

async fn ended(mut seen: watch::Receiver<ConnectionTest>) -> ConnectionTest {
    while seen.changed().await.is_ok() {}
    seen.borrow().clone()
}
