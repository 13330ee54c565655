//! What a schema holds, as PostgreSQL's own catalogs tell it.

mod constraints;
mod facts;
mod fields;
mod objects;
mod tables;

pub(crate) use constraints::CONSTRAINT;
pub(crate) use facts::{COUNTED, EXTENSION, FUNCTION, SEQUENCE, TYPE};
pub(crate) use fields::{COUNTING, FILLED, IDENTITY, IDENTITY_ALWAYS, SERIAL};

use crate::fault::At;
use crate::receipts;
use crate::session::{Place, Session};
use drydock_connector::Fault;
use drydock_model::{Catalog, Dataset, Role};
use sqlx::Row;
use sqlx::postgres::PgRow;
use std::collections::HashMap;

/// Tables counted by one statement.
const COUNTED_AT_ONCE: usize = 40;

/// The whole catalog with exact counts.
pub(crate) async fn read(session: &mut Session) -> Result<Catalog, Fault> {
    let mut catalog = shape(session).await?;
    count(session, &mut catalog.datasets).await?;
    Ok(catalog)
}

/// All but the counts of rows.
pub(crate) async fn shape(session: &mut Session) -> Result<Catalog, Fault> {
    let mut tables = tables::read(session).await?;
    fields::read(session, &mut tables).await?;
    constraints::read(session, &mut tables).await?;
    let mut catalog = Catalog {
        kind: "postgres".into(),
        objects: objects::read(session).await?,
        ..Catalog::default()
    };
    facts::read(session, &mut catalog).await?;
    catalog.datasets = tables.in_order();
    for dataset in &mut catalog.datasets {
        if receipts::is_ours(dataset) {
            dataset.role = Role::System;
        }
    }
    Ok(catalog)
}

/// One dataset, without its count.
pub(crate) async fn dataset(session: &mut Session, name: &str) -> Result<Dataset, Fault> {
    let catalog = shape(session).await?;
    match catalog.datasets.into_iter().find(|d| d.name == name) {
        Some(dataset) => Ok(dataset),
        None => Err(Fault::new(
            drydock_connector::FaultKind::NotThere,
            session.place.within(name),
            "there is no such table",
        )),
    }
}

/// `ONLY`, so that rows of tables that inherit are not read twice; a partitioned table has no rows but those of its
/// partitions.
pub(crate) fn from(place: &Place, dataset: &Dataset) -> String {
    let table = place.table(&dataset.name);
    match dataset
        .options
        .iter()
        .any(|o| o.starts_with("PARTITION BY"))
    {
        true => table,
        false => format!("ONLY {table}"),
    }
}

pub(crate) async fn count(session: &mut Session, datasets: &mut [Dataset]) -> Result<(), Fault> {
    let mut readable: Vec<&mut Dataset> = datasets.iter_mut().filter(|d| is_readable(d)).collect();
    for some in readable.chunks_mut(COUNTED_AT_ONCE) {
        let counts: Vec<String> = some
            .iter()
            .map(|d| {
                format!(
                    "(SELECT pg_catalog.count(*) FROM {})",
                    from(&session.place, d)
                )
            })
            .collect();
        let rows = session
            .rows(&format!("SELECT ARRAY[{}]::int8[]", counts.join(", ")))
            .await?;
        let place = session.place.name.clone();
        let counted: Vec<i64> = rows[0].try_get(0).at(&place)?;
        for (dataset, rows) in some.iter_mut().zip(counted) {
            dataset.rows = Some(rows.cast_unsigned());
        }
    }
    Ok(())
}

pub(crate) fn is_readable(dataset: &Dataset) -> bool {
    !dataset.options.iter().any(|o| o == tables::UNREADABLE)
}

pub(crate) fn is_foreign(dataset: &Dataset) -> bool {
    dataset.options.iter().any(|o| o == tables::FOREIGN)
}

/// Tables on their way, found by the number that PostgreSQL gives them.
#[derive(Default)]
pub(crate) struct Tables {
    by_oid: HashMap<i64, usize>,
    all: Vec<Dataset>,
}

impl Tables {
    fn add(&mut self, oid: i64, dataset: Dataset) {
        self.by_oid.insert(oid, self.all.len());
        self.all.push(dataset);
    }

    fn get(&mut self, oid: i64) -> Option<&mut Dataset> {
        self.by_oid.get(&oid).map(|i| &mut self.all[*i])
    }

    fn in_order(mut self) -> Vec<Dataset> {
        self.all.sort_by(|a, b| a.name.cmp(&b.name));
        self.all
    }
}

/// Fields of a row of a catalog query, which are never of another type than asked for.
pub(crate) struct Told<'r> {
    row: &'r PgRow,
    place: &'r str,
}

impl<'r> Told<'r> {
    pub fn new(row: &'r PgRow, place: &'r str) -> Told<'r> {
        Told { row, place }
    }

    pub fn get<T>(&self, name: &str) -> Result<T, Fault>
    where
        T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        self.row.try_get(name).at(self.place)
    }

    pub fn text(&self, name: &str) -> Result<String, Fault> {
        self.get(name)
    }

    pub fn maybe(&self, name: &str) -> Result<Option<String>, Fault> {
        self.get(name)
    }

    pub fn list(&self, name: &str) -> Result<Vec<String>, Fault> {
        Ok(self.get::<Option<Vec<String>>>(name)?.unwrap_or_default())
    }
}

/// `WHERE n.nspname = 'schema'` with the schema as SQL writes it.
pub(crate) fn schema(session: &Session) -> String {
    crate::ddl::string(&session.place.schema)
}
