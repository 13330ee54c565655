//! The second opinion: rows and nulls as the stores count them in their own words, against what we decoded.
//!
//! They count in a task of their own while the rows are read and hashed.

use super::ProveError;
use super::beside::Beside;
use super::group::{Group, Outcome};
use crate::{Lane, Resolved, Stores};
use drydock_connector::Source;
use drydock_model::proof::ProofCheck;
use std::collections::HashMap;
use std::sync::Arc;

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

pub(super) fn start(
    resolved: &Resolved,
    stores: &Stores,
    target: Arc<dyn Source>,
) -> Beside<Counted> {
    let source = |lane: &Lane| {
        let end = stores.sources.get(&lane.source);
        end.map(|end| end.source.clone())
    };
    let lanes: Vec<(Lane, Option<Arc<dyn Source>>)> = resolved
        .lanes
        .iter()
        .map(|lane| (lane.clone(), source(lane)))
        .collect();
    Beside::start("the counts", async move {
        let mut counted = Counted::default();
        for (lane, source) in &lanes {
            let to = lane.target.name.clone();
            if !counted.target.contains_key(&to)
                && let Some(count) = count(&target, &to, &lane.to_fields()).await?
            {
                counted.target.insert(to, count);
            }
            if let Some(source) = source
                && let Some(count) = count(source, &lane.dataset.name, &lane.from_fields()).await?
            {
                counted.sources.insert(lane.index, count);
            }
        }
        Ok(counted)
    })
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
