//! The binary protocol's values, straight into a batch: no row objects, nothing allocated for a value.
//!
//! Texts come as Unicode, and the server writes `?` for what its other character sets hold and Unicode does not. Where
//! that can be, the column is asked for in a way that tells such a text from one with a question mark (C13).

use crate::ddl::quote;
use crate::dialect::clock::{Fields, Span};
use crate::dialect::kind::Kind;
use crate::dialect::take::parse_uuid;
use drydock_connector::{Batch, Cell, Fault, FaultKind};
use drydock_model::Field;
use std::fmt::Write;

/// Before the bytes of a text that is not all Unicode; no text in UTF-8 begins so.
const NOT_UNICODE: u8 = 0xff;

/// How a column is asked for, and what comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'s> {
    name: &'s str,
    pub kind: Kind<'s>,
    /// Its character set has more than Unicode.
    is_watched: bool,
}

impl<'s> Way<'s> {
    pub fn of(field: &'s Field) -> Way<'s> {
        let kind = Kind::of(&field.native);
        let collation = field.collation.as_deref().unwrap_or("utf8mb4");
        let charset = collation.split('_').next().unwrap_or_default();
        // All of these are parts of Unicode, or say by themselves that they are broken.
        let is_unicode = matches!(
            charset,
            "utf8mb4"
                | "utf8mb3"
                | "utf8"
                | "uca1400"
                | "latin1"
                | "ucs2"
                | "utf16"
                | "utf16le"
                | "utf32"
        );
        Way {
            name: &field.name,
            kind,
            is_watched: matches!(kind, Kind::Text { .. }) && !is_unicode,
        }
    }

    pub fn name(&self) -> String {
        quote(self.name)
    }

    pub fn selected(&self) -> String {
        let name = self.name();
        if !self.is_watched {
            return name;
        }
        let marks =
            |text: &str| format!("CHAR_LENGTH({text}) - CHAR_LENGTH(REPLACE({text}, '?', ''))");
        let unicode = format!("CONVERT({name} USING utf8mb4)");
        format!(
            "IF({} = {}, CAST({unicode} AS BINARY), CONCAT(x'{NOT_UNICODE:x}', CAST({name} AS BINARY)))",
            marks(&name),
            marks(&unicode)
        )
    }
}

pub(crate) fn selected<'a, 's: 'a>(ways: impl IntoIterator<Item = &'a Way<'s>>) -> String {
    let listed: Vec<String> = ways.into_iter().map(Way::selected).collect();
    listed.join(", ")
}

/// Pushes the value of a column; none is NULL. `scratch` is kept from value to value.
pub(crate) fn push(
    batch: &mut Batch,
    way: Way<'_>,
    bytes: Option<&[u8]>,
    scratch: &mut String,
    place: &str,
) -> Result<(), Fault> {
    let Some(bytes) = bytes else {
        batch.push(Cell::Null);
        return Ok(());
    };
    if let (true, [NOT_UNICODE, broken @ ..]) = (way.is_watched, bytes) {
        batch.push(Cell::BrokenText(broken));
        return Ok(());
    }
    match cell(way.kind, bytes, scratch) {
        Some(cell) => batch.push(cell),
        None => {
            return Err(Fault::new(
                FaultKind::Internal,
                place,
                "the server sent a value in another form than its column's type has",
            ));
        }
    }
    Ok(())
}

fn cell<'a>(kind: Kind<'_>, bytes: &'a [u8], scratch: &'a mut String) -> Option<Cell<'a>> {
    Some(match kind {
        Kind::Int { least: 0, .. } | Kind::Year => unsigned(little(bytes)?, scratch),
        Kind::Int { .. } => Cell::Int(signed(bytes)?),
        // Big end first, unlike all other numbers.
        Kind::Bit(_) => {
            if bytes.len() > 8 {
                return None;
            }
            let number = bytes.iter().fold(0, |n, b| n << 8 | u64::from(*b));
            unsigned(number, scratch)
        }
        Kind::Float(_) => {
            Cell::Float(f64::from(f32::from_le_bytes(bytes.try_into().ok()?)).to_bits())
        }
        Kind::Double(_) => Cell::Float(u64::from_le_bytes(bytes.try_into().ok()?)),
        Kind::Decimal { .. } => Cell::Decimal(std::str::from_utf8(bytes).ok()?),
        Kind::Bytes { .. } => Cell::Bytes(bytes),
        Kind::Geometry => Cell::Opaque(bytes),
        Kind::Text { .. } | Kind::Enum(_) | Kind::Set(_) | Kind::Inet4 | Kind::Inet6 => text(bytes),
        Kind::Other => match std::str::from_utf8(bytes) {
            Ok(s) => Cell::Text(s),
            Err(_) => Cell::Opaque(bytes),
        },
        Kind::Json => match std::str::from_utf8(bytes) {
            Ok(s) => Cell::Json(s),
            Err(_) => Cell::BrokenText(bytes),
        },
        Kind::Uuid => match parse_uuid(bytes) {
            Some(uuid) => Cell::Uuid(uuid),
            None => text(bytes),
        },
        Kind::Date => date_and_time(bytes)?.date_cell(scratch),
        Kind::DateTime(_) => date_and_time(bytes)?.clock_cell(false, scratch),
        Kind::Stamp(_) => date_and_time(bytes)?.clock_cell(true, scratch),
        Kind::Time(_) => span(bytes)?.cell(scratch),
    })
}

fn text(bytes: &[u8]) -> Cell<'_> {
    match std::str::from_utf8(bytes) {
        Ok(s) => Cell::Text(s),
        Err(_) => Cell::BrokenText(bytes),
    }
}

/// What 63 bits do not hold travels as its digits (C04).
fn unsigned(number: u64, scratch: &mut String) -> Cell<'_> {
    match i64::try_from(number) {
        Ok(i) => Cell::Int(i),
        Err(_) => {
            scratch.clear();
            let _ = write!(scratch, "{number}");
            Cell::Decimal(scratch)
        }
    }
}

fn little(bytes: &[u8]) -> Option<u64> {
    let mut whole = [0; 8];
    whole.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u64::from_le_bytes(whole))
}

fn signed(bytes: &[u8]) -> Option<i64> {
    if !matches!(bytes.len(), 1 | 2 | 4 | 8) {
        return None;
    }
    let shift = 64 - 8 * bytes.len() as u32;
    Some((little(bytes)? << shift) as i64 >> shift)
}

/// A length, then as many fields as are not zero: date, time of day, microseconds.
fn date_and_time(bytes: &[u8]) -> Option<Fields> {
    let (length, rest) = bytes.split_first()?;
    if rest.len() != usize::from(*length) || !matches!(length, 0 | 4 | 7 | 11) {
        return None;
    }
    let at = |i: usize| rest.get(i).copied().unwrap_or(0);
    Some(Fields {
        year: u16::from_le_bytes([at(0), at(1)]),
        month: at(2),
        day: at(3),
        hour: at(4),
        minute: at(5),
        second: at(6),
        micros: u32::from_le_bytes([at(7), at(8), at(9), at(10)]),
    })
}

/// A length, a sign, days, time of day, microseconds.
fn span(bytes: &[u8]) -> Option<Span> {
    let (length, rest) = bytes.split_first()?;
    if rest.len() != usize::from(*length) || !matches!(length, 0 | 8 | 12) {
        return None;
    }
    let at = |i: usize| rest.get(i).copied().unwrap_or(0);
    let days = u32::from_le_bytes([at(1), at(2), at(3), at(4)]);
    Some(Span {
        negative: at(0) == 1,
        hours: days * 24 + u32::from(at(5)),
        minute: at(6),
        second: at(7),
        micros: u32::from_le_bytes([at(8), at(9), at(10), at(11)]),
    })
}
