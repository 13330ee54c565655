//! A project as the web side names it: an id from the list, and nothing that could be read as a path.
//!
//! The command line opens plans wherever they lie, and the use-cases know such a plan by an id that holds its path.
//! The window must not: paths come from dialogs and drops alone.

use serde::de::{Deserialize, Deserializer, Error};
use specta::Type;
use std::ops::Deref;

#[derive(Debug, Clone, PartialEq, Eq, Type)]
#[specta(transparent)]
pub struct ProjectId(String);

impl ProjectId {
    fn parse(text: String) -> Option<ProjectId> {
        let plain = |c: char| c.is_alphanumeric() || c == '-';
        (!text.is_empty() && text.chars().all(plain)).then_some(ProjectId(text))
    }
}

impl Deref for ProjectId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for ProjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ProjectId, D::Error> {
        let text = String::deserialize(deserializer)?;
        ProjectId::parse(text).ok_or_else(|| D::Error::custom("not the id of a project"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_be_a_path() {
        for id in ["unify-app", "größe-2", "x"] {
            assert!(ProjectId::parse(id.into()).is_some(), "{id}");
        }
        for id in ["", "at:/home/ann/plan.toml", "../x", "a/b", "C:\\x", "a.b"] {
            assert!(ProjectId::parse(id.into()).is_none(), "{id}");
        }
    }
}
