//! What is looked at before a run is noted: what would make it wrong from the start is refused in words.

use super::{Moment, RunError, SoFar};
use crate::{Resolved, Stores, way_back};
use drydock_connector::{Address, Connector, Fault};
use drydock_model::Severity;

/// Refuses what must not begin. Reads marks only; nothing is written and no row is read.
pub async fn check(resolved: &Resolved, stores: &Stores) -> Result<(), RunError> {
    let target = &stores.target;
    for (name, end) in &stores.sources {
        let files = end.connector.profile().is_file && target.connector.profile().is_file;
        if same_store(&end.address, &target.address, files) {
            return Err(RunError::SameStore {
                source_name: name.clone(),
                target: target.address.short(),
            });
        }
    }
    let titles: Vec<String> = resolved
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Fails && !f.accepted && f.id != "nothing_to_move")
        .map(|f| f.title.clone())
        .collect();
    if !titles.is_empty() {
        return Err(RunError::Blocked { titles });
    }
    // Last: that nothing is left to move often has one of the causes above.
    if resolved.lanes.is_empty() {
        return Err(RunError::NothingToMove);
    }
    let now = target_mark(target.connector.as_ref(), &target.address).await?;
    if now != target.mark {
        return Err(RunError::TargetChanged {
            target: target.address.short(),
            moment: Moment::BeforeRun,
        });
    }
    Ok(())
}

/// The target's mark now, where this kind of store has one as a whole.
pub(crate) async fn target_mark(
    connector: &dyn Connector,
    address: &Address,
) -> Result<Option<String>, RunError> {
    match connector.rewind() {
        Some(rewind) => rewind.mark(address).await.map_err(stopped_at(address)),
        None => Ok(None),
    }
}

/// What tells whether others wrote to the result of a run: of the whole store, or of the tables that the run wrote to.
pub(crate) async fn result_mark(
    connector: &dyn Connector,
    address: &Address,
    resolved: &Resolved,
) -> Result<Option<String>, RunError> {
    if connector.rewind().is_some() {
        return target_mark(connector, address).await;
    }
    let marked = async {
        let source = connector.open_source(address).await?;
        source.mark_of(&way_back::written(resolved)).await
    };
    marked.await.map(Some).map_err(stopped_at(address))
}

fn stopped_at(address: &Address) -> impl Fn(Fault) -> RunError + '_ {
    |cause| RunError::StoppedAt {
        place: address.short(),
        so_far: SoFar {
            target: address.short(),
            ..SoFar::default()
        },
        cause: Box::new(cause),
    }
}

/// By address, and for files by what the path leads to: links are other names for the same store.
fn same_store(a: &Address, b: &Address, files: bool) -> bool {
    a == b || (files && same_file::is_same_file(a.path(), b.path()).unwrap_or(false))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_the_same_store() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&file, "x").unwrap();
        std::fs::write(&other, "x").unwrap();
        let at = |name: &str| Address::file("k", &folder.path().join(name));
        std::os::unix::fs::symlink(&file, folder.path().join("soft")).unwrap();
        std::fs::hard_link(&file, folder.path().join("hard")).unwrap();
        assert!(same_store(&at("a"), &at("soft"), true));
        assert!(same_store(&at("a"), &at("hard"), true));
        assert!(same_store(&at("a"), &at("a"), false));
        assert!(!same_store(&at("a"), &at("b"), true));
        assert!(!same_store(&at("not"), &at("there"), true));
    }
}
