//! SQLite's own counts and its own check of foreign keys, so that our reading of rows does not vouch for itself.

use crate::catalog::{count, datasets, shape, within};
use crate::ddl::quote;
use crate::fault::At;
use crate::reading::Reading;
use crate::scan::cell;
use crate::text::Encoding;
use drydock_connector::{Fault, FaultKind, Orphans};
use drydock_model::{Dataset, ForeignKey};
use rusqlite::Connection;

/// A statement has room for two thousand columns.
const FIELDS_AT_ONCE: usize = 500;
const EXAMPLES: usize = 5;

pub(crate) fn counts(
    conn: &Connection,
    dataset: &str,
    fields: &[String],
    store: &str,
) -> Result<(u64, Vec<u64>), Fault> {
    let shape = shape(conn, dataset, store)?;
    let reading = Reading::new(&shape, dataset, &[], Encoding::Utf8, store)?;
    let mut rows = 0;
    let mut nulls = Vec::with_capacity(fields.len());
    for fields in fields
        .chunks(FIELDS_AT_ONCE)
        .chain(fields.is_empty().then_some(fields))
    {
        let sql = reading.count_values(fields)?;
        let counted = conn.query_row(&sql, [], |row| {
            (0..=fields.len())
                .map(|i| row.get::<_, i64>(i).map(i64::cast_unsigned))
                .collect::<Result<Vec<u64>, _>>()
        });
        let counted = counted.at(reading.place())?;
        rows = counted[0];
        nulls.extend(counted[1..].iter().map(|values| rows - values));
    }
    Ok((rows, nulls))
}

/// Asked table by table: one that cannot be checked (its parent has no key to point at) must not hide the others.
pub(crate) fn orphans(conn: &Connection, store: &str) -> Result<Vec<Orphans>, Fault> {
    let datasets = datasets(conn, store)?;
    let mut all = Vec::new();
    for dataset in datasets.iter().filter(|d| !d.foreign_keys.is_empty()) {
        let place = &within(&dataset.name, store);
        let counted = match by_pragma(conn, dataset, place) {
            Err(fault) if fault.kind == FaultKind::Statement => {
                by_query(conn, &datasets, dataset, place)?
            }
            counted => counted?,
        };
        for (key, rows) in counted.into_iter().filter(|(_, rows)| *rows > 0) {
            all.push(Orphans {
                dataset: dataset.name.clone(),
                fields: key.fields.clone(),
                to: key.to.clone(),
                rows,
                examples: examples(conn, &datasets, dataset, key, place)?,
            });
        }
    }
    Ok(all)
}

/// `PRAGMA foreign_key_check`, for which a parent that is not there is one without rows.
fn by_pragma<'d>(
    conn: &Connection,
    dataset: &'d Dataset,
    place: &str,
) -> Result<Vec<(&'d ForeignKey, u64)>, Fault> {
    let mut statement = conn
        .prepare(
            "SELECT fkid, count(*) FROM pragma_foreign_key_check(?1, 'main')
             GROUP BY fkid ORDER BY fkid DESC",
        )
        .at(place)?;
    let found = statement
        .query_map([&dataset.name], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })
        .at(place)?;
    let mut all = Vec::new();
    for found in found {
        let (id, rows) = found.at(place)?;
        // SQLite counts foreign keys from the last one back; the catalog has them as they were written.
        let mut backwards = dataset.foreign_keys.iter().rev();
        let key = usize::try_from(id).ok().and_then(|id| backwards.nth(id));
        let Some(key) = key else {
            return Err(Fault::new(
                FaultKind::Internal,
                place,
                "a foreign key that the catalog does not have",
            ));
        };
        all.push((key, rows));
    }
    Ok(all)
}

/// The same question in plain SQL, for keys that SQLite calls a mismatch.
fn by_query<'d>(
    conn: &Connection,
    datasets: &[Dataset],
    dataset: &'d Dataset,
    place: &str,
) -> Result<Vec<(&'d ForeignKey, u64)>, Fault> {
    let counted = dataset.foreign_keys.iter().map(|key| {
        let rows = without_parent(datasets, dataset, key);
        Ok((key, count(conn, &format!("SELECT count(*) {rows}"), place)?))
    });
    counted.collect()
}

/// `FROM` and `WHERE` of the rows whose key points at nothing.
fn without_parent(datasets: &[Dataset], dataset: &Dataset, key: &ForeignKey) -> String {
    let set = key
        .fields
        .iter()
        .map(|f| format!("c.{} IS NOT NULL", quote(f)));
    let mut conditions: Vec<String> = set.collect();
    let mut parents = datasets.iter();
    let parent = parents.find(|d| d.name.eq_ignore_ascii_case(&key.to));
    let to: &[String] = match (&key.to_fields[..], parent) {
        ([], Some(parent)) => parent.key.as_ref().map_or(&[], |k| &k.fields),
        (fields, _) => fields,
    };
    let is_there = |parent: &Dataset, name: &str| {
        parent
            .fields
            .iter()
            .any(|f| f.name.eq_ignore_ascii_case(name))
    };
    // Without the parent or its fields, every row that points there points at nothing.
    if let Some(parent) = parent
        && to.len() == key.fields.len()
        && to.iter().all(|name| is_there(parent, name))
    {
        // The parent's field on the left, so that its collation decides, as in SQLite's own check.
        let same = key
            .fields
            .iter()
            .zip(to)
            .map(|(c, p)| format!("p.{} = c.{}", quote(p), quote(c)));
        conditions.push(format!(
            "NOT EXISTS (SELECT 1 FROM main.{} AS p WHERE {})",
            quote(&parent.name),
            same.collect::<Vec<_>>().join(" AND ")
        ));
    }
    format!(
        "FROM main.{} AS c WHERE {}",
        quote(&dataset.name),
        conditions.join(" AND ")
    )
}

/// The first few such rows: the row's own key, then the fields that point at nothing.
fn examples(
    conn: &Connection,
    datasets: &[Dataset],
    dataset: &Dataset,
    key: &ForeignKey,
    place: &str,
) -> Result<Vec<String>, Fault> {
    let mut names: Vec<&String> = dataset.key.iter().flat_map(|k| &k.fields).collect();
    let pointing: Vec<&String> = key.fields.iter().filter(|f| !names.contains(f)).collect();
    names.extend(pointing);
    let columns: Vec<String> = names.iter().map(|n| format!("c.{}", quote(n))).collect();
    let rows = without_parent(datasets, dataset, key);
    let sql = format!("SELECT {} {rows} LIMIT {EXAMPLES}", columns.join(", "));
    let mut statement = conn.prepare(&sql).at(place)?;
    let told = statement
        .query_map([], |row| {
            let parts = names.iter().enumerate().map(|(i, name)| {
                let value = cell(row.get_ref(i)?).to_value();
                Ok(format!("{name} = {}", value.shown().text))
            });
            Ok(parts.collect::<rusqlite::Result<Vec<_>>>()?.join(", "))
        })
        .at(place)?;
    told.collect::<Result<_, _>>().at(place)
}
