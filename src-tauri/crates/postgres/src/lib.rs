//! PostgreSQL as a store: the fact sheet and the doors. Nothing clever happens here.
//!
//! A store is one schema of a database. Sessions (`session`) wait with patience of their own and answer in faults
//! (`fault`). Values cross in PostgreSQL's binary form (`wire`), which the dialect uses as well: what it foretells of a
//! value is what would be sent.

mod address;
mod catalog;
mod check;
mod ddl;
mod dialect;
mod fault;
mod load;
mod mark;
mod opinion;
mod reading;
mod receipts;
mod scan;
mod session;
mod slices;
mod source;
mod staging;
mod stops;
mod target;
mod trouble;
mod visit;
mod wire;

use async_trait::async_trait;
use drydock_connector::{
    Address, Connector, Dialect, Fault, Keys, NoKeys, Profile, Rewind, Source, Target, Visit,
};
use drydock_model::Abilities;
use std::path::Path;
use std::sync::Arc;

#[derive(Clone)]
pub struct Postgres {
    keys: Arc<dyn Keys>,
    dialect: dialect::PostgresDialect,
}

impl Postgres {
    /// Passwords come from `keys` when a store is opened; nothing of them is kept.
    pub fn new(keys: Arc<dyn Keys>) -> Postgres {
        Postgres {
            keys,
            dialect: dialect::PostgresDialect,
        }
    }
}

impl Default for Postgres {
    fn default() -> Postgres {
        Postgres::new(Arc::new(NoKeys))
    }
}

#[async_trait]
impl Connector for Postgres {
    fn profile(&self) -> Profile {
        Profile {
            id: "postgres".into(),
            name: "PostgreSQL".into(),
            abilities: Abilities {
                snapshot_reads: true,
                transactional_load: true,
                transactional_schema: true,
                typed_per_value: false,
                foreign_keys: true,
                unique_keys: true,
                indexes: true,
                objects: true,
                broken_text: false,
                nul_in_text: false,
                nan: true,
                infinity: true,
                negative_zero: true,
                decimals: true,
                booleans: true,
                names_ignore_case: false,
                parallel_load: true,
            },
            is_file: false,
            endings: Vec::new(),
            address_form: "postgres://user@host:5432/database?schema=public".into(),
        }
    }

    fn dialect(&self) -> &dyn Dialect {
        &self.dialect
    }

    fn recognises(&self, _: &Path) -> bool {
        false
    }

    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault> {
        let place = address::place(address, self.keys.as_ref()).await?;
        Ok(Box::new(source::PostgresSource::open(place).await?))
    }

    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault> {
        let place = address::place(address, self.keys.as_ref()).await?;
        Ok(Box::new(target::PostgresTarget::open(place).await?))
    }

    fn rewind(&self) -> Option<&dyn Rewind> {
        None
    }

    async fn visit(&self, address: &Address) -> Result<Box<dyn Visit>, Fault> {
        let place = address::place(address, self.keys.as_ref()).await?;
        Ok(Box::new(visit::PostgresVisit::open(place).await?))
    }
}
