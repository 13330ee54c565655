//! Where in a plan file something stands, so that an error in it can name the line.

use super::{FORMAT, PlanError};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

pub(super) struct Lines<'a> {
    text: &'a str,
    /// Empty where the text is no plan at all, which is said when it is read.
    said: Said,
}

/// As much of a plan as errors speak of. Keys of other formats are passed over.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    drydock: Option<Spanned<u32>>,
    sources: BTreeMap<Spanned<String>, IgnoredAny>,
    #[serde(rename = "move")]
    moves: Vec<SaidMove>,
}

#[derive(Deserialize)]
struct SaidMove {
    from: Spanned<String>,
    #[serde(rename = "field", default)]
    fields: Vec<SaidField>,
    #[serde(default)]
    drop: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
struct SaidField {
    from: Spanned<String>,
    to: Spanned<String>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Lines<'a> {
        let said = toml::from_str(text).unwrap_or_default();
        Lines { text, said }
    }

    pub fn format(&self) -> Result<(), PlanError> {
        // Also where the rest cannot be read as a plan of this format.
        #[derive(Deserialize)]
        struct Format {
            drydock: Spanned<u32>,
        }
        match toml::from_str::<Format>(self.text) {
            Ok(Format { drydock }) if *drydock.get_ref() != FORMAT => {
                let error = PlanError::Format(*drydock.get_ref());
                Err(self.at(Some(drydock.span().start), error))
            }
            _ => Ok(()),
        }
    }

    /// The error with the line that is to be corrected.
    pub fn located(&self, error: PlanError) -> PlanError {
        let start = match &error {
            PlanError::Syntax(_) | PlanError::At { .. } => None,
            PlanError::Format(_) => self.said.drydock.as_ref().map(|d| d.span().start),
            PlanError::SourceName(name) => self
                .said
                .sources
                .keys()
                .find(|n| n.get_ref() == name)
                .map(|n| n.span().start),
            PlanError::BadFrom(from) | PlanError::UnknownSource { from, .. } => {
                self.moves(from).next().map(|m| m.from.span().start)
            }
            PlanError::Twice(from) => self.moves(from).nth(1).map(|m| m.from.span().start),
            PlanError::FieldTwice { from, .. } => self.moves(from).next().and_then(|m| {
                let moved = m.fields.iter().map(|f| &f.from);
                again(moved.chain(&m.drop))
            }),
            PlanError::ToTwice { from, .. } => {
                let first = self.moves(from).next();
                first.and_then(|m| again(m.fields.iter().map(|f| &f.to)))
            }
        };
        self.at(start, error)
    }

    fn moves(&self, from: &str) -> impl Iterator<Item = &SaidMove> {
        self.said
            .moves
            .iter()
            .filter(move |m| m.from.get_ref() == from)
    }

    fn at(&self, start: Option<usize>, error: PlanError) -> PlanError {
        match start.and_then(|start| self.text.get(..start)) {
            Some(before) => PlanError::At {
                line: before.matches('\n').count() + 1,
                error: Box::new(error),
            },
            None => error,
        }
    }
}

/// Where a name stands that stood before.
fn again<'a>(names: impl Iterator<Item = &'a Spanned<String>>) -> Option<usize> {
    let mut seen = BTreeSet::new();
    names
        .into_iter()
        .find(|name| !seen.insert(name.get_ref()))
        .map(|name| name.span().start)
}
