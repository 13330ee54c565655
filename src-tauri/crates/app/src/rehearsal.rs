//! Dry runs: started, watched, stopped, looked at again, and whether the latest one still holds.

use crate::error::{Result, StudioError, told};
use crate::live::{Busy, Work};
use crate::marks::Ask;
use crate::studio::{Ends, Opened, Studio};
use crate::views::{RehearsalLine, RehearsalProgress, RehearsalTableProgress, RehearsalView};
use crate::words::{quoted, verdict};
use drydock_engine::journal::Act;
use drydock_engine::{Control, Resolved, Stores, rehearse, resolve};
use drydock_model::finding::PlanEdit;
use drydock_model::rehearsal::{Rehearsal, Verdict};
use std::time::Duration;
use tokio::sync::watch;

/// As often as a screen is told.
const REST: Duration = Duration::from_millis(100);
/// Earlier reports that a screen lists.
const EARLIER: usize = 50;

impl Studio {
    /// The latest report and whether it still holds, or how far one is that is being made.
    pub async fn rehearsal(&self, project: &str) -> Result<RehearsalView> {
        let opened = self.opened(project)?;
        let key = opened.key();
        if let Some(work) = self.live().rehearsals.get(&key) {
            return Ok(work.view.borrow().clone());
        }
        let ends = self.ends(&opened.file)?;
        let report = self.journal().latest_rehearsal(&key).await.map_err(told)?;
        let outdated = match &report {
            Some(report) => self.outdated(&opened, &ends, report, Ask::Quick).await,
            None => None,
        };
        Ok(RehearsalView {
            running: false,
            progress: None,
            report,
            outdated,
            problem: None,
            earlier: self.earlier(&key).await?,
        })
    }

    /// Reads every row and writes none. The last state holds the report, or the problem; it was in the journal then.
    pub async fn rehearse_start(&self, project: &str) -> Result<watch::Receiver<RehearsalView>> {
        let opened = self.opened(project)?;
        let key = opened.key();
        let first = RehearsalView {
            running: true,
            ..self.rehearsal(project).await?
        };
        let control = Control::default();
        let (shown, view) = watch::channel(first.clone());
        let work = Work {
            control: control.clone(),
            view: view.clone(),
            key: key.clone(),
        };
        let busy =
            self.live()
                .rehearsals
                .begin(&key, work)
                .ok_or_else(|| StudioError::UnderWay {
                    what: "a dry run of this plan".into(),
                })?;
        let ends = self.ends(&opened.file)?;
        let stores = self.stores(&ends).await?;
        let resolved = resolve::resolve(&opened.file.plan, &stores).map_err(told)?;
        let reading = Reading {
            studio: self.clone(),
            opened,
            resolved,
            stores,
            first,
        };
        tokio::spawn(reading.carry_out(control, shown, busy));
        Ok(view)
    }

    /// Stops the one that is being made; none is fine.
    pub async fn rehearse_cancel(&self, project: &str) -> Result<()> {
        if let Some(work) = self.live().rehearsals.get(&self.key(project)?) {
            work.control.stop();
        }
        Ok(())
    }

    pub async fn rehearsal_report(&self, project: &str, id: &str) -> Result<Rehearsal> {
        let key = self.key(project)?;
        let report = self.journal().rehearsal(&key, id).await.map_err(told)?;
        report.ok_or_else(|| StudioError::UnknownReport(id.to_owned()).into())
    }

    /// A choice is an edit of the plan; the report that offered it no longer holds then.
    pub async fn finding_choose(&self, project: &str, edit: PlanEdit) -> Result<RehearsalView> {
        self.plan_edit(project, edit).await?;
        self.rehearsal(project).await
    }

    pub(crate) async fn earlier(&self, key: &str) -> Result<Vec<RehearsalLine>> {
        let briefs = self.journal().rehearsals(key).await.map_err(told)?;
        let lines = briefs.into_iter().take(EARLIER).map(|brief| RehearsalLine {
            id: brief.id,
            at: brief.at,
            verdict: brief.verdict,
            rows_read: brief.rows_read,
            left_behind: brief.left_behind,
        });
        Ok(lines.collect())
    }

    /// Why a report no longer holds: the plan means something else now, or a store changed.
    pub(crate) async fn outdated(
        &self,
        opened: &Opened,
        ends: &Ends,
        report: &Rehearsal,
        ask: Ask,
    ) -> Option<String> {
        if report.plan != opened.file.plan.fingerprint() {
            return Some("The plan changed after this dry run.".into());
        }
        let now = self.marks().of(ends, ask).await;
        let changed = report.marks.iter().find(|(end, mark)| {
            match now
                .iter()
                .find(|(name, _)| name == end)
                .and_then(|(_, now)| now.as_ref())
            {
                Some(now) => now != mark,
                // Not known: no reason to doubt for who does not ask, not the same for who does.
                None => ask != Ask::Known,
            }
        });
        changed.map(|(end, _)| match end.strip_prefix("source:") {
            Some(source) => format!("{source} changed after this dry run."),
            None => "The target changed after this dry run.".into(),
        })
    }
}

struct Reading {
    studio: Studio,
    opened: Opened,
    resolved: Resolved,
    stores: Stores,
    first: RehearsalView,
}

impl Reading {
    /// Reads to the end, telling how far it is meanwhile.
    async fn carry_out(
        self,
        control: Control,
        shown: watch::Sender<RehearsalView>,
        busy: Busy<RehearsalView>,
    ) {
        let (sender, mut progress) = watch::channel(rehearse::RehearsalProgress::default());
        let made = {
            let work = rehearse::rehearse(&self.resolved, &self.stores, &control, sender);
            let mut work = std::pin::pin!(work);
            loop {
                tokio::select! {
                    made = &mut work => break made.map_err(told),
                    () = pass_on(&mut progress, &shown) => {}
                }
            }
        };
        let made = self.keep(made).await;
        drop(busy);
        let mut view = self
            .studio
            .rehearsal(&self.opened.id)
            .await
            .unwrap_or(self.first);
        view.running = false;
        match made {
            Ok(report) => view.report = Some(report),
            Err(problem) => view.problem = Some(problem),
        }
        shown.send_replace(view);
    }

    /// The report in the journal, and the act noted.
    async fn keep(&self, made: Result<Rehearsal>) -> Result<Rehearsal> {
        let made = match made {
            Ok(mut report) => {
                report.command = command(&self.opened);
                let kept = self
                    .studio
                    .journal()
                    .save_rehearsal(&self.opened.key(), &report)
                    .await;
                kept.map(|()| report).map_err(told)
            }
            Err(problem) => Err(problem),
        };
        let (result, tone) = match &made {
            Ok(report) => (
                verdict(report),
                match report.verdict {
                    Verdict::Ready => "good",
                    Verdict::NearlyReady => "warn",
                    Verdict::NotReady => "bad",
                },
            ),
            Err(problem) => (problem.what.clone(), "warn"),
        };
        let act = Act {
            what: "Made a dry run".into(),
            project: Some(self.opened.key()),
            result,
            tone: tone.into(),
            plan: Some(self.resolved.fingerprint.clone()),
            command: Some(command(&self.opened)),
            ..Act::default()
        };
        self.studio.note_act(act).await;
        made
    }
}

fn command(opened: &Opened) -> String {
    format!(
        "drydock rehearse {}",
        quoted(&opened.file.path.to_string_lossy())
    )
}

async fn pass_on(
    progress: &mut watch::Receiver<rehearse::RehearsalProgress>,
    shown: &watch::Sender<RehearsalView>,
) {
    if progress.changed().await.is_err() {
        return std::future::pending().await;
    }
    let now = progress.borrow_and_update().clone();
    let tables = now.tables.into_iter().map(|t| RehearsalTableProgress {
        from: t.from,
        rows: t.rows,
        rows_total: t.rows_total,
        done: t.done,
    });
    let seen = RehearsalProgress {
        tables: tables.collect(),
        rows: now.rows,
        rows_total: now.rows_total,
    };
    shown.send_modify(|view| view.progress = Some(seen));
    tokio::time::sleep(REST).await;
}
