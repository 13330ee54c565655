//! Rows on their way, bounded by bytes and not by rows.
//!
//! Cells are pushed and read through [`Cell`]; that a batch keeps 16-byte slots beside one arena for text and one for
//! bytes is a private matter, so it can be made faster later without touching a connector.

use crate::Cell;

/// Enough to make the cost of handing a batch over vanish, small enough to pause and to bound memory by.
const DEFAULT_BYTES: usize = 1 << 20;

#[derive(Clone, Copy)]
enum Tag {
    Null,
    Bool,
    Int,
    Float,
    Decimal,
    Text,
    BrokenText,
    Bytes,
    Date,
    Time,
    Timestamp,
    Instant,
    Uuid,
    Json,
    Opaque,
}

/// `word` holds the value itself or where it begins in an arena; `len` its length, or nanoseconds.
#[derive(Clone, Copy)]
struct Slot {
    tag: Tag,
    len: u32,
    word: u64,
}

pub struct Batch {
    width: usize,
    slots: Vec<Slot>,
    text: String,
    bytes: Vec<u8>,
    limit: usize,
}

impl Batch {
    pub fn new(width: usize) -> Batch {
        Batch::with_limit(width, DEFAULT_BYTES)
    }

    /// A batch that is full after about `limit` bytes of values.
    pub fn with_limit(width: usize, limit: usize) -> Batch {
        Batch {
            width,
            slots: Vec::new(),
            text: String::new(),
            bytes: Vec::new(),
            limit,
        }
    }

    /// Empties the batch for rows of `width` cells; memory is kept for the next rows, unless one huge value had blown
    /// it up.
    pub fn reset(&mut self, width: usize) {
        self.width = width;
        self.slots.clear();
        self.text.clear();
        self.bytes.clear();
        let enough = self.limit.saturating_mul(2);
        self.text.shrink_to(enough);
        self.bytes.shrink_to(enough);
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// Whole rows in the batch.
    pub fn rows(&self) -> usize {
        self.slots.len().checked_div(self.width).unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Bytes of values and slots.
    pub fn size(&self) -> usize {
        self.text.len() + self.bytes.len() + self.slots.len() * size_of::<Slot>()
    }

    /// A scan stops filling when this is true; the row that made it full is in.
    pub fn is_full(&self) -> bool {
        self.size() >= self.limit
    }

    pub fn push(&mut self, cell: Cell<'_>) {
        let slot = match cell {
            Cell::Null => plain(Tag::Null, 0),
            Cell::Bool(b) => plain(Tag::Bool, u64::from(b)),
            Cell::Int(i) => plain(Tag::Int, i as u64),
            Cell::Float(bits) => plain(Tag::Float, bits),
            Cell::Date(d) => plain(Tag::Date, i64::from(d) as u64),
            Cell::Time(n) => plain(Tag::Time, n as u64),
            Cell::Timestamp { seconds, nanos } => Slot {
                tag: Tag::Timestamp,
                len: nanos,
                word: seconds as u64,
            },
            Cell::Instant { seconds, nanos } => Slot {
                tag: Tag::Instant,
                len: nanos,
                word: seconds as u64,
            },
            Cell::Decimal(s) => self.keep_text(Tag::Decimal, s),
            Cell::Text(s) => self.keep_text(Tag::Text, s),
            Cell::Json(s) => self.keep_text(Tag::Json, s),
            Cell::BrokenText(b) => self.keep_bytes(Tag::BrokenText, b),
            Cell::Bytes(b) => self.keep_bytes(Tag::Bytes, b),
            Cell::Opaque(b) => self.keep_bytes(Tag::Opaque, b),
            Cell::Uuid(u) => self.keep_bytes(Tag::Uuid, &u),
        };
        self.slots.push(slot);
    }

    /// Takes back the cells of a row that was not finished.
    pub fn drop_unfinished_row(&mut self) {
        let whole = self.rows() * self.width;
        self.slots.truncate(whole);
    }

    pub fn row(&self, index: usize) -> Row<'_> {
        Row {
            batch: self,
            start: index * self.width,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows()).map(|i| self.row(i))
    }

    /// Appends a row of another batch.
    pub fn push_row(&mut self, row: Row<'_>) {
        for cell in row.cells() {
            self.push(cell);
        }
    }

    /// Becomes equal to another batch, in the memory that is already there: for who must own the rows for a while.
    pub fn copy_from(&mut self, other: &Batch) {
        self.width = other.width;
        self.limit = other.limit;
        self.slots.clone_from(&other.slots);
        self.text.clone_from(&other.text);
        self.bytes.clone_from(&other.bytes);
    }

    fn keep_text(&mut self, tag: Tag, s: &str) -> Slot {
        let word = self.text.len() as u64;
        self.text.push_str(s);
        Slot {
            tag,
            len: s.len() as u32,
            word,
        }
    }

    fn keep_bytes(&mut self, tag: Tag, b: &[u8]) -> Slot {
        let word = self.bytes.len() as u64;
        self.bytes.extend_from_slice(b);
        Slot {
            tag,
            len: b.len() as u32,
            word,
        }
    }

    fn text_of(&self, slot: Slot) -> &str {
        let start = slot.word as usize;
        &self.text[start..start + slot.len as usize]
    }

    fn bytes_of(&self, slot: Slot) -> &[u8] {
        let start = slot.word as usize;
        &self.bytes[start..start + slot.len as usize]
    }

    fn cell(&self, slot: Slot) -> Cell<'_> {
        match slot.tag {
            Tag::Null => Cell::Null,
            Tag::Bool => Cell::Bool(slot.word != 0),
            Tag::Int => Cell::Int(slot.word as i64),
            Tag::Float => Cell::Float(slot.word),
            Tag::Date => Cell::Date(slot.word as i64 as i32),
            Tag::Time => Cell::Time(slot.word as i64),
            Tag::Timestamp => Cell::Timestamp {
                seconds: slot.word as i64,
                nanos: slot.len,
            },
            Tag::Instant => Cell::Instant {
                seconds: slot.word as i64,
                nanos: slot.len,
            },
            Tag::Decimal => Cell::Decimal(self.text_of(slot)),
            Tag::Text => Cell::Text(self.text_of(slot)),
            Tag::Json => Cell::Json(self.text_of(slot)),
            Tag::BrokenText => Cell::BrokenText(self.bytes_of(slot)),
            Tag::Bytes => Cell::Bytes(self.bytes_of(slot)),
            Tag::Opaque => Cell::Opaque(self.bytes_of(slot)),
            Tag::Uuid => {
                let mut uuid = [0; 16];
                uuid.copy_from_slice(self.bytes_of(slot));
                Cell::Uuid(uuid)
            }
        }
    }
}

fn plain(tag: Tag, word: u64) -> Slot {
    Slot { tag, len: 0, word }
}

#[derive(Clone, Copy)]
pub struct Row<'a> {
    batch: &'a Batch,
    start: usize,
}

impl<'a> Row<'a> {
    pub fn cell(&self, field: usize) -> Cell<'a> {
        self.batch.cell(self.batch.slots[self.start + field])
    }

    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        let batch = self.batch;
        batch.slots[self.start..self.start + batch.width]
            .iter()
            .map(move |slot| batch.cell(*slot))
    }

    pub fn width(&self) -> usize {
        self.batch.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_comes_back_as_it_was_pushed() {
        let cells = [
            Cell::Null,
            Cell::Bool(true),
            Cell::Int(i64::MIN),
            Cell::Float((-0.0f64).to_bits()),
            Cell::Float(0x7ff8_0000_dead_beef),
            Cell::Decimal("-0.10"),
            Cell::Text(""),
            Cell::Text("Trò chuyện 😊\0end"),
            Cell::BrokenText(&[0xff, 0xfe, 0]),
            Cell::Bytes(&[]),
            Cell::Date(-719_162),
            Cell::Time(86_399_999_999_999),
            Cell::Timestamp {
                seconds: -62_135_596_800,
                nanos: 999_999_999,
            },
            Cell::Instant {
                seconds: i64::MAX,
                nanos: 0,
            },
            Cell::Uuid([7; 16]),
            Cell::Json("{\"a\":1.0}"),
            Cell::Opaque(b"x"),
        ];
        let mut batch = Batch::new(cells.len());
        for _ in 0..3 {
            for cell in cells {
                batch.push(cell);
            }
        }
        assert_eq!(batch.rows(), 3);
        for row in batch.iter() {
            assert!(row.cells().eq(cells));
        }
        assert_eq!(size_of::<Slot>(), 16);
    }

    #[test]
    fn a_batch_is_full_by_bytes_and_small_again_after_a_huge_value() {
        let mut batch = Batch::with_limit(1, 1000);
        batch.push(Cell::Bytes(&[1; 5000]));
        assert!(batch.is_full());
        batch.reset(1);
        assert!(!batch.is_full() && batch.bytes.capacity() <= 2000);
    }
}
