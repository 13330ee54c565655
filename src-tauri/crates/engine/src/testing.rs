//! What tests of this crate share: texts kept in files, stores in memory, and a second kind of store that has views,
//! indexes and names without regard to case.

use crate::{SourceEnd, Stores, TargetEnd};
use async_trait::async_trait;
use drydock_connector::{
    Address, Cell, Connector, Dialect, Fault, FaultKind, Landed, Profile, Rewind, Source, Target,
};
use drydock_model::{
    Abilities, As, Catalog, Dataset, Design, Fidelity, Field, Finding, Index, Key, Logical,
    Statement, WriteMode,
};
use drydock_testkit::Memory;
use drydock_testkit::memory::MemoryDialect;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Compares with the file, or writes it where `UPDATE_GOLDEN` is 1.
pub fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        std::fs::write(&path, text).expect("the golden file can be written");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{name} differs; look at the difference, then run again with UPDATE_GOLDEN=1\n--- now\n{text}"
    );
}

/// Findings as a person would read them, one after the other.
pub fn told(findings: &[Finding]) -> String {
    let mut text = String::new();
    for f in findings {
        text += &format!(
            "{:?} {:?} {}\n  {}\n  {}\n",
            f.severity, f.kind, f.id, f.title, f.why
        );
        if let Some(count) = f.count {
            text += &format!("  count {count} of {:?}\n", f.of);
        }
        if let Some(worst) = &f.worst {
            text += &format!("  worst {worst}\n");
        }
        for c in &f.choices {
            let star = if c.recommended { "*" } else { "-" };
            text += &format!("  {star} {} ({:?})\n", c.text, c.edit);
        }
    }
    text
}

/// A kind of store with everything that the one in memory lacks. Its statements name what is made, nothing more.
#[derive(Clone, Default)]
pub struct Kin(pub Memory);

#[async_trait]
impl Connector for Kin {
    fn profile(&self) -> Profile {
        let memory = self.0.profile();
        Profile {
            id: "kin".into(),
            abilities: Abilities {
                foreign_keys: true,
                indexes: true,
                objects: true,
                names_ignore_case: true,
                ..memory.abilities
            },
            ..memory
        }
    }

    fn dialect(&self) -> &dyn Dialect {
        &KinDialect
    }

    fn recognises(&self, _: &Path) -> bool {
        false
    }

    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault> {
        self.0.open_source(address).await
    }

    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault> {
        self.0.open_target(address).await
    }

    fn rewind(&self) -> Option<&dyn Rewind> {
        self.0.rewind()
    }
}

struct KinDialect;

impl Dialect for KinDialect {
    fn logical(&self, native: &str) -> Logical {
        MemoryDialect.logical(native)
    }

    fn native(&self, logical: &Logical) -> (String, Fidelity) {
        let lossy = |loses: &str| Fidelity::Lossy {
            loses: loses.into(),
        };
        match logical {
            Logical::Bool => (
                "INTEGER".into(),
                lossy("true and false are kept as 1 and 0"),
            ),
            _ => ("ANY".into(), Fidelity::Exact),
        }
    }

    fn quote(&self, name: &str) -> String {
        MemoryDialect.quote(name)
    }

    fn designed(&self, design: &Design, table: usize) -> Result<Dataset, Fault> {
        let wanted = &design.tables[table];
        if wanted.to.starts_with("kin_") {
            let why = "names that begin with kin_ are kept for the store itself";
            return Err(Fault::new(FaultKind::Unsupported, &wanted.to, why));
        }
        let made = design
            .tables
            .iter()
            .position(|t| t.write == WriteMode::Create && t.to == wanted.to);
        if wanted.write != WriteMode::Create && design.before.dataset(&wanted.to).is_none() {
            return self.designed(design, made.expect("a move that makes it"));
        }
        let mut dataset = MemoryDialect.designed(design, table)?;
        if wanted.write == WriteMode::Create && wanted.same_kind {
            let from = &wanted.from;
            let fields = dataset.fields.clone();
            let kept = |field: &String| fields.iter().any(|f| f.name == *field);
            dataset.indexes = from
                .indexes
                .iter()
                .filter(|i| i.parts.iter().all(|p| p.field.as_ref().is_none_or(kept)))
                .cloned()
                .collect();
            dataset.unique = from
                .unique
                .iter()
                .filter(|k| k.fields.iter().all(kept))
                .cloned()
                .collect();
            dataset.foreign_keys = from.foreign_keys.clone();
            dataset.checks = from.checks.clone();
            dataset.fields.extend(
                from.fields
                    .iter()
                    .filter(|f| f.generated.is_some())
                    .cloned(),
            );
        }
        Ok(dataset)
    }

    fn statements(&self, design: &Design) -> Result<Vec<Statement>, Fault> {
        if let Some((_, object)) = design
            .objects
            .iter()
            .find(|(_, o)| o.sql.contains("nowhere"))
        {
            return Err(Fault::new(
                FaultKind::Unsupported,
                &object.name,
                "no such table: nowhere",
            ));
        }
        MemoryDialect.statements(&Design {
            tables: design
                .tables
                .iter()
                .filter(|t| t.write == WriteMode::Create)
                .cloned()
                .collect(),
            ..design.clone()
        })
    }

    fn landed(&self, dataset: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
        MemoryDialect.landed(dataset, field, cell)
    }

    fn always_exact(&self, from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool {
        MemoryDialect.always_exact(from, to)
    }

    fn as_type(&self, wanted: As) -> Logical {
        MemoryDialect.as_type(wanted)
    }
}

/// Opens stores of one memory; a name that begins with `kin` is of that kind.
pub async fn open(memory: &Memory, sources: &[&str], target: &str) -> Stores {
    let connector = |name: &str| -> Arc<dyn Connector> {
        if name.starts_with("kin") {
            Arc::new(Kin(memory.clone()))
        } else {
            Arc::new(memory.clone())
        }
    };
    let mut opened = BTreeMap::new();
    for name in sources {
        let mut end = SourceEnd::open(connector(name), Memory::address(name))
            .await
            .expect("opens");
        end.catalog.kind = end.connector.profile().id;
        opened.insert((*name).to_owned(), end);
    }
    let mut target = TargetEnd::look(connector(target), Memory::address(target))
        .await
        .expect("opens");
    target.catalog.kind = target.connector.profile().id;
    Stores {
        sources: opened,
        target,
    }
}

/// Lets a test say what a source holds besides rows.
pub fn catalog<'a>(stores: &'a mut Stores, source: &str) -> &'a mut Catalog {
    &mut stores.sources.get_mut(source).expect("a source").catalog
}

pub fn dataset<'a>(catalog: &'a mut Catalog, name: &str) -> &'a mut Dataset {
    catalog
        .datasets
        .iter_mut()
        .find(|d| d.name == name)
        .expect("a dataset")
}

pub fn key(fields: &[&str], collations: &[&str]) -> Key {
    Key {
        name: None,
        fields: fields.iter().map(|f| (*f).to_owned()).collect(),
        collations: collations.iter().map(|c| (*c).to_owned()).collect(),
        names_rows: true,
    }
}

pub fn index(name: &str, fields: &[&str], unique: bool) -> Index {
    Index {
        name: name.to_owned(),
        unique,
        parts: fields
            .iter()
            .map(|f| drydock_model::IndexPart {
                field: Some((*f).to_owned()),
                ..Default::default()
            })
            .collect(),
        condition: None,
        sql: Some(format!("CREATE INDEX {name}")),
    }
}
