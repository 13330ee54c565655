use super::*;
use crate::testing::{catalog, dataset, golden, index, key, open, told};
use drydock_model::{
    As, Field, ForeignKey, Generated, Key, Logical, Move, Object, ObjectKind, Role, Severity,
    Value, WriteMode,
};
use drydock_testkit::{Memory, table, typed_field};

const INT: Logical = Logical::INT64;
const TEXT: Logical = Logical::TEXT;

fn plan(text: &str) -> Plan {
    let sources: String = ["app", "memory", "kin_app", "kin_memory"]
        .into_iter()
        .filter(|s| text.contains(&format!("\"{s}.")))
        .map(|s| format!("[sources.{s}]\nconnection = \"{s}\"\n"))
        .collect();
    Plan::parse(&format!(
        "drydock = 1\nname = \"test\"\n{}\n{sources}[target]\nconnection = \"t\"\n{}",
        text.lines()
            .find(|l| l.starts_with("leave"))
            .unwrap_or_default(),
        text.lines()
            .filter(|l| !l.starts_with("leave"))
            .collect::<Vec<_>>()
            .join("\n"),
    ))
    .expect("a plan")
}

fn people() -> Dataset {
    table("people", &[("id", INT), ("name", TEXT)], &["id"])
}

fn row(id: i64, name: &str) -> Vec<Value> {
    vec![Value::Int(id), Value::Text(name.into())]
}

fn ids(resolved: &Resolved) -> Vec<&str> {
    resolved.findings.iter().map(|f| f.id.as_str()).collect()
}

#[tokio::test]
async fn every_field_moves_under_its_own_name_and_nothing_is_said() {
    let memory = Memory::default();
    memory.put("app", people(), vec![row(1, "one")]);
    let stores = open(&memory, &["app"], "new").await;
    let plan = plan("[[move]]\nfrom = \"app.people\"\nto = \"people\"");
    let resolved = resolve(&plan, &stores).unwrap();
    assert_eq!(ids(&resolved), Vec::<&str>::new());
    let lane = &resolved.lanes[0];
    assert_eq!(
        (lane.from_fields(), lane.to_fields()),
        (
            vec!["id".into(), "name".into()],
            vec!["id".into(), "name".into()]
        )
    );
    assert_eq!(
        (&lane.key, &lane.to_key),
        (&vec!["id".to_owned()], &vec!["id".to_owned()])
    );
    assert!(lane.passes_through());
    assert_eq!(resolved.statements.len(), 1);
    assert_eq!(resolved.fingerprint, plan.fingerprint());
}

#[tokio::test]
async fn c28_fields_find_their_place_by_name_and_a_changed_key_does_not_cut_the_target() {
    let memory = Memory::default();
    let mut from = table(
        "t",
        &[("a", INT), ("b", TEXT), ("c", TEXT), ("d", INT)],
        &["a"],
    );
    from.fields[3].generated = Some(Generated {
        expression: Some("a + 1".into()),
        stored: true,
    });
    memory.put("app", from, vec![]);
    let stores = open(&memory, &["app"], "new").await;
    let plan = plan(
        "[[move]]\nfrom = \"app.t\"\nto = \"t\"\ndrop = [\"c\"]\n[[move.field]]\nfrom = \"a\"\nto = \"b\"\nas = \"text\"\n\
         [[move.field]]\nfrom = \"b\"\nto = \"a\"",
    );
    let resolved = resolve(&plan, &stores).unwrap();
    let lane = &resolved.lanes[0];
    let ways: Vec<_> = lane
        .fields
        .iter()
        .map(|f| (f.from.name.as_str(), f.to.name.as_str()))
        .collect();
    // c29: what is computed is not moved.
    assert_eq!(ways, [("a", "b"), ("b", "a")]);
    assert_eq!((lane.key.len(), lane.to_key.len()), (1, 0));
    assert!(!lane.passes_through());
}

#[tokio::test]
async fn c31_parents_come_first_and_cycles_are_fine() {
    let memory = Memory::default();
    for name in ["a", "b", "c"] {
        memory.put(
            "app",
            table(name, &[("id", INT)], &["id"]),
            vec![vec![Value::Int(1)]],
        );
    }
    let mut stores = open(&memory, &["app"], "new").await;
    for (child, parent) in [("a", "b"), ("b", "c"), ("c", "b")] {
        dataset(catalog(&mut stores, "app"), child).foreign_keys = vec![ForeignKey {
            fields: vec!["id".into()],
            to: parent.into(),
            ..ForeignKey::default()
        }];
    }
    let plan = plan(
        "[[move]]\nfrom = \"app.a\"\nto = \"a\"\n[[move]]\nfrom = \"app.b\"\nto = \"b\"\n[[move]]\nfrom = \"app.c\"\nto = \"c\"",
    );
    let resolved = resolve(&plan, &stores).unwrap();
    let order: Vec<&str> = resolved
        .lanes
        .iter()
        .map(|l| l.target.name.as_str())
        .collect();
    assert_eq!(order, ["c", "b", "a"]);
    assert_eq!(
        resolved.lanes.iter().map(|l| l.index).collect::<Vec<_>>(),
        [0, 1, 2]
    );
}

#[tokio::test]
async fn what_cannot_work_is_said_before_a_row_is_read() {
    let memory = Memory::default();
    memory.put("app", people(), vec![row(1, "one")]);
    memory.put("app", table("orders", &[("n", INT)], &[]), vec![]);
    memory.put(
        "app",
        table("extra", &[("n", INT)], &["n"]),
        vec![vec![Value::Int(1)]],
    );
    memory.put(
        "app",
        table("more", &[("n", INT)], &["n"]),
        vec![vec![Value::Int(1)]],
    );
    memory.put("memory", people(), vec![row(1, "other")]);
    memory.put("old", table("extra", &[("n", INT)], &["n"]), vec![]);
    let stores = open(&memory, &["app", "memory"], "old").await;
    let plan = plan(
        "leave = [\"app.ghost\"]
[[move]]
from = \"app.people\"
to = \"people\"
drop = [\"gone\"]
[[move.field]]
from = \"missing\"
to = \"x\"
[[move]]
from = \"memory.people\"
to = \"people\"
[[move]]
from = \"app.orders\"
to = \"orders\"
[[move]]
from = \"app.vanished\"
to = \"vanished\"
[[move]]
from = \"app.extra\"
to = \"extra\"",
    );
    let resolved = resolve(&plan, &stores).unwrap();
    golden("findings_structure.txt", &told(&resolved.findings));
    assert_eq!(resolved.lanes.len(), 2);
}

#[tokio::test]
async fn rows_added_to_a_table_find_each_field_a_place() {
    let memory = Memory::default();
    let from = table(
        "people",
        &[("id", INT), ("Name", TEXT), ("note", TEXT)],
        &["id"],
    );
    memory.put(
        "kin_app",
        from,
        vec![vec![Value::Int(1), Value::Null, Value::Null]],
    );
    let mut to = table(
        "PEOPLE",
        &[("id", INT), ("name", TEXT), ("city", TEXT), ("born", TEXT)],
        &["id"],
    );
    to.fields[3].default = Some("'unknown'".into());
    memory.put("kin_old", to.clone(), vec![]);
    let text = "[[move]]\nfrom = \"kin_app.people\"\nto = \"people\"\nwrite = \"append\"";
    let stores = open(&memory, &["kin_app"], "kin_old").await;
    let resolved = resolve(&plan(text), &stores).unwrap();
    golden("findings_append.txt", &told(&resolved.findings));
    let lane = &resolved.lanes[0];
    assert_eq!(
        (lane.target.name.as_str(), lane.to_fields()),
        ("PEOPLE", vec!["id".into(), "name".into()])
    );

    // A required field that gets nothing: no row could go in, so there is no lane.
    to.fields[2].nullable = false;
    memory.put("kin_old", to, vec![]);
    let stores = open(&memory, &["kin_app"], "kin_old").await;
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert!(ids(&resolved).contains(&"required:kin_app.people.city") && resolved.lanes.is_empty());

    // Upserts need a key that arrives.
    let stores = open(&memory, &["kin_app"], "kin_old").await;
    let text = text.replace("append", "upsert") + "\ndrop = [\"id\"]";
    let resolved = resolve(&plan(&text), &stores).unwrap();
    assert!(
        ids(&resolved).contains(&"upsert_key:kin_app.people"),
        "{:?}",
        ids(&resolved)
    );
}

#[tokio::test]
async fn c27_names_that_differ_only_in_case_clash_where_the_store_has_it_so() {
    let memory = Memory::default();
    memory.put(
        "kin_app",
        table("T", &[("a", INT), ("A2", INT)], &["a"]),
        vec![],
    );
    memory.put("kin_app", table("t", &[("a", INT)], &["a"]), vec![]);
    let text = "[[move]]\nfrom = \"kin_app.T\"\nto = \"T\"\n[[move.field]]\nfrom = \"A2\"\nto = \"A\"\n[[move]]\nfrom = \"kin_app.t\"\nto = \"t\"";
    let stores = open(&memory, &["kin_app"], "kin_new").await;
    let resolved = resolve(&plan(text), &stores).unwrap();
    let found = ids(&resolved);
    assert!(
        found.contains(&"name_clash:kin_app.t") && found.contains(&"field_clash:kin_app.T.A2"),
        "{found:?}"
    );
    // In a store that tells them apart there is nothing to say.
    let stores = open(&memory, &["kin_app"], "new").await;
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert!(
        !ids(&resolved).iter().any(|f| f.contains("clash")),
        "{:?}",
        ids(&resolved)
    );
}

#[tokio::test]
async fn two_sources_fill_one_table_when_the_second_adds() {
    let memory = Memory::default();
    memory.put("kin_app", people(), vec![row(1, "one")]);
    memory.put("kin_memory", people(), vec![row(2, "two")]);
    let stores = open(&memory, &["kin_app", "kin_memory"], "kin_new").await;
    let text = "[[move]]\nfrom = \"kin_memory.people\"\nto = \"people\"\n[[move]]\nfrom = \"kin_app.people\"\nto = \"people\"\nwrite = \"append\"";
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert_eq!(ids(&resolved), Vec::<&str>::new());
    let lanes: Vec<_> = resolved
        .lanes
        .iter()
        .map(|l| (l.from.as_str(), l.write))
        .collect();
    assert_eq!(
        lanes,
        [
            ("kin_memory.people", WriteMode::Create),
            ("kin_app.people", WriteMode::Append)
        ]
    );
}

#[tokio::test]
async fn c44_the_same_store_and_an_empty_source_are_told() {
    let memory = Memory::default();
    memory.put("app", people(), vec![row(1, "one")]);
    memory.with("memory", |_| ());
    let stores = open(&memory, &["app", "memory"], "app").await;
    let mut plan = plan("[[move]]\nfrom = \"app.people\"\nto = \"copy\"");
    plan.sources.insert("memory".into(), plan.target.clone());
    let resolved = resolve(&plan, &stores).unwrap();
    assert_eq!(ids(&resolved), ["same_store:app", "empty_source:memory"]);
    plan.moves.clear();
    plan.leave.push("app.people".into());
    let resolved = resolve(&plan, &stores).unwrap();
    assert!(ids(&resolved).contains(&"nothing_to_move"));
}

fn virtual_table(memory: &Memory) {
    memory.put("kin_app", table("docs", &[("body", TEXT)], &[]), vec![]);
    memory.put(
        "kin_app",
        table(
            "docs_data",
            &[("id", INT), ("block", Logical::BYTES)],
            &["id"],
        ),
        vec![],
    );
}

fn as_virtual(catalog: &mut drydock_model::Catalog) {
    dataset(catalog, "docs").role = Role::Virtual {
        module: "fts".into(),
        parts: vec!["docs_data".into()],
    };
    dataset(catalog, "docs_data").role = Role::Part { of: "docs".into() };
}

#[tokio::test]
async fn c35_a_virtual_table_moves_as_what_its_module_keeps() {
    let memory = Memory::default();
    virtual_table(&memory);
    let mut stores = open(&memory, &["kin_app"], "kin_new").await;
    as_virtual(catalog(&mut stores, "kin_app"));
    let text = "[[move]]\nfrom = \"kin_app.docs\"\nto = \"search\"";
    let resolved = resolve(&plan(text), &stores).unwrap();
    let lanes: Vec<_> = resolved
        .lanes
        .iter()
        .map(|l| {
            (
                l.from.as_str(),
                l.target.name.as_str(),
                l.part_of.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        lanes,
        [("kin_app.docs_data", "search_data", Some("search"))]
    );
    assert_eq!(ids(&resolved), Vec::<&str>::new());
    assert_eq!(resolved.design.tables.len(), 2);

    let resolved = resolve(&plan(&format!("{text}\nwrite = \"append\"")), &stores).unwrap();
    assert!(ids(&resolved).contains(&"target_missing:kin_app.docs"));
    let resolved = resolve(&plan(&format!("{text}\ndrop = [\"body\"]")), &stores).unwrap();
    assert!(ids(&resolved).contains(&"virtual:kin_app.docs"));
    let part = "[[move]]\nfrom = \"kin_app.docs_data\"\nto = \"x\"";
    let resolved = resolve(&plan(part), &stores).unwrap();
    assert!(ids(&resolved).contains(&"not_a_table:kin_app.docs_data"));

    // To another kind of store its rows go as those of a table.
    let mut stores = open(&memory, &["kin_app"], "new").await;
    as_virtual(catalog(&mut stores, "kin_app"));
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert_eq!(
        (
            resolved.lanes[0].from.as_str(),
            resolved.lanes[0].part_of.as_deref()
        ),
        ("kin_app.docs", None)
    );
}

fn object(kind: ObjectKind, name: &str, on: Option<&str>, sql: &str) -> Object {
    Object {
        kind,
        name: name.into(),
        on: on.map(str::to_owned),
        sql: sql.into(),
    }
}

#[tokio::test]
async fn c35_views_and_triggers_come_along_or_are_listed_with_their_sql() {
    let memory = Memory::default();
    memory.put("kin_app", people(), vec![row(1, "one")]);
    memory.put("kin_app", table("secret", &[("id", INT)], &["id"]), vec![]);
    let objects = vec![
        object(
            ObjectKind::View,
            "names",
            None,
            "CREATE VIEW names AS SELECT name FROM people",
        ),
        object(
            ObjectKind::View,
            "secrets",
            None,
            "CREATE VIEW secrets AS SELECT * FROM secret",
        ),
        object(
            ObjectKind::View,
            "both",
            None,
            "CREATE VIEW both AS SELECT * FROM names, secrets",
        ),
        object(
            ObjectKind::View,
            "unused",
            None,
            "CREATE VIEW unused AS SELECT 1",
        ),
        object(
            ObjectKind::View,
            "broken",
            None,
            "CREATE VIEW broken AS SELECT * FROM nowhere",
        ),
        object(
            ObjectKind::Trigger,
            "tr",
            Some("people"),
            "CREATE TRIGGER tr AFTER INSERT ON PEOPLE BEGIN SELECT 1; END",
        ),
    ];
    let text = "leave = [\"kin_app.secret\", \"kin_app.unused\"]\n[[move]]\nfrom = \"kin_app.people\"\nto = \"people\"";
    let mut stores = open(&memory, &["kin_app"], "kin_new").await;
    catalog(&mut stores, "kin_app").objects = objects.clone();
    let resolved = resolve(&plan(text), &stores).unwrap();
    let carried: Vec<&str> = resolved
        .design
        .objects
        .iter()
        .map(|(_, o)| o.name.as_str())
        .collect();
    assert_eq!(carried, ["names", "tr"]);
    golden("findings_objects.txt", &told(&resolved.findings));

    // Without the field that it reads, a view cannot come.
    let resolved = resolve(&plan(&format!("{text}\ndrop = [\"name\"]")), &stores).unwrap();
    assert!(ids(&resolved).contains(&"not_carried:kin_app.names"));

    let mut stores = open(&memory, &["kin_app"], "new").await;
    catalog(&mut stores, "kin_app").objects = objects;
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert_eq!(resolved.design.objects, []);
    assert_eq!(
        resolved
            .findings
            .iter()
            .filter(|f| f.id.starts_with("not_carried:"))
            .count(),
        5
    );
}

#[tokio::test]
async fn c32_what_is_around_the_fields_comes_along_or_is_listed() {
    let memory = Memory::default();
    let mut from = table(
        "t",
        &[("a", INT), ("b", TEXT), ("ok", Logical::Bool)],
        &["a"],
    );
    from.fields[1].default = Some("'x'".into());
    from.fields.push(Field {
        generated: Some(Generated {
            expression: Some("a * 2".into()),
            stored: false,
        }),
        ..typed_field("twice", INT, true)
    });
    from.indexes = vec![index("ix_b", &["b"], false), index("ix_a", &["a"], true)];
    from.unique = vec![Key {
        fields: vec!["b".into()],
        ..Key::default()
    }];
    from.checks = vec![drydock_model::Check {
        name: None,
        expression: "a > 0".into(),
    }];
    from.foreign_keys = vec![ForeignKey {
        fields: vec!["a".into()],
        to: "parent".into(),
        ..ForeignKey::default()
    }];
    memory.put(
        "kin_app",
        from,
        vec![vec![Value::Int(1), Value::Null, Value::Null, Value::Null]],
    );
    memory.put("kin_app", table("parent", &[("id", INT)], &["id"]), vec![]);
    let text = "leave = [\"kin_app.parent\"]\n[[move]]\nfrom = \"kin_app.t\"\nto = \"t\"";
    let stores = open(&memory, &["kin_app"], "kin_new").await;
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert_eq!(ids(&resolved), ["dangling:kin_app.t.a"]);
    let stores = open(&memory, &["kin_app"], "new").await;
    let resolved = resolve(&plan(text), &stores).unwrap();
    golden("findings_not_carried.txt", &told(&resolved.findings));
}

#[tokio::test]
async fn what_a_dialect_cannot_make_is_a_finding_and_the_rest_resolves() {
    let memory = Memory::default();
    memory.put("kin_app", people(), vec![row(1, "one")]);
    memory.put("kin_app", table("other", &[("id", INT)], &["id"]), vec![]);
    let stores = open(&memory, &["kin_app"], "kin_new").await;
    let text = "[[move]]\nfrom = \"kin_app.people\"\nto = \"kin_people\"\n[[move]]\nfrom = \"kin_app.other\"\nto = \"other\"";
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert!(ids(&resolved).contains(&"cannot_make:kin_app.people"));
    assert_eq!(resolved.lanes.len(), 1);
}

#[tokio::test]
async fn sorting_alike_decides_whether_the_key_cuts_the_target_too() {
    let memory = Memory::default();
    memory.put(
        "kin_app",
        table("t", &[("k", TEXT), ("v", INT)], &["k"]),
        vec![],
    );
    memory.put(
        "kin_old",
        table("t", &[("k", TEXT), ("v", INT)], &["k"]),
        vec![],
    );
    let text = "[[move]]\nfrom = \"kin_app.t\"\nto = \"t\"\nwrite = \"append\"";
    for (collation, cuts) in [("", true), ("BINARY", true), ("NOCASE", false)] {
        let mut stores = open(&memory, &["kin_app"], "kin_old").await;
        dataset(catalog(&mut stores, "kin_app"), "t").key = Some(key(&["k"], &[collation]));
        let resolved = resolve(&plan(text), &stores).unwrap();
        assert_eq!(!resolved.lanes[0].to_key.is_empty(), cuts, "{collation:?}");
    }
}

#[tokio::test]
async fn a_conversion_that_no_value_can_take_is_told_where_types_bind() {
    let finding = findings::no_conversion("app.t", "v", "bytea", As::Integer);
    assert_eq!(finding.severity, Severity::Fails);
    golden("findings_no_conversion.txt", &told(&[finding]));
    // In a store where each value has its own type, only the values can tell.
    let memory = Memory::default();
    memory.put(
        "app",
        table("t", &[("v", Logical::BYTES)], &[]),
        vec![vec![Value::Int(1)]],
    );
    let stores = open(&memory, &["app"], "new").await;
    let resolved = resolve(&plan("[[move]]\nfrom = \"app.t\"\nto = \"t\"\n[[move.field]]\nfrom = \"v\"\nto = \"v\"\nas = \"integer\""), &stores).unwrap();
    assert_eq!(ids(&resolved), ["no_key:app.t"]);
}

#[tokio::test]
async fn a_plan_that_says_nonsense_is_refused() {
    let memory = Memory::default();
    memory.put("app", people(), vec![]);
    let stores = open(&memory, &["app"], "new").await;
    let mut plan = plan("[[move]]\nfrom = \"app.people\"\nto = \"people\"");
    plan.sources.insert("memory".into(), plan.target.clone());
    assert_eq!(
        resolve(&plan, &stores).unwrap_err(),
        ResolveError::NotOpen("memory".into())
    );
    plan.moves.push(Move::plain("app", "people", "twice"));
    assert!(matches!(
        resolve(&plan, &stores),
        Err(ResolveError::Plan(_))
    ));
}

/// A finding that offers a way out must be gone, or be another one, once that way is taken.
#[tokio::test]
async fn each_choice_settles_its_finding() {
    let memory = Memory::default();
    let mut gen_field = table("gen", &[("id", INT), ("sum", INT)], &["id"]);
    gen_field.fields[1].generated = Some(Generated {
        expression: None,
        stored: true,
    });
    memory.put("kin_app", gen_field, vec![]);
    memory.put("kin_app", people(), vec![row(1, "one")]);
    memory.put("kin_app", table("extra", &[("n", INT)], &["n"]), vec![]);
    memory.put("kin_app", table("more", &[("n", INT)], &["n"]), vec![]);
    memory.put("kin_app", table("stays", &[("n", INT)], &["n"]), vec![]);
    memory.put("kin_app", table("child", &[("p", INT)], &["p"]), vec![]);
    memory.put("kin_memory", people(), vec![row(1, "other")]);
    memory.put(
        "kin_memory",
        table("log", &[("n", INT), ("note", TEXT)], &["n"]),
        vec![],
    );
    memory.put("kin_memory", table("added", &[("n", INT)], &["n"]), vec![]);
    memory.put("kin_old", table("extra", &[("n", INT)], &["n"]), vec![]);
    memory.put(
        "kin_old",
        table("log", &[("n", INT), ("text", TEXT)], &["n"]),
        vec![],
    );
    let mut stores = open(&memory, &["kin_app", "kin_memory"], "kin_old").await;
    dataset(catalog(&mut stores, "kin_app"), "child").foreign_keys = vec![ForeignKey {
        fields: vec!["p".into()],
        to: "stays".into(),
        ..ForeignKey::default()
    }];
    let plan = plan(
        "leave = [\"kin_app.stays\", \"kin_app.extra\"]
[[move]]
from = \"kin_app.gen\"
to = \"gen\"
[[move.field]]
from = \"sum\"
to = \"total\"
[[move]]
from = \"kin_app.people\"
to = \"people\"
[[move.field]]
from = \"missing\"
to = \"x\"
[[move]]
from = \"kin_memory.people\"
to = \"people\"
[[move.field]]
from = \"name\"
to = \"id\"
[[move]]
from = \"kin_app.vanished\"
to = \"vanished\"
[[move]]
from = \"kin_app.extra\"
to = \"extra\"
[[move]]
from = \"kin_app.child\"
to = \"child\"
[[move]]
from = \"kin_memory.log\"
to = \"log\"
write = \"append\"
[[move]]
from = \"kin_memory.added\"
to = \"nowhere\"
write = \"append\"",
    );
    let resolved = resolve(&plan, &stores).unwrap();
    let open_ones: Vec<&str> = resolved
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Notice)
        .map(|f| f.id.as_str())
        .collect();
    assert_eq!(
        open_ones,
        [
            "dataset_gone:kin_app.vanished",
            "generated:kin_app.gen.sum",
            "field_gone:kin_app.people.missing",
            "name_clash:kin_memory.people",
            "target_exists:kin_app.extra",
            "field_missing:kin_memory.log.note",
            "target_missing:kin_memory.added",
            "moved_and_left:kin_app.extra",
            "not_moved:kin_app.more",
            "dangling:kin_app.child.p",
        ]
    );
    for finding in &resolved.findings {
        for choice in &finding.choices {
            let edited = crate::edit::apply(&plan, &choice.edit).expect("the edit fits");
            let again = resolve(&edited, &stores).unwrap();
            let same = again.findings.iter().find(|f| f.id == finding.id);
            assert!(
                same.is_none_or(|f| f.accepted),
                "{} after {:?}",
                finding.id,
                choice.edit
            );
        }
    }
}

#[tokio::test]
async fn settings_that_stay_behind_are_told() {
    let memory = Memory::default();
    memory.put("kin_app", people(), vec![row(1, "one")]);
    let mut stores = open(&memory, &["kin_app"], "kin_new").await;
    catalog(&mut stores, "kin_app").settings = vec![
        ("user_version".into(), "7".into()),
        ("application_id".into(), "0".into()),
    ];
    let text = "[[move]]\nfrom = \"kin_app.people\"\nto = \"people\"";
    let resolved = resolve(&plan(text), &stores).unwrap();
    assert_eq!(ids(&resolved), ["settings:kin_app"]);
    assert!(
        resolved.findings[0].why.contains("user_version = 7."),
        "{}",
        resolved.findings[0].why
    );
}
