//! What a store holds: datasets with their fields, keys, indexes and constraints, and the objects around them.
//!
//! A catalog keeps both the structured form, which any target can be designed from, and the statement as the store
//! itself wrote it, which a store of the same kind takes over word for word.

use crate::Logical;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Catalog {
    /// The connector's id, as `sqlite`.
    pub kind: String,
    pub version: String,
    /// As `UTF-8` or `UTF-16le`, where the store says so.
    pub encoding: Option<String>,
    #[specta(type = Option<u32>)]
    pub bytes: Option<u64>,
    pub datasets: Vec<Dataset>,
    pub objects: Vec<Object>,
    /// Facts about the whole store that a same-kind move carries or lists, as `user_version` = `7`.
    pub settings: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Dataset {
    pub name: String,
    pub role: Role,
    pub fields: Vec<Field>,
    pub key: Option<Key>,
    pub unique: Vec<Key>,
    pub indexes: Vec<Index>,
    pub foreign_keys: Vec<ForeignKey>,
    pub checks: Vec<Check>,
    /// Exact when known; a catalog never estimates.
    #[specta(type = Option<u32>)]
    pub rows: Option<u64>,
    #[specta(type = Option<u32>)]
    pub bytes: Option<u64>,
    /// Native words about the whole dataset, as `STRICT` or `WITHOUT ROWID`.
    pub options: Vec<String>,
    /// The number that the store's own sequence for this dataset stands at, as text (64 bits).
    pub sequence: Option<String>,
    /// The statement that made it, in the store's own words.
    pub sql: Option<String>,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Role {
    #[default]
    Table,
    /// A table whose content a module keeps in `parts` (tables that nobody sees).
    Virtual { module: String, parts: Vec<String> },
    /// Kept by the virtual table `of`; not a table of its own.
    Part { of: String },
    /// Kept by the store itself, as `sqlite_sequence`; never moved as rows.
    System,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Field {
    pub name: String,
    /// The declared type in the store's own words; may be empty.
    pub native: String,
    pub logical: Logical,
    pub nullable: bool,
    /// The default in the store's own words.
    pub default: Option<String>,
    pub generated: Option<Generated>,
    pub collation: Option<String>,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Generated {
    pub expression: Option<String>,
    pub stored: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Key {
    pub name: Option<String>,
    pub fields: Vec<String>,
    /// One collation a field, in the store's own words; empty where the store's default (binary) holds.
    pub collations: Vec<String>,
    /// No two rows are equal in the key and none lacks a part of it: such a key can cut slices and name rows.
    pub names_rows: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Index {
    pub name: String,
    pub unique: bool,
    pub parts: Vec<IndexPart>,
    /// The condition of a partial index.
    pub condition: Option<String>,
    pub sql: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct IndexPart {
    pub field: Option<String>,
    pub expression: Option<String>,
    pub collation: Option<String>,
    pub descending: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ForeignKey {
    pub name: Option<String>,
    pub fields: Vec<String>,
    pub to: String,
    /// Empty means the key of `to`.
    pub to_fields: Vec<String>,
    pub on_update: String,
    pub on_delete: String,
    pub deferrable: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Check {
    pub name: Option<String>,
    pub expression: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Object {
    pub kind: ObjectKind,
    pub name: String,
    /// The dataset a trigger belongs to.
    pub on: Option<String>,
    pub sql: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    View,
    Trigger,
}

impl Catalog {
    pub fn dataset(&self, name: &str) -> Option<&Dataset> {
        self.datasets.iter().find(|d| d.name == name)
    }

    /// What a person would call tables: neither parts of virtual tables nor the store's own.
    pub fn tables(&self) -> impl Iterator<Item = &Dataset> {
        self.datasets
            .iter()
            .filter(|d| matches!(d.role, Role::Table | Role::Virtual { .. }))
    }
}

impl Dataset {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Fields whose values are stored and loaded; generated ones are made again by the target (C29).
    pub fn stored_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| f.generated.is_none())
    }

    /// The key that can cut this dataset into slices, if it has one.
    pub fn slicing_key(&self) -> Option<&Key> {
        self.key.as_ref().filter(|k| k.names_rows)
    }
}
