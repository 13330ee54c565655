//! `CREATE TABLE` from the structured form, for what no statement can be taken over for: sources of another kind, and
//! tables whose keys or constraints change. And the one change that is made in a statement itself: another type.

use super::quote;
use super::words::{Kind, Word, words};
use crate::affinity::{has_option, is_row_id};
use drydock_model::{Dataset, Field, ForeignKey, Key};

pub(super) fn create(dataset: &Dataset) -> String {
    let row_id = dataset.fields.iter().find(|f| is_row_id(dataset, f));
    let mut lines: Vec<String> = dataset
        .fields
        .iter()
        .map(|f| column(dataset, f, row_id.is_some_and(|r| r.name == f.name)))
        .collect();
    if let Some(key) = dataset.key.as_ref().filter(|_| row_id.is_none()) {
        lines.push(format!(
            "{}PRIMARY KEY ({})",
            constraint(&key.name),
            key_parts(key)
        ));
    }
    for key in &dataset.unique {
        lines.push(format!(
            "{}UNIQUE ({})",
            constraint(&key.name),
            key_parts(key)
        ));
    }
    for check in &dataset.checks {
        lines.push(format!(
            "{}CHECK ({})",
            constraint(&check.name),
            check.expression
        ));
    }
    lines.extend(dataset.foreign_keys.iter().map(foreign_key));
    let options: Vec<&str> = ["STRICT", "WITHOUT ROWID"]
        .into_iter()
        .filter(|o| has_option(dataset, o))
        .collect();
    let mut sql = format!(
        "CREATE TABLE {} (\n  {}\n)",
        quote(&dataset.name),
        lines.join(",\n  ")
    );
    if !options.is_empty() {
        sql += &format!(" {}", options.join(", "));
    }
    sql
}

fn column(dataset: &Dataset, field: &Field, is_row_id: bool) -> String {
    let mut sql = quote(&field.name);
    if !field.native.is_empty() {
        sql += &format!(" {}", type_name(&field.native));
    }
    if is_row_id {
        sql += " PRIMARY KEY";
        if has_option(dataset, "AUTOINCREMENT") {
            sql += " AUTOINCREMENT";
        }
    } else if !field.nullable {
        sql += " NOT NULL";
    }
    if let Some(default) = &field.default {
        sql += &format!(" DEFAULT {default}");
    }
    if let Some(collation) = &field.collation {
        sql += &format!(" COLLATE {}", quote(collation));
    }
    if let Some(generated) = &field.generated
        && let Some(expression) = &generated.expression
    {
        let kept = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        sql += &format!(" GENERATED ALWAYS AS ({expression}) {kept}");
    }
    sql
}

/// A declared type is free text; what SQL could take for something else is put in quotes.
fn type_name(native: &str) -> String {
    let plain = words(native).all(|w| match w.kind {
        Kind::Bare => !ends_type(&w),
        Kind::Number => true,
        Kind::Sign => ["(", ")", ",", "+", "-", "."].contains(&w.text),
        Kind::Quoted | Kind::String => false,
    });
    let open = words(native).filter(|w| w.is_sign("(")).count();
    let closed = words(native).filter(|w| w.is_sign(")")).count();
    let starts_well = words(native).next().is_some_and(|w| w.kind == Kind::Bare);
    if plain && starts_well && open == closed && open <= 1 {
        native.to_owned()
    } else {
        quote(native)
    }
}

fn constraint(name: &Option<String>) -> String {
    name.as_ref()
        .map(|n| format!("CONSTRAINT {} ", quote(n)))
        .unwrap_or_default()
}

fn key_parts(key: &Key) -> String {
    let parts: Vec<String> = key
        .fields
        .iter()
        .enumerate()
        .map(|(i, field)| match key.collations.get(i) {
            Some(collation) if !collation.is_empty() => {
                format!("{} COLLATE {}", quote(field), quote(collation))
            }
            _ => quote(field),
        })
        .collect();
    parts.join(", ")
}

pub(super) fn name_list(names: &[String]) -> String {
    names
        .iter()
        .map(|n| quote(n))
        .collect::<Vec<_>>()
        .join(", ")
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = format!(
        "{}FOREIGN KEY ({}) REFERENCES {}",
        constraint(&key.name),
        name_list(&key.fields),
        quote(&key.to)
    );
    if !key.to_fields.is_empty() {
        sql += &format!(" ({})", name_list(&key.to_fields));
    }
    for (when, action) in [("UPDATE", &key.on_update), ("DELETE", &key.on_delete)] {
        if ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"]
            .iter()
            .any(|a| a.eq_ignore_ascii_case(action))
        {
            sql += &format!(" ON {when} {}", action.to_ascii_uppercase());
        }
    }
    if key.deferrable {
        sql += " DEFERRABLE INITIALLY DEFERRED";
    }
    sql
}

/// A word that begins a constraint of a column and so ends its type.
fn ends_type(word: &Word<'_>) -> bool {
    [
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "GENERATED",
        "AS",
    ]
    .iter()
    .any(|k| word.is_word(k))
}

/// The statement with another type for one column, all else word for word. None where the column is not found.
pub(super) fn with_type(sql: &str, column: &str, native: &str) -> Option<String> {
    let all: Vec<Word<'_>> = words(sql).collect();
    let mut depth = 0usize;
    let mut begins = false;
    for (i, word) in all.iter().enumerate() {
        if begins && depth == 1 && word.names(column) {
            let end = type_end(&all, i + 1);
            let mut typed = sql[..word.at.end].to_owned();
            typed.push(' ');
            typed.push_str(native);
            let rest = &sql[all[end - 1].at.end..];
            if rest.starts_with(|c: char| c.is_alphanumeric()) {
                typed.push(' ');
            }
            typed.push_str(rest);
            return Some(typed);
        }
        begins = false;
        match word.text {
            "(" if word.kind == Kind::Sign => {
                depth += 1;
                begins = depth == 1;
            }
            ")" if word.kind == Kind::Sign => depth = depth.checked_sub(1)?,
            "," if word.kind == Kind::Sign => begins = depth == 1,
            _ => {}
        }
    }
    None
}

/// Index of the first word after a type that begins at `from`.
fn type_end(all: &[Word<'_>], from: usize) -> usize {
    let named = all[from..]
        .iter()
        .take_while(|w| matches!(w.kind, Kind::Bare | Kind::Quoted | Kind::String) && !ends_type(w))
        .count();
    let mut end = from + named;
    if named > 0 && all.get(end).is_some_and(|w| w.is_sign("(")) {
        let size = all[end..].iter().position(|w| w.is_sign(")"));
        end += size.map_or(0, |i| i + 1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_changed_and_nothing_else() {
        let sql = "CREATE TABLE \"t(\" (a, \"b c\" VARCHAR (10, 2) DEFAULT 'x, d INT' CHECK (d > 0), -- d\n [d] INTEGER \
                   PRIMARY KEY, e \"my type\" 'two'UNIQUE, PRIMARY KEY (a))";
        assert_eq!(
            with_type(sql, "a", "TEXT").unwrap(),
            sql.replacen("(a,", "(a TEXT,", 1)
        );
        assert_eq!(
            with_type(sql, "B C", "TEXT").unwrap(),
            sql.replace("VARCHAR (10, 2)", "TEXT")
        );
        assert_eq!(
            with_type(sql, "d", "REAL").unwrap(),
            sql.replace("[d] INTEGER", "[d] REAL")
        );
        assert_eq!(
            with_type(sql, "e", "BLOB").unwrap(),
            sql.replace("\"my type\" 'two'UNIQUE", "BLOB UNIQUE")
        );
        assert_eq!(with_type(sql, "nope", "TEXT"), None);
    }

    #[test]
    fn strange_types_are_quoted() {
        for (native, expected) in [
            ("INTEGER", "INTEGER"),
            ("DECIMAL(10, 2)", "DECIMAL(10, 2)"),
            ("UNSIGNED BIG INT", "UNSIGNED BIG INT"),
            ("x); DROP TABLE y; --", "\"x); DROP TABLE y; --\""),
            ("NOT NULL", "\"NOT NULL\""),
            ("it's", "\"it's\""),
            ("(10)", "\"(10)\""),
            ("a(1)(2)", "\"a(1)(2)\""),
            ("10", "\"10\""),
        ] {
            assert_eq!(type_name(native), expected);
        }
    }
}
