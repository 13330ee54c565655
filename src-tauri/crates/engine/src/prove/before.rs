//! What was in the target before a run, where nothing could tell it from the run's own work later.

use super::{ProveError, group::Group, orphans, reading::digest_of};
use crate::journal::RowsBefore;
use crate::{Control, Resolved, TargetEnd};
use drydock_connector::{FaultKind, Source};
use drydock_model::WriteMode;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows and digest of each dataset that rows are only added to, and by dataset the rows that point at nothing already.
pub(crate) async fn content_before(
    resolved: &Resolved,
    target: &TargetEnd,
    control: &Control,
) -> Result<(Vec<RowsBefore>, BTreeMap<String, u64>), ProveError> {
    let place = target.address.short();
    let source: Arc<dyn Source> = match target.connector.open_source(&target.address).await {
        Ok(source) => Arc::from(source),
        Err(fault) if fault.kind == FaultKind::EmptyFile => return Ok(Default::default()),
        Err(fault) => return Err(ProveError::store(&place, fault)),
    };
    let mut found = Vec::new();
    for (dataset, fields) in added_to(resolved) {
        let sum = digest_of(&source, &dataset, &fields, control).await?;
        found.push(RowsBefore {
            dataset,
            fields,
            rows: sum.rows,
            digest: sum.digest,
        });
    }
    let orphans = orphans::by_dataset(&source, &place, control).await?;
    Ok((found, orphans.unwrap_or_default()))
}

/// Datasets whose rows from before stay, each with the fields that a digest of them must speak of. Those where no one
/// digest fits all lanes are compared row by row instead.
fn added_to(resolved: &Resolved) -> Vec<(String, Vec<String>)> {
    Group::all(resolved)
        .into_iter()
        .filter(|g| g.lanes.iter().all(|l| l.write == WriteMode::Append))
        .filter(Group::same_fields)
        .map(|g| {
            let fields = g.lanes.first().map(|l| l.to_fields()).unwrap_or_default();
            (g.to, fields)
        })
        .collect()
}
