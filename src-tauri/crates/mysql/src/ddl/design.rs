//! A table as it will be: under its new names, in types of this store, with what of its keys and indexes comes along.

use super::carry::{Renames, default_of};
use super::{fitting, quote, room, server, table, unsupported};
use crate::dialect::kind::Kind;
use crate::dialect::types::{logical, native, native_as};
use drydock_connector::Fault;
use drydock_model::{
    Check, Dataset, Design, Field, ForeignKey, Index, IndexPart, Key, Role, TableDesign, WriteMode,
};

pub(super) fn created(design: &Design, wanted: &TableDesign) -> Result<Dataset, Fault> {
    if !matches!(wanted.from.role, Role::Table) {
        return Err(unsupported(
            &wanted.from.name,
            "what a module of another store keeps has no like here; leave it out",
        ));
    }
    let from = &wanted.from;
    let renames = Renames::of(wanted);
    let mut made = Dataset {
        name: fitting(&wanted.to),
        options: vec!["ENGINE=InnoDB".into()],
        comment: from.comment.clone(),
        ..Dataset::default()
    };
    for field in &from.fields {
        let arrives = wanted.fields.iter().find(|(f, ..)| *f == field.name);
        match arrives {
            Some((_, to, as_type)) => {
                let field = arriving(design, wanted, field, to, *as_type, &mut made.checks);
                made.fields.push(field);
            }
            None => made.fields.extend(computed(wanted, field, &renames)),
        }
    }
    made.key = key(wanted, &renames);
    let in_key = |name: &String| made.key.iter().any(|k| k.fields.contains(name));
    for field in &mut made.fields {
        field.nullable &= !in_key(&field.name);
    }
    made.unique = from.unique.iter().filter_map(|k| renames.key(k)).collect();
    made.foreign_keys = foreign_keys(design, wanted, &renames);
    made.checks.extend(checks(wanted, &renames));
    if let Some(counted) = counted(wanted, &made, &renames) {
        let option = format!("AUTO_INCREMENT {}", quote(&counted));
        for field in made.fields.iter_mut().filter(|f| f.name == counted) {
            field.default = None;
            field.nullable = false;
        }
        made.options.push(option);
    }
    indexes(wanted, &renames, &mut made);
    if !wanted.same_kind {
        like_their_parents(design, wanted, &mut made);
        room::fit_keys(&mut made);
        room::fit_row(&mut made);
    }
    for index in &mut made.indexes {
        index.sql = index.sql.take().or_else(|| {
            Some(format!(
                "CREATE {}INDEX {} ON {} ({})",
                if index.unique { "UNIQUE " } else { "" },
                quote(&index.name),
                quote(&made.name),
                room::index_parts(&index.parts, &made.fields)
            ))
        });
    }
    made.sql = Some(table::create(&made, server(design)));
    Ok(made)
}

fn arriving(
    design: &Design,
    wanted: &TableDesign,
    field: &Field,
    to: &str,
    as_type: Option<drydock_model::As>,
    checks: &mut Vec<Check>,
) -> Field {
    let name = fitting(to);
    if wanted.same_kind && as_type.is_none() {
        return Field {
            name,
            ..field.clone()
        };
    }
    let server = server(design);
    let mut declared = match as_type {
        Some(wanted) => native_as(wanted),
        None => native(&field.logical).0,
    };
    let mut collation = None;
    if declared == "uuid" && !server.has_uuid() {
        declared = "char(36)".into();
        collation = Some("ascii_bin".into());
    }
    if declared == "json" && !server.mariadb {
        // MySQL's own JSON drops spelling, order and duplicate names (C25).
        declared = "longtext".into();
        checks.push(Check {
            name: None,
            expression: format!("json_valid({})", quote(&name)),
        });
    }
    Field {
        default: field
            .default
            .as_deref()
            .and_then(|d| default_of(d, &declared, server)),
        logical: logical(&declared),
        nullable: field.nullable,
        generated: None,
        collation,
        comment: field.comment.clone(),
        native: declared,
        name,
    }
}

/// A computed field of the same kind is made again (C29), where all that it is computed from keeps its name.
fn computed(wanted: &TableDesign, field: &Field, renames: &Renames<'_>) -> Option<Field> {
    let expression = field.generated.as_ref()?.expression.as_deref()?;
    let stays = wanted.same_kind && !wanted.dropped.contains(&field.name);
    (stays && !renames.touch(expression)).then(|| field.clone())
}

fn key(wanted: &TableDesign, renames: &Renames<'_>) -> Option<Key> {
    if !wanted.key.is_empty() {
        return Some(Key {
            fields: wanted.key.iter().map(|k| fitting(k)).collect(),
            names_rows: true,
            ..Key::default()
        });
    }
    let key = renames.key(wanted.from.key.as_ref()?)?;
    Some(Key {
        name: None,
        names_rows: true,
        ..key
    })
}

fn foreign_keys(design: &Design, wanted: &TableDesign, renames: &Renames<'_>) -> Vec<ForeignKey> {
    let mut taken: Vec<String> = design
        .before
        .datasets
        .iter()
        .flat_map(|d| &d.foreign_keys)
        .filter_map(|k| k.name.clone())
        .collect();
    let earlier = design
        .tables
        .iter()
        .take_while(|t| !std::ptr::eq(*t, wanted));
    for other in earlier.filter(|t| t.write == WriteMode::Create) {
        taken.extend(named(other).map(|(_, name)| name));
    }
    let mut made = Vec::new();
    for (key, name) in named(wanted) {
        let parent = design
            .tables
            .iter()
            .find(|t| t.source == wanted.source && t.from.name == key.to);
        // No such rule here.
        let no_like = |action: &str| action.eq_ignore_ascii_case("SET DEFAULT");
        let (Some(parent), false) = (parent, no_like(&key.on_update) || no_like(&key.on_delete))
        else {
            continue;
        };
        let to_fields = match (key.to_fields.is_empty(), &parent.from.key) {
            (true, Some(own)) => Renames::of(parent).fields(&own.fields),
            _ => Renames::of(parent).fields(&key.to_fields),
        };
        let (Some(fields), Some(to_fields)) = (renames.fields(&key.fields), to_fields) else {
            continue;
        };
        let name = free(&name, &taken);
        taken.push(name.clone());
        made.push(ForeignKey {
            name: Some(name),
            fields,
            to: fitting(&parent.to),
            to_fields,
            deferrable: false,
            ..key.clone()
        });
    }
    made
}

/// Names of foreign keys are names of the whole database.
fn named(table: &TableDesign) -> impl Iterator<Item = (&ForeignKey, String)> {
    table.from.foreign_keys.iter().enumerate().map(|(i, key)| {
        let name = match &key.name {
            Some(name) => fitting(name),
            None => fitting(&format!("{}_fk_{}", table.to, i + 1)),
        };
        (key, name)
    })
}

fn free(name: &str, taken: &[String]) -> String {
    let is_free = |n: &String| !taken.iter().any(|t| t.eq_ignore_ascii_case(n));
    if is_free(&name.to_owned()) {
        return name.to_owned();
    }
    (2..)
        .map(|n| fitting(&format!("{name}_{n}")))
        .find(is_free)
        .unwrap_or_else(|| name.to_owned())
}

/// Another store's conditions are in its own words.
fn checks(wanted: &TableDesign, renames: &Renames<'_>) -> Vec<Check> {
    let stays = |c: &&Check| wanted.same_kind && !renames.touch(&c.expression);
    wanted.from.checks.iter().filter(stays).cloned().collect()
}

/// The column that is counted up: the source's own, or the whole number that is the key of a table that had a sequence.
fn counted(wanted: &TableDesign, made: &Dataset, renames: &Renames<'_>) -> Option<String> {
    if wanted.same_kind {
        return renames.field(table::auto_increment(&wanted.from)?);
    }
    wanted.from.sequence.as_ref()?;
    let [only] = made.key.as_ref()?.fields.as_slice() else {
        return None;
    };
    let whole = made
        .field(only)
        .is_some_and(|f| matches!(Kind::of(&f.native), Kind::Int { .. }));
    whole.then(|| only.clone())
}

fn indexes(wanted: &TableDesign, renames: &Renames<'_>, made: &mut Dataset) {
    let mut names: Vec<String> = made.unique.iter().filter_map(|k| k.name.clone()).collect();
    names.push("PRIMARY".into());
    for index in &wanted.from.indexes {
        let plain: Option<Vec<IndexPart>> = index
            .parts
            .iter()
            .map(|p| {
                Some(IndexPart {
                    field: Some(renames.field(p.field.as_deref()?)?),
                    descending: p.descending,
                    ..IndexPart::default()
                })
            })
            .collect();
        let name = free(&fitting(&index.name), &names);
        let of_own_words = index.sql.as_deref().filter(|_| wanted.same_kind);
        let kept = match (plain, of_own_words) {
            (Some(_), _) if index.condition.is_some() => None,
            (Some(parts), _) => Some((parts, None)),
            // A beginning, a full-text index: word for word, where all its words still mean the same.
            (None, Some(sql)) if !renames.touch(sql) => {
                let begins = sql.split_once("INDEX ").map_or("CREATE ", |(b, _)| b);
                let on = format!(" ON {} (", quote(&wanted.from.name));
                let inside = sql.split_once(&on).map_or("", |(_, inside)| inside);
                let sql = format!(
                    "{begins}INDEX {} ON {} ({inside}",
                    quote(&name),
                    quote(&made.name)
                );
                Some((index.parts.clone(), Some(sql)))
            }
            (None, _) => None,
        };
        if let Some((parts, sql)) = kept {
            names.push(name.clone());
            made.indexes.push(Index {
                name,
                unique: index.unique,
                parts,
                condition: None,
                sql,
            });
        }
    }
}

/// A foreign key needs the very type of whole numbers that its parent has.
fn like_their_parents(design: &Design, wanted: &TableDesign, made: &mut Dataset) {
    for key in made.foreign_keys.clone() {
        let parent = design
            .tables
            .iter()
            .find(|t| t.source == wanted.source && fitting(&t.to) == key.to);
        let Some(parent) = parent.filter(|p| !p.same_kind) else {
            continue;
        };
        for (field, to) in key.fields.iter().zip(&key.to_fields) {
            let theirs = parent.fields.iter().find(|(_, t, _)| fitting(t) == *to);
            let Some((from, _, as_type)) = theirs else {
                continue;
            };
            let Some(of_parent) = parent.from.field(from) else {
                continue;
            };
            let declared = match as_type {
                Some(wanted) => native_as(*wanted),
                None => native(&of_parent.logical).0,
            };
            for field in made.fields.iter_mut().filter(|f| f.name == *field) {
                let both = [field.native.as_str(), declared.as_str()];
                if both.iter().all(|n| matches!(Kind::of(n), Kind::Int { .. })) {
                    field.logical = logical(&declared);
                    field.native.clone_from(&declared);
                }
            }
        }
    }
}
