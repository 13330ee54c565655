//! The schema of a source of the same kind as it will be in the target: word for word where nothing changes, otherwise
//! with every rename, drop and change of type carried through all of it.

use super::rewrite::rewritten;
use super::unsupported;
use super::words::words;
use crate::affinity::{Affinity, has_option};
use crate::dialect::native_as;
use drydock_connector::Fault;
use drydock_model::{As, Catalog, Dataset, Design, Field, Index, Role, TableDesign, WriteMode};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

/// What the plan changes about one table, in the source's names.
pub(super) struct Change<'a> {
    pub from: &'a Dataset,
    pub to: &'a str,
    pub dropped: Vec<&'a str>,
    pub renamed: Vec<(&'a str, &'a str)>,
    pub retyped: Vec<(&'a str, &'static str)>,
    /// The key that the plan asks for, if it is another one than the table has.
    pub key: Option<Vec<&'a str>>,
}

/// The source's catalog, spoken in the target's names.
pub(super) enum Carried<'a> {
    AsIs(Cow<'a, Catalog>),
    Rewritten(Arc<Catalog>),
}

impl Deref for Carried<'_> {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        match self {
            Carried::AsIs(catalog) => catalog,
            Carried::Rewritten(catalog) => catalog,
        }
    }
}

pub(super) fn carried<'a>(design: &'a Design, source: &str) -> Result<Carried<'a>, Fault> {
    let tables: Vec<&TableDesign> = design
        .tables
        .iter()
        .filter(|t| t.source == source && t.same_kind && !matches!(t.from.role, Role::Part { .. }))
        .collect();
    let catalog = match design.sources.iter().find(|(name, _)| name == source) {
        Some((_, catalog)) => Cow::Borrowed(catalog),
        None => Cow::Owned(Catalog {
            datasets: tables.iter().map(|t| t.from.clone()).collect(),
            ..Catalog::default()
        }),
    };
    let changes = tables
        .iter()
        .map(|t| Change::of(t))
        .collect::<Result<Vec<_>, _>>()?;
    if changes.iter().all(Change::is_none) {
        return Ok(Carried::AsIs(catalog));
    }
    let wanted: HashSet<String> = tables
        .iter()
        .map(|t| &t.from.name)
        .chain(
            design
                .objects
                .iter()
                .filter(|(s, _)| s == source)
                .map(|(_, o)| &o.name),
        )
        .map(|n| n.to_ascii_lowercase())
        .collect();
    remembered(&catalog, &changes, &wanted, || {
        rewritten(&catalog, &changes, wanted.clone())
    })
    .map(Carried::Rewritten)
}

/// `designed` asks once a table for what is worked out for the whole schema, so the last few answers are kept.
fn remembered(
    catalog: &Catalog,
    changes: &[Change<'_>],
    wanted: &HashSet<String>,
    work: impl FnOnce() -> Result<Catalog, Fault>,
) -> Result<Arc<Catalog>, Fault> {
    const MOST: usize = 4;
    static LAST: Mutex<Vec<(blake3::Hash, Arc<Catalog>)>> = Mutex::new(Vec::new());
    let mut wanted: Vec<_> = wanted.iter().collect();
    wanted.sort();
    let mut hasher = blake3::Hasher::new();
    let mut hash = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for change in changes.iter().filter(|c| !c.is_none()) {
        let Change {
            from,
            to,
            dropped,
            renamed,
            retyped,
            key,
        } = change;
        hash(&format!(
            "{from:?}{to:?}{dropped:?}{renamed:?}{retyped:?}{key:?}"
        ));
    }
    for dataset in &catalog.datasets {
        hash(&dataset.name);
        hash(dataset.sql.as_deref().unwrap_or_default());
        for index in &dataset.indexes {
            hash(index.sql.as_deref().unwrap_or_default());
        }
    }
    for object in &catalog.objects {
        hash(&object.name);
        hash(&object.sql);
    }
    wanted.iter().for_each(|name| hash(name));
    let key = hasher.finalize();
    let last = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = last().iter().find(|(k, _)| *k == key) {
        return Ok(known.clone());
    }
    let catalog = Arc::new(work()?);
    let mut last = last();
    if last.len() >= MOST {
        last.remove(0);
    }
    last.push((key, catalog.clone()));
    Ok(catalog)
}

impl<'a> Change<'a> {
    fn of(design: &'a TableDesign) -> Result<Change<'a>, Fault> {
        let from = &design.from;
        let creates = design.write == WriteMode::Create;
        let strict = has_option(from, "STRICT");
        let arrives = |field: &Field| design.fields.iter().any(|(f, ..)| *f == field.name);
        let mut change = Change {
            from,
            to: &design.to,
            dropped: Vec::new(),
            renamed: Vec::new(),
            retyped: Vec::new(),
            key: None,
        };
        for (field, to, wanted) in &design.fields {
            if field != to {
                change.renamed.push((field, to));
            }
            if let (true, Some(wanted), Some(field)) = (creates, wanted, from.field(field))
                && let Some(native) = other_type(field, *wanted, strict)
            {
                change.retyped.push((&field.name, native));
            }
        }
        if creates {
            // A generated field is made again by the target, unless the plan says otherwise (C29).
            let stays = |f: &Field| {
                !design.dropped.contains(&f.name) && (f.generated.is_some() || arrives(f))
            };
            change.dropped = from
                .fields
                .iter()
                .filter(|f| !stays(f))
                .map(|f| f.name.as_str())
                .collect();
            change.key = other_key(design);
        }
        let only_its_name = change.dropped.is_empty()
            && change.renamed.is_empty()
            && change.retyped.is_empty()
            && change.key.is_none();
        if matches!(from.role, Role::Virtual { .. }) && !only_its_name {
            return Err(unsupported(
                &from.name,
                "what a virtual table is made of cannot be changed; move it as it is, or leave it out",
            ));
        }
        Ok(change)
    }

    pub fn is_none(&self) -> bool {
        self.from.name == self.to
            && self.dropped.is_empty()
            && self.renamed.is_empty()
            && self.retyped.is_empty()
            && self.key.is_none()
    }

    pub fn drops(&self, field: &str) -> bool {
        self.dropped.iter().any(|d| d.eq_ignore_ascii_case(field))
    }

    /// Text that names a dropped field cannot be taken over.
    pub fn mentions_dropped(&self, sql: &str) -> bool {
        words(sql).any(|w| self.dropped.iter().any(|d| w.names(d)))
    }

    /// The indexes that do without the dropped fields.
    pub fn indexes(&self) -> impl Iterator<Item = &'a Index> {
        self.from.indexes.iter().filter(|i| {
            let named = i
                .parts
                .iter()
                .any(|p| p.field.as_deref().is_some_and(|f| self.drops(f)));
            let texts = i
                .parts
                .iter()
                .filter_map(|p| p.expression.as_deref())
                .chain(i.condition.as_deref());
            !named && !texts.into_iter().any(|t| self.mentions_dropped(t))
        })
    }
}

/// The type to declare instead, where the one that is declared would bend values of the type that is wanted.
fn other_type(field: &Field, wanted: As, strict: bool) -> Option<&'static str> {
    let native = native_as(wanted, strict);
    let same = match strict {
        true => field
            .native
            .get(..3)
            .is_some_and(|n| n.eq_ignore_ascii_case(&native[..3])),
        false => Affinity::of(&field.native) == Affinity::of(native),
    };
    (!same).then_some(native)
}

fn other_key(design: &TableDesign) -> Option<Vec<&str>> {
    if design.key.is_empty() {
        return None;
    }
    let key: Vec<&str> = design
        .key
        .iter()
        .map(|to| match design.fields.iter().find(|(_, t, _)| t == to) {
            Some((from, ..)) => from.as_str(),
            None => to.as_str(),
        })
        .collect();
    let own = design
        .from
        .key
        .as_ref()
        .map(|k| k.fields.as_slice())
        .unwrap_or_default();
    (own != key).then_some(key)
}
