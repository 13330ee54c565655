//! What goes over from the source: names under their new form, defaults that mean the same here.

use super::{fitting, quote, string};
use crate::catalog::Server;
use crate::dialect::kind::Kind;
use drydock_model::{Key, TableDesign};

/// New names of one table's fields, and whether a text speaks of what has another name or is gone.
pub(super) struct Renames<'a> {
    wanted: &'a TableDesign,
    /// Quoted names that no longer mean what they meant.
    gone: Vec<String>,
}

impl<'a> Renames<'a> {
    pub fn of(wanted: &'a TableDesign) -> Renames<'a> {
        let arrives = |name: &String| {
            wanted
                .fields
                .iter()
                .any(|(from, to, _)| from == name && from == to)
        };
        let made_again = |name: &String| {
            wanted.same_kind
                && !wanted.dropped.contains(name)
                && wanted
                    .from
                    .field(name)
                    .is_some_and(|f| f.generated.is_some())
        };
        let gone = wanted
            .from
            .fields
            .iter()
            .map(|f| &f.name)
            .filter(|name| !arrives(name) && !made_again(name))
            .map(|name| quote(name))
            .collect();
        Renames { wanted, gone }
    }

    pub fn field(&self, name: &str) -> Option<String> {
        let made_again = self
            .wanted
            .from
            .field(name)
            .filter(|f| self.wanted.same_kind && f.generated.is_some());
        self.wanted
            .fields
            .iter()
            .find(|(from, ..)| from == name)
            .map(|(_, to, _)| fitting(to))
            .or_else(|| made_again.map(|f| f.name.clone()))
    }

    pub fn fields(&self, names: &[String]) -> Option<Vec<String>> {
        names.iter().map(|n| self.field(n)).collect()
    }

    /// None where a part of it does not arrive. Its collation is its fields'.
    pub fn key(&self, key: &Key) -> Option<Key> {
        Some(Key {
            name: key.name.as_deref().map(fitting),
            fields: self.fields(&key.fields)?,
            collations: match self.wanted.same_kind {
                true => key.collations.clone(),
                false => Vec::new(),
            },
            names_rows: key.names_rows,
        })
    }

    pub fn touch(&self, text: &str) -> bool {
        self.gone.iter().any(|name| text.contains(name))
    }
}

/// A default that is a plain value and of the column's type means the same in every store; all else is in another
/// store's words (C32).
pub(super) fn default_of(default: &str, native: &str, server: Server) -> Option<String> {
    let text = default.trim();
    let upper = text.to_ascii_uppercase();
    let number = text.parse::<f64>().is_ok_and(f64::is_finite) && !text.starts_with('+');
    let inner = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\''));
    let inner = inner.filter(|t| !t.replace("''", "").contains('\''));
    // MySQL wants anything but constants of short columns in parentheses.
    let long = |sql: String| match server.mariadb {
        true => sql,
        false => format!("({sql})"),
    };
    match Kind::of(native) {
        _ if upper == "NULL" => None,
        Kind::Int { .. } | Kind::Bit(_) | Kind::Year => match upper.as_str() {
            "TRUE" => Some("1".into()),
            "FALSE" => Some("0".into()),
            _ => text.parse::<i64>().is_ok().then(|| text.to_owned()),
        },
        Kind::Float(_) | Kind::Double(_) | Kind::Decimal { .. } => number.then(|| text.to_owned()),
        Kind::DateTime(digits) | Kind::Stamp(digits) if upper == "CURRENT_TIMESTAMP" => {
            Some(format!("CURRENT_TIMESTAMP({digits})"))
        }
        Kind::Text { chars, .. } => {
            let written = string(&inner?.replace("''", "'"));
            Some(match chars {
                Some(_) => written,
                None => long(written),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c32_only_plain_values_of_the_columns_type_are_taken_over() {
        let server = Server::of("10.11.6-MariaDB");
        for (default, native, taken) in [
            ("1", "bigint", Some("1")),
            ("'1'", "bigint", None),
            ("TRUE", "tinyint(1)", Some("1")),
            ("-1.5e3", "double", Some("-1.5e3")),
            ("'it''s \\'", "varchar(9)", Some("'it''s \\\\'")),
            ("'x'", "longtext", Some("'x'")),
            ("x", "longtext", None),
            (
                "CURRENT_TIMESTAMP",
                "datetime(6)",
                Some("CURRENT_TIMESTAMP(6)"),
            ),
            ("CURRENT_TIMESTAMP", "longtext", None),
            ("nextval('x')", "bigint", None),
            ("'a' || 'b'", "longtext", None),
            ("NULL", "bigint", None),
            ("inf", "double", None),
        ] {
            assert_eq!(
                default_of(default, native, server).as_deref(),
                taken,
                "{default} in {native}"
            );
        }
        let mysql = Server::of("8.0.36");
        assert_eq!(
            default_of("'x'", "longtext", mysql).as_deref(),
            Some("('x')")
        );
    }
}
