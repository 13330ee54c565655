//! `drydock prove`: source and target compared, value for value.

use crate::Desk;
use crate::args::Prove;
use crate::problems::{DIFFERENCES, DONE, FAILED};
use crate::signals::on_first;
use drydock_app::model::proof::{Proof, RowDifference, RowDifferenceKind};
use drydock_app::model::{Problem, Shown};
use drydock_app::words::{count, duration, number};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

#[derive(Serialize)]
struct Proved<'a> {
    proof: &'a Proof,
}

pub async fn carry_out(desk: &Desk, args: Prove) -> Result<u8, Problem> {
    let path = Path::new(&args.what);
    let mut seen = if path.is_file() {
        let project = desk.studio.plan_at(path)?;
        desk.studio.prove_plan(&project).await?
    } else {
        let run = desk.studio.run_named(&args.what).await?;
        desk.studio.prove_start(&run).await?
    };
    // A proof writes nothing: ending it at once does no harm.
    let _signals = on_first("Stopping.", FAILED, async {
        std::process::exit(FAILED.into())
    });
    while seen.changed().await.is_ok() {}
    let view = seen.borrow().clone();
    if let Some(problem) = view.problem {
        return Err(problem);
    }
    let Some(proof) = view.proof else {
        return Ok(FAILED);
    };
    desk.out
        .result("proof", Proved { proof: &proof }, || text(&proof));
    Ok(if proof.equal { DONE } else { DIFFERENCES })
}

fn text(proof: &Proof) -> String {
    let rows: u64 = proof.datasets.iter().map(|d| d.rows_expected).sum();
    let hold = proof.checks.iter().filter(|c| c.holds).count();
    let mut out = String::new();
    let verdict = if proof.equal { "Equal" } else { "Not equal" };
    let _ = writeln!(
        out,
        "{verdict}: {} of {}, {hold} of {} hold, in {}",
        count(rows, "row", "rows"),
        count(proof.datasets.len() as u64, "table", "tables"),
        count(proof.checks.len() as u64, "check", "checks"),
        duration(proof.took_ms),
    );
    for dataset in &proof.datasets {
        let sign = if dataset.equal { '=' } else { '!' };
        let _ = writeln!(
            out,
            "  {sign} {} -> {}: {} expected, {} found",
            dataset.from,
            dataset.to,
            number(dataset.rows_expected),
            number(dataset.rows_found),
        );
        for difference in &dataset.differences {
            let _ = writeln!(out, "      {}", one(difference));
        }
        let more = dataset
            .differences_total
            .saturating_sub(dataset.differences.len() as u64);
        if more > 0 {
            let _ = writeln!(out, "      and {} more", number(more));
        }
    }
    for check in proof.checks.iter().filter(|c| !c.holds) {
        let _ = writeln!(
            out,
            "  ! {} of {}: expected {}, found {}",
            check.kind, check.object, check.expected, check.found
        );
    }
    out
}

fn one(difference: &RowDifference) -> String {
    let row: Vec<String> = difference
        .row
        .iter()
        .map(|(name, value)| format!("{name} {}", value.text))
        .collect();
    let row = row.join(", ");
    let field = difference.field.as_deref().unwrap_or_default();
    match difference.kind {
        RowDifferenceKind::Missing => format!("missing: {row}"),
        RowDifferenceKind::Extra => format!("extra: {row}"),
        RowDifferenceKind::Changed => {
            let (expected, found) = (&difference.expected, &difference.found);
            format!(
                "changed: {row}: {field} expected {}, found {}",
                beside(expected, found),
                beside(found, expected)
            )
        }
    }
}

/// The value as it is told beside the other. The text 7 and the number 7 look alike, and so do long texts that differ
/// only behind what is shown.
fn beside(value: &Shown, other: &Shown) -> String {
    if value.text != other.text {
        return value.text.clone();
    }
    let cut = if value.cut { "..." } else { "" };
    let size = count(value.bytes, "byte", "bytes");
    format!("{}{cut} ({}, {size})", value.text, value.kind)
}
