//! Small builders and readers that keep tests about what they test.

use drydock_connector::{Batch, Source};
use drydock_model::{Dataset, Field, Key, Logical, Slice, Value};

pub fn typed_field(name: &str, logical: Logical, nullable: bool) -> Field {
    Field {
        name: name.to_owned(),
        native: String::new(),
        logical,
        nullable,
        default: None,
        generated: None,
        collation: None,
        comment: None,
    }
}

/// A dataset of another kind of store; `key` fields are taken as not null.
pub fn table(name: &str, fields: &[(&str, Logical)], key: &[&str]) -> Dataset {
    Dataset {
        name: name.to_owned(),
        fields: fields
            .iter()
            .map(|(field, logical)| typed_field(field, logical.clone(), !key.contains(field)))
            .collect(),
        key: (!key.is_empty()).then(|| Key {
            name: None,
            fields: key.iter().map(|k| (*k).to_owned()).collect(),
            collations: Vec::new(),
            names_rows: true,
        }),
        ..Dataset::default()
    }
}

/// Every row of the dataset (or of one slice), in reading order.
pub async fn read_all(
    source: &dyn Source,
    dataset: &str,
    fields: &[String],
    slice: Option<&Slice>,
) -> Vec<Vec<Value>> {
    let whole = Slice::whole(0);
    let mut scan = source
        .scan(dataset, fields, slice.unwrap_or(&whole))
        .await
        .expect("scan");
    let mut rows = Vec::new();
    let mut batch = Batch::new(fields.len());
    loop {
        batch.reset(fields.len());
        let added = scan.fill(&mut batch).await.expect("fill");
        assert_eq!(added, batch.rows(), "fill tells how many rows it added");
        if added == 0 {
            return rows;
        }
        rows.extend(
            batch
                .iter()
                .map(|row| row.cells().map(|cell| cell.to_value()).collect::<Vec<_>>()),
        );
    }
}
