//! The one list of the kinds of store that Drydock knows. A new kind is one crate and one line here.

use crate::error::{Result, StudioError};
use drydock_connector::{Address, Connector, Keys, Profile};
use std::path::Path;
use std::sync::Arc;

/// Servers ask `keys` for their passwords.
pub fn connectors(keys: Arc<dyn Keys>) -> Vec<Arc<dyn Connector>> {
    vec![
        Arc::new(drydock_sqlite::Sqlite::default()),
        Arc::new(drydock_postgres::Postgres::new(keys.clone())),
        Arc::new(drydock_mysql::Mysql::new(keys)),
    ]
}

/// The list with the questions that are asked of it.
#[derive(Clone)]
pub struct Kinds {
    all: Arc<Vec<Arc<dyn Connector>>>,
}

impl Kinds {
    pub fn new(all: Vec<Arc<dyn Connector>>) -> Kinds {
        Kinds { all: Arc::new(all) }
    }

    pub fn profiles(&self) -> Vec<Profile> {
        self.all.iter().map(|c| c.profile()).collect()
    }

    pub fn of(&self, kind: &str) -> Result<Arc<dyn Connector>> {
        self.all
            .iter()
            .find(|c| c.profile().id == kind)
            .cloned()
            .ok_or_else(|| StudioError::UnknownKind(kind.to_owned()).into())
    }

    /// An address, if the text begins with a kind that is known; files are taken relative to `base`.
    pub fn address(&self, text: &str, base: &Path) -> Option<Address> {
        let address = Address::parse(text, base).ok()?;
        self.of(&address.kind).ok()?;
        Some(address)
    }

    /// Which kind a file is of, by its content.
    pub fn recognise(&self, path: &Path) -> Option<Arc<dyn Connector>> {
        self.all.iter().find(|c| c.recognises(path)).cloned()
    }

    /// Which kind a file pretends to be, by the ending of its name.
    pub fn by_ending(&self, path: &Path) -> Option<Arc<dyn Connector>> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        self.all
            .iter()
            .find(|c| c.profile().endings.contains(&ending))
            .cloned()
    }

    /// Where a store that may not be there yet would lie: the kind that its name's ending tells, else the first that is
    /// a file.
    pub fn for_new_file(&self, path: &Path) -> Option<Arc<dyn Connector>> {
        self.by_ending(path)
            .or_else(|| self.all.iter().find(|c| c.profile().is_file).cloned())
    }
}
