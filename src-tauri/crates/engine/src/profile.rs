//! What really is in the fields of a dataset: every value is looked at, none is guessed from a sample. Columns say what
//! was meant; stores that are typed per value hold what was written (C06, C21).

mod time_form;

use crate::control::{Control, Stopped};
use drydock_connector::{Batch, Cell, Fault, Row, Source};
use drydock_model::profile::{DatasetProfile, FieldProfile, TypeCount};
use drydock_model::{Code, Dataset, Explain, Field, Next, Slice, Value};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Enough to see what the values are like.
const EXAMPLES: usize = 5;
/// A longer value says nothing more as an example.
const EXAMPLE_BYTES: usize = 4096;

#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    #[error("{0} has no field {1:?}")]
    NoField(String, String),
    #[error(transparent)]
    Store(#[from] Fault),
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl Explain for ProfileError {
    fn code(&self) -> Code {
        match self {
            ProfileError::NoField(..) => Code::DATASET_GONE,
            ProfileError::Store(fault) => fault.code(),
            ProfileError::Stopped(_) => Code::STOPPED,
        }
    }

    fn why(&self) -> String {
        match self {
            ProfileError::NoField(..) => "the source changed after its tables were listed".into(),
            ProfileError::Store(fault) => fault.why(),
            ProfileError::Stopped(_) => "you asked for it".into(),
        }
    }

    fn data(&self) -> String {
        "Safe. A profile only reads.".into()
    }

    fn next(&self) -> Vec<Next> {
        match self {
            ProfileError::Store(fault) => fault.next(),
            _ => vec![Next::action("read_again", "Read the source again.")],
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            ProfileError::NoField(dataset, _) => vec![dataset.clone()],
            ProfileError::Store(fault) => fault.names(),
            ProfileError::Stopped(_) => Vec::new(),
        }
    }

    fn detail(&self) -> String {
        match self {
            ProfileError::Store(fault) => fault.detail(),
            _ => String::new(),
        }
    }
}

/// Profiles the named fields, or all of them where none is named, in one reading.
pub async fn profile(
    source: &dyn Source,
    source_name: &str,
    dataset: &Dataset,
    fields: &[String],
    control: &Control,
) -> Result<DatasetProfile, ProfileError> {
    let wanted = chosen(dataset, fields)?;
    let key: Vec<String> = dataset.key.iter().flat_map(|k| k.fields.clone()).collect();
    let mut columns: Vec<String> = key.clone();
    columns.extend(wanted.iter().map(|f| f.name.clone()));
    let mut tallies: Vec<Tally> = wanted.iter().map(|f| Tally::new(f)).collect();

    let mut scan = source
        .scan(&dataset.name, &columns, &Slice::whole(0))
        .await?;
    let mut batch = Batch::new(columns.len());
    let mut number = 0;
    loop {
        control.step().await?;
        batch.reset(columns.len());
        if scan.fill(&mut batch).await? == 0 {
            break;
        }
        for row in batch.iter() {
            number += 1;
            for (at, tally) in tallies.iter_mut().enumerate() {
                tally.add(row.cell(key.len() + at), || name_of(row, &key, number));
            }
        }
    }
    Ok(DatasetProfile {
        source: source_name.to_owned(),
        dataset: dataset.name.clone(),
        fields: tallies.into_iter().map(Tally::done).collect(),
    })
}

fn chosen<'a>(dataset: &'a Dataset, fields: &[String]) -> Result<Vec<&'a Field>, ProfileError> {
    if fields.is_empty() {
        return Ok(dataset.fields.iter().collect());
    }
    fields
        .iter()
        .map(|name| {
            dataset
                .field(name)
                .ok_or_else(|| ProfileError::NoField(dataset.name.clone(), name.clone()))
        })
        .collect()
}

/// How a person finds the row: by its key, or by its place in reading order.
fn name_of(row: Row<'_>, key: &[String], number: u64) -> String {
    if key.is_empty() {
        return format!("row {number}");
    }
    let parts: Vec<String> = key
        .iter()
        .enumerate()
        .map(|(at, name)| format!("{name} {}", row.cell(at).to_value().shown().text))
        .collect();
    parts.join(", ")
}

struct Tally {
    field: String,
    rows: u64,
    nulls: u64,
    empty: u64,
    longest: u64,
    types: BTreeMap<&'static str, TypeCount>,
    ranges: BTreeMap<&'static str, (Value, Value)>,
    examples: Vec<Value>,
    /// Only where the field is about time by its name or type: any number may look like a moment.
    times: Option<BTreeMap<&'static str, u32>>,
}

impl Tally {
    fn new(field: &Field) -> Tally {
        Tally {
            field: field.name.clone(),
            rows: 0,
            nulls: 0,
            empty: 0,
            longest: 0,
            types: BTreeMap::new(),
            ranges: BTreeMap::new(),
            examples: Vec::new(),
            times: time_form::is_about_time(field).then(BTreeMap::new),
        }
    }

    fn add(&mut self, cell: Cell<'_>, row: impl Fn() -> String) {
        self.rows += 1;
        self.types
            .entry(cell.kind())
            .and_modify(|t| t.count += 1)
            .or_insert_with(|| TypeCount {
                kind: cell.kind().to_owned(),
                count: 1,
                first_row: row(),
                first: cell.to_value().shown(),
            });
        if cell.is_null() {
            self.nulls += 1;
            return;
        }
        self.longest = self.longest.max(cell.size() as u64);
        if cell.size() == 0 {
            self.empty += 1;
        }
        if let Some(times) = &mut self.times
            && let Some(form) = time_form::of(cell)
        {
            *times.entry(form).or_default() += 1;
        }
        self.widen(cell);
        if self.examples.len() < EXAMPLES && cell.size() <= EXAMPLE_BYTES {
            let value = cell.to_value();
            if !self.examples.contains(&value) {
                self.examples.push(value);
            }
        }
    }

    fn widen(&mut self, cell: Cell<'_>) {
        let Some((min, max)) = self.ranges.get_mut(class(cell)) else {
            if order(cell, cell).is_some() {
                self.ranges
                    .insert(class(cell), (cell.to_value(), cell.to_value()));
            }
            return;
        };
        if order(cell, Cell::from(&*min)) == Some(Ordering::Less) {
            *min = cell.to_value();
        } else if order(cell, Cell::from(&*max)) == Some(Ordering::Greater) {
            *max = cell.to_value();
        }
    }

    fn done(self) -> FieldProfile {
        let mut types: Vec<TypeCount> = self.types.into_values().collect();
        types.sort_by_key(|t| std::cmp::Reverse(t.count));
        // The range of what is most frequent: the smallest of numbers and words together means nothing.
        let most = types
            .iter()
            .find(|t| t.kind != "null")
            .map(|t| match t.kind.as_str() {
                "int" | "float" => "number",
                _ => "text",
            });
        let range = most.and_then(|class| self.ranges.get(class));
        FieldProfile {
            field: self.field,
            rows: self.rows,
            nulls: self.nulls,
            empty: self.empty,
            types,
            min: range.map(|(min, _)| min.shown()),
            max: range.map(|(_, max)| max.shown()),
            longest: self.longest,
            examples: self.examples.iter().map(Value::shown).collect(),
            time_forms: self
                .times
                .into_iter()
                .flatten()
                .map(|(form, count)| (form.to_owned(), count))
                .collect(),
        }
    }
}

fn class(cell: Cell<'_>) -> &'static str {
    match cell {
        Cell::Int(_) | Cell::Float(_) => "number",
        _ => "text",
    }
}

/// Numbers by size, text by bytes; other kinds have no order that a person would expect.
fn order(a: Cell<'_>, b: Cell<'_>) -> Option<Ordering> {
    match (a, b) {
        (Cell::Int(a), Cell::Int(b)) => Some(a.cmp(&b)),
        (Cell::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
        (Cell::Int(_) | Cell::Float(_), Cell::Int(_) | Cell::Float(_)) => {
            as_float(a).partial_cmp(&as_float(b))
        }
        _ => None,
    }
}

fn as_float(cell: Cell<'_>) -> f64 {
    match cell {
        Cell::Int(i) => i as f64,
        Cell::Float(bits) => f64::from_bits(bits),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use drydock_connector::Connector;
    use drydock_model::Logical;
    use drydock_testkit::{Memory, table};

    #[tokio::test]
    async fn c06_c21_every_value_is_counted_by_what_it_is() {
        let memory = Memory::default();
        let dataset = table(
            "t",
            &[("id", Logical::INT64), ("created_at", Logical::Any)],
            &["id"],
        );
        let values = [
            Value::Text("2025-11-21T10:00:00Z".into()),
            Value::Text("2025-11-21 10:00:00".into()),
            Value::Text("2025-11-21".into()),
            Value::Text(String::new()),
            Value::Null,
            Value::Int(1_732_183_200),
            Value::Int(1_732_183_200_000),
            Value::Int(1_732_183_201),
            Value::Float(2_460_000.5f64.to_bits()),
        ];
        let rows = (1..)
            .zip(values)
            .map(|(i, v)| vec![Value::Int(i), v])
            .collect();
        memory.put("s", dataset.clone(), rows);
        let source = memory
            .open_source(&Memory::address("s"))
            .await
            .expect("open");
        let profile = profile(
            source.as_ref(),
            "s",
            &dataset,
            &["created_at".into()],
            &Control::default(),
        )
        .await
        .expect("a profile");
        let field = &profile.fields[0];
        assert_eq!((field.rows, field.nulls, field.empty), (9, 1, 1));
        let types: Vec<(&str, u64)> = field
            .types
            .iter()
            .map(|t| (t.kind.as_str(), t.count))
            .collect();
        assert_eq!(types, [("text", 4), ("int", 3), ("float", 1), ("null", 1)]);
        assert_eq!(field.types[1].first_row, "id 6");
        let forms: BTreeMap<&str, u32> = field
            .time_forms
            .iter()
            .map(|(f, n)| (f.as_str(), *n))
            .collect();
        assert_eq!(
            forms,
            BTreeMap::from([
                ("date", 1),
                ("date and time with zone", 1),
                ("date and time without zone", 1),
                ("epoch milliseconds", 1),
                ("epoch seconds", 2),
                ("Julian day", 1),
                ("other text", 1),
            ])
        );
    }
}
