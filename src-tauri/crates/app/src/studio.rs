//! One value per process that both shells speak to. Each subject's use-cases are in a file of their own; what they
//! share is here: where things lie, which stores are known, and how a plan's ends are found.

use crate::connections::{Connections, End, Kept, Tests};
use crate::connectors::{Kinds, connectors};
use crate::error::{Result, StudioError, told};
use crate::home::Home;
use crate::live::Live;
use crate::look::{Places, for_people};
use crate::map::Seen;
use crate::marks::MarkBook;
use crate::passwords::Passwords;
use crate::plans::{Histories, PlanFile};
use crate::projects::Projects;
use crate::secrets::Secrets;
use crate::views::{Environment, Keychain, Route, RouteEnd, StudioInfo};
use drydock_engine::Stores;
use drydock_engine::journal::Journal;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Begins the id of a plan that is not in the list of projects, as the command line opens it.
const LOOSE: &str = "at:";

#[derive(Clone)]
pub struct Studio {
    inner: Arc<Inner>,
}

struct Inner {
    home: Home,
    kinds: Kinds,
    secrets: Secrets,
    passwords: Passwords,
    places: Places,
    kept: Kept,
    tests: Tests,
    histories: Histories,
    journal: Journal,
    seen: Seen,
    marks: MarkBook,
    live: Live,
}

/// A project, or any plan file, with its plan as it is now.
pub(crate) struct Opened {
    pub id: String,
    pub file: PlanFile,
    pub sample: bool,
}

/// The ends of a plan, found but not opened.
pub(crate) struct Ends {
    pub sources: BTreeMap<String, End>,
    pub target: End,
}

impl Studio {
    pub async fn open(home: PathBuf) -> Result<Studio> {
        Studio::with(home, Secrets::of_this_system()).await
    }

    pub(crate) async fn with(home: PathBuf, secrets: Secrets) -> Result<Studio> {
        let home = Home::make(home)?;
        let passwords = Passwords::new(home.clone(), secrets.clone());
        let kinds = Kinds::new(connectors(Arc::new(passwords.clone())));
        let journal = Journal::open(&home.journal()).await.map_err(told)?;
        Ok(Studio {
            inner: Arc::new(Inner {
                home,
                kinds,
                secrets,
                passwords,
                places: Places::default(),
                kept: Kept::default(),
                tests: Tests::default(),
                histories: Histories::default(),
                journal,
                seen: Seen::default(),
                marks: MarkBook::default(),
                live: Live::default(),
            }),
        })
    }

    pub async fn studio_info(&self) -> Result<StudioInfo> {
        Ok(StudioInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            home: for_people(self.home().root()),
            keychain: self.secrets().state().await,
            stores: self.kinds().profiles(),
            person: person(),
        })
    }

    /// Writes, reads and removes an entry; a locked keychain asks the person to unlock it.
    pub async fn keychain_test(&self) -> Result<Keychain> {
        Ok(self.secrets().test().await)
    }

    pub fn home(&self) -> &Home {
        &self.inner.home
    }

    pub(crate) fn kinds(&self) -> &Kinds {
        &self.inner.kinds
    }

    pub(crate) fn secrets(&self) -> &Secrets {
        &self.inner.secrets
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    pub(crate) fn places(&self) -> &Places {
        &self.inner.places
    }

    pub(crate) fn kept(&self) -> &Kept {
        &self.inner.kept
    }

    /// Of connections, as long as Drydock is open.
    pub(crate) fn tests(&self) -> &Tests {
        &self.inner.tests
    }

    pub(crate) fn histories(&self) -> &Histories {
        &self.inner.histories
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    pub(crate) fn seen(&self) -> &Seen {
        &self.inner.seen
    }

    pub(crate) fn marks(&self) -> &MarkBook {
        &self.inner.marks
    }

    /// What this process carries out now.
    pub(crate) fn live(&self) -> &Live {
        &self.inner.live
    }

    /// The id by which use-cases know the plan at this path: its project's, or one that stands for the path.
    pub fn plan_at(&self, path: &Path) -> Result<String> {
        let path = path
            .canonicalize()
            .map_err(|e| StudioError::reading(path, e))?;
        let projects = Projects::load(self.home())?;
        Ok(match projects.by_plan(&path) {
            Some(project) => project.id.clone(),
            None => format!("{LOOSE}{}", path.display()),
        })
    }

    /// By what the journal knows a project: its plan file, so that both shells mean the same one.
    pub(crate) fn key(&self, id: &str) -> Result<String> {
        match id.strip_prefix(LOOSE) {
            Some(path) => Ok(path.to_owned()),
            None => Ok(key(&Projects::load(self.home())?.get(id)?.plan)),
        }
    }

    pub(crate) fn opened(&self, id: &str) -> Result<Opened> {
        if let Some(path) = id.strip_prefix(LOOSE) {
            let file = PlanFile::read(Path::new(path))?;
            return Ok(Opened {
                id: id.to_owned(),
                file,
                sample: false,
            });
        }
        let projects = Projects::load(self.home())?;
        let project = projects.get(id)?;
        if !project.plan.is_file() {
            return Err(StudioError::ProjectMoved {
                name: project.name.clone(),
                plan: project.plan.clone(),
            }
            .into());
        }
        let file = PlanFile::read(&project.plan)?;
        Ok(Opened {
            id: id.to_owned(),
            file,
            sample: project.sample,
        })
    }

    pub(crate) fn ends(&self, file: &PlanFile) -> Result<Ends> {
        let saved = Connections::load(self.home())?;
        let end = |text: &str| saved.end(self.kinds(), text, file.folder());
        let mut sources = BTreeMap::new();
        for (name, source) in &file.plan.sources {
            sources.insert(name.clone(), end(&source.connection)?);
        }
        Ok(Ends {
            sources,
            target: end(&file.plan.target.connection)?,
        })
    }

    pub(crate) async fn stores(&self, ends: &Ends) -> Result<Stores> {
        let sources = ends
            .sources
            .iter()
            .map(|(name, end)| (name.clone(), end.connector.clone(), end.address.clone()))
            .collect();
        let target = (ends.target.connector.clone(), ends.target.address.clone());
        Stores::open(sources, target).await.map_err(told)
    }
}

impl Opened {
    pub fn key(&self) -> String {
        key(&self.file.path)
    }
}

pub(crate) fn key(plan: &Path) -> String {
    plan.to_string_lossy().into_owned()
}

impl Ends {
    pub fn environment(&self) -> Environment {
        self.target.environment
    }

    pub fn route(&self) -> Route {
        let end = |end: &End| RouteEnd {
            kind: end.connector.profile().id,
            name: end.name.clone(),
            environment: end.environment,
        };
        Route {
            sources: self.sources.values().map(end).collect(),
            target: Some(end(&self.target)),
        }
    }

    pub fn addresses(&self) -> Vec<String> {
        let all = self.sources.values().chain([&self.target]);
        all.map(|end| end.address.to_string()).collect()
    }

    pub fn count(&self) -> u32 {
        self.sources.len() as u32 + 1
    }

    /// Names of ends that are not where the plan says. A target that is a file is made by the run; its folder is not.
    pub fn missing(&self) -> Vec<String> {
        let is_file = |end: &End| end.connector.profile().is_file;
        let sources = self
            .sources
            .values()
            .filter(|end| is_file(end) && !end.address.path().exists());
        let folder = |end: &&End| end.address.path().parent().is_some_and(Path::is_dir);
        let target = Some(&self.target).filter(|end| is_file(end) && !folder(end));
        sources.chain(target).map(|end| end.name.clone()).collect()
    }
}

/// Who is at this computer, as activity and reports name them.
pub(crate) fn person() -> String {
    let full = whoami::realname()
        .ok()
        .filter(|name| !name.trim().is_empty());
    full.or_else(|| whoami::username().ok())
        .unwrap_or_else(|| "someone".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const CANARY: &str = "canary-9d1f-in-the-coal-mine";

    fn holds_canary(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                found.extend(holds_canary(&path));
            } else if fs::read(&path)
                .unwrap()
                .windows(CANARY.len())
                .any(|w| w == CANARY.as_bytes())
            {
                found.push(path);
            }
        }
        found
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_password_is_in_the_keychain_and_in_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = Secrets::for_tests();
        let home = folder.path().join("home");
        let studio = Studio::with(home, secrets).await.unwrap();
        let project = studio.sample_open().await.unwrap();
        studio
            .secrets()
            .put("harbour", CANARY.into())
            .await
            .unwrap();
        let mut seen = studio.rehearse_start(&project.id).await.unwrap();
        while seen.changed().await.is_ok() {}
        studio.connections(Some(&project.id)).await.unwrap();
        assert_eq!(
            studio.secrets().get("harbour").await.unwrap().as_deref(),
            Some(CANARY)
        );
        assert_eq!(holds_canary(folder.path()), Vec::<PathBuf>::new());
    }
}
