//! What this process carries out now: runs, dry runs, proofs and profiles, each with the means to stop it and its state
//! for whoever looks. Work goes on when nobody does.

use crate::views::{RehearsalView, RunView, ValidateView};
use drydock_engine::Control;
use drydock_model::Problem;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Work that goes on, by what it is about.
pub struct Desk<V>(Arc<Mutex<HashMap<String, Work<V>>>>);

pub struct Work<V> {
    pub control: Control,
    pub view: watch::Receiver<V>,
    /// The plan file that it carries out.
    pub key: String,
}

impl<V> Clone for Work<V> {
    fn clone(&self) -> Work<V> {
        Work {
            control: self.control.clone(),
            view: self.view.clone(),
            key: self.key.clone(),
        }
    }
}

impl<V> Default for Desk<V> {
    fn default() -> Desk<V> {
        Desk(Arc::default())
    }
}

impl<V> Desk<V> {
    /// None when there is such work already.
    pub fn begin(&self, about: &str, work: Work<V>) -> Option<Busy<V>> {
        let mut all = lock(&self.0);
        if all.contains_key(about) {
            return None;
        }
        all.insert(about.to_owned(), work);
        Some(Busy {
            about: about.to_owned(),
            desk: Desk(self.0.clone()),
        })
    }

    pub fn get(&self, about: &str) -> Option<Work<V>> {
        lock(&self.0).get(about).cloned()
    }

    pub fn all(&self) -> Vec<(String, Work<V>)> {
        lock(&self.0)
            .iter()
            .map(|(about, work)| (about.clone(), work.clone()))
            .collect()
    }
}

/// The work is on the desk for as long as this lives, however it ends.
pub struct Busy<V> {
    about: String,
    desk: Desk<V>,
}

impl<V> Drop for Busy<V> {
    fn drop(&mut self) {
        lock(&self.desk.0).remove(&self.about);
    }
}

#[derive(Default)]
pub struct Live {
    /// By run.
    pub runs: Desk<RunView>,
    /// By plan file.
    pub rehearsals: Desk<RehearsalView>,
    /// By run, or by plan file.
    pub proofs: Desk<ValidateView>,
    profile: Mutex<Option<Control>>,
    /// Why runs ended whose end the journal could not take.
    unnoted: Mutex<HashMap<String, Problem>>,
    /// Fields that were looked at since Drydock was opened: plan file, `source.dataset`, field.
    profiled: Mutex<HashSet<(String, String, String)>>,
}

impl Live {
    /// One profile at a time: asking for the next one ends the one before.
    pub fn begin_profile(&self) -> Control {
        let control = Control::default();
        if let Some(earlier) = lock(&self.profile).replace(control.clone()) {
            earlier.stop();
        }
        control
    }

    /// None where the journal took the end.
    pub fn set_unnoted(&self, run: &str, problem: Option<Problem>) {
        let mut all = lock(&self.unnoted);
        match problem {
            Some(problem) => all.insert(run.to_owned(), problem),
            None => all.remove(run),
        };
    }

    pub fn unnoted(&self, run: &str) -> Option<Problem> {
        lock(&self.unnoted).get(run).cloned()
    }

    pub fn note_profiled(&self, key: &str, from: &str, field: &str) {
        let seen = (key.to_owned(), from.to_owned(), field.to_owned());
        lock(&self.profiled).insert(seen);
    }

    pub fn was_profiled(&self, key: &str, from: &str, field: &str) -> bool {
        let seen = (key.to_owned(), from.to_owned(), field.to_owned());
        lock(&self.profiled).contains(&seen)
    }

    pub fn end_profile(&self) {
        if let Some(control) = lock(&self.profile).take() {
            control.stop();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing here is left half-changed by a panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
