//! Dates and times: as numbers on the way, as text and fields to the server. What no calendar has (`0000-00-00`, the
//! 31st of February, 838 hours) stays the text that it is (C22).

use drydock_connector::Cell;
use drydock_model::calendar::{civil, days_of};
use std::fmt::Write;

const DAY: i64 = 86_400;
pub(crate) const DAY_NANOS: i64 = DAY * 1_000_000_000;

/// A date and a time of day as the server has them; the date need not be in any calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub micros: u32,
}

impl Fields {
    /// None beyond the years that the server has.
    pub fn of_days(days: i64) -> Option<Fields> {
        let (year, month, day) = civil(days);
        (0..=9999).contains(&year).then_some(Fields {
            year: year as u16,
            month: month as u8,
            day: day as u8,
            ..Fields::default()
        })
    }

    pub fn of_seconds(seconds: i64, micros: u32) -> Option<Fields> {
        let of_day = seconds.rem_euclid(DAY);
        Some(Fields {
            hour: (of_day / 3600) as u8,
            minute: (of_day / 60 % 60) as u8,
            second: (of_day % 60) as u8,
            micros,
            ..Fields::of_days(seconds.div_euclid(DAY))?
        })
    }

    /// None where the calendar has no such day.
    pub fn days(&self) -> Option<i32> {
        let (year, month, day) = (self.year.into(), self.month.into(), self.day.into());
        days_of(year, month, day).map(|d| d as i32)
    }

    pub fn seconds(&self) -> Option<i64> {
        let of_day =
            i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        Some(i64::from(self.days()?) * DAY + of_day)
    }

    pub fn write_date(&self, out: &mut String) {
        let _ = write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day);
    }

    pub fn write(&self, out: &mut String) {
        self.write_date(out);
        let (h, m, s) = (self.hour, self.minute, self.second);
        let _ = write!(out, " {h:02}:{m:02}:{s:02}");
        write_micros(out, self.micros);
    }

    /// The cell of a date, or its text in `out`.
    pub fn date_cell<'a>(&self, out: &'a mut String) -> Cell<'a> {
        match self.days() {
            Some(days) => Cell::Date(days),
            None => {
                out.clear();
                self.write_date(out);
                Cell::Text(out)
            }
        }
    }

    pub fn clock_cell<'a>(&self, is_instant: bool, out: &'a mut String) -> Cell<'a> {
        let nanos = self.micros * 1000;
        match self.seconds() {
            Some(seconds) if is_instant => Cell::Instant { seconds, nanos },
            Some(seconds) => Cell::Timestamp { seconds, nanos },
            None => {
                out.clear();
                self.write(out);
                Cell::Text(out)
            }
        }
    }
}

/// As few digits as say it all.
fn write_micros(out: &mut String, micros: u32) {
    if micros > 0 {
        let _ = write!(out, ".{micros:06}");
        let end = out.trim_end_matches('0').len();
        out.truncate(end);
    }
}

/// A time, which may be negative and longer than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub negative: bool,
    pub hours: u32,
    pub minute: u8,
    pub second: u8,
    pub micros: u32,
}

impl Span {
    /// Within a day.
    pub fn of_nanos(nanos: i64) -> Span {
        let seconds = nanos / 1_000_000_000;
        Span {
            negative: false,
            hours: (seconds / 3600) as u32,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            micros: (nanos % 1_000_000_000 / 1000) as u32,
        }
    }

    pub fn write(&self, out: &mut String) {
        let sign = if self.negative { "-" } else { "" };
        let (h, m, s) = (self.hours, self.minute, self.second);
        let _ = write!(out, "{sign}{h:02}:{m:02}:{s:02}");
        write_micros(out, self.micros);
    }

    pub fn cell<'a>(&self, out: &'a mut String) -> Cell<'a> {
        if self.negative || self.hours > 23 {
            out.clear();
            self.write(out);
            return Cell::Text(out);
        }
        let seconds =
            i64::from(self.hours) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        Cell::Time(seconds * 1_000_000_000 + i64::from(self.micros) * 1000)
    }
}

/// So many digits of a second's parts are kept; the rest is cut off, as MariaDB does (C20).
pub(crate) fn kept_micros(nanos: u32, digits: u32) -> u32 {
    let unit = 10_u32.pow(6_u32.saturating_sub(digits));
    nanos / 1000 / unit * unit
}

/// What a text says of a date and time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Read {
    pub fields: Fields,
    pub nanos: u32,
    pub has_time: bool,
    /// Seconds east of Greenwich, where it says.
    pub zone: Option<i32>,
}

/// `2024-02-29`, `2024-02-29 12:30:00.5`, with `T` between and an offset behind. Nothing is guessed.
pub(crate) fn read(text: &str) -> Option<Read> {
    let mut eat = Eat(text.as_bytes());
    let mut read = Read::default();
    read.fields.year = eat.digits(4)? as u16;
    eat.sign(b'-')?;
    read.fields.month = eat.up_to(2, 12)?;
    eat.sign(b'-')?;
    read.fields.day = eat.up_to(2, 31)?;
    if eat.0.is_empty() {
        return Some(read);
    }
    eat.sign(b' ').or_else(|| eat.sign(b'T'))?;
    read.has_time = true;
    read.fields.hour = eat.up_to(2, 23)?;
    eat.sign(b':')?;
    read.fields.minute = eat.up_to(2, 59)?;
    if eat.sign(b':').is_some() {
        read.fields.second = eat.up_to(2, 59)?;
        read.nanos = eat.fraction()?;
    }
    read.fields.micros = read.nanos / 1000;
    read.zone = match eat.0.first() {
        None => return Some(read),
        Some(b'Z') => {
            eat.0 = &eat.0[1..];
            Some(0)
        }
        Some(sign @ (b'+' | b'-')) => {
            let sign = if *sign == b'-' { -1 } else { 1 };
            eat.0 = &eat.0[1..];
            let hours = i32::from(eat.up_to(2, 15)?);
            let minutes = match eat.sign(b':').is_some() || !eat.0.is_empty() {
                true => i32::from(eat.up_to(2, 59)?),
                false => 0,
            };
            Some(sign * (hours * 3600 + minutes * 60))
        }
        Some(_) => return None,
    };
    eat.0.is_empty().then_some(read)
}

/// `[-]hours:minutes:seconds[.parts]`, and the nanoseconds of the parts.
pub(crate) fn read_span(text: &str) -> Option<(Span, u32)> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (hours, rest) = rest.split_once(':')?;
    let mut eat = Eat(hours.as_bytes());
    let hours = match hours.len() {
        2 | 3 => eat.digits(hours.len())?,
        _ => return None,
    };
    let mut eat = Eat(rest.as_bytes());
    let minute = eat.up_to(2, 59)?;
    eat.sign(b':')?;
    let second = eat.up_to(2, 59)?;
    let nanos = eat.fraction()?;
    let span = Span {
        negative,
        hours,
        minute,
        second,
        micros: nanos / 1000,
    };
    (eat.0.is_empty() && hours <= 838).then_some((span, nanos))
}

struct Eat<'a>(&'a [u8]);

impl Eat<'_> {
    fn sign(&mut self, sign: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[sign])?;
        Some(())
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = rest;
        Some(digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
    }

    fn up_to(&mut self, count: usize, most: u32) -> Option<u8> {
        self.digits(count).filter(|n| *n <= most).map(|n| n as u8)
    }

    /// Nanoseconds of `.5`; zero where there is no point.
    fn fraction(&mut self) -> Option<u32> {
        if self.sign(b'.').is_none() {
            return Some(0);
        }
        let count = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        if !(1..=9).contains(&count) {
            return None;
        }
        Some(self.digits(count)? * 10_u32.pow(9 - count as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for days in (-719_528..2_932_896).step_by(97) {
            let fields = Fields::of_days(days).unwrap();
            assert_eq!(fields.days(), Some(days as i32), "{fields:?}");
        }
        assert_eq!(Fields::of_days(-719_529), None);
        assert_eq!(Fields::of_days(2_932_897), None);
        let mut out = String::new();
        Fields::of_seconds(-1, 500_000).unwrap().write(&mut out);
        assert_eq!(out, "1969-12-31 23:59:59.5");
    }

    #[test]
    fn texts_are_read_and_nothing_is_guessed() {
        let written = |text: &str| {
            let read = read(text)?;
            let mut out = String::new();
            match read.has_time {
                true => read.fields.write(&mut out),
                false => read.fields.write_date(&mut out),
            }
            Some((out, read.zone))
        };
        for (text, same, zone) in [
            ("2024-02-29", "2024-02-29", None),
            ("0000-00-00", "0000-00-00", None),
            ("2024-02-31 00:00:00", "2024-02-31 00:00:00", None),
            ("2024-02-29T12:30:00.5Z", "2024-02-29 12:30:00.5", Some(0)),
            (
                "2024-02-29 12:30:00+07:00",
                "2024-02-29 12:30:00",
                Some(25_200),
            ),
            (
                "2024-02-29 12:30:00-0330",
                "2024-02-29 12:30:00",
                Some(-12_600),
            ),
            ("2024-02-29 12:30", "2024-02-29 12:30:00", None),
        ] {
            assert_eq!(written(text), Some((same.to_owned(), zone)), "{text}");
        }
        for text in [
            "",
            "2024",
            "2024-2-9",
            "24-02-09",
            "2024-13-01",
            "2024-02-29 24:00:00",
            "2024-02-29 12:30:60",
            "2024-02-29 12:30:00.",
            "2024-02-29 12:30:00 x",
            "now",
            "2024-02-29 12:30:00.1234567890",
            "02/29/2024",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn c22_long_times_stay_texts() {
        let mut out = String::new();
        for (text, cell) in [
            ("838:59:59", Cell::Text("838:59:59")),
            ("-00:00:01.5", Cell::Text("-00:00:01.5")),
            ("23:59:59.000001", Cell::Time(DAY_NANOS - 999_999_000)),
        ] {
            let (span, _) = read_span(text).unwrap();
            assert_eq!(span.cell(&mut out), cell);
        }
        assert_eq!(read_span("839:00:00"), None);
        assert_eq!(read_span("1:00:00"), None);
    }
}
