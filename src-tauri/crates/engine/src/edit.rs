//! Changes to a plan, one at a time, and the plan file after them: what a person wrote around the plan stays.

use crate::propose::{names, table_of, to_toml, written};
use drydock_model::finding::PlanEdit;
use drydock_model::{Code, Explain, FieldMove, Move, Next, Plan, PlanError};
use toml_edit::{DocumentMut, Item, Table, value};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("{0} is not in the plan")]
    NoSuchMove(String),
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl Explain for EditError {
    fn code(&self) -> Code {
        Code::PLAN_TEXT
    }

    fn why(&self) -> String {
        match self {
            EditError::NoSuchMove(_) => "the plan was changed meanwhile".into(),
            EditError::Plan(e) => e.why(),
        }
    }

    fn data(&self) -> String {
        "The plan is as it was; nothing was read or written.".into()
    }

    fn names(&self) -> Vec<String> {
        match self {
            EditError::NoSuchMove(from) => vec![from.clone()],
            EditError::Plan(e) => e.names(),
        }
    }

    fn next(&self) -> Vec<Next> {
        vec![Next::action("read_again", "Read the plan again.")]
    }
}

/// The plan with the change made, checked; the given one stays what it is.
pub fn apply(plan: &Plan, edit: &PlanEdit) -> Result<Plan, EditError> {
    let mut plan = plan.clone();
    match edit {
        PlanEdit::RenamePlan { name } => plan.name.clone_from(name),
        PlanEdit::MoveTo { from, to } => find(&mut plan, from)?.to.clone_from(to),
        PlanEdit::WriteMode { from, write } => find(&mut plan, from)?.write = *write,
        PlanEdit::Leave { from } => leave(&mut plan, from),
        PlanEdit::Include { from } => include(&mut plan, from)?,
        PlanEdit::FieldTo { from, field, to } => {
            field_of(find(&mut plan, from)?, field).to.clone_from(to);
        }
        PlanEdit::FieldAs {
            from,
            field,
            as_type,
        } => field_of(find(&mut plan, from)?, field).as_type = *as_type,
        PlanEdit::FieldDrop { from, field } => {
            let wanted = find(&mut plan, from)?;
            wanted.fields.retain(|f| f.from != *field);
            if !wanted.drop.contains(field) {
                wanted.drop.push(field.clone());
            }
        }
        // No decision about the field any more, whatever it was.
        PlanEdit::FieldKeep { from, field } => {
            let wanted = find(&mut plan, from)?;
            wanted.drop.retain(|d| d != field);
            wanted.fields.retain(|f| f.from != *field);
        }
        PlanEdit::Accept { from, field, what } => {
            let accept = accepted(&mut plan, from, field.as_deref())?;
            if !accept.contains(what) {
                accept.push(what.clone());
            }
        }
        PlanEdit::Unaccept { from, field, what } => {
            accepted(&mut plan, from, field.as_deref())?.retain(|a| a != what);
        }
    }
    for wanted in &mut plan.moves {
        wanted.fields.retain(says_something);
    }
    plan.check()?;
    Ok(plan)
}

fn find<'a>(plan: &'a mut Plan, from: &str) -> Result<&'a mut Move, EditError> {
    plan.moves
        .iter_mut()
        .find(|m| m.from == from)
        .ok_or_else(|| EditError::NoSuchMove(from.to_owned()))
}

/// A dataset that was never mentioned may be left as well: that is how an open question is answered.
fn leave(plan: &mut Plan, from: &str) {
    plan.moves.retain(|m| m.from != from);
    if !plan.leave.iter().any(|l| l == from) {
        plan.leave.push(from.to_owned());
    }
}

fn include(plan: &mut Plan, from: &str) -> Result<(), EditError> {
    plan.leave.retain(|l| l != from);
    if plan.moves.iter().all(|m| m.from != from) {
        let (source, dataset) = from
            .split_once('.')
            .ok_or_else(|| PlanError::BadFrom(from.to_owned()))?;
        plan.moves.push(Move::plain(source, dataset, dataset));
    }
    Ok(())
}

/// The entry of a field, made when there is none. A field that is moved is not dropped.
fn field_of<'a>(wanted: &'a mut Move, field: &str) -> &'a mut FieldMove {
    wanted.drop.retain(|d| d != field);
    let at = match wanted.fields.iter().position(|f| f.from == field) {
        Some(at) => at,
        None => {
            wanted.fields.push(FieldMove {
                from: field.to_owned(),
                to: field.to_owned(),
                as_type: None,
                accept: Vec::new(),
            });
            wanted.fields.len() - 1
        }
    };
    &mut wanted.fields[at]
}

fn accepted<'a>(
    plan: &'a mut Plan,
    from: &str,
    field: Option<&str>,
) -> Result<&'a mut Vec<String>, EditError> {
    let wanted = find(plan, from)?;
    Ok(match field {
        Some(field) => &mut field_of(wanted, field).accept,
        None => &mut wanted.accept,
    })
}

/// An entry that only repeats what holds anyway is noise in a file that people review.
fn says_something(field: &FieldMove) -> bool {
    field.from != field.to || field.as_type.is_some() || !field.accept.is_empty()
}

/// The plan file with the plan in it: entries that stay keep their comments and their place. A text that cannot be kept
/// is written anew.
pub fn save_text(old: &str, plan: &Plan) -> Result<String, EditError> {
    let kept = old
        .parse::<DocumentMut>()
        .ok()
        .map(|document| merged(document, plan).to_string())
        .filter(|text| Plan::parse(text).as_ref() == Ok(plan));
    Ok(kept.unwrap_or_else(|| to_toml(plan)))
}

fn merged(mut document: DocumentMut, plan: &Plan) -> DocumentMut {
    let root = document.as_table_mut();
    put(root, "name", value(&plan.name), true);
    put(
        root,
        "leave",
        value(names(&plan.leave)),
        !plan.leave.is_empty(),
    );
    let fresh: Vec<Table> = plan.moves.iter().map(table_of).collect();
    if let Some(Item::ArrayOfTables(moves)) = root.get_mut("move") {
        merge_entries(moves, &fresh);
        for (entry, wanted) in moves.iter_mut().zip(&plan.moves) {
            if entry.get("write").is_none() && written(wanted.write) != "create" {
                entry["write"] = value(written(wanted.write));
            }
        }
    } else {
        root.insert("move", Item::ArrayOfTables(fresh.into_iter().collect()));
    }
    document
}

/// Sets a key, or removes it where it says nothing. What stays equal is not touched, and the comment behind a value
/// stays there when the value changes.
fn put(table: &mut Table, key: &str, item: Item, says: bool) {
    if !says {
        table.remove(key);
        return;
    }
    match table.get_mut(key) {
        Some(have) if words(have) == words(&item) => {}
        Some(Item::Value(have)) => {
            if let Item::Value(mut fresh) = item {
                *fresh.decor_mut() = have.decor().clone();
                *have = fresh;
            }
        }
        _ => {
            table.insert(key, item);
        }
    }
}

/// What a value says, without the spaces and comments around it.
fn words(item: &Item) -> Option<Vec<&str>> {
    match item.as_array() {
        Some(list) => list.iter().map(toml_edit::Value::as_str).collect(),
        None => item.as_str().map(|text| vec![text]),
    }
}

/// Entries are known by `from`: those that are gone go, new ones come last, the others are brought up to date.
fn merge_entries(have: &mut toml_edit::ArrayOfTables, fresh: &[Table]) {
    let from = |t: &Table| t.get("from").and_then(Item::as_str).map(str::to_owned);
    have.retain(|entry| fresh.iter().any(|f| from(f) == from(entry)));
    for wanted in fresh {
        let at = have.iter().position(|entry| from(entry) == from(wanted));
        match at.and_then(|at| have.get_mut(at)) {
            Some(entry) => merge_entry(entry, wanted),
            None => have.push(wanted.clone()),
        }
    }
}

fn merge_entry(entry: &mut Table, wanted: &Table) {
    for key in ["to", "key", "drop", "accept", "as", "write"] {
        match wanted.get(key) {
            // The default need not be written where a person left it out.
            Some(item) if key == "write" && item.as_str() == Some("create") => {
                if entry.contains_key(key) {
                    put(entry, key, item.clone(), true);
                }
            }
            Some(item) => put(entry, key, item.clone(), true),
            None => {
                entry.remove(key);
            }
        }
    }
    match (entry.get_mut("field"), wanted.get("field")) {
        (Some(Item::ArrayOfTables(have)), Some(Item::ArrayOfTables(fresh))) => {
            let fresh: Vec<Table> = fresh.iter().cloned().collect();
            merge_entries(have, &fresh);
        }
        (_, Some(fresh)) => {
            entry.insert("field", fresh.clone());
        }
        (Some(_), None) => {
            entry.remove("field");
        }
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use drydock_model::{As, WriteMode};

    const TEXT: &str = r#"# Ours, reviewed on Monday.
drydock = 1
name = "Unify"   # the name in the list

[sources.app]
connection = "app"

[target]
connection = "sqlite:all.db"

# People first.
[[move]]
from = "app.users"
to = "users"

# Then what they wrote.
[[move]]
from = "app.notes"
to = "notes"
drop = ["legacy"]   # nobody reads it
"#;

    fn after(edits: &[PlanEdit]) -> (Plan, String) {
        let mut plan = Plan::parse(TEXT).expect("a plan");
        let mut text = TEXT.to_owned();
        for edit in edits {
            plan = apply(&plan, edit).expect("an edit");
            text = save_text(&text, &plan).expect("a text");
            assert_eq!(Plan::parse(&text).as_ref(), Ok(&plan), "{text}");
        }
        (plan, text)
    }

    fn notes() -> String {
        "app.notes".into()
    }

    #[test]
    fn a_text_that_says_the_plan_already_is_not_touched() {
        let plan = Plan::parse(TEXT).expect("a plan");
        assert_eq!(save_text(TEXT, &plan).as_deref(), Ok(TEXT));
    }

    #[test]
    fn comments_stay_where_they_were() {
        let (plan, text) = after(&[
            PlanEdit::MoveTo {
                from: notes(),
                to: "memos".into(),
            },
            PlanEdit::WriteMode {
                from: notes(),
                write: WriteMode::Append,
            },
            PlanEdit::FieldAs {
                from: notes(),
                field: "n".into(),
                as_type: Some(As::Text),
            },
            PlanEdit::Accept {
                from: notes(),
                field: Some("n".into()),
                what: "round".into(),
            },
        ]);
        for comment in [
            "# Ours, reviewed on Monday.",
            "# the name in the list",
            "# People first.",
            "# nobody reads it",
        ] {
            assert!(text.contains(comment), "{text}");
        }
        assert_eq!(plan.moves[1].to, "memos");
        assert_eq!(plan.moves[1].fields[0].accept, ["round"]);
    }

    #[test]
    fn what_is_left_and_taken_back_is_a_plain_move_again() {
        let (plan, text) = after(&[
            PlanEdit::Leave {
                from: "app.users".into(),
            },
            PlanEdit::Include {
                from: "app.users".into(),
            },
        ]);
        assert!(plan.leave.is_empty() && !text.contains("leave"), "{text}");
        assert_eq!(plan.moves.len(), 2);
    }

    #[test]
    fn an_entry_that_says_nothing_goes_again() {
        let (plan, text) = after(&[
            PlanEdit::FieldTo {
                from: notes(),
                field: "n".into(),
                to: "m".into(),
            },
            PlanEdit::FieldTo {
                from: notes(),
                field: "n".into(),
                to: "n".into(),
            },
            PlanEdit::FieldDrop {
                from: notes(),
                field: "n".into(),
            },
            PlanEdit::FieldKeep {
                from: notes(),
                field: "n".into(),
            },
        ]);
        assert!(
            plan.moves[1].fields.is_empty() && !text.contains("[[move.field]]"),
            "{text}"
        );
        assert_eq!(plan.moves[1].drop, ["legacy"]);
    }

    #[test]
    fn two_fields_cannot_go_to_one_place() {
        let plan = Plan::parse(TEXT).expect("a plan");
        let plan = apply(
            &plan,
            &PlanEdit::FieldTo {
                from: notes(),
                field: "a".into(),
                to: "x".into(),
            },
        );
        let plan = plan.expect("the first");
        let second = apply(
            &plan,
            &PlanEdit::FieldTo {
                from: notes(),
                field: "b".into(),
                to: "x".into(),
            },
        );
        assert!(matches!(
            second,
            Err(EditError::Plan(PlanError::ToTwice { .. }))
        ));
    }
}
