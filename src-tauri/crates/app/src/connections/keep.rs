//! Saving, changing and forgetting: the address goes to `connections.toml`, the password to the keychain. Both or neither:
//! where the keychain refuses, nothing is saved.

use super::cases::Use;
use super::form;
use super::same::same_door;
use super::saved::{Connections, Saved};
use crate::error::{Result, StudioError};
use crate::studio::Studio;
use crate::views::{
    ConnectionDetails, ConnectionView, ConnectionWish, Keychain, PasswordChoice, PasswordKept,
    PasswordPlace,
};
use drydock_connector::{Address, Secret};
use drydock_model::{Next, Problem};

/// The password that a connection gets.
pub(super) enum Password {
    New(Secret),
    Nothing,
    Unchanged,
}

impl Studio {
    pub async fn connection_details(&self, name: &str) -> Result<ConnectionDetails> {
        let address = self.saved_end(name)?.address;
        let saved = Connections::load(self.home())?;
        let password = match (self.passwords().given_for(&address), saved.get(name)) {
            (Some(_), _) => PasswordKept::UntilClosed,
            // Only where one was put there: to ask may mean that a person must unlock it.
            (None, Ok(saved)) if saved.password => match self.secrets().get(name).await {
                Ok(Some(_)) => PasswordKept::Keychain,
                Ok(None) => PasswordKept::Missing {
                    problem: StudioError::PasswordGone(name.to_owned()).into(),
                },
                Err(problem) => PasswordKept::Missing { problem },
            },
            _ => PasswordKept::Nowhere,
        };
        Ok(ConnectionDetails {
            name: name.to_owned(),
            form: form::form(&address, self.kept()),
            password,
        })
    }

    pub async fn connection_save(&self, wish: ConnectionWish) -> Result<ConnectionView> {
        let form = wish.form.as_ref();
        let form = form.ok_or_else(|| StudioError::BadForm("it is not filled".into()))?;
        let address = form::address(form, self.kept())?;
        let mut saved = Saved::new(&address, wish.environment);
        // Before the keychain is touched.
        Connections::load(self.home())?.add(&wish.name, saved.clone())?;
        let password = self.password(&wish.password)?;
        saved.password = self.put(&wish, &password).await?;
        let written = Connections::change(self.home(), |all| all.add(&wish.name, saved.clone()));
        if let Err(problem) = written {
            self.put_away(&wish.name, saved.password).await;
            return Err(problem);
        }
        self.settle_password(&wish, &password, &address);
        self.note("Saved a connection", wish.name.clone()).await;
        self.one(&wish.name)
    }

    /// A new name is refused while a project's plan has the old one.
    pub async fn connection_change(
        &self,
        was: &str,
        wish: ConnectionWish,
    ) -> Result<ConnectionView> {
        let before = Connections::load(self.home())?;
        let old = before.get(was)?.clone();
        let end = self.saved_end(was)?;
        let renamed = was != wish.name;
        if renamed {
            self.unused_name(&before, was)?;
        }
        let address = match &wish.form {
            Some(form) => form::address(form, self.kept())?,
            None => end.address.clone(),
        };
        let mut saved = Saved::new(&address, wish.environment);
        before.clone().replace(was, &wish.name, saved.clone())?;
        let password = self.password(&wish.password)?;
        let has_one = old.password || self.passwords().given_for(&end.address).is_some();
        if matches!(password, Password::Unchanged) && has_one && !same_door(&end.address, &address)
        {
            return Err(StudioError::PasswordElsewhere.into());
        }
        let moved = match (&password, old.password && renamed) {
            (Password::Unchanged, true) => self.secrets().get(was).await?,
            _ => None,
        };
        saved.password = match (&password, moved) {
            (Password::Unchanged, None) => old.password,
            (Password::Unchanged, Some(secret)) => {
                self.secrets().put(&wish.name, secret).await?;
                true
            }
            _ => self.put(&wish, &password).await?,
        };
        let put = saved.password;
        let written = Connections::change(self.home(), |all| all.replace(was, &wish.name, saved));
        if let Err(problem) = written {
            self.put_away(&wish.name, put && renamed).await;
            return Err(problem);
        }
        self.put_away(was, old.password && (renamed || !put)).await;
        match (&password, self.passwords().given_for(&end.address)) {
            (Password::Unchanged, Some(secret)) => {
                self.passwords().take_back(&end.address);
                self.passwords().give(Some(address.to_string()), secret);
            }
            (Password::Unchanged, None) => {}
            _ => {
                self.passwords().take_back(&end.address);
                self.settle_password(&wish, &password, &address);
            }
        }
        self.tests().forget(was);
        self.note_change(was, &wish, end.environment).await;
        self.one(&wish.name)
    }

    /// Refused while a project's plan names it. The store itself is not touched.
    pub async fn connection_forget(&self, name: &str) -> Result<()> {
        let saved = Connections::load(self.home())?;
        let has_password = saved.get(name)?.password;
        self.unused_name(&saved, name)?;
        let address = self.saved_end(name)?.address;
        // First: what would be left behind in a locked keychain, nobody would look for.
        if has_password && let Err(problem) = self.secrets().forget(name).await {
            let is_there = matches!(self.secrets().state().await, Keychain::Ready { .. });
            if is_there {
                return Err(problem);
            }
        }
        Connections::change(self.home(), |all| all.forget(name))?;
        self.passwords().take_back(&address);
        self.tests().forget(name);
        self.note("Removed a connection", name.to_owned()).await;
        Ok(())
    }

    pub(super) fn password(&self, choice: &PasswordChoice) -> Result<Password> {
        Ok(match choice {
            PasswordChoice::Draft { token } => Password::New(self.kept().password(token)?),
            PasswordChoice::Typed { text } if text.0.is_empty() => Password::Nothing,
            PasswordChoice::Typed { text } => Password::New(Secret::new(text.0.as_str())),
            PasswordChoice::Nothing => Password::Nothing,
            PasswordChoice::Unchanged => Password::Unchanged,
        })
    }

    fn unused_name(&self, saved: &Connections, name: &str) -> Result<()> {
        let uses = self.uses(saved)?;
        match uses.into_iter().find(|used: &Use| used.end.name == name) {
            Some(used) => Err(StudioError::ConnectionUsed {
                name: name.to_owned(),
                by: used.project,
            }
            .into()),
            None => Ok(()),
        }
    }

    /// Whether the keychain has it now.
    async fn put(&self, wish: &ConnectionWish, password: &Password) -> Result<bool> {
        match (password, wish.keep) {
            (Password::New(secret), PasswordPlace::Keychain) => {
                let secret = secret.reveal().to_owned();
                let put = self.secrets().put(&wish.name, secret).await;
                put.map(|()| true).map_err(offered)
            }
            _ => Ok(false),
        }
    }

    /// What the keychain cannot be asked to forget now is told in the log, and never asked for again.
    async fn put_away(&self, name: &str, is_there: bool) {
        if is_there && let Err(problem) = self.secrets().forget(name).await {
            tracing::warn!(why = problem.why, "A password stays in the keychain.");
        }
    }

    /// After everything was written.
    fn settle_password(&self, wish: &ConnectionWish, password: &Password, address: &Address) {
        self.passwords().take_back(address);
        if let (Password::New(secret), PasswordPlace::UntilClosed) = (password, wish.keep) {
            self.passwords()
                .give(Some(address.to_string()), secret.clone());
        }
        if let PasswordChoice::Draft { token } = &wish.password {
            self.kept().forget(token);
        }
    }

    async fn note_change(
        &self,
        was: &str,
        wish: &ConnectionWish,
        before: crate::views::Environment,
    ) {
        let name = &wish.name;
        let mut what = match was == name {
            true => name.clone(),
            false => format!("{was} is {name} now"),
        };
        if before != wish.environment {
            let (from, to) = (
                crate::gate::name(before),
                crate::gate::name(wish.environment),
            );
            what = format!("{what}: {from} to {to}");
        }
        self.note("Changed a connection", what).await;
    }
}

/// A keychain that refuses stops nobody from working.
pub(crate) fn offered(refused: Problem) -> Problem {
    let mut next = refused.next;
    next.push(Next::action(
        "keep_until_closed",
        "Or use the password until Drydock is closed; it is saved nowhere then.",
    ));
    Problem { next, ..refused }
}
