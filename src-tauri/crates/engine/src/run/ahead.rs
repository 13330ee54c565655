//! Reading ahead: a task of its own fills the next batches of a row of slices while the present one is worked on.
//!
//! What is on its way is bounded twice: by the number of batches, and by their bytes, so that huge values do not add up.
//! The proof reads through the same.

use drydock_connector::{Batch, Fault, Source};
use drydock_model::Slice;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

const BATCHES: usize = 2;
/// In KiB, the unit of the permits.
const BUDGET: u32 = 48 << 10;

pub(crate) enum Ahead {
    /// Rows of the slice with this place in the list.
    Rows(usize, Filled),
    /// All rows of this slice were handed over: so many.
    End(usize, u64),
    Failed(Fault),
}

/// A batch with rows. When it is dropped, its memory is filled again.
pub(crate) struct Filled {
    batch: Batch,
    back: mpsc::Sender<Batch>,
    _room: OwnedSemaphorePermit,
}

impl Deref for Filled {
    type Target = Batch;

    fn deref(&self) -> &Batch {
        &self.batch
    }
}

impl Drop for Filled {
    fn drop(&mut self) {
        // When there are enough spare ones already, this one is let go.
        let _ = self
            .back
            .try_send(std::mem::replace(&mut self.batch, Batch::new(0)));
    }
}

pub(crate) struct ReadAhead {
    filled: mpsc::Receiver<Ahead>,
}

impl ReadAhead {
    pub fn start(
        source: Arc<dyn Source>,
        dataset: String,
        fields: Vec<String>,
        slices: Vec<Slice>,
    ) -> ReadAhead {
        let (to, filled) = mpsc::channel(BATCHES);
        let (back, spare) = mpsc::channel(BATCHES + 2);
        let reader = Reader {
            source,
            dataset,
            fields,
            to,
            back,
            spare,
            room: Arc::new(Semaphore::new(BUDGET as usize)),
        };
        // It ends by itself: after the last slice, or when nobody receives any more.
        tokio::spawn(reader.read(slices));
        ReadAhead { filled }
    }

    /// What comes next; nothing after the last slice or a fault, or when the reader died.
    pub async fn next(&mut self) -> Option<Ahead> {
        self.filled.recv().await
    }
}

struct Reader {
    source: Arc<dyn Source>,
    dataset: String,
    fields: Vec<String>,
    to: mpsc::Sender<Ahead>,
    back: mpsc::Sender<Batch>,
    spare: mpsc::Receiver<Batch>,
    room: Arc<Semaphore>,
}

/// Nobody receives any more.
struct Alone;

impl Reader {
    async fn read(mut self, slices: Vec<Slice>) {
        for (index, slice) in slices.iter().enumerate() {
            let last = match self.slice(index, slice).await {
                Ok(Ok(rows)) => Ahead::End(index, rows),
                Ok(Err(fault)) => {
                    let _ = self.to.send(Ahead::Failed(fault)).await;
                    return;
                }
                Err(Alone) => return,
            };
            if self.to.send(last).await.is_err() {
                return;
            }
        }
    }

    async fn slice(&mut self, index: usize, slice: &Slice) -> Result<Result<u64, Fault>, Alone> {
        let mut scan = match self.source.scan(&self.dataset, &self.fields, slice).await {
            Ok(scan) => scan,
            Err(fault) => return Ok(Err(fault)),
        };
        let width = self.fields.len();
        let mut rows = 0;
        loop {
            let mut batch = self.spare.try_recv().unwrap_or_else(|_| Batch::new(width));
            batch.reset(width);
            match scan.fill(&mut batch).await {
                Ok(0) => return Ok(Ok(rows)),
                Ok(added) => rows += added as u64,
                Err(fault) => return Ok(Err(fault)),
            }
            let kib = u32::try_from(batch.size() >> 10).unwrap_or(BUDGET);
            let room = self.room.clone().acquire_many_owned(kib.clamp(1, BUDGET));
            let room = tokio::select! {
                room = room => room.map_err(|_| Alone)?,
                () = self.to.closed() => return Err(Alone),
            };
            let filled = Filled {
                batch,
                back: self.back.clone(),
                _room: room,
            };
            self.to
                .send(Ahead::Rows(index, filled))
                .await
                .map_err(|_| Alone)?;
        }
    }
}
