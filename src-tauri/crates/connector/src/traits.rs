//! The six roles of a store, and three small ones that a connector may have.
//!
//! Rules of conduct for who writes one:
//! - When in doubt, return a [`Fault`]. Never lose, bend or guess a value.
//! - Nothing blocks the async workers: stepping a local database happens on a thread of the connector's own.
//! - Who retries? The engine, by [`Fault::retry`]. A connector never retries by itself.
//! - Dropping means discarding: a [`Load`] that is dropped leaves no row and no receipt.

use crate::{Address, Answers, Batch, Cell, Fault, FaultKind, Landed, Visit};
use async_trait::async_trait;
use drydock_model::{
    Abilities, As, Catalog, Dataset, Design, Fidelity, Field, Index, Logical, Object, Receipt,
    Slice, Statement, Value, WriteMode, proof::ProofCheck,
};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::Path;

/// The fact sheet of a kind of store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Profile {
    /// As `sqlite`; also the first word of its addresses.
    pub id: String,
    pub name: String,
    pub abilities: Abilities,
    /// The store is a file on this machine.
    pub is_file: bool,
    /// Endings that such files usually have, without the dot.
    pub endings: Vec<String>,
    /// An example of an address.
    pub address_form: String,
}

/// One kind of store.
#[async_trait]
pub trait Connector: Send + Sync {
    fn profile(&self) -> Profile;

    fn dialect(&self) -> &dyn Dialect;

    /// Whether what lies at the path looks like a store of this kind, by its content and not by its name.
    fn recognises(&self, path: &Path) -> bool;

    /// Opens for reading only. Leaves no trace at the source: not a byte changed, not a file made.
    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault>;

    /// Opens for writing; makes the store if it is not there yet.
    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault>;

    /// The way back of the store as a whole. Where there is none, the engine keeps the rows of the tables that a run
    /// writes to, and puts them back through [`Target::take_back`], [`Target::unload`] and [`Target::load`].
    fn rewind(&self) -> Option<&dyn Rewind>;

    /// Reaches a server, secures the line and signs in, to ask the server about itself. Kinds that are no servers have
    /// nobody to visit.
    async fn visit(&self, address: &Address) -> Result<Box<dyn Visit>, Fault> {
        let why = "it is not a server";
        Err(Fault::new(FaultKind::Unsupported, address.short(), why))
    }
}

/// Says fast that a value stays what it is; where it does not say so, [`Dialect::landed`] has the word. A store may hold
/// values that its own schema would not take: schemas can be edited by hand.
pub type Stays = Box<dyn Fn(&Cell<'_>) -> bool + Send + Sync>;

/// Pure: names, types, values and statements. No connection is needed, so what it says can be shown beforehand.
pub trait Dialect: Send + Sync {
    fn logical(&self, native: &str) -> Logical;

    fn native(&self, logical: &Logical) -> (String, Fidelity);

    fn quote(&self, name: &str) -> String;

    /// The dataset as it will be in the target once the design is carried out: fields in the target's names and types.
    fn designed(&self, design: &Design, table: usize) -> Result<Dataset, Fault>;

    /// All statements that make the design true, in run order, with what takes each back. None for what is there.
    fn statements(&self, design: &Design) -> Result<Vec<Statement>, Fault>;

    /// The statement after which a dataset holds no rows.
    fn emptied(&self, dataset: &str) -> String {
        format!("DELETE FROM {}", self.quote(dataset))
    }

    /// What the store makes of a value in a field. The rehearsal and the run ask this of every value.
    fn landed(&self, dataset: &Dataset, field: &Field, cell: Cell<'_>) -> Landed;

    /// Every value that `from` takes lands in `to` unchanged, so that asking for each can be saved but for [`Stays`].
    fn always_exact(&self, from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool;

    /// For a field where `always_exact` holds; none where no value at all can bend.
    fn stays(&self, _dataset: &Dataset, _field: &Field) -> Option<Stays> {
        None
    }

    /// How this store keeps a value that the plan asks to be of a type.
    fn as_type(&self, wanted: As) -> Logical;

    /// The entries of an index that only the store's own words decide: a partial one, or one over expressions. Rows are
    /// given in `fields`; what is missing gets its default. None where only the store itself can tell.
    fn entries(
        &self,
        _dataset: &Dataset,
        _index: &Index,
        _fields: &[String],
    ) -> Option<Box<dyn Entries>> {
        None
    }

    /// What can be told of a trigger from its words; none where they say nothing.
    fn answers(&self, _trigger: &Object) -> Option<Answers> {
        None
    }
}

/// What rows are called in an index.
pub trait Entries: Send {
    /// None where the row is not in the index, or would not be taken at all.
    fn entry(&mut self, row: &[Cell<'_>]) -> Option<Vec<Value>>;
}

/// A store that is read. All calls see one instant where `Abilities::snapshot_reads` is set.
#[async_trait]
pub trait Source: Send + Sync {
    async fn catalog(&self) -> Result<Catalog, Fault>;

    /// Changes when anything in the store changed; compared before and after a run, and before a resume.
    async fn mark(&self) -> Result<String, Fault>;

    /// The same of some datasets only; one that is not there is a sign too.
    async fn mark_of(&self, _datasets: &[String]) -> Result<String, Fault> {
        self.mark().await
    }

    /// Cuts the dataset by `key` (fields of a key that names rows) into ranges of about `rows_each`, with exact counts. An
    /// empty key gives one whole slice. Together the slices hold each row exactly once; an empty dataset gives none.
    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault>;

    /// Reads `fields` of the rows in a slice, in key order where it has a key.
    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault>;

    /// Counts in the store's own words, so that one decoder's bug cannot agree with itself.
    fn second_opinion(&self) -> Option<&dyn SecondOpinion>;
}

#[async_trait]
pub trait Scan: Send {
    /// Like `Read::read`: the batch comes empty and is filled until it is full; returns the rows added, zero at the end.
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault>;
}

#[async_trait]
pub trait SecondOpinion: Send + Sync {
    /// Rows of the dataset, and how many of them are null in each field.
    async fn counts(&self, dataset: &str, fields: &[String]) -> Result<(u64, Vec<u64>), Fault>;

    /// Rows whose foreign keys point at nothing, by the store's own check.
    async fn orphans(&self) -> Result<Vec<Orphans>, Fault>;

    /// Full-text indexes that do not agree with what they index, and would disagree in the same way in a faithful copy.
    async fn out_of_step(&self) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphans {
    pub dataset: String,
    pub fields: Vec<String>,
    pub to: String,
    pub rows: u64,
    /// The first few, as the key or values of the row for people.
    pub examples: Vec<String>,
}

/// Where rows of one lane land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    pub run: String,
    pub dataset: String,
    /// Target fields, in the order of the cells.
    pub fields: Vec<String>,
    pub write: WriteMode,
    /// Key for upserts, in target names.
    pub key: Vec<String>,
}

/// A store that is written.
#[async_trait]
pub trait Target: Send + Sync {
    async fn catalog(&self) -> Result<Catalog, Fault>;

    /// Makes the table for receipts (`_drydock_receipts`) if it is not there.
    async fn begin(&self, run: &str) -> Result<(), Fault>;

    /// Carries out a statement once for a run: when its note is there already, nothing is done. Statement and note land
    /// together where `Abilities::transactional_schema` is set.
    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault>;

    /// Carries out what takes a statement back, where the statement was carried out for the run, and removes its note.
    /// What is gone already is fine. Not asked of a kind of store that has a [`Rewind`].
    async fn take_back(&self, _run: &str, statement: &Statement) -> Result<(), Fault> {
        Err(no_way_back(&statement.object))
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault>;

    /// All receipts of a run.
    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault>;

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault>;

    /// Rows on their way out: those whose key, given in `Landing::fields`, is written to it. A row that others point at is
    /// refused; one that is gone already is fine. Not asked of a kind of store that has a [`Rewind`].
    async fn unload(&self, from: &Landing) -> Result<Box<dyn Load>, Fault> {
        Err(no_way_back(&from.dataset))
    }

    /// The store's own checks of itself: integrity, foreign keys.
    async fn check(&self) -> Result<Vec<ProofCheck>, Fault>;

    /// The run is kept: receipts and notes go, nothing of Drydock remains.
    async fn keep(&self, run: &str) -> Result<(), Fault>;

    /// Stops what is under way as soon as the store can; that call then returns `FaultKind::Cancelled`.
    fn interrupt(&self);
}

fn no_way_back(place: &str) -> Fault {
    let why = "this kind of store takes nothing back piece by piece";
    Fault::new(FaultKind::Unsupported, place, why)
}

/// Rows of one slice on their way in.
#[async_trait]
pub trait Load: Send {
    /// Rows that the store refuses are returned and are not in; all others are. A fault is about the whole store.
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault>;

    /// Rows and receipt land together or not at all.
    async fn commit(self: Box<Self>, receipt: Receipt) -> Result<(), Fault>;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Index of the row in the batch.
    pub row: usize,
    /// A code, as `duplicate_key`, `not_null`, `check`, `type_refused`, `foreign_key`.
    pub reason: &'static str,
    /// The constraint or field in the store's words.
    pub rule: String,
}

/// Puts a target back as it was before a run.
#[async_trait]
pub trait Rewind: Send + Sync {
    /// Keeps the store as it is in files below `folder`, reads them back and checks them. A store that is not there is kept
    /// as "not there".
    async fn keep_before(&self, address: &Address, folder: &Path) -> Result<Before, Fault>;

    /// Changes when anything in the store changed; `None` when it is not there.
    async fn mark(&self, address: &Address) -> Result<Option<String>, Fault>;

    /// Puts it back, byte by byte. What is there now is kept beside, below `folder`, so that nothing is lost by a roll
    /// back either. Safe to call again after a crash in the middle.
    async fn put_back(
        &self,
        address: &Address,
        folder: &Path,
        before: &Before,
    ) -> Result<(), Fault>;
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub existed: bool,
    pub bytes: u64,
    /// blake3 of what is kept, hex.
    pub checksum: String,
    /// The store's mark when it was kept.
    pub mark: Option<String>,
}
