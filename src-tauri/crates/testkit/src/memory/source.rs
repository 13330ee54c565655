//! Reading the store in memory: one instant, copied when it was opened.

use super::{Shelf, Table};
use async_trait::async_trait;
use drydock_connector::{Batch, Cell, Fault, FaultKind, Orphans, Scan, SecondOpinion, Source};
use drydock_model::{Catalog, Slice, Value};
use std::cmp::Ordering;

pub struct MemorySource {
    name: String,
    shelf: Shelf,
}

impl MemorySource {
    pub fn new(name: String, shelf: Shelf) -> MemorySource {
        MemorySource { name, shelf }
    }

    fn table(&self, dataset: &str) -> Result<&Table, Fault> {
        self.shelf.tables.get(dataset).ok_or_else(|| {
            Fault::new(
                FaultKind::NotThere,
                format!("{} in {}", dataset, self.name),
                "no such table",
            )
        })
    }
}

fn positions(table: &Table, fields: &[String]) -> Result<Vec<usize>, Fault> {
    fields
        .iter()
        .map(|f| {
            table
                .dataset
                .fields
                .iter()
                .position(|have| have.name == *f)
                .ok_or_else(|| Fault::new(FaultKind::NotThere, f, "no such field"))
        })
        .collect()
}

/// A total order over values: by kind, then by value. Slices only need it to be the same every time.
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => f64::from_bits(*a).total_cmp(&f64::from_bits(*b)),
        _ => format!("{a:?}").cmp(&format!("{b:?}")),
    }
}

fn order_keys(a: &[Value], b: &[Value]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| order(a, b))
        .find(|o| o.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn pick(row: &[Value], at: &[usize]) -> Vec<Value> {
    at.iter().map(|i| row[*i].clone()).collect()
}

#[async_trait]
impl Source for MemorySource {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        Ok(self.shelf.catalog())
    }

    async fn mark(&self) -> Result<String, Fault> {
        Ok(self.shelf.revision.to_string())
    }

    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault> {
        let table = self.table(dataset)?;
        if table.rows.is_empty() {
            return Ok(Vec::new());
        }
        if key.is_empty() {
            return Ok(vec![Slice::whole(table.rows.len() as u64)]);
        }
        let at = positions(table, key)?;
        let mut keys: Vec<Vec<Value>> = table.rows.iter().map(|r| pick(r, &at)).collect();
        keys.sort_by(|a, b| order_keys(a, b));
        let chunks: Vec<&[Vec<Value>]> = keys.chunks(rows_each.max(1) as usize).collect();
        let last = chunks.len() - 1;
        Ok(chunks
            .iter()
            .enumerate()
            .map(|(i, chunk)| Slice {
                ordinal: i as u32,
                key: key.to_vec(),
                after: (i > 0).then(|| chunks[i - 1][chunks[i - 1].len() - 1].clone()),
                upto: (i < last).then(|| chunk[chunk.len() - 1].clone()),
                rows: chunk.len() as u64,
            })
            .collect())
    }

    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault> {
        let table = self.table(dataset)?;
        let at = positions(table, fields)?;
        let key = positions(table, &slice.key)?;
        let mut rows: Vec<&Vec<Value>> = table
            .rows
            .iter()
            .filter(|row| {
                let own = pick(row, &key);
                slice
                    .after
                    .as_ref()
                    .is_none_or(|a| order_keys(&own, a).is_gt())
                    && slice
                        .upto
                        .as_ref()
                        .is_none_or(|u| order_keys(&own, u).is_le())
            })
            .collect();
        if !key.is_empty() {
            rows.sort_by(|a, b| order_keys(&pick(a, &key), &pick(b, &key)));
        }
        Ok(Box::new(MemoryScan {
            rows: rows.into_iter().map(|r| pick(r, &at)).collect(),
            next: 0,
        }))
    }

    fn second_opinion(&self) -> Option<&dyn SecondOpinion> {
        Some(self)
    }
}

#[async_trait]
impl SecondOpinion for MemorySource {
    async fn counts(&self, dataset: &str, fields: &[String]) -> Result<(u64, Vec<u64>), Fault> {
        let table = self.table(dataset)?;
        let at = positions(table, fields)?;
        let nulls = at
            .iter()
            .map(|i| table.rows.iter().filter(|r| r[*i] == Value::Null).count() as u64)
            .collect();
        Ok((table.rows.len() as u64, nulls))
    }

    async fn orphans(&self) -> Result<Vec<Orphans>, Fault> {
        Ok(Vec::new())
    }
}

struct MemoryScan {
    rows: Vec<Vec<Value>>,
    next: usize,
}

#[async_trait]
impl Scan for MemoryScan {
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        let mut added = 0;
        while !batch.is_full()
            && let Some(row) = self.rows.get(self.next)
        {
            for value in row {
                batch.push(Cell::from(value));
            }
            self.next += 1;
            added += 1;
        }
        Ok(added)
    }
}
