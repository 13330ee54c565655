//! Decimals by their digits: what a column of fixed digits makes of them (C07).

/// The digits of a number that is written plainly: a sign, digits, a point. No exponent.
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let point_in_the_end = digits.ends_with('.');
    (!whole.is_empty() && plain(whole) && plain(fraction) && !point_in_the_end).then_some(Parts {
        negative,
        whole,
        fraction,
    })
}

/// Writes what the column keeps into `out`. The answer names what is lost: none, `scale` (zeros at the end), `spelling`,
/// `round`. Err: a reason why the number is not taken.
pub(super) fn kept(
    text: &str,
    precision: u32,
    scale: u32,
    unsigned: bool,
    out: &mut String,
) -> Result<Option<&'static str>, &'static str> {
    let Some(p) = parts(text) else {
        return Err("type_refused");
    };
    let (scale, room) = (scale as usize, precision.saturating_sub(scale) as usize);
    let whole = p.whole.trim_start_matches('0');
    let cut = p.fraction.len() > scale;
    let (kept, beyond) = p.fraction.split_at(p.fraction.len().min(scale));
    let up = beyond.bytes().next().is_some_and(|b| b >= b'5');
    out.clear();
    out.push_str(whole);
    out.push_str(kept);
    for _ in kept.len()..scale {
        out.push('0');
    }
    if up {
        round_up(out);
    }
    let digits = out.len() - scale;
    if digits > room {
        return Err("out_of_range");
    }
    if digits == 0 {
        out.insert(0, '0');
    }
    if scale > 0 {
        out.insert(out.len() - scale, '.');
    }
    let zero = out.bytes().all(|b| matches!(b, b'0' | b'.'));
    if p.negative && !zero {
        if unsigned {
            return Err("out_of_range");
        }
        out.insert(0, '-');
    }
    Ok(if cut && beyond.bytes().any(|b| b != b'0') {
        Some("round")
    } else if out == text {
        None
    } else if p.whole.len() > 1 && p.whole.starts_with('0') || p.negative && zero {
        Some("spelling")
    } else {
        Some("scale")
    })
}

/// One more in the last digit of a row of digits.
fn round_up(digits: &mut String) {
    let mut bytes = std::mem::take(digits).into_bytes();
    for digit in bytes.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            *digits = String::from_utf8(bytes).unwrap_or_default();
            return;
        }
        *digit = b'0';
    }
    bytes.insert(0, b'1');
    *digits = String::from_utf8(bytes).unwrap_or_default();
}

/// A whole number that is spelled as numbers are: no zeros before it, no sign but minus.
pub(super) fn integer(text: &str) -> Option<i128> {
    let p = parts(text).filter(|p| p.fraction.is_empty())?;
    let plain = p.whole == "0" && !p.negative || !p.whole.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c07_digits_are_kept_or_their_loss_is_named() {
        for (text, expected) in [
            ("1.10", Ok((None, "1.10"))),
            ("-12345678.90", Ok((None, "-12345678.90"))),
            ("0.00", Ok((None, "0.00"))),
            ("1.1", Ok((Some("scale"), "1.10"))),
            ("1", Ok((Some("scale"), "1.00"))),
            ("1.100", Ok((Some("scale"), "1.10"))),
            ("1.105", Ok((Some("round"), "1.11"))),
            ("-1.104", Ok((Some("round"), "-1.10"))),
            ("-0.004", Ok((Some("round"), "0.00"))),
            ("9.995", Ok((Some("round"), "10.00"))),
            ("007.00", Ok((Some("spelling"), "7.00"))),
            ("-0.00", Ok((Some("spelling"), "0.00"))),
            ("99999999.99", Ok((None, "99999999.99"))),
            ("99999999.999", Err("out_of_range")),
            ("100000000", Err("out_of_range")),
            ("NaN", Err("type_refused")),
            ("1e5", Err("type_refused")),
            (".5", Err("type_refused")),
            ("", Err("type_refused")),
        ] {
            let mut out = String::new();
            let got = kept(text, 10, 2, false, &mut out);
            assert_eq!(got.map(|loss| (loss, out.as_str())), expected, "{text}");
        }
        let mut out = String::new();
        assert_eq!(kept("-1", 5, 0, true, &mut out), Err("out_of_range"));
        assert_eq!(kept("0.5", 1, 1, false, &mut out), Ok(None));
        assert_eq!(out, "0.5");
    }
}
