//! What stays on this side of the window: passwords that were in a paste or a file of settings, and the paths of chosen
//! files. The window has tokens for them. All of it is gone when Drydock is closed.

use crate::error::{Result, StudioError};
use crate::look::for_people;
use crate::views::KeptFile;
use drydock_connector::Secret;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More than anyone has open at a time; the oldest go first.
const MOST: usize = 500;

#[derive(Default)]
pub struct Kept(Mutex<Vec<(String, Thing)>>);

#[derive(Clone)]
enum Thing {
    Password(Secret),
    Path(PathBuf),
}

impl Kept {
    pub fn keep_password(&self, secret: Secret) -> String {
        self.keep(Thing::Password(secret))
    }

    /// A path has one token, however often it is shown.
    pub fn keep_path(&self, path: PathBuf) -> KeptFile {
        let name = for_people(&path);
        let has = |thing: &Thing| matches!(thing, Thing::Path(kept) if *kept == path);
        let known = self.all().iter().find(|(_, thing)| has(thing)).cloned();
        let token = match known {
            Some((token, _)) => token,
            None => self.keep(Thing::Path(path)),
        };
        KeptFile { token, name }
    }

    pub fn password(&self, token: &str) -> Result<Secret> {
        match self.get(token) {
            Some(Thing::Password(secret)) => Ok(secret),
            _ => Err(StudioError::UnknownToken.into()),
        }
    }

    pub fn path(&self, file: &KeptFile) -> Result<PathBuf> {
        match self.get(&file.token) {
            Some(Thing::Path(path)) => Ok(path),
            _ => Err(StudioError::UnknownToken.into()),
        }
    }

    /// A password is given once.
    pub fn forget(&self, token: &str) {
        self.all().retain(|(kept, _)| kept != token);
    }

    fn keep(&self, thing: Thing) -> String {
        let token = uuid::Uuid::new_v4().simple().to_string();
        let mut all = self.all();
        if all.len() >= MOST {
            all.remove(0);
        }
        all.push((token.clone(), thing));
        token
    }

    fn get(&self, token: &str) -> Option<Thing> {
        let all = self.all();
        let found = all.iter().find(|(kept, _)| kept == token);
        found.map(|(_, thing)| thing.clone())
    }

    fn all(&self) -> MutexGuard<'_, Vec<(String, Thing)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
