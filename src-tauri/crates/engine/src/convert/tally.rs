//! What was lost, counted by field and name, with the first pairs and the worst one. Memory stays small however many
//! values change, since only a handful of pairs is kept, and those are cut.

use super::type_words;
use crate::Lane;
use drydock_connector::Cell;
use drydock_model::Shown;
use drydock_model::rehearsal::FieldLoss;

const PAIRS: usize = 5;

#[derive(Debug, Clone, PartialEq)]
pub struct LossTally {
    /// The field's place in the lane.
    pub field: usize,
    pub loss: &'static str,
    /// The value went on changed; otherwise its row was left behind.
    pub accepted: bool,
    pub values: u64,
    /// The first pairs: the row for people, before, after.
    pub pairs: Vec<(String, Shown, Shown)>,
    worst: Option<Worst>,
}

#[derive(Debug, Clone, PartialEq)]
struct Worst {
    size: f64,
    pair: (String, Shown, Shown),
}

#[derive(Debug, Default)]
pub struct Tally(Vec<LossTally>);

impl Tally {
    /// By field, so that a report does not depend on which row came first.
    pub fn all(&self) -> Vec<&LossTally> {
        let mut all: Vec<&LossTally> = self.0.iter().collect();
        all.sort_by_key(|t| (t.field, t.loss, t.accepted));
        all
    }

    pub fn add(
        &mut self,
        field: usize,
        loss: &'static str,
        accepted: bool,
        label: impl Fn() -> String,
        before: Cell<'_>,
        after: Cell<'_>,
    ) {
        let known = |t: &LossTally| t.field == field && t.loss == loss && t.accepted == accepted;
        let at = self.0.iter().position(known).unwrap_or_else(|| {
            self.0.push(LossTally {
                field,
                loss,
                accepted,
                values: 0,
                pairs: Vec::new(),
                worst: None,
            });
            self.0.len() - 1
        });
        let tally = &mut self.0[at];
        tally.values += 1;
        let shown = |cell: Cell<'_>| cell.to_value().shown();
        if tally.pairs.len() < PAIRS {
            tally.pairs.push((label(), shown(before), shown(after)));
        }
        let size = distance(before, after);
        if tally.worst.as_ref().is_none_or(|w| size > w.size) {
            let pair = (label(), shown(before), shown(after));
            tally.worst = Some(Worst { size, pair });
        }
    }
}

impl LossTally {
    /// The pair with the largest change.
    pub fn worst(&self) -> Option<&(String, Shown, Shown)> {
        self.worst.as_ref().map(|w| &w.pair)
    }

    pub fn shown(&self, lane: &Lane) -> FieldLoss {
        let field = &lane.fields[self.field];
        let mut pairs = self.pairs.clone();
        if let Some(worst) = self.worst().filter(|w| !pairs.contains(w)) {
            pairs.pop();
            pairs.insert(0, worst.clone());
        }
        FieldLoss {
            table: lane.from.clone(),
            field: field.from.name.clone(),
            before: type_words(&field.from),
            after: type_words(&field.to),
            loss: self.loss.to_owned(),
            values: self.values,
            accepted: self.accepted,
            pairs,
        }
    }
}

/// How far apart two values are: numbers by their difference, anything else by the bytes that went.
fn distance(before: Cell<'_>, after: Cell<'_>) -> f64 {
    match (as_number(before), as_number(after)) {
        (Some(a), Some(b)) => {
            let size = (a - b).abs();
            if size.is_nan() { f64::INFINITY } else { size }
        }
        _ => before.size().saturating_sub(after.size()) as f64,
    }
}

fn as_number(cell: Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Int(i) => Some(i as f64),
        Cell::Float(bits) => Some(f64::from_bits(bits)),
        Cell::Text(s) | Cell::Decimal(s) => s.trim().parse().ok(),
        _ => None,
    }
}
