//! Defaults of other stores: a plain value means the same everywhere, if it fits its field; all else is in another
//! store's words (C32).

use super::string;
use drydock_model::Logical;

pub(super) fn translated(default: &str, into: &Logical) -> Option<String> {
    let text = default.trim();
    let upper = text.to_ascii_uppercase();
    if upper == "NULL" {
        return None;
    }
    let is_text = matches!(into, Logical::Text { .. });
    let is_number = matches!(
        into,
        Logical::Int { .. } | Logical::Float { .. } | Logical::Decimal { .. }
    );
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return match into {
            Logical::Bool if text == "0" => Some("false".into()),
            Logical::Bool if text == "1" => Some("true".into()),
            _ if is_text => Some(string(text)),
            Logical::Int { .. } if text.parse::<i64>().is_err() => None,
            _ if is_number => Some(text.to_owned()),
            _ => None,
        };
    }
    let now = ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"];
    if let Some(word) = now.iter().find(|w| **w == upper) {
        let fits = match into {
            Logical::Timestamp { .. } => *word == "CURRENT_TIMESTAMP",
            Logical::Date => *word == "CURRENT_DATE",
            Logical::Time => *word == "CURRENT_TIME",
            _ => is_text,
        };
        return fits.then(|| (*word).to_owned());
    }
    if upper == "TRUE" || upper == "FALSE" {
        return match into {
            Logical::Bool => Some(upper.to_ascii_lowercase()),
            _ if is_number => Some(if upper == "TRUE" { "1" } else { "0" }.into()),
            _ => None,
        };
    }
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    if inner.replace("''", "").contains('\'') {
        return None;
    }
    let value = inner.replace("''", "'");
    let fits = match into {
        _ if is_text => true,
        Logical::Int { .. } => value.parse::<i64>().is_ok(),
        Logical::Float { .. } | Logical::Decimal { .. } => {
            value.parse::<f64>().is_ok_and(f64::is_finite)
        }
        Logical::Bool => ["0", "1", "true", "false"].contains(&value.as_str()),
        Logical::Json => crate::wire::json::check(&value).is_ok(),
        Logical::Date => crate::wire::clock::read(&value).is_some_and(|w| w.nanos.is_none()),
        Logical::Timestamp { zone } => {
            crate::wire::clock::read(&value).is_some_and(|w| w.zone.is_some() == *zone)
        }
        _ => false,
    };
    fits.then(|| string(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c32_plain_values_are_taken_over_where_they_fit() {
        let int = Logical::INT64;
        for (default, into, expected) in [
            ("1", &int, Some("1")),
            ("1.5", &int, None),
            ("1", &Logical::Bool, Some("true")),
            ("'it''s'", &Logical::TEXT, Some("'it''s'")),
            ("0", &Logical::TEXT, Some("'0'")),
            ("null", &int, None),
            (
                "current_timestamp",
                &Logical::TEXT,
                Some("CURRENT_TIMESTAMP"),
            ),
            ("CURRENT_TIMESTAMP", &int, None),
            ("'0000-00-00'", &Logical::Date, None),
            ("'{}'", &Logical::Json, Some("'{}'")),
            ("nextval('x')", &int, None),
            ("b'0'", &Logical::Bool, None),
            ("'", &Logical::TEXT, None),
            ("inf", &Logical::FLOAT64, None),
        ] {
            assert_eq!(translated(default, into).as_deref(), expected, "{default}");
        }
    }
}
