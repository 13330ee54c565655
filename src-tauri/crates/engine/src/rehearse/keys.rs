//! Which keys of the target have to be checked row by row: all unique ones, but those that the source has kept unique
//! already.

use super::fold::Fold;
use crate::resolve::{At, choice, finding};
use crate::{Lane, Stores};
use drydock_model::finding::PlanEdit;
use drydock_model::{Dataset, Finding, FindingKind, Index, Key, Severity, WriteMode};

/// A key of one table of the target.
#[derive(Debug, Clone)]
pub struct UniqueKey {
    /// As people read it: its name or its fields.
    pub name: String,
    pub fields: Vec<String>,
    pub folds: Vec<Fold>,
    pub broken: WhenBroken,
    /// Only the target's own words say which rows are in it and under what.
    pub in_words: Option<Box<InWords>>,
}

/// A partial index, or one over expressions, and its table.
#[derive(Debug, Clone)]
pub struct InWords {
    pub target: Dataset,
    pub index: Index,
}

impl UniqueKey {
    /// The fields of the target that decide what a row is called in it.
    pub fn reads(&self) -> Vec<String> {
        match &self.in_words {
            Some(words) => words
                .target
                .stored_fields()
                .map(|f| f.name.clone())
                .collect(),
            None => self.fields.clone(),
        }
    }
}

/// What the target does with a row whose key is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenBroken {
    /// The row is refused and left behind.
    Refuses,
    /// The row that has the key is replaced.
    Replaces,
    /// The key is made after the rows are in, and cannot be made.
    CannotBeMade,
}

/// The lanes of one table of the target, in run order.
pub struct Group<'a> {
    pub target: &'a Dataset,
    pub lanes: Vec<&'a Lane>,
    /// Rows that are there before and stay.
    pub rows_there: bool,
}

impl<'a> Group<'a> {
    pub fn all(lanes: &'a [Lane], stores: &Stores) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for lane in lanes {
            match groups
                .iter_mut()
                .find(|g| g.target.name == lane.target.name)
            {
                Some(group) => group.lanes.push(lane),
                None => groups.push(Group {
                    target: &lane.target,
                    lanes: vec![lane],
                    rows_there: rows_there(lane, stores),
                }),
            }
        }
        groups
    }

    /// What is made anew has its unique indexes made after the rows are in.
    fn made_anew(&self) -> bool {
        self.lanes.iter().any(|l| l.write == WriteMode::Create)
    }
}

fn rows_there(lane: &Lane, stores: &Stores) -> bool {
    let before = stores.target.catalog.dataset(&lane.target.name);
    matches!(lane.write, WriteMode::Append | WriteMode::Upsert)
        && before.is_some_and(|d| d.rows != Some(0))
}

/// The keys to check, and what cannot be checked beforehand.
pub fn to_check(group: &Group<'_>, stores: &Stores) -> (Vec<UniqueKey>, Vec<Finding>) {
    let (mut keys, mut unknown) = (Vec::new(), Vec::new());
    for wanted in wanted(group) {
        match wanted.check(group, stores) {
            Check::Guaranteed => {}
            Check::Rows(key) => keys.push(key),
            Check::Unknown(why) => unknown.push(cannot_check(group, &wanted.name, why)),
        }
    }
    (keys, unknown)
}

/// A unique key or index of the target as the catalog has it.
struct Wanted<'a> {
    name: String,
    /// None stands for an expression.
    parts: Vec<(Option<&'a str>, String)>,
    condition: Option<&'a str>,
    expressions: Vec<Option<&'a str>>,
    broken: WhenBroken,
    index: Option<&'a Index>,
}

enum Check {
    Guaranteed,
    Rows(UniqueKey),
    Unknown(&'static str),
}

fn wanted<'a>(group: &Group<'a>) -> Vec<Wanted<'a>> {
    let target = group.target;
    let upserts = group.lanes.iter().any(|l| l.write == WriteMode::Upsert);
    let mut all = Vec::new();
    if let Some(key) = &target.key {
        let broken = if upserts {
            WhenBroken::Replaces
        } else {
            WhenBroken::Refuses
        };
        all.push(of_key(target, key, broken));
    }
    for key in &target.unique {
        all.push(of_key(target, key, WhenBroken::Refuses));
    }
    let later = if group.made_anew() {
        WhenBroken::CannotBeMade
    } else {
        WhenBroken::Refuses
    };
    for index in target.indexes.iter().filter(|i| i.unique) {
        all.push(of_index(target, index, later));
    }
    all
}

fn of_key<'a>(target: &'a Dataset, key: &'a Key, broken: WhenBroken) -> Wanted<'a> {
    let parts = key.fields.iter().enumerate().map(|(i, field)| {
        let collation = match key.collations.get(i) {
            Some(collation) => collation.clone(),
            None => target
                .field(field)
                .and_then(|f| f.collation.clone())
                .unwrap_or_default(),
        };
        (Some(field.as_str()), collation)
    });
    Wanted {
        name: key.name.clone().unwrap_or_else(|| key.fields.join(", ")),
        parts: parts.collect(),
        condition: None,
        expressions: Vec::new(),
        broken,
        index: None,
    }
}

fn of_index<'a>(target: &'a Dataset, index: &'a Index, broken: WhenBroken) -> Wanted<'a> {
    let parts = index.parts.iter().map(|part| {
        let of_field = || target.field(part.field.as_deref()?)?.collation.clone();
        (
            part.field.as_deref(),
            part.collation.clone().or_else(of_field).unwrap_or_default(),
        )
    });
    Wanted {
        name: index.name.clone(),
        parts: parts.collect(),
        condition: index.condition.as_deref(),
        expressions: index
            .parts
            .iter()
            .map(|p| p.expression.as_deref())
            .collect(),
        broken,
        index: Some(index),
    }
}

impl Wanted<'_> {
    fn check(&self, group: &Group<'_>, stores: &Stores) -> Check {
        if self.guaranteed(group, stores) {
            return Check::Guaranteed;
        }
        match self.by_fields(group) {
            Ok(key) => Check::Rows(key),
            Err(why) => match self.in_words(group, stores) {
                Some(key) => Check::Rows(key),
                None => Check::Unknown(why),
            },
        }
    }

    /// Values of fields decide it, or why not.
    fn by_fields(&self, group: &Group<'_>) -> Result<UniqueKey, &'static str> {
        if self.condition.is_some() {
            return Err("it holds for some rows only");
        }
        let mut fields = Vec::new();
        let mut folds = Vec::new();
        for (field, collation) in &self.parts {
            let Some(field) = field.and_then(|f| group.target.field(f)) else {
                return Err("it is about an expression");
            };
            if field.generated.is_some() {
                return Err("it is about a computed field");
            }
            let arrives = |l: &&Lane| l.fields.iter().any(|f| f.to.name == field.name);
            if field.default.is_some() && !group.lanes.iter().all(arrives) {
                return Err("a field of it gets its default");
            }
            let Some(fold) = Fold::named(collation) else {
                return Err("its collation is not known here");
            };
            fields.push(field.name.clone());
            folds.push(fold);
        }
        Ok(UniqueKey {
            name: self.name.clone(),
            fields,
            folds,
            broken: self.broken,
            in_words: None,
        })
    }

    /// The dialect can work it out for each row.
    fn in_words(&self, group: &Group<'_>, stores: &Stores) -> Option<UniqueKey> {
        let folds: Option<Vec<Fold>> = self.parts.iter().map(|(_, c)| Fold::named(c)).collect();
        let words = Box::new(InWords {
            target: group.target.clone(),
            index: self.index?.clone(),
        });
        let key = UniqueKey {
            name: self.name.clone(),
            fields: self
                .parts
                .iter()
                .filter_map(|(f, _)| f.map(str::to_owned))
                .collect(),
            folds: folds?,
            broken: self.broken,
            in_words: Some(words),
        };
        let words = key.in_words.as_ref()?;
        let dialect = stores.target.connector.dialect();
        dialect.entries(&words.target, &words.index, &key.reads())?;
        Some(key)
    }

    /// One source fills an empty table, unchanged in these fields, and keeps them unique itself.
    fn guaranteed(&self, group: &Group<'_>, stores: &Stores) -> bool {
        let [lane] = group.lanes.as_slice() else {
            return false;
        };
        let same_kind = stores
            .sources
            .get(&lane.source)
            .is_some_and(|s| s.catalog.kind == stores.target.catalog.kind);
        if group.rows_there || !same_kind {
            return false;
        }
        let from = &lane.dataset;
        let own = from
            .key
            .iter()
            .chain(&from.unique)
            .map(|k| of_key(from, k, self.broken));
        let indexes = from
            .indexes
            .iter()
            .filter(|i| i.unique)
            .map(|i| of_index(from, i, self.broken));
        own.chain(indexes)
            .any(|have| self.follows_from(&have, lane))
    }

    fn follows_from(&self, have: &Wanted<'_>, lane: &Lane) -> bool {
        if self.condition.is_some()
            || have.condition.is_some()
            || self.has_expressions()
            || have.has_expressions()
        {
            // Only the very same words mean the same, and only while no field changes.
            return self.condition == have.condition
                && self.expressions == have.expressions
                && self.parts.len() == have.parts.len()
                && self.parts.iter().zip(&have.parts).all(|(a, b)| a == b)
                && lane
                    .fields
                    .iter()
                    .all(|f| f.exact && f.from.name == f.to.name);
        }
        !have.parts.is_empty()
            && have.parts.iter().all(|(field, collation)| {
                let arrives = lane
                    .fields
                    .iter()
                    .find(|f| Some(f.from.name.as_str()) == *field && f.exact);
                let held = Fold::named(collation);
                arrives.zip(held).is_some_and(|(f, held)| {
                    self.parts.iter().any(|(name, wanted)| {
                        *name == Some(f.to.name.as_str())
                            && Fold::named(wanted).is_some_and(|wanted| held.implies(wanted))
                    })
                })
            })
    }

    fn has_expressions(&self) -> bool {
        self.parts.iter().any(|(field, _)| field.is_none())
    }
}

fn cannot_check(group: &Group<'_>, key: &str, why: &str) -> Finding {
    let from = group
        .lanes
        .first()
        .map(|l| l.from.as_str())
        .unwrap_or_default();
    let what = format!("unchecked:{key}");
    let accepted = group.lanes.iter().all(|l| l.accept.contains(&what));
    let edit = PlanEdit::Accept {
        from: from.to_owned(),
        field: None,
        what,
    };
    let mut f = finding(
        format!("unchecked:{from}:{key}"),
        Severity::Decide,
        FindingKind::DuplicateKey,
        format!("Whether rows of {from} break the unique key {key} cannot be known beforehand"),
        format!("Only the target can tell: {why}. Rows that break it are left behind, or keep it from being made."),
    )
    .at(from)
    .choose(choice("accept", "Go on and see", edit));
    f.accepted = accepted;
    f
}
