//! Keys: what is unique in the target, by its own collation, and which rows meet another one there.

use super::*;
use crate::rehearse::keys;
use crate::testing::{golden, index, key, open, told};
use drydock_model::Key;

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
