//! `drydock compare`: how two stores differ.

use crate::Desk;
use crate::args::Compare;
use crate::problems::DONE;
use drydock_app::model::Problem;
use drydock_app::model::comparison::{Change, Comparison, PartDifference};
use drydock_app::words::count;
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Compared<'a> {
    comparison: &'a Comparison,
}

pub async fn carry_out(desk: &Desk, args: Compare) -> Result<u8, Problem> {
    let comparison = desk.studio.compare_stores(&args.left, &args.right).await?;
    let body = Compared {
        comparison: &comparison,
    };
    desk.out.result("comparison", body, || text(&comparison));
    Ok(DONE)
}

fn text(comparison: &Comparison) -> String {
    let differences: Vec<_> = comparison
        .items
        .iter()
        .filter(|i| i.change != Change::Same)
        .collect();
    if differences.is_empty() {
        return format!(
            "No differences. {} is as {}.\n",
            comparison.right, comparison.left
        );
    }
    let same = comparison.items.len() - differences.len();
    let mut out = String::new();
    for item in &differences {
        let loses = if item.can_lose_data {
            "  (can lose data)"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "{} {} {}{loses}",
            glyph(item.change),
            item.kind,
            item.name
        );
        for part in item.parts.iter().filter(|p| p.change != Change::Same) {
            let _ = writeln!(
                out,
                "    {} {} {}{}",
                glyph(part.change),
                part.kind,
                part.name,
                sides(part)
            );
        }
    }
    let _ = writeln!(
        out,
        "\n{}, {} the same. `+` is only in {}, `-` only in {}.",
        count(differences.len() as u64, "difference", "differences"),
        same,
        comparison.left,
        comparison.right,
    );
    if !comparison.statements.is_empty() {
        let _ = writeln!(
            out,
            "\n-- These make {} as {}:",
            comparison.right, comparison.left
        );
        for statement in &comparison.statements {
            let _ = writeln!(out, "{};", statement.sql.trim_end_matches(';'));
        }
    }
    out
}

fn glyph(change: Change) -> char {
    match change {
        Change::Added => '+',
        Change::Removed => '-',
        Change::Changed => '~',
        Change::Renamed => '>',
        Change::Same => '=',
    }
}

fn sides(part: &PartDifference) -> String {
    match (&part.left, &part.right) {
        (Some(left), Some(right)) => format!(": {right} -> {left}"),
        (Some(one), None) | (None, Some(one)) => format!(": {one}"),
        (None, None) => String::new(),
    }
}
