//! What a person does with saved connections.

use super::saved::Saved;
use super::{Connections, End, form};
use crate::error::Result;
use crate::plans::PlanFile;
use crate::projects::Projects;
use crate::studio::Studio;
use crate::views::{ConnectionView, Environment};
use std::path::Path;

/// What the plans of all projects name, end by end.
pub(super) struct Use {
    pub end: End,
    /// The project's name and id.
    pub project: String,
    id: String,
    is_target: bool,
}

impl Studio {
    /// Those of the open project first, sources before the target; all others by name. Ends that its plan spells out as
    /// addresses are among them, with the address for a name.
    pub async fn connections(&self, project: Option<&str>) -> Result<Vec<ConnectionView>> {
        let saved = Connections::load(self.home())?;
        let uses = self.uses(&saved)?;
        let mut names: Vec<String> = saved.all().map(|(name, _)| name.clone()).collect();
        for used in uses.iter().filter(|u| Some(u.id.as_str()) == project) {
            let address = used.end.address.to_string();
            if !saved.knows(&used.end.address) && !names.contains(&address) {
                names.push(address);
            }
        }
        let mut views = Vec::new();
        for name in &names {
            views.push(self.view(&saved, &uses, name, project)?);
        }
        views.sort_by_key(|v| match v.role.as_deref() {
            Some("source") => 0,
            Some(_) => 1,
            None => 2,
        });
        Ok(views)
    }

    /// For an address that is not saved yet, a connection is saved: guards go by the place, whatever a plan calls it.
    pub async fn connection_set_environment(
        &self,
        name: &str,
        environment: Environment,
    ) -> Result<ConnectionView> {
        let end = self.saved_end(name)?;
        let stem = stem(&end);
        let name = Connections::change(self.home(), |all| {
            let name = match all.get(name) {
                Ok(_) => name.to_owned(),
                Err(_) => all.name_for(&stem, &end.address, environment),
            };
            all.set_environment(&name, environment)?;
            Ok(name)
        })?;
        if end.environment != environment {
            let (was, is) = (
                crate::gate::name(end.environment),
                crate::gate::name(environment),
            );
            self.note(
                "Changed the environment of a connection",
                format!("{name}: {was} to {is}"),
            )
            .await;
        }
        self.one(&name)
    }

    pub async fn connection_add(
        &self,
        token: &str,
        name: &str,
        environment: Environment,
    ) -> Result<ConnectionView> {
        let (_, _, address) = self.places().store(token)?;
        Connections::change(self.home(), |all| {
            all.add(name, Saved::new(&address, environment))
        })?;
        self.note("Saved a connection", name.to_owned()).await;
        self.one(name)
    }

    /// A saved connection, or an address.
    pub(crate) fn saved_end(&self, name: &str) -> Result<End> {
        Connections::load(self.home())?.end(self.kinds(), name, Path::new("/"))
    }

    pub(super) fn one(&self, name: &str) -> Result<ConnectionView> {
        let saved = Connections::load(self.home())?;
        let uses = self.uses(&saved)?;
        self.view(&saved, &uses, name, None)
    }

    fn view(
        &self,
        saved: &Connections,
        uses: &[Use],
        name: &str,
        project: Option<&str>,
    ) -> Result<ConnectionView> {
        let end = saved.end(self.kinds(), name, Path::new("/"))?;
        let profile = end.connector.profile();
        let file = std::fs::metadata(end.address.path())
            .ok()
            .filter(|_| profile.is_file);
        let used: Vec<&Use> = uses
            .iter()
            .filter(|used| used.end.address == end.address)
            .collect();
        let here = used.iter().find(|used| Some(used.id.as_str()) == project);
        let mut used_by: Vec<String> = used.iter().map(|used| used.project.clone()).collect();
        used_by.dedup();
        Ok(ConnectionView {
            name: name.to_owned(),
            kind: profile.id,
            address: end.address.to_string(),
            place: form::place(&end.address).unwrap_or_else(|| end.address.to_string()),
            environment: end.environment,
            environment_said: saved.said(&end.address).is_some(),
            role: here.map(|used| if used.is_target { "target" } else { "source" }.to_owned()),
            used_by,
            bytes: file.as_ref().map(std::fs::Metadata::len),
            there: file.is_some() || !profile.is_file,
            last_test: self.tests().last(name),
        })
    }

    /// Read from the plans themselves. One that cannot be read now holds on to nothing.
    pub(super) fn uses(&self, saved: &Connections) -> Result<Vec<Use>> {
        let mut uses = Vec::new();
        for project in Projects::load(self.home())?.in_order() {
            let Ok(file) = PlanFile::read(&project.plan) else {
                continue;
            };
            let sources = file.plan.sources.values().map(|s| (&s.connection, false));
            for (text, is_target) in sources.chain([(&file.plan.target.connection, true)]) {
                if let Ok(end) = saved.end(self.kinds(), text, file.folder()) {
                    let (project, id) = (file.plan.name.clone(), project.id.clone());
                    uses.push(Use {
                        end,
                        project,
                        id,
                        is_target,
                    });
                }
            }
        }
        Ok(uses)
    }
}

/// What a connection is called when nobody named it.
fn stem(end: &End) -> String {
    if end.address.is_server() {
        return end.name.clone();
    }
    let path = end.address.path();
    path.file_stem().map_or_else(
        || end.name.clone(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}
