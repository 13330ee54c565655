//! Cuts a table into ranges of its key, with exact counts.
//!
//! The borders are rows that are there now; counting and cutting happen in the same snapshot as reading. The rows are
//! counted once more without any index: a damaged index that has lost a row would otherwise lose it for everybody.

use crate::reading::Reading;
use crate::scan::read_values;
use crate::session::Session;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Slice, Value};

pub(crate) async fn cut(
    session: &mut Session,
    reading: &Reading<'_>,
    key: &[String],
    rows_each: u64,
) -> Result<Vec<Slice>, Fault> {
    let rows = count(session, reading).await?;
    if rows == 0 {
        return Ok(Vec::new());
    }
    if !reading.names_rows(key) {
        return Ok(vec![Slice::whole(rows)]);
    }
    let rows_each = rows_each.clamp(1, i64::MAX as u64);
    let forms = reading.forms(key)?;
    let sql = reading.borders(key, rows_each)?;
    let mut borders: Vec<Vec<Value>> = read_values(session, &sql, &forms).await?;
    if borders.len() as u64 != rows / rows_each {
        return Err(Fault::new(
            FaultKind::Corrupt,
            &reading.place,
            format!(
                "the table has {rows} rows, and in the order of its key there are {} times {rows_each}",
                borders.len()
            ),
        ));
    }
    // A border with nothing behind it is the end.
    if rows.is_multiple_of(rows_each) {
        borders.pop();
    }
    let last = borders.len();
    let mut after = None;
    let mut slices = Vec::with_capacity(last + 1);
    for (ordinal, upto) in borders.into_iter().map(Some).chain([None]).enumerate() {
        let rows = match ordinal == last {
            true => rows - last as u64 * rows_each,
            false => rows_each,
        };
        slices.push(Slice {
            ordinal: ordinal as u32,
            key: key.to_vec(),
            after,
            upto: upto.clone(),
            rows,
        });
        after = upto;
    }
    Ok(slices)
}

async fn count(session: &mut Session, reading: &Reading<'_>) -> Result<u64, Fault> {
    const WITHOUT: &str = "SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off";
    const AGAIN: &str = "SET LOCAL enable_indexscan = on; SET LOCAL enable_indexonlyscan = on; SET LOCAL enable_bitmapscan = on";
    session.run(WITHOUT).await?;
    let sql = format!("SELECT pg_catalog.count(*) FROM {}", reading.from);
    let rows: i64 = session.one(&sql).await?;
    session.run(AGAIN).await?;
    Ok(rows.cast_unsigned())
}
