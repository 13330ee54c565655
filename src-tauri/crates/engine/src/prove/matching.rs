//! Row against row: by key where rows have one, by content where not. Every difference is counted; `showing` reads the
//! first ones again for their values.
//!
//! What one pass holds in memory is bounded: a large dataset is matched in several passes, each of which looks at a part
//! of the names. That costs time only where ends differ, or where nothing simpler can tell.

use super::reading::{Is, Should, Sum};
use super::{Ends, ProveError};
use crate::Lane;
use drydock_connector::{Cell, Row, RowHasher};
use drydock_model::proof::{RowDifference, RowDifferenceKind};
use drydock_model::{Slice, WriteMode};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

/// Differing rows whose values may be looked for; more are only counted.
const LOOKED_FOR: usize = 10_000;
const ROWS_A_PASS: u64 = 1_000_000;

/// A lane's rows as they should be, and how a row is told from others in the target.
#[derive(Clone)]
pub(super) struct Part {
    pub should: Should,
    pub fields: Vec<String>,
    /// Places of the key among the cells; empty where only the whole row names it.
    pub key: Vec<usize>,
}

impl Part {
    /// Of a dataset that others write to as well: only a key that the target holds unique names a row there.
    pub fn among_others(
        ends: &Ends<'_>,
        lane: &Lane,
        slices: Vec<Slice>,
    ) -> Result<Part, ProveError> {
        let key = match (lane.write, &lane.target.key) {
            // The key by which rows replace others.
            (WriteMode::Upsert, Some(key)) => key.fields.clone(),
            _ if is_unique(lane) => lane.to_key.clone(),
            _ => Vec::new(),
        };
        Part::new(ends, lane, slices, &key)
    }

    /// Of a dataset that holds this lane's rows and no others.
    pub fn alone(ends: &Ends<'_>, lane: &Lane, slices: Vec<Slice>) -> Result<Part, ProveError> {
        Part::new(ends, lane, slices, &lane.to_key)
    }

    fn new(
        ends: &Ends<'_>,
        lane: &Lane,
        slices: Vec<Slice>,
        key: &[String],
    ) -> Result<Part, ProveError> {
        let fields = lane.to_fields();
        let place = |name: &String| fields.iter().position(|f| f == name);
        let key: Option<Vec<usize>> = key.iter().map(place).collect();
        Ok(Part {
            should: Should::new(ends, lane, slices)?,
            key: key.unwrap_or_default(),
            fields,
        })
    }

    fn rows(&self) -> u64 {
        self.should.slices.iter().map(|s| s.rows).sum()
    }

    fn key_names(&self) -> Vec<&String> {
        self.key
            .iter()
            .filter_map(|at| self.fields.get(*at))
            .collect()
    }

    /// The target looks the same through both.
    pub fn same_view(&self, other: &Part) -> bool {
        self.fields == other.fields && self.key == other.key
    }
}

fn is_unique(lane: &Lane) -> bool {
    let ours: BTreeSet<&String> = lane.to_key.iter().collect();
    let mut keys = lane.target.key.iter().chain(&lane.target.unique);
    keys.any(|k| k.fields.iter().collect::<BTreeSet<_>>() == ours)
}

pub(super) struct Match {
    parts: Vec<Part>,
    /// Slices of the target to look at.
    found: Vec<Slice>,
    /// Rows of the target that no part explains are differences too.
    extras: bool,
    keyed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Matched {
    pub should: Sum,
    /// Rows of the target that are as they should be.
    pub is: Sum,
    pub rows_read: u64,
    pub changed: u64,
    pub differences: Vec<RowDifference>,
    /// Rows that differ, exact.
    pub total: u64,
}

/// A row that should be there: by its key, or so many equal ones.
struct Wanted {
    digest: u128,
    part: usize,
    count: u64,
}

/// What there is to show of a name.
#[derive(Clone, Copy)]
pub(super) struct Differs {
    pub kind: RowDifferenceKind,
    pub part: usize,
    pub count: u64,
}

pub(super) type Differing = HashMap<u128, Differs>;

impl Match {
    pub fn new(parts: Vec<Part>, found: Vec<Slice>, extras: bool) -> Match {
        let keyed = parts.iter().all(|p| !p.key.is_empty());
        let mut all = Match {
            parts,
            found,
            extras,
            keyed,
        };
        // Where parts name rows in different ways, a row that one cannot explain may be another's.
        all.extras &= (0..all.parts.len()).all(|part| all.namespace(part) == 0);
        all
    }

    pub async fn all(&self, to: &str, ends: &Ends<'_>) -> Result<Matched, ProveError> {
        let rows: u64 = self.parts.iter().map(Part::rows).sum();
        let passes = rows / ROWS_A_PASS + 1;
        let (mut matched, mut differing) = (Matched::default(), Differing::new());
        for number in 0..passes {
            let pass = Pass {
                of: u128::from(passes),
                number: u128::from(number),
            };
            let mut wanted = self.wanted(pass, &mut matched).await?;
            self.look(to, ends, pass, &mut wanted, &mut matched, &mut differing)
                .await?;
            for (name, w) in wanted.iter().filter(|(_, w)| w.count > 0) {
                matched.total += w.count;
                note(
                    &mut differing,
                    *name,
                    RowDifferenceKind::Missing,
                    w.part,
                    w.count,
                );
            }
        }
        if !differing.is_empty() {
            matched.differences = self.shown(to, ends, &differing).await?;
        }
        Ok(matched)
    }

    /// What should be there, as far as this pass looks.
    async fn wanted(
        &self,
        pass: Pass,
        matched: &mut Matched,
    ) -> Result<HashMap<u128, Wanted>, ProveError> {
        let mut wanted: HashMap<u128, Wanted> = HashMap::new();
        for (number, part) in self.parts.iter().enumerate() {
            let mut names = self.names(number);
            let each = |_: usize, row: Row<'_>, digest: u128| {
                let name = names.of(row, digest);
                if pass.looks_at(name) {
                    let here = wanted.entry(name).or_insert(Wanted {
                        digest,
                        part: number,
                        count: 0,
                    });
                    // By key, a later row takes the place of an earlier one; by content, there are two.
                    here.count = if names.by_key(row) { 1 } else { here.count + 1 };
                    (here.digest, here.part) = (digest, number);
                }
                ControlFlow::Continue(())
            };
            let (read, changed) = part.should.clone().each(each).await?;
            if pass.number == 0 {
                matched.rows_read += read;
                matched.changed += changed;
            }
        }
        for w in wanted.values() {
            (0..w.count).for_each(|_| matched.should.add(w.digest));
        }
        Ok(wanted)
    }

    /// Looks through the target for what is wanted.
    async fn look(
        &self,
        to: &str,
        ends: &Ends<'_>,
        pass: Pass,
        wanted: &mut HashMap<u128, Wanted>,
        matched: &mut Matched,
        differing: &mut Differing,
    ) -> Result<(), ProveError> {
        for (number, part) in self.views() {
            let mut names = self.names(number);
            let is = self.is(to, ends, part);
            is.each(|_, row, digest| {
                let name = names.of(row, digest);
                if !pass.looks_at(name) {
                    return ControlFlow::Continue(());
                }
                let kind = match wanted.get_mut(&name) {
                    // To be seen through the fields of another lane.
                    Some(w) if !self.parts[w.part].same_view(part) => {
                        return ControlFlow::Continue(());
                    }
                    Some(w) if w.count > 0 => {
                        w.count -= 1;
                        if w.digest == digest {
                            matched.is.add(digest);
                            return ControlFlow::Continue(());
                        }
                        RowDifferenceKind::Changed
                    }
                    _ if self.extras && number == 0 => RowDifferenceKind::Extra,
                    _ => return ControlFlow::Continue(()),
                };
                matched.total += 1;
                note(differing, name, kind, number, 1);
                ControlFlow::Continue(())
            })
            .await?;
        }
        Ok(())
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Parts through which the target looks different, each once.
    pub fn views(&self) -> impl Iterator<Item = (usize, &Part)> {
        let parts = self.parts.iter().enumerate();
        parts.filter(|(number, part)| !self.parts[..*number].iter().any(|p| p.same_view(part)))
    }

    pub fn is<'a>(&self, to: &'a str, ends: &'a Ends<'_>, part: &'a Part) -> Is<'a> {
        Is {
            source: &ends.found,
            dataset: to,
            fields: &part.fields,
            slices: self.found.clone(),
            control: ends.control,
        }
    }

    pub fn names(&self, part: usize) -> Names<'_> {
        Names {
            key: if self.keyed {
                &self.parts[part].key
            } else {
                &[]
            },
            space: self.namespace(part),
            hasher: RowHasher::default(),
        }
    }

    /// Names by one key, or by one choice of fields, say nothing about names by another.
    fn namespace(&self, part: usize) -> usize {
        let own = &self.parts[part];
        let same = |p: &Part| match self.keyed {
            true => p.key_names() == own.key_names(),
            false => p.fields == own.fields,
        };
        self.parts.iter().position(same).unwrap_or(part)
    }
}

/// Gives rows their names: a hash of the key, or of everything.
pub(super) struct Names<'a> {
    key: &'a [usize],
    space: usize,
    hasher: RowHasher,
}

impl Names<'_> {
    pub fn of(&mut self, row: Row<'_>, digest: u128) -> u128 {
        let name = match self.by_key(row) {
            true => (self.hasher).cells(self.key.iter().map(|at| row.cell(*at))),
            false => digest,
        };
        match self.space {
            0 => name,
            space => {
                let halves = [name as u64, (name >> 64) as u64, space as u64];
                self.hasher
                    .cells(halves.map(|h| Cell::Int(h.cast_signed())))
            }
        }
    }

    /// A null is like no other null: rows with one in their key replace none and stand side by side.
    pub fn by_key(&self, row: Row<'_>) -> bool {
        !self.key.is_empty() && self.key.iter().all(|at| !row.cell(*at).is_null())
    }
}

/// A part of all names, so that each pass stays small.
#[derive(Clone, Copy)]
struct Pass {
    of: u128,
    number: u128,
}

impl Pass {
    fn looks_at(self, name: u128) -> bool {
        // The low bits place entries in the map, so the parts are told by the high ones.
        (name >> 64) % self.of == self.number
    }
}

fn note(differing: &mut Differing, name: u128, kind: RowDifferenceKind, part: usize, count: u64) {
    if differing.len() < LOOKED_FOR || differing.contains_key(&name) {
        let differs = differing.entry(name).or_insert(Differs {
            kind,
            part,
            count: 0,
        });
        differs.count += count;
    }
}
