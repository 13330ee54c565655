//! A rich schema: read whole, made again as it was, and what slices and designs make of it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{carry_out, load, mysql, names, rows_of, source, target, whole};
use drydock_connector::Connector;
use drydock_model::{
    Catalog, Design, ForeignKey, Index, IndexPart, Key, Logical, ObjectKind, Value,
};
use drydock_testkit::servers::mysql::fresh;
use drydock_testkit::{read_all, table};

const SCHEMA: &str = "
CREATE TABLE users (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email varchar(190) NOT NULL COMMENT 'how we ''reach'' them \\\\ now',
  nick varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT 'it''s',
  about text,
  born date DEFAULT '2000-01-01',
  score decimal(10,2) NOT NULL DEFAULT 1.50 CHECK (score >= 0),
  level enum('low','high') NOT NULL DEFAULT 'low',
  data json DEFAULT NULL,
  made datetime(3) NOT NULL DEFAULT current_timestamp(3),
  seen timestamp NULL DEFAULT NULL ON UPDATE current_timestamp(),
  lower_email varchar(190) GENERATED ALWAYS AS (lower(email)) STORED,
  size int GENERATED ALWAYS AS (char_length(about)) VIRTUAL,
  hidden int INVISIBLE DEFAULT 7,
  UNIQUE KEY by_email (email),
  KEY by_score (score DESC, level),
  KEY by_about (about(20)),
  FULLTEXT KEY words (about),
  CONSTRAINT sane CHECK (level <> 'high' OR score > 0)
) COMMENT='people; \"all\" of them' DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE posts (
  user_id bigint unsigned NOT NULL,
  number int NOT NULL,
  parent_user bigint unsigned, parent_number int,
  PRIMARY KEY (user_id, number),
  KEY parent (parent_user, parent_number),
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT posts_parent FOREIGN KEY (parent_user, parent_number) REFERENCES posts (user_id, number) ON DELETE SET NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE loose (v int, w int, UNIQUE KEY vw (v, w));
CREATE VIEW high AS SELECT u.id, u.email FROM users u WHERE u.level = 'high';
CREATE VIEW a_view_of_a_view AS SELECT * FROM high;
CREATE TRIGGER t_posts AFTER INSERT ON posts FOR EACH ROW BEGIN SET @n = 1; SET @m = 'x; y'; END;
CREATE PROCEDURE p() SELECT 1;
INSERT INTO users (id, email, about, data) VALUES (5, 'A@x', 'hello', '{\"a\": 1}'), (9, 'b@x', NULL, NULL);
INSERT INTO posts VALUES (5, 1, NULL, NULL), (5, 2, 5, 1);
ALTER TABLE users AUTO_INCREMENT = 100;
";

async fn catalog_of(database: &drydock_testkit::servers::mysql::Database) -> Catalog {
    source(database).await.catalog().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rich_schema_is_read_whole() {
    let database = fresh();
    // The client ends a statement at each semicolon but those of the trigger.
    load_schema(&database);
    let catalog = catalog_of(&database).await;
    assert!(catalog.version.contains("MariaDB") || catalog.version.starts_with(['8', '9']));
    let users = catalog.dataset("users").unwrap();
    assert_eq!(
        (users.rows, users.sequence.as_deref()),
        (Some(2), Some("99"))
    );
    assert_eq!(users.comment.as_deref(), Some("people; \"all\" of them"));
    let field = |name: &str| users.field(name).unwrap();
    assert_eq!(
        field("email").comment.as_deref(),
        Some("how we 'reach' them \\ now")
    );
    assert_eq!(field("nick").default.as_deref(), Some("'it''s'"));
    assert_eq!(field("nick").collation, None, "binary");
    assert_eq!(
        field("email").collation.as_deref(),
        Some("utf8mb4_general_ci")
    );
    assert_eq!(field("data").logical, Logical::Json);
    assert_eq!(
        field("seen").default.as_deref(),
        Some("NULL on update current_timestamp()")
    );
    assert!(field("lower_email").generated.as_ref().unwrap().stored);
    assert!(!field("size").generated.as_ref().unwrap().stored);
    assert!(field("hidden").native.ends_with("invisible"));
    assert_eq!(users.key.as_ref().unwrap().fields, ["id"]);
    assert_eq!(users.unique.len(), 1);
    assert_eq!(users.checks.len(), 2, "{:?}", users.checks);
    let index = |name: &str| users.indexes.iter().find(|i| i.name == name).unwrap();
    assert_eq!(index("by_score").parts.len(), 2);
    assert_eq!(
        index("by_about").parts[0].expression.as_deref(),
        Some("`about`(20)")
    );
    assert!(
        index("words")
            .sql
            .as_ref()
            .unwrap()
            .starts_with("CREATE FULLTEXT INDEX")
    );
    let posts = catalog.dataset("posts").unwrap();
    assert_eq!(posts.foreign_keys.len(), 2);
    let to_user = posts.foreign_keys.iter().find(|k| k.to == "users").unwrap();
    assert_eq!(
        (&*to_user.on_delete, &*to_user.on_update),
        ("CASCADE", "NO ACTION")
    );
    assert!(!catalog.dataset("loose").unwrap().unique[0].names_rows);
    let objects: Vec<_> = catalog.objects.iter().map(|o| (o.kind, &*o.name)).collect();
    assert_eq!(
        objects,
        [
            (ObjectKind::View, "a_view_of_a_view"),
            (ObjectKind::View, "high"),
            (ObjectKind::Trigger, "t_posts")
        ]
    );
    assert!(
        catalog
            .objects
            .iter()
            .all(|o| !o.sql.contains("DEFINER") && !o.sql.contains(&database.name))
    );
    assert_eq!(catalog.settings, [("procedure".to_owned(), "p".to_owned())]);
}

fn load_schema(database: &drydock_testkit::servers::mysql::Database) {
    let (before, rest) = SCHEMA.split_once("CREATE TRIGGER").unwrap();
    let (trigger, after) = rest.split_once("END;").unwrap();
    database.sql(before);
    database.sql(&format!(
        "DELIMITER $$\nCREATE TRIGGER{trigger}END$$\nDELIMITER ;\n"
    ));
    database.sql(after);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rich_schema_is_made_again_as_it_was() {
    let (from, to) = (fresh(), fresh());
    load_schema(&from);
    let read = source(&from).await;
    let catalog = read.catalog().await.unwrap();
    let target = target(&to).await;
    let design = Design {
        before: target.catalog().await.unwrap(),
        tables: catalog.tables().map(|d| whole(d, true)).collect(),
        objects: catalog
            .objects
            .iter()
            .map(|o| ("a".to_owned(), o.clone()))
            .collect(),
        sources: vec![("a".into(), catalog.clone())],
    };
    let statements = mysql().dialect().statements(&design).unwrap();
    let (before, after): (Vec<_>, Vec<_>) = statements
        .iter()
        .partition(|s| s.phase == drydock_model::Phase::Tables);
    for statement in before {
        target.apply(common::RUN, statement).await.unwrap();
    }
    for (slice, (i, dataset)) in (0..).zip(catalog.tables().enumerate()) {
        let made = mysql().dialect().designed(&design, i).unwrap();
        let rows = rows_of(read.as_ref(), dataset).await;
        assert_eq!(load(target.as_ref(), &made, slice, &rows).await, []);
    }
    for statement in after {
        if let Err(fault) = target.apply(common::RUN, statement).await {
            panic!("{}: {fault:?}", statement.sql);
        }
    }
    assert!(target.check().await.unwrap().iter().all(|c| c.holds));
    target.keep(common::RUN).await.unwrap();
    let made = catalog_of(&to).await;
    for (a, b) in catalog.tables().zip(made.tables()) {
        let mut b = b.clone();
        let mut a = a.clone();
        // The statement says the table's own collation, which the columns say for themselves.
        (a.sql, b.sql) = (None, None);
        for (x, y) in a.fields.iter().zip(&b.fields) {
            assert_eq!(x, y);
        }
        (a.fields, b.fields) = (Vec::new(), Vec::new());
        assert_eq!(a, b);
    }
    assert_eq!(made.objects, catalog.objects);
    let all = "SELECT * FROM users ORDER BY id; SELECT hidden FROM users; SELECT * FROM posts ORDER BY 1, 2; SELECT * FROM high";
    assert_eq!(to.sql(all), from.sql(all));
    // Each statement is taken back by its own, the last one first.
    for statement in statements.iter().rev() {
        if let Some(inverse) = &statement.inverse {
            to.sql(inverse);
        }
    }
    assert_eq!(to.sql("SHOW TABLES"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_stores_schema_becomes_one_of_here() {
    let database = fresh();
    let target = target(&database).await;
    let text = Logical::TEXT;
    let mut authors = table(
        "authors",
        &[
            ("name", text.clone()),
            ("bio", text.clone()),
            ("born", Logical::Date),
        ],
        &["name"],
    );
    authors.indexes.push(Index {
        name: "ix_bio".into(),
        parts: vec![IndexPart {
            field: Some("bio".into()),
            ..IndexPart::default()
        }],
        ..Index::default()
    });
    authors.fields[1].default = Some("'none'".into());
    let mut books = table(
        "books",
        &[
            ("id", Logical::INT64),
            ("author", text.clone()),
            ("isbn", text),
            (
                "price",
                Logical::Decimal {
                    precision: None,
                    scale: None,
                },
            ),
            ("raw", Logical::BYTES),
            ("at", Logical::Timestamp { zone: true }),
        ],
        &["id"],
    );
    books.sequence = Some("41".into());
    books.unique.push(Key {
        name: Some("uq_isbn".into()),
        fields: vec!["isbn".into()],
        ..Key::default()
    });
    books.foreign_keys.push(ForeignKey {
        name: None,
        fields: vec!["author".into()],
        to: "authors".into(),
        to_fields: Vec::new(),
        on_update: String::new(),
        on_delete: "CASCADE".into(),
        deferrable: true,
    });
    books.fields[5].default = Some("CURRENT_TIMESTAMP".into());
    let design = Design {
        before: target.catalog().await.unwrap(),
        tables: vec![whole(&authors, false), whole(&books, false)],
        objects: Vec::new(),
        sources: Vec::new(),
    };
    carry_out(target.as_ref(), &design).await;
    let made = catalog_of(&database).await;
    for i in 0..2 {
        let designed = mysql().dialect().designed(&design, i).unwrap();
        let found = made.dataset(&designed.name).unwrap();
        let types = |d: &drydock_model::Dataset| -> Vec<(String, Logical, bool)> {
            d.fields
                .iter()
                .map(|f| (f.name.clone(), f.logical.clone(), f.nullable))
                .collect()
        };
        assert_eq!(types(found), types(&designed));
        assert_eq!(
            found.key.as_ref().map(|k| &k.fields),
            designed.key.as_ref().map(|k| &k.fields)
        );
        assert_eq!(
            found.foreign_keys,
            designed
                .foreign_keys
                .iter()
                .map(|k| ForeignKey {
                    on_update: "NO ACTION".into(),
                    ..k.clone()
                })
                .collect::<Vec<_>>()
        );
    }
    let books = made.dataset("books").unwrap();
    assert_eq!(books.sequence.as_deref(), Some("41"));
    assert_eq!(books.field("author").unwrap().native, "varchar(768)");
    assert_eq!(
        books.field("at").unwrap().default.as_deref(),
        Some("current_timestamp(6)")
    );
    assert_eq!(
        made.dataset("authors")
            .unwrap()
            .field("bio")
            .unwrap()
            .native,
        "longtext"
    );
    assert!(database.sql("SHOW INDEX FROM authors").contains("ix_bio"));
}

#[tokio::test(flavor = "multi_thread")]
async fn c14_slices_hold_each_row_once_by_keys_of_any_type_and_collation() {
    let database = fresh();
    let keys = [
        (
            "varchar(20) COLLATE utf8mb4_general_ci",
            "concat(char(97 + n % 26), repeat('é', n % 3), n)",
        ),
        (
            "varchar(20) COLLATE utf8mb4_unicode_ci",
            "concat(if(n % 2, 'Ä', 'b'), n)",
        ),
        ("varchar(20) CHARACTER SET latin1", "concat('ö', n)"),
        ("char(20) COLLATE utf8mb4_nopad_bin", "concat(n, 'x')"),
        ("varbinary(20)", "unhex(lpad(hex(n * 7919), 8, '0'))"),
        ("decimal(30,10)", "n * 0.3333333333 - 20"),
        ("decimal(50,0)", "concat(n, repeat('9', 45))"),
        ("bigint unsigned", "18446744073709551615 - n"),
        ("bigint", "cast(n as signed) * 37 - 5000"),
        ("date", "'1999-12-01' + interval n day"),
        (
            "datetime(6)",
            "'1999-12-01' + interval n * 1000001 microsecond",
        ),
        ("timestamp(3)", "'1999-12-01' + interval n second"),
        ("time(6)", "sec_to_time(cast(n as signed) * 600 - 90000)"),
        ("double", "n / 7"),
        ("enum('a','b','c')", "n % 3 + 1"),
        (
            "uuid",
            "concat('00000000-0000-0000-0000-', lpad(n, 12, '0'))",
        ),
    ];
    for (i, (native, expression)) in keys.iter().enumerate() {
        database.sql(&format!(
            "CREATE TABLE k{i} (v int, k {native} NOT NULL, m int NOT NULL, PRIMARY KEY (k, m));
             INSERT INTO k{i} SELECT n, {expression}, n FROM (SELECT seq AS n FROM seq_1_to_211) s"
        ));
    }
    let read = source(&database).await;
    let catalog = read.catalog().await.unwrap();
    for (i, (native, _)) in keys.iter().enumerate() {
        let dataset = catalog.dataset(&format!("k{i}")).unwrap();
        let key = dataset.slicing_key().unwrap().fields.clone();
        for rows_each in [1, 10, 211, 1000] {
            let slices = read.slices(&dataset.name, &key, rows_each).await.unwrap();
            let mut seen: Vec<i64> = Vec::new();
            for slice in &slices {
                let rows =
                    read_all(read.as_ref(), &dataset.name, &["v".to_owned()], Some(slice)).await;
                assert_eq!(rows.len() as u64, slice.rows, "{native}");
                seen.extend(rows.iter().map(|r| match r[0] {
                    Value::Int(n) => n,
                    _ => -1,
                }));
            }
            seen.sort_unstable();
            assert_eq!(
                seen,
                (1..=211).collect::<Vec<_>>(),
                "{native} by {rows_each}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c14_long_keys_that_begin_alike_hold_each_row_once() {
    let database = fresh();
    let keys = [
        "longtext NOT NULL UNIQUE",
        "varchar(3000) NOT NULL UNIQUE",
        "varchar(768) COLLATE utf8mb4_unicode_ci NOT NULL UNIQUE",
        "varbinary(3000) NOT NULL UNIQUE",
        "longblob NOT NULL UNIQUE",
    ];
    for (i, key) in keys.iter().enumerate() {
        database.sql(&format!(
            "CREATE TABLE k{i} (v int, k {key}, rest varchar(200));
             INSERT INTO k{i} SELECT seq, concat(repeat('x', 700), repeat('é', if({i} = 2, 0, 500)), lpad(seq * 7919 % 1000, 4, '0')), repeat('y', 200)
             FROM seq_1_to_300"
        ));
    }
    let read = source(&database).await;
    let catalog = read.catalog().await.unwrap();
    for (i, native) in keys.iter().enumerate() {
        let dataset = catalog.dataset(&format!("k{i}")).unwrap();
        let key = dataset.unique[0].fields.clone();
        let mut seen = std::collections::BTreeSet::new();
        for slice in read.slices(&dataset.name, &key, 20).await.unwrap() {
            let fields = ["v".to_owned()];
            let rows = read_all(read.as_ref(), &dataset.name, &fields, Some(&slice)).await;
            assert_eq!(rows.len() as u64, slice.rows, "{native}");
            for row in rows {
                let Value::Int(v) = row[0] else {
                    panic!("{native}: {row:?}");
                };
                assert!(seen.insert(v), "{native}: {v} is there twice");
            }
        }
        assert_eq!(seen.len(), 300, "{native}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c27_tables_whose_names_differ_in_case_keep_their_own_keys() {
    let database = fresh();
    database.sql(
        "CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a, b), UNIQUE KEY u (b, c), KEY i (c, a));
         CREATE TABLE T LIKE t; CREATE TABLE té LIKE t; CREATE TABLE te LIKE t;",
    );
    let catalog = catalog_of(&database).await;
    assert_eq!(catalog.datasets.len(), 4);
    for dataset in &catalog.datasets {
        assert_eq!(dataset.key.as_ref().unwrap().fields, ["a", "b"]);
        let unique: Vec<_> = dataset.unique.iter().map(|k| k.fields.clone()).collect();
        assert_eq!(unique, [["b", "c"]]);
        assert_eq!(dataset.indexes.len(), 1);
        assert_eq!(dataset.indexes[0].parts.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c32_a_backslash_in_a_default_is_not_taken_for_two_elsewhere() {
    let (from, to) = (fresh(), fresh());
    from.sql("CREATE TABLE t (id int PRIMARY KEY, path varchar(20) DEFAULT 'C:\\\\it''s', plain varchar(9) DEFAULT 'it''s')");
    let catalog = catalog_of(&from).await;
    let dataset = catalog.dataset("t").unwrap();
    let default = |d: &drydock_model::Dataset, name: &str| d.field(name).unwrap().default.clone();
    // No plain text to other stores, for which a backslash is a letter like others.
    let path = default(dataset, "path").unwrap();
    assert!(path.starts_with("_utf8mb4'"), "{path}");
    assert_eq!(default(dataset, "plain").as_deref(), Some("'it''s'"));
    let target = target(&to).await;
    let design = Design {
        before: target.catalog().await.unwrap(),
        tables: vec![whole(dataset, true)],
        objects: Vec::new(),
        sources: Vec::new(),
    };
    carry_out(target.as_ref(), &design).await;
    to.sql("INSERT INTO t (id) VALUES (1)");
    assert_eq!(to.sql("SELECT hex(path) FROM t"), "433A5C69742773");
    let made = catalog_of(&to).await;
    assert_eq!(default(made.dataset("t").unwrap(), "path"), Some(path));
}

#[tokio::test(flavor = "multi_thread")]
async fn former_rows_of_a_table_are_told_of() {
    let database = fresh();
    database.sql("CREATE TABLE t (id int PRIMARY KEY) WITH SYSTEM VERSIONING");
    let told = ("former rows".to_owned(), "t".to_owned());
    assert!(catalog_of(&database).await.settings.contains(&told));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_cannot_check_itself_is_not_called_damaged() {
    let database = fresh();
    database.sql("CREATE TABLE m (id int) ENGINE=MEMORY; CREATE TABLE t (id int)");
    let target = target(&database).await;
    let checks = target.check().await.unwrap();
    assert!(checks.iter().all(|c| c.holds), "{checks:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn long_tables_are_read_in_pages_and_in_a_stream_alike() {
    let database = fresh();
    database.sql(
        "CREATE TABLE keyed (id int PRIMARY KEY, t varchar(100)); CREATE TABLE loose (id int, t varchar(100));
         INSERT INTO keyed SELECT seq, repeat('x', seq % 100) FROM seq_1_to_60000; INSERT INTO loose SELECT * FROM keyed",
    );
    let read = source(&database).await;
    let catalog = read.catalog().await.unwrap();
    let keyed = catalog.dataset("keyed").unwrap();
    let slices = read
        .slices("keyed", &["id".to_owned()], 50_000)
        .await
        .unwrap();
    let mut rows = Vec::new();
    for slice in &slices {
        rows.extend(read_all(read.as_ref(), "keyed", &names(keyed), Some(slice)).await);
    }
    assert_eq!(rows.len(), 60_000);
    let mut stream = rows_of(read.as_ref(), catalog.dataset("loose").unwrap()).await;
    stream.sort_by_key(|r| match r[0] {
        Value::Int(n) => n,
        _ => -1,
    });
    assert_eq!(stream, rows);
    // A stream that nobody wants more of is in nobody's way.
    let whole = drydock_model::Slice::whole(60_000);
    let mut scan = read
        .scan("loose", &["id".to_owned()], &whole)
        .await
        .unwrap();
    let mut few = drydock_connector::Batch::with_limit(1, 100);
    assert!(scan.fill(&mut few).await.unwrap() > 0);
    drop(scan);
    assert_eq!(rows_of(read.as_ref(), keyed).await.len(), 60_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_renamed_or_left_out_is_followed_or_said() {
    let (from, to) = (fresh(), fresh());
    load_schema(&from);
    let catalog = catalog_of(&from).await;
    let target = target(&to).await;
    let mut users = whole(catalog.dataset("users").unwrap(), true);
    users.to = "people".into();
    for (field, to, _) in &mut users.fields {
        if field == "email" {
            *to = "mail address".into();
        }
    }
    users.fields.retain(|(f, ..)| f != "about");
    users.dropped = vec!["about".into()];
    let posts = whole(catalog.dataset("posts").unwrap(), true);
    let mut design = Design {
        before: target.catalog().await.unwrap(),
        tables: vec![users, posts],
        objects: vec![("a".into(), catalog.objects[1].clone())],
        sources: vec![("a".into(), catalog.clone())],
    };
    // A view that speaks of a table under its old name would be a broken one.
    let fault = mysql().dialect().statements(&design).unwrap_err();
    assert_eq!(fault.place, "high");
    design.objects.clear();
    carry_out(target.as_ref(), &design).await;
    let made = catalog_of(&to).await;
    let people = made.dataset("people").unwrap();
    assert_eq!(people.unique[0].fields, ["mail address"]);
    // What was computed from the old name, or indexed what is gone, does not come along.
    assert!(people.fields.iter().all(|f| f.generated.is_none()));
    assert_eq!(people.indexes.len(), 1);
    assert_eq!(people.checks.len(), 2);
    let posts = made.dataset("posts").unwrap();
    assert!(posts.foreign_keys.iter().any(|k| k.to == "people"));
    // Another table of the name is no longer made.
    design.before = made;
    let fault = mysql().dialect().statements(&design).unwrap_err();
    assert_eq!(fault.place, "people");
}
