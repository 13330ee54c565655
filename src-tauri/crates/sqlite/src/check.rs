//! SQLite's own checks of a file: is it whole, do its foreign keys point at something, do its full-text indexes agree
//! with what they index.

use crate::fault::At;
use crate::full_text;
use drydock_connector::{Fault, FaultKind};
use drydock_model::proof::ProofCheck;
use rusqlite::Connection;

/// Enough to see what is wrong; a damaged file would fill pages.
const MOST_ERRORS: u32 = 100;

pub(crate) fn all(conn: &Connection, place: &str) -> Result<Vec<ProofCheck>, Fault> {
    // Virtual tables were filled from behind: what they remember of their parts must be read again first.
    conn.execute_batch("PRAGMA writable_schema = RESET")
        .at(place)?;
    let mut checks = vec![integrity(conn, place)?];
    checks.extend(foreign_keys(conn, place)?);
    checks.extend(full_text::checks(conn, place)?);
    Ok(checks)
}

fn integrity(conn: &Connection, place: &str) -> Result<ProofCheck, Fault> {
    let mut errors: Vec<String> = Vec::new();
    conn.pragma(None, "integrity_check", MOST_ERRORS, |row| {
        errors.push(row.get(0)?);
        Ok(())
    })
    .at(place)?;
    let holds = errors == ["ok"];
    Ok(ProofCheck {
        kind: "integrity".into(),
        object: place.to_owned(),
        expected: "ok".into(),
        found: errors.join("\n"),
        holds,
    })
}

/// One check where all is well, else one for each foreign key that is broken.
fn foreign_keys(conn: &Connection, place: &str) -> Result<Vec<ProofCheck>, Fault> {
    let check = |object: String, found: String, holds| ProofCheck {
        kind: "foreign_keys".into(),
        object,
        expected: "0 rows that point at nothing".into(),
        found,
        holds,
    };
    let broken = conn
        .prepare(
            "SELECT c.\"table\", c.parent, group_concat(DISTINCT k.\"from\"), count(DISTINCT ifnull(c.rowid, c.n))
             FROM (SELECT *, row_number() OVER () AS n FROM pragma_foreign_key_check) AS c
             JOIN pragma_foreign_key_list(c.\"table\") AS k ON k.id = c.fkid
             GROUP BY c.\"table\", c.fkid ORDER BY 1, c.fkid",
        )
        .and_then(|mut statement| {
            let rows = statement.query_map([], |row| {
                let (table, parent): (String, String) = (row.get(0)?, row.get(1)?);
                let (fields, count): (String, i64) = (row.get(2)?, row.get(3)?);
                Ok((format!("{table}({fields}) to {parent}"), count))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })
        .at(place);
    match broken {
        Ok(broken) if broken.is_empty() => Ok(vec![check(place.to_owned(), "0 rows".into(), true)]),
        Ok(broken) => Ok(broken
            .into_iter()
            .map(|(object, rows)| check(object, format!("{rows} rows"), false))
            .collect()),
        // A key that refers to fields which are not unique cannot be checked: that is a finding, not a failure to look.
        Err(fault) if fault.kind == FaultKind::Statement => {
            Ok(vec![check(place.to_owned(), fault.message, false)])
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(sql: &str) -> Vec<ProofCheck> {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(sql).unwrap();
        all(&db, "x").unwrap()
    }

    #[test]
    fn a_sound_file_holds_every_check() {
        let checks = checked(
            "CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE b(a REFERENCES a); INSERT INTO a VALUES (1);
             INSERT INTO b VALUES (1), (NULL); CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('y')",
        );
        assert_eq!(checks.len(), 2);
        assert!(checks.iter().all(|c| c.holds), "{checks:?}");
    }

    #[test]
    fn c31_orphans_are_counted_by_foreign_key() {
        let checks = checked(
            "CREATE TABLE a(id INTEGER PRIMARY KEY, x, y, UNIQUE(x, y));
             CREATE TABLE b(a REFERENCES a, p, q, gone REFERENCES nowhere, FOREIGN KEY(p, q) REFERENCES a(x, y));
             INSERT INTO b VALUES (7, NULL, NULL, NULL), (8, 1, 2, NULL), (NULL, 1, 2, 9);
             CREATE TABLE c(k TEXT PRIMARY KEY, a REFERENCES a) WITHOUT ROWID; INSERT INTO c VALUES ('x', 1), ('y', 2)",
        );
        let found: Vec<_> = checks[1..]
            .iter()
            .map(|c| (c.object.as_str(), c.found.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("b(p,q) to a", "2 rows"),
                ("b(gone) to nowhere", "1 rows"),
                ("b(a) to a", "2 rows"),
                ("c(a) to a", "2 rows")
            ]
        );
    }

    #[test]
    fn a_key_that_cannot_be_checked_is_found() {
        let checks = checked(
            "CREATE TABLE a(x); CREATE TABLE b(a REFERENCES a(x)); INSERT INTO b VALUES (1)",
        );
        assert!(
            !checks[1].holds && checks[1].found.contains("mismatch"),
            "{checks:?}"
        );
    }
}
