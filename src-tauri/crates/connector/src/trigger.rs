//! What the words of a trigger tell of it.

/// What a trigger acts on, and what is known of how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    pub when: When,
    pub to: Event,
    /// It can refuse a row, or skip it in silence.
    pub refuses: bool,
    /// Datasets that it writes to.
    pub writes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Before,
    After,
    InsteadOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Insert,
    Update,
    Delete,
}
