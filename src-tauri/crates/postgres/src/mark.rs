//! A mark that changes when anything in the schema changed, and by nothing else.
//!
//! PostgreSQL has no counter for that: its log positions move with other databases and with mere housekeeping, its
//! statistics come late and go with a crash. But each row carries the number of the transaction that wrote it, so the
//! count of rows and the sum over those numbers change with every insert, update and delete.

use crate::catalog;
use crate::fault::At;
use crate::session::{Place, Purpose, Session};
use drydock_connector::Fault;
use drydock_model::{Catalog, Dataset, Role};
use sqlx::Row;
use std::sync::Arc;

/// Of what is there now, whatever snapshot others look at: of all, or of some tables.
pub(crate) async fn mark(place: &Arc<Place>, only: Option<&[String]>) -> Result<String, Fault> {
    let mut session = Session::open(place, Purpose::Read).await?;
    session
        .run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .await?;
    let mut catalog = catalog::shape(&mut session).await?;
    catalog.bytes = None;
    catalog.datasets.retain(|d| d.role != Role::System);
    if let Some(some) = only {
        catalog.datasets.retain(|d| some.contains(&d.name));
        catalog.objects.clear();
    }
    let mut hasher = blake3::Hasher::new();
    for dataset in &mut catalog.datasets {
        dataset.bytes = None;
        let written = match catalog::is_readable(dataset) {
            true => rows_of(&mut session, dataset).await?,
            false => String::new(),
        };
        hasher.update(format!("{}\n{written}\n", dataset.name).as_bytes());
    }
    hasher.update(said(&catalog).as_bytes());
    session.close().await;
    Ok(format!("1:{}", hasher.finalize().to_hex()))
}

async fn rows_of(session: &mut Session, dataset: &Dataset) -> Result<String, Fault> {
    // Another server's transactions have numbers of their own, and often none that can be asked for.
    let written = match catalog::is_foreign(dataset) {
        true => "0",
        false => "pg_catalog.sum(pg_catalog.hashtextextended(xmin::text, 0))",
    };
    let sql = format!(
        "SELECT pg_catalog.count(*) || ':' || coalesce(({written})::text, '')
         FROM {}",
        catalog::from(&session.place, dataset)
    );
    let rows = session.rows(&sql).await?;
    rows[0].try_get(0).at(&session.place.name)
}

fn said(catalog: &Catalog) -> String {
    format!("{catalog:?}")
}
