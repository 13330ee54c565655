//! A value as a person sees it on a screen, in a report or in a terminal. 64-bit numbers are text here, so that the
//! web side never rounds them (C01).

use crate::{Value, calendar};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Longest text that is shown in full; the rest is behind a mark.
const SHOWN_CHARS: usize = 240;
const SHOWN_BYTES: usize = 48;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Shown {
    /// `null`, `bool`, `int`, `float`, `decimal`, `text`, `broken_text`, `bytes`, `date`, `time`, `timestamp`, `instant`,
    /// `uuid`, `json`, `opaque`, or `missing` where there is no value at all.
    pub kind: String,
    pub text: String,
    /// The text stops before the value does.
    pub cut: bool,
    /// Length of the whole value in bytes.
    #[specta(type = u32)]
    pub bytes: u64,
}

impl Shown {
    pub fn missing() -> Shown {
        Shown {
            kind: "missing".into(),
            text: String::new(),
            cut: false,
            bytes: 0,
        }
    }

    pub fn of(value: &Value) -> Shown {
        match value {
            Value::Null => whole("null", "NULL".into(), 0),
            Value::Bool(b) => whole("bool", b.to_string(), 1),
            Value::Int(i) => whole("int", i.to_string(), 8),
            Value::Float(bits) => whole("float", float_text(*bits), 8),
            Value::Decimal(d) => whole("decimal", d.clone(), d.len()),
            Value::Text(t) => cut_text("text", t),
            Value::Json(t) => cut_text("json", t),
            Value::BrokenText(b) => cut_bytes("broken_text", b),
            Value::Bytes(b) => cut_bytes("bytes", b),
            Value::Opaque(b) => cut_bytes("opaque", b),
            Value::Date(d) => whole("date", date_text(i64::from(*d)), 4),
            Value::Time(n) => whole("time", time_text(*n), 8),
            Value::Timestamp { seconds, nanos } => {
                whole("timestamp", moment_text(*seconds, *nanos), 12)
            }
            Value::Instant { seconds, nanos } => {
                let text = moment_text(*seconds, *nanos) + " UTC";
                whole("instant", text, 12)
            }
            Value::Uuid(u) => whole("uuid", uuid_text(u), 16),
        }
    }
}

/// The shortest digits that read back as the same bits; NaN keeps its payload visible.
pub fn float_text(bits: u64) -> String {
    let f = f64::from_bits(bits);
    if f.is_nan() && bits != f64::NAN.to_bits() {
        format!("NaN(0x{bits:016x})")
    } else {
        format!("{f:?}")
    }
}

fn date_text(days: i64) -> String {
    let mut text = String::new();
    calendar::write_date(days, &mut text);
    text
}

fn time_text(nanos: i64) -> String {
    let (seconds, rest) = (
        nanos.div_euclid(1_000_000_000),
        nanos.rem_euclid(1_000_000_000),
    );
    let (hours, minutes) = (seconds.div_euclid(3600), seconds.rem_euclid(3600) / 60);
    let whole = format!("{hours:02}:{minutes:02}:{:02}", seconds.rem_euclid(60));
    match rest {
        0 => whole,
        _ => {
            let digits = format!("{rest:09}");
            format!("{whole}.{}", digits.trim_end_matches('0'))
        }
    }
}

fn moment_text(seconds: i64, nanos: u32) -> String {
    let of_day = seconds.rem_euclid(86_400) * 1_000_000_000 + i64::from(nanos);
    format!(
        "{} {}",
        date_text(seconds.div_euclid(86_400)),
        time_text(of_day)
    )
}

fn uuid_text(u: &[u8; 16]) -> String {
    let h: String = u.iter().map(|b| format!("{b:02x}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &h[0..8],
        &h[8..12],
        &h[12..16],
        &h[16..20],
        &h[20..32]
    )
}

fn whole(kind: &str, text: String, bytes: usize) -> Shown {
    Shown {
        kind: kind.into(),
        text,
        cut: false,
        bytes: bytes as u64,
    }
}

fn cut_text(kind: &str, t: &str) -> Shown {
    let head: String = t.chars().take(SHOWN_CHARS).collect();
    Shown {
        kind: kind.into(),
        cut: head.len() < t.len(),
        text: head,
        bytes: t.len() as u64,
    }
}

fn cut_bytes(kind: &str, b: &[u8]) -> Shown {
    let head = &b[..b.len().min(SHOWN_BYTES)];
    let hex: String = head.iter().map(|x| format!("{x:02x}")).collect();
    Shown {
        kind: kind.into(),
        text: format!("x'{hex}'"),
        cut: head.len() < b.len(),
        bytes: b.len() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_write_them() {
        let shown = |value: Value| Shown::of(&value).text;
        let (seconds, nanos) = (836_438_399, 120_000_000);
        assert_eq!(shown(Value::Date(-1)), "1969-12-31");
        assert_eq!(shown(Value::Time(3_600_000_000_001)), "01:00:00.000000001");
        assert_eq!(
            shown(Value::Timestamp { seconds, nanos }),
            "1996-07-03 23:59:59.12"
        );
        assert_eq!(
            shown(Value::Instant {
                seconds: -1,
                nanos: 0
            }),
            "1969-12-31 23:59:59 UTC"
        );
    }
}
