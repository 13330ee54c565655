//! Rows as they will land: each value converted as the plan asks, then judged by the target's dialect.
//!
//! The rehearsal and the run use this very same converter, so what was shown is what happens. Every value ends as
//! exactly one of: exact, converted without loss, changed and counted (the loss is accepted by name), or left behind
//! with its row, a reason and the rule that decided it.

mod becomes;
mod number;
mod reasons;
mod tally;

#[cfg(test)]
mod tests;

pub use becomes::possible;
pub use reasons::{in_words, type_words};
pub use tally::LossTally;

use crate::Lane;
use becomes::{Became, Scratch, becomes};
use drydock_connector::{Batch, Cell, Dialect, Landed, Row, Stays};
use drydock_model::rehearsal::{FieldLoss, LeftRow};
use drydock_model::{As, Logical, Shown};
use tally::Tally;

/// Not a loss: the target has no such type and keeps a form from which the value can be made again, as 1 for true.
const FORM: &str = "form";

/// A row that does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Index of the row in the batch that was read.
    pub row: usize,
    /// The first field that decided it, by its place in the lane.
    pub field: Option<usize>,
    /// A code, as `not_null`, `type_refused`, or the name of a loss that is not accepted.
    pub reason: &'static str,
    pub rule: String,
}

/// What one batch came to, besides the rows themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Converted {
    /// Values changed as the plan accepts, in the rows that go on.
    pub changed: u64,
    /// Rows that the plan filters out.
    pub filtered: u64,
}

pub struct Converter<'a> {
    lane: &'a Lane,
    dialect: &'a dyn Dialect,
    ways: Vec<Way>,
    /// For each row that goes on, which row it was.
    origins: Vec<usize>,
    /// And how many of its values were changed.
    changes: Vec<u32>,
    scratch: Scratch,
    /// Accepted losses of the row at hand; they count only once the whole row goes on.
    pending: Vec<(usize, &'static str)>,
    tally: Tally,
    rows_seen: u64,
}

/// How the values of one field go.
struct Way {
    as_type: Option<(As, Logical)>,
    exact: bool,
    /// A store may hold nulls in a field that says it has none; those are judged even where all else is exact.
    judge_null: bool,
    /// Where all is exact, and yet a value may be one that the source's own schema would not take.
    stays: Option<Stays>,
}

impl Way {
    fn stays(&self, cell: &Cell<'_>) -> bool {
        self.stays.as_ref().is_none_or(|stays| stays(cell))
    }
}

impl<'a> Converter<'a> {
    pub fn new(lane: &'a Lane, dialect: &'a dyn Dialect) -> Converter<'a> {
        let ways = lane
            .fields
            .iter()
            .map(|f| Way {
                as_type: f.as_type.map(|a| (a, dialect.as_type(a))),
                exact: f.exact && f.as_type.is_none(),
                judge_null: dialect.landed(&lane.target, &f.to, Cell::Null) != Landed::Exact,
                stays: dialect.stays(&lane.target, &f.to),
            })
            .collect();
        Converter {
            lane,
            dialect,
            ways,
            origins: Vec::new(),
            changes: Vec::new(),
            scratch: Scratch::default(),
            pending: Vec::new(),
            tally: Tally::default(),
            rows_seen: 0,
        }
    }

    /// Whether the batch can go on as it was read: nothing to convert, and no value that would not stay what it is.
    pub fn passes(&mut self, input: &Batch) -> bool {
        let passes = self.lane.passes_through()
            && input.iter().all(|row| {
                let mut cells = self.ways.iter().zip(row.cells());
                cells.all(|(way, cell)| way.stays(&cell))
            });
        if passes {
            self.rows_seen += input.rows() as u64;
        }
        passes
    }

    /// Empties `out` and fills it with the rows that go on, in their order; those that do not are added to `left`.
    pub fn convert(&mut self, input: &Batch, out: &mut Batch, left: &mut Vec<Left>) -> Converted {
        out.reset(self.ways.len());
        self.origins.clear();
        self.changes.clear();
        let mut converted = Converted::default();
        for (index, row) in input.iter().enumerate() {
            self.rows_seen += 1;
            match self.row(row, out) {
                Ok(changed) => {
                    self.origins.push(index);
                    self.changes.push(changed);
                    converted.changed += u64::from(changed);
                }
                Err((field, reason, rule)) => {
                    out.drop_unfinished_row();
                    left.push(Left {
                        row: index,
                        field: Some(field),
                        reason,
                        rule,
                    });
                }
            }
        }
        converted
    }

    /// Which row of the input the row of the last output was.
    pub fn origin(&self, out_row: usize) -> usize {
        self.origins.get(out_row).copied().unwrap_or(out_row)
    }

    /// How many values of this row of the last output were changed.
    pub fn changed_in(&self, out_row: usize) -> u32 {
        self.changes.get(out_row).copied().unwrap_or(0)
    }

    /// What was lost or would be, by field and name, since this converter was made.
    pub fn losses(&self) -> Vec<LossTally> {
        self.tally.all().into_iter().cloned().collect()
    }

    /// The same for a report.
    pub fn field_losses(&self) -> Vec<FieldLoss> {
        self.tally
            .all()
            .into_iter()
            .map(|t| t.shown(self.lane))
            .collect()
    }

    /// Values changed in this row, or the first field that keeps the row from going on.
    fn row(&mut self, row: Row<'_>, out: &mut Batch) -> Result<u32, (usize, &'static str, String)> {
        self.pending.clear();
        let mut stopped = None;
        for field in 0..self.ways.len() {
            let cell = row.cell(field);
            let way = &self.ways[field];
            if way.exact && !(way.judge_null && cell.is_null()) && way.stays(&cell) {
                if stopped.is_none() {
                    out.push(cell);
                }
            } else if let Err((reason, rule)) = self.value(row, field, out, stopped.is_none()) {
                // The rest is looked at all the same, so that each loss is counted in full.
                stopped.get_or_insert((field, reason, rule));
            }
        }
        if let Some(stopped) = stopped {
            return Err(stopped);
        }
        if self.pending.is_empty() {
            return Ok(0);
        }
        Ok(self.count_changes(row, out))
    }

    /// Converts and judges one value, and pushes it where `push` says that the row still goes on.
    fn value(
        &mut self,
        row: Row<'_>,
        field: usize,
        out: &mut Batch,
        push: bool,
    ) -> Result<(), (&'static str, String)> {
        let lane = self.lane;
        let to = &lane.fields[field].to;
        let before = row.cell(field);
        let seen = self.rows_seen;
        let mut cell = before;
        if let Some((wanted, kept_as)) = &self.ways[field].as_type {
            match becomes(*wanted, kept_as, before, &mut self.scratch) {
                Became::Exact(same) | Became::Converted(same) => cell = same,
                Became::Changed(other, loss) if accepts(lane, field, loss) => {
                    self.pending.push((field, loss));
                    cell = other;
                }
                Became::Changed(other, loss) => {
                    let label = || label(lane, row, seen);
                    self.tally.add(field, loss, false, label, before, other);
                    return Err((loss, not_accepted(loss)));
                }
                Became::Refused(reason) => {
                    return Err((reason, format!("{} as {}", to.name, as_word(*wanted))));
                }
            }
        }
        match self.dialect.landed(&lane.target, to, cell) {
            Landed::Exact => {
                if push {
                    out.push(cell);
                }
                Ok(())
            }
            Landed::Changed { value, loss: FORM } => {
                if push {
                    out.push(Cell::from(&value));
                }
                Ok(())
            }
            Landed::Changed { value, loss } if accepts(lane, field, loss) => {
                self.pending.push((field, loss));
                if push {
                    out.push(Cell::from(&value));
                }
                Ok(())
            }
            Landed::Changed { value, loss } => {
                let label = || label(lane, row, seen);
                let after = Cell::from(&value);
                self.tally.add(field, loss, false, label, before, after);
                Err((loss, not_accepted(loss)))
            }
            Landed::Refused { reason } => {
                Err((reason, format!("{}.{}", lane.target.name, to.name)))
            }
        }
    }

    fn count_changes(&mut self, row: Row<'_>, out: &Batch) -> u32 {
        let landed = out.row(out.rows() - 1);
        let mut changed = 0;
        for (i, (field, loss)) in self.pending.iter().enumerate() {
            let label = || label(self.lane, row, self.rows_seen);
            let (before, after) = (row.cell(*field), landed.cell(*field));
            self.tally.add(*field, loss, true, label, before, after);
            // Two losses in one value are still one changed value.
            if i == 0 || self.pending[i - 1].0 != *field {
                changed += 1;
            }
        }
        changed
    }
}

fn accepts(lane: &Lane, field: usize, loss: &str) -> bool {
    let own = &lane.fields[field].accept;
    own.iter().chain(&lane.accept).any(|a| a == loss)
}

/// Whether the plan says that rows left behind for this reason are known and wanted: `accept = ["leave:not_null"]`.
pub fn leaving_accepted(lane: &Lane, field: Option<usize>, reason: &str) -> bool {
    let of_field = field.map(|f| &lane.fields[f].accept);
    let wanted = |a: &String| a.strip_prefix("leave:") == Some(reason);
    lane.accept
        .iter()
        .chain(of_field.into_iter().flatten())
        .any(wanted)
}

/// The row as a person finds it again: by its key, or by its place in reading order.
fn label(lane: &Lane, row: Row<'_>, number: u64) -> String {
    let mut parts = Vec::new();
    for key in &lane.key {
        let Some(at) = lane.fields.iter().position(|f| f.from.name == *key) else {
            return format!("row {number}");
        };
        parts.push(format!("{key} {}", row.cell(at).to_value().shown().text));
    }
    if parts.is_empty() {
        format!("row {number}")
    } else {
        parts.join(", ")
    }
}

fn not_accepted(loss: &str) -> String {
    format!("the loss {loss:?} is not accepted")
}

pub(crate) fn as_word(wanted: As) -> &'static str {
    match wanted {
        As::Text => "text",
        As::Integer => "integer",
        As::Real => "real",
        As::Boolean => "boolean",
        As::Bytes => "bytes",
        As::Json => "json",
        As::Uuid => "uuid",
    }
}

/// A row left behind, as the report and the reject file hold it.
pub fn left_row(
    lane: &Lane,
    row: Row<'_>,
    field: Option<usize>,
    reason: &str,
    rule: &str,
) -> LeftRow {
    LeftRow {
        from: lane.from.clone(),
        row: lane
            .fields
            .iter()
            .zip(row.cells())
            .map(|(f, cell)| (f.from.name.clone(), Shown::of(&cell.to_value())))
            .collect(),
        field: field.map(|f| lane.fields[f].from.name.clone()),
        reason: reason.to_owned(),
        rule: rule.to_owned(),
    }
}
