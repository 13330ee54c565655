//! MySQL's names, types and statements without a connection, so that what a server will do can be shown beforehand.

pub(crate) mod clock;
pub(crate) mod decimal;
mod json;
pub(crate) mod kind;
mod list;
pub(crate) mod take;
pub(crate) mod types;

use drydock_connector::{Cell, Dialect, Fault, Landed};
use drydock_model::{As, Dataset, Design, Fidelity, Field, Logical, Statement};
use std::cell::RefCell;
use take::Scratch;

thread_local! {
    /// Asked for every value of a run: no memory of its own for each.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

#[derive(Debug, Clone, Copy, Default)]
pub struct MysqlDialect;

impl Dialect for MysqlDialect {
    fn logical(&self, native: &str) -> Logical {
        types::logical(native)
    }

    fn native(&self, logical: &Logical) -> (String, Fidelity) {
        types::native(logical)
    }

    fn quote(&self, name: &str) -> String {
        crate::ddl::quote(name)
    }

    fn designed(&self, design: &Design, table: usize) -> Result<Dataset, Fault> {
        crate::ddl::designed(design, table)
    }

    fn statements(&self, design: &Design) -> Result<Vec<Statement>, Fault> {
        crate::ddl::statements(design)
    }

    fn landed(&self, _: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
        SCRATCH.with_borrow_mut(|scratch| take::landed(&take::Column::of(field), cell, scratch))
    }

    fn always_exact(&self, from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool {
        from.0.sql.is_some() && take::always_exact(from.1, to.1)
    }

    fn as_type(&self, wanted: As) -> Logical {
        types::as_type(wanted)
    }
}
