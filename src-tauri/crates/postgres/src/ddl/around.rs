//! What is around tables: the types and sequences they are made with, then views, functions and triggers.

use super::{Making, Names, quote, string, unsupported};
use crate::catalog::{COUNTED, EXTENSION, FUNCTION, SEQUENCE, SERIAL, TYPE};
use drydock_connector::Fault;
use drydock_model::{Catalog, Dataset, Design, Object, ObjectKind, Phase};

/// Extensions that bring types or classes of operators, by the words that show their use.
const EXTENSIONS: [(&str, &[&str]); 10] = [
    ("pg_trgm", &["trgm_ops"]),
    ("citext", &["citext"]),
    ("hstore", &["hstore"]),
    ("ltree", &["ltree", "lquery"]),
    ("vector", &["vector", "halfvec", "sparsevec"]),
    ("postgis", &["geometry", "geography"]),
    ("uuid-ossp", &["uuid_generate_v"]),
    ("pgcrypto", &["gen_random_bytes(", "crypt(", "digest("]),
    ("btree_gist", &["EXCLUDE USING gist"]),
    ("unaccent", &["unaccent("]),
];

/// The sources of this kind whose tables are taken over.
fn sources(design: &Design) -> impl Iterator<Item = &(String, Catalog)> {
    let takes_over = |name: &str| {
        design
            .tables
            .iter()
            .any(|t| t.same_kind && t.source == name)
    };
    design
        .sources
        .iter()
        .filter(move |(name, catalog)| catalog.kind == "postgres" && takes_over(name))
}

fn all_words(made: &[Dataset]) -> String {
    let mut words = String::new();
    for dataset in made {
        words += dataset.sql.as_deref().unwrap_or_default();
        words.push('\n');
        for index in &dataset.indexes {
            words += index.sql.as_deref().unwrap_or_default();
            words.push('\n');
        }
    }
    words
}

pub(super) fn before_tables(design: &Design, made: &[Dataset], making: &mut Making) {
    let words = all_words(made);
    for (_, catalog) in sources(design) {
        let lines = catalog
            .settings
            .iter()
            .filter(|(name, _)| !design.before.settings.iter().any(|(n, _)| n == name));
        // From the last one back: a type may be made of one before it.
        let mut used = words.clone();
        let mut wanted: Vec<(&str, String, String)> = Vec::new();
        for (name, sql) in lines.collect::<Vec<_>>().into_iter().rev() {
            if wanted.iter().any(|(n, ..)| n == name) || making.any(|s| s.object == *name) {
                continue;
            }
            if let Some(one) = name.strip_prefix(EXTENSION) {
                let shows = EXTENSIONS.iter().find(|(n, _)| *n == one);
                if shows.is_some_and(|(_, marks)| marks.iter().any(|m| used.contains(m))) {
                    wanted.push((name, sql.clone(), format!("DROP EXTENSION {}", quote(one))));
                }
            } else if let Some(one) = name.strip_prefix(TYPE) {
                if used.contains(one) {
                    let what = if sql.starts_with("CREATE DOMAIN") {
                        "DOMAIN"
                    } else {
                        "TYPE"
                    };
                    used += sql;
                    wanted.push((name, sql.clone(), format!("DROP {what} {one}")));
                }
            } else if let Some(one) = name.strip_prefix(SEQUENCE) {
                let owned = |d: &Dataset| {
                    let ending = format!(" FROM {one}");
                    d.options
                        .iter()
                        .any(|o| o.starts_with(SERIAL) && o.ends_with(&ending))
                };
                if used.contains(one) || made.iter().any(owned) {
                    wanted.push((name, sql.clone(), format!("DROP SEQUENCE {}", quote(one))));
                }
            } else if let Some(one) = name.strip_prefix(FUNCTION) {
                let called = one.split('(').next().unwrap_or(one);
                if used.contains(&format!("{called}(")) {
                    used += sql;
                    wanted.push((
                        name,
                        bare_function(sql),
                        format!("DROP ROUTINE {}", function(one)),
                    ));
                }
            }
        }
        for (name, sql, drop) in wanted.into_iter().rev() {
            making.add(Phase::Tables, name, sql, Some(drop));
        }
    }
}

/// `f(a integer)` with its name in quotes.
fn function(signature: &str) -> String {
    match signature.split_once('(') {
        Some((name, arguments)) => format!("{}({arguments}", quote(name)),
        None => quote(signature),
    }
}

/// Without the schema, which the target may not have.
fn bare_function(sql: &str) -> String {
    let Some((head, rest)) = sql.split_once('(') else {
        return sql.to_owned();
    };
    let Some((create, name)) = head.rsplit_once(' ') else {
        return sql.to_owned();
    };
    let name = name.split_once('.').map_or(name, |(_, name)| name);
    format!("{create} {name}({rest}")
}

pub(super) fn after_tables(
    design: &Design,
    made: &[Dataset],
    names: &mut Names,
    making: &mut Making,
) -> Result<(), Fault> {
    // A sequence goes with the field that counts by it.
    for dataset in made {
        for option in &dataset.options {
            if let Some((field, sequence)) = option
                .strip_prefix(SERIAL)
                .and_then(|r| r.rsplit_once(" FROM "))
                && making.any(|s| s.object == format!("{SEQUENCE}{sequence}"))
            {
                let owned = format!(
                    "ALTER SEQUENCE {} OWNED BY {}.{}",
                    quote(sequence),
                    quote(&dataset.name),
                    quote(field)
                );
                let back = format!("ALTER SEQUENCE {} OWNED BY NONE", quote(sequence));
                making.add(Phase::Tables, sequence, owned, Some(back));
            }
        }
    }
    counted(design, making);
    functions_of_objects(design, making);
    let mut wanted: Vec<(&str, &Object)> = Vec::new();
    for (source, object) in &design.objects {
        let same = |o: &Object| o.kind == object.kind && o.name == object.name && o.on == object.on;
        let there = design.before.objects.iter().find(|o| same(o));
        let twin = wanted.iter().find(|(_, o)| same(o)).map(|(_, o)| *o);
        match there.or(twin) {
            Some(other) if other.sql == object.sql => {}
            Some(_) => {
                let why = format!(
                    "another one of this name is there; that of {source} must be left out or renamed"
                );
                return Err(unsupported(&object.name, why));
            }
            None => wanted.push((source, object)),
        }
    }
    for (source, object) in wanted {
        renames_nothing(design, source, object)?;
        let name = quote(&object.name);
        let drop = match object.kind {
            ObjectKind::View => {
                names.give(&object.name, "a view", source)?;
                let kept = object.sql.starts_with("CREATE MATERIALIZED");
                format!(
                    "DROP {}VIEW {name}",
                    if kept { "MATERIALIZED " } else { "" }
                )
            }
            ObjectKind::Trigger => {
                let on = object.on.as_deref().unwrap_or_default();
                format!("DROP TRIGGER {name} ON {}", quote(on))
            }
        };
        making.add(Phase::Objects, &object.name, object.sql.clone(), Some(drop));
    }
    Ok(())
}

/// Views and triggers are carried word for word; where a table or field of theirs gets another name, they would be
/// about something else.
fn renames_nothing(design: &Design, source: &str, object: &Object) -> Result<(), Fault> {
    for table in design.tables.iter().filter(|t| t.source == source) {
        let renamed = table.from.name != table.to
            || table.fields.iter().any(|(from, to, _)| from != to)
            || !table.dropped.is_empty();
        if renamed && object.sql.contains(&table.from.name) {
            return Err(unsupported(
                &object.name,
                format!(
                    "it speaks of {}, whose names the plan changes; leave it out and make it anew afterwards",
                    table.from.name
                ),
            ));
        }
    }
    Ok(())
}

/// A sequence of its own that is made here goes on where the source's stands.
fn counted(design: &Design, making: &mut Making) {
    for (_, catalog) in sources(design) {
        for (name, number) in &catalog.settings {
            let Some(sequence) = name.strip_prefix(COUNTED) else {
                continue;
            };
            let made = format!("{SEQUENCE}{sequence}");
            if number.parse::<i64>().is_ok() && making.any(|s| s.object == made) {
                let name = string(&quote(sequence));
                let sql = format!("SELECT pg_catalog.setval({name}::regclass, {number})");
                making.add(Phase::Sequences, sequence, sql, None);
            }
        }
    }
}

/// Functions that views and triggers call, and those that these call in turn.
fn functions_of_objects(design: &Design, making: &mut Making) {
    for (source, catalog) in sources(design) {
        let objects = design.objects.iter().filter(|(s, _)| s == source);
        let mut used: String = objects.map(|(_, o)| o.sql.as_str()).collect();
        let functions: Vec<(&str, &String, &str)> = catalog
            .settings
            .iter()
            .filter_map(|(name, sql)| Some((name.as_str(), sql, name.strip_prefix(FUNCTION)?)))
            .filter(|(name, ..)| !design.before.settings.iter().any(|(n, _)| n == name))
            .filter(|(name, ..)| !making.any(|s| s.object == *name))
            .collect();
        let mut wanted = vec![false; functions.len()];
        loop {
            let next = functions
                .iter()
                .zip(&wanted)
                .position(|((_, _, one), wanted)| {
                    let called = one.split('(').next().unwrap_or(one);
                    !wanted && used.contains(called)
                });
            let Some(next) = next else { break };
            wanted[next] = true;
            used += functions[next].1;
        }
        for ((name, sql, one), _) in functions.iter().zip(wanted).filter(|(_, wanted)| *wanted) {
            let drop = format!("DROP ROUTINE {}", function(one));
            making.add(Phase::Objects, name, bare_function(sql), Some(drop));
        }
    }
}
