//! Each prediction is held against a real SQLite: insert, `typeof`, read back.

use super::*;
use drydock_model::{Key, Logical};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// A table of one column, as the catalog describes it and as SQLite is told.
struct Column {
    dataset: Dataset,
    table: String,
}

fn column(index: usize, native: &str, constraint: &str, options: &str) -> Column {
    let table = format!("t{index}");
    let key = constraint.contains("PRIMARY KEY");
    let sql = match constraint {
        "KEY BELOW" => {
            format!("CREATE TABLE {table}(v {native}, PRIMARY KEY(v DESC)) {options}")
        }
        _ => format!("CREATE TABLE {table}(v {native} {constraint}) {options}"),
    };
    let dataset = Dataset {
        name: table.clone(),
        fields: vec![Field {
            name: "v".into(),
            native: native.into(),
            logical: Logical::Any,
            nullable: !constraint.contains("NOT NULL"),
            default: None,
            generated: None,
            collation: None,
            comment: None,
        }],
        key: (key || constraint == "KEY BELOW").then(|| Key {
            fields: vec!["v".into()],
            ..Key::default()
        }),
        options: options
            .split(", ")
            .filter(|o| !o.is_empty())
            .map(str::to_owned)
            .collect(),
        sql: Some(sql),
        ..Dataset::default()
    };
    Column { dataset, table }
}

fn columns() -> Vec<Column> {
    let mut all: Vec<(&str, &str, &str)> = Vec::new();
    for native in [
        "",
        "INTEGER",
        "INT",
        "NUMERIC",
        "REAL",
        "DOUBLE",
        "TEXT",
        "VARCHAR(5)",
        "BLOB",
        "DATETIME",
        "BOOLEAN",
        "DECIMAL(10,2)",
        "STRING",
        "FLOATING POINT",
        "JSON",
        "ANY",
        "CHARBLOB",
    ] {
        all.push((native, "", ""));
    }
    for native in ["", "INTEGER", "REAL", "TEXT"] {
        all.push((native, "NOT NULL", ""));
    }
    for native in ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"] {
        all.push((native, "", "STRICT"));
        all.push((native, "NOT NULL", "STRICT"));
    }
    for native in ["INTEGER", "INT", "TEXT", "REAL", "ANY"] {
        for options in ["", "STRICT", "WITHOUT ROWID", "STRICT, WITHOUT ROWID"] {
            all.push((native, "PRIMARY KEY", options));
        }
        all.push((native, "KEY BELOW", ""));
        all.push((native, "PRIMARY KEY DESC", ""));
    }
    all.into_iter()
        .enumerate()
        .map(|(i, (native, constraint, options))| column(i, native, constraint, options))
        .collect()
}

fn database(encoding: &str, columns: &mut [Column]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.pragma_update(None, "encoding", encoding).unwrap();
    for column in columns {
        db.execute_batch(column.dataset.sql.as_deref().unwrap())
            .unwrap();
        if encoding != "UTF-8" {
            column.dataset.options.push(encoding.into());
        }
    }
    db
}

/// What SQLite really does: the value that is read back, or the reason of its refusal.
fn really(db: &Connection, table: &str, cell: Cell<'_>) -> Result<Value, &'static str> {
    let mut insert = db
        .prepare_cached(&format!("INSERT OR ABORT INTO {table}(v) VALUES (?1)"))
        .unwrap();
    insert.raw_bind_parameter(1, Form::of(cell)).unwrap();
    if let Err(e) = insert.raw_execute() {
        use rusqlite::ffi;
        return Err(match e.sqlite_error().map(|e| e.extended_code) {
            Some(ffi::SQLITE_CONSTRAINT_NOTNULL) => "not_null",
            Some(ffi::SQLITE_CONSTRAINT_DATATYPE | ffi::SQLITE_MISMATCH) => "type_refused",
            other => panic!("{table}: {other:?} {e}"),
        });
    }
    let mut select = db
        .prepare_cached(&format!("SELECT v, typeof(v) FROM {table}"))
        .unwrap();
    let value = select
        .query_row([], |row| {
            let kind: String = row.get(1)?;
            let value = match row.get_ref(0)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(i) => Value::Int(i),
                ValueRef::Real(f) => Value::Float(f.to_bits()),
                ValueRef::Text(t) => value_of(&Form::Text(t.into())),
                ValueRef::Blob(b) => Value::Bytes(b.to_vec()),
            };
            let expected = match &value {
                Value::Null => "null",
                Value::Int(_) => "integer",
                Value::Float(_) => "real",
                Value::Text(_) | Value::BrokenText(_) => "text",
                _ => "blob",
            };
            assert_eq!(kind, expected);
            Ok(value)
        })
        .unwrap();
    db.execute_batch(&format!("DELETE FROM {table}")).unwrap();
    Ok(value)
}

fn check(db: &Connection, columns: &[Column], cell: Cell<'_>) {
    for Column { dataset, table } in columns {
        let field = &dataset.fields[0];
        let said = landed(dataset, field, cell);
        if said == (Landed::Refused { reason: "encoding" }) {
            // SQLite would take it and change it: the load refuses such rows itself.
            let found = really(db, table, cell);
            assert_ne!(
                found,
                Ok(cell.to_value()),
                "{cell:?} survives in {:?}",
                dataset.sql
            );
            continue;
        }
        // A null in the rowid's alias becomes a new number: no refusal by SQLite, but not the value either.
        if affinity::is_row_id(dataset, field) && is_null(&Form::of(cell)) {
            assert_eq!(said, Landed::Refused { reason: "not_null" });
            assert_ne!(really(db, table, cell), Ok(Value::Null));
            continue;
        }
        let found = really(db, table, cell);
        let expected = match &said {
            Landed::Exact => Ok(cell.to_value()),
            Landed::Changed { value, .. } => Ok(value.clone()),
            Landed::Refused { reason } => Err(*reason),
        };
        assert_eq!(found, expected, "{cell:?} into {:?}: {said:?}", dataset.sql);
        if let Landed::Changed { value, .. } = &said {
            assert_ne!(*value, cell.to_value(), "{cell:?} into {:?}", dataset.sql);
        }
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ \t\n]{0,2}[+-]?[0-9]{0,22}(\\.[0-9]{0,20})?([eE][+-]?[0-9]{0,4})?[ \r\n]{0,2}[a-z\\x00]?",
        2 => any::<i64>().prop_map(|i| i.to_string()),
        2 => any::<f64>().prop_map(|f| format!("{f:?}")),
        1 => any::<f64>().prop_map(|f| format!("{f:e}")),
        1 => (any::<i128>(), 0u32..100).prop_map(|(i, s)| (i >> s).to_string()),
        1 => "0[xX][0-9a-f]{1,16}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

fn floats() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => any::<u64>().prop_map(f64::from_bits),
        2 => any::<i64>().prop_map(|i| i as f64),
        2 => (any::<i32>(), 0u32..64).prop_map(|(i, s)| f64::from(i) * 2f64.powi(s as i32)),
        2 => (any::<i32>(), 0..20i32).prop_map(|(i, s)| f64::from(i) / 10f64.powi(s)),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        3 => any::<i64>().prop_map(Value::Int),
        2 => (any::<i64>(), 0u32..64).prop_map(|(i, s)| Value::Int(i >> s)),
        6 => floats().prop_map(|f| Value::Float(f.to_bits())),
        10 => texts().prop_map(Value::Text),
        2 => prop::collection::vec(any::<u8>(), 0..12).prop_map(Value::Bytes),
        2 => prop::collection::vec(any::<u8>(), 1..12).prop_map(|mut b| {
            b.push(0xff);
            Value::BrokenText(b)
        }),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => "-?[0-9]{1,30}(\\.[0-9]{1,20})?".prop_map(Value::Decimal),
        1 => any::<i32>().prop_map(Value::Date),
        1 => (0..86_400_000_000_000i64).prop_map(Value::Time),
        1 => (any::<i64>(), 0..1_000_000_000u32)
            .prop_map(|(seconds, nanos)| Value::Timestamp { seconds, nanos }),
        1 => (any::<i64>(), 0..1_000_000_000u32)
            .prop_map(|(seconds, nanos)| Value::Instant { seconds, nanos }),
        1 => any::<[u8; 16]>().prop_map(Value::Uuid),
        1 => prop_oneof![Just("1.0"), Just("{\"a\":1}"), Just("null"), Just("12")]
            .prop_map(|j| Value::Json(j.into())),
        1 => prop::collection::vec(any::<u8>(), 0..6).prop_map(Value::Opaque),
    ]
}

const EDGES: &[&str] = &[
    "",
    " ",
    "0",
    "-0",
    "+0",
    "00",
    "0012",
    " 12 ",
    "\t12\n",
    "\u{b}12\u{c}",
    "12\0",
    "\u{a0}12",
    "+5",
    "-5",
    "--5",
    "+-5",
    "5.",
    ".5",
    ".",
    "+.",
    "-.e1",
    "1e",
    "1e+",
    "1e5",
    "1E5",
    "1e-5",
    "1.0e0",
    "1e400",
    "-1e400",
    "1e-400",
    "0x10",
    "0X1F",
    "1_000",
    "inf",
    "Infinity",
    "nan",
    "1 2",
    "1e5 ",
    "1 e5",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "+9223372036854775807",
    "9223372036854775807.0",
    "9223372036854775806.9",
    "-0.0",
    "0.0",
    "0e0",
    "9007199254740993",
    "9007199254740993.0",
    "2251799813685248",
    "2251799813685249",
    "140737488355328",
    "140737488355327",
    "18446744073709551615",
    "18446744073709551616",
    "1844674407370955161500000000000000000000",
    "0000000000000000000000000000000001",
    "0.1",
    "1.10",
    "3.0",
    "1e2",
    "1e18",
    "1e19",
    "12345678901234567890.5",
    "٣",
    "１２",
    "\u{feff}12",
    "\u{fffe}",
    "a\u{ffff}b",
    "\u{10ffff}",
    "true",
    "NULL",
];

const INTS: &[i64] = &[
    0,
    1,
    -1,
    i64::MIN,
    i64::MIN + 1,
    i64::MAX,
    i64::MAX - 1,
    1 << 47,
    (1 << 47) - 1,
    -(1 << 47),
    -(1 << 47) - 1,
    1 << 51,
    (1 << 51) + 1,
    1 << 53,
    (1 << 53) + 1,
    -(1 << 53) - 1,
    1 << 62,
    (1 << 62) + 1,
];

const FLOATS: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.0,
    3.0,
    3.5,
    0.1,
    1e15,
    1e16,
    1e18,
    9.2e18,
    9223372036854775807.0,
    -9223372036854775808.0,
    9223372036854774784.0,
    -9223372036854774784.0,
    1e19,
    1e300,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    0.30000000000000004,
    123456789012345.6,
    1e-7,
    1e21,
    1.0 / 3.0,
];

fn edges() -> Vec<Value> {
    let mut edges: Vec<Value> = EDGES.iter().map(|t| Value::Text((*t).into())).collect();
    edges.extend(EDGES.iter().map(|t| Value::Bytes(t.as_bytes().into())));
    edges.extend(INTS.iter().map(|i| Value::Int(*i)));
    edges.extend(FLOATS.iter().map(|f| Value::Float(f.to_bits())));
    edges.push(Value::Float(0xfff8_0000_dead_beef));
    edges.push(Value::Float(0x7ff0_0000_0000_0001));
    for broken in [
        &b"\xff"[..],
        b"12\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf8\x88\x80\x80\x80",
        b"a\0\xff",
        b"\xc0\x80",
    ] {
        edges.push(Value::BrokenText(broken.into()));
    }
    edges.push(Value::Null);
    edges
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(4000)
}

#[test]
fn c06_what_is_said_of_a_value_is_what_sqlite_does() {
    for encoding in ["UTF-8", "UTF-16le"] {
        let mut columns = columns();
        let db = database(encoding, &mut columns);
        for value in edges() {
            check(&db, &columns, Cell::from(&value));
        }
        let mut runner =
            proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(cases()));
        runner
            .run(&values(), |value| {
                check(&db, &columns, Cell::from(&value));
                Ok(())
            })
            .unwrap();
    }
}

/// What a column of one sort holds after any insert is put into every other column of which that is promised.
#[test]
fn what_is_always_exact_never_changes() {
    let mut columns = columns();
    let db = database("UTF-8", &mut columns);
    let mut promises = 0;
    let mut try_value = |value: Value| {
        for from in &columns {
            let Ok(stored) = really(&db, &from.table, Cell::from(&value)) else {
                continue;
            };
            for to in &columns {
                let (f, t) = (&from.dataset, &to.dataset);
                if always_exact((f, &f.fields[0]), (t, &t.fields[0])) {
                    promises += 1;
                    let cell = Cell::from(&stored);
                    assert_eq!(
                        really(&db, &to.table, cell),
                        Ok(stored.clone()),
                        "{f:?} {t:?}"
                    );
                    assert_eq!(landed(t, &t.fields[0], cell), Landed::Exact);
                }
            }
        }
    };
    edges().into_iter().for_each(&mut try_value);
    assert!(promises > 10_000, "{promises}");
}

/// What passes the quick look is exact, and what a column holds after an insert passes it.
#[test]
fn c06_the_quick_look_lets_nothing_by_that_would_change() {
    let mut columns = columns();
    let db = database("UTF-8", &mut columns);
    let (mut passed, mut held) = (0, 0);
    // No database of SQLite holds NaN.
    let is_nan = |v: &Value| matches!(v, Value::Float(bits) if f64::from_bits(*bits).is_nan());
    for value in edges().into_iter().filter(|v| !is_nan(v)) {
        for Column { table, dataset, .. } in &columns {
            let field = &dataset.fields[0];
            let stays = |value: &Value| {
                let look = stays(dataset, field);
                look.is_none_or(|look| look(&Cell::from(value)))
            };
            let foreseen = landed(dataset, field, Cell::from(&value));
            if value != Value::Null && form::is_native(&Cell::from(&value)) && stays(&value) {
                passed += 1;
                assert_eq!(foreseen, Landed::Exact, "{value:?} in {:?}", dataset.sql);
            }
            if let Ok(stored) = really(&db, table, Cell::from(&value)) {
                held += 1;
                assert!(stays(&stored), "{stored:?} in {:?}", dataset.sql);
            }
        }
    }
    assert!(passed > 300 && held > 300, "{passed} {held}");
}

#[test]
fn a_table_fits_itself_and_promises_end_where_values_bend() {
    let columns = columns();
    for Column { dataset, .. } in &columns {
        let field = &dataset.fields[0];
        assert!(
            always_exact((dataset, field), (dataset, field)),
            "{:?}",
            dataset.sql
        );
    }
    let of = |native: &str, constraint: &str, options: &str| {
        column(0, native, constraint, options).dataset
    };
    let exact =
        |from: &Dataset, to: &Dataset| always_exact((from, &from.fields[0]), (to, &to.fields[0]));
    let text = of("TEXT", "", "");
    assert!(!exact(&text, &of("INTEGER", "", "")));
    assert!(!exact(&text, &of("TEXT", "NOT NULL", "")));
    assert!(!exact(&of("INTEGER", "", ""), &of("REAL", "", "")));
    assert!(!exact(
        &of("TEXT", "PRIMARY KEY", ""),
        &of("TEXT", "PRIMARY KEY", "WITHOUT ROWID")
    ));
    assert!(exact(&of("INTEGER", "", ""), &of("DECIMAL(10,2)", "", "")));
    assert!(exact(
        &of("INTEGER", "PRIMARY KEY", ""),
        &of("INT", "NOT NULL", "STRICT")
    ));
    let mut utf16 = text.clone();
    utf16.options.push("UTF-16le".into());
    assert!(!exact(&text, &utf16));
    let mut foreign = text.clone();
    foreign.sql = None;
    assert!(!exact(&foreign, &text));
}
