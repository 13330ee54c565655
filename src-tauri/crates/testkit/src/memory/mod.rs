//! A store that lives in this process: the second implementation that keeps the seam honest, and what engine tests run
//! on. Addresses are `memory:name`; stores belong to one `Memory` value and its clones.

mod dialect;
mod source;
mod target;

pub use dialect::MemoryDialect;

use async_trait::async_trait;
use drydock_connector::{
    Address, Before, Connector, Dialect, Fault, FaultKind, Profile, Rewind, Source, Target,
};
use drydock_model::{Abilities, Catalog, Dataset, Receipt, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Clone, Default)]
pub struct Memory {
    stores: Arc<Mutex<BTreeMap<String, Shelf>>>,
    dialect: MemoryDialect,
    piece_by_piece: bool,
}

/// One store: whole, and cheap enough to copy for a snapshot in a test.
#[derive(Clone, Default)]
pub struct Shelf {
    pub tables: BTreeMap<String, Table>,
    pub receipts: BTreeMap<(String, u32, u32), Receipt>,
    pub applied: BTreeSet<(String, u32)>,
    pub revision: u64,
}

#[derive(Clone, Default)]
pub struct Table {
    pub dataset: Dataset,
    pub rows: Vec<Vec<Value>>,
}

impl Memory {
    /// The same stores, as a kind that cannot be put back as a whole.
    pub fn piece_by_piece(&self) -> Memory {
        Memory {
            piece_by_piece: true,
            ..self.clone()
        }
    }

    pub fn address(name: &str) -> Address {
        Address {
            kind: "memory".into(),
            body: name.into(),
        }
    }

    /// Puts a table into a store, as another program would.
    pub fn put(&self, store: &str, dataset: Dataset, rows: Vec<Vec<Value>>) {
        let mut stores = self.lock();
        let shelf = stores.entry(store.to_owned()).or_default();
        shelf.revision += 1;
        let name = dataset.name.clone();
        shelf.tables.insert(name, Table { dataset, rows });
    }

    pub fn rows(&self, store: &str, table: &str) -> Vec<Vec<Value>> {
        self.lock()
            .get(store)
            .and_then(|s| s.tables.get(table))
            .map(|t| t.rows.clone())
            .unwrap_or_default()
    }

    /// Lets a test look at or change a store behind everybody's back.
    pub fn with<T>(&self, store: &str, f: impl FnOnce(&mut Shelf) -> T) -> T {
        f(self.lock().entry(store.to_owned()).or_default())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Shelf>> {
        self.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    pub fn catalog(&self) -> Catalog {
        Catalog {
            kind: "memory".into(),
            version: "1".into(),
            datasets: self
                .tables
                .values()
                .map(|t| Dataset {
                    rows: Some(t.rows.len() as u64),
                    ..t.dataset.clone()
                })
                .collect(),
            ..Catalog::default()
        }
    }
}

#[async_trait]
impl Connector for Memory {
    fn profile(&self) -> Profile {
        Profile {
            id: "memory".into(),
            name: "In memory".into(),
            abilities: Abilities {
                snapshot_reads: true,
                transactional_load: true,
                transactional_schema: true,
                typed_per_value: true,
                foreign_keys: false,
                unique_keys: true,
                indexes: false,
                objects: false,
                broken_text: true,
                nul_in_text: true,
                nan: true,
                infinity: true,
                negative_zero: true,
                decimals: true,
                booleans: true,
                names_ignore_case: false,
                parallel_load: false,
            },
            is_file: false,
            endings: Vec::new(),
            address_form: "memory:name".into(),
        }
    }

    fn dialect(&self) -> &dyn Dialect {
        &self.dialect
    }

    fn recognises(&self, _: &Path) -> bool {
        false
    }

    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault> {
        let shelf = self
            .lock()
            .get(&address.body)
            .cloned()
            .ok_or_else(|| Fault::new(FaultKind::NotThere, &address.body, "no such store"))?;
        Ok(Box::new(source::MemorySource::new(
            address.body.clone(),
            shelf,
        )))
    }

    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault> {
        self.lock().entry(address.body.clone()).or_default();
        Ok(Box::new(target::MemoryTarget::new(
            self.clone(),
            address.body.clone(),
        )))
    }

    fn rewind(&self) -> Option<&dyn Rewind> {
        match self.piece_by_piece {
            true => None,
            false => Some(self),
        }
    }
}

/// What is kept lies in the same map, under the folder's name: a store in memory outlives no process anyway.
#[async_trait]
impl Rewind for Memory {
    async fn keep_before(&self, address: &Address, folder: &Path) -> Result<Before, Fault> {
        let mut stores = self.lock();
        let present = stores.get(&address.body).cloned();
        let mark = present.as_ref().map(|s| s.revision.to_string());
        if let Some(shelf) = &present {
            stores.insert(kept_name(folder), shelf.clone());
        }
        Ok(Before {
            existed: present.is_some(),
            bytes: 0,
            checksum: mark.clone().unwrap_or_default(),
            mark,
        })
    }

    async fn mark(&self, address: &Address) -> Result<Option<String>, Fault> {
        Ok(self
            .lock()
            .get(&address.body)
            .map(|s| s.revision.to_string()))
    }

    async fn put_back(
        &self,
        address: &Address,
        folder: &Path,
        before: &Before,
    ) -> Result<(), Fault> {
        let mut stores = self.lock();
        if !before.existed {
            stores.remove(&address.body);
            return Ok(());
        }
        let kept = stores.get(&kept_name(folder)).cloned().ok_or_else(|| {
            Fault::new(FaultKind::Damaged, &address.body, "what was kept is gone")
        })?;
        stores.insert(address.body.clone(), kept);
        Ok(())
    }
}

fn kept_name(folder: &Path) -> String {
    format!("kept in {}", folder.display())
}
