//! The sample is small, the same every time, and shows each of its planted problems where the list says.

use super::found::planted_as;
use super::*;
use crate::views::{FoundStore, RunView};
use drydock_model::Severity;
use drydock_model::finding::PlanEdit;
use drydock_model::profile::FieldProfile;
use drydock_model::proof::{Proof, RowDifference, RowDifferenceKind};
use drydock_model::rehearsal::{Rehearsal, Verdict};
use std::path::PathBuf;

struct Practice {
    studio: Studio,
    project: String,
    _home: tempfile::TempDir,
}

async fn practice() -> Practice {
    let home = tempfile::tempdir().unwrap();
    let studio = Studio::open(home.path().to_owned()).await.unwrap();
    let project = studio.sample_open().await.unwrap().id;
    Practice {
        studio,
        project,
        _home: home,
    }
}

impl Practice {
    fn file(&self, name: &str) -> PathBuf {
        let folder = self._home.path().join("projects/harbour-chat");
        folder.join(name)
    }

    async fn leave(&self, from: &str) {
        let edit = PlanEdit::Leave { from: from.into() };
        self.studio.plan_edit(&self.project, edit).await.unwrap();
    }

    async fn look_at_every_odd_field(&self) {
        for planted in PLANTED {
            if let Shows::Profile { from, field } = planted.shows {
                self.studio
                    .field_profile(&self.project, from, field)
                    .await
                    .unwrap();
            }
        }
    }

    /// The planted problems that were found.
    async fn ticked(&self) -> Vec<String> {
        let all = self.studio.sample_problems().await.unwrap();
        all.into_iter().filter(|p| p.found).map(|p| p.id).collect()
    }

    async fn rehearse(&self) -> Rehearsal {
        end(self.studio.rehearse_start(&self.project).await.unwrap())
            .await
            .report
            .unwrap()
    }

    /// Each open finding offers a way on; taking the recommended or the first one always ends in a plan that is ready.
    async fn decide(&self) -> Rehearsal {
        for _ in 0..20 {
            let report = self.rehearse().await;
            let mut findings = report.findings.iter();
            let Some(open) = findings.find(|f| !f.accepted && f.severity != Severity::Notice)
            else {
                return report;
            };
            let choice = open.choices.iter().find(|c| c.recommended);
            let choice = choice.or(open.choices.first());
            let choice = choice.unwrap_or_else(|| panic!("{} leaves no choice", open.id));
            self.studio
                .finding_choose(&self.project, choice.edit.clone())
                .await
                .unwrap();
        }
        panic!("there is always another finding");
    }

    async fn run(&self) -> (RunView, Proof) {
        let begun = self.studio.run_start(&self.project, None).await.unwrap();
        let run = begun.state.run;
        let ended = end(self.studio.run_watch(&run).await.unwrap()).await;
        let proof = self.studio.run_proof(&run).await.unwrap();
        let proof = proof.unwrap_or_else(|| panic!("no proof: {:?}", ended.state.problem));
        (ended, proof)
    }
}

fn folder_bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.map(|e| e.metadata().unwrap().len()).sum()
}

#[tokio::test]
async fn it_is_small_and_the_same_every_time() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&a, &b] {
        make::harbour(&folder.path().join("harbour.sqlite")).unwrap();
        make::memory(&folder.path().join("memory.sqlite")).unwrap();
        make::unified(&folder.path().join("harbour-unified.sqlite")).unwrap();
    }
    assert!(
        folder_bytes(a.path()) < 400_000,
        "{} bytes",
        folder_bytes(a.path())
    );
    for file in ["harbour.sqlite", "memory.sqlite", "harbour-unified.sqlite"] {
        let read = |folder: &tempfile::TempDir| std::fs::read(folder.path().join(file)).unwrap();
        assert!(read(&a) == read(&b), "{file} is not the same every time");
    }
}

#[tokio::test]
async fn it_opens_again_and_starts_again() {
    let p = practice().await;
    assert_eq!(p.studio.sample_open().await.unwrap().id, p.project);
    p.leave("memory.settings").await;
    p.look_at_every_odd_field().await;
    assert_eq!(p.ticked().await.len(), 4);
    let again = p.studio.sample_reset().await.unwrap();
    assert!(again.sample && again.next.label != "Run");
    assert_eq!(p.ticked().await, [""; 0], "nothing is found yet");
    assert_eq!(p.studio.projects().await.unwrap().len(), 1);
    let connections = p.studio.connections(None).await.unwrap();
    assert_eq!(connections.len(), 3, "{connections:?}");
    let found: Vec<FoundStore> = p
        .studio
        .look(vec![p._home.path().join("projects")])
        .await
        .unwrap()
        .stores;
    assert_eq!(found.len(), 3, "the first sample is gone");
}

fn types(profile: &FieldProfile) -> Vec<(&str, u64)> {
    profile
        .types
        .iter()
        .map(|t| (t.kind.as_str(), t.count))
        .collect()
}

#[tokio::test]
async fn what_is_planted_in_values_shows_in_profiles() {
    let p = practice().await;
    let profile = async |from: &str, field: &str| {
        p.studio
            .field_profile(&p.project, from, field)
            .await
            .unwrap()
    };
    let half = make::MESSAGES as u64 / 2;
    for planted in PLANTED {
        let Shows::Profile { from, field } = planted.shows else {
            continue;
        };
        let seen = profile(from, field).await;
        let holds = match planted.id {
            "broken-text" => types(&seen).contains(&("broken_text", 1)),
            "text-for-number" => types(&seen).contains(&("text", 2)) && types(&seen)[0].0 == "int",
            "two-clocks" => {
                let mut forms = seen.time_forms.clone();
                forms.sort();
                forms
                    == [
                        ("epoch milliseconds".into(), half as u32),
                        ("epoch seconds".into(), half as u32),
                    ]
            }
            "legacy" => seen.nulls == seen.rows && seen.rows == 6,
            _ => false,
        };
        assert!(holds, "{} does not show: {seen:?}", planted.id);
    }
}

async fn end<T: Clone>(mut seen: tokio::sync::watch::Receiver<T>) -> T {
    while seen.changed().await.is_ok() {}
    seen.borrow().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dry_run_shows_what_is_planted_and_every_choice_leads_to_ready() {
    let p = practice().await;
    let first = p.rehearse().await;
    // The full-text index is read through its parts; only the two that clash wait.
    let unread: Vec<&str> = first.not_read.iter().map(|n| &*n.from).collect();
    assert_eq!(unread, ["memory.settings", "memory.labels"]);
    assert_ne!(
        first.verdict,
        Verdict::Ready,
        "there is something to decide"
    );
    let shows = |id: &str| first.findings.iter().any(|f| planted_as(f, id));
    let ids: Vec<_> = first.findings.iter().map(|f| &f.id).collect();
    for planted in PLANTED {
        if let Shows::Finding(id) = planted.shows {
            assert!(shows(id), "{} does not show among {ids:?}", planted.id);
        }
    }
    assert!(
        shows("triggers:harbour.notices"),
        "said, not foretold: {ids:?}"
    );
    assert_eq!(p.ticked().await.len(), 4, "findings");
    p.look_at_every_odd_field().await;
    assert_eq!(p.ticked().await.len(), 8, "and profiles");
    let ready = p.decide().await;
    assert_eq!(ready.verdict, Verdict::Ready, "{:?}", ready.findings);
    // Drydock is closed and opened: what was found stays found.
    let again = Studio::open(p._home.path().to_owned()).await.unwrap();
    let problems = again.sample_problems().await.unwrap();
    assert_eq!(problems.iter().filter(|p| p.found).count(), 8);
}

/// Row, field, what was sent and what is there.
type Changed<'a> = (&'a str, &'a str, &'a str, &'a str);

const SHORTENED: [Changed<'_>; 2] = [
    (
        "102",
        "wording",
        "Berth 4 falls dry at 03:40; boats deeper than 2.1 m lie at berth 6 until the crane has moved.",
        "Berth 4 falls dry at 03:40; boats deeper than 2.1 m lie at b",
    ),
    (
        "105",
        "wording",
        "The pilot boat leaves at 04:15, 09:45 and 16:30. Ring +47 555 01 234 before you cast off ⚓",
        "The pilot boat leaves at 04:15, 09:45 and 16:30. Ring +47 55",
    ),
];

fn changed(difference: &RowDifference) -> Changed<'_> {
    assert_eq!(difference.kind, RowDifferenceKind::Changed);
    (
        &difference.row[0].1.text,
        difference.field.as_deref().unwrap_or_default(),
        &difference.expected.text,
        &difference.found.text,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_fails_its_proof_is_rolled_back_and_the_second_holds() {
    let p = practice().await;
    let target = p.file("harbour-unified.sqlite");
    let before = std::fs::read(&target).unwrap();
    assert_eq!(p.decide().await.verdict, Verdict::Ready);
    let (ended, proof) = p.run().await;
    assert_eq!(ended.state.proved, Some(false), "{:?}", ended.state.problem);
    for dataset in &proof.datasets {
        assert_eq!(dataset.equal, dataset.to != "notices", "{dataset:?}");
        if dataset.to == "notices" {
            assert_eq!(dataset.differences_total, 2);
            let seen: Vec<_> = dataset.differences.iter().map(changed).collect();
            assert_eq!(seen, SHORTENED, "row, field and both values");
        }
    }
    let ticked = p.ticked().await;
    assert!(ticked.contains(&"shortened".into()) && ticked.contains(&"vector".into()));

    let undo = &p.studio.undo_preview(&ended.state.run).await.unwrap();
    assert!(undo.point.whole && !undo.point.undo.removes_target);
    let notices = undo.tables.iter().find(|t| t.table == "notices").unwrap();
    assert_eq!((notices.rows_now, notices.rows_after), (Some(7), Some(2)));
    p.studio
        .undo_start(&ended.state.run, None, false)
        .await
        .unwrap();
    end(p.studio.run_watch(&ended.state.run).await.unwrap()).await;
    assert!(std::fs::read(&target).unwrap() == before, "byte for byte");

    p.leave("harbour.notices").await;
    let ready = p.decide().await;
    let (ended, proof) = p.run().await;
    assert_eq!(ended.state.proved, Some(true), "{:?}", ended.state.problem);
    assert!(proof.equal && proof.checks.iter().all(|c| c.holds));
    let said = ready.tables.iter().map(|t| (t.written, t.left_behind));
    let lanes = ended.state.lanes.iter();
    let ran = lanes.map(|l| (l.rows_written, l.left_behind));
    assert!(said.eq(ran), "the dry run said what the run then did");
    // The vectors arrived bit by bit.
    let read = |file: &Path| -> Vec<Vec<u8>> {
        let conn = rusqlite::Connection::open(file).unwrap();
        let mut rows = conn
            .prepare("SELECT embedding FROM memories ORDER BY id")
            .unwrap();
        rows.query_map([], |r| r.get(0))
            .unwrap()
            .map(|v| v.unwrap())
            .collect()
    };
    let source = read(&p.file("memory.sqlite"));
    assert!(source.len() == make::MEMORIES as usize && source == read(&target));
    // Starting again settles what is open.
    let again = p.studio.sample_reset().await.unwrap();
    assert_ne!(again.id, p.project);
    assert_eq!(p.studio.undo_points(None).await.unwrap(), []);
    assert_eq!(p.ticked().await, [""; 0]);
}
