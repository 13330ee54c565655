//! The proof: the target is opened anew, as a source, and what is really there is compared with what should be.
//!
//! After a run, what should be there is what its receipts say; without a run the source is read again through the same
//! conversion. Digests are sums, so order does not matter. What differs is read again on both sides, down to the row,
//! the field and both values. The stores' own counts are a second opinion: one decoder's bug cannot agree with itself.

mod before;
mod beside;
mod counts;
mod error;
mod group;
mod matching;
mod orphans;
mod out_of_step;
mod ran;
pub(crate) mod reading;
mod showing;
mod structure;

pub(crate) use before::content_before;
pub use error::ProveError;
pub(crate) use out_of_step::stayed_out_of_step;
pub use ran::Ran;

use crate::journal::now;
use crate::run::WAITS;
use crate::{Control, Resolved, Stores};
use drydock_connector::{Retry, Source};
use drydock_model::proof::{Proof, ProofCheck};
use group::Group;
use std::sync::Arc;
use std::time::Instant;

/// The kind of the check that every value of a dataset is as it should be.
pub(crate) const VALUES: &str = "values";

/// The kind of the check that no source was changed.
pub const SOURCE_UNCHANGED: &str = "source_unchanged";

pub struct ProofOrder<'a> {
    pub resolved: &'a Resolved,
    pub stores: &'a Stores,
    /// What a run says that landed. Without it the source is read anew.
    pub ran: Option<Ran>,
    /// What the target said of itself, where it was asked.
    pub checks: Vec<ProofCheck>,
    /// Rows of a slice where the source has to be cut anew.
    pub rows_each: u64,
    pub control: &'a Control,
}

/// How far a proof has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofProgress {
    /// The dataset that is done, as it is called in the target.
    pub dataset: String,
    pub datasets_done: u32,
    pub datasets: u32,
}

/// Everything a comparison needs to know.
pub(crate) struct Ends<'a> {
    pub resolved: &'a Resolved,
    pub stores: &'a Stores,
    pub ran: Option<&'a Ran>,
    pub rows_each: u64,
    pub control: &'a Control,
    /// The target, opened for reading.
    pub found: Arc<dyn Source>,
}

pub async fn prove(
    order: ProofOrder<'_>,
    progress: &(dyn Fn(ProofProgress) + Send + Sync),
) -> Result<Proof, ProveError> {
    let mut waits = WAITS.iter();
    loop {
        match once(&order, progress).await {
            // A proof only reads: what may pass by itself is simply tried again.
            Err(ProveError::Store { place, cause }) if cause.retry == Retry::Soon => {
                let Some(wait) = waits.next() else {
                    return Err(ProveError::Store { place, cause });
                };
                tracing::warn!(place, %cause, "Proving again.");
                tokio::time::sleep(*wait).await;
                order.control.step().await?;
            }
            done => return done,
        }
    }
}

async fn once(
    order: &ProofOrder<'_>,
    progress: &(dyn Fn(ProofProgress) + Send + Sync),
) -> Result<Proof, ProveError> {
    let began = Instant::now();
    let target = &order.stores.target;
    let name = target.address.short();
    let open = || async {
        let opened = target.connector.open_source(&target.address).await;
        opened.map_err(|cause| ProveError::store(&name, cause))
    };
    let ends = Ends {
        resolved: order.resolved,
        stores: order.stores,
        ran: order.ran.as_ref(),
        rows_each: order.rows_each,
        control: order.control,
        found: Arc::from(open().await?),
    };
    // On connections of their own where there are such: the stores look for themselves while we read and hash.
    let counting = counts::start(ends.resolved, ends.stores, Arc::from(open().await?));
    let asking = orphans::start(ends.stores, Arc::from(open().await?), ends.control);
    let groups = Group::all(ends.resolved);
    let (mut datasets, mut checks, mut compared) = (Vec::new(), Vec::new(), Vec::new());
    for group in &groups {
        let outcome = group.compare(&ends).await?;
        progress(ProofProgress {
            dataset: group.to.clone(),
            datasets_done: datasets.len() as u32 + 1,
            datasets: groups.len() as u32,
        });
        checks.push(outcome.check(&group.to));
        datasets.push(outcome.proof.clone());
        compared.push(outcome);
    }
    let counted = counting.done(ends.control).await?;
    for (group, outcome) in groups.iter().zip(&compared) {
        checks.extend(counts::compare(group, outcome, &counted));
    }
    let catalog = ends
        .found
        .catalog()
        .await
        .map_err(|cause| ProveError::store(&name, cause))?;
    checks.extend(structure::compare(ends.resolved, &catalog));
    let orphaned = asking.done(ends.control).await?;
    if let Some(orphaned) = &orphaned {
        checks.extend(orphans::compare(orphaned, &groups, &compared, &ends));
    }
    // The engine's own look at foreign keys knows which rows pointed at nothing in the source already.
    checks.extend(
        order
            .checks
            .iter()
            .filter(|c| orphaned.is_none() || c.kind != orphans::KIND)
            .cloned(),
    );
    // What is worse than it was in the source is no copy: only what is equal in all else may be as it was.
    if datasets.iter().all(|d| d.equal) {
        out_of_step::as_in_the_source(&mut checks, &ends).await?;
    }
    checks.extend(sources_unchanged(&ends).await?);
    Ok(Proof {
        run: ends.ran.map(|r| r.run.clone()),
        plan: ends.resolved.fingerprint.clone(),
        equal: datasets.iter().all(|d| d.equal) && checks.iter().all(|c| c.holds),
        at: now(),
        took_ms: began.elapsed().as_millis() as u64,
        datasets,
        checks,
    })
}

/// Opened anew, so that what others did meanwhile is seen, and not our own snapshot.
async fn sources_unchanged(ends: &Ends<'_>) -> Result<Vec<ProofCheck>, ProveError> {
    let mut checks = Vec::new();
    for (name, end) in &ends.stores.sources {
        let place = end.address.short();
        let failed = |cause| ProveError::store(&place, cause);
        let source = end
            .connector
            .open_source(&end.address)
            .await
            .map_err(failed)?;
        let now = source.mark().await.map_err(failed)?;
        let was = ends
            .ran
            .as_ref()
            .and_then(|r| r.marks.get(name))
            .unwrap_or(&end.mark);
        let same = now == *was;
        checks.push(ProofCheck {
            kind: SOURCE_UNCHANGED.into(),
            object: name.clone(),
            expected: "as it was".into(),
            found: if same {
                "as it was"
            } else {
                "changed by another program"
            }
            .into(),
            holds: same,
        });
    }
    Ok(checks)
}
