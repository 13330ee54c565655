//! Codes of reasons and losses in words, and types as people call them. Reports, findings and the log all take them
//! from here.

use drydock_model::{Field, Logical};

/// Why a row was left behind, to follow "because". An unknown code stands for itself.
pub fn in_words(reason: &str) -> String {
    match reason {
        "not_null" => "the target does not allow an empty value there",
        "type_refused" => "the target does not take a value of this type there",
        "encoding" => "the target's text cannot hold these characters",
        "duplicate_key" => "the target has a row with the same key",
        "check" => "a check of the target does not hold",
        "foreign_key" => "the row that it points at is not in the target",
        "not_a_number" => "the text is not a number",
        "out_of_range" => "the number does not fit",
        "not_a_boolean" => "the value is none of true, false, yes, no, 1 and 0",
        "not_utf8" => "the bytes are not valid UTF-8 text",
        "not_json" => "the text is not valid JSON",
        "not_a_uuid" => "the value is not a UUID",
        "no_conversion" => "a value of this type cannot become the type that the plan asks for",
        "affinity" => "the target would keep the value as another type",
        "round" => "digits would be lost",
        "spelling" => "the way the value is written would be lost",
        "nan" => "the target cannot keep NaN as it is",
        "negative_zero" => "the sign of minus zero would be lost",
        "trigger" => "a trigger of the target did not let it in",
        "too_big" => "the row is larger than the target allows",
        "cut" => "the value would be cut",
        "too_long" => "the value is longer than the target allows",
        "scale" => "the target keeps fewer digits behind the point",
        "zone" => "the target keeps no zone with a time",
        "trailing_spaces" => "spaces at the end would be lost",
        "padded" => "the target fills the value up with spaces or zeros",
        other => return other.replace('_', " "),
    }
    .to_owned()
}

/// The declared type, or what it amounts to where nothing is declared.
pub fn type_words(field: &Field) -> String {
    if !field.native.is_empty() {
        return field.native.clone();
    }
    logical_words(&field.logical)
}

fn logical_words(logical: &Logical) -> String {
    match logical {
        Logical::Any => "any".into(),
        Logical::Bool => "boolean".into(),
        Logical::Int { bits, unsigned } => {
            format!(
                "{}integer of {bits} bits",
                if *unsigned { "unsigned " } else { "" }
            )
        }
        Logical::Float { bits } => format!("real of {bits} bits"),
        Logical::Decimal {
            precision: Some(p),
            scale: Some(s),
        } => format!("decimal({p},{s})"),
        Logical::Decimal { .. } => "decimal".into(),
        Logical::Text { max: Some(max) } => format!("text({max})"),
        Logical::Text { max: None } => "text".into(),
        Logical::Bytes { max: Some(max) } => format!("bytes({max})"),
        Logical::Bytes { max: None } => "bytes".into(),
        Logical::Date => "date".into(),
        Logical::Time => "time".into(),
        Logical::Timestamp { zone: true } => "timestamp with zone".into(),
        Logical::Timestamp { zone: false } => "timestamp".into(),
        Logical::Uuid => "uuid".into(),
        Logical::Json => "json".into(),
        Logical::Array { of } => format!("list of {}", logical_words(of)),
        Logical::Opaque { native } => native.clone(),
    }
}
