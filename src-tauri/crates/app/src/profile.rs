//! What really is in a field: every value of it is read.

use crate::error::{Result, told};
use crate::studio::Studio;
use drydock_engine::{SourceEnd, profile};
use drydock_model::profile::FieldProfile;

impl Studio {
    /// `from` is `source.dataset`. Asking for another field ends the profile before; so does a cancel.
    pub async fn field_profile(
        &self,
        project: &str,
        from: &str,
        field: &str,
    ) -> Result<FieldProfile> {
        let opened = self.opened(project)?;
        let mut ends = self.ends(&opened.file)?;
        let gone = || {
            told(profile::ProfileError::NoField(
                from.to_owned(),
                field.to_owned(),
            ))
        };
        let (source, dataset) = from.split_once('.').ok_or_else(gone)?;
        let end = ends.sources.remove(source).ok_or_else(gone)?;
        let (key, control) = (opened.key(), self.live().begin_profile());
        let opened = SourceEnd::open(end.connector, end.address)
            .await
            .map_err(told)?;
        let dataset = opened.catalog.dataset(dataset).ok_or_else(gone)?;
        let wanted = [field.to_owned()];
        let profiled =
            profile::profile(opened.source.as_ref(), source, dataset, &wanted, &control).await;
        let found = profiled.map_err(told)?.fields.pop().ok_or_else(gone)?;
        self.live().note_profiled(&key, from, field);
        Ok(found)
    }

    pub fn field_profile_cancel(&self) {
        self.live().end_profile();
    }
}
