//! Reading: slices that hold each row once, marks that tell of change, counts in the store's own words.

use super::setting::{Bed, Setting, names};
use crate::{read_all, table};
use drydock_model::{Dataset, Logical, Value};

/// Keys with gaps, both signs, mixed case and any script; values in an order of their own.
fn scattered(rows: i64) -> (Dataset, Vec<Vec<Value>>) {
    let dataset = table(
        "scattered",
        &[
            ("part", Logical::TEXT),
            ("n", Logical::INT64),
            ("v", Logical::TEXT),
        ],
        &["part", "n"],
    );
    let parts = ["", "a", "A", "é", "z ", "😊"];
    let rows = (0..rows)
        .map(|i| {
            vec![
                Value::Text(parts[(i % 6) as usize].to_owned()),
                Value::Int((i - rows / 2) * 37),
                if i % 5 == 0 {
                    Value::Null
                } else {
                    Value::Text(format!("v{}", (i * 7919) % rows))
                },
            ]
        })
        .collect();
    (dataset, rows)
}

async fn with_scattered(setting: &Setting, rows: i64) -> (Dataset, Vec<Vec<Value>>) {
    let target = setting.target().await;
    let (wanted, rows) = scattered(rows);
    let made = setting.make(target.as_ref(), &[wanted]).await.remove(0);
    assert_eq!(setting.load(target.as_ref(), &made, 0, &rows).await, []);
    (made, rows)
}

pub async fn slices_hold_each_row_exactly_once(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let (made, mut rows) = with_scattered(&setting, 251).await;
    rows.sort_by_key(|r| format!("{r:?}"));
    let key = vec!["part".to_owned(), "n".to_owned()];
    let source = setting.source().await;
    for rows_each in [1, 7, 100, 250, 251, 1000] {
        let slices = source
            .slices("scattered", &key, rows_each)
            .await
            .expect("slices");
        let mut found = Vec::new();
        for (ordinal, slice) in slices.iter().enumerate() {
            assert_eq!(slice.ordinal as usize, ordinal);
            assert!(slice.rows <= rows_each, "no slice is larger than asked for");
            let part = read_all(source.as_ref(), "scattered", &names(&made), Some(slice)).await;
            assert_eq!(part.len() as u64, slice.rows, "the slice counted its rows");
            found.extend(part);
        }
        found.sort_by_key(|r| format!("{r:?}"));
        assert_eq!(found, rows, "with {rows_each} rows each");
        assert!(slices[0].after.is_none() && slices[slices.len() - 1].upto.is_none());
    }
}

pub async fn a_dataset_without_key_is_one_slice(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let wanted = table("keyless", &[("v", Logical::TEXT)], &[]);
    let made = setting.make(target.as_ref(), &[wanted]).await.remove(0);
    let rows = vec![
        vec![Value::Text("twice".into())],
        vec![Value::Text("twice".into())],
        vec![Value::Null],
    ];
    setting.load(target.as_ref(), &made, 0, &rows).await;
    let source = setting.source().await;
    let slices = source.slices("keyless", &[], 1).await.expect("slices");
    assert_eq!(slices, [drydock_model::Slice::whole(3)]);
    let mut found = read_all(source.as_ref(), "keyless", &names(&made), Some(&slices[0])).await;
    found.sort_by_key(|r| format!("{r:?}"));
    let mut rows = rows;
    rows.sort_by_key(|r| format!("{r:?}"));
    assert_eq!(found, rows, "equal rows stay as many as they were");
}

pub async fn an_empty_dataset_has_no_slices(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let (wanted, _) = scattered(1);
    let made = setting.make(target.as_ref(), &[wanted]).await.remove(0);
    let source = setting.source().await;
    for key in [vec![], vec!["part".to_owned(), "n".to_owned()]] {
        let slices = source.slices("scattered", &key, 10).await.expect("slices");
        assert_eq!(slices, []);
    }
    let found = read_all(source.as_ref(), "scattered", &names(&made), None).await;
    assert!(found.is_empty());
}

pub async fn a_mark_changes_with_the_data_only(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let (made, rows) = with_scattered(&setting, 30).await;
    let mark = async || setting.source().await.mark().await.expect("mark");
    let first = mark().await;
    let source = setting.source().await;
    source.catalog().await.expect("catalog");
    read_all(source.as_ref(), "scattered", &names(&made), None).await;
    drop(source);
    assert_eq!(mark().await, first, "reading changed the mark");
    let target = setting.target().await;
    let late = vec![rows[0][0].clone(), Value::Int(999_999), Value::Null];
    setting.load(target.as_ref(), &made, 1, &[late]).await;
    drop(target);
    assert_ne!(mark().await, first, "a row more did not change the mark");
}

pub async fn counts_agree_with_a_scan(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let (made, rows) = with_scattered(&setting, 120).await;
    let source = setting.source().await;
    let Some(opinion) = source.second_opinion() else {
        return setting.not_applicable("counts", "no second opinion");
    };
    let (count, nulls) = opinion
        .counts("scattered", &names(&made))
        .await
        .expect("counts");
    let expected: Vec<u64> = (0..3)
        .map(|i| rows.iter().filter(|r| r[i] == Value::Null).count() as u64)
        .collect();
    assert_eq!((count, nulls), (120, expected));
    let catalog = source.catalog().await.expect("catalog");
    assert_eq!(catalog.dataset("scattered").and_then(|d| d.rows), Some(120));
}
