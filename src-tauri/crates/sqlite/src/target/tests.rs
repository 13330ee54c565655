use super::*;
use crate::samples::Folder;
use drydock_connector::{Batch, Cell, Refusal, Retry};
use drydock_model::WriteMode;
use rusqlite::types::ValueRef;
use std::fs;

mod copies;

const RUN: &str = "run-1";

fn landing(dataset: &str, fields: &[&str], write: WriteMode, key: &[&str]) -> Landing {
    let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
    Landing {
        run: RUN.into(),
        dataset: dataset.into(),
        fields: owned(fields),
        write,
        key: owned(key),
    }
}

fn batch(width: usize, cells: &[Cell<'_>]) -> Batch {
    let mut batch = Batch::with_limit(width, usize::MAX);
    cells.iter().for_each(|c| batch.push(*c));
    batch
}

fn receipt(slice: u32) -> Receipt {
    Receipt {
        run: RUN.into(),
        slice,
        ..Receipt::default()
    }
}

fn statement(ordinal: u32, sql: &str) -> Statement {
    Statement {
        ordinal,
        phase: drydock_model::Phase::Tables,
        object: "a table".into(),
        sql: sql.into(),
        inverse: None,
        labels: Vec::new(),
    }
}

async fn fresh(folder: &Folder, sql: &str) -> (PathBuf, SqliteTarget) {
    let path = folder.path("target.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let target = SqliteTarget::open(&path).await.unwrap();
    target.begin(RUN).await.unwrap();
    (path, target)
}

async fn loaded(
    target: &SqliteTarget,
    landing: &Landing,
    slice: u32,
    rows: &[Cell<'_>],
) -> Vec<(usize, &'static str)> {
    let mut load = target.load(landing).await.unwrap();
    let refused = load
        .write(&batch(landing.fields.len(), rows))
        .await
        .unwrap();
    load.commit(receipt(slice)).await.unwrap();
    reasons(&refused)
}

fn reasons(refused: &[Refusal]) -> Vec<(usize, &'static str)> {
    refused.iter().map(|r| (r.row, r.reason)).collect()
}

fn ask(path: &Path, sql: &str) -> String {
    let db = Connection::open(path).unwrap();
    let mut statement = db.prepare(sql).unwrap();
    let width = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let row: Vec<String> = (0..width).map(|i| shown(row.get_ref(i).unwrap())).collect();
        found.push(row.join("|"));
    }
    found.join("\n")
}

/// Type and all bits of a value.
fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".into(),
        ValueRef::Integer(i) => format!("{i}"),
        ValueRef::Real(f) => format!("f{:016x}", f.to_bits()),
        ValueRef::Text(t) => format!("'{}'", t.escape_ascii()),
        ValueRef::Blob(b) => format!("x'{}'", b.escape_ascii()),
    }
}

#[tokio::test]
async fn refused_rows_name_their_rule_and_good_ones_stay() {
    let folder = Folder::empty();
    let (path, target) = fresh(
        &folder,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT CONSTRAINT big CHECK (b < 10), c UNIQUE);
         CREATE TABLE s (a INT) STRICT;
         CREATE TRIGGER no AFTER INSERT ON t WHEN NEW.a = 'no' BEGIN SELECT RAISE(ABORT, 'not that one'); END;
         CREATE TRIGGER skip BEFORE INSERT ON t WHEN NEW.a = 'skip' BEGIN SELECT RAISE(IGNORE); END;",
    )
    .await;
    let into = landing("t", &["id", "a", "b", "c"], WriteMode::Create, &[]);
    let mut load = target.load(&into).await.unwrap();
    let t = Cell::Text;
    let rows = [
        [Cell::Int(1), t("one"), Cell::Int(1), Cell::Int(1)],
        [Cell::Int(1), t("two"), Cell::Int(1), Cell::Int(2)],
        [Cell::Int(2), Cell::Null, Cell::Int(1), Cell::Int(2)],
        [Cell::Int(2), t("two"), Cell::Int(10), Cell::Int(2)],
        [t("x"), t("two"), Cell::Int(1), Cell::Int(2)],
        [Cell::Int(2), t("two"), Cell::Int(1), Cell::Int(1)],
        [Cell::Int(2), t("no"), Cell::Int(1), Cell::Int(2)],
        [Cell::Int(2), t("skip"), Cell::Int(1), Cell::Int(2)],
        [Cell::Int(2), t("two"), Cell::Null, Cell::Int(2)],
    ];
    let refused = load.write(&batch(4, rows.as_flattened())).await.unwrap();
    let seen: Vec<_> = refused
        .iter()
        .map(|r| (r.row, r.reason, r.rule.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (1, "duplicate_key", "UNIQUE constraint failed: t.id"),
            (2, "not_null", "NOT NULL constraint failed: t.a"),
            (3, "check", "CHECK constraint failed: big"),
            (4, "type_refused", "datatype mismatch"),
            (5, "duplicate_key", "UNIQUE constraint failed: t.c"),
            (6, "trigger", "not that one"),
            (7, "trigger", "a trigger on t skipped it"),
        ]
    );
    load.commit(receipt(0)).await.unwrap();
    let into = landing("s", &["a"], WriteMode::Append, &[]);
    assert_eq!(
        loaded(&target, &into, 1, &[t("x"), Cell::Int(1)]).await,
        [(0, "type_refused")]
    );
    drop(target);
    assert_eq!(ask(&path, "SELECT * FROM t"), "1|'one'|1|1\n2|'two'|null|2");
    assert_eq!(ask(&path, "SELECT * FROM s"), "1");
}

/// `ON CONFLICT` clauses of a table would skip rows, or delete others, and say nothing.
#[tokio::test]
async fn a_table_does_not_decide_in_silence() {
    let folder = Folder::empty();
    let (path, target) = fresh(
        &folder,
        "CREATE TABLE i (a UNIQUE ON CONFLICT IGNORE, b); CREATE TABLE r (a PRIMARY KEY ON CONFLICT REPLACE, b);
         CREATE TABLE n (a NOT NULL ON CONFLICT REPLACE DEFAULT 'made up'); CREATE TABLE b (a UNIQUE ON CONFLICT ROLLBACK, b);",
    )
    .await;
    for (slice, table) in [(0, "i"), (1, "r"), (2, "b")] {
        let into = landing(table, &["a", "b"], WriteMode::Create, &[]);
        let rows = [
            Cell::Int(1),
            Cell::Text("first"),
            Cell::Int(1),
            Cell::Text("second"),
        ];
        assert_eq!(
            loaded(&target, &into, slice, &rows).await,
            [(1, "duplicate_key")]
        );
        assert_eq!(ask(&path, &format!("SELECT * FROM {table}")), "1|'first'");
    }
    let into = landing("n", &["a"], WriteMode::Create, &[]);
    assert_eq!(
        loaded(&target, &into, 3, &[Cell::Null]).await,
        [(0, "not_null")]
    );
}

/// `RAISE(FAIL)` keeps what was done so far, and `RAISE(IGNORE)` what other triggers did: the row itself, notes about it.
#[tokio::test]
async fn a_row_that_a_trigger_refuses_leaves_nothing_behind() {
    let folder = Folder::empty();
    let (path, target) = fresh(
        &folder,
        "CREATE TABLE t (a); CREATE TABLE log (a); CREATE TRIGGER l BEFORE INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END;
         CREATE TRIGGER f AFTER INSERT ON T WHEN NEW.a = 2 BEGIN SELECT RAISE(FAIL, 'too late'); END;
         CREATE TRIGGER i BEFORE INSERT ON t WHEN NEW.a = 3 BEGIN INSERT INTO log VALUES ('i'); SELECT RAISE(IGNORE); END;",
    )
    .await;
    let into = landing("t", &["a"], WriteMode::Append, &[]);
    let rows = [1, 2, 3, 4].map(Cell::Int);
    let refused = loaded(&target, &into, 0, &rows).await;
    assert_eq!(refused, [(1, "trigger"), (2, "trigger")]);
    assert_eq!(ask(&path, "SELECT * FROM t"), "1\n4");
    assert_eq!(ask(&path, "SELECT * FROM log"), "1\n4");
}

#[tokio::test]
async fn a_trigger_that_rolls_everything_back_ends_the_load() {
    let folder = Folder::empty();
    let (path, target) = fresh(
        &folder,
        "CREATE TABLE t (a); CREATE TRIGGER x AFTER INSERT ON t WHEN NEW.a = 2 BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END",
    )
    .await;
    let into = landing("t", &["a"], WriteMode::Append, &[]);
    let mut load = target.load(&into).await.unwrap();
    let fault = load
        .write(&batch(1, &[Cell::Int(1), Cell::Int(2), Cell::Int(3)]))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Statement);
    assert!(
        load.write(&batch(1, &[Cell::Int(4)])).await.is_err(),
        "a load that failed does not go on"
    );
    assert!(load.commit(receipt(0)).await.is_err());
    assert_eq!(ask(&path, "SELECT count(*) FROM t"), "0");
    assert_eq!(target.receipts(RUN).await.unwrap(), []);
}

#[tokio::test]
async fn c13_broken_text_keeps_its_bytes_and_stays_text() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a TEXT)").await;
    let into = landing("t", &["a"], WriteMode::Create, &[]);
    let broken: [&[u8]; 5] = [
        b"\xff\xfe\0x",
        b"\xc3",
        b"\xed\xa0\x80",
        b"ok\xf0\x9f",
        b"\0\xff",
    ];
    let cells: Vec<_> = broken.iter().map(|b| Cell::BrokenText(b)).collect();
    assert_eq!(loaded(&target, &into, 0, &cells).await, []);
    let expected: Vec<_> = broken
        .iter()
        .map(|b| format!("'text'|{}", shown(ValueRef::Text(b))))
        .collect();
    assert_eq!(
        ask(&path, "SELECT typeof(a), a FROM t"),
        expected.join("\n")
    );
    assert_eq!(
        ask(
            &path,
            "SELECT count(*) FROM t WHERE typeof(a) = 'text' AND a = a"
        ),
        "5"
    );
}

/// What UTF-16 cannot hold is refused, as SQLite would put U+FFFD in its place without a word.
#[tokio::test]
async fn c13_a_target_in_utf16_takes_what_it_can_hold() {
    let folder = Folder::empty();
    let (path, target) = fresh(
        &folder,
        "PRAGMA encoding = 'UTF-16be'; CREATE TABLE t (a TEXT)",
    )
    .await;
    let into = landing("t", &["a"], WriteMode::Append, &[]);
    let good = [
        "",
        "Trò chuyện 😊\0end",
        "\u{feff}x",
        "\u{fffd}",
        "\u{10ffff}",
    ];
    let mut cells: Vec<_> = good.iter().map(|t| Cell::Text(t)).collect();
    cells.extend([
        Cell::BrokenText(b"\xff"),
        Cell::Text("a\u{fffe}"),
        Cell::Text("\u{ffff}"),
    ]);
    let refused = loaded(&target, &into, 0, &cells).await;
    assert_eq!(refused, [(5, "encoding"), (6, "encoding"), (7, "encoding")]);
    let expected: Vec<_> = good
        .iter()
        .map(|t| shown(ValueRef::Text(t.as_bytes())))
        .collect();
    assert_eq!(ask(&path, "SELECT a FROM t"), expected.join("\n"));
}

#[tokio::test]
async fn an_upsert_replaces_the_row_of_the_key_whole() {
    let folder = Folder::empty();
    let (path, target) = fresh(
        &folder,
        "CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY, \"select\" INT, c); CREATE TABLE only (a, b, PRIMARY KEY (a, b)); CREATE TABLE none (a)",
    )
    .await;
    let into = landing("t", &["select", "k"], WriteMode::Upsert, &["k"]);
    let rows = [Cell::Int(1), Cell::Text("a"), Cell::Int(2), Cell::Text("b")];
    assert_eq!(loaded(&target, &into, 0, &rows).await, []);
    assert_eq!(
        loaded(&target, &into, 1, &[Cell::Int(3), Cell::Text("A")]).await,
        []
    );
    assert_eq!(
        ask(&path, "SELECT * FROM t ORDER BY k"),
        "'A'|3|null\n'b'|2|null"
    );
    let into = landing("only", &["a", "b"], WriteMode::Upsert, &["b", "a"]);
    for slice in 2..4 {
        assert_eq!(
            loaded(&target, &into, slice, &[Cell::Int(1), Cell::Int(2)]).await,
            []
        );
    }
    assert_eq!(ask(&path, "SELECT * FROM only"), "1|2");
    // Without a unique key there is nothing to go by.
    let into = landing("none", &["a"], WriteMode::Upsert, &["a"]);
    let fault = target.load(&into).await.map(drop).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Statement);
    let into = landing("none", &["a"], WriteMode::Append, &[]);
    assert_eq!(
        loaded(&target, &into, 9, &[Cell::Int(1)]).await,
        [],
        "the transaction of the failed load is gone"
    );
}

#[tokio::test]
async fn a_dropped_load_leaves_neither_rows_nor_receipt() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a)").await;
    let into = landing("t", &["a"], WriteMode::Create, &[]);
    let mut load = target.load(&into).await.unwrap();
    load.write(&batch(1, &[Cell::Int(1)])).await.unwrap();
    // One slice at a time, and no statement in its midst.
    assert_eq!(
        target.load(&into).await.map(drop).unwrap_err().kind,
        FaultKind::Internal
    );
    assert_eq!(
        target
            .apply(RUN, &statement(0, "CREATE TABLE u (a)"))
            .await
            .unwrap_err()
            .kind,
        FaultKind::Internal
    );
    assert_eq!(target.receipt(RUN, 0, 0).await.unwrap(), None);
    drop(load);
    assert_eq!(loaded(&target, &into, 0, &[Cell::Int(2)]).await, []);
    assert_eq!(ask(&path, "SELECT * FROM t"), "2");
    assert_eq!(target.receipts(RUN).await.unwrap(), [receipt(0)]);
    // A slice that landed does not land twice.
    let mut load = target.load(&into).await.unwrap();
    load.write(&batch(1, &[Cell::Int(2)])).await.unwrap();
    assert!(load.commit(receipt(0)).await.is_err());
    assert_eq!(ask(&path, "SELECT * FROM t"), "2");
}

#[tokio::test]
async fn a_target_that_is_dropped_in_a_load_leaves_the_file_whole() {
    let folder = Folder::empty();
    for journal in ["DELETE", "WAL"] {
        let (path, target) = fresh(
            &folder,
            &format!("PRAGMA journal_mode = {journal}; CREATE TABLE IF NOT EXISTS t (a)"),
        )
        .await;
        let into = landing("t", &["a"], WriteMode::Create, &[]);
        let mut load = target.load(&into).await.unwrap();
        let cells = vec![Cell::Text("many of these fill some pages"); 10_000];
        load.write(&batch(1, &cells)).await.unwrap();
        drop(target);
        drop(load);
        assert_eq!(ask(&path, "SELECT count(*) FROM t"), "0");
        assert_eq!(ask(&path, "PRAGMA integrity_check"), "'ok'");
        for ending in ["-wal", "-shm", "-journal"] {
            assert!(!crate::mark::beside(&path, ending).exists(), "{ending}");
        }
    }
}

#[tokio::test]
async fn c44_a_full_disk_is_said_and_what_landed_stays() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a)").await;
    let into = landing("t", &["a"], WriteMode::Create, &[]);
    assert_eq!(loaded(&target, &into, 0, &[Cell::Int(1)]).await, []);
    // No more pages than there are: what SQLite makes of it is what it makes of a full disk.
    target
        .call(|conn, place| {
            conn.query_row("PRAGMA max_page_count = 1", [], |_| Ok(()))
                .at(place)
        })
        .await
        .unwrap();
    let mut load = target.load(&into).await.unwrap();
    let cells = vec![Cell::Text("many of these fill some pages"); 10_000];
    let fault = load.write(&batch(1, &cells)).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.retry),
        (FaultKind::DiskFull, Retry::AfterUserActs)
    );
    drop(load);
    assert_eq!(target.receipts(RUN).await.unwrap(), [receipt(0)]);
    drop(target);
    assert_eq!(ask(&path, "SELECT * FROM t"), "1");
}

#[tokio::test]
async fn statements_run_once_and_all_or_nothing() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a)").await;
    for _ in 0..2 {
        target
            .apply(RUN, &statement(0, "INSERT INTO t VALUES (1)"))
            .await
            .unwrap();
    }
    // More than one statement in one is never run, not even the first of them.
    assert!(
        target
            .apply(RUN, &statement(1, "INSERT INTO t VALUES (2); DROP TABLE t"))
            .await
            .is_err()
    );
    assert!(
        target
            .apply(RUN, &statement(2, "INSERT INTO nowhere VALUES (2)"))
            .await
            .is_err()
    );
    target
        .apply(RUN, &statement(3, "PRAGMA user_version = 9"))
        .await
        .unwrap();
    assert_eq!(ask(&path, "SELECT * FROM t"), "1");
    target.keep(RUN).await.unwrap();
    drop(target);
    assert_eq!(ask(&path, "PRAGMA user_version"), "9");
    assert_eq!(ask(&path, "SELECT name FROM sqlite_schema"), "'t'");
}

#[tokio::test]
async fn work_under_way_can_be_stopped() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a)").await;
    let target = Arc::new(target);
    let into = landing("t", &["a"], WriteMode::Create, &[]);
    let mut load = target.load(&into).await.unwrap();
    let many = batch(1, &vec![Cell::Int(1); 2_000_000]);
    let other = target.clone();
    let stopper = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(100));
        other.interrupt();
    });
    let began = std::time::Instant::now();
    let fault = load.write(&many).await.unwrap_err();
    stopper.await.unwrap();
    assert_eq!(fault.kind, FaultKind::Cancelled);
    assert!(began.elapsed() < Duration::from_secs(2));
    drop(load);
    // A wish from before does not stop what begins after it.
    assert_eq!(loaded(&target, &into, 0, &[Cell::Int(7)]).await, []);
    assert_eq!(ask(&path, "SELECT * FROM t"), "7");
}

#[tokio::test]
async fn another_program_that_writes_is_waited_for_and_then_named() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a)").await;
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let into = landing("t", &["a"], WriteMode::Create, &[]);
    let fault = target.load(&into).await.map(drop).unwrap_err();
    assert_eq!((fault.kind, fault.retry), (FaultKind::Busy, Retry::Soon));
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(loaded(&target, &into, 0, &[Cell::Int(1)]).await, []);
    // One that only reads does not stop the rows, but their commit.
    other.execute_batch("BEGIN; SELECT * FROM t").unwrap();
    let mut load = target.load(&into).await.unwrap();
    load.write(&batch(1, &[Cell::Int(2)])).await.unwrap();
    assert_eq!(
        load.commit(receipt(1)).await.unwrap_err().kind,
        FaultKind::Busy
    );
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(target.receipts(RUN).await.unwrap(), [receipt(0)]);
    assert_eq!(loaded(&target, &into, 1, &[Cell::Int(2)]).await, []);
}

/// Not a test of its own: the other process of the test below. It holds the file until its input ends.
#[test]
fn holds_a_file_for_another_test() {
    let Some(path) = std::env::var_os("DRYDOCK_TEST_HOLD") else {
        return;
    };
    let db = Connection::open(path).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    println!("held");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[tokio::test]
async fn another_process_that_writes_is_named_too() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a)").await;
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "target::tests::holds_a_file_for_another_test",
            "--nocapture",
        ])
        .env("DRYDOCK_TEST_HOLD", &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(said.by_ref().any(|line| line.unwrap().contains("held")));
    let into = landing("t", &["a"], WriteMode::Create, &[]);
    // Reading the file in between must not give the other process's lock away, nor ours.
    let kept = crate::rewind::SqliteRewind;
    let address = drydock_connector::Address::file("sqlite", &path);
    let busy = drydock_connector::Rewind::keep_before(&kept, &address, &folder.path("kept")).await;
    assert_eq!(busy.unwrap_err().kind, FaultKind::Busy);
    assert_eq!(
        target.load(&into).await.map(drop).unwrap_err().kind,
        FaultKind::Busy
    );
    drop(holder.stdin.take());
    holder.wait().unwrap();
    assert_eq!(loaded(&target, &into, 0, &[Cell::Int(1)]).await, []);
}

#[tokio::test]
async fn a_value_that_no_row_can_hold_is_refused() {
    let folder = Folder::empty();
    let (path, target) = fresh(&folder, "CREATE TABLE t (a, b)").await;
    target
        .call(|conn, place| {
            conn.set_limit(rusqlite::limits::Limit::SQLITE_LIMIT_LENGTH, 1000)
                .at(place)
                .map(drop)
        })
        .await
        .unwrap();
    let into = landing("t", &["a", "b"], WriteMode::Create, &[]);
    let (long, half) = ("x".repeat(1001), "x".repeat(600));
    let rows = [
        Cell::Text(&long),
        Cell::Null,
        Cell::Text(&half),
        Cell::Text(&half),
        Cell::Text(&half),
        Cell::Null,
    ];
    assert_eq!(
        loaded(&target, &into, 0, &rows).await,
        [(0, "too_big"), (1, "too_big")]
    );
    assert_eq!(ask(&path, "SELECT length(a), b FROM t"), "600|null");
}

#[tokio::test]
async fn what_cannot_be_a_target_says_why() {
    let folder = Folder::empty();
    let text = folder.path("text.db");
    fs::write(
        &text,
        "this is a text and no database, long enough to be read as one".repeat(20),
    )
    .unwrap();
    let sub = folder.path("folder.db");
    fs::create_dir(&sub).unwrap();
    for (path, kind) in [
        (text, FaultKind::NotADatabase),
        (sub, FaultKind::NotADatabase),
        (folder.path("no/such/folder/x.db"), FaultKind::NotThere),
    ] {
        let fault = SqliteTarget::open(&path).await.map(drop).unwrap_err();
        assert_eq!(fault.kind, kind, "{path:?} {fault:?}");
    }
}

#[tokio::test]
async fn an_empty_file_becomes_a_database() {
    let folder = Folder::empty();
    let path = folder.path("empty.db");
    fs::write(&path, "").unwrap();
    let target = SqliteTarget::open(&path).await.unwrap();
    target.begin(RUN).await.unwrap();
    let catalog = target.catalog().await.unwrap();
    assert_eq!(catalog.tables().count(), 0);
    assert_eq!(catalog.encoding.as_deref(), Some("UTF-8"));
}

/// Rights do not bind root; there the test runs itself again as somebody else.
#[cfg(unix)]
#[tokio::test]
async fn files_and_folders_that_may_not_be_written_are_left_alone() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let folder = Folder::empty();
    let path = folder.path("target.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    let mode =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    if fs::metadata(&path).unwrap().uid() == 0 {
        const NOBODY: u32 = 65534;
        mode(&folder.path(""), 0o755);
        let program = folder.path("tests");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let name = "target::tests::files_and_folders_that_may_not_be_written_are_left_alone";
        let ran = std::process::Command::new(program)
            .args(["--exact", name])
            .uid(NOBODY)
            .gid(NOBODY)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    mode(&path, 0o444);
    let fault = SqliteTarget::open(&path).await.map(drop).unwrap_err();
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    mode(&path, 0o644);
    mode(&folder.path(""), 0o555);
    let target = SqliteTarget::open(&path).await.unwrap();
    assert_eq!(
        target.begin(RUN).await.unwrap_err().kind,
        FaultKind::ReadOnly
    );
    let fault = SqliteTarget::open(&folder.path("new.db"))
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::NoRights);
    mode(&folder.path(""), 0o755);
}
