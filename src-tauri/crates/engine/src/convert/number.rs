//! A number as it is written: compared and cut digit by digit, never by way of a float, which would lose what it
//! cannot hold.

/// `[+-]digits[.digits][e[+-]digits]` with blanks around; at least one digit.
#[derive(Debug, Clone, Copy)]
pub struct Number<'a> {
    pub text: &'a str,
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Number<'a> {
    pub fn parse(text: &'a str) -> Option<Number<'a>> {
        let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        (digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())).then_some(
            Number {
                text,
                negative: text.starts_with('-'),
                whole,
                fraction,
                exponent,
            },
        )
    }

    /// The nearest integer of 64 bits (halves away from zero), and whether nothing was cut. None if it is out of range.
    pub fn integer(&self) -> Option<(i64, bool)> {
        let point = self.point();
        let mut value: i128 = 0;
        let mut exact = true;
        let mut round_up = false;
        let mut seen = 0i64;
        for digit in self.digits() {
            if seen < point {
                value = value * 10 + i128::from(digit);
                if value > LIMIT {
                    return None;
                }
            } else {
                round_up |= seen == point && digit >= 5;
                exact &= digit == 0;
            }
            seen += 1;
        }
        while seen < point && value != 0 {
            value *= 10;
            if value > LIMIT {
                return None;
            }
            seen += 1;
        }
        value += i128::from(round_up);
        let signed = if self.negative { -value } else { value };
        i64::try_from(signed).ok().map(|i| (i, exact))
    }

    /// The same number, however it is spelled.
    pub fn equals(&self, other: &Number<'_>) -> bool {
        let (mut a, mut b) = (
            self.digits().skip_while(|d| *d == 0),
            other.digits().skip_while(|d| *d == 0),
        );
        let (zero, other_zero) = (self.magnitude(), other.magnitude());
        if zero.is_none() || other_zero.is_none() {
            return zero == other_zero && self.negative == other.negative;
        }
        if zero != other_zero || self.negative != other.negative {
            return false;
        }
        loop {
            match (a.next(), b.next()) {
                (None, None) => return true,
                (x, y) if x.unwrap_or(0) == y.unwrap_or(0) => {}
                _ => return false,
            }
        }
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        let digits = self.whole.bytes().chain(self.fraction.bytes());
        digits.map(|b| b - b'0')
    }

    /// How many digits stand before the decimal point once the exponent is applied.
    fn point(&self) -> i64 {
        self.exponent.saturating_add(self.whole.len() as i64)
    }

    /// Where the first digit that is not zero stands; none for zero itself.
    fn magnitude(&self) -> Option<i64> {
        let zeros = self.digits().position(|d| d != 0)?;
        Some(self.point().saturating_sub(zeros as i64))
    }
}

/// One more than any 64-bit integer's size; larger values need not be followed further.
const LIMIT: i128 = 1 << 64;

fn exponent_of(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // Far beyond any number that can be held; the cap keeps the sums from overflowing.
    let size = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Some(if text.starts_with('-') { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_cut_digit_by_digit() {
        for (text, expected) in [
            ("12", Some((12, true))),
            ("-12", Some((-12, true))),
            (" +0012.000 ", Some((12, true))),
            ("12.5", Some((13, false))),
            ("-12.5", Some((-13, false))),
            ("12.4999999999999999999999", Some((12, false))),
            ("1e3", Some((1000, true))),
            ("1234.5e-2", Some((12, false))),
            ("0.05e2", Some((5, true))),
            ("5e-1", Some((1, false))),
            ("5e-2", Some((0, false))),
            (".5", Some((1, false))),
            ("7.", Some((7, true))),
            ("0e999999999999999999", Some((0, true))),
            ("1e999999999999999999", None),
            ("1e-999999999999999999", Some((0, false))),
            ("9223372036854775807", Some((i64::MAX, true))),
            ("-9223372036854775808", Some((i64::MIN, true))),
            ("9223372036854775808", None),
            ("9223372036854775807.5", None),
            ("9007199254740993.0", Some((9_007_199_254_740_993, true))),
        ] {
            assert_eq!(Number::parse(text).unwrap().integer(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "", " ", ".", "-", "e5", "1e", "1e+", "0x10", "1_000", "NaN", "inf", "1 2", "--1",
            "1.2.3", "٣",
        ] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn spelling_does_not_matter_to_equality() {
        let equal = |a, b| Number::parse(a).unwrap().equals(&Number::parse(b).unwrap());
        assert!(equal("1e3", "1000.000"));
        assert!(equal("0.10", "1.0e-1"));
        assert!(equal("000", "0e77"));
        assert!(!equal("-0", "0"));
        assert!(!equal("0.1", "0.10000000000000001"));
        assert!(!equal("0", "1e-999999"));
        assert!(!equal("12", "120"));
    }
}
