//! One value on its way, borrowed from a batch. Exact: floats travel as their bits, decimals as their digits, text that
//! is not valid Unicode as its bytes. A tag per cell, because several stores are typed per value.

use drydock_model::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// Bits of a 64-bit float.
    Float(u64),
    Decimal(&'a str),
    Text(&'a str),
    /// Text whose bytes are not valid UTF-8.
    BrokenText(&'a [u8]),
    Bytes(&'a [u8]),
    /// Days since 1970-01-01.
    Date(i32),
    /// Nanoseconds since midnight.
    Time(i64),
    /// A wall clock without a zone.
    Timestamp {
        seconds: i64,
        nanos: u32,
    },
    Instant {
        seconds: i64,
        nanos: u32,
    },
    Uuid([u8; 16]),
    Json(&'a str),
    Opaque(&'a [u8]),
}

/// What a store makes of a value that is put into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    /// It is there as it was.
    Exact,
    /// The store would keep another value; `loss` names how, as `affinity`.
    Changed { value: Value, loss: &'static str },
    /// The store would not take it; `reason` is a code, as `not_null` or `type_refused`.
    Refused { reason: &'static str },
}

impl Cell<'_> {
    pub fn is_null(&self) -> bool {
        matches!(self, Cell::Null)
    }

    pub fn kind(&self) -> &'static str {
        match self {
            Cell::Null => "null",
            Cell::Bool(_) => "bool",
            Cell::Int(_) => "int",
            Cell::Float(_) => "float",
            Cell::Decimal(_) => "decimal",
            Cell::Text(_) => "text",
            Cell::BrokenText(_) => "broken_text",
            Cell::Bytes(_) => "bytes",
            Cell::Date(_) => "date",
            Cell::Time(_) => "time",
            Cell::Timestamp { .. } => "timestamp",
            Cell::Instant { .. } => "instant",
            Cell::Uuid(_) => "uuid",
            Cell::Json(_) => "json",
            Cell::Opaque(_) => "opaque",
        }
    }

    /// Bytes that the value itself takes, for budgets and figures.
    pub fn size(&self) -> usize {
        match self {
            Cell::Null => 0,
            Cell::Bool(_) => 1,
            Cell::Date(_) => 4,
            Cell::Int(_) | Cell::Float(_) | Cell::Time(_) => 8,
            Cell::Timestamp { .. } | Cell::Instant { .. } => 12,
            Cell::Uuid(_) => 16,
            Cell::Decimal(s) | Cell::Text(s) | Cell::Json(s) => s.len(),
            Cell::BrokenText(b) | Cell::Bytes(b) | Cell::Opaque(b) => b.len(),
        }
    }

    pub fn to_value(self) -> Value {
        match self {
            Cell::Null => Value::Null,
            Cell::Bool(b) => Value::Bool(b),
            Cell::Int(i) => Value::Int(i),
            Cell::Float(bits) => Value::Float(bits),
            Cell::Decimal(d) => Value::Decimal(d.to_owned()),
            Cell::Text(t) => Value::Text(t.to_owned()),
            Cell::BrokenText(b) => Value::BrokenText(b.to_owned()),
            Cell::Bytes(b) => Value::Bytes(b.to_owned()),
            Cell::Date(d) => Value::Date(d),
            Cell::Time(n) => Value::Time(n),
            Cell::Timestamp { seconds, nanos } => Value::Timestamp { seconds, nanos },
            Cell::Instant { seconds, nanos } => Value::Instant { seconds, nanos },
            Cell::Uuid(u) => Value::Uuid(u),
            Cell::Json(j) => Value::Json(j.to_owned()),
            Cell::Opaque(b) => Value::Opaque(b.to_owned()),
        }
    }
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Cell<'a> {
        match value {
            Value::Null => Cell::Null,
            Value::Bool(b) => Cell::Bool(*b),
            Value::Int(i) => Cell::Int(*i),
            Value::Float(bits) => Cell::Float(*bits),
            Value::Decimal(d) => Cell::Decimal(d),
            Value::Text(t) => Cell::Text(t),
            Value::BrokenText(b) => Cell::BrokenText(b),
            Value::Bytes(b) => Cell::Bytes(b),
            Value::Date(d) => Cell::Date(*d),
            Value::Time(n) => Cell::Time(*n),
            Value::Timestamp { seconds, nanos } => Cell::Timestamp {
                seconds: *seconds,
                nanos: *nanos,
            },
            Value::Instant { seconds, nanos } => Cell::Instant {
                seconds: *seconds,
                nanos: *nanos,
            },
            Value::Uuid(u) => Cell::Uuid(*u),
            Value::Json(j) => Cell::Json(j),
            Value::Opaque(b) => Cell::Opaque(b),
        }
    }
}
