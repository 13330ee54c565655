//! Compare: two ends of a project side by side.

use crate::bare::compare_ends;
use crate::error::{Result, StudioError};
use crate::studio::Studio;
use crate::views::CompareView;
use crate::words::quoted;

impl Studio {
    /// `left` is how it should be, `right` how it is; names are those of the project's ends.
    pub async fn compare(&self, project: &str, left: &str, right: &str) -> Result<CompareView> {
        let opened = self.opened(project)?;
        let ends = self.ends(&opened.file)?;
        let all: Vec<_> = ends.sources.values().chain([&ends.target]).collect();
        let find = |name: &str| {
            let found = all.iter().find(|end| end.name == name);
            found.ok_or_else(|| StudioError::UnknownConnection(name.to_owned()))
        };
        let (left, right) = (find(left)?, find(right)?);
        let named = |end: &crate::connections::End| quoted(&end.address.to_string());
        Ok(CompareView {
            comparison: compare_ends(left, right).await?,
            command: format!("drydock compare {} {}", named(left), named(right)),
            ends: all.iter().map(|end| end.name.clone()).collect(),
        })
    }
}
