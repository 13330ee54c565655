//! Passwords live in the system's keychain and nowhere else. The keychain answers over the system's bus and may wait
//! for a person to unlock it, so every call runs on a thread of its own.

use crate::error::{KeychainSaid, Result, StudioError};
use crate::views::Keychain;
use drydock_model::{Explain, Problem};
use keyring_core::{CredentialStore, Error};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;

const SERVICE: &str = "drydock";
/// Written, read back and removed by the self-test; nobody's password.
const PROBE: &str = "self-test";
const PATIENCE: Duration = Duration::from_secs(5);

type Store = Arc<CredentialStore>;

/// The keychain, opened when it is first asked for: a session without one works as long as no password is needed.
#[derive(Clone)]
pub struct Secrets {
    opened: Arc<OnceCell<std::result::Result<Store, Refused>>>,
    open: fn() -> keyring_core::Result<Store>,
}

impl Secrets {
    pub fn of_this_system() -> Secrets {
        Secrets::new(system_store)
    }

    /// A keychain of this process alone.
    #[cfg(test)]
    pub fn for_tests() -> Secrets {
        Secrets::new(|| Ok(keyring_core::mock::Store::new()?))
    }

    /// A session that has no keychain.
    #[cfg(test)]
    pub fn absent() -> Secrets {
        Secrets::new(|| {
            Err(Error::NoStorageAccess(
                "no Secret Service answers in this session".into(),
            ))
        })
    }

    fn new(open: fn() -> keyring_core::Result<Store>) -> Secrets {
        Secrets {
            opened: Arc::default(),
            open,
        }
    }

    /// Whether there is a keychain. Nothing is asked of it, so no person is asked to unlock it either.
    pub async fn state(&self) -> Keychain {
        let opened = tokio::time::timeout(PATIENCE, self.with(|_| Ok(()))).await;
        told_as_state(opened.unwrap_or_else(|_| {
            Err(Refused::because("the keychain did not answer in 5 seconds").into())
        }))
    }

    /// Whether passwords can be kept: one is written, read back and removed. A locked keychain asks the person.
    pub async fn test(&self) -> Keychain {
        told_as_state(self.round_trip().await)
    }

    async fn round_trip(&self) -> Result<()> {
        self.put(PROBE, "works".into()).await?;
        let back = self.get(PROBE).await;
        self.forget(PROBE).await?;
        match back?.as_deref() {
            Some("works") => Ok(()),
            _ => Err(Refused::because(NOT_GIVEN_BACK).into()),
        }
    }

    pub async fn put(&self, connection: &str, secret: String) -> Result<()> {
        let connection = connection.to_owned();
        self.with(move |store| {
            store
                .build(SERVICE, &connection, None)?
                .set_password(&secret)
        })
        .await
    }

    pub async fn get(&self, connection: &str) -> Result<Option<String>> {
        let connection = connection.to_owned();
        self.with(
            move |store| match store.build(SERVICE, &connection, None)?.get_password() {
                Ok(secret) => Ok(Some(secret)),
                Err(Error::NoEntry) => Ok(None),
                Err(other) => Err(other),
            },
        )
        .await
    }

    /// Forgetting what is not there is fine.
    pub async fn forget(&self, connection: &str) -> Result<()> {
        let connection = connection.to_owned();
        self.with(
            move |store| match store.build(SERVICE, &connection, None)?.delete_credential() {
                Ok(()) | Err(Error::NoEntry) => Ok(()),
                Err(other) => Err(other),
            },
        )
        .await
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&CredentialStore) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T> {
        let open = self.open;
        let opened = self
            .opened
            .get_or_init(|| async move {
                match tokio::task::spawn_blocking(open).await {
                    Ok(store) => store.map_err(|e| Refused::of(&e)),
                    Err(died) => {
                        Err(Refused::because("the keychain could not be asked").said(&died))
                    }
                }
            })
            .await;
        let store = match opened {
            Ok(store) => store.clone(),
            Err(refused) => return Err(refused.clone().into()),
        };
        match tokio::task::spawn_blocking(move || work(store.as_ref())).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(e)) => Err(Refused::of(&e).into()),
            Err(died) => Err(StudioError::Lost(died.to_string()).into()),
        }
    }
}

fn told_as_state(tried: Result<()>) -> Keychain {
    match tried {
        Ok(()) => Keychain::Ready { name: NAME.into() },
        Err(problem) => Keychain::Missing { problem },
    }
}

const NOT_GIVEN_BACK: &str = "the keychain did not give back what was put into it";

/// Why the keychain could not be used, in words that hold no secret: some errors carry what was stored.
#[derive(Debug, Clone)]
struct Refused {
    why: String,
    said: Option<KeychainSaid>,
}

impl Refused {
    fn because(why: impl Into<String>) -> Refused {
        Refused {
            why: why.into(),
            said: None,
        }
    }

    fn said(self, cause: &dyn std::fmt::Display) -> Refused {
        Refused {
            said: Some(KeychainSaid(cause.to_string())),
            ..self
        }
    }

    fn of(error: &Error) -> Refused {
        match error {
            Error::NoStorageAccess(cause) => {
                Refused::because("no keychain answers in this session, or it is locked").said(cause)
            }
            Error::PlatformFailure(cause) => {
                Refused::because("no keychain answers in this session").said(cause)
            }
            Error::BadEncoding(_) | Error::BadDataFormat(..) => {
                Refused::because("what is stored there is not a password of Drydock")
            }
            Error::NoEntry => Refused::because("there is no such entry"),
            Error::BadStoreFormat(_) => Refused::because(NOT_GIVEN_BACK),
            Error::TooLong(attribute, limit) => {
                Refused::because(format!("{attribute} is longer than {limit}"))
            }
            _ => Refused::because("the keychain refused"),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        let Refused { why, said } = refused;
        StudioError::Keychain { why, said }.problem()
    }
}

#[cfg(target_os = "linux")]
const NAME: &str = "Secret Service";
#[cfg(target_os = "macos")]
const NAME: &str = "Keychain";
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const NAME: &str = "keychain";

#[cfg(target_os = "linux")]
fn system_store() -> keyring_core::Result<Store> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn system_store() -> keyring_core::Result<Store> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn system_store() -> keyring_core::Result<Store> {
    Err(Error::NotSupportedByStore(
        "Drydock has no keychain on this system".into(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_is_put_got_and_forgotten() {
        let secrets = Secrets::for_tests();
        assert_eq!(secrets.get("assistant").await.unwrap(), None);
        secrets
            .put("assistant", "c@nary: /#% 😊".into())
            .await
            .unwrap();
        assert_eq!(
            secrets.get("assistant").await.unwrap().as_deref(),
            Some("c@nary: /#% 😊")
        );
        assert_eq!(secrets.get("other").await.unwrap(), None);
        secrets.forget("assistant").await.unwrap();
        secrets.forget("assistant").await.unwrap();
        assert_eq!(secrets.get("assistant").await.unwrap(), None);
    }

    #[tokio::test]
    async fn the_self_test_leaves_nothing() {
        let secrets = Secrets::for_tests();
        assert!(matches!(secrets.state().await, Keychain::Ready { .. }));
        assert!(matches!(secrets.test().await, Keychain::Ready { .. }));
        assert_eq!(secrets.get(PROBE).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_session_without_a_keychain_is_told_and_goes_on() {
        let secrets = Secrets::absent();
        let Keychain::Missing { problem } = secrets.state().await else {
            panic!("there is no keychain");
        };
        assert_eq!(problem.code, "DRY-1010");
        assert!(!problem.why.contains("Secret Service"), "plain words");
        assert!(
            problem.detail.contains("Secret Service"),
            "and the system's own below"
        );
        assert!(secrets.put("a", "canary".into()).await.is_err());
    }

    #[test]
    fn no_error_repeats_what_was_stored() {
        for error in [
            Error::BadEncoding(b"canary".to_vec()),
            Error::BadDataFormat(b"canary".to_vec(), "canary".into()),
            Error::BadStoreFormat("canary".into()),
            Error::Invalid("password".into(), "canary".into()),
        ] {
            assert!(!format!("{:?}", Refused::of(&error)).contains("canary"));
        }
    }
}
