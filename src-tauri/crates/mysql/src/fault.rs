//! What a server answers, as a [`Fault`]: one place decides what each number means, so that screens and the engine's
//! retries go by kind. The number travels as `native`; it is what people search for.

use drydock_connector::{Fault, FaultKind, Retry};
use sqlx::mysql::MySqlDatabaseError;

/// Names the place of a failure while it is passed on: `work.await.at(place)?`.
pub(crate) trait At<T> {
    fn at(self, place: &str) -> Result<T, Fault>;
}

impl<T> At<T> for Result<T, sqlx::Error> {
    fn at(self, place: &str) -> Result<T, Fault> {
        self.map_err(|e| fault(place, e))
    }
}

/// The server's own number of an error, where it was the server that spoke.
pub(crate) fn number(error: &sqlx::Error) -> Option<u16> {
    match error {
        sqlx::Error::Database(e) => e
            .try_downcast_ref::<MySqlDatabaseError>()
            .map(MySqlDatabaseError::number),
        _ => None,
    }
}

pub(crate) fn fault(place: &str, error: sqlx::Error) -> Fault {
    if let (Some(number), sqlx::Error::Database(e)) = (number(&error), &error) {
        // Not passed on as a source: the server's words may hold values.
        return of_number(place, number, &without_values(number, e.message()));
    }
    let kind = match &error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) => FaultKind::Unreachable,
        // A server that stops talking in the middle of an answer, or one that is not a MySQL server.
        sqlx::Error::Protocol(_) => FaultKind::Unreachable,
        sqlx::Error::Configuration(_) => FaultKind::Unsupported,
        _ => FaultKind::Internal,
    };
    Fault::new(kind, place, error.to_string()).because(error)
}

fn of_number(place: &str, number: u16, message: &str) -> Fault {
    let kind = match number {
        // What the file system answered: no space left, or no more of it for this user.
        1026 | 1030 if [28, 122].iter().any(|n| says_errno(message, *n)) => FaultKind::DiskFull,
        _ => kind_of(number),
    };
    let fault = Fault::new(kind, place, message).native(number.to_string());
    match number {
        // The server itself says that trying again helps.
        1205 | 1213 | 1040 | 1203 | 1226 => Fault {
            retry: Retry::Soon,
            ..fault
        },
        _ => fault,
    }
}

/// `Got error 28 "No space left on device" from storage engine`, `.. (Errcode: 28 "No space left on device")`.
fn says_errno(message: &str, errno: u32) -> bool {
    ["error ", "Errcode: ", "errno: "].iter().any(|word| {
        message.split(word).skip(1).any(|rest| {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            rest[..digits].parse() == Ok(errno)
        })
    })
}

fn kind_of(number: u16) -> FaultKind {
    match number {
        // Too many connections; locks; deadlock; a table that is being changed.
        1412 => FaultKind::Changed,
        1040 | 1203 | 1226 | 1205 | 1213 | 3572 => FaultKind::Busy,
        // Going down, killed, or the connection broke on the server's side.
        1053
        | 1077
        | 1079
        | 1152
        | 1158..=1161
        | 1184
        | 1927
        | 2002
        | 2003
        | 2006
        | 2013
        | 4031 => FaultKind::Unreachable,
        1130 | 1129 => FaultKind::NoRights,
        1045 | 1251 | 1275 | 1524 | 1698 | 1820 | 1862 | 3118 | 3955 | 4151 => FaultKind::SignIn,
        1044 | 1142 | 1143 | 1227 | 1370 | 1410 | 1419 => FaultKind::NoRights,
        1049 | 1146 | 1109 | 1051 | 1054 => FaultKind::NotThere,
        1036 | 1290 | 1792 | 1836 | 3100 => FaultKind::ReadOnly,
        3 | 28 | 1021 | 1114 | 1041 => FaultKind::DiskFull,
        1030 => FaultKind::Corrupt,
        126 | 127 | 144 | 145 | 1034 | 1035 | 1194 | 1195 | 1712 => FaultKind::Corrupt,
        1317 | 1028 | 3024 | 1969 | 1968 => FaultKind::Cancelled,
        1153 | 1118 | 1117 | 1235 => FaultKind::Unsupported,
        _ => FaultKind::Statement,
    }
}

/// The server quotes values in a few of its messages: `Duplicate entry 'ann@example.org' for key 'PRIMARY'`.
fn without_values(number: u16, message: &str) -> String {
    let cut = |from: &str, to: &str| {
        let start = message.find(from)? + from.len();
        let end = message.rfind(to).filter(|end| *end >= start)?;
        Some(format!(
            "{}{}",
            message[..start].trim_end_matches([' ', ':', '\'']),
            &message[end + 1..]
        ))
    };
    let told = match number {
        1062 | 1586 => cut("entry '", "' for key"),
        1292 | 1366 | 1411 | 1525 | 1265 | 4079 => {
            cut("value: '", "' for").or_else(|| cut("value: '", "'"))
        }
        1367 => cut("'", "'"),
        1690 => cut("in '", "'"),
        1300 | 3854 | 1977 => cut("'", "'"),
        _ => return message.to_owned(),
    };
    told.unwrap_or_else(|| message.to_owned())
}

/// Why a row is refused, and by which rule, where only the row is to blame.
pub(crate) fn refusal(error: &sqlx::Error) -> Option<(&'static str, String)> {
    let number = number(error)?;
    let reason = match number {
        1022 | 1062 | 1169 | 1586 => "duplicate_key",
        1048 | 1364 | 1263 => "not_null",
        3819 | 4025 => "check",
        1216 | 1217 | 1451 | 1452 => "foreign_key",
        1264 | 1690 => "out_of_range",
        1406 => "too_long",
        1300 | 3854 => "encoding",
        1265 | 1292 | 1366 | 1367 | 1411 | 1416 | 3140 | 4079 => "type_refused",
        // What a trigger signals.
        1644 => "trigger",
        1118 | 1153 | 1301 => "too_big",
        _ => return None,
    };
    let sqlx::Error::Database(e) = error else {
        return None;
    };
    let words = without_values(number, e.message());
    let rule = match reason {
        "duplicate_key" => match words.rsplit_once("for key ") {
            Some((_, key)) => key.trim_matches('\'').to_owned(),
            None => words,
        },
        _ => words,
    };
    Some((reason, rule))
}

/// The server says that what a statement makes is there already.
pub(crate) fn is_there_already(fault: &Fault) -> bool {
    // Table, column, key, trigger, foreign key.
    match fault.native.as_deref() {
        Some("1050" | "1060" | "1061" | "1359" | "1826") => true,
        Some("1005") => fault.message.contains("errno: 121"),
        _ => false,
    }
}

/// The server says that what a statement removes is not there.
pub(crate) fn is_gone_already(fault: &Fault) -> bool {
    // Table, view, key, trigger, foreign key, or the table that it belonged to.
    matches!(
        fault.native.as_deref(),
        Some("1051" | "1091" | "1146" | "1360" | "4092")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_kinds() {
        for (number, kind, retry) in [
            (1045, FaultKind::SignIn, Retry::AfterUserActs),
            (1049, FaultKind::NotThere, Retry::Never),
            (1142, FaultKind::NoRights, Retry::AfterUserActs),
            (1205, FaultKind::Busy, Retry::Soon),
            (1213, FaultKind::Busy, Retry::Soon),
            (1040, FaultKind::Busy, Retry::Soon),
            (1114, FaultKind::DiskFull, Retry::AfterUserActs),
            (1290, FaultKind::ReadOnly, Retry::AfterUserActs),
            (1317, FaultKind::Cancelled, Retry::Never),
            (1412, FaultKind::Changed, Retry::Never),
            (1064, FaultKind::Statement, Retry::Never),
        ] {
            let fault = of_number("app", number, "words");
            assert_eq!((fault.kind, fault.retry), (kind, retry), "{number}");
            assert_eq!(fault.native.as_deref(), Some(&*number.to_string()));
        }
    }

    #[test]
    fn a_full_disk_is_known_by_what_the_file_system_said() {
        for (number, message, kind) in [
            (
                1030,
                "Got error 28 \"No space left on device\" from storage engine InnoDB",
                FaultKind::DiskFull,
            ),
            (
                1026,
                "Error writing file '/tmp/MY28' (Errcode: 122 \"Disk quota exceeded\")",
                FaultKind::DiskFull,
            ),
            (
                1030,
                "Got error 128 \"Table crashed\" from storage engine Aria",
                FaultKind::Corrupt,
            ),
        ] {
            assert_eq!(of_number("app", number, message).kind, kind, "{message}");
        }
    }

    #[test]
    fn values_stay_out_of_messages() {
        for (number, message, told) in [
            (
                1062,
                "Duplicate entry 'ann's ' for key' x' for key 'PRIMARY'",
                "Duplicate entry for key 'PRIMARY'",
            ),
            (
                1366,
                "Incorrect integer value: 'secret' for column `a`.`b`.`c` at row 1",
                "Incorrect integer value for column `a`.`b`.`c` at row 1",
            ),
            (
                1292,
                "Truncated incorrect DOUBLE value: 'secret'",
                "Truncated incorrect DOUBLE value",
            ),
            (
                1300,
                "Invalid utf8mb4 character string: 'secret\\xFF'",
                "Invalid utf8mb4 character string",
            ),
            (
                1367,
                "Illegal double 'secret' value found during parsing",
                "Illegal double value found during parsing",
            ),
            (
                3854,
                "Cannot convert string 'secret' from utf8mb4 to latin1",
                "Cannot convert string from utf8mb4 to latin1",
            ),
            (
                1406,
                "Data too long for column 'c' at row 1",
                "Data too long for column 'c' at row 1",
            ),
        ] {
            assert_eq!(without_values(number, message), told);
        }
    }
}
