//! What a value in a field about time seems to be. A histogram is shown, and a person decides: one guess for all has
//! moved whole years of data.

use drydock_connector::Cell;
use drydock_model::{Field, Logical};

pub fn is_about_time(field: &Field) -> bool {
    let native = field.native.to_ascii_uppercase();
    let name = field.name.to_lowercase();
    matches!(
        field.logical,
        Logical::Date | Logical::Time | Logical::Timestamp { .. }
    ) || ["DATE", "TIME"].iter().any(|word| native.contains(word))
        || ["_at", "_on", "_ts", "time", "date", "timestamp", "when"]
            .iter()
            .any(|end| name.ends_with(end))
}

pub fn of(cell: Cell<'_>) -> Option<&'static str> {
    match cell {
        Cell::Int(i) => Some(number(i as f64)),
        Cell::Float(bits) => Some(number(f64::from_bits(bits))),
        Cell::Text(t) => Some(text(t)),
        Cell::Date(_) => Some("date"),
        Cell::Timestamp { .. } => Some("date and time without zone"),
        Cell::Instant { .. } => Some("date and time with zone"),
        _ => None,
    }
}

/// Moments between 1973 and 2100, told apart by their size.
fn number(n: f64) -> &'static str {
    const FROM: f64 = 1e8;
    const TO: f64 = 4_102_444_800.0;
    let within = |scale: f64| (FROM * scale..TO * scale).contains(&n);
    if (2_400_000.0..2_500_000.0).contains(&n) {
        "Julian day"
    } else if within(1.0) {
        "epoch seconds"
    } else if within(1e3) {
        "epoch milliseconds"
    } else if within(1e6) {
        "epoch microseconds"
    } else if within(1e9) {
        "epoch nanoseconds"
    } else {
        "other number"
    }
}

fn text(t: &str) -> &'static str {
    let bytes = t.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let dated = digits(0, 4)
        && bytes.get(4) == Some(&b'-')
        && digits(5, 7)
        && bytes.get(7) == Some(&b'-')
        && digits(8, 10);
    if !dated {
        return if !t.is_empty() && t.len() >= 9 && t.bytes().all(|b| b.is_ascii_digit()) {
            "number as text"
        } else {
            "other text"
        };
    }
    let Some(clock) = t.get(10..).filter(|rest| !rest.is_empty()) else {
        return "date";
    };
    if !digits(11, 13) || bytes.get(13) != Some(&b':') {
        return "other text";
    }
    let zone =
        clock.ends_with(['Z', 'z']) || clock.get(6..).is_some_and(|c| c.contains(['+', '-']));
    if zone {
        "date and time with zone"
    } else {
        "date and time without zone"
    }
}
