//! SQLite files as a store: the fact sheet and the doors. Nothing clever happens here.
//!
//! Reading (`source`) and writing (`target`) share a thread that owns a connection (`thread`), the translation of
//! SQLite's codes (`fault`), and the pure part (`dialect`), which needs no connection at all.

mod affinity;
mod catalog;
mod check;
mod ddl;
mod dialect;
mod fault;
mod full_text;
mod header;
mod load;
mod lock;
mod mark;
mod open;
mod opinion;
mod peek;
mod reading;
mod receipts;
mod rewind;
#[cfg(test)]
mod samples;
mod scan;
mod slices;
mod source;
mod target;
mod text;
mod thread;
mod wal;

use async_trait::async_trait;
use drydock_connector::{Address, Connector, Dialect, Fault, Profile, Rewind, Source, Target};
use drydock_model::Abilities;
use std::path::Path;

#[derive(Debug, Clone, Copy, Default)]
pub struct Sqlite {
    dialect: dialect::SqliteDialect,
    rewind: rewind::SqliteRewind,
}

#[async_trait]
impl Connector for Sqlite {
    fn profile(&self) -> Profile {
        Profile {
            id: "sqlite".into(),
            name: "SQLite".into(),
            abilities: Abilities {
                snapshot_reads: true,
                transactional_load: true,
                transactional_schema: true,
                typed_per_value: true,
                foreign_keys: true,
                unique_keys: true,
                indexes: true,
                objects: true,
                broken_text: true,
                nul_in_text: true,
                nan: false,
                infinity: true,
                negative_zero: false,
                decimals: false,
                booleans: false,
                names_ignore_case: true,
                parallel_load: false,
            },
            is_file: true,
            endings: ["db", "sqlite", "sqlite3", "db3"].map(Into::into).into(),
            address_form: "sqlite:app.db".into(),
        }
    }

    fn dialect(&self) -> &dyn Dialect {
        &self.dialect
    }

    fn recognises(&self, path: &Path) -> bool {
        header::recognises(path)
    }

    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault> {
        Ok(Box::new(source::SqliteSource::open(address).await?))
    }

    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault> {
        Ok(Box::new(target::SqliteTarget::open(&address.path()).await?))
    }

    fn rewind(&self) -> Option<&dyn Rewind> {
        Some(&self.rewind)
    }
}
