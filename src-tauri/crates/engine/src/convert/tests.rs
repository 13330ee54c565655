use super::becomes::{Became, Scratch, becomes};
use super::*;
use crate::LaneField;
use drydock_connector::{Fault, FaultKind};
use drydock_model::{Dataset, Design, Fidelity, Field, Statement, Value, WriteMode};
use drydock_testkit::{awkward, table};
use proptest::prelude::*;

/// A store that is particular: integers only in integer fields, at most four bytes of text, no nulls where it says so.
struct Particular;

impl Dialect for Particular {
    fn logical(&self, _: &str) -> Logical {
        Logical::Any
    }
    fn native(&self, _: &Logical) -> (String, Fidelity) {
        (String::new(), Fidelity::Exact)
    }
    fn quote(&self, name: &str) -> String {
        name.to_owned()
    }
    fn designed(&self, _: &Design, _: usize) -> Result<Dataset, Fault> {
        Err(Fault::new(FaultKind::Unsupported, "", ""))
    }
    fn statements(&self, _: &Design) -> Result<Vec<Statement>, Fault> {
        Ok(Vec::new())
    }
    fn landed(&self, _: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
        match (&field.logical, cell) {
            (_, Cell::Null) if !field.nullable => Landed::Refused { reason: "not_null" },
            (Logical::Int { .. }, Cell::Float(bits)) => Landed::Changed {
                value: Value::Int(f64::from_bits(bits) as i64),
                loss: "affinity",
            },
            (Logical::Int { .. }, Cell::Text(_)) => Landed::Refused {
                reason: "type_refused",
            },
            (Logical::Text { .. }, Cell::Text(t)) if t.len() > 4 => Landed::Changed {
                value: Value::Text(t[..t.floor_char_boundary(4)].to_owned()),
                loss: "cut",
            },
            _ => Landed::Exact,
        }
    }
    fn always_exact(&self, _: (&Dataset, &Field), _: (&Dataset, &Field)) -> bool {
        false
    }
    fn as_type(&self, wanted: As) -> Logical {
        match wanted {
            As::Text | As::Json | As::Uuid => Logical::TEXT,
            As::Integer | As::Boolean => Logical::INT64,
            As::Real => Logical::FLOAT64,
            As::Bytes => Logical::BYTES,
        }
    }
}

fn lane(fields: &[(&str, Logical)], key: &[&str]) -> Lane {
    let dataset = table("t", fields, key);
    Lane {
        index: 0,
        from: "s.t".into(),
        source: "s".into(),
        target: dataset.clone(),
        fields: dataset
            .fields
            .iter()
            .map(|f| LaneField {
                from: f.clone(),
                to: f.clone(),
                as_type: None,
                accept: Vec::new(),
                exact: false,
            })
            .collect(),
        key: key.iter().map(|k| (*k).to_owned()).collect(),
        to_key: Vec::new(),
        write: WriteMode::Create,
        part_of: None,
        accept: Vec::new(),
        dataset,
    }
}

fn batch(width: usize, rows: &[Vec<Value>]) -> Batch {
    let mut batch = Batch::new(width);
    for value in rows.iter().flatten() {
        batch.push(Cell::from(value));
    }
    batch
}

fn rows_of(batch: &Batch) -> Vec<Vec<Value>> {
    batch
        .iter()
        .map(|r| r.cells().map(Cell::to_value).collect())
        .collect()
}

fn text(s: &str) -> Value {
    Value::Text(s.into())
}

fn real(f: f64) -> Value {
    Value::Float(f.to_bits())
}

#[test]
fn every_row_goes_on_or_is_left_with_a_reason() {
    let mut lane = lane(
        &[
            ("id", Logical::INT64),
            ("n", Logical::INT64),
            ("t", Logical::TEXT),
        ],
        &["id"],
    );
    lane.fields[1].accept = vec!["affinity".into()];
    let rows = vec![
        vec![Value::Int(1), Value::Int(5), text("abcd")],
        vec![Value::Int(2), real(2.5), text("ok")],
        vec![Value::Int(3), real(3.5), text("too long")],
        vec![Value::Null, Value::Int(1), text("ok")],
        vec![Value::Int(5), text("x"), text("also too long")],
        vec![Value::Int(6), Value::Null, text("")],
    ];
    let mut converter = Converter::new(&lane, &Particular);
    let (mut out, mut left) = (Batch::new(3), Vec::new());
    let converted = converter.convert(&batch(3, &rows), &mut out, &mut left);

    assert_eq!(
        rows_of(&out),
        [
            vec![Value::Int(1), Value::Int(5), text("abcd")],
            vec![Value::Int(2), Value::Int(2), text("ok")],
            vec![Value::Int(6), Value::Null, text("")],
        ]
    );
    assert_eq!([0, 1, 2].map(|i| converter.origin(i)), [0, 1, 5]);
    let seen: Vec<_> = left
        .iter()
        .map(|l| (l.row, l.field, l.reason, l.rule.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (2, Some(2), "cut", "the loss \"cut\" is not accepted"),
            (3, Some(0), "not_null", "t.id"),
            (4, Some(1), "type_refused", "t.n"),
        ]
    );
    assert_eq!(out.rows() + left.len(), rows.len());
    // The 3.5 of the third row was accepted, but its row stayed: it does not count.
    assert_eq!(
        converted,
        Converted {
            changed: 1,
            filtered: 0
        }
    );
    let losses: Vec<_> = converter
        .losses()
        .iter()
        .map(|l| (l.field, l.loss, l.accepted, l.values))
        .collect();
    assert_eq!(losses, [(1, "affinity", true, 1), (2, "cut", false, 2)]);
    let shown = converter.field_losses();
    assert_eq!(shown[0].pairs[0].0, "id 2");
    assert_eq!(
        (&*shown[0].pairs[0].1.text, &*shown[0].pairs[0].2.text),
        ("2.5", "2")
    );
}

#[test]
fn a_loss_accepted_for_the_move_holds_for_every_field() {
    let mut lane = lane(&[("t", Logical::TEXT)], &[]);
    lane.accept = vec!["cut".into()];
    let mut converter = Converter::new(&lane, &Particular);
    let (mut out, mut left) = (Batch::new(1), Vec::new());
    let converted = converter.convert(
        &batch(1, &[vec![text("12345")], vec![text("x")]]),
        &mut out,
        &mut left,
    );
    assert_eq!(rows_of(&out), [vec![text("1234")], vec![text("x")]]);
    assert_eq!((converted.changed, left.len()), (1, 0));
    assert_eq!(converter.field_losses()[0].pairs[0].0, "row 1");
}

#[test]
fn two_losses_in_one_value_are_one_changed_value_and_both_must_be_accepted() {
    let mut lane = lane(&[("t", Logical::TEXT)], &[]);
    lane.fields[0].as_type = Some(As::Uuid);
    let rows = [vec![text("550E8400-E29B-41D4-A716-446655440000")]];
    for (accept, goes_on) in [
        (vec!["spelling"], false),
        (vec!["cut"], false),
        (vec!["cut", "spelling"], true),
    ] {
        lane.fields[0].accept = accept.into_iter().map(str::to_owned).collect();
        let mut converter = Converter::new(&lane, &Particular);
        let (mut out, mut left) = (Batch::new(1), Vec::new());
        let converted = converter.convert(&batch(1, &rows), &mut out, &mut left);
        assert_eq!((out.rows() == 1, left.is_empty()), (goes_on, goes_on));
        assert_eq!(converted.changed, u64::from(goes_on));
    }
}

#[test]
fn c31_a_null_in_a_field_that_says_it_has_none_is_left_even_where_all_is_exact() {
    let mut lane = lane(&[("id", Logical::INT64), ("v", Logical::TEXT)], &["id"]);
    for field in &mut lane.fields {
        field.exact = true;
    }
    let mut converter = Converter::new(&lane, &Particular);
    let (mut out, mut left) = (Batch::new(2), Vec::new());
    let rows = [
        vec![Value::Null, text("far too long for it")],
        vec![Value::Int(1), Value::Null],
    ];
    converter.convert(&batch(2, &rows), &mut out, &mut left);
    assert_eq!(rows_of(&out), [vec![Value::Int(1), Value::Null]]);
    assert_eq!((left[0].row, left[0].reason), (0, "not_null"));
}

#[test]
fn the_worst_pair_is_kept_however_late_it_comes() {
    let mut lane = lane(&[("id", Logical::INT64), ("n", Logical::INT64)], &["id"]);
    lane.accept = vec!["affinity".into()];
    let mut rows: Vec<Vec<Value>> = (0..50).map(|i| vec![Value::Int(i), real(1.25)]).collect();
    rows[40][1] = real(7.75);
    let mut converter = Converter::new(&lane, &Particular);
    let (mut out, mut left) = (Batch::new(2), Vec::new());
    converter.convert(&batch(2, &rows), &mut out, &mut left);
    let loss = &converter.field_losses()[0];
    assert_eq!(loss.values, 50);
    assert_eq!(loss.pairs.len(), 5);
    assert_eq!(
        (&*loss.pairs[0].0, &*loss.pairs[0].1.text),
        ("id 40", "7.75")
    );
}

/// What a value becomes: itself (`=`), another without loss, another with a named loss, or a reason.
fn told(wanted: As, kept_as: &Logical, value: &Value) -> (Option<Value>, &'static str) {
    let mut scratch = Scratch::default();
    match becomes(wanted, kept_as, Cell::from(value), &mut scratch) {
        Became::Exact(c) => (Some(c.to_value()), "="),
        Became::Converted(c) => (Some(c.to_value()), ""),
        Became::Changed(c, loss) => (Some(c.to_value()), loss),
        Became::Refused(reason) => (None, reason),
    }
}

#[test]
fn conversions_are_exact_or_named() {
    let int = |i| Some(Value::Int(i));
    let f = |x| Some(real(x));
    let t = |s: &str| Some(text(s));
    let b = |s: &str| Some(Value::Bytes(s.as_bytes().to_vec()));
    let broken = || Value::BrokenText(vec![0xff, 0x61]);
    let own = |wanted| match wanted {
        As::Text => Logical::TEXT,
        As::Integer => Logical::INT64,
        As::Real => Logical::FLOAT64,
        As::Boolean => Logical::Bool,
        As::Bytes => Logical::BYTES,
        As::Json => Logical::Json,
        As::Uuid => Logical::Uuid,
    };
    use As::*;
    let uuid = "550e8400-e29b-41d4-a716-446655440000";
    let id = *uuid::Uuid::parse_str(uuid).unwrap().as_bytes();
    for (wanted, from, to, how) in [
        (Integer, text("12"), int(12), ""),
        (Integer, text("-9223372036854775808"), int(i64::MIN), ""),
        (Integer, text("0012"), int(12), "spelling"),
        (Integer, text("+12"), int(12), "spelling"),
        (Integer, text(" 12 "), int(12), "spelling"),
        (Integer, text("-0"), int(0), "spelling"),
        (Integer, text("12.0"), int(12), "spelling"),
        (Integer, text("12.5"), int(13), "round"),
        (Integer, text("9223372036854775808"), None, "out_of_range"),
        (Integer, text(""), None, "not_a_number"),
        (Integer, text("0x10"), None, "not_a_number"),
        (Integer, text("٣"), None, "not_a_number"),
        (Integer, real(12.0), int(12), ""),
        (Integer, real(-12.5), int(-13), "round"),
        (Integer, real(-0.0), int(0), "negative_zero"),
        (
            Integer,
            real(9_223_372_036_854_775_808.0),
            None,
            "out_of_range",
        ),
        (
            Integer,
            real(-9_223_372_036_854_775_808.0),
            int(i64::MIN),
            "",
        ),
        (Integer, real(f64::NAN), None, "out_of_range"),
        (Integer, Value::Bool(true), int(1), ""),
        (Integer, Value::Decimal("1.10".into()), int(1), "round"),
        (Integer, Value::Bytes(b"12".to_vec()), None, "no_conversion"),
        (Integer, broken(), None, "no_conversion"),
        (Real, text("0.1"), f(0.1), ""),
        (Real, text("5"), f(5.0), "spelling"),
        (Real, text("0.10"), f(0.1), "spelling"),
        (
            Real,
            text("0.1000000000000000055511151231257827"),
            f(0.1),
            "round",
        ),
        (Real, text("1e999"), None, "out_of_range"),
        (Real, text("1e-999"), f(0.0), "round"),
        (Real, text("inf"), f(f64::INFINITY), ""),
        (Real, text("infinity"), None, "not_a_number"),
        (Real, text("nan"), None, "not_a_number"),
        (
            Real,
            Value::Int(9_007_199_254_740_992),
            f(9_007_199_254_740_992.0),
            "",
        ),
        (
            Real,
            Value::Int(9_007_199_254_740_993),
            f(9_007_199_254_740_992.0),
            "round",
        ),
        (
            Real,
            Value::Int(i64::MAX),
            f(9_223_372_036_854_775_808.0),
            "round",
        ),
        (Text, Value::Int(i64::MIN), t("-9223372036854775808"), ""),
        (Text, real(0.1), t("0.1"), ""),
        (Text, real(-0.0), t("-0.0"), ""),
        (Text, real(1e300), t("1e300"), ""),
        (Text, Value::Float(0x7ff8_0000_dead_beef), t("NaN"), "nan"),
        (Text, Value::Bytes("é".as_bytes().to_vec()), t("é"), ""),
        (Text, Value::Bytes(vec![0xff]), None, "not_utf8"),
        (Text, broken(), Some(broken()), "="),
        (Text, Value::Uuid(id), t(uuid), ""),
        (Text, Value::Date(0), None, "no_conversion"),
        (Bytes, text("é\0"), b("é\0"), ""),
        (Bytes, broken(), Some(Value::Bytes(vec![0xff, 0x61])), ""),
        (Bytes, Value::Int(1), None, "no_conversion"),
        (Boolean, text("true"), Some(Value::Bool(true)), ""),
        (Boolean, text("No"), Some(Value::Bool(false)), "spelling"),
        (Boolean, text("1"), Some(Value::Bool(true)), "spelling"),
        (Boolean, Value::Int(0), Some(Value::Bool(false)), ""),
        (Boolean, Value::Int(2), None, "not_a_boolean"),
        (Boolean, text("on"), None, "not_a_boolean"),
        (
            Json,
            text("{\"a\":1.0, \"a\":2}"),
            Some(Value::Json("{\"a\":1.0, \"a\":2}".into())),
            "",
        ),
        (Json, text("{'a':1}"), None, "not_json"),
        (Json, text("{} x"), None, "not_json"),
        (Json, text("\u{feff}{}"), None, "not_json"),
        (
            Json,
            text("\"\\ud800\""),
            Some(Value::Json("\"\\ud800\"".into())),
            "",
        ),
        (Json, real(f64::NAN), None, "not_json"),
        (
            Json,
            Value::Bytes(b"[1]".to_vec()),
            Some(Value::Json("[1]".into())),
            "",
        ),
        (Uuid, text(uuid), Some(Value::Uuid(id)), ""),
        (
            Uuid,
            text(&uuid.to_uppercase()),
            Some(Value::Uuid(id)),
            "spelling",
        ),
        (
            Uuid,
            text(&uuid.replace('-', "")),
            Some(Value::Uuid(id)),
            "spelling",
        ),
        (Uuid, Value::Bytes(id.to_vec()), Some(Value::Uuid(id)), ""),
        (Uuid, text("550e8400"), None, "not_a_uuid"),
    ] {
        assert_eq!(
            told(wanted, &own(wanted), &from),
            (to, how),
            "{from:?} as {wanted:?}"
        );
        assert_eq!(
            told(wanted, &own(wanted), &Value::Null),
            (Some(Value::Null), "=")
        );
    }
    // Kept as integers, the digits come back and the words do not.
    assert_eq!(told(Boolean, &Logical::INT64, &text("1")), (int(1), ""));
    assert_eq!(
        told(Boolean, &Logical::INT64, &text("true")),
        (int(1), "spelling")
    );
    assert_eq!(
        told(Boolean, &Logical::INT64, &Value::Int(1)),
        (int(1), "=")
    );
    assert_eq!(told(Uuid, &Logical::TEXT, &text(uuid)), (t(uuid), "="));
    assert_eq!(told(Json, &Logical::TEXT, &text("[]")), (t("[]"), "="));
}

#[test]
fn c42_deep_json_is_judged_without_a_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(told(As::Json, &Logical::TEXT, &text(&deep)).1, "=");
    assert_eq!(
        told(As::Json, &Logical::TEXT, &text(&deep[1..])).1,
        "not_json"
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-3i64..3).prop_map(Value::Int),
        any::<u64>().prop_map(Value::Float),
        (-1000i32..1000).prop_map(|n| real(f64::from(n) / 8.0)),
        ".{0,12}".prop_map(Value::Text),
        "[+-]?[0-9]{0,20}(\\.[0-9]{0,20})?(e[+-]?[0-9]{1,3})?".prop_map(Value::Text),
        proptest::collection::vec(any::<u8>(), 0..20).prop_map(Value::Bytes),
        any::<[u8; 16]>().prop_map(Value::Uuid),
        any::<i64>().prop_map(|n| Value::Json(n.to_string())),
        (0..awkward::values().len()).prop_map(|i| awkward::values()[i].2.clone()),
    ]
}

/// The type that leads back to a value of this kind, from what it became.
fn back(value: &Value, became: As) -> Option<(As, Logical)> {
    Some(match value {
        Value::Bytes(_) if became == As::Uuid => (As::Uuid, Logical::BYTES),
        Value::Text(_) => (As::Text, Logical::TEXT),
        Value::Int(_) => (As::Integer, Logical::INT64),
        Value::Float(_) => (As::Real, Logical::FLOAT64),
        Value::Bytes(_) => (As::Bytes, Logical::BYTES),
        Value::Bool(_) => (As::Boolean, Logical::Bool),
        Value::Uuid(_) => (As::Uuid, Logical::Uuid),
        Value::Json(_) => (As::Json, Logical::Json),
        _ => return None,
    })
}

const ALL: [As; 7] = [
    As::Text,
    As::Integer,
    As::Real,
    As::Boolean,
    As::Bytes,
    As::Json,
    As::Uuid,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// What is said to be without loss leads back to the very same value.
    #[test]
    fn conversions_without_loss_are_reversible(value in any_value(), wanted in 0usize..7, own in any::<bool>()) {
        let wanted = ALL[wanted];
        let kept_as = match wanted {
            As::Boolean if own => Logical::Bool,
            As::Json if own => Logical::Json,
            As::Uuid if own => Logical::Uuid,
            _ => Particular.as_type(wanted),
        };
        let (became, how) = told(wanted, &kept_as, &value);
        match how {
            "=" => prop_assert_eq!(became, Some(value)),
            "" => {
                let became = became.unwrap();
                prop_assert_ne!(&became, &value);
                if let Some((home, kept)) = back(&value, wanted) {
                    let (again, _) = told(home, &kept, &became);
                    prop_assert_eq!(again, Some(value), "by way of {:?}", became);
                }
            }
            _ => {}
        }
    }

    /// Any rows at all: each goes on or is left, and what goes on exact is equal bit by bit.
    #[test]
    fn no_row_is_lost_and_no_value_changes_unsaid(rows in proptest::collection::vec((any_value(), any_value()), 0..20), accept in any::<bool>()) {
        let mut lane = lane(&[("a", Logical::INT64), ("b", Logical::TEXT)], &[]);
        if accept {
            lane.accept = vec!["affinity".into(), "cut".into()];
        }
        let rows: Vec<Vec<Value>> = rows.into_iter().map(|(a, b)| vec![a, b]).collect();
        let mut converter = Converter::new(&lane, &Particular);
        let (mut out, mut left) = (Batch::new(2), Vec::new());
        let converted = converter.convert(&batch(2, &rows), &mut out, &mut left);
        prop_assert_eq!(out.rows() + left.len(), rows.len());
        let mut differing = 0;
        for (i, landed) in rows_of(&out).into_iter().enumerate() {
            let was = &rows[converter.origin(i)];
            differing += landed.iter().zip(was).filter(|(a, b)| a != b).count() as u64;
        }
        prop_assert_eq!(differing, converted.changed);
        if !accept {
            prop_assert_eq!(differing, 0);
        }
    }
}
