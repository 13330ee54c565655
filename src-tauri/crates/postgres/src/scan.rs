//! Rows of a slice by `COPY .. TO STDOUT (FORMAT binary)`. A task of its own takes bytes from the server and gathers
//! them in blocks that go round; the scan reads cells out of them straight into the caller's batch.

use crate::fault::{At, broken};
use crate::session::Session;
use crate::wire::{Form, decode};
use async_trait::async_trait;
use drydock_connector::{Batch, Fault, FaultKind, Scan};
use drydock_model::Value;
use futures_util::{FutureExt, StreamExt};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;

const BLOCK: usize = 256 * 1024;
const BLOCKS: usize = 4;
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";

/// Sessions that have nothing to do.
pub(crate) type Spare = Arc<Mutex<Vec<Session>>>;

pub(crate) fn give_back(spare: &Spare, session: Session) {
    spare
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(session);
}

pub(crate) fn take(spare: &Spare) -> Option<Session> {
    spare.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

/// Where the bytes of a COPY come from.
struct Blocks {
    full: mpsc::Receiver<Result<Vec<u8>, Fault>>,
    empty: mpsc::Sender<Vec<u8>>,
}

pub(crate) struct PostgresScan {
    blocks: Blocks,
    rows: Rows,
    forms: Vec<Form<'static>>,
    place: String,
}

impl PostgresScan {
    pub fn start(
        session: Session,
        spare: Spare,
        sql: &str,
        forms: Vec<Form<'static>>,
        place: String,
    ) -> PostgresScan {
        PostgresScan {
            blocks: Blocks::start(session, Some(spare), sql),
            rows: Rows::default(),
            forms,
            place,
        }
    }
}

#[async_trait]
impl Scan for PostgresScan {
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        let mut added = 0;
        while !batch.is_full() {
            match self.rows.next(&self.forms, batch, &self.place)? {
                Next::Row => added += 1,
                Next::More => match self.blocks.full.recv().await {
                    Some(block) => {
                        if let Some(used) = self.rows.add(block?) {
                            // Nobody waits for it: then it is simply dropped.
                            let _ = self.blocks.empty.try_send(used);
                        }
                    }
                    None if self.rows.ended => break,
                    None => {
                        return Err(Fault::new(
                            FaultKind::Unreachable,
                            &self.place,
                            "the rows ended in the middle",
                        ));
                    }
                },
            }
        }
        Ok(added)
    }
}

impl Blocks {
    fn start(session: Session, spare: Option<Spare>, sql: &str) -> Blocks {
        let (give, full) = mpsc::channel(BLOCKS);
        let (empty, used) = mpsc::channel(BLOCKS);
        let sql = format!("COPY ({sql}) TO STDOUT (FORMAT binary)");
        tokio::spawn(async move {
            let mut session = session;
            match copy(&mut session, &sql, &give, used).await {
                // Who read does not want the rest: the connection goes, and the server stops sending.
                Ok(false) => {}
                Ok(true) => {
                    if let Some(spare) = spare {
                        give_back(&spare, session);
                    }
                }
                Err(fault) => drop(give.send(Err(fault)).await),
            }
        });
        Blocks { full, empty }
    }
}

/// False where nobody wants the rows any more.
async fn copy(
    session: &mut Session,
    sql: &str,
    give: &mpsc::Sender<Result<Vec<u8>, Fault>>,
    mut used: mpsc::Receiver<Vec<u8>>,
) -> Result<bool, Fault> {
    let (place, pid) = (session.place.clone(), session.pid);
    let begun = session.conn.copy_out_raw(sql);
    let mut stream = place.patient(pid, begun).await?.at(&place.name)?;
    let mut block = Vec::with_capacity(BLOCK);
    loop {
        // Most rows are here already; only for the others is a clock set.
        let next = match stream.next().now_or_never() {
            Some(next) => next,
            None => {
                let next = async { stream.next().await.transpose() };
                place.patient(pid, next).await?.transpose()
            }
        };
        match next {
            Some(bytes) => block.extend_from_slice(&bytes.at(&place.name)?),
            None => break,
        }
        if block.len() >= BLOCK - BLOCK / 8 {
            let spare = used
                .try_recv()
                .unwrap_or_else(|_| Vec::with_capacity(BLOCK));
            if give
                .send(Ok(std::mem::replace(&mut block, spare)))
                .await
                .is_err()
            {
                return Ok(false);
            }
        }
    }
    drop(stream);
    Ok(block.is_empty() || give.send(Ok(block)).await.is_ok())
}

enum Next {
    Row,
    /// No whole row is left.
    More,
}

/// Cuts rows out of the bytes of a COPY, however they come.
#[derive(Default)]
struct Rows {
    bytes: Vec<u8>,
    at: usize,
    begun: bool,
    ended: bool,
    spare: String,
}

impl Rows {
    /// Takes a block in; gives back the one that is used up.
    fn add(&mut self, mut block: Vec<u8>) -> Option<Vec<u8>> {
        if self.at < self.bytes.len() {
            self.bytes.drain(..self.at);
            self.bytes.extend_from_slice(&block);
            block.clear();
        } else {
            std::mem::swap(&mut self.bytes, &mut block);
            block.clear();
        }
        self.at = 0;
        (block.capacity() <= 2 * BLOCK).then_some(block)
    }

    fn next(&mut self, forms: &[Form<'_>], batch: &mut Batch, place: &str) -> Result<Next, Fault> {
        let odd = || broken(place, "the server sent rows in a form that is not known");
        if !self.begun {
            let Some(head) = self.bytes.get(..19) else {
                return Ok(Next::More);
            };
            if !head.starts_with(SIGNATURE) {
                return Err(odd());
            }
            self.begun = true;
            self.at = 19;
        }
        let Rows {
            bytes, at, spare, ..
        } = self;
        let mut rest = &bytes[*at..];
        if self.ended || !is_whole(rest) {
            return Ok(Next::More);
        }
        let count = i16::from_be_bytes([rest[0], rest[1]]);
        rest = &rest[2..];
        if count == -1 {
            self.ended = true;
            *at = bytes.len();
            return Ok(Next::More);
        }
        if usize::try_from(count) != Ok(forms.len()) {
            return Err(odd());
        }
        for form in forms {
            let (length, tail) = rest.split_at(4);
            let length = i32::from_be_bytes([length[0], length[1], length[2], length[3]]);
            rest = tail;
            match usize::try_from(length) {
                Err(_) => batch.push(drydock_connector::Cell::Null),
                Ok(length) => {
                    let (value, tail) = rest.split_at(length);
                    decode(*form, value, spare, batch).ok_or_else(odd)?;
                    rest = tail;
                }
            }
        }
        *at = bytes.len() - rest.len();
        Ok(Next::Row)
    }
}

/// A whole row, or the end, lies at the beginning.
fn is_whole(mut bytes: &[u8]) -> bool {
    let Some((count, tail)) = bytes.split_at_checked(2) else {
        return false;
    };
    bytes = tail;
    for _ in 0..i16::from_be_bytes([count[0], count[1]]) {
        let Some((length, tail)) = bytes.split_at_checked(4) else {
            return false;
        };
        let length = i32::from_be_bytes([length[0], length[1], length[2], length[3]]);
        let Some((_, tail)) = tail.split_at_checked(usize::try_from(length).unwrap_or(0)) else {
            return false;
        };
        bytes = tail;
    }
    true
}

/// All rows of a query at once, for the few that borders are.
pub(crate) async fn read_values(
    session: &mut Session,
    sql: &str,
    forms: &[Form<'_>],
) -> Result<Vec<Vec<Value>>, Fault> {
    let (place, pid) = (session.place.clone(), session.pid);
    let sql = format!("COPY ({sql}) TO STDOUT (FORMAT binary)");
    let all = async {
        let mut stream = session.conn.copy_out_raw(&sql).await?;
        let mut all = Vec::new();
        while let Some(bytes) = stream.next().await {
            all.extend_from_slice(&bytes?);
        }
        Ok(all)
    };
    let all = place.patient(pid, all).await?.at(&place.name)?;
    let mut rows = Rows::default();
    rows.add(all);
    let mut batch = Batch::with_limit(forms.len(), usize::MAX);
    while let Next::Row = rows.next(forms, &mut batch, &place.name)? {}
    if !rows.ended {
        return Err(broken(&place.name, "the borders ended in the middle"));
    }
    let values = |row: drydock_connector::Row<'_>| row.cells().map(|c| c.to_value()).collect();
    Ok(batch.iter().map(values).collect())
}
