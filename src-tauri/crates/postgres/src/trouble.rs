//! What the server says of rows that it would not have: the reason as a code, the rule, and where it lies.

use sqlx::postgres::PgDatabaseError;

/// Why the server would not have some of the rows.
pub(crate) struct Trouble {
    pub reason: &'static str,
    pub rule: String,
    /// Which of them, counted from zero, by its own account.
    pub line: Option<usize>,
}

impl Trouble {
    /// None where not the rows are to blame.
    pub fn of(table: &str, error: &PgDatabaseError) -> Option<Trouble> {
        let reason = match error.code() {
            "23505" | "23P01" => "duplicate_key",
            "23502" => "not_null",
            "23514" | "44000" => "check",
            "23503" => "foreign_key",
            "22001" => "too_long",
            "22021" | "22P05" => "encoding",
            "22003" => "out_of_range",
            "P0001" => "trigger",
            // Two rows of one key in one upsert: alone, each goes in.
            "21000" => "duplicate_key",
            code if code.starts_with("54") => "too_big",
            code if code.starts_with("22") || code.starts_with("23") => "type_refused",
            _ => return None,
        };
        let rule = error.constraint().or(error.column()).unwrap_or(table);
        Some(Trouble {
            reason,
            rule: rule.to_owned(),
            line: line_of(table, error.r#where()),
        })
    }
}

/// `COPY people, line 2, column id: ..`, in whatever language: the first number behind the table's name.
fn line_of(table: &str, context: Option<&str>) -> Option<usize> {
    let copy = context?.lines().find(|l| l.starts_with("COPY "))?;
    let rest = copy.strip_prefix("COPY ")?.strip_prefix(table)?;
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_found_in_any_language() {
        let at = |context| line_of("t2", Some(context));
        assert_eq!(at("COPY t2, line 7, column a: \"9\""), Some(6));
        assert_eq!(at("SQL-Funktion f\nCOPY t2, Zeile 12"), Some(11));
        assert_eq!(at("COPY other, line 7"), None);
        assert_eq!(at("COPY t2"), None);
    }
}
