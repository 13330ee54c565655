//! UUIDs and addresses of machines, which have one spelling.

use super::{Scratch, Taken, Wire};
use drydock_connector::Cell;
use std::fmt::Write;

pub(super) fn uuid<'a>(cell: Cell<'a>, scratch: &'a mut Scratch) -> Taken<'a> {
    let out = &mut scratch.text;
    let loss = match cell {
        Cell::Uuid(u) => {
            hyphened(&u, out);
            None
        }
        Cell::Text(s) => {
            let id = parse_uuid(s.as_bytes()).ok_or("not_a_uuid")?;
            hyphened(&id, out);
            Some(if out == s { "form" } else { "spelling" })
        }
        _ => return Err("type_refused"),
    };
    Ok((Wire::Text(out), loss))
}

pub(super) fn hyphened(uuid: &[u8; 16], out: &mut String) {
    out.clear();
    for (i, byte) in uuid.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
}

/// 32 hexadecimal digits, with hyphens where they belong or without any.
pub(crate) fn parse_uuid(text: &[u8]) -> Option<[u8; 16]> {
    let hyphens = match text.len() {
        36 => true,
        32 => false,
        _ => return None,
    };
    let mut uuid = [0; 16];
    let mut at = 0;
    for (i, byte) in uuid.iter_mut().enumerate() {
        if hyphens && matches!(i, 4 | 6 | 8 | 10) {
            if text[at] != b'-' {
                return None;
            }
            at += 1;
        }
        let digit = |b: u8| char::from(b).to_digit(16);
        *byte = (digit(text[at])? * 16 + digit(text[at + 1])?) as u8;
        at += 2;
    }
    Some(uuid)
}

pub(super) fn address<'a, A>(cell: Cell<'a>, scratch: &'a mut Scratch) -> Taken<'a>
where
    A: std::str::FromStr + std::fmt::Display,
{
    let Cell::Text(s) = cell else {
        return Err("type_refused");
    };
    let address: A = s.parse().map_err(|_| "type_refused")?;
    let spelled = scratch.write(address);
    let loss = (spelled != s).then_some("spelling");
    Ok((Wire::Text(spelled), loss))
}
