//! Loading where it is not plain: triggers, deferred keys, many refusals, upserts, several at once, interrupts.

use drydock_connector::{Batch, Cell, Connector, FaultKind, Landing, Target};
use drydock_model::{Phase, Receipt, Statement, Value, WriteMode};
use drydock_postgres::Postgres;
use drydock_testkit::servers::postgres::{self, Database};
use std::time::{Duration, Instant};

async fn target(db: &Database) -> Box<dyn Target> {
    let target = Postgres::default()
        .open_target(&db.address())
        .await
        .unwrap();
    target.begin("run").await.unwrap();
    target
}

fn landing(table: &str, fields: &[&str], write: WriteMode) -> Landing {
    Landing {
        run: "run".into(),
        dataset: table.into(),
        fields: fields.iter().map(|f| (*f).to_owned()).collect(),
        write,
        key: vec!["id".into()],
    }
}

fn receipt(slice: u32) -> Receipt {
    Receipt {
        run: "run".into(),
        slice,
        ..Receipt::default()
    }
}

fn rows(values: &[(i64, Value)]) -> Batch {
    let mut batch = Batch::with_limit(2, usize::MAX);
    for (id, value) in values {
        batch.push(Cell::Int(*id));
        batch.push(Cell::from(value));
    }
    batch
}

fn text(s: &str) -> Value {
    Value::Text(s.into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_bad_row_is_named_with_its_reason() {
    let db = postgres::fresh();
    db.sql(
        "CREATE TABLE parent (id int PRIMARY KEY);
            CREATE TABLE t (id int PRIMARY KEY, v varchar(3) CHECK (v <> 'bad'),
              up int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
            CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              IF NEW.v = 'no' THEN RETURN NULL; END IF;
              IF NEW.v = 'err' THEN RAISE 'secret value %', NEW.v; END IF; RETURN NEW; END $$;
            CREATE TRIGGER s BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION skip();
            INSERT INTO parent VALUES (1)",
    );
    let target = target(&db).await;
    let into = landing("t", &["id", "v", "up"], WriteMode::Append);
    let mut load = target.load(&into).await.unwrap();
    let mut batch = Batch::with_limit(3, usize::MAX);
    let long = "longer";
    let values: [(i64, &str, Option<i64>); 12] = [
        (1, "a", Some(1)),
        (2, "bad", None),
        (3, "no", None),
        (4, "b", Some(9)),
        (5, "err", None),
        (6, long, None),
        (7, "c", None),
        (7, "d", None),
        (1 << 40, "e", None),
        (8, "f\0", None),
        (9, "g", Some(1)),
        (9, "h", Some(9)),
    ];
    for (id, v, up) in values {
        batch.push(Cell::Int(id));
        batch.push(Cell::Text(v));
        batch.push(up.map_or(Cell::Null, Cell::Int));
    }
    let refused = load.write(&batch).await.unwrap();
    let seen: Vec<_> = refused.iter().map(|r| (r.row, r.reason)).collect();
    assert_eq!(
        seen,
        [
            (1, "check"),
            (2, "trigger"),
            (3, "foreign_key"),
            (4, "trigger"),
            (5, "too_long"),
            (7, "duplicate_key"),
            (8, "out_of_range"),
            (9, "encoding"),
            (11, "duplicate_key"),
        ]
    );
    assert_eq!(refused[0].rule, "t_v_check");
    load.commit(receipt(0)).await.unwrap();
    assert_eq!(
        db.sql("SELECT string_agg(id || v, ' ' ORDER BY id) FROM t"),
        "1a 7c 9g"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upserts_take_the_last_of_two() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v interval); INSERT INTO t (v) VALUES ('1 day')");
    let target = target(&db).await;
    let into = landing("t", &["id", "v"], WriteMode::Upsert);
    let mut load = target.load(&into).await.unwrap();
    let day = |s: &str| Value::Opaque(s.as_bytes().to_vec());
    let batch = rows(&[(1, day("2 days")), (2, day("3 days")), (2, day("4 days"))]);
    assert_eq!(load.write(&batch).await.unwrap(), []);
    load.commit(receipt(0)).await.unwrap();
    assert_eq!(
        db.sql("SELECT string_agg(id || '=' || v, ' ' ORDER BY id) FROM t"),
        "1=2 days 2=4 days"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_slices_land_side_by_side() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (id int, v text)");
    let target = target(&db).await;
    let into = landing("t", &["id", "v"], WriteMode::Append);
    let mut first = target.load(&into).await.unwrap();
    let mut second = target.load(&into).await.unwrap();
    let mut third = target.load(&into).await.unwrap();
    first.write(&rows(&[(1, text("a"))])).await.unwrap();
    second.write(&rows(&[(2, text("b"))])).await.unwrap();
    third.write(&rows(&[(3, text("c"))])).await.unwrap();
    second.commit(receipt(1)).await.unwrap();
    drop(third);
    first.commit(receipt(0)).await.unwrap();
    assert_eq!(db.sql("SELECT string_agg(v, '' ORDER BY v) FROM t"), "ab");
    assert_eq!(target.receipts("run").await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupt_stops_a_long_statement() {
    let db = postgres::fresh();
    let target = target(&db).await;
    let long = Statement {
        ordinal: 0,
        phase: Phase::Indexes,
        object: "long".into(),
        sql: "SELECT pg_sleep(60)".into(),
        inverse: None,
        labels: Vec::new(),
    };
    let began = Instant::now();
    let (done, ()) = tokio::join!(target.apply("run", &long), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        target.interrupt();
    });
    assert_eq!(done.unwrap_err().kind, FaultKind::Cancelled);
    assert!(began.elapsed() < Duration::from_secs(10));
    // And it goes on afterwards.
    assert!(target.receipts("run").await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipts_table_of_somebody_else_is_left_alone() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE _drydock_receipts (mine text)");
    let target = Postgres::default()
        .open_target(&db.address())
        .await
        .unwrap();
    let fault = target.begin("run").await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unsupported);
    let catalog = target.catalog().await.unwrap();
    assert_eq!(catalog.tables().count(), 1, "it is data like any other");
}

/// The answer to a COMMIT was lost, and the engine does the slice again before the first one has landed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slice_that_has_landed_does_not_land_twice() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (id int, v text)");
    let target = target(&db).await;
    let into = landing("t", &["id", "v"], WriteMode::Append);
    let batch = rows(&[(1, text("a"))]);
    let (mut first, mut second) = (
        target.load(&into).await.unwrap(),
        target.load(&into).await.unwrap(),
    );
    assert_eq!(first.write(&batch).await.unwrap(), []);
    assert_eq!(second.write(&batch).await.unwrap(), []);
    first.commit(receipt(0)).await.unwrap();
    let fault = second.commit(receipt(0)).await.unwrap_err();
    assert_eq!(fault.retry, drydock_connector::Retry::Soon);
    assert!(target.receipt("run", 0, 0).await.unwrap().is_some());
    assert_eq!(db.sql("SELECT count(*) FROM t"), "1");
}
