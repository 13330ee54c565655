//! Rows of one slice on their way into a table: one transaction, binary COPY, the receipt at its end.
//!
//! A batch goes in as a whole. Where the server refuses it, the batch is taken back to a savepoint and divided, first
//! where the server says the trouble lies, until each bad row stands alone and is refused; all others land.

use crate::ddl::quote;
use crate::fault::{At, broken, server_error};
use crate::receipts;
use crate::scan::{Spare, give_back};
use crate::session::Session;
use crate::staging::Staging;
use crate::stops::Stop;
use crate::trouble::Trouble;
use crate::wire::{Encoder, Form, Put, encode};
use async_trait::async_trait;
use drydock_connector::{Batch, Fault, FaultKind, Landing, Load, Refusal};
use drydock_model::{Dataset, Field, Receipt, WriteMode};
use std::ops::Range;
use std::sync::Arc;

const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const END: &[u8] = &(-1i16).to_be_bytes();

/// Sent with patience of its own each: many bytes on a slow line take long, and are no sign of a lost one.
const PIECE: usize = 256 * 1024;

pub(crate) struct PostgresLoad {
    /// Gone once it went back to the others.
    session: Option<Session>,
    spare: Spare,
    stop: Stop,
    into: Into,
    rows: Encoded,
    /// A write was begun and not ended: nobody knows which of its rows are in.
    unsure: bool,
}

/// What a load needs to know of its table.
struct Into {
    dataset: Arc<Dataset>,
    /// Positions of the fields in the dataset, in the order of the cells.
    fields: Vec<usize>,
    copy: String,
    staging: Option<Staging>,
}

impl Into {
    fn new(
        dataset: Arc<Dataset>,
        fields: Vec<usize>,
        landing: &Landing,
        table: &str,
        staging: Option<Staging>,
    ) -> Into {
        let names: Vec<String> = landing.fields.iter().map(|f| quote(f)).collect();
        let copied = staging.as_ref().map_or(table, |s| s.name());
        Into {
            copy: format!(
                "COPY {copied} ({}) FROM STDIN (FORMAT binary)",
                names.join(", ")
            ),
            dataset,
            fields,
            staging,
        }
    }
}

fn positions(dataset: &Dataset, landing: &Landing) -> Result<Vec<usize>, Fault> {
    let position = |name: &String| {
        let found = dataset.fields.iter().position(|f| f.name == *name);
        found.ok_or_else(|| {
            let why = format!("the table has no field {name}");
            Fault::new(FaultKind::NotThere, &landing.dataset, why)
        })
    };
    landing.fields.iter().map(position).collect()
}

/// Rows in PostgreSQL's form, one after another, so that any range of them can be sent.
#[derive(Default)]
struct Encoded {
    encoder: Encoder,
    bytes: Vec<u8>,
    /// Where each row ends, and which row of the batch it was.
    ends: Vec<(usize, usize)>,
}

impl PostgresLoad {
    /// Rows on their way in.
    pub async fn begin(
        session: Session,
        spare: Spare,
        stop: Stop,
        dataset: Arc<Dataset>,
        landing: &Landing,
    ) -> Result<PostgresLoad, Fault> {
        let fields = positions(&dataset, landing)?;
        let table = session.place.table(&landing.dataset);
        let all = || fields.iter().map(|i| &dataset.fields[*i]);
        let spoken = all().any(|f| Form::of(&dataset, f).is_spoken());
        let staging = (spoken || landing.write == WriteMode::Upsert)
            .then(|| Staging::new(&dataset, all().collect(), &table, landing));
        let into = Into::new(dataset.clone(), fields, landing, &table, staging);
        PostgresLoad::open(session, spare, stop, into).await
    }

    /// Rows on their way out, by their keys.
    pub async fn remove(
        session: Session,
        spare: Spare,
        stop: Stop,
        dataset: Arc<Dataset>,
        landing: &Landing,
    ) -> Result<PostgresLoad, Fault> {
        let fields = positions(&dataset, landing)?;
        let table = session.place.table(&landing.dataset);
        let key = fields.iter().map(|i| &dataset.fields[*i]).collect();
        let staging = Staging::removing(&dataset, key, &table);
        let into = Into::new(dataset.clone(), fields, landing, &table, Some(staging));
        PostgresLoad::open(session, spare, stop, into).await
    }

    async fn open(
        mut session: Session,
        spare: Spare,
        stop: Stop,
        into: Into,
    ) -> Result<PostgresLoad, Fault> {
        let made = into.staging.as_ref().map_or("", |s| s.create.as_str());
        // What is deferrable is looked at row by row all the same, so that a bad row is refused and not the whole slice.
        let begin = format!("BEGIN; SET CONSTRAINTS ALL IMMEDIATE; {made}; SAVEPOINT batch");
        if let Err(fault) = session.run(&begin).await {
            let _ = session.run("ROLLBACK").await;
            return Err(fault);
        }
        Ok(PostgresLoad {
            session: Some(session),
            spare,
            stop,
            into,
            rows: Encoded::default(),
            unsure: false,
        })
    }

    fn be_sure(&mut self) -> Result<(), Fault> {
        match std::mem::replace(&mut self.unsure, true) {
            false => Ok(()),
            true => Err(broken(
                &self.into.dataset.name,
                "the load went on after a write that was cut off or had failed",
            )),
        }
    }

    /// Divides until all good rows are in and each bad one is named.
    async fn land(&mut self, refused: &mut Vec<Refusal>) -> Result<(), Fault> {
        let mut waiting = Vec::new();
        let mut next = Some(0..self.rows.ends.len());
        while let Some(range) = next.take().or_else(|| waiting.pop()) {
            if range.is_empty() {
                continue;
            }
            self.stop.check(&self.into.dataset.name)?;
            let Some(trouble) = self.try_range(range.clone()).await? else {
                continue;
            };
            if range.len() == 1 {
                refused.push(Refusal {
                    row: self.rows.ends[range.start].1,
                    reason: trouble.reason,
                    rule: trouble.rule,
                });
                continue;
            }
            let at = trouble.line.map(|line| range.start + line);
            match at.filter(|at| range.contains(at)) {
                Some(at) => {
                    waiting.push(at + 1..range.end);
                    waiting.push(at..at + 1);
                    waiting.push(range.start..at);
                }
                None => {
                    let middle = range.start + range.len() / 2;
                    waiting.push(middle..range.end);
                    waiting.push(range.start..middle);
                }
            }
        }
        Ok(())
    }

    async fn try_range(&mut self, range: Range<usize>) -> Result<Option<Trouble>, Fault> {
        let place = &self.into.dataset.name;
        let session = open(&mut self.session, place)?;
        let count = range.len() as u64;
        let bytes = self.rows.bytes_of(range);
        let mut landed = copy(session, &self.into.copy, bytes).await?;
        if let (Ok(_), Some(staging)) = (&landed, &self.into.staging) {
            landed = staging.move_on(session).await?;
        }
        let trouble = match landed {
            Ok(rows) if rows == count => {
                session
                    .run("RELEASE SAVEPOINT batch; SAVEPOINT batch")
                    .await?;
                return Ok(None);
            }
            Ok(_) => Trouble {
                reason: "trigger",
                rule: format!("a trigger on {place} skipped it"),
                line: None,
            },
            Err(error) => match server_error(&error).and_then(|e| Trouble::of(place, e)) {
                Some(trouble) => trouble,
                None => return Err(error).at(place),
            },
        };
        session.run("ROLLBACK TO SAVEPOINT batch").await?;
        Ok(Some(trouble))
    }
}

fn open<'s>(session: &'s mut Option<Session>, place: &str) -> Result<&'s mut Session, Fault> {
    let gone = || broken(place, "the load went on after its transaction had ended");
    session.as_mut().ok_or_else(gone)
}

/// Rows copied, or the server's error.
async fn copy(
    session: &mut Session,
    sql: &str,
    bytes: &[u8],
) -> Result<Result<u64, sqlx::Error>, Fault> {
    let (place, pid) = (session.place.clone(), session.pid);
    let begun = session.conn.copy_in_raw(sql);
    let mut into = match place.patient(pid, begun).await? {
        Ok(into) => into,
        Err(error) => return Ok(Err(error)),
    };
    for piece in [HEAD].into_iter().chain(bytes.chunks(PIECE)).chain([END]) {
        let sent = async { into.send(piece).await.map(drop) };
        if let Err(error) = place.patient(pid, sent).await? {
            return Ok(Err(error));
        }
    }
    place.patient(pid, into.finish()).await
}

impl Encoded {
    fn bytes_of(&self, range: Range<usize>) -> &[u8] {
        let start = match range.start {
            0 => 0,
            start => self.ends[start - 1].0,
        };
        &self.bytes[start..self.ends[range.end - 1].0]
    }

    /// Encodes all rows; those with a value that has no place in its field are refused here already.
    fn fill(&mut self, into: &Into, forms: &[Form<'_>], batch: &Batch, refused: &mut Vec<Refusal>) {
        self.bytes.clear();
        self.ends.clear();
        for (index, row) in batch.iter().enumerate() {
            let start = self.bytes.len();
            self.bytes.extend((forms.len() as i16).to_be_bytes());
            let mut wrong: Option<(&Field, &'static str)> = None;
            for ((cell, form), field) in row.cells().zip(forms).zip(&into.fields) {
                let field = &into.dataset.fields[*field];
                if cell.is_null() {
                    if !field.nullable {
                        wrong = Some((field, "not_null"));
                        break;
                    }
                    self.bytes.extend((-1i32).to_be_bytes());
                    continue;
                }
                let at = self.bytes.len();
                self.bytes.extend([0; 4]);
                if let Put::Refused(reason) =
                    encode(*form, cell, &mut self.encoder, &mut self.bytes)
                {
                    wrong = Some((field, reason));
                    break;
                }
                let length = (self.bytes.len() - at - 4) as u32;
                self.bytes[at..at + 4].copy_from_slice(&length.to_be_bytes());
            }
            match wrong {
                None => self.ends.push((self.bytes.len(), index)),
                Some((field, reason)) => {
                    self.bytes.truncate(start);
                    refused.push(Refusal {
                        row: index,
                        reason,
                        rule: format!("{}.{}", into.dataset.name, field.name),
                    });
                }
            }
        }
    }
}

#[async_trait]
impl Load for PostgresLoad {
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault> {
        self.be_sure()?;
        let width = self.into.fields.len();
        if batch.width() != width {
            return Err(broken(
                &self.into.dataset.name,
                &format!("rows of {} values for {width} fields", batch.width()),
            ));
        }
        let mut refused = Vec::new();
        let dataset = self.into.dataset.clone();
        let fields = self.into.fields.iter().map(|i| &dataset.fields[*i]);
        let forms: Vec<Form<'_>> = fields.map(|f| Form::of(&dataset, f)).collect();
        self.rows.fill(&self.into, &forms, batch, &mut refused);
        self.land(&mut refused).await?;
        refused.sort_by_key(|r| r.row);
        self.unsure = false;
        Ok(refused)
    }

    async fn commit(mut self: Box<Self>, receipt: Receipt) -> Result<(), Fault> {
        self.be_sure()?;
        let session = open(&mut self.session, &self.into.dataset.name)?;
        receipts::put(session, &receipt).await?;
        session.run("COMMIT").await?;
        if let Some(session) = self.session.take() {
            give_back(&self.spare, session);
        }
        Ok(())
    }
}

impl Drop for PostgresLoad {
    fn drop(&mut self) {
        // Committed, or nobody knows where its session stands: then its connection goes, and the server rolls back.
        let Some(mut session) = self.session.take().filter(|_| !self.unsure) else {
            return;
        };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let spare = self.spare.clone();
            runtime.spawn(async move {
                if session.run("ROLLBACK").await.is_ok() {
                    give_back(&spare, session);
                }
            });
        }
    }
}
