//! The form in which SQLite keeps a value: one of its five storage classes. What it has no class for is kept as text
//! that says the same (digits, ISO 8601, hyphened hex), or as 0 and 1; reading the text gives the value back whole.

use drydock_connector::Cell;
use drydock_model::calendar::write_date;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form<'a> {
    Null,
    Int(i64),
    Float(f64),
    /// Usually UTF-8; SQLite keeps any bytes as text.
    Text(Cow<'a, [u8]>),
    Blob(&'a [u8]),
}

impl<'a> Form<'a> {
    pub fn of(cell: Cell<'a>) -> Form<'a> {
        match cell {
            Cell::Null => Form::Null,
            Cell::Bool(b) => Form::Int(i64::from(b)),
            Cell::Int(i) => Form::Int(i),
            Cell::Float(bits) => Form::Float(f64::from_bits(bits)),
            Cell::Decimal(s) | Cell::Text(s) | Cell::Json(s) => {
                Form::Text(Cow::Borrowed(s.as_bytes()))
            }
            Cell::BrokenText(b) => Form::Text(Cow::Borrowed(b)),
            Cell::Bytes(b) | Cell::Opaque(b) => Form::Blob(b),
            Cell::Date(days) => text(date(i64::from(days))),
            Cell::Time(nanos) => text(time(nanos)),
            Cell::Timestamp { seconds, nanos } => text(clock(seconds, nanos)),
            Cell::Instant { seconds, nanos } => text(clock(seconds, nanos) + "+00:00"),
            Cell::Uuid(uuid) => text(hyphened(&uuid)),
        }
    }
}

/// Bound as it is: text keeps its bytes even where they are not valid UTF-8, and the class of text (C13).
impl ToSql for Form<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Form::Null => ValueRef::Null,
            Form::Int(i) => ValueRef::Integer(*i),
            Form::Float(f) => ValueRef::Real(*f),
            Form::Text(t) => ValueRef::Text(t),
            Form::Blob(b) => ValueRef::Blob(b),
        }))
    }
}

/// SQLite has a storage class of its own for such cells, so they can be there as they were.
pub(crate) fn is_native(cell: &Cell<'_>) -> bool {
    matches!(
        cell,
        Cell::Null
            | Cell::Int(_)
            | Cell::Float(_)
            | Cell::Text(_)
            | Cell::BrokenText(_)
            | Cell::Bytes(_)
    )
}

fn text(s: String) -> Form<'static> {
    Form::Text(Cow::Owned(s.into_bytes()))
}

fn date(days: i64) -> String {
    let mut out = String::new();
    write_date(days, &mut out);
    out
}

fn time(nanos: i64) -> String {
    let seconds = nanos.div_euclid(1_000_000_000);
    let rest = nanos.rem_euclid(1_000_000_000);
    format!(
        "{:02}:{:02}:{:02}{}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        fraction(rest)
    )
}

fn clock(seconds: i64, nanos: u32) -> String {
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    format!(
        "{} {:02}:{:02}:{:02}{}",
        date(days),
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60,
        fraction(i64::from(nanos))
    )
}

/// As few digits as say it all.
fn fraction(nanos: i64) -> String {
    if nanos == 0 {
        return String::new();
    }
    let digits = format!("{nanos:09}");
    format!(".{}", digits.trim_end_matches('0'))
}

fn hyphened(uuid: &[u8; 16]) -> String {
    let mut out = String::with_capacity(36);
    for (i, byte) in uuid.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_text(cell: Cell<'_>) -> String {
        match Form::of(cell) {
            Form::Text(t) => String::from_utf8(t.into_owned()).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn moments_become_text_that_says_all_of_them() {
        for (cell, expected) in [
            (Cell::Date(0), "1970-01-01"),
            (Cell::Date(-719_162), "0001-01-01"),
            (Cell::Date(11_016), "2000-02-29"),
            (Cell::Date(-719_529), "-0001-12-31"),
            (Cell::Date(2_932_897), "+10000-01-01"),
            (Cell::Time(86_399_999_999_999), "23:59:59.999999999"),
            (Cell::Time(1_500_000_000), "00:00:01.5"),
            (
                Cell::Timestamp {
                    seconds: -1,
                    nanos: 1_000,
                },
                "1969-12-31 23:59:59.000001",
            ),
            (
                Cell::Instant {
                    seconds: 253_402_300_799,
                    nanos: 0,
                },
                "9999-12-31 23:59:59+00:00",
            ),
            (
                Cell::Timestamp {
                    seconds: i64::MAX,
                    nanos: 0,
                },
                "+292277026596-12-04 15:30:07",
            ),
            (
                Cell::Timestamp {
                    seconds: i64::MIN,
                    nanos: 0,
                },
                "-292277022657-01-27 08:29:52",
            ),
            (
                Cell::Uuid(*b"\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef"),
                "01234567-89ab-cdef-0123-456789abcdef",
            ),
            (Cell::Decimal("-0.10"), "-0.10"),
        ] {
            assert_eq!(as_text(cell), expected);
        }
        assert_eq!(Form::of(Cell::Bool(true)), Form::Int(1));
    }
}
