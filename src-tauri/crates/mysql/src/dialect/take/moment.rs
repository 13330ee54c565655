//! Dates and times, and texts that say one.

use super::{Scratch, Taken, Wire};
use crate::dialect::clock::{self, Fields, Span};
use drydock_connector::Cell;

/// The last second of 31 bits; `TIMESTAMP` has no later one, and zero means none.
const LAST_STAMP: i64 = i32::MAX as i64;

pub(super) fn date<'a>(cell: Cell<'a>, scratch: &'a mut Scratch) -> Taken<'a> {
    let out = &mut scratch.text;
    out.clear();
    let loss = match cell {
        Cell::Date(days) => {
            Fields::of_days(i64::from(days))
                .ok_or("out_of_range")?
                .write_date(out);
            None
        }
        Cell::Timestamp { seconds, nanos: 0 } if seconds % 86_400 == 0 => {
            Fields::of_seconds(seconds, 0)
                .ok_or("out_of_range")?
                .write_date(out);
            Some("affinity")
        }
        Cell::Text(s) => {
            let read = clock::read(s)
                .filter(|r| !r.has_time)
                .ok_or("type_refused")?;
            read.fields.write_date(out);
            read.fields.days().is_some().then_some("form")
        }
        _ => return Err("type_refused"),
    };
    Ok((Wire::Text(out), loss))
}

pub(super) fn time<'a>(cell: Cell<'a>, digits: u32, scratch: &'a mut Scratch) -> Taken<'a> {
    let out = &mut scratch.text;
    out.clear();
    let (mut span, nanos, mut loss, text) = match cell {
        Cell::Time(nanos) if (0..clock::DAY_NANOS).contains(&nanos) => {
            let span = Span::of_nanos(nanos);
            (span, (nanos % 1_000_000_000) as u32, None, None)
        }
        Cell::Text(s) => {
            let (span, nanos) = clock::read_span(s).ok_or("type_refused")?;
            let whole_day = !span.negative && span.hours < 24;
            (span, nanos, whole_day.then_some("form"), Some(s))
        }
        _ => return Err("type_refused"),
    };
    span.micros = clock::kept_micros(nanos, digits);
    span.write(out);
    if span.micros * 1000 != nanos {
        loss = Some("round");
    } else if text.is_some_and(|t| t != out) {
        loss = Some("spelling");
    }
    Ok((Wire::Text(out), loss))
}

pub(super) fn clock<'a>(
    cell: Cell<'a>,
    digits: u32,
    instant: bool,
    scratch: &'a mut Scratch,
) -> Taken<'a> {
    let out = &mut scratch.text;
    out.clear();
    let (mut fields, nanos, mut loss, text) = match (cell, instant) {
        (Cell::Timestamp { seconds, nanos }, false) | (Cell::Instant { seconds, nanos }, true) => {
            let fields = Fields::of_seconds(seconds, 0).ok_or("out_of_range")?;
            (fields, nanos, None, None)
        }
        (Cell::Instant { seconds, nanos }, false) => {
            let fields = Fields::of_seconds(seconds, 0).ok_or("out_of_range")?;
            (fields, nanos, Some("zone"), None)
        }
        (Cell::Date(days), false) => {
            let fields = Fields::of_days(i64::from(days)).ok_or("out_of_range")?;
            (fields, 0, Some("affinity"), None)
        }
        (Cell::Text(s), _) => {
            let read = clock::read(s).ok_or("type_refused")?;
            let mut fields = read.fields;
            match (fields.seconds(), read.zone) {
                // What no calendar has is kept as it is written.
                (None, None) => {
                    if instant && fields != Fields::default() {
                        return Err("type_refused");
                    }
                    (fields, read.nanos, None, Some(s))
                }
                // A zone is neither guessed nor dropped (C19).
                (Some(seconds), Some(east)) if instant => {
                    fields =
                        Fields::of_seconds(seconds - i64::from(east), 0).ok_or("out_of_range")?;
                    (fields, read.nanos, Some("form"), Some(s))
                }
                (Some(_), None) if !instant => (fields, read.nanos, Some("form"), Some(s)),
                _ => return Err("type_refused"),
            }
        }
        _ => return Err("type_refused"),
    };
    if instant
        && let Some(seconds) = fields.seconds()
        && !(1..=LAST_STAMP).contains(&seconds)
    {
        return Err("out_of_range");
    }
    fields.micros = clock::kept_micros(nanos, digits);
    fields.write(out);
    if fields.micros * 1000 != nanos {
        loss = Some("round");
    } else if let Some(text) = text {
        let said = match text.strip_suffix("+00:00") {
            Some(said) if instant => said,
            _ => text,
        };
        if said != out {
            loss = Some("spelling");
        }
    }
    Ok((Wire::Text(out), loss))
}
