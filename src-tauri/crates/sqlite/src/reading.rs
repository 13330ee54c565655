//! The SELECT statements that read rows: which fields, which range of a key, in which order. Pure text; the bounds of a
//! slice are bound as values.

use crate::catalog::{Shape, within};
use crate::ddl::quote;
use crate::text::Encoding;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Key, Slice, Value};
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};

/// A dataset and the key by which it is read.
pub(crate) struct Reading<'a> {
    shape: &'a Shape,
    table: String,
    place: String,
    encoding: Encoding,
    /// The key's fields as expressions, each under the collation of the key.
    key: Vec<String>,
    /// No row lacks a part of the key, and no two are equal in it.
    pub names_rows: bool,
    /// The table itself lies in this order, so no index can disagree with it.
    pub lies_so: bool,
}

impl<'a> Reading<'a> {
    pub fn new(
        shape: &'a Shape,
        dataset: &str,
        key: &[String],
        encoding: Encoding,
        place: &str,
    ) -> Result<Reading<'a>, Fault> {
        let place = within(dataset, place);
        let known = shape.keys.iter().position(|k| k.fields == key);
        Ok(Reading {
            table: format!("main.{} AS s", quote(dataset)),
            key: key_expressions(shape, key, known.map(|i| &shape.keys[i]), &place)?,
            names_rows: known.is_some_and(|i| shape.keys[i].names_rows),
            lies_so: known == Some(0) && shape.lies_by_key,
            shape,
            place,
            encoding,
        })
    }

    pub fn place(&self) -> &str {
        &self.place
    }

    /// All rows of the slice. In a UTF-16 database two columns a field: the value, text as its bytes, and whether it is
    /// text.
    pub fn rows(&self, fields: &[String], slice: &Slice) -> Result<String, Fault> {
        if fields.is_empty() {
            return Err(Fault::new(
                FaultKind::Unsupported,
                &self.place,
                "rows without any field",
            ));
        }
        let columns = fields
            .iter()
            .map(|name| self.column(name).map(|c| self.as_stored(&c)))
            .collect::<Result<Vec<_>, _>>()?
            .join(", ");
        Ok(format!(
            "SELECT {columns} FROM {}{}{}",
            self.table_for(slice),
            self.range(slice),
            self.order()
        ))
    }

    /// The key of the row that is `rows` after the beginning of the slice, and of the one behind it.
    pub fn border(&self, slice: &Slice, rows: u64) -> String {
        let columns: Vec<String> = self.key.iter().map(|k| self.as_stored(k)).collect();
        format!(
            "SELECT {} FROM {}{}{} LIMIT 2 OFFSET {}",
            columns.join(", "),
            self.table_for(slice),
            self.range(slice),
            self.order(),
            rows - 1
        )
    }

    pub fn count(&self, slice: &Slice) -> String {
        format!(
            "SELECT count(*) FROM {}{}",
            self.table_for(slice),
            self.range(slice)
        )
    }

    /// Rows as the table itself has them, whatever its indexes say.
    pub fn count_of_table(&self) -> String {
        format!("SELECT count(*) FROM {}", self.whole_table())
    }

    /// How many values each field has, after the number of rows.
    pub fn count_values(&self, fields: &[String]) -> Result<String, Fault> {
        let mut sql = String::from("SELECT count(*)");
        for name in fields {
            sql.push_str(&format!(", count({})", self.column(name)?));
        }
        sql.push_str(&format!(" FROM {}", self.whole_table()));
        Ok(sql)
    }

    fn table_for(&self, slice: &Slice) -> String {
        let bounded = slice.after.is_some() || slice.upto.is_some();
        match bounded || !self.key.is_empty() {
            true => self.table.clone(),
            false => self.whole_table(),
        }
    }

    fn whole_table(&self) -> String {
        match self.shape.is_virtual {
            true => self.table.clone(),
            false => format!("{} NOT INDEXED", self.table),
        }
    }

    fn column(&self, name: &str) -> Result<String, Fault> {
        column(self.shape, name, &self.place)
    }

    fn as_stored(&self, column: &str) -> String {
        match self.encoding {
            Encoding::Utf8 => column.to_owned(),
            _ => format!(
                "CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END, typeof({column}) = 'text'"
            ),
        }
    }

    fn range(&self, slice: &Slice) -> String {
        let key = match self.key.as_slice() {
            [one] => one.clone(),
            many => format!("({})", many.join(", ")),
        };
        let bound = |first: usize| {
            let marks: Vec<String> = (first..)
                .take(self.key.len())
                .map(|n| format!("?{n}"))
                .collect();
            match marks.as_slice() {
                [one] => one.clone(),
                many => format!("({})", many.join(", ")),
            }
        };
        let mut conditions = Vec::new();
        if slice.after.is_some() {
            conditions.push(match self.names_rows {
                true => format!("{key} > {}", bound(1)),
                false => format!("({key} > {}) IS TRUE", bound(1)),
            });
        }
        if slice.upto.is_some() {
            let first = 1 + slice.after.as_ref().map_or(0, Vec::len);
            conditions.push(match self.names_rows {
                true => format!("{key} <= {}", bound(first)),
                // A row with a NULL in its key comes after no bound, so it belongs to the first slice and to no other.
                false => format!("({key} > {}) IS NOT TRUE", bound(first)),
            });
        }
        match conditions.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", conditions.join(" AND ")),
        }
    }

    fn order(&self) -> String {
        match self.key.is_empty() {
            true => String::new(),
            false => format!(" ORDER BY {}", self.key.join(", ")),
        }
    }
}

fn key_expressions(
    shape: &Shape,
    key: &[String],
    known: Option<&Key>,
    place: &str,
) -> Result<Vec<String>, Fault> {
    let mut expressions = Vec::with_capacity(key.len());
    for (i, name) in key.iter().enumerate() {
        let mut expression = column(shape, name, place)?;
        let own = shape
            .fields
            .iter()
            .find(|f| f.name == *name)
            .and_then(|f| f.collation.as_deref());
        let wanted = known
            .and_then(|k| k.collations.get(i))
            .map(|c| match c.as_str() {
                "" => "BINARY",
                other => other,
            });
        if let Some(wanted) = wanted
            && !wanted.eq_ignore_ascii_case(own.unwrap_or("BINARY"))
        {
            expression = format!("{expression} COLLATE {}", quote(wanted));
        }
        expressions.push(expression);
    }
    Ok(expressions)
}

/// A name that is not a field must not be asked for: `"oid"` would be answered with the hidden rowid.
fn column(shape: &Shape, name: &str, place: &str) -> Result<String, Fault> {
    match shape.fields.iter().any(|f| f.name == name) {
        true => Ok(format!("s.{}", quote(name))),
        false => Err(Fault::new(
            FaultKind::NotThere,
            within(name, place),
            "the table has no field of that name",
        )),
    }
}

/// The bounds of a slice in the order of their places in the statement.
pub(crate) fn bounds(slice: &Slice) -> impl Iterator<Item = &Value> {
    slice.after.iter().chain(&slice.upto).flatten()
}

/// A bound as SQLite keeps it. None for what no column of SQLite can hold as it is.
pub(crate) fn bindable(value: &Value) -> Option<ToSqlOutput<'_>> {
    Some(match value {
        Value::Null => ToSqlOutput::Owned(Owned::Null),
        Value::Bool(b) => ToSqlOutput::Owned(Owned::Integer(i64::from(*b))),
        Value::Int(i) => ToSqlOutput::Owned(Owned::Integer(*i)),
        Value::Float(bits) => ToSqlOutput::Owned(Owned::Real(f64::from_bits(*bits))),
        Value::Text(t) | Value::Decimal(t) | Value::Json(t) => {
            ToSqlOutput::Borrowed(ValueRef::Text(t.as_bytes()))
        }
        Value::BrokenText(b) => ToSqlOutput::Borrowed(ValueRef::Text(b)),
        Value::Bytes(b) | Value::Opaque(b) => ToSqlOutput::Borrowed(ValueRef::Blob(b)),
        Value::Date(_)
        | Value::Time(_)
        | Value::Timestamp { .. }
        | Value::Instant { .. }
        | Value::Uuid(_) => return None,
    })
}
