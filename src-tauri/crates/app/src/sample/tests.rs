//! The sample is small, the same every time, and shows each of its planted problems where the list says.

use super::*;
use crate::views::FoundStore;
use drydock_model::profile::FieldProfile;

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
    }
    assert!(
        folder_bytes(a.path()) < 400_000,
        "{} bytes",
        folder_bytes(a.path())
    );
    for file in ["harbour.sqlite", "memory.sqlite"] {
        let read = |folder: &tempfile::TempDir| std::fs::read(folder.path().join(file)).unwrap();
        assert!(read(&a) == read(&b), "{file} is not the same every time");
    }
}

#[tokio::test]
async fn it_opens_again_and_starts_again() {
    let p = practice().await;
    assert_eq!(p.studio.sample_open().await.unwrap().id, p.project);
    let edit = drydock_model::finding::PlanEdit::Leave {
        from: "memory.settings".into(),
    };
    p.studio.plan_edit(&p.project, edit).await.unwrap();
    let again = p.studio.sample_reset().await.unwrap();
    assert!(again.sample && again.next.label != "Run");
    assert_eq!(p.studio.projects().await.unwrap().len(), 1);
    let connections = p.studio.connections(None).await.unwrap();
    assert_eq!(connections.len(), 3, "{connections:?}");
    let found: Vec<FoundStore> = p
        .studio
        .look(vec![p._home.path().join("projects")])
        .await
        .unwrap()
        .stores;
    assert_eq!(found.len(), 2, "the first sample is gone");
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
    let first = end(p.studio.rehearse_start(&p.project).await.unwrap())
        .await
        .report
        .unwrap();
    assert_ne!(
        first.verdict,
        drydock_model::rehearsal::Verdict::Ready,
        "there is something to decide"
    );
    for planted in PLANTED {
        if let Shows::Finding(id) = planted.shows {
            let ids: Vec<_> = first.findings.iter().map(|f| &f.id).collect();
            assert!(
                first.findings.iter().any(|f| planted_as(f, id)),
                "{} does not show among {ids:?}",
                planted.id
            );
        }
    }
    let ticked = async || {
        let all = p.studio.sample_problems().await.unwrap();
        all.iter().filter(|f| f.found).count()
    };
    assert_eq!(ticked().await, 4, "findings");
    for planted in PLANTED {
        if let Shows::Profile { from, field } = planted.shows {
            p.studio
                .field_profile(&p.project, from, field)
                .await
                .unwrap();
        }
    }
    assert_eq!(ticked().await, 8, "and profiles");
    // Each open finding offers a way on; taking the recommended or the first one always ends in a plan that is ready.
    for _ in 0..20 {
        let report = end(p.studio.rehearse_start(&p.project).await.unwrap())
            .await
            .report
            .unwrap();
        let open = report
            .findings
            .iter()
            .find(|f| !f.accepted && f.severity != drydock_model::Severity::Notice);
        let Some(open) = open else {
            break;
        };
        let choice = open
            .choices
            .iter()
            .find(|c| c.recommended)
            .or(open.choices.first());
        let choice = choice.unwrap_or_else(|| panic!("{} leaves no choice", open.id));
        p.studio
            .finding_choose(&p.project, choice.edit.clone())
            .await
            .unwrap();
    }
    let ready = p
        .studio
        .rehearsal(&p.project)
        .await
        .unwrap()
        .report
        .unwrap();
    assert_eq!(
        ready.verdict,
        drydock_model::rehearsal::Verdict::Ready,
        "{:?}",
        ready.findings
    );
    let run = p
        .studio
        .run_start(&p.project, None)
        .await
        .unwrap()
        .state
        .run;
    let ended = end(p.studio.run_watch(&run).await.unwrap()).await;
    assert_eq!(ended.state.proved, Some(true), "{:?}", ended.state.problem);
    let counts = ready.tables.iter().map(|t| (t.written, t.left_behind));
    let ran = ended
        .state
        .lanes
        .iter()
        .map(|l| (l.rows_written, l.left_behind));
    assert!(counts.eq(ran), "the dry run said what the run then did");
    assert_eq!(ticked().await, PLANTED.len(), "and the proof");
    // The vectors arrived bit by bit.
    let target = p
        ._home
        .path()
        .join("projects/harbour-chat/harbour-unified.sqlite");
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
    let source = read(&p._home.path().join("projects/harbour-chat/memory.sqlite"));
    assert!(source.len() == make::MEMORIES as usize && source == read(&target));
    // Starting again settles what is open.
    let again = p.studio.sample_reset().await.unwrap();
    assert_ne!(again.id, p.project);
    assert_eq!(p.studio.undo_points(None).await.unwrap(), []);
}
