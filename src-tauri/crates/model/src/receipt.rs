//! What landed for a slice: how many rows, and a digest of every value in them. It is written in the target in the
//! same transaction as the rows, so a crash between the two cannot happen.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The sum modulo 2^128 of the 128-bit hashes of rows. A sum, not an XOR: pairs of equal rows must not cancel.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Digest(pub u128);

impl Digest {
    pub fn add(&mut self, row: u128) {
        self.0 = self.0.wrapping_add(row);
    }

    pub fn plus(self, other: Digest) -> Digest {
        Digest(self.0.wrapping_add(other.0))
    }

    pub fn minus(self, other: Digest) -> Digest {
        Digest(self.0.wrapping_sub(other.0))
    }

    pub fn parse(hex: &str) -> Option<Digest> {
        u128::from_str_radix(hex, 16).ok().map(Digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(d)?;
        Digest::parse(&hex).ok_or_else(|| serde::de::Error::custom("not a digest"))
    }
}

/// Rows read = rows written + left behind + filtered out. If that sum fails, the run fails.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub run: String,
    pub plan: String,
    /// The lane (one dataset's part of the plan) and the slice in it.
    pub lane: u32,
    pub slice: u32,
    pub rows_read: u64,
    pub rows_written: u64,
    pub left_behind: u64,
    pub filtered: u64,
    /// Values that were changed as the plan accepts, in the rows written.
    pub changed: u64,
    pub bytes: u64,
    pub digest: Digest,
}

impl Receipt {
    /// Takes in what another part of the same slice came to.
    pub fn add(&mut self, part: &Receipt) {
        self.rows_read += part.rows_read;
        self.rows_written += part.rows_written;
        self.left_behind += part.left_behind;
        self.filtered += part.filtered;
        self.changed += part.changed;
        self.bytes += part.bytes;
        self.digest = self.digest.plus(part.digest);
    }

    pub fn balances(&self) -> bool {
        self.rows_read == self.rows_written + self.left_behind + self.filtered
    }
}
