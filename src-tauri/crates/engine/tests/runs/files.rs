//! The same on real files: two SQLite databases become one and go back again, byte for byte.

use crate::bench::plan;
use drydock_connector::{Address, Connector};
use drydock_engine::journal::Journal;
use drydock_engine::resolve::resolve;
use drydock_engine::run::{self, RunOptions, RunOrder};
use drydock_engine::undo::{UndoOrder, undo};
use drydock_engine::{Control, Stores};
use drydock_model::proof::Proof;
use drydock_model::{Plan, RunState, Status};
use drydock_sqlite::Sqlite;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

struct Files {
    folder: tempfile::TempDir,
    journal: Journal,
}

impl Files {
    async fn new() -> Files {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite"))
            .await
            .unwrap();
        Files { folder, journal }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.db"))
    }

    fn sql(&self, name: &str, sql: &str) {
        let db = Connection::open(self.path(name)).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(sql).unwrap();
    }

    fn ask(&self, name: &str, sql: &str) -> String {
        let db = Connection::open(self.path(name)).unwrap();
        db.query_row(sql, [], |r| r.get::<_, rusqlite::types::Value>(0))
            .map(|v| format!("{v:?}"))
            .unwrap()
    }

    async fn stores(&self, plan: &Plan) -> Stores {
        let sqlite: Arc<dyn Connector> = Arc::new(Sqlite::default());
        let at = |name: &str| Address::file("sqlite", &self.path(name));
        let sources = plan
            .sources
            .keys()
            .map(|n| (n.clone(), sqlite.clone(), at(n)))
            .collect();
        Stores::open(sources, (sqlite.clone(), at("t")))
            .await
            .unwrap()
    }

    async fn run(&self, run: &str, plan: &Plan) -> (RunState, Option<Proof>) {
        let stores = self.stores(plan).await;
        let resolved = resolve(plan, &stores).unwrap();
        let (sender, _state) = watch::channel(run::first_state(run, &resolved));
        let order = RunOrder {
            run: run.into(),
            project: "p".into(),
            resolved,
            stores,
            journal: self.journal.clone(),
            folder: self.folder.path().join(run),
            control: Control::default(),
            options: RunOptions {
                rows_each: 100,
                ..RunOptions::default()
            },
        };
        let state = run::start(order, sender).await.unwrap();
        let proof = self.journal.run(run).await.unwrap().unwrap().proof;
        (state, proof)
    }
}

const APP: &str = "
    CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE, extra);
    CREATE TABLE messages (id TEXT PRIMARY KEY NOT NULL, user_id INTEGER REFERENCES users (id), body TEXT, score REAL) WITHOUT ROWID;
    CREATE INDEX messages_by_user ON messages (user_id, score DESC) WHERE score IS NOT NULL;
    CREATE VIEW loud AS SELECT upper(body) AS body FROM messages;
    CREATE TRIGGER no_empty BEFORE INSERT ON messages WHEN new.body = '' BEGIN SELECT raise(ABORT, 'empty'); END;
    WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 450)
    INSERT INTO users SELECT i, 'user ' || i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN i / 7.0 ELSE zeroblob(i % 9) END FROM c;
    DELETE FROM users WHERE id > 440;
    INSERT INTO messages SELECT 'm' || id, CASE WHEN id % 50 = 0 THEN 9999 ELSE id END, 'hello ' || id, CASE WHEN id % 4 THEN id / 3.0 END FROM users;
    PRAGMA user_version = 7;";
const MEMORY: &str = "
    CREATE TABLE checkpoints (thread_id TEXT NOT NULL DEFAULT '', ns TEXT, idx INT, data BLOB);
    INSERT INTO checkpoints SELECT '', NULL, -1, x'00ff' FROM (VALUES (1), (2), (3));
    INSERT INTO checkpoints VALUES ('t', 'n', 9223372036854775807, zeroblob(70000)), ('t', CAST(x'ff' AS TEXT), 1e3, '');
    CREATE TABLE nobody (a);";

fn both() -> Plan {
    let mut both = plan(&[
        "app.users > users create",
        "app.messages > messages create",
        "memory.checkpoints > checkpoints create",
        "memory.nobody > nobody create",
    ]);
    both.moves[1].accept = vec!["orphans".into()];
    both
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_files_become_one_with_everything_that_belongs_to_them() {
    let files = Files::new().await;
    files.sql("app", APP);
    files.sql("memory", MEMORY);
    let bytes = |name: &str| std::fs::read(files.path(name)).unwrap();
    let before = (bytes("app"), bytes("memory"));
    let (state, proof) = files.run("run", &both()).await;
    let proof = proof.expect("a proof");
    assert!(
        proof.equal,
        "{:#?}",
        proof.checks.iter().filter(|c| !c.holds).collect::<Vec<_>>()
    );
    assert_eq!(
        (state.status, state.rows_written),
        (Status::Finished, 885),
        "{:?}",
        state.problem
    );
    assert_eq!(
        (bytes("app"), bytes("memory")),
        before,
        "the sources are as they were"
    );
    for (sql, expected) in [
        (
            "SELECT count(*) FROM messages JOIN users ON users.id = user_id",
            "Integer(432)",
        ),
        (
            "SELECT seq FROM sqlite_sequence WHERE name = 'users'",
            "Integer(450)",
        ),
        (
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('loud', 'no_empty', 'messages_by_user')",
            "Integer(3)",
        ),
        (
            "SELECT count(*) FROM checkpoints WHERE ns IS NULL AND typeof(data) = 'blob'",
            "Integer(3)",
        ),
        (
            "SELECT hex(ns) FROM checkpoints WHERE data = ''",
            "Text(\"FF\")",
        ),
        ("PRAGMA integrity_check", "Text(\"ok\")"),
    ] {
        assert_eq!(files.ask("t", sql), expected, "{sql}");
    }
    let kinds: Vec<&str> = proof.checks.iter().map(|c| c.kind.as_str()).collect();
    for kind in [
        "values",
        "rows",
        "nulls",
        "keys",
        "foreign_keys",
        "indexes",
        "sequences",
        "integrity",
        "objects",
        "source_unchanged",
    ] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rolled_back_it_is_the_file_from_before() {
    let files = Files::new().await;
    files.sql("app", APP);
    files.sql("memory", MEMORY);
    files.sql(
        "t",
        "CREATE TABLE own (a); INSERT INTO own VALUES (1); CREATE TABLE gone (b); DROP TABLE gone;",
    );
    let before = std::fs::read(files.path("t")).unwrap();
    let (state, _) = files.run("run", &both()).await;
    assert_eq!(state.status, Status::Finished, "{:?}", state.problem);
    let undo_order = |even_if_changed| UndoOrder {
        run: "run".into(),
        journal: files.journal.clone(),
        connector: Arc::new(Sqlite::default()),
        address: Address::file("sqlite", &files.path("t")),
        folder: files.folder.path().join("run"),
        even_if_changed,
    };
    files.sql("t", "INSERT INTO own VALUES (2)");
    undo(undo_order(false)).await.expect_err("it changed");
    assert_eq!(files.ask("t", "SELECT count(*) FROM own"), "Integer(2)");
    let state = undo(undo_order(true)).await.unwrap();
    assert_eq!(state.status, Status::RolledBack);
    assert_eq!(std::fs::read(files.path("t")).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_of_files_names_the_row_the_field_and_both_values() {
    let files = Files::new().await;
    files.sql("app", APP);
    files.sql("memory", MEMORY);
    files.run("run", &both()).await;
    files.sql(
        "t",
        "UPDATE users SET extra = 'bent' WHERE id = 300; DELETE FROM messages WHERE id = 'm77'; DROP INDEX messages_by_user;
         UPDATE checkpoints SET data = x'00fe' WHERE rowid = 2; UPDATE sqlite_sequence SET seq = 440 WHERE name = 'users';",
    );
    let moves = both();
    let stores = files.stores(&moves).await;
    let record = files.journal.run("run").await.unwrap().unwrap();
    let ran =
        drydock_engine::prove::Ran::of(&files.journal, &record, &files.folder.path().join("run"))
            .await
            .unwrap();
    let order = drydock_engine::prove::ProofOrder {
        resolved: &record.resolved,
        stores: &stores,
        ran: Some(ran),
        checks: Vec::new(),
        rows_each: 100,
        control: &Control::default(),
    };
    let proof = drydock_engine::prove::prove(order, &|_| {}).await.unwrap();
    let told: Vec<String> = proof
        .datasets
        .iter()
        .flat_map(|d| &d.differences)
        .map(|d| {
            format!(
                "{:?} {} {:?} {} {}",
                d.kind, d.row[0].1.text, d.field, d.expected.text, d.found.text
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Changed 300 Some(\"extra\") NULL bent",
            "Missing m77 None id = m77, user_id = 77, body = hello 77, score = 25.666666666666668 ",
            "Missing  None thread_id = , ns = NULL, idx = -1, data = x'00ff' ",
            "Extra  None  thread_id = , ns = NULL, idx = -1, data = x'00fe'",
        ]
    );
    let failing: Vec<(&str, &str)> = proof
        .checks
        .iter()
        .filter(|c| !c.holds)
        .map(|c| (c.kind.as_str(), c.object.as_str()))
        .collect();
    for expected in [
        ("rows", "messages"),
        ("indexes", "messages_by_user"),
        ("sequences", "users"),
        ("values", "users"),
    ] {
        assert!(failing.contains(&expected), "{expected:?} in {failing:?}");
    }
}
