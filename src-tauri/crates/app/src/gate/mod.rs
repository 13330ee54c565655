//! The gate before a run: the rules (pure), and the gate of a plan as it stands now.

mod case;
mod rules;

pub(crate) use rules::{name, typed_name};
