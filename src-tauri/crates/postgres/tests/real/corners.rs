//! Corners where a value or a word of a schema was once lost: labels, domains, padded keys, foreign keys.

use crate::copying::copy;
use drydock_connector::{Batch, Cell, Connector, Landing};
use drydock_model::{Receipt, WriteMode};
use drydock_postgres::Postgres;
use drydock_testkit::read_all;
use drydock_testkit::servers::postgres;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_label_with_a_backslash_is_a_label() {
    let (from, to) = (postgres::fresh(), postgres::fresh());
    from.sql(
        r"CREATE TYPE mood AS ENUM ('a\b', 'it''s\'); CREATE TABLE t (id int PRIMARY KEY, v mood);
        INSERT INTO t VALUES (1, 'a\b'), (2, 'it''s\')",
    );
    let (_, refused) = copy(&from, &to).await;
    assert_eq!(refused, []);
    let all = "SELECT string_agg(v::text, ' ' ORDER BY id) FROM t";
    assert_eq!(to.sql(all), from.sql(all));
}

/// A cast to a domain over `bit(3)` cuts what is longer, and says nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_long_for_a_domain_is_refused() {
    let db = postgres::fresh();
    db.sql("CREATE DOMAIN flags AS bit(3); CREATE TABLE t (id int PRIMARY KEY, v flags)");
    let target = Postgres::default()
        .open_target(&db.address())
        .await
        .unwrap();
    target.begin("run").await.unwrap();
    let landing = Landing {
        run: "run".into(),
        dataset: "t".into(),
        fields: vec!["id".into(), "v".into()],
        write: WriteMode::Append,
        key: Vec::new(),
    };
    let mut load = target.load(&landing).await.unwrap();
    let mut batch = Batch::with_limit(2, usize::MAX);
    for (id, bits) in [(1, "1010"), (2, "101")] {
        batch.push(Cell::Int(id));
        batch.push(Cell::Opaque(bits.as_bytes()));
    }
    let refused = load.write(&batch).await.unwrap();
    load.commit(Receipt::default()).await.unwrap();
    assert_eq!(
        db.sql("SELECT string_agg(id || '=' || v, ' ') FROM t"),
        "2=101"
    );
    assert_eq!(refused.iter().map(|r| r.row).collect::<Vec<_>>(), [0]);
}

/// A key of fixed length is compared without the blanks at its end, and ordered so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn padded_keys_are_cut_where_they_are_counted() {
    let db = postgres::fresh();
    db.sql(
        "CREATE TABLE t (id character(4) PRIMARY KEY);
            INSERT INTO t VALUES ('ab'), (E'ab\t'), (E'ab\n\x01'), ('ab c'), ('ac'), ('')",
    );
    let source = Postgres::default()
        .open_source(&db.address())
        .await
        .unwrap();
    let key = ["id".to_owned()];
    let slices = source.slices("t", &key, 1).await.unwrap();
    assert_eq!(slices.len(), 6);
    for slice in &slices {
        let rows = read_all(source.as_ref(), "t", &key, Some(slice)).await;
        assert_eq!(rows.len() as u64, slice.rows, "{slice:?}");
    }
}

/// What a foreign key says beyond its fields stays, and it points at the table's new name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_key_follows_a_table_that_is_renamed() {
    let (from, to) = (postgres::fresh(), postgres::fresh());
    from.sql(
        "CREATE TABLE \"a)b\" (id int PRIMARY KEY);
         CREATE TABLE child (up int CONSTRAINT up REFERENCES \"a)b\" MATCH FULL ON DELETE CASCADE DEFERRABLE)",
    );
    let connector = Postgres::default();
    let source = connector.open_source(&from.address()).await.unwrap();
    let target = connector.open_target(&to.address()).await.unwrap();
    target.begin("run").await.unwrap();
    let before = target.catalog().await.unwrap();
    let mut design = crate::copying::design(source.catalog().await.unwrap(), before);
    design.tables[0].to = "parent".into();
    for statement in connector.dialect().statements(&design).unwrap() {
        target.apply("run", &statement).await.expect(&statement.sql);
    }
    assert_eq!(
        to.sql("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'up'"),
        "FOREIGN KEY (up) REFERENCES parent(id) MATCH FULL ON DELETE CASCADE DEFERRABLE"
    );
}
