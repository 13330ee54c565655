//! Declared types of MySQL and the types that all stores have in common.

use super::kind::Kind;
use drydock_model::{As, Fidelity, Logical};

/// The server's most digits, and of these behind the point.
const MOST_DIGITS: u32 = 65;
const MOST_SCALE: u32 = 30;

pub(crate) fn logical(native: &str) -> Logical {
    match Kind::of(native) {
        Kind::Int { least, most } => Logical::Int {
            bits: bits(least, most),
            unsigned: least == 0,
        },
        Kind::Bit(_) => Logical::Int {
            bits: 64,
            unsigned: true,
        },
        Kind::Year => Logical::Int {
            bits: 16,
            unsigned: true,
        },
        Kind::Float(_) => Logical::Float { bits: 32 },
        Kind::Double(_) => Logical::FLOAT64,
        Kind::Decimal {
            precision, scale, ..
        } => Logical::Decimal {
            precision: Some(precision),
            scale: Some(scale as i32),
        },
        Kind::Text { chars, .. } => Logical::Text { max: chars },
        // Their lists stand in the native words; their values are texts.
        Kind::Enum(_) | Kind::Set(_) => Logical::TEXT,
        Kind::Bytes { most, .. } => Logical::Bytes {
            max: u32::try_from(most).ok().filter(|m| *m <= 0xffff),
        },
        Kind::Date => Logical::Date,
        Kind::Time(_) => Logical::Time,
        Kind::DateTime(_) => Logical::Timestamp { zone: false },
        Kind::Stamp(_) => Logical::Timestamp { zone: true },
        Kind::Json => Logical::Json,
        Kind::Uuid => Logical::Uuid,
        Kind::Inet4 | Kind::Inet6 | Kind::Geometry | Kind::Other => Logical::Opaque {
            native: native.to_owned(),
        },
    }
}

fn bits(least: i64, most: u64) -> u8 {
    match most.saturating_add(least.unsigned_abs()) {
        0..=0xff => 8,
        0x100..=0xffff => 16,
        // Three bytes fit into four.
        0x1_0000..=0xffff_ffff => 32,
        _ => 64,
    }
}

pub(crate) fn native(logical: &Logical) -> (String, Fidelity) {
    let exact = |name: &str| (name.to_owned(), Fidelity::Exact);
    let lossy = |name: &str, loses: &str| {
        let loses = loses.to_owned();
        (name.to_owned(), Fidelity::Lossy { loses })
    };
    match logical {
        Logical::Any => lossy("longtext", "numbers become their digits"),
        Logical::Bool => exact("tinyint(1)"),
        Logical::Int { bits, unsigned } => {
            let name = match bits {
                0..=8 => "tinyint",
                9..=16 => "smallint",
                17..=32 => "int",
                _ => "bigint",
            };
            exact(&format!(
                "{name}{}",
                if *unsigned { " unsigned" } else { "" }
            ))
        }
        Logical::Float { bits } => lossy(
            if *bits <= 32 { "float" } else { "double" },
            "NaN and infinities are not taken, and -0.0 becomes 0.0",
        ),
        Logical::Decimal {
            precision: Some(p),
            scale,
        } if *p <= MOST_DIGITS && (0..=MOST_SCALE.min(*p) as i32).contains(&scale.unwrap_or(0)) => {
            exact(&format!("decimal({p},{})", scale.unwrap_or(0)))
        }
        Logical::Decimal { .. } => lossy(
            "decimal(65,30)",
            "every number gets 30 digits behind the point, and has room for 35 before it",
        ),
        Logical::Text { max: Some(max) } if *max <= 16_383 => exact(&format!("varchar({max})")),
        Logical::Text { .. } => exact("longtext"),
        Logical::Bytes { max: Some(max) } if *max <= 0xffff => exact(&format!("varbinary({max})")),
        Logical::Bytes { .. } => exact("longblob"),
        Logical::Date => exact("date"),
        Logical::Time => exact("time(6)"),
        Logical::Timestamp { zone: false } => exact("datetime(6)"),
        Logical::Timestamp { zone: true } => lossy(
            "timestamp(6)",
            "instants before 1970 and after January 2038 are not taken",
        ),
        Logical::Uuid => exact("uuid"),
        Logical::Json => exact("json"),
        Logical::Array { .. } => lossy("longtext", "a list becomes its text"),
        Logical::Opaque { .. } => lossy("longtext", "the value becomes its text"),
    }
}

/// How values are kept that the plan asks to be of a type: truth as 0 and 1.
pub(crate) fn as_type(wanted: As) -> Logical {
    match wanted {
        As::Text => Logical::TEXT,
        As::Integer => Logical::INT64,
        As::Boolean => Logical::Int {
            bits: 8,
            unsigned: false,
        },
        As::Real => Logical::FLOAT64,
        As::Bytes => Logical::BYTES,
        As::Json => Logical::Json,
        As::Uuid => Logical::Uuid,
    }
}

/// The declared type of a field that the plan asks to be of a type.
pub(crate) fn native_as(wanted: As) -> String {
    match wanted {
        As::Boolean => "tinyint(1)".into(),
        other => native(&as_type(other)).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_go_out_as_what_they_hold() {
        let int = |bits, unsigned| Logical::Int { bits, unsigned };
        for (native, expected) in [
            ("tinyint(1)", int(8, false)),
            ("tinyint(3) unsigned", int(8, true)),
            ("smallint(6)", int(16, false)),
            ("mediumint(9)", int(32, false)),
            ("int(10) unsigned", int(32, true)),
            ("bigint(20)", Logical::INT64),
            ("bigint(20) unsigned", int(64, true)),
            ("bit(1)", int(64, true)),
            ("float", Logical::Float { bits: 32 }),
            ("varchar(20)", Logical::Text { max: Some(20) }),
            ("longtext", Logical::TEXT),
            ("binary(16)", Logical::Bytes { max: Some(16) }),
            ("longblob", Logical::BYTES),
            ("datetime(3)", Logical::Timestamp { zone: false }),
            ("timestamp", Logical::Timestamp { zone: true }),
            ("enum('a')", Logical::TEXT),
        ] {
            assert_eq!(logical(native), expected, "{native}");
        }
        assert!(matches!(logical("point"), Logical::Opaque { .. }));
    }

    #[test]
    fn what_goes_out_exactly_comes_in_again_as_itself() {
        for native_type in [
            "tinyint",
            "smallint unsigned",
            "int",
            "bigint unsigned",
            "decimal(10,2)",
            "varchar(20)",
            "longtext",
            "varbinary(16)",
            "longblob",
            "date",
            "json",
            "uuid",
        ] {
            let (again, fidelity) = native(&logical(native_type));
            assert_eq!((again.as_str(), fidelity), (native_type, Fidelity::Exact));
        }
    }
}
