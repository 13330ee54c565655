//! The store in memory speaks the common types as they are; its statements are datasets written as JSON.

use drydock_connector::{Cell, Dialect, Fault, FaultKind, Landed};
use drydock_model::{
    As, Dataset, Design, Fidelity, Field, Key, Logical, Phase, Statement, WriteMode,
};

#[derive(Clone, Copy, Default)]
pub struct MemoryDialect;

impl Dialect for MemoryDialect {
    fn logical(&self, _: &str) -> Logical {
        Logical::Any
    }

    fn native(&self, _: &Logical) -> (String, Fidelity) {
        (String::new(), Fidelity::Exact)
    }

    fn quote(&self, name: &str) -> String {
        format!("{name:?}")
    }

    fn designed(&self, design: &Design, table: usize) -> Result<Dataset, Fault> {
        let wanted = &design.tables[table];
        if wanted.write != WriteMode::Create {
            return design.before.dataset(&wanted.to).cloned().ok_or_else(|| {
                Fault::new(
                    FaultKind::NotThere,
                    &wanted.to,
                    "no such table in the target",
                )
            });
        }
        let mut dataset = Dataset {
            name: wanted.to.clone(),
            ..Dataset::default()
        };
        for (from, to, as_type) in &wanted.fields {
            let field = wanted.from.field(from).ok_or_else(|| {
                Fault::new(FaultKind::NotThere, from, "no such field in the source")
            })?;
            dataset.fields.push(Field {
                name: to.clone(),
                logical: as_type.map_or(field.logical.clone(), |a| self.as_type(a)),
                nullable: field.nullable,
                ..field.clone()
            });
        }
        dataset.key = designed_key(wanted);
        Ok(dataset)
    }

    fn statements(&self, design: &Design) -> Result<Vec<Statement>, Fault> {
        let mut statements = Vec::new();
        for (index, table) in design.tables.iter().enumerate() {
            let dataset = self.designed(design, index)?;
            let (sql, inverse) = match table.write {
                WriteMode::Create => {
                    let json = serde_json::to_string(&dataset);
                    let json =
                        json.map_err(|e| Fault::new(FaultKind::Internal, &table.to, e.to_string()));
                    (
                        format!("create {}", json?),
                        Some(format!("drop {}", table.to)),
                    )
                }
                WriteMode::Replace => (self.emptied(&table.to), None),
                WriteMode::Append | WriteMode::Upsert => continue,
            };
            statements.push(Statement {
                ordinal: statements.len() as u32,
                phase: Phase::Tables,
                object: table.to.clone(),
                sql,
                inverse,
                labels: Vec::new(),
            });
        }
        Ok(statements)
    }

    fn emptied(&self, dataset: &str) -> String {
        format!("clear {dataset}")
    }

    fn landed(&self, _: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
        if cell.is_null() && !field.nullable {
            Landed::Refused { reason: "not_null" }
        } else {
            Landed::Exact
        }
    }

    fn always_exact(&self, from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool {
        to.1.nullable || !from.1.nullable
    }

    fn as_type(&self, wanted: As) -> Logical {
        match wanted {
            As::Text => Logical::TEXT,
            As::Integer => Logical::INT64,
            As::Real => Logical::FLOAT64,
            As::Boolean => Logical::Bool,
            As::Bytes => Logical::BYTES,
            As::Json => Logical::Json,
            As::Uuid => Logical::Uuid,
        }
    }
}

/// The key asked for, or the source's own where all of it arrives.
fn designed_key(wanted: &drydock_model::TableDesign) -> Option<Key> {
    if !wanted.key.is_empty() {
        return Some(Key {
            fields: wanted.key.clone(),
            names_rows: true,
            ..Key::default()
        });
    }
    let own = wanted.from.key.as_ref()?;
    let fields: Option<Vec<String>> = own
        .fields
        .iter()
        .map(|k| {
            wanted
                .fields
                .iter()
                .find(|(from, ..)| from == k)
                .map(|(_, to, _)| to.clone())
        })
        .collect();
    fields.map(|fields| Key {
        fields,
        ..own.clone()
    })
}
