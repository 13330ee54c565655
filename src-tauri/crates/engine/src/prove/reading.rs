//! Reading either end row by row with its digest: the target as it is, the source as it should have landed.

use super::{Ends, ProveError};
use crate::convert::Converter;
use crate::run::ahead::{Ahead, ReadAhead};
use crate::{Control, Lane};
use drydock_connector::{Batch, Connector, Row, RowHasher, Source};
use drydock_model::{Digest, Slice};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Rows and digest of a slice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub rows: u64,
    pub digest: Digest,
}

impl Sum {
    pub fn plus(self, other: Sum) -> Sum {
        Sum {
            rows: self.rows + other.rows,
            digest: self.digest.plus(other.digest),
        }
    }

    pub fn add(&mut self, row: u128) {
        self.rows += 1;
        self.digest.add(row);
    }

    pub fn of(sums: impl IntoIterator<Item = Sum>) -> Sum {
        sums.into_iter().fold(Sum::default(), Sum::plus)
    }
}

/// The source's part of a lane, as it should have landed.
#[derive(Clone)]
pub(crate) struct Should {
    pub lane: Arc<Lane>,
    pub source: Arc<dyn Source>,
    /// The target's connector, whose dialect says how values land.
    pub connector: Arc<dyn Connector>,
    pub slices: Vec<Slice>,
    /// For each slice the rows that the target refused during the run.
    pub refused: Vec<HashMap<Digest, u64>>,
    pub control: Control,
}

/// What reading the source again came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reread {
    pub sums: Vec<Sum>,
    pub rows_read: u64,
    pub changed: u64,
}

impl Should {
    pub fn new(ends: &Ends<'_>, lane: &Lane, slices: Vec<Slice>) -> Result<Should, ProveError> {
        let end = ends.stores.sources.get(&lane.source);
        let end = end.ok_or_else(|| ProveError::Lost(lane.from.clone()))?;
        let refused = slices
            .iter()
            .map(|slice| match &ends.ran {
                Some(ran) => ran.refused(lane.index, slice.ordinal),
                None => Ok(HashMap::new()),
            })
            .collect::<Result<_, _>>()?;
        Ok(Should {
            lane: Arc::new(lane.clone()),
            source: end.source.clone(),
            connector: ends.stores.target.connector.clone(),
            slices,
            refused,
            control: ends.control.clone(),
        })
    }

    /// Each row that should be in the target, with the place of its slice in the list and its digest.
    pub async fn each(
        mut self,
        mut each: impl FnMut(usize, Row<'_>, u128) -> ControlFlow<()> + Send,
    ) -> Result<(u64, u64), ProveError> {
        let lane = self.lane.clone();
        let mut converter = Converter::new(&lane, self.connector.dialect());
        let mut ahead = ReadAhead::start(
            self.source.clone(),
            lane.dataset.name.clone(),
            lane.from_fields(),
            self.slices.clone(),
        );
        let (mut hasher, mut out, mut left) = (RowHasher::default(), Batch::new(0), Vec::new());
        let (mut read, mut changed, mut ended) = (0, 0, 0);
        while ended < self.slices.len() {
            self.control.step().await?;
            match ahead.next().await {
                None => return Err(ProveError::Lost(lane.from.clone())),
                Some(Ahead::Failed(cause)) => return Err(ProveError::store(&lane.from, cause)),
                Some(Ahead::End(..)) => ended += 1,
                Some(Ahead::Rows(at, batch)) => {
                    read += batch.rows() as u64;
                    let landed: &Batch = if converter.passes(&batch) {
                        &batch
                    } else {
                        left.clear();
                        changed += converter.convert(&batch, &mut out, &mut left).changed;
                        &out
                    };
                    for row in landed.iter() {
                        let digest = hasher.row(row);
                        if take(&mut self.refused[at], Digest(digest)) {
                            continue;
                        }
                        if each(at, row, digest).is_break() {
                            return Ok((read, changed));
                        }
                    }
                }
            }
        }
        Ok((read, changed))
    }

    pub async fn sums(self) -> Result<Reread, ProveError> {
        let mut sums = vec![Sum::default(); self.slices.len()];
        let (rows_read, changed) = self
            .each(|at, _, digest| {
                sums[at].add(digest);
                ControlFlow::Continue(())
            })
            .await?;
        Ok(Reread {
            sums,
            rows_read,
            changed,
        })
    }
}

/// One of so many equal rows.
fn take(refused: &mut HashMap<Digest, u64>, digest: Digest) -> bool {
    match refused.get_mut(&digest) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    }
}

/// What is in the target: a dataset in the fields of a lane.
pub(crate) struct Is<'a> {
    pub source: &'a Arc<dyn Source>,
    pub dataset: &'a str,
    pub fields: &'a [String],
    pub slices: Vec<Slice>,
    pub control: &'a Control,
}

impl Is<'_> {
    pub async fn each(
        self,
        mut each: impl FnMut(usize, Row<'_>, u128) -> ControlFlow<()> + Send,
    ) -> Result<(), ProveError> {
        let count = self.slices.len();
        let mut ahead = ReadAhead::start(
            self.source.clone(),
            self.dataset.to_owned(),
            self.fields.to_vec(),
            self.slices,
        );
        let (mut hasher, mut ended) = (RowHasher::default(), 0);
        while ended < count {
            self.control.step().await?;
            match ahead.next().await {
                None => return Err(ProveError::Lost(self.dataset.to_owned())),
                Some(Ahead::Failed(cause)) => return Err(ProveError::store(self.dataset, cause)),
                Some(Ahead::End(..)) => ended += 1,
                Some(Ahead::Rows(at, batch)) => {
                    for row in batch.iter() {
                        if each(at, row, hasher.row(row)).is_break() {
                            return Ok(());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    pub async fn sums(self) -> Result<Vec<Sum>, ProveError> {
        let mut sums = vec![Sum::default(); self.slices.len()];
        self.each(|at, _, digest| {
            sums[at].add(digest);
            ControlFlow::Continue(())
        })
        .await?;
        Ok(sums)
    }
}

/// Rows and digest of a whole dataset in these fields.
pub(super) async fn digest_of(
    source: &Arc<dyn Source>,
    dataset: &str,
    fields: &[String],
    control: &Control,
) -> Result<Sum, ProveError> {
    let is = Is {
        source,
        dataset,
        fields,
        slices: vec![Slice::whole(0)],
        control,
    };
    Ok(Sum::of(is.sums().await?))
}
