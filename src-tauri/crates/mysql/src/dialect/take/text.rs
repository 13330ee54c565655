//! Values into texts and bytes: which characters a column has, and how many of them.

use super::{Charset, Scratch, Taken, Wire, name};
use crate::dialect::clock::{Fields, Span};
use drydock_connector::Cell;
use std::fmt::Write;

/// The text that says the value.
pub(super) fn written<'a>(
    cell: Cell<'a>,
    scratch: &'a mut Scratch,
) -> Result<(&'a str, Option<&'static str>), &'static str> {
    let out = &mut scratch.text;
    out.clear();
    let loss = match cell {
        Cell::Text(s) => return Ok((s, None)),
        Cell::Json(s) | Cell::Decimal(s) => return Ok((s, Some("form"))),
        Cell::BrokenText(_) => return Err("encoding"),
        Cell::Opaque(b) => {
            return match std::str::from_utf8(b) {
                Ok(s) => Ok((s, Some("form"))),
                Err(_) => Err("type_refused"),
            };
        }
        Cell::Bool(b) => {
            out.push_str(if b { "true" } else { "false" });
            "affinity"
        }
        Cell::Int(i) => {
            let _ = write!(out, "{i}");
            "affinity"
        }
        Cell::Float(bits) => {
            let f = f64::from_bits(bits);
            // The shortest digits that read back as the same float.
            let _ = write!(out, "{f:?}");
            let odd = f.is_nan() && bits != f64::NAN.to_bits();
            if odd { "nan" } else { "affinity" }
        }
        Cell::Date(days) => {
            let fields = Fields::of_days(i64::from(days)).ok_or("out_of_range")?;
            fields.write_date(out);
            "form"
        }
        Cell::Time(nanos) => {
            Span::of_nanos(nanos).write(out);
            sub_micros(nanos)
        }
        Cell::Timestamp { seconds, nanos } | Cell::Instant { seconds, nanos } => {
            let fields = Fields::of_seconds(seconds, nanos / 1000).ok_or("out_of_range")?;
            fields.write(out);
            if matches!(cell, Cell::Instant { .. }) {
                out.push_str("+00:00");
            }
            sub_micros(i64::from(nanos))
        }
        Cell::Uuid(u) => {
            name::hyphened(&u, out);
            "form"
        }
        Cell::Null | Cell::Bytes(_) => return Err("type_refused"),
    };
    Ok((out, Some(loss)))
}

pub(super) fn sub_micros(nanos: i64) -> &'static str {
    if nanos % 1000 == 0 { "form" } else { "round" }
}

pub(super) fn text_of<'a>(
    text: &'a str,
    loss: Option<&'static str>,
    charset: Charset,
    (chars, most_bytes, fixed): (Option<u32>, u64, bool),
) -> Taken<'a> {
    let bytes = encoded(text, charset).ok_or("encoding")?;
    let mut text = text;
    let mut loss = loss;
    if let Some(most) = chars {
        // No text has more characters than bytes.
        if text.len() > most as usize
            && let Some((end, _)) = text.char_indices().nth(most as usize)
        {
            // Strict as the server is, blanks at the end are cut off without a word.
            if !text[end..].bytes().all(|b| b == b' ') {
                return Err("too_long");
            }
            text = &text[..end];
            loss = Some("trailing_spaces");
        }
    } else if bytes as u64 > most_bytes {
        return Err("too_long");
    }
    if fixed && text.ends_with(' ') {
        text = text.trim_end_matches(' ');
        loss = Some("trailing_spaces");
    }
    Ok((Wire::Text(text), loss))
}

/// Bytes of the text in the column, where it has its characters.
pub(super) fn encoded(text: &str, charset: Charset) -> Option<usize> {
    match charset {
        Charset::Utf8mb4 | Charset::Other => Some(text.len()),
        // Characters beyond U+FFFF begin with a byte from F0 on.
        Charset::Utf8mb3 => text.bytes().all(|b| b < 0xf0).then_some(text.len()),
        Charset::Ascii => text.is_ascii().then_some(text.len()),
        Charset::Latin1 => {
            let all = text.is_ascii() || text.chars().all(is_latin1);
            all.then(|| text.chars().count())
        }
    }
}

/// The server's latin1 is Windows-1252, with the five gaps as control characters.
pub(super) fn is_latin1(c: char) -> bool {
    matches!(c, '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' | '\u{81}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}')
        || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}

pub(super) fn bytes<'a>(
    cell: Cell<'a>,
    most: u64,
    fixed: bool,
    scratch: &'a mut Scratch,
) -> Taken<'a> {
    let (bytes, loss) = match cell {
        Cell::Bytes(b) => (b, None),
        Cell::Opaque(b) => (b, Some("form")),
        Cell::Text(s) | Cell::Json(s) => (s.as_bytes(), Some("affinity")),
        Cell::BrokenText(b) => (b, Some("affinity")),
        Cell::Uuid(u) if most == 16 || most > 16 && !fixed => {
            scratch.bytes.clear();
            scratch.bytes.extend_from_slice(&u);
            return Ok((Wire::Bytes(&scratch.bytes), Some("form")));
        }
        _ => return Err("type_refused"),
    };
    if bytes.len() as u64 > most {
        return Err("too_long");
    }
    if fixed && (bytes.len() as u64) < most {
        scratch.bytes.clear();
        scratch.bytes.extend_from_slice(bytes);
        scratch.bytes.resize(most as usize, 0);
        return Ok((Wire::Bytes(&scratch.bytes), Some("padded")));
    }
    Ok((Wire::Bytes(bytes), loss))
}

pub(super) fn member<'a>(cell: Cell<'a>, is_member: impl Fn(&str) -> bool) -> Taken<'a> {
    match cell {
        Cell::Text(s) if is_member(s) => Ok((Wire::Text(s), None)),
        _ => Err("type_refused"),
    }
}
