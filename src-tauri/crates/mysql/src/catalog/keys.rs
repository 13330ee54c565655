//! Keys, indexes, foreign keys and checks.

use super::{Only, Server, collation};
use crate::ddl::quote;
use crate::door::{Link, Told};
use drydock_connector::Fault;
use drydock_model::{Check, Dataset, ForeignKey, Index, IndexPart, Key};

pub(super) async fn read(
    link: &mut Link,
    server: Server,
    only: Option<&str>,
    datasets: &mut [Dataset],
    mine: &mut impl FnMut(&str) -> Option<usize>,
) -> Result<(), Fault> {
    indexes(link, server, only, datasets, mine).await?;
    foreign_keys(link, only, datasets, mine).await?;
    checks(link, server, only, datasets, mine).await
}

async fn indexes(
    link: &mut Link,
    server: Server,
    only: Option<&str>,
    datasets: &mut [Dataset],
    mine: &mut impl FnMut(&str) -> Option<usize>,
) -> Result<(), Fault> {
    let which = Only::of(only, "TABLE_NAME").0;
    let expression = match server.mariadb {
        true => "NULL",
        false => "EXPRESSION",
    };
    let told = link
        .ask(&format!(
            "SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, {expression}
             FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE(){which}
             ORDER BY CAST(TABLE_NAME AS BINARY), INDEX_NAME = 'PRIMARY' DESC, INDEX_NAME, SEQ_IN_INDEX"
        ))
        .await?;
    // The server takes `t` and `T` for equal where it sorts names; their rows must not come mixed.
    for rows in told.chunk_by(|a, b| a.text(0) == b.text(0) && a.text(1) == b.text(1)) {
        if let Some(at) = mine(&rows[0].string(0)) {
            take_index(&mut datasets[at], rows);
        }
    }
    Ok(())
}

fn take_index(dataset: &mut Dataset, rows: &[Told]) {
    let name = rows[0].string(1);
    let unique = rows[0].text(2) == Some("0");
    let method = rows[0].string(6);
    let ordinary = matches!(method.as_str(), "BTREE" | "HASH");
    let parts: Vec<IndexPart> = rows.iter().map(|r| part(r, &method, ordinary)).collect();
    let plain: Option<Vec<String>> = parts
        .iter()
        .map(|p| p.field.clone().filter(|_| !p.descending))
        .collect();
    match plain {
        Some(fields) if unique && ordinary => {
            let of_field = |name: &String| dataset.field(name);
            let key = Key {
                collations: fields
                    .iter()
                    .map(|f| of_field(f).and_then(|f| collation(f.collation.as_deref())))
                    .map(Option::unwrap_or_default)
                    .collect(),
                names_rows: fields
                    .iter()
                    .all(|f| of_field(f).is_some_and(|f| !f.nullable)),
                name: (name != "PRIMARY").then_some(name),
                fields,
            };
            match key.name {
                None => dataset.key = Some(key),
                Some(_) => dataset.unique.push(key),
            }
        }
        _ => dataset.indexes.push(Index {
            sql: Some(statement(&dataset.name, &name, unique, &method, &parts)),
            name,
            unique,
            parts,
            condition: None,
        }),
    }
}

/// The beginning of a text, a full-text index and the like are told as expressions: no other kind of store has the same.
fn part(row: &Told, method: &str, ordinary: bool) -> IndexPart {
    let descending = row.text(4) == Some("D");
    let plain = IndexPart {
        descending,
        ..IndexPart::default()
    };
    let Some(column) = row.text(3) else {
        let expression = row.text(7).map(|e| format!("({e})"));
        return IndexPart {
            expression,
            ..plain
        };
    };
    let expression = match row.number(5) {
        Some(length) if ordinary => Some(format!("{}({length})", quote(column))),
        _ if !ordinary => Some(format!("{method} {}", quote(column))),
        _ => None,
    };
    match expression {
        Some(_) => IndexPart {
            expression,
            ..plain
        },
        None => IndexPart {
            field: Some(column.to_owned()),
            ..plain
        },
    }
}

fn statement(table: &str, name: &str, unique: bool, method: &str, parts: &[IndexPart]) -> String {
    let kind = match method {
        "FULLTEXT" => "FULLTEXT ",
        "SPATIAL" | "RTREE" => "SPATIAL ",
        _ if unique => "UNIQUE ",
        _ => "",
    };
    let prefix = format!("{method} ");
    let listed: Vec<String> = parts
        .iter()
        .map(|p| {
            let text = match (&p.field, &p.expression) {
                (Some(field), _) => quote(field),
                (None, Some(e)) => e.strip_prefix(&prefix).unwrap_or(e).to_owned(),
                (None, None) => String::new(),
            };
            text + if p.descending { " DESC" } else { "" }
        })
        .collect();
    format!(
        "CREATE {kind}INDEX {} ON {} ({})",
        quote(name),
        quote(table),
        listed.join(", ")
    )
}

async fn foreign_keys(
    link: &mut Link,
    only: Option<&str>,
    datasets: &mut [Dataset],
    mine: &mut impl FnMut(&str) -> Option<usize>,
) -> Result<(), Fault> {
    let which = Only::of(only, "k.TABLE_NAME").0;
    let told = link
        .ask(&format!(
            "SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME,
                    r.UPDATE_RULE, r.DELETE_RULE, k.REFERENCED_TABLE_SCHEMA = DATABASE(), k.REFERENCED_TABLE_SCHEMA
             FROM information_schema.KEY_COLUMN_USAGE k
             JOIN information_schema.REFERENTIAL_CONSTRAINTS r
               ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
              AND r.TABLE_NAME = k.TABLE_NAME
             WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL{which}
             ORDER BY CAST(k.TABLE_NAME AS BINARY), k.CONSTRAINT_NAME, k.ORDINAL_POSITION"
        ))
        .await?;
    for rows in told.chunk_by(|a, b| a.text(0) == b.text(0) && a.text(1) == b.text(1)) {
        let Some(at) = mine(&rows[0].string(0)) else {
            continue;
        };
        let first = &rows[0];
        let to = match first.is_yes(7) {
            true => first.string(3),
            false => format!("{}.{}", first.string(8), first.string(3)),
        };
        datasets[at].foreign_keys.push(ForeignKey {
            name: first.text(1).map(str::to_owned),
            fields: rows.iter().map(|r| r.string(2)).collect(),
            to,
            to_fields: rows.iter().map(|r| r.string(4)).collect(),
            on_update: action(&first.string(5)),
            on_delete: action(&first.string(6)),
            deferrable: false,
        });
    }
    Ok(())
}

/// The server takes one for the other, and tells it in either way.
fn action(rule: &str) -> String {
    match rule {
        "RESTRICT" => "NO ACTION".into(),
        other => other.to_owned(),
    }
}

async fn checks(
    link: &mut Link,
    server: Server,
    only: Option<&str>,
    datasets: &mut [Dataset],
    mine: &mut impl FnMut(&str) -> Option<usize>,
) -> Result<(), Fault> {
    let sql = match server.mariadb {
        true => format!(
            "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, LEVEL = 'Column'
             FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE(){}
             ORDER BY TABLE_NAME, CONSTRAINT_NAME",
            Only::of(only, "TABLE_NAME").0
        ),
        // Older servers have no checks, and no table of them.
        false if (server.major, server.minor) < (8, 0) => return Ok(()),
        false => format!(
            "SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE, 0
             FROM information_schema.CHECK_CONSTRAINTS c
             JOIN information_schema.TABLE_CONSTRAINTS t
               ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME
             WHERE c.CONSTRAINT_SCHEMA = DATABASE() AND t.CONSTRAINT_TYPE = 'CHECK'{}
             ORDER BY t.TABLE_NAME, c.CONSTRAINT_NAME",
            Only::of(only, "t.TABLE_NAME").0
        ),
    };
    for row in link.ask(&sql).await? {
        if let Some(at) = mine(&row.string(0)) {
            // A check of a column has the column's name, which is none of its own.
            let own = |name: &&str| !row.is_yes(3) && !is_given(name);
            datasets[at].checks.push(Check {
                name: row.text(1).filter(own).map(str::to_owned),
                expression: row.string(2),
            });
        }
    }
    for dataset in datasets {
        dataset
            .checks
            .sort_by(|a, b| (&a.name, &a.expression).cmp(&(&b.name, &b.expression)));
    }
    Ok(())
}

/// As MariaDB names what nobody named: `CONSTRAINT_1`.
fn is_given(name: &str) -> bool {
    name.strip_prefix("CONSTRAINT_")
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}
