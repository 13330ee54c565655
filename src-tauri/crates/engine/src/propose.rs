//! A first plan from what the stores hold: every table moves, under its own name where that is free. Nothing is left
//! out, so that leaving something is always a person's decision.

use drydock_model::{Catalog, Dataset, End, Move, Plan, WriteMode, plan};
use std::collections::BTreeSet;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

/// A source as the plan will know it.
pub struct Proposed<'a> {
    /// The source's name in the plan; see [`source_names`].
    pub name: String,
    /// A saved connection's name or an address.
    pub connection: String,
    pub catalog: &'a Catalog,
}

/// `target` is what is there now; nothing where the store is yet to be made.
pub fn propose(
    name: &str,
    sources: &[Proposed<'_>],
    target_connection: &str,
    target: Option<&Catalog>,
) -> Plan {
    // Names are compared without case: a target that ignores it must not meet two names that differ in it alone.
    let mut taken = BTreeSet::new();
    let mut moves = Vec::new();
    for source in sources {
        for dataset in source.catalog.tables() {
            let to = free_name(&source.name, dataset, &taken);
            taken.insert(to.to_lowercase());
            let mut wanted = Move::plain(&source.name, &dataset.name, &to);
            if target.is_some_and(|t| holds(t, &to)) {
                wanted.write = WriteMode::Append;
            }
            moves.push(wanted);
        }
    }
    Plan {
        drydock: plan::FORMAT,
        name: name.to_owned(),
        sources: sources
            .iter()
            .map(|s| (s.name.clone(), end(&s.connection)))
            .collect(),
        target: end(target_connection),
        moves,
        leave: Vec::new(),
    }
}

fn end(connection: &str) -> End {
    End {
        connection: connection.to_owned(),
    }
}

fn holds(target: &Catalog, name: &str) -> bool {
    target
        .tables()
        .any(|t| t.name.to_lowercase() == name.to_lowercase())
}

/// Its own name; where an earlier source has that already, with its source's name before it.
fn free_name(source: &str, dataset: &Dataset, taken: &BTreeSet<String>) -> String {
    let free = |name: &String| !taken.contains(&name.to_lowercase());
    let own = dataset.name.clone();
    if free(&own) {
        return own;
    }
    let prefixed = format!("{source}_{own}");
    (2..)
        .map(|n| format!("{prefixed}_{n}"))
        .fold_until_free(prefixed.clone(), free)
}

trait UntilFree: Iterator<Item = String> + Sized {
    fn fold_until_free(mut self, first: String, free: impl Fn(&String) -> bool) -> String {
        if free(&first) {
            return first;
        }
        self.find(|name| free(name)).unwrap_or(first)
    }
}

impl<I: Iterator<Item = String>> UntilFree for I {}

/// Names for sources from the names of their stores: without dots, as `source.dataset` must be told apart, and each
/// once.
pub fn source_names<S: AsRef<str>>(stores: &[S]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for store in stores {
        let stem = store
            .as_ref()
            .rsplit_once('.')
            .map_or(store.as_ref(), |(stem, _)| stem);
        let clean: String = stem
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '_' || c == '-' {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let base = if clean.is_empty() {
            "source".to_owned()
        } else {
            clean
        };
        let is_free = |name: &String| !names.contains(name);
        let name = (2..)
            .map(|n| format!("{base}_{n}"))
            .fold_until_free(base.clone(), is_free);
        names.push(name);
    }
    names
}

const HEAD: &str = "\
# What moves where, for Drydock. Comments and the order of keys are yours: they do not change what the plan means.
# A field that is not mentioned moves under its own name; nothing is left behind unless it says so here.

";

/// The plan as a text for people.
pub fn to_toml(plan: &Plan) -> String {
    let mut document = DocumentMut::new();
    document["drydock"] = value(i64::from(plan.drydock));
    document["name"] = value(&plan.name);
    if !plan.leave.is_empty() {
        document["leave"] = value(names(&plan.leave));
    }
    let mut sources = Table::new();
    sources.set_implicit(true);
    for (name, end) in &plan.sources {
        sources.insert(name, Item::Table(connection(end)));
    }
    document.insert("sources", Item::Table(sources));
    document.insert("target", Item::Table(connection(&plan.target)));
    let mut moves = ArrayOfTables::new();
    for wanted in &plan.moves {
        moves.push(table_of(wanted));
    }
    if !moves.is_empty() {
        document.insert("move", Item::ArrayOfTables(moves));
    }
    format!("{HEAD}{document}")
}

fn connection(end: &End) -> Table {
    let mut table = Table::new();
    table["connection"] = value(&end.connection);
    table
}

pub(crate) fn names(list: &[String]) -> Array {
    list.iter().map(String::as_str).collect()
}

/// A move with what it says beyond the defaults.
pub(crate) fn table_of(wanted: &Move) -> Table {
    let mut table = Table::new();
    table["from"] = value(&wanted.from);
    table["to"] = value(&wanted.to);
    table["write"] = value(written(wanted.write));
    for (key, list) in [
        ("key", &wanted.key),
        ("drop", &wanted.drop),
        ("accept", &wanted.accept),
    ] {
        if !list.is_empty() {
            table[key] = value(names(list));
        }
    }
    let mut fields = ArrayOfTables::new();
    for field in &wanted.fields {
        let mut entry = Table::new();
        entry["from"] = value(&field.from);
        entry["to"] = value(&field.to);
        if let Some(as_type) = field.as_type {
            entry["as"] = value(word(&as_type));
        }
        if !field.accept.is_empty() {
            entry["accept"] = value(names(&field.accept));
        }
        fields.push(entry);
    }
    if !fields.is_empty() {
        table.insert("field", Item::ArrayOfTables(fields));
    }
    table
}

pub(crate) fn written(mode: WriteMode) -> &'static str {
    match mode {
        WriteMode::Create => "create",
        WriteMode::Append => "append",
        WriteMode::Upsert => "upsert",
        WriteMode::Replace => "replace",
    }
}

/// The word that the plan file has for it.
fn word(as_type: &drydock_model::As) -> String {
    serde_json::to_value(as_type)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use drydock_model::{As, FieldMove, Logical};
    use drydock_testkit::table;

    fn catalog(tables: &[&str]) -> Catalog {
        Catalog {
            datasets: tables
                .iter()
                .map(|t| table(t, &[("id", Logical::INT64)], &["id"]))
                .collect(),
            ..Catalog::default()
        }
    }

    #[test]
    fn every_table_moves_and_a_second_one_of_the_same_name_gets_its_sources_name() {
        let (a, b) = (catalog(&["users", "notes"]), catalog(&["Users", "log"]));
        let names = source_names(&["app.db", "app.v2.sqlite", "app.db"]);
        assert_eq!(names, ["app", "app_v2", "app_2"]);
        let sources = [
            Proposed {
                name: names[0].clone(),
                connection: "one".into(),
                catalog: &a,
            },
            Proposed {
                name: names[1].clone(),
                connection: "two".into(),
                catalog: &b,
            },
        ];
        let plan = propose("Both", &sources, "sqlite:both.db", Some(&catalog(&["log"])));
        let moves: Vec<(&str, &str, WriteMode)> = plan
            .moves
            .iter()
            .map(|m| (m.from.as_str(), m.to.as_str(), m.write))
            .collect();
        assert_eq!(
            moves,
            [
                ("app.users", "users", WriteMode::Create),
                ("app.notes", "notes", WriteMode::Create),
                ("app_v2.Users", "app_v2_Users", WriteMode::Create),
                ("app_v2.log", "log", WriteMode::Append),
            ]
        );
        plan.check().expect("a plan that can be read again");
    }

    #[test]
    fn the_text_means_the_same_plan() {
        let mut plan = propose(
            "Odd \"names\"",
            &[Proposed {
                name: "a b".into(),
                connection: "sqlite:x.db".into(),
                catalog: &catalog(&["t.x", "😊"]),
            }],
            "sqlite:y.db",
            None,
        );
        plan.leave.push("a b.😊".into());
        plan.moves[0].drop.push("legacy".into());
        plan.moves[0].accept.push("orphans".into());
        plan.moves[0].fields.push(FieldMove {
            from: "id".into(),
            to: "key".into(),
            as_type: Some(As::Text),
            accept: vec!["round".into()],
        });
        let text = to_toml(&plan);
        let again = Plan::parse(&text).expect("it can be read");
        assert_eq!(again, plan, "{text}");
        assert_eq!(again.fingerprint(), plan.fingerprint());
    }
}
