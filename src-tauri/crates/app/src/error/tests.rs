use super::*;
use crate::connections::{examples, offered};

/// Every text that a person may be told, in a file that is read like a screen. `UPDATE_GOLDEN=1` writes it.
#[test]
fn all_texts_are_as_they_were_reviewed() {
    let denied = || io::Error::other("permission denied");
    let path = || PathBuf::from("/home/ana/drydock/projects.toml");
    let all = [
        StudioError::NoHome,
        StudioError::reading(path(), denied()),
        StudioError::writing(path(), denied()),
        StudioError::Damaged {
            path: path(),
            why: "a key is missing its value".into(),
        },
        StudioError::UnknownConnection("assistant".into()),
        StudioError::SecretInAddress("db.example.org/app".into()),
        StudioError::NoVariable("DATABASE_URL".into()),
        StudioError::NoPasswordPlace,
        StudioError::BadStore("assistant".into()),
        StudioError::UnknownKind("oracle".into()),
        StudioError::BadForm("it says no host".into()),
        StudioError::NotAnAddress("it names several servers; Drydock goes to one".into()),
        StudioError::NotSettings("/home/ana/app/.env".into()),
        StudioError::PasswordGone("assistant".into()),
        StudioError::PasswordElsewhere,
        StudioError::BadName {
            name: "a/b".into(),
            why: "a name holds no slash".into(),
        },
        StudioError::NameTaken("assistant".into()),
        StudioError::ConnectionUsed {
            name: "assistant".into(),
            by: "Unify".into(),
        },
        StudioError::UnknownProject("unify".into()),
        StudioError::ProjectMoved {
            name: "Unify".into(),
            plan: "/home/ana/unify/plan.toml".into(),
        },
        StudioError::NoSources,
        StudioError::UnknownToken,
        StudioError::TooMuch("6 folders deep and at 20,000 entries at most".into()),
        StudioError::NotATarget("/home/ana".into()),
        StudioError::Blocked(vec![
            "2 decisions are open".into(),
            "PROD needs a dry run first".into(),
        ]),
        StudioError::PlanMoved,
        StudioError::NotArrived {
            target: "unified.db".into(),
            missing: vec!["a".into(), "b".into()],
        },
        StudioError::FileThere("plan.toml".into()),
        StudioError::NoWayBack("run-1".into()),
        StudioError::NoStep("take back"),
        StudioError::UnderWay {
            what: "the run run-1".into(),
        },
        StudioError::SeveralRuns {
            text: "run-".into(),
            runs: vec!["run-1".into(), "run-2".into()],
        },
        StudioError::NotUnderWay("run-1".into()),
        StudioError::NotConfirmed {
            environment: "PROD".into(),
            name: "assistant".into(),
        },
        StudioError::UnknownReport("7".into()),
        StudioError::Keychain {
            why: "no keychain answers in this session".into(),
            said: None,
        },
        StudioError::Lost("a worker panicked".into()),
    ];
    let keychain = StudioError::Keychain {
        why: "no keychain answers in this session".into(),
        said: None,
    };
    let found: String = all
        .iter()
        .map(StudioError::problem)
        .chain(examples())
        .chain([offered(keychain.problem())])
        .map(|p| {
            let next: Vec<_> = p.next.into_iter().map(|n| n.text).collect();
            format!(
                "{} {}\n  {}\n  {}\n  -> {}\n\n",
                p.code,
                p.what,
                p.why,
                p.data,
                next.join(" | ")
            )
        })
        .collect();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/problems.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "UPDATE_GOLDEN=1 takes it over:\n{found}");
}
