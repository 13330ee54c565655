//! The write-ahead log as the file says it: which pages it holds of which commit. Only commits whose checksums hold
//! count, as in SQLite itself; what a crash left behind them is not there.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

pub(crate) const HEADER: u64 = 32;
const FRAME_HEADER: usize = 24;

pub(crate) struct Wal {
    pub file: File,
    pub page_size: usize,
    /// Where the newest committed image of a page begins.
    pub pages: HashMap<u32, u64>,
    /// Pages of the database after the last commit.
    pub database_pages: u32,
}

impl Wal {
    /// None where there is no log, or none with a commit in it.
    pub fn read(path: &Path) -> io::Result<Option<Wal>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let mut reader = BufReader::with_capacity(1 << 18, &file);
        let mut header = [0; HEADER as usize];
        if !filled(&mut reader, &mut header)? {
            return Ok(None);
        }
        let order = match word(&header, 0) {
            0x377f_0682 => u32::from_le_bytes as fn([u8; 4]) -> u32,
            0x377f_0683 => u32::from_be_bytes,
            _ => return Ok(None),
        };
        let page_size = word(&header, 8) as usize;
        let mut sum = checksum(order, (0, 0), &header[..24]);
        let whole = word(&header, 4) == 3_007_000
            && (512..=65536).contains(&page_size)
            && page_size.is_power_of_two()
            && sum == (word(&header, 24), word(&header, 28));
        if !whole {
            return Ok(None);
        }

        let mut frame = vec![0; FRAME_HEADER + page_size];
        let mut at = HEADER + FRAME_HEADER as u64;
        let (mut pages, mut database_pages) = (HashMap::new(), 0);
        let mut open = Vec::new();
        while filled(&mut reader, &mut frame)? {
            sum = checksum(order, sum, &frame[..8]);
            sum = checksum(order, sum, &frame[FRAME_HEADER..]);
            let (page, commit) = (word(&frame, 0), word(&frame, 4));
            let valid = page != 0
                && frame[8..16] == header[16..24]
                && sum == (word(&frame, 16), word(&frame, 20));
            if !valid {
                break;
            }
            open.push((page, at));
            if commit != 0 {
                pages.extend(open.drain(..));
                database_pages = commit;
            }
            at += frame.len() as u64;
        }
        drop(reader);
        Ok((database_pages != 0).then_some(Wal {
            file,
            page_size,
            pages,
            database_pages,
        }))
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn checksum(order: fn([u8; 4]) -> u32, mut sum: (u32, u32), bytes: &[u8]) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let first = order([pair[0], pair[1], pair[2], pair[3]]);
        let second = order([pair[4], pair[5], pair[6], pair[7]]);
        sum.0 = sum.0.wrapping_add(first).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(second).wrapping_add(sum.0);
    }
    sum
}

/// Whether the buffer could be filled; a part at the end of the file does not count.
fn filled(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(e),
    }
}
