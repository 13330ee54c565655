//! Rows of one slice on their way into a table: many rows a statement, one transaction, the receipt at its end.
//!
//! A statement that the server refuses because of a row undoes itself alone. It is divided until the row is found and
//! named; the rest stays. What is sent is what `dialect::take` says, so what was foretold is what lands.

use crate::catalog::Shape;
use crate::ddl::{NOT_TRANSACTIONAL, quote, transactional};
use crate::dialect::take::{Column, Scratch, Wire, take};
use crate::fault::{fault, refusal};
use crate::receipts;
use crate::target::{AtWork, Links};
use async_trait::async_trait;
use drydock_connector::{Batch, Fault, FaultKind, Landing, Load, Refusal, Row};
use drydock_model::{Field, Receipt, WriteMode};
use sqlx::mysql::MySqlArguments;
use sqlx::{Arguments, AssertSqlSafe};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The protocol has room for so many values in a statement.
const MOST_VALUES: usize = 65_535;
const MOST_ROWS: usize = 1_024;
/// Bytes of a statement; one row may have more.
const STATEMENT_BYTES: usize = 4 << 20;
/// Room beside the values in a packet.
const PACKET_ROOM: usize = 64 << 10;

pub(crate) struct MysqlLoad {
    at_work: AtWork,
    links: Arc<Links>,
    stops: u64,
    into: Into,
    /// By the number of rows.
    statements: HashMap<usize, Arc<str>>,
    scratch: Scratch,
    /// A write was begun and not waited for: nobody knows which of its rows are in.
    unsure: bool,
}

struct Into {
    dataset: String,
    fields: Vec<Field>,
    way: Way,
    /// Bytes that the server takes at once.
    packet: usize,
}

enum Way {
    /// Rows are only added.
    Add,
    /// Rows replace others by the only key that the table has.
    ByKey,
    /// Another unique key must not decide which row is replaced: each row is looked for by its key first.
    RowByRow(Vec<String>),
    /// Rows go; the fields are those of their key.
    Remove,
}

impl MysqlLoad {
    /// Rows on their way in.
    pub async fn begin(
        links: Arc<Links>,
        shape: Arc<Shape>,
        landing: &Landing,
    ) -> Result<MysqlLoad, Fault> {
        let way = way_in(&shape, landing)?;
        MysqlLoad::new(links, shape, landing, way).await
    }

    /// Rows on their way out, by their keys.
    pub async fn remove(
        links: Arc<Links>,
        shape: Arc<Shape>,
        landing: &Landing,
    ) -> Result<MysqlLoad, Fault> {
        MysqlLoad::new(links, shape, landing, Way::Remove).await
    }

    async fn new(
        links: Arc<Links>,
        shape: Arc<Shape>,
        landing: &Landing,
        way: Way,
    ) -> Result<MysqlLoad, Fault> {
        if !transactional(&shape.options) {
            return Err(Fault::new(
                FaultKind::Unsupported,
                &landing.dataset,
                NOT_TRANSACTIONAL,
            ));
        }
        let fields = landing
            .fields
            .iter()
            .map(|name| shape.field(name, &landing.dataset).cloned())
            .collect::<Result<Vec<_>, Fault>>()?;
        let stops = links.stops();
        let mut at_work = links.take().await?;
        let link = at_work.link()?;
        let packet = link.ask_one("SELECT @@max_allowed_packet").await?;
        link.run("START TRANSACTION").await?;
        Ok(MysqlLoad {
            at_work,
            links,
            stops,
            into: Into {
                dataset: landing.dataset.clone(),
                fields,
                way,
                packet: packet.and_then(|t| t.number(0)).unwrap_or(1 << 20) as usize,
            },
            statements: HashMap::new(),
            scratch: Scratch::default(),
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

fn way_in(shape: &Shape, landing: &Landing) -> Result<Way, Fault> {
    if landing.write != WriteMode::Upsert {
        return Ok(Way::Add);
    }
    let same = |key: &Vec<String>| {
        key.len() == landing.key.len() && key.iter().all(|f| landing.key.contains(f))
    };
    if !shape.unique.iter().any(same) {
        return Err(Fault::new(
            FaultKind::Unsupported,
            &landing.dataset,
            "rows can be replaced only by a unique key of the table",
        ));
    }
    Ok(match shape.unique.iter().all(same) {
        true => Way::ByKey,
        false => Way::RowByRow(landing.key.clone()),
    })
}

#[async_trait]
impl Load for MysqlLoad {
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault> {
        self.be_sure()?;
        if batch.width() != self.into.fields.len() {
            return Err(Fault::new(
                FaultKind::Internal,
                &self.into.dataset,
                format!(
                    "rows of {} values for {} fields",
                    batch.width(),
                    self.into.fields.len()
                ),
            ));
        }
        let mut refused = Vec::new();
        let mut next = 0;
        while next < batch.rows() {
            let rows = self.portion(batch, next);
            next = rows.end;
            self.land(batch, rows, &mut refused).await?;
        }
        refused.sort_by_key(|r| r.row);
        self.unsure = false;
        Ok(refused)
    }

    async fn commit(mut self: Box<Self>, receipt: Receipt) -> Result<(), Fault> {
        self.be_sure()?;
        let link = self.at_work.link()?;
        receipts::put(link, &receipt).await?;
        link.run("COMMIT").await?;
        self.at_work.give_back();
        Ok(())
    }
}

impl MysqlLoad {
    /// The rows of the next statement: a power of two of them, so that few statements are prepared.
    fn portion(&self, batch: &Batch, start: usize) -> Range<usize> {
        if matches!(self.into.way, Way::RowByRow(_)) {
            return start..start + 1;
        }
        let most = MOST_ROWS
            .min(MOST_VALUES / batch.width().max(1))
            .min(batch.rows() - start)
            .max(1);
        let room = STATEMENT_BYTES.min(self.into.packet / 2);
        let (mut rows, mut bytes) = (0, 0);
        while rows < most {
            bytes += size(batch.row(start + rows));
            if bytes > room && rows > 0 {
                break;
            }
            rows += 1;
        }
        start..start + (1 << rows.ilog2())
    }

    async fn land(
        &mut self,
        batch: &Batch,
        rows: Range<usize>,
        refused: &mut Vec<Refusal>,
    ) -> Result<(), Fault> {
        // Ranges that are left to do, the next one last.
        let mut left = vec![rows];
        while let Some(rows) = left.pop() {
            self.links.go_on(self.stops, &self.into.dataset)?;
            let refusal = match self.encoded(batch, rows.clone()) {
                Ok(arguments) => self.execute(batch, rows.clone(), arguments).await?,
                Err(refusal) => Some(refusal),
            };
            let Some((reason, rule)) = refusal else {
                continue;
            };
            if rows.len() == 1 {
                refused.push(Refusal {
                    row: rows.start,
                    reason,
                    rule,
                });
                continue;
            }
            let middle = rows.start + rows.len() / 2;
            left.push(middle..rows.end);
            left.push(rows.start..middle);
        }
        Ok(())
    }

    /// The values as they are sent, or why one of the rows is not.
    fn encoded(
        &mut self,
        batch: &Batch,
        rows: Range<usize>,
    ) -> Result<MySqlArguments, (&'static str, String)> {
        let width = batch.width();
        let columns: Vec<Column<'_>> = self.into.fields.iter().map(Column::of).collect();
        let mut arguments = MySqlArguments::default();
        let bytes: usize = rows.clone().map(|r| size(batch.row(r))).sum();
        if rows.len() == 1 && bytes + PACKET_ROOM > self.into.packet {
            return Err(("too_big", "max_allowed_packet".into()));
        }
        arguments.reserve(rows.len() * width, bytes + rows.len() * width);
        for row in rows {
            for (cell, (column, field)) in batch
                .row(row)
                .cells()
                .zip(columns.iter().zip(&self.into.fields))
            {
                let sent = take(column, cell, &mut self.scratch)
                    .map_err(|reason| (reason, field.name.clone()))
                    .and_then(|(wire, _)| {
                        add(&mut arguments, wire).map_err(|_| ("type_refused", field.name.clone()))
                    });
                sent?;
            }
        }
        Ok(arguments)
    }

    /// None where the rows are in.
    async fn execute(
        &mut self,
        batch: &Batch,
        rows: Range<usize>,
        arguments: MySqlArguments,
    ) -> Result<Option<(&'static str, String)>, Fault> {
        if let Way::RowByRow(key) = &self.into.way {
            let key = key.clone();
            match self.replaced(batch, rows.start, &key).await? {
                Replaced::No => {}
                Replaced::Yes => return Ok(None),
                Replaced::Refused(reason, rule) => return Ok(Some((reason, rule))),
            }
        }
        let into = &self.into;
        let sql = self
            .statements
            .entry(rows.len())
            .or_insert_with(|| statement(into, rows.len()).into())
            .clone();
        let bytes = rows.map(|r| size(batch.row(r))).sum();
        let done = self.run(sql, arguments, bytes).await?;
        Ok(done.err())
    }

    /// Carries out a statement. Inside: rows that it met, or why a row is refused.
    async fn run(
        &mut self,
        sql: Arc<str>,
        arguments: MySqlArguments,
        bytes: usize,
    ) -> Result<Result<u64, (&'static str, String)>, Fault> {
        let dataset = &self.into.dataset;
        let link = self.at_work.link()?;
        let (door, id) = (link.door().clone(), link.id);
        let work = async {
            let work = sqlx::query_with(AssertSqlSafe(sql), arguments);
            match work.execute(&mut link.conn).await {
                Ok(done) => Ok(Ok(done.rows_affected())),
                Err(error) => match refusal(&error) {
                    Some(refused) => Ok(Err(refused)),
                    None => Ok(Ok(Err(fault(dataset, error))?)),
                },
            }
        };
        door.answer_to(id, bytes, async { Ok::<_, sqlx::Error>(work.await) })
            .await?
    }

    async fn replaced(
        &mut self,
        batch: &Batch,
        row: usize,
        key: &[String],
    ) -> Result<Replaced, Fault> {
        let fields = &self.into.fields;
        let set: Vec<String> = fields
            .iter()
            .map(|f| format!("{} = ?", quote(&f.name)))
            .collect();
        let by: Vec<String> = key.iter().map(|f| format!("{} = ?", quote(f))).collect();
        let sql = format!(
            "UPDATE {} SET {} WHERE {}",
            quote(&self.into.dataset),
            set.join(", "),
            by.join(" AND ")
        );
        let mut arguments = match self.encoded(batch, row..row + 1) {
            Ok(arguments) => arguments,
            Err((reason, rule)) => return Ok(Replaced::Refused(reason, rule)),
        };
        for name in key {
            let Some(at) = self.into.fields.iter().position(|f| f.name == *name) else {
                return Ok(Replaced::No);
            };
            let column = Column::of(&self.into.fields[at]);
            let cell = batch.row(row).cell(at);
            let sent = take(&column, cell, &mut self.scratch)
                .map_err(|reason| (reason, name.clone()))
                .and_then(|(wire, _)| {
                    add(&mut arguments, wire).map_err(|_| ("type_refused", name.clone()))
                });
            if let Err((reason, rule)) = sent {
                return Ok(Replaced::Refused(reason, rule));
            }
        }
        Ok(
            match self
                .run(sql.into(), arguments, size(batch.row(row)))
                .await?
            {
                Ok(0) => Replaced::No,
                Ok(_) => Replaced::Yes,
                Err((reason, rule)) => Replaced::Refused(reason, rule),
            },
        )
    }
}

enum Replaced {
    Yes,
    No,
    Refused(&'static str, String),
}

fn size(row: Row<'_>) -> usize {
    row.cells().map(|c| c.size() + 9).sum()
}

fn add(arguments: &mut MySqlArguments, wire: Wire<'_>) -> Result<(), sqlx::error::BoxDynError> {
    match wire {
        // Of a type that every column takes.
        Wire::Null => arguments.add(None::<&str>),
        Wire::Int(i) => arguments.add(i),
        Wire::UInt(u) => arguments.add(u),
        Wire::Float(f) => arguments.add(f),
        Wire::Double(f) => arguments.add(f),
        Wire::Text(s) => arguments.add(s),
        Wire::Bytes(b) => arguments.add(b),
    }
}

fn statement(into: &Into, rows: usize) -> String {
    match into.way {
        Way::Remove => delete(into, rows),
        Way::Add | Way::ByKey | Way::RowByRow(_) => insert(into, rows),
    }
}

/// A key has no nulls, so equality finds its row.
fn delete(into: &Into, rows: usize) -> String {
    let fields = into.fields.iter();
    let one: Vec<String> = fields.map(|f| format!("{} = ?", quote(&f.name))).collect();
    let any = vec![format!("({})", one.join(" AND ")); rows];
    format!(
        "DELETE FROM {} WHERE {}",
        quote(&into.dataset),
        any.join(" OR ")
    )
}

/// Columns by name (C28).
fn insert(into: &Into, rows: usize) -> String {
    let names: Vec<String> = into.fields.iter().map(|f| quote(&f.name)).collect();
    let marks = format!("({})", vec!["?"; names.len()].join(","));
    let mut sql = format!(
        "INSERT INTO {} ({}) VALUES {}",
        quote(&into.dataset),
        names.join(", "),
        vec![marks; rows].join(",")
    );
    if matches!(into.way, Way::ByKey) {
        // The key as well: it may be equal by the column's collation and yet written in another way.
        let set: Vec<String> = names.iter().map(|n| format!("{n} = VALUES({n})")).collect();
        sql += &format!(" ON DUPLICATE KEY UPDATE {}", set.join(", "));
    }
    sql
}
