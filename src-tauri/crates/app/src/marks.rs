//! Marks of stores for screens. A store's own mark is exact but may cost a reading of the whole file; screens ask often,
//! so a mark is kept as long as the file's length and time of change are the same. Before a run it is always asked anew.

use crate::connections::End;
use crate::studio::Ends;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// How sure the answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Only what is known already: no file is read for it.
    Known,
    /// Read when the file looks changed.
    Quick,
    /// Read in any case.
    Fresh,
}

/// What the file system says of a file and of what databases keep beside it.
type Stamp = Vec<Option<(u64, SystemTime)>>;

/// An end under the name that reports of dry runs use, with its mark; none where that is not known.
pub type Marks = Vec<(String, Option<String>)>;

#[derive(Default)]
pub struct MarkBook(Mutex<HashMap<String, (Stamp, String)>>);

impl MarkBook {
    /// `source:NAME` for each source and `target`. A target that is not there has an empty mark.
    pub async fn of(&self, ends: &Ends, ask: Ask) -> Marks {
        let mut marks = Vec::new();
        for (name, end) in &ends.sources {
            marks.push((format!("source:{name}"), self.mark(end, ask, false).await));
        }
        marks.push(("target".into(), self.mark(&ends.target, ask, true).await));
        marks
    }

    async fn mark(&self, end: &End, ask: Ask, is_target: bool) -> Option<String> {
        let key = end.address.to_string();
        let stamp = end
            .connector
            .profile()
            .is_file
            .then(|| stamp(&end.address.path()));
        if let (Some(stamp), true) = (&stamp, ask != Ask::Fresh)
            && let Some((seen, mark)) = self.book().get(&key)
            && seen == stamp
        {
            return Some(mark.clone());
        }
        if ask == Ask::Known {
            return None;
        }
        let mark = match (end.connector.rewind(), is_target) {
            (Some(rewind), true) => rewind.mark(&end.address).await.ok()?.unwrap_or_default(),
            (None, true) => String::new(),
            (_, false) => end
                .connector
                .open_source(&end.address)
                .await
                .ok()?
                .mark()
                .await
                .ok()?,
        };
        if let Some(stamp) = stamp {
            self.book().insert(key, (stamp, mark.clone()));
        }
        Some(mark)
    }

    fn book(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Stamp, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stamp(path: &Path) -> Stamp {
    ["", "-wal", "-journal"]
        .map(|ending| {
            let mut beside = path.as_os_str().to_owned();
            beside.push(ending);
            let meta = std::fs::metadata(PathBuf::from(beside)).ok()?;
            Some((meta.len(), meta.modified().ok()?))
        })
        .into()
}
