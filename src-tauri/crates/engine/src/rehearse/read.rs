//! One lane read from end to end through the very converter that the run uses. Nothing is written anywhere but keys
//! into the sorters.

use super::duplicates::Duplicates;
use super::keys::Group;
use super::{RehearseError, Watched};
use crate::convert::{Converter, LossTally, left_row};
use crate::run::ahead::{Ahead, ReadAhead};
use crate::{Control, Lane, SourceEnd, Stores};
use drydock_connector::{Batch, Row, RowHasher, Source};
use drydock_model::rehearsal::{FieldLoss, LeftRow};
use drydock_model::{Digest, Slice};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows to show for each reason.
const SAMPLES: usize = 10;

/// What a lane came to.
#[derive(Debug, Default)]
pub struct Seen {
    pub read: u64,
    pub written: u64,
    pub left: u64,
    pub filtered: u64,
    pub changed: u64,
    /// Bytes of values as they will land.
    pub bytes: u64,
    pub digest: Digest,
    /// By field and reason.
    pub reasons: BTreeMap<(Option<usize>, &'static str), Reason>,
    pub losses: Vec<LossTally>,
    pub field_losses: Vec<FieldLoss>,
}

#[derive(Debug, Default)]
pub struct Reason {
    pub rows: u64,
    pub rule: String,
    pub samples: Vec<LeftRow>,
}

/// The whole lane in the order in which the run goes through its slices.
fn whole(lane: &Lane) -> Slice {
    Slice {
        key: lane.key.clone(),
        ..Slice::whole(lane.dataset.rows.unwrap_or(0))
    }
}

fn start(lane: &Lane, end: &SourceEnd) -> ReadAhead {
    ReadAhead::start(
        Arc::clone(&end.source),
        lane.dataset.name.clone(),
        lane.from_fields(),
        vec![whole(lane)],
    )
}

pub async fn lane(
    lane: &Lane,
    stores: &Stores,
    control: &Control,
    duplicates: &mut Duplicates,
    watched: &Watched,
) -> Result<Seen, RehearseError> {
    let end = source_of(lane, stores)?;
    let dialect = stores.target.connector.dialect();
    let mut converter = Converter::new(lane, dialect);
    let mut hasher = RowHasher::default();
    let places = duplicates.places(lane, dialect);
    let meets = places.iter().any(Option::is_some);
    let (mut out, mut left) = (Batch::new(lane.fields.len()), Vec::new());
    let mut seen = Seen::default();
    let mut ahead = start(lane, end);
    loop {
        control.step().await.map_err(|_| RehearseError::Stopped)?;
        let raw = match ahead.next().await {
            Some(Ahead::Rows(_, raw)) => raw,
            Some(Ahead::End(..)) => break,
            Some(Ahead::Failed(cause)) => {
                return Err(RehearseError::Read {
                    place: lane.from.clone(),
                    cause,
                });
            }
            None => return Err(RehearseError::Lost(lane.from.clone())),
        };
        let done = converter.convert(&raw, &mut out, &mut left);
        let before = seen.read;
        seen.read += raw.rows() as u64;
        seen.filtered += done.filtered;
        seen.changed += done.changed;
        for row in left.drain(..) {
            let reason = seen.reasons.entry((row.field, row.reason)).or_default();
            seen.left += 1;
            reason.rows += 1;
            if reason.samples.len() < SAMPLES {
                reason.samples.push(left_row(
                    lane,
                    raw.row(row.row),
                    row.field,
                    row.reason,
                    &row.rule,
                ));
                reason.rule = row.rule;
            }
        }
        for (i, row) in out.iter().enumerate() {
            let bytes = &mut seen.bytes;
            let hash = hasher.cells(row.cells().inspect(|c| *bytes += c.size() as u64));
            seen.digest.add(hash);
            seen.written += 1;
            let at = converter.origin(i);
            if meets {
                let number = before + at as u64;
                duplicates
                    .arrives(
                        lane.index,
                        &places,
                        number,
                        row,
                        hash,
                        converter.changed_in(i),
                    )
                    .map_err(RehearseError::Disk)?;
            }
        }
        watched.read(lane.index, seen.read);
    }
    seen.losses = converter.losses();
    seen.field_losses = converter.field_losses();
    Ok(seen)
}

/// The rows with these numbers in reading order, which must ascend; reading stops after the last one.
pub async fn rows(
    lane: &Lane,
    stores: &Stores,
    numbers: &[u64],
    control: &Control,
    mut each: impl FnMut(u64, Row<'_>),
) -> Result<(), RehearseError> {
    let end = source_of(lane, stores)?;
    let mut ahead = start(lane, end);
    let (mut first, mut wanted) = (0u64, numbers.iter().copied().peekable());
    while wanted.peek().is_some() {
        control.step().await.map_err(|_| RehearseError::Stopped)?;
        let raw = match ahead.next().await {
            Some(Ahead::Rows(_, raw)) => raw,
            Some(Ahead::End(..)) => break,
            Some(Ahead::Failed(cause)) => {
                return Err(RehearseError::Read {
                    place: lane.from.clone(),
                    cause,
                });
            }
            None => return Err(RehearseError::Lost(lane.from.clone())),
        };
        let next = first + raw.rows() as u64;
        while let Some(number) = wanted.next_if(|n| *n < next) {
            each(number, raw.row((number - first) as usize));
        }
        first = next;
    }
    Ok(())
}

fn source_of<'a>(lane: &Lane, stores: &'a Stores) -> Result<&'a SourceEnd, RehearseError> {
    stores
        .sources
        .get(&lane.source)
        .ok_or_else(|| RehearseError::Lost(lane.from.clone()))
}

/// The keys of the rows that are in the target already and stay.
pub async fn rows_there(
    group: &Group<'_>,
    stores: &Stores,
    control: &Control,
    duplicates: &mut Duplicates,
) -> Result<(), RehearseError> {
    let target = &stores.target;
    let place = || target.address.short();
    let failed = |cause| RehearseError::Read {
        place: place(),
        cause,
    };
    let fields = duplicates.fields();
    if fields.is_empty() {
        return Ok(());
    }
    let source: Arc<dyn Source> = Arc::from(
        target
            .connector
            .open_source(&target.address)
            .await
            .map_err(failed)?,
    );
    duplicates.ask_of_rows_there(target.connector.dialect());
    let name = group.target.name.clone();
    let mut ahead = ReadAhead::start(Arc::clone(&source), name, fields, vec![Slice::whole(0)]);
    loop {
        control.step().await.map_err(|_| RehearseError::Stopped)?;
        match ahead.next().await {
            Some(Ahead::Rows(_, rows)) => {
                for row in rows.iter() {
                    duplicates.was_there(row).map_err(RehearseError::Disk)?;
                }
            }
            Some(Ahead::End(..)) => return Ok(()),
            Some(Ahead::Failed(cause)) => return Err(failed(cause)),
            None => return Err(RehearseError::Lost(place())),
        }
    }
}
