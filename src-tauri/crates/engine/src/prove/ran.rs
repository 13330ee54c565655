//! What a run says of itself: its slices with their receipts, and what was in the target before.

use super::ProveError;
use crate::journal::{Journal, RowsBefore, RunRecord, SliceNote};
use crate::run::left;
use drydock_model::Digest;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

pub struct Ran {
    pub run: String,
    pub(super) lanes: BTreeMap<u32, Vec<SliceNote>>,
    pub(super) rows_before: Vec<RowsBefore>,
    pub(super) orphans_before: BTreeMap<String, u64>,
    /// The sources' marks when the run began.
    pub(super) marks: BTreeMap<String, String>,
    folder: PathBuf,
}

impl Ran {
    pub async fn of(
        journal: &Journal,
        record: &RunRecord,
        run_folder: &Path,
    ) -> Result<Ran, ProveError> {
        let run = record.brief.run.clone();
        let mut lanes = BTreeMap::new();
        for lane in &record.resolved.lanes {
            if let Some(notes) = journal.slices(&run, lane.index).await? {
                lanes.insert(lane.index, notes);
            }
        }
        let way_back = record.way_back.as_ref();
        Ok(Ran {
            run,
            lanes,
            rows_before: way_back.map(|w| w.rows_before.clone()).unwrap_or_default(),
            orphans_before: way_back
                .map(|w| w.orphans_before.clone())
                .unwrap_or_default(),
            marks: record
                .sources
                .iter()
                .map(|(name, s)| (name.clone(), s.mark.clone()))
                .collect(),
            folder: run_folder.to_owned(),
        })
    }

    /// Rows that the target refused in a slice, by digest.
    pub(super) fn refused(
        &self,
        lane: u32,
        slice: u32,
    ) -> Result<HashMap<Digest, u64>, ProveError> {
        left::refused(&self.folder, lane, slice).map_err(ProveError::LeftBehind)
    }
}
