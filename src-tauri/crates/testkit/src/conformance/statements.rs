//! Statements and the way back: each once, names only names, and the store afterwards as it was before.

use super::setting::{Bed, RUN, Setting, names};
use crate::{awkward, read_all, table};
use drydock_model::{Logical, Value};

pub async fn a_statement_runs_once(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let wanted = table("once", &[("id", Logical::INT64)], &["id"]);
    let before = target.catalog().await.expect("catalog");
    let statements = setting.statements(&setting.design(before, &[wanted]));
    for statement in &statements {
        target.apply(RUN, statement).await.expect("first time");
        target.apply(RUN, statement).await.expect("second time");
    }
    let again = setting.target().await;
    for statement in &statements {
        again.apply(RUN, statement).await.expect("after reopening");
    }
    assert!(
        again.apply("another run", &statements[0]).await.is_err(),
        "another run finds the table there"
    );
}

pub async fn hostile_names_are_only_names(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let hostile = awkward::names();
    let fields: Vec<(&str, Logical)> = hostile.iter().map(|n| (*n, Logical::TEXT)).collect();
    let wanted: Vec<_> = hostile
        .iter()
        .map(|name| table(name, &fields, &[fields[0].0]))
        .collect();
    let made = setting.make(target.as_ref(), &wanted).await;
    for (number, dataset) in made.iter().enumerate() {
        let row: Vec<Value> = (0..fields.len())
            .map(|i| Value::Text(format!("{number}.{i}")))
            .collect();
        setting
            .load(
                target.as_ref(),
                dataset,
                number as u32,
                std::slice::from_ref(&row),
            )
            .await;
        let source = setting.source().await;
        let found = read_all(source.as_ref(), &dataset.name, &names(dataset), None).await;
        assert_eq!(found, [row], "{:?}", dataset.name);
        let slices = source
            .slices(&dataset.name, &[fields[0].0.to_owned()], 10)
            .await
            .expect("slices");
        assert_eq!(slices.len(), 1);
    }
    let catalog = setting.source().await.catalog().await.expect("catalog");
    assert_eq!(catalog.tables().count(), hostile.len());
}

pub async fn put_back_is_as_before(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let Some(rewind) = setting.connector.rewind() else {
        return setting.not_applicable("put back", "no way back of its own");
    };
    let target = setting.target().await;
    let wanted = table("kept", &[("id", Logical::INT64)], &["id"]);
    let made = setting.make(target.as_ref(), &[wanted]).await.remove(0);
    let rows: Vec<Vec<Value>> = (0..500).map(|i| vec![Value::Int(i)]).collect();
    setting.load(target.as_ref(), &made, 0, &rows).await;
    drop(target);
    let before = rewind
        .keep_before(&setting.address, &setting.folder)
        .await
        .expect("keep");
    let mark = rewind.mark(&setting.address).await.expect("mark");
    assert_eq!(before.mark, mark);
    let target = setting.target().await;
    setting
        .load(target.as_ref(), &made, 1, &[vec![Value::Int(1000)]])
        .await;
    drop(target);
    assert_ne!(rewind.mark(&setting.address).await.expect("mark"), mark);
    for _ in 0..2 {
        // Twice: a roll back that was cut off is simply begun again.
        rewind
            .put_back(&setting.address, &setting.folder, &before)
            .await
            .expect("put back");
        assert_eq!(rewind.mark(&setting.address).await.expect("mark"), mark);
    }
    let source = setting.source().await;
    let mut found = read_all(source.as_ref(), "kept", &names(&made), None).await;
    found.sort_by_key(|r| match r[0] {
        Value::Int(i) => i,
        _ => -1,
    });
    assert_eq!(found, rows);
}

pub async fn what_was_not_there_goes_again(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let Some(rewind) = setting.connector.rewind() else {
        return setting.not_applicable("put back", "no way back of its own");
    };
    let before = rewind
        .keep_before(&setting.address, &setting.folder)
        .await
        .expect("keep");
    assert!(!before.existed && before.mark.is_none());
    drop(setting.target().await);
    assert!(rewind.mark(&setting.address).await.expect("mark").is_some());
    rewind
        .put_back(&setting.address, &setting.folder, &before)
        .await
        .expect("put back");
    assert_eq!(rewind.mark(&setting.address).await.expect("mark"), None);
}
