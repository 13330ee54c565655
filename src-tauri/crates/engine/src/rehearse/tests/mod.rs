mod around;
mod counts;
mod keys;

use super::*;
use crate::resolve::resolve;
use drydock_model::rehearsal::Verdict;
use drydock_model::{Logical, Plan, Value};
use drydock_testkit::{Memory, table};

const INT: Logical = Logical::INT64;
const TEXT: Logical = Logical::TEXT;

fn plan(sources: &[&str], moves: &str) -> Plan {
    let sources: String = sources
        .iter()
        .map(|s| format!("[sources.{s}]\nconnection = \"{s}\"\n"))
        .collect();
    Plan::parse(&format!(
        "drydock = 1\nname = \"test\"\n{sources}[target]\nconnection = \"t\"\n{moves}"
    ))
    .expect("a plan")
}

async fn rehearsed(plan: &Plan, stores: &Stores) -> Rehearsal {
    let resolved = resolve(plan, stores).expect("it resolves");
    let (progress, _seen) = watch::channel(RehearsalProgress::default());
    rehearse(&resolved, stores, &Control::default(), progress)
        .await
        .expect("it rehearses")
}

fn text(s: &str) -> Value {
    Value::Text(s.into())
}

fn row(id: i64, name: &str) -> Vec<Value> {
    vec![Value::Int(id), text(name)]
}

/// Rows of every fate: they go on as they are, converted, changed, or stay behind for one of several reasons.
fn messy(memory: &Memory) -> Plan {
    let fields = [
        ("id", INT),
        ("n", TEXT),
        ("r", Logical::FLOAT64),
        ("t", TEXT),
    ];
    let mut from = table("t", &fields, &[]);
    from.fields[0].nullable = true;
    let n = |i: i64| match i % 7 {
        0 => text(&i.to_string()),
        1 => text("12.5"),
        2 => text("0012"),
        3 if i % 2 == 0 => text("none"),
        _ => Value::Int(i),
    };
    let rows = (0..200)
        .map(|i| {
            let id = if i % 23 == 0 {
                Value::Null
            } else {
                Value::Int(i % 170)
            };
            let r = if i % 3 == 0 {
                Value::Float((i as f64 / 4.0).to_bits())
            } else {
                Value::Int(i)
            };
            vec![id, n(i), r, text(&format!("row {i}"))]
        })
        .collect();
    memory.put("app", from, rows);
    let mut to = table("t", &fields, &["id"]);
    to.fields[2].logical = INT;
    memory.put(
        "t",
        to,
        vec![vec![
            Value::Int(5),
            Value::Int(5),
            Value::Int(5),
            text("was there"),
        ]],
    );
    plan(
        &["app"],
        "[[move]]\nfrom = \"app.t\"\nto = \"t\"\nwrite = \"append\"\n\
         [[move.field]]\nfrom = \"n\"\nto = \"n\"\nas = \"integer\"\naccept = [\"spelling\"]\n\
         [[move.field]]\nfrom = \"r\"\nto = \"r\"\nas = \"integer\"\naccept = [\"round\"]\n",
    )
}
