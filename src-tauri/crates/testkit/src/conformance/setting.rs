//! A store to try things on, and the few moves that every case makes.

use drydock_connector::{Address, Batch, Cell, Connector, Landing, Refusal, Source, Target};
use drydock_model::{Catalog, Dataset, Design, Receipt, Statement, TableDesign, Value, WriteMode};
use std::path::PathBuf;
use std::sync::Arc;

/// How to get at a fresh store of a kind.
pub trait Bed: Send + Sync {
    fn connector(&self) -> Arc<dyn Connector>;
    /// The address of a store that is not there yet.
    fn fresh(&self) -> Address;
    /// A folder for what `Rewind` keeps.
    fn folder(&self) -> PathBuf;
}

pub const RUN: &str = "run-of-the-suite";

pub struct Setting {
    pub connector: Arc<dyn Connector>,
    pub address: Address,
    pub folder: PathBuf,
}

impl Setting {
    pub fn new(bed: &dyn Bed) -> Setting {
        Setting {
            connector: bed.connector(),
            address: bed.fresh(),
            folder: bed.folder(),
        }
    }

    pub fn not_applicable(&self, case: &str, why: &str) {
        println!(
            "not applicable: {case} for {}: {why}",
            self.connector.profile().id
        );
    }

    pub async fn target(&self) -> Box<dyn Target> {
        let target = self
            .connector
            .open_target(&self.address)
            .await
            .expect("open the target");
        target.begin(RUN).await.expect("begin");
        target
    }

    pub async fn source(&self) -> Box<dyn Source> {
        self.connector
            .open_source(&self.address)
            .await
            .expect("open as a source")
    }

    pub fn design(&self, before: Catalog, tables: &[Dataset]) -> Design {
        Design {
            before,
            tables: tables.iter().map(designed_as_it_is).collect(),
            objects: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Makes the tables and says what they became.
    pub async fn make(&self, target: &dyn Target, tables: &[Dataset]) -> Vec<Dataset> {
        let before = target.catalog().await.expect("catalog");
        let design = self.design(before, tables);
        for statement in self.statements(&design) {
            target.apply(RUN, &statement).await.expect("apply");
        }
        (0..tables.len())
            .map(|i| {
                self.connector
                    .dialect()
                    .designed(&design, i)
                    .expect("designed")
            })
            .collect()
    }

    pub fn statements(&self, design: &Design) -> Vec<Statement> {
        self.connector
            .dialect()
            .statements(design)
            .expect("statements")
    }

    pub fn landing(&self, dataset: &Dataset, write: WriteMode) -> Landing {
        Landing {
            run: RUN.into(),
            dataset: dataset.name.clone(),
            fields: dataset.fields.iter().map(|f| f.name.clone()).collect(),
            write,
            key: dataset
                .key
                .as_ref()
                .map(|k| k.fields.clone())
                .unwrap_or_default(),
        }
    }

    /// Loads and commits the rows as one slice; returns what was refused.
    pub async fn load(
        &self,
        target: &dyn Target,
        dataset: &Dataset,
        slice: u32,
        rows: &[Vec<Value>],
    ) -> Vec<Refusal> {
        let mut load = target
            .load(&self.landing(dataset, WriteMode::Create))
            .await
            .expect("load");
        let refused = load
            .write(&batch(dataset.fields.len(), rows))
            .await
            .expect("write");
        load.commit(receipt(slice, rows.len() as u64))
            .await
            .expect("commit");
        refused
    }
}

pub fn receipt(slice: u32, rows: u64) -> Receipt {
    Receipt {
        run: RUN.into(),
        plan: "plan".into(),
        lane: 0,
        slice,
        rows_read: rows,
        rows_written: rows,
        digest: drydock_model::Digest(u128::MAX - 7),
        ..Receipt::default()
    }
}

pub fn batch(width: usize, rows: &[Vec<Value>]) -> Batch {
    let mut batch = Batch::with_limit(width, usize::MAX);
    for value in rows.iter().flatten() {
        batch.push(Cell::from(value));
    }
    batch
}

pub fn names(dataset: &Dataset) -> Vec<String> {
    dataset.fields.iter().map(|f| f.name.clone()).collect()
}

fn designed_as_it_is(dataset: &Dataset) -> TableDesign {
    TableDesign {
        source: "suite".into(),
        from: dataset.clone(),
        same_kind: false,
        to: dataset.name.clone(),
        write: WriteMode::Create,
        fields: dataset
            .fields
            .iter()
            .map(|f| (f.name.clone(), f.name.clone(), None))
            .collect(),
        dropped: Vec::new(),
        key: Vec::new(),
    }
}
