//! PostgreSQL's own counts, and a look for rows that point at nothing, so that our reading of rows does not vouch for
//! itself.

use crate::catalog;
use crate::ddl::quote;
use crate::fault::At;
use crate::session::Session;
use drydock_connector::{Fault, Orphans};
use drydock_model::{Catalog, Dataset, ForeignKey};
use sqlx::Row;

/// A statement answers with at most 1,664 columns; an array has room for all.
const EXAMPLES: usize = 5;

pub(crate) async fn counts(
    session: &mut Session,
    from: &str,
    fields: &[String],
) -> Result<(u64, Vec<u64>), Fault> {
    let values = fields
        .iter()
        .map(|f| format!(", pg_catalog.count({})", quote(f)));
    let sql = format!(
        "SELECT ARRAY[pg_catalog.count(*){}] FROM {from}",
        values.collect::<String>()
    );
    let counted: Vec<i64> = session.one(&sql).await?;
    let rows = counted.first().copied().unwrap_or(0).cast_unsigned();
    let nulls = counted.iter().skip(1).map(|n| rows - n.cast_unsigned());
    Ok((rows, nulls.collect()))
}

pub(crate) async fn orphans(
    session: &mut Session,
    catalog: &Catalog,
) -> Result<Vec<Orphans>, Fault> {
    let mut all = Vec::new();
    for dataset in &catalog.datasets {
        for key in &dataset.foreign_keys {
            let found = of_key(session, catalog, dataset, key).await?;
            all.extend(found);
        }
    }
    Ok(all)
}

pub(crate) async fn of_key(
    session: &mut Session,
    catalog: &Catalog,
    dataset: &Dataset,
    key: &ForeignKey,
) -> Result<Option<Orphans>, Fault> {
    // A parent in another schema is not part of this store, and some tables the account may not look into; the server
    // vouches for them.
    let Some(parent) = catalog.dataset(&key.to) else {
        return Ok(None);
    };
    if !catalog::is_readable(dataset) || !catalog::is_readable(parent) {
        return Ok(None);
    }
    let set = key
        .fields
        .iter()
        .map(|f| format!("c.{} IS NOT NULL", quote(f)));
    let same = key
        .fields
        .iter()
        .zip(&key.to_fields)
        .map(|(c, p)| format!("p.{} = c.{}", quote(p), quote(c)));
    let rows = format!(
        "FROM {} AS c WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS p WHERE {})",
        catalog::from(&session.place, dataset),
        set.collect::<Vec<_>>().join(" AND "),
        catalog::from(&session.place, parent),
        same.collect::<Vec<_>>().join(" AND ")
    );
    let count: i64 = session
        .one(&format!("SELECT pg_catalog.count(*) {rows}"))
        .await?;
    if count == 0 {
        return Ok(None);
    }
    let mut names: Vec<&String> = dataset.key.iter().flat_map(|k| &k.fields).collect();
    let pointing: Vec<&String> = key.fields.iter().filter(|f| !names.contains(f)).collect();
    names.extend(pointing);
    let columns = names.iter().map(|n| format!("c.{}::text", quote(n)));
    let columns: Vec<String> = columns.collect();
    let sql = format!(
        "SELECT ARRAY[{}] {rows} LIMIT {EXAMPLES}",
        columns.join(", ")
    );
    let found = session.rows(&sql).await?;
    let mut examples = Vec::new();
    for row in &found {
        let values: Vec<Option<String>> = row.try_get(0).at(&session.place.name)?;
        let parts = names
            .iter()
            .zip(values)
            .map(|(name, value)| format!("{name} = {}", value.unwrap_or_else(|| "NULL".into())));
        examples.push(parts.collect::<Vec<_>>().join(", "));
    }
    Ok(Some(Orphans {
        dataset: dataset.name.clone(),
        fields: key.fields.clone(),
        to: key.to.clone(),
        rows: count.cast_unsigned(),
        examples,
    }))
}
