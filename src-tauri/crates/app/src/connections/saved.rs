//! Saved connections: a name for an address and its environment, kept in `connections.toml`. A password is never in
//! it: that is in the keychain, under the connection's name.

use super::guess::guess;
use crate::connectors::Kinds;
use crate::error::{Result, StudioError};
use crate::home::{Home, read, write_whole};
use crate::passwords;
use crate::views::Environment;
use crate::words::{slug, unused};
use drydock_connector::{Address, Connector, Server};
use drydock_model::{Explain, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    pub address: String,
    #[serde(default)]
    pub environment: Environment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connections {
    drydock: u32,
    #[serde(default)]
    connections: BTreeMap<String, Saved>,
}

/// One end of a plan, found.
#[derive(Clone)]
pub struct End {
    /// As people call it: the connection's name, or the last part of the address.
    pub name: String,
    pub connector: Arc<dyn Connector>,
    pub address: Address,
    pub environment: Environment,
}

impl Default for Connections {
    fn default() -> Connections {
        Connections {
            drydock: FORMAT,
            connections: BTreeMap::new(),
        }
    }
}

impl Connections {
    pub fn load(home: &Home) -> Result<Connections> {
        let path = home.connections();
        match read(&path)? {
            Some(text) => Connections::parse(&path, &text),
            None => Ok(Connections::default()),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Connections> {
        let damaged = |why: String| -> Problem {
            StudioError::Damaged {
                path: path.to_owned(),
                why,
            }
            .problem()
        };
        let all: Connections = toml::from_str(text).map_err(|e| damaged(e.message().to_owned()))?;
        if all.drydock != FORMAT {
            return Err(damaged(format!(
                "it is of format {}; this Drydock reads format {FORMAT}",
                all.drydock
            )));
        }
        Ok(all)
    }

    /// Changes the file under the lock; it is written only when the change went well.
    pub fn change<T>(home: &Home, change: impl FnOnce(&mut Connections) -> Result<T>) -> Result<T> {
        home.change(|| {
            let mut all = Connections::load(home)?;
            let before = all.clone();
            let result = change(&mut all)?;
            if all != before {
                let text = toml::to_string(&all).map_err(|e| StudioError::Lost(e.to_string()))?;
                write_whole(&home.connections(), &text)?;
            }
            Ok(result)
        })
    }

    pub fn all(&self) -> impl Iterator<Item = (&String, &Saved)> {
        self.connections.iter()
    }

    pub fn get(&self, name: &str) -> Result<&Saved> {
        self.connections
            .get(name)
            .ok_or_else(|| StudioError::UnknownConnection(name.to_owned()).into())
    }

    pub fn add(&mut self, name: &str, saved: Saved) -> Result<()> {
        check_name(name)?;
        if self.connections.contains_key(name) {
            return Err(StudioError::NameTaken(name.to_owned()).into());
        }
        self.connections.insert(name.to_owned(), saved);
        Ok(())
    }

    /// The name of the connection to this address; saved under a free name near the wanted one if it is new. A place
    /// that is known keeps its environment, unless the new one is more careful.
    pub fn name_for(
        &mut self,
        wanted: &str,
        address: &Address,
        environment: Environment,
    ) -> String {
        let known = self
            .connections
            .iter_mut()
            .find(|(_, saved)| same_place(&saved.address, address));
        if let Some((name, saved)) = known {
            saved.environment = saved.environment.max(environment);
            return name.clone();
        }
        let name = unused(&slug(wanted), |n| self.connections.contains_key(n));
        let saved = Saved {
            address: address.to_string(),
            environment,
        };
        self.connections.insert(name.clone(), saved);
        name
    }

    pub fn set_environment(&mut self, name: &str, environment: Environment) -> Result<()> {
        self.get(name)?;
        if let Some(saved) = self.connections.get_mut(name) {
            saved.environment = environment;
        }
        Ok(())
    }

    pub fn forget(&mut self, name: &str) -> Result<()> {
        self.get(name)?;
        self.connections.remove(name);
        Ok(())
    }

    /// Whether the place has a name.
    pub fn knows(&self, address: &Address) -> bool {
        self.connections
            .values()
            .any(|saved| same_place(&saved.address, address))
    }

    /// All names of a place.
    pub fn names_of(&self, address: &Address) -> Vec<String> {
        let named = self
            .connections
            .iter()
            .filter(|(_, saved)| same_place(&saved.address, address));
        named.map(|(name, _)| name.clone()).collect()
    }

    /// Forgets every connection into a folder that is removed: `kind:/folder`.
    pub fn forget_below(&mut self, folder: &str) {
        self.connections
            .retain(|_, saved| !saved.address.starts_with(&format!("{folder}/")));
    }

    /// The end that a plan names: a saved connection, or an address relative to the plan's folder.
    pub fn end(&self, kinds: &Kinds, text: &str, base: &Path) -> Result<End> {
        let (plain, secret) = passwords::split(text);
        if secret.is_some() {
            return Err(StudioError::SecretInAddress(passwords::place(&plain)).into());
        }
        let text = plain.as_str();
        let (name, address) = match self.connections.get(text) {
            Some(saved) => (Some(text), Address::parse(&saved.address, base)),
            None => (
                None,
                kinds
                    .address(text, base)
                    .ok_or_else(|| drydock_connector::BadAddress(text.to_owned())),
            ),
        };
        let address = address.map_err(|_| match (name, text.contains(':')) {
            (None, false) => StudioError::UnknownConnection(text.to_owned()),
            _ => StudioError::BadStore(text.to_owned()),
        })?;
        let connector = kinds.of(&address.kind)?;
        let environment = self.environment(&address);
        let name = name.map_or_else(|| address.short(), str::to_owned);
        Ok(End {
            name,
            connector,
            address,
            environment,
        })
    }

    /// What kind of place this is: the most careful of what was said of it under any name, so that a plan that spells
    /// the address out does not slip past a guard. Where nothing was said, it is guessed.
    pub fn environment(&self, address: &Address) -> Environment {
        self.connections
            .values()
            .filter(|saved| same_store(&saved.address, address))
            .map(|saved| saved.environment)
            .max()
            .unwrap_or_else(|| guess(address))
    }
}

fn check_name(name: &str) -> Result<()> {
    let bad = |why: &str| -> Result<()> {
        Err(StudioError::BadName {
            name: name.to_owned(),
            why: why.into(),
        }
        .into())
    };
    if name.trim().is_empty() || name.trim() != name {
        return bad("a name is not empty and has no spaces at its ends");
    }
    if name.chars().count() > 64 {
        return bad("a name has at most 64 letters");
    }
    if name.contains(':') || name.contains(['/', '\\']) || name.chars().any(char::is_control) {
        return bad(
            "a name holds no colon and no slash, so that it cannot be taken for an address",
        );
    }
    Ok(())
}

/// Whether a saved address leads into the same store, as whomever and on whatever way: guards are for what lies there.
fn same_store(saved: &str, address: &Address) -> bool {
    if same_place(saved, address) {
        return true;
    }
    let there = |address: &Address| {
        let server = Server::of(address).ok()?;
        let socket = server.settings.iter().find(|(name, _)| name == "host");
        let host = socket.map_or(server.host_or_local(), |(_, host)| host);
        let host = match server.is_here() && socket.is_none() {
            true => "localhost".to_owned(),
            false => host.to_ascii_lowercase(),
        };
        Some((host, server.port, server.database))
    };
    Address::parse(saved, Path::new("/")).is_ok_and(|saved| {
        saved.kind == address.kind
            && match (there(&saved), there(address)) {
                // A port that is not said may be any: in doubt it is the same.
                (Some(a), Some(b)) => {
                    (&a.0, &a.2) == (&b.0, &b.2) && (a.1 == b.1 || a.1.is_none() || b.1.is_none())
                }
                _ => false,
            }
    })
}

/// Whether a saved address leads to the same store, whichever way it is spelled.
fn same_place(saved: &str, address: &Address) -> bool {
    let Ok(saved) = Address::parse(saved, Path::new("/")) else {
        return false;
    };
    let same_file = || !address.is_server() && real(&saved) == real(address);
    saved.kind == address.kind && (saved.body == address.body || same_file())
}

/// The path with links and dots resolved as far as it is there.
fn real(address: &Address) -> PathBuf {
    let path = address.path();
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent().map(Path::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::connectors;
    use drydock_connector::NoKeys;

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().join("home")).unwrap();
        (folder, home)
    }

    fn file(path: &Path) -> Address {
        Address::file("sqlite", path)
    }

    #[test]
    fn what_is_saved_is_read_back() {
        let (folder, home) = home();
        let address = file(&folder.path().join("a b.db"));
        let name = Connections::change(&home, |all| {
            Ok(all.name_for("App data", &address, Environment::Dev))
        })
        .unwrap();
        assert_eq!(name, "app-data");
        let all = Connections::load(&home).unwrap();
        let end = all
            .end(
                &Kinds::new(connectors(Arc::new(NoKeys))),
                "app-data",
                Path::new("/"),
            )
            .unwrap();
        assert_eq!(end.address, address);
        assert_eq!(end.environment, Environment::Dev);
    }

    #[test]
    fn the_same_place_is_saved_once_and_never_becomes_less_careful() {
        let (folder, home) = home();
        let real = folder.path().join("app.db");
        std::fs::write(&real, "x").unwrap();
        Connections::change(&home, |all| {
            all.add(
                "live",
                Saved {
                    address: file(&real).to_string(),
                    environment: Environment::Prod,
                },
            )
        })
        .unwrap();
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        let roundabout = file(&folder.path().join("sub/../app.db"));
        let name = Connections::change(&home, |all| {
            Ok(all.name_for("other", &roundabout, Environment::Local))
        })
        .unwrap();
        assert_eq!(name, "live");
        let all = Connections::load(&home).unwrap();
        assert_eq!(all.environment(&roundabout), Environment::Prod);
        let spelled = format!("sqlite:{}", roundabout.body);
        let end = all
            .end(
                &Kinds::new(connectors(Arc::new(NoKeys))),
                &spelled,
                Path::new("/"),
            )
            .unwrap();
        assert_eq!(
            end.environment,
            Environment::Prod,
            "an address does not slip past a guard"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_slip_past_a_guard() {
        let (folder, home) = home();
        let real = folder.path().join("app.db");
        std::fs::write(&real, "x").unwrap();
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        Connections::change(&home, |all| {
            all.add(
                "live",
                Saved {
                    address: file(&real).to_string(),
                    environment: Environment::Prod,
                },
            )
        })
        .unwrap();
        assert_eq!(
            Connections::load(&home).unwrap().environment(&file(&link)),
            Environment::Prod
        );
    }

    #[test]
    fn a_damaged_file_is_told_and_left_as_it_is() {
        let (_folder, home) = home();
        for text in [
            "drydock = 1\n[connections",
            "drydock = 9\n",
            "drydock = 1\npassword = \"x\"\n",
        ] {
            std::fs::write(home.connections(), text).unwrap();
            let problem = Connections::load(&home).unwrap_err();
            assert_eq!(problem.code, "DRY-9003");
            assert!(
                problem.what.contains("connections.toml"),
                "{}",
                problem.what
            );
            let refused = Connections::change(&home, |all| {
                all.add(
                    "new",
                    Saved {
                        address: "sqlite:/x".into(),
                        environment: Environment::Local,
                    },
                )
            });
            assert!(refused.is_err());
            assert_eq!(std::fs::read_to_string(home.connections()).unwrap(), text);
        }
    }

    #[test]
    fn no_other_way_into_a_server_slips_past_a_guard() {
        let mut all = Connections::default();
        let saved = Saved {
            address: "postgres://ann@Live.example/shop".into(),
            environment: Environment::Prod,
        };
        all.add("live", saved).unwrap();
        let of = |text: &str| {
            let address = Address::parse(text, Path::new("/")).unwrap();
            (all.environment(&address), all.knows(&address))
        };
        for same in [
            "postgres://bob@live.example/shop",
            "postgres://live.example:5432/shop?schema=x&sslmode=require",
            "postgres:///shop?host=live.example",
        ] {
            assert_eq!(of(same), (Environment::Prod, false), "{same}");
        }
        for other in [
            "postgres://ann@db/shop",
            "postgres://ann@10.0.0.1/shop",
            "mysql://ann@test.example/shop",
        ] {
            assert_eq!(of(other).0, Environment::Dev, "{other}");
        }
    }

    #[test]
    fn names_cannot_pretend_to_be_addresses() {
        let mut all = Connections::default();
        let saved = Saved {
            address: "sqlite:/x".into(),
            environment: Environment::Local,
        };
        for name in ["", " ", " a", "sqlite:x", "a/b", "a\nb", &"x".repeat(65)] {
            assert!(all.add(name, saved.clone()).is_err(), "{name:?}");
        }
        all.add("my app.db", saved.clone()).unwrap();
        assert_eq!(all.add("my app.db", saved).unwrap_err().code, "DRY-9004");
    }

    #[test]
    fn each_wrong_end_has_its_own_problem() {
        let kinds = Kinds::new(connectors(Arc::new(NoKeys)));
        let all = Connections::default();
        let code = |text: &str| all.end(&kinds, text, Path::new("/")).err().map(|p| p.code);
        assert_eq!(code("nobody").as_deref(), Some("DRY-1012"));
        assert_eq!(code("oracle:x").as_deref(), Some("DRY-1011"));
        assert_eq!(code("sqlite:").as_deref(), Some("DRY-1011"));
    }
}
