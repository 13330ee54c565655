//! One table: its fields, keys, indexes and foreign keys.

use super::{Entry, within, written};
use crate::dialect;
use crate::fault::At;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Check, Dataset, Field, ForeignKey, Generated, Index, IndexPart, Key, Role};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// Stands in the list of checks where a statement could not be read; the checks themselves stand in the statement.
const UNREAD: &str = "/* not read: it stands in the table's own statement */ 1";

/// Collations that SQLite has by itself; under another one rows cannot be compared here.
const OWN_COLLATIONS: [&str; 3] = ["BINARY", "NOCASE", "RTRIM"];

/// What reading rows needs to know of a table.
pub(crate) struct Shape {
    pub fields: Vec<Field>,
    /// The key first, then what else is unique.
    pub keys: Vec<Key>,
    /// The rows lie in the order of the first key; all other orders are kept by an index.
    pub lies_by_key: bool,
    pub is_virtual: bool,
}

pub(crate) fn shape(conn: &Connection, name: &str, place: &str) -> Result<Shape, Fault> {
    let found = conn
        .query_row(
            "SELECT type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?1 AND type <> 'view'",
            [name],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .at(place)?;
    let Some((kind, without_rowid, strict)) = found else {
        return Err(Fault::new(
            FaultKind::NotThere,
            within(name, place),
            "the database has no table of that name",
        ));
    };
    let entry = Entry {
        name: name.to_owned(),
        kind,
        without_rowid,
        strict,
        sql: None,
    };
    let Parts { dataset, alias } = parts(conn, &entry, place)?;
    Ok(Shape {
        lies_by_key: dataset.key.is_some() && (alias || without_rowid),
        is_virtual: entry.kind == "virtual",
        fields: dataset.fields,
        keys: dataset.key.into_iter().chain(dataset.unique).collect(),
    })
}

struct Parts {
    dataset: Dataset,
    /// The key is the rowid under another name.
    alias: bool,
}

pub(super) fn dataset(conn: &Connection, entry: &Entry, place: &str) -> Result<Dataset, Fault> {
    parts(conn, entry, place).map(|parts| parts.dataset)
}

fn parts(conn: &Connection, entry: &Entry, place: &str) -> Result<Parts, Fault> {
    let place = &within(&entry.name, place);
    let plain = entry.kind == "table" || entry.kind == "shadow";
    let written = match &entry.sql {
        Some(sql) if plain => written::table(sql),
        _ => Some(written::Table::default()),
    };
    let unread = written.is_none();
    let written = written.unwrap_or_default();
    let columns = match columns(conn, entry, place) {
        // A virtual table whose module is not there: its name and its statement are all that is to be had.
        Err(fault) if !plain && fault.kind == FaultKind::Statement => Vec::new(),
        columns => columns?,
    };
    let lists = if plain {
        index_lists(conn, entry, place)?
    } else {
        Vec::new()
    };

    let key = key(entry, &columns, &lists, &written);
    let alias = key.as_ref().is_some_and(|k| k.alias);
    let fields: Vec<Field> = columns
        .iter()
        .map(|c| field(c, alias && c.key == 1, &written))
        .collect();
    let names_rows = |key: &mut Key| {
        key.names_rows =
            key.collations.iter().all(|c| {
                c.is_empty() || OWN_COLLATIONS.iter().any(|own| own.eq_ignore_ascii_case(c))
            }) && key
                .fields
                .iter()
                .all(|name| fields.iter().any(|f| f.name == *name && !f.nullable));
    };
    let mut dataset = Dataset {
        name: entry.name.clone(),
        role: Role::Table,
        key: key.map(|k| k.key),
        unique: lists
            .iter()
            .filter(|l| l.origin == "u")
            .map(|l| l.unique(&written))
            .collect(),
        indexes: lists
            .iter()
            .filter(|l| l.origin == "c")
            .map(List::index)
            .collect(),
        foreign_keys: if plain {
            foreign_keys(conn, entry, &written, place)?
        } else {
            Vec::new()
        },
        checks: written.checks,
        options: options(entry, &columns),
        sql: entry.sql.clone(),
        ..Dataset::default()
    };
    dataset
        .key
        .iter_mut()
        .chain(&mut dataset.unique)
        .for_each(names_rows);
    if unread {
        dataset.checks.push(Check {
            name: None,
            expression: UNREAD.into(),
        });
    }
    dataset.fields = fields;
    Ok(Parts { dataset, alias })
}

fn options(entry: &Entry, columns: &[Column]) -> Vec<String> {
    let words = [
        ("STRICT", entry.strict),
        ("WITHOUT ROWID", entry.without_rowid),
        ("AUTOINCREMENT", columns.iter().any(|c| c.autoincrement)),
    ];
    words
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(word, _)| word.to_owned())
        .collect()
}

struct Column {
    name: String,
    native: String,
    not_null: bool,
    default: Option<String>,
    /// Place in the primary key, from 1; 0 outside.
    key: i64,
    generated: Option<bool>,
    collation: Option<String>,
    autoincrement: bool,
}

fn columns(conn: &Connection, entry: &Entry, place: &str) -> Result<Vec<Column>, Fault> {
    let mut statement = conn
        .prepare(
            "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main')
             WHERE hidden <> 1 ORDER BY cid",
        )
        .at(place)?;
    let columns = statement
        .query_map([&entry.name], |row| {
            let hidden: i64 = row.get(5)?;
            Ok(Column {
                name: row.get(0)?,
                native: row.get(1)?,
                not_null: row.get(2)?,
                default: row.get(3)?,
                key: row.get(4)?,
                generated: (hidden > 1).then_some(hidden == 3),
                collation: None,
                autoincrement: false,
            })
        })
        .at(place)?;
    let mut columns: Vec<Column> = columns.collect::<Result<_, _>>().at(place)?;
    for column in &mut columns {
        let name = (entry.name.as_str(), column.name.as_str());
        let (_, collation, _, _, autoincrement) = conn
            .column_metadata(Some("main"), name.0, name.1)
            .at(place)?;
        column.collation = collation
            .map(|c| c.to_string_lossy().into_owned())
            .filter(|c| !c.eq_ignore_ascii_case("BINARY"));
        column.autoincrement = autoincrement;
    }
    Ok(columns)
}

fn field(column: &Column, rowid_alias: bool, written: &written::Table) -> Field {
    let expression = || {
        let mut all = written.generated.iter();
        all.find(|(name, _)| *name == column.name)
            .map(|(_, e)| e.clone())
    };
    Field {
        name: column.name.clone(),
        native: column.native.clone(),
        logical: dialect::logical(&column.native),
        nullable: !column.not_null && !rowid_alias,
        default: column.default.as_deref().map(written::default),
        generated: column.generated.map(|stored| Generated {
            expression: expression(),
            stored,
        }),
        collation: column.collation.clone(),
        comment: None,
    }
}

struct PrimaryKey {
    key: Key,
    /// It is the rowid under another name.
    alias: bool,
}

fn key(
    entry: &Entry,
    columns: &[Column],
    lists: &[List],
    written: &written::Table,
) -> Option<PrimaryKey> {
    let mut parts: Vec<&Column> = columns.iter().filter(|c| c.key > 0).collect();
    parts.sort_by_key(|c| c.key);
    let first = *parts.first()?;
    let list = lists.iter().find(|l| l.origin == "pk");
    // `INTEGER PRIMARY KEY DESC` is no alias: it has an index of its own, and NULLs.
    let alias = list.is_none()
        && !entry.without_rowid
        && parts.len() == 1
        && first.native.eq_ignore_ascii_case("INTEGER");
    let collations = match list {
        Some(list) => list.keys().map(|p| plain_collation(&p.collation)).collect(),
        None => vec![String::new(); parts.len()],
    };
    Some(PrimaryKey {
        key: Key {
            name: written.key_name.clone(),
            fields: parts.iter().map(|c| c.name.clone()).collect(),
            collations,
            names_rows: false,
        },
        alias,
    })
}

fn plain_collation(collation: &str) -> String {
    match collation.eq_ignore_ascii_case("BINARY") {
        true => String::new(),
        false => collation.to_owned(),
    }
}

/// An index as the pragmas tell it, whether a person made it or a constraint.
struct List {
    name: String,
    unique: bool,
    /// `c` by CREATE INDEX, `u` by UNIQUE, `pk` by PRIMARY KEY.
    origin: String,
    sql: Option<String>,
    parts: Vec<Part>,
}

struct Part {
    field: Option<String>,
    is_rowid: bool,
    descending: bool,
    collation: String,
    is_key: bool,
}

fn index_lists(conn: &Connection, entry: &Entry, place: &str) -> Result<Vec<List>, Fault> {
    // In the order of the schema; the index of a WITHOUT ROWID key is not in it and comes first.
    let mut statement = conn
        .prepare_cached(
            "SELECT l.name, l.\"unique\", l.origin, s.sql FROM pragma_index_list(?1, 'main') AS l
             LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = l.name ORDER BY s.rowid",
        )
        .at(place)?;
    let lists = statement
        .query_map([&entry.name], |row| {
            Ok(List {
                name: row.get(0)?,
                unique: row.get(1)?,
                origin: row.get(2)?,
                sql: row.get(3)?,
                parts: Vec::new(),
            })
        })
        .at(place)?;
    let mut lists: Vec<List> = lists.collect::<Result<_, _>>().at(place)?;
    for list in &mut lists {
        let mut statement = conn
            .prepare_cached(
                "SELECT name, cid, desc, coll, key FROM pragma_index_xinfo(?1, 'main') ORDER BY seqno",
            )
            .at(place)?;
        let parts = statement
            .query_map([&list.name], |row| {
                Ok(Part {
                    field: row.get(0)?,
                    is_rowid: row.get::<_, i64>(1)? == -1,
                    descending: row.get(2)?,
                    collation: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    is_key: row.get(4)?,
                })
            })
            .at(place)?;
        list.parts = parts.collect::<Result<_, _>>().at(place)?;
    }
    Ok(lists)
}

impl List {
    fn keys(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|p| p.is_key)
    }

    fn unique(&self, written: &written::Table) -> Key {
        let fields: Vec<String> = self.keys().filter_map(|p| p.field.clone()).collect();
        let same = |named: &[String]| {
            named.len() == fields.len()
                && named
                    .iter()
                    .zip(&fields)
                    .all(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let mut named = written.unique_names.iter();
        Key {
            name: named.find(|(f, _)| same(f)).map(|(_, name)| name.clone()),
            collations: self.keys().map(|p| plain_collation(&p.collation)).collect(),
            fields,
            names_rows: false,
        }
    }

    fn index(&self) -> Index {
        let written = self
            .sql
            .as_deref()
            .and_then(written::index)
            .unwrap_or_default();
        let part = |(i, part): (usize, &Part)| IndexPart {
            field: part
                .field
                .clone()
                .or_else(|| part.is_rowid.then(|| "rowid".into())),
            expression: match (&part.field, part.is_rowid) {
                (None, false) => written.parts.get(i).cloned(),
                _ => None,
            },
            collation: Some(plain_collation(&part.collation)).filter(|c| !c.is_empty()),
            descending: part.descending,
        };
        Index {
            name: self.name.clone(),
            unique: self.unique,
            parts: self.keys().enumerate().map(part).collect(),
            condition: written.condition.clone(),
            sql: self.sql.clone(),
        }
    }
}

fn foreign_keys(
    conn: &Connection,
    entry: &Entry,
    written: &written::Table,
    place: &str,
) -> Result<Vec<ForeignKey>, Fault> {
    let mut statement = conn
        .prepare_cached(
            "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete
             FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq",
        )
        .at(place)?;
    let mut rows = statement.query([&entry.name]).at(place)?;
    // The pragma counts from the last one back.
    let mut keys: BTreeMap<std::cmp::Reverse<i64>, ForeignKey> = BTreeMap::new();
    while let Some(row) = rows.next().at(place)? {
        let read = || -> rusqlite::Result<(i64, ForeignKey, String, Option<String>)> {
            let key = ForeignKey {
                to: row.get(1)?,
                on_update: row.get(4)?,
                on_delete: row.get(5)?,
                ..ForeignKey::default()
            };
            Ok((row.get(0)?, key, row.get(2)?, row.get(3)?))
        };
        let (id, key, from, to) = read().at(place)?;
        let key = keys.entry(std::cmp::Reverse(id)).or_insert(key);
        key.fields.push(from);
        key.to_fields.extend(to);
    }
    let mut keys: Vec<ForeignKey> = keys.into_values().collect();
    if keys.len() == written.references.len() {
        for (key, reference) in keys.iter_mut().zip(&written.references) {
            key.name = reference.name.clone();
            key.deferrable = reference.deferred;
        }
    }
    Ok(keys)
}
