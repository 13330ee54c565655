//! Values: what a store makes of each awkward one is foretold by its dialect, and nothing else may happen.

use super::setting::{Bed, Setting, names};
use crate::{awkward, read_all, rows::typed_field, table};
use drydock_connector::{Cell, Landed};
use drydock_model::{Dataset, Logical, Value};

/// Each awkward value into a field of each type: exact means equal bits, changed means the foretold value, refused means
/// refused. This is the promise on which the rehearsal rests.
pub async fn awkward_values_land_as_foretold(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let types = [
        ("any", Logical::Any),
        ("int", Logical::INT64),
        ("float", Logical::FLOAT64),
        ("text", Logical::TEXT),
        ("bytes", Logical::BYTES),
        ("bool", Logical::Bool),
    ];
    // All tables in one go: statements are numbered within a run.
    let wanted: Vec<Dataset> = types
        .iter()
        .map(|(type_name, logical)| {
            let mut wanted = table(
                &format!("in_{type_name}"),
                &[("id", Logical::INT64)],
                &["id"],
            );
            wanted.fields.push(typed_field("v", logical.clone(), true));
            wanted
        })
        .collect();
    let all_made = setting.make(target.as_ref(), &wanted).await;
    // Each its own slice: the receipt of one lands once.
    for (slice, ((type_name, _), made)) in (0..).zip(types.iter().zip(&all_made)) {
        let mut expected: Vec<(&str, Option<Value>)> = Vec::new();
        let mut rows = Vec::new();
        for (number, (name, _, value)) in awkward::values().into_iter().enumerate() {
            let foretold =
                setting
                    .connector
                    .dialect()
                    .landed(made, &made.fields[1], Cell::from(&value));
            expected.push((
                name,
                match foretold {
                    Landed::Exact => Some(value.clone()),
                    Landed::Changed { value, .. } => Some(value),
                    Landed::Refused { .. } => None,
                },
            ));
            rows.push(vec![Value::Int(number as i64), value]);
        }
        let refused = setting.load(target.as_ref(), made, slice, &rows).await;
        let source = setting.source().await;
        let found = read_all(source.as_ref(), &made.name, &names(made), None).await;
        for (number, (name, expected)) in expected.into_iter().enumerate() {
            let landed = found
                .iter()
                .find(|row| row[0] == Value::Int(number as i64))
                .map(|row| row[1].clone());
            let was_refused = refused.iter().any(|r| r.row == number);
            assert_eq!(
                landed.is_none(),
                was_refused,
                "{name} in {type_name}: refused or there, not both"
            );
            assert_eq!(landed, expected, "{name} in {type_name}");
        }
    }
    every_value_has_a_home(&setting);
}

/// Of each awkward value at least one of the field types must take it exactly, or the abilities must say why not.
fn every_value_has_a_home(setting: &Setting) {
    let abilities = setting.connector.profile().abilities;
    let made = Dataset {
        fields: vec![typed_field("v", Logical::Any, true)],
        ..Dataset::default()
    };
    for (name, logical, value) in awkward::values() {
        let excused = match &value {
            Value::Bool(_) => !abilities.booleans,
            Value::BrokenText(_) => !abilities.broken_text,
            Value::Text(t) if t.contains('\0') => !abilities.nul_in_text,
            Value::Float(bits) if f64::from_bits(*bits).is_nan() => !abilities.nan,
            Value::Float(bits) if f64::from_bits(*bits).is_infinite() => !abilities.infinity,
            Value::Float(bits) if *bits == (-0.0f64).to_bits() => !abilities.negative_zero,
            _ => false,
        };
        let dialect = setting.connector.dialect();
        let (native, _) = dialect.native(&logical);
        let at_home = drydock_model::Field {
            native,
            ..typed_field("v", logical, true)
        };
        let exact = dialect.landed(&made, &at_home, Cell::from(&value)) == Landed::Exact;
        if excused {
            setting.not_applicable(name, "the abilities say so");
        } else {
            assert!(exact, "{name} must land exactly in a field of its own type");
        }
    }
}

pub async fn huge_values_and_wide_rows(bed: &dyn Bed) {
    let setting = Setting::new(bed);
    let target = setting.target().await;
    let huge = table(
        "huge",
        &[
            ("id", Logical::INT64),
            ("t", Logical::TEXT),
            ("b", Logical::BYTES),
        ],
        &["id"],
    );
    let columns: Vec<(String, Logical)> = std::iter::once(("id".to_owned(), Logical::INT64))
        .chain((0..300).map(|i| (format!("c{i}"), Logical::TEXT)))
        .collect();
    let columns: Vec<(&str, Logical)> = columns
        .iter()
        .map(|(n, l)| (n.as_str(), l.clone()))
        .collect();
    let made = setting
        .make(target.as_ref(), &[huge, table("wide", &columns, &["id"])])
        .await;
    let huge_rows = vec![vec![
        Value::Int(1),
        Value::Text("ö".repeat(3_000_000)),
        Value::Bytes((0..9_000_000u32).map(|i| (i * 7) as u8).collect()),
    ]];
    let wide_rows = vec![
        std::iter::once(Value::Int(1))
            .chain((0..300).map(|i| Value::Text(format!("value {i}"))))
            .collect::<Vec<_>>(),
    ];
    setting.load(target.as_ref(), &made[0], 0, &huge_rows).await;
    setting.load(target.as_ref(), &made[1], 1, &wide_rows).await;
    let source = setting.source().await;
    let found = read_all(source.as_ref(), "huge", &names(&made[0]), None).await;
    assert!(found == huge_rows, "a huge value changed");
    let found = read_all(source.as_ref(), "wide", &names(&made[1]), None).await;
    assert_eq!(found, wide_rows);
}
