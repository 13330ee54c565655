//! Cuts a table into ranges of its key, with exact counts, and says in SQL which rows a range means.
//!
//! The borders are rows that are there now; counting and cutting happen in the snapshot that is read. A text is compared
//! by its column's own collation, which is the one that its key's index is sorted and unique by, so no row falls between
//! two slices and none into both.

use crate::catalog::Shape;
use crate::ddl::quote;
use crate::dialect::clock::Fields;
use crate::dialect::kind::Kind;
use crate::door::Link;
use crate::wire::{self, Way};
use drydock_connector::{Batch, Fault, FaultKind};
use drydock_model::{Slice, Value};
use sqlx::mysql::{MySqlArguments, MySqlRow};
use sqlx::{Arguments, AssertSqlSafe};

/// The key by which rows are found, in its order; none where the server sorts it otherwise than it compares it.
pub(crate) struct Order<'s> {
    pub columns: Vec<Way<'s>>,
}

impl<'s> Order<'s> {
    pub fn of(shape: &'s Shape, key: &[String], place: &str) -> Result<Order<'s>, Fault> {
        let columns = key
            .iter()
            .map(|name| Ok(Way::of(shape.field(name, place)?)))
            .collect::<Result<Vec<_>, Fault>>()?;
        let sorts = shape.is_key(key) && columns.iter().all(|way| way.kind.sorts());
        Ok(Order {
            columns: if sorts { columns } else { Vec::new() },
        })
    }

    pub fn is_none(&self) -> bool {
        self.columns.is_empty()
    }

    /// `WHERE` of a range. Its bounds are bound by `bind`.
    pub fn range(&self, after: bool, upto: bool) -> String {
        let mut sql = String::new();
        let mut word = " WHERE ";
        for (wanted, sign) in [(after, ">"), (upto, "<")] {
            if wanted {
                sql += word;
                sql += &self.beyond(sign, sign == "<");
                word = " AND ";
            }
        }
        sql
    }

    pub fn sorted(&self) -> String {
        match self.is_none() {
            true => String::new(),
            false => {
                let names: Vec<String> = self.columns.iter().map(Way::name).collect();
                format!(" ORDER BY {}", names.join(", "))
            }
        }
    }

    /// Written out, as the server finds its way by an index only so: `(a > ? OR (a = ? AND (b > ? ..)))`, with the plain
    /// bound of the first column before it.
    fn beyond(&self, strict: &str, with_equal: bool) -> String {
        let mut sql = String::new();
        for (i, way) in self.columns.iter().enumerate().rev() {
            let (name, mark) = (way.name(), mark(way.kind));
            let last = i + 1 == self.columns.len();
            sql = match (last, with_equal) {
                (true, true) => format!("{name} {strict}= {mark}"),
                (true, false) => format!("{name} {strict} {mark}"),
                _ => format!("({name} {strict}= {mark} AND ({name} {strict} {mark} OR {sql}))"),
            };
        }
        sql
    }

    pub fn bind(
        &self,
        arguments: &mut MySqlArguments,
        bound: &[Value],
        place: &str,
    ) -> Result<(), Fault> {
        if bound.len() != self.columns.len() {
            return Err(Fault::new(
                FaultKind::Internal,
                place,
                "a bound that does not fit its key",
            ));
        }
        for (i, value) in bound.iter().enumerate() {
            let last = i + 1 == bound.len();
            for _ in 0..if last { 1 } else { 2 } {
                bind_value(arguments, value, place)?;
            }
        }
        Ok(())
    }

    /// The key in a row, in the columns from `start` on.
    pub fn key_of(&self, row: &MySqlRow, start: usize, place: &str) -> Result<Vec<Value>, Fault> {
        let mut batch = Batch::new(self.columns.len());
        let mut scratch = String::new();
        for (i, way) in self.columns.iter().enumerate() {
            let bytes = crate::door::raw(row, start + i);
            wire::push(&mut batch, *way, bytes, &mut scratch, place)?;
        }
        Ok(batch.row(0).cells().map(|c| c.to_value()).collect())
    }
}

/// A text is no decimal to the server: the two would be compared as floats.
fn mark(kind: Kind<'_>) -> String {
    match kind {
        // Of the column's own digits: with more of them behind the point, large numbers would not fit.
        Kind::Decimal { scale, .. } => format!("CAST(? AS DECIMAL(65,{scale}))"),
        Kind::Date => "CAST(? AS DATE)".into(),
        Kind::Time(_) => "CAST(? AS TIME(6))".into(),
        Kind::DateTime(_) | Kind::Stamp(_) => "CAST(? AS DATETIME(6))".into(),
        _ => "?".into(),
    }
}

fn bind_value(arguments: &mut MySqlArguments, value: &Value, place: &str) -> Result<(), Fault> {
    let mut text = String::new();
    let clock = |seconds: i64, nanos: u32, text: &mut String| {
        if let Some(fields) = Fields::of_seconds(seconds, nanos / 1000) {
            fields.write(text);
        }
    };
    let added = match value {
        Value::Int(i) => arguments.add(*i),
        Value::Float(bits) => arguments.add(f64::from_bits(*bits)),
        Value::Text(s) => arguments.add(s.as_str()),
        Value::Bytes(b) => arguments.add(b.as_slice()),
        Value::Decimal(s) => match s.parse::<u64>() {
            Ok(unsigned) => arguments.add(unsigned),
            Err(_) => arguments.add(s.as_str()),
        },
        Value::Date(days) => {
            if let Some(fields) = Fields::of_days(i64::from(*days)) {
                fields.write_date(&mut text);
            }
            arguments.add(text.as_str())
        }
        Value::Time(nanos) => {
            crate::dialect::clock::Span::of_nanos(*nanos).write(&mut text);
            arguments.add(text.as_str())
        }
        Value::Timestamp { seconds, nanos } | Value::Instant { seconds, nanos } => {
            clock(*seconds, *nanos, &mut text);
            arguments.add(text.as_str())
        }
        // A broken text would be compared by its bytes, in another order than its column has.
        Value::Null
        | Value::Bool(_)
        | Value::Uuid(_)
        | Value::Opaque(_)
        | Value::Json(_)
        | Value::BrokenText(_) => {
            return Err(Fault::new(
                FaultKind::Unsupported,
                place,
                "a bound of a type that cuts no slices here",
            ));
        }
    };
    added.map_err(|e| {
        Fault::new(FaultKind::Internal, place, "a bound could not be written").because(e)
    })
}

pub(crate) async fn cut(
    link: &mut Link,
    shape: &Shape,
    key: &[String],
    rows_each: u64,
) -> Result<Vec<Slice>, Fault> {
    let place = shape.place(link.place());
    let order = Order::of(shape, key, &place)?;
    if order.is_none() {
        let rows = count(link, shape).await?;
        return Ok(match rows {
            0 => Vec::new(),
            rows => vec![Slice::whole(rows)],
        });
    }
    let rows_each = rows_each.max(1);
    let mut slices: Vec<Slice> = Vec::new();
    let mut after: Option<Vec<Value>> = None;
    loop {
        let found = border(link, shape, &order, after.as_deref(), rows_each, &place).await?;
        let mut slice = Slice {
            ordinal: slices.len() as u32,
            key: key.to_vec(),
            after: after.take(),
            upto: None,
            rows: rows_each,
        };
        match found.as_slice() {
            // One row ends the slice and others follow.
            [upto, _] => {
                after = Some(upto.clone());
                slice.upto = Some(upto.clone());
                slices.push(slice);
            }
            [_] => {
                slices.push(slice);
                return Ok(slices);
            }
            _ => {
                slice.rows = rest(link, shape, &order, slice.after.as_deref(), &place).await?;
                // Only an empty table has no rest: a border with nothing behind it is the end.
                if slice.rows > 0 {
                    slices.push(slice);
                }
                return Ok(slices);
            }
        }
    }
}

/// The key of the row at the end of the next slice, and of the one behind it.
async fn border(
    link: &mut Link,
    shape: &Shape,
    order: &Order<'_>,
    after: Option<&[Value]>,
    rows: u64,
    place: &str,
) -> Result<Vec<Vec<Value>>, Fault> {
    let sql = format!(
        "SELECT {} FROM {}{}{} LIMIT {}, 2",
        wire::selected(&order.columns),
        quote(&shape.name),
        order.range(after.is_some(), false),
        order.sorted(),
        rows - 1
    );
    let found = fetch(link, sql, order, after, place).await?;
    found
        .iter()
        .map(|row| order.key_of(row, 0, place))
        .collect()
}

async fn rest(
    link: &mut Link,
    shape: &Shape,
    order: &Order<'_>,
    after: Option<&[Value]>,
    place: &str,
) -> Result<u64, Fault> {
    let range = order.range(after.is_some(), false);
    let sql = format!("SELECT count(*) FROM {}{range}", quote(&shape.name));
    let found = fetch(link, sql, order, after, place).await?;
    let bytes = found.first().and_then(|row| crate::door::raw(row, 0));
    bytes
        .and_then(|b| b.try_into().ok())
        .map(u64::from_le_bytes)
        .ok_or_else(|| Fault::new(FaultKind::Internal, place, "the server did not count"))
}

async fn fetch(
    link: &mut Link,
    sql: String,
    order: &Order<'_>,
    after: Option<&[Value]>,
    place: &str,
) -> Result<Vec<MySqlRow>, Fault> {
    let mut arguments = MySqlArguments::default();
    if let Some(after) = after {
        order.bind(&mut arguments, after, place)?;
    }
    let (door, id) = (link.door().clone(), link.id);
    let work = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(&mut link.conn);
    door.answer(id, work).await.map_err(|f| f_at(f, place))
}

fn f_at(fault: Fault, place: &str) -> Fault {
    Fault {
        place: place.to_owned(),
        ..fault
    }
}

pub(crate) async fn count(link: &mut Link, shape: &Shape) -> Result<u64, Fault> {
    let sql = format!("SELECT count(*) FROM {}", quote(&shape.name));
    let told = link.ask_one(&sql).await?;
    told.and_then(|t| t.number(0)).ok_or_else(|| {
        let place = shape.place(link.place());
        Fault::new(FaultKind::Internal, place, "the server did not count")
    })
}
