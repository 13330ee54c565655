//! How many rows a run may leave behind that its plan does not expect.

use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Debug)]
pub(super) struct Allowance {
    pub limit: u64,
    /// By the slices that landed.
    used: AtomicU64,
}

impl Allowance {
    pub fn new(limit: u64, used: u64) -> Allowance {
        Allowance {
            limit,
            used: AtomicU64::new(used),
        }
    }

    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    pub fn take(&self, rows: u64) {
        self.used.fetch_add(rows, Ordering::Relaxed);
    }
}
