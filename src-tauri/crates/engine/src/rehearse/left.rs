//! Rows left behind, as the report lists them, and whether they are too many.

use super::judge::{DUPLICATE_KEY, capital};
use super::keys::WhenBroken;
use super::{RehearseError, Rehearsed, read};
use crate::convert::{in_words, leaving_accepted, left_row};
use crate::resolve::finding;
use crate::run::RunOptions;
use crate::words::count;
use crate::{Control, Stores};
use drydock_model::rehearsal::LeftReason;
use drydock_model::{Finding, FindingKind, Severity};

/// A run stops when more rows are left behind than its limit; those that the plan expects do not count.
pub(super) fn too_many(rehearsed: &[Rehearsed<'_>], findings: &mut Vec<Finding>) {
    let read: u64 = rehearsed.iter().map(|r| r.seen.read).sum();
    let limit = RunOptions::default().too_many.limit(read);
    let unexpected: u64 = rehearsed.iter().map(unexpected).sum();
    if unexpected > limit {
        let mut f = finding(
            "too_many",
            Severity::Fails,
            FindingKind::WouldFail,
            format!("{} would be left behind", count(unexpected, "row", "rows")),
            format!(
                "A run stops when more than {} are left behind that the plan does not expect; so many usually have one cause.",
                count(limit, "row", "rows")
            ),
        );
        f.count = Some(unexpected);
        f.of = Some(read);
        findings.push(f);
    }
}

fn unexpected(r: &Rehearsed<'_>) -> u64 {
    let by_reason: u64 = r
        .seen
        .reasons
        .iter()
        .filter(|((field, reason), _)| !leaving_accepted(r.lane, *field, reason))
        .map(|(_, of)| of.rows)
        .sum();
    let expected = leaving_accepted(r.lane, None, DUPLICATE_KEY);
    by_reason + if expected { 0 } else { r.found.left }
}

/// What the report says about rows left behind in this lane.
pub(super) fn reasons(r: &Rehearsed<'_>) -> Vec<LeftReason> {
    let by_value = r
        .seen
        .reasons
        .iter()
        .map(|((field, reason), of)| LeftReason {
            table: r.lane.from.clone(),
            field: field.map(|f| r.lane.fields[f].from.name.clone()),
            reason: (*reason).to_owned(),
            text: capital(&in_words(reason)),
            rows: of.rows,
            samples: of.samples.clone(),
        });
    by_value.chain(r.duplicates.iter().cloned()).collect()
}

/// The rows that break a key, read again to be shown.
pub(super) async fn duplicate_reasons(
    r: &Rehearsed<'_>,
    stores: &Stores,
    control: &Control,
) -> Result<Vec<LeftReason>, RehearseError> {
    let mut reasons = Vec::new();
    for (key, of_key) in &r.found.keys {
        let key = &r.keys[*key];
        if key.broken != WhenBroken::Refuses {
            continue;
        }
        let mut samples = Vec::new();
        read::rows(r.lane, stores, &of_key.first, control, |_, row| {
            samples.push(left_row(r.lane, row, None, DUPLICATE_KEY, &key.name));
        })
        .await?;
        reasons.push(LeftReason {
            table: r.lane.from.clone(),
            field: None,
            reason: DUPLICATE_KEY.to_owned(),
            text: format!("{} ({})", capital(&in_words(DUPLICATE_KEY)), key.name),
            rows: of_key.rows,
            samples,
        });
    }
    Ok(reasons)
}
