//! PostgreSQL's names, types and statements without a connection, so that what it will do can be shown beforehand.

mod landed;
pub(crate) mod types;

use drydock_connector::{Cell, Dialect, Fault, Landed};
use drydock_model::{As, Dataset, Design, Fidelity, Field, Logical, Statement};

#[derive(Debug, Clone, Copy, Default)]
pub struct PostgresDialect;

impl Dialect for PostgresDialect {
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

    fn landed(&self, dataset: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
        landed::landed(dataset, field, cell)
    }

    fn always_exact(&self, from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool {
        landed::always_exact(from, to)
    }

    fn as_type(&self, wanted: As) -> Logical {
        types::as_type(wanted)
    }
}
