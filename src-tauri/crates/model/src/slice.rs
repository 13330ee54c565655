//! A range of a dataset by key: small enough to copy, retry and check on its own.
//!
//! Slices come from the key, never from physical row addresses: those move between runs, and a slice must mean the
//! same rows after a restart. A dataset without a key that names its rows is one slice.

use crate::Value;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    pub ordinal: u32,
    /// The fields that the bounds speak of, in key order; empty for a whole dataset.
    pub key: Vec<String>,
    /// Rows after this key; `None` from the beginning.
    pub after: Option<Vec<Value>>,
    /// Rows up to and with this key; `None` to the end.
    pub upto: Option<Vec<Value>>,
    /// How many rows the store counted in it when the slices were cut.
    pub rows: u64,
}

impl Slice {
    pub fn whole(rows: u64) -> Slice {
        Slice {
            ordinal: 0,
            key: Vec::new(),
            after: None,
            upto: None,
            rows,
        }
    }

    /// The same range spoken in the target's field names.
    pub fn renamed(&self, key: Vec<String>) -> Slice {
        Slice {
            key,
            ..self.clone()
        }
    }
}
