use super::*;
use crate::journal::Journal;
use crate::resolve::resolve;
use crate::run::{self, RunOptions, RunOrder};
use crate::testing::{catalog, dataset, golden, index, key, open, told};
use async_trait::async_trait;
use drydock_connector::{Fault, Orphans, Scan, SecondOpinion, Source};
use drydock_model::rehearsal::Verdict;
use drydock_model::{Catalog, ForeignKey, Key, Logical, Plan, Slice, Value};
use drydock_testkit::{Memory, table};
use std::sync::Arc;

const INT: Logical = Logical::INT64;
const TEXT: Logical = Logical::TEXT;

fn plan(sources: &[&str], moves: &str) -> Plan {
    let sources: String = sources
        .iter()
        .map(|s| format!("[sources.{s}]\nconnection = \"{s}\"\n"))
        .collect();
    Plan::parse(&format!(
        "drydock = 1\nname = \"test\"\n{sources}[target]\nconnection = \"t\"\n{moves}"
    ))
    .expect("a plan")
}

async fn rehearsed(plan: &Plan, stores: &Stores) -> Rehearsal {
    let resolved = resolve(plan, stores).expect("it resolves");
    let (progress, _seen) = watch::channel(RehearsalProgress::default());
    rehearse(&resolved, stores, &Control::default(), progress)
        .await
        .expect("it rehearses")
}

fn text(s: &str) -> Value {
    Value::Text(s.into())
}

fn row(id: i64, name: &str) -> Vec<Value> {
    vec![Value::Int(id), text(name)]
}

/// Rows of every fate: they go on as they are, converted, changed, or stay behind for one of several reasons.
fn messy(memory: &Memory) -> Plan {
    let fields = [
        ("id", INT),
        ("n", TEXT),
        ("r", Logical::FLOAT64),
        ("t", TEXT),
    ];
    let mut from = table("t", &fields, &[]);
    from.fields[0].nullable = true;
    let n = |i: i64| match i % 7 {
        0 => text(&i.to_string()),
        1 => text("12.5"),
        2 => text("0012"),
        3 if i % 2 == 0 => text("none"),
        _ => Value::Int(i),
    };
    let rows = (0..200)
        .map(|i| {
            let id = if i % 23 == 0 {
                Value::Null
            } else {
                Value::Int(i % 170)
            };
            let r = if i % 3 == 0 {
                Value::Float((i as f64 / 4.0).to_bits())
            } else {
                Value::Int(i)
            };
            vec![id, n(i), r, text(&format!("row {i}"))]
        })
        .collect();
    memory.put("app", from, rows);
    let mut to = table("t", &fields, &["id"]);
    to.fields[2].logical = INT;
    memory.put(
        "t",
        to,
        vec![vec![
            Value::Int(5),
            Value::Int(5),
            Value::Int(5),
            text("was there"),
        ]],
    );
    plan(
        &["app"],
        "[[move]]\nfrom = \"app.t\"\nto = \"t\"\nwrite = \"append\"\n\
         [[move.field]]\nfrom = \"n\"\nto = \"n\"\nas = \"integer\"\naccept = [\"spelling\"]\n\
         [[move.field]]\nfrom = \"r\"\nto = \"r\"\nas = \"integer\"\naccept = [\"round\"]\n",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_run_does_what_the_rehearsal_counted() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let before = memory.with("t", |s| s.revision);
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(
        memory.with("t", |s| s.revision),
        before,
        "nothing was written"
    );
    assert_eq!(report.verdict, Verdict::NearlyReady);
    golden("rehearsal_findings.txt", &told(&report.findings));
    let figures = &report.figures;
    assert_eq!(figures.rows_read, 200);
    assert_eq!(
        figures.rows_read,
        figures.will_be_written + figures.left_behind
    );
    assert!(figures.values_changed > 0 && figures.left_behind > 40);

    let home = tempfile::tempdir().unwrap();
    let order = RunOrder {
        run: run::new_id(),
        project: "p".into(),
        resolved: resolve(&plan, &stores).unwrap(),
        stores,
        journal: Journal::open(&home.path().join("journal.sqlite"))
            .await
            .unwrap(),
        folder: home.path().join("run"),
        control: Control::default(),
        options: RunOptions {
            rows_each: 7,
            ..RunOptions::default()
        },
    };
    let run = order.run.clone();
    let (sender, _state) = watch::channel(run::first_state(&order.run, &order.resolved));
    let state = run::start(order, sender).await.unwrap();
    assert_eq!(state.problem, None);
    assert_eq!(
        (
            state.rows_read,
            state.rows_written,
            state.left_behind,
            state.changed
        ),
        (
            figures.rows_read,
            figures.will_be_written,
            figures.left_behind,
            figures.values_changed
        )
    );
    let landed = memory.with("t", |s| {
        let of_run = s.receipts.iter().filter(|((r, ..), _)| *r == run);
        of_run.fold(drydock_model::Digest::default(), |sum, (_, r)| {
            sum.plus(r.digest)
        })
    });
    assert_eq!(report.tables[0].digest, landed.to_string());
    // The row that was there first kept its place.
    assert!(memory.rows("t", "t").contains(&vec![
        Value::Int(5),
        Value::Int(5),
        Value::Int(5),
        text("was there")
    ]));
    assert_eq!(
        memory.rows("t", "t").len() as u64,
        figures.will_be_written + 1
    );
}

#[tokio::test]
async fn rows_left_behind_are_counted_by_reason_with_samples() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let report = rehearsed(&plan, &stores).await;
    let reasons: Vec<_> = report
        .left_behind
        .iter()
        .map(|l| (l.reason.as_str(), l.field.as_deref(), l.samples.len()))
        .collect();
    assert_eq!(
        reasons,
        [
            ("not_null", Some("id"), 9),
            ("not_a_number", Some("n"), 10),
            ("round", Some("n"), 10),
            ("duplicate_key", None, 10),
        ]
    );
    assert_eq!(
        report.left_behind.iter().map(|l| l.rows).sum::<u64>(),
        report.figures.left_behind
    );
    let sample = &report.left_behind[3].samples[0];
    assert_eq!(
        (sample.from.as_str(), sample.row[3].1.text.as_str()),
        ("app.t", "row 5")
    );
    let losses: Vec<_> = report
        .losses
        .iter()
        .map(|l| (l.field.as_str(), l.loss.as_str(), l.accepted))
        .collect();
    assert_eq!(
        losses,
        [
            ("n", "round", false),
            ("n", "spelling", true),
            ("r", "round", true)
        ]
    );
    assert_eq!(
        report.tables[0].worst.as_deref(),
        Some(report.findings[0].id.as_str())
    );
}

#[tokio::test]
async fn what_the_plan_expects_is_no_open_decision() {
    let memory = Memory::default();
    let mut plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let wanted = &mut plan.moves[0];
    wanted.accept = vec!["leave:not_null".into(), "leave:duplicate_key".into()];
    wanted.fields[0]
        .accept
        .extend(["leave:not_a_number".into(), "leave:round".into()]);
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(report.verdict, Verdict::Ready, "{}", told(&report.findings));
    assert!(report.figures.left_behind > 40);
}

#[tokio::test]
async fn each_choice_of_a_finding_settles_it() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let report = rehearsed(&plan, &stores).await;
    let open_ones = |r: &Rehearsal| {
        r.findings
            .iter()
            .filter(|f| !f.accepted && f.severity != Severity::Notice)
            .count()
    };
    for finding in report
        .findings
        .iter()
        .filter(|f| !f.accepted && f.severity == Severity::Decide)
    {
        assert!(!finding.choices.is_empty(), "{}", finding.id);
        for choice in &finding.choices {
            let edited = crate::edit::apply(&plan, &choice.edit).expect("the edit fits");
            let again = rehearsed(&edited, &stores).await;
            let same = again.findings.iter().find(|f| f.id == finding.id);
            assert!(
                same.is_none_or(|f| f.accepted),
                "{} after {:?}",
                finding.id,
                choice.edit
            );
            assert!(open_ones(&again) <= open_ones(&report));
        }
    }
}

#[tokio::test]
async fn c14_uniqueness_is_judged_by_the_collation_of_the_target() {
    let memory = Memory::default();
    let people = |collation: &str| {
        let mut t = table("people", &[("id", INT), ("mail", TEXT)], &["id"]);
        t.unique = vec![key(&["mail"], &[collation])];
        t
    };
    memory.put(
        "kin_app",
        people("BINARY"),
        vec![row(1, "Ada"), row(2, "ada"), row(3, "bob"), row(4, "ADA ")],
    );
    for (collation, left, unknown) in [
        ("NOCASE", 1, false),
        ("BINARY", 0, false),
        ("RTRIM", 0, false),
        ("OWN", 0, true),
    ] {
        memory.put("kin_old", people(collation), vec![]);
        let stores = open(&memory, &["kin_app"], "kin_old").await;
        let plan = plan(
            &["kin_app"],
            "[[move]]\nfrom = \"kin_app.people\"\nto = \"people\"\nwrite = \"append\"",
        );
        let report = rehearsed(&plan, &stores).await;
        assert_eq!(report.figures.left_behind, left, "{collation}");
        assert_eq!(
            report
                .findings
                .iter()
                .any(|f| f.id.starts_with("unchecked:")),
            unknown,
            "{collation}"
        );
        if left > 0 {
            golden("rehearsal_collation.txt", &told(&report.findings));
        }
    }
}

#[tokio::test]
async fn a_unique_index_made_after_the_rows_fails_where_rows_meet() {
    let memory = Memory::default();
    // The source is another kind of store, so its own uniqueness says nothing about the target's.
    memory.put(
        "app",
        table("t", &[("a", INT), ("b", TEXT)], &["a"]),
        vec![row(1, "x"), row(2, "x")],
    );
    let stores = open(&memory, &["app"], "kin_new").await;
    let plan = plan(&["app"], "[[move]]\nfrom = \"app.t\"\nto = \"t\"");
    let mut resolved = resolve(&plan, &stores).unwrap();
    resolved.lanes[0].target.indexes = vec![index("ix_b", &["b"], true)];
    let (progress, _seen) = watch::channel(RehearsalProgress::default());
    let report = rehearse(&resolved, &stores, &Control::default(), progress)
        .await
        .unwrap();
    assert_eq!(
        (report.verdict, report.figures.left_behind),
        (Verdict::NotReady, 0)
    );
    let finding = report
        .findings
        .iter()
        .find(|f| f.id == "duplicates:app.t:ix_b")
        .unwrap();
    assert_eq!(finding.count, Some(1));
}

#[tokio::test]
async fn two_sources_in_one_table_meet_under_its_key() {
    let memory = Memory::default();
    let people = || table("people", &[("id", INT), ("name", TEXT)], &["id"]);
    memory.put("kin_a", people(), vec![row(1, "one"), row(2, "two")]);
    memory.put("kin_b", people(), vec![row(2, "zwei"), row(3, "drei")]);
    let stores = open(&memory, &["kin_a", "kin_b"], "kin_new").await;
    let plan = plan(
        &["kin_a", "kin_b"],
        "[[move]]\nfrom = \"kin_a.people\"\nto = \"people\"\n[[move]]\nfrom = \"kin_b.people\"\nto = \"people\"\nwrite = \"append\"",
    );
    let report = rehearsed(&plan, &stores).await;
    let tables: Vec<_> = report
        .tables
        .iter()
        .map(|t| (t.from.as_str(), t.written, t.left_behind))
        .collect();
    assert_eq!(tables, [("kin_a.people", 2, 0), ("kin_b.people", 1, 1)]);
}

#[tokio::test]
async fn upserts_say_what_they_replace() {
    let memory = Memory::default();
    let people = || table("people", &[("id", INT), ("name", TEXT)], &["id"]);
    let mut keyless = people();
    keyless.key = None;
    memory.put(
        "app",
        keyless,
        vec![row(1, "one"), row(2, "two"), row(2, "zwei")],
    );
    memory.put("t", people(), vec![row(1, "eins")]);
    let stores = open(&memory, &["app"], "t").await;
    let plan = plan(
        &["app"],
        "[[move]]\nfrom = \"app.people\"\nto = \"people\"\nwrite = \"upsert\"",
    );
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(
        (report.figures.left_behind, report.figures.will_be_written),
        (0, 3)
    );
    golden("rehearsal_upsert.txt", &told(&report.findings));
}

#[tokio::test]
async fn a_key_that_the_source_keeps_unique_is_not_sorted_again() {
    let memory = Memory::default();
    let mut from = table("t", &[("id", INT), ("name", TEXT)], &["id"]);
    from.unique = vec![Key {
        fields: vec!["name".into()],
        ..Key::default()
    }];
    memory.put("kin_app", from, vec![row(1, "a")]);
    let stores = open(&memory, &["kin_app"], "kin_new").await;
    let text = "[[move]]\nfrom = \"kin_app.t\"\nto = \"t\"";
    let checked = |text: &str| {
        let resolved = resolve(&plan(&["kin_app"], text), &stores).unwrap();
        let groups = Group::all(&resolved.lanes, &stores);
        let (keys, unknown) = keys::to_check(&groups[0], &stores);
        assert_eq!(unknown, []);
        keys.into_iter().map(|k| k.name).collect::<Vec<_>>()
    };
    assert_eq!(checked(text), Vec::<String>::new());
    // A value that becomes another one may meet others.
    assert_eq!(
        checked(&format!(
            "{text}\n[[move.field]]\nfrom = \"name\"\nto = \"name\"\nas = \"text\""
        )),
        ["name"]
    );
}

#[tokio::test]
async fn too_many_rows_left_behind_are_told_before_the_run_stops() {
    let memory = Memory::default();
    let mut from = table("t", &[("id", INT)], &[]);
    from.fields[0].nullable = true;
    memory.put("app", from, vec![vec![Value::Null]; 150]);
    memory.put("t", table("t", &[("id", INT)], &["id"]), vec![]);
    let stores = open(&memory, &["app"], "t").await;
    let text = "[[move]]\nfrom = \"app.t\"\nto = \"t\"\nwrite = \"append\"";
    let report = rehearsed(&plan(&["app"], text), &stores).await;
    assert_eq!(report.findings[0].id, "too_many");
    let report = rehearsed(
        &plan(&["app"], &format!("{text}\naccept = [\"leave:not_null\"]")),
        &stores,
    )
    .await;
    assert_eq!(report.verdict, Verdict::Ready);
}

#[tokio::test]
async fn a_stop_is_heard_and_progress_is_told() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    let resolved = resolve(&plan, &stores).unwrap();
    let (progress, seen) = watch::channel(RehearsalProgress::default());
    rehearse(&resolved, &stores, &Control::default(), progress)
        .await
        .unwrap();
    let last = seen.borrow().clone();
    assert_eq!((last.rows, last.rows_total), (200, 200));
    assert!(last.tables[0].done && last.tables[0].rows == 200);

    let control = Control::default();
    control.stop();
    let (progress, _seen) = watch::channel(RehearsalProgress::default());
    let stopped = rehearse(&resolved, &stores, &control, progress).await;
    assert!(matches!(stopped, Err(RehearseError::Stopped)));
}

#[tokio::test]
async fn a_change_meanwhile_makes_the_counts_worthless() {
    let memory = Memory::default();
    let plan = messy(&memory);
    let stores = open(&memory, &["app"], "t").await;
    memory.with("app", |s| s.revision += 1);
    memory.with("t", |s| s.revision += 1);
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(report.verdict, Verdict::NotReady);
    let ids: Vec<&str> = report.findings.iter().map(|f| f.id.as_str()).collect();
    assert!(
        ids.contains(&"source_changed:app") && ids.contains(&"target_changed"),
        "{ids:?}"
    );
    assert_eq!(report.checks.iter().filter(|c| !c.holds).count(), 2);
    assert_eq!(
        report
            .marks
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>(),
        ["source:app", "target"]
    );
}

/// A source whose foreign keys point at nothing here and there.
struct Orphaned(Arc<dyn Source>);

#[async_trait]
impl Source for Orphaned {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        self.0.catalog().await
    }
    async fn mark(&self) -> Result<String, Fault> {
        self.0.mark().await
    }
    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault> {
        self.0.slices(dataset, key, rows_each).await
    }
    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault> {
        self.0.scan(dataset, fields, slice).await
    }
    fn second_opinion(&self) -> Option<&dyn SecondOpinion> {
        Some(self)
    }
}

#[async_trait]
impl SecondOpinion for Orphaned {
    async fn counts(&self, _: &str, _: &[String]) -> Result<(u64, Vec<u64>), Fault> {
        Ok((0, Vec::new()))
    }
    async fn orphans(&self) -> Result<Vec<Orphans>, Fault> {
        Ok(vec![Orphans {
            dataset: "notes".into(),
            fields: vec!["person".into()],
            to: "people".into(),
            rows: 2,
            examples: vec!["id 7".into()],
        }])
    }
}

#[tokio::test]
async fn c31_orphans_are_a_decision_once() {
    let memory = Memory::default();
    memory.put(
        "kin_app",
        table("people", &[("id", INT), ("name", TEXT)], &["id"]),
        vec![row(1, "a")],
    );
    memory.put(
        "kin_app",
        table("notes", &[("id", INT), ("person", INT)], &["id"]),
        vec![],
    );
    let mut stores = open(&memory, &["kin_app"], "kin_new").await;
    dataset(catalog(&mut stores, "kin_app"), "notes").foreign_keys = vec![ForeignKey {
        fields: vec!["person".into()],
        to: "people".into(),
        ..ForeignKey::default()
    }];
    let end = stores.sources.get_mut("kin_app").unwrap();
    end.source = Arc::new(Orphaned(end.source.clone()));
    let text = "[[move]]\nfrom = \"kin_app.people\"\nto = \"people\"\n[[move]]\nfrom = \"kin_app.notes\"\nto = \"notes\"";
    let report = rehearsed(&plan(&["kin_app"], text), &stores).await;
    golden("rehearsal_orphans.txt", &told(&report.findings));
    assert_eq!(report.verdict, Verdict::NearlyReady);
    let report = rehearsed(
        &plan(&["kin_app"], &format!("{text}\naccept = [\"orphans\"]")),
        &stores,
    )
    .await;
    assert_eq!(report.verdict, Verdict::Ready);
}

#[test]
fn every_problem_says_what_to_do() {
    use drydock_model::Explain;
    let fault = Fault::new(
        drydock_connector::FaultKind::Corrupt,
        "a.db",
        "a page is not what it was",
    );
    let mut text = String::new();
    for error in [
        RehearseError::Read {
            place: "app.t".into(),
            cause: fault,
        },
        RehearseError::Stopped,
        RehearseError::Disk(std::io::Error::other("no space left")),
        RehearseError::Lost("app.t".into()),
    ] {
        let p = error.problem();
        text += &format!("{} {}\n  {}\n  {}\n", p.code, p.what, p.why, p.data);
        p.next
            .iter()
            .for_each(|n| text += &format!("  - {}\n", n.text));
    }
    golden("rehearsal_problems.txt", &text);
}

#[tokio::test]
async fn what_only_the_target_can_judge_is_said_beforehand() {
    let memory = Memory::default();
    memory.put(
        "kin_app",
        table("notes", &[("id", INT), ("person", INT)], &["id"]),
        vec![],
    );
    let mut to = table("notes", &[("id", INT), ("person", INT)], &["id"]);
    to.checks = vec![drydock_model::Check {
        name: None,
        expression: "person > 0".into(),
    }];
    to.foreign_keys = vec![ForeignKey {
        fields: vec!["person".into()],
        to: "people".into(),
        ..ForeignKey::default()
    }];
    memory.put("kin_old", to, vec![]);
    let mut stores = open(&memory, &["kin_app"], "kin_old").await;
    stores.target.catalog.objects = vec![drydock_model::Object {
        kind: drydock_model::ObjectKind::Trigger,
        name: "audit".into(),
        on: Some("notes".into()),
        sql: String::new(),
    }];
    let text = "[[move]]\nfrom = \"kin_app.notes\"\nto = \"notes\"\nwrite = \"append\"";
    let report = rehearsed(&plan(&["kin_app"], text), &stores).await;
    golden("rehearsal_beyond.txt", &told(&report.findings));
    assert_eq!(report.verdict, Verdict::Ready);
}

#[tokio::test]
async fn what_cannot_be_moved_yet_is_said_to_be_unread() {
    let memory = Memory::default();
    let settings = || table("settings", &[("id", INT), ("name", TEXT)], &["id"]);
    memory.put("app", settings(), vec![row(1, "a"), row(2, "b")]);
    memory.put("old", settings(), vec![row(1, "c")]);
    let moves =
        ["app", "old"].map(|s| format!("[[move]]\nfrom = \"{s}.settings\"\nto = \"settings\"\n"));
    let plan = plan(&["app", "old"], &moves.concat());
    let stores = open(&memory, &["app", "old"], "t").await;
    let report = rehearsed(&plan, &stores).await;
    assert_eq!(report.verdict, Verdict::NotReady);
    assert_eq!((report.tables.len(), report.figures.rows_read), (1, 2));
    let unread: Vec<_> = report.not_read.iter().map(|n| (&*n.from, n.rows)).collect();
    assert_eq!(unread, [("old.settings", Some(1))]);
    let check = &report.checks[0];
    assert_eq!(
        (check.holds, check.detail.as_str()),
        (
            false,
            "2 rows of 1 table; not old.settings, until it can be moved"
        )
    );
}
