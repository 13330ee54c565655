//! The first hundred bytes of a database file: what it is before SQLite is asked.

use crate::peek::Peek;
use drydock_connector::{Fault, FaultKind};
use std::io::{self, Read};
use std::path::Path;

pub(crate) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
pub(crate) const LEN: usize = 100;

#[derive(Clone)]
pub(crate) struct Header {
    bytes: [u8; LEN],
}

impl Header {
    /// Reads it from the beginning of a file of `len` bytes, or says what the file is instead.
    pub fn read(file: &mut impl Read, len: u64, place: &str) -> Result<Header, Fault> {
        if len == 0 {
            return Err(Fault::new(
                FaultKind::EmptyFile,
                place,
                "the file has no bytes in it",
            ));
        }
        let mut bytes = [0; LEN];
        let got = read_up_to(file, &mut bytes).map_err(|e| crate::fault::io_fault(place, e))?;
        let magic = got.min(MAGIC.len());
        if bytes[..magic] != MAGIC[..magic] {
            return Err(Fault::new(
                FaultKind::NotADatabase,
                place,
                "it does not begin as a SQLite file does: it is something else, or encrypted",
            ));
        }
        if got < LEN {
            return Err(cut_short(place, len, LEN as u64));
        }
        Ok(Header { bytes })
    }

    pub fn of(bytes: [u8; LEN]) -> Header {
        Header { bytes }
    }

    pub fn bytes(&self) -> &[u8; LEN] {
        &self.bytes
    }

    pub fn page_size(&self) -> u64 {
        match u16::from_be_bytes([self.bytes[16], self.bytes[17]]) {
            1 => 65536,
            n => u64::from(n),
        }
    }

    /// In WAL mode, new commits go to a log beside the file.
    pub fn is_wal(&self) -> bool {
        self.bytes[18] == 2 || self.bytes[19] == 2
    }

    /// Pages in the file; none where the program that wrote it last did not keep count.
    pub fn pages(&self) -> Option<u64> {
        let pages = self.word(28);
        (pages != 0 && self.word(24) == self.word(92)).then_some(u64::from(pages))
    }

    /// A file of `len` bytes that must hold all its pages by itself.
    pub fn check_length(&self, len: u64, place: &str) -> Result<(), Fault> {
        match self.pages().map(|n| n * self.page_size()) {
            Some(needed) if len < needed => Err(cut_short(place, len, needed)),
            _ => Ok(()),
        }
    }

    fn word(&self, at: usize) -> u32 {
        let b = &self.bytes;
        u32::from_be_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]])
    }
}

fn cut_short(place: &str, len: u64, needed: u64) -> Fault {
    Fault::new(
        FaultKind::CutShort,
        place,
        format!("it has {len} of the {needed} bytes that its header speaks of"),
    )
}

/// Fills the buffer as far as the file goes.
pub(crate) fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match file.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(got)
}

/// Whether a file begins as a database does.
pub(crate) fn recognises(path: &Path) -> bool {
    let mut head = [0; MAGIC.len()];
    Peek::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok()
        && head == *MAGIC
}
