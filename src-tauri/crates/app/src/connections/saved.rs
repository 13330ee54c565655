//! Saved connections: a name for an address and its environment, kept in `connections.toml`. A password is never in
//! it: that is in the keychain, under the connection's name.

use super::guess::guess;
use super::same::{same_place, same_store};
use crate::connectors::Kinds;
use crate::error::{Result, StudioError};
use crate::home::{Home, read, write_whole};
use crate::passwords;
use crate::views::Environment;
use crate::words::{slug, unused};
use drydock_connector::{Address, Connector};
use drydock_model::{Explain, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    pub address: String,
    /// None as long as nobody said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// Its password was put into the keychain. Where none was, the keychain is not asked: it might want to be unlocked,
    /// or not be there at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub password: bool,
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

impl Saved {
    pub fn new(address: &Address, environment: Environment) -> Saved {
        Saved {
            address: address.to_string(),
            environment: Some(environment),
            password: false,
        }
    }
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
            saved.environment = saved.environment.max(Some(environment));
            return name.clone();
        }
        let name = self.free_name(wanted);
        self.connections
            .insert(name.clone(), Saved::new(address, environment));
        name
    }

    pub fn set_environment(&mut self, name: &str, environment: Environment) -> Result<()> {
        self.get(name)?;
        if let Some(saved) = self.connections.get_mut(name) {
            saved.environment = Some(environment);
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

    /// A name of the place, if it has one.
    pub fn name_of(&self, address: &Address) -> Option<String> {
        let mut all = self.connections.iter();
        let known = all.find(|(_, saved)| same_place(&saved.address, address));
        known.map(|(name, _)| name.clone())
    }

    /// The names of a place under which the keychain has a password.
    pub fn names_with_password(&self, address: &Address) -> Vec<String> {
        let named = self
            .connections
            .iter()
            .filter(|(_, saved)| saved.password && same_place(&saved.address, address));
        named.map(|(name, _)| name.clone()).collect()
    }

    /// A name that is free, near the wanted one.
    pub fn free_name(&self, wanted: &str) -> String {
        unused(&slug(wanted), |n| self.connections.contains_key(n))
    }

    /// Puts another in the place of one, under a new name if there is one.
    pub fn replace(&mut self, was: &str, name: &str, saved: Saved) -> Result<()> {
        self.get(was)?;
        if was == name {
            self.connections.insert(name.to_owned(), saved);
            return Ok(());
        }
        self.add(name, saved)?;
        self.connections.remove(was);
        Ok(())
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
        self.said(address).unwrap_or_else(|| guess(address))
    }

    pub fn said(&self, address: &Address) -> Option<Environment> {
        self.connections
            .values()
            .filter(|saved| same_store(&saved.address, address))
            .filter_map(|saved| saved.environment)
            .max()
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

#[cfg(test)]
mod tests;
