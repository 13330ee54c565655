//! JSON as PostgreSQL takes it: `json` keeps the text, `jsonb` writes it anew. What it would write is worked out here, to
//! the last letter, so that it can be told beforehand.

mod tree;

use super::Put;
use super::numeric::{self, Digits};
use tree::{Tree, in_order, unescaped};

/// Deeper than this is refused rather than sent: the server's own limit depends on its stack.
const DEEPEST: usize = 1_000;

/// Whether it is JSON that a field of type `json` takes.
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    let mut reader = Reader {
        rest: text,
        depth: 0,
    };
    reader.value(&mut |_| Ok(()))?;
    reader.end()
}

/// The text that `jsonb` makes of it.
pub(crate) fn rewritten(text: &str, out: &mut String) -> Put {
    let mut reader = Reader {
        rest: text,
        depth: 0,
    };
    let value = match reader.tree().and_then(|v| reader.end().map(|()| v)) {
        Ok(value) => value,
        Err(reason) => return Put::Refused(reason),
    };
    let from = out.len();
    value.write(out);
    match out[from..] == *text {
        true => Put::Exact,
        false => Put::Changed("spelling"),
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

const NOT_JSON: &str = "not_json";

impl<'a> Reader<'a> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn end(&mut self) -> Result<(), &'static str> {
        self.blanks();
        match self.rest.is_empty() {
            true => Ok(()),
            false => Err(NOT_JSON),
        }
    }

    fn take(&mut self, sign: char) -> bool {
        self.blanks();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn enter(&mut self) -> Result<(), &'static str> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err("too_deep"),
            false => Ok(()),
        }
    }

    /// Walks through a value without keeping it.
    fn value(
        &mut self,
        seen: &mut dyn FnMut(&str) -> Result<(), &'static str>,
    ) -> Result<(), &'static str> {
        if self.take('{') {
            self.enter()?;
            if !self.take('}') {
                loop {
                    self.blanks();
                    seen(self.raw_string()?)?;
                    if !self.take(':') {
                        return Err(NOT_JSON);
                    }
                    self.value(seen)?;
                    if !self.take(',') {
                        break;
                    }
                }
                if !self.take('}') {
                    return Err(NOT_JSON);
                }
            }
            self.depth -= 1;
            return Ok(());
        }
        if self.take('[') {
            self.enter()?;
            if !self.take(']') {
                loop {
                    self.value(seen)?;
                    if !self.take(',') {
                        break;
                    }
                }
                if !self.take(']') {
                    return Err(NOT_JSON);
                }
            }
            self.depth -= 1;
            return Ok(());
        }
        if self.rest.starts_with('"') {
            seen(self.raw_string()?)?;
            return Ok(());
        }
        match self.word() {
            Some(_) => Ok(()),
            None => self.number().map(drop),
        }
    }

    fn tree(&mut self) -> Result<Tree, &'static str> {
        if self.take('{') {
            self.enter()?;
            let mut map: Vec<(String, Tree)> = Vec::new();
            if !self.take('}') {
                loop {
                    self.blanks();
                    let name = unescaped(self.raw_string()?)?;
                    if !self.take(':') {
                        return Err(NOT_JSON);
                    }
                    map.push((name, self.tree()?));
                    if !self.take(',') {
                        break;
                    }
                }
                if !self.take('}') {
                    return Err(NOT_JSON);
                }
            }
            self.depth -= 1;
            return Ok(Tree::Map(in_order(map)));
        }
        if self.take('[') {
            self.enter()?;
            let mut list = Vec::new();
            if !self.take(']') {
                loop {
                    list.push(self.tree()?);
                    if !self.take(',') {
                        break;
                    }
                }
                if !self.take(']') {
                    return Err(NOT_JSON);
                }
            }
            self.depth -= 1;
            return Ok(Tree::List(list));
        }
        if self.rest.starts_with('"') {
            return Ok(Tree::Text(unescaped(self.raw_string()?)?));
        }
        if let Some(word) = self.word() {
            return Ok(Tree::Word(word));
        }
        let number = self.number()?;
        let (mut bytes, mut text) = (Vec::new(), String::new());
        match numeric::encode(number, None, &mut Digits::default(), &mut bytes) {
            Put::Refused(reason) => return Err(reason),
            _ => numeric::decode(&bytes, &mut text).ok_or(NOT_JSON)?,
        }
        Ok(Tree::Number(text))
    }

    fn word(&mut self) -> Option<&'static str> {
        let word = ["null", "true", "false"]
            .into_iter()
            .find(|w| self.rest.starts_with(w))?;
        self.rest = &self.rest[word.len()..];
        Some(word)
    }

    fn number(&mut self) -> Result<&'a str, &'static str> {
        let b = self.rest.as_bytes();
        let digits = |from: usize| {
            let count = b[from..].iter().take_while(|b| b.is_ascii_digit()).count();
            from + count
        };
        let mut at = usize::from(b.first() == Some(&b'-'));
        let whole = digits(at);
        if whole == at || (b[at] == b'0' && whole > at + 1) {
            return Err(NOT_JSON);
        }
        at = whole;
        if b.get(at) == Some(&b'.') {
            let end = digits(at + 1);
            if end == at + 1 {
                return Err(NOT_JSON);
            }
            at = end;
        }
        if matches!(b.get(at), Some(b'e' | b'E')) {
            let from = at + 1 + usize::from(matches!(b.get(at + 1), Some(b'+' | b'-')));
            let end = digits(from.min(b.len()));
            if end == from {
                return Err(NOT_JSON);
            }
            at = end;
        }
        // `12a` is one word to PostgreSQL, and no number.
        if b.get(at)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80)
        {
            return Err(NOT_JSON);
        }
        let (number, rest) = self.rest.split_at(at);
        self.rest = rest;
        Ok(number)
    }

    /// What stands between the quotes, as it is written.
    fn raw_string(&mut self) -> Result<&'a str, &'static str> {
        let inside = self.rest.strip_prefix('"').ok_or(NOT_JSON)?;
        let b = inside.as_bytes();
        let mut at = 0;
        loop {
            match b.get(at) {
                None | Some(0..=0x1f) => return Err(NOT_JSON),
                Some(b'"') => break,
                Some(b'\\') => match b.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                    Some(b'u')
                        if b.get(at + 2..at + 6)
                            .is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)) =>
                    {
                        at += 6;
                    }
                    _ => return Err(NOT_JSON),
                },
                Some(_) => at += 1,
            }
        }
        self.rest = &inside[at + 1..];
        Ok(&inside[..at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c25_what_jsonb_makes_of_a_text() {
        let made = |text: &str| {
            let mut out = String::new();
            let put = rewritten(text, &mut out);
            (put, out)
        };
        for (text, kept) in [
            ("{\"bb\":1,\"a\":2,\"a\":3}", "{\"a\": 3, \"bb\": 1}"),
            (
                "[1.0,1e2, -0.50,\"\\u00e9\\/\\u0001\"]",
                "[1.0, 100, -0.50, \"é/\\u0001\"]",
            ),
            (" null ", "null"),
            ("[ ]", "[]"),
            ("\"\\ud83d\\ude0a\"", "\"😊\""),
        ] {
            assert_eq!(made(text), (Put::Changed("spelling"), kept.to_owned()));
            assert_eq!(made(kept), (Put::Exact, kept.to_owned()));
        }
        assert_eq!(made("\"\\u0000\"").0, Put::Refused("encoding"));
        assert_eq!(made("\"\\ud83d\"").0, Put::Refused("encoding"));
    }

    #[test]
    fn what_is_json_and_what_is_not() {
        for text in ["1", "-0", "\"\\u0000\"", "[1,2 , {\"a\":null}]", "\t{}\n"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in [
            "", "01", "1.", "{a:1}", "[1,]", "\"\n\"", "nul", "1 2", "'a'", "12a", "+1", "1e",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        assert_eq!(check(&"[".repeat(2_000)), Err("too_deep"));
    }
}
