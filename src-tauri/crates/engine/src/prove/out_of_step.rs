//! Full-text indexes that did not agree with their table in the source already: a copy that is equal in every value
//! disagrees in the same way, and that is no failure of the run.

use super::{Ends, ProveError};
use crate::run::stop_wanted;
use drydock_model::Role;
use drydock_model::proof::{Proof, ProofCheck};
use std::collections::BTreeMap;

const KIND: &str = "full_text";

/// What such a check says, which holds all the same.
const AS_IN_THE_SOURCE: &str = "it does not agree, as in the source";

/// The indexes that a proof lets pass because they were out of step in the source.
pub(crate) fn stayed_out_of_step(proof: &Proof) -> impl Iterator<Item = &str> {
    let passed = |c: &&ProofCheck| c.kind == KIND && c.found == AS_IN_THE_SOURCE;
    proof
        .checks
        .iter()
        .filter(passed)
        .map(|c| c.object.as_str())
}

/// Sources are only asked about indexes that do not agree here: the look at one is as long as reading it.
pub(super) async fn as_in_the_source(
    checks: &mut [ProofCheck],
    ends: &Ends<'_>,
) -> Result<(), ProveError> {
    let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for check in checks.iter_mut().filter(|c| c.kind == KIND && !c.holds) {
        let tables = ends.resolved.design.tables.iter();
        let mut here = tables.filter(|t| t.to == check.object && t.from.role != Role::Table);
        let Some(table) = here.next() else {
            continue;
        };
        let source = table.source.as_str();
        if !asked.contains_key(source) {
            asked.insert(source, ask(source, ends).await?);
        }
        let before = asked.get(source);
        if before.is_some_and(|names| names.contains(&table.from.name)) {
            check.found = AS_IN_THE_SOURCE.into();
            check.holds = true;
        }
    }
    Ok(())
}

async fn ask(source: &str, ends: &Ends<'_>) -> Result<Vec<String>, ProveError> {
    let end = ends.stores.sources.get(source);
    let Some((end, opinion)) = end.and_then(|end| Some((end, end.source.second_opinion()?))) else {
        return Ok(Vec::new());
    };
    tokio::select! {
        found = opinion.out_of_step() => {
            found.map_err(|cause| ProveError::store(&end.address.short(), cause))
        }
        () = stop_wanted(ends.control) => Err(ProveError::Stopped),
    }
}
