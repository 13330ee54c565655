//! What a person meets when a server does not do as wished: each has its kind, its advice on trying again, and no secret.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{OneKey, RUN, batch, landing, load, mysql, receipt, rows_of, source, target};
use drydock_connector::{Address, Connector, FaultKind, Retry};
use drydock_model::{Phase, Statement, Value, WriteMode};
use drydock_mysql::Mysql;
use drydock_testkit::servers::guard::free_port;
use drydock_testkit::servers::mysql::{absent, fresh};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn statement(ordinal: u32, sql: &str) -> Statement {
    Statement {
        ordinal,
        phase: Phase::Tables,
        object: "t".into(),
        sql: sql.into(),
        inverse: None,
        labels: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_not_shown() {
    let database = fresh();
    let user = format!("u_{}", database.name);
    database.sql(&format!(
        "CREATE USER {user} IDENTIFIED BY 'ri@:/#% ght'; GRANT SELECT ON `{}`.* TO {user}",
        database.name
    ));
    let address = database.address_as(&user);
    let open = async |key| {
        let mysql = Mysql::new(Arc::new(OneKey(key)));
        mysql.open_source(&address).await.map(drop)
    };
    let fault = open("wr0ng-secret").await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::SignIn);
    assert_eq!(fault.retry, Retry::AfterUserActs);
    assert!(!format!("{fault:?}").contains("wr0ng-secret"));
    open("ri@:/#% ght").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_or_says_nothing_is_unreachable() {
    let address = |port: u16| Address {
        kind: "mysql".into(),
        body: format!("//root@127.0.0.1:{port}/app"),
    };
    let fault = mysql().open_source(&address(free_port().unwrap())).await;
    let fault = fault.map(drop).unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let began = Instant::now();
    let fault = mysql()
        .open_source(&address(port))
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unreachable);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_there_is_told_and_not_made_by_reading() {
    let database = absent();
    let fault = mysql().open_source(&database.address()).await;
    assert_eq!(fault.map(drop).unwrap_err().kind, FaultKind::NotThere);
    let known = database
        .server
        .sql("mysql", &format!("SHOW DATABASES LIKE '{}'", database.name));
    assert_eq!(known, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_reads_and_writes_nothing() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
    let user = format!("r_{}", database.name);
    database.sql(&format!(
        "CREATE USER {user}; GRANT SELECT, SHOW VIEW ON `{}`.* TO {user}",
        database.name
    ));
    let address = database.address_as(&user);
    let read = mysql().open_source(&address).await.unwrap();
    let catalog = read.catalog().await.unwrap();
    assert_eq!(rows_of(read.as_ref(), &catalog.datasets[0]).await.len(), 1);
    read.mark().await.unwrap();
    let target = mysql().open_target(&address).await.unwrap();
    let fault = target.begin(RUN).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::NoRights, Retry::AfterUserActs)
    );
    let elsewhere = Address {
        body: address
            .body
            .replace(&format!("/{}", database.name), "/not_allowed"),
        ..address
    };
    let fault = mysql().open_target(&elsewhere).await.map(drop).unwrap_err();
    assert_eq!(fault.kind, FaultKind::NoRights, "{fault:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_writes_nothing() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
    let dump = || database.sql("SHOW TABLES; CHECKSUM TABLE t");
    let before = dump();
    let read = source(&database).await;
    read.catalog().await.unwrap();
    read.mark().await.unwrap();
    read.slices("t", &["id".to_owned()], 10).await.unwrap();
    drop(read);
    assert_eq!(dump(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_sees_one_instant() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE k (v int); INSERT INTO t VALUES (1); INSERT INTO k VALUES (1)");
    let read = source(&database).await;
    let mark = read.mark().await.unwrap();
    database.sql("INSERT INTO t VALUES (2); INSERT INTO k VALUES (2)");
    let catalog = read.catalog().await.unwrap();
    for dataset in &catalog.datasets {
        assert_eq!(dataset.rows, Some(1));
        assert_eq!(rows_of(read.as_ref(), dataset).await.len(), 1);
    }
    assert_ne!(
        read.mark().await.unwrap(),
        mark,
        "a mark tells of what came after"
    );
    // Who only looked is in nobody's way.
    database.sql("SET lock_wait_timeout = 2; ALTER TABLE k ADD COLUMN w int");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_row_makes_it_busy_and_an_interrupt_ends_the_wait() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
    let target: Arc<dyn drydock_connector::Target> = Arc::from(target(&database).await);
    let catalog = target.catalog().await.unwrap();
    let dataset = catalog.dataset("t").unwrap().clone();
    let row = [vec![Value::Int(5)]];
    let mut holder = target
        .load(&landing(&dataset, WriteMode::Append))
        .await
        .unwrap();
    holder.write(&batch(1, &row)).await.unwrap();

    let mut waiter = target
        .load(&landing(&dataset, WriteMode::Append))
        .await
        .unwrap();
    let fault = waiter.write(&batch(1, &row)).await.unwrap_err();
    assert_eq!((fault.kind, fault.retry), (FaultKind::Busy, Retry::Soon));
    assert_eq!(fault.native.as_deref(), Some("1205"));
    let fault = waiter.write(&batch(1, &row)).await.unwrap_err();
    assert_eq!(
        fault.kind,
        FaultKind::Internal,
        "nobody knows which rows are in"
    );
    drop(waiter);

    let mut waiter = target
        .load(&landing(&dataset, WriteMode::Append))
        .await
        .unwrap();
    let stopper = target.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        stopper.interrupt();
    });
    let began = Instant::now();
    let fault = waiter.write(&batch(1, &row)).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Cancelled, "{fault:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
    drop((waiter, holder));
    assert_eq!(load(target.as_ref(), &dataset, 9, &row).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_statement_can_be_tried_again_and_a_cut_off_one_is_known() {
    let database = fresh();
    let target = target(&database).await;
    let fault = target
        .apply(RUN, &statement(1, "CREATE TABLE t (id nonsense)"))
        .await;
    let fault = fault.unwrap_err();
    assert_eq!((fault.kind, &*fault.place), (FaultKind::Statement, "t"));
    let create = statement(1, "CREATE TABLE t (id int)");
    target.apply(RUN, &create).await.unwrap();
    target.apply(RUN, &create).await.unwrap();
    // As a crash between the statement and its note leaves it.
    database.sql("UPDATE _drydock_receipts SET state = 'begun'");
    target.apply(RUN, &create).await.unwrap();
    assert_eq!(database.sql("SELECT state FROM _drydock_receipts"), "done");
    let fault = target.apply("another", &create).await.unwrap_err();
    assert_eq!(fault.native.as_deref(), Some("1050"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_refused_by_every_kind_of_rule_and_named_without_values() {
    let database = fresh();
    database.sql(
        "CREATE TABLE t (id int PRIMARY KEY, v varchar(9) NOT NULL UNIQUE, n int CHECK (n > 0));
         DELIMITER $$
         CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.id = 13 THEN SIGNAL SQLSTATE '45000' SET message_text = 'unlucky'; END IF; END$$",
    );
    let target = target(&database).await;
    let catalog = target.catalog().await.unwrap();
    let dataset = catalog.dataset("t").unwrap();
    let row = |id, v: &str, n| vec![Value::Int(id), Value::Text(v.into()), Value::Int(n)];
    let mut rows: Vec<Vec<Value>> = (100..2000).map(|i| row(i, &format!("v{i}"), 1)).collect();
    rows[7] = row(107, "v106", 1);
    rows[500] = row(600, "v600", 0);
    rows[1000] = row(13, "v13", 1);
    rows[1001] = row(1101, "much too long", 1);
    rows[1500] = vec![Value::Int(1600), Value::Null, Value::Int(1)];
    rows[1899] = row(150, "secret", 1);
    let refused = load(target.as_ref(), dataset, 0, &rows).await;
    let told: Vec<(usize, &str, &str)> = refused
        .iter()
        .map(|r| (r.row, r.reason, r.rule.as_str()))
        .collect();
    assert_eq!(
        told.iter()
            .map(|(row, reason, _)| (*row, *reason))
            .collect::<Vec<_>>(),
        [
            (7, "duplicate_key"),
            (500, "check"),
            (1000, "trigger"),
            (1001, "too_long"),
            (1500, "not_null"),
            (1899, "duplicate_key")
        ]
    );
    assert_eq!(told[0].2, "v");
    assert_eq!(told[5].2, "PRIMARY");
    assert!(!format!("{told:?}").contains("secret"));
    assert_eq!(database.sql("SELECT count(*) FROM t"), "1894");
}

#[tokio::test(flavor = "multi_thread")]
async fn c38_a_table_without_transactions_takes_no_rows() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY) ENGINE=MyISAM");
    let target = target(&database).await;
    let catalog = target.catalog().await.unwrap();
    let fault = target
        .load(&landing(catalog.dataset("t").unwrap(), WriteMode::Append))
        .await;
    let fault = fault.map(drop).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unsupported);
    assert!(fault.message.contains("ENGINE=InnoDB"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_table_is_not_taken_for_receipts() {
    let database = fresh();
    database.sql("CREATE TABLE _drydock_receipts (id int)");
    let target = mysql().open_target(&database.address()).await.unwrap();
    let fault = target.begin(RUN).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unsupported);
    let catalog = target.catalog().await.unwrap();
    assert_eq!(catalog.tables().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upsert_replaces_by_its_key_and_by_no_other() {
    let database = fresh();
    database.sql(
        "CREATE TABLE t (id int PRIMARY KEY, v varchar(9) UNIQUE, n int); INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2)",
    );
    let target = target(&database).await;
    let catalog = target.catalog().await.unwrap();
    let dataset = catalog.dataset("t").unwrap();
    let row = |id, v: &str| vec![Value::Int(id), Value::Text(v.into()), Value::Int(9)];
    let mut load = target
        .load(&landing(dataset, WriteMode::Upsert))
        .await
        .unwrap();
    let rows = [row(1, "c"), row(3, "b"), row(4, "d")];
    let refused = load.write(&batch(3, &rows)).await.unwrap();
    load.commit(receipt(0, 3)).await.unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].row, refused[0].reason), (1, "duplicate_key"));
    assert_eq!(
        database.sql("SELECT * FROM t ORDER BY id"),
        "1\tc\t9\n2\tb\t2\n4\td\t9"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upsert_takes_no_part_of_an_index_for_a_key() {
    let database = fresh();
    database.sql("CREATE TABLE t (a varchar(50), n int, UNIQUE KEY u (a(10), n))");
    let target = target(&database).await;
    let catalog = target.catalog().await.unwrap();
    let mut into = landing(catalog.dataset("t").unwrap(), WriteMode::Upsert);
    into.key = vec!["n".into()];
    let fault = target.load(&into).await.map(drop).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unsupported);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_cut_loses_no_row_and_doubles_none() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY)");
    let target = target(&database).await;
    let catalog = target.catalog().await.unwrap();
    let dataset = catalog.dataset("t").unwrap();
    let rows: Vec<Vec<Value>> = (0..5000).map(|i| vec![Value::Int(i)]).collect();
    let mut cut = target
        .load(&landing(dataset, WriteMode::Create))
        .await
        .unwrap();
    cut.write(&batch(1, &rows[..2000])).await.unwrap();
    let kill = "SELECT group_concat('KILL ', id SEPARATOR ';') FROM information_schema.processlist WHERE db = database() AND id <> connection_id()";
    database.sql(&database.sql(kill));
    let fault = cut.write(&batch(1, &rows[2000..])).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon),
        "{fault:?}"
    );
    drop(cut);
    assert_eq!(database.sql("SELECT count(*) FROM t"), "0");
    // The idle connection was cut too: whoever tries again gets another.
    let mut again = target.load(&landing(dataset, WriteMode::Create)).await;
    while let Err(fault) = &again {
        assert_eq!(fault.retry, Retry::Soon, "{fault:?}");
        again = target.load(&landing(dataset, WriteMode::Create)).await;
    }
    let mut again = again.unwrap();
    again.write(&batch(1, &rows)).await.unwrap();
    again.commit(receipt(0, rows.len())).await.unwrap();
    assert_eq!(database.sql("SELECT count(*) FROM t"), "5000");
    assert!(target.receipt(RUN, 0, 0).await.unwrap().is_some());
}

/// Hands bytes on until it is told to hold everything back, as a network does that is gone without a word.
async fn a_way_that_can_go_silent(to: u16) -> (u16, tokio::sync::watch::Sender<bool>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, silent) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let mut silent = silent.clone();
            tokio::spawn(async move {
                let (mut near, mut far) = (
                    near,
                    tokio::net::TcpStream::connect(("127.0.0.1", to))
                        .await
                        .unwrap(),
                );
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    _ = async { silent.wait_for(|s| *s).await.map(drop) } => {
                        // Neither is closed.
                        std::future::pending::<()>().await;
                    }
                }
            });
        }
    });
    (port, tell)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_falls_silent_in_the_middle_is_given_up() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
    let (port, silence) = a_way_that_can_go_silent(database.server.port).await;
    let address = Address {
        kind: "mysql".into(),
        body: format!("//root@127.0.0.1:{port}/{}", database.name),
    };
    let read = mysql().open_source(&address).await.unwrap();
    read.catalog().await.unwrap();
    silence.send(true).unwrap();
    let began = Instant::now();
    let fault = read.catalog().await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::Unreachable, Retry::Soon)
    );
    assert!(began.elapsed() < Duration::from_secs(40));
}

/// Hands on so many bytes of each connection a second, as a poor line does.
async fn a_way_that_is_slow(to: u16, bytes: usize) -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = tokio::net::TcpStream::connect(("127.0.0.1", to))
                .await
                .unwrap();
            let ((mut asks, mut hears), (mut says, mut takes)) =
                (near.into_split(), far.into_split());
            tokio::spawn(async move { tokio::io::copy(&mut says, &mut hears).await });
            tokio::spawn(async move {
                let mut some = vec![0; bytes / 10];
                while let Ok(read @ 1..) = asks.read(&mut some).await {
                    if takes.write_all(&some[..read]).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(read as u64 * 1000 / bytes as u64))
                        .await;
                }
            });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_value_on_a_poor_line_is_waited_for() {
    let database = fresh();
    database.sql("CREATE TABLE t (b longblob)");
    let port = a_way_that_is_slow(database.server.port, 80 << 10).await;
    let address = Address {
        kind: "mysql".into(),
        body: format!(
            "//root@127.0.0.1:{port}/{}?ssl-mode=disabled",
            database.name
        ),
    };
    let target = mysql().open_target(&address).await.unwrap();
    target.begin(RUN).await.unwrap();
    let catalog = target.catalog().await.unwrap();
    // It takes longer than an answer is waited for from a server that does nothing.
    let row = vec![Value::Bytes(vec![7; 3 << 20])];
    let refused = load(target.as_ref(), catalog.dataset("t").unwrap(), 0, &[row]).await;
    assert_eq!(refused, []);
    assert_eq!(database.sql("SELECT length(b) FROM t"), "3145728");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_its_time_is_waited_for() {
    let database = fresh();
    let target = target(&database).await;
    // Longer than an answer is waited for without asking.
    let slow = statement(1, "CREATE TABLE t AS SELECT sleep(16) AS s");
    target.apply(RUN, &slow).await.unwrap();
    assert_eq!(database.sql("SELECT count(*) FROM t"), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_statement_is_waited_for_where_nobody_may_ask_after_it() {
    let database = fresh();
    let user = format!("one_{}", database.name);
    database.sql(&format!(
        "CREATE USER {user}; GRANT ALL ON `{}`.* TO {user} WITH MAX_USER_CONNECTIONS 1",
        database.name
    ));
    let target = mysql()
        .open_target(&database.address_as(&user))
        .await
        .unwrap();
    target.begin(RUN).await.unwrap();
    let slow = statement(1, "CREATE TABLE t AS SELECT sleep(17) AS s");
    target.apply(RUN, &slow).await.unwrap();
    assert_eq!(database.sql("SELECT count(*) FROM t"), "1");
    assert_eq!(database.sql("SELECT state FROM _drydock_receipts"), "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn c37_what_stands_behind_a_statement_is_not_carried_out() {
    let database = fresh();
    database.sql("CREATE TABLE precious (id int)");
    let target = target(&database).await;
    let two = statement(1, "CREATE TABLE t (id int); DROP TABLE precious");
    let fault = target.apply(RUN, &two).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Statement);
    assert_eq!(database.sql("SHOW TABLES LIKE 'precious'"), "precious");
    // Nor behind one that the server does not prepare.
    target
        .apply(RUN, &statement(2, "CREATE TABLE t (id int)"))
        .await
        .unwrap();
    let two = "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET @a = 1; DROP TABLE precious";
    let _ = target.apply(RUN, &statement(3, two)).await;
    assert_eq!(database.sql("SHOW TABLES LIKE 'precious'"), "precious");
}
