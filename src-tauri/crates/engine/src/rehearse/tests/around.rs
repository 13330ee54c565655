//! What stands around the rows: stops, changes meanwhile, orphans, and what only the target can judge.

use super::*;
use crate::testing::{catalog, dataset, golden, open, told};
use async_trait::async_trait;
use drydock_connector::{Fault, Orphans, Scan, SecondOpinion, Source};
use drydock_model::{Catalog, ForeignKey, Slice};
use std::sync::Arc;

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
    assert_eq!(report.verdict, Verdict::NearlyReady);
    let known = format!("{text}\naccept = [\"triggers\"]");
    let report = rehearsed(&plan(&["kin_app"], &known), &stores).await;
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
