//! Rows whose foreign keys point at nothing. A run brings them over as they are, so there may be as many as there were;
//! one more means that a row is missing that another needs.

use super::beside::Beside;
use super::group::{Group, Outcome};
use super::{Ends, ProveError};
use crate::run::stop_wanted;
use crate::{Control, Stores};
use drydock_connector::Source;
use drydock_model::proof::ProofCheck;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const KIND: &str = "foreign_keys";

/// Rows that point at nothing, by dataset.
type ByDataset = BTreeMap<String, u64>;

pub(super) struct Orphaned {
    found: ByDataset,
    /// By the source's name. Not asked where the target has none.
    sources: BTreeMap<String, ByDataset>,
}

/// None where the target cannot be asked.
pub(super) fn start(
    stores: &Stores,
    target: Arc<dyn Source>,
    control: &Control,
) -> Beside<Option<Orphaned>> {
    let place = stores.target.address.short();
    let ends: Vec<(String, String, Arc<dyn Source>)> = stores
        .sources
        .iter()
        .map(|(name, end)| (name.clone(), end.address.short(), end.source.clone()))
        .collect();
    let control = control.clone();
    Beside::start("the look at foreign keys", async move {
        let Some(found) = by_dataset(&target, &place, &control).await? else {
            return Ok(None);
        };
        let mut sources = BTreeMap::new();
        if !found.is_empty() {
            for (name, place, source) in &ends {
                let orphans = by_dataset(source, place, &control).await?;
                sources.insert(name.clone(), orphans.unwrap_or_default());
            }
        }
        Ok(Some(Orphaned { found, sources }))
    })
}

pub(super) fn compare(
    orphaned: &Orphaned,
    groups: &[Group<'_>],
    outcomes: &[Outcome],
    ends: &Ends<'_>,
) -> Vec<ProofCheck> {
    let Orphaned { found, sources } = orphaned;
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
    checks
}

/// How many rows of each dataset point at nothing.
pub(super) async fn by_dataset(
    source: &Arc<dyn Source>,
    place: &str,
    control: &Control,
) -> Result<Option<ByDataset>, ProveError> {
    let Some(opinion) = source.second_opinion() else {
        return Ok(None);
    };
    let orphans = tokio::select! {
        orphans = opinion.orphans() => orphans.map_err(|cause| ProveError::store(place, cause))?,
        () = stop_wanted(control) => return Err(ProveError::Stopped),
    };
    let mut rows = ByDataset::new();
    for orphan in orphans {
        *rows.entry(orphan.dataset).or_default() += orphan.rows;
    }
    Ok(Some(rows))
}
