//! Days as numbers and as the proleptic Gregorian calendar has them, for stores that speak of dates in text or in parts.

use std::fmt::Write;

/// Year, month and day of a count from 1970-01-01 (Howard Hinnant's days-to-civil: eras of 400 years beginning in March).
pub fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

/// Days since 1970-01-01; none where the calendar has no such day.
pub fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let y = year - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = (month + 9) % 12;
    let doy = (153 * mp + 2) / 5 + day - 1;
    let days = era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
    (civil(days) == (year, month, day)).then_some(days)
}

/// As `2026-11-21`. Years beyond 9999 or before 0 carry a sign, so that they cannot be mistaken.
pub fn write_date(days: i64, out: &mut String) {
    let (year, month, day) = civil(days);
    // Writing to a String does not fail.
    let _ = match (0..=9999).contains(&year) {
        true => write!(out, "{year:04}-{month:02}-{day:02}"),
        false => write!(out, "{year:+05}-{month:02}-{day:02}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for days in (-1_100_000..3_000_000).step_by(97) {
            let (year, month, day) = civil(days);
            assert_eq!(days_of(year, month, day), Some(days));
        }
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(20_778), (2026, 11, 21));
        for (year, month, day) in [
            (2026, 2, 29),
            (2026, 0, 1),
            (2026, 13, 1),
            (1900, 2, 29),
            (2026, 4, 31),
            (2026, 1, 0),
        ] {
            assert_eq!(days_of(year, month, day), None);
        }
        assert_eq!(days_of(2000, 2, 29), Some(11_016));
    }

    #[test]
    fn dates_are_written_so_that_they_cannot_be_mistaken() {
        let written = |days| {
            let mut out = String::new();
            write_date(days, &mut out);
            out
        };
        assert_eq!(written(20_778), "2026-11-21");
        assert_eq!(written(-719_528), "0000-01-01");
        assert_eq!(written(-719_529), "-0001-12-31");
        assert_eq!(written(2_932_897), "+10000-01-01");
    }
}
