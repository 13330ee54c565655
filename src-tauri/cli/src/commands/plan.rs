//! `drydock plan`: a proposal, written as a plan file.

use crate::Desk;
use crate::args::Plan;
use crate::problems::DONE;
use drydock_app::model::{Finding, Problem, Severity};
use drydock_app::words::{count, quoted};
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Planned<'a> {
    /// Absent when the plan was only printed.
    file: Option<String>,
    fingerprint: String,
    plan: &'a drydock_app::model::Plan,
    text: &'a str,
    findings: &'a [Finding],
}

pub async fn carry_out(desk: &Desk, args: Plan) -> Result<u8, Problem> {
    let to_print = args.output.as_os_str() == "-";
    let proposal = desk
        .studio
        .propose(&args.stores, &args.output, args.name.as_deref())
        .await?;
    if !to_print {
        desk.studio
            .save_proposal(&proposal, &args.output, args.force)?;
    }
    let file = (!to_print).then(|| args.output.to_string_lossy().into_owned());
    let planned = Planned {
        file: file.clone(),
        fingerprint: proposal.plan.fingerprint(),
        plan: &proposal.plan,
        text: &proposal.text,
        findings: &proposal.findings,
    };
    desk.out.result("plan", planned, || match &file {
        None => proposal.text.clone(),
        Some(file) => {
            let tables = count(proposal.plan.moves.len() as u64, "table", "tables");
            let mut out = format!("Wrote {file}: {tables} to move.\n");
            for finding in proposal
                .findings
                .iter()
                .filter(|f| f.severity != Severity::Notice)
            {
                let _ = writeln!(out, "  ! {}", finding.title);
            }
            let _ = writeln!(out, "Next: drydock rehearse {}", quoted(file));
            out
        }
    });
    Ok(DONE)
}
