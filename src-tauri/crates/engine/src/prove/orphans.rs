//! Rows whose foreign keys point at nothing. A run brings them over as they are, so there may be as many as there were;
//! one more means that a row is missing that another needs.

use super::group::{Group, Outcome};
use super::{Ends, ProveError};
use crate::Control;
use crate::run::stop_wanted;
use drydock_connector::Source;
use drydock_model::proof::ProofCheck;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const KIND: &str = "foreign_keys";

/// None where the target cannot be asked.
pub(super) async fn compare(
    groups: &[Group<'_>],
    outcomes: &[Outcome],
    ends: &Ends<'_>,
) -> Result<Option<Vec<ProofCheck>>, ProveError> {
    let target = ends.stores.target.address.short();
    let Some(found) = by_dataset(&ends.found, &target, ends.control).await? else {
        return Ok(None);
    };
    let mut sources = BTreeMap::new();
    for (name, end) in &ends.stores.sources {
        let orphans = by_dataset(&end.source, &end.address.short(), ends.control).await?;
        sources.insert(name.as_str(), orphans.unwrap_or_default());
    }
    let mut checks = Vec::new();
    for (group, outcome) in groups.iter().zip(outcomes) {
        if group.lanes.iter().all(|l| l.target.foreign_keys.is_empty()) {
            continue;
        }
        let before = match (&ends.ran, outcome.before) {
            (_, Some(0)) => 0,
            (Some(ran), _) => ran.orphans_before.get(&group.to).copied().unwrap_or(0),
            // Nobody knows how many there were.
            (None, _) => continue,
        };
        let brought: u64 = group
            .lanes
            .iter()
            .filter_map(|l| sources.get(l.source.as_str())?.get(&l.dataset.name))
            .sum();
        let (most, now) = (before + brought, found.get(&group.to).copied().unwrap_or(0));
        checks.push(ProofCheck {
            kind: KIND.into(),
            object: group.to.clone(),
            expected: if most == 0 {
                "0".into()
            } else {
                format!("at most {most}, as before")
            },
            found: now.to_string(),
            holds: now <= most,
        });
    }
    Ok(Some(checks))
}

/// How many rows of each dataset point at nothing.
pub(super) async fn by_dataset(
    source: &Arc<dyn Source>,
    place: &str,
    control: &Control,
) -> Result<Option<BTreeMap<String, u64>>, ProveError> {
    let Some(opinion) = source.second_opinion() else {
        return Ok(None);
    };
    let orphans = tokio::select! {
        orphans = opinion.orphans() => orphans.map_err(|cause| ProveError::store(place, cause))?,
        () = stop_wanted(control) => return Err(ProveError::Stopped),
    };
    let mut rows = BTreeMap::new();
    for orphan in orphans {
        *rows.entry(orphan.dataset).or_default() += orphan.rows;
    }
    Ok(Some(rows))
}
