//! A source's whole schema in memory, where SQLite itself carries renames and drops through tables, indexes, views and
//! triggers. Nobody rewrites SQL better than the one who will read it.

use super::words::words;
use super::{quote, unsupported};
use crate::fault::At;
use drydock_connector::Fault;
use drydock_model::{Catalog, Dataset, Index, Object, ObjectKind, Role};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;

pub(super) struct Scratch {
    pub db: Connection,
    /// Tables and objects that the plan wants to arrive, in lower case; others may go.
    wanted: HashSet<String>,
    /// Every name that some change touches, in lower case.
    touched: HashSet<String>,
    /// What SQLite could not carry along and need not: it stays as it was written.
    aside: RefCell<Vec<Object>>,
    objects: RefCell<Vec<Object>>,
    /// All that never worked is aside; what fails from now on fails by what was changed.
    works: Cell<bool>,
}

impl Scratch {
    pub fn empty() -> Result<Connection, Fault> {
        let db = Connection::open_in_memory().at("schema")?;
        for (option, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false),
            (DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false),
        ] {
            db.set_db_config(option, on).at("schema")?;
        }
        db.execute_batch("PRAGMA foreign_keys = OFF").at("schema")?;
        Ok(db)
    }

    pub fn of(
        catalog: &Catalog,
        wanted: HashSet<String>,
        touched: HashSet<String>,
    ) -> Result<Scratch, Fault> {
        let scratch = Scratch {
            db: Scratch::empty()?,
            wanted,
            touched,
            aside: RefCell::default(),
            objects: RefCell::new(catalog.objects.clone()),
            works: Cell::new(false),
        };
        let plain = |d: &&Dataset| matches!(d.role, Role::Table);
        let module = |d: &&Dataset| matches!(d.role, Role::Virtual { .. });
        let tables = catalog.datasets.iter();
        for dataset in tables
            .clone()
            .filter(plain)
            .chain(tables.clone().filter(module))
        {
            scratch.create(&dataset.name, dataset.sql.as_deref())?;
        }
        for dataset in tables.filter(plain) {
            for index in &dataset.indexes {
                // With the table that it belongs to, which is what the plan names.
                scratch.create(&dataset.name, index.sql.as_deref())?;
            }
        }
        for kind in [ObjectKind::View, ObjectKind::Trigger] {
            for object in catalog.objects.iter().filter(|o| o.kind == kind) {
                scratch.create(&object.name, Some(&object.sql))?;
            }
        }
        scratch.still_works()?;
        scratch.works.set(true);
        Ok(scratch)
    }

    /// What cannot be made here could not be made in the target either; only what is wanted is worth a fault.
    fn create(&self, name: &str, sql: Option<&str>) -> Result<(), Fault> {
        let Some(sql) = sql else {
            return Ok(());
        };
        match self.db.execute(sql, []).at(name) {
            Err(fault) if self.is_wanted(name) => Err(fault),
            _ => Ok(()),
        }
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.wanted.contains(&name.to_ascii_lowercase())
    }

    /// Carries out a change to a table. Views and triggers that never worked would stop it: they are put aside where the
    /// plan's changes do not concern them, and stay as they are. One that stops working is a fault.
    pub fn alter(&self, table: &str, sql: &str) -> Result<(), Fault> {
        loop {
            let Err(fault) = self.db.execute(sql, []).at(table) else {
                return Ok(());
            };
            let Some(object) = self.blamed(&fault.message) else {
                return Err(fault);
            };
            let by_change = self.works.get() || self.concerns(&object);
            if self.is_wanted(&object.name) && by_change {
                return Err(unsupported(
                    &object.name,
                    format!(
                        "a change of {table} cannot be carried into it: {}",
                        fault.message
                    ),
                ));
            }
            self.put_aside(object)?;
        }
    }

    /// Whether views and triggers still find what they speak of. SQLite looks through the whole schema whenever a field of
    /// any table is renamed.
    pub fn still_works(&self) -> Result<(), Fault> {
        self.alter("its tables", "CREATE TABLE _drydock_probe (a)")?;
        self.alter(
            "its tables",
            "ALTER TABLE _drydock_probe RENAME COLUMN a TO b",
        )?;
        self.alter("its tables", "DROP TABLE _drydock_probe")
    }

    /// The view or trigger that SQLite names as the culprit, the longest name first as names may begin alike.
    fn blamed(&self, message: &str) -> Option<Object> {
        let objects = self.objects.borrow();
        objects
            .iter()
            .filter(|o| {
                let start = format!("error in {} {}", word(o.kind), o.name);
                message
                    .strip_prefix(&start)
                    .is_some_and(|rest| rest.starts_with([':', ' ']))
            })
            .max_by_key(|o| o.name.len())
            .cloned()
    }

    fn concerns(&self, object: &Object) -> bool {
        words(&object.sql).any(|w| self.touched.contains(&w.name().to_ascii_lowercase()))
    }

    fn put_aside(&self, object: Object) -> Result<(), Fault> {
        let sql = format!("DROP {} {}", word(object.kind), quote(&object.name));
        self.db.execute(&sql, []).at(&object.name)?;
        self.objects
            .borrow_mut()
            .retain(|o| (o.kind, &o.name) != (object.kind, &object.name));
        self.aside.borrow_mut().push(object);
        Ok(())
    }

    /// Puts another table of the same name in the place of one, with the indexes given, and its triggers.
    pub fn replace(&self, old: &Dataset, sql: &str, indexes: &[&Index]) -> Result<(), Fault> {
        self.db
            .execute(&format!("DROP TABLE {}", quote(&old.name)), [])
            .at(&old.name)?;
        self.db.execute(sql, []).at(&old.name)?;
        for index in indexes.iter().filter_map(|i| i.sql.as_deref()) {
            self.db.execute(index, []).at(&old.name)?;
        }
        let triggers: Vec<Object> = self
            .objects
            .borrow()
            .iter()
            .filter(|o| o.on.as_deref() == Some(&old.name))
            .cloned()
            .collect();
        for trigger in triggers {
            self.create(&trigger.name, Some(&trigger.sql))?;
        }
        Ok(())
    }

    /// What has the name now, as `table`; names of triggers are apart.
    pub fn kind_of(&self, name: &str) -> Result<Option<String>, Fault> {
        self.db
            .prepare_cached(
                "SELECT type FROM sqlite_schema WHERE type <> 'trigger' AND name = ?1 COLLATE NOCASE",
            )
            .and_then(|mut s| s.query_row([name], |r| r.get(0)).optional())
            .at(name)
    }

    /// The schema as it is now, with what was put aside.
    pub fn finish(self) -> Result<Catalog, Fault> {
        let mut catalog = crate::catalog::read(&self.db, "schema")?;
        catalog.objects.extend(self.aside.into_inner());
        Ok(catalog)
    }
}

fn word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::View => "view",
        ObjectKind::Trigger => "trigger",
    }
}
