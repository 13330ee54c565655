//! Numbers into columns of numbers.

use super::{Scratch, Taken, Wire};
use crate::dialect::decimal;
use crate::dialect::kind::Real;
use drydock_connector::Cell;
use std::fmt::Write;

pub(super) fn whole<'a>(cell: Cell<'a>, least: i64, most: u64) -> Taken<'a> {
    let (number, loss) = match cell {
        Cell::Int(i) => (i128::from(i), None),
        Cell::Bool(b) => (i128::from(b), Some("form")),
        Cell::Float(bits) => {
            let f = f64::from_bits(bits);
            // Beyond 2^53 a float stands for many numbers.
            if f.fract() != 0.0 || !f.is_finite() {
                return Err("type_refused");
            }
            let minus_zero = f == 0.0 && f.is_sign_negative();
            let loss = if minus_zero {
                "negative_zero"
            } else {
                "affinity"
            };
            (f as i128, Some(loss))
        }
        Cell::Decimal(s) => {
            let number = decimal::integer(s).ok_or("type_refused")?;
            // Numbers beyond 63 bits travel as digits, and come back as such.
            let same = number > i128::from(i64::MAX);
            (number, (!same).then_some("affinity"))
        }
        Cell::Text(s) => (decimal::integer(s).ok_or("type_refused")?, Some("affinity")),
        _ => return Err("type_refused"),
    };
    if number < i128::from(least) || number > i128::from(most) {
        return Err("out_of_range");
    }
    Ok((
        match i64::try_from(number) {
            Ok(i) => Wire::Int(i),
            Err(_) => Wire::UInt(number as u64),
        },
        loss,
    ))
}

pub(super) fn double<'a>(cell: Cell<'a>, real: Real) -> Taken<'a> {
    let (f, loss) = plain(cell)?;
    let kept = kept(f, real)?;
    let same = kept.to_bits() == f.to_bits();
    Ok((Wire::Double(kept), if same { loss } else { Some("round") }))
}

/// The same steps of floats as the server's, so that the same bits come out.
fn kept(f: f64, real: Real) -> Result<f64, &'static str> {
    if real.unsigned && f < 0.0 {
        return Err("out_of_range");
    }
    let Some((all, behind)) = real.digits else {
        return Ok(f);
    };
    let unit = power(behind);
    let kept = f.floor() + ((f - f.floor()) * unit).round_ties_even() / unit;
    let most = power(all.saturating_sub(behind)) - 1.0 / unit;
    match kept.abs() <= most {
        true => Ok(kept),
        false => Err("out_of_range"),
    }
}

/// Of ten, as near as a float can be.
fn power(of_ten: u32) -> f64 {
    format!("1e{of_ten}").parse().unwrap_or(f64::INFINITY)
}

/// The float that a value is.
fn plain(cell: Cell<'_>) -> Result<(f64, Option<&'static str>), &'static str> {
    match cell {
        Cell::Float(bits) => {
            let f = f64::from_bits(bits);
            match f.is_finite() {
                // The server drops the sign.
                true if f == 0.0 && f.is_sign_negative() => Ok((0.0, Some("negative_zero"))),
                true => Ok((f, None)),
                false => Err("out_of_range"),
            }
        }
        Cell::Int(i) => {
            let f = i as f64;
            let same = f as i128 == i128::from(i);
            Ok((f, Some(if same { "affinity" } else { "round" })))
        }
        Cell::Decimal(s) => {
            let f: f64 = s.parse().map_err(|_| "type_refused")?;
            if !f.is_finite() {
                return Err("out_of_range");
            }
            let same = f.to_string() == s;
            Ok((f, Some(if same { "affinity" } else { "round" })))
        }
        _ => Err("type_refused"),
    }
}

pub(super) fn float<'a>(cell: Cell<'a>, real: Real) -> Taken<'a> {
    let (f, loss) = plain(cell)?;
    // Adding zero takes the sign off minus zero, as the server would.
    let narrow = f as f32 + 0.0;
    if !narrow.is_finite() {
        return Err("out_of_range");
    }
    let narrow = kept(f64::from(narrow), real)? as f32;
    let same = f64::from(narrow).to_bits() == f.to_bits();
    Ok((Wire::Float(narrow), if same { loss } else { Some("round") }))
}

pub(super) fn digits<'a>(
    cell: Cell<'a>,
    (precision, scale, unsigned): (u32, u32, bool),
    scratch: &'a mut Scratch,
) -> Taken<'a> {
    let Scratch { text, .. } = scratch;
    let mut plain = String::new();
    let (number, other) = match cell {
        Cell::Decimal(s) => (s, None),
        Cell::Text(s) => (s, Some("affinity")),
        Cell::Int(i) => {
            let _ = write!(plain, "{i}");
            (plain.as_str(), Some("form"))
        }
        // All digits of a float are written out, without an exponent; they read back as the same float.
        Cell::Float(bits) => {
            let _ = write!(plain, "{}", f64::from_bits(bits));
            (plain.as_str(), Some("form"))
        }
        _ => return Err("type_refused"),
    };
    let loss = decimal::kept(number, precision, scale, unsigned, text)?;
    let loss = match loss {
        Some("round") => Some("round"),
        _ if cell == Cell::Float((-0.0_f64).to_bits()) => Some("negative_zero"),
        loss => other.or(loss),
    };
    Ok((Wire::Text(text), loss))
}
