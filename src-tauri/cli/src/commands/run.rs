//! `drydock run`: a plan carried out, or a run that was stopped gone on with.

use crate::Desk;
use crate::args::Run;
use crate::commands::ask::{self, Answer};
use crate::problems::{DIFFERENCES, DONE, FAILED, REFUSED, RESUMABLE, tell};
use crate::progress::Progress;
use crate::signals::{Watch, on_first};
use crate::table::Side::{Left, Right};
use crate::table::Table;
use drydock_app::RunWishes;
use drydock_app::model::proof::Proof;
use drydock_app::model::{Problem, RunPhase, RunState, Status};
use drydock_app::views::{Gate, RunView};
use drydock_app::words::{count, duration, number, status};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// How soon a run that appears after the signal is met.
const LOOK: Duration = Duration::from_millis(20);

#[derive(Serialize)]
struct Ran<'a> {
    run: &'a RunState,
    can_resume: bool,
    can_undo: bool,
    /// What the run ended with; none where it did not come so far.
    proof: Option<Proof>,
}

pub async fn carry_out(desk: &Desk, args: Run) -> Result<u8, Problem> {
    let (begun, _signals) = match (&args.resume, &args.plan) {
        (Some(run), _) => {
            let run = desk.studio.run_named(run).await?;
            if let Answer::No(problem) = ask::yes(&format!("Go on with {run}?"), args.yes) {
                return Err(problem);
            }
            let signals = stop_on_signal(desk);
            (desk.studio.run_resume(&run).await?, signals)
        }
        (None, Some(plan)) => match start(desk, plan, &args).await? {
            Some(begun) => begun,
            None => return Ok(REFUSED),
        },
        // clap asks for one of the two.
        (None, None) => return Ok(FAILED),
    };
    let ended = watch(desk, &begun.state.run).await?;
    finish(desk, ended, args.keep).await
}

/// None when a guard said no, which was told then.
async fn start(desk: &Desk, plan: &Path, args: &Run) -> Result<Option<(RunView, Watch)>, Problem> {
    let project = desk.studio.plan_at(plan)?;
    let wishes = RunWishes {
        strict: args.strict,
    };
    let gate = desk.studio.gate(&project).await?;
    desk.out.note(&before(&gate));
    let mut typed = args.confirm.clone();
    if gate.can_run {
        if let (Some(name), None) = (&gate.typed_name, &typed) {
            typed = ask::name(&format!("Type {name} to confirm: "));
        }
        if gate.typed_name.is_none()
            && let Answer::No(problem) = ask::yes(&format!("{}?", gate.button), args.yes)
        {
            tell(&problem, desk.out.json);
            return Ok(None);
        }
    }
    // Questions are over: until here a signal ends the program, which has written nothing.
    let signals = stop_on_signal(desk);
    // Refused in there as well: the guards are not this command's to pass.
    let begun = desk
        .studio
        .run_start_with(&project, typed.as_deref(), wishes)
        .await?;
    Ok(Some((begun, signals)))
}

/// What stands before the start, for people.
fn before(gate: &Gate) -> String {
    let mut out = String::new();
    for line in &gate.will {
        let glyph = match line.kind.as_str() {
            "add" => '+',
            "change" => '~',
            "remove" => '-',
            "write" => '>',
            "leave" => '!',
            _ => '<',
        };
        let _ = writeln!(out, "{glyph} {}", line.text);
    }
    for blocker in &gate.blockers {
        let whose = if blocker.kind == "fix" {
            "Yours to fix"
        } else {
            "Clears by itself"
        };
        let _ = writeln!(out, "x {whose}: {}", blocker.text);
    }
    out
}

/// Taken before the run begins: rows may land before its start has returned.
fn stop_on_signal(desk: &Desk) -> Watch {
    let studio = desk.studio.clone();
    let words = "Stopping after this batch. What landed stays; the run can be resumed. Once more ends at once.";
    on_first(words, RESUMABLE, async move {
        // Again and again: a run that is only just beginning is under way a moment later, and is stopped then.
        loop {
            for run in studio.under_way() {
                if let Err(problem) = studio.run_stop(&run).await {
                    tracing::debug!(code = problem.code, "There was nothing to stop.");
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    })
}

/// Shows how far it is until it has ended.
pub async fn watch(desk: &Desk, run: &str) -> Result<RunView, Problem> {
    let mut seen = desk.studio.run_watch(run).await?;
    let mut progress = Progress::new(desk.out);
    loop {
        let state = seen.borrow_and_update().state.clone();
        if !state.status.ended() {
            progress.show(
                label(&state),
                state.rows_read,
                state.rows_total,
                state.rows_per_second,
                state.eta_ms,
            );
        }
        if seen.changed().await.is_err() {
            break;
        }
    }
    progress.end();
    desk.studio.run_state(run).await
}

fn label(state: &RunState) -> &'static str {
    match state.phase {
        RunPhase::Checking => "Checking",
        RunPhase::BackUp => "Backing up",
        RunPhase::Create => "Creating",
        RunPhase::Migrate => "Migrating",
        RunPhase::Complete => "Completing",
        RunPhase::Validate | RunPhase::Done => "Validating",
        RunPhase::RollBack => "Rolling back",
    }
}

async fn finish(desk: &Desk, mut view: RunView, keep: bool) -> Result<u8, Problem> {
    if keep && view.state.proved == Some(true) && !view.state.kept {
        view = desk.studio.run_keep(&view.state.run).await?;
    }
    if let Some(problem) = &view.state.problem {
        tell(problem, desk.out.json);
    }
    let ran = Ran {
        run: &view.state,
        can_resume: view.line.can_resume,
        can_undo: view.line.can_undo,
        proof: desk.studio.run_proof(&view.state.run).await?,
    };
    desk.out.result("run", ran, || text(&view));
    Ok(exit_code(&view))
}

pub fn exit_code(view: &RunView) -> u8 {
    match view.state.status {
        Status::RolledBack => DONE,
        _ if view.state.proved == Some(false) => DIFFERENCES,
        Status::Finished | Status::FinishedWithLosses if view.state.proved == Some(true) => DONE,
        Status::Finished | Status::FinishedWithLosses => DIFFERENCES,
        _ if view.line.can_resume => RESUMABLE,
        _ => FAILED,
    }
}

pub fn text(view: &RunView) -> String {
    let state = &view.state;
    let mut out = format!(
        "{}: {} in {}\n",
        state.run,
        status(state.status),
        duration(state.elapsed_ms)
    );
    let mut table = Table::new(&[
        ("From", Left),
        ("To", Left),
        ("Written", Right),
        ("Left behind", Right),
    ]);
    for lane in &state.lanes {
        table.row([
            lane.from.clone(),
            lane.to.clone(),
            number(lane.rows_written),
            number(lane.left_behind),
        ]);
    }
    let _ = write!(out, "\n{}\n", table.text("  "));
    let _ = writeln!(
        out,
        "{} written, {} left behind.{}",
        count(state.rows_written, "row", "rows"),
        number(state.left_behind),
        match state.proved {
            Some(true) => " The proof holds.",
            Some(false) => " The proof does not hold.",
            None => "",
        }
    );
    if let Some(folder) = &view.left_behind_folder {
        let _ = writeln!(out, "Rows left behind are listed in {folder}");
    }
    if view.line.can_resume {
        let _ = writeln!(out, "Resume with: drydock run --resume {}", state.run);
    }
    if state.kept {
        out.push_str("Kept: there is no way back through Drydock any more.\n");
    } else if view.line.can_undo {
        let _ = writeln!(out, "Take it back with: drydock undo {}", state.run);
    }
    out
}
