//! One file, one set of names: SQLite keeps tables, views and indexes in one and tells no upper from lower case.
//!
//! Tables are named by the plan; a clash there is a fault. Two sources may well have an index of the same name, about
//! which nobody cares: the second one gets the name of its source behind, so that the old name can be read off.

use super::unsupported;
use drydock_connector::Fault;
use drydock_model::{Design, ObjectKind, Role, WriteMode};
use std::collections::{HashMap, HashSet};

pub(super) struct Names {
    /// What is there or will be, in lower case, and what it is.
    taken: HashMap<String, &'static str>,
    /// Table of the design and index in the source: its name in the target, where that is another one.
    indexes: HashMap<(usize, String), String>,
}

impl Names {
    pub fn of(design: &Design) -> Names {
        let mut names = Names {
            taken: HashMap::new(),
            indexes: HashMap::new(),
        };
        for dataset in &design.before.datasets {
            names.take(&dataset.name, "a table");
            for index in &dataset.indexes {
                names.take(&index.name, "an index");
            }
        }
        for object in design
            .before
            .objects
            .iter()
            .filter(|o| o.kind == ObjectKind::View)
        {
            names.take(&object.name, "a view");
        }
        let created = || {
            design
                .tables
                .iter()
                .enumerate()
                .filter(|(_, t)| t.write == WriteMode::Create)
        };
        let mut reserved: HashSet<String> = created().map(|(_, t)| lower(&t.to)).collect();
        reserved.extend(
            design
                .objects
                .iter()
                .filter(|(_, o)| o.kind == ObjectKind::View)
                .map(|(_, o)| lower(&o.name)),
        );
        for (i, table) in created() {
            for index in table.from.indexes.iter().filter(|i| i.sql.is_some()) {
                let is_free = |name: &str| {
                    !names.taken.contains_key(&lower(name)) && !reserved.contains(&lower(name))
                };
                let name = free_name(&index.name, &table.source, is_free);
                names.take(&name, "an index");
                if name != index.name {
                    names.indexes.insert((i, index.name.clone()), name);
                }
            }
        }
        names
    }

    pub fn index<'a>(&'a self, table: usize, index: &'a str) -> &'a str {
        self.indexes
            .get(&(table, index.to_owned()))
            .map_or(index, String::as_str)
    }

    /// Gives the name away, or says what has it.
    pub fn give(&mut self, name: &str, what: &'static str, whose: &str) -> Result<(), Fault> {
        if name
            .get(..7)
            .is_some_and(|n| n.eq_ignore_ascii_case("sqlite_"))
        {
            return Err(unsupported(
                name,
                "names that begin with sqlite_ are kept for SQLite itself",
            ));
        }
        match self.taken.get(&lower(name)) {
            Some(other) => Err(unsupported(
                name,
                format!(
                    "the target has or gets {other} of this name, and {what} of {whose} would get it too"
                ),
            )),
            None => {
                self.take(name, what);
                Ok(())
            }
        }
    }

    pub fn has_table(&self, name: &str) -> bool {
        self.taken
            .get(&lower(name))
            .is_some_and(|what| *what != "an index")
    }

    fn take(&mut self, name: &str, what: &'static str) {
        self.taken.insert(lower(name), what);
    }
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn free_name(name: &str, source: &str, is_free: impl Fn(&str) -> bool) -> String {
    if is_free(name) {
        return name.to_owned();
    }
    let of_source = format!("{name}__{source}");
    if is_free(&of_source) {
        return of_source;
    }
    (2..)
        .map(|n| format!("{of_source}_{n}"))
        .find(|n| is_free(n))
        .unwrap_or(of_source)
}

/// Tables that come into being with a virtual table.
pub(super) fn parts(role: &Role) -> &[String] {
    match role {
        Role::Virtual { parts, .. } => parts,
        _ => &[],
    }
}
