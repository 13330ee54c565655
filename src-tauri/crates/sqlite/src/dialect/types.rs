//! Declared types of SQLite and the types that all stores have in common.
//!
//! Going out, what people meant by a declared type counts (`BOOLEAN`, `JSON`, `DATETIME`), as SQLite itself has no such
//! types. Coming in, what SQLite would do to the values counts: nothing is declared that bends what it is to hold.

use crate::affinity::Affinity;
use drydock_model::{As, Fidelity, Logical};

pub(crate) fn logical(native: &str) -> Logical {
    let upper = native.trim().to_ascii_uppercase();
    let has = |part: &str| upper.contains(part);
    let starts = |part: &str| upper.starts_with(part);
    if upper.is_empty() || upper == "ANY" {
        return Logical::Any;
    }
    if starts("BOOL") {
        return Logical::Bool;
    }
    if starts("JSON") {
        return Logical::Json;
    }
    if starts("UUID") || starts("GUID") || starts("UNIQUEIDENTIFIER") {
        return Logical::Uuid;
    }
    if starts("DATETIME") || starts("TIMESTAMP") {
        return Logical::Timestamp {
            zone: has("WITH TIME ZONE") || starts("TIMESTAMPTZ"),
        };
    }
    if starts("DATE") {
        return Logical::Date;
    }
    if starts("TIME") {
        return Logical::Time;
    }
    match Affinity::of(native) {
        // No width of an integer and no length of a text is kept to by SQLite, so none is passed on.
        Affinity::Integer => Logical::INT64,
        Affinity::Real => Logical::FLOAT64,
        Affinity::Text => Logical::TEXT,
        Affinity::Blob => Logical::BYTES,
        Affinity::Numeric if has("DECIMAL") || has("NUMERIC") || has("MONEY") => {
            let (precision, scale) = arguments(&upper);
            Logical::Decimal { precision, scale }
        }
        Affinity::Numeric => Logical::Any,
    }
}

/// The numbers in `DECIMAL(10,2)`.
fn arguments(native: &str) -> (Option<u32>, Option<i32>) {
    let Some((_, rest)) = native.split_once('(') else {
        return (None, None);
    };
    let mut numbers = rest.trim_end_matches(')').split(',').map(str::trim);
    (
        numbers.next().and_then(|n| n.parse().ok()),
        numbers.next().and_then(|n| n.parse().ok()),
    )
}

pub(crate) fn native(logical: &Logical) -> (String, Fidelity) {
    let exact = |name: &str| (name.to_owned(), Fidelity::Exact);
    match logical {
        Logical::Any => exact(""),
        Logical::Bool => exact("BOOLEAN"),
        // Beyond 2^63 - 1 there are no integers; without a type they stay the digits they come as.
        Logical::Int {
            bits,
            unsigned: true,
        } if *bits >= 64 => exact(""),
        Logical::Int { .. } => exact("INTEGER"),
        Logical::Float { .. } => (
            "REAL".into(),
            Fidelity::Lossy {
                loses: "NaN becomes NULL, and -0.0 becomes 0.0".into(),
            },
        ),
        Logical::Bytes { .. } | Logical::Opaque { .. } => exact("BLOB"),
        // As text: a column declared DECIMAL, JSON, DATE or UUID would take what looks like a number for one (C06).
        Logical::Decimal { .. } => (
            "TEXT".into(),
            Fidelity::Lossy {
                loses: "every digit is kept, but sums and comparisons need a cast".into(),
            },
        ),
        Logical::Text { .. }
        | Logical::Date
        | Logical::Time
        | Logical::Timestamp { .. }
        | Logical::Uuid
        | Logical::Json
        | Logical::Array { .. } => exact("TEXT"),
    }
}

/// How values are kept that the plan asks to be of a type: truth as 0 and 1, the rest of what SQLite lacks as text.
pub(crate) fn as_type(wanted: As) -> Logical {
    match wanted {
        As::Text | As::Json | As::Uuid => Logical::TEXT,
        As::Integer | As::Boolean => Logical::INT64,
        As::Real => Logical::FLOAT64,
        As::Bytes => Logical::BYTES,
    }
}

/// The declared type of a field that the plan asks to be of a type.
pub(crate) fn native_as(wanted: As, strict: bool) -> &'static str {
    match wanted {
        As::Text | As::Json | As::Uuid => "TEXT",
        As::Integer => "INTEGER",
        // A STRICT table knows six types, and this is not one of them.
        As::Boolean if strict => "INTEGER",
        As::Boolean => "BOOLEAN",
        As::Real => "REAL",
        As::Bytes => "BLOB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_become_what_people_meant() {
        for (declared, expected) in [
            ("", Logical::Any),
            ("ANY", Logical::Any),
            ("INT", Logical::INT64),
            ("UNSIGNED BIG INT", Logical::INT64),
            ("TINYINT(1)", Logical::INT64),
            ("VARCHAR(5)", Logical::TEXT),
            ("DOUBLE PRECISION", Logical::FLOAT64),
            ("BLOB", Logical::BYTES),
            ("boolean", Logical::Bool),
            ("JSON", Logical::Json),
            ("UUID", Logical::Uuid),
            ("DATETIME", Logical::Timestamp { zone: false }),
            (
                "TIMESTAMP WITH TIME ZONE",
                Logical::Timestamp { zone: true },
            ),
            ("DATE", Logical::Date),
            ("TIME", Logical::Time),
            ("STRING", Logical::Any),
            (
                "DECIMAL(10,2)",
                Logical::Decimal {
                    precision: Some(10),
                    scale: Some(2),
                },
            ),
            (
                "NUMERIC",
                Logical::Decimal {
                    precision: None,
                    scale: None,
                },
            ),
        ] {
            assert_eq!(logical(declared), expected, "{declared}");
        }
    }

    #[test]
    fn no_type_is_declared_that_bends_what_it_shall_hold() {
        use crate::affinity::Affinity;
        let decimal = Logical::Decimal {
            precision: Some(38),
            scale: Some(10),
        };
        for (logical, affinity) in [
            (Logical::Any, Affinity::Blob),
            (Logical::Json, Affinity::Text),
            (Logical::Uuid, Affinity::Text),
            (Logical::Date, Affinity::Text),
            (Logical::Timestamp { zone: true }, Affinity::Text),
            (Logical::INT64, Affinity::Integer),
            (Logical::BYTES, Affinity::Blob),
            (
                Logical::Int {
                    bits: 64,
                    unsigned: true,
                },
                Affinity::Blob,
            ),
        ] {
            let (declared, fidelity) = native(&logical);
            assert_eq!(Affinity::of(&declared), affinity, "{logical:?}");
            assert_eq!(fidelity, Fidelity::Exact);
        }
        // Every digit stays, and yet it is a number no more: worth a word.
        let (declared, fidelity) = native(&decimal);
        assert_eq!(Affinity::of(&declared), Affinity::Text);
        assert!(matches!(fidelity, Fidelity::Lossy { .. }));
        assert!(matches!(
            native(&Logical::FLOAT64).1,
            Fidelity::Lossy { .. }
        ));
    }
}
