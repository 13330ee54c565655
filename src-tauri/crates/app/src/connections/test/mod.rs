//! The test of a connection, step by step, each told as it happens. What is asked differs between files (`file`) and
//! servers (`server`); what can go wrong on the way to a server is in `trouble`.

mod file;
mod server;
mod steps;
mod trouble;

use super::keep::Password;
use super::same::same_door;
use super::{End, form};
use crate::connectors::{Kinds, connectors};
use crate::error::{Result, StudioError, told};
use crate::studio::Studio;
use crate::views::{ConnectionTest, LastTest, PasswordChoice, ServerForm};
use async_trait::async_trait;
use drydock_connector::{Address, Fault, Keys, Secret};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use steps::Steps;
use tokio::sync::{oneshot, watch};
#[cfg(test)]
pub(crate) use {server::STEPS as SERVER_STEPS, trouble::examples};

/// Tests under way, and how the latest ended; as long as Drydock is open. The draft of a form has no name.
#[derive(Default)]
pub struct Tests {
    /// A test ends when its sender is dropped.
    running: Mutex<HashMap<Option<String>, oneshot::Sender<()>>>,
    last: Mutex<HashMap<String, LastTest>>,
}

impl Tests {
    pub fn last(&self, name: &str) -> Option<LastTest> {
        lock(&self.last).get(name).cloned()
    }

    pub fn forget(&self, name: &str) {
        lock(&self.last).remove(name);
        self.cancel(Some(name));
    }

    /// The one that was under way for the same connection ends.
    fn begin(&self, about: Option<&str>) -> oneshot::Receiver<()> {
        let (running, ended) = oneshot::channel();
        lock(&self.running).insert(about.map(str::to_owned), running);
        ended
    }

    fn cancel(&self, about: Option<&str>) {
        lock(&self.running).remove(&about.map(str::to_owned));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The password of a draft, which is nowhere else yet.
struct OfDraft(Option<Secret>);

#[async_trait]
impl Keys for OfDraft {
    async fn secret(&self, _: &Address) -> std::result::Result<Option<Secret>, Fault> {
        Ok(self.0.clone())
    }
}

impl Studio {
    /// The last state is the result; the sender is dropped then.
    pub async fn connection_test(&self, name: &str) -> Result<watch::Receiver<ConnectionTest>> {
        let end = self.saved_end(name)?;
        Ok(self.test(end, Some(name.to_owned())))
    }

    /// Of what a form holds. `of` is the saved connection that it changes: an unchanged password is that one's.
    pub async fn connection_test_draft(
        &self,
        form: ServerForm,
        password: PasswordChoice,
        of: Option<&str>,
    ) -> Result<watch::Receiver<ConnectionTest>> {
        let address = form::address(&form, self.kept())?;
        let secret = match (self.password(&password)?, of) {
            (Password::New(secret), _) => Some(secret),
            (Password::Unchanged, Some(name)) => {
                let saved = self.saved_end(name)?.address;
                let secret = self.passwords().secret(&saved).await.map_err(told)?;
                if secret.is_some() && !same_door(&saved, &address) {
                    return Err(StudioError::PasswordElsewhere.into());
                }
                secret
            }
            (Password::Unchanged, None) | (Password::Nothing, _) => None,
        };
        let kinds = Kinds::new(connectors(Arc::new(OfDraft(secret))));
        let end = End {
            name: address.short(),
            connector: kinds.of(&address.kind)?,
            environment: super::guess::guess(&address),
            address,
        };
        Ok(self.test(end, None))
    }

    /// Of a saved connection, or of the draft.
    pub fn connection_test_cancel(&self, name: Option<&str>) {
        self.tests().cancel(name);
    }

    fn test(&self, end: End, name: Option<String>) -> watch::Receiver<ConnectionTest> {
        let is_file = end.connector.profile().is_file;
        let names: &[&str] = match is_file {
            true => &file::STEPS,
            false => &server::STEPS,
        };
        let called = name.as_deref().unwrap_or(&end.name);
        let (mut steps, seen) = Steps::new(called, names);
        let ended = self.tests().begin(name.as_deref());
        let studio = self.clone();
        tokio::spawn(async move {
            let began = Instant::now();
            let tried = async {
                match is_file {
                    true => file::test(&mut steps, &end).await,
                    false => server::test(&mut steps, &end).await,
                }
            };
            let done = tokio::select! {
                done = tried => Some(done),
                _ = ended => None,
            };
            if let (Some(done), Some(name)) = (&done, name) {
                let last = LastTest {
                    good: done.is_ok(),
                    took_ms: began.elapsed().as_millis() as u64,
                };
                lock(&studio.tests().last).insert(name, last);
            }
            steps.end(done);
        });
        seen
    }
}
