//! Rows of a slice into the caller's batch, value by value and without row objects of our own.
//!
//! By a key: page after page, each a statement of its own that begins behind the last row, so that a pause of hours
//! holds no stream open. Without a key: one stream, on a task that holds the connection.

use crate::catalog::Shape;
use crate::ddl::quote;
use crate::door::{Link, raw};
use crate::slices::Order;
use crate::source::{Snapshot, let_go};
use crate::wire::{self, Way};
use async_trait::async_trait;
use drydock_connector::{Batch, Fault, FaultKind, Scan};
use drydock_model::{Slice, Value};
use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlArguments, MySqlRow};
use sqlx::{Arguments, AssertSqlSafe};
use std::sync::Arc;
use tokio::sync::{OwnedMutexGuard, mpsc};

/// The first page shows how large rows are.
const FIRST_PAGE: u64 = 64;
const LARGEST_PAGE: u64 = 1 << 16;
/// A page grows by so much at most: rows behind the seen ones may be larger.
const GROWTH: u64 = 8;
/// Bytes that a page should come to; what is beyond a full batch is sent for nothing.
const PAGE_BYTES: u64 = 1 << 20;

pub(crate) enum MysqlScan {
    Pages(Box<Pages>),
    Stream(Stream),
}

impl MysqlScan {
    pub async fn start(
        snapshot: Snapshot,
        shape: Arc<Shape>,
        fields: &[String],
        slice: &Slice,
        store: &str,
    ) -> Result<MysqlScan, Fault> {
        let place = shape.place(store);
        let columns = fields
            .iter()
            .map(|name| {
                shape.field(name, &place)?;
                let at = shape.fields.iter().position(|f| f.name == *name);
                Ok(at.unwrap_or_default())
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        if slice.key.is_empty() {
            let link = snapshot.take(store).await?;
            return Ok(MysqlScan::Stream(Stream::start(
                link, shape, columns, place,
            )));
        }
        if Order::of(&shape, &slice.key, &place)?.is_none() {
            return Err(Fault::new(
                FaultKind::Unsupported,
                &place,
                "its rows cannot be told apart by the fields that the slice is cut by",
            ));
        }
        Ok(MysqlScan::Pages(Box::new(Pages {
            snapshot,
            shape,
            columns,
            store: store.to_owned(),
            place,
            key: slice.key.clone(),
            after: slice.after.clone(),
            upto: slice.upto.clone(),
            page: FIRST_PAGE,
            ended: false,
            scratch: String::new(),
        })))
    }
}

#[async_trait]
impl Scan for MysqlScan {
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        match self {
            MysqlScan::Pages(pages) => pages.fill(batch).await,
            MysqlScan::Stream(stream) => stream.fill(batch).await,
        }
    }
}

fn ways<'s>(shape: &'s Shape, columns: &[usize]) -> Vec<Way<'s>> {
    columns
        .iter()
        .map(|at| Way::of(&shape.fields[*at]))
        .collect()
}

fn push(
    batch: &mut Batch,
    ways: &[Way<'_>],
    row: &MySqlRow,
    scratch: &mut String,
    place: &str,
) -> Result<(), Fault> {
    for (i, way) in ways.iter().enumerate() {
        wire::push(batch, *way, raw(row, i), scratch, place)?;
    }
    Ok(())
}

pub(crate) struct Pages {
    snapshot: Snapshot,
    shape: Arc<Shape>,
    columns: Vec<usize>,
    store: String,
    place: String,
    key: Vec<String>,
    /// The last row read, or the slice's own bound.
    after: Option<Vec<Value>>,
    upto: Option<Vec<Value>>,
    /// Rows of the next page.
    page: u64,
    ended: bool,
    scratch: String,
}

impl Pages {
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        if self.ended {
            return Ok(0);
        }
        let mut link = self.snapshot.take(&self.store).await?;
        let shape = self.shape.clone();
        let order = Order::of(&shape, &self.key, &self.place)?;
        let ways = ways(&shape, &self.columns);
        let sql = format!(
            "SELECT {} FROM {}{}{} LIMIT ?",
            wire::selected(ways.iter().chain(&order.columns)),
            quote(&shape.name),
            order.range(self.after.is_some(), self.upto.is_some()),
            order.sorted()
        );
        let mut arguments = MySqlArguments::default();
        for bound in self.after.iter().chain(&self.upto) {
            order.bind(&mut arguments, bound, &self.place)?;
        }
        arguments.add(self.page).map_err(|e| {
            Fault::new(
                FaultKind::Internal,
                &self.place,
                "a limit could not be written",
            )
            .because(e)
        })?;
        let (door, id) = (link.door().clone(), link.id);
        let (scratch, place) = (&mut self.scratch, &self.place);
        let read = async {
            let mut rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch(&mut link.conn);
            let (mut count, mut last) = (0_u64, None);
            while let Some(row) = rows.try_next().await? {
                if let Err(fault) = push(batch, &ways, &row, scratch, place) {
                    return Ok(Err(fault));
                }
                count += 1;
                last = Some(row);
                if batch.is_full() {
                    break;
                }
            }
            Ok(Ok((count, last)))
        };
        let read = door
            .answer(id, read)
            .await
            .map_err(|f| at(f, &self.place))?;
        let (count, last) = read?;
        self.ended = count < self.page && !batch.is_full();
        if self.ended {
            let_go(&mut link).await?;
        }
        drop(link);
        if let Some(last) = last.filter(|_| !self.ended) {
            let key = order.key_of(&last, self.columns.len(), &self.place)?;
            self.after = Some(key);
            let each = (batch.size() as u64 / count.max(1)).max(1);
            let most = (self.page * GROWTH).min(LARGEST_PAGE);
            self.page = (PAGE_BYTES / each + 1).clamp(1, most);
        }
        Ok(count as usize)
    }
}

fn at(fault: Fault, place: &str) -> Fault {
    Fault {
        place: place.to_owned(),
        ..fault
    }
}

/// A batch that was filled, and whether the rows are at their end.
type Filled = Result<(Batch, bool), Fault>;

/// Batches go to the task that reads, and come back.
pub(crate) struct Stream {
    to: mpsc::Sender<Batch>,
    from: mpsc::Receiver<Filled>,
    place: String,
    width: usize,
    ended: bool,
}

impl Stream {
    fn start(
        link: OwnedMutexGuard<Link>,
        shape: Arc<Shape>,
        columns: Vec<usize>,
        place: String,
    ) -> Stream {
        let (to, batches) = mpsc::channel(1);
        let (filled, from) = mpsc::channel(1);
        let width = columns.len();
        tokio::spawn(read_on(
            link,
            shape,
            columns,
            place.clone(),
            batches,
            filled,
        ));
        Stream {
            to,
            from,
            place,
            width,
            ended: false,
        }
    }

    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        if self.ended {
            return Ok(0);
        }
        let gone = || Fault::new(FaultKind::Internal, &self.place, "the reader is gone");
        let empty = std::mem::replace(batch, Batch::new(self.width));
        let before = empty.rows();
        self.to.send(empty).await.map_err(|_| gone())?;
        let (filled, ended) = self.from.recv().await.ok_or_else(gone)??;
        *batch = filled;
        self.ended = ended;
        Ok(batch.rows() - before)
    }
}

/// It ends with the rows, with a fault, or when nobody wants more.
async fn read_on(
    mut link: OwnedMutexGuard<Link>,
    shape: Arc<Shape>,
    columns: Vec<usize>,
    place: String,
    mut batches: mpsc::Receiver<Batch>,
    filled: mpsc::Sender<Filled>,
) {
    let ways = ways(&shape, &columns);
    let sql = match columns.is_empty() {
        true => format!("SELECT 1 FROM {}", quote(&shape.name)),
        false => format!(
            "SELECT {} FROM {}",
            wire::selected(&ways),
            quote(&shape.name)
        ),
    };
    let (door, id) = (link.door().clone(), link.id);
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut link.conn);
    let mut scratch = String::new();
    while let Some(mut batch) = batches.recv().await {
        let read = async {
            while let Some(row) = rows.try_next().await? {
                if let Err(fault) = push(&mut batch, &ways, &row, &mut scratch, &place) {
                    return Ok(Err(fault));
                }
                if batch.is_full() {
                    return Ok(Ok(false));
                }
            }
            Ok(Ok(true))
        };
        let read = door.answer(id, read).await.map_err(|f| at(f, &place));
        let answer = match read {
            Ok(Ok(false)) => Ok((batch, false)),
            Ok(Ok(true)) => {
                drop(rows);
                let gone = let_go(&mut link).await;
                drop(link);
                // The last rows are there, whatever became of the locks.
                let _ = filled.send(gone.map(|()| (batch, true))).await;
                return;
            }
            Ok(Err(fault)) | Err(fault) => Err(fault),
        };
        let goes_on = answer.is_ok();
        if filled.send(answer).await.is_err() || !goes_on {
            return;
        }
    }
}
