//! The table `_drydock_receipts`: what has landed in this database, written in the transactions that it speaks of. A
//! slice's receipt and a statement's note are rows of it; when a run is kept they go, and the table with the last of them.
//!
//! A schema statement commits by itself, so its note is written in two steps: `begun` before it, `done` after it. Where
//! only the first is there, the statement is carried out again, and what is there already is what it had made.

use crate::ddl::string;
use crate::door::{Link, Told};
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Dataset, Digest, Receipt};

const TABLE: &str = "_drydock_receipts";

/// By this the table is known as ours.
const COMMENT: &str = "What Drydock has landed here, until the run is kept";

const FIELDS: [&str; 13] = [
    "run",
    "kind",
    "lane",
    "slice",
    "plan",
    "rows_read",
    "rows_written",
    "left_behind",
    "filtered",
    "changed",
    "bytes",
    "digest",
    "state",
];

const COLUMNS: &str = "run, plan, lane, slice, rows_read, rows_written, left_behind, filtered, changed, bytes, digest";

pub(crate) async fn make(link: &mut Link) -> Result<(), Fault> {
    match comment(link).await? {
        Some(comment) if comment == COMMENT => return Ok(()),
        Some(_) => return Err(taken(link.place())),
        None => {}
    }
    let text = |length| format!("VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    link.run(&format!(
        "CREATE TABLE IF NOT EXISTS `{TABLE}` (
           run {run} NOT NULL, kind {kind} NOT NULL, lane INT UNSIGNED NOT NULL, slice INT UNSIGNED NOT NULL,
           plan {plan} NULL, rows_read BIGINT UNSIGNED NULL, rows_written BIGINT UNSIGNED NULL,
           left_behind BIGINT UNSIGNED NULL, filtered BIGINT UNSIGNED NULL, changed BIGINT UNSIGNED NULL,
           bytes BIGINT UNSIGNED NULL, digest {kind} NULL, state {kind} NULL,
           PRIMARY KEY (run, kind, lane, slice)
         ) ENGINE=InnoDB COMMENT={comment}",
        run = text(190),
        kind = text(32),
        plan = text(190),
        comment = string(COMMENT)
    ))
    .await
}

async fn comment(link: &mut Link) -> Result<Option<String>, Fault> {
    let told = link
        .ask_one(&format!(
            "SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{TABLE}'"
        ))
        .await?;
    Ok(told.map(|t| t.string(0)))
}

pub(crate) fn is_name(name: &str) -> bool {
    name.eq_ignore_ascii_case(TABLE)
}

/// One that somebody else made under this name is data like any other: passing it over would leave it behind in silence.
pub(crate) fn is_ours(dataset: &Dataset) -> bool {
    let names = dataset.fields.iter().map(|f| f.name.as_str());
    dataset.comment.as_deref() == Some(COMMENT) && names.eq(FIELDS)
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

pub(crate) async fn one(
    link: &mut Link,
    run: &str,
    lane: u32,
    slice: u32,
) -> Result<Option<Receipt>, Fault> {
    if comment(link).await?.is_none() {
        return Ok(None);
    }
    let told = link
        .ask_one(&format!(
            "SELECT {COLUMNS} FROM `{TABLE}` WHERE run = {} AND kind = 'slice' AND lane = {lane} AND slice = {slice}",
            string(run)
        ))
        .await?;
    told.map(|t| receipt(&t, link.place())).transpose()
}

pub(crate) async fn all(link: &mut Link, run: &str) -> Result<Vec<Receipt>, Fault> {
    if comment(link).await?.is_none() {
        return Ok(Vec::new());
    }
    let told = link
        .ask(&format!(
            "SELECT {COLUMNS} FROM `{TABLE}` WHERE run = {} AND kind = 'slice' ORDER BY lane, slice",
            string(run)
        ))
        .await?;
    told.iter().map(|t| receipt(t, link.place())).collect()
}

pub(crate) async fn put(link: &mut Link, r: &Receipt) -> Result<(), Fault> {
    link.run(&format!(
        "INSERT INTO `{TABLE}` ({COLUMNS}, kind) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, '{}', 'slice')",
        string(&r.run),
        string(&r.plan),
        r.lane,
        r.slice,
        r.rows_read,
        r.rows_written,
        r.left_behind,
        r.filtered,
        r.changed,
        r.bytes,
        r.digest
    ))
    .await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    Begun,
    Done,
}

fn of_statement(run: &str, ordinal: u32) -> String {
    format!(
        "run = {} AND kind = 'statement' AND lane = {ordinal} AND slice = 0",
        string(run)
    )
}

pub(crate) async fn note(link: &mut Link, run: &str, ordinal: u32) -> Result<Option<Note>, Fault> {
    let which = of_statement(run, ordinal);
    let told = link
        .ask_one(&format!("SELECT state FROM `{TABLE}` WHERE {which}"))
        .await?;
    Ok(told.map(|t| match t.text(0) {
        Some("done") => Note::Done,
        _ => Note::Begun,
    }))
}

pub(crate) async fn put_begun(link: &mut Link, run: &str, ordinal: u32) -> Result<(), Fault> {
    link.run(&format!(
        "INSERT INTO `{TABLE}` (run, kind, lane, slice, state) VALUES ({}, 'statement', {ordinal}, 0, 'begun')",
        string(run)
    ))
    .await
}

pub(crate) async fn put_done(link: &mut Link, run: &str, ordinal: u32) -> Result<(), Fault> {
    let which = of_statement(run, ordinal);
    link.run(&format!(
        "UPDATE `{TABLE}` SET state = 'done' WHERE {which}"
    ))
    .await
}

pub(crate) async fn take_back(link: &mut Link, run: &str, ordinal: u32) -> Result<(), Fault> {
    let which = of_statement(run, ordinal);
    link.run(&format!("DELETE FROM `{TABLE}` WHERE {which}"))
        .await
}

/// Removes what speaks of the run; the table itself goes when no other run is left in it.
pub(crate) async fn forget(link: &mut Link, run: &str) -> Result<(), Fault> {
    match comment(link).await? {
        Some(comment) if comment == COMMENT => {}
        _ => return Ok(()),
    }
    link.run(&format!(
        "DELETE FROM `{TABLE}` WHERE run = {}",
        string(run)
    ))
    .await?;
    let others = link
        .ask_one(&format!("SELECT 1 FROM `{TABLE}` LIMIT 1"))
        .await?;
    match others {
        Some(_) => Ok(()),
        None => link.run(&format!("DROP TABLE `{TABLE}`")).await,
    }
}

fn receipt(told: &Told, place: &str) -> Result<Receipt, Fault> {
    let parsed = || {
        Some(Receipt {
            run: told.text(0)?.to_owned(),
            plan: told.text(1)?.to_owned(),
            lane: told.number(2)?.try_into().ok()?,
            slice: told.number(3)?.try_into().ok()?,
            rows_read: told.number(4)?,
            rows_written: told.number(5)?,
            left_behind: told.number(6)?,
            filtered: told.number(7)?,
            changed: told.number(8)?,
            bytes: told.number(9)?,
            digest: Digest::parse(told.text(10)?)?,
        })
    };
    parsed().ok_or_else(|| {
        Fault::new(
            FaultKind::Corrupt,
            place,
            "a receipt in _drydock_receipts cannot be read",
        )
    })
}
