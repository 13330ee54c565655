//! What becomes of single values.

use super::*;

fn put_into(native: &str, cell: Cell<'_>) -> Put {
    let form = Form::built_in(native).unwrap();
    encode(form, cell, &mut Encoder::default(), &mut Vec::new())
}

#[test]
fn labels_are_told_apart() {
    let labels = "'a', 'it''s', 'b,c', ''";
    for label in ["a", "it's", "b,c", ""] {
        assert!(is_label(labels, label), "{label}");
    }
    for other in ["it", "b", "A", "it''s", "'"] {
        assert!(!is_label(labels, other), "{other}");
    }
}

#[test]
fn nothing_is_bent_in_silence() {
    let float = |f: f64| Cell::Float(f.to_bits());
    for (native, cell, expected) in [
        ("integer", Cell::Int(1 << 31), RANGE),
        ("smallint", Cell::Int(-32_768), Exact),
        ("bigint", float(1.5), TYPE),
        ("bigint", float(-0.0), Changed("negative_zero")),
        ("bigint", Cell::Text("1"), TYPE),
        ("bigint", Cell::Decimal("-0"), TYPE),
        ("bigint", Cell::Decimal("12"), Changed("form")),
        ("real", float(0.1), Changed("round")),
        ("real", float(0.5), Exact),
        ("real", float(1e300), RANGE),
        ("boolean", Cell::Int(1), Changed("form")),
        ("boolean", Cell::Int(2), TYPE),
        ("numeric(4,1)", float(2.55), Changed("round")),
        ("numeric", float(0.1), Changed("form")),
        ("text", Cell::Text("a\0"), ENCODING),
        ("character varying(2)", Cell::Text("é😊"), Exact),
        ("character varying(2)", Cell::Text("ab  "), Changed("cut")),
        (
            "character varying(2)",
            Cell::Text("abc"),
            Refused("too_long"),
        ),
        ("character(3)", Cell::Text("ab"), Changed("padding")),
        ("date", Cell::Text("0000-00-00"), TYPE),
        ("date", Cell::Text("infinity"), Exact),
        (
            "timestamp without time zone",
            Cell::Text("2024-01-01 00:00:00+00:00"),
            TYPE,
        ),
        (
            "timestamp without time zone",
            Cell::Text("2024-01-01 00:00:00"),
            Changed("form"),
        ),
        (
            "timestamp(3) with time zone",
            Cell::Instant {
                seconds: 0,
                nanos: 1_000,
            },
            Changed("round"),
        ),
        (
            "timestamp with time zone",
            Cell::Text("2024-01-01T00:00:00Z"),
            Changed("spelling"),
        ),
        (
            "uuid",
            Cell::Text("01234567-89AB-cdef-0123-456789abcdef"),
            Changed("spelling"),
        ),
        ("json", Cell::Text("{}"), Changed("form")),
        ("json", Cell::Text("{"), Refused("not_json")),
        ("jsonb", Cell::Json("{\"a\":1}"), Changed("spelling")),
    ] {
        assert_eq!(put_into(native, cell), expected, "{cell:?} in {native}");
    }
}
