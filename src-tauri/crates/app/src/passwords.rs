//! Passwords of servers: what was given to this process for a store, else what the keychain holds under the name of the
//! connection. Addresses never hold one: it is taken out of what a person gives us, and an argument with one is refused.

use crate::connections::{Connections, Spelling};
use crate::home::Home;
use crate::secrets::Secrets;
use async_trait::async_trait;
use drydock_connector::{Address, Fault, FaultKind, Keys, Secret};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone)]
pub(crate) struct Passwords {
    home: Home,
    secrets: Secrets,
    given: Arc<Mutex<Vec<Given>>>,
}

/// A password, and the address of the store that it is for; for all others without one.
type Given = (Option<String>, Secret);

impl Passwords {
    pub fn new(home: Home, secrets: Secrets) -> Passwords {
        Passwords {
            home,
            secrets,
            given: Arc::default(),
        }
    }

    /// For the store with this address, or for every store that has none of its own; until Drydock is closed.
    pub fn give(&self, address: Option<String>, secret: Secret) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|(of, _)| *of != address);
        given.push((address, secret));
    }

    /// What was given for this store counts no more.
    pub fn take_back(&self, address: &Address) {
        let address = Some(address.to_string());
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|(of, _)| *of != address);
    }

    /// What was given for this store and no other.
    pub fn given_for(&self, address: &Address) -> Option<Secret> {
        self.given(Some(&address.to_string()))
    }

    fn given(&self, address: Option<&str>) -> Option<Secret> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = given.iter();
        let found = all.find(|(of, _)| of.as_deref() == address);
        found.map(|(_, secret)| secret.clone())
    }
}

#[async_trait]
impl Keys for Passwords {
    async fn secret(&self, address: &Address) -> Result<Option<Secret>, Fault> {
        if let Some(secret) = self.given_for(address) {
            return Ok(Some(secret));
        }
        let place = address.short();
        let unread = |why: String| Fault::new(FaultKind::SignIn, place.clone(), why);
        let saved = Connections::load(&self.home).map_err(|p| unread(p.what))?;
        for name in saved.names_with_password(address) {
            let kept = self.secrets.get(&name).await;
            match kept.map_err(|p| unread(format!("{}: {}", p.what, p.why)))? {
                Some(secret) => return Ok(Some(Secret::new(secret))),
                None => continue,
            }
        }
        Ok(self.given(None))
    }
}

/// An address as Drydock writes it, and the password that was in it. Anything else stays as it is.
pub(crate) fn split(text: &str) -> (String, Option<Secret>) {
    let is_scheme = |scheme: &str| {
        scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let Some((scheme, rest)) = text
        .split_once("://")
        .filter(|(scheme, _)| is_scheme(scheme))
    else {
        return (text.to_owned(), None);
    };
    let plain = scheme.split('+').next().unwrap_or(scheme);
    let kind = Spelling::of_scheme(scheme).map_or(plain, |spelling| spelling.kind);
    let (who, way) = credentials(rest);
    match who.map(|who| who.split_once(':').unwrap_or((who, ""))) {
        None => (format!("{kind}://{rest}"), None),
        Some((user, secret)) => (
            format!("{kind}://{user}@{way}"),
            Some(decoded(secret))
                .filter(|s| !s.is_empty())
                .map(Secret::new),
        ),
    }
}

/// What follows `kind://`, parted into who signs in, and where. A password may hold an `@`, a `/`, a `?` and a `#` of its
/// own, written as they are.
pub(crate) fn credentials(rest: &str) -> (Option<&str>, &str) {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let before = &rest[..end];
    // `user:pass` is no host with a port, so that the authority goes on behind it.
    let cut_off = match before.rsplit_once(':') {
        Some((host, port)) if !before.contains('@') && !host.ends_with(']') => {
            let path = rest.split('?').next().unwrap_or(rest);
            let is_port = port.chars().all(|c| c.is_ascii_digit());
            if is_port { path.contains('@') } else { true }
        }
        _ => false,
    };
    let at = match cut_off {
        true => rest.rfind('@'),
        false => before.rfind('@'),
    };
    match at {
        Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
        None => (None, rest),
    }
}

/// Where an address leads, without who signs in and how.
pub(crate) fn place(address: &str) -> String {
    let way = address.split_once("://").map_or(address, |(_, way)| way);
    let way = way.split('?').next().unwrap_or(way);
    way.rsplit('@').next().unwrap_or(way).to_owned()
}

/// Percent signs that begin no character are meant as they are: people paste passwords as they have them.
pub(crate) fn decoded(text: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::Saved;
    use crate::views::Environment;
    use std::path::Path;

    fn parts(text: &str) -> (String, Option<String>) {
        let (address, secret) = split(text);
        (address, secret.map(|s| s.reveal().to_owned()))
    }

    /// C43: what people's passwords are made of.
    #[test]
    fn c43_a_password_is_taken_out_of_an_address() {
        for (text, address, secret) in [
            ("sqlite:app.db", "sqlite:app.db", None),
            ("sqlite:/a+b://ann:x@y", "sqlite:/a+b://ann:x@y", None),
            ("postgres://ann@db/app", "postgres://ann@db/app", None),
            ("postgresql://db/app", "postgres://db/app", None),
            (
                "postgresql+asyncpg://ann:p%40ss%2Fw%25rd@db:5433/app?schema=x",
                "postgres://ann@db:5433/app?schema=x",
                Some("p@ss/w%rd"),
            ),
            (
                "mariadb://ann:a@b:c%@h/d",
                "mysql://ann@h/d",
                Some("a@b:c%"),
            ),
            ("mysql://ann:@h/d", "mysql://ann@h/d", None),
            ("mysql://:gr%C3%BCn@h", "mysql://@h", Some("grün")),
            ("postgres://h/d?x=a:b@c", "postgres://h/d?x=a:b@c", None),
        ] {
            assert_eq!(
                parts(text),
                (address.to_owned(), secret.map(str::to_owned)),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn the_keychain_is_asked_by_the_name_of_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().join("home")).unwrap();
        let secrets = Secrets::for_tests();
        let passwords = Passwords::new(home.clone(), secrets.clone());
        let address = Address::parse("postgres://ann@db/app", Path::new("/")).unwrap();
        let other = Address::parse("postgres://ann@db/other", Path::new("/")).unwrap();
        let asked = async |address: &Address| {
            let secret = passwords.secret(address).await.unwrap();
            secret.map(|s| s.reveal().to_owned())
        };
        assert_eq!(asked(&address).await, None);
        Connections::change(&home, |all| {
            let mut saved = Saved::new(&address, Environment::Prod);
            all.add("not asked", saved.clone())?;
            saved.password = true;
            all.add("live", saved)
        })
        .unwrap();
        secrets.put("not asked", "stale".into()).await.unwrap();
        secrets.put("live", "kept".into()).await.unwrap();
        passwords.give(None, Secret::new("for all"));
        assert_eq!(asked(&address).await.as_deref(), Some("kept"));
        assert_eq!(asked(&other).await.as_deref(), Some("for all"));
        passwords.give(Some(address.to_string()), Secret::new("given"));
        assert_eq!(asked(&address).await.as_deref(), Some("given"));
    }
}
