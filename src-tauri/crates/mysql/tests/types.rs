//! Each native type there and back by bits, and what columns make of values, held against the server.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{carry_out, load, mysql, rows_of, source, target, whole};
use drydock_connector::{Cell, Connector, Landed};
use drydock_model::{Design, Value};
use drydock_testkit::servers::mysql::fresh;
use proptest::prelude::*;
use std::sync::OnceLock;

const EVERY_TYPE: &str = "
CREATE TABLE every (
  id int PRIMARY KEY,
  t1 tinyint, t1u tinyint unsigned, t2 smallint, t3 mediumint, t3u mediumint unsigned zerofill, t4 int, t4u int unsigned,
  t8 bigint, t8u bigint unsigned, b1 bit(1), b64 bit(64), y year, f float, d double, n decimal(65,30), n0 decimal(5,0),
  c char(5), v varchar(20), l1 varchar(20) character set latin1, l3 varchar(20) character set utf8mb3, x longtext, tt tinytext,
  bi binary(4), vb varbinary(20), bl longblob, e enum('a','b,c','d''e',''), s set('x','y','z'),
  da date, ti time(6), dt datetime(6), dt0 datetime, ts timestamp(6) NULL, j json, u uuid, i4 inet4, i6 inet6, g geometry
);
SET sql_mode = 'ALLOW_INVALID_DATES';
SET time_zone = '+00:00';
INSERT INTO every VALUES (1,
  -128, 255, -32768, -8388608, 16777215, -2147483648, 4294967295,
  -9223372036854775808, 18446744073709551615, b'1', ~0, 2155, 3.4028234e38, 1.7976931348623157e308,
  '12345678901234567890123456789012345.000000000000000000000000000001', -99999,
  'a  ', 'b  ', 'é€', '好', repeat('😊', 70000), 'tiny',
  x'00ff', x'00', x'0001020304ff', 'b,c', 'x,z',
  '9999-12-31', '23:59:59.999999', '9999-12-31 23:59:59.999999', '2024-02-29 12:00:00', '2038-01-19 03:14:07.999999',
  '{\"b\": 1.0,  \"a\": [1e400], \"a\": 2}', '12345678-9abc-def0-1234-56789abcdef0', '192.168.0.1', '2001:db8::ff00:42',
  ST_GeomFromText('POINT(1 2)', 4326));
INSERT INTO every VALUES (2,
  127, 0, 32767, 8388607, 0, 2147483647, 0, 9223372036854775807, 9223372036854775807, b'0', 0, 1901, 1.17549435e-38,
  5e-324, '-0.000000000000000000000000000001', 0,
  '', '', '', '', '', '', '', '', '', '', '',
  '0000-00-00', '-838:59:59.999999', '0000-00-00 00:00:00', '2024-02-31 00:00:00', '0000-00-00 00:00:00',
  'null', '00000000-0000-0000-0000-000000000000', '0.0.0.0', '::', ST_GeomFromText('LINESTRING(0 0, 1 1)'));
INSERT INTO every (id) VALUES (3);
INSERT INTO every (id, y, da, ti, dt, dt0, ts, e, d, f) VALUES (4, 0, '0000-01-01', '838:59:59', '0001-01-01 00:00:00.000001',
  '2024-00-15 01:02:03', '1970-01-01 00:00:01', 'd''e', -1.5, 0.1);
";

#[tokio::test(flavor = "multi_thread")]
async fn every_type_goes_there_and_back_by_bits() {
    let (from, to) = (fresh(), fresh());
    from.sql(EVERY_TYPE);
    let read = source(&from).await;
    let catalog = read.catalog().await.unwrap();
    let dataset = catalog.dataset("every").unwrap().clone();
    let rows = rows_of(read.as_ref(), &dataset).await;
    assert_eq!(rows.len(), 4);

    let target = target(&to).await;
    let design = Design {
        before: target.catalog().await.unwrap(),
        tables: vec![whole(&dataset, true)],
        objects: Vec::new(),
        sources: vec![("a".into(), catalog.clone())],
    };
    carry_out(target.as_ref(), &design).await;
    let made = mysql().dialect().designed(&design, 0).unwrap();
    // What is read of one can be written to the other: each value is foretold to land exactly.
    for row in &rows {
        for (field, value) in dataset.fields.iter().zip(row) {
            let to = made.field(&field.name).unwrap();
            let landed = mysql().dialect().landed(&made, to, Cell::from(value));
            assert_eq!(landed, Landed::Exact, "{}: {value:?}", field.name);
            assert!(
                mysql()
                    .dialect()
                    .always_exact((&dataset, field), (&made, to))
                    || field.native.starts_with("binary"),
                "{}",
                field.name
            );
        }
    }
    assert_eq!(load(target.as_ref(), &made, 0, &rows).await, []);
    let again = source(&to).await;
    assert_eq!(rows_of(again.as_ref(), &made).await, rows);
    let columns = |d: &drydock_testkit::servers::mysql::Database| {
        d.sql("SELECT column_name, column_type, collation_name, is_nullable FROM information_schema.columns WHERE table_schema = database() AND table_name = 'every'")
    };
    assert_eq!(columns(&to), columns(&from));
    let all = "SELECT t8, t8u, hex(b64), n, hex(c), hex(v), hex(l1), md5(x), hex(bi), hex(bl), e, s, da, ti, dt, dt0, ts, j, u, i6, hex(g) FROM every ORDER BY id";
    assert_eq!(to.sql(all), from.sql(all));
}

#[tokio::test(flavor = "multi_thread")]
async fn values_come_out_as_what_they_are() {
    let from = fresh();
    from.sql(EVERY_TYPE);
    let read = source(&from).await;
    let catalog = read.catalog().await.unwrap();
    let dataset = catalog.dataset("every").unwrap();
    let rows = rows_of(read.as_ref(), dataset).await;
    let value = |row: usize, field: &str| {
        let at = dataset.fields.iter().position(|f| f.name == field).unwrap();
        rows[row][at].clone()
    };
    let text = |s: &str| Value::Text(s.into());
    for (row, field, expected) in [
        (0, "t8u", Value::Decimal("18446744073709551615".into())),
        (1, "t8u", Value::Int(i64::MAX)),
        (0, "b64", Value::Decimal("18446744073709551615".into())),
        (0, "b1", Value::Int(1)),
        (0, "t3u", Value::Int(16_777_215)),
        (
            0,
            "f",
            Value::Float(f64::from(3.402_823_4e38_f32).to_bits()),
        ),
        (1, "d", Value::Float(1)),
        (0, "c", text("a")),
        (0, "v", text("b  ")),
        (0, "bi", Value::Bytes(vec![0, 0xff, 0, 0])),
        (0, "s", text("x,z")),
        (1, "da", text("0000-00-00")),
        (3, "da", Value::Date(-719_528)),
        (1, "ti", text("-838:59:59.999999")),
        (0, "ti", Value::Time(86_399_999_999_000)),
        (1, "dt0", text("2024-02-31 00:00:00")),
        (3, "dt0", text("2024-00-15 01:02:03")),
        (1, "ts", text("0000-00-00 00:00:00")),
        (
            0,
            "ts",
            Value::Instant {
                seconds: 2_147_483_647,
                nanos: 999_999_000,
            },
        ),
        (
            0,
            "j",
            Value::Json("{\"b\": 1.0,  \"a\": [1e400], \"a\": 2}".into()),
        ),
        (1, "u", Value::Uuid([0; 16])),
        (2, "ts", Value::Null),
    ] {
        assert_eq!(value(row, field), expected, "{field}");
    }
}

/// Columns of a table that values of all sorts are put into.
const COLUMNS: [&str; 32] = [
    "tinyint",
    "int unsigned",
    "bigint unsigned",
    "bit(7)",
    "year",
    "float",
    "double",
    "float unsigned",
    "double unsigned",
    "float(7,4)",
    "double(10,2)",
    "double(6,3) unsigned",
    "decimal(10,2)",
    "decimal(5,0) unsigned",
    "char(5)",
    "varchar(5)",
    "tinytext",
    "longtext",
    "varchar(5) character set latin1",
    "varchar(5) character set utf8mb3",
    "binary(4)",
    "varbinary(4)",
    "enum('a','B')",
    "set('a','b')",
    "date",
    "time",
    "time(3)",
    "datetime",
    "datetime(6)",
    "timestamp(6) null",
    "json",
    "uuid",
];

fn awkward_for_columns() -> Vec<Value> {
    let t = |s: &str| Value::Text(s.into());
    let f = |x: f64| Value::Float(x.to_bits());
    let d = |s: &str| Value::Decimal(s.into());
    let mut values = vec![
        Value::Null,
        Value::Bool(true),
        Value::Int(0),
        Value::Int(1),
        Value::Int(-1),
        Value::Int(127),
        Value::Int(128),
        Value::Int(2024),
        Value::Int(70),
        Value::Int(i64::MAX),
        Value::Int(9_007_199_254_740_993),
        f(0.1),
        f(-0.0),
        f(1e10),
        f(3.0),
        f(1e300),
        f(f64::INFINITY),
        f(f64::from(0.1_f32)),
        f(1.005),
        f(-0.001),
        f(-2.675),
        f(999.9995),
        f(12_345_678.125),
        f(99_999_999.996),
        d("1.10"),
        d("1.1"),
        d("12345678.905"),
        d("99999999.995"),
        d("-1.5"),
        d("18446744073709551615"),
        d("1e5"),
        d("NaN"),
        Value::Bytes(vec![1, 2]),
        Value::Bytes(vec![1, 2, 3, 4]),
        Value::Bytes(vec![0xff; 5]),
        Value::BrokenText(vec![0xff]),
        Value::Date(0),
        Value::Date(-719_528),
        Value::Date(-719_529),
        Value::Date(2_932_897),
        Value::Time(0),
        Value::Time(86_399_999_999_999),
        Value::Time(1_500_000),
        Value::Timestamp {
            seconds: 0,
            nanos: 0,
        },
        Value::Timestamp {
            seconds: 1_700_000_000,
            nanos: 123_456_789,
        },
        Value::Instant {
            seconds: 1_700_000_000,
            nanos: 999_999_999,
        },
        Value::Instant {
            seconds: 0,
            nanos: 500_000_000,
        },
        Value::Instant {
            seconds: 1,
            nanos: 0,
        },
        Value::Instant {
            seconds: 2_147_483_648,
            nanos: 0,
        },
        Value::Uuid([0xab; 16]),
        Value::Json("{\"a\":1}".into()),
        Value::Json("[1,]".into()),
        Value::Opaque(vec![1]),
    ];
    values.extend(
        [
            "",
            " ",
            "a",
            "A",
            "b",
            "a,b",
            "b,a",
            "abcde",
            "abcdef",
            "abcde  ",
            "ab   ",
            "é€",
            "好好",
            "😊",
            "a\0b",
            "12",
            "012",
            "12.5",
            "1e3",
            "true",
            "{}",
            "{\"a\": [1, 2.50]}",
            "nul",
            "NaN",
            "2024-02-29",
            "2023-02-29",
            "2023-02-32",
            "0000-00-00",
            "2024-02-29 12:00:00",
            "2024-02-29T12:00:00Z",
            "2024-02-29 12:00:00+00:00",
            "2024-02-29 12:00:00.5",
            "2024-02-29 12:00:00.123456789",
            "2024-02-29 12:00",
            "0000-00-00 00:00:00",
            "12:34:56",
            "12:34:56.7",
            "12:34:56.7891",
            "-01:00:00",
            "100:00:00",
            "838:59:59",
            "839:00:00",
            "24:00:00",
            "abababab-abab-abab-abab-abababababab",
            "ABABABAB-ABAB-ABAB-ABAB-ABABABABABAB",
            "\u{feff}x",
        ]
        .map(t),
    );
    let deep = format!("{}{}", "[".repeat(32), "]".repeat(32));
    values.push(t(&deep));
    values.push(t(&"x".repeat(255)));
    values.push(t(&format!("{}é", "x".repeat(254))));
    values
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_foretold_of_a_column_is_what_the_server_does() {
    let database = fresh();
    let columns: Vec<String> = COLUMNS
        .iter()
        .enumerate()
        .map(|(i, c)| format!("CREATE TABLE t{i} (id int PRIMARY KEY, v {c})"))
        .collect();
    database.sql(&columns.join("; "));
    let target = target(&database).await;
    let catalog = target.catalog().await.unwrap();
    let values = awkward_for_columns();
    for (i, column) in COLUMNS.iter().enumerate() {
        let dataset = catalog.dataset(&format!("t{i}")).unwrap();
        let rows: Vec<Vec<Value>> = values
            .iter()
            .enumerate()
            .map(|(n, v)| vec![Value::Int(n as i64), v.clone()])
            .collect();
        let refused = load(target.as_ref(), dataset, i as u32, &rows).await;
        let read = source(&database).await;
        let found = rows_of(read.as_ref(), dataset).await;
        for (n, value) in values.iter().enumerate() {
            let landed = found
                .iter()
                .find(|r| r[0] == Value::Int(n as i64))
                .map(|r| r[1].clone());
            let foretold = mysql()
                .dialect()
                .landed(dataset, &dataset.fields[1], Cell::from(value));
            let expected = match foretold {
                Landed::Exact => Some(value.clone()),
                Landed::Changed { value, .. } => Some(value),
                Landed::Refused { .. } => None,
            };
            assert_eq!(landed, expected, "{value:?} in {column}");
            assert_eq!(landed.is_none(), refused.iter().any(|r| r.row == n));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c13_what_unicode_does_not_have_comes_as_bytes_and_not_as_question_marks() {
    let database = fresh();
    database.sql(
        "CREATE TABLE t (id int PRIMARY KEY, c varchar(9) CHARACTER SET cp1251, a char(9) CHARACTER SET ascii,
           s varchar(9) CHARACTER SET sjis, w text CHARACTER SET cp1250);
         INSERT INTO t VALUES (1, x'CF3F98', x'E9', x'8540', x'C381'), (2, 'П??', '?', 'ソ?\\\\', ''), (3, NULL, NULL, NULL, NULL)",
    );
    let read = source(&database).await;
    let catalog = read.catalog().await.unwrap();
    let text = |s: &str| Value::Text(s.into());
    let broken = |b: &[u8]| Value::BrokenText(b.to_vec());
    let wanted = [
        vec![
            Value::Int(1),
            broken(b"\xcf?\x98"),
            broken(b"\xe9"),
            broken(b"\x85\x40"),
            broken(b"\xc3\x81"),
        ],
        vec![
            Value::Int(2),
            text("П??"),
            text("?"),
            text("ソ?\\"),
            text(""),
        ],
        vec![
            Value::Int(3),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
        ],
    ];
    let dataset = catalog.dataset("t").unwrap();
    assert_eq!(rows_of(read.as_ref(), dataset).await, wanted);
}

/// A database with one table a proptest can use over and over.
fn playground() -> &'static drydock_testkit::servers::mysql::Database {
    static PLACE: OnceLock<drydock_testkit::servers::mysql::Database> = OnceLock::new();
    PLACE.get_or_init(|| {
        let database = fresh();
        database.sql(
            "CREATE TABLE many (id int PRIMARY KEY, f float, d double, i bigint, t longtext, b longblob, n decimal(38,10), dt datetime(6))",
        );
        database
    })
}

fn any_row() -> impl Strategy<Value = Vec<Value>> {
    (
        any::<u64>(),
        any::<u64>(),
        any::<i64>(),
        any::<String>(),
        any::<Vec<u8>>(),
        (any::<i64>(), 0_u32..12),
        (-63_000_000_000_i64..253_000_000_000, 0_u32..1_000_000_000),
    )
        .prop_map(|(f, d, i, t, b, (n, scale), (seconds, nanos))| {
            let digits = format!("{}{:0>12}", if n < 0 { "-" } else { "" }, n.unsigned_abs());
            let (whole, parts) = digits.split_at(digits.len() - scale as usize);
            let decimal = match parts {
                "" => whole.to_owned(),
                _ => format!(
                    "{}.{parts}",
                    if matches!(whole, "" | "-") {
                        "0"
                    } else {
                        whole
                    }
                ),
            };
            vec![
                Value::Float(f),
                Value::Float(d),
                Value::Int(i),
                Value::Text(t),
                Value::Bytes(b),
                Value::Decimal(decimal),
                Value::Timestamp { seconds, nanos },
            ]
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_values_land_as_foretold(rows in proptest::collection::vec(any_row(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let database = playground();
            database.sql("DELETE FROM many; DROP TABLE IF EXISTS _drydock_receipts");
            let target = target(database).await;
            let catalog = target.catalog().await.unwrap();
            let dataset = catalog.dataset("many").unwrap();
            let rows: Vec<Vec<Value>> = rows
                .into_iter()
                .enumerate()
                .map(|(n, row)| std::iter::once(Value::Int(n as i64)).chain(row).collect())
                .collect();
            let mut expected = Vec::new();
            let mut sent = Vec::new();
            for row in rows {
                let landed: Vec<Option<Value>> = dataset
                    .fields
                    .iter()
                    .zip(&row)
                    .map(|(f, v)| match mysql().dialect().landed(dataset, f, Cell::from(v)) {
                        Landed::Exact => Some(v.clone()),
                        Landed::Changed { value, .. } => Some(value),
                        Landed::Refused { .. } => None,
                    })
                    .collect();
                expected.extend(landed.into_iter().collect::<Option<Vec<Value>>>());
                sent.push(row);
            }
            let refused = load(target.as_ref(), dataset, 0, &sent).await;
            assert_eq!(refused.len() + expected.len(), sent.len());
            let read = source(database).await;
            assert_eq!(rows_of(read.as_ref(), dataset).await, expected);
        });
    }
}
