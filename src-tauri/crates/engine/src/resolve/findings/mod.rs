//! The words of what can be found out without reading a row. One function a finding, so that every text stands in one
//! place and is reviewed as a screen is.

mod around;
mod fields;
mod tables;

pub(super) use around::*;
pub(super) use fields::*;
pub(super) use tables::*;

use drydock_model::finding::PlanEdit;
use drydock_model::{As, Choice, Finding, FindingKind, Move, Severity, WriteMode};

/// A finding about nothing in particular yet.
pub(crate) fn finding(
    id: impl Into<String>,
    severity: Severity,
    kind: FindingKind,
    title: impl Into<String>,
    why: impl Into<String>,
) -> Finding {
    Finding {
        id: id.into(),
        severity,
        kind,
        source: None,
        dataset: None,
        field: None,
        count: None,
        of: None,
        title: title.into(),
        why: why.into(),
        worst: None,
        choices: Vec::new(),
        accepted: false,
    }
}

pub(crate) fn choice(id: &str, text: impl Into<String>, edit: PlanEdit) -> Choice {
    Choice {
        id: id.into(),
        text: text.into(),
        affects: None,
        recommended: false,
        edit,
    }
}

/// The same finding, about a place.
pub(crate) trait At {
    fn at(self, from: &str) -> Finding;
    fn at_field(self, from: &str, field: &str) -> Finding;
    fn choose(self, choice: Choice) -> Finding;
    fn recommend(self, choice: Choice) -> Finding;
}

impl At for Finding {
    fn at(mut self, from: &str) -> Finding {
        let (source, dataset) = from.split_once('.').unwrap_or((from, ""));
        self.source = Some(source.to_owned());
        self.dataset = (!dataset.is_empty()).then(|| dataset.to_owned());
        self
    }

    fn at_field(mut self, from: &str, field: &str) -> Finding {
        self.field = Some(field.to_owned());
        self.at(from)
    }

    fn choose(mut self, choice: Choice) -> Finding {
        self.choices.push(choice);
        self
    }

    fn recommend(mut self, mut choice: Choice) -> Finding {
        choice.recommended = true;
        self.choices.push(choice);
        self
    }
}

fn leave(from: &str) -> Choice {
    let from = from.to_owned();
    choice("leave", "Leave it where it is", PlanEdit::Leave { from })
}

fn write(from: &str, write: WriteMode, text: &str) -> Choice {
    let id = match write {
        WriteMode::Create => "create",
        WriteMode::Append => "append",
        WriteMode::Upsert => "upsert",
        WriteMode::Replace => "replace",
    };
    let from = from.to_owned();
    choice(id, text, PlanEdit::WriteMode { from, write })
}

fn rename(from: &str, to: String) -> Choice {
    let from = from.to_owned();
    choice(
        "rename",
        format!("Call it {to}"),
        PlanEdit::MoveTo { from, to },
    )
}

fn drop_field(from: &str, field: &str) -> Choice {
    let edit = PlanEdit::FieldDrop {
        from: from.to_owned(),
        field: field.to_owned(),
    };
    choice("drop", format!("Leave {field} behind"), edit)
}

fn field_to(from: &str, field: &str, to: &str) -> Choice {
    let edit = PlanEdit::FieldTo {
        from: from.to_owned(),
        field: field.to_owned(),
        to: to.to_owned(),
    };
    choice(&format!("to:{to}"), format!("Put {field} into {to}"), edit)
}

fn keep_field(from: &str, field: &str, text: &str) -> Choice {
    let edit = PlanEdit::FieldKeep {
        from: from.to_owned(),
        field: field.to_owned(),
    };
    choice("keep", text, edit)
}
