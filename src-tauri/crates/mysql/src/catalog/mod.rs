//! What a database holds, as its server tells it: tables with columns, keys, indexes and constraints, and what stands
//! around them. A few questions for all tables at once, as a schema may have thousands.

mod columns;
mod keys;
mod objects;

use crate::door::{Link, Told};
use crate::receipts;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Catalog, Dataset, Field, Role};
use std::collections::HashMap;

/// Which server it is: the two have grown apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Server {
    pub mariadb: bool,
    pub major: u32,
    pub minor: u32,
}

impl Server {
    /// By the words of `VERSION()`. Of a database that is not there yet nothing is known: then it is taken for a present
    /// MariaDB.
    pub fn of(version: &str) -> Server {
        let mut numbers = version.split(['.', '-']).map(|n| n.parse().ok());
        match (numbers.next().flatten(), numbers.next().flatten()) {
            (Some(major), Some(minor)) => Server {
                mariadb: version.to_ascii_lowercase().contains("mariadb"),
                major,
                minor,
            },
            _ => Server {
                mariadb: true,
                major: 10,
                minor: 11,
            },
        }
    }

    pub fn has_uuid(&self) -> bool {
        self.mariadb && (self.major, self.minor) >= (10, 7)
    }

    /// Compares character by character and blanks as well, as other stores do.
    pub fn binary_collation(&self) -> &'static str {
        match self.mariadb {
            true => "utf8mb4_nopad_bin",
            false => "utf8mb4_0900_bin",
        }
    }
}

/// Text that is told apart by its characters alone needs no word about its collation.
fn collation(name: Option<&str>) -> Option<String> {
    name.filter(|c| !matches!(*c, "utf8mb4_nopad_bin" | "utf8mb4_0900_bin" | "binary"))
        .map(str::to_owned)
}

/// ` AND TABLE_NAME = '..'` where only one table is asked for.
struct Only(String);

impl Only {
    fn of(table: Option<&str>, column: &str) -> Only {
        Only(match table {
            Some(table) => format!(" AND {column} = {}", crate::ddl::string(table)),
            None => String::new(),
        })
    }
}

pub(crate) async fn read(link: &mut Link) -> Result<Catalog, Fault> {
    let about = link
        .ask_one("SELECT VERSION(), @@character_set_database")
        .await?;
    let version = about.as_ref().map(|t| t.string(0)).unwrap_or_default();
    let server = Server::of(&version);
    let mut datasets = tables(link, server, None).await?;
    for dataset in &mut datasets {
        let sql = format!("SHOW CREATE TABLE {}", crate::ddl::quote(&dataset.name));
        dataset.sql = link
            .ask_one(&sql)
            .await?
            .and_then(|t| t.text(1).map(str::to_owned));
        let sql = format!("SELECT count(*) FROM {}", crate::ddl::quote(&dataset.name));
        dataset.rows = link.ask_one(&sql).await?.and_then(|t| t.number(0));
    }
    Ok(Catalog {
        kind: "mysql".into(),
        encoding: about.and_then(|t| t.text(1).map(str::to_owned)),
        bytes: None,
        objects: objects::all(link).await?,
        settings: objects::around(link).await?,
        version,
        datasets,
    })
}

/// All tables without counts and statements.
pub(crate) async fn structure(link: &mut Link) -> Result<Vec<Dataset>, Fault> {
    let version = link.ask_one("SELECT VERSION()").await?;
    let server = Server::of(&version.map(|t| t.string(0)).unwrap_or_default());
    tables(link, server, None).await
}

/// All tables, or one of them, without counts and statements.
async fn tables(
    link: &mut Link,
    server: Server,
    only: Option<&str>,
) -> Result<Vec<Dataset>, Fault> {
    let which = Only::of(only, "TABLE_NAME").0;
    let told = link
        .ask(&format!(
            "SELECT TABLE_NAME, ENGINE, CREATE_OPTIONS, TABLE_COMMENT, AUTO_INCREMENT
             FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED'){which}
             ORDER BY TABLE_NAME"
        ))
        .await?;
    let mut datasets: Vec<Dataset> = told.iter().map(table).collect();
    let at: HashMap<String, usize> = datasets
        .iter()
        .enumerate()
        .map(|(i, d)| (d.name.clone(), i))
        .collect();
    let numbers: Vec<Option<u64>> = told.iter().map(|t| t.number(4)).collect();
    let mut mine = |name: &str| at.get(name).copied();
    columns::read(link, server, only, &mut datasets, &mut mine).await?;
    keys::read(link, server, only, &mut datasets, &mut mine).await?;
    for (dataset, next) in datasets.iter_mut().zip(numbers) {
        let counts = dataset
            .options
            .iter()
            .any(|o| o.starts_with("AUTO_INCREMENT "));
        // The server tells the next number; what is meant is the last one given.
        dataset.sequence = next
            .filter(|_| counts)
            .map(|n| n.saturating_sub(1).to_string());
        columns::name_json(dataset, server);
        if receipts::is_name(&dataset.name) && receipts::is_ours(dataset) {
            dataset.role = Role::System;
        }
    }
    Ok(datasets)
}

fn table(told: &Told) -> Dataset {
    let mut options: Vec<String> = told
        .text(1)
        .map(|engine| format!("ENGINE={engine}"))
        .into_iter()
        .collect();
    options.extend(told.text(2).filter(|o| !o.is_empty()).map(str::to_owned));
    Dataset {
        name: told.string(0),
        options,
        comment: told.text(3).filter(|c| !c.is_empty()).map(str::to_owned),
        ..Dataset::default()
    }
}

/// What reading a table needs to know of it.
#[derive(Debug)]
pub(crate) struct Shape {
    pub name: String,
    pub fields: Vec<Field>,
    /// Field lists that name rows.
    keys: Vec<Vec<String>>,
    pub options: Vec<String>,
    pub unique: Vec<Vec<String>>,
}

impl Shape {
    pub async fn read(link: &mut Link, table: &str) -> Result<Shape, Fault> {
        let version = link.ask_one("SELECT VERSION()").await?;
        let server = Server::of(&version.map(|t| t.string(0)).unwrap_or_default());
        let found = tables(link, server, Some(table)).await?;
        // The server may not tell upper from lower case where we do.
        let dataset = found.into_iter().find(|d| d.name == table);
        match dataset {
            Some(dataset) => Ok(Shape::of(dataset)),
            None => Err(Fault::new(
                FaultKind::NotThere,
                format!("{table} in {}", link.place()),
                "there is no table of this name",
            )),
        }
    }

    pub fn of(dataset: Dataset) -> Shape {
        let unique: Vec<Vec<String>> = dataset
            .unique
            .iter()
            .map(|k| k.fields.clone())
            .chain(
                dataset
                    .indexes
                    .iter()
                    .filter(|i| i.unique)
                    // By a part of a field or an expression: no list of fields names its rows.
                    .map(|i| {
                        let whole: Option<_> = i.parts.iter().map(|p| p.field.clone()).collect();
                        whole.unwrap_or_default()
                    }),
            )
            .collect();
        Shape {
            keys: dataset
                .key
                .iter()
                .chain(&dataset.unique)
                .filter(|k| k.names_rows)
                .map(|k| k.fields.clone())
                .collect(),
            name: dataset.name,
            fields: dataset.fields,
            options: dataset.options,
            unique: dataset
                .key
                .map(|k| k.fields)
                .into_iter()
                .chain(unique)
                .collect(),
        }
    }

    pub fn place(&self, store: &str) -> String {
        format!("{} in {store}", self.name)
    }

    pub fn field(&self, name: &str, place: &str) -> Result<&Field, Fault> {
        self.fields.iter().find(|f| f.name == name).ok_or_else(|| {
            Fault::new(
                FaultKind::NotThere,
                place,
                format!("there is no field {name}"),
            )
        })
    }

    /// Rows are named by these fields, in this order.
    pub fn is_key(&self, fields: &[String]) -> bool {
        !fields.is_empty() && self.keys.iter().any(|k| k == fields)
    }
}
