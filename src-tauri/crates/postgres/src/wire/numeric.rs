//! `numeric` as PostgreSQL sends it: groups of four decimal digits, and the scale as it was written (C07).

use super::Put;

const NEGATIVE: u16 = 0x4000;
const NAN: u16 = 0xc000;
const INFINITY: u16 = 0xd000;
const MINUS_INFINITY: u16 = 0xf000;

/// PostgreSQL's own limits: digits before and after the point.
const MOST_BEFORE: usize = 131_072;
const MOST_AFTER: usize = 16_383;

/// Precision and scale of a field, if it has them.
pub(crate) type Bounds = Option<(u32, i32)>;

/// Digits of the number at hand; kept from value to value.
#[derive(Default)]
pub(crate) struct Digits {
    all: Vec<u8>,
    point: usize,
    /// Written as PostgreSQL would write it.
    plain: bool,
    negative: bool,
}

impl Digits {
    fn read(&mut self, text: &str) -> Result<(), &'static str> {
        const NONE: &str = "type_refused";
        self.all.clear();
        self.negative = text.starts_with('-');
        self.plain = !text.starts_with('+');
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                self.plain = false;
                (mantissa, exponent.parse::<i64>().map_err(|_| NONE)?)
            }
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => {
                self.plain &= !fraction.is_empty();
                (whole, fraction)
            }
            None => (mantissa, ""),
        };
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
            return Err(NONE);
        }
        self.plain &= whole == "0" || !(whole.is_empty() || whole.starts_with('0'));
        if exponent.unsigned_abs() > (MOST_BEFORE + MOST_AFTER) as u64 {
            return Err("out_of_range");
        }
        let digits = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0');
        let mut point = whole.len() as i64 + exponent;
        while point < 0 {
            self.all.push(0);
            point += 1;
        }
        self.all.extend(digits);
        self.point = point as usize;
        if self.all.len() < self.point {
            self.all.resize(self.point, 0);
        }
        let zeros = self.all[..self.point].iter().take_while(|d| **d == 0);
        let zeros = zeros.count();
        self.all.drain(..zeros);
        self.point -= zeros;
        match self.point > MOST_BEFORE || self.scale() > MOST_AFTER {
            true => Err("out_of_range"),
            false => Ok(()),
        }
    }

    fn scale(&self) -> usize {
        self.all.len() - self.point
    }

    /// Rounds or fills up to a scale, halves away from zero; says whether digits were lost.
    fn fit_scale(&mut self, scale: i32) -> bool {
        let Ok(scale) = usize::try_from(scale) else {
            return self.fit_hundreds(scale.unsigned_abs() as usize);
        };
        if self.scale() <= scale {
            self.plain &= self.scale() == scale;
            self.all.resize(self.point + scale, 0);
            return false;
        }
        self.cut_at(self.point + scale)
    }

    /// For `numeric(3,-2)`: nothing but zeros in the last places before the point.
    fn fit_hundreds(&mut self, places: usize) -> bool {
        let whole = self.scale() == 0;
        let missing = places.saturating_sub(self.point);
        self.all.splice(0..0, std::iter::repeat_n(0, missing));
        self.point += missing;
        let plain = self.plain && whole;
        let lost = self.cut_at(self.point - places);
        self.all.resize(self.point, 0);
        self.plain = plain && !lost;
        lost
    }

    /// Keeps so many digits, and rounds the last of them.
    fn cut_at(&mut self, kept: usize) -> bool {
        let lost = self.all[kept..].iter().any(|d| *d != 0);
        let up = self.all.get(kept).is_some_and(|d| *d >= 5);
        self.all.truncate(kept);
        self.plain = false;
        if up {
            for digit in self.all.iter_mut().rev() {
                *digit = (*digit + 1) % 10;
                if *digit != 0 {
                    return lost;
                }
            }
            self.all.insert(0, 1);
            self.point += 1;
        }
        lost
    }

    fn write(&self, out: &mut Vec<u8>) {
        let lead = self.point.div_ceil(4) * 4 - self.point;
        let groups = (lead + self.all.len()).div_ceil(4);
        let group = |index: usize| {
            (0..4).fold(0u16, |sum, i| {
                let at = (index * 4 + i).checked_sub(lead);
                sum * 10 + u16::from(at.and_then(|at| self.all.get(at)).copied().unwrap_or(0))
            })
        };
        let first = (0..groups).position(|i| group(i) != 0).unwrap_or(groups);
        let end = (first..groups)
            .rev()
            .find(|i| group(*i) != 0)
            .map_or(first, |i| i + 1);
        let is_zero = first == end;
        let weight = match is_zero {
            true => 0,
            false => self.point.div_ceil(4) as i64 - 1 - first as i64,
        };
        let sign = if self.negative && !is_zero {
            NEGATIVE
        } else {
            0
        };
        out.extend_from_slice(&((end - first) as u16).to_be_bytes());
        out.extend_from_slice(&(weight as i16).to_be_bytes());
        out.extend_from_slice(&sign.to_be_bytes());
        out.extend_from_slice(&(self.scale() as u16).to_be_bytes());
        for index in first..end {
            out.extend_from_slice(&group(index).to_be_bytes());
        }
    }
}

pub(crate) fn encode(text: &str, bounds: Bounds, digits: &mut Digits, out: &mut Vec<u8>) -> Put {
    let special = match text {
        "NaN" => Some(NAN),
        "Infinity" => Some(INFINITY),
        "-Infinity" => Some(MINUS_INFINITY),
        _ => None,
    };
    if let Some(sign) = special {
        if sign != NAN && bounds.is_some() {
            return Put::Refused("out_of_range");
        }
        out.extend_from_slice(&[0, 0, 0, 0]);
        out.extend_from_slice(&sign.to_be_bytes());
        out.extend_from_slice(&[0, 0]);
        return Put::Exact;
    }
    if let Err(reason) = digits.read(text) {
        return Put::Refused(reason);
    }
    let mut lost = false;
    if let Some((precision, scale)) = bounds {
        lost = digits.fit_scale(scale);
        let significant = digits.all.iter().skip_while(|d| **d == 0).count();
        let zeros = scale.min(0).unsigned_abs();
        if significant > precision.saturating_add(zeros) as usize {
            return Put::Refused("out_of_range");
        }
    }
    digits.write(out);
    if lost {
        Put::Changed("round")
    } else if digits.negative && digits.all.iter().all(|d| *d == 0) {
        Put::Changed("negative_zero")
    } else if digits.plain {
        Put::Exact
    } else {
        Put::Changed("form")
    }
}

/// Writes the digits as PostgreSQL does. None where the bytes are no number.
pub(crate) fn decode(bytes: &[u8], out: &mut String) -> Option<()> {
    let mut words = bytes
        .chunks_exact(2)
        .map(|c| u16::from_be_bytes([c[0], c[1]]));
    let count = words.next()?;
    let weight = i32::from(words.next()? as i16);
    let sign = words.next()?;
    let scale = usize::from(words.next()?);
    match sign {
        NAN => out.push_str("NaN"),
        INFINITY => out.push_str("Infinity"),
        MINUS_INFINITY => out.push_str("-Infinity"),
        _ => {
            if bytes.len() != 8 + 2 * usize::from(count) {
                return None;
            }
            let groups = &bytes[8..];
            let group = |index: i32| match usize::try_from(index) {
                Ok(i) if i < usize::from(count) => {
                    u16::from_be_bytes([groups[2 * i], groups[2 * i + 1]])
                }
                _ => 0,
            };
            if sign == NEGATIVE {
                out.push('-');
            }
            if weight < 0 {
                out.push('0');
            }
            for index in 0..=weight {
                push_group(out, group(index), if index == 0 { 1 } else { 4 });
            }
            if scale > 0 {
                out.push('.');
                let end = out.len() + scale;
                let mut index = weight + 1;
                while out.len() < end {
                    push_group(out, group(index), 4);
                    index += 1;
                }
                out.truncate(end);
            }
        }
    }
    Some(())
}

fn push_group(out: &mut String, group: u16, least: u32) {
    for place in (0..4).rev() {
        let power = 10u16.pow(place);
        if place < least || group >= power {
            out.push(char::from(b'0' + (group / power % 10) as u8));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(text: &str, bounds: Bounds) -> (Put, String) {
        let (mut out, mut back) = (Vec::new(), String::new());
        let put = encode(text, bounds, &mut Digits::default(), &mut out);
        if !matches!(put, Put::Refused(_)) {
            decode(&out, &mut back).unwrap();
        }
        (put, back)
    }

    #[test]
    fn c07_digits_and_scale_stay() {
        for text in [
            "0",
            "0.0",
            "1",
            "1.10",
            "-1.1",
            "10000",
            "9999",
            "0.0001",
            "0.00010",
            "12345678.9",
            "-0.5",
            "100000000",
            "0.000000001",
            "NaN",
            "Infinity",
            "-Infinity",
            "123456789012345678901234567890.123456789012345678901234567890",
        ] {
            assert_eq!(there_and_back(text, None), (Put::Exact, text.into()));
        }
    }

    #[test]
    fn other_spellings_and_losses_are_told() {
        for (text, bounds, put, kept) in [
            ("1e3", None, Put::Changed("form"), "1000"),
            ("1.5e-3", None, Put::Changed("form"), "0.0015"),
            ("+7", None, Put::Changed("form"), "7"),
            ("007", None, Put::Changed("form"), "7"),
            (".5", None, Put::Changed("form"), "0.5"),
            ("-0", None, Put::Changed("negative_zero"), "0"),
            ("1.1", Some((10, 2)), Put::Changed("form"), "1.10"),
            ("1.10", Some((10, 2)), Put::Exact, "1.10"),
            ("1.105", Some((10, 2)), Put::Changed("round"), "1.11"),
            ("-9.995", Some((4, 2)), Put::Changed("round"), "-10.00"),
            ("99.995", Some((4, 2)), Put::Refused("out_of_range"), ""),
            ("100", Some((4, 2)), Put::Refused("out_of_range"), ""),
            ("0.5", Some((2, 2)), Put::Changed("form"), "0.50"),
            ("12300", Some((3, -2)), Put::Exact, "12300"),
            ("0", Some((3, -2)), Put::Exact, "0"),
            ("12350", Some((3, -2)), Put::Changed("round"), "12400"),
            ("-49.9", Some((3, -2)), Put::Changed("round"), "0"),
            ("50", Some((3, -2)), Put::Changed("round"), "100"),
            ("100.0", Some((3, -2)), Put::Changed("form"), "100"),
            ("99950", Some((3, -2)), Put::Refused("out_of_range"), ""),
            ("Infinity", Some((4, 2)), Put::Refused("out_of_range"), ""),
            ("twelve", None, Put::Refused("type_refused"), ""),
            ("", None, Put::Refused("type_refused"), ""),
            ("1e999999", None, Put::Refused("out_of_range"), ""),
        ] {
            assert_eq!(
                there_and_back(text, bounds),
                (put, kept.to_owned()),
                "{text}"
            );
        }
    }
}
