//! What goes wrong with servers, and that each has its kind.

use async_trait::async_trait;
use drydock_connector::{Address, Connector, Fault, FaultKind, Keys, Landing, Retry, Secret};
use drydock_model::{Phase, Statement, WriteMode};
use drydock_postgres::Postgres;
use drydock_testkit::servers::postgres::{self, NEEDS_PASSWORD};
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Ring(&'static str);

#[async_trait]
impl Keys for Ring {
    async fn secret(&self, _: &Address) -> Result<Option<Secret>, Fault> {
        Ok(Some(Secret::new(self.0)))
    }
}

fn statement(sql: &str) -> Statement {
    Statement {
        ordinal: 0,
        phase: Phase::Tables,
        object: "thing".into(),
        sql: sql.into(),
        inverse: None,
        labels: Vec::new(),
    }
}

async fn fault_of(connector: &Postgres, address: &Address) -> Fault {
    match connector.open_source(address).await {
        Ok(_) => panic!("{address} was opened"),
        Err(fault) => fault,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_a_sign_in_that_failed() {
    let db = postgres::fresh();
    db.sql(&format!(
        "CREATE ROLE {NEEDS_PASSWORD} LOGIN PASSWORD 'p@ss:w/o#rd %20'"
    ));
    let address = db.address_as(NEEDS_PASSWORD);
    let fault = fault_of(&Postgres::new(Arc::new(Ring("canary-77"))), &address).await;
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::SignIn, Retry::AfterUserActs)
    );
    assert_eq!(fault.native.as_deref(), Some("28P01"));
    assert!(!format!("{fault:?}").contains("canary-77"));
    let right = Postgres::new(Arc::new(Ring("p@ss:w/o#rd %20")));
    assert!(right.open_source(&address).await.is_ok(), "C43");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_is_told_apart() {
    let db = postgres::fresh();
    let connector = Postgres::default();
    let mut address = db.address();
    address.body += "_gone";
    assert_eq!(
        fault_of(&connector, &address).await.kind,
        FaultKind::NotThere
    );
    let mut address = db.address();
    address.body += "?schema=gone";
    assert_eq!(
        fault_of(&connector, &address).await.kind,
        FaultKind::NotThere
    );
    let nobody = drydock_testkit::servers::guard::free_port().unwrap();
    let mut address = db.address();
    address.body = format!("//postgres@127.0.0.1:{nobody}/x");
    let fault = fault_of(&connector, &address).await;
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    let source = connector.open_source(&db.address()).await.unwrap();
    let gone = source.slices("gone", &[], 1).await.unwrap_err();
    assert_eq!(gone.kind, FaultKind::NotThere);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_nothing_is_not_waited_for() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let address = Address {
        kind: "postgres".into(),
        body: format!("//postgres@127.0.0.1:{port}/x"),
    };
    let began = Instant::now();
    let fault = fault_of(&Postgres::default(), &address).await;
    assert_eq!(fault.kind, FaultKind::Unreachable);
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_that_lack_are_told() {
    let db = postgres::fresh();
    let reader = format!("{}_reader", db.name);
    db.sql(&format!("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE hidden (id int REFERENCES t); CREATE ROLE {reader} LOGIN; GRANT SELECT ON t TO {reader}; GRANT USAGE ON SCHEMA public TO {reader}"));
    let connector = Postgres::default();
    let address = db.address_as(&reader);
    let source = connector.open_source(&address).await.unwrap();
    let rows = source
        .catalog()
        .await
        .unwrap()
        .datasets
        .into_iter()
        .map(|d| (d.name, d.rows));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [("hidden".into(), None), ("t".into(), Some(0))]
    );
    assert!(source.mark().await.is_ok());
    assert!(source.slices("t", &["id".into()], 10).await.is_ok());
    let opinion = source.second_opinion().unwrap();
    assert_eq!(opinion.orphans().await.unwrap(), [], "of what can be read");
    let fault = source.slices("hidden", &[], 10).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::NoRights);
    let target = connector.open_target(&address).await.unwrap();
    let fault = target.begin("run").await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::NoRights, Retry::AfterUserActs)
    );
    db.sql(&format!("ALTER ROLE {reader} SET default_transaction_read_only = on; GRANT CREATE ON SCHEMA public TO {reader}"));
    let target = connector.open_target(&address).await.unwrap();
    assert_eq!(
        target.begin("run").await.unwrap_err().kind,
        FaultKind::ReadOnly
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_writes_nothing() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (2) RETURNING 1'; CREATE VIEW v AS SELECT f()");
    let before = db.sql("SELECT pg_current_wal_insert_lsn(), (SELECT count(*) FROM t)");
    let source = Postgres::default()
        .open_source(&db.address())
        .await
        .unwrap();
    source.catalog().await.unwrap();
    source.mark().await.unwrap();
    drydock_testkit::read_all(source.as_ref(), "t", &["id".into()], None).await;
    drop(source);
    let rows = |s: &str| s.split('|').next_back().map(str::to_owned);
    assert_eq!(
        rows(&db.sql("SELECT pg_current_wal_insert_lsn(), (SELECT count(*) FROM t)")),
        rows(&before)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_value_is_in_a_fault() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE s (v text); INSERT INTO s VALUES ('canary-42')");
    let target = Postgres::default()
        .open_target(&db.address())
        .await
        .unwrap();
    target.begin("run").await.unwrap();
    for sql in [
        "CREATE TABLE t AS SELECT v::int FROM s",
        "CREATE TABLE t AS SELECT v::date FROM s",
        "CREATE UNIQUE INDEX i ON (SELECT 1)",
        "DO $$ DECLARE x text; BEGIN SELECT v INTO x FROM s; RAISE '%', x; END $$",
        "DO $$ DECLARE x text; BEGIN SELECT v INTO x FROM s; RAISE '%', x USING ERRCODE = '23514'; END $$",
        "DO $$ DECLARE x text; BEGIN SELECT v INTO x FROM s; ASSERT false, x; END $$",
        "WITH x AS (INSERT INTO s SELECT v FROM s RETURNING v) SELECT v::uuid FROM x",
    ] {
        let fault = target.apply("run", &statement(sql)).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Statement, "{sql}");
        assert!(!format!("{fault:?}").contains("canary-42"), "{fault:?}");
    }
    db.sql("INSERT INTO s VALUES ('canary-42')");
    let fault = target
        .apply("run", &statement("ALTER TABLE s ADD PRIMARY KEY (v)"))
        .await
        .unwrap_err();
    assert!(!format!("{fault:?}").contains("canary-42"), "{fault:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_is_held_and_a_session_that_is_ended() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (id int)");
    let connector = Postgres::default();
    let holder = connector.open_target(&db.address()).await.unwrap();
    holder.begin("run").await.unwrap();
    let into = Landing {
        run: "run".into(),
        dataset: "t".into(),
        fields: vec!["id".into()],
        write: WriteMode::Append,
        key: Vec::new(),
    };
    let mut load = holder.load(&into).await.unwrap();
    let mut batch = drydock_connector::Batch::new(1);
    batch.push(drydock_connector::Cell::Int(1));
    load.write(&batch).await.unwrap();
    let other = connector.open_target(&db.address()).await.unwrap();
    let fault = other
        .apply("run", &statement("DROP TABLE t"))
        .await
        .unwrap_err();
    assert_eq!((fault.kind, fault.retry), (FaultKind::Busy, Retry::Soon));
    db.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Drydock' AND datname = current_database()");
    let fault = load.write(&batch).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    assert_eq!(db.sql("SELECT count(*) FROM t"), "0");
}

/// Roles and databases have settings of their own; none may change what a value means, print rows into a log, or end a
/// session that waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_of_the_database_change_nothing() {
    let db = postgres::fresh();
    for setting in [
        "lc_monetary = 'C.UTF-8'",
        "client_min_messages = debug1",
        "synchronous_commit = off",
        "xmloption = document",
        "DateStyle = 'SQL, DMY'",
        "idle_session_timeout = '1s'",
    ] {
        db.sql(&format!("ALTER DATABASE {} SET {setting}", db.name));
    }
    let target = Postgres::default()
        .open_target(&db.address())
        .await
        .unwrap();
    target.begin("run").await.unwrap();
    let seen = "CREATE TABLE seen AS SELECT string_agg(setting, ' ' ORDER BY name COLLATE \"C\") AS v FROM pg_settings WHERE name
        IN ('lc_monetary', 'client_min_messages', 'synchronous_commit', 'xmloption', 'DateStyle')";
    target.apply("run", &statement(seen)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(target.receipts("run").await.is_ok());
    let said = db.sql("SELECT v FROM seen");
    assert_eq!(said, "ISO, MDY error C on content");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_is_of_use_again_after_its_session_was_ended() {
    let db = postgres::fresh();
    let target = Postgres::default()
        .open_target(&db.address())
        .await
        .unwrap();
    target.begin("run").await.unwrap();
    db.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Drydock' AND datname = current_database()");
    let fault = target.receipts("run").await.unwrap_err();
    assert_eq!(fault.retry, Retry::Soon);
    target
        .apply("run", &statement("CREATE TABLE t (id int)"))
        .await
        .unwrap();
    assert_eq!(db.sql("SELECT count(*) FROM t"), "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_room_for_a_look_is_waited_for() {
    let db = postgres::fresh();
    let role = format!("{}_one", db.name);
    db.sql(&format!(
        "CREATE ROLE {role} LOGIN CONNECTION LIMIT 1; GRANT CREATE ON SCHEMA public TO {role}"
    ));
    let target = Postgres::default()
        .open_target(&db.address_as(&role))
        .await
        .unwrap();
    target.begin("run").await.unwrap();
    let long = statement("CREATE TABLE t AS SELECT 1 AS id FROM pg_sleep(11)");
    target.apply("run", &long).await.unwrap();
    assert_eq!(db.sql("SELECT count(*) FROM t"), "1");
}
