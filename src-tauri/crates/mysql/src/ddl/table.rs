//! `CREATE TABLE` and its parts, written from the structured form.

use super::{quote, room, string};
use crate::catalog::Server;
use crate::dialect::kind::Kind;
use drydock_model::{Dataset, Field, ForeignKey, Index, Key};

pub(super) fn create(dataset: &Dataset, server: Server) -> String {
    let counted = auto_increment(dataset);
    let mut lines: Vec<String> = dataset
        .fields
        .iter()
        .map(|f| column(f, counted == Some(f.name.as_str())))
        .collect();
    if let Some(key) = &dataset.key {
        lines.push(format!("PRIMARY KEY ({})", names(key)));
    }
    for key in &dataset.unique {
        let name = key.name.as_deref().map(quote).unwrap_or_default();
        lines.push(format!("UNIQUE KEY {name} ({})", names(key)));
    }
    if let Some(index) = inline_index(dataset) {
        lines.push(format!(
            "KEY {} ({})",
            quote(&index.name),
            room::index_parts(&index.parts, &dataset.fields)
        ));
    }
    for check in &dataset.checks {
        let name = match &check.name {
            Some(name) => format!("CONSTRAINT {} ", quote(name)),
            None => String::new(),
        };
        lines.push(format!("{name}CHECK ({})", check.expression));
    }
    let comment = match &dataset.comment {
        Some(comment) => format!(" COMMENT={}", string(comment)),
        None => String::new(),
    };
    format!(
        "CREATE TABLE {} (\n  {}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={}{comment}",
        quote(&dataset.name),
        lines.join(",\n  "),
        server.binary_collation()
    )
}

fn column(field: &Field, counted: bool) -> String {
    let (native, invisible) = match field.native.strip_suffix(" invisible") {
        Some(native) => (native, " INVISIBLE"),
        None => (field.native.as_str(), ""),
    };
    let mut sql = format!("{} {native}", quote(&field.name));
    let is_text = matches!(
        Kind::of(native),
        Kind::Text { .. } | Kind::Enum(_) | Kind::Set(_)
    );
    if let Some(collation) = field.collation.as_ref().filter(|_| is_text) {
        sql += &format!(" COLLATE {collation}");
    }
    match &field.generated {
        Some(generated) => {
            let expression = generated.expression.as_deref().unwrap_or("NULL");
            let kept = if generated.stored {
                "STORED"
            } else {
                "VIRTUAL"
            };
            sql += &format!(" GENERATED ALWAYS AS ({expression}) {kept}");
        }
        // Said in both cases: an old server takes a timestamp without a word for one that sets itself.
        None => sql += if field.nullable { " NULL" } else { " NOT NULL" },
    }
    if let Some(default) = &field.default {
        sql += &format!(" DEFAULT {default}");
    }
    if counted {
        sql += " AUTO_INCREMENT";
    }
    sql += invisible;
    if let Some(comment) = &field.comment {
        sql += &format!(" COMMENT {}", string(comment));
    }
    sql
}

fn names(key: &Key) -> String {
    let names: Vec<String> = key.fields.iter().map(|f| quote(f)).collect();
    names.join(", ")
}

/// The column that the server counts up.
pub(crate) fn auto_increment(dataset: &Dataset) -> Option<&str> {
    let quoted = dataset
        .options
        .iter()
        .find_map(|o| o.strip_prefix("AUTO_INCREMENT "))?;
    dataset
        .fields
        .iter()
        .map(|f| f.name.as_str())
        .find(|name| quote(name) == quoted)
}

/// A counted column must be led by an index from the beginning; the one that does so, where no key does.
pub(super) fn inline_index(dataset: &Dataset) -> Option<&Index> {
    let counted = auto_increment(dataset)?;
    let leads = |k: &Key| k.fields.first().is_some_and(|f| f == counted);
    if dataset.key.iter().chain(&dataset.unique).any(leads) {
        return None;
    }
    dataset.indexes.iter().find(|i| {
        let first = i.parts.first().and_then(|p| p.field.as_deref());
        first == Some(counted)
    })
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let list = |names: &[String]| {
        let quoted: Vec<String> = names.iter().map(|n| quote(n)).collect();
        quoted.join(", ")
    };
    let mut sql = String::new();
    if let Some(name) = &key.name {
        sql += &format!("CONSTRAINT {} ", quote(name));
    }
    sql += &format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        list(&key.fields),
        quote(&key.to),
        list(&key.to_fields)
    );
    for (word, action) in [("UPDATE", &key.on_update), ("DELETE", &key.on_delete)] {
        if !action.is_empty() && !action.eq_ignore_ascii_case("NO ACTION") {
            sql += &format!(" ON {word} {action}");
        }
    }
    sql
}
