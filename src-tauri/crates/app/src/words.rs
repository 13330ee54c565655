//! Numbers, sizes and times in words, the same in the window's texts and on the command line.

pub use drydock_engine::words::{bytes, count, list, number};
use drydock_model::rehearsal::{Rehearsal, Verdict};
use drydock_model::{Finding, Severity, Status};

/// `0.4 s`, `12 s`, `4 min 14 s`, `2 h 5 min`.
pub fn duration(ms: u64) -> String {
    let seconds = ms / 1000;
    match seconds {
        0 if ms < 100 => format!("{ms} ms"),
        0..10 => format!("{:.1} s", ms as f64 / 1000.0),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Whole percent, rounded down, so that 100 is only said when everything is done.
pub fn percent(done: u64, of: u64) -> u32 {
    if of == 0 {
        return 0;
    }
    (u128::from(done.min(of)) * 100 / u128::from(of)) as u32
}

/// Letters, digits and dashes: the name of a folder or an id, made from what a person wrote.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let short: String = out.trim_end_matches('-').chars().take(48).collect();
    if short.is_empty() {
        "project".to_owned()
    } else {
        short.trim_end_matches('-').to_owned()
    }
}

/// The name itself, or with the first number behind it that is free.
pub fn unused(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    (2u64..)
        .map(|n| format!("{name}-{n}"))
        .find(|candidate| !taken(candidate))
        .unwrap_or_else(|| name.to_owned())
}

/// The words for the state of a run, used everywhere and nowhere else varied.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "Not started",
        Status::Waiting => "Waiting",
        Status::Checking => "Checking",
        Status::Running => "Running",
        Status::Paused => "Paused",
        Status::Finished => "Finished",
        Status::FinishedWithLosses => "Finished with losses",
        Status::Stopped => "Stopped",
        Status::Failed => "Failed",
        Status::RolledBack => "Rolled back",
    }
}

/// Steps that would fail and decisions that are open, of a report or of what is known without reading a row.
pub fn open_findings(findings: &[Finding]) -> (u32, u32) {
    let open = |severity| {
        let of = findings
            .iter()
            .filter(|f| f.severity == severity && !f.accepted);
        of.count() as u32
    };
    (open(Severity::Fails), open(Severity::Decide))
}

/// The verdict of a dry run as a sentence.
pub fn verdict(report: &Rehearsal) -> String {
    let (fails, decisions) = open_findings(&report.findings);
    match report.verdict {
        Verdict::Ready => "Ready to run".into(),
        Verdict::NearlyReady => {
            let open = count(decisions.into(), "decision", "decisions");
            format!("Nearly ready: {open} before this can run")
        }
        Verdict::NotReady => {
            format!(
                "Not ready: {}",
                count(fails.into(), "step would fail", "steps would fail")
            )
        }
    }
}

/// An argument as a shell takes it, so that a command on screen can be pasted.
pub fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}

/// The present moment as it is kept in files: UTC, to the millisecond.
pub fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// A file's time as it is kept in files.
pub fn at(time: std::time::SystemTime) -> String {
    chrono::DateTime::<chrono::Utc>::from(time).to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1000), "1,000");
        assert_eq!(number(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(count(1, "row", "rows"), "1 row");
        assert_eq!(count(0, "row", "rows"), "0 rows");
    }

    #[test]
    fn sizes_and_times_are_short() {
        for (n, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1000, "1.0 kB"),
            (9_949, "9.9 kB"),
            (9_960, "10 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (38_000_000, "38 MB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(bytes(n), text, "{n}");
        }
        for (ms, text) in [
            (0, "0 ms"),
            (400, "0.4 s"),
            (12_900, "12 s"),
            (254_000, "4 min 14 s"),
            (7_500_000, "2 h 5 min"),
        ] {
            assert_eq!(duration(ms), text, "{ms}");
        }
    }

    #[test]
    fn a_hundred_percent_is_only_said_at_the_end() {
        assert_eq!(percent(999_999, 1_000_000), 99);
        assert_eq!(percent(5, 5), 100);
        assert_eq!(percent(0, 0), 0);
        assert_eq!(percent(u64::MAX, u64::MAX), 100);
    }

    #[test]
    fn slugs_hold_nothing_that_a_file_system_minds() {
        assert_eq!(
            slug("Unify the app & checkpoint databases"),
            "unify-the-app-checkpoint-databases"
        );
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("😊"), "project");
        assert_eq!(slug("Trò chuyện"), "trò-chuyện");
        assert!(slug(&"x".repeat(500)).len() <= 48);
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        assert_eq!(unused("a", |_| false), "a");
        assert_eq!(unused("a", |n| n == "a" || n == "a-2"), "a-3");
    }

    #[test]
    fn arguments_survive_a_shell() {
        assert_eq!(quoted("plan.toml"), "plan.toml");
        assert_eq!(quoted("it's here"), "'it'\\''s here'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("$(rm)"), "'$(rm)'");
    }

    #[test]
    fn lists_read_as_people_write_them() {
        let words = |n: usize| list(&["a", "b", "c"].map(String::from)[..n]);
        assert_eq!(
            [words(0), words(1), words(2), words(3)],
            ["", "a", "a and b", "a, b and c"]
        );
    }
}
