//! MySQL and MariaDB as a store: the fact sheet and the doors. Nothing clever happens here.
//!
//! Reading (`source`) and writing (`target`) share how a server is reached (`door`), the translation of its codes
//! (`fault`), and the pure part (`dialect`, `ddl`), which needs no connection at all.

mod address;
mod catalog;
mod check;
mod ddl;
mod dialect;
mod door;
mod fault;
mod load;
mod mark;
mod opinion;
mod receipts;
mod scan;
mod slices;
mod source;
mod target;
mod visit;
mod wire;

use async_trait::async_trait;
use drydock_connector::{
    Address, Connector, Dialect, Fault, Keys, Profile, Rewind, Source, Target, Visit,
};
use drydock_model::Abilities;
use std::path::Path;
use std::sync::Arc;

pub struct Mysql {
    dialect: dialect::MysqlDialect,
    keys: Arc<dyn Keys>,
}

impl Mysql {
    pub fn new(keys: Arc<dyn Keys>) -> Mysql {
        Mysql {
            dialect: dialect::MysqlDialect,
            keys,
        }
    }
}

#[async_trait]
impl Connector for Mysql {
    fn profile(&self) -> Profile {
        Profile {
            id: "mysql".into(),
            name: "MySQL and MariaDB".into(),
            abilities: Abilities {
                snapshot_reads: true,
                transactional_load: true,
                // Each schema statement commits at once (C38).
                transactional_schema: false,
                typed_per_value: false,
                foreign_keys: true,
                unique_keys: true,
                indexes: true,
                objects: true,
                broken_text: false,
                nul_in_text: true,
                nan: false,
                infinity: false,
                negative_zero: false,
                decimals: true,
                // A truth value is a number of one byte.
                booleans: false,
                names_ignore_case: true,
                parallel_load: true,
            },
            is_file: false,
            endings: Vec::new(),
            address_form: "mysql://user@host:3306/database".into(),
        }
    }

    fn dialect(&self) -> &dyn Dialect {
        &self.dialect
    }

    fn recognises(&self, _: &Path) -> bool {
        false
    }

    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault> {
        let door = door::Door::to(address, self.keys.as_ref()).await?;
        Ok(Box::new(source::MysqlSource::open(door).await?))
    }

    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault> {
        let door = door::Door::to(address, self.keys.as_ref()).await?;
        Ok(Box::new(target::MysqlTarget::open(door).await?))
    }

    fn rewind(&self) -> Option<&dyn Rewind> {
        None
    }

    async fn visit(&self, address: &Address) -> Result<Box<dyn Visit>, Fault> {
        let door = door::Door::to(address, self.keys.as_ref()).await?;
        Ok(Box::new(visit::MysqlVisit::open(door).await?))
    }
}
