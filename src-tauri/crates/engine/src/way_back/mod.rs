//! The way back into a store that cannot be put back as a whole: the rows of the tables that a run writes to are kept
//! beforehand. Going back takes the run's statements back, the last one first, and makes those rows what they were.
//!
//! Nothing here knows a store: rows travel as cells, and statements come from the plan. All of it can be begun again
//! after it was cut off anywhere.

mod difference;
mod error;
mod keep;
mod put_back;
mod rows;

pub(crate) use error::WayBackError;
pub(crate) use keep::keep;
pub(crate) use put_back::PutBack;

use crate::Resolved;
use crate::run::sync_folder;
use drydock_model::{Digest, WriteMode};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io;
use std::path::Path;

/// The tables that are kept, as JSON below the undo folder.
const LIST: &str = "tables.json";

/// A table that the run writes to and that was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptTable {
    dataset: String,
    /// Fields in the order of the cells; generated ones are not among them.
    fields: Vec<String>,
    /// Names the rows; empty where nothing does.
    key: Vec<String>,
    rows: u64,
    digest: Digest,
    /// Where the rows are, below the undo folder.
    file: String,
}

impl KeptTable {
    fn key_at(&self) -> Vec<usize> {
        let place = |key: &String| self.fields.iter().position(|f| f == key);
        self.key.iter().filter_map(place).collect()
    }
}

/// On disk, with its name and those of the files that it lists. Gives the list's checksum.
fn write_list(tables: &[KeptTable], folder: &Path) -> io::Result<String> {
    let list = folder.join(LIST);
    let text = serde_json::to_vec_pretty(tables)?;
    std::fs::write(&list, &text)?;
    File::open(&list)?.sync_all()?;
    sync_folder(&list)?;
    Ok(blake3::hash(&text).to_hex().to_string())
}

/// All tables that a run writes to, each once, in run order.
pub(crate) fn written(resolved: &Resolved) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for lane in &resolved.lanes {
        if !names.contains(&lane.target.name) {
            names.push(lane.target.name.clone());
        }
    }
    names
}

/// Whether the run makes the table, so that going back removes it.
fn is_made(resolved: &Resolved, name: &str) -> bool {
    let mut lanes = resolved.lanes.iter().filter(|l| l.target.name == name);
    lanes.any(|l| l.write == WriteMode::Create)
}
