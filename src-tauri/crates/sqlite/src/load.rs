//! Rows of one slice on their way into a table: one transaction, one prepared INSERT, the receipt at its end.
//!
//! A row that the table refuses undoes itself alone and is named; the rest stays. The batch is copied once, into memory
//! that goes to the connection's thread and back, as the thread must own what it reads; the copy costs about one part in
//! forty of what loading the same rows costs (`benches/load_rate.rs`).

use crate::ddl::quote;
use crate::dialect::form::Form;
use crate::dialect::landed::survives_utf16;
use crate::fault::{At, sqlite_fault};
use crate::receipts;
use crate::target::Stops;
use crate::thread::{Desk, Thread};
use async_trait::async_trait;
use drydock_connector::{Batch, Fault, FaultKind, Landing, Load, Refusal, Row};
use drydock_model::{Receipt, WriteMode};
use rusqlite::{Connection, Statement, ffi};
use std::sync::Arc;

/// So often a load looks whether it shall stop.
const ROWS_BETWEEN_LOOKS: usize = 256;

pub(crate) struct SqliteLoad {
    thread: Arc<Thread>,
    stops: Stops,
    /// Where the prepared statement lies on the thread's desk.
    id: u64,
    into: Arc<Into>,
    spare: Batch,
    /// A write was begun and not waited for: nobody knows which of its rows are in.
    unsure: bool,
}

/// What a load needs to know of its table, beside the rows.
struct Into {
    dataset: String,
    fields: Vec<String>,
    utf16: bool,
    /// The table has triggers: what they did for a row must go with it, and `RAISE(FAIL)` would leave both.
    has_triggers: bool,
}

impl SqliteLoad {
    pub async fn begin(
        thread: Arc<Thread>,
        stops: Stops,
        id: u64,
        landing: &Landing,
    ) -> Result<SqliteLoad, Fault> {
        let sql = insert(landing);
        let place = landing.dataset.clone();
        let (utf16, has_triggers) = thread
            .desk(move |desk| {
                if !desk.conn.is_autocommit() {
                    return Err(busy_with_another(&place));
                }
                desk.conn.execute_batch("BEGIN IMMEDIATE").at(&place)?;
                match prepared(desk.conn, &sql, &place) {
                    Ok((statement, about)) => {
                        desk.open.insert(id, statement);
                        Ok(about)
                    }
                    Err(fault) => {
                        roll_back(desk.conn);
                        Err(fault)
                    }
                }
            })
            .await?;
        Ok(SqliteLoad {
            thread,
            stops,
            id,
            into: Arc::new(Into {
                dataset: landing.dataset.clone(),
                fields: landing.fields.clone(),
                utf16,
                has_triggers,
            }),
            spare: Batch::new(landing.fields.len()),
            unsure: false,
        })
    }

    fn be_sure(&mut self) -> Result<(), Fault> {
        match std::mem::replace(&mut self.unsure, true) {
            false => Ok(()),
            true => Err(Fault::new(
                FaultKind::Internal,
                &self.into.dataset,
                "the load went on after a write that was cut off or had failed",
            )),
        }
    }
}

/// The statement, whether the target's text is UTF-16, and whether the table has triggers.
fn prepared<'c>(
    conn: &'c Connection,
    sql: &str,
    dataset: &str,
) -> Result<(Statement<'c>, (bool, bool)), Fault> {
    let statement = conn.prepare(sql).at(dataset)?;
    let encoding: String = conn
        .pragma_query_value(None, "encoding", |r| r.get(0))
        .at(dataset)?;
    let has_triggers = conn
        .prepare(
            "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE",
        )
        .and_then(|mut s| s.exists([dataset]))
        .at(dataset)?;
    Ok((statement, (encoding.starts_with("UTF-16"), has_triggers)))
}

#[async_trait]
impl Load for SqliteLoad {
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault> {
        self.be_sure()?;
        let mut rows = std::mem::replace(&mut self.spare, Batch::new(0));
        rows.copy_from(batch);
        let (id, into, stop) = (self.id, self.into.clone(), self.stops.watch());
        let (rows, refused) = self
            .thread
            .desk(move |desk| {
                let width = into.fields.len();
                let conn = desk.conn;
                let statement = open_statement(desk, id, &into.dataset)?;
                if rows.width() != width {
                    return Err(Fault::new(
                        FaultKind::Internal,
                        &into.dataset,
                        format!("rows of {} values for {width} fields", rows.width()),
                    ));
                }
                let mut refused = Vec::new();
                for (index, row) in rows.iter().enumerate() {
                    if index % ROWS_BETWEEN_LOOKS == 0 {
                        stop.check(&into.dataset)?;
                    }
                    let refusal = match into.has_triggers {
                        true => land_whole(conn, statement, &into, row)?,
                        false => land(conn, statement, &into, row)?,
                    };
                    if let Some((reason, rule)) = refusal {
                        refused.push(Refusal {
                            row: index,
                            reason,
                            rule,
                        });
                    }
                }
                // What is bound stays in memory otherwise, however big it is.
                statement.clear_bindings();
                let width = rows.width();
                rows.reset(width);
                Ok((rows, refused))
            })
            .await?;
        self.spare = rows;
        self.unsure = false;
        Ok(refused)
    }

    async fn commit(mut self: Box<Self>, receipt: Receipt) -> Result<(), Fault> {
        self.be_sure()?;
        let (id, into) = (self.id, self.into.clone());
        self.thread
            .desk(move |desk| {
                open_statement(desk, id, &into.dataset)?;
                // The statement goes first: an open one can be in the way of a commit.
                desk.open.remove(&id);
                let committed = receipts::put(desk.conn, &into.dataset, &receipt)
                    .and_then(|()| desk.conn.execute_batch("COMMIT").at(&into.dataset));
                if committed.is_err() {
                    roll_back(desk.conn);
                }
                committed
            })
            .await
    }
}

impl Drop for SqliteLoad {
    fn drop(&mut self) {
        let id = self.id;
        self.thread.post(move |desk| {
            // No statement any more: committed, or rolled back before.
            if desk.open.remove(&id).is_some() {
                roll_back(desk.conn);
            }
        });
    }
}

fn open_statement<'d, 'c>(
    desk: &'d mut Desk<'c>,
    id: u64,
    place: &str,
) -> Result<&'d mut Statement<'c>, Fault> {
    desk.open.get_mut(&id).ok_or_else(|| {
        Fault::new(
            FaultKind::Internal,
            place,
            "the load went on after its transaction had ended",
        )
    })
}

/// As `land`, with all that triggers do for the row, or without any of it.
fn land_whole(
    conn: &Connection,
    statement: &mut Statement<'_>,
    into: &Into,
    row: Row<'_>,
) -> Result<Option<(&'static str, String)>, Fault> {
    let run = |sql| {
        conn.prepare_cached(sql)
            .and_then(|mut s| s.execute([]))
            .at(&into.dataset)
    };
    run("SAVEPOINT _drydock_row")?;
    let refusal = land(conn, statement, into, row)?;
    if refusal.is_some() {
        run("ROLLBACK TO _drydock_row")?;
    }
    run("RELEASE _drydock_row")?;
    Ok(refusal)
}

/// Puts one row in. Some: the row is refused and not in, why and by which rule.
fn land(
    conn: &Connection,
    statement: &mut Statement<'_>,
    into: &Into,
    row: Row<'_>,
) -> Result<Option<(&'static str, String)>, Fault> {
    for (index, cell) in row.cells().enumerate() {
        if into.utf16 && !survives_utf16(&cell) {
            return Ok(Some(("encoding", into.fields[index].clone())));
        }
        if let Err(error) = statement.raw_bind_parameter(index + 1, Form::of(cell)) {
            return refusal(into, error).map(Some);
        }
    }
    match statement.raw_execute() {
        Ok(1) => Ok(None),
        Ok(_) => Ok(Some((
            "trigger",
            format!("a trigger on {} skipped it", into.dataset),
        ))),
        Err(error) => {
            let refused = refusal(into, error)?;
            if conn.is_autocommit() {
                return Err(Fault::new(
                    FaultKind::Statement,
                    &into.dataset,
                    "a trigger or constraint of the table rolled everything back, not only the row it refused",
                )
                .because(refused.1));
            }
            Ok(Some(refused))
        }
    }
}

/// The reason by code and the rule in SQLite's words, where only the row is to blame.
fn refusal(into: &Into, error: rusqlite::Error) -> Result<(&'static str, String), Fault> {
    let rusqlite::Error::SqliteFailure(code, words) = &error else {
        return Err(sqlite_fault(&into.dataset, error));
    };
    let reason = match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => "duplicate_key",
        ffi::SQLITE_CONSTRAINT_NOTNULL => "not_null",
        ffi::SQLITE_CONSTRAINT_CHECK => "check",
        ffi::SQLITE_CONSTRAINT_DATATYPE | ffi::SQLITE_MISMATCH => "type_refused",
        ffi::SQLITE_CONSTRAINT_TRIGGER => "trigger",
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "foreign_key",
        ffi::SQLITE_TOOBIG => "too_big",
        _ => return Err(sqlite_fault(&into.dataset, error)),
    };
    Ok((reason, words.clone().unwrap_or_else(|| error.to_string())))
}

/// Columns by name (C28). `OR ABORT` overrules what the table's own `ON CONFLICT` clauses would do in silence: skip the
/// row, or delete another one for it.
fn insert(landing: &Landing) -> String {
    let names: Vec<String> = landing.fields.iter().map(|f| quote(f)).collect();
    let marks: Vec<String> = (1..=names.len()).map(|i| format!("?{i}")).collect();
    let mut sql = format!(
        "INSERT OR ABORT INTO {}({}) VALUES ({})",
        quote(&landing.dataset),
        names.join(", "),
        marks.join(", ")
    );
    if landing.write == WriteMode::Upsert {
        let key: Vec<String> = landing.key.iter().map(|f| quote(f)).collect();
        // The key as well: it may be equal by the column's collation and yet written in another way.
        let set: Vec<String> = names
            .iter()
            .map(|n| format!("{n} = excluded.{n}"))
            .collect();
        sql += &format!(
            " ON CONFLICT({}) DO UPDATE SET {}",
            key.join(", "),
            set.join(", ")
        );
    }
    sql
}

pub(crate) fn roll_back(conn: &Connection) {
    if !conn.is_autocommit()
        && let Err(error) = conn.execute_batch("ROLLBACK")
    {
        // Closing the connection rolls back as well.
        tracing::warn!(%error, "A roll back failed.");
    }
}

pub(crate) fn busy_with_another(place: &str) -> Fault {
    Fault::new(
        FaultKind::Internal,
        place,
        "a slice is being loaded over the same connection",
    )
}
