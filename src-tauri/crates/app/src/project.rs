//! Projects as a person knows them: opened, made from what was found, renamed, pinned, taken off the list.

use crate::bare::plan_for;
use crate::connections::{Connections, End};
use crate::error::{Result, StudioError};
use crate::home::{make_folder, write_whole};
use crate::look::{PLAN_FILE, for_people};
use crate::marks::Ask;
use crate::plans::PlanFile;
use crate::projects::{Project, Projects};
use crate::stops;
use crate::studio::{Opened, Studio, key};
use crate::views::{
    Attention, Environment, NewProject, NewTarget, NextStep, ProjectCard, ProjectView, Route,
    Screen, Tone,
};
use crate::words::{at, count, now};
use drydock_connector::Address;
use drydock_engine::propose;
use drydock_model::Problem;
use drydock_model::finding::PlanEdit;
use std::path::{Component, Path};

impl Studio {
    /// Pinned first, then by when they were opened. Stores are not opened for this: names are there at once.
    pub async fn projects(&self) -> Result<Vec<ProjectCard>> {
        let projects = Projects::load(self.home())?;
        let mut cards = Vec::new();
        for project in projects.in_order() {
            cards.push(self.card(project).await?);
        }
        Ok(cards)
    }

    pub async fn project_open(&self, id: &str) -> Result<ProjectView> {
        let opened = self.opened(id)?;
        Projects::change(self.home(), |all| {
            if let Ok(project) = all.get_mut(id) {
                project.opened_at = now();
                project.name.clone_from(&opened.file.plan.name);
            }
            Ok(())
        })?;
        self.project_view(&opened).await
    }

    /// Takes it off the list. The plan and everything else stays where it is.
    pub async fn project_forget(&self, id: &str) -> Result<()> {
        let project = Projects::load(self.home())?.get(id)?.clone();
        self.refuse_runs_of(&key(&project.plan)).await?;
        Projects::change(self.home(), |all| all.forget(id).map(drop))?;
        self.note("Took a project off the list", project.name).await;
        Ok(())
    }

    pub async fn project_pin(&self, id: &str, pinned: bool) -> Result<()> {
        Projects::change(self.home(), |all| {
            all.get_mut(id)?.pinned = pinned;
            Ok(())
        })
    }

    pub async fn project_rename(&self, id: &str, name: &str) -> Result<ProjectView> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
            let why = "a name has 1 to 120 letters, in one line".into();
            return Err(StudioError::BadName {
                name: name.to_owned(),
                why,
            }
            .into());
        }
        self.plan_edit(
            id,
            PlanEdit::RenamePlan {
                name: name.to_owned(),
            },
        )
        .await?;
        self.project_open(id).await
    }

    /// From found stores. The plan lies in Drydock's own folder: nothing is put beside the sources.
    pub async fn project_create(&self, project: NewProject) -> Result<ProjectView> {
        if project.sources.is_empty() && project.saved_sources.is_empty() {
            return Err(StudioError::NoSources.into());
        }
        let name = match project.name.trim() {
            "" => "New migration".to_owned(),
            name => name.to_owned(),
        };
        let id = Projects::load(self.home())?.free_id(self.home(), &name);
        let folder = self.home().project(&id);
        make_folder(&folder)?;
        let made = self.make_plan(&name, &project, &folder).await;
        let path = folder.join(PLAN_FILE);
        let text = made.inspect_err(|_| drop_empty(&folder))?;
        write_whole(&path, &text)?;
        Projects::change(self.home(), |all| {
            all.add(&id, &name, &path, false);
            Ok(())
        })?;
        let opened = self.opened(&id)?;
        let sources = project.sources.len() + project.saved_sources.len();
        let sources = count(sources as u64, "source", "sources");
        self.note_about(&opened, "Made a project", format!("from {sources}"))
            .await;
        self.project_view(&opened).await
    }

    pub async fn project_from_plan(&self, token: &str) -> Result<ProjectView> {
        let path = self.places().plan(token)?;
        let path = path
            .canonicalize()
            .map_err(|e| StudioError::reading(path, e))?;
        let file = PlanFile::read(&path)?;
        let id = Projects::change(self.home(), |all| {
            if let Some(known) = all.by_plan(&path) {
                return Ok(known.id.clone());
            }
            let id = all.free_id(self.home(), &file.plan.name);
            all.add(&id, &file.plan.name, &path, false);
            Ok(id)
        })?;
        self.project_open(&id).await
    }

    /// The proposal as text, with its ends saved as connections.
    async fn make_plan(&self, name: &str, project: &NewProject, folder: &Path) -> Result<String> {
        let target = self.new_target(project, folder)?;
        let mut sources = Vec::new();
        for token in &project.sources {
            let (name, connector, address) = self.places().store(token)?;
            sources.push(End {
                name,
                connector,
                address,
                environment: Environment::Local,
            });
        }
        for name in &project.saved_sources {
            sources.push(self.saved_end(name)?);
        }
        // Opened before anything is saved: a source that cannot be read leaves no trace.
        let unnamed = sources
            .iter()
            .map(|end| (end.name.clone(), String::new(), end.clone()))
            .collect();
        let (mut plan, _) = plan_for(name, unnamed, String::new(), target.clone()).await?;
        let names = propose::source_names(&sources.iter().map(|end| &end.name).collect::<Vec<_>>());
        Connections::change(self.home(), |all| {
            for (source, end) in names.iter().zip(&sources) {
                if let Some(planned) = plan.sources.get_mut(source) {
                    planned.connection = all.name_for(&end.name, &end.address, end.environment);
                }
            }
            plan.target.connection =
                all.name_for(&target.name, &target.address, target.environment);
            Ok(())
        })?;
        Ok(propose::to_toml(&plan))
    }

    fn new_target(&self, project: &NewProject, folder: &Path) -> Result<End> {
        let (name, connector, address) = match &project.target {
            NewTarget::Saved { connection } => return self.saved_end(connection),
            NewTarget::Picked { token } => self.places().store(token)?,
            NewTarget::NewFile { name } => {
                let path = folder.join(file_name(name)?);
                let connector = self
                    .kinds()
                    .for_new_file(&path)
                    .ok_or_else(|| StudioError::BadStore(name.clone()))?;
                let path = match (path.extension(), connector.profile().endings.first()) {
                    (None, Some(ending)) => path.with_extension(ending),
                    _ => path,
                };
                let address = Address::file(&connector.profile().id, &path);
                let called = path.file_stem().unwrap_or_default().to_string_lossy();
                (called.into_owned(), connector, address)
            }
        };
        Ok(End {
            name,
            connector,
            address,
            environment: project.environment,
        })
    }

    async fn card(&self, project: &Project) -> Result<ProjectCard> {
        let read = PlanFile::read(&project.plan).and_then(|file| Ok((self.ends(&file)?, file)));
        let (ends, file) = match read {
            Ok(read) => read,
            Err(problem) => return Ok(unreadable(project, &problem)),
        };
        let opened = Opened {
            id: project.id.clone(),
            file,
            sample: project.sample,
        };
        let facts = self.facts(&opened, &ends, Ask::Known).await?;
        let edited = std::fs::metadata(&project.plan).and_then(|m| m.modified());
        let edited_at = edited.map_or_else(|_| project.opened_at.clone(), at);
        Ok(ProjectCard {
            id: opened.id,
            name: opened.file.plan.name.clone(),
            route: ends.route(),
            stops: stops::stops(&facts),
            next: stops::next(&facts),
            edited_at,
            last_backup_at: facts
                .run
                .as_ref()
                .and_then(|r| r.state.undo.as_ref())
                .map(|u| u.at.clone()),
            missing: false,
            sample: project.sample,
            pinned: project.pinned,
            attention: stops::attention(&facts),
        })
    }

    pub(crate) async fn project_view(&self, opened: &Opened) -> Result<ProjectView> {
        let ends = self.ends(&opened.file)?;
        // Fields are counted by looking at the stores. One that cannot be opened is told on its own screen; the frame
        // around it must stand all the same.
        if let Err(problem) = self.resolved(opened).await {
            tracing::info!(
                code = problem.code,
                "The stores of a plan could not be read."
            );
        }
        let facts = self.facts(opened, &ends, Ask::Quick).await?;
        let points = self.count_undo_points(&opened.key()).await?;
        let run = match &facts.run {
            Some(run) => Some(self.line(&run.state.run).await?),
            None => None,
        };
        Ok(ProjectView {
            id: opened.id.clone(),
            name: opened.file.plan.name.clone(),
            plan_file: for_people(&opened.file.path),
            route: ends.route(),
            environment: ends.environment(),
            stops: stops::stops(&facts),
            counters: stops::counters(&facts, points),
            next: stops::next(&facts),
            undo: facts
                .run
                .as_ref()
                .and_then(|r| r.state.undo.clone())
                .filter(|_| points > 0),
            run,
            sample: opened.sample,
        })
    }
}

/// A project whose plan cannot be read: where it was, and why not.
fn unreadable(project: &Project, problem: &Problem) -> ProjectCard {
    let missing = !project.plan.is_file();
    let (reason, label) = match missing {
        true => ("The folder is not where it was".to_owned(), "Find it"),
        false => (problem.what.clone(), "See why"),
    };
    let attention = Attention {
        tone: if missing { Tone::Warn } else { Tone::Bad },
        title: reason.clone(),
        text: if missing {
            for_people(&project.plan)
        } else {
            problem.why.clone()
        },
        screen: Screen::Projects,
        action: label.into(),
    };
    ProjectCard {
        id: project.id.clone(),
        name: project.name.clone(),
        route: Route {
            sources: Vec::new(),
            target: None,
        },
        stops: Vec::new(),
        next: NextStep {
            reason,
            label: label.into(),
            screen: Screen::Projects,
        },
        edited_at: project.opened_at.clone(),
        last_backup_at: None,
        missing,
        sample: project.sample,
        pinned: project.pinned,
        attention: vec![attention],
    }
}

/// A name for a new file in the project's own folder: one part, so that it cannot lead elsewhere.
fn file_name(name: &str) -> Result<&str> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(only)), None)
            if only.to_str() == Some(name) && name != PLAN_FILE =>
        {
            Ok(name)
        }
        _ => {
            let why = "a file name is one word without slashes".into();
            Err(StudioError::BadName {
                name: name.to_owned(),
                why,
            }
            .into())
        }
    }
}

/// A project that could not be made leaves no folder. Only an empty one goes.
fn drop_empty(folder: &Path) {
    if let Err(error) = std::fs::remove_dir(folder) {
        tracing::debug!(%error, "The folder of a project that was not made stays.");
    }
}
