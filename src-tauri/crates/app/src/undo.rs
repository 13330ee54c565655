//! Ways back: what is kept, what rolling back would do, and rolling back.

use crate::connections::Connections;
use crate::error::{Result, StudioError, told};
use crate::gate;
use crate::projects::Projects;
use crate::runs::{target_environment, target_name};
use crate::studio::Studio;
use crate::views::{RunView, UndoPoint, UndoPreview, UndoTable};
use crate::words::quoted;
use drydock_connector::{Address, Connector};
use drydock_engine::TargetEnd;
use drydock_engine::journal::RunRecord;
use drydock_engine::run;
use drydock_engine::undo::{self, UndoOrder};
use drydock_model::{Catalog, RunPhase, Status, Undo};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

impl Studio {
    /// Every way back that is kept, newest first; what is kept is read and checked for it.
    pub async fn undo_points(&self, project: Option<&str>) -> Result<Vec<UndoPoint>> {
        let key = project.map(|id| self.key(id)).transpose()?;
        let mut points = Vec::new();
        for brief in self.journal().runs(key.as_deref()).await.map_err(told)? {
            if let Some(undo) = &brief.undo
                && brief.can_undo(self.is_under_way(&brief.run))
            {
                let record = self.record(&brief.run).await?;
                points.push(self.point(&record, undo).await?);
            }
        }
        Ok(points)
    }

    /// How many there are; nothing is read for it.
    pub(crate) async fn count_undo_points(&self, key: &str) -> Result<u32> {
        let briefs = self.journal().runs(Some(key)).await.map_err(told)?;
        let kept = briefs
            .iter()
            .filter(|b| b.can_undo(self.is_under_way(&b.run)));
        Ok(kept.count() as u32)
    }

    pub async fn undo_preview(&self, run: &str) -> Result<UndoPreview> {
        let record = self.record(run).await?;
        let Some(undo) = &record.brief.undo else {
            return Err(StudioError::NoWayBack(run.to_owned()).into());
        };
        let point = self.point(&record, undo).await?;
        let (connector, address) = self.target_of(&record)?;
        let only = connector
            .rewind()
            .is_none()
            .then(|| undo::tables(&record.resolved));
        let now = TargetEnd::look(connector, address)
            .await
            .map_err(told)?
            .catalog;
        let saved = Connections::load(self.home())?;
        let environment = target_environment(&saved, &record.brief.target);
        let typed_name = gate::typed_name(environment, &point.target);
        let confirm = typed_name
            .as_ref()
            .map_or_else(String::new, |name| format!(" --confirm {}", quoted(name)));
        Ok(UndoPreview {
            point,
            tables: tables(&now, &record.resolved.design.before, only.as_deref()),
            typed_name,
            command: format!("drydock undo {}{confirm}", quoted(run)),
        })
    }

    /// Every entry comes through here: PROD wants the name typed, and a target that others wrote to is refused unless
    /// that is wanted.
    pub async fn undo_start(
        &self,
        run: &str,
        typed: Option<&str>,
        even_if_changed: bool,
    ) -> Result<RunView> {
        let record = self.record(run).await?;
        let saved = Connections::load(self.home())?;
        let environment = target_environment(&saved, &record.brief.target);
        let target = target_name(&saved, &record.brief.target);
        crate::runs::confirm(gate::typed_name(environment, &target), typed, environment)?;
        if self.is_under_way(run) {
            return Err(StudioError::UnderWay {
                what: format!("the run {run}"),
            }
            .into());
        }
        let (connector, address) = self.target_of(&record)?;
        let look = undo::look(&record, connector.as_ref(), &address, &self.run_folder(run))
            .await
            .map_err(told)?;
        let order = UndoOrder {
            run: run.to_owned(),
            journal: self.journal().clone(),
            connector,
            address,
            folder: self.run_folder(run),
            even_if_changed,
        };
        let begun = record.brief.phase == RunPhase::RollBack;
        let refused = !record.brief.can_undo(false)
            || !look.whole
            || (look.changed_since == Some(true) && !even_if_changed && !begun);
        if refused {
            // Asked all the same: the engine's refusal says what is wrong.
            return undo::undo(order)
                .await
                .map_err(told)
                .map(|_| ())
                .and(self.run_state(run).await);
        }
        let mut first = run::state(self.journal(), &self.run_folder(run), run)
            .await
            .map_err(told)?;
        (first.status, first.phase, first.problem) = (Status::Running, RunPhase::RollBack, None);
        let about =
            crate::runs::About::of_run(&record.brief, target, environment, "Rolled back the run");
        self.carry(
            about,
            drydock_engine::Control::default(),
            first,
            |state| async move {
                let undone = undo::undo(order).await.map(drop).map_err(told);
                drop(state);
                undone
            },
        )
        .await
    }

    async fn point(&self, record: &RunRecord, undo: &Undo) -> Result<UndoPoint> {
        let brief = &record.brief;
        let (connector, address) = self.target_of(record)?;
        let folder = self.run_folder(&brief.run);
        let look = undo::look(record, connector.as_ref(), &address, &folder)
            .await
            .map_err(told)?;
        let saved = Connections::load(self.home())?;
        let projects = Projects::load(self.home())?;
        let project = projects.by_plan(Path::new(&brief.project));
        Ok(UndoPoint {
            run: brief.run.clone(),
            project: project.map_or_else(|| brief.plan_name.clone(), |p| p.name.clone()),
            target: target_name(&saved, &brief.target),
            undo: undo.clone(),
            status: brief.status(self.is_under_way(&brief.run)),
            changed_since: look.changed_since == Some(true),
            whole: look.whole,
        })
    }

    pub(crate) fn target_of(&self, record: &RunRecord) -> Result<(Arc<dyn Connector>, Address)> {
        let address = Address::parse(&record.brief.target, Path::new("/"))
            .map_err(|_| StudioError::BadStore(record.brief.target.clone()))?;
        Ok((self.kinds().of(&address.kind)?, address))
    }
}

/// Rows now, as the target is; rows after, as it was when the run was planned: exactly what is kept. Where the store is
/// not put back as a whole, those tables only that are.
fn tables(now: &Catalog, before: &Catalog, only: Option<&[String]>) -> Vec<UndoTable> {
    let names: BTreeSet<&str> = now
        .tables()
        .chain(before.tables())
        .map(|d| d.name.as_str())
        .filter(|name| only.is_none_or(|some| some.iter().any(|s| s == name)))
        .collect();
    let rows = |catalog: &Catalog, name: &str| catalog.dataset(name).and_then(|d| d.rows);
    names
        .into_iter()
        .map(|table| UndoTable {
            table: table.to_owned(),
            rows_now: rows(now, table),
            rows_after: rows(before, table),
        })
        .collect()
}
