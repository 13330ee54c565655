//! The moves of a plan, each with its dataset and its place in the target.

use super::fields::{self, Chosen};
use super::{Ground, findings, order};
use crate::SourceEnd;
use drydock_model::{Catalog, Dataset, Field, Key, Move, ObjectKind, Role, WriteMode};

/// One dataset on its way.
pub(super) struct Moving<'a> {
    pub mv: &'a Move,
    pub source: &'a str,
    pub end: &'a SourceEnd,
    pub dataset: &'a Dataset,
    pub same_kind: bool,
    /// The name in the target, spelled as the target does.
    pub to: String,
    /// The table was there before; its own definitions stay.
    pub is_there: bool,
    /// A virtual table that moves as what its module keeps.
    pub whole: bool,
    pub parts: Vec<Part<'a>>,
    pub fields: Vec<Chosen<'a>>,
    pub dropped: Vec<String>,
}

/// A table that a virtual table keeps, and its name in the target.
pub(super) struct Part<'a> {
    pub dataset: &'a Dataset,
    pub to: String,
}

/// A move whose dataset is there, whether or not it can be placed in the target.
pub(super) struct Planned<'a> {
    pub mv: &'a Move,
    pub source: &'a str,
    pub end: &'a SourceEnd,
    pub dataset: &'a Dataset,
}

/// Every move with its dataset, in the plan's order; what is neither moved nor left is a finding.
pub(super) fn gather<'a>(ground: &mut Ground<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    for mv in &ground.plan.moves {
        let Ok((source, name)) = mv.from_parts() else {
            continue;
        };
        let Some(end) = ground.stores.sources.get(source) else {
            continue;
        };
        let Some(dataset) = end.catalog.dataset(name) else {
            ground.findings.push(findings::dataset_gone(&mv.from));
            continue;
        };
        let why = match &dataset.role {
            Role::Table | Role::Virtual { .. } => {
                planned.push(Planned {
                    mv,
                    source,
                    end,
                    dataset,
                });
                continue;
            }
            Role::Part { of } => format!("It is kept by the virtual table {of} and moves with it."),
            Role::System => "The store keeps it for itself; the target makes its own.".to_owned(),
        };
        ground.findings.push(findings::not_a_table(&mv.from, why));
    }
    for (source, end) in &ground.stores.sources {
        if !ground.plan.sources.contains_key(source) {
            continue;
        }
        for dataset in end.catalog.tables() {
            let from = format!("{source}.{}", dataset.name);
            let known = ground.plan.moves.iter().any(|m| m.from == from);
            match (known, ground.plan.leave.contains(&from)) {
                (false, false) => ground
                    .findings
                    .push(findings::not_moved(&from, dataset.rows)),
                (true, true) => ground.findings.push(findings::moved_and_left(&from)),
                _ => {}
            }
        }
    }
    for from in &ground.plan.leave {
        let (source, name) = from.split_once('.').unwrap_or((from, ""));
        let there = ground.stores.sources.get(source).is_some_and(|end| {
            end.catalog.dataset(name).is_some()
                || end.catalog.objects.iter().any(|o| o.name == name)
        });
        if !there {
            ground.findings.push(findings::left_gone(from));
        }
    }
    planned
}

/// Those that can be carried out, parents first.
pub(super) fn placed<'a>(ground: &mut Ground<'a>, planned: &[Planned<'a>]) -> Vec<Moving<'a>> {
    let order = order::parents_first(planned.len(), |i| before(ground, planned, i));
    let mut placing = Placing {
        placed: Vec::new(),
        taken: Vec::new(),
    };
    // In the plan's order, so that of two moves to one name the first one keeps it.
    for p in planned {
        let place = place(ground, planned, p, &mut placing);
        placing.placed.push(place);
    }
    let mut placed = placing.placed;
    order.into_iter().filter_map(|i| placed[i].take()).collect()
}

struct Placing<'a> {
    placed: Vec<Option<Moving<'a>>>,
    /// Names given away, each with the place of its move in the plan.
    taken: Vec<(String, usize)>,
}

/// What goes first: parents of foreign keys, and the move that makes the table that this one adds to.
fn before(ground: &Ground<'_>, planned: &[Planned<'_>], child: usize) -> Vec<usize> {
    let of = &planned[child];
    let names = super::Names {
        ignore_case: of.end.connector.profile().abilities.names_ignore_case,
    };
    let same_table = |p: &Planned<'_>| ground.names.equal(&p.mv.to, &of.mv.to);
    let makes = (0..child).filter(|i| same_table(&planned[*i]));
    let parents = of.dataset.foreign_keys.iter().filter_map(|key| {
        planned
            .iter()
            .position(|p| p.source == of.source && names.equal(&p.dataset.name, &key.to))
    });
    makes.chain(parents).collect()
}

fn place<'a>(
    ground: &mut Ground<'a>,
    planned: &[Planned<'a>],
    p: &Planned<'a>,
    placing: &mut Placing<'a>,
) -> Option<Moving<'a>> {
    let (names, before) = (ground.names, &ground.stores.target.catalog);
    let mv = p.mv;
    let whole = moves_whole(ground, p);
    let parts = if whole { parts_of(p) } else { Vec::new() };
    let made: Vec<&str> = std::iter::once(mv.to.as_str())
        .chain(parts.iter().map(|part| part.to.as_str()))
        .collect();
    let clash = placing
        .taken
        .iter()
        .find(|(name, _)| made.iter().any(|m| names.equal(m, name)));
    let joins = match clash {
        Some((name, first)) => {
            let adds = matches!(mv.write, WriteMode::Append | WriteMode::Upsert) && !whole;
            let of_first = &planned[*first];
            if !(adds && names.equal(name, &of_first.mv.to) && !moves_whole(ground, of_first)) {
                let finding = findings::name_clash(mv, of_first.mv, whole, other_name(ground, p));
                ground.findings.push(finding);
                return None;
            }
            // Where the first one cannot be placed it has said so, and this one waits for it.
            Some(placing.placed[*first].as_ref()?)
        }
        None => None,
    };
    let there = names.find(before.datasets.iter(), &mv.to, |d: &Dataset| &d.name);
    if let Some(by) = no_table(before, there, &mv.to, names) {
        let finding = findings::name_taken(mv, by, other_name(ground, p));
        ground.findings.push(finding);
        return None;
    }
    let part_there = parts.iter().any(|part| {
        names
            .find(before.datasets.iter(), &part.to, |d: &Dataset| &d.name)
            .is_some()
    });
    match (mv.write, there) {
        (WriteMode::Create, there) if there.is_some() || part_there => {
            let finding = findings::target_exists(mv, whole, other_name(ground, p));
            ground.findings.push(finding);
            return None;
        }
        (WriteMode::Create, _) | (_, Some(_)) => {}
        (_, None) if joins.is_some() => {}
        (_, None) => {
            ground.findings.push(findings::target_missing(mv));
            return None;
        }
    }
    let decisions = !mv.fields.is_empty() || !mv.drop.is_empty() || !mv.key.is_empty();
    if whole && (decisions || mv.write != WriteMode::Create) {
        ground.findings.push(findings::virtual_decision(&mv.from));
        return None;
    }
    let joined = joins.filter(|_| there.is_none()).map(as_made);
    let existing = there.or(joined.as_ref());
    let to = existing.map_or_else(|| mv.to.clone(), |e| e.name.clone());
    let (fields, dropped) = fields::chosen(ground, p, existing)?;
    let index = placing.placed.len();
    placing
        .taken
        .extend(made.iter().map(|name| ((*name).to_owned(), index)));
    Some(Moving {
        mv,
        source: p.source,
        end: p.end,
        dataset: p.dataset,
        same_kind: p.end.catalog.kind == before.kind,
        to,
        is_there: there.is_some(),
        whole,
        parts,
        fields,
        dropped,
    })
}

/// The table that a move makes, as far as adding rows to it goes.
fn as_made(m: &Moving<'_>) -> Dataset {
    let in_target = |name: &String| {
        m.fields
            .iter()
            .find(|f| f.from.name == *name)
            .map(|f| f.to.clone())
    };
    let own = m.dataset.key.as_ref();
    let key = own.and_then(|k| {
        let fields = k.fields.iter().map(in_target).collect::<Option<_>>()?;
        Some(Key {
            fields,
            ..k.clone()
        })
    });
    Dataset {
        name: m.to.clone(),
        fields: m
            .fields
            .iter()
            .map(|f| Field {
                name: f.to.clone(),
                ..f.from.clone()
            })
            .collect(),
        key,
        ..Dataset::default()
    }
}

/// Between stores of one kind that carry objects, what the module keeps moves as it is; to any other store the rows
/// move as those of a table.
pub(super) fn moves_whole(ground: &Ground<'_>, p: &Planned<'_>) -> bool {
    matches!(p.dataset.role, Role::Virtual { .. })
        && p.end.catalog.kind == ground.stores.target.catalog.kind
        && ground.stores.target.connector.profile().abilities.objects
}

/// Parts are named after their table, and keep the rest of their name when it is renamed.
fn parts_of<'a>(p: &Planned<'a>) -> Vec<Part<'a>> {
    let Role::Virtual { parts, .. } = &p.dataset.role else {
        return Vec::new();
    };
    parts
        .iter()
        .filter_map(|name| p.end.catalog.dataset(name))
        .map(|dataset| Part {
            dataset,
            to: match dataset.name.strip_prefix(&p.dataset.name) {
                Some(rest) => format!("{}{rest}", p.mv.to),
                None => dataset.name.clone(),
            },
        })
        .collect()
}

/// What has the name in the target without being a table that takes rows.
fn no_table(
    before: &Catalog,
    existing: Option<&Dataset>,
    to: &str,
    names: super::Names,
) -> Option<&'static str> {
    match existing.map(|e| &e.role) {
        Some(Role::System) => return Some("table of the store's own"),
        Some(Role::Part { .. }) => return Some("part of a virtual table"),
        Some(Role::Table | Role::Virtual { .. }) => return None,
        None => {}
    }
    let view = |o: &&drydock_model::Object| o.kind == ObjectKind::View && names.equal(&o.name, to);
    before.objects.iter().find(view).map(|_| "view")
}

/// A name that is free: the source's name in front, then a number behind.
fn other_name(ground: &Ground<'_>, p: &Planned<'_>) -> String {
    let before = &ground.stores.target.catalog;
    let used = |name: &str| {
        let equal = |other: &str| ground.names.equal(other, name);
        before.datasets.iter().any(|d| equal(&d.name))
            || before.objects.iter().any(|o| equal(&o.name))
            || ground.plan.moves.iter().any(|m| equal(&m.to))
    };
    let base = format!("{}_{}", p.source, p.dataset.name);
    if !used(&base) {
        return base;
    }
    (2u32..)
        .map(|n| format!("{base}_{n}"))
        .find(|name| !used(name))
        .unwrap_or(base)
}
