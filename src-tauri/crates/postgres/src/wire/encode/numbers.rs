//! Numbers into fields of numbers; none is bent without a name for it.

use super::{Encoder, RANGE, TYPE, put};
use crate::wire::Put::{self, Changed, Exact};
use crate::wire::numeric;
use drydock_connector::Cell;
use std::fmt::Write;

pub(super) fn integer(bytes: u8, cell: Cell<'_>, out: &mut Vec<u8>) -> Put {
    let (value, put) = match cell {
        Cell::Int(i) => (i, Exact),
        Cell::Bool(b) => (i64::from(b), Changed("affinity")),
        Cell::Float(bits) => {
            const END: f64 = 9_223_372_036_854_775_808.0;
            let f = f64::from_bits(bits);
            if f.trunc() != f {
                return TYPE;
            }
            if !(-END..END).contains(&f) {
                return RANGE;
            }
            let lost = f == 0.0 && f.is_sign_negative();
            let loss = if lost { "negative_zero" } else { "affinity" };
            (f as i64, Changed(loss))
        }
        Cell::Decimal(s) => match s.parse::<i64>() {
            Ok(i) if is_written(i, s) => (i, Changed("form")),
            _ => return TYPE,
        },
        _ => return TYPE,
    };
    match bytes {
        2 => match i16::try_from(value) {
            Ok(i) => out.extend_from_slice(&i.to_be_bytes()),
            Err(_) => return RANGE,
        },
        4 => match i32::try_from(value) {
            Ok(i) => out.extend_from_slice(&i.to_be_bytes()),
            Err(_) => return RANGE,
        },
        _ => out.extend_from_slice(&value.to_be_bytes()),
    }
    put
}

fn is_written(i: i64, text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leads = digits.starts_with('0') && (digits.len() > 1 || i == 0 && text.len() > 1);
    !leads && !text.starts_with('+')
}

pub(super) fn float(bytes: u8, cell: Cell<'_>, out: &mut Vec<u8>) -> Put {
    let (bits, how) = match cell {
        Cell::Float(bits) => (bits, Exact),
        Cell::Int(i) => {
            let f = i as f64;
            let same = f as i128 == i128::from(i);
            (
                f.to_bits(),
                Changed(if same { "affinity" } else { "round" }),
            )
        }
        Cell::Decimal(s) => {
            let Ok(f) = s.parse::<f64>() else { return TYPE };
            if f.is_infinite() && !s.contains("nf") {
                return RANGE;
            }
            // Which digits a float keeps is known only by writing them again.
            let same = f.is_nan() || f.is_infinite() || f.to_string() == s;
            (
                f.to_bits(),
                Changed(if same { "affinity" } else { "round" }),
            )
        }
        _ => return TYPE,
    };
    if bytes == 8 {
        return put(out, &bits.to_be_bytes(), how);
    }
    let wide = f64::from_bits(bits);
    let narrow = wide as f32;
    out.extend_from_slice(&narrow.to_be_bytes());
    if f64::from(narrow).to_bits() == bits {
        how
    } else if wide.is_nan() {
        Changed("nan")
    } else if narrow.is_infinite() {
        RANGE
    } else {
        Changed("round")
    }
}

pub(super) fn decimal(
    bounds: numeric::Bounds,
    cell: Cell<'_>,
    with: &mut Encoder,
    out: &mut Vec<u8>,
) -> Put {
    let Encoder { digits, text } = with;
    text.clear();
    match cell {
        Cell::Decimal(s) => return numeric::encode(s, bounds, digits, out),
        Cell::Int(i) => {
            let _ = write!(text, "{i}");
        }
        Cell::Float(bits) => {
            let f = f64::from_bits(bits);
            text.push_str(match f {
                f if f.is_nan() => "NaN",
                f64::INFINITY => "Infinity",
                f64::NEG_INFINITY => "-Infinity",
                _ => "",
            });
            if text.is_empty() {
                let _ = write!(text, "{f}");
            }
        }
        _ => return TYPE,
    }
    match numeric::encode(text, bounds, digits, out) {
        Exact => Changed("form"),
        other => other,
    }
}
