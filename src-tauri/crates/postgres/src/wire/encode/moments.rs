//! Days, times, moments and UUIDs, from cells of their own and from texts that say the same.

use super::{Encoder, RANGE, TYPE, put};
use crate::wire::Put::{self, Changed, Exact};
use crate::wire::clock;
use drydock_connector::Cell;
use std::fmt::Write;

/// `form` where writing it again gives the same text.
fn spelled(same: bool) -> Put {
    Changed(if same { "form" } else { "spelling" })
}

pub(super) fn date(cell: Cell<'_>, with: &mut Encoder, out: &mut Vec<u8>) -> Put {
    let (days, how) = match cell {
        Cell::Date(days) => (i64::from(days), Exact),
        Cell::Text("infinity") => return put(out, &i32::MAX.to_be_bytes(), Exact),
        Cell::Text("-infinity") => return put(out, &i32::MIN.to_be_bytes(), Exact),
        Cell::Text(s) => match clock::read(s) {
            Some(w) if w.nanos.is_none() => {
                with.text.clear();
                clock::write_date(w.days, &mut with.text);
                (w.days, spelled(with.text == s))
            }
            _ => return TYPE,
        },
        _ => return TYPE,
    };
    match clock::day(days) {
        Some(day) => put(out, &day.to_be_bytes(), how),
        None => RANGE,
    }
}

pub(super) fn time(digits: u32, cell: Cell<'_>, with: &mut Encoder, out: &mut Vec<u8>) -> Put {
    let (nanos, how) = match cell {
        Cell::Time(nanos) => (nanos, Exact),
        Cell::Text(s) => match clock::read_time(s) {
            Some(nanos) => {
                with.text.clear();
                clock::write_time(nanos, &mut with.text);
                (nanos, spelled(with.text == s))
            }
            None => return TYPE,
        },
        _ => return TYPE,
    };
    match clock::time(nanos, digits) {
        Some((micros, cut)) => put(
            out,
            &micros.to_be_bytes(),
            if cut { Changed("round") } else { how },
        ),
        None => RANGE,
    }
}

pub(super) fn moment(
    digits: u32,
    zone: bool,
    cell: Cell<'_>,
    with: &mut Encoder,
    out: &mut Vec<u8>,
) -> Put {
    let (seconds, nanos, how) = match cell {
        Cell::Timestamp { seconds, nanos } if !zone => (seconds, nanos, Exact),
        Cell::Instant { seconds, nanos } if zone => (seconds, nanos, Exact),
        Cell::Text("infinity") => return put(out, &i64::MAX.to_be_bytes(), Exact),
        Cell::Text("-infinity") => return put(out, &i64::MIN.to_be_bytes(), Exact),
        Cell::Text(s) => {
            let Some(w) = clock::read(s) else { return TYPE };
            // A zone is never guessed, and never dropped (C19).
            if w.zone.is_some() != zone {
                return TYPE;
            }
            let of_day = w.nanos.unwrap_or(0);
            let seconds = w.days * 86_400 + of_day.div_euclid(1_000_000_000) - w.zone.unwrap_or(0);
            let nanos = of_day.rem_euclid(1_000_000_000) as u32;
            with.text.clear();
            clock::write_moment(seconds, nanos, zone, &mut with.text);
            (seconds, nanos, spelled(with.text == s))
        }
        _ => return TYPE,
    };
    match clock::moment(seconds, nanos, digits) {
        Some((at, cut)) => put(
            out,
            &at.to_be_bytes(),
            if cut { Changed("round") } else { how },
        ),
        None => RANGE,
    }
}

pub(super) fn uuid(cell: Cell<'_>, with: &mut Encoder, out: &mut Vec<u8>) -> Put {
    match cell {
        Cell::Uuid(uuid) => put(out, &uuid, Exact),
        Cell::Text(s) => {
            let mut uuid = [0u8; 16];
            let mut half = 0;
            for digit in s.bytes().filter(|b| *b != b'-') {
                let Some(value) = char::from(digit).to_digit(16).filter(|_| half < 32) else {
                    return TYPE;
                };
                uuid[half / 2] = uuid[half / 2] << 4 | value as u8;
                half += 1;
            }
            if half != 32 || !matches!(s.len(), 32 | 36) {
                return TYPE;
            }
            with.text.clear();
            hyphened(&uuid, &mut with.text);
            put(out, &uuid, spelled(with.text == s))
        }
        _ => TYPE,
    }
}

pub(super) fn hyphened(uuid: &[u8; 16], out: &mut String) {
    for (i, byte) in uuid.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
}
