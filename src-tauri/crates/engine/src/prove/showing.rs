//! The first differences with their values: the rows in question are read once more on both sides.

use super::matching::{Differing, Match, Part};
use super::{Ends, ProveError};
use drydock_connector::{Cell, Row};
use drydock_model::proof::{RowDifference, RowDifferenceKind};
use drydock_model::{Shown, Value};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Differences that are shown.
const SHOWN: usize = 100;

/// A row with its values.
struct Seen {
    name: u128,
    part: usize,
    slice: u32,
    values: Vec<Value>,
}

impl Match {
    /// In reading order, what is missing or changed before what is too many.
    pub(super) async fn shown(
        &self,
        to: &str,
        ends: &Ends<'_>,
        differing: &Differing,
    ) -> Result<Vec<RowDifference>, ProveError> {
        let should = self.seen_there(differing).await?;
        let found = self.seen_here(to, ends, differing, &should).await?;
        Ok(self.list(differing, should, found))
    }

    /// Rows of the source that are missing in the target or changed there.
    async fn seen_there(&self, differing: &Differing) -> Result<Vec<Seen>, ProveError> {
        let mut seen: Vec<Seen> = Vec::new();
        for (number, part) in self.parts().iter().enumerate() {
            let mut names = self.names(number);
            let slices = part.should.slices.clone();
            let each = |at: usize, row: Row<'_>, digest: u128| {
                let name = names.of(row, digest);
                let wanted = differing
                    .get(&name)
                    .filter(|d| d.kind != RowDifferenceKind::Extra);
                if wanted.is_some_and(|d| self.parts()[d.part].same_view(part)) {
                    seen.push(Seen {
                        name,
                        part: number,
                        slice: slices.get(at).map_or(0, |s| s.ordinal),
                        values: values(row),
                    });
                }
                enough(seen.len())
            };
            part.should.clone().each(each).await?;
        }
        Ok(seen)
    }

    /// Rows of the target that are changed or too many.
    async fn seen_here(
        &self,
        to: &str,
        ends: &Ends<'_>,
        differing: &Differing,
        should: &[Seen],
    ) -> Result<Vec<Seen>, ProveError> {
        let mut seen: Vec<Seen> = Vec::new();
        let mut extra = 0;
        for (number, part) in self.views() {
            let mut names = self.names(number);
            let is = self.is(to, ends, part);
            let slices = is.slices.clone();
            is.each(|at, row, digest| {
                let name = names.of(row, digest);
                let wanted = match differing.get(&name).map(|d| d.kind) {
                    Some(RowDifferenceKind::Changed) => should.iter().any(|s| s.name == name),
                    Some(RowDifferenceKind::Extra) => {
                        extra += 1;
                        extra <= SHOWN
                    }
                    _ => false,
                };
                if wanted {
                    seen.push(Seen {
                        name,
                        part: number,
                        slice: slices.get(at).map_or(0, |s| s.ordinal),
                        values: values(row),
                    });
                }
                ControlFlow::Continue(())
            })
            .await?;
        }
        Ok(seen)
    }

    fn list(
        &self,
        differing: &Differing,
        should: Vec<Seen>,
        mut found: Vec<Seen>,
    ) -> Vec<RowDifference> {
        let kind = |seen: &Seen| differing.get(&seen.name).map(|d| d.kind);
        let mut left: HashMap<u128, u64> =
            differing.iter().map(|(name, d)| (*name, d.count)).collect();
        let mut list = Vec::new();
        for seen in should {
            let part = &self.parts()[seen.part];
            let there = found
                .iter()
                .position(|f| f.name == seen.name && kind(f) == Some(RowDifferenceKind::Changed));
            match there {
                Some(at) => list.extend(part.changed(&seen, &found.swap_remove(at))),
                // Of several equal rows only some may be missing.
                None if one_less(&mut left, seen.name) => {
                    list.push(part.lonely(&seen, RowDifferenceKind::Missing));
                }
                None => {}
            }
        }
        found.retain(|f| kind(f) == Some(RowDifferenceKind::Extra));
        for seen in found {
            if one_less(&mut left, seen.name) {
                list.push(self.parts()[seen.part].lonely(&seen, RowDifferenceKind::Extra));
            }
        }
        list.truncate(SHOWN);
        list
    }
}

impl Part {
    fn label(&self, values: &[Value]) -> Vec<(String, Shown)> {
        let all: Vec<usize> = (0..values.len()).collect();
        let places = if self.key.is_empty() { &all } else { &self.key };
        places
            .iter()
            .filter_map(|at| Some((self.fields.get(*at)?.clone(), values.get(*at)?.shown())))
            .collect()
    }

    fn changed(&self, should: &Seen, is: &Seen) -> Vec<RowDifference> {
        let pairs = should.values.iter().zip(&is.values).zip(&self.fields);
        pairs
            .filter(|((should, is), _)| should != is)
            .map(|((expected, found), field)| RowDifference {
                kind: RowDifferenceKind::Changed,
                slice: should.slice,
                row: self.label(&should.values),
                field: Some(field.clone()),
                expected: expected.shown(),
                found: found.shown(),
            })
            .collect()
    }

    /// A row that is on one side only.
    fn lonely(&self, seen: &Seen, kind: RowDifferenceKind) -> RowDifference {
        let whole = whole_row(&self.fields, &seen.values);
        let (expected, found) = match kind {
            RowDifferenceKind::Missing => (whole, Shown::missing()),
            _ => (Shown::missing(), whole),
        };
        RowDifference {
            kind,
            slice: seen.slice,
            row: self.label(&seen.values),
            field: None,
            expected,
            found,
        }
    }
}

fn enough(seen: usize) -> ControlFlow<()> {
    if seen < SHOWN {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

fn one_less(left: &mut HashMap<u128, u64>, name: u128) -> bool {
    match left.get_mut(&name) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    }
}

fn values(row: Row<'_>) -> Vec<Value> {
    row.cells().map(Cell::to_value).collect()
}

/// All of a row in one line, cut where it gets long.
fn whole_row(fields: &[String], values: &[Value]) -> Shown {
    let parts: Vec<String> = fields
        .iter()
        .zip(values)
        .map(|(field, value)| format!("{field} = {}", value.shown().text))
        .collect();
    Shown::of(&Value::Text(parts.join(", ")))
}
