//! What must be done to a table so that it holds again what was kept of it, found by digests of keys and rows: as much
//! of them as is needed lies on disk.

use super::rows::RowReader;
use super::{KeptTable, WayBackError};
use crate::Control;
use crate::prove::reading::{Is, Sum};
use crate::sorter::{Sorted, Sorter};
use drydock_connector::{Batch, Cell, Row, RowHasher, Source};
use drydock_model::Slice;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Memory for the digests of one side.
const ROOM: usize = 32 << 20;
/// The digest of a key and that of its row.
const RECORD: usize = 32;

/// By digests of keys, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Rows to take out.
    pub extra: Vec<u128>,
    /// Rows to put in, over what has their key now.
    pub missing: Vec<u128>,
    /// No key tells the rows apart: all of them go, and all that were kept come.
    pub whole: bool,
}

impl Difference {
    pub fn is_none(&self) -> bool {
        *self == Difference::default()
    }
}

/// The key's digest of each row.
pub(super) struct KeyHasher {
    at: Vec<usize>,
    hasher: RowHasher,
}

impl KeyHasher {
    pub fn of(table: &KeptTable) -> KeyHasher {
        KeyHasher {
            at: table.key_at(),
            hasher: RowHasher::default(),
        }
    }

    pub fn cells<'a>(&self, row: Row<'a>) -> impl Iterator<Item = Cell<'a>> + use<'a, '_> {
        self.at.iter().map(move |at| row.cell(*at))
    }

    pub fn digest(&mut self, row: Row<'_>) -> u128 {
        self.hasher.cells(self.at.iter().map(|at| row.cell(*at)))
    }
}

fn record(key: u128, row: u128) -> [u8; RECORD] {
    let mut record = [0; RECORD];
    record[..16].copy_from_slice(&key.to_be_bytes());
    record[16..].copy_from_slice(&row.to_be_bytes());
    record
}

fn key_of(record: &[u8; RECORD]) -> u128 {
    let mut key = [0; 16];
    key.copy_from_slice(&record[..16]);
    u128::from_be_bytes(key)
}

pub(super) async fn difference(
    source: &Arc<dyn Source>,
    table: &KeptTable,
    folder: &Path,
    control: &Control,
) -> Result<Difference, WayBackError> {
    let path = folder.join(&table.file);
    let files = |cause| WayBackError::files(&path, cause);
    let (mut now, mut keys) = (Sorter::new(ROOM), KeyHasher::of(table));
    let (mut sum, mut failed) = (Sum::default(), None);
    let keyed = !table.key.is_empty();
    let is = Is {
        source,
        dataset: &table.dataset,
        fields: &table.fields,
        slices: vec![Slice::whole(0)],
        control,
    };
    is.each(|_, row, digest| {
        sum.add(digest);
        if keyed && let Err(cause) = now.push(record(keys.digest(row), digest)) {
            failed = Some(cause);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })
    .await?;
    if let Some(cause) = failed {
        return Err(files(cause));
    }
    if (sum.rows, sum.digest) == (table.rows, table.digest) {
        return Ok(Difference::default());
    }
    if !keyed {
        return Ok(Difference {
            whole: true,
            ..Difference::default()
        });
    }
    let table = table.clone();
    let kept = path.clone();
    let compared = tokio::task::spawn_blocking(move || {
        let mut now = now.sorted()?;
        compare(&mut digests(&table, &kept)?.sorted()?, &mut now)
    });
    let compared = compared.await.unwrap_or_else(|e| Err(io::Error::other(e)));
    compared.map_err(files)
}

fn digests(table: &KeptTable, path: &Path) -> io::Result<Sorter<RECORD>> {
    let mut reader = RowReader::open(path)?;
    let (mut sorter, mut keys) = (Sorter::new(ROOM), KeyHasher::of(table));
    let (mut hasher, mut batch) = (RowHasher::default(), Batch::new(0));
    loop {
        batch.reset(table.fields.len());
        if reader.fill(&mut batch)? == 0 {
            return Ok(sorter);
        }
        for row in batch.iter() {
            sorter.push(record(keys.digest(row), hasher.row(row)))?;
        }
    }
}

/// Both sides in the order of their keys, each key once.
fn compare(kept: &mut Sorted<RECORD>, now: &mut Sorted<RECORD>) -> io::Result<Difference> {
    let mut difference = Difference::default();
    let (mut was, mut is) = (kept.next()?, now.next()?);
    loop {
        let keys = [was, is].map(|record| record.map(|r| key_of(&r)));
        let Some(key) = keys.into_iter().flatten().min() else {
            return Ok(difference);
        };
        let [in_kept, in_now] = keys.map(|k| k == Some(key));
        match (in_kept, in_now) {
            (true, true) if was == is => {}
            (true, _) => difference.missing.push(key),
            (false, _) => difference.extra.push(key),
        }
        if in_kept {
            was = kept.next()?;
        }
        if in_now {
            is = now.next()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_came_went_and_changed_are_told_by_their_keys() {
        let sorted = |rows: &[(u128, u128)]| {
            let mut sorter = Sorter::new(64);
            for (key, row) in rows {
                sorter.push(record(*key, *row)).unwrap();
            }
            sorter.sorted().unwrap()
        };
        let found = |kept: &[(u128, u128)], now: &[(u128, u128)]| {
            let found = compare(&mut sorted(kept), &mut sorted(now)).unwrap();
            (found.extra, found.missing)
        };
        assert_eq!(found(&[], &[]), (vec![], vec![]));
        assert_eq!(found(&[(1, 1)], &[(1, 1)]), (vec![], vec![]));
        assert_eq!(
            found(&[(1, 1), (2, 2), (4, 4)], &[(4, 5), (2, 2), (3, 3)]),
            (vec![3], vec![1, 4])
        );
        assert_eq!(found(&[], &[(7, 7)]), (vec![7], vec![]));
    }
}
