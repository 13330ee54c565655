//! The ways in which a file is opened, and its mark.

use super::*;
use crate::mark::mark_of;
use crate::samples::{Folder, sample};

fn count(opened: &Opened, sql: &str) -> i64 {
    opened.conn.query_row(sql, [], |r| r.get(0)).unwrap()
}

fn kind(path: &Path) -> FaultKind {
    open(path).err().expect("no database").kind
}

#[cfg(unix)]
#[test]
fn what_is_no_database_is_told_apart() {
    let folder = sample("nasty");
    for (name, expected) in [
        ("empty.sqlite", FaultKind::EmptyFile),
        ("not_a_database.sqlite", FaultKind::NotADatabase),
        ("cut_short.sqlite", FaultKind::CutShort),
        ("nobody.sqlite", FaultKind::NotThere),
        ("", FaultKind::NotADatabase),
        ("nasty.sqlite/x", FaultKind::NotThere),
    ] {
        assert_eq!(kind(&folder.path(name)), expected, "{name}");
    }
    fs::write(folder.path("head.db"), &crate::header::MAGIC[..]).unwrap();
    assert_eq!(kind(&folder.path("head.db")), FaultKind::CutShort);

    let shut = folder.path("nasty.sqlite");
    let mut permissions = fs::metadata(&shut).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0);
    fs::set_permissions(&shut, permissions).unwrap();
    match File::open(&shut) {
        Ok(_) => println!("not applicable: nothing is forbidden to this user"),
        Err(_) => assert_eq!(kind(&shut), FaultKind::NoRights),
    }
}

#[test]
fn c36_the_log_is_read_and_every_byte_stays() {
    let folder = sample("langgraph/wal");
    let before = folder.state();
    let path = folder.path("chatbot_memory.sqlite");
    let opened = open(&path).unwrap();
    assert_eq!(opened.way, Way::Log);
    assert_eq!(count(&opened, "SELECT count(*) FROM checkpoints"), 79);
    assert_eq!(folder.state(), before);
    drop(opened);
    assert_eq!(folder.state(), before);

    fs::remove_file(folder.path("chatbot_memory.sqlite-wal")).unwrap();
    let before = folder.state();
    let opened = open(&path).unwrap();
    assert_eq!(opened.way, Way::Still);
    assert_eq!(count(&opened, "SELECT count(*) FROM checkpoints"), 67);
    drop(opened);
    assert_eq!(folder.state(), before);
}

#[test]
fn a_commit_that_is_read_around_is_noticed() {
    let folder = sample("langgraph/wal");
    let path = folder.path("chatbot_memory.sqlite");
    let opened = open(&path).unwrap();
    opened.watch.check().unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("DELETE FROM writes").unwrap();
    assert_eq!(opened.watch.check().unwrap_err().kind, FaultKind::Changed);
}

#[test]
fn names_of_any_characters_are_files_and_not_options() {
    for name in [
        "a?mode=rwc&x=#1 100%41 'é'\"\u{1f642}.db",
        "%00",
        "file:x",
        "a\\b",
    ] {
        let folder = Folder::empty();
        let path = folder.path(name);
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (7)")
            .unwrap();
        let before = folder.state();
        let opened = open(&path).unwrap();
        assert_eq!(
            (opened.way, count(&opened, "SELECT a FROM t")),
            (Way::Locked, 7)
        );
        assert!(opened.conn.execute_batch("DELETE FROM t").is_err());
        drop(opened);
        assert_eq!(folder.state(), before);
    }
}

#[test]
fn the_mark_stays_while_nothing_changes_and_not_beyond() {
    for (mode, way) in [("delete", Way::Locked), ("wal", Way::Still)] {
        let folder = Folder::empty();
        let path = folder.path("a.db");
        assert_eq!(mark_of(&path).unwrap(), None);
        let change = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        change(&format!(
            "PRAGMA journal_mode = {mode}; CREATE TABLE t (a); INSERT INTO t VALUES (1)"
        ));
        let first = mark_of(&path).unwrap();
        assert_eq!(open(&path).unwrap().way, way);
        assert_eq!(mark_of(&path).unwrap(), first);
        change("UPDATE t SET a = 2");
        let second = mark_of(&path).unwrap();
        assert_ne!(second, first);
        change("UPDATE t SET a = 1");
        if mode == "delete" {
            assert_ne!(mark_of(&path).unwrap(), first);
        }
    }
}

#[test]
fn moving_the_log_into_the_file_changes_no_mark() {
    let folder = sample("langgraph/wal");
    let path = folder.path("chatbot_memory.sqlite");
    let before = mark_of(&path).unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
        .unwrap();
    assert_eq!(mark_of(&path).unwrap(), before);
    drop(conn);
    assert!(!folder.path("chatbot_memory.sqlite-wal").exists());
    assert_eq!(mark_of(&path).unwrap(), before);
    Connection::open(&path)
        .unwrap()
        .execute_batch("DELETE FROM checkpoints WHERE rowid = 1")
        .unwrap();
    assert_ne!(mark_of(&path).unwrap(), before);
}
