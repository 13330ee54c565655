//! Where a store is: `sqlite:app.db`, `files:./Storage`, `postgres://..`. A value without secrets that can be shown.

use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The connector's id.
    pub kind: String,
    /// What the connector makes of the rest; for stores that are files, an absolute path.
    pub body: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an address")]
pub struct BadAddress(pub String);

impl Address {
    pub fn file(kind: &str, path: &Path) -> Address {
        Address {
            kind: kind.to_owned(),
            body: path.to_string_lossy().into_owned(),
        }
    }

    /// `kind:body`. Files are taken relative to `base`.
    pub fn parse(text: &str, base: &Path) -> Result<Address, BadAddress> {
        let (kind, body) = text
            .split_once(':')
            .filter(|(kind, body)| kind.len() > 1 && !body.is_empty())
            .ok_or_else(|| BadAddress(text.to_owned()))?;
        let body = if body.starts_with("//") {
            body.to_owned()
        } else {
            base.join(body).to_string_lossy().into_owned()
        };
        Ok(Address {
            kind: kind.to_owned(),
            body,
        })
    }

    pub fn path(&self) -> PathBuf {
        PathBuf::from(&self.body)
    }

    /// Not a file on this machine.
    pub fn is_server(&self) -> bool {
        self.body.starts_with("//")
    }

    /// The last part, as people call the store.
    pub fn short(&self) -> String {
        let way = match self.is_server() {
            true => self.body.split('?').next().unwrap_or_default(),
            false => &self.body,
        };
        Path::new(way)
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_else(|| self.body.clone())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.body)
    }
}
