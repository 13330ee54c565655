//! `drydock rehearse`: the dry run, and its report.

use crate::Desk;
use crate::args::Rehearse;
use crate::problems::{DIFFERENCES, DONE, FAILED};
use crate::progress::Progress;
use crate::signals::on_first;
use crate::table::Side::{Left, Right};
use crate::table::Table;
use drydock_app::model::rehearsal::{Rehearsal, Verdict};
use drydock_app::model::{Code, Finding, Problem, Severity};
use drydock_app::words::{bytes, count, duration, list, number, quoted, verdict};
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Rehearsed<'a> {
    rehearsal: &'a Rehearsal,
}

pub async fn carry_out(desk: &Desk, args: Rehearse) -> Result<u8, Problem> {
    let project = desk.studio.plan_at(&args.plan)?;
    let mut seen = desk.studio.rehearse_start(&project).await?;
    let (studio, id) = (desk.studio.clone(), project.clone());
    let _signals = on_first("Stopping.", FAILED, async move {
        if let Err(problem) = studio.rehearse_cancel(&id).await {
            tracing::debug!(code = problem.code, "There was nothing to stop.");
        }
    });
    let mut progress = Progress::new(desk.out);
    while seen.changed().await.is_ok() {
        if let Some(now) = &seen.borrow_and_update().progress {
            progress.show("Reading", now.rows, now.rows_total, 0, None);
        }
    }
    progress.end();
    let view = seen.borrow().clone();
    if let Some(problem) = view.problem {
        return Err(problem);
    }
    let Some(report) = view.report else {
        return Err(nothing());
    };
    desk.out
        .result("rehearsal", Rehearsed { rehearsal: &report }, || {
            text(&report, &args.plan.to_string_lossy())
        });
    Ok(match report.verdict {
        Verdict::Ready => DONE,
        Verdict::NearlyReady | Verdict::NotReady => DIFFERENCES,
    })
}

fn nothing() -> Problem {
    Problem {
        code: Code::INTERNAL.to_string(),
        what: "The dry run ended without a report".into(),
        why: "A part of Drydock ended unexpectedly.".into(),
        data: "Safe. A dry run writes nothing.".into(),
        next: Vec::new(),
        detail: String::new(),
    }
}

fn text(report: &Rehearsal, plan: &str) -> String {
    let figures = &report.figures;
    let mut out = format!("{}\n\n", verdict(report));
    let mut line = |label: &str, text: String| {
        let _ = writeln!(out, "  {label:<16} {text}");
    };
    line("Rows read", number(figures.rows_read));
    if !report.not_read.is_empty() {
        line("Not read yet", not_read(report));
    }
    line("To be written", number(figures.will_be_written));
    line("Left behind", number(figures.left_behind));
    line("Values changed", number(figures.values_changed));
    line(
        "Likely time",
        format!("about {}", duration(figures.likely_ms)),
    );
    line("Space needed", bytes(figures.space_bytes));
    let mut table = Table::new(&[
        ("From", Left),
        ("To", Left),
        ("Read", Right),
        ("Written", Right),
        ("Left behind", Right),
        ("Changed", Right),
    ]);
    for t in &report.tables {
        table.row([
            t.from.clone(),
            t.to.clone(),
            number(t.read),
            number(t.written),
            number(t.left_behind),
            number(t.changed),
        ]);
    }
    let _ = write!(out, "\n{}", table.text("  "));
    let open: Vec<&Finding> = report.findings.iter().filter(|f| !f.accepted).collect();
    for (severity, title) in [
        (Severity::Fails, "Would fail"),
        (Severity::Decide, "Yours to decide"),
        (Severity::Notice, "Worth knowing"),
    ] {
        let of: Vec<_> = open.iter().filter(|f| f.severity == severity).collect();
        if !of.is_empty() {
            let _ = writeln!(out, "\n{title}");
        }
        for f in of {
            finding(&mut out, f);
        }
    }
    for loss in &report.losses {
        let accepted = if loss.accepted {
            "accepted"
        } else {
            "not accepted"
        };
        let _ = writeln!(
            out,
            "\n{}.{}: {} become {} ({}, {accepted})",
            loss.table,
            loss.field,
            count(loss.values, "value", "values"),
            loss.after,
            loss.loss,
        );
        for (row, before, after) in &loss.pairs {
            let _ = writeln!(out, "    {row}: {} -> {}", before.text, after.text);
        }
    }
    for left in &report.left_behind {
        let rows = count(left.rows, "row", "rows");
        let _ = writeln!(out, "\n{}: {rows} left behind, {}", left.table, left.text);
    }
    if report.verdict == Verdict::Ready {
        let _ = writeln!(out, "\nNext: drydock run {}", quoted(plan));
    }
    out
}

/// What is in none of the figures, because it cannot be moved as the plan stands.
fn not_read(report: &Rehearsal) -> String {
    let names: Vec<String> = report
        .not_read
        .iter()
        .map(|n| match n.rows {
            Some(rows) => format!("{} ({})", n.from, count(rows, "row", "rows")),
            None => n.from.clone(),
        })
        .collect();
    list(&names)
}

fn finding(out: &mut String, f: &Finding) {
    let _ = writeln!(out, "  {}  [{}]", f.title, f.id);
    let _ = writeln!(out, "    {}", f.why);
    if let Some(worst) = &f.worst {
        let _ = writeln!(out, "    As: {worst}");
    }
    for choice in &f.choices {
        let hint = if choice.recommended {
            " (recommended)"
        } else {
            ""
        };
        let _ = writeln!(out, "    - {}{hint}", choice.text);
    }
}
