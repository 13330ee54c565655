//! The table `_drydock_receipts`: what has landed in this file, written in the transactions that it speaks of. A slice's
//! receipt and a statement's note are rows of it; when a run is kept they go, and the table with the last of them.

use crate::fault::At;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Digest, Receipt};
use rusqlite::{Connection, OptionalExtension, Row, params};

pub(crate) const TABLE: &str = "_drydock_receipts";

const CREATE: &str = r#"CREATE TABLE IF NOT EXISTS "_drydock_receipts"(
  run TEXT NOT NULL,
  kind TEXT NOT NULL,
  lane INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  plan TEXT,
  rows_read INTEGER,
  rows_written INTEGER,
  left_behind INTEGER,
  filtered INTEGER,
  changed INTEGER,
  bytes INTEGER,
  digest TEXT,
  PRIMARY KEY(run, kind, lane, slice)
) WITHOUT ROWID"#;

const COLUMNS: &str = "run, plan, lane, slice, rows_read, rows_written, left_behind, filtered, changed, bytes, digest";

pub(crate) fn make(conn: &Connection, place: &str) -> Result<(), Fault> {
    let there: Option<Option<String>> = conn
        .prepare("SELECT sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE")
        .and_then(|mut s| s.query_row([TABLE], |row| row.get(0)).optional())
        .at(place)?;
    match there {
        None => conn.execute_batch(CREATE).at(place),
        Some(sql) if is_ours(sql.as_deref()) => Ok(()),
        Some(_) => Err(taken(place)),
    }
}

/// Whether the statement made our table. One that somebody else made under this name is data like any other: passing it
/// over would leave it behind in silence.
pub(crate) fn is_ours(sql: Option<&str>) -> bool {
    // SQLite keeps the statement from the name on as it was written.
    let body = |sql: &str| sql.split_once('"').map(|(_, rest)| rest.to_owned());
    sql.is_some_and(|sql| body(sql) == body(CREATE))
}

pub(crate) fn is_name(name: &str) -> bool {
    name.eq_ignore_ascii_case(TABLE)
}

/// A target in which the name means something else.
pub(crate) fn taken(place: &str) -> Fault {
    Fault::new(
        FaultKind::Unsupported,
        place,
        format!(
            "the name {TABLE} is taken by another program's table, and Drydock keeps its receipts under it; rename that table first"
        ),
    )
}

pub(crate) fn one(
    conn: &Connection,
    place: &str,
    run: &str,
    lane: u32,
    slice: u32,
) -> Result<Option<Receipt>, Fault> {
    if !is_there(conn, place)? {
        return Ok(None);
    }
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM \"{TABLE}\" WHERE run = ?1 AND kind = 'slice' AND lane = ?2 AND slice = ?3"
    ))
    .and_then(|mut s| s.query_row(params![run, lane, slice], receipt).optional())
    .at(place)?
    .map_or(Ok(None), |r| readable(r, place).map(Some))
}

pub(crate) fn all(conn: &Connection, place: &str, run: &str) -> Result<Vec<Receipt>, Fault> {
    if !is_there(conn, place)? {
        return Ok(Vec::new());
    }
    let mut select = conn
        .prepare(&format!(
            "SELECT {COLUMNS} FROM \"{TABLE}\" WHERE run = ?1 AND kind = 'slice' ORDER BY lane, slice"
        ))
        .at(place)?;
    let rows = select.query_map([run], receipt).at(place)?;
    rows.map(|row| row.at(place).and_then(|r| readable(r, place)))
        .collect()
}

pub(crate) fn put(conn: &Connection, place: &str, receipt: &Receipt) -> Result<(), Fault> {
    // 64 bits either way: a count comes back as it went in.
    conn.execute(
        &format!(
            "INSERT OR ABORT INTO \"{TABLE}\"({COLUMNS}, kind) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'slice')"
        ),
        params![
            receipt.run,
            receipt.plan,
            receipt.lane,
            receipt.slice,
            receipt.rows_read as i64,
            receipt.rows_written as i64,
            receipt.left_behind as i64,
            receipt.filtered as i64,
            receipt.changed as i64,
            receipt.bytes as i64,
            receipt.digest.to_string(),
        ],
    )
    .at(place)
    .map(drop)
}

/// Whether the statement was carried out for the run.
pub(crate) fn has_note(
    conn: &Connection,
    place: &str,
    run: &str,
    ordinal: u32,
) -> Result<bool, Fault> {
    conn.prepare_cached(&format!(
        "SELECT 1 FROM \"{TABLE}\" WHERE run = ?1 AND kind = 'statement' AND lane = ?2 AND slice = 0"
    ))
    .and_then(|mut s| s.exists(params![run, ordinal]))
    .at(place)
}

pub(crate) fn put_note(
    conn: &Connection,
    place: &str,
    run: &str,
    ordinal: u32,
) -> Result<(), Fault> {
    conn.execute(
        &format!(
            "INSERT OR ABORT INTO \"{TABLE}\"(run, kind, lane, slice) VALUES (?1, 'statement', ?2, 0)"
        ),
        params![run, ordinal],
    )
    .at(place)
    .map(drop)
}

/// Removes what speaks of the run; the table itself goes when no other run is left in it.
pub(crate) fn forget(conn: &Connection, place: &str, run: &str) -> Result<(), Fault> {
    if !is_there(conn, place)? {
        return Ok(());
    }
    conn.execute(&format!("DELETE FROM \"{TABLE}\" WHERE run = ?1"), [run])
        .at(place)?;
    let others: bool = conn
        .query_row(
            &format!("SELECT EXISTS (SELECT 1 FROM \"{TABLE}\")"),
            [],
            |r| r.get(0),
        )
        .at(place)?;
    if !others {
        conn.execute_batch(&format!("DROP TABLE \"{TABLE}\""))
            .at(place)?;
    }
    Ok(())
}

fn is_there(conn: &Connection, place: &str) -> Result<bool, Fault> {
    conn.prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")
        .and_then(|mut s| s.exists([TABLE]))
        .at(place)
}

/// The receipt without its digest, and the digest as it is written.
fn receipt(row: &Row<'_>) -> rusqlite::Result<(Receipt, String)> {
    let count = |i: usize| row.get::<_, i64>(i).map(|n| n as u64);
    let receipt = Receipt {
        run: row.get(0)?,
        plan: row.get(1)?,
        lane: row.get(2)?,
        slice: row.get(3)?,
        rows_read: count(4)?,
        rows_written: count(5)?,
        left_behind: count(6)?,
        filtered: count(7)?,
        changed: count(8)?,
        bytes: count(9)?,
        digest: Digest::default(),
    };
    Ok((receipt, row.get(10)?))
}

fn readable((receipt, digest): (Receipt, String), place: &str) -> Result<Receipt, Fault> {
    match Digest::parse(&digest) {
        Some(digest) => Ok(Receipt { digest, ..receipt }),
        None => Err(Fault::new(
            FaultKind::Corrupt,
            place,
            "a receipt in _drydock_receipts cannot be read",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_receipt(run: &str, slice: u32) -> Receipt {
        Receipt {
            run: run.into(),
            plan: "plan".into(),
            lane: u32::MAX,
            slice,
            rows_read: u64::MAX,
            rows_written: 1 << 60,
            left_behind: 3,
            filtered: 4,
            changed: 5,
            bytes: 6,
            digest: Digest(u128::MAX - 1),
        }
    }

    #[test]
    fn receipts_come_back_whole_and_go_when_kept() {
        let db = Connection::open_in_memory().unwrap();
        assert_eq!(one(&db, "x", "a", 0, 0).unwrap(), None);
        assert_eq!(all(&db, "x", "a").unwrap(), []);
        forget(&db, "x", "a").unwrap();
        make(&db, "x").unwrap();
        make(&db, "x").unwrap();
        for (run, slice) in [("a", 2), ("a", 1), ("b", 0)] {
            put(&db, "x", &a_receipt(run, slice)).unwrap();
        }
        put_note(&db, "x", "a", 1).unwrap();
        assert!(has_note(&db, "x", "a", 1).unwrap() && !has_note(&db, "x", "b", 1).unwrap());
        assert_eq!(
            one(&db, "x", "a", u32::MAX, 1).unwrap(),
            Some(a_receipt("a", 1))
        );
        assert_eq!(
            all(&db, "x", "a").unwrap(),
            [a_receipt("a", 1), a_receipt("a", 2)]
        );
        assert!(
            put(&db, "x", &a_receipt("a", 1)).is_err(),
            "a slice lands once"
        );

        forget(&db, "x", "a").unwrap();
        assert_eq!(all(&db, "x", "b").unwrap(), [a_receipt("b", 0)]);
        forget(&db, "x", "b").unwrap();
        assert!(!is_there(&db, "x").unwrap());
    }
}
