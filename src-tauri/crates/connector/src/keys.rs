//! How a connector comes by a password: it asks when it opens a store, and keeps nothing.

use crate::{Address, Fault};
use async_trait::async_trait;
use std::fmt;

/// A password or key phrase. It is never shown, logged or written.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(secret: impl Into<String>) -> Secret {
        Secret(secret.into())
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Where secrets are kept. Connectors of servers are made with one.
#[async_trait]
pub trait Keys: Send + Sync {
    /// What belongs to an address; none where nothing was put there.
    async fn secret(&self, address: &Address) -> Result<Option<Secret>, Fault>;
}

/// No secrets at all, for servers that ask for none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeys;

#[async_trait]
impl Keys for NoKeys {
    async fn secret(&self, _: &Address) -> Result<Option<Secret>, Fault> {
        Ok(None)
    }
}
