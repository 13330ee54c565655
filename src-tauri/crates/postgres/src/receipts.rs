//! The table `_drydock_receipts`: what has landed in this schema, written in the transactions that it speaks of. A
//! slice's receipt and a statement's note are rows of it; when a run is kept they go, and the table with the last of
//! them.

use crate::ddl::string;
use crate::fault::At;
use crate::session::Session;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Dataset, Digest, Receipt};
use sqlx::Row;
use sqlx::postgres::PgRow;

pub(crate) const TABLE: &str = "_drydock_receipts";

/// Names and types in order. Counts are 64 bits either way: one comes back as it went in.
const COLUMNS: [(&str, &str); 12] = [
    ("run", "text"),
    ("kind", "text"),
    ("lane", "bigint"),
    ("slice", "bigint"),
    ("plan", "text"),
    ("rows_read", "bigint"),
    ("rows_written", "bigint"),
    ("left_behind", "bigint"),
    ("filtered", "bigint"),
    ("changed", "bigint"),
    ("bytes", "bigint"),
    ("digest", "text"),
];

fn create(table: &str) -> String {
    let columns = COLUMNS.iter().enumerate().map(|(i, (name, native))| {
        let filled = if i < 4 { " NOT NULL" } else { "" };
        format!("{name} {native}{filled}")
    });
    let columns: Vec<String> = columns.collect();
    format!(
        "CREATE TABLE {table} ({}, PRIMARY KEY (run, kind, lane, slice))",
        columns.join(", ")
    )
}

fn table(session: &Session) -> String {
    session.place.table(TABLE)
}

/// Whether it is our table. One that somebody else made under this name is data like any other: passing it over would
/// leave it behind in silence.
pub(crate) fn is_ours(dataset: &Dataset) -> bool {
    let same = |(field, (name, native)): (&drydock_model::Field, &(&str, &str))| {
        field.name == *name && field.native == *native
    };
    dataset.name == TABLE
        && dataset.fields.len() == COLUMNS.len()
        && dataset.fields.iter().zip(&COLUMNS).all(same)
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

pub(crate) async fn make(session: &mut Session) -> Result<(), Fault> {
    let place = session.place.clone();
    let columns = session
        .rows(&format!(
            "SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod)
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE n.nspname = {} AND c.relname = {} ORDER BY a.attnum",
            string(&place.schema),
            string(TABLE)
        ))
        .await?;
    if columns.is_empty() {
        let sql = create(&table(session));
        return session.run(&sql).await;
    }
    let mut found = Vec::new();
    for row in &columns {
        let name: Option<String> = row.try_get(0).at(&place.name)?;
        let native: Option<String> = row.try_get(1).at(&place.name)?;
        found.push((name.unwrap_or_default(), native.unwrap_or_default()));
    }
    let ours = found
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .eq(COLUMNS);
    match ours {
        true => Ok(()),
        false => Err(taken(&place.name)),
    }
}

async fn is_there(session: &mut Session) -> Result<bool, Fault> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = {} AND tablename = {})",
        string(&session.place.schema),
        string(TABLE)
    );
    session.one(&sql).await
}

pub(crate) async fn one(
    session: &mut Session,
    run: &str,
    lane: u32,
    slice: u32,
) -> Result<Option<Receipt>, Fault> {
    let filter = format!("AND lane = {lane} AND slice = {slice}");
    Ok(select(session, run, &filter).await?.pop())
}

pub(crate) async fn all(session: &mut Session, run: &str) -> Result<Vec<Receipt>, Fault> {
    select(session, run, "ORDER BY lane, slice").await
}

async fn select(session: &mut Session, run: &str, filter: &str) -> Result<Vec<Receipt>, Fault> {
    if !is_there(session).await? {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT run, plan, lane, slice, rows_read, rows_written, left_behind, filtered, changed, bytes, digest
         FROM {} WHERE run = {} AND kind = 'slice' {filter}",
        table(session),
        string(run)
    );
    let rows = session.rows(&sql).await?;
    let place = &session.place.name;
    rows.iter().map(|row| receipt(row, place)).collect()
}

fn receipt(row: &PgRow, place: &str) -> Result<Receipt, Fault> {
    let unreadable = || {
        Fault::new(
            FaultKind::Corrupt,
            place,
            "a receipt in _drydock_receipts cannot be read",
        )
    };
    let count = |i: usize| row.try_get::<i64, _>(i).map(i64::cast_unsigned).at(place);
    let small = |i: usize| count(i).and_then(|n| u32::try_from(n).map_err(|_| unreadable()));
    let digest: String = row.try_get(10).at(place)?;
    Ok(Receipt {
        run: row.try_get(0).at(place)?,
        plan: row.try_get(1).at(place)?,
        lane: small(2)?,
        slice: small(3)?,
        rows_read: count(4)?,
        rows_written: count(5)?,
        left_behind: count(6)?,
        filtered: count(7)?,
        changed: count(8)?,
        bytes: count(9)?,
        digest: Digest::parse(&digest).ok_or_else(unreadable)?,
    })
}

pub(crate) async fn put(session: &mut Session, receipt: &Receipt) -> Result<(), Fault> {
    let counts = [
        receipt.rows_read,
        receipt.rows_written,
        receipt.left_behind,
        receipt.filtered,
        receipt.changed,
        receipt.bytes,
    ];
    let counts: Vec<String> = counts.iter().map(|n| n.cast_signed().to_string()).collect();
    let sql = format!(
        "INSERT INTO {} VALUES ({}, 'slice', {}, {}, {}, {}, {})",
        table(session),
        string(&receipt.run),
        receipt.lane,
        receipt.slice,
        string(&receipt.plan),
        counts.join(", "),
        string(&receipt.digest.to_string())
    );
    session
        .run(&sql)
        .await
        .map_err(|fault| match fault.native.as_deref() {
            // The answer to an earlier COMMIT was lost, and it came true only now: who looks again will find the receipt.
            Some("23505") => Fault::new(
                FaultKind::Busy,
                fault.place,
                "these rows have landed in the meantime",
            )
            .native("23505"),
            _ => fault,
        })
}

/// Whether the statement was carried out for the run.
pub(crate) async fn has_note(
    session: &mut Session,
    run: &str,
    ordinal: u32,
) -> Result<bool, Fault> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} WHERE run = {} AND kind = 'statement' AND lane = {ordinal} AND slice = 0)",
        table(session),
        string(run)
    );
    session.one(&sql).await
}

pub(crate) async fn put_note(session: &mut Session, run: &str, ordinal: u32) -> Result<(), Fault> {
    let sql = format!(
        "INSERT INTO {} (run, kind, lane, slice) VALUES ({}, 'statement', {ordinal}, 0)",
        table(session),
        string(run)
    );
    session.run(&sql).await
}

pub(crate) async fn take_note(session: &mut Session, run: &str, ordinal: u32) -> Result<(), Fault> {
    let sql = format!(
        "DELETE FROM {} WHERE run = {} AND kind = 'statement' AND lane = {ordinal} AND slice = 0",
        table(session),
        string(run)
    );
    session.run(&sql).await
}

/// Removes what speaks of the run; the table itself goes when no other run is left in it.
pub(crate) async fn forget(session: &mut Session, run: &str) -> Result<(), Fault> {
    if !is_there(session).await? {
        return Ok(());
    }
    let table = table(session);
    session
        .run(&format!(
            "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; DELETE FROM {table} WHERE run = {}",
            string(run)
        ))
        .await?;
    let others: bool = session
        .one(&format!("SELECT EXISTS (SELECT 1 FROM {table})"))
        .await?;
    match others {
        true => Ok(()),
        false => session.run(&format!("DROP TABLE {table}")).await,
    }
}
