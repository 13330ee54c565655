//! Values that real tools have lost or bent, with the number of the trap they belong to.

use drydock_model::{Logical, Value};

/// Each value with the type of field that it is at home in.
pub fn values() -> Vec<(&'static str, Logical, Value)> {
    let int = Logical::INT64;
    let float = Logical::FLOAT64;
    let text = Logical::TEXT;
    let bytes = Logical::BYTES;
    let t = |s: &str| Value::Text(s.to_owned());
    let f = |x: f64| Value::Float(x.to_bits());
    vec![
        (
            "c01 beyond 2^53",
            int.clone(),
            Value::Int(6_031_832_573_293_743_752),
        ),
        ("c01 least", int.clone(), Value::Int(i64::MIN)),
        ("c01 most", int.clone(), Value::Int(i64::MAX)),
        (
            "c03 just beyond 2^53",
            int.clone(),
            Value::Int(9_007_199_254_740_993),
        ),
        ("minus one", int.clone(), Value::Int(-1)),
        ("zero", int.clone(), Value::Int(0)),
        ("c02 tenth", float.clone(), f(0.1)),
        (
            "c02 awkward digits",
            float.clone(),
            f(1.797_693_134_862_315_7e308),
        ),
        ("c02 least subnormal", float.clone(), Value::Float(1)),
        (
            "c02 pi in single precision",
            float.clone(),
            f(f64::from(std::f32::consts::PI)),
        ),
        ("c08 minus zero", float.clone(), f(-0.0)),
        ("c08 infinity", float.clone(), f(f64::INFINITY)),
        ("c08 minus infinity", float.clone(), f(f64::NEG_INFINITY)),
        ("c08 not a number", float.clone(), f(f64::NAN)),
        ("c03 a whole float", float.clone(), f(1.0)),
        (
            "c06 two to the 63rd",
            float.clone(),
            f(9_223_372_036_854_775_808.0),
        ),
        ("c15 empty text", text.clone(), t("")),
        ("c15 leading zeros", text.clone(), t("0001")),
        ("text that looks like a number", text.clone(), t("1e3")),
        ("text that looks like a hex number", text.clone(), t("0x10")),
        ("a number in spaces", text.clone(), t(" 12 ")),
        ("the word null", text.clone(), t("NULL")),
        ("trailing space", text.clone(), t("A ")),
        (
            "quotes and a semicolon",
            text.clone(),
            t("'; DROP TABLE x; --\"`"),
        ),
        ("c12 nul inside", text.clone(), t("a\0b")),
        ("c12 nul alone", text.clone(), t("\0")),
        ("c13 byte order mark", text.clone(), t("\u{feff}x")),
        ("c13 replacement character", text.clone(), t("\u{fffd}")),
        ("c13 last code point", text.clone(), t("\u{10ffff}")),
        (
            "combining marks",
            text.clone(),
            t("e\u{301} é Trò chuyện 😊👨‍👩‍👧"),
        ),
        ("right to left", text.clone(), t("\u{202e}abc")),
        ("line ends", text.clone(), t("a\r\nb\nc\r")),
        ("backslashes", text.clone(), t("\\N \\\\ \\x41 %s ${x}")),
        (
            "c13 broken text",
            text.clone(),
            Value::BrokenText(vec![0x66, 0xff, 0xfe, 0x00, 0xc3]),
        ),
        (
            "c13 cut in a code point",
            text.clone(),
            Value::BrokenText(vec![0xf0, 0x9f, 0x98]),
        ),
        (
            "c13 an encoded surrogate",
            text,
            Value::BrokenText(vec![0xed, 0xa0, 0x80]),
        ),
        ("c16 no bytes", bytes.clone(), Value::Bytes(Vec::new())),
        (
            "c16 json kept as bytes",
            bytes.clone(),
            Value::Bytes(br#"{"a":1}"#.to_vec()),
        ),
        (
            "c16 every byte",
            bytes.clone(),
            Value::Bytes((0..=255).collect()),
        ),
        ("c16 zeros", bytes, Value::Bytes(vec![0; 1000])),
        ("truth", Logical::Bool, Value::Bool(true)),
        ("falsehood", Logical::Bool, Value::Bool(false)),
        ("nothing", Logical::TEXT, Value::Null),
    ]
}

/// Names that have broken tools: reserved, quoted, empty, with SQL or any script in them (C27, C37).
pub fn names() -> Vec<&'static str> {
    vec![
        "order",
        "select",
        "with space",
        "quo\"te",
        "tick`s",
        "[bracket]",
        "a.b",
        "x; DROP TABLE y; --",
        "cột_tiếng_việt 🌸",
        "UPPER",
        "semi;colon",
        "per%cent",
        "$dollar",
        "ends with space ",
        "'single'",
        "a_name_that_is_longer_than_sixty_three_bytes_so_that_some_would_cut_it_off",
    ]
}
