//! Rows of a slice, stepped on the connection's own thread straight into the caller's batch: one copy, no row objects.

use crate::catalog::{Shape, within};
use crate::fault::At;
use crate::open::Watch;
use crate::reading::{Reading, bindable, bounds};
use crate::text::{Encoding, Utf16, utf8};
use crate::thread::{Desk, Thread};
use async_trait::async_trait;
use drydock_connector::{Batch, Cell, Fault, FaultKind, Scan};
use drydock_model::{Slice, Value};
use rusqlite::types::ValueRef;
use rusqlite::{Row, Statement};
use std::sync::Arc;

pub(crate) struct SqliteScan {
    thread: Arc<Thread>,
    /// Where its statement lies on the thread's desk.
    id: u64,
    place: String,
    width: usize,
    encoding: Encoding,
    watch: Watch,
    ended: bool,
}

pub(crate) struct Wanted {
    pub dataset: String,
    pub fields: Vec<String>,
    pub slice: Slice,
    pub encoding: Encoding,
}

impl SqliteScan {
    pub async fn start(
        thread: Arc<Thread>,
        id: u64,
        wanted: Wanted,
        watch: Watch,
    ) -> Result<SqliteScan, Fault> {
        let scan = SqliteScan {
            place: within(&wanted.dataset, thread.place()),
            width: wanted.fields.len(),
            encoding: wanted.encoding,
            thread: thread.clone(),
            id,
            watch,
            ended: false,
        };
        let store = thread.place().to_owned();
        thread
            .desk(move |desk| prepare(desk, id, &wanted, &store))
            .await?;
        Ok(scan)
    }
}

fn prepare(desk: &mut Desk<'_>, id: u64, wanted: &Wanted, store: &str) -> Result<(), Fault> {
    let shape = crate::catalog::shape(desk.conn, &wanted.dataset, store)?;
    let statement = statement(desk, &shape, wanted, store)?;
    desk.open.insert(id, statement);
    Ok(())
}

fn statement<'c>(
    desk: &Desk<'c>,
    shape: &Shape,
    wanted: &Wanted,
    store: &str,
) -> Result<Statement<'c>, Fault> {
    let slice = &wanted.slice;
    let reading = Reading::new(shape, &wanted.dataset, &slice.key, wanted.encoding, store)?;
    let sql = reading.rows(&wanted.fields, slice)?;
    let mut statement = desk.conn.prepare(&sql).at(reading.place())?;
    bind(&mut statement, slice, reading.place())?;
    Ok(statement)
}

/// Binds the bounds of a slice.
pub(crate) fn bind(statement: &mut Statement<'_>, slice: &Slice, place: &str) -> Result<(), Fault> {
    let width = slice.key.len();
    if slice
        .after
        .iter()
        .chain(&slice.upto)
        .any(|bound| bound.len() != width)
    {
        return Err(Fault::new(
            FaultKind::Internal,
            place,
            "a bound that does not fit its key",
        ));
    }
    for (i, value) in bounds(slice).enumerate() {
        let Some(value) = bindable(value) else {
            return Err(Fault::new(
                FaultKind::Unsupported,
                place,
                "a bound of a type that SQLite does not have",
            ));
        };
        statement.raw_bind_parameter(i + 1, value).at(place)?;
    }
    Ok(())
}

#[async_trait]
impl Scan for SqliteScan {
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        if self.ended {
            return Ok(0);
        }
        // The batch goes to the thread and comes back; its memory is the same before and after.
        let mut travelling = std::mem::replace(batch, Batch::new(self.width));
        travelling.reset(self.width);
        let (id, width, encoding) = (self.id, self.width, self.encoding);
        let (place, watch) = (self.place.clone(), self.watch.clone());
        let filled = self.thread.desk(move |desk| {
            let Some(mut statement) = desk.open.remove(&id) else {
                return Err(Fault::new(
                    FaultKind::Internal,
                    &place,
                    "the scan was ended before",
                ));
            };
            let stepped = match encoding {
                Encoding::Utf8 => step(&mut statement, &mut travelling, &place, |row, batch| {
                    push_row(row, width, batch)
                }),
                _ => {
                    let mut utf16 = Utf16::default();
                    step(&mut statement, &mut travelling, &place, |row, batch| {
                        push_utf16_row(row, width, encoding, &mut utf16, batch, &place)
                    })
                }
            };
            // At the end the snapshot must still have been one; and a change explains whatever went wrong.
            if !matches!(stepped, Ok(false)) {
                watch.check()?;
            }
            let ended = stepped?;
            if !ended {
                desk.open.insert(id, statement);
            }
            Ok((travelling, ended))
        });
        let (filled, ended) = filled.await?;
        *batch = filled;
        self.ended = ended;
        Ok(batch.rows())
    }
}

impl Drop for SqliteScan {
    fn drop(&mut self) {
        let id = self.id;
        if !self.ended {
            self.thread.post(move |desk| drop(desk.open.remove(&id)));
        }
    }
}

/// Steps until the batch is full or the rows are at their end, and says which.
fn step(
    statement: &mut Statement<'_>,
    batch: &mut Batch,
    place: &str,
    mut push: impl FnMut(&Row<'_>, &mut Batch) -> Result<(), Fault>,
) -> Result<bool, Fault> {
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().at(place)? {
        push(row, batch)?;
        if batch.is_full() {
            // Dropping would set the statement back to its first row; it is to go on from here.
            std::mem::forget(rows);
            return Ok(false);
        }
    }
    Ok(true)
}

fn push_row(row: &Row<'_>, width: usize, batch: &mut Batch) -> Result<(), Fault> {
    for i in 0..width {
        batch.push(cell(row.get_ref_unwrap(i)));
    }
    Ok(())
}

pub(crate) fn cell(value: ValueRef<'_>) -> Cell<'_> {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(i) => Cell::Int(i),
        ValueRef::Real(f) => Cell::Float(f.to_bits()),
        ValueRef::Text(bytes) => utf8(bytes),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    }
}

fn push_utf16_row(
    row: &Row<'_>,
    width: usize,
    encoding: Encoding,
    utf16: &mut Utf16,
    batch: &mut Batch,
    place: &str,
) -> Result<(), Fault> {
    for i in 0..width {
        batch.push(utf16_cell(row, 2 * i, encoding, utf16, place)?);
    }
    Ok(())
}

/// The value at `column`, where the one behind it says whether its bytes are text.
fn utf16_cell<'v>(
    row: &'v Row<'_>,
    column: usize,
    encoding: Encoding,
    utf16: &'v mut Utf16,
    place: &str,
) -> Result<Cell<'v>, Fault> {
    match (row.get_ref_unwrap(column), row.get_ref_unwrap(column + 1)) {
        (ValueRef::Blob(bytes), ValueRef::Integer(1)) => {
            utf16.decode(bytes, encoding).ok_or_else(|| {
                Fault::new(
                    FaultKind::Corrupt,
                    place,
                    "a text in UTF-16 has an odd number of bytes",
                )
            })
        }
        (value, _) => Ok(cell(value)),
    }
}

/// The fields of a key in a row of [`Reading::border`].
pub(crate) fn key_of(
    row: &Row<'_>,
    width: usize,
    encoding: Encoding,
    place: &str,
) -> Result<Vec<Value>, Fault> {
    let mut utf16 = Utf16::default();
    (0..width)
        .map(|i| match encoding {
            Encoding::Utf8 => Ok(cell(row.get_ref_unwrap(i)).to_value()),
            _ => Ok(utf16_cell(row, 2 * i, encoding, &mut utf16, place)?.to_value()),
        })
        .collect()
}
