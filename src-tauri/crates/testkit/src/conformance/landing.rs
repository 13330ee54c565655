//! Landing: rows and receipt together or not at all, good rows in whatever happens to bad ones.

use super::setting::{Bed, RUN, Setting, batch, names, receipt};
use crate::{read_all, table};
use drydock_model::{Dataset, Logical, Value, WriteMode};

fn people() -> Dataset {
    table(
        "people",
        &[("id", Logical::INT64), ("name", Logical::TEXT)],
        &["id"],
    )
}

fn person(id: i64, name: &str) -> Vec<Value> {
    vec![Value::Int(id), Value::Text(name.to_owned())]
}

pub async fn a_dropped_load_leaves_nothing(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let made = setting.make(target.as_ref(), &[people()]).await.remove(0);
    let mut load = target
        .load(&setting.landing(&made, WriteMode::Create))
        .await
        .expect("load");
    load.write(&batch(2, &[person(1, "one"), person(2, "two")]))
        .await
        .expect("write");
    drop(load);
    assert_eq!(target.receipt(RUN, 0, 0).await.expect("receipt"), None);
    // The same rows land afterwards: nothing of the dropped load is in the way.
    let refused = setting
        .load(target.as_ref(), &made, 0, &[person(1, "one")])
        .await;
    assert_eq!(refused, []);
    let source = setting.source().await;
    let found = read_all(source.as_ref(), "people", &names(&made), None).await;
    assert_eq!(found, [person(1, "one")]);
}

pub async fn a_receipt_lands_with_its_rows(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let made = setting.make(target.as_ref(), &[people()]).await.remove(0);
    setting
        .load(target.as_ref(), &made, 0, &[person(1, "one")])
        .await;
    setting
        .load(target.as_ref(), &made, 7, &[person(2, "two")])
        .await;
    let again = setting.target().await;
    assert_eq!(
        again.receipt(RUN, 0, 7).await.expect("receipt"),
        Some(receipt(7, 1))
    );
    assert_eq!(again.receipt(RUN, 0, 1).await.expect("receipt"), None);
    assert_eq!(again.receipt("another", 0, 7).await.expect("receipt"), None);
    let mut all = again.receipts(RUN).await.expect("receipts");
    all.sort_by_key(|r| r.slice);
    assert_eq!(all, [receipt(0, 1), receipt(7, 1)]);
}

pub async fn refused_rows_do_not_stop_good_ones(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    if !setting.connector.profile().abilities.unique_keys {
        return setting.not_applicable("refused rows", "no unique keys");
    }
    let target = setting.target().await;
    let mut wanted = people();
    wanted.fields[1].nullable = false;
    let made = setting.make(target.as_ref(), &[wanted]).await.remove(0);
    let rows = [
        person(1, "one"),
        person(1, "one again"),
        vec![Value::Int(2), Value::Null],
        person(3, "three"),
    ];
    let refused = setting.load(target.as_ref(), &made, 0, &rows).await;
    let seen: Vec<(usize, &str)> = refused.iter().map(|r| (r.row, r.reason)).collect();
    assert_eq!(seen, [(1, "duplicate_key"), (2, "not_null")]);
    // A row may also clash with one that landed before.
    let refused = setting
        .load(
            target.as_ref(),
            &made,
            1,
            &[person(3, "late"), person(4, "four")],
        )
        .await;
    assert_eq!(refused.len(), 1);
    let source = setting.source().await;
    let mut found = read_all(source.as_ref(), "people", &names(&made), None).await;
    found.sort_by_key(|row| format!("{row:?}"));
    assert_eq!(
        found,
        [person(1, "one"), person(3, "three"), person(4, "four")]
    );
}

pub async fn append_and_upsert(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let made = setting.make(target.as_ref(), &[people()]).await.remove(0);
    setting
        .load(
            target.as_ref(),
            &made,
            0,
            &[person(1, "one"), person(2, "two")],
        )
        .await;
    for (slice, write, rows) in [
        (1, WriteMode::Append, vec![person(3, "three")]),
        (
            2,
            WriteMode::Upsert,
            vec![person(2, "zwei"), person(4, "vier")],
        ),
    ] {
        let mut load = target
            .load(&setting.landing(&made, write))
            .await
            .expect("load");
        assert_eq!(load.write(&batch(2, &rows)).await.expect("write"), []);
        load.commit(receipt(slice, rows.len() as u64))
            .await
            .expect("commit");
    }
    let source = setting.source().await;
    let mut found = read_all(source.as_ref(), "people", &names(&made), None).await;
    found.sort_by_key(|row| format!("{row:?}"));
    assert_eq!(
        found,
        [
            person(1, "one"),
            person(2, "zwei"),
            person(3, "three"),
            person(4, "vier")
        ]
    );
}

pub async fn what_is_kept_leaves_no_trace(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let made = setting.make(target.as_ref(), &[people()]).await.remove(0);
    setting
        .load(target.as_ref(), &made, 0, &[person(1, "one")])
        .await;
    let tables =
        |c: drydock_model::Catalog| c.tables().map(|d| d.name.clone()).collect::<Vec<String>>();
    assert_eq!(
        tables(target.catalog().await.expect("catalog")),
        ["people"],
        "receipts are not a table of the user's"
    );
    target.keep(RUN).await.expect("keep");
    assert_eq!(target.receipts(RUN).await.expect("receipts"), []);
    drop(target);
    let catalog = setting.source().await.catalog().await.expect("catalog");
    assert!(
        !format!("{catalog:?}").contains("_drydock"),
        "something of Drydock's stayed"
    );
    assert_eq!(tables(catalog), ["people"]);
}
