//! The canonical encoding of a row, hashed to 128 bits: type tag, length, bytes; floats by bits, decimals by digits,
//! instants by instant. Both ends of the pipe use this one, so equal digests mean equal values.

use crate::{Cell, Row};
use xxhash_rust::xxh3::xxh3_128;

/// Keeps its scratch memory between rows.
#[derive(Default)]
pub struct RowHasher {
    scratch: Vec<u8>,
}

impl RowHasher {
    pub fn row(&mut self, row: Row<'_>) -> u128 {
        self.cells(row.cells())
    }

    pub fn cells<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> u128 {
        self.scratch.clear();
        for cell in cells {
            self.encode(cell);
        }
        xxh3_128(&self.scratch)
    }

    fn encode(&mut self, cell: Cell<'_>) {
        let out = &mut self.scratch;
        match cell {
            Cell::Null => out.push(0),
            Cell::Bool(b) => out.extend([1, u8::from(b)]),
            Cell::Int(i) => fixed(out, 2, &i.to_le_bytes()),
            Cell::Float(bits) => fixed(out, 3, &bits.to_le_bytes()),
            Cell::Decimal(s) => sized(out, 4, s.as_bytes()),
            Cell::Text(s) => sized(out, 5, s.as_bytes()),
            // The same tag as text: a store that cannot tell broken text from sound text hands over the same bytes.
            Cell::BrokenText(b) => sized(out, 5, b),
            Cell::Bytes(b) => sized(out, 6, b),
            Cell::Date(d) => fixed(out, 7, &d.to_le_bytes()),
            Cell::Time(n) => fixed(out, 8, &n.to_le_bytes()),
            Cell::Timestamp { seconds, nanos } => clock(out, 9, seconds, nanos),
            Cell::Instant { seconds, nanos } => clock(out, 10, seconds, nanos),
            Cell::Uuid(u) => fixed(out, 11, &u),
            Cell::Json(s) => sized(out, 12, s.as_bytes()),
            Cell::Opaque(b) => sized(out, 13, b),
        }
    }
}

fn fixed(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend_from_slice(bytes);
}

fn sized(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    out.extend_from_slice(bytes);
}

fn clock(out: &mut Vec<u8>, tag: u8, seconds: i64, nanos: u32) {
    out.push(tag);
    out.extend_from_slice(&seconds.to_le_bytes());
    out.extend_from_slice(&nanos.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_between_cells_cannot_move() {
        let mut h = RowHasher::default();
        let a = h.cells([Cell::Text("ab"), Cell::Text("c")]);
        let b = h.cells([Cell::Text("a"), Cell::Text("bc")]);
        assert_ne!(a, b);
    }

    #[test]
    fn types_and_signs_of_zero_are_told_apart() {
        let mut h = RowHasher::default();
        let mut seen = std::collections::HashSet::new();
        for cell in [
            Cell::Null,
            Cell::Text(""),
            Cell::Bytes(&[]),
            Cell::Int(0),
            Cell::Float(0),
            Cell::Float((-0.0f64).to_bits()),
            Cell::Decimal("0"),
            Cell::Decimal("0.0"),
            Cell::Bool(false),
            Cell::Json("0"),
        ] {
            assert!(seen.insert(h.cells([cell])), "{cell:?}");
        }
    }
}
