//! What PostgreSQL and the way to it answer, as a [`Fault`]: one place decides what each code means, so that screens and
//! the engine's retries go by kind.
//!
//! PostgreSQL puts values of rows into details, and into messages about values. Details are never passed on, and a
//! message about a value is replaced by words of our own.

use drydock_connector::{Fault, FaultKind};
use sqlx::postgres::PgDatabaseError;
use std::io;

/// Names the place of a failure while it is passed on.
pub(crate) trait At<T> {
    fn at(self, place: &str) -> Result<T, Fault>;
}

impl<T> At<T> for Result<T, sqlx::Error> {
    fn at(self, place: &str) -> Result<T, Fault> {
        self.map_err(|e| fault(place, e))
    }
}

pub(crate) fn fault(place: &str, error: sqlx::Error) -> Fault {
    let kind = match &error {
        sqlx::Error::Database(e) => match e.try_downcast_ref::<PgDatabaseError>() {
            Some(e) => return of_server(place, e),
            None => FaultKind::Internal,
        },
        sqlx::Error::Io(e) if e.kind() == io::ErrorKind::PermissionDenied => FaultKind::NoRights,
        sqlx::Error::Io(_) => FaultKind::Unreachable,
        sqlx::Error::Tls(_) => FaultKind::Unreachable,
        // The server spoke in a way that nobody expected: another program, or a line that was cut.
        sqlx::Error::Protocol(_) => FaultKind::Unreachable,
        sqlx::Error::Configuration(_) => FaultKind::Unsupported,
        _ => FaultKind::Internal,
    };
    Fault::new(kind, place, error.to_string()).because(error)
}

fn of_server(place: &str, error: &PgDatabaseError) -> Fault {
    let code = error.code();
    // Who writes a function chooses the code that it raises, and speaks of rows under any of them.
    let is_raised = error.file() == Some("pl_exec.c");
    let message = match speaks_of_values(code).or(is_raised.then_some(RAISED)) {
        Some(words) => words.to_owned(),
        None => error.message().to_owned(),
    };
    Fault::new(kind_of(code), place, message).native(code)
}

pub(crate) fn broken(place: &str, what: &str) -> Fault {
    Fault::new(FaultKind::Internal, place, what)
}

pub(crate) fn server_error(error: &sqlx::Error) -> Option<&PgDatabaseError> {
    match error {
        sqlx::Error::Database(e) => e.try_downcast_ref::<PgDatabaseError>(),
        _ => None,
    }
}

const RAISED: &str = "a trigger or function of the database raised an error";

fn speaks_of_values(code: &str) -> Option<&'static str> {
    Some(match code {
        "22001" => "a text is longer than its field",
        "22003" => "a number is out of range",
        "22007" | "22008" => "a date or time is out of range or not one",
        "22012" => "a division by zero",
        "22021" | "22P05" => "a text cannot be written in the database's encoding",
        "22P02" | "22P03" => "a value is not one of its field's type",
        "22023" => "a setting or argument has a value that it cannot have",
        "P0001" => RAISED,
        _ if code.starts_with("22") => "a value was refused",
        _ => return None,
    })
}

fn kind_of(code: &str) -> FaultKind {
    match code {
        "3D000" | "42P01" | "3F000" | "58P01" => FaultKind::NotThere,
        "42501" => FaultKind::NoRights,
        "25006" => FaultKind::ReadOnly,
        "53100" => FaultKind::DiskFull,
        "53300" | "55P03" | "55006" | "40001" | "40P01" | "57P04" => FaultKind::Busy,
        "57014" => FaultKind::Cancelled,
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "58030" => FaultKind::Unreachable,
        "XX001" | "XX002" => FaultKind::Corrupt,
        "25P02" => FaultKind::Internal,
        _ => match code.get(..2) {
            Some("08") => FaultKind::Unreachable,
            Some("28") => FaultKind::SignIn,
            Some("0A" | "54") => FaultKind::Unsupported,
            Some("40") => FaultKind::Busy,
            Some("22" | "23" | "42" | "2B" | "2F" | "44" | "P0" | "21" | "55") => {
                FaultKind::Statement
            }
            _ => FaultKind::Internal,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_kinds() {
        for (code, kind) in [
            ("28P01", FaultKind::SignIn),
            ("28000", FaultKind::SignIn),
            ("3D000", FaultKind::NotThere),
            ("42501", FaultKind::NoRights),
            ("25006", FaultKind::ReadOnly),
            ("53100", FaultKind::DiskFull),
            ("53300", FaultKind::Busy),
            ("40P01", FaultKind::Busy),
            ("40001", FaultKind::Busy),
            ("55P03", FaultKind::Busy),
            ("57014", FaultKind::Cancelled),
            ("57P01", FaultKind::Unreachable),
            ("08006", FaultKind::Unreachable),
            ("42601", FaultKind::Statement),
            ("23505", FaultKind::Statement),
            ("XX001", FaultKind::Corrupt),
            ("0A000", FaultKind::Unsupported),
        ] {
            assert_eq!(kind_of(code), kind, "{code}");
        }
        assert!(speaks_of_values("22999").is_some());
        assert!(speaks_of_values("23505").is_none());
    }
}
