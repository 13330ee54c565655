//! C36: whatever state a file is in, reading it leaves it so; and damage and change are never read over.

use super::*;
use std::os::unix::fs::PermissionsExt;

#[tokio::test]
async fn c36_reading_a_sample_changes_not_a_byte_and_leaves_no_file() {
    for name in ["nasty", "langgraph", "langgraph/wal"] {
        let folder = sample(name);
        let before = folder.state();
        for file in before.keys() {
            let path = folder.path(file);
            if path.is_file() && Sqlite::default().recognises(&path) {
                let Ok(source) = try_source(&path).await else {
                    continue;
                };
                if !file.to_string_lossy().starts_with("corrupt") {
                    read_everything(&*source).await;
                }
                assert_eq!(folder.state(), before, "{name}/{}", file.display());
            }
        }
        assert_eq!(folder.state(), before, "{name}");
    }
}

#[tokio::test]
async fn c36_a_source_in_wal_mode_keeps_every_byte_and_reads_the_log() {
    let folder = sample("langgraph/wal");
    let before = folder.state();
    let source = source(&folder.path("chatbot_memory.sqlite")).await;
    let catalog = source.catalog().await.unwrap();
    // As `expected_with_wal.json` has it; 12 and 16 of them are only in the log.
    assert_eq!(catalog.dataset("checkpoints").unwrap().rows, Some(79));
    assert_eq!(catalog.dataset("writes").unwrap().rows, Some(126));
    assert!(
        catalog
            .settings
            .contains(&("journal_mode".into(), "wal".into()))
    );
    read_everything(&*source).await;
    assert_eq!(folder.state(), before);
    drop(source);
    assert_eq!(folder.state(), before);
}

#[tokio::test]
async fn c36_in_a_folder_that_cannot_be_written() {
    let folder = sample("langgraph/wal");
    let mut permissions = fs::metadata(folder.path("")).unwrap().permissions();
    permissions.set_readonly(true);
    for file in ["chatbot_memory.sqlite", "chatbot_memory.sqlite-wal", ""] {
        fs::set_permissions(folder.path(file), permissions.clone()).unwrap();
    }
    let before = folder.state();
    let source = source(&folder.path("chatbot_memory.sqlite")).await;
    let catalog = source.catalog().await.unwrap();
    assert_eq!(catalog.dataset("checkpoints").unwrap().rows, Some(79));
    drop(source);
    assert_eq!(folder.state(), before);
    permissions.set_mode(0o755);
    fs::set_permissions(folder.path(""), permissions).unwrap();
}

#[tokio::test]
async fn a_program_that_has_it_open_in_wal_mode_goes_on_and_we_see_one_instant() {
    let (folder, path) = database(
        "PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)",
    );
    let mut other = Other::open(&path);
    other.run("INSERT INTO t VALUES (3)");
    let files = || -> Vec<_> { folder.state().into_keys().collect() };
    let before = files();
    let source = source(&path).await;
    let mark = source.mark().await.unwrap();
    let all = Slice::whole(0);
    assert_eq!(rows(&*source, "t", &strings(&["a"]), &all).await.len(), 3);
    other
        .run("INSERT INTO t VALUES (4); DELETE FROM t WHERE a = 1; PRAGMA wal_checkpoint(PASSIVE)");
    assert_eq!(rows(&*source, "t", &strings(&["a"]), &all).await.len(), 3);
    assert_eq!(
        source.catalog().await.unwrap().dataset("t").unwrap().rows,
        Some(3)
    );
    assert_ne!(source.mark().await.unwrap(), mark);
    assert_eq!(files(), before);
    drop(source);
    other.run("INSERT INTO t VALUES (5)");
    other.end();
    assert_eq!(files().len(), 2);
}

#[tokio::test]
async fn a_writer_in_rollback_mode_is_waited_for_and_then_named() {
    let (_folder, path) = database("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    let mut other = Other::open(&path);
    other.run("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)");
    // It has not written into the file yet: what is there is sound, and stays so as long as we read.
    let source = source(&path).await;
    assert_eq!(
        source.catalog().await.unwrap().dataset("t").unwrap().rows,
        Some(1)
    );
    drop(source);
    other.run("COMMIT; BEGIN EXCLUSIVE");
    let fault = try_source(&path).await.err().unwrap();
    assert_eq!(
        (fault.kind, fault.native.as_deref()),
        (FaultKind::Busy, Some("SQLITE_BUSY"))
    );
}

#[tokio::test]
async fn a_program_that_has_the_log_for_itself_alone_is_named() {
    let (_folder, path) = database("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    let mut other = Other::open(&path);
    other.run("PRAGMA locking_mode = EXCLUSIVE; INSERT INTO t VALUES (1)");
    assert_eq!(try_source(&path).await.err().unwrap().kind, FaultKind::Busy);
}

#[tokio::test]
async fn what_a_crash_left_half_done_is_undone_on_a_copy_only() {
    let (folder, path) = database(
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
         INSERT INTO t SELECT i, zeroblob(500) FROM n",
    );
    let mut other = Other::open(&path);
    // A small cache, so that half of the change is in the file when the program dies.
    other.run("PRAGMA cache_size = 5; BEGIN; UPDATE t SET b = randomblob(500); DELETE FROM t WHERE a > 1000");
    other.kill();
    assert!(folder.path("a.db-journal").exists());
    let before = folder.state();
    let source = source(&path).await;
    assert_eq!(
        source.catalog().await.unwrap().dataset("t").unwrap().rows,
        Some(2000)
    );
    for row in rows(&*source, "t", &strings(&["b"]), &Slice::whole(0)).await {
        assert_eq!(row, [Value::Bytes(vec![0; 500])]);
    }
    drop(source);
    assert_eq!(folder.state(), before);
}

#[tokio::test]
async fn a_change_while_it_is_read_is_a_fault_and_no_rows() {
    let (_folder, path) =
        database("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    let source = source(&path).await;
    Connection::open(&path)
        .unwrap()
        .execute_batch("INSERT INTO t VALUES (2)")
        .unwrap();
    let fault = try_rows(&*source, "t", &strings(&["a"]), &Slice::whole(0))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Changed);
    assert_eq!(source.catalog().await.unwrap_err().kind, FaultKind::Changed);
}

#[tokio::test]
async fn c36_a_log_and_its_index_that_a_crash_left_behind_stay_as_they_are() {
    let (folder, path) = database("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    let mut other = Other::open(&path);
    other.run("INSERT INTO t VALUES (1); BEGIN; INSERT INTO t VALUES (2)");
    other.kill();
    assert!(folder.path("a.db-shm").exists());
    let before = folder.state();
    let source = source(&path).await;
    assert_eq!(
        rows(&*source, "t", &strings(&["a"]), &Slice::whole(0)).await,
        [[Value::Int(1)]]
    );
    drop(source);
    assert_eq!(folder.state(), before);
}

#[tokio::test]
async fn our_own_writer_and_a_source_on_the_same_log_do_not_hinder_each_other() {
    let (_folder, path) = database("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    let all = Slice::whole(0);
    let fields = strings(&["a"]);
    let mut other = Other::open(&path);
    other.run("INSERT INTO t VALUES (1)");
    let early = source(&path).await;
    let own = Connection::open(&path).unwrap();
    own.execute_batch("INSERT INTO t VALUES (2)").unwrap();
    other.end();
    let late = source(&path).await;
    own.execute_batch("INSERT INTO t VALUES (3)").unwrap();
    assert_eq!(rows(&*early, "t", &fields, &all).await.len(), 1);
    assert_eq!(rows(&*late, "t", &fields, &all).await.len(), 2);
    drop((early, late));
    own.execute_batch("INSERT INTO t VALUES (4)").unwrap();
    drop(own);
    let source = source(&path).await;
    assert_eq!(rows(&*source, "t", &fields, &all).await.len(), 4);
}

#[tokio::test]
async fn a_damaged_page_is_a_fault_and_never_a_guess() {
    let folder = sample("nasty");
    let source = source(&folder.path("corrupt_page.sqlite")).await;
    let shape = strings(&["id", "v"]);
    let fault = try_rows(&*source, "t", &shape, &Slice::whole(0))
        .await
        .unwrap_err();
    assert_eq!(
        (fault.kind, fault.place.as_str()),
        (FaultKind::Corrupt, "t in corrupt_page.sqlite")
    );
    assert_eq!(source.catalog().await.unwrap_err().kind, FaultKind::Corrupt);
    let sliced = source.slices("t", &strings(&["id"]), 100).await;
    assert_eq!(sliced.unwrap_err().kind, FaultKind::Corrupt);
    let counted = source.second_opinion().unwrap().counts("t", &shape).await;
    assert_eq!(counted.unwrap_err().kind, FaultKind::Corrupt);
}

#[tokio::test]
async fn an_index_that_has_lost_rows_is_noticed() {
    let (_folder, path) = database(
        "CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL, b); INSERT INTO t VALUES ('x', 1), ('y', 2), ('z', 3);
         CREATE TABLE u (a TEXT PRIMARY KEY NOT NULL, b); INSERT INTO u VALUES ('x', 1), ('y', 2);
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_u_1')
         WHERE name = 'sqlite_autoindex_t_1'",
    );
    let source = source(&path).await;
    let fault = source.slices("t", &strings(&["a"]), 10).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Corrupt);
    assert!(
        fault.message.contains("2 rows") && fault.message.contains('3'),
        "{}",
        fault.message
    );
}
