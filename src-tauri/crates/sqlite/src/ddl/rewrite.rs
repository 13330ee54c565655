//! Carries the changes of a plan through a source's schema, in the scratch database: first what tables are made of, then
//! the names of fields, then the names of tables, as views and triggers must still be understood in between.

use super::carry::Change;
use super::scratch::Scratch;
use super::table;
use super::words::{Word, words};
use super::{quote, unsupported};
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Catalog, Check, Dataset, ForeignKey, Index, Key, Role};
use std::borrow::Cow;
use std::collections::HashSet;

pub(super) fn rewritten(
    catalog: &Catalog,
    changes: &[Change<'_>],
    wanted: HashSet<String>,
) -> Result<Catalog, Fault> {
    let touched = changes.iter().filter(|c| !c.is_none()).flat_map(|c| {
        let names = c
            .renamed
            .iter()
            .map(|(from, _)| *from)
            .chain(c.dropped.iter().copied());
        names.chain((c.from.name != c.to).then_some(c.from.name.as_str()))
    });
    let touched: HashSet<String> = touched.map(str::to_ascii_lowercase).collect();
    dropped_keys_are_not_referred_to(changes)?;
    let scratch = Scratch::of(catalog, wanted, touched)?;
    for change in changes {
        reshape(&scratch, change)?;
    }
    scratch.still_works()?;
    for change in changes {
        rename_fields(&scratch, change)?;
    }
    rename_tables(&scratch, changes)?;
    let mut carried = scratch.finish()?;
    follow_content(&mut carried, changes)?;
    nothing_left_is_referred_to(&carried, changes)?;
    Ok(carried)
}

/// Another type, another key, fewer fields.
fn reshape(scratch: &Scratch, change: &Change<'_>) -> Result<(), Fault> {
    if change.key.is_some() {
        return regenerate(scratch, change);
    }
    if !change.retyped.is_empty() {
        let mut sql = Cow::Borrowed(change.from.sql.as_deref().unwrap_or_default());
        for (field, native) in &change.retyped {
            match table::with_type(&sql, field, native) {
                Some(typed) => sql = Cow::Owned(typed),
                None => return regenerate(scratch, change),
            }
        }
        let all: Vec<&Index> = change.from.indexes.iter().collect();
        scratch.replace(change.from, &sql, &all)?;
    }
    if change.dropped.is_empty() {
        return Ok(());
    }
    let kept: Vec<&str> = change.indexes().map(|i| i.name.as_str()).collect();
    for index in change
        .from
        .indexes
        .iter()
        .filter(|i| !kept.contains(&i.name.as_str()))
    {
        scratch.alter(
            &change.from.name,
            &format!("DROP INDEX {}", quote(&index.name)),
        )?;
    }
    for field in &change.dropped {
        let drop = format!(
            "ALTER TABLE {} DROP COLUMN {}",
            quote(&change.from.name),
            quote(field)
        );
        match scratch.alter(&change.from.name, &drop) {
            // A constraint of the table stands in the way: then the table is written anew without it.
            Err(fault) if fault.kind == FaultKind::Statement => return regenerate(scratch, change),
            done => done?,
        }
    }
    Ok(())
}

/// The table from its structured form, in the source's names, without what speaks of dropped fields.
fn regenerate(scratch: &Scratch, change: &Change<'_>) -> Result<(), Fault> {
    let from = change.from;
    if from
        .checks
        .iter()
        .any(|c| c.expression.starts_with("/* not read"))
    {
        return Err(unsupported(
            &from.name,
            "its statement has a form that cannot be read whole, so it can be moved only as it is",
        ));
    }
    let mut new = Dataset {
        fields: from
            .fields
            .iter()
            .filter(|f| !change.drops(&f.name))
            .cloned()
            .collect(),
        indexes: Vec::new(),
        ..from.clone()
    };
    for field in &mut new.fields {
        if let Some((_, native)) = change.retyped.iter().find(|(f, _)| *f == field.name) {
            field.native = (*native).to_owned();
        }
    }
    new.fields.retain(|f| {
        let expression = f.generated.as_ref().and_then(|g| g.expression.as_deref());
        !expression.is_some_and(|e| change.mentions_dropped(e))
    });
    let whole = |key: &Key| !key.fields.iter().any(|f| change.drops(f));
    new.key = match &change.key {
        Some(fields) => Some(Key {
            fields: fields.iter().map(|f| (*f).to_owned()).collect(),
            ..Key::default()
        }),
        None => from.key.clone().filter(whole),
    };
    if change.key.is_some() {
        // What was unique stays so: other tables may refer to it.
        new.unique.extend(from.key.clone());
    }
    new.unique.retain(whole);
    new.checks
        .retain(|c: &Check| !change.mentions_dropped(&c.expression));
    new.foreign_keys
        .retain(|k: &ForeignKey| !k.fields.iter().any(|f| change.drops(f)));
    if new.key.is_none() {
        new.options
            .retain(|o| !o.eq_ignore_ascii_case("WITHOUT ROWID"));
    }
    let indexes: Vec<&Index> = change.indexes().collect();
    scratch.replace(from, &table::create(&new), &indexes)
}

/// Through names of our own where new names are among the old ones, as when two swap.
fn rename_fields(scratch: &Scratch, change: &Change<'_>) -> Result<(), Fault> {
    let table = quote(&change.from.name);
    let rename = |from: &str, to: &str| {
        let sql = format!(
            "ALTER TABLE {table} RENAME COLUMN {} TO {}",
            quote(from),
            quote(to)
        );
        scratch.alter(&change.from.name, &sql)
    };
    let taken = |to: &str| {
        change
            .from
            .fields
            .iter()
            .any(|f| f.name.eq_ignore_ascii_case(to))
    };
    if !change.renamed.iter().any(|(_, to)| taken(to)) {
        return change
            .renamed
            .iter()
            .try_for_each(|(from, to)| rename(from, to));
    }
    for (i, (from, _)) in change.renamed.iter().enumerate() {
        rename(from, &format!("_drydock_on_the_way_{i}"))?;
    }
    for (i, (_, to)) in change.renamed.iter().enumerate() {
        rename(&format!("_drydock_on_the_way_{i}"), to)?;
    }
    Ok(())
}

pub(super) const LEFT: &str = "_drydock_left_";

fn rename_tables(scratch: &Scratch, changes: &[Change<'_>]) -> Result<(), Fault> {
    let rename = |from: &str, to: &str| {
        scratch.alter(
            from,
            &format!("ALTER TABLE {} RENAME TO {}", quote(from), quote(to)),
        )
    };
    let moved: Vec<&Change<'_>> = changes.iter().filter(|c| c.from.name != c.to).collect();
    for (i, change) in moved.iter().enumerate() {
        rename(&change.from.name, &format!("_drydock_on_the_way_{i}"))?;
    }
    for (i, change) in moved.iter().enumerate() {
        match scratch.kind_of(change.to)?.as_deref() {
            None => {}
            // It has the name now, and stays behind.
            Some("table") => rename(change.to, &format!("{LEFT}{i}"))?,
            Some(kind) => {
                return Err(unsupported(
                    change.to,
                    format!(
                        "the source has {} of that name, so {} cannot become it",
                        article(kind),
                        change.from.name
                    ),
                ));
            }
        }
        rename(&format!("_drydock_on_the_way_{i}"), change.to)?;
    }
    Ok(())
}

fn article(kind: &str) -> &'static str {
    match kind {
        "index" => "an index",
        "view" => "a view",
        _ => "a table",
    }
}

/// A full-text index names the table that it indexes in its own words, which SQLite does not rewrite.
fn follow_content(carried: &mut Catalog, changes: &[Change<'_>]) -> Result<(), Fault> {
    for dataset in &mut carried.datasets {
        let (Role::Virtual { .. }, Some(sql)) = (&dataset.role, &dataset.sql) else {
            continue;
        };
        let all: Vec<Word<'_>> = words(sql).collect();
        let content = all
            .windows(3)
            .find(|w| w[0].names("content") && w[1].is_sign("="))
            .map(|w| w[2].clone());
        let Some(content) = content else {
            continue;
        };
        let Some(change) = changes
            .iter()
            .find(|c| content.names(&c.from.name) && !c.is_none())
        else {
            continue;
        };
        let changed = change
            .renamed
            .iter()
            .map(|(from, _)| *from)
            .chain(change.dropped.iter().copied());
        let rowid = all
            .windows(3)
            .find(|w| w[0].names("content_rowid") && w[1].is_sign("="));
        for field in changed {
            let indexed = dataset
                .fields
                .iter()
                .any(|f| f.name.eq_ignore_ascii_case(field));
            if indexed || rowid.is_some_and(|w| w[2].names(field)) {
                return Err(unsupported(
                    &dataset.name,
                    format!("it indexes {field} of {} by that name", change.from.name),
                ));
            }
        }
        let name = format!("'{}'", change.to.replace('\'', "''"));
        dataset.sql = Some([&sql[..content.at.start], &name, &sql[content.at.end..]].concat());
    }
    Ok(())
}

fn dropped_keys_are_not_referred_to(changes: &[Change<'_>]) -> Result<(), Fault> {
    for parent in changes.iter().filter(|c| !c.dropped.is_empty()) {
        for child in changes {
            for key in &child.from.foreign_keys {
                let same = key.to.eq_ignore_ascii_case(&parent.from.name);
                let own = || parent.from.key.iter().flat_map(|k| &k.fields);
                let gone = match key.to_fields.is_empty() {
                    true => own().find(|f| parent.drops(f)),
                    false => key.to_fields.iter().find(|f| parent.drops(f)),
                };
                let stays = !key.fields.iter().any(|f| child.drops(f));
                if let (true, true, Some(field)) = (same, stays, gone) {
                    return Err(unsupported(
                        &child.from.name,
                        format!(
                            "it refers to {field} of {}, which the plan drops",
                            parent.from.name
                        ),
                    ));
                }
            }
        }
    }
    Ok(())
}

fn nothing_left_is_referred_to(carried: &Catalog, changes: &[Change<'_>]) -> Result<(), Fault> {
    for change in changes {
        let Some(dataset) = carried.dataset(change.to) else {
            return Err(Fault::new(
                FaultKind::Internal,
                change.to,
                "it got lost on the way from the source's schema to the target's",
            ));
        };
        let texts = dataset
            .sql
            .iter()
            .chain(dataset.indexes.iter().filter_map(|i| i.sql.as_ref()));
        if texts
            .into_iter()
            .any(|sql| words(sql).any(|w| w.name().starts_with(LEFT)))
        {
            return Err(unsupported(
                change.to,
                "it refers to a table that stays behind, while another table takes that one's name",
            ));
        }
    }
    Ok(())
}
