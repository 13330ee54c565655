//! The middle of the pipe: read ahead on one side, convert and hash in a task of its own, write on the other side.
//!
//! Three stages at once: while the target takes one batch, the next is converted and hashed, and the one after is read.
//! Batches where every value lands as it is are handed on without a copy.

use super::ahead::{Ahead, Filled, ReadAhead};
use crate::Lane;
use crate::convert::{Converter, Left};
use drydock_connector::{Batch, Connector, Fault, RowHasher, Source};
use drydock_model::{Receipt, Slice};
use std::sync::Arc;
use tokio::sync::mpsc;

#[expect(
    clippy::large_enum_variant,
    reason = "one a megabyte of rows; nearly all of them are rows"
)]
pub(super) enum Ready {
    Rows(usize, Prepared),
    End(usize, u64),
    Failed(Fault),
}

/// A batch as the target shall take it.
pub(super) struct Prepared {
    raw: Filled,
    /// None where the rows go on as they were read.
    out: Option<Batch>,
    /// For each row that goes on, which row of the batch it was; none where all go on.
    origins: Option<Vec<usize>>,
    pub left: Vec<Left>,
    /// What this batch adds to the slice's receipt if the target takes all of it.
    pub part: Receipt,
}

impl Prepared {
    pub fn batch(&self) -> &Batch {
        self.out.as_ref().unwrap_or(&self.raw)
    }

    pub fn raw(&self) -> &Batch {
        &self.raw
    }

    pub fn origin(&self, row: usize) -> usize {
        match &self.origins {
            Some(origins) => origins.get(row).copied().unwrap_or(row),
            None => row,
        }
    }
}

pub(super) struct Pipe {
    ready: mpsc::Receiver<Ready>,
    outs: mpsc::Sender<Batch>,
}

impl Pipe {
    pub fn start(
        source: Arc<dyn Source>,
        target: Arc<dyn Connector>,
        lane: Arc<Lane>,
        slices: Vec<Slice>,
    ) -> Pipe {
        let ahead = ReadAhead::start(
            source,
            lane.dataset.name.clone(),
            lane.from_fields(),
            slices,
        );
        let (to, ready) = mpsc::channel(1);
        let (outs, spare) = mpsc::channel(2);
        tokio::spawn(convert(ahead, target, lane, to, spare));
        Pipe { ready, outs }
    }

    /// Nothing after the last slice or a fault, or when a stage died.
    pub async fn next(&mut self) -> Option<Ready> {
        self.ready.recv().await
    }

    pub fn give_back(&self, prepared: Prepared) {
        if let Some(out) = prepared.out {
            let _ = self.outs.try_send(out);
        }
    }
}

async fn convert(
    mut ahead: ReadAhead,
    target: Arc<dyn Connector>,
    lane: Arc<Lane>,
    to: mpsc::Sender<Ready>,
    mut spare: mpsc::Receiver<Batch>,
) {
    let mut converter = Converter::new(&lane, target.dialect());
    let mut hasher = RowHasher::default();
    while let Some(next) = ahead.next().await {
        let ready = match next {
            Ahead::End(slice, rows) => Ready::End(slice, rows),
            Ahead::Failed(fault) => Ready::Failed(fault),
            Ahead::Rows(slice, raw) => {
                let out = || spare.try_recv().unwrap_or_else(|_| Batch::new(0));
                Ready::Rows(slice, prepare(raw, &mut converter, out, &mut hasher))
            }
        };
        if to.send(ready).await.is_err() {
            return;
        }
    }
}

fn prepare(
    raw: Filled,
    converter: &mut Converter<'_>,
    out: impl FnOnce() -> Batch,
    hasher: &mut RowHasher,
) -> Prepared {
    let mut part = Receipt {
        rows_read: raw.rows() as u64,
        ..Receipt::default()
    };
    let mut prepared = Prepared {
        raw,
        out: None,
        origins: None,
        left: Vec::new(),
        part: Receipt::default(),
    };
    if !converter.passes(&prepared.raw) {
        let mut out = out();
        let done = converter.convert(&prepared.raw, &mut out, &mut prepared.left);
        part.left_behind = prepared.left.len() as u64;
        part.filtered = done.filtered;
        part.changed = done.changed;
        let all = out.rows() == prepared.raw.rows();
        prepared.origins = (!all).then(|| (0..out.rows()).map(|r| converter.origin(r)).collect());
        prepared.out = Some(out);
    }
    for row in prepared.batch().iter() {
        let bytes = &mut part.bytes;
        let cells = row.cells().inspect(|c| *bytes += c.size() as u64);
        let hash = hasher.cells(cells);
        part.digest.add(hash);
        part.rows_written += 1;
    }
    prepared.part = part;
    prepared
}
