//! Values, slices and names come as they are in the file.

use super::*;

#[tokio::test]
async fn c06_c12_c13_c16_awkward_values_come_as_they_are() {
    let (_folder, path) = database(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB, n);
         INSERT INTO v VALUES
           (1, 9223372036854775807, 1e308, 'a' || char(0) || 'b', x'', ''),
           (2, -9223372036854775808, -9e999, CAST(x'c328ff' AS TEXT), x'00ff', x''),
           (3, 'text in an integer', 4.9e-324, '', zeroblob(100000), 9223372036854775808),
           (4, 1.5, 3, 'Trò chuyện đẹp 😊', 'text in a blob', 0.1),
           (5, NULL, NULL, NULL, NULL, NULL)",
    );
    let source = source(&path).await;
    let text = |t: &str| Value::Text(t.into());
    let float = |f: f64| Value::Float(f.to_bits());
    let fields = strings(&["n", "b", "t", "r", "i"]);
    let read = rows(&*source, "v", &fields, &Slice::whole(0)).await;
    assert_eq!(
        read,
        [
            vec![
                text(""),
                Value::Bytes(vec![]),
                text("a\0b"),
                float(1e308),
                Value::Int(i64::MAX)
            ],
            vec![
                Value::Bytes(vec![]),
                Value::Bytes(vec![0, 255]),
                Value::BrokenText(vec![0xc3, 0x28, 0xff]),
                float(f64::NEG_INFINITY),
                Value::Int(i64::MIN)
            ],
            vec![
                float(9_223_372_036_854_775_808.0),
                Value::Bytes(vec![0; 100_000]),
                text(""),
                float(5e-324),
                text("text in an integer")
            ],
            vec![
                float(0.1),
                text("text in a blob"),
                text("Trò chuyện đẹp 😊"),
                float(3.0),
                float(1.5)
            ],
            vec![Value::Null; 5],
        ]
    );
}

#[tokio::test]
async fn c13_utf16_databases_are_read_from_their_own_bytes() {
    let folder = sample("nasty");
    let sample = source(&folder.path("utf16le.sqlite")).await;
    let catalog = sample.catalog().await.unwrap();
    assert_eq!(catalog.encoding.as_deref(), Some("UTF-16le"));
    let table = catalog.dataset("bảng").unwrap();
    let read = rows(&*sample, "bảng", &names(table), &Slice::whole(0)).await;
    assert!(
        read.iter()
            .flatten()
            .any(|v| matches!(v, Value::Text(t) if t.contains('😊') || !t.is_ascii())),
        "{read:?}"
    );

    for (encoding, lone) in [("UTF-16le", "3dd86100"), ("UTF-16be", "d83d0061")] {
        let (_folder, path) = database(&format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE t (k TEXT NOT NULL PRIMARY KEY, v);
             INSERT INTO t VALUES ('a' || char(0) || 'é😊', 1), (CAST(x'{lone}' AS TEXT), x'6100'), ('', NULL), ('z', 'zz')"
        ));
        let source = source(&path).await;
        let fields = strings(&["k", "v"]);
        let mut read = rows(&*source, "t", &fields, &Slice::whole(0)).await;
        read.sort_by_key(|r| format!("{r:?}"));
        let text = |t: &str| Value::Text(t.into());
        assert_eq!(
            read,
            [
                vec![
                    Value::BrokenText(b"\xed\xa0\xbda".to_vec()),
                    Value::Bytes(vec![0x61, 0])
                ],
                vec![text(""), Value::Null],
                vec![text("a\0é😊"), Value::Int(1)],
                vec![text("z"), text("zz")],
            ]
        );
        read_everything(&*source).await;
    }
}

#[tokio::test]
async fn slices_follow_the_collation_and_the_types_of_the_key() {
    let (_folder, path) = database(
        "CREATE TABLE nocase (k TEXT COLLATE NOCASE NOT NULL PRIMARY KEY, v);
         INSERT INTO nocase VALUES ('b', 1), ('A', 2), ('C', 3), ('_', 4), ('a2', 5), ('B2', 6), ('Z', 7), ('[', 8);
         CREATE TABLE other (k TEXT NOT NULL, n, PRIMARY KEY (k COLLATE NOCASE DESC, n)) WITHOUT ROWID;
         INSERT INTO other SELECT k, v FROM nocase;
         CREATE TABLE plain (k TEXT COLLATE NOCASE NOT NULL, PRIMARY KEY (k COLLATE BINARY));
         INSERT INTO plain SELECT k FROM nocase UNION ALL SELECT 'c';
         CREATE TABLE mixed (k NOT NULL, l NOT NULL, v, PRIMARY KEY (k, l)) WITHOUT ROWID;
         INSERT INTO mixed VALUES (1, 'a', 1), (1.5, 2, 2), (x'00', '', 3), ('1', 'b', 4), ('', x'', 5), (x'', 1, 6), (-9e18, 1, 7),
           (1, 'A', 8), (9007199254740993, 1, 9), (9007199254740992.0, 1, 10), (CAST(x'ff' AS TEXT), 1, 11), ('a' || char(0), 1, 12), ('a', 1, 13);
         CREATE TABLE integer_text (k INT NOT NULL, UNIQUE (k), PRIMARY KEY (k DESC));
         INSERT INTO integer_text VALUES (10), ('9x'), (9), (1e30), (x'31');
         CREATE TABLE descending (k INTEGER PRIMARY KEY DESC, v); INSERT INTO descending VALUES (1, 1), (NULL, 2), (NULL, 3);",
    );
    let source = source(&path).await;
    let catalog = source.catalog().await.unwrap();
    let sliced: Vec<_> = catalog
        .tables()
        .filter(|t| t.slicing_key().is_some())
        .map(|t| t.name.as_str())
        .collect();
    assert_eq!(
        sliced,
        ["nocase", "other", "plain", "mixed", "integer_text"]
    );
    read_everything(&*source).await;
    let slices = source.slices("nocase", &strings(&["k"]), 3).await.unwrap();
    assert_eq!(slices.iter().map(|s| s.rows).collect::<Vec<_>>(), [3, 3, 2]);
    assert_eq!(slices[0].after, None);
    assert_eq!(slices[0].upto, slices[1].after);
    assert_eq!(slices[2].upto, None);
    // An exact multiple leaves no empty slice at the end.
    assert_eq!(
        source
            .slices("nocase", &strings(&["k"]), 4)
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn rows_without_a_key_are_in_the_first_slice_and_only_there() {
    let (_folder, path) = database(
        "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 1), (NULL, 2), (3, NULL), (2, 2), (NULL, NULL), (2, NULL)",
    );
    let source = source(&path).await;
    let key = strings(&["a", "b"]);
    let at = |a: i64, b: i64| Some(vec![Value::Int(a), Value::Int(b)]);
    let bounds = [(None, at(1, 5)), (at(1, 5), at(2, 5)), (at(2, 5), None)];
    let mut found = Vec::new();
    for (after, upto) in bounds {
        let slice = Slice {
            ordinal: 0,
            key: key.clone(),
            after,
            upto,
            rows: 0,
        };
        found.push(rows(&*source, "t", &key, &slice).await.len());
    }
    assert_eq!(found, [3, 2, 1]);
}

#[tokio::test]
async fn scans_may_be_open_side_by_side_and_be_left_early() {
    let (_folder, path) = database(
        "CREATE TABLE t (a INTEGER PRIMARY KEY); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t SELECT i FROM n",
    );
    let source = source(&path).await;
    let fields = strings(&["a"]);
    let slices = source.slices("t", &fields, 100).await.unwrap();
    let mut scans = Vec::new();
    for slice in &slices {
        scans.push(source.scan("t", &fields, slice).await.unwrap());
    }
    let mut batch = Batch::with_limit(1, 160);
    let mut sum = 0;
    while let Some(mut scan) = scans.pop() {
        if scan.fill(&mut batch).await.unwrap() > 0 {
            sum += batch
                .iter()
                .map(|r| match r.cell(0) {
                    Cell::Int(i) => i,
                    _ => 0,
                })
                .sum::<i64>();
            scans.insert(0, scan);
        }
    }
    assert_eq!(sum, 500_500);
    let mut left = source.scan("t", &fields, &slices[0]).await.unwrap();
    left.fill(&mut batch).await.unwrap();
    drop(source);
    assert!(left.fill(&mut batch).await.unwrap() > 0);
}

#[tokio::test]
async fn c37_a_name_is_a_name_and_what_is_not_there_is_not_made_up() {
    let (_folder, path) = database(
        "CREATE TABLE \"a\"\"; DROP TABLE t; --\" (\"x\"\"y\", [select], \"\" TEXT, 'it''s'); INSERT INTO \"a\"\"; DROP TABLE t; --\" VALUES (1, 2, 3, 4);
         CREATE TABLE t (a); INSERT INTO t VALUES ('b');",
    );
    let source = source(&path).await;
    read_everything(&*source).await;
    let name = "a\"; DROP TABLE t; --";
    let read = rows(
        &*source,
        name,
        &strings(&["x\"y", "select", "", "it's"]),
        &Slice::whole(0),
    )
    .await;
    assert_eq!(
        read,
        [[
            Value::Int(1),
            Value::Int(2),
            Value::Text("3".into()),
            Value::Int(4)
        ]]
    );
    for field in ["b", "rowid", "oid", "A\""] {
        let fault = try_rows(&*source, "t", &strings(&[field]), &Slice::whole(0))
            .await
            .unwrap_err();
        assert_eq!(fault.kind, FaultKind::NotThere, "{field}");
    }
    let fault = try_rows(&*source, "nobody", &strings(&["a"]), &Slice::whole(0))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::NotThere);
    assert_eq!(fault.place, "nobody in a.db");
}
