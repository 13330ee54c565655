//! Each type there and back: the same text by the server's word, the same cells by ours.

use crate::copying::{copy, names};
use drydock_connector::{Batch, Cell, Connector, Landed, Landing};
use drydock_model::Value;
use drydock_postgres::Postgres;
use drydock_testkit::{read_all, servers::postgres};

const TYPES: [(&str, &[&str]); 44] = [
    ("boolean", &["true", "false"]),
    ("smallint", &["-32768", "32767"]),
    ("integer", &["-2147483648", "2147483647"]),
    (
        "bigint",
        &[
            "-9223372036854775808",
            "9223372036854775807",
            "6031832573293743752",
        ],
    ),
    ("oid", &["0", "4294967295"]),
    (
        "real",
        &["0.1", "-0.0", "NaN", "Infinity", "16777216", "1e-45"],
    ),
    (
        "double precision",
        &[
            "0.1",
            "-0.0",
            "NaN",
            "-Infinity",
            "5e-324",
            "1.7976931348623157e308",
        ],
    ),
    (
        "numeric",
        &[
            "1.10",
            "-0.0000",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e-200",
            "12345678901234567890123456789012345678901234567890.5",
        ],
    ),
    ("numeric(10,2)", &["1.1", "-99999999.99", "NaN"]),
    (
        "text",
        &[
            "",
            "NULL",
            "\\N",
            "é😊\u{301}",
            "line\nline\r\t",
            "'quoted'",
        ],
    ),
    ("character varying(3)", &["abc", "é😊 ", ""]),
    ("character(3)", &["a", "abc", ""]),
    ("name", &["a name"]),
    ("\"char\"", &["x"]),
    ("bytea", &["\\x", "\\x00ff5c", "\\x5c78"]),
    (
        "date",
        &[
            "2024-02-29",
            "0044-03-15 BC",
            "infinity",
            "-infinity",
            "5874897-12-31",
            "4713-01-01 BC",
        ],
    ),
    (
        "time without time zone",
        &["00:00", "24:00", "23:59:59.999999"],
    ),
    ("time(2) without time zone", &["12:34:56.78"]),
    (
        "time with time zone",
        &["12:34:56.789+07:30", "24:00:00-15:59"],
    ),
    (
        "timestamp without time zone",
        &[
            "2024-02-29 23:59:59.999999",
            "4713-01-01 00:00:00 BC",
            "294276-12-31 23:59:59.999999",
            "infinity",
            "-infinity",
            "1999-12-31 23:59:59.000001",
        ],
    ),
    (
        "timestamp(3) without time zone",
        &["1969-12-31 23:59:59.999"],
    ),
    (
        "timestamp with time zone",
        &[
            "2024-03-31 02:30:00+01",
            "infinity",
            "0001-01-01 00:00:00 BC",
        ],
    ),
    (
        "interval",
        &[
            "1 year 2 mons -3 days 04:05:06.789",
            "-00:00:00.000001",
            "0",
        ],
    ),
    ("uuid", &["01234567-89ab-cdef-0123-456789abcdef"]),
    (
        "json",
        &[
            "{\"b\":1, \"a\" : [1.0,1e5,\"\\u00e9\"],\"a\":null}",
            "6031832573293743752",
        ],
    ),
    (
        "jsonb",
        &["{\"b\":1,\"a\":[1.0,1e5,null]}", "\"\\u0001é\"", "[]"],
    ),
    ("bit(3)", &["101"]),
    ("bit varying(8)", &["", "10101"]),
    (
        "integer[]",
        &["{}", "{1,NULL,-3}", "{{1,2},{3,4}}", "[5:6]={7,8}"],
    ),
    ("text[]", &["{\"a,b\",\"\\\"\",NULL,\"NULL\",\"\"}"]),
    ("character varying(2)[]", &["{ab,c}"]),
    (
        "timestamp with time zone[]",
        &["{\"2024-01-01 00:00:00+00\",infinity}"],
    ),
    ("double precision[]", &["{0.1,NaN,-0}"]),
    ("inet", &["192.168.0.1/24", "::1"]),
    ("cidr", &["10.0.0.0/8"]),
    ("macaddr", &["08:00:2b:01:02:03"]),
    ("point", &["(1.5,-0)"]),
    ("polygon", &["((0,0),(1,1),(1,0))"]),
    ("tsvector", &["'a':1A 'it''s':2"]),
    ("tsquery", &["'a' & !'b'"]),
    ("int4range", &["[1,5)", "empty", "(,)"]),
    ("money", &["-12.34"]),
    ("xml", &["<a>é</a>"]),
    ("mood", &["it''s, fine", "sad"]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_type_goes_there_and_back() {
    let (from, to) = (postgres::fresh(), postgres::fresh());
    from.sql("CREATE TYPE mood AS ENUM ('sad', 'it''s, fine'); CREATE DOMAIN small AS numeric(4,1) CHECK (VALUE < 100)");
    let mut sql = String::new();
    for (number, (native, values)) in TYPES.iter().enumerate() {
        sql += &format!("CREATE TABLE t{number} (id int PRIMARY KEY, v {native});\n");
        for (id, value) in values.iter().enumerate() {
            let value = if *native == "mood" {
                (*value).to_owned()
            } else {
                value.replace('\'', "''")
            };
            sql += &format!("INSERT INTO t{number} VALUES ({id}, '{value}');\n");
        }
        sql += &format!("INSERT INTO t{number} VALUES (99, NULL);\n");
    }
    sql += "CREATE TABLE d (id int PRIMARY KEY, v small); INSERT INTO d VALUES (1, 99.9);";
    from.sql(&sql);
    let (_, refused) = copy(&from, &to).await;
    assert_eq!(refused, []);
    let connector = Postgres::default();
    let source = connector.open_source(&from.address()).await.unwrap();
    let copied = connector.open_source(&to.address()).await.unwrap();
    let catalog = source.catalog().await.unwrap();
    let tables = (0..TYPES.len())
        .map(|n| format!("t{n}"))
        .chain(["d".into()]);
    for table in tables {
        let all = format!(
            "SELECT string_agg(id || '=' || coalesce(v::text, '<null>'), E'\\n' ORDER BY id) FROM {table}"
        );
        let dataset = catalog.dataset(&table).unwrap();
        let native = &dataset.fields[1].native;
        assert_eq!(from.sql(&all), to.sql(&all), "{native}");
        let fields = names(dataset);
        let before = read_all(source.as_ref(), &table, &fields, None).await;
        let after = read_all(copied.as_ref(), &table, &fields, None).await;
        assert_eq!(before, after, "{native}");
        // What is read is what the dialect says will land as it is.
        for row in &before {
            let landed = connector
                .dialect()
                .landed(dataset, &dataset.fields[1], (&row[1]).into());
            assert_eq!(
                landed,
                drydock_connector::Landed::Exact,
                "{native} {:?}",
                row[1]
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c22_moments_that_are_none_are_told_and_not_bent() {
    let db = postgres::fresh();
    db.sql("CREATE TABLE t (a date, b timestamptz, c numeric, d date); INSERT INTO t VALUES ('infinity', '-infinity', 'NaN', '0001-12-31 BC')");
    let source = Postgres::default()
        .open_source(&db.address())
        .await
        .unwrap();
    let fields = ["a", "b", "c", "d"].map(String::from);
    let rows = read_all(source.as_ref(), "t", &fields, None).await;
    let text = |s: &str| Value::Text(s.into());
    let expected = [
        text("infinity"),
        text("-infinity"),
        Value::Decimal("NaN".into()),
        Value::Date(-719_163),
    ];
    assert_eq!(rows, [expected]);
}

/// Any value into any field: what the dialect says beforehand is what the server holds afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_put_anywhere_lands_as_foretold() {
    const NATIVES: [&str; 35] = [
        "boolean",
        "smallint",
        "integer",
        "bigint",
        "oid",
        "real",
        "double precision",
        "numeric",
        "numeric(10,2)",
        "numeric(3,3)",
        "numeric(3,-2)",
        "text",
        "character varying(3)",
        "character(3)",
        "name",
        "bytea",
        "date",
        "time without time zone",
        "time(2) without time zone",
        "timestamp without time zone",
        "timestamp(0) without time zone",
        "timestamp(3) with time zone",
        "timestamp with time zone",
        "uuid",
        "json",
        "jsonb",
        "integer[]",
        "text[]",
        "double precision[]",
        "numeric[]",
        "interval",
        "mood",
        "small",
        "bit(3)",
        "jsonb[]",
    ];
    let db = postgres::fresh();
    db.sql("CREATE TYPE mood AS ENUM ('sad', 'it''s, fine'); CREATE DOMAIN small AS numeric(4,1)");
    let columns = NATIVES
        .iter()
        .enumerate()
        .map(|(i, n)| format!("CREATE TABLE t{i} (id int PRIMARY KEY, v {n})"));
    db.sql(&columns.collect::<Vec<_>>().join(";"));
    let values = values();
    let connector = Postgres::default();
    let target = connector.open_target(&db.address()).await.unwrap();
    target.begin("run").await.unwrap();
    let catalog = target.catalog().await.unwrap();
    let mut wrong = Vec::new();
    for (number, native) in NATIVES.iter().enumerate() {
        let table = format!("t{number}");
        let dataset = catalog.dataset(&table).unwrap();
        let mut batch = Batch::with_limit(2, usize::MAX);
        for (id, value) in values.iter().enumerate() {
            batch.push(Cell::Int(id as i64));
            batch.push(Cell::from(value));
        }
        let landing = Landing {
            run: "run".into(),
            dataset: table.clone(),
            fields: names(dataset),
            write: drydock_model::WriteMode::Append,
            key: Vec::new(),
        };
        let mut load = target.load(&landing).await.unwrap();
        let refused = load.write(&batch).await.unwrap();
        let receipt = drydock_model::Receipt {
            run: "run".into(),
            slice: number as u32,
            ..Default::default()
        };
        load.commit(receipt).await.unwrap();
        let source = connector.open_source(&db.address()).await.unwrap();
        let found = read_all(source.as_ref(), &table, &names(dataset), None).await;
        for (id, value) in values.iter().enumerate() {
            // What only PostgreSQL understands is carried between its own fields of one type; no other is ever asked.
            if matches!(value, Value::Opaque(_)) && ["interval", "bit(3)"].contains(native) {
                continue;
            }
            let there = found
                .iter()
                .find(|r| r[0] == Value::Int(id as i64))
                .map(|r| r[1].clone());
            let reason = refused.iter().find(|r| r.row == id).map(|r| r.reason);
            let foretold =
                connector
                    .dialect()
                    .landed(dataset, &dataset.fields[1], Cell::from(value));
            let expected = match &foretold {
                Landed::Exact => (Some(value.clone()), None),
                Landed::Changed { value, .. } => (Some(value.clone()), None),
                Landed::Refused { reason } => (None, Some(*reason)),
            };
            if (there.clone(), reason) != expected {
                wrong.push(format!(
                    "{value:?} in {}: {there:?} {reason:?}, foretold {foretold:?}",
                    native
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn values() -> Vec<Value> {
    let mut all: Vec<Value> = drydock_testkit::awkward::values()
        .into_iter()
        .map(|(_, _, v)| v)
        .collect();
    let texts = [
        "true",
        "1",
        "-32769",
        "1.5",
        "12:34:56.789123",
        "23:59:59.9999999",
        "2024-02-29",
        "2024-02-29 23:59:59.9999996",
        "2024-02-29T23:59:59",
        "1999-12-31 23:59:59.5",
        "1999-12-31 23:59:58.5",
        "2024-01-01 12:00:00+07:00",
        "2024-01-01 12:00:00Z",
        "infinity",
        "-infinity",
        "0000-00-00",
        "01234567-89ab-cdef-0123-456789abcdef",
        "01234567-89AB-CDEF-0123-456789ABCDEF",
        "{\"b\":1, \"a\":[1.0, 1e3, -0.0], \"b\":\"\\u00e9\\u0001\"}",
        "[]",
        "{}",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "{1,2}",
        "{ 1}",
        "{a,\"b c\"}",
        "{NULL}",
        "{1e+20}",
        "abc  ",
        "ab",
        "abcd",
        "sad",
        "it's, fine",
        "101",
        "1 day",
        "{\"{}\"}",
        "null",
        "1e400",
        "é",
        "-0",
        "{1.10}",
    ];
    all.extend(texts.map(|t| Value::Text(t.into())));
    let decimals = [
        "1.10",
        "-0.00",
        "1e3",
        "99999999.995",
        "0.9995",
        "NaN",
        "Infinity",
        "123456789012345678901234567890.5",
        "12",
        "0.1",
        "99.95",
        "999.949",
    ];
    all.extend(decimals.map(|d| Value::Decimal(d.into())));
    all.extend(["{\"a\":1}", "[1,  2]", "\"x\"", "nope", "1.50"].map(|j| Value::Json(j.into())));
    all.extend(
        [1.5, 0.1, 1e22, -2.5, 16_777_217.0, 1e39, 123_456.785]
            .map(|f: f64| Value::Float(f.to_bits())),
    );
    all.extend([0, 1, 2, 40_000, 3_000_000_000, 99, 1000].map(Value::Int));
    all.extend([0, -719_529, 2_932_897, i32::MAX, i32::MIN, -2_440_000].map(Value::Date));
    all.extend(
        [
            0,
            86_399_999_999_999,
            86_400_000_000_000,
            1_005_000_000,
            86_400_000_000_001,
        ]
        .map(Value::Time),
    );
    for (seconds, nanos) in [
        (0, 0),
        (-1, 999_999_500),
        (951_868_799, 500_000_000),
        (946_684_799, 500_000_000),
        (946_684_798, 500_000_000),
        (i64::MAX, 0),
        (1, 1),
        (1, 500),
        (9_224_318_015_999, 999_999_999),
        (946_684_800, 1_500_000),
        (946_684_799, 998_500_000),
    ] {
        all.push(Value::Timestamp { seconds, nanos });
        all.push(Value::Instant { seconds, nanos });
    }
    all.push(Value::Uuid([7; 16]));
    all.push(Value::Opaque(b"1 day".to_vec()));
    all.push(Value::Opaque(b"101".to_vec()));
    all
}
