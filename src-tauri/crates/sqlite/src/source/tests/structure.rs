//! What a database says about itself, and what only its own program understands.

use super::*;

#[tokio::test]
async fn the_nasty_catalog_is_complete() {
    let folder = sample("nasty");
    let source = source(&folder.path("nasty.sqlite")).await;
    let catalog = source.catalog().await.unwrap();
    let table = |name: &str| catalog.dataset(name).unwrap();

    assert_eq!(
        (catalog.kind.as_str(), catalog.encoding.as_deref()),
        ("sqlite", Some("UTF-8"))
    );
    assert_eq!(catalog.bytes, Some(704_512));
    for setting in [
        ("user_version", "42"),
        ("application_id", "1314014809"),
        ("page_size", "4096"),
        ("journal_mode", "delete"),
        ("auto_vacuum", "none"),
    ] {
        assert!(
            catalog
                .settings
                .contains(&(setting.0.into(), setting.1.into())),
            "{setting:?} {:?}",
            catalog.settings
        );
    }

    let order = table("order");
    assert_eq!(order.options, ["WITHOUT ROWID"]);
    let key = order.key.as_ref().unwrap();
    assert_eq!(key.fields, ["group", "select"]);
    assert!(key.names_rows);
    assert_eq!(
        order.field("from").unwrap().default.as_deref(),
        Some("'where'")
    );

    let weird = table("Weird Table-Name; DROP");
    assert_eq!(
        names(weird),
        [
            "col with space",
            "col\"quote",
            "cột_tiếng_việt 🌸",
            "a.b",
            "bracket",
            "tick",
            "UPPER",
            ""
        ]
    );
    assert!(weird.key.is_none());
    let index = &weird.indexes[0];
    assert_eq!(index.name, "index with space");
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|p| (p.field.as_deref(), p.collation.as_deref(), p.descending))
        .collect();
    assert_eq!(
        parts,
        [
            (Some("col with space"), Some("NOCASE"), false),
            (Some("a.b"), None, true)
        ]
    );

    let strict = table("strict_one");
    assert_eq!(strict.options, ["STRICT"]);
    assert!(!strict.field("id").unwrap().nullable && !strict.field("a").unwrap().nullable);

    let gen_ = table("gen");
    let generated: Vec<_> = gen_
        .fields
        .iter()
        .filter_map(|f| {
            f.generated
                .as_ref()
                .map(|g| (f.name.as_str(), g.stored, g.expression.as_deref().unwrap()))
        })
        .collect();
    assert_eq!(
        generated,
        [
            ("total", true, "price * qty"),
            ("label", false, "printf('%05d', id)"),
            ("kind", false, "json_extract(doc, '$.kind')")
        ]
    );
    assert_eq!(gen_.checks[0].expression, "json_valid(doc)");
    assert_eq!(gen_.indexes.len(), 3);
    assert_eq!(
        gen_.indexes[1].parts[0].expression.as_deref(),
        Some("lower(kind)")
    );
    assert!(gen_.indexes[1].parts[1].descending);
    assert!(gen_.indexes[2].unique);
    assert_eq!(gen_.indexes[2].condition.as_deref(), Some("qty > 100"));

    let null_pk = table("null_pk").key.as_ref().unwrap();
    assert!(!null_pk.names_rows, "c31: two rows without a key");

    let auto = table("auto");
    assert_eq!(auto.options, ["AUTOINCREMENT"]);
    assert!(auto.sequence.is_some());
    assert_eq!(table("sqlite_sequence").role, Role::System);
    assert_eq!(table("sqlite_stat1").role, Role::System);

    let emp = table("emp");
    assert_eq!(
        emp.field("name").unwrap().collation.as_deref(),
        Some("NOCASE")
    );
    assert_eq!(emp.unique[0].fields, ["name"]);
    assert_eq!(emp.unique[0].collations, ["NOCASE"]);
    assert!(!emp.unique[0].names_rows);
    let [dept, manager] = &emp.foreign_keys[..] else {
        panic!()
    };
    assert_eq!(
        (&*dept.to, &*dept.on_update, &*dept.on_delete),
        ("dept", "CASCADE", "RESTRICT")
    );
    assert_eq!(dept.to_fields, ["id"]);
    assert_eq!(
        (&*manager.to, &*manager.on_delete, manager.to_fields.len()),
        ("emp", "SET NULL", 0)
    );
    assert!(table("dept").foreign_keys[0].deferrable && !dept.deferrable);
    assert_eq!(
        table("comp_parent").key.as_ref().unwrap().fields,
        ["b", "a"]
    );
    assert_eq!(table("comp_parent").unique[0].fields, ["a", "x"]);
    let child = &table("comp_child").foreign_keys[0];
    assert_eq!((child.fields.len(), child.to_fields.len()), (2, 0));

    let defaults: Vec<_> = table("defaults")
        .fields
        .iter()
        .filter_map(|f| f.default.as_deref())
        .collect();
    assert_eq!(
        defaults,
        [
            "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
            "-1",
            "\"double quoted\"",
            "x'00ff'",
            "'it''s'",
            "1e3",
            "(1 + 2)",
            "CURRENT_TIMESTAMP",
            "TRUE",
            "NULL"
        ]
    );

    // C35: parts of virtual tables are not tables.
    assert_eq!(
        table("notes_fts").role,
        Role::Virtual {
            module: "fts5".into(),
            parts: strings(&[
                "notes_fts_data",
                "notes_fts_idx",
                "notes_fts_docsize",
                "notes_fts_config"
            ])
        }
    );
    assert_eq!(names(table("notes_fts")), ["title", "body"]);
    assert_eq!(table("tri_content").role, Role::Part { of: "tri".into() });
    assert_eq!(table("boxes_node").role, Role::Part { of: "boxes".into() });
    assert_eq!(table("notes").role, Role::Table);
    assert_eq!(table("wide").fields.len(), 301);

    let objects: Vec<_> = catalog
        .objects
        .iter()
        .map(|o| (o.kind, o.name.as_str(), o.on.as_deref()))
        .collect();
    assert_eq!(
        objects,
        [
            (ObjectKind::View, "v_emp", None),
            (ObjectKind::View, "view of view", None),
            (ObjectKind::Trigger, "v_emp_ins", Some("v_emp")),
            (ObjectKind::Trigger, "emp_audit", Some("emp")),
            (ObjectKind::Trigger, "notes_ai", Some("notes")),
        ]
    );
    assert!(catalog.objects.iter().all(|o| o.sql.starts_with("CREATE ")));
}

#[tokio::test]
async fn c31_orphans_are_found_whatever_they_point_at() {
    let folder = sample("nasty");
    let nasty = source(&folder.path("nasty.sqlite")).await;
    let found = opinion_of_orphans(&*nasty).await;
    let of = |to: &str| {
        found
            .iter()
            .find(|o| o.dataset == "orphan" && o.to == to)
            .unwrap()
    };
    assert_eq!(
        (&of("dept").fields[..], of("dept").rows),
        (&strings(&["dept_id"])[..], 1)
    );
    assert!(
        of("dept").examples[0].starts_with("id = "),
        "{:?}",
        of("dept").examples
    );
    assert_eq!(of("table_that_is_not_there").fields, ["gone"]);

    let (_folder, path) = database(
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE p (a INTEGER, b TEXT COLLATE NOCASE); INSERT INTO p VALUES (1, 'x');
         CREATE TABLE c (k TEXT PRIMARY KEY, pa REFERENCES p (a), pb REFERENCES P(B), gone REFERENCES p (nobody), q REFERENCES q) WITHOUT ROWID;
         INSERT INTO c VALUES ('one', 1, 'X', 1, 1), ('two', 2, 'y', NULL, NULL), ('three', NULL, NULL, NULL, 2);",
    );
    let source = source(&path).await;
    let found = opinion_of_orphans(&*source).await;
    let told: Vec<_> = found
        .iter()
        .map(|o| (o.fields[0].as_str(), o.rows, o.examples.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("pa", 1, strings(&["k = two, pa = 2"])),
            ("pb", 1, strings(&["k = two, pb = y"])),
            ("gone", 1, strings(&["k = one, gone = 1"])),
            ("q", 2, strings(&["k = one, q = 1", "k = three, q = 2"])),
        ]
    );
}

#[tokio::test]
async fn what_only_its_own_program_understands_does_not_hide_the_rest() {
    let folder = Folder::empty();
    let path = folder.path("a.db");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c TEXT NOT NULL UNIQUE, d AS (lower(b)));
         CREATE INDEX i ON t (lower(b)); CREATE VIEW v AS SELECT lower(b) FROM t;
         CREATE TABLE u (k TEXT NOT NULL PRIMARY KEY); INSERT INTO u VALUES ('x'), ('y');
         INSERT INTO t (a, b, c) VALUES (1, 'x', 'y'), (2, 'z', 'w');
         CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE broken (a);
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(replace(sql, 'lower(', 'my_function('), 'UNIQUE', 'COLLATE mine UNIQUE');
         UPDATE sqlite_schema SET sql = 'CREATE TABLE u (k TEXT COLLATE mine NOT NULL PRIMARY KEY)' WHERE name = 'u';
         UPDATE sqlite_schema SET sql = replace(sql, 'fts5', 'my_module') WHERE name = 'f';",
    )
    .unwrap();
    drop(conn);
    let source = source(&path).await;
    let catalog = source.catalog().await.unwrap();
    let t = catalog.dataset("t").unwrap();
    assert_eq!(t.rows, Some(2));
    assert_eq!(t.field("c").unwrap().collation.as_deref(), Some("mine"));
    let u = catalog.dataset("u").unwrap();
    assert_eq!(
        (u.rows, u.key.as_ref().unwrap().names_rows),
        (Some(2), false)
    );
    let f = catalog.dataset("f").unwrap();
    assert_eq!((f.rows, f.fields.len()), (None, 0));
    let stored = strings(&["a", "b", "c"]);
    assert_eq!(
        rows(&*source, "t", &stored, &Slice::whole(0)).await.len(),
        2
    );
    let slices = source.slices("t", &strings(&["a"]), 1).await.unwrap();
    assert_eq!(rows(&*source, "t", &stored, &slices[1]).await.len(), 1);
    assert_eq!(
        source.slices("u", &strings(&["k"]), 1).await.unwrap().len(),
        1
    );
    assert_eq!(
        rows(&*source, "u", &strings(&["k"]), &Slice::whole(2))
            .await
            .len(),
        2
    );
}

#[tokio::test]
async fn c44_an_empty_database_and_an_empty_table_are_no_faults() {
    let (_folder, path) = database("PRAGMA user_version = 1");
    let empty = source(&path).await;
    assert!(empty.catalog().await.unwrap().datasets.is_empty());
    let (_folder, path) = database("CREATE TABLE t (a INTEGER PRIMARY KEY)");
    let source = source(&path).await;
    assert!(
        source
            .slices("t", &strings(&["a"]), 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(source.slices("t", &[], 10).await.unwrap().is_empty());
}
