use super::*;
use drydock_connector::Batch;
use drydock_model::Value;
use proptest::prelude::*;
use std::collections::HashSet;

fn unique(name: &str, fold: Fold, broken: WhenBroken) -> UniqueKey {
    UniqueKey {
        name: name.into(),
        fields: vec![name.into()],
        folds: vec![fold],
        broken,
        in_words: None,
    }
}

fn batch(rows: &[Vec<Value>]) -> Batch {
    let mut batch = Batch::new(rows.first().map_or(1, Vec::len));
    rows.iter()
        .flatten()
        .for_each(|v| batch.push(Cell::from(v)));
    batch
}

/// What a target does, one row after the other: the numbers of the rows it refuses.
fn one_by_one(there: &[Vec<Value>], rows: &[Vec<Value>]) -> Vec<u64> {
    let code = |column: usize, value: &Value| {
        let mut bytes = Vec::new();
        let fold = [Fold::Binary, Fold::NoCase][column];
        fold.encode(Cell::from(value), &mut bytes)
            .then_some((column, bytes))
    };
    let codes = |row: &[Value]| -> Vec<_> {
        row.iter()
            .enumerate()
            .filter_map(|(i, v)| code(i, v))
            .collect()
    };
    let mut taken: HashSet<_> = there.iter().flat_map(|r| codes(r)).collect();
    let mut refused = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let own = codes(row);
        if own.iter().any(|c| taken.contains(c)) {
            refused.push(number as u64);
        } else {
            taken.extend(own);
        }
    }
    refused
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        4 => (0i64..6).prop_map(Value::Int),
        2 => (0i64..6).prop_map(|i| Value::Float((i as f64).to_bits())),
        4 => "[aAbB]{0,2}".prop_map(Value::Text),
    ]
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Vec<Value>>> {
    proptest::collection::vec((value(), value()).prop_map(|(a, b)| vec![a, b]), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn exactly_the_rows_that_a_target_would_refuse(there in rows(6), arriving in rows(30)) {
        // What is there breaks no key itself.
        let broken = one_by_one(&[], &there);
        let there: Vec<_> = there.into_iter().enumerate().filter(|(i, _)| !broken.contains(&(*i as u64))).map(|(_, r)| r).collect();
        let keys = vec![unique("a", Fold::Binary, WhenBroken::Refuses), unique("b", Fold::NoCase, WhenBroken::Refuses)];
        let mut duplicates = Duplicates::new(keys);
        for row in batch(&there).iter() {
            duplicates.was_there(row).unwrap();
        }
        let places: Places = vec![Some(vec![0]), Some(vec![1])];
        for (number, row) in batch(&arriving).iter().enumerate() {
            duplicates.arrives(3, &places, number as u64, row, 1 << number, 2).unwrap();
        }
        let mut found = duplicates.find(&Control::default()).unwrap();
        let found = found.remove(&3).unwrap_or_default();
        let expected = one_by_one(&there, &arriving);
        prop_assert_eq!(found.left, expected.len() as u64);
        prop_assert_eq!(found.changed, 2 * expected.len() as u64);
        let mut digest = Digest::default();
        expected.iter().for_each(|n| digest.add(1 << n));
        prop_assert_eq!(found.digest, digest);
        let mut first: Vec<u64> = found.keys.values().flat_map(|k| k.first.clone()).collect();
        first.sort_unstable();
        if expected.len() <= SAMPLES {
            prop_assert_eq!(first, expected);
        }
    }
}

#[test]
fn a_key_made_later_keeps_no_row_back_and_a_replacing_one_neither() {
    let keys = vec![
        unique("a", Fold::Binary, WhenBroken::CannotBeMade),
        unique("b", Fold::Binary, WhenBroken::Replaces),
    ];
    let mut duplicates = Duplicates::new(keys);
    let rows = [[1, 1], [1, 2], [3, 2], [3, 3]].map(|r| r.map(Value::Int).to_vec());
    for (number, row) in batch(&rows).iter().enumerate() {
        duplicates
            .arrives(
                0,
                &vec![Some(vec![0]), Some(vec![1])],
                number as u64,
                row,
                1,
                0,
            )
            .unwrap();
    }
    let found = duplicates
        .find(&Control::default())
        .unwrap()
        .remove(&0)
        .unwrap();
    assert_eq!(found.left, 0);
    let by_key: Vec<_> = found
        .keys
        .iter()
        .map(|(key, of)| (*key, of.rows, of.first.clone()))
        .collect();
    assert_eq!(by_key, [(0, 2, vec![1, 3]), (1, 1, vec![2])]);
}

/// A row that is replaced gives back what else was unique in it.
#[test]
fn rows_that_replace_each_other_hold_their_other_keys_one_at_a_time() {
    let keys = || {
        vec![
            unique("k", Fold::Binary, WhenBroken::Replaces),
            unique("u", Fold::Binary, WhenBroken::Refuses),
        ]
    };
    let mut duplicates = Duplicates::new(keys());
    duplicates
        .was_there(batch(&[[1, 10].map(Value::Int).to_vec()]).row(0))
        .unwrap();
    let rows = [
        [1, 11], // replaces what was there: 10 is free
        [2, 10], // so it can have it
        [3, 11], // 11 is taken by the first
        [1, 10], // 10 is taken by the second
        [1, 12], // replaces the first: 11 is free
        [4, 11],
        [4, 11], // replaces itself
    ]
    .map(|r| r.map(Value::Int).to_vec());
    for (number, row) in batch(&rows).iter().enumerate() {
        duplicates
            .arrives(
                0,
                &vec![Some(vec![0]), Some(vec![1])],
                number as u64,
                row,
                1 << number,
                0,
            )
            .unwrap();
    }
    let found = duplicates
        .find(&Control::default())
        .unwrap()
        .remove(&0)
        .unwrap();
    let by_key: Vec<_> = found
        .keys
        .iter()
        .map(|(key, of)| (*key, of.there, of.first.clone()))
        .collect();
    assert_eq!(by_key, [(0, 1, vec![0, 4, 6]), (1, 0, vec![2, 3])]);
    assert_eq!((found.left, found.digest), (2, Digest(0b1100)));
}

#[test]
fn a_stop_is_heard() {
    let control = Control::default();
    control.stop();
    let mut duplicates = Duplicates::new(vec![unique("a", Fold::Binary, WhenBroken::Refuses)]);
    let rows: Vec<Vec<Value>> = (0..70_000).map(|i| vec![Value::Int(i)]).collect();
    for (number, row) in batch(&rows).iter().enumerate() {
        duplicates
            .arrives(0, &vec![Some(vec![0])], number as u64, row, 1, 0)
            .unwrap();
    }
    assert!(matches!(duplicates.find(&control), Err(Failed::Stopped)));
}
