use super::*;
use crate::samples::Folder;
use std::collections::BTreeMap;

/// The files that are the database, with their hashes.
fn bytes(path: &Path) -> BTreeMap<String, String> {
    ["", "-wal", "-journal"]
        .iter()
        .filter_map(|ending| {
            let content = fs::read(beside(path, ending))
                .ok()
                .filter(|c| !c.is_empty())?;
            Some((
                (*ending).to_owned(),
                blake3::hash(&content).to_hex().to_string(),
            ))
        })
        .collect()
}

fn database(path: &Path, sql: &str) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(sql).unwrap();
}

/// A database in WAL mode whose last rows lie in the log, as a program that was killed leaves it.
fn with_log(folder: &Folder) -> PathBuf {
    let (live, path) = (folder.path("live.db"), folder.path("app.db"));
    let db = Connection::open(&live).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA wal_checkpoint; INSERT INTO t VALUES (2)",
    )
    .unwrap();
    for ending in ["", "-wal"] {
        fs::copy(beside(&live, ending), beside(&path, ending)).unwrap();
    }
    drop(db);
    path
}

fn rows(path: &Path) -> i64 {
    Connection::open(path)
        .unwrap()
        .query_row("SELECT count(*) FROM t", [], |r| r.get(0))
        .unwrap()
}

#[test]
fn put_back_is_byte_for_byte_what_was_kept() {
    for journal in ["DELETE", "TRUNCATE", "PERSIST", "WAL"] {
        let folder = Folder::empty();
        let (path, kept) = (folder.path("app.db"), folder.path("kept"));
        database(
            &path,
            &format!(
                "PRAGMA journal_mode = {journal}; CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(50000))"
            ),
        );
        let was = fs::read(&path).unwrap();
        let before = keep_before(&path, &kept).unwrap();
        assert!(before.existed && before.bytes == was.len() as u64);
        assert_eq!(fs::read(&path).unwrap(), was, "keeping changes nothing");
        assert!(!beside(&path, "-wal").exists() && !beside(&path, "-shm").exists());
        assert_eq!(before.mark, mark_of(&path).unwrap());

        database(&path, "INSERT INTO t VALUES (2); CREATE TABLE later (x)");
        let after = fs::read(&path).unwrap();
        assert_ne!(before.mark, mark_of(&path).unwrap());
        for _ in 0..2 {
            put_back(&path, &kept, &before).unwrap();
            assert!(fs::read(&path).unwrap() == was, "{journal}");
            assert_eq!(before.mark, mark_of(&path).unwrap());
        }
        assert_eq!(fs::read(kept.join("after/after.sqlite")).unwrap(), after);
        assert!(
            !kept.join("after/after-2.sqlite").exists(),
            "a second call has nothing to keep"
        );
    }
}

#[test]
fn c36_the_log_of_a_database_comes_back_with_it() {
    let folder = Folder::empty();
    let kept = folder.path("kept");
    let path = with_log(&folder);
    let was = bytes(&path);
    assert_eq!(was.len(), 2, "there is a log");
    let before = keep_before(&path, &kept).unwrap();
    assert_eq!(bytes(&path), was, "keeping changes nothing");
    assert_eq!(before.mark, mark_of(&path).unwrap());

    database(&path, "INSERT INTO t VALUES (3), (4)");
    assert_eq!(rows(&path), 4);
    put_back(&path, &kept, &before).unwrap();
    assert_eq!(bytes(&path), was);
    assert_eq!(before.mark, mark_of(&path).unwrap());
    assert_eq!(
        rows(&kept.join("after/after.sqlite")),
        4,
        "what came after is whole"
    );
    assert_eq!(rows(&path), 2);
}

#[test]
fn new_rows_in_a_log_alone_are_noticed() {
    let folder = Folder::empty();
    let (path, kept) = (folder.path("app.db"), folder.path("kept"));
    database(&path, "PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    let was = bytes(&path);
    let before = keep_before(&path, &kept).unwrap();
    // A program that was killed leaves its rows in the log, and the main file as it was.
    let live = folder.path("live.db");
    fs::copy(&path, &live).unwrap();
    let db = Connection::open(&live).unwrap();
    db.execute_batch("INSERT INTO t VALUES (1)").unwrap();
    fs::copy(beside(&live, "-wal"), beside(&path, "-wal")).unwrap();
    drop(db);
    assert_eq!(bytes(&path).len(), 2);
    put_back(&path, &kept, &before).unwrap();
    assert_eq!(bytes(&path), was);
    assert_eq!(rows(&kept.join("after/after.sqlite")), 1);
}

#[test]
fn a_target_that_was_not_there_goes_away_and_is_kept() {
    let folder = Folder::empty();
    let (path, kept) = (folder.path("new.db"), folder.path("deep/er/kept"));
    let before = keep_before(&path, &kept).unwrap();
    assert!(!before.existed && before.mark.is_none() && before.bytes == 0);
    put_back(&path, &kept, &before).unwrap();
    database(
        &path,
        "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)",
    );
    for _ in 0..2 {
        put_back(&path, &kept, &before).unwrap();
        assert_eq!(mark_of(&path).unwrap(), None);
        assert_eq!(bytes(&path), BTreeMap::new());
    }
    assert_eq!(rows(&kept.join("after/after.sqlite")), 1);
    // A second run and a second roll back lose nothing either.
    database(&path, "CREATE TABLE t (a)");
    put_back(&path, &kept, &before).unwrap();
    assert_eq!(rows(&kept.join("after/after-2.sqlite")), 0);
}

#[test]
fn a_roll_back_that_is_cut_off_is_simply_begun_again() {
    let folder = Folder::empty();
    let kept = folder.path("kept");
    let path = with_log(&folder);
    let was = bytes(&path);
    let before = keep_before(&path, &kept).unwrap();
    let now = |path: &Path| {
        database(
            path,
            "INSERT INTO t VALUES (3); CREATE TABLE IF NOT EXISTS x (y)",
        )
    };

    // Cut off after the main file was put in its place, before the log was.
    now(&path);
    put_back(&path, &kept, &before).unwrap();
    fs::remove_file(beside(&path, "-wal")).unwrap();
    put_back(&path, &kept, &before).unwrap();
    assert_eq!(bytes(&path), was);

    // Cut off when the file was away and not yet in its place again.
    now(&path);
    secure(&path, &kept, "x").unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(beside(&path, ".drydock-put-back"), "half").unwrap();
    fs::write(beside(&path, ".drydock-put-back.part"), "half").unwrap();
    put_back(&path, &kept, &before).unwrap();
    assert_eq!(bytes(&path), was);
    assert!(
        !beside(&path, ".drydock-put-back").exists()
            && !beside(&path, ".drydock-put-back.part").exists()
    );
}

/// A program that was killed in a transaction leaves a journal; the file beside it may look as it was.
#[test]
fn a_journal_that_was_left_over_is_undone_first() {
    let folder = Folder::empty();
    let (path, kept) = (folder.path("app.db"), folder.path("kept"));
    database(&path, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    let was = bytes(&path);
    let before = keep_before(&path, &kept).unwrap();
    for spilled in [false, true] {
        let live = folder.path("live.db");
        fs::copy(&path, &live).unwrap();
        let db = Connection::open(&live).unwrap();
        let cache = if spilled {
            "PRAGMA cache_size = 1;"
        } else {
            ""
        };
        db.execute_batch(&format!(
            "{cache} BEGIN; UPDATE t SET a = 2; CREATE TABLE x AS SELECT randomblob(90000) AS b"
        ))
        .unwrap();
        for ending in ["", "-journal"] {
            fs::copy(beside(&live, ending), beside(&path, ending)).unwrap();
        }
        drop(db);
        put_back(&path, &kept, &before).unwrap();
        assert_eq!(bytes(&path), was);
        assert!(!beside(&path, "-journal").exists());
    }
}

#[test]
fn what_was_kept_and_is_damaged_is_not_put_back() {
    let folder = Folder::empty();
    let (path, kept) = (folder.path("app.db"), folder.path("kept"));
    database(&path, "CREATE TABLE t (a)");
    let before = keep_before(&path, &kept).unwrap();
    database(&path, "INSERT INTO t VALUES (1)");
    let now = bytes(&path);
    let copy = kept.join("before.sqlite");
    let mut content = fs::read(&copy).unwrap();
    content[5000] ^= 1;
    fs::write(&copy, content).unwrap();
    for gone in [false, true] {
        if gone {
            fs::remove_file(&copy).unwrap();
        }
        assert_eq!(
            put_back(&path, &kept, &before).unwrap_err().kind,
            FaultKind::Damaged
        );
        assert_eq!(bytes(&path), now, "nothing was touched");
    }
}

#[test]
fn a_target_that_is_in_use_is_left_alone() {
    for journal in ["DELETE", "WAL"] {
        let folder = Folder::empty();
        let (path, kept) = (folder.path("app.db"), folder.path("kept"));
        database(
            &path,
            &format!("PRAGMA journal_mode = {journal}; CREATE TABLE t (a)"),
        );
        let before = keep_before(&path, &kept).unwrap();
        database(&path, "INSERT INTO t VALUES (0)");
        let user = Connection::open(&path).unwrap();
        user.execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")
            .unwrap();
        assert_eq!(
            keep_before(&path, &folder.path("other")).unwrap_err().kind,
            FaultKind::Busy
        );
        assert_eq!(
            put_back(&path, &kept, &before).unwrap_err().kind,
            FaultKind::Busy
        );
        user.execute_batch("COMMIT").unwrap();
        assert_eq!(rows(&path), 2);
        // Only open, in the middle of nothing: a program that would go on with what it remembers of the file.
        if journal == "WAL" {
            assert_eq!(
                put_back(&path, &kept, &before).unwrap_err().kind,
                FaultKind::Busy
            );
        }
        drop(user);
        put_back(&path, &kept, &before).unwrap();
        assert_eq!(rows(&path), 0);
    }
}

#[test]
fn a_file_that_became_something_else_is_kept_beside_as_it_is() {
    let folder = Folder::empty();
    let (path, kept) = (folder.path("app.db"), folder.path("kept"));
    database(&path, "CREATE TABLE t (a)");
    let was = bytes(&path);
    let before = keep_before(&path, &kept).unwrap();
    fs::write(
        &path,
        "no database any more, but somebody's text all the same",
    )
    .unwrap();
    put_back(&path, &kept, &before).unwrap();
    assert_eq!(bytes(&path), was);
    let text = fs::read_to_string(kept.join("after/after.sqlite")).unwrap();
    assert!(text.starts_with("no database"));
}

#[cfg(unix)]
#[test]
fn links_and_rights_stay_what_they_are() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::empty();
    let (path, link, kept) = (
        folder.path("app.db"),
        folder.path("link.db"),
        folder.path("kept"),
    );
    database(&path, "CREATE TABLE t (a)");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let before = keep_before(&link, &kept).unwrap();
    database(&link, "INSERT INTO t VALUES (1)");
    put_back(&link, &kept, &before).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(rows(&path), 0);
}
