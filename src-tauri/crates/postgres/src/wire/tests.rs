//! What was encoded reads back as it was, whatever it is.

use super::*;
use drydock_connector::{Batch, Cell};
use drydock_model::Value;
use proptest::prelude::*;

fn there_and_back(native: &str, value: &Value) -> Option<Value> {
    let form = Form::built_in(native)?;
    let mut bytes = Vec::new();
    match encode(form, Cell::from(value), &mut Encoder::default(), &mut bytes) {
        Put::Exact => {}
        _ => return None,
    }
    let mut batch = Batch::new(1);
    decode(form, &bytes, &mut String::new(), &mut batch)?;
    Some(batch.row(0).cell(0).to_value())
}

proptest! {
    #[test]
    fn numbers(i in any::<i64>(), bits in any::<u64>(), digits in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?") {
        prop_assert_eq!(there_and_back("bigint", &Value::Int(i)), Some(Value::Int(i)));
        prop_assert_eq!(there_and_back("double precision", &Value::Float(bits)), Some(Value::Float(bits)));
        let is_minus_zero = digits.starts_with('-') && !digits.contains(|c| ('1'..='9').contains(&c));
        let value = Value::Decimal(digits);
        if !is_minus_zero {
            prop_assert_eq!(there_and_back("numeric", &value), Some(value));
        }
    }

    #[test]
    fn moments(micros in -210_866_803_200_000_000i64..9_223_372_036_854_775_807) {
        let (seconds, nanos) = (micros.div_euclid(1_000_000), (micros.rem_euclid(1_000_000) * 1_000) as u32);
        let local = Value::Timestamp { seconds, nanos };
        prop_assert_eq!(there_and_back("timestamp without time zone", &local), Some(local));
        let instant = Value::Instant { seconds, nanos };
        prop_assert_eq!(there_and_back("timestamp with time zone", &instant), Some(instant));
        let day = Value::Date(seconds.div_euclid(86_400) as i32);
        prop_assert_eq!(there_and_back("date", &day), Some(day));
    }

    #[test]
    fn nothing_panics(text in any::<String>(), native in prop::sample::select(vec![
        "numeric(5,2)", "date", "time without time zone", "timestamp with time zone", "uuid", "json", "jsonb",
        "character(3)", "integer[]", "text[]", "timestamp with time zone[]", "boolean",
    ])) {
        let form = Form::built_in(native);
        prop_assert!(form.is_some());
        if let Some(form) = form {
            for cell in [Cell::Text(&text), Cell::Decimal(&text), Cell::Json(&text), Cell::Bytes(text.as_bytes())] {
                let _ = encode(form, cell, &mut Encoder::default(), &mut Vec::new());
            }
        }
    }

    #[test]
    fn text_that_looks_like_a_moment(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]?([0-9]{2}:){0,2}[0-9é.]{0,9}(Z|[+-][0-9:€]{0,5})?") {
        for native in ["date", "timestamp without time zone", "timestamp with time zone"] {
            there_and_back(native, &Value::Text(text.clone()));
        }
    }
}
