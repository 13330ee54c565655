//! One value made into the type that the plan asks for.
//!
//! Without loss means: the same conversion backwards gives the value as it was. So `'0012'` becomes the integer 12 only
//! where the loss of its `spelling` is accepted, and `'12.5'` only where `round` is.

use super::number::Number;
use drydock_connector::Cell;
use drydock_model::{As, Logical};
use std::fmt::Write;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became<'a> {
    Exact(Cell<'a>),
    Converted(Cell<'a>),
    /// Another value, with the name of what is lost: `spelling`, `round`, `nan`, `negative_zero`.
    Changed(Cell<'a>, &'static str),
    /// There is no such value: `not_a_number`, `out_of_range`, `not_a_boolean`, `not_utf8`, `not_json`, `not_a_uuid`,
    /// `no_conversion`.
    Refused(&'static str),
}

/// Room for values that are written anew; kept from value to value.
#[derive(Debug, Default)]
pub struct Scratch {
    text: String,
    bytes: Vec<u8>,
}

impl Scratch {
    fn write(&mut self, value: impl std::fmt::Display) -> &str {
        self.text.clear();
        // Writing to a String does not fail.
        let _ = write!(self.text, "{value}");
        &self.text
    }

    /// The shortest digits that read back as the same float.
    fn float(&mut self, f: f64) -> &str {
        self.text.clear();
        let _ = write!(self.text, "{f:?}");
        &self.text
    }

    fn keep(&mut self, bytes: &[u8]) -> &[u8] {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        &self.bytes
    }
}

/// Whether any value of the declared type can become the wanted one; for stores where a type binds its values.
pub fn possible(from: &Logical, wanted: As) -> bool {
    let textual = matches!(from, Logical::Any | Logical::Text { .. } | Logical::Json);
    if textual {
        return true;
    }
    match wanted {
        As::Text => !matches!(
            from,
            Logical::Date
                | Logical::Time
                | Logical::Timestamp { .. }
                | Logical::Array { .. }
                | Logical::Opaque { .. }
        ),
        As::Integer => matches!(
            from,
            Logical::Bool | Logical::Int { .. } | Logical::Float { .. } | Logical::Decimal { .. }
        ),
        As::Real => matches!(
            from,
            Logical::Int { .. } | Logical::Float { .. } | Logical::Decimal { .. }
        ),
        As::Boolean => matches!(
            from,
            Logical::Bool | Logical::Int { .. } | Logical::Float { .. }
        ),
        As::Bytes => matches!(from, Logical::Bytes { .. } | Logical::Uuid),
        As::Json => matches!(
            from,
            Logical::Bool
                | Logical::Int { .. }
                | Logical::Float { .. }
                | Logical::Decimal { .. }
                | Logical::Bytes { .. }
        ),
        As::Uuid => matches!(from, Logical::Bytes { .. } | Logical::Uuid),
    }
}

/// `kept_as` is how the target keeps values of the wanted type, as integers for booleans.
pub fn becomes<'a>(
    wanted: As,
    kept_as: &Logical,
    cell: Cell<'a>,
    scratch: &'a mut Scratch,
) -> Became<'a> {
    if cell.is_null() {
        return Became::Exact(cell);
    }
    match wanted {
        As::Text => text(cell, scratch),
        As::Integer => integer(cell),
        As::Real => real(cell, scratch),
        As::Boolean => boolean(kept_as, cell),
        As::Bytes => bytes(cell, scratch),
        As::Json => json(kept_as, cell, scratch),
        As::Uuid => uuid(kept_as, cell, scratch),
    }
}

fn text<'a>(cell: Cell<'a>, scratch: &'a mut Scratch) -> Became<'a> {
    match cell {
        // Broken text is text; whether the target can hold it is the target's matter.
        Cell::Text(_) | Cell::BrokenText(_) => Became::Exact(cell),
        Cell::Json(s) | Cell::Decimal(s) => Became::Converted(Cell::Text(s)),
        Cell::Bool(b) => Became::Converted(Cell::Text(truth(b))),
        Cell::Int(i) => Became::Converted(Cell::Text(scratch.write(i))),
        Cell::Float(bits) => {
            let written = Cell::Text(scratch.float(f64::from_bits(bits)));
            if f64::from_bits(bits).is_nan() && bits != f64::NAN.to_bits() {
                Became::Changed(written, "nan")
            } else {
                Became::Converted(written)
            }
        }
        Cell::Bytes(b) => match std::str::from_utf8(b) {
            Ok(s) => Became::Converted(Cell::Text(s)),
            Err(_) => Became::Refused("not_utf8"),
        },
        Cell::Uuid(u) => Became::Converted(Cell::Text(
            scratch.write(uuid::Uuid::from_bytes(u).hyphenated()),
        )),
        _ => Became::Refused("no_conversion"),
    }
}

fn integer(cell: Cell<'_>) -> Became<'_> {
    match cell {
        Cell::Int(_) => Became::Exact(cell),
        Cell::Bool(b) => Became::Converted(Cell::Int(i64::from(b))),
        Cell::Float(bits) => whole(f64::from_bits(bits)),
        Cell::Text(s) | Cell::Decimal(s) | Cell::Json(s) => {
            let Some(number) = Number::parse(s) else {
                return Became::Refused("not_a_number");
            };
            match number.integer() {
                None => Became::Refused("out_of_range"),
                Some((i, false)) => Became::Changed(Cell::Int(i), "round"),
                Some((i, true)) if is_written(i, s) => Became::Converted(Cell::Int(i)),
                Some((i, true)) => Became::Changed(Cell::Int(i), "spelling"),
            }
        }
        _ => Became::Refused("no_conversion"),
    }
}

/// Halves are rounded away from zero.
fn whole<'a>(f: f64) -> Became<'a> {
    // 2^63 is a float, the largest i64 is not; comparing with the former keeps every integer that fits.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let rounded = f.round();
    if !(-END..END).contains(&rounded) {
        return Became::Refused("out_of_range");
    }
    let cell = Cell::Int(rounded as i64);
    if rounded != f {
        Became::Changed(cell, "round")
    } else if f == 0.0 && f.is_sign_negative() {
        Became::Changed(cell, "negative_zero")
    } else {
        Became::Converted(cell)
    }
}

fn real<'a>(cell: Cell<'a>, scratch: &'a mut Scratch) -> Became<'a> {
    match cell {
        Cell::Float(_) => Became::Exact(cell),
        Cell::Int(i) => {
            let f = i as f64;
            let cell = Cell::Float(f.to_bits());
            if f as i128 == i128::from(i) {
                Became::Converted(cell)
            } else {
                Became::Changed(cell, "round")
            }
        }
        Cell::Text(s) | Cell::Decimal(s) | Cell::Json(s) => real_of(s, scratch),
        _ => Became::Refused("no_conversion"),
    }
}

fn real_of<'a>(s: &str, scratch: &mut Scratch) -> Became<'a> {
    // As `text` writes them.
    let special = match s {
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => None,
    };
    if let Some(f) = special {
        return Became::Converted(Cell::Float(f.to_bits()));
    }
    let Some((number, f)) = Number::parse(s).and_then(|n| Some((n, n.text.parse::<f64>().ok()?)))
    else {
        return Became::Refused("not_a_number");
    };
    if f.is_infinite() {
        return Became::Refused("out_of_range");
    }
    let cell = Cell::Float(f.to_bits());
    let back = scratch.float(f);
    if back == s {
        Became::Converted(cell)
    } else if Number::parse(back).is_some_and(|b| b.equals(&number)) {
        Became::Changed(cell, "spelling")
    } else {
        Became::Changed(cell, "round")
    }
}

/// `true`, `false`, `yes`, `no`, `1` and `0`, in any case.
fn boolean<'a>(kept_as: &Logical, cell: Cell<'a>) -> Became<'a> {
    let truthful = match cell {
        Cell::Bool(b) => Some(b),
        Cell::Int(0) => Some(false),
        Cell::Int(1) => Some(true),
        Cell::Float(bits) if f64::from_bits(bits) == 1.0 => Some(true),
        Cell::Float(0) => Some(false),
        Cell::Text(s) | Cell::Json(s) => match s {
            "1" => Some(true),
            "0" => Some(false),
            _ if s.eq_ignore_ascii_case("true") || s.eq_ignore_ascii_case("yes") => Some(true),
            _ if s.eq_ignore_ascii_case("false") || s.eq_ignore_ascii_case("no") => Some(false),
            _ => None,
        },
        _ => None,
    };
    let Some(b) = truthful else {
        return Became::Refused("not_a_boolean");
    };
    let kept = match kept_as {
        Logical::Int { .. } => Cell::Int(i64::from(b)),
        Logical::Text { .. } => Cell::Text(truth(b)),
        _ => Cell::Bool(b),
    };
    if kept == cell {
        return Became::Exact(cell);
    }
    // Of the spellings, the one that the kept value is written as comes back.
    let same = match (cell, kept) {
        (Cell::Bool(_), _) | (Cell::Int(_), Cell::Bool(_)) => true,
        (Cell::Text(s) | Cell::Json(s), Cell::Int(i)) => is_written(i, s),
        (Cell::Text(s) | Cell::Json(s), _) => s == truth(b),
        _ => false,
    };
    if same {
        Became::Converted(kept)
    } else {
        Became::Changed(kept, "spelling")
    }
}

fn bytes<'a>(cell: Cell<'a>, scratch: &'a mut Scratch) -> Became<'a> {
    match cell {
        Cell::Bytes(_) => Became::Exact(cell),
        Cell::Text(s) | Cell::Json(s) => Became::Converted(Cell::Bytes(s.as_bytes())),
        Cell::BrokenText(b) => Became::Converted(Cell::Bytes(b)),
        Cell::Uuid(u) => Became::Converted(Cell::Bytes(scratch.keep(&u))),
        _ => Became::Refused("no_conversion"),
    }
}

fn json<'a>(kept_as: &Logical, cell: Cell<'a>, scratch: &'a mut Scratch) -> Became<'a> {
    let written: &'a str = match cell {
        Cell::Json(s) | Cell::Text(s) | Cell::Decimal(s) => s,
        Cell::Bool(b) => truth(b),
        Cell::Int(i) => scratch.write(i),
        Cell::Float(bits) => scratch.float(f64::from_bits(bits)),
        Cell::Bytes(b) => match std::str::from_utf8(b) {
            Ok(s) => s,
            Err(_) => return Became::Refused("not_json"),
        },
        _ => return Became::Refused("no_conversion"),
    };
    if !matches!(cell, Cell::Json(_)) && !is_json(written) {
        return Became::Refused("not_json");
    }
    let kept = match kept_as {
        Logical::Text { .. } => Cell::Text(written),
        _ => Cell::Json(written),
    };
    if kept == cell {
        Became::Exact(kept)
    } else {
        Became::Converted(kept)
    }
}

/// Whole and nothing after it. The text is only walked through, so that depth and duplicate keys do not matter.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn uuid<'a>(kept_as: &Logical, cell: Cell<'a>, scratch: &'a mut Scratch) -> Became<'a> {
    let parsed = match cell {
        Cell::Uuid(u) => Some(uuid::Uuid::from_bytes(u)),
        Cell::Bytes(b) => uuid::Uuid::from_slice(b).ok(),
        Cell::Text(s) | Cell::Json(s) => uuid::Uuid::try_parse(s).ok(),
        _ => return Became::Refused("no_conversion"),
    };
    let Some(id) = parsed else {
        return Became::Refused("not_a_uuid");
    };
    let spelled = match cell {
        Cell::Text(s) | Cell::Json(s) => scratch.write(id.hyphenated()) == s,
        _ => true,
    };
    let kept = match kept_as {
        Logical::Text { .. } => Cell::Text(scratch.write(id.hyphenated())),
        Logical::Bytes { .. } => Cell::Bytes(scratch.keep(id.as_bytes())),
        _ => Cell::Uuid(id.into_bytes()),
    };
    if kept == cell {
        Became::Exact(kept)
    } else if spelled {
        Became::Converted(kept)
    } else {
        Became::Changed(kept, "spelling")
    }
}

fn truth(b: bool) -> &'static str {
    if b { "true" } else { "false" }
}

/// The integer's own way of being written is this text; asked without writing it.
fn is_written(i: i64, text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading = digits.starts_with('0') && digits.len() > 1;
    digits.bytes().all(|b| b.is_ascii_digit())
        && !leading
        && !(i == 0 && text.starts_with('-'))
        && text.parse() == Ok(i)
}
