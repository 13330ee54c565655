//! How fast it goes and how long it may still take: a weighted rate whose past counts half after ten seconds, and a time
//! that is rounded as people round and does not jump about.

use std::time::Duration;

const HALF_LIFE: f64 = 10.0;
/// Before this much work was seen, any time would be a guess.
const QUIET: Duration = Duration::from_secs(5);
const RISES_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Pace {
    rows: f64,
    seconds: f64,
    /// Time spent copying, pauses left out.
    worked: Duration,
    shown: Option<Duration>,
    since_rise: Duration,
}

impl Pace {
    pub fn saw(&mut self, rows: u64, took: Duration) {
        let seconds = took.as_secs_f64();
        let fades = 0.5f64.powf(seconds / HALF_LIFE);
        self.rows = self.rows * fades + rows as f64;
        self.seconds = self.seconds * fades + seconds;
        self.worked += took;
        self.since_rise += took;
    }

    pub fn rows_per_second(&self) -> u64 {
        if self.seconds > 0.0 {
            (self.rows / self.seconds).round() as u64
        } else {
            0
        }
    }

    /// The time to show for so many rows to go; none while it is not known.
    pub fn left(&mut self, rows: u64) -> Option<Duration> {
        if rows == 0 || self.worked < QUIET || self.rows <= 0.0 {
            return None;
        }
        let likely = rounded(Duration::from_secs_f64(
            rows as f64 * self.seconds / self.rows,
        ));
        match self.shown {
            Some(shown) if likely > shown && self.since_rise < RISES_EVERY => {}
            _ => {
                if self.shown.is_some_and(|shown| likely > shown) {
                    self.since_rise = Duration::ZERO;
                }
                self.shown = Some(likely);
            }
        }
        self.shown
    }
}

/// Seconds under two minutes, five seconds under ten, then minutes; up, so that it is never promised too early.
fn rounded(time: Duration) -> Duration {
    let seconds = time.as_secs_f64().ceil() as u64;
    let step = match seconds {
        0..120 => 1,
        120..600 => 5,
        _ => 60,
    };
    Duration::from_secs(seconds.div_ceil(step) * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(s: u64) -> Duration {
        Duration::from_secs(s)
    }

    #[test]
    fn time_is_rounded_as_people_do() {
        for (exact, shown) in [(1, 1), (119, 119), (121, 125), (599, 600), (601, 660)] {
            assert_eq!(rounded(secs(exact)), secs(shown));
        }
    }

    #[test]
    fn no_time_is_shown_before_five_seconds() {
        let mut pace = Pace::default();
        pace.saw(1000, secs(4));
        assert_eq!(pace.left(1000), None);
        pace.saw(250, secs(1));
        assert_eq!(pace.left(1000), Some(secs(4)));
        assert_eq!(pace.left(0), None);
    }

    #[test]
    fn old_speed_fades_by_half_in_ten_seconds() {
        let mut pace = Pace::default();
        for _ in 0..100 {
            pace.saw(100, secs(1));
        }
        assert_eq!(pace.rows_per_second(), 100);
        for _ in 0..10 {
            pace.saw(0, secs(1));
        }
        assert_eq!(pace.rows_per_second(), 50);
    }

    #[test]
    fn it_rises_at_most_once_in_five_seconds() {
        let mut pace = Pace::default();
        pace.saw(10_000, secs(10));
        assert_eq!(pace.left(50_000), Some(secs(50)));
        pace.since_rise = Duration::ZERO;
        pace.saw(0, secs(1));
        assert_eq!(pace.left(50_000), Some(secs(50)), "held");
        pace.saw(0, secs(5));
        assert!(pace.left(50_000) > Some(secs(50)));
    }
}
