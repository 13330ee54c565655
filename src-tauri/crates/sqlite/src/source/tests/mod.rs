//! Sources read through the doors that everyone uses.

mod structure;
#[cfg(unix)]
mod untouched;
mod values;

use super::*;
use crate::Sqlite;
use crate::samples::{Folder, Other, sample};
use drydock_connector::{Batch, Cell, Connector, Row};
use drydock_model::{Dataset, ObjectKind, Role, Value};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

async fn source(path: &Path) -> Box<dyn Source> {
    try_source(path).await.unwrap()
}

async fn try_source(path: &Path) -> Result<Box<dyn Source>, Fault> {
    Sqlite::default()
        .open_source(&Address::file("sqlite", path))
        .await
}

fn database(sql: &str) -> (Folder, PathBuf) {
    let folder = Folder::empty();
    let path = folder.path("a.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (folder, path)
}

fn names(dataset: &Dataset) -> Vec<String> {
    dataset.fields.iter().map(|f| f.name.clone()).collect()
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

async fn rows(
    source: &dyn Source,
    dataset: &str,
    fields: &[String],
    slice: &Slice,
) -> Vec<Vec<Value>> {
    try_rows(source, dataset, fields, slice).await.unwrap()
}

async fn try_rows(
    source: &dyn Source,
    dataset: &str,
    fields: &[String],
    slice: &Slice,
) -> Result<Vec<Vec<Value>>, Fault> {
    let mut scan = source.scan(dataset, fields, slice).await?;
    // Small, so that every statement is left and taken up again.
    let mut batch = Batch::with_limit(fields.len(), 100);
    let mut rows = Vec::new();
    loop {
        let got = scan.fill(&mut batch).await?;
        if got == 0 {
            assert_eq!(scan.fill(&mut batch).await?, 0);
            return Ok(rows);
        }
        assert_eq!(got, batch.rows());
        rows.extend(
            batch
                .iter()
                .map(|r: Row<'_>| r.cells().map(Cell::to_value).collect::<Vec<_>>()),
        );
    }
}

/// Reads everything that can be read, in slices and as a whole, and compares the two.
async fn read_everything(source: &dyn Source) {
    let catalog = source.catalog().await.unwrap();
    for dataset in &catalog.datasets {
        let fields = names(dataset);
        let all = rows(source, &dataset.name, &fields, &Slice::whole(0)).await;
        assert_eq!(dataset.rows, Some(all.len() as u64), "{}", dataset.name);
        let opinion = source.second_opinion().unwrap();
        let (counted, nulls) = opinion.counts(&dataset.name, &fields).await.unwrap();
        assert_eq!(counted, all.len() as u64);
        for (i, nulls) in nulls.iter().enumerate() {
            let found = all.iter().filter(|row| row[i] == Value::Null).count();
            assert_eq!(*nulls, found as u64, "{}.{}", dataset.name, fields[i]);
        }
        let key = dataset
            .slicing_key()
            .map(|k| k.fields.clone())
            .unwrap_or_default();
        for rows_each in [1, 2, 3, 7, 1000] {
            let slices = source.slices(&dataset.name, &key, rows_each).await.unwrap();
            let mut sliced = Vec::new();
            for (i, slice) in slices.iter().enumerate() {
                assert_eq!(slice.ordinal, i as u32);
                let part = rows(source, &dataset.name, &fields, slice).await;
                assert_eq!(part.len() as u64, slice.rows, "{} {slice:?}", dataset.name);
                assert!(slice.key.is_empty() || slice.rows <= rows_each);
                sliced.extend(part);
            }
            let sorted = |rows: &[Vec<Value>]| {
                let mut rows: Vec<String> = rows.iter().map(|r| format!("{r:?}")).collect();
                rows.sort();
                rows
            };
            assert_eq!(sorted(&sliced), sorted(&all), "{}", dataset.name);
        }
    }
    opinion_of_orphans(source).await;
    source.mark().await.unwrap();
}

async fn opinion_of_orphans(source: &dyn Source) -> Vec<Orphans> {
    source.second_opinion().unwrap().orphans().await.unwrap()
}
