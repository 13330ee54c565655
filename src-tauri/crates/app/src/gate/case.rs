//! The gate of a plan as it stands now: what is in the way, and what the run will do.

use super::rules::{self, GateFacts};
use crate::error::{Result, told};
use crate::marks::Ask;
use crate::stops::Rehearsed;
use crate::studio::{Ends, Opened, Studio};
use crate::views::{Environment, Gate, GateLine};
use crate::words::{bytes, count, list, quoted};
use drydock_engine::Resolved;
use drydock_engine::run;
use drydock_model::rehearsal::Rehearsal;
use drydock_model::{Finding, ObjectKind, Phase, RunState, Severity, WriteMode};

impl Studio {
    pub async fn gate(&self, project: &str) -> Result<Gate> {
        self.gate_as_of(project, Ask::Quick).await
    }

    pub(crate) async fn gate_as_of(&self, project: &str, ask: Ask) -> Result<Gate> {
        let opened = self.opened(project)?;
        let ends = self.ends(&opened.file)?;
        let missing = ends.missing();
        let mut facts = GateFacts {
            environment: ends.environment(),
            moves: opened.file.plan.moves.len() as u32,
            open_runs: self.open_runs(&ends).await?,
            missing,
            ..GateFacts::default()
        };
        let mut will = Vec::new();
        if facts.missing.is_empty() {
            let resolved = self.resolved(&opened).await?;
            let (rehearsed, report) = self.rehearsed(&opened, &ends, ask).await?;
            // A report that holds has these among its own findings.
            if !matches!(rehearsed, Rehearsed::Done { .. }) {
                facts.open = titles(&resolved.findings, |s| s != Severity::Notice);
            }
            let report = report.filter(|_| matches!(rehearsed, Rehearsed::Done { .. }));
            if let Some(report) = &report {
                facts.fails = titles(&report.findings, |s| s == Severity::Fails);
            }
            will = what_it_does(&ends, &resolved, report.as_ref());
            facts.rehearsal = rehearsed;
        }
        let blockers = rules::blockers(&facts);
        let environment = ends.environment();
        Ok(Gate {
            environment,
            can_run: blockers.is_empty(),
            blockers,
            will,
            typed_name: rules::typed_name(environment, &ends.target.name),
            wait_s: rules::wait_s(environment),
            button: match environment {
                Environment::Local => "Run".into(),
                other => format!("Run on {}", rules::name(other)),
            },
            command: command(&opened, environment, &ends.target.name),
        })
    }

    /// Runs into this target, of any plan, that are neither kept nor rolled back.
    async fn open_runs(&self, ends: &Ends) -> Result<Vec<RunState>> {
        let target = ends.target.address.to_string();
        let mut open = Vec::new();
        for brief in self.journal().runs(None).await.map_err(told)? {
            let under_way = self.is_under_way(&brief.run);
            // A target that someone removed stands under nothing any more.
            let stands =
                !ends.target.connector.profile().is_file || ends.target.address.path().exists();
            if brief.target == target && (under_way || (stands && brief.can_undo(under_way))) {
                let folder = self.run_folder(&brief.run);
                open.push(
                    run::state(self.journal(), &folder, &brief.run)
                        .await
                        .map_err(told)?,
                );
            }
        }
        Ok(open)
    }
}

/// As it is typed in a terminal, where PROD wants the name as well.
fn command(opened: &Opened, environment: Environment, target: &str) -> String {
    let plan = opened.file.path.to_string_lossy();
    let confirm = rules::typed_name(environment, target)
        .map_or_else(String::new, |name| format!(" --confirm {}", quoted(&name)));
    format!("drydock run {}{confirm}", quoted(&plan))
}

/// Of findings that are open.
fn titles(findings: &[Finding], wanted: fn(Severity) -> bool) -> Vec<String> {
    let open = findings
        .iter()
        .filter(|f| wanted(f.severity) && !f.accepted);
    open.map(|f| f.title.clone()).collect()
}

/// What the run will do, line by line: from the statements that it will carry out, and the dry run's exact counts where
/// there is one that holds.
fn what_it_does(ends: &Ends, resolved: &Resolved, report: Option<&Rehearsal>) -> Vec<GateLine> {
    let mut lines = Vec::new();
    let mut line = |kind: &str, text: String| {
        lines.push(GateLine {
            kind: kind.into(),
            text,
        })
    };
    let added = added(resolved);
    if !added.is_empty() {
        line("add", format!("Adds {}", list(&added)));
    }
    for lane in resolved.lanes.iter().filter(|l| l.part_of.is_none()) {
        let to = &lane.target.name;
        match lane.write {
            WriteMode::Create => {}
            WriteMode::Append => line("change", format!("Adds rows to {to}")),
            WriteMode::Upsert => line(
                "change",
                format!("Adds rows to {to} and replaces those with the same key"),
            ),
            WriteMode::Replace => {
                let before = resolved.design.before.dataset(to).and_then(|d| d.rows);
                let rows = before.map_or_else(|| "all rows".into(), |n| count(n, "row", "rows"));
                line("remove", format!("Removes {rows} from {to} first"));
            }
        }
    }
    match report {
        Some(report) => {
            let f = &report.figures;
            line(
                "write",
                format!("Writes {}", count(f.will_be_written, "row", "rows")),
            );
            if f.left_behind > 0 {
                line(
                    "leave",
                    format!(
                        "Leaves {} behind, listed",
                        count(f.left_behind, "row", "rows")
                    ),
                );
            }
            if f.values_changed > 0 {
                line(
                    "change",
                    format!(
                        "Changes {} as the plan accepts",
                        count(f.values_changed, "value", "values")
                    ),
                );
            }
        }
        None => {
            let rows = resolved
                .lanes
                .iter()
                .filter(|l| l.part_of.is_none())
                .filter_map(|l| l.dataset.rows)
                .sum();
            line(
                "write",
                format!("Reads {} and writes what fits", count(rows, "row", "rows")),
            );
        }
    }
    let target = &ends.target;
    if target.connector.rewind().is_some() {
        let text = match resolved.design.before.bytes {
            _ if target.connector.profile().is_file && !target.address.path().exists() => {
                format!("Can be undone: {} is new and is removed then", target.name)
            }
            Some(size) => format!(
                "Can be undone from a copy of {}, made and checked first",
                bytes(size)
            ),
            None => "Can be undone from a copy that is made and checked first".into(),
        };
        line("undo", text);
    }
    lines
}

/// New tables, indexes, views and triggers, counted.
fn added(resolved: &Resolved) -> Vec<String> {
    let of = |phase| {
        resolved
            .statements
            .iter()
            .filter(|s| s.phase == phase)
            .count() as u64
    };
    let objects = |kind| {
        resolved
            .design
            .objects
            .iter()
            .filter(|(_, o)| o.kind == kind)
            .count() as u64
    };
    [
        (of(Phase::Tables), "table", "tables"),
        (of(Phase::Indexes), "index", "indexes"),
        (objects(ObjectKind::View), "view", "views"),
        (objects(ObjectKind::Trigger), "trigger", "triggers"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| count(n, one, many))
    .collect()
}
