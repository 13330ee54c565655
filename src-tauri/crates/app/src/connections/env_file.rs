//! A file of settings as projects have it: `NAME=value` lines. It is taken apart here and changes nothing: not the file,
//! not the environment of this process.
//!
//! Not by the crate `dotenvy`: it looks into the environment of this process for `$NAME` before the file, takes `$` in an
//! unquoted password for such a name, and refuses unquoted values with spaces, which other readers take.

use std::collections::HashMap;

/// References that refer to references, at most so deep: a circle ends too.
const DEPTH: usize = 10;

#[derive(Debug, Default)]
pub struct EnvText {
    names: Vec<String>,
    values: HashMap<String, Vec<Piece>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `${NAME}`, or `${NAME:-what else}`.
    Other(String, Option<String>),
}

impl EnvText {
    pub fn parse(text: &str) -> EnvText {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.replace("\r\n", "\n");
        let mut found = EnvText::default();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
            let Some((name, value)) = entry(line) else {
                rest = next;
                continue;
            };
            let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
            // What is quoted may go on over lines.
            let from = line.len() - value.len();
            let closed = quote.and_then(|quote| quoted(&rest[from + 1..], quote));
            let pieces = match closed {
                Some((pieces, behind)) => {
                    rest = behind.split_once('\n').map_or("", |(_, next)| next);
                    pieces
                }
                None => {
                    rest = next;
                    references(unquoted(value))
                }
            };
            // The last one counts, as where it is loaded.
            if found.values.insert(name.to_owned(), pieces).is_none() {
                found.names.push(name.to_owned());
            }
        }
        found
    }

    /// In the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// With its references filled in; the name of the one that the file does not set is the error.
    pub fn value(&self, name: &str) -> Option<Result<String, String>> {
        self.values.get(name).map(|_| self.filled(name, 0))
    }

    /// As `value`, where it is there and whole.
    pub fn get(&self, name: &str) -> Option<String> {
        self.value(name)?.ok()
    }

    /// What stands before the first reference.
    pub fn begins(&self, name: &str) -> &str {
        match self.values.get(name).and_then(|pieces| pieces.first()) {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    fn filled(&self, name: &str, depth: usize) -> Result<String, String> {
        let pieces = self.values.get(name).filter(|_| depth < DEPTH);
        let mut whole = String::new();
        for piece in pieces.ok_or_else(|| name.to_owned())? {
            match piece {
                Piece::Text(text) => whole.push_str(text),
                Piece::Other(other, default) => match (self.filled(other, depth + 1), default) {
                    (Ok(value), None) => whole.push_str(&value),
                    (Ok(value), Some(_)) if !value.is_empty() => whole.push_str(&value),
                    (_, Some(default)) => whole.push_str(default),
                    (Err(missing), None) => return Err(missing),
                },
            }
        }
        Ok(whole)
    }
}

/// The name of a line, and the rest of the line from its value on.
fn entry(line: &str) -> Option<(&str, &str)> {
    let start = line.trim_start();
    let start = start.strip_prefix("export ").unwrap_or(start);
    let (name, value) = start.split_once('=')?;
    is_name(name.trim()).then_some((name.trim(), value.trim_start()))
}

fn is_name(name: &str) -> bool {
    let begins = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(begins)
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_.".contains(c))
}

/// Up to a comment, which a space is before.
fn unquoted(value: &str) -> &str {
    if value.starts_with('#') {
        return "";
    }
    let comment = [" #", "\t#"]
        .iter()
        .filter_map(|mark| value.find(mark))
        .min();
    value[..comment.unwrap_or(value.len())].trim_end()
}

/// What stands up to the closing quote, and what is behind it. Only double quotes know escapes and references.
fn quoted(text: &str, quote: char) -> Option<(Vec<Piece>, &str)> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => {
                match quote {
                    '"' => pieces.extend(references(&plain)),
                    _ => pieces.push(Piece::Text(plain)),
                }
                return Some((pieces, &text[at + c.len_utf8()..]));
            }
            '\\' if quote == '"' => match chars.next()?.1 {
                'n' => plain.push('\n'),
                'r' => plain.push('\r'),
                't' => plain.push('\t'),
                '$' => {
                    pieces.extend(references(&plain));
                    pieces.push(Piece::Text("$".into()));
                    plain.clear();
                }
                c @ ('"' | '\\') => plain.push(c),
                c => plain.extend(['\\', c]),
            },
            c => plain.push(c),
        }
    }
    None
}

/// Only with braces: a `$` alone is part of many a password.
fn references(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let inside = after.split_once('}').map(|(inside, next)| {
            let (name, default) = match inside.split_once(":-").or_else(|| inside.split_once('-')) {
                Some((name, default)) => (name, Some(default.to_owned())),
                None => (inside, None),
            };
            (name, default, next)
        });
        plain.push_str(before);
        match inside.filter(|(name, ..)| is_name(name)) {
            Some((name, default, next)) => {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
                pieces.push(Piece::Other(name.to_owned(), default));
                rest = next;
            }
            None => {
                plain.push_str("${");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    pieces.push(Piece::Text(plain));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(String, String)> {
        let read = EnvText::parse(text);
        let pair = |name: &str| {
            let value = read.value(name).unwrap();
            (
                name.to_owned(),
                value.unwrap_or_else(|m| format!("lacks {m}")),
            )
        };
        read.names().map(pair).collect()
    }

    #[test]
    fn lines_are_read_as_frameworks_read_them() {
        let text = "\u{feff}# a comment\r
A=plain\r
export B = spaced out  # and why\r
C=a#b$c$\r
D='single ${A} # \\n'\r
E=\"double \\\"${A}\\\" \\$A \\${A}\\n\"  # c\r
not a line\r
F=\"two
lines\"
G=`back \"ticks\"`
H=
I=\"never closed
A=again
J=${A}/${NOWHERE:-else}/${}/${A
K=# nothing
L=${NOWHERE}
M=${N}
N=${M}";
        let expected = [
            ("A", "again"),
            ("B", "spaced out"),
            ("C", "a#b$c$"),
            ("D", "single ${A} # \\n"),
            ("E", "double \"again\" $A ${A}\n"),
            ("F", "two\nlines"),
            ("G", "back \"ticks\""),
            ("H", ""),
            ("I", "\"never closed"),
            ("J", "again/else/${}/${A"),
            ("K", ""),
            ("L", "lacks NOWHERE"),
        ];
        let found = all(text);
        for (found, (name, value)) in found.iter().zip(expected) {
            assert_eq!((found.0.as_str(), found.1.as_str()), (name, value));
        }
        assert!(found[12].1.starts_with("lacks "), "a circle ends");
        assert_eq!(found.len(), 14);
    }
}
