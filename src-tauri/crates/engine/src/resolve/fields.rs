//! Fields find their place by name, never by position (C28).

use super::moving::Planned;
use super::{Ground, findings};
use crate::convert::{possible, type_words};
use drydock_model::{As, Dataset, Field, WriteMode};

/// A field that arrives.
pub(super) struct Chosen<'a> {
    pub from: &'a Field,
    /// Spelled as the target does.
    pub to: String,
    pub as_type: Option<As>,
    pub accept: Vec<String>,
}

/// The fields that arrive and those dropped by decision; none where the move cannot be carried out.
pub(super) fn chosen<'a>(
    ground: &mut Ground<'a>,
    p: &Planned<'a>,
    existing: Option<&Dataset>,
) -> Option<(Vec<Chosen<'a>>, Vec<String>)> {
    let (wanted, dropped) = wanted(ground, p);
    let (placed, all_filled) = match existing {
        Some(table) => into_existing(ground, p, table, wanted),
        None => (wanted, true),
    };
    let placed = without_clashes(ground, p, placed);
    let all_key_arrives = judge_key(ground, p, existing, &placed);
    if placed.is_empty() {
        ground.findings.push(findings::no_fields(&p.mv.from));
        return None;
    }
    // A move that lacks only a place for a field is still worth rehearsing; one that no row can take is not.
    (all_key_arrives && all_filled).then_some((placed, dropped))
}

fn wanted<'a>(ground: &mut Ground<'a>, p: &Planned<'a>) -> (Vec<Chosen<'a>>, Vec<String>) {
    let mv = p.mv;
    let decided = mv
        .fields
        .iter()
        .map(|f| (&f.from, false))
        .chain(mv.drop.iter().map(|d| (d, true)));
    for (name, dropped) in decided {
        if p.dataset.field(name).is_none() {
            ground
                .findings
                .push(findings::field_gone(&mv.from, name, dropped));
        }
    }
    let mut chosen = Vec::new();
    let mut dropped = Vec::new();
    for field in &p.dataset.fields {
        let decision = mv.field(&field.name);
        if mv.drop.contains(&field.name) {
            dropped.push(field.name.clone());
        } else if field.generated.is_some() {
            if decision.is_some() {
                ground
                    .findings
                    .push(findings::generated_decision(&mv.from, &field.name));
            }
        } else {
            let as_type = decision.and_then(|d| d.as_type);
            judge_type(ground, p, field, as_type);
            chosen.push(Chosen {
                from: field,
                to: decision.map_or(&field.name, |d| &d.to).clone(),
                as_type,
                accept: decision.map(|d| d.accept.clone()).unwrap_or_default(),
            });
        }
    }
    (chosen, dropped)
}

fn judge_type(ground: &mut Ground<'_>, p: &Planned<'_>, field: &Field, as_type: Option<As>) {
    let from = &p.mv.from;
    let typed_per_value = p.end.connector.profile().abilities.typed_per_value;
    if let Some(wanted) = as_type {
        if !typed_per_value && !possible(&field.logical, wanted) {
            let native = type_words(field);
            ground
                .findings
                .push(findings::no_conversion(from, &field.name, &native, wanted));
        }
        return;
    }
    let target = &ground.stores.target;
    if p.end.catalog.kind == target.catalog.kind || p.mv.write != WriteMode::Create {
        return;
    }
    let (native, fidelity) = target.connector.dialect().native(&field.logical);
    if let drydock_model::Fidelity::Lossy { loses } = fidelity {
        let found = type_words(field);
        ground.findings.push(findings::type_loses(
            from,
            &field.name,
            &found,
            &native,
            &loses,
        ));
    }
}

/// Rows go into a table that is there: each field must have a place, and each required field a value. The second answer
/// says whether the latter holds.
fn into_existing<'a>(
    ground: &mut Ground<'a>,
    p: &Planned<'a>,
    table: &Dataset,
    wanted: Vec<Chosen<'a>>,
) -> (Vec<Chosen<'a>>, bool) {
    let names = ground.names;
    let from = &p.mv.from;
    let places: Vec<&Field> = table.stored_fields().collect();
    let place = |name: &str| {
        names
            .find(places.iter(), name, |f| f.name.as_str())
            .copied()
    };
    let free: Vec<String> = places
        .iter()
        .filter(|f| !wanted.iter().any(|w| names.equal(&w.to, &f.name)))
        .map(|f| f.name.clone())
        .collect();
    let mut placed = Vec::new();
    for mut field in wanted {
        let Some(found) = place(&field.to) else {
            let (name, to) = (&field.from.name, &field.to);
            let finding = findings::field_missing(from, name, to, &table.name, &free);
            ground.findings.push(finding);
            continue;
        };
        if found.name != field.to {
            let finding = findings::case_match(from, &field.from.name, &found.name);
            ground.findings.push(finding);
            field.to = found.name.clone();
        }
        placed.push(field);
    }
    let mut all_filled = true;
    for field in places.iter().filter(|f| free.contains(&f.name)) {
        // A key of one integer is what stores number rows with by themselves.
        let numbered = table
            .key
            .as_ref()
            .is_some_and(|k| k.fields == [field.name.clone()])
            && matches!(field.logical, drydock_model::Logical::Int { .. });
        let finding = if field.nullable || field.default.is_some() || numbered {
            findings::gets_nothing(from, &table.name, &field.name, field.default.as_deref())
        } else {
            all_filled = false;
            findings::required_gets_nothing(from, &table.name, &field.name)
        };
        ground.findings.push(finding);
    }
    (placed, all_filled)
}

fn without_clashes<'a>(
    ground: &mut Ground<'a>,
    p: &Planned<'a>,
    wanted: Vec<Chosen<'a>>,
) -> Vec<Chosen<'a>> {
    let mut placed: Vec<Chosen<'a>> = Vec::new();
    for field in wanted {
        match placed
            .iter()
            .find(|have| ground.names.equal(&have.to, &field.to))
        {
            Some(first) => {
                let (first, second) = (&first.from.name, &field.from.name);
                let finding = findings::field_clash(&p.mv.from, first, second, &field.to);
                ground.findings.push(finding);
            }
            None => placed.push(field),
        }
    }
    placed
}

/// A key asked for by the plan, or needed to find rows again, must arrive whole.
fn judge_key(
    ground: &mut Ground<'_>,
    p: &Planned<'_>,
    existing: Option<&Dataset>,
    placed: &[Chosen<'_>],
) -> bool {
    let arrives = |name: &String| placed.iter().any(|f| ground.names.equal(&f.to, name));
    let missing: Vec<&String> = p.mv.key.iter().filter(|k| !arrives(k)).collect();
    let own = existing.and_then(|e| e.key.as_ref());
    let found = if p.mv.key.is_empty() {
        own.is_some_and(|k| k.fields.iter().all(arrives))
    } else {
        missing.is_empty()
    };
    let needed = p.mv.write == WriteMode::Upsert;
    let other = existing
        .filter(|_| !p.mv.key.is_empty() && missing.is_empty())
        .filter(|_| {
            let same = |k: &drydock_model::Key| {
                k.fields.iter().all(|f| p.mv.key.contains(f)) && k.fields.len() == p.mv.key.len()
            };
            !own.is_some_and(same)
        });
    let holds = missing.is_empty() && other.is_none() && (found || !needed);
    if let Some(table) = other {
        let keys = own.map(|k| k.fields.join(", "));
        ground
            .findings
            .push(findings::key_other(p.mv, &table.name, keys));
    }
    for field in missing {
        ground.findings.push(findings::key_missing(p.mv, field));
    }
    if needed && !found && p.mv.key.is_empty() {
        ground.findings.push(findings::upsert_without_key(p.mv));
    }
    holds
}
