//! One value that owns itself: the bounds of a slice, a row in a difference. Rows on their way travel as cells in a
//! batch (crate `connector`); this is for the few values that must be kept.

use crate::Shown;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "t", content = "v", rename_all = "snake_case")]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    /// The bits of a 64-bit float: NaN payloads and -0.0 stay what they are.
    Float(u64),
    /// Digits as written, scale kept.
    Decimal(String),
    Text(String),
    /// Text whose bytes are not valid UTF-8.
    BrokenText(Vec<u8>),
    Bytes(Vec<u8>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Nanoseconds since midnight.
    Time(i64),
    /// A wall clock without a zone.
    Timestamp {
        seconds: i64,
        nanos: u32,
    },
    /// An instant.
    Instant {
        seconds: i64,
        nanos: u32,
    },
    Uuid([u8; 16]),
    Json(String),
    Opaque(Vec<u8>),
}

impl Value {
    /// For people: exact for short values, cut with a mark for long ones.
    pub fn shown(&self) -> Shown {
        Shown::of(self)
    }
}
