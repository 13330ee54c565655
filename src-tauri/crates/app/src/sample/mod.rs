//! The sample project "Harbour chat": two small files with planted problems and a target that holds one too, made on this
//! computer, to practise on. All three are SQLite; a part of it in JSON comes with the connector for JSON.

mod found;
mod make;
mod planted;
#[cfg(test)]
mod tests;

pub use planted::{PLANTED, Shows};

use crate::connections::Connections;
use crate::error::{Result, StudioError, told};
use crate::home::{make_folder, write_whole};
use crate::look::PLAN_FILE;
use crate::projects::Projects;
use crate::studio::{Studio, key};
use crate::views::{Environment, ProjectView};
use drydock_connector::Address;
use std::path::Path;

const NAME: &str = "Harbour chat";
const PLAN: &str = include_str!("plan.toml");

impl Studio {
    /// Makes the sample, or opens the one that is there.
    pub async fn sample_open(&self) -> Result<ProjectView> {
        let known = Projects::load(self.home())?
            .sample()
            .filter(|p| p.plan.is_file())
            .map(|p| p.id.clone());
        match known {
            Some(id) => self.project_open(&id).await,
            None => self.sample_make().await,
        }
    }

    /// Starts again: the old sample goes with all that came of it, runs and undo points of it included.
    pub async fn sample_reset(&self) -> Result<ProjectView> {
        let old = Projects::load(self.home())?.sample().cloned();
        if let Some(old) = old {
            self.refuse_runs_of(&key(&old.plan)).await?;
            self.drop_sample(&old.id, &old.plan).await?;
        }
        self.sample_make().await
    }

    async fn sample_make(&self) -> Result<ProjectView> {
        let id = self.fresh_sample_id().await?;
        let folder = self.home().project(&id);
        make_folder(&folder)?;
        let at = folder.clone();
        tokio::task::spawn_blocking(move || {
            make::harbour(&at.join("harbour.sqlite"))
                .and_then(|()| make::memory(&at.join("memory.sqlite")))
                .and_then(|()| make::unified(&at.join("harbour-unified.sqlite")))
        })
        .await
        .map_err(|e| StudioError::Lost(e.to_string()))?
        .map_err(|e| StudioError::writing(&folder, std::io::Error::other(e)))?;
        let plan = Connections::change(self.home(), |all| {
            let mut name = |file: &str, wanted: &str| {
                // The connector that reads the files tells the kind; here they are written by hand.
                let address = Address::file(make::KIND, &folder.join(file));
                all.name_for(wanted, &address, Environment::Local)
            };
            Ok(PLAN
                .replace("@harbour@", &name("harbour.sqlite", "harbour"))
                .replace("@memory@", &name("memory.sqlite", "harbour-memory"))
                .replace(
                    "@target@",
                    &name("harbour-unified.sqlite", "harbour-unified"),
                ))
        })?;
        let path = folder.join(PLAN_FILE);
        write_whole(&path, &plan)?;
        Projects::change(self.home(), |all| {
            all.add(&id, NAME, &path, true);
            Ok(())
        })?;
        self.project_open(&id).await
    }

    /// An id whose plan file no run, no dry run and no look at a field ever knew, so that nothing of an earlier sample shows up in this one.
    async fn fresh_sample_id(&self) -> Result<String> {
        let projects = Projects::load(self.home())?;
        let mut n = 1;
        loop {
            let name = if n == 1 {
                NAME.to_owned()
            } else {
                format!("{NAME} {n}")
            };
            let id = projects.free_id(self.home(), &name);
            let key = key(&self.home().project(&id).join(PLAN_FILE));
            let runs = self.journal().runs(Some(&key)).await.map_err(told)?;
            let reports = self.journal().rehearsals(&key).await.map_err(told)?;
            let looked_at = PLANTED.iter().any(|planted| {
                matches!(planted.shows, Shows::Profile { from, field }
                    if self.live().was_profiled(&key, from, field))
            });
            if runs.is_empty() && reports.is_empty() && !looked_at {
                return Ok(id);
            }
            n += 1;
        }
    }

    async fn drop_sample(&self, id: &str, plan: &Path) -> Result<()> {
        Projects::change(self.home(), |all| all.forget(id).map(drop))?;
        let Some(folder) = plan.parent() else {
            return Ok(());
        };
        for brief in self.journal().runs(Some(&key(plan))).await.map_err(told)? {
            if brief.can_undo(false) {
                // Rolled back rather than forgotten: no undo point is left that leads nowhere.
                self.settle(&brief.run).await;
            }
            remove(&self.run_folder(&brief.run))?;
        }
        // Only what was made here is removed.
        if folder.parent() == Some(&self.home().root().join("projects")) {
            remove(folder)?;
        }
        let inside = format!("{}:{}", make::KIND, folder.display());
        Connections::change(self.home(), |all| {
            all.forget_below(&inside);
            Ok(())
        })
    }
}

impl Studio {
    async fn settle(&self, run: &str) {
        let rolled_back = match self.undo_start(run, None, true).await {
            Ok(_) => match self.run_watch(run).await {
                Ok(mut seen) => {
                    while seen.changed().await.is_ok() {}
                    Ok(())
                }
                Err(problem) => Err(problem),
            },
            Err(problem) => Err(problem),
        };
        if let Err(problem) = rolled_back {
            tracing::warn!(
                run,
                code = problem.code,
                "A run of the sample could not be rolled back."
            );
        }
    }
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(StudioError::writing(folder, e).into())
        }
        _ => Ok(()),
    }
}
