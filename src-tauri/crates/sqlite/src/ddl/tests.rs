//! Whole designs against golden files (`UPDATE_GOLDEN=1` writes them anew), and the schemas they make against SQLite.

use super::*;
use crate::catalog;
use drydock_model::{As, Catalog, Object};
use rusqlite::Connection;
use std::path::PathBuf;

fn source(sql: &str) -> Catalog {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    db.execute_batch(sql).unwrap();
    catalog::read(&db, "source").unwrap()
}

/// Every table and object of the sources, as the planner proposes it.
fn design(sources: &[(&str, &Catalog)], before: Catalog) -> Design {
    let mut design = Design {
        before,
        tables: Vec::new(),
        objects: Vec::new(),
        sources: Vec::new(),
    };
    for (name, catalog) in sources {
        for dataset in catalog.datasets.iter().filter(|d| d.role != Role::System) {
            design.tables.push(TableDesign {
                source: (*name).to_owned(),
                from: dataset.clone(),
                same_kind: true,
                to: dataset.name.clone(),
                write: WriteMode::Create,
                fields: dataset
                    .stored_fields()
                    .map(|f| (f.name.clone(), f.name.clone(), None))
                    .collect(),
                dropped: Vec::new(),
                key: Vec::new(),
            });
        }
        let objects = catalog.objects.iter().cloned();
        design
            .objects
            .extend(objects.map(|o: Object| ((*name).to_owned(), o)));
        design
            .sources
            .push(((*name).to_owned(), (*catalog).clone()));
    }
    design
}

fn table<'a>(design: &'a mut Design, name: &str) -> &'a mut TableDesign {
    design
        .tables
        .iter_mut()
        .find(|t| t.from.name == name)
        .unwrap()
}

fn rename(design: &mut Design, name: &str, field: &str, to: &str) {
    let table = table(design, name);
    table
        .fields
        .iter_mut()
        .find(|(f, ..)| f == field)
        .unwrap()
        .1 = to.to_owned();
}

fn drop_field(design: &mut Design, name: &str, field: &str) {
    let table = table(design, name);
    table.fields.retain(|(f, ..)| f != field);
    table.dropped.push(field.to_owned());
}

fn retype(design: &mut Design, name: &str, field: &str, wanted: As) {
    let table = table(design, name);
    table
        .fields
        .iter_mut()
        .find(|(f, ..)| f == field)
        .unwrap()
        .2 = Some(wanted);
}

fn shown(statements: &[Statement]) -> String {
    let mut text = String::new();
    for s in statements {
        text += &format!("-- {} {:?}: {}", s.ordinal, s.phase, s.object);
        if !s.labels.is_empty() {
            text += &format!(" {:?}", s.labels);
        }
        text += &format!("\n{};\n", s.sql);
        if let Some(inverse) = &s.inverse {
            text += &format!("-- back: {inverse};\n");
        }
        text += "\n";
    }
    text
}

fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{name}: UPDATE_GOLDEN=1 writes it anew");
}

/// The statements as golden file, carried out; the catalog of what they made.
fn made(name: &str, design: &Design) -> Catalog {
    let statements = statements(design).unwrap();
    golden(name, &shown(&statements));
    carried_out(design, &statements)
}

fn carried_out(design: &Design, statements: &[Statement]) -> Catalog {
    let db = Scratch::empty().unwrap();
    for dataset in design
        .before
        .datasets
        .iter()
        .filter(|d| d.role == Role::Table)
    {
        db.execute_batch(dataset.sql.as_deref().unwrap()).unwrap();
    }
    for statement in statements {
        db.execute_batch(&statement.sql)
            .unwrap_or_else(|e| panic!("{e}: {}", statement.sql));
    }
    let found = catalog::read(&db, "target").unwrap();
    for (i, wanted) in design.tables.iter().enumerate() {
        let expected = designed(design, i).unwrap();
        let found = found.dataset(&expected.name).unwrap();
        if wanted.write == WriteMode::Create && !matches!(wanted.from.role, Role::Part { .. }) {
            assert_eq!(expected.sql, found.sql);
            assert_eq!(expected.fields, found.fields, "{}", wanted.to);
            assert_eq!(expected.key, found.key);
            assert_eq!(expected.unique, found.unique);
            assert_eq!(expected.foreign_keys, found.foreign_keys);
            assert_eq!(expected.checks, found.checks);
            assert_eq!(expected.indexes, found.indexes, "{}", wanted.to);
        }
    }
    // Every inverse takes back what it says it does.
    for statement in statements.iter().rev() {
        if let Some(inverse) = &statement.inverse {
            db.execute_batch(inverse)
                .unwrap_or_else(|e| panic!("{e}: {inverse}"));
        }
    }
    let left = catalog::read(&db, "target").unwrap();
    let names = |c: &Catalog| c.tables().map(|d| d.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&left), names(&design.before));
    assert_eq!(left.objects, []);
    found
}

fn fault(design: &Design) -> Fault {
    statements(design).unwrap_err()
}

const SHOP: &str = "
    CREATE TABLE shelf (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT COLLATE NOCASE UNIQUE, note TEXT DEFAULT 'x');
    CREATE TABLE item (id INTEGER PRIMARY KEY, shelf INTEGER REFERENCES shelf(id) ON DELETE CASCADE, price DECIMAL(10,2) CHECK (price >= 0),
      tags TEXT, twice AS (price * 2), since DATETIME);
    CREATE INDEX item_shelf ON item (shelf, price DESC) WHERE price > 1;
    CREATE UNIQUE INDEX item_tags ON item (lower(tags));
    CREATE VIEW dear AS SELECT i.id, s.label FROM item i JOIN shelf s ON s.id = i.shelf WHERE i.price > 100;
    CREATE VIEW dearest AS SELECT * FROM dear LIMIT 1;
    CREATE TABLE log (what);
    CREATE TRIGGER item_log AFTER INSERT ON item BEGIN INSERT INTO log VALUES (NEW.tags || ';'); END;
    INSERT INTO shelf VALUES (7, 'a', ''); DELETE FROM shelf;
    PRAGMA user_version = 5;
";

#[test]
fn c35_what_does_not_change_is_taken_over_word_for_word() {
    let shop = source(SHOP);
    let found = made(
        "as_it_is.sql",
        &design(&[("shop", &shop)], Catalog::default()),
    );
    for dataset in shop.datasets.iter().filter(|d| d.role == Role::Table) {
        assert_eq!(found.dataset(&dataset.name).unwrap().sql, dataset.sql);
    }
    assert_eq!(found.objects.len(), shop.objects.len());
    // C30: the table is empty, and the next number is still 8.
    assert_eq!(
        found.dataset("shelf").unwrap().sequence.as_deref(),
        Some("7")
    );
    assert!(
        found
            .settings
            .contains(&("user_version".into(), "5".into()))
    );
}

#[test]
fn renames_go_through_indexes_keys_views_and_triggers() {
    let shop = source(SHOP);
    let mut design = design(&[("shop", &shop)], Catalog::default());
    table(&mut design, "item").to = "the \"item\" 🌸".into();
    table(&mut design, "shelf").to = "item".into();
    rename(&mut design, "item", "tags", "select");
    // Two that swap.
    rename(&mut design, "shelf", "label", "note");
    rename(&mut design, "shelf", "note", "label");
    let found = made("renamed.sql", &design);
    let item = found.dataset("the \"item\" 🌸").unwrap();
    assert_eq!(item.foreign_keys[0].to, "item");
    let shelf = found.dataset("item").unwrap();
    assert_eq!(shelf.unique[0].fields, ["note"]);
    assert_eq!(shelf.sequence.as_deref(), Some("7"));
    let trigger = found.objects.iter().find(|o| o.name == "item_log").unwrap();
    assert_eq!(trigger.on.as_deref(), Some("the \"item\" 🌸"));
}

#[test]
fn other_types_and_fewer_fields_leave_the_rest_as_written() {
    let shop = source(SHOP);
    let mut design = design(&[("shop", &shop)], Catalog::default());
    retype(&mut design, "item", "since", As::Text);
    retype(&mut design, "item", "price", As::Text);
    retype(&mut design, "shelf", "label", As::Text);
    drop_field(&mut design, "shelf", "note");
    drop_field(&mut design, "item", "tags");
    // The trigger speaks of what is dropped, so it cannot come.
    design.objects.retain(|(_, o)| o.name != "item_log");
    let found = made("retyped_and_dropped.sql", &design);
    let item = found.dataset("item").unwrap();
    assert_eq!(item.field("since").unwrap().native, "TEXT");
    assert_eq!(item.indexes.len(), 1, "the other one was about tags");
    assert_eq!(item.checks.len(), 1);
}

#[test]
fn constraints_that_speak_of_dropped_fields_go_with_them() {
    let db = source(
        "CREATE TABLE p (a INTEGER, b TEXT, c TEXT COLLATE RTRIM DEFAULT (1 + 2), d REAL NOT NULL, e AS (b || c) STORED, \"f\" AS (d),
           CONSTRAINT pk PRIMARY KEY (a, b), CONSTRAINT u UNIQUE (c, d), UNIQUE (d), CONSTRAINT k CHECK (b <> c), CHECK (d > 0),
           CONSTRAINT fk FOREIGN KEY (d) REFERENCES q (x) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;
         CREATE TABLE q (x REAL PRIMARY KEY); CREATE INDEX i ON p (d); CREATE INDEX j ON p (d, c) WHERE b > 'x';",
    );
    let mut design = design(&[("db", &db)], Catalog::default());
    drop_field(&mut design, "p", "b");
    let found = made("dropped_from_constraints.sql", &design);
    let p = found.dataset("p").unwrap();
    assert!(p.key.is_none() && p.options.is_empty());
    assert_eq!((p.unique.len(), p.checks.len(), p.indexes.len()), (2, 1, 1));
    let names: Vec<_> = p.fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["a", "c", "d", "f"]);
}

#[test]
fn another_key_is_made_where_the_plan_asks_for_one() {
    let shop = source(SHOP);
    let mut design = design(&[("shop", &shop)], Catalog::default());
    rename(&mut design, "shelf", "label", "code");
    table(&mut design, "shelf").key = vec!["code".into()];
    // Asking for the key that it has changes nothing.
    table(&mut design, "item").key = vec!["id".into()];
    let found = made("other_key.sql", &design);
    assert_eq!(
        found.dataset("shelf").unwrap().key.as_ref().unwrap().fields,
        ["code"]
    );
    assert_eq!(
        found.dataset("item").unwrap().sql,
        shop.dataset("item").unwrap().sql
    );
}

#[test]
fn two_sources_share_one_file() {
    let shop = source(SHOP);
    let other = source(
        "CREATE TABLE other (a INTEGER PRIMARY KEY, b); CREATE INDEX item_shelf ON other (b); CREATE INDEX \"Item_Tags\" ON other (a);
         CREATE TABLE log2 (x); CREATE INDEX log ON log2 (x); ANALYZE;",
    );
    let found = made(
        "two_sources.sql",
        &design(&[("shop", &shop), ("my other", &other)], Catalog::default()),
    );
    let names: Vec<_> = found
        .dataset("other")
        .unwrap()
        .indexes
        .iter()
        .map(|i| i.name.as_str())
        .collect();
    assert_eq!(names, ["item_shelf__my other", "Item_Tags__my other"]);
    assert_eq!(
        found.dataset("log2").unwrap().indexes[0].name,
        "log__my other"
    );
}

#[test]
fn names_that_clash_are_faults_that_name_both() {
    let shop = source(SHOP);
    let other = source("CREATE TABLE \"ITEM\" (a)");
    let two = design(&[("shop", &shop), ("other", &other)], Catalog::default());
    let clash = fault(&two);
    assert_eq!(
        (clash.kind, clash.place.as_str()),
        (FaultKind::Unsupported, "ITEM")
    );

    let there = source("CREATE TABLE Log (x)");
    assert!(
        fault(&design(&[("shop", &shop)], there))
            .message
            .contains("target")
    );

    let view = source("CREATE TABLE t (a); CREATE VIEW dear AS SELECT 1");
    let clash = fault(&design(
        &[("shop", &shop), ("v", &view)],
        Catalog::default(),
    ));
    assert!(clash.message.contains("shop and v"), "{clash:?}");

    let mut system = design(&[("other", &other)], Catalog::default());
    system.tables[0].to = "sqlite_mine".into();
    assert!(fault(&system).message.contains("sqlite_"));
}

#[test]
fn the_same_view_twice_is_made_once() {
    let a = source("CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t");
    let b = source("CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t");
    let mut both = design(&[("a", &a), ("b", &b)], Catalog::default());
    both.tables[1].write = WriteMode::Append;
    let made = statements(&both).unwrap();
    let objects: Vec<_> = made.iter().map(|s| s.object.as_str()).collect();
    assert_eq!(objects, ["t", "v"]);
}

#[test]
fn what_is_there_is_added_to_or_emptied_first() {
    let shop = source(SHOP);
    let mut design = design(&[("shop", &shop)], shop.clone());
    for (name, write) in [
        ("shelf", WriteMode::Append),
        ("item", WriteMode::Replace),
        ("log", WriteMode::Upsert),
    ] {
        table(&mut design, name).write = write;
    }
    design.objects.clear();
    let made = statements(&design).unwrap();
    golden("into_what_is_there.sql", &shown(&made));
    assert_eq!(
        designed(&design, 1).unwrap(),
        *shop.dataset("item").unwrap()
    );
    table(&mut design, "log").to = "nowhere".into();
    let fault = fault(&design);
    assert_eq!(
        (fault.kind, fault.place.as_str()),
        (FaultKind::NotThere, "nowhere")
    );
}

#[test]
fn objects_that_never_worked_do_not_stop_a_rename() {
    let db = source(
        "CREATE TABLE a (x); CREATE TABLE b (y); CREATE VIEW broken AS SELECT * FROM nowhere;
         CREATE TRIGGER tb AFTER INSERT ON b BEGIN SELECT no_such_function(NEW.y); END;",
    );
    let mut plain = design(&[("db", &db)], Catalog::default());
    table(&mut plain, "a").to = "z".into();
    let found = carried_out(&plain, &statements(&plain).unwrap());
    assert!(found.objects.iter().any(|o| o.name == "broken"));

    // One that the rename concerns and that SQLite cannot follow is a fault, never a guess.
    let db =
        source("CREATE TABLE a (x); CREATE VIEW v AS SELECT of_its_program(x), y FROM a, nowhere");
    let mut concerned = design(&[("db", &db)], Catalog::default());
    table(&mut concerned, "a").to = "z".into();
    assert_eq!(fault(&concerned).place, "v");
    concerned.objects.clear();
    assert!(statements(&concerned).is_ok());
}

#[test]
fn what_cannot_be_carried_is_said_before_anything_runs() {
    let view_of_dropped = source(SHOP);
    let mut dropped = design(&[("shop", &view_of_dropped)], Catalog::default());
    drop_field(&mut dropped, "shelf", "label");
    assert_eq!(fault(&dropped).place, "dear");
    // Without it, the view that reads from it is the next one.
    dropped.objects.retain(|(_, o)| o.name != "dear");
    assert_eq!(fault(&dropped).place, "dearest");
    dropped.objects.retain(|(_, o)| o.name != "dearest");
    assert!(statements(&dropped).is_ok());

    let db =
        source("CREATE TABLE p (a PRIMARY KEY, b UNIQUE); CREATE TABLE c (x REFERENCES p (b))");
    let mut parent = design(&[("db", &db)], Catalog::default());
    drop_field(&mut parent, "p", "b");
    assert_eq!(fault(&parent).place, "c");

    let whose: Vec<bool> = (0..2).map(|i| designed(&parent, i).is_ok()).collect();
    assert_eq!(
        whose,
        [true, false],
        "only the one that cannot be is refused"
    );

    // `c` refers to the table that stays behind, and would refer to another one.
    let db = source(
        "CREATE TABLE p (a PRIMARY KEY); CREATE TABLE q (a PRIMARY KEY); CREATE TABLE c (x REFERENCES p)",
    );
    let mut taken = design(&[("db", &db)], Catalog::default());
    taken.tables.retain(|t| t.from.name != "p");
    table(&mut taken, "q").to = "p".into();
    assert_eq!(fault(&taken).place, "c");

    let mut orphan = design(&[("shop", &view_of_dropped)], Catalog::default());
    orphan.tables.retain(|t| t.from.name != "item");
    assert_eq!(fault(&orphan).place, "item_log");

    let index = source("CREATE TABLE t (a)");
    let mut index = design(&[("db", &index)], Catalog::default());
    index.tables[0].from.indexes.push(drydock_model::Index {
        name: "i".into(),
        sql: Some("CREATE INDEX i ON t (of_its_own_program(a))".into()),
        ..drydock_model::Index::default()
    });
    index.sources[0].1.datasets[0] = index.tables[0].from.clone();
    let found = fault(&index);
    assert_eq!(
        (found.kind, found.place.as_str()),
        (FaultKind::Statement, "i")
    );

    // A schema edited by hand may hold more than one statement; none but the first is ever run.
    let mut more = design(&[("db", &source("CREATE TABLE t (a)"))], Catalog::default());
    more.sources[0].1.datasets[0].sql = Some("CREATE TABLE t (a); DROP TABLE x".into());
    more.tables[0].from = more.sources[0].1.datasets[0].clone();
    assert!(statements(&more).is_err());
}

#[test]
fn full_text_indexes_and_other_modules_come_with_their_parts() {
    let db = source(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
         CREATE VIRTUAL TABLE notes_fts USING fts5(title, body, content='notes', content_rowid='id');
         CREATE VIRTUAL TABLE own USING fts5(x, tokenize = 'trigram');
         CREATE VIRTUAL TABLE old USING fts4(y, content=\"\");
         CREATE VIRTUAL TABLE boxes USING rtree(id, minx, maxx);
         CREATE TRIGGER notes_ai AFTER INSERT ON notes BEGIN INSERT INTO notes_fts(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;",
    );
    let found = made("modules.sql", &design(&[("db", &db)], Catalog::default()));
    assert_eq!(found.datasets.len(), db.datasets.len());

    let mut renamed = design(&[("db", &db)], Catalog::default());
    table(&mut renamed, "notes").to = "no'tes".into();
    table(&mut renamed, "own").to = "mine".into();
    let found = made("modules_renamed.sql", &renamed);
    assert!(
        found
            .dataset("notes_fts")
            .unwrap()
            .sql
            .as_ref()
            .unwrap()
            .contains("content='no''tes'")
    );
    let part = renamed
        .tables
        .iter()
        .position(|t| t.from.name == "own_data")
        .unwrap();
    assert_eq!(designed(&renamed, part).unwrap().name, "mine_data");
    rename(&mut renamed, "notes", "title", "heading");
    assert_eq!(fault(&renamed).place, "notes_fts");

    let mut parts = design(&[("db", &db)], Catalog::default());
    parts.tables.retain(|t| t.from.name != "boxes");
    assert!(fault(&parts).message.contains("boxes"));

    let mut unknown = design(&[("db", &db)], Catalog::default());
    let vec = unknown
        .tables
        .iter()
        .position(|t| t.from.name == "boxes")
        .unwrap();
    unknown.tables[vec].from.sql = Some("CREATE VIRTUAL TABLE boxes USING vec0(x float[3])".into());
    unknown.sources[0]
        .1
        .datasets
        .iter_mut()
        .find(|d| d.name == "boxes")
        .unwrap()
        .sql = unknown.tables[vec].from.sql.clone();
    let found = fault(&unknown);
    assert!(found.message.contains("vec0"), "{found:?}");
}

#[test]
fn the_nasty_schema_can_be_made_anew() {
    for name in ["nasty", "utf16le"] {
        let folder = crate::samples::sample("nasty");
        let db = Connection::open(folder.path(format!("{name}.sqlite"))).unwrap();
        let source = catalog::read(&db, name).unwrap();
        let found = made(
            &format!("{name}.sql"),
            &design(&[(name, &source)], Catalog::default()),
        );
        assert_eq!(
            found
                .datasets
                .iter()
                .filter(|d| d.role != Role::System)
                .count(),
            source
                .datasets
                .iter()
                .filter(|d| d.role != Role::System)
                .count()
        );
    }
}

#[test]
fn c27_tables_of_another_kind_get_types_that_keep_their_values() {
    use drydock_model::{Field, ForeignKey, Index, IndexPart, Key, Logical};
    let field = |name: &str, logical: Logical, nullable| Field {
        name: name.into(),
        native: "foreign words".into(),
        logical,
        nullable,
        default: Some("'it''s'".into()),
        generated: None,
        collation: Some("en_US".into()),
        comment: None,
    };
    let parent = Dataset {
        name: "parent".into(),
        fields: vec![
            field("id", Logical::INT64, false),
            field(
                "amount",
                Logical::Decimal {
                    precision: Some(38),
                    scale: None,
                },
                true,
            ),
            field("order", Logical::Bool, false),
            field("", Logical::Json, true),
            field("x\"; DROP TABLE y; --", Logical::Any, true),
            field("at", Logical::Timestamp { zone: true }, true),
        ],
        key: Some(Key {
            fields: vec!["id".into()],
            ..Key::default()
        }),
        unique: vec![Key {
            name: Some("once".into()),
            fields: vec!["order".into(), "at".into()],
            ..Key::default()
        }],
        indexes: vec![Index {
            name: "by at".into(),
            parts: vec![IndexPart {
                field: Some("at".into()),
                descending: true,
                ..IndexPart::default()
            }],
            ..Index::default()
        }],
        sequence: Some("41".into()),
        ..Dataset::default()
    };
    let child = Dataset {
        name: "child".into(),
        fields: vec![
            field("a", Logical::Uuid, false),
            field("b", Logical::INT64, false),
        ],
        key: Some(Key {
            fields: vec!["a".into(), "b".into()],
            ..Key::default()
        }),
        foreign_keys: vec![
            ForeignKey {
                fields: vec!["b".into()],
                to: "parent".into(),
                on_delete: "CASCADE".into(),
                ..ForeignKey::default()
            },
            ForeignKey {
                fields: vec!["b".into()],
                to: "stays".into(),
                ..ForeignKey::default()
            },
        ],
        ..Dataset::default()
    };
    let catalog = Catalog {
        kind: "other".into(),
        datasets: vec![parent, child],
        ..Catalog::default()
    };
    let mut design = design(&[("other", &catalog)], Catalog::default());
    design.tables.iter_mut().for_each(|t| t.same_kind = false);
    rename(&mut design, "parent", "at", "happened");
    retype(&mut design, "parent", "amount", As::Real);
    table(&mut design, "parent").to = "Parents".into();
    let found = made("another_kind.sql", &design);
    assert_eq!(
        found.dataset("Parents").unwrap().sequence.as_deref(),
        Some("41")
    );
    assert_eq!(found.dataset("child").unwrap().foreign_keys.len(), 1);
}

#[test]
fn c13_a_target_in_utf16_is_marked() {
    let db = source("CREATE TABLE t (a TEXT)");
    let before = Catalog {
        encoding: Some("UTF-16le".into()),
        ..Catalog::default()
    };
    let designed = designed(&design(&[("db", &db)], before), 0).unwrap();
    assert!(crate::affinity::is_utf16(&designed));
}

/// A schema of many tables is worked out in reasonable time, renames included.
#[test]
fn big_schemas_are_worked_out_once() {
    let mut sql = String::from("BEGIN;");
    for i in 0..300 {
        sql += &format!(
            "CREATE TABLE t{i} (id INTEGER PRIMARY KEY, a TEXT, b REFERENCES t{}(id)); CREATE INDEX i{i} ON t{i} (a);",
            (i + 1) % 300
        );
    }
    let db = source(&(sql + "COMMIT"));
    let mut design = design(&[("db", &db)], Catalog::default());
    table(&mut design, "t7").to = "seven".into();
    let began = std::time::Instant::now();
    for i in 0..design.tables.len() {
        designed(&design, i).unwrap();
    }
    let all = statements(&design).unwrap();
    assert_eq!(all.len(), 600);
    println!("300 tables: {:?}", began.elapsed());
}
