//! Small moves that the tests against the server share.
#![allow(dead_code, reason = "each test takes what it needs")]

use drydock_connector::{
    Address, Batch, Cell, Connector, Fault, Keys, Landing, NoKeys, Refusal, Secret, Source, Target,
};
use drydock_model::{Dataset, Design, Receipt, Statement, TableDesign, Value, WriteMode};
use drydock_mysql::Mysql;
use drydock_testkit::read_all;
use drydock_testkit::servers::mysql::Database;
use std::sync::Arc;

pub const RUN: &str = "a run";

pub fn mysql() -> Mysql {
    Mysql::new(Arc::new(NoKeys))
}

pub struct OneKey(pub &'static str);

#[async_trait::async_trait]
impl Keys for OneKey {
    async fn secret(&self, _: &Address) -> Result<Option<Secret>, Fault> {
        Ok(Some(Secret::new(self.0)))
    }
}

pub async fn source(database: &Database) -> Box<dyn Source> {
    mysql().open_source(&database.address()).await.unwrap()
}

pub async fn target(database: &Database) -> Box<dyn Target> {
    let target = mysql().open_target(&database.address()).await.unwrap();
    target.begin(RUN).await.unwrap();
    target
}

pub fn names(dataset: &Dataset) -> Vec<String> {
    dataset.stored_fields().map(|f| f.name.clone()).collect()
}

/// A move of the whole table under its own names.
pub fn whole(from: &Dataset, same_kind: bool) -> TableDesign {
    TableDesign {
        source: "a".into(),
        from: from.clone(),
        same_kind,
        to: from.name.clone(),
        write: WriteMode::Create,
        fields: names(from)
            .into_iter()
            .map(|f| (f.clone(), f, None))
            .collect(),
        dropped: Vec::new(),
        key: Vec::new(),
    }
}

pub async fn carry_out(target: &dyn Target, design: &Design) -> Vec<Statement> {
    let statements = mysql().dialect().statements(design).unwrap();
    for statement in &statements {
        if let Err(fault) = target.apply(RUN, statement).await {
            panic!("{}: {fault:?}", statement.sql);
        }
    }
    statements
}

pub fn batch(width: usize, rows: &[Vec<Value>]) -> Batch {
    let mut batch = Batch::with_limit(width, usize::MAX);
    for value in rows.iter().flatten() {
        batch.push(Cell::from(value));
    }
    batch
}

pub fn receipt(slice: u32, rows: usize) -> Receipt {
    Receipt {
        run: RUN.into(),
        plan: "plan".into(),
        slice,
        rows_read: rows as u64,
        rows_written: rows as u64,
        ..Receipt::default()
    }
}

pub fn landing(dataset: &Dataset, write: WriteMode) -> Landing {
    Landing {
        run: RUN.into(),
        dataset: dataset.name.clone(),
        fields: names(dataset),
        write,
        key: dataset
            .key
            .as_ref()
            .map(|k| k.fields.clone())
            .unwrap_or_default(),
    }
}

pub async fn load(
    target: &dyn Target,
    dataset: &Dataset,
    slice: u32,
    rows: &[Vec<Value>],
) -> Vec<Refusal> {
    let mut load = target
        .load(&landing(dataset, WriteMode::Create))
        .await
        .unwrap();
    let refused = load
        .write(&batch(names(dataset).len(), rows))
        .await
        .unwrap();
    load.commit(receipt(slice, rows.len())).await.unwrap();
    refused
}

pub async fn rows_of(source: &dyn Source, dataset: &Dataset) -> Vec<Vec<Value>> {
    read_all(source, &dataset.name, &names(dataset), None).await
}
