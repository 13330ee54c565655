//! What only the text of a statement says and no pragma: checks, expressions of generated fields, names of constraints,
//! when a foreign key is looked at, what an index is about.
//!
//! SQLite has accepted every statement that stands in its schema, so the words come in an order that can be relied on.
//! Where they do not (a schema edited by hand), that is said, and nothing is guessed.

use crate::ddl::words::{Kind, Word, words};
use drydock_model::Check;

/// What a `CREATE TABLE` says beyond the pragmas.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub checks: Vec<Check>,
    /// Name of a generated field, and its expression.
    pub generated: Vec<(String, String)>,
    pub key_name: Option<String>,
    /// Named UNIQUE constraints: their fields and the name.
    pub unique_names: Vec<(Vec<String>, String)>,
    /// In the order of the text.
    pub references: Vec<Reference>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reference {
    pub name: Option<String>,
    pub deferred: bool,
}

/// None where the statement does not have the form that SQLite keeps.
pub(super) fn table(sql: &str) -> Option<Table> {
    let all: Vec<Word<'_>> = words(sql).collect();
    let open = all.iter().position(|w| w.is_sign("("))?;
    let close = closing(&all, open)?;
    let mut table = Table::default();
    for item in items(&all[open + 1..close]) {
        Reader {
            sql,
            item,
            at: 0,
            name: None,
            table: &mut table,
        }
        .read()?;
    }
    Some(table)
}

/// One column with its constraints, or one constraint of the table.
struct Reader<'a> {
    sql: &'a str,
    item: &'a [Word<'a>],
    at: usize,
    /// Given by CONSTRAINT to what comes next.
    name: Option<String>,
    table: &'a mut Table,
}

impl Reader<'_> {
    fn read(mut self) -> Option<()> {
        let constraint = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
        let first = self.item.first()?;
        let column = (!constraint.iter().any(|k| first.is_word(k))).then(|| first.name());
        self.at = usize::from(column.is_some());
        while let Some(word) = self.item.get(self.at) {
            self.at += 1;
            let keyword = match word.kind {
                Kind::Bare => word.text.to_ascii_uppercase(),
                _ => word.text.to_owned(),
            };
            match keyword.as_str() {
                "CONSTRAINT" => {
                    self.name = Some(self.item.get(self.at)?.name());
                    self.at += 1;
                }
                "CHECK" => {
                    let check = Check {
                        expression: self.parentheses()?,
                        name: self.name.take(),
                    };
                    self.table.checks.push(check);
                }
                "AS" => {
                    let expression = self.parentheses()?;
                    self.table.generated.push((column.clone()?, expression));
                }
                "PRIMARY" => self.table.key_name = self.name.take(),
                "UNIQUE" => {
                    let fields = match &column {
                        Some(column) => vec![column.clone()],
                        None => self.names()?,
                    };
                    if let Some(name) = self.name.take() {
                        self.table.unique_names.push((fields, name));
                    }
                }
                "REFERENCES" => {
                    self.at += 1;
                    self.table.references.push(Reference {
                        name: self.name.take(),
                        deferred: false,
                    });
                }
                // Only this form is put off to the end of a transaction; the others are looked at at once.
                "DEFERRED" => {
                    let not = self.item[..self.at].iter().rev().nth(3);
                    if !not.is_some_and(|w| w.is_word("NOT")) {
                        self.table.references.last_mut()?.deferred = true;
                    }
                }
                "COLLATE" => self.at += 1,
                "DEFAULT" => {
                    self.name = None;
                    match self.item.get(self.at)?.is_sign("(") {
                        true => drop(self.parentheses()?),
                        false => self.at += 1,
                    }
                }
                "(" => {
                    self.at -= 1;
                    self.parentheses()?;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// What stands in the parentheses that come next, word for word.
    fn parentheses(&mut self) -> Option<String> {
        let open = self.at;
        self.item.get(open).filter(|w| w.is_sign("("))?;
        let close = closing(self.item, open)?;
        self.at = close + 1;
        let (from, to) = (self.item[open].at.end, self.item[close].at.start);
        Some(self.sql[from..to].trim().to_owned())
    }

    fn names(&mut self) -> Option<Vec<String>> {
        let open = self.at;
        self.parentheses()?;
        let inner = &self.item[open + 1..self.at - 1];
        items(inner)
            .map(|part| Some(part.first()?.name()))
            .collect()
    }
}

/// What a `CREATE INDEX` says: its parts as text (without collation and direction) and its condition.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    pub parts: Vec<String>,
    pub condition: Option<String>,
}

pub(super) fn index(sql: &str) -> Option<Index> {
    let all: Vec<Word<'_>> = words(sql).collect();
    let open = all.iter().position(|w| w.is_sign("("))?;
    let close = closing(&all, open)?;
    let text = |words: &[Word<'_>]| -> Option<String> {
        Some(sql[words.first()?.at.start..words.last()?.at.end].to_owned())
    };
    let parts = items(&all[open + 1..close])
        .map(|mut part| {
            if let [rest @ .., last] = part
                && (last.is_word("ASC") || last.is_word("DESC"))
            {
                part = rest;
            }
            if let [rest @ .., word, _] = part
                && word.is_word("COLLATE")
            {
                part = rest;
            }
            text(part)
        })
        .collect::<Option<_>>()?;
    let condition = match all.get(close + 1) {
        Some(word) if word.is_word("WHERE") => Some(text(&all[close + 2..])?),
        _ => None,
    };
    Some(Index { parts, condition })
}

/// The module of a `CREATE VIRTUAL TABLE`.
pub(super) fn module(sql: &str) -> Option<String> {
    let mut words = words(sql).skip_while(|w| !w.is_word("USING"));
    words.next()?;
    Some(words.next()?.name())
}

/// A default as it may stand after DEFAULT: the pragma hands expressions over without their parentheses.
pub(super) fn default(text: &str) -> String {
    let text = text.trim();
    let all: Vec<Word<'_>> = words(text).collect();
    let number = text.trim_start_matches(['+', '-']).trim_start();
    let literal = match all.as_slice() {
        [one] => one.kind != Kind::Sign,
        [x, hex] => x.is_word("x") && hex.kind == Kind::String && x.at.end == hex.at.start,
        _ => false,
    } || number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && number.parse::<f64>().is_ok();
    match literal {
        true => text.to_owned(),
        false => format!("({text})"),
    }
}

/// Index of the parenthesis that closes the one at `open`.
fn closing(words: &[Word<'_>], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, word) in words.iter().enumerate().skip(open) {
        if word.is_sign("(") {
            depth += 1;
        } else if word.is_sign(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(i);
            }
        }
    }
    None
}

/// Cut at the commas that stand in no parentheses.
fn items<'a>(words: &'a [Word<'a>]) -> impl Iterator<Item = &'a [Word<'a>]> {
    let mut depth = 0usize;
    words.split(move |word| {
        if word.is_sign("(") {
            depth += 1;
        } else if word.is_sign(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && word.is_sign(",")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: Option<&str>, expression: &str) -> Check {
        Check {
            name: name.map(Into::into),
            expression: expression.into(),
        }
    }

    #[test]
    fn a_statement_is_read_with_all_that_no_pragma_tells() {
        let read = table(
            "CREATE TABLE \"a (b\" (id INTEGER CONSTRAINT pk PRIMARY KEY, -- CHECK (1)\n\
             'price 🌸' DECIMAL(10, 2) DEFAULT (max(1, 2)) CONSTRAINT \"po s\" CHECK ([price 🌸] > ')' ),\n\
             t TEXT COLLATE check_ing AS (json_extract(d, '$.a')) STORED CONSTRAINT u1 UNIQUE, d DEFAULT -1,\n\
             p REFERENCES deferred DEFERRABLE INITIALLY DEFERRED, q CONSTRAINT fk REFERENCES z(a) NOT DEFERRABLE INITIALLY DEFERRED,\n\
             CONSTRAINT u2 UNIQUE (id, \"t\" DESC) ON CONFLICT IGNORE CHECK(1)\n\
             CONSTRAINT f3 FOREIGN KEY (p, q) REFERENCES y (a, b) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE) STRICT",
        )
        .unwrap();
        assert_eq!(
            read.checks,
            [check(Some("po s"), "[price 🌸] > ')'"), check(None, "1")]
        );
        assert_eq!(
            read.generated,
            [("t".to_owned(), "json_extract(d, '$.a')".to_owned())]
        );
        assert_eq!(read.key_name.as_deref(), Some("pk"));
        assert_eq!(
            read.unique_names,
            [
                (vec!["t".to_owned()], "u1".to_owned()),
                (vec!["id".to_owned(), "t".to_owned()], "u2".to_owned())
            ]
        );
        let references: Vec<_> = read
            .references
            .iter()
            .map(|r| (r.name.as_deref(), r.deferred))
            .collect();
        assert_eq!(
            references,
            [(None, true), (Some("fk"), false), (Some("f3"), false)]
        );
    }

    #[test]
    fn what_has_another_form_is_not_guessed_at() {
        for sql in [
            "",
            "CREATE TABLE t",
            "CREATE TABLE t (a CHECK (1)",
            "CREATE TABLE t (a CHECK)",
            "x ()",
        ] {
            assert_eq!(table(sql), None, "{sql}");
        }
    }

    #[test]
    fn an_index_gives_its_parts_and_its_condition() {
        let read = index("CREATE UNIQUE INDEX i ON t (lower(a, ','), \"b\" COLLATE NOCASE DESC, c ASC) WHERE x IN (1, 2) AND y").unwrap();
        assert_eq!(read.parts, ["lower(a, ',')", "\"b\"", "c"]);
        assert_eq!(read.condition.as_deref(), Some("x IN (1, 2) AND y"));
        assert_eq!(
            module("CREATE VIRTUAL TABLE notes USING fts5(title)").as_deref(),
            Some("fts5")
        );
    }

    #[test]
    fn expressions_get_their_parentheses_back_and_literals_have_none() {
        for literal in [
            "1",
            "-1",
            "+1.5e-3",
            "'it''s'",
            "\"double\"",
            "x'00ff'",
            "NULL",
            "TRUE",
            "CURRENT_TIMESTAMP",
            ".5",
            "0x1F",
        ] {
            assert_eq!(default(literal), literal);
        }
        for expression in [
            "1 + 2",
            "strftime('%Y', 'now')",
            "-a",
            "x 'a'",
            "(1)",
            "1.5.5",
        ] {
            assert_eq!(default(expression), format!("({expression})"));
        }
    }
}
