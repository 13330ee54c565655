//! Plan files: read, checked, changed by edits that can be taken back, and saved after each one. What a person wrote
//! around the plan (comments, order) stays.

use crate::error::{Result, StudioError, told};
use crate::home::{read, write_whole};
use drydock_engine::edit;
use drydock_model::Plan;
use drydock_model::finding::PlanEdit;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Far enough back for anyone, and bounded.
const STEPS: usize = 200;

#[derive(Debug, Clone)]
pub struct PlanFile {
    pub path: PathBuf,
    pub text: String,
    pub plan: Plan,
}

impl PlanFile {
    pub fn read(path: &Path) -> Result<PlanFile> {
        let Some(text) = read(path)? else {
            let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(StudioError::reading(path, cause).into());
        };
        let plan = Plan::parse(&text).map_err(told)?;
        Ok(PlanFile {
            path: path.to_owned(),
            text,
            plan,
        })
    }

    /// Addresses in the plan are relative to this.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }
}

/// The edits of each plan that can be taken back or made again, for as long as Drydock is open.
#[derive(Default)]
pub struct Histories(Mutex<HashMap<PathBuf, History>>);

#[derive(Default)]
struct History {
    undo: Vec<String>,
    redo: Vec<String>,
    /// What was written last: anything else on disk comes from another program, and old steps do not lead there.
    written: String,
}

impl Histories {
    pub fn can(&self, file: &PlanFile) -> (bool, bool) {
        self.with(file, |h| (!h.undo.is_empty(), !h.redo.is_empty()))
    }

    pub fn edit(&self, file: &PlanFile, change: &PlanEdit) -> Result<PlanFile> {
        let plan = edit::apply(&file.plan, change).map_err(told)?;
        let text = edit::save_text(&file.text, &plan).map_err(told)?;
        if text == file.text {
            return Ok(file.clone());
        }
        self.step(file, text, |h, old| {
            h.undo.push(old);
            if h.undo.len() > STEPS {
                h.undo.remove(0);
            }
            h.redo.clear();
        })
    }

    pub fn undo(&self, file: &PlanFile) -> Result<PlanFile> {
        let text = self.with(file, |h| h.undo.last().cloned());
        let text = text.ok_or(StudioError::NoStep("take back"))?;
        self.step(file, text, |h, old| {
            h.undo.pop();
            h.redo.push(old);
        })
    }

    pub fn redo(&self, file: &PlanFile) -> Result<PlanFile> {
        let text = self.with(file, |h| h.redo.last().cloned());
        let text = text.ok_or(StudioError::NoStep("make again"))?;
        self.step(file, text, |h, old| {
            h.redo.pop();
            h.undo.push(old);
        })
    }

    /// Writes the text, and notes the step only when it is written.
    fn step(
        &self,
        file: &PlanFile,
        text: String,
        note: impl FnOnce(&mut History, String),
    ) -> Result<PlanFile> {
        let plan = Plan::parse(&text).map_err(told)?;
        if read(&file.path)?.as_deref() != Some(&file.text) {
            return Err(StudioError::PlanMoved.into());
        }
        write_whole(&file.path, &text)?;
        self.with(file, |h| {
            note(h, file.text.clone());
            h.written.clone_from(&text);
        });
        Ok(PlanFile {
            path: file.path.clone(),
            text,
            plan,
        })
    }

    fn with<T>(&self, file: &PlanFile, work: impl FnOnce(&mut History) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let history = all.entry(file.path.clone()).or_default();
        if history.written != file.text {
            *history = History {
                written: file.text.clone(),
                ..History::default()
            };
        }
        work(history)
    }
}
