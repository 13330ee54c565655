//! Columns, with their defaults and what the server computes.

use super::{Only, Server, collation};
use crate::ddl::{quote, string};
use crate::dialect::kind::Kind;
use crate::dialect::types::logical;
use crate::door::{Link, Told};
use drydock_connector::Fault;
use drydock_model::{Dataset, Field, Generated, Logical};

pub(super) async fn read(
    link: &mut Link,
    server: Server,
    only: Option<&str>,
    datasets: &mut [Dataset],
    mine: &mut impl FnMut(&str) -> Option<usize>,
) -> Result<(), Fault> {
    let which = Only::of(only, "TABLE_NAME").0;
    let told = link
        .ask(&format!(
            "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME, EXTRA,
                    COLUMN_COMMENT, GENERATION_EXPRESSION
             FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE(){which}
             ORDER BY TABLE_NAME, ORDINAL_POSITION"
        ))
        .await?;
    for row in told {
        let Some(dataset) = mine(&row.string(0)).map(|i| &mut datasets[i]) else {
            continue;
        };
        let field = field(&row, server);
        if row.string(6).contains("auto_increment") {
            dataset
                .options
                .push(format!("AUTO_INCREMENT {}", quote(&field.name)));
        }
        dataset.fields.push(field);
    }
    Ok(())
}

fn field(row: &Told, server: Server) -> Field {
    let extra = row.string(6);
    let mut native = row.string(4);
    // There is no other place for it, and a column that nobody sees is not a plain one.
    if extra.contains("INVISIBLE") {
        native += " invisible";
    }
    let generated = row.text(8).filter(|e| !e.is_empty()).map(|e| Generated {
        expression: Some(e.to_owned()),
        stored: extra.contains("STORED") || extra.contains("PERSISTENT"),
    });
    Field {
        name: row.string(1),
        logical: logical(&native),
        nullable: row.is_yes(3),
        default: match generated {
            Some(_) => None,
            None => default(row, &extra, &native, server),
        },
        generated,
        collation: collation(row.text(5)),
        comment: row.text(7).filter(|c| !c.is_empty()).map(str::to_owned),
        native,
    }
}

/// As it is written in a statement, with what happens on an update behind it.
fn default(row: &Told, extra: &str, native: &str, server: Server) -> Option<String> {
    let told = row.text(2);
    let written = match (told, server.mariadb) {
        (None, _) => None,
        // MariaDB writes it as a statement does.
        (Some("NULL"), true) => None,
        (Some(words), true) => Some(words.to_owned()),
        (Some(words), false) if extra.contains("DEFAULT_GENERATED") => {
            let plain = words.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP");
            Some(if plain {
                words.to_owned()
            } else {
                format!("({words})")
            })
        }
        (Some(words), false) => Some(match Kind::of(native) {
            Kind::Int { .. }
            | Kind::Float(_)
            | Kind::Double(_)
            | Kind::Decimal { .. }
            | Kind::Bit(_) => words.to_owned(),
            _ => string(words),
        }),
    };
    let written = written.map(
        |words| match words.starts_with('\'') && words.contains('\\') {
            // Elsewhere a backslash is one: what says its character set is taken for no plain text by other stores.
            true => format!("_utf8mb4{words}"),
            false => words,
        },
    );
    let lower = extra.to_ascii_lowercase();
    match lower.find("on update ") {
        // Nothing is written before it where there is no default.
        Some(at) => {
            let before = written.unwrap_or_else(|| "NULL".into());
            Some(format!("{before} {}", &extra[at..]))
        }
        None => written,
    }
}

/// MariaDB has JSON as a text with a check; people wrote `JSON`, and so do we.
pub(super) fn name_json(dataset: &mut Dataset, server: Server) {
    if !server.mariadb {
        return;
    }
    let checks = std::mem::take(&mut dataset.checks);
    for check in checks {
        let column = dataset.fields.iter_mut().find(|f| {
            f.native == "longtext" && check.expression == format!("json_valid({})", quote(&f.name))
        });
        match column {
            Some(column) => {
                column.native = "json".into();
                column.logical = Logical::Json;
            }
            None => dataset.checks.push(check),
        }
    }
}
