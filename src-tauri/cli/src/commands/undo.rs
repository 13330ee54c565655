//! `drydock undo`: a target put back as it was before a run.

use crate::Desk;
use crate::args::Undo;
use crate::commands::ask::{self, Answer};
use crate::commands::run::{exit_code, text, watch};
use crate::problems::tell;
use crate::table::Side::{Left, Right};
use crate::table::Table;
use drydock_app::model::{Problem, RunState, Status};
use drydock_app::views::{RunView, UndoPreview};
use drydock_app::words::number;
use serde::Serialize;

#[derive(Serialize)]
struct Undone<'a> {
    run: &'a RunState,
}

pub async fn carry_out(desk: &Desk, args: Undo) -> Result<u8, Problem> {
    let run = desk.studio.run_named(&args.run).await?;
    let preview = desk.studio.undo_preview(&run).await?;
    desk.out.note(&before(&preview));
    let mut typed = args.confirm.clone();
    match &preview.typed_name {
        Some(name) if typed.is_none() => typed = ask::name(&format!("Type {name} to confirm: ")),
        Some(_) => {}
        None => {
            if let Answer::No(problem) = ask::yes("Roll back?", args.yes) {
                return Err(problem);
            }
        }
    }
    desk.studio
        .undo_start(&run, typed.as_deref(), args.even_if_changed)
        .await?;
    let view = watch(desk, &run).await?;
    if let Some(problem) = &view.state.problem {
        tell(problem, desk.out.json);
    }
    desk.out
        .result("undo", Undone { run: &view.state }, || after(&view));
    Ok(exit_code(&view))
}

fn after(view: &RunView) -> String {
    match view.state.status {
        Status::RolledBack => format!(
            "{}: Rolled back. {} is as it was before.\n",
            view.state.run, view.line.target
        ),
        _ => text(view),
    }
}

fn before(preview: &UndoPreview) -> String {
    let rows = |n: Option<u64>| n.map_or_else(|| "-".into(), number);
    let mut table = Table::new(&[("Table", Left), ("Rows now", Right), ("Rows after", Right)]);
    for t in &preview.tables {
        table.row([t.table.clone(), rows(t.rows_now), rows(t.rows_after)]);
    }
    let mut out = format!(
        "Rolls {} back to before {}\n\n{}",
        preview.point.target,
        preview.point.run,
        table.text("  ")
    );
    if preview.point.undo.removes_target {
        out.push_str("\nThere was no target before the run: it is removed.\n");
    }
    if preview.point.changed_since {
        out.push_str("\n! Something else wrote to the target since the run ended. That is set aside as well.\n");
    }
    out
}
