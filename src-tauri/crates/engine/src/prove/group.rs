//! Lanes that end in the same dataset are proved together, in the strictest way that what is known allows:
//!
//! - **slice by slice**, where one lane fills a dataset that was empty: the same key range on both sides;
//! - **by sum**, where rows of several lanes, or rows from before, lie together: old rows plus new ones;
//! - **row by row**, where rows replace others or where nothing is known of what was there before.

use super::matching::{Match, Part};
use super::reading::{Is, Reread, Should, Sum};
use super::{Ends, ProveError};
use crate::{Lane, Resolved};
use drydock_model::proof::{DatasetProof, ProofCheck, RowDifference, root};
use drydock_model::{Slice, WriteMode};

pub(super) struct Group<'a> {
    pub to: String,
    pub lanes: Vec<&'a Lane>,
}

/// What comparing a group came to.
pub(super) struct Outcome {
    pub proof: DatasetProof,
    /// Rows that were in the dataset before and should still be; none where that is not known.
    pub before: Option<u64>,
    /// Rows of the sources that did not go over, and values that were changed on the way.
    pub not_over: u64,
    pub changed: u64,
    /// Each row should be there as its own: none replaces another.
    pub adds_up: bool,
}

/// What should have landed of a lane.
struct Expected {
    slices: Vec<Slice>,
    sums: Vec<Sum>,
    not_over: u64,
    changed: u64,
}

impl<'a> Group<'a> {
    pub fn all(resolved: &'a Resolved) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for lane in &resolved.lanes {
            match groups.iter_mut().find(|g| g.to == lane.target.name) {
                Some(group) => group.lanes.push(lane),
                None => groups.push(Group {
                    to: lane.target.name.clone(),
                    lanes: vec![lane],
                }),
            }
        }
        groups
    }

    pub fn same_fields(&self) -> bool {
        let mut fields = self.lanes.iter().map(|l| l.to_fields());
        let first = fields.next();
        fields.all(|f| Some(&f) == first.as_ref())
    }

    /// The dataset was made or emptied by the run.
    fn is_fresh(&self) -> bool {
        let fresh = [WriteMode::Create, WriteMode::Replace];
        self.lanes.iter().any(|l| fresh.contains(&l.write))
    }

    fn before(&self, ends: &Ends<'_>) -> Option<Sum> {
        if self.is_fresh() {
            return Some(Sum::default());
        }
        let ran = ends.ran?;
        let fields = self.lanes.first()?.to_fields();
        let noted = ran
            .rows_before
            .iter()
            .find(|b| b.dataset == self.to && b.fields == fields)?;
        Some(Sum {
            rows: noted.rows,
            digest: noted.digest,
        })
    }

    pub async fn compare(&self, ends: &Ends<'_>) -> Result<Outcome, ProveError> {
        let before = self.before(ends);
        let upserts = self.lanes.iter().any(|l| l.write == WriteMode::Upsert);
        match (self.lanes.as_slice(), before) {
            ([lane], Some(before)) if before.rows == 0 && !upserts => {
                self.by_slice(lane, ends).await
            }
            (_, Some(before)) if !upserts && self.same_fields() => self.by_sum(before, ends).await,
            _ => {
                self.by_row(before.is_some_and(|b| b.rows == 0), !upserts, ends)
                    .await
            }
        }
    }

    async fn by_slice(&self, lane: &Lane, ends: &Ends<'_>) -> Result<Outcome, ProveError> {
        let slices = slices_of(lane, ends).await?;
        let aligned = !lane.to_key.is_empty() && slices.iter().all(|s| !s.key.is_empty());
        let target_slices = match (aligned, slices.is_empty()) {
            (true, false) => slices
                .iter()
                .map(|s| s.renamed(lane.to_key.clone()))
                .collect(),
            _ => vec![Slice::whole(0)],
        };
        let fields = lane.to_fields();
        let is = |slices| Is {
            source: &ends.found,
            dataset: &self.to,
            fields: &fields,
            slices,
            control: ends.control,
        };
        let (expected, found) =
            expected_and(lane, slices, ends, is(target_slices.clone()).sums()).await?;
        let (whole_expected, whole_found) =
            (Sum::of(expected.sums.clone()), Sum::of(found.clone()));
        let equal = whole_expected == whole_found;
        let count = expected.sums.len().max(1) as u32;
        let paired = aligned && expected.sums.len() == found.len();
        let (mut slices_equal, mut match_of) = (if equal { count } else { 0 }, None);
        if !equal {
            // Only the slices that differ are read again; without a common key, all of them.
            let differs: Vec<bool> = expected
                .sums
                .iter()
                .enumerate()
                .map(|(i, s)| !paired || *s != found[i])
                .collect();
            slices_equal = differs.iter().filter(|d| !**d).count() as u32;
            let again: Vec<Slice> = keep(&expected.slices, &differs);
            let target_again = if paired {
                keep(&target_slices, &differs)
            } else {
                target_slices
            };
            let part = Part::alone(ends, lane, again)?;
            let matching = Match::new(vec![part], target_again, true);
            match_of = Some(matching.all(&self.to, ends).await?);
        }
        let roots = |sums: &[Sum]| root(sums.iter().map(|s| (s.rows, s.digest)));
        let (root_expected, root_found) = if paired {
            (roots(&expected.sums), roots(&found))
        } else {
            (roots(&[whole_expected]), roots(&[whole_found]))
        };
        // The same rows, cut at other places because the target orders its keys otherwise: the sum decides.
        let root_found = if equal {
            root_expected.clone()
        } else {
            root_found
        };
        let (differences, differences_total) = listed(match_of, equal);
        Ok(Outcome {
            proof: DatasetProof {
                from: lane.from.clone(),
                to: self.to.clone(),
                equal,
                slices: count,
                slices_equal,
                rows_expected: whole_expected.rows,
                rows_found: whole_found.rows,
                root_expected,
                root_found,
                differences,
                differences_total,
            },
            before: Some(0),
            not_over: expected.not_over,
            changed: expected.changed,
            adds_up: true,
        })
    }

    async fn by_sum(&self, before: Sum, ends: &Ends<'_>) -> Result<Outcome, ProveError> {
        let mut should = before;
        let (mut not_over, mut changed, mut parts) = (0, 0, Vec::new());
        for lane in &self.lanes {
            let slices = slices_of(lane, ends).await?;
            let expected = expected_of(lane, slices, ends).await?;
            should = should.plus(Sum::of(expected.sums));
            not_over += expected.not_over;
            changed += expected.changed;
            parts.push(Part::among_others(ends, lane, expected.slices)?);
        }
        let fields = self
            .lanes
            .first()
            .map(|l| l.to_fields())
            .unwrap_or_default();
        let is = Is {
            source: &ends.found,
            dataset: &self.to,
            fields: &fields,
            slices: vec![Slice::whole(0)],
            control: ends.control,
        };
        let found = Sum::of(is.sums().await?);
        let equal = should == found;
        let mut matched = None;
        if !equal {
            // Among rows from before, nobody can say which one is too many.
            let extras = before.rows == 0;
            let matching = Match::new(parts, vec![Slice::whole(0)], extras);
            matched = Some(matching.all(&self.to, ends).await?);
        }
        let (differences, differences_total) = listed(matched, equal);
        Ok(Outcome {
            proof: DatasetProof {
                from: self.from(),
                to: self.to.clone(),
                equal,
                slices: 1,
                slices_equal: u32::from(equal),
                rows_expected: should.rows,
                rows_found: found.rows,
                root_expected: root([(should.rows, should.digest)]),
                root_found: root([(found.rows, found.digest)]),
                differences,
                differences_total,
            },
            before: Some(before.rows),
            not_over,
            changed,
            adds_up: true,
        })
    }

    async fn by_row(
        &self,
        empty_before: bool,
        adds_up: bool,
        ends: &Ends<'_>,
    ) -> Result<Outcome, ProveError> {
        let (mut parts, mut slices_read) = (Vec::new(), 0);
        for lane in &self.lanes {
            let slices = slices_of(lane, ends).await?;
            slices_read += slices.len() as u32;
            parts.push(Part::among_others(ends, lane, slices)?);
        }
        let matching = Match::new(parts, vec![Slice::whole(0)], empty_before);
        let matched = matching.all(&self.to, ends).await?;
        let equal = matched.total == 0;
        Ok(Outcome {
            before: empty_before.then_some(0),
            not_over: matched.rows_read.saturating_sub(matched.should.rows),
            changed: matched.changed,
            adds_up,
            proof: DatasetProof {
                from: self.from(),
                to: self.to.clone(),
                equal,
                slices: slices_read.max(1),
                slices_equal: if equal { slices_read.max(1) } else { 0 },
                rows_expected: matched.should.rows,
                rows_found: matched.is.rows,
                root_expected: root([(matched.should.rows, matched.should.digest)]),
                root_found: root([(matched.is.rows, matched.is.digest)]),
                differences: matched.differences,
                differences_total: matched.total,
            },
        })
    }

    fn from(&self) -> String {
        let from: Vec<&str> = self.lanes.iter().map(|l| l.from.as_str()).collect();
        from.join(", ")
    }
}

impl Outcome {
    pub fn check(&self, to: &str) -> ProofCheck {
        ProofCheck {
            kind: super::VALUES.into(),
            object: to.to_owned(),
            expected: self.proof.root_expected.clone(),
            found: self.proof.root_found.clone(),
            holds: self.proof.equal,
        }
    }
}

/// The slices of the run, or cut anew.
async fn slices_of(lane: &Lane, ends: &Ends<'_>) -> Result<Vec<Slice>, ProveError> {
    if let Some(notes) = ends.ran.and_then(|r| r.lanes.get(&lane.index)) {
        return Ok(notes.iter().map(|n| n.slice.clone()).collect());
    }
    let end = ends.stores.sources.get(&lane.source);
    let end = end.ok_or_else(|| ProveError::Lost(lane.from.clone()))?;
    end.source
        .slices(&lane.dataset.name, &lane.key, ends.rows_each)
        .await
        .map_err(|cause| ProveError::store(&lane.from, cause))
}

/// From receipts where all are there; otherwise the source is read again.
async fn expected_of(
    lane: &Lane,
    slices: Vec<Slice>,
    ends: &Ends<'_>,
) -> Result<Expected, ProveError> {
    if let Some(expected) = noted(lane, &slices, ends) {
        return Ok(expected);
    }
    let reread = Should::new(ends, lane, slices.clone())?.sums().await?;
    Ok(expected_from(slices, reread))
}

/// Both ends at once where both have to be read.
async fn expected_and<T>(
    lane: &Lane,
    slices: Vec<Slice>,
    ends: &Ends<'_>,
    found: impl Future<Output = Result<T, ProveError>>,
) -> Result<(Expected, T), ProveError> {
    if let Some(expected) = noted(lane, &slices, ends) {
        return Ok((expected, found.await?));
    }
    let reading = tokio::spawn(Should::new(ends, lane, slices.clone())?.sums());
    let found = found.await?;
    let reread = reading
        .await
        .map_err(|_| ProveError::Lost(lane.from.clone()))??;
    Ok((expected_from(slices, reread), found))
}

fn noted(lane: &Lane, slices: &[Slice], ends: &Ends<'_>) -> Option<Expected> {
    let notes = ends.ran?.lanes.get(&lane.index)?;
    let receipts: Option<Vec<_>> = notes.iter().map(|n| n.receipt.as_ref()).collect();
    let receipts = receipts?;
    Some(Expected {
        slices: slices.to_vec(),
        sums: receipts
            .iter()
            .map(|r| Sum {
                rows: r.rows_written,
                digest: r.digest,
            })
            .collect(),
        not_over: receipts.iter().map(|r| r.left_behind + r.filtered).sum(),
        changed: receipts.iter().map(|r| r.changed).sum(),
    })
}

fn expected_from(slices: Vec<Slice>, reread: Reread) -> Expected {
    let rows = Sum::of(reread.sums.iter().copied()).rows;
    Expected {
        slices,
        sums: reread.sums,
        not_over: reread.rows_read.saturating_sub(rows),
        changed: reread.changed,
    }
}

fn keep(slices: &[Slice], which: &[bool]) -> Vec<Slice> {
    slices
        .iter()
        .zip(which)
        .filter(|(_, w)| **w)
        .map(|(s, _)| s.clone())
        .collect()
}

/// At least one difference is counted where sums differ, even if no single row can be named.
fn listed(matched: Option<super::matching::Matched>, equal: bool) -> (Vec<RowDifference>, u64) {
    match matched {
        Some(m) => (m.differences, m.total.max(1)),
        None => (Vec::new(), u64::from(!equal)),
    }
}
