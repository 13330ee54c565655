//! A short visit to a server, for the test of a connection: how the line is secured, who answers, what one may do there
//! and what time it is. Everything is asked; nothing is written.

use crate::Fault;
use async_trait::async_trait;

/// [`Fault::native`] where the line could not be secured, so that this is told apart from all else that goes wrong
/// before anybody has signed in.
pub const NOT_SECURED: &str = "TLS";

/// A server that was reached and signed in to. The questions are separate, so that their answers show one by one.
#[async_trait]
pub trait Visit: Send {
    /// As `TLS 1.3`; none where the line is not encrypted.
    async fn secured(&mut self) -> Result<Option<String>, Fault>;

    async fn version(&mut self) -> Result<Version, Fault>;

    /// What this account may do in the store of the address.
    async fn rights(&mut self) -> Result<Vec<Right>, Fault>;

    async fn clock(&mut self) -> Result<Clock, Fault>;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// As `PostgreSQL 16.4`.
    pub name: String,
    /// As `UTF8`, in the server's words.
    pub encoding: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    pub what: Deed,
    pub may: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    ReadTables,
    WriteRows,
    CreateTables,
    DropTables,
    AddExtensions,
    ReadStatistics,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Microseconds since 1970 in UTC, as the server's own clock has it.
    pub now_us: i64,
    /// The zone that the server uses when nobody says one, as it calls it.
    pub zone: String,
}
