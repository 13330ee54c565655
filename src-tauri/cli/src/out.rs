//! What is printed: results on standard output as text or JSON, everything else on standard error. A reader that goes
//! away ends the program quietly.

use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// The version of every JSON document that is printed.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a, T> {
    drydock: u32,
    kind: &'a str,
    #[serde(flatten)]
    body: T,
}

#[derive(Debug, Clone, Copy)]
pub struct Out {
    pub json: bool,
}

impl Out {
    /// One document: text for people, or JSON of the kind.
    pub fn result(self, kind: &str, body: impl Serialize, text: impl FnOnce() -> String) {
        let printed = match self.json {
            true => json(kind, body),
            false => text(),
        };
        print(&mut io::stdout().lock(), &printed);
    }

    /// For people only, beside the result.
    pub fn note(self, text: &str) {
        if !self.json {
            print(&mut io::stderr().lock(), text);
        }
    }
}

pub fn json(kind: &str, body: impl Serialize) -> String {
    let document = Document {
        drydock: SCHEMA,
        kind,
        body,
    };
    serde_json::to_string_pretty(&document).unwrap_or_else(|e| {
        format!(
            "{{\"drydock\":{SCHEMA},\"kind\":\"broken\",\"why\":{:?}}}",
            e.to_string()
        )
    })
}

/// Prints lines; an end without a line break gets one. That nobody reads any more, as `head` does it, changes neither
/// the work nor its exit code.
pub fn print(to: &mut impl Write, text: &str) {
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    if let Err(error) = write!(to, "{text}{end}").and_then(|()| to.flush()) {
        tracing::debug!(%error, "Nobody reads any more.");
    }
}

/// Colour only where a person looks at it and wants it.
pub fn colour() -> bool {
    io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}
