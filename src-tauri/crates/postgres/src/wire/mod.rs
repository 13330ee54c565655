//! Values in PostgreSQL's binary form, one by one: what is sent is also what is foretold, and what is read is what was
//! kept.

mod array;
pub(crate) mod clock;
mod decode;
mod encode;
pub(crate) mod json;
pub(crate) mod numeric;

pub(crate) use decode::decode;
pub(crate) use encode::{Encoder, encode};

use drydock_model::{Dataset, Field};
use numeric::Bounds;

/// How values of a field travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<'a> {
    Bool,
    Int {
        bytes: u8,
    },
    Oid,
    Float {
        bytes: u8,
    },
    Numeric(Bounds),
    Text(Room),
    /// Labels as SQL writes them, parted by commas.
    Enum(&'a str),
    Bytes,
    Date,
    Time {
        digits: u32,
    },
    Timestamp {
        digits: u32,
    },
    Instant {
        digits: u32,
    },
    Uuid,
    Json,
    Jsonb,
    /// As text in PostgreSQL's own words, each element of this type.
    Array(&'a str),
    /// As text, which only PostgreSQL itself understands.
    Spoken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Any,
    Chars(u32),
    /// `character(3)` is always three long.
    Padded(u32),
    Name,
}

/// What becomes of a value on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    Exact,
    /// Another value is sent; this is lost.
    Changed(&'static str),
    Refused(&'static str),
}

/// How a catalog tells of types that are not built in: an option of the dataset.
pub(crate) const ENUM: &str = "ENUM ";
pub(crate) const DOMAIN: &str = "DOMAIN ";

impl<'a> Form<'a> {
    pub fn of(dataset: &'a Dataset, field: &'a Field) -> Form<'a> {
        if let Some(form) = Form::built_in(&field.native) {
            return form;
        }
        for option in &dataset.options {
            let told = |kind: &str| {
                let rest = option
                    .strip_prefix(kind)?
                    .strip_prefix(field.native.as_str())?;
                rest.strip_prefix(": ")
            };
            if let Some(labels) = told(ENUM) {
                return Form::Enum(labels);
            }
            if let Some(base) = told(DOMAIN) {
                return Form::built_in(base).unwrap_or(Form::Spoken);
            }
        }
        Form::Spoken
    }

    /// By the name that `format_type` gives; none where that is not one of PostgreSQL's own simple types.
    pub fn built_in(native: &'a str) -> Option<Form<'a>> {
        if let Some(element) = native.strip_suffix("[]") {
            return Form::built_in(element).map(|_| Form::Array(element));
        }
        let (name, arguments, rest) = parts(native);
        let digits = || arguments.and_then(|a| a.parse().ok()).unwrap_or(6);
        let length = || arguments.and_then(|a| a.parse().ok());
        Some(match (name, rest) {
            ("boolean" | "bool", "") => Form::Bool,
            ("smallint" | "int2", "") => Form::Int { bytes: 2 },
            ("integer" | "int4" | "int", "") => Form::Int { bytes: 4 },
            ("bigint" | "int8", "") => Form::Int { bytes: 8 },
            ("oid", "") => Form::Oid,
            ("real" | "float4", "") => Form::Float { bytes: 4 },
            ("double precision" | "float8", "") => Form::Float { bytes: 8 },
            ("numeric" | "decimal", "") => Form::Numeric(arguments.and_then(bounds)),
            ("text", "") => Form::Text(Room::Any),
            ("character varying" | "varchar", "") => {
                Form::Text(length().map_or(Room::Any, Room::Chars))
            }
            ("character" | "char", "") => Form::Text(Room::Padded(length().unwrap_or(1))),
            ("bpchar", "") => Form::Text(length().map_or(Room::Any, Room::Padded)),
            ("name", "") => Form::Text(Room::Name),
            ("bytea", "") => Form::Bytes,
            ("date", "") => Form::Date,
            ("time", "" | "without time zone") => Form::Time { digits: digits() },
            ("timestamp", "" | "without time zone") => Form::Timestamp { digits: digits() },
            ("timestamp", "with time zone") | ("timestamptz", "") => {
                Form::Instant { digits: digits() }
            }
            ("uuid", "") => Form::Uuid,
            ("json", "") => Form::Json,
            ("jsonb", "") => Form::Jsonb,
            _ => return None,
        })
    }

    /// For who reads only: labels do not matter then.
    pub fn unlabelled(self) -> Form<'static> {
        match self {
            Form::Enum(_) => Form::Enum(""),
            Form::Bool => Form::Bool,
            Form::Int { bytes } => Form::Int { bytes },
            Form::Oid => Form::Oid,
            Form::Float { bytes } => Form::Float { bytes },
            Form::Numeric(bounds) => Form::Numeric(bounds),
            Form::Text(room) => Form::Text(room),
            Form::Bytes => Form::Bytes,
            Form::Date => Form::Date,
            Form::Time { digits } => Form::Time { digits },
            Form::Timestamp { digits } => Form::Timestamp { digits },
            Form::Instant { digits } => Form::Instant { digits },
            Form::Uuid => Form::Uuid,
            Form::Json => Form::Json,
            Form::Jsonb => Form::Jsonb,
            Form::Array(_) => Form::Array(""),
            Form::Spoken => Form::Spoken,
        }
    }

    /// Sent as text and made into its type by the server.
    pub fn is_spoken(self) -> bool {
        matches!(self, Form::Spoken | Form::Array(_))
    }
}

/// `timestamp(3) with time zone` in its three parts.
pub(crate) fn parts(native: &str) -> (&str, Option<&str>, &str) {
    if let Some((name, rest)) = native.split_once('(')
        && let Some((arguments, rest)) = rest.split_once(')')
    {
        return (name.trim(), Some(arguments), rest.trim());
    }
    for ending in ["without time zone", "with time zone"] {
        if let Some(name) = native.strip_suffix(ending) {
            return (name.trim(), None, ending);
        }
    }
    (native, None, "")
}

fn bounds(arguments: &str) -> Bounds {
    let (precision, scale) = arguments.split_once(',').unwrap_or((arguments, "0"));
    Some((precision.trim().parse().ok()?, scale.trim().parse().ok()?))
}

#[cfg(test)]
mod tests;
