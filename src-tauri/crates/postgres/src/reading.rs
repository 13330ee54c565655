//! The SELECT statements that read rows: which fields, which range of a key, in which order. Pure text.
//!
//! Text keys are ordered by their bytes, not by the database's language: so a slice holds the same rows whatever the
//! server's collation is, and whatever an update of the operating system does to it.

use crate::ddl::{quote, string};
use crate::wire::{Form, Room, clock};
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Dataset, Field, Slice, Value};
use std::fmt::Write;

/// A dataset and the place it is read from.
pub(crate) struct Reading<'a> {
    pub dataset: &'a Dataset,
    /// As the FROM clause names it.
    pub from: String,
    pub place: String,
}

impl<'a> Reading<'a> {
    fn field(&self, name: &str) -> Result<&'a Field, Fault> {
        self.dataset.field(name).ok_or_else(|| {
            Fault::new(
                FaultKind::NotThere,
                &self.place,
                format!("the table has no field {name}"),
            )
        })
    }

    pub fn forms(&self, fields: &[String]) -> Result<Vec<Form<'a>>, Fault> {
        let form = |name: &String| Ok(Form::of(self.dataset, self.field(name)?));
        fields.iter().map(form).collect()
    }

    /// No two rows are equal in the key, and none lacks a part of it.
    pub fn names_rows(&self, key: &[String]) -> bool {
        let keys = self.dataset.key.iter().chain(&self.dataset.unique);
        !key.is_empty() && keys.into_iter().any(|k| k.names_rows && k.fields == key)
    }

    fn column(&self, name: &str) -> Result<String, Fault> {
        let field = self.field(name)?;
        Ok(match Form::of(self.dataset, field).is_spoken() {
            true => format!("{}::text", quote(name)),
            false => quote(name),
        })
    }

    fn columns(&self, fields: &[String]) -> Result<String, Fault> {
        if fields.is_empty() {
            return Err(Fault::new(
                FaultKind::Unsupported,
                &self.place,
                "rows without any field",
            ));
        }
        let columns: Result<Vec<_>, _> = fields.iter().map(|f| self.column(f)).collect();
        Ok(columns?.join(", "))
    }

    /// The key as it is ordered and compared.
    fn key(&self, key: &[String]) -> Result<String, Fault> {
        let parts: Result<Vec<_>, Fault> = key
            .iter()
            .map(|name| {
                let field = self.field(name)?;
                Ok(match Form::of(self.dataset, field) {
                    Form::Text(_) if field.native == "text" => {
                        format!("{} COLLATE \"C\"", quote(name))
                    }
                    form if is_text(form) => format!("{}::text COLLATE \"C\"", quote(name)),
                    _ => quote(name),
                })
            })
            .collect();
        Ok(parts?.join(", "))
    }

    pub fn rows(&self, fields: &[String], slice: &Slice) -> Result<String, Fault> {
        let mut sql = format!("SELECT {} FROM {}", self.columns(fields)?, self.from);
        if slice.key.is_empty() {
            return Ok(sql);
        }
        let key = self.key(&slice.key)?;
        let mut conditions = Vec::new();
        for (bound, sign) in [(&slice.after, ">"), (&slice.upto, "<=")] {
            if let Some(bound) = bound {
                let bound = self.bound(&slice.key, bound)?;
                conditions.push(format!("ROW({key}) {sign} ROW({bound})"));
            }
        }
        if !conditions.is_empty() {
            let _ = write!(sql, " WHERE {}", conditions.join(" AND "));
        }
        let _ = write!(sql, " ORDER BY {key}");
        Ok(sql)
    }

    /// The last key of each range of so many rows.
    pub fn borders(&self, key: &[String], rows_each: u64) -> Result<String, Fault> {
        let names: Vec<String> = key.iter().map(|k| quote(k)).collect();
        Ok(format!(
            "SELECT {} FROM (SELECT {}, pg_catalog.row_number() OVER (ORDER BY {}) AS \"_drydock_row\" FROM {}) AS numbered
             WHERE \"_drydock_row\" % {rows_each} = 0 ORDER BY \"_drydock_row\"",
            self.columns(key)?,
            names.join(", "),
            self.key(key)?,
            self.from
        ))
    }

    fn bound(&self, key: &[String], bound: &[Value]) -> Result<String, Fault> {
        if key.len() != bound.len() {
            return Err(Fault::new(
                FaultKind::Internal,
                &self.place,
                "a bound that is not of its key",
            ));
        }
        let parts: Result<Vec<_>, Fault> = key
            .iter()
            .zip(bound)
            .map(|(name, value)| {
                let field = self.field(name)?;
                let form = Form::of(self.dataset, field);
                literal(form, field, value).ok_or_else(|| {
                    Fault::new(
                        FaultKind::Unsupported,
                        &self.place,
                        format!("a bound of another type than the field {name}"),
                    )
                })
            })
            .collect();
        Ok(parts?.join(", "))
    }
}

fn is_text(form: Form<'_>) -> bool {
    matches!(
        form,
        Form::Text(_) | Form::Enum(_) | Form::Spoken | Form::Array(_) | Form::Json | Form::Jsonb
    )
}

fn literal(form: Form<'_>, field: &Field, value: &Value) -> Option<String> {
    let as_field = |text: &str| format!("{}::{}", string(text), field.native);
    Some(match value {
        Value::Text(s) if is_text(form) => {
            // As a text, such a value has no blanks at its end.
            let padded = matches!(form, Form::Text(Room::Padded(_))) || field.native == "bpchar";
            let s = if padded { s.trim_end_matches(' ') } else { s };
            format!("{} COLLATE \"C\"", string(s))
        }
        Value::Opaque(b) if is_text(form) => {
            format!("{} COLLATE \"C\"", string(std::str::from_utf8(b).ok()?))
        }
        Value::Json(s) if is_text(form) => format!("{} COLLATE \"C\"", string(s)),
        _ if is_text(form) => return None,
        // `infinity`
        Value::Text(s) => as_field(s),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => format!("({i})"),
        Value::Float(bits) => as_field(&float(f64::from_bits(*bits))),
        Value::Decimal(s) => as_field(s),
        Value::Bytes(b) => {
            let mut hex = String::from("\\x");
            for byte in b {
                let _ = write!(hex, "{byte:02x}");
            }
            as_field(&hex)
        }
        Value::Uuid(u) => {
            let mut hex = String::new();
            for byte in u {
                let _ = write!(hex, "{byte:02x}");
            }
            as_field(&hex)
        }
        Value::Date(days) => as_field(&clock::spoken_date(i64::from(*days), "")),
        Value::Time(nanos) => {
            let mut text = String::new();
            clock::write_time(*nanos, &mut text);
            as_field(&text)
        }
        Value::Timestamp { seconds, nanos } | Value::Instant { seconds, nanos } => {
            let mut of_day = String::from(" ");
            let day = seconds.rem_euclid(86_400) * 1_000_000_000;
            clock::write_time(day + i64::from(*nanos), &mut of_day);
            as_field(&clock::spoken_date(seconds.div_euclid(86_400), &of_day))
        }
        Value::Null | Value::BrokenText(_) | Value::Json(_) | Value::Opaque(_) => return None,
    })
}

fn float(f: f64) -> String {
    match f {
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        f if f.is_nan() => "NaN".into(),
        f => format!("{f:?}"),
    }
}
