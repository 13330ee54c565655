//! The types that all stores have in common. A connector speaks its own types inside and these outside, so that work
//! adds up store by store instead of multiplying pair by pair.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Logical {
    /// Each value has a type of its own.
    Any,
    Bool,
    Int {
        bits: u8,
        unsigned: bool,
    },
    Float {
        bits: u8,
    },
    Decimal {
        precision: Option<u32>,
        scale: Option<i32>,
    },
    Text {
        max: Option<u32>,
    },
    Bytes {
        max: Option<u32>,
    },
    Date,
    Time,
    Timestamp {
        zone: bool,
    },
    Uuid,
    Json,
    Array {
        of: Box<Logical>,
    },
    /// A type that Drydock cannot name: carried as it is between stores of one kind, a finding otherwise.
    Opaque {
        native: String,
    },
}

impl Logical {
    pub const INT64: Logical = Logical::Int {
        bits: 64,
        unsigned: false,
    };
    pub const FLOAT64: Logical = Logical::Float { bits: 64 };
    pub const TEXT: Logical = Logical::Text { max: None };
    pub const BYTES: Logical = Logical::Bytes { max: None };
}

/// Whether a type of one store can hold every value of another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "fidelity", rename_all = "snake_case")]
pub enum Fidelity {
    Exact,
    Lossy { loses: String },
}
