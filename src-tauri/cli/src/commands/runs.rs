//! `drydock runs`: the runs on this computer, newest first.

use crate::Desk;
use crate::problems::DONE;
use crate::table::Side::{Left, Right};
use crate::table::Table;
use drydock_app::model::Problem;
use drydock_app::views::RunLine;
use drydock_app::words::{number, status};
use serde::Serialize;

#[derive(Serialize)]
struct Listed<'a> {
    runs: &'a [RunLine],
}

pub async fn carry_out(desk: &Desk) -> Result<u8, Problem> {
    let runs = desk.studio.runs(None).await?;
    desk.out
        .result("runs", Listed { runs: &runs }, || text(&runs));
    Ok(DONE)
}

fn text(runs: &[RunLine]) -> String {
    if runs.is_empty() {
        return "No runs yet.\n".into();
    }
    let mut table = Table::new(&[
        ("Run", Left),
        ("Plan", Left),
        ("Target", Left),
        ("State", Left),
        ("Written", Right),
        ("Left behind", Right),
        ("Proof", Left),
        ("You can", Left),
    ]);
    for run in runs {
        let proof = match run.proved {
            Some(true) => "holds",
            Some(false) => "differs",
            None => "-",
        };
        let can = match (run.can_resume, run.can_undo, run.kept) {
            (true, true, _) => "resume, undo",
            (true, false, _) => "resume",
            (false, true, _) => "undo",
            (_, _, true) => "(kept)",
            _ => "",
        };
        table.row([
            run.run.clone(),
            run.plan_name.clone(),
            run.target.clone(),
            status(run.status).into(),
            number(run.rows_written),
            number(run.left_behind),
            proof.into(),
            can.into(),
        ]);
    }
    table.text("")
}
