//! The second opinion: rows and nulls as the stores count them in their own words, against what we decoded.
//!
//! They count in a task of their own while the rows are read and hashed.

use super::ProveError;
use super::group::{Group, Outcome};
use crate::run::stop_wanted;
use crate::{Control, Lane, Resolved, Stores};
use drydock_connector::Source;
use drydock_model::proof::ProofCheck;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::task::JoinHandle;

pub(super) struct Count {
    rows: u64,
    nulls: Vec<u64>,
}

#[derive(Default)]
pub(super) struct Counted {
    /// By lane, in its source fields.
    sources: HashMap<u32, Count>,
    /// By dataset, in the target fields of its first lane.
    target: HashMap<String, Count>,
}

/// Dropped, it counts no further.
pub(super) struct Counting(JoinHandle<Result<Counted, ProveError>>);

impl Drop for Counting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Counting {
    pub fn start(resolved: &Resolved, stores: &Stores, target: Arc<dyn Source>) -> Counting {
        let lanes: Vec<(Lane, Option<Arc<dyn Source>>)> = resolved
            .lanes
            .iter()
            .map(|lane| {
                (
                    lane.clone(),
                    stores
                        .sources
                        .get(&lane.source)
                        .map(|end| end.source.clone()),
                )
            })
            .collect();
        Counting(tokio::spawn(async move {
            let mut counted = Counted::default();
            for (lane, source) in &lanes {
                let to = lane.target.name.clone();
                if !counted.target.contains_key(&to)
                    && let Some(count) = count(&target, &to, &lane.to_fields()).await?
                {
                    counted.target.insert(to, count);
                }
                if let Some(source) = source
                    && let Some(count) =
                        count(source, &lane.dataset.name, &lane.from_fields()).await?
                {
                    counted.sources.insert(lane.index, count);
                }
            }
            Ok(counted)
        }))
    }

    pub async fn done(mut self, control: &Control) -> Result<Counted, ProveError> {
        tokio::select! {
            counted = &mut self.0 => counted.unwrap_or_else(|_| Err(ProveError::Lost("the counts".into()))),
            () = stop_wanted(control) => Err(ProveError::Stopped),
        }
    }
}

async fn count(
    source: &Arc<dyn Source>,
    dataset: &str,
    fields: &[String],
) -> Result<Option<Count>, ProveError> {
    let Some(opinion) = source.second_opinion() else {
        return Ok(None);
    };
    let (rows, nulls) = opinion
        .counts(dataset, fields)
        .await
        .map_err(|cause| ProveError::store(dataset, cause))?;
    Ok(Some(Count { rows, nulls }))
}

pub(super) fn compare(group: &Group<'_>, outcome: &Outcome, counted: &Counted) -> Vec<ProofCheck> {
    let mut checks = Vec::new();
    let Some(target) = counted.target.get(&group.to) else {
        return checks;
    };
    let sources: Option<Vec<&Count>> = group
        .lanes
        .iter()
        .map(|l| counted.sources.get(&l.index))
        .collect();
    let (Some(sources), Some(before), true) = (sources, outcome.before, outcome.adds_up) else {
        return checks;
    };
    let should =
        (before + sources.iter().map(|c| c.rows).sum::<u64>()).saturating_sub(outcome.not_over);
    checks.push(ProofCheck {
        kind: "rows".into(),
        object: group.to.clone(),
        expected: should.to_string(),
        found: target.rows.to_string(),
        holds: should == target.rows,
    });
    // Nulls only add up where every row went over, and from one lane.
    if let ([lane], [source], 0, 0) = (
        group.lanes.as_slice(),
        sources.as_slice(),
        before,
        outcome.not_over,
    ) {
        checks.extend(nulls(lane, source, target, outcome.changed));
    }
    checks
}

fn nulls(lane: &Lane, source: &Count, target: &Count, changed: u64) -> Vec<ProofCheck> {
    let check = |object: String, expected: u64, found: u64| ProofCheck {
        kind: "nulls".into(),
        object,
        expected: expected.to_string(),
        found: found.to_string(),
        holds: expected == found,
    };
    let pairs: Vec<(String, u64, u64)> = lane
        .fields
        .iter()
        .zip(source.nulls.iter().zip(&target.nulls))
        // A value that was changed on the way may have become a null, or one a value.
        .filter(|(field, _)| changed == 0 || field.exact)
        .map(|(field, (a, b))| (field.to.name.clone(), *a, *b))
        .collect();
    let differing: Vec<ProofCheck> = pairs
        .iter()
        .filter(|(_, a, b)| a != b)
        .map(|(field, a, b)| check(format!("{}.{field}", lane.target.name), *a, *b))
        .collect();
    if !differing.is_empty() {
        return differing;
    }
    let (a, b) = pairs
        .iter()
        .fold((0, 0), |(x, y), (_, a, b)| (x + a, y + b));
    vec![check(lane.target.name.clone(), a, b)]
}
