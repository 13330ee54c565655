//! Lines that fail in the middle: every wait ends, and what was not committed is not there.

use drydock_connector::{Address, Batch, Cell, Connector, FaultKind, Landing, Retry};
use drydock_model::{Receipt, Slice, WriteMode};
use drydock_postgres::Postgres;
use drydock_testkit::servers::postgres::{self, Database};
use drydock_testkit::servers::proxy::Proxy;
use std::time::{Duration, Instant};

fn through(db: &Database) -> (Proxy, Address) {
    let proxy = Proxy::to(&db.server.host, db.server.port);
    let address = Address {
        kind: "postgres".into(),
        body: format!("//{}@127.0.0.1:{}/{}", db.server.user, proxy.port, db.name),
    };
    (proxy, address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_stalls_is_given_up() {
    let db = postgres::fresh();
    let (proxy, address) = through(&db);
    let source = Postgres::default().open_source(&address).await.unwrap();
    proxy.stall();
    let began = Instant::now();
    let fault = source.catalog().await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    assert!(began.elapsed() < Duration::from_secs(40));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_is_cut_takes_nothing_half_way() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (id int, v text); CREATE TABLE big AS SELECT g AS id, repeat('x', 1000) AS v FROM generate_series(1, 50000) g");
    let (proxy, address) = through(&db);
    let connector = Postgres::default();
    let source = connector.open_source(&address).await.unwrap();
    let target = connector.open_target(&address).await.unwrap();
    target.begin("run").await.unwrap();
    let fields = ["id", "v"].map(String::from);
    let landing = Landing {
        run: "run".into(),
        dataset: "t".into(),
        fields: fields.to_vec(),
        write: WriteMode::Append,
        key: Vec::new(),
    };
    let mut load = target.load(&landing).await.unwrap();
    let mut batch = Batch::new(2);
    batch.push(Cell::Int(1));
    batch.push(Cell::Text("a"));
    load.write(&batch).await.unwrap();
    let mut scan = source.scan("big", &fields, &Slice::whole(0)).await.unwrap();
    batch.reset(2);
    assert!(scan.fill(&mut batch).await.unwrap() > 0);
    proxy.cut();
    let receipt = Receipt {
        run: "run".into(),
        ..Receipt::default()
    };
    let fault = load.commit(receipt).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    let ended = loop {
        batch.reset(2);
        match scan.fill(&mut batch).await {
            Ok(0) => panic!("an end that is none"),
            Ok(_) => {}
            Err(fault) => break fault,
        }
    };
    assert_eq!(
        (ended.kind, ended.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    assert_eq!(db.sql("SELECT count(*) FROM t"), "0");
    assert_eq!(db.sql("SELECT count(*) FROM _drydock_receipts"), "0");
}
