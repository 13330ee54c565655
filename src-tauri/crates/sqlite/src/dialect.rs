//! SQLite's names, types and statements without a connection, so that what it will do can be shown beforehand.

mod ask;
mod entries;
pub(crate) mod form;
pub(crate) mod landed;
mod trigger;
pub(crate) mod types;

use drydock_connector::{Answers, Cell, Dialect, Entries, Fault, Landed, Stays};
use drydock_model::{As, Dataset, Design, Fidelity, Field, Index, Logical, Object, Statement};

pub(crate) use types::{logical, native_as};

#[derive(Debug, Clone, Copy, Default)]
pub struct SqliteDialect;

impl Dialect for SqliteDialect {
    fn logical(&self, native: &str) -> Logical {
        logical(native)
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

    fn stays(&self, dataset: &Dataset, field: &Field) -> Option<Stays> {
        landed::stays(dataset, field)
    }

    fn as_type(&self, wanted: As) -> Logical {
        types::as_type(wanted)
    }

    fn entries(
        &self,
        dataset: &Dataset,
        index: &Index,
        fields: &[String],
    ) -> Option<Box<dyn Entries>> {
        Some(Box::new(entries::IndexEntries::of(dataset, index, fields)?))
    }

    fn answers(&self, trigger: &Object) -> Option<Answers> {
        trigger::answers(&trigger.sql)
    }
}
