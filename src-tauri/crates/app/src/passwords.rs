//! Passwords of servers: what was given to this process for a store, else what the keychain holds under the name of the
//! connection. Addresses never hold one: it is taken out of what a person gives us, and an argument with one is refused.

use crate::connections::Connections;
use crate::home::Home;
use crate::secrets::Secrets;
use async_trait::async_trait;
use drydock_connector::{Address, Fault, FaultKind, Keys, Secret};
use std::sync::{Arc, Mutex, PoisonError};

/// Names that drivers and frameworks give to kinds that Drydock calls otherwise.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("postgresql", "postgres"),
    ("pgsql", "postgres"),
    ("mariadb", "mysql"),
    ("mysql2", "mysql"),
];

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
        if let Some(secret) = self.given(Some(&address.to_string())) {
            return Ok(Some(secret));
        }
        let place = address.short();
        let unread = |why: String| Fault::new(FaultKind::SignIn, place.clone(), why);
        let saved = Connections::load(&self.home).map_err(|p| unread(p.what))?;
        for name in saved.names_of(address) {
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
    // As `postgresql+asyncpg`: how a program reaches it is not our concern.
    let scheme = scheme.split('+').next().unwrap_or(scheme);
    let kind = OTHER_NAMES
        .iter()
        .find(|(other, _)| *other == scheme)
        .map_or(scheme, |(_, kind)| kind);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, way) = rest.split_at(end);
    // A password may hold an @ of its own, written as it is.
    let Some((who, host)) = authority.rsplit_once('@') else {
        return (format!("{kind}://{rest}"), None);
    };
    match who.split_once(':') {
        None => (format!("{kind}://{rest}"), None),
        Some((user, secret)) => (
            format!("{kind}://{user}@{host}{way}"),
            Some(decoded(secret))
                .filter(|s| !s.is_empty())
                .map(Secret::new),
        ),
    }
}

/// Where an address leads, without who signs in and how.
pub(crate) fn place(address: &str) -> String {
    let way = address.split_once("://").map_or(address, |(_, way)| way);
    let way = way.split('?').next().unwrap_or(way);
    way.rsplit('@').next().unwrap_or(way).to_owned()
}

/// Percent signs that begin no character are meant as they are: people paste passwords as they have them.
fn decoded(text: &str) -> String {
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
            all.add(
                "live",
                Saved {
                    address: address.to_string(),
                    environment: Environment::Prod,
                },
            )
        })
        .unwrap();
        secrets.put("live", "kept".into()).await.unwrap();
        passwords.give(None, Secret::new("for all"));
        assert_eq!(asked(&address).await.as_deref(), Some("kept"));
        assert_eq!(asked(&other).await.as_deref(), Some("for all"));
        passwords.give(Some(address.to_string()), Secret::new("given"));
        assert_eq!(asked(&address).await.as_deref(), Some("given"));
    }
}
