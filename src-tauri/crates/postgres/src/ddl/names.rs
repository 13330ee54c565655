//! Names: as SQL writes them, as long as PostgreSQL keeps them, and none given twice.

use super::unsupported;
use drydock_connector::Fault;
use drydock_model::{Design, ObjectKind};
use std::collections::HashMap;

/// What PostgreSQL keeps of a name, in bytes; the rest it would cut off in silence (C27).
const LONGEST: usize = 63;

/// A name as SQL writes it, whatever is in it (C37).
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub(crate) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// As the server writes it: in quotes only where they are needed.
pub(crate) fn ident(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let bare = name.bytes().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit());
    match bare && !name.is_empty() {
        true => name.to_owned(),
        false => quote(name),
    }
}

/// The name itself where it fits; otherwise its beginning and a few letters that tell it from others that begin so.
pub(super) fn fitted(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let hash = blake3::hash(name.as_bytes()).to_hex();
    let mark = &hash[..8];
    let mut end = LONGEST - mark.len() - 1;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{mark}", &name[..end])
}

/// Tables, views, indexes and sequences of a schema share one set of names.
pub(super) struct Names(HashMap<String, &'static str>);

impl Names {
    pub fn of(design: &Design) -> Names {
        let mut taken = HashMap::new();
        for dataset in &design.before.datasets {
            taken.insert(dataset.name.clone(), "a table");
            for index in &dataset.indexes {
                taken.insert(index.name.clone(), "an index");
            }
            for key in dataset.key.iter().chain(&dataset.unique) {
                taken.extend(key.name.clone().map(|n| (n, "a key")));
            }
        }
        let views = design.before.objects.iter();
        for view in views.filter(|o| o.kind == ObjectKind::View) {
            taken.insert(view.name.clone(), "a view");
        }
        Names(taken)
    }

    pub fn is_free(&self, name: &str) -> bool {
        !self.0.contains_key(name)
    }

    pub fn take(&mut self, name: &str, what: &'static str) {
        self.0.insert(name.to_owned(), what);
    }

    /// Gives the name away, or says what has it.
    pub fn give(&mut self, name: &str, what: &'static str, whose: &str) -> Result<(), Fault> {
        match self.0.insert(name.to_owned(), what) {
            None => Ok(()),
            Some(other) => Err(unsupported(
                name,
                format!(
                    "the target has or gets {other} of this name, and {what} of {whose} would get it too"
                ),
            )),
        }
    }

    /// A free name for a key, about which nobody cares much.
    pub fn constraint(&mut self, name: &str, source: &str) -> String {
        let name = self.free(name, source);
        self.take(&name, "a key");
        name
    }

    pub fn free(&self, name: &str, source: &str) -> String {
        let first = fitted(name);
        if self.is_free(&first) {
            return first;
        }
        let of_source = format!("{name}__{source}");
        std::iter::once(fitted(&of_source))
            .chain((2..1_000).map(|n| fitted(&format!("{of_source}_{n}"))))
            .find(|n| self.is_free(n))
            .unwrap_or(of_source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c27_long_names_stay_apart() {
        let long = "é".repeat(40);
        let other = format!("{long}x");
        assert!(fitted(&long).len() <= LONGEST && fitted(&long) != fitted(&other));
        assert_eq!(fitted("short"), "short");
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
        assert_eq!(string("it's"), "'it''s'");
    }
}
