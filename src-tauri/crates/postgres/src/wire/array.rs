//! Arrays travel as text in PostgreSQL's own words, `{1,NULL,"a b"}`. A text that comes from elsewhere is taken only
//! where PostgreSQL would write it just so: then it lands as it is, and nothing has to be guessed.

use super::encode::Encoder;
use super::{Form, Put, encode, json, numeric};
use drydock_connector::Cell;

/// As deep as arrays go.
const DEEPEST: usize = 6;

pub(crate) fn is_own(text: &str, element: Form<'_>, with: &mut Encoder) -> bool {
    let (bounds, body) = match text.starts_with('[') {
        true => match text.split_once('=') {
            Some((bounds, body)) => (Some(bounds), body),
            None => return false,
        },
        false => (None, text),
    };
    let mut reader = Reader {
        rest: body,
        lengths: Vec::new(),
        spare: String::new(),
    };
    if body == "{}" {
        return bounds.is_none();
    }
    if reader.list(0, element, with).is_none() || !reader.rest.is_empty() {
        return false;
    }
    bounds.is_none_or(|b| bounds_fit(b, &reader.lengths))
}

struct Reader<'a> {
    rest: &'a str,
    /// Of each level; all lists of a level are equally long.
    lengths: Vec<usize>,
    spare: String,
}

impl Reader<'_> {
    fn take(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn list(&mut self, level: usize, element: Form<'_>, with: &mut Encoder) -> Option<()> {
        if !self.take('{') || level >= DEEPEST {
            return None;
        }
        let nested = self.rest.starts_with('{');
        let mut length = 0;
        loop {
            match nested {
                true => self.list(level + 1, element, with)?,
                false => self.element(element, with)?,
            }
            length += 1;
            if !self.take(',') {
                break;
            }
        }
        if !self.take('}') {
            return None;
        }
        // The innermost lists end first.
        if self.lengths.len() <= level {
            self.lengths.resize(level + 1, 0);
        }
        let known = &mut self.lengths[level];
        if *known == 0 {
            *known = length;
        }
        (*known == length).then_some(())
    }

    fn element(&mut self, element: Form<'_>, with: &mut Encoder) -> Option<()> {
        self.spare.clear();
        let quoted = self.take('"');
        if quoted {
            loop {
                let c = self.rest.chars().next()?;
                self.rest = &self.rest[c.len_utf8()..];
                match c {
                    '"' => break,
                    '\\' => {
                        let next = self.rest.chars().next()?;
                        self.rest = &self.rest[next.len_utf8()..];
                        if !matches!(next, '"' | '\\') {
                            return None;
                        }
                        self.spare.push(next);
                    }
                    c => self.spare.push(c),
                }
            }
        } else {
            let end = self.rest.find([',', '}'])?;
            let (text, rest) = self.rest.split_at(end);
            self.spare.push_str(text);
            self.rest = rest;
            if text == "NULL" {
                return Some(());
            }
        }
        let fits = quoted == needs_quotes(&self.spare) && is_own_word(element, &self.spare, with);
        fits.then_some(())
    }
}

fn needs_quotes(text: &str) -> bool {
    let odd = |c: char| matches!(c, '"' | '\\' | '{' | '}' | ',' | ' ' | '\t'..='\r');
    text.is_empty() || text.eq_ignore_ascii_case("null") || text.contains(odd)
}

/// Whether PostgreSQL writes a value of the type in this way.
fn is_own_word(form: Form<'_>, text: &str, with: &mut Encoder) -> bool {
    let mut bytes = Vec::new();
    let mut put = |cell| encode(form, cell, with, &mut bytes);
    match form {
        Form::Bool => text == "t" || text == "f",
        Form::Int { .. } | Form::Oid => text
            .parse::<i64>()
            .is_ok_and(|i| i.to_string() == text && put(Cell::Int(i)) == Put::Exact),
        Form::Float { bytes: 4 } => text
            .parse::<f32>()
            .is_ok_and(|f| shortest(f64::from(f), format!("{f:e}"), 6) == text),
        Form::Float { .. } => text
            .parse::<f64>()
            .is_ok_and(|f| shortest(f, format!("{f:e}"), 15) == text),
        Form::Numeric(bounds) => {
            let mut digits = numeric::Digits::default();
            numeric::encode(text, bounds, &mut digits, &mut bytes) == Put::Exact
        }
        Form::Text(_) => put(Cell::Text(text)) == Put::Exact,
        Form::Bytes => text.strip_prefix("\\x").is_some_and(|hex| {
            hex.len() % 2 == 0 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        }),
        Form::Date | Form::Time { .. } | Form::Timestamp { .. } | Form::Uuid => {
            matches!(put(Cell::Text(text)), Put::Exact | Put::Changed("form"))
        }
        // The server writes the zone shorter than ISO 8601 does.
        Form::Instant { digits } => match text.strip_suffix("+00") {
            Some(local) => {
                let form = Form::Timestamp { digits };
                encode(form, Cell::Text(local), with, &mut bytes) == Put::Changed("form")
            }
            None => matches!(text, "infinity" | "-infinity"),
        },
        Form::Json => json::check(text).is_ok(),
        Form::Jsonb => json::rewritten(text, &mut String::new()) == Put::Exact,
        Form::Enum(_) | Form::Array(_) | Form::Spoken => false,
    }
}

/// The float as the server writes it: the shortest digits that read back the same, with an exponent where it is small
/// or large.
fn shortest(f: f64, scientific: String, most: i32) -> String {
    if !f.is_finite() {
        return match f {
            f64::INFINITY => "Infinity".into(),
            f64::NEG_INFINITY => "-Infinity".into(),
            _ => "NaN".into(),
        };
    }
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if f == 0.0 || !(-4..most).contains(&exponent) {
        if f == 0.0 {
            return digits.to_owned();
        }
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    let negative = digits.starts_with('-');
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    if exponent < 0 {
        out += "0.";
        out += &"0".repeat((-exponent - 1) as usize);
        out += &plain;
    } else {
        let whole = exponent as usize + 1;
        match plain.split_at_checked(whole) {
            Some((whole, "")) => out += whole,
            Some((whole, rest)) => out += &format!("{whole}.{rest}"),
            None => out += &format!("{plain:0<whole$}"),
        }
    }
    out
}

/// `[5:6][0:1]`, for lists of these lengths; said only where something does not begin with 1.
fn bounds_fit(bounds: &str, lengths: &[usize]) -> bool {
    let mut odd = false;
    let mut levels = 0;
    for (level, bound) in bounds.split_terminator(']').enumerate() {
        let parsed = bound.strip_prefix('[').and_then(|b| b.split_once(':'));
        let numbers =
            parsed.and_then(|(l, u)| Some((l, l.parse::<i32>().ok()?, u, u.parse::<i32>().ok()?)));
        let Some((l, low, u, high)) = numbers else {
            return false;
        };
        let length = i64::from(high) - i64::from(low) + 1;
        if low.to_string() != l
            || high.to_string() != u
            || lengths.get(level).map(|n| *n as i64) != Some(length)
        {
            return false;
        }
        odd |= low != 1;
        levels += 1;
    }
    odd && levels == lengths.len() && bounds.ends_with(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str, element: &str) -> bool {
        let element = Form::built_in(element).unwrap();
        is_own(text, element, &mut Encoder::default())
    }

    #[test]
    fn only_the_servers_own_words_are_taken() {
        for (text, element) in [
            ("{}", "integer"),
            ("{1,NULL,-3}", "integer"),
            ("{{1,2},{3,4}}", "integer"),
            ("[5:6]={7,8}", "integer"),
            ("[0:0][1:2]={{7,8}}", "integer"),
            ("{\"a,b\",\"\\\"\",NULL,\"NULL\",\"\",é}", "text"),
            (
                "{0.1,NaN,-0,1e+20,1.5e-07,123456789012345}",
                "double precision",
            ),
            ("{1e+06,123456}", "real"),
            (
                "{\"2024-01-01 00:00:00+00\",infinity}",
                "timestamp with time zone",
            ),
            ("{t,f}", "boolean"),
            ("{1.10}", "numeric"),
            ("{\"\\\\x00ff\"}", "bytea"),
        ] {
            assert!(own(text, element), "{text}");
        }
        for (text, element) in [
            ("{ 1}", "integer"),
            ("{01}", "integer"),
            ("{\"1\"}", "integer"),
            ("{1,{2}}", "integer"),
            ("{{1,2},{3}}", "integer"),
            ("[1:2]={1,2}", "integer"),
            ("[5:7]={1,2}", "integer"),
            ("{1", "integer"),
            ("{1}x", "integer"),
            ("{null}", "text"),
            ("{a b}", "text"),
            ("{true}", "boolean"),
            ("{0.10}", "double precision"),
            ("{99999}", "smallint"),
            ("{{}}", "integer"),
            ("", "integer"),
        ] {
            assert!(!own(text, element), "{text}");
        }
    }
}
