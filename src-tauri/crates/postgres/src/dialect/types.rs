//! PostgreSQL's types and the types that all stores have in common.

use crate::wire::{Form, Room};
use drydock_model::{As, Fidelity, Logical};

/// The longest text that `character varying` can be asked to hold.
const MOST_CHARS: u32 = 10_485_760;

pub(crate) fn logical(native: &str) -> Logical {
    match Form::built_in(native) {
        Some(Form::Bool) => Logical::Bool,
        Some(Form::Int { bytes }) => Logical::Int {
            bits: bytes * 8,
            unsigned: false,
        },
        Some(Form::Oid) => Logical::Int {
            bits: 32,
            unsigned: true,
        },
        Some(Form::Float { bytes }) => Logical::Float { bits: bytes * 8 },
        Some(Form::Numeric(bounds)) => Logical::Decimal {
            precision: bounds.map(|b| b.0),
            scale: bounds.map(|b| b.1),
        },
        Some(Form::Text(room)) => Logical::Text {
            max: match room {
                Room::Any => None,
                Room::Chars(n) | Room::Padded(n) => Some(n),
                Room::Name => Some(63),
            },
        },
        Some(Form::Bytes) => Logical::BYTES,
        Some(Form::Date) => Logical::Date,
        Some(Form::Time { .. }) => Logical::Time,
        Some(Form::Timestamp { .. }) => Logical::Timestamp { zone: false },
        Some(Form::Instant { .. }) => Logical::Timestamp { zone: true },
        Some(Form::Uuid) => Logical::Uuid,
        Some(Form::Json | Form::Jsonb) => Logical::Json,
        Some(Form::Array(_)) => Logical::Array {
            of: Box::new(logical(native.strip_suffix("[]").unwrap_or(native))),
        },
        Some(Form::Enum(_) | Form::Spoken) | None => Logical::Opaque {
            native: native.to_owned(),
        },
    }
}

pub(crate) fn native(logical: &Logical) -> (String, Fidelity) {
    let exact = |name: &str| (name.to_owned(), Fidelity::Exact);
    let lossy = |name: &str, loses: &str| {
        let loses = loses.to_owned();
        (name.to_owned(), Fidelity::Lossy { loses })
    };
    match logical {
        Logical::Any => lossy("text", "numbers become text, and bytes are refused"),
        Logical::Bool => exact("boolean"),
        Logical::Int { bits, unsigned } => exact(match (bits, unsigned) {
            (0..=8, _) | (9..=16, false) => "smallint",
            (9..=16, true) | (17..=32, false) => "integer",
            (17..=32, true) | (33..=64, false) => "bigint",
            (33..=64, true) => "numeric(20,0)",
            _ => "numeric",
        }),
        Logical::Float { bits: 0..=32 } => exact("real"),
        Logical::Float { .. } => exact("double precision"),
        Logical::Decimal { precision, scale } => match (precision, scale.unwrap_or(0)) {
            (Some(p @ 1..=1000), s) if (0..=*p as i32).contains(&s) => {
                exact(&format!("numeric({p},{s})"))
            }
            _ => exact("numeric"),
        },
        Logical::Text { max: Some(max) } if (1..=MOST_CHARS).contains(max) => {
            exact(&format!("character varying({max})"))
        }
        Logical::Text { .. } => exact("text"),
        Logical::Bytes { .. } => exact("bytea"),
        Logical::Date => exact("date"),
        Logical::Time => exact("time without time zone"),
        Logical::Timestamp { zone: false } => exact("timestamp without time zone"),
        Logical::Timestamp { zone: true } => exact("timestamp with time zone"),
        Logical::Uuid => exact("uuid"),
        Logical::Json => exact("json"),
        Logical::Array { of } => (format!("{}[]", native(of).0), Fidelity::Exact),
        Logical::Opaque { .. } => lossy("text", "the type itself; its values are kept as text"),
    }
}

pub(crate) fn as_type(wanted: As) -> Logical {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_is_made_means_what_was_asked_for() {
        for wanted in [
            Logical::Bool,
            Logical::INT64,
            Logical::FLOAT64,
            Logical::Float { bits: 32 },
            Logical::TEXT,
            Logical::Text { max: Some(5) },
            Logical::BYTES,
            Logical::Date,
            Logical::Time,
            Logical::Timestamp { zone: true },
            Logical::Timestamp { zone: false },
            Logical::Uuid,
            Logical::Json,
            Logical::Decimal {
                precision: Some(10),
                scale: Some(2),
            },
            Logical::Array {
                of: Box::new(Logical::INT64),
            },
        ] {
            assert_eq!(logical(&native(&wanted).0), wanted);
        }
        let unsigned = Logical::Int {
            bits: 64,
            unsigned: true,
        };
        assert_eq!(native(&unsigned).0, "numeric(20,0)");
        assert!(matches!(logical("tsvector"), Logical::Opaque { .. }));
    }
}
