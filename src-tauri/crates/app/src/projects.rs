//! The list of projects: where each one's plan lies, kept in `projects.toml`. A project is its plan file; this list only
//! remembers where it was seen last, so losing the list loses no work.

use crate::error::{Result, StudioError};
use crate::home::{Home, read, write_whole};
use crate::words::{now, slug, unused};
use drydock_model::{Explain, Problem};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub id: String,
    /// As the plan was called when it was read last; shown when the plan is gone.
    pub name: String,
    pub plan: PathBuf,
    #[serde(default)]
    pub pinned: bool,
    #[serde(default)]
    pub sample: bool,
    pub opened_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projects {
    drydock: u32,
    #[serde(default, rename = "project")]
    all: Vec<Project>,
}

impl Default for Projects {
    fn default() -> Projects {
        Projects {
            drydock: FORMAT,
            all: Vec::new(),
        }
    }
}

impl Projects {
    pub fn load(home: &Home) -> Result<Projects> {
        let path = home.projects();
        let Some(text) = read(&path)? else {
            return Ok(Projects::default());
        };
        let damaged = |why: String| -> Problem {
            StudioError::Damaged {
                path: path.clone(),
                why,
            }
            .problem()
        };
        let projects: Projects =
            toml::from_str(&text).map_err(|e| damaged(e.message().to_owned()))?;
        if projects.drydock != FORMAT {
            return Err(damaged(format!(
                "it is of format {}; this Drydock reads format {FORMAT}",
                projects.drydock
            )));
        }
        Ok(projects)
    }

    /// Changes the file under the lock; it is written only when the change went well.
    pub fn change<T>(home: &Home, change: impl FnOnce(&mut Projects) -> Result<T>) -> Result<T> {
        home.change(|| {
            let mut projects = Projects::load(home)?;
            let before = projects.clone();
            let result = change(&mut projects)?;
            if projects != before {
                let text =
                    toml::to_string(&projects).map_err(|e| StudioError::Lost(e.to_string()))?;
                write_whole(&home.projects(), &text)?;
            }
            Ok(result)
        })
    }

    /// Pinned ones first, then by when they were opened.
    pub fn in_order(&self) -> Vec<&Project> {
        let mut all: Vec<_> = self.all.iter().collect();
        all.sort_by(|a, b| {
            b.pinned
                .cmp(&a.pinned)
                .then_with(|| b.opened_at.cmp(&a.opened_at))
        });
        all
    }

    pub fn get(&self, id: &str) -> Result<&Project> {
        self.all
            .iter()
            .find(|p| p.id == id)
            .ok_or_else(|| StudioError::UnknownProject(id.to_owned()).into())
    }

    pub fn get_mut(&mut self, id: &str) -> Result<&mut Project> {
        self.all
            .iter_mut()
            .find(|p| p.id == id)
            .ok_or_else(|| StudioError::UnknownProject(id.to_owned()).into())
    }

    pub fn by_plan(&self, plan: &Path) -> Option<&Project> {
        self.all.iter().find(|p| p.plan == plan)
    }

    pub fn sample(&self) -> Option<&Project> {
        self.all.iter().find(|p| p.sample)
    }

    /// An id that no project has, and no folder of an earlier one.
    pub fn free_id(&self, home: &Home, name: &str) -> String {
        unused(&slug(name), |id| {
            self.all.iter().any(|p| p.id == id) || home.project(id).exists()
        })
    }

    pub fn add(&mut self, id: &str, name: &str, plan: &Path, sample: bool) {
        self.all.push(Project {
            id: id.to_owned(),
            name: name.to_owned(),
            plan: plan.to_owned(),
            pinned: false,
            sample,
            opened_at: now(),
        });
    }

    /// Takes it off the list. Its files stay where they are.
    pub fn forget(&mut self, id: &str) -> Result<Project> {
        let at = self
            .all
            .iter()
            .position(|p| p.id == id)
            .ok_or_else(|| StudioError::UnknownProject(id.to_owned()))?;
        Ok(self.all.remove(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_survives() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().to_owned()).unwrap();
        Projects::change(&home, |all| {
            for (name, at) in [
                ("old", "2026-01-01"),
                ("new", "2026-03-01"),
                ("pinned", "2026-02-01"),
            ] {
                all.add(name, name, Path::new("/x/plan.toml"), false);
                all.get_mut(name)?.opened_at = at.into();
            }
            all.get_mut("pinned")?.pinned = true;
            Ok(())
        })
        .unwrap();
        let all = Projects::load(&home).unwrap();
        let order: Vec<_> = all.in_order().iter().map(|p| p.id.as_str()).collect();
        assert_eq!(order, ["pinned", "new", "old"]);
        Projects::change(&home, |all| all.forget("old").map(|_| ())).unwrap();
        assert_eq!(
            Projects::load(&home).unwrap().get("old").unwrap_err().code,
            "DRY-1002"
        );
    }

    #[test]
    fn a_damaged_list_is_told_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().to_owned()).unwrap();
        for text in [
            "[[project]]\nid = ",
            "drydock = 2",
            "drydock = 1\nsurprise = true",
        ] {
            std::fs::write(home.projects(), text).unwrap();
            let problem = Projects::change(&home, |all| {
                all.add("a", "a", Path::new("/a"), false);
                Ok(())
            })
            .unwrap_err();
            assert!(problem.what.contains("projects.toml"), "{}", problem.what);
            assert_eq!(std::fs::read_to_string(home.projects()).unwrap(), text);
        }
    }

    #[test]
    fn an_id_does_not_take_over_the_folder_of_an_earlier_project() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().to_owned()).unwrap();
        let all = Projects::default();
        assert_eq!(all.free_id(&home, "Unify"), "unify");
        std::fs::create_dir_all(home.project("unify")).unwrap();
        assert_eq!(all.free_id(&home, "Unify"), "unify-2");
    }
}
