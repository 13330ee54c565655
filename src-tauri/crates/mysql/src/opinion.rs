//! The server's own counts, so that our reading of rows does not vouch for itself.

use crate::catalog::{self, Shape};
use crate::ddl::quote;
use crate::door::Link;
use drydock_connector::{Fault, FaultKind, Orphans};
use drydock_model::{Dataset, ForeignKey};

const FIELDS_AT_ONCE: usize = 500;
const EXAMPLES: usize = 5;

pub(crate) async fn counts(
    link: &mut Link,
    shape: &Shape,
    fields: &[String],
) -> Result<(u64, Vec<u64>), Fault> {
    let place = shape.place(link.place());
    for field in fields {
        shape.field(field, &place)?;
    }
    if fields.is_empty() {
        return Ok((crate::slices::count(link, shape).await?, Vec::new()));
    }
    let (mut rows, mut nulls) = (0, Vec::with_capacity(fields.len()));
    for fields in fields.chunks(FIELDS_AT_ONCE) {
        let counted: String = fields
            .iter()
            .map(|f| format!(", count({})", quote(f)))
            .collect();
        let sql = format!("SELECT count(*){counted} FROM {}", quote(&shape.name));
        let told = link.ask_one(&sql).await?;
        let number = |at: usize| {
            told.as_ref()
                .and_then(|t| t.number(at))
                .ok_or_else(|| Fault::new(FaultKind::Internal, &place, "the server did not count"))
        };
        rows = number(0)?;
        for at in 1..=fields.len() {
            nulls.push(rows - number(at)?);
        }
    }
    Ok((rows, nulls))
}

pub(crate) async fn orphans(link: &mut Link) -> Result<Vec<Orphans>, Fault> {
    let datasets = catalog::structure(link).await?;
    let mut all = Vec::new();
    for dataset in &datasets {
        for key in &dataset.foreign_keys {
            // One in another database is that database's matter.
            if !datasets.iter().any(|d| d.name == key.to) {
                continue;
            }
            if let Some(found) = of_key(link, dataset, key).await? {
                all.push(found);
            }
        }
    }
    Ok(all)
}

async fn of_key(
    link: &mut Link,
    dataset: &Dataset,
    key: &ForeignKey,
) -> Result<Option<Orphans>, Fault> {
    let child = |f: &String| format!("c.{}", quote(f));
    let set: Vec<String> = key
        .fields
        .iter()
        .map(|f| format!("{} IS NOT NULL", child(f)))
        .collect();
    let equal: Vec<String> = key
        .fields
        .iter()
        .zip(&key.to_fields)
        .map(|(f, to)| format!("p.{} = {}", quote(to), child(f)))
        .collect();
    let from = format!(
        "FROM {} c WHERE {} AND NOT EXISTS (SELECT 1 FROM {} p WHERE {})",
        quote(&dataset.name),
        set.join(" AND "),
        quote(&key.to),
        equal.join(" AND ")
    );
    let told = link.ask_one(&format!("SELECT count(*) {from}")).await?;
    let rows = told.and_then(|t| t.number(0)).unwrap_or(0);
    if rows == 0 {
        return Ok(None);
    }
    let values: Vec<String> = key
        .fields
        .iter()
        .map(|f| format!("CAST({} AS CHAR)", child(f)))
        .collect();
    let examples = link
        .ask(&format!(
            "SELECT CONCAT_WS(', ', {}) {from} LIMIT {EXAMPLES}",
            values.join(", ")
        ))
        .await?;
    Ok(Some(Orphans {
        dataset: dataset.name.clone(),
        fields: key.fields.clone(),
        to: key.to.clone(),
        rows,
        examples: examples.iter().map(|t| t.string(0)).collect(),
    }))
}
