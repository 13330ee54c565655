//! A file of rows, value by value as they are in a batch: nothing is turned into text and back.
//!
//! Each row is its length and then its cells, each a tag and bytes; a mark and the number of rows stand at the end, so
//! that a file that was cut off is known for what it is.

use drydock_connector::{Batch, Cell, Row};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// In place of a row's length.
const END: u32 = u32::MAX;

pub(super) struct RowWriter {
    out: BufWriter<File>,
    row: Vec<u8>,
    rows: u64,
}

impl RowWriter {
    pub fn create(path: &Path) -> io::Result<RowWriter> {
        Ok(RowWriter {
            out: BufWriter::new(File::create(path)?),
            row: Vec::new(),
            rows: 0,
        })
    }

    pub fn add(&mut self, row: Row<'_>) -> io::Result<()> {
        self.row.clear();
        for cell in row.cells() {
            put(&mut self.row, cell)?;
        }
        let length = u32::try_from(self.row.len()).ok().filter(|n| *n != END);
        let length = length.ok_or_else(|| io::Error::other("a row is larger than 4 GB"))?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&self.row)?;
        self.rows += 1;
        Ok(())
    }

    /// All of it is on disk then.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&END.to_le_bytes())?;
        self.out.write_all(&self.rows.to_le_bytes())?;
        let file = self
            .out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_all()
    }
}

pub(super) struct RowReader {
    from: BufReader<File>,
    row: Vec<u8>,
    rows: u64,
    ended: bool,
}

impl RowReader {
    pub fn open(path: &Path) -> io::Result<RowReader> {
        Ok(RowReader {
            from: BufReader::new(File::open(path)?),
            row: Vec::new(),
            rows: 0,
            ended: false,
        })
    }

    /// Fills a batch of the file's width until it is full; rows added, none at the end.
    pub fn fill(&mut self, batch: &mut Batch) -> io::Result<usize> {
        let before = batch.rows();
        while !self.ended && !batch.is_full() {
            let mut length = [0; 4];
            self.from.read_exact(&mut length)?;
            let length = u32::from_le_bytes(length);
            if length == END {
                let mut rows = [0; 8];
                self.from.read_exact(&mut rows)?;
                if u64::from_le_bytes(rows) != self.rows {
                    return Err(damaged("it does not hold as many rows as it says"));
                }
                self.ended = true;
                break;
            }
            self.row.clear();
            let read = (&mut self.from)
                .take(u64::from(length))
                .read_to_end(&mut self.row)?;
            if read != length as usize {
                return Err(damaged("it ends in the middle of a row"));
            }
            let mut bytes = self.row.as_slice();
            for _ in 0..batch.width() {
                batch.push(take(&mut bytes)?);
            }
            if !bytes.is_empty() {
                return Err(damaged("a row has more values than its table has fields"));
            }
            self.rows += 1;
        }
        Ok(batch.rows() - before)
    }
}

fn damaged(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn put(out: &mut Vec<u8>, cell: Cell<'_>) -> io::Result<()> {
    let mut fixed = |tag: u8, bytes: &[u8]| {
        out.push(tag);
        out.extend_from_slice(bytes);
    };
    match cell {
        Cell::Null => fixed(0, &[]),
        Cell::Bool(b) => fixed(1, &[u8::from(b)]),
        Cell::Int(i) => fixed(2, &i.to_le_bytes()),
        Cell::Float(bits) => fixed(3, &bits.to_le_bytes()),
        Cell::Date(days) => fixed(4, &days.to_le_bytes()),
        Cell::Time(nanos) => fixed(5, &nanos.to_le_bytes()),
        Cell::Uuid(bytes) => fixed(6, &bytes),
        Cell::Timestamp { seconds, nanos } => {
            fixed(7, &seconds.to_le_bytes());
            out.extend_from_slice(&nanos.to_le_bytes());
        }
        Cell::Instant { seconds, nanos } => {
            fixed(8, &seconds.to_le_bytes());
            out.extend_from_slice(&nanos.to_le_bytes());
        }
        Cell::Decimal(s) => sized(out, 9, s.as_bytes())?,
        Cell::Text(s) => sized(out, 10, s.as_bytes())?,
        Cell::BrokenText(b) => sized(out, 11, b)?,
        Cell::Bytes(b) => sized(out, 12, b)?,
        Cell::Json(s) => sized(out, 13, s.as_bytes())?,
        Cell::Opaque(b) => sized(out, 14, b)?,
    }
    Ok(())
}

fn sized(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len());
    let length = length.map_err(|_| io::Error::other("a value is larger than 4 GB"))?;
    out.push(tag);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

fn take<'b>(bytes: &mut &'b [u8]) -> io::Result<Cell<'b>> {
    let [tag] = array(bytes)?;
    Ok(match tag {
        0 => Cell::Null,
        1 => Cell::Bool(array::<1>(bytes)? != [0]),
        2 => Cell::Int(i64::from_le_bytes(array(bytes)?)),
        3 => Cell::Float(u64::from_le_bytes(array(bytes)?)),
        4 => Cell::Date(i32::from_le_bytes(array(bytes)?)),
        5 => Cell::Time(i64::from_le_bytes(array(bytes)?)),
        6 => Cell::Uuid(array(bytes)?),
        7 => Cell::Timestamp {
            seconds: i64::from_le_bytes(array(bytes)?),
            nanos: u32::from_le_bytes(array(bytes)?),
        },
        8 => Cell::Instant {
            seconds: i64::from_le_bytes(array(bytes)?),
            nanos: u32::from_le_bytes(array(bytes)?),
        },
        9 => Cell::Decimal(text(bytes)?),
        10 => Cell::Text(text(bytes)?),
        11 => Cell::BrokenText(piece(bytes)?),
        12 => Cell::Bytes(piece(bytes)?),
        13 => Cell::Json(text(bytes)?),
        14 => Cell::Opaque(piece(bytes)?),
        _ => return Err(damaged("a value is of no kind that there is")),
    })
}

fn array<const N: usize>(bytes: &mut &[u8]) -> io::Result<[u8; N]> {
    let (first, rest) = bytes
        .split_first_chunk()
        .ok_or_else(|| damaged("a row ends in the middle of a value"))?;
    *bytes = rest;
    Ok(*first)
}

fn piece<'b>(bytes: &mut &'b [u8]) -> io::Result<&'b [u8]> {
    let length = u32::from_le_bytes(array(bytes)?) as usize;
    let (first, rest) = bytes
        .split_at_checked(length)
        .ok_or_else(|| damaged("a row ends in the middle of a value"))?;
    *bytes = rest;
    Ok(first)
}

fn text<'b>(bytes: &mut &'b [u8]) -> io::Result<&'b str> {
    std::str::from_utf8(piece(bytes)?).map_err(|_| damaged("a text in it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELLS: [Cell<'static>; 16] = [
        Cell::Null,
        Cell::Bool(true),
        Cell::Int(i64::MIN),
        Cell::Float(0x7ff8_0000_dead_beef),
        Cell::Float((-0.0f64).to_bits()),
        Cell::Decimal("-0.10"),
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

    fn rows(count: usize) -> Batch {
        let mut batch = Batch::new(CELLS.len());
        for _ in 0..count {
            CELLS.iter().for_each(|cell| batch.push(*cell));
        }
        batch
    }

    fn written(path: &Path, count: usize) {
        let mut writer = RowWriter::create(path).unwrap();
        for row in rows(count).iter() {
            writer.add(row).unwrap();
        }
        writer.finish().unwrap();
    }

    #[test]
    fn every_value_comes_back_as_it_went_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0.rows");
        written(&path, 50);
        let mut reader = RowReader::open(&path).unwrap();
        let mut batch = Batch::with_limit(CELLS.len(), 2000);
        let mut read = 0;
        loop {
            batch.reset(CELLS.len());
            let added = reader.fill(&mut batch).unwrap();
            if added == 0 {
                break;
            }
            assert!(batch.iter().all(|row| row.cells().eq(CELLS)));
            read += added;
        }
        assert_eq!(read, 50);
    }

    #[test]
    fn a_file_that_was_cut_off_or_bent_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0.rows");
        written(&path, 3);
        let whole = std::fs::read(&path).unwrap();
        let all = |bytes: &[u8], width: usize| {
            std::fs::write(&path, bytes).unwrap();
            let mut reader = RowReader::open(&path)?;
            reader.fill(&mut Batch::new(width))
        };
        assert_eq!(all(&whole, CELLS.len()).unwrap(), 3);
        for length in 0..whole.len() {
            assert!(all(&whole[..length], CELLS.len()).is_err(), "{length}");
        }
        assert!(all(&whole, CELLS.len() - 1).is_err());
        assert!(all(&whole, CELLS.len() + 1).is_err());
        let mut bent = whole.clone();
        bent[4] = 99;
        assert!(all(&bent, CELLS.len()).is_err());
    }
}
