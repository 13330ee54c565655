//! The plan: what shall move where and how. A value, a file that git can review, free of secrets.
//!
//! Its fingerprint is blake3 over canonical JSON (sorted keys) of what was parsed, so comments and the order of keys
//! do not matter, and the window and the command line come to the same one.

mod lines;

use lines::Lines;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub drydock: u32,
    pub name: String,
    pub sources: BTreeMap<String, End>,
    pub target: End,
    #[serde(rename = "move", default)]
    pub moves: Vec<Move>,
    /// Datasets that stay where they are, by decision: `source.dataset`.
    #[serde(default)]
    pub leave: Vec<String>,
}

/// A saved connection's name, or an address such as `sqlite:app.db` (relative to the plan's folder).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct End {
    pub connection: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// `source.dataset`; a source's name holds no dot, a dataset's may.
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub write: WriteMode,
    /// Key of the target, in its own field names; empty means the dataset's own key.
    #[serde(default)]
    pub key: Vec<String>,
    /// Fields with a decision. Every other field moves under its own name.
    #[serde(rename = "field", default)]
    pub fields: Vec<FieldMove>,
    /// Fields that are left behind by decision.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Findings about the whole move that are accepted, by code, as `orphans`.
    #[serde(default)]
    pub accept: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WriteMode {
    /// The dataset is made by the run and must not be there before.
    #[default]
    Create,
    /// Rows are added to what is there.
    Append,
    /// Rows are added; a row with the same key is replaced.
    Upsert,
    /// What is there is removed first.
    Replace,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct FieldMove {
    pub from: String,
    pub to: String,
    /// The type that values become; absent means they stay what they are.
    #[serde(rename = "as", default)]
    pub as_type: Option<As>,
    /// Losses that are accepted by name, as `round`, `cut`, `affinity`.
    #[serde(default)]
    pub accept: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum As {
    Text,
    Integer,
    Real,
    Boolean,
    Bytes,
    Json,
    Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("the plan could not be read: {0}")]
    Syntax(String),
    #[error("this plan is of format {0}; this Drydock reads format {FORMAT}")]
    Format(u32),
    #[error("{0:?} does not name a source and a dataset; write it as source.dataset")]
    BadFrom(String),
    #[error(
        "the move from {from:?} names the source {source_name:?}, which is not among the plan's sources"
    )]
    UnknownSource { from: String, source_name: String },
    #[error("the name of the source {0:?} holds a dot, so source.dataset could not be told apart")]
    SourceName(String),
    #[error("two moves come from {0:?}")]
    Twice(String),
    #[error(
        "in the move from {from:?}, the field {field:?} is both moved and dropped, or moved twice"
    )]
    FieldTwice { from: String, field: String },
    #[error("in the move from {from:?}, two fields go to {to:?}")]
    ToTwice { from: String, to: String },
    /// One of the others, found in a plan file.
    #[error("line {line} of the plan: {error}")]
    At { line: usize, error: Box<PlanError> },
}

impl Plan {
    pub fn parse(text: &str) -> Result<Plan, PlanError> {
        let lines = Lines::of(text);
        // First of all: a plan of another format may well hold keys that this one does not know.
        lines.format()?;
        let plan: Plan =
            toml::from_str(text).map_err(|e| PlanError::Syntax(e.to_string().trim().to_owned()))?;
        plan.check().map_err(|error| lines.located(error))?;
        Ok(plan)
    }

    /// What can be judged without any store.
    pub fn check(&self) -> Result<(), PlanError> {
        if self.drydock != FORMAT {
            return Err(PlanError::Format(self.drydock));
        }
        if let Some(name) = self.sources.keys().find(|n| n.contains('.')) {
            return Err(PlanError::SourceName(name.clone()));
        }
        let mut seen = std::collections::BTreeSet::new();
        for m in &self.moves {
            let (source, _) = m.from_parts()?;
            if !self.sources.contains_key(source) {
                return Err(PlanError::UnknownSource {
                    from: m.from.clone(),
                    source_name: source.to_owned(),
                });
            }
            if !seen.insert(&m.from) {
                return Err(PlanError::Twice(m.from.clone()));
            }
            m.check()?;
        }
        Ok(())
    }

    /// The same for any two plans that mean the same.
    pub fn fingerprint(&self) -> String {
        // serde_json keeps insertion order here, so sort by going through a BTreeMap at every level.
        let value = serde_json::to_value(self).unwrap_or_default();
        blake3::hash(canonical(&value).as_bytes())
            .to_hex()
            .to_string()
    }
}

fn canonical(value: &serde_json::Value) -> String {
    use serde_json::Value as J;
    match value {
        J::Object(map) => {
            let sorted: BTreeMap<_, _> = map.iter().collect();
            let inner: Vec<String> = sorted
                .into_iter()
                .map(|(k, v)| format!("{}:{}", J::String(k.clone()), canonical(v)))
                .collect();
            format!("{{{}}}", inner.join(","))
        }
        J::Array(items) => {
            let inner: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", inner.join(","))
        }
        other => other.to_string(),
    }
}

impl Move {
    /// A move of every field under its own name.
    pub fn plain(source: &str, dataset: &str, to: &str) -> Move {
        Move {
            from: format!("{source}.{dataset}"),
            to: to.to_owned(),
            write: WriteMode::Create,
            key: Vec::new(),
            fields: Vec::new(),
            drop: Vec::new(),
            accept: Vec::new(),
        }
    }

    pub fn from_parts(&self) -> Result<(&str, &str), PlanError> {
        self.from
            .split_once('.')
            // SQLite lets a table have an empty name.
            .filter(|(source, _)| !source.is_empty())
            .ok_or_else(|| PlanError::BadFrom(self.from.clone()))
    }

    pub fn field(&self, from: &str) -> Option<&FieldMove> {
        self.fields.iter().find(|f| f.from == from)
    }

    fn check(&self) -> Result<(), PlanError> {
        let mut from = std::collections::BTreeSet::new();
        let mut to = std::collections::BTreeSet::new();
        for name in self.fields.iter().map(|f| &f.from).chain(&self.drop) {
            if !from.insert(name) {
                return Err(PlanError::FieldTwice {
                    from: self.from.clone(),
                    field: name.clone(),
                });
            }
        }
        for f in &self.fields {
            if !to.insert(&f.to) {
                return Err(PlanError::ToTwice {
                    from: self.from.clone(),
                    to: f.to.clone(),
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        # two files into one
        drydock = 1
        name = "Unify"
        [sources.app]
        connection = "langgraph-agent"
        [target]
        connection = "sqlite:unified.db"
        [[move]]
        from = "app.llm.providers"
        to = "providers"
        drop = ["legacy"]
        [[move.field]]
        from = "a"
        to = "b"
        as = "text"
    "#;

    #[test]
    fn comments_and_order_of_keys_do_not_change_the_fingerprint() {
        let other = r#"
            name = "Unify"
            drydock = 1
            [target]
            connection = "sqlite:unified.db"
            [sources.app]
            connection = "langgraph-agent"
            [[move]]
            to = "providers"
            from = "app.llm.providers"
            write = "create"
            drop = ["legacy"]
            field = [{ to = "b", as = "text", from = "a" }]
        "#;
        let (a, b) = (Plan::parse(TEXT).unwrap(), Plan::parse(other).unwrap());
        assert_eq!(a.fingerprint(), b.fingerprint());
        assert_eq!(a.moves[0].from_parts().unwrap(), ("app", "llm.providers"));
    }

    #[test]
    fn a_misspelled_key_is_an_error_and_not_ignored() {
        let text = TEXT.replace("drop =", "dropp =");
        assert!(matches!(Plan::parse(&text), Err(PlanError::Syntax(_))));
    }

    /// The error of a plan that is `TEXT` but for one thing, and the line that it names.
    fn wrong(what: &str, instead: &str) -> (usize, PlanError) {
        let text = TEXT.replace(what, instead);
        assert_ne!(text, TEXT, "{what} is not in the plan");
        match Plan::parse(&text) {
            Err(PlanError::At { line, error }) => (line, *error),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_found_with_its_line() {
        let again = "[[move]]\nfrom = \"app.llm.providers\"\nto = \"x\"\n[[move]]";
        let to_b = "to = \"b\"\n[[move.field]]\nfrom = \"c\"\nto = \"b\"";
        let found = [
            wrong("= 1", "= 2"),
            wrong("[sources.app]", "[sources.\"a.b\"]"),
            wrong("\"app.llm.providers\"", "\"providers\""),
            wrong("app.llm", "memory.llm"),
            wrong("[[move]]", again),
            wrong("[\"legacy\"]", "[\"legacy\", \"a\"]"),
            wrong("to = \"b\"", to_b),
        ];
        assert!(
            matches!(
                &found,
                [
                    (3, PlanError::Format(2)),
                    (5, PlanError::SourceName(_)),
                    (10, PlanError::BadFrom(_)),
                    (10, PlanError::UnknownSource { .. }),
                    (13, PlanError::Twice(_)),
                    (12, PlanError::FieldTwice { .. }),
                    (18, PlanError::ToTwice { .. }),
                ]
            ),
            "{found:#?}"
        );
    }

    #[test]
    fn a_plan_of_a_later_format_is_named_before_its_unknown_keys() {
        let error = Plan::parse("drydock = 2\nshape = \"new\"").unwrap_err();
        let expected = "line 1 of the plan: this plan is of format 2; this Drydock reads format 1";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_table_without_a_name_can_be_named() {
        let mut moved = Move::plain("app", "", "nameless");
        assert_eq!(moved.from_parts(), Ok(("app", "")));
        moved.from = ".users".into();
        assert_eq!(moved.from_parts(), Err(PlanError::BadFrom(".users".into())));
    }
}
