//! Two catalogs side by side. What differs is said part by part; a rename is never assumed, as a wrong guess drops data.

use drydock_connector::{Connector, Dialect};
use drydock_model::comparison::{Change, Comparison, Difference, PartDifference};
use drydock_model::{
    Catalog, Dataset, Design, Field, ForeignKey, Index, Key, ObjectKind, Statement, TableDesign,
    WriteMode,
};
use std::collections::BTreeSet;

/// `left` is how it should be, `right` is what is there: what only the left has is added. `right_connector` words the
/// statements.
pub fn compare(
    left: (&str, &Catalog),
    right: (&str, &Catalog),
    right_connector: &dyn Connector,
) -> Comparison {
    let (left_name, left) = left;
    let (right_name, right) = right;
    let mut items = tables(left, right);
    items.extend(objects(left, right));
    items.sort_by(|a, b| (a.change, &a.kind, &a.name).cmp(&(b.change, &b.kind, &b.name)));
    Comparison {
        left: left_name.to_owned(),
        right: right_name.to_owned(),
        statements: statements(left, right, &items, right_connector.dialect()),
        items,
    }
}

fn names<'a>(
    left: impl Iterator<Item = &'a str>,
    right: impl Iterator<Item = &'a str>,
) -> BTreeSet<&'a str> {
    left.chain(right).collect()
}

fn tables(left: &Catalog, right: &Catalog) -> Vec<Difference> {
    let all = names(
        left.tables().map(|d| d.name.as_str()),
        right.tables().map(|d| d.name.as_str()),
    );
    all.into_iter()
        .map(|name| {
            let find = |c: &'_ Catalog| c.tables().find(|d| d.name == name).cloned();
            let (l, r) = (find(left), find(right));
            let parts = match (&l, &r) {
                (Some(l), Some(r)) => table_parts(l, r),
                _ => Vec::new(),
            };
            let change = change(l.is_some(), r.is_some(), parts.is_empty());
            Difference {
                change,
                kind: "table".into(),
                name: name.to_owned(),
                can_lose_data: change == Change::Removed || parts.iter().any(|p| p.can_lose_data),
                left_sql: l.and_then(|d| d.sql),
                right_sql: r.and_then(|d| d.sql),
                parts,
            }
        })
        .collect()
}

fn objects(left: &Catalog, right: &Catalog) -> Vec<Difference> {
    let word = |kind: ObjectKind| match kind {
        ObjectKind::View => "view",
        ObjectKind::Trigger => "trigger",
    };
    let keys: BTreeSet<(&str, &str)> = left
        .objects
        .iter()
        .chain(&right.objects)
        .map(|o| (word(o.kind), o.name.as_str()))
        .collect();
    keys.into_iter()
        .map(|(kind, name)| {
            let find = |c: &Catalog| {
                c.objects
                    .iter()
                    .find(|o| word(o.kind) == kind && o.name == name)
                    .map(|o| o.sql.clone())
            };
            let (l, r) = (find(left), find(right));
            Difference {
                change: change(l.is_some(), r.is_some(), l == r),
                kind: kind.to_owned(),
                name: name.to_owned(),
                left_sql: l,
                right_sql: r,
                parts: Vec::new(),
                // A view or a trigger holds no rows.
                can_lose_data: false,
            }
        })
        .collect()
}

fn change(left: bool, right: bool, same: bool) -> Change {
    match (left, right) {
        (true, false) => Change::Added,
        (false, true) => Change::Removed,
        _ if same => Change::Same,
        _ => Change::Changed,
    }
}

/// What differs inside a table; nothing where both are alike.
fn table_parts(left: &Dataset, right: &Dataset) -> Vec<PartDifference> {
    let mut parts = Vec::new();
    let mut group = |kind: &str, left: Vec<(String, String)>, right: Vec<(String, String)>| {
        let all = names(
            left.iter().map(|(n, _)| n.as_str()),
            right.iter().map(|(n, _)| n.as_str()),
        );
        for name in all {
            let find = |side: &[(String, String)]| {
                side.iter()
                    .find(|(n, _)| n == name)
                    .map(|(_, text)| text.clone())
            };
            let (l, r) = (find(&left), find(&right));
            if l == r {
                continue;
            }
            let change = change(l.is_some(), r.is_some(), false);
            parts.push(PartDifference {
                change,
                kind: kind.to_owned(),
                name: name.to_owned(),
                can_lose_data: kind == "field" && change != Change::Added,
                left: l,
                right: r,
            });
        }
    };
    let fields = |d: &Dataset| {
        d.fields
            .iter()
            .map(|f| (f.name.clone(), field_text(f)))
            .collect()
    };
    group("field", fields(left), fields(right));
    let key = |d: &Dataset| {
        d.key
            .iter()
            .map(|k| ("primary key".into(), key_text(k)))
            .collect()
    };
    group("key", key(left), key(right));
    let unique = |d: &Dataset| {
        d.unique
            .iter()
            .map(|k| (key_text(k), key_text(k)))
            .collect()
    };
    group("key", unique(left), unique(right));
    let indexes = |d: &Dataset| {
        d.indexes
            .iter()
            .map(|i| (i.name.clone(), index_text(i)))
            .collect()
    };
    group("index", indexes(left), indexes(right));
    let foreign = |d: &Dataset| {
        d.foreign_keys
            .iter()
            .map(|k| (k.fields.join(", "), foreign_text(k)))
            .collect()
    };
    group("foreign_key", foreign(left), foreign(right));
    let checks = |d: &Dataset| {
        d.checks
            .iter()
            .map(|c| {
                (
                    c.name.clone().unwrap_or_else(|| c.expression.clone()),
                    c.expression.clone(),
                )
            })
            .collect()
    };
    group("check", checks(left), checks(right));
    let options = |d: &Dataset| d.options.iter().map(|o| (o.clone(), o.clone())).collect();
    group("option", options(left), options(right));
    parts
}

fn field_text(field: &Field) -> String {
    let mut text = field.native.clone();
    let mut add = |word: &str| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    };
    if let Some(collation) = &field.collation {
        add(&format!("COLLATE {collation}"));
    }
    if !field.nullable {
        add("NOT NULL");
    }
    if let Some(default) = &field.default {
        add(&format!("DEFAULT {default}"));
    }
    if let Some(generated) = &field.generated {
        let kept = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        add(&format!(
            "AS ({}) {kept}",
            generated.expression.as_deref().unwrap_or("")
        ));
    }
    text
}

fn key_text(key: &Key) -> String {
    let collated = key.fields.iter().enumerate().map(|(at, field)| {
        match key.collations.get(at).filter(|c| !c.is_empty()) {
            Some(collation) => format!("{field} COLLATE {collation}"),
            None => field.clone(),
        }
    });
    collated.collect::<Vec<_>>().join(", ")
}

fn index_text(index: &Index) -> String {
    let parts: Vec<String> = index
        .parts
        .iter()
        .map(|part| {
            let mut text = part
                .field
                .clone()
                .or_else(|| part.expression.clone())
                .unwrap_or_default();
            if let Some(collation) = &part.collation {
                text.push_str(&format!(" COLLATE {collation}"));
            }
            if part.descending {
                text.push_str(" DESC");
            }
            text
        })
        .collect();
    let unique = if index.unique { "unique " } else { "" };
    let condition = index
        .condition
        .as_ref()
        .map_or_else(String::new, |c| format!(" where {c}"));
    format!("{unique}({}){condition}", parts.join(", "))
}

fn foreign_text(key: &ForeignKey) -> String {
    let deferred = if key.deferrable { " deferrable" } else { "" };
    format!(
        "{} ({}) on update {} on delete {}{deferred}",
        key.to,
        key.to_fields.join(", "),
        key.on_update,
        key.on_delete
    )
}

/// What can be made without touching a row: tables, views and triggers that only the left side has. A table that
/// differs is shown and not altered here: altering may lose data, and that is decided elsewhere.
fn statements(
    left: &Catalog,
    right: &Catalog,
    items: &[Difference],
    dialect: &dyn Dialect,
) -> Vec<Statement> {
    let added = |kind: &str, name: &str| {
        items
            .iter()
            .any(|i| i.change == Change::Added && i.kind == kind && i.name == name)
    };
    let same_kind = left.kind == right.kind;
    const SIDE: &str = "left";
    let tables = left
        .tables()
        .filter(|d| added("table", &d.name))
        .map(|d| TableDesign {
            source: SIDE.into(),
            from: d.clone(),
            same_kind,
            to: d.name.clone(),
            write: WriteMode::Create,
            fields: d
                .stored_fields()
                .map(|f| (f.name.clone(), f.name.clone(), None))
                .collect(),
            dropped: Vec::new(),
            key: Vec::new(),
        })
        .collect();
    let objects = left
        .objects
        .iter()
        .filter(|o| same_kind && (added("view", &o.name) || added("trigger", &o.name)))
        .map(|o| (SIDE.to_owned(), o.clone()))
        .collect();
    let design = Design {
        before: right.clone(),
        tables,
        objects,
        sources: vec![(SIDE.to_owned(), left.clone())],
    };
    // A design that the dialect cannot word is shown as differences alone.
    dialect.statements(&design).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use drydock_model::{Logical, Object};
    use drydock_testkit::{Memory, table};

    #[test]
    fn what_differs_is_named_part_by_part() {
        let mut left = Catalog {
            kind: "memory".into(),
            datasets: vec![
                table("only_left", &[("id", Logical::INT64)], &["id"]),
                table(
                    "both",
                    &[("id", Logical::INT64), ("a", Logical::TEXT)],
                    &["id"],
                ),
                table("same", &[("id", Logical::INT64)], &["id"]),
            ],
            ..Catalog::default()
        };
        let mut right = left.clone();
        right.datasets.remove(0);
        right.datasets[0].fields[1].name = "b".into();
        left.datasets[1].indexes.push(Index {
            name: "ix".into(),
            ..Index::default()
        });
        right.objects.push(Object {
            kind: ObjectKind::View,
            name: "v".into(),
            on: None,
            sql: "select 1".into(),
        });
        let comparison = compare(("a", &left), ("b", &right), &Memory::default());
        let seen: Vec<(Change, &str, &str)> = comparison
            .items
            .iter()
            .map(|i| (i.change, i.kind.as_str(), i.name.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (Change::Added, "table", "only_left"),
                (Change::Removed, "view", "v"),
                (Change::Changed, "table", "both"),
                (Change::Same, "table", "same"),
            ]
        );
        let parts: Vec<(Change, &str, &str, bool)> = comparison.items[2]
            .parts
            .iter()
            .map(|p| (p.change, p.kind.as_str(), p.name.as_str(), p.can_lose_data))
            .collect();
        assert_eq!(
            parts,
            [
                (Change::Added, "field", "a", false),
                (Change::Removed, "field", "b", true),
                (Change::Added, "index", "ix", false),
            ]
        );
        assert_eq!(comparison.statements.len(), 1);
    }
}
