//! Which planted problems have shown themselves, in a dry run, a profile or a proof.

use super::planted::{PLANTED, Planted, Shows};
use crate::error::{Result, told};
use crate::home::write_whole;
use crate::projects::Projects;
use crate::studio::{Studio, key};
use crate::views::PlantedView;
use drydock_model::Finding;
use drydock_model::proof::DatasetProof;
use std::collections::BTreeSet;
use std::path::Path;

/// Beside the plan: a problem once found stays found, though profiles are not kept.
const FOUND_FILE: &str = "found.txt";

impl Studio {
    /// The planted problems, each with whether it was found.
    pub async fn sample_problems(&self) -> Result<Vec<PlantedView>> {
        let projects = Projects::load(self.home())?;
        let Some(sample) = projects.sample() else {
            return Ok(Vec::new());
        };
        let key = key(&sample.plan);
        let findings = self.findings_of(&key).await?;
        let proved = self.datasets_proved(&key).await?;
        let shown = |planted: &Planted| match planted.shows {
            Shows::Finding(id) => findings.iter().any(|f| planted_as(f, id)),
            Shows::Profile { from, field } => self.live().was_profiled(&key, from, field),
            Shows::Proof { to } => proved.iter().any(|d| d.to == to && d.equal),
            Shows::Difference { to } => proved.iter().any(|d| d.to == to && !d.equal),
        };
        let file = sample.plan.with_file_name(FOUND_FILE);
        let before = found_before(&file);
        let mut found = before.clone();
        found.extend(PLANTED.iter().filter(|p| shown(p)).map(|p| p.id.to_owned()));
        if found != before {
            let lines: String = found.iter().map(|id| format!("{id}\n")).collect();
            write_whole(&file, &lines)?;
        }
        Ok(PLANTED
            .iter()
            .map(|planted| PlantedView {
                id: planted.id.into(),
                text: planted.text.into(),
                found: found.contains(planted.id),
            })
            .collect())
    }

    async fn findings_of(&self, key: &str) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for brief in self.journal().rehearsals(key).await.map_err(told)? {
            let report = self.journal().rehearsal(key, &brief.id).await;
            findings.extend(report.map_err(told)?.into_iter().flat_map(|r| r.findings));
        }
        Ok(findings)
    }

    async fn datasets_proved(&self, key: &str) -> Result<Vec<DatasetProof>> {
        let mut datasets = Vec::new();
        for brief in self.journal().runs(Some(key)).await.map_err(told)? {
            if brief.proved.is_some() {
                let proof = self.run_proof(&brief.run).await?;
                datasets.extend(proof.into_iter().flat_map(|p| p.datasets));
            }
        }
        Ok(datasets)
    }
}

/// Nothing where the file is not there, or no longer text: then it is found anew.
fn found_before(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// By its id, which may go on with the field that it is about.
pub(super) fn planted_as(finding: &Finding, id: &str) -> bool {
    let rest = finding.id.strip_prefix(id);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
