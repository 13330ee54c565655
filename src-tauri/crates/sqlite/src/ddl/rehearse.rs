//! The statements carried out on an empty copy of the target's schema: what would fail at the end of a run, after all
//! rows were loaded, is a fault before it.

use super::scratch::Scratch;
use crate::fault::At;
use drydock_connector::Fault;
use drydock_model::{Catalog, Phase, Role, Statement};

pub(super) fn all(before: &Catalog, statements: &[Statement]) -> Result<(), Fault> {
    let scratch = Scratch::empty()?;
    let tables = || {
        before
            .datasets
            .iter()
            .filter(|d| matches!(d.role, Role::Table))
    };
    let modules = before
        .datasets
        .iter()
        .filter(|d| matches!(d.role, Role::Virtual { .. }));
    let indexes = tables()
        .flat_map(|d| &d.indexes)
        .filter_map(|i| i.sql.as_deref());
    let schema = tables()
        .chain(modules)
        .filter_map(|d| d.sql.as_deref())
        .chain(indexes)
        .chain(before.objects.iter().map(|o| o.sql.as_str()));
    let mut whole = true;
    for sql in schema {
        // A target may need modules or functions that only its own program has.
        whole &= scratch.execute(sql, []).is_ok();
    }
    for statement in statements {
        let of_its_own = matches!(statement.phase, Phase::Tables | Phase::Indexes)
            && statement.sql.starts_with("CREATE");
        match scratch.execute(&statement.sql, []).at(&statement.object) {
            Err(fault) if whole || of_its_own => return Err(fault),
            _ => {}
        }
    }
    Ok(())
}
