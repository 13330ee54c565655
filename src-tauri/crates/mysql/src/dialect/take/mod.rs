//! What a column makes of a value, said before it is put there, and the very form in which it is sent. The load sends
//! what is worked out here and nothing else, so what was foretold is what happens.
//!
//! Losses by name: `affinity` (another type, the same number or digits), `round` (digits lost), `scale` (zeros behind the
//! point), `spelling`, `zone`, `trailing_spaces`, `padded`, `negative_zero`, `nan`, `form` (there is no such type; what is
//! kept says the same).

mod moment;
mod name;
mod number;
mod text;

use super::kind::Kind;
use super::{clock, json, list};
use drydock_connector::{Cell, Landed};
use drydock_model::{Field, Value};
use std::fmt::Write;

pub(crate) use name::parse_uuid;

/// A value as it is sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Wire<'a> {
    Null,
    Int(i64),
    UInt(u64),
    Float(f32),
    Double(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// What is sent and what is lost by it, or the reason why it is not taken.
pub(crate) type Taken<'a> = Result<(Wire<'a>, Option<&'static str>), &'static str>;

/// Room for values that are written anew; kept from value to value.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    text: String,
    bytes: Vec<u8>,
}

impl Scratch {
    fn write(&mut self, value: impl std::fmt::Display) -> &str {
        self.text.clear();
        // Writing to a String does not fail.
        let _ = write!(self.text, "{value}");
        &self.text
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charset {
    Utf8mb4,
    /// No character beyond U+FFFF.
    Utf8mb3,
    Latin1,
    Ascii,
    /// The server knows.
    Other,
}

/// A column, as far as it matters for values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column<'a> {
    pub kind: Kind<'a>,
    pub nullable: bool,
    charset: Charset,
}

impl<'a> Column<'a> {
    pub fn of(field: &'a Field) -> Column<'a> {
        let collation = field.collation.as_deref().unwrap_or("utf8mb4");
        let charset = match collation.split('_').next().unwrap_or_default() {
            "utf8mb4" | "uca1400" => Charset::Utf8mb4,
            "utf8mb3" | "utf8" => Charset::Utf8mb3,
            "latin1" => Charset::Latin1,
            "ascii" => Charset::Ascii,
            _ => Charset::Other,
        };
        Column {
            kind: Kind::of(&field.native),
            nullable: field.nullable,
            charset,
        }
    }
}

pub(crate) fn landed(column: &Column<'_>, cell: Cell<'_>, scratch: &mut Scratch) -> Landed {
    match take(column, cell, scratch) {
        Ok((_, None)) => Landed::Exact,
        Ok((wire, Some(loss))) => Landed::Changed {
            value: read_back(column.kind, wire),
            loss,
        },
        Err(reason) => Landed::Refused { reason },
    }
}

/// Every value that one column can hold lands in the other as it is.
pub(crate) fn always_exact(from: &Field, to: &Field) -> bool {
    let (a, b) = (Column::of(from), Column::of(to));
    let fits = match (a.kind, b.kind) {
        (Kind::Int { least, most }, Kind::Int { least: l, most: m }) => l <= least && most <= m,
        (
            Kind::Text {
                chars,
                bytes,
                fixed,
            },
            Kind::Text {
                chars: c,
                bytes: b,
                fixed: f,
            },
        ) => {
            let chars_fit = match (chars, c) {
                (_, None) => true,
                (Some(have), Some(room)) => have <= room,
                (None, Some(_)) => false,
            };
            chars_fit && bytes <= b && (fixed || !f)
        }
        (Kind::Float(a), Kind::Float(b)) | (Kind::Double(a), Kind::Double(b)) => {
            a == b || b.takes_all()
        }
        // Zeros would be filled up to another length.
        (
            Kind::Bytes { most, fixed: false },
            Kind::Bytes {
                most: m,
                fixed: false,
            },
        ) => most <= m,
        (a, b) => a == b,
    };
    let is_text = matches!(a.kind, Kind::Text { .. } | Kind::Enum(_) | Kind::Set(_));
    fits && to.generated.is_none()
        && (!is_text || a.charset == b.charset || b.charset == Charset::Utf8mb4)
        && (!from.nullable || to.nullable)
}

pub(crate) fn take<'a>(column: &Column<'_>, cell: Cell<'a>, scratch: &'a mut Scratch) -> Taken<'a> {
    if cell.is_null() {
        return match column.nullable {
            true => Ok((Wire::Null, None)),
            false => Err("not_null"),
        };
    }
    match column.kind {
        Kind::Int { least, most } => number::whole(cell, least, most),
        Kind::Bit(bits) => number::whole(cell, 0, u64::MAX >> (64 - bits.clamp(1, 64))),
        Kind::Year => match number::whole(cell, 0, 2155)? {
            (Wire::Int(1..=1900), _) => Err("out_of_range"),
            taken => Ok(taken),
        },
        Kind::Double(real) => number::double(cell, real),
        Kind::Float(real) => number::float(cell, real),
        Kind::Decimal {
            precision,
            scale,
            unsigned,
        } => number::digits(cell, (precision, scale, unsigned), scratch),
        Kind::Text {
            chars,
            bytes,
            fixed,
        } => {
            let (text, loss) = text::written(cell, scratch)?;
            text::text_of(text, loss, column.charset, (chars, bytes, fixed))
        }
        Kind::Bytes { most, fixed } => text::bytes(cell, most, fixed, scratch),
        Kind::Enum(values) => text::member(cell, |v| list::has(values, v)),
        Kind::Set(values) => text::member(cell, |v| list::is_subset(values, v)),
        Kind::Date => moment::date(cell, scratch),
        Kind::Time(digits) => moment::time(cell, digits, scratch),
        Kind::DateTime(digits) => moment::clock(cell, digits, false, scratch),
        Kind::Stamp(digits) => moment::clock(cell, digits, true, scratch),
        Kind::Json => match cell {
            Cell::Json(s) | Cell::Text(s) if !json::is_valid(s) => Err("not_json"),
            Cell::Json(s) => Ok((Wire::Text(s), None)),
            Cell::Text(s) => Ok((Wire::Text(s), Some("form"))),
            _ => Err("type_refused"),
        },
        Kind::Uuid => name::uuid(cell, scratch),
        Kind::Inet4 => name::address::<std::net::Ipv4Addr>(cell, scratch),
        Kind::Inet6 => name::address::<std::net::Ipv6Addr>(cell, scratch),
        Kind::Geometry => match cell {
            Cell::Opaque(b) => Ok((Wire::Bytes(b), None)),
            _ => Err("type_refused"),
        },
        Kind::Other => match cell {
            Cell::Opaque(b) => Ok((Wire::Bytes(b), None)),
            Cell::Text(s) => Ok((Wire::Text(s), None)),
            _ => Err("type_refused"),
        },
    }
}

/// The value as it will be read from the column.
fn read_back(kind: Kind<'_>, wire: Wire<'_>) -> Value {
    match wire {
        Wire::Null => Value::Null,
        Wire::Int(i) => Value::Int(i),
        Wire::UInt(u) => Value::Decimal(u.to_string()),
        Wire::Float(f) => Value::Float(f64::from(f).to_bits()),
        Wire::Double(f) => Value::Float(f.to_bits()),
        Wire::Bytes(b) => match kind {
            Kind::Geometry | Kind::Other => Value::Opaque(b.to_owned()),
            _ => Value::Bytes(b.to_owned()),
        },
        Wire::Text(s) => text_value(kind, s),
    }
}

fn text_value(kind: Kind<'_>, text: &str) -> Value {
    let mut out = String::new();
    match kind {
        Kind::Decimal { .. } => Value::Decimal(text.to_owned()),
        Kind::Json => Value::Json(text.to_owned()),
        Kind::Date | Kind::DateTime(_) | Kind::Stamp(_) => match clock::read(text) {
            Some(read) if kind == Kind::Date => read.fields.date_cell(&mut out).to_value(),
            Some(read) => {
                let instant = matches!(kind, Kind::Stamp(_));
                read.fields.clock_cell(instant, &mut out).to_value()
            }
            None => Value::Text(text.to_owned()),
        },
        Kind::Time(_) => match clock::read_span(text) {
            Some((span, _)) => span.cell(&mut out).to_value(),
            None => Value::Text(text.to_owned()),
        },
        Kind::Uuid => match parse_uuid(text.as_bytes()) {
            Some(uuid) => Value::Uuid(uuid),
            None => Value::Text(text.to_owned()),
        },
        _ => Value::Text(text.to_owned()),
    }
}
