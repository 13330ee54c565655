//! The table that a dataset becomes: of PostgreSQL word for word, as far as the plan changes nothing about it; of
//! another store in types that hold what it holds.

use super::defaults;
use super::names::{Names, fitted, quote};
use crate::catalog::{CONSTRAINT, COUNTING, FILLED, IDENTITY, IDENTITY_ALWAYS, SERIAL};
use crate::dialect::types;
use crate::wire::{DOMAIN, ENUM, Form};
use drydock_model::{
    Check, Dataset, Design, Field, ForeignKey, Index, IndexPart, Key, Logical, TableDesign,
    WriteMode,
};

pub(super) fn created(design: &Design, index: usize) -> Dataset {
    let wanted = &design.tables[index];
    let from = &wanted.from;
    let mut made = Dataset {
        name: fitted(&wanted.to),
        fields: fields(wanted),
        comment: from.comment.clone(),
        ..Dataset::default()
    };
    made.key = match wanted.key.is_empty() {
        true => from.key.as_ref().and_then(|k| key(wanted, k)),
        false => Some(Key {
            name: None,
            fields: wanted.key.iter().map(|k| fitted(k)).collect(),
            collations: Vec::new(),
            names_rows: true,
        }),
    };
    // No part of a primary key is ever null.
    for name in made.key.iter().flat_map(|k| &k.fields) {
        if let Some(field) = made.fields.iter_mut().find(|f| f.name == *name) {
            field.nullable = false;
        }
    }
    let (fields, key_of) = (&made.fields, |k: &Key| key(wanted, k));
    made.unique = from.unique.iter().filter_map(key_of).collect();
    for unique in &mut made.unique {
        let filled = |n: &String| fields.iter().any(|f| f.name == *n && !f.nullable);
        unique.names_rows = unique.fields.iter().all(filled);
    }
    made.foreign_keys = from
        .foreign_keys
        .iter()
        .filter_map(|k| foreign_key(design, wanted, k))
        .collect();
    made.indexes = indexes(design, index);
    if wanted.same_kind {
        made.checks = from
            .checks
            .iter()
            .filter(|c| !mentions_change(wanted, &c.expression))
            .cloned()
            .collect::<Vec<Check>>();
        made.options = options(wanted);
    } else if from.sequence.is_some()
        && let Some([one]) = made.key.as_ref().map(|k| k.fields.as_slice())
        && let Some(field) = made.fields.iter_mut().find(|f| f.name == *one)
        && matches!(field.logical, Logical::Int { .. })
    {
        field.default = None;
        made.options.push(format!("{IDENTITY}{}", field.name));
    }
    let inside = match keys_can_wait(wanted, &made) {
        true => Vec::new(),
        false => super::table::keys(&made),
    };
    made.sql = Some(super::table::create(&made, &inside));
    made
}

fn fields(wanted: &TableDesign) -> Vec<Field> {
    let from = &wanted.from;
    if !wanted.same_kind {
        let fields = wanted.fields.iter();
        return fields
            .filter_map(|(name, to, as_type)| {
                let field = from.field(name)?;
                let logical = as_type.map_or(field.logical.clone(), types::as_type);
                let native = types::native(&logical).0;
                let logical = types::logical(&native);
                Some(Field {
                    name: fitted(to),
                    default: field
                        .default
                        .as_deref()
                        .and_then(|d| defaults::translated(d, &logical)),
                    native,
                    logical,
                    nullable: field.nullable,
                    generated: None,
                    collation: None,
                    comment: field.comment.clone(),
                })
            })
            .collect();
    }
    let made = |field: &Field| {
        let arrives = wanted.fields.iter().find(|(name, ..)| *name == field.name);
        match arrives {
            Some((_, to, as_type)) => {
                let mut made = field.clone();
                made.name = fitted(to);
                // The plan loads it, so it is a field like any other.
                made.generated = None;
                if let Some(as_type) = as_type {
                    made.logical = types::as_type(*as_type);
                    made.native = types::native(&made.logical).0;
                    made.default = None;
                    made.collation = None;
                }
                Some(made)
            }
            // Made again by the target (C29).
            None => field
                .generated
                .as_ref()
                .filter(|g| {
                    !wanted.dropped.contains(&field.name)
                        && !mentions(wanted, g.expression.as_deref())
                })
                .map(|_| field.clone()),
        }
    };
    from.fields.iter().filter_map(made).collect()
}

fn mentions(wanted: &TableDesign, expression: Option<&str>) -> bool {
    expression.is_some_and(|e| mentions_change(wanted, e))
}

/// Whether an expression speaks of a field that has another name in the target, or none. Rather too often than not:
/// a word that only looks like it counts as well.
fn mentions_change(wanted: &TableDesign, expression: &str) -> bool {
    wanted.from.fields.iter().any(|field| {
        let arrives = wanted.fields.iter().find(|(name, ..)| *name == field.name);
        let same = match arrives {
            Some((name, to, as_type)) => name == to && as_type.is_none(),
            None => field.generated.is_some() && !wanted.dropped.contains(&field.name),
        };
        !same && expression.contains(&field.name)
    })
}

fn new_name(wanted: &TableDesign, field: &str) -> Option<String> {
    let arrives = wanted.fields.iter().find(|(from, ..)| from == field);
    match arrives {
        Some((_, to, _)) => Some(fitted(to)),
        None => {
            let again = wanted.same_kind && !wanted.dropped.iter().any(|d| d == field);
            let generated = wanted.from.field(field).filter(|f| f.generated.is_some());
            generated.filter(|_| again).map(|f| f.name.clone())
        }
    }
}

fn new_names(wanted: &TableDesign, fields: &[String]) -> Option<Vec<String>> {
    fields.iter().map(|f| new_name(wanted, f)).collect()
}

/// None where a part of it does not arrive.
fn key(wanted: &TableDesign, key: &Key) -> Option<Key> {
    Some(Key {
        name: key.name.clone().filter(|_| wanted.same_kind),
        fields: new_names(wanted, &key.fields)?,
        collations: Vec::new(),
        names_rows: true,
    })
}

/// None where what it refers to does not come along.
fn foreign_key(design: &Design, wanted: &TableDesign, key: &ForeignKey) -> Option<ForeignKey> {
    let parent = design
        .tables
        .iter()
        .find(|t| t.source == wanted.source && t.from.name == key.to)?;
    let to_fields = match (key.to_fields.is_empty(), &parent.from.key) {
        (true, Some(own)) => &own.fields,
        _ => &key.to_fields,
    };
    Some(ForeignKey {
        fields: new_names(wanted, &key.fields)?,
        to: fitted(&parent.to),
        to_fields: new_names(parent, to_fields)?,
        ..key.clone()
    })
}

/// Indexes under names that nobody else has: two sources may well have one of the same name.
fn indexes(design: &Design, index: usize) -> Vec<Index> {
    let mut names = Names::of(design);
    let created = |t: &&TableDesign| t.write == WriteMode::Create;
    for table in design.tables.iter().filter(created) {
        names.take(&fitted(&table.to), "a table");
    }
    let mut made = Vec::new();
    for (i, table) in design.tables.iter().enumerate().take(index + 1) {
        if table.write != WriteMode::Create {
            continue;
        }
        for index_of in &table.from.indexes {
            let name = names.free(&index_of.name, &table.source);
            let Some(one) = one_index(table, index_of, &name) else {
                continue;
            };
            names.take(&name, "an index");
            if i == index {
                made.push(one);
            }
        }
    }
    made
}

fn one_index(wanted: &TableDesign, index: &Index, name: &str) -> Option<Index> {
    let expressions = index.parts.iter().filter_map(|p| p.expression.as_deref());
    let texts: Vec<&str> = expressions.chain(index.condition.as_deref()).collect();
    let renamed = index
        .parts
        .iter()
        .filter_map(|p| p.field.as_deref())
        .any(|f| new_name(wanted, f).as_deref() != Some(f));
    let same = wanted.same_kind && !renamed && !texts.iter().any(|t| mentions_change(wanted, t));
    if same && let Some(sql) = &index.sql {
        return Some(Index {
            name: name.to_owned(),
            sql: Some(renamed_index(
                sql,
                (&index.name, name),
                (&wanted.from.name, &fitted(&wanted.to)),
            )?),
            ..index.clone()
        });
    }
    if !texts.is_empty() {
        return None;
    }
    let parts = index.parts.iter().map(|p| {
        Some(IndexPart {
            field: Some(new_name(wanted, p.field.as_deref()?)?),
            descending: p.descending,
            ..IndexPart::default()
        })
    });
    let parts: Vec<IndexPart> = parts.collect::<Option<_>>()?;
    let listed = parts.iter().filter_map(|p| {
        let order = if p.descending { " DESC NULLS LAST" } else { "" };
        Some(quote(p.field.as_deref()?) + order)
    });
    let listed: Vec<String> = listed.collect();
    Some(Index {
        sql: Some(format!(
            "CREATE {}INDEX {} ON {} ({})",
            if index.unique { "UNIQUE " } else { "" },
            quote(name),
            quote(&fitted(&wanted.to)),
            listed.join(", ")
        )),
        name: name.to_owned(),
        unique: index.unique,
        parts,
        condition: None,
    })
}

/// `CREATE INDEX a ON t USING ..`, as the server says it, with another name for each of the two.
fn renamed_index(sql: &str, index: (&str, &str), table: (&str, &str)) -> Option<String> {
    let (unique, named) = match sql.strip_prefix("CREATE UNIQUE INDEX ") {
        Some(named) => ("UNIQUE ", named),
        None => ("", sql.strip_prefix("CREATE INDEX ")?),
    };
    let named = after_name(named, index.0)?.strip_prefix(" ON ")?;
    let rest = after_name(named.strip_prefix("ONLY ").unwrap_or(named), table.0)?;
    Some(format!(
        "CREATE {unique}INDEX {} ON {}{rest}",
        quote(index.1),
        quote(table.1)
    ))
}

/// The server sets quotes where they are needed, and for words of its own.
fn after_name<'a>(sql: &'a str, name: &str) -> Option<&'a str> {
    sql.strip_prefix(quote(name).as_str())
        .or_else(|| sql.strip_prefix(super::ident(name).as_str()))
}

/// Native words about the table, in the target's names; what speaks of a field that changes is not among them.
fn options(wanted: &TableDesign) -> Vec<String> {
    let renamed = |kind: &str, rest: &str| Some(format!("{kind}{}", new_name(wanted, rest)?));
    let kept = |option: &String| {
        for kind in [IDENTITY_ALWAYS, IDENTITY, FILLED] {
            if let Some(field) = option.strip_prefix(kind) {
                return renamed(kind, field);
            }
        }
        if let Some(rest) = option.strip_prefix(SERIAL) {
            let (field, sequence) = rest.rsplit_once(" FROM ")?;
            return Some(format!(
                "{SERIAL}{} FROM {sequence}",
                new_name(wanted, field)?
            ));
        }
        if let Some((how, field)) = option
            .strip_prefix(COUNTING)
            .and_then(|o| o.split_once(" FOR "))
        {
            return renamed(&format!("{COUNTING}{how} FOR "), field);
        }
        if option.starts_with(CONSTRAINT) {
            return (!mentions_change(wanted, option)).then(|| option.clone());
        }
        let plain = [ENUM, DOMAIN, "UNLOGGED", "WITH "];
        plain
            .iter()
            .any(|p| option.starts_with(p))
            .then(|| option.clone())
    };
    wanted.from.options.iter().filter_map(kept).collect()
}

/// Whether keys may be made after the rows: the source has them already, and their values land as they are.
pub(super) fn keys_can_wait(wanted: &TableDesign, made: &Dataset) -> bool {
    let own = wanted.from.key.as_ref();
    let is_own = wanted.key.is_empty()
        || own.and_then(|k| new_names(wanted, &k.fields)).as_deref() == Some(&wanted.key[..]);
    let plain = |name: &String| {
        let arrives = wanted.fields.iter().find(|(_, to, _)| fitted(to) == *name);
        let source =
            arrives.and_then(|(from, _, as_type)| Some((wanted.from.field(from)?, as_type)));
        let target = made.field(name).map(|f| Form::of(made, f));
        match (source, target) {
            (Some((field, None)), Some(form)) => match (&field.logical, form) {
                _ if wanted.same_kind => true,
                (Logical::Int { .. }, Form::Int { .. })
                | (Logical::Text { .. }, Form::Text(_))
                | (Logical::Bytes { .. }, Form::Bytes)
                | (Logical::Uuid, Form::Uuid) => true,
                _ => false,
            },
            _ => false,
        }
    };
    let of_key = own.is_none_or(|k| k.names_rows) && is_own;
    let keys = made.key.iter().chain(&made.unique);
    of_key && keys.flat_map(|k| &k.fields).all(plain)
}
