//! The proof finds what is not as it should be, down to the row, the field and both values; and nothing else.

use crate::bench::{Bench, int, many_shapes, person, plan, text};
use crate::faulty::Script;
use drydock_engine::prove::{ProofOrder, Ran, prove};
use drydock_engine::resolve::resolve;
use drydock_model::proof::{Proof, RowDifferenceKind};
use drydock_model::{Logical, Plan, Status, Value};
use drydock_testkit::table;

async fn proved(bench: &Bench, moves: &Plan, run: Option<&str>) -> Proof {
    let stores = bench.stores(moves, &Script::default()).await;
    let (resolved, ran) = match run {
        Some(run) => {
            let record = bench.journal.run(run).await.unwrap().unwrap();
            let ran = Ran::of(&bench.journal, &record, &bench.folder(run))
                .await
                .unwrap();
            (record.resolved, Some(ran))
        }
        None => (resolve(moves, &stores).unwrap(), None),
    };
    let order = ProofOrder {
        resolved: &resolved,
        stores: &stores,
        ran,
        checks: Vec::new(),
        rows_each: 10,
        control: &bench.control,
    };
    prove(order, &|_| {}).await.unwrap()
}

fn change(bench: &Bench, dataset: &str, change: impl FnOnce(&mut Vec<Vec<Value>>)) {
    bench.memory.with("t", |s| {
        change(&mut s.tables.get_mut(dataset).unwrap().rows)
    });
}

/// Kind, key, field, expected and found.
fn told(proof: &Proof) -> Vec<String> {
    let differences = proof.datasets.iter().flat_map(|d| &d.differences);
    differences
        .map(|d| {
            let row: Vec<String> = d
                .row
                .iter()
                .map(|(f, v)| format!("{f} {}", v.text))
                .collect();
            let field = d.field.as_deref().unwrap_or("-");
            format!(
                "{:?} {} {field}: {} / {}",
                d.kind,
                row.join(", "),
                d.expected.text,
                d.found.text
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_shape_proves_with_receipts() {
    let bench = Bench::new().await;
    let moves = many_shapes(&bench.memory);
    bench.run("run", &moves).await;
    let proof = proved(&bench, &moves, Some("run")).await;
    assert!(proof.equal, "{proof:#?}");
    let people = &proof.datasets[0];
    assert_eq!(
        (people.slices, people.slices_equal, people.rows_found),
        (6, 6, 57)
    );
    assert_eq!(people.root_expected, people.root_found);
    let kinds: Vec<&str> = proof.checks.iter().map(|c| c.kind.as_str()).collect();
    for kind in ["values", "rows", "nulls", "keys", "source_unchanged"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_run_the_source_is_read_anew() {
    let bench = Bench::new().await;
    bench.people("app", 0..57);
    bench.memory.put(
        "app",
        table("keyless", &[("a", Logical::INT64)], &[]),
        (0..9).map(|i| vec![int(i % 3)]).collect(),
    );
    let moves = plan(&["app.people > people create", "app.keyless > keyless create"]);
    bench.run("run", &moves).await;
    let again = plan(&[
        "app.people > people replace",
        "app.keyless > keyless replace",
    ]);
    let proof = proved(&bench, &again, None).await;
    assert!(proof.equal, "{proof:#?}");
    change(&bench, "keyless", |rows| drop(rows.pop()));
    change(&bench, "people", |rows| rows[3][1] = text("someone else"));
    let proof = proved(&bench, &again, None).await;
    assert!(!proof.equal);
    assert_eq!(
        told(&proof),
        [
            "Changed id 3 name: person 3 / someone else",
            "Missing a 2 -: a = 2 / "
        ]
    );
    assert_eq!(proof.datasets[0].slices_equal, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_differs_is_named_row_by_row() {
    let bench = Bench::new().await;
    let moves = many_shapes(&bench.memory);
    let done = bench.run("run", &moves).await;
    assert_eq!(done.status, Status::FinishedWithLosses);
    change(&bench, "people", |rows| {
        rows[12][1] = text("Person 12");
        rows.remove(40);
        rows.push(person(99));
    });
    change(&bench, "keyless", |rows| {
        rows.remove(0);
        rows.push(vec![int(7), text("thrice")]);
    });
    change(&bench, "log", |rows| {
        rows.retain(|r| r[0] != int(103));
        rows[0][1] = text("tampered");
    });
    change(&bench, "state", |rows| rows[2][1] = text("tampered"));
    change(&bench, "doubled", |rows| rows[5][1] = text("other"));
    let proof = proved(&bench, &moves, Some("run")).await;
    let by_table: Vec<(&str, u64)> = proof
        .datasets
        .iter()
        .map(|d| (d.to.as_str(), d.differences_total))
        .collect();
    assert_eq!(
        by_table,
        [
            ("people", 3),
            ("paired", 0),
            ("keyless", 2),
            ("doubled", 2),
            ("empty", 0),
            ("log", 1),
            ("state", 1),
            ("strict", 0)
        ]
    );
    assert_eq!(
        told(&proof),
        [
            "Changed id 12 name: person 12 / Person 12",
            "Missing id 40 -: id = 40, name = person 40 / ",
            "Extra id 99 -:  / id = 99, name = person 99",
            "Missing a 0, b twice -: a = 0, b = twice / ",
            "Extra a 7, b thrice -:  / a = 7, b = thrice",
            // Without a key in the source, a row is told by its content.
            "Missing id 5, w w5 -: id = 5, w = w5 / ",
            "Extra id 5, w other -:  / id = 5, w = other",
            "Missing id 103 -: id = 103, t = new / ",
            "Changed k 17 v: after / tampered",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_to_rows_from_before_is_noticed() {
    let bench = Bench::new().await;
    let moves = many_shapes(&bench.memory);
    bench.run("run", &moves).await;
    change(&bench, "log", |rows| rows[0][1] = text("tampered"));
    let proof = proved(&bench, &moves, Some("run")).await;
    let log = proof.datasets.iter().find(|d| d.to == "log").unwrap();
    // No row of the run differs; the sum of all rows does.
    assert_eq!(
        (log.equal, log.differences.len(), log.differences_total),
        (false, 0, 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sources_in_one_dataset_add_up() {
    let bench = Bench::new().await;
    bench.people("app", 0..25);
    bench.people("old", 100..133);
    bench.people("t", 0..3);
    let moves = plan(&["app.people > people replace", "old.people > people append"]);
    let done = bench.run("run", &moves).await;
    assert_eq!(
        (done.status, done.rows_written),
        (Status::Finished, 58),
        "{:?}",
        done.problem
    );
    change(&bench, "people", |rows| {
        rows[30][1] = text("x");
        rows.push(person(77));
    });
    let proof = proved(&bench, &moves, Some("run")).await;
    let all = &proof.datasets[0];
    assert_eq!(
        (all.from.as_str(), all.rows_expected, all.rows_found),
        ("app.people, old.people", 58, 59)
    );
    let kinds: Vec<RowDifferenceKind> = all.differences.iter().map(|d| d.kind).collect();
    assert_eq!(
        kinds,
        [RowDifferenceKind::Changed, RowDifferenceKind::Extra]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_first_hundred_are_shown_and_all_are_counted() {
    let bench = Bench::new().await;
    bench.people("app", 0..400);
    let moves = plan(&["app.people > people create"]);
    bench.run("run", &moves).await;
    change(&bench, "people", |rows| {
        rows.iter_mut().for_each(|r| r[1] = text("x"))
    });
    let proof = proved(&bench, &moves, Some("run")).await;
    let people = &proof.datasets[0];
    assert_eq!(
        (people.differences.len(), people.differences_total),
        (100, 400)
    );
    assert_eq!(people.differences[0].row[0].1.text, "0", "in reading order");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_rows_in_pairs_do_not_cancel() {
    let bench = Bench::new().await;
    let keyless = table("keyless", &[("a", Logical::INT64)], &[]);
    bench.memory.put(
        "app",
        keyless,
        vec![vec![int(1)], vec![int(1)], vec![int(2)]],
    );
    let moves = plan(&["app.keyless > keyless create"]);
    bench.run("run", &moves).await;
    change(&bench, "keyless", |rows| rows[1] = vec![int(2)]);
    let proof = proved(&bench, &moves, Some("run")).await;
    assert_eq!(
        told(&proof),
        ["Missing a 1 -: a = 1 / ", "Extra a 2 -:  / a = 2"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_from_before_with_the_same_key_are_not_taken_for_changed_ones() {
    let bench = Bench::new().await;
    // The target does not hold the key unique: old and new rows with the same id lie side by side.
    let loose = table("log", &[("id", Logical::INT64), ("t", Logical::TEXT)], &[]);
    bench.memory.put(
        "t",
        loose,
        (0..20).map(|i| vec![int(i), text("old")]).collect(),
    );
    let log = table(
        "log",
        &[("id", Logical::INT64), ("t", Logical::TEXT)],
        &["id"],
    );
    bench.memory.put(
        "app",
        log,
        (0..20).map(|i| vec![int(i), text("new")]).collect(),
    );
    let moves = plan(&["app.log > log append"]);
    let done = bench.run("run", &moves).await;
    assert_eq!(
        (done.status, done.rows_written),
        (Status::Finished, 20),
        "{:?}",
        done.problem
    );
    // Without the run nobody knows what was there before: rows are looked for one by one.
    let proof = proved(&bench, &moves, None).await;
    assert!(proof.equal, "{proof:#?}");
    change(&bench, "log", |rows| rows[25][1] = text("bent"));
    let proof = proved(&bench, &moves, None).await;
    assert_eq!(told(&proof), ["Missing id 5, t new -: id = 5, t = new / "]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lanes_that_bring_other_fields_are_seen_each_through_its_own() {
    let bench = Bench::new().await;
    let wide = table(
        "all",
        &[
            ("id", Logical::INT64),
            ("a", Logical::TEXT),
            ("b", Logical::TEXT),
        ],
        &["id"],
    );
    bench.memory.put("t", wide, vec![]);
    let half = |f: &str| {
        table(
            "part",
            &[("id", Logical::INT64), (f, Logical::TEXT)],
            &["id"],
        )
    };
    bench.memory.put(
        "app",
        half("a"),
        (0..15).map(|i| vec![int(i), text("a")]).collect(),
    );
    bench.memory.put(
        "old",
        half("b"),
        (15..30).map(|i| vec![int(i), text("b")]).collect(),
    );
    let moves = plan(&["app.part > all append", "old.part > all append"]);
    let done = bench.run("run", &moves).await;
    assert_eq!(
        (done.status, done.rows_written),
        (Status::Finished, 30),
        "{:?}",
        done.problem
    );
    change(&bench, "all", |rows| {
        rows[3][1] = text("x");
        rows[20][2] = text("y");
        // Not brought by the lane of this row: nobody said what it should be.
        rows[5][2] = text("z");
    });
    let proof = proved(&bench, &moves, Some("run")).await;
    assert_eq!(
        told(&proof),
        ["Changed id 3 a: a / x", "Changed id 20 b: b / y"]
    );
}

/// Small numbers from a seed, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_holds_exactly_when_the_rows_are_the_same() {
    let bench = Bench::new().await;
    bench.people("app", 0..45);
    let keyless = table(
        "keyless",
        &[("a", Logical::INT64), ("b", Logical::INT64)],
        &[],
    );
    bench.memory.put(
        "app",
        keyless,
        (0..45).map(|i| vec![int(i % 5), int(i % 2)]).collect(),
    );
    let moves = plan(&["app.people > people create", "app.keyless > keyless create"]);
    bench.run("run", &moves).await;
    let whole = bench.memory.with("t", |s| s.clone());
    let before = [bench.sorted("people"), bench.sorted("keyless")];
    let mut dice = Dice(4711);
    for case in 0..120 {
        bench.memory.with("t", |s| *s = whole.clone());
        for _ in 0..dice.below(4) {
            let table = ["people", "keyless"][dice.below(2)];
            let (act, at, other) = (dice.below(5), dice.below(40), dice.below(40));
            change(&bench, table, |rows| match act {
                0 => drop(rows.remove(at)),
                1 => rows.push(rows[at].clone()),
                2 => rows.swap(at, other),
                3 => rows[at][1] = rows[other][1].clone(),
                _ => rows[at] = rows[other].clone(),
            });
        }
        let now = [bench.sorted("people"), bench.sorted("keyless")];
        let proof = proved(&bench, &moves, Some("run")).await;
        for (dataset, (now, before)) in proof.datasets.iter().zip(now.iter().zip(&before)) {
            assert_eq!(dataset.equal, now == before, "case {case}: {}", dataset.to);
            assert_eq!(
                dataset.differences_total == 0,
                now == before,
                "case {case}: {}",
                dataset.to
            );
            assert_eq!(
                dataset.differences.is_empty(),
                now == before,
                "case {case}: {}",
                dataset.to
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_with_a_null_in_their_key_replace_none_and_all_count() {
    let bench = Bench::new().await;
    let fields = [("k", Logical::TEXT), ("n", Logical::INT64)];
    let mut state = table("state", &fields, &["k"]);
    state.fields[0].nullable = true;
    let rows = vec![
        vec![Value::Null, int(1)],
        vec![Value::Null, int(2)],
        vec![text("a"), int(3)],
    ];
    bench.memory.put("app", state.clone(), rows);
    let there = vec![vec![Value::Null, int(9)], vec![text("a"), int(0)]];
    bench.memory.put("t", state, there);
    let moves = plan(&["app.state > state upsert"]);
    let done = bench.run("run", &moves).await;
    assert_eq!((done.status, done.proved), (Status::Finished, Some(true)));
    assert_eq!(bench.memory.rows("t", "state").len(), 4);
    change(&bench, "state", |rows| {
        rows.retain(|r| r[1] != int(2));
    });
    let proof = proved(&bench, &moves, Some("run")).await;
    assert_eq!(told(&proof), ["Missing k NULL -: k = NULL, n = 2 / "]);
}
