//! Writing the store in memory. Rows wait in the load until it is committed, so dropping it discards them.

use super::{Memory, Table};
use async_trait::async_trait;
use drydock_connector::{Batch, Fault, FaultKind, Landing, Load, Refusal, Target};
use drydock_model::{Catalog, Dataset, Receipt, Statement, Value, WriteMode, proof::ProofCheck};
use std::collections::HashSet;

pub struct MemoryTarget {
    memory: Memory,
    name: String,
}

impl MemoryTarget {
    pub fn new(memory: Memory, name: String) -> MemoryTarget {
        MemoryTarget { memory, name }
    }
}

#[async_trait]
impl Target for MemoryTarget {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        Ok(self.memory.with(&self.name, |s| s.catalog()))
    }

    async fn begin(&self, _: &str) -> Result<(), Fault> {
        Ok(())
    }

    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.memory.with(&self.name, |shelf| {
            if !shelf.applied.insert((run.to_owned(), statement.ordinal)) {
                return Ok(());
            }
            shelf.revision += 1;
            let refused =
                |why: String| Fault::new(FaultKind::Statement, statement.object.clone(), why);
            if let Some(json) = statement.sql.strip_prefix("create ") {
                let dataset: Dataset =
                    serde_json::from_str(json).map_err(|e| refused(e.to_string()))?;
                if shelf.tables.contains_key(&dataset.name) {
                    return Err(refused("the table is there already".into()));
                }
                let rows = Vec::new();
                shelf
                    .tables
                    .insert(dataset.name.clone(), Table { dataset, rows });
            } else if let Some(name) = statement.sql.strip_prefix("clear ") {
                let table = shelf
                    .tables
                    .get_mut(name)
                    .ok_or_else(|| refused("no such table".into()))?;
                table.rows.clear();
            } else {
                return Err(refused("an unknown statement".into()));
            }
            Ok(())
        })
    }

    async fn take_back(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.memory.with(&self.name, |shelf| {
            let noted = shelf.applied.remove(&(run.to_owned(), statement.ordinal));
            let made = statement.inverse.as_ref();
            if let Some(name) = made.and_then(|sql| sql.strip_prefix("drop "))
                && noted
            {
                shelf.revision += 1;
                shelf.tables.remove(name);
            }
        });
        Ok(())
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault> {
        Ok(self.memory.with(&self.name, |s| {
            s.receipts.get(&(run.to_owned(), lane, slice)).cloned()
        }))
    }

    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault> {
        Ok(self.memory.with(&self.name, |s| {
            s.receipts
                .values()
                .filter(|r| r.run == run)
                .cloned()
                .collect()
        }))
    }

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault> {
        let dataset = self
            .memory
            .with(&self.name, |s| {
                s.tables.get(&into.dataset).map(|t| t.dataset.clone())
            })
            .ok_or_else(|| Fault::new(FaultKind::NotThere, &into.dataset, "no such table"))?;
        let at = into
            .fields
            .iter()
            .map(|f| {
                dataset
                    .fields
                    .iter()
                    .position(|have| have.name == *f)
                    .ok_or_else(|| Fault::new(FaultKind::NotThere, f, "no such field"))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let key = if into.key.is_empty() {
            dataset.key.as_ref().map(|k| k.fields.clone())
        } else {
            Some(into.key.clone())
        };
        let key_at: Option<Vec<usize>> = key.map(|key| {
            key.iter()
                .filter_map(|k| dataset.fields.iter().position(|f| f.name == *k))
                .collect()
        });
        let taken = match &key_at {
            Some(key) => self
                .memory
                .rows(&self.name, &into.dataset)
                .iter()
                .map(|row| key.iter().map(|i| row[*i].clone()).collect())
                .collect(),
            None => HashSet::new(),
        };
        Ok(Box::new(MemoryLoad {
            memory: self.memory.clone(),
            store: self.name.clone(),
            upsert: into.write == WriteMode::Upsert,
            dataset,
            at,
            key_at,
            taken,
            rows: Vec::new(),
        }))
    }

    async fn unload(&self, from: &Landing) -> Result<Box<dyn Load>, Fault> {
        Ok(Box::new(MemoryUnload {
            memory: self.memory.clone(),
            store: self.name.clone(),
            from: from.clone(),
            keys: HashSet::new(),
        }))
    }

    async fn check(&self) -> Result<Vec<ProofCheck>, Fault> {
        Ok(Vec::new())
    }

    async fn keep(&self, run: &str) -> Result<(), Fault> {
        self.memory.with(&self.name, |s| {
            s.receipts.retain(|(r, ..), _| r != run);
            s.applied.retain(|(r, _)| r != run);
        });
        Ok(())
    }

    fn interrupt(&self) {}
}

struct MemoryLoad {
    memory: Memory,
    store: String,
    upsert: bool,
    dataset: Dataset,
    at: Vec<usize>,
    key_at: Option<Vec<usize>>,
    taken: HashSet<Vec<Value>>,
    rows: Vec<Vec<Value>>,
}

impl MemoryLoad {
    fn key_of(&self, row: &[Value]) -> Option<Vec<Value>> {
        self.key_at
            .as_ref()
            .map(|at| at.iter().map(|i| row[*i].clone()).collect())
    }
}

#[async_trait]
impl Load for MemoryLoad {
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault> {
        let mut refused = Vec::new();
        for (index, from) in batch.iter().enumerate() {
            let mut row = vec![Value::Null; self.dataset.fields.len()];
            for (cell, at) in from.cells().zip(&self.at) {
                row[*at] = cell.to_value();
            }
            let missing = self
                .dataset
                .fields
                .iter()
                .zip(&row)
                .find(|(f, v)| !f.nullable && **v == Value::Null);
            if let Some((field, _)) = missing {
                refused.push(Refusal {
                    row: index,
                    reason: "not_null",
                    rule: field.name.clone(),
                });
                continue;
            }
            if let Some(key) = self.key_of(&row)
                && !self.taken.insert(key)
                && !self.upsert
            {
                refused.push(Refusal {
                    row: index,
                    reason: "duplicate_key",
                    rule: "key".into(),
                });
                continue;
            }
            self.rows.push(row);
        }
        Ok(refused)
    }

    async fn commit(self: Box<Self>, receipt: Receipt) -> Result<(), Fault> {
        let load = *self;
        load.memory.with(&load.store, |shelf| {
            shelf.revision += 1;
            shelf.receipts.insert(
                (receipt.run.clone(), receipt.lane, receipt.slice),
                receipt.clone(),
            );
            let Some(table) = shelf.tables.get_mut(&load.dataset.name) else {
                return;
            };
            for row in load.rows {
                let same_key = load.key_at.as_ref().filter(|_| load.upsert).and_then(|at| {
                    table
                        .rows
                        .iter()
                        // No null is another one's equal.
                        .position(|have| {
                            at.iter()
                                .all(|i| have[*i] == row[*i] && row[*i] != Value::Null)
                        })
                });
                match same_key {
                    Some(at) => table.rows[at] = row,
                    None => table.rows.push(row),
                }
            }
        });
        Ok(())
    }
}

struct MemoryUnload {
    memory: Memory,
    store: String,
    from: Landing,
    keys: HashSet<Vec<Value>>,
}

#[async_trait]
impl Load for MemoryUnload {
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault> {
        let keys = batch
            .iter()
            .map(|row| row.cells().map(|c| c.to_value()).collect());
        self.keys.extend(keys);
        Ok(Vec::new())
    }

    async fn commit(self: Box<Self>, _: Receipt) -> Result<(), Fault> {
        self.memory.with(&self.store, |shelf| {
            shelf.revision += 1;
            let Some(table) = shelf.tables.get_mut(&self.from.dataset) else {
                return;
            };
            let fields = &table.dataset.fields;
            let place = |key: &String| fields.iter().position(|f| f.name == *key);
            let at: Vec<usize> = self.from.fields.iter().filter_map(place).collect();
            let keys = &self.keys;
            table.rows.retain(|row| {
                !keys.contains(&at.iter().map(|i| row[*i].clone()).collect::<Vec<_>>())
            });
        });
        Ok(())
    }
}
