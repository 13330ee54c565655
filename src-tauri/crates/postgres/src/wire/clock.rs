//! Days, times and moments: PostgreSQL counts from 2000-01-01 and keeps microseconds.

pub(crate) use drydock_model::calendar::write_date;
use drydock_model::calendar::{civil, days_of};
use std::fmt::Write;

/// Days from 1970-01-01 to 2000-01-01.
pub(crate) const EPOCH_DAYS: i64 = 10_957;
const EPOCH_SECONDS: i64 = EPOCH_DAYS * 86_400;
const DAY: i64 = 86_400_000_000;

/// 4714-11-24 BC and the first moment after 294276 AD.
const LEAST_MOMENT: i64 = -211_813_488_000_000_000;
const END_OF_MOMENTS: i64 = 9_223_371_331_200_000_000;
const LEAST_DAY: i64 = -2_451_545;
const MOST_DAY: i64 = 2_145_031_948;

/// PostgreSQL's number, and whether something was rounded off. None is out of range.
pub(crate) fn moment(seconds: i64, nanos: u32, digits: u32) -> Option<(i64, bool)> {
    let (micros, rounded) = micros_of(i64::from(nanos));
    let at = seconds
        .checked_sub(EPOCH_SECONDS)?
        .checked_mul(1_000_000)?
        .checked_add(micros)?;
    // Far outside there is no room to round in.
    if !(LEAST_MOMENT - 1_000_000..END_OF_MOMENTS).contains(&at) {
        return None;
    }
    let (at, cut) = to_digits(at, digits);
    (LEAST_MOMENT..END_OF_MOMENTS)
        .contains(&at)
        .then_some((at, rounded || cut))
}

pub(crate) fn of_moment(at: i64) -> (i64, u32) {
    let seconds = at.div_euclid(1_000_000) + EPOCH_SECONDS;
    (seconds, (at.rem_euclid(1_000_000) * 1_000) as u32)
}

pub(crate) fn day(days: i64) -> Option<i32> {
    let day = days - EPOCH_DAYS;
    let fits = (LEAST_DAY..=MOST_DAY).contains(&day);
    fits.then_some(day as i32)
}

pub(crate) fn time(nanos: i64, digits: u32) -> Option<(i64, bool)> {
    let (micros, rounded) = micros_of(nanos);
    let (micros, cut) = to_digits(micros, digits);
    (0..=DAY)
        .contains(&micros)
        .then_some((micros, rounded || cut))
}

fn micros_of(nanos: i64) -> (i64, bool) {
    let rest = nanos.rem_euclid(1_000);
    (nanos.div_euclid(1_000) + i64::from(rest >= 500), rest != 0)
}

/// As the server rounds for `timestamp(3)`: halves away from its own zero.
fn to_digits(micros: i64, digits: u32) -> (i64, bool) {
    if digits >= 6 {
        return (micros, false);
    }
    let unit = 10i64.pow(6 - digits);
    let kept = match micros < 0 {
        false => (micros + unit / 2) / unit * unit,
        true => -((unit / 2 - micros) / unit * unit),
    };
    (kept, kept != micros)
}

pub(crate) fn spoken_date(days: i64, time: &str) -> String {
    let (year, month, day) = civil(days);
    match year > 0 {
        true => format!("{year:04}-{month:02}-{day:02}{time}"),
        false => format!("{:04}-{month:02}-{day:02}{time} BC", 1 - year),
    }
}

pub(crate) fn write_time(nanos: i64, out: &mut String) {
    let seconds = nanos.div_euclid(1_000_000_000);
    let _ = write!(
        out,
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    let rest = nanos.rem_euclid(1_000_000_000);
    if rest != 0 {
        let from = out.len();
        let _ = write!(out, ".{rest:09}");
        let kept = out.trim_end_matches('0').len();
        out.truncate(kept.max(from));
    }
}

pub(crate) fn write_moment(seconds: i64, nanos: u32, zone: bool, out: &mut String) {
    write_date(seconds.div_euclid(86_400), out);
    out.push(' ');
    write_time(
        seconds.rem_euclid(86_400) * 1_000_000_000 + i64::from(nanos),
        out,
    );
    if zone {
        out.push_str("+00:00");
    }
}

/// What a text says: a day, and a time of it, and how far its clock is from UTC in seconds.
pub(crate) struct Written {
    pub days: i64,
    pub nanos: Option<i64>,
    pub zone: Option<i64>,
}

/// `2024-02-29`, `2024-02-29 23:59:59.123456`, `2024-02-29T23:59Z`, `..+07:00`.
pub(crate) fn read(text: &str) -> Option<Written> {
    let days = read_date(text.get(..10)?)?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(Written {
            days,
            nanos: None,
            zone: None,
        });
    }
    let rest = rest.strip_prefix([' ', 'T'])?;
    let end = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let nanos = read_time(&rest[..end])?;
    let zone = match &rest[end..] {
        "" => None,
        "Z" => Some(0),
        signed => Some(read_zone(signed)?),
    };
    Some(Written {
        days,
        nanos: Some(nanos),
        zone,
    })
}

fn read_date(text: &str) -> Option<i64> {
    let b = text.as_bytes();
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let year = number(&text[..4])?;
    // There is no year zero in what people write.
    (year > 0)
        .then(|| days_of(year, number(&text[5..7])?, number(&text[8..])?))
        .flatten()
}

pub(crate) fn read_time(text: &str) -> Option<i64> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = clock.split(':');
    let hours = two(parts.next()?)?;
    let minutes = two(parts.next()?)?;
    let seconds = parts.next().map_or(Some(0), two)?;
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 || fraction.len() > 9 {
        return None;
    }
    if text.contains('.') && fraction.is_empty() {
        return None;
    }
    let scale = 10i64.pow(9 - fraction.len() as u32);
    let nanos = if fraction.is_empty() {
        0
    } else {
        number(fraction)? * scale
    };
    Some((hours * 3600 + minutes * 60 + seconds) * 1_000_000_000 + nanos)
}

fn read_zone(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let rest = text.get(1..)?;
    let (hours, minutes) = match rest.len() {
        2 => (two(rest)?, 0),
        4 => (two(rest.get(..2)?)?, two(rest.get(2..)?)?),
        5 if rest.as_bytes()[2] == b':' => (two(&rest[..2])?, two(&rest[3..])?),
        _ => return None,
    };
    (hours <= 15 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

fn two(text: &str) -> Option<i64> {
    (text.len() == 2).then(|| number(text)).flatten()
}

fn number(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_there_and_back() {
        assert_eq!(moment(EPOCH_SECONDS, 0, 6), Some((0, false)));
        assert_eq!(of_moment(-1), (EPOCH_SECONDS - 1, 999_999_000));
        assert_eq!(moment(0, 1, 6).map(|m| m.1), Some(true));
        assert_eq!(moment(i64::MAX, 0, 6), None);
        let last = i64::MAX / 1_000_000 + EPOCH_SECONDS;
        assert_eq!(moment(last, 775_000_000, 0), None);
        let first = i64::MIN / 1_000_000 + EPOCH_SECONDS;
        assert_eq!(moment(first, 0, 0), None);
        assert_eq!(time(86_400_000_000_000, 6), Some((DAY, false)));
        assert_eq!(day(-719_529 - 5_000_000), None);
    }

    #[test]
    fn what_texts_say() {
        let seen = |text| read(text).map(|w| (w.days, w.nanos, w.zone));
        assert_eq!(seen("1970-01-02"), Some((1, None, None)));
        assert_eq!(
            seen("1970-01-01T00:00:01.5Z"),
            Some((0, Some(1_500_000_000), Some(0)))
        );
        assert_eq!(
            seen("1970-01-01 00:01+07:00"),
            Some((0, Some(60_000_000_000), Some(25_200)))
        );
        for odd in [
            "",
            "0000-00-00",
            "2024-02-30",
            "2024-1-1",
            "now",
            "1970-01-01 24:00",
            "1970-01-01 ",
            "1970-01-01 1:2",
            "1970-01-01 01:02+a€",
        ] {
            assert_eq!(seen(odd), None, "{odd}");
        }
    }
}
