//! Sorts more records than memory holds: full chunks are sorted and put into temporary files, and merged at the end.
//!
//! Records are of one size and compare byte by byte, so whoever makes them writes numbers with the high byte first. The
//! files have no name and vanish with the program, however it ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

pub struct Sorter<const N: usize> {
    chunk: Vec<[u8; N]>,
    limit: usize,
    spilled: Vec<File>,
}

impl<const N: usize> Sorter<N> {
    /// Keeps at most about `bytes` of records in memory.
    pub fn new(bytes: usize) -> Sorter<N> {
        Sorter {
            chunk: Vec::new(),
            limit: (bytes / N).max(1),
            spilled: Vec::new(),
        }
    }

    pub fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        if self.chunk.len() == self.limit {
            self.spill()?;
        }
        self.chunk.push(record);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.chunk.sort_unstable();
        let mut file = BufWriter::new(tempfile::tempfile()?);
        for record in &self.chunk {
            file.write_all(record)?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.spilled.push(file);
        self.chunk.clear();
        Ok(())
    }

    /// All records in order.
    pub fn sorted(mut self) -> io::Result<Sorted<N>> {
        self.chunk.sort_unstable();
        let mut runs: Vec<Run<N>> = self
            .spilled
            .into_iter()
            .map(|f| Run::File(BufReader::new(f)))
            .collect();
        runs.push(Run::Memory(self.chunk.into_iter()));
        let mut sorted = Sorted {
            heap: BinaryHeap::with_capacity(runs.len()),
            runs,
        };
        for run in 0..sorted.runs.len() {
            sorted.refill(run)?;
        }
        Ok(sorted)
    }
}

enum Run<const N: usize> {
    File(BufReader<File>),
    Memory(std::vec::IntoIter<[u8; N]>),
}

pub struct Sorted<const N: usize> {
    runs: Vec<Run<N>>,
    /// The least record of each run, least first.
    heap: BinaryHeap<Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Sorted<N> {
    pub fn next(&mut self) -> io::Result<Option<[u8; N]>> {
        let Some(Reverse((record, run))) = self.heap.pop() else {
            return Ok(None);
        };
        self.refill(run)?;
        Ok(Some(record))
    }

    fn refill(&mut self, run: usize) -> io::Result<()> {
        let next = match &mut self.runs[run] {
            Run::Memory(records) => records.next(),
            Run::File(file) => {
                let mut record = [0; N];
                match file.read_exact(&mut record) {
                    Ok(()) => Some(record),
                    // Whole records were written, so the end comes between two of them.
                    Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => None,
                    Err(e) => return Err(e),
                }
            }
        };
        if let Some(record) = next {
            self.heap.push(Reverse((record, run)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Sorter;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_fits_in_memory_the_order_is_the_same(numbers in proptest::collection::vec(any::<u16>(), 0..300), room in 1usize..40) {
            let mut sorter = Sorter::<2>::new(room);
            for n in &numbers {
                sorter.push(n.to_be_bytes()).unwrap();
            }
            let mut sorted = sorter.sorted().unwrap();
            let mut found = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                found.push(u16::from_be_bytes(record));
            }
            let mut expected = numbers;
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
