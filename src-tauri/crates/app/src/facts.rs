//! Gathers what the line of stops is drawn from: the plan, its ends, the latest dry run and the latest run. No store is
//! opened for it; marks tell whether one changed.

use crate::error::{Result, told};
use crate::marks::Ask;
use crate::stops::{Facts, Rehearsed, RunFacts};
use crate::studio::{Ends, Opened, Studio};
use crate::words::{open_findings, percent};
use drydock_model::rehearsal::Rehearsal;

impl Studio {
    pub(crate) async fn facts(&self, opened: &Opened, ends: &Ends, ask: Ask) -> Result<Facts> {
        let (rehearsal, _) = self.rehearsed(opened, ends, ask).await?;
        Ok(Facts {
            environment: ends.environment(),
            ends: ends.count(),
            missing: ends.missing(),
            moves: opened.file.plan.moves.len() as u32,
            fields: self.seen().fields(&opened.file),
            rehearsal,
            run: self.latest_run(opened).await?,
        })
    }

    /// Where the latest dry run stands, and its report.
    pub(crate) async fn rehearsed(
        &self,
        opened: &Opened,
        ends: &Ends,
        ask: Ask,
    ) -> Result<(Rehearsed, Option<Rehearsal>)> {
        let key = opened.key();
        if let Some(work) = self.live().rehearsals.get(&key) {
            let progress = work.view.borrow().progress.clone();
            let percent = progress.map_or(0, |p| percent(p.rows, p.rows_total));
            return Ok((Rehearsed::Running { percent }, None));
        }
        let Some(report) = self.journal().latest_rehearsal(&key).await.map_err(told)? else {
            return Ok((Rehearsed::Never, None));
        };
        if self.outdated(opened, ends, &report, ask).await.is_some() {
            return Ok((Rehearsed::Outdated, Some(report)));
        }
        let (fails, decisions) = open_findings(&report.findings);
        let done = Rehearsed::Done {
            verdict: report.verdict,
            decisions,
            fails,
            rows: report.figures.will_be_written,
        };
        Ok((done, Some(report)))
    }

    async fn latest_run(&self, opened: &Opened) -> Result<Option<RunFacts>> {
        let briefs = self
            .journal()
            .runs(Some(&opened.key()))
            .await
            .map_err(told)?;
        let Some(latest) = briefs.first() else {
            return Ok(None);
        };
        let view = self.run_state(&latest.run).await?;
        let proof = self.record(&latest.run).await?.proof;
        let checks = proof.map(|p| {
            let hold = p.checks.iter().filter(|c| c.holds).count() as u32;
            (hold, p.checks.len() as u32)
        });
        Ok(Some(RunFacts {
            same_plan: view.state.plan == opened.file.plan.fingerprint(),
            can_resume: view.line.can_resume,
            can_undo: view.line.can_undo,
            checks,
            state: view.state,
        }))
    }
}
