//! One cell into the bytes that PostgreSQL takes for a field.
//!
//! Losses by name: `form` (nothing is lost, the field has another form for it), `affinity` (another type, the same
//! number or digits), `round`, `negative_zero`, `nan`, `spelling`, `cut` and `padding` (blanks at the end).

mod moments;
mod numbers;
#[cfg(test)]
mod tests;

use super::numeric::Digits;
use super::{Form, Put, Room, array, clock, json};
use drydock_connector::Cell;
use moments::{date, hyphened, moment, time, uuid};
use numbers::{decimal, float, integer};
use std::fmt::Write;

use Put::{Changed, Exact, Refused};

const TYPE: Put = Refused("type_refused");
const RANGE: Put = Refused("out_of_range");
const ENCODING: Put = Refused("encoding");

/// Memory that is kept from value to value.
#[derive(Default)]
pub(crate) struct Encoder {
    digits: Digits,
    text: String,
}

/// Appends the value's bytes, without its length. Null is the caller's matter. What is appended for a refused value is
/// of no use.
pub(crate) fn encode(form: Form<'_>, cell: Cell<'_>, with: &mut Encoder, out: &mut Vec<u8>) -> Put {
    match form {
        Form::Bool => match cell {
            Cell::Bool(b) => put(out, &[u8::from(b)], Exact),
            Cell::Int(i @ (0 | 1)) => put(out, &[i as u8], Changed("form")),
            _ => TYPE,
        },
        Form::Int { bytes } => integer(bytes, cell, out),
        Form::Oid => match cell {
            Cell::Int(i) => match u32::try_from(i) {
                Ok(i) => put(out, &i.to_be_bytes(), Exact),
                Err(_) => RANGE,
            },
            _ => TYPE,
        },
        Form::Float { bytes } => float(bytes, cell, out),
        Form::Numeric(bounds) => decimal(bounds, cell, with, out),
        Form::Text(room) => text(room, cell, with, out),
        Form::Enum(labels) => match cell {
            Cell::Text(s) if is_label(labels, s) => put(out, s.as_bytes(), Exact),
            _ => TYPE,
        },
        Form::Bytes => match cell {
            Cell::Bytes(b) => put(out, b, Exact),
            Cell::Opaque(b) => put(out, b, Changed("affinity")),
            _ => TYPE,
        },
        Form::Date => date(cell, with, out),
        Form::Time { digits } => time(digits, cell, with, out),
        Form::Timestamp { digits } => moment(digits, false, cell, with, out),
        Form::Instant { digits } => moment(digits, true, cell, with, out),
        Form::Uuid => uuid(cell, with, out),
        Form::Json => match cell {
            Cell::Json(s) | Cell::Text(s) => match json::check(s) {
                Err(reason) => Refused(reason),
                Ok(()) if matches!(cell, Cell::Json(_)) => put(out, s.as_bytes(), Exact),
                Ok(()) => put(out, s.as_bytes(), Changed("form")),
            },
            _ => TYPE,
        },
        Form::Jsonb => match cell {
            Cell::Json(s) | Cell::Text(s) => {
                with.text.clear();
                let made = json::rewritten(s, &mut with.text);
                // The version of the form.
                out.push(1);
                let put = put(out, with.text.as_bytes(), made);
                match (put, cell) {
                    (Exact, Cell::Text(_)) => Changed("form"),
                    (put, _) => put,
                }
            }
            _ => TYPE,
        },
        Form::Array(element) => match (cell, Form::built_in(element)) {
            (Cell::Text(s), _) if s.contains('\0') => ENCODING,
            (Cell::Text(s), Some(element)) if array::is_own(s, element, with) => {
                put(out, s.as_bytes(), Exact)
            }
            _ => TYPE,
        },
        Form::Spoken => match cell {
            Cell::Opaque(b) => match std::str::from_utf8(b) {
                Ok(s) if !s.contains('\0') => put(out, b, Exact),
                _ => ENCODING,
            },
            _ => TYPE,
        },
    }
}

fn put(out: &mut Vec<u8>, bytes: &[u8], put: Put) -> Put {
    out.extend_from_slice(bytes);
    put
}

fn text(room: Room, cell: Cell<'_>, with: &mut Encoder, out: &mut Vec<u8>) -> Put {
    with.text.clear();
    let written = &mut with.text;
    let (s, how): (&str, Put) = match cell {
        Cell::Text(s) => (s, Exact),
        Cell::BrokenText(_) => return ENCODING,
        Cell::Json(s) | Cell::Decimal(s) => (s, Changed("affinity")),
        Cell::Bytes(_) => return TYPE,
        Cell::Opaque(b) => match std::str::from_utf8(b) {
            Ok(s) => (s, Changed("form")),
            Err(_) => return TYPE,
        },
        other => {
            write_out(other, written);
            (written, Changed("affinity"))
        }
    };
    if s.contains('\0') {
        return ENCODING;
    }
    let limit = match room {
        Room::Any => return put(out, s.as_bytes(), how),
        Room::Name if s.len() > 63 => return Refused("too_long"),
        Room::Name => return put(out, s.as_bytes(), how),
        Room::Chars(n) | Room::Padded(n) => n as usize,
    };
    let length = s.chars().count();
    if length > limit {
        // Only blanks go without a word; so they are told of here.
        let kept = s.char_indices().nth(limit).map_or(s.len(), |(i, _)| i);
        return match s[kept..].bytes().all(|b| b == b' ') {
            true => put(out, &s.as_bytes()[..kept], Changed("cut")),
            false => Refused("too_long"),
        };
    }
    out.extend_from_slice(s.as_bytes());
    if matches!(room, Room::Padded(_)) && length < limit {
        out.resize(out.len() + limit - length, b' ');
        return Changed("padding");
    }
    how
}

/// What has no text of its own, as text.
fn write_out(cell: Cell<'_>, out: &mut String) {
    let _ = match cell {
        Cell::Bool(b) => write!(out, "{b}"),
        Cell::Int(i) => write!(out, "{i}"),
        Cell::Float(bits) => write!(out, "{:?}", f64::from_bits(bits)),
        Cell::Date(days) => {
            clock::write_date(i64::from(days), out);
            Ok(())
        }
        Cell::Time(nanos) => {
            clock::write_time(nanos, out);
            Ok(())
        }
        Cell::Timestamp { seconds, nanos } => {
            clock::write_moment(seconds, nanos, false, out);
            Ok(())
        }
        Cell::Instant { seconds, nanos } => {
            clock::write_moment(seconds, nanos, true, out);
            Ok(())
        }
        Cell::Uuid(uuid) => {
            hyphened(&uuid, out);
            Ok(())
        }
        _ => Ok(()),
    };
}

fn is_label(labels: &str, text: &str) -> bool {
    let mut rest = labels;
    while let Some(inside) = rest.strip_prefix('\'') {
        let (mut same, mut left) = (true, text);
        let mut chars = inside.char_indices();
        let mut end = inside.len();
        while let Some((at, c)) = chars.next() {
            if c == '\'' && !inside[at + 1..].starts_with('\'') {
                end = at + 1;
                break;
            }
            if c == '\'' {
                chars.next();
            }
            match left.strip_prefix(c) {
                Some(next) => left = next,
                None => same = false,
            }
        }
        if same && left.is_empty() {
            return true;
        }
        rest = inside[end..].trim_start_matches([',', ' ']);
    }
    false
}
