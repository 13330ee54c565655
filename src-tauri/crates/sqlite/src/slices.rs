//! Cuts a table into ranges of its key, with exact counts.
//!
//! The borders are rows that are there now; counting and cutting happen in the same snapshot as reading. Where an index
//! keeps the order of the key, the table is counted as well: a damaged index that has lost a row would otherwise lose it
//! for everybody, and nobody would know.

use crate::catalog::{count, shape};
use crate::fault::At;
use crate::reading::Reading;
use crate::scan::{bind, key_of};
use crate::text::Encoding;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Slice, Value};
use rusqlite::Connection;

pub(crate) fn cut(
    conn: &Connection,
    dataset: &str,
    key: &[String],
    rows_each: u64,
    encoding: Encoding,
    store: &str,
) -> Result<Vec<Slice>, Fault> {
    let shape = shape(conn, dataset, store)?;
    let reading = Reading::new(&shape, dataset, key, encoding, store)?;
    if key.is_empty() || !reading.names_rows {
        return whole(conn, &reading);
    }
    let mut slices: Vec<Slice> = Vec::new();
    let rows_each = rows_each.clamp(1, i64::MAX as u64);
    loop {
        let mut slice = Slice {
            ordinal: slices.len() as u32,
            key: key.to_vec(),
            after: slices.last_mut().and_then(|last| last.upto.clone()),
            upto: None,
            rows: rows_each,
        };
        match border(conn, &reading, &slice, rows_each, encoding)? {
            Border::Inside(upto) if upto.iter().any(|v| !comes_back(v, encoding)) => {
                return whole(conn, &reading);
            }
            Border::Inside(upto) => slice.upto = Some(upto),
            Border::AtTheEnd => {
                slices.push(slice);
                break;
            }
            Border::Beyond => {
                slice.rows = rest(conn, &reading, &slice)?;
                // Only an empty table has no rest: a border with nothing behind it is the end.
                if slice.rows > 0 {
                    slices.push(slice);
                }
                break;
            }
        }
        slices.push(slice);
    }
    if !reading.lies_so {
        check_index(conn, &reading, &slices)?;
    }
    Ok(slices)
}

/// One slice of all rows; none for an empty table.
fn whole(conn: &Connection, reading: &Reading<'_>) -> Result<Vec<Slice>, Fault> {
    let rows = count(conn, &reading.count_of_table(), reading.place())?;
    Ok(match rows {
        0 => Vec::new(),
        rows => vec![Slice::whole(rows)],
    })
}

enum Border {
    /// A row with this key ends the slice, and others follow.
    Inside(Vec<Value>),
    AtTheEnd,
    /// There are fewer rows left.
    Beyond,
}

fn border(
    conn: &Connection,
    reading: &Reading<'_>,
    slice: &Slice,
    rows: u64,
    encoding: Encoding,
) -> Result<Border, Fault> {
    let place = reading.place();
    let mut statement = conn
        .prepare_cached(&reading.border(slice, rows))
        .at(place)?;
    bind(&mut statement, slice, place)?;
    let mut found = statement.raw_query();
    let Some(row) = found.next().at(place)? else {
        return Ok(Border::Beyond);
    };
    let key = key_of(row, slice.key.len(), encoding, place)?;
    Ok(match found.next().at(place)? {
        Some(_) => Border::Inside(key),
        None => Border::AtTheEnd,
    })
}

fn rest(conn: &Connection, reading: &Reading<'_>, slice: &Slice) -> Result<u64, Fault> {
    let place = reading.place();
    let mut statement = conn.prepare(&reading.count(slice)).at(place)?;
    bind(&mut statement, slice, place)?;
    let mut rows = statement.raw_query();
    match rows.next().at(place)? {
        Some(row) => Ok(row.get::<_, i64>(0).at(place)?.cast_unsigned()),
        None => Ok(0),
    }
}

/// A UTF-16 database takes broken text for something else, so it cannot be a bound there.
fn comes_back(value: &Value, encoding: Encoding) -> bool {
    encoding == Encoding::Utf8 || !matches!(value, Value::BrokenText(_))
}

fn check_index(conn: &Connection, reading: &Reading<'_>, slices: &[Slice]) -> Result<(), Fault> {
    let by_index: u64 = slices.iter().map(|s| s.rows).sum();
    let in_table = count(conn, &reading.count_of_table(), reading.place())?;
    match by_index == in_table {
        true => Ok(()),
        false => Err(Fault::new(
            FaultKind::Corrupt,
            reading.place(),
            format!("the index of its key has {by_index} rows, the table itself {in_table}"),
        )),
    }
}
