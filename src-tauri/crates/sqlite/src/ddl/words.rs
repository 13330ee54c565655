//! SQL cut into words: enough to find a name in a statement and put another in its place, without touching what stands
//! in strings and comments.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bare word: a keyword or a name.
    Bare,
    /// A name in double quotes, brackets or backticks.
    Quoted,
    /// In single quotes; SQLite takes it as a name in some places.
    String,
    Number,
    Sign,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub kind: Kind,
    pub text: &'a str,
    pub at: Range<usize>,
}

impl Word<'_> {
    pub fn is_word(&self, keyword: &str) -> bool {
        self.kind == Kind::Bare && self.text.eq_ignore_ascii_case(keyword)
    }

    pub fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// The name that is meant, without its quotes.
    pub fn name(&self) -> String {
        let inner = || self.text.get(1..self.text.len() - 1).unwrap_or("");
        match (self.kind, self.text.as_bytes().first()) {
            (Kind::Quoted, Some(b'[')) => inner().to_owned(),
            (Kind::Quoted, Some(b'`')) => inner().replace("``", "`"),
            (Kind::Quoted, _) => inner().replace("\"\"", "\""),
            (Kind::String, _) => inner().replace("''", "'"),
            _ => self.text.to_owned(),
        }
    }

    /// It may stand for the name: SQLite's names are equal without regard to ASCII case.
    pub fn names(&self, name: &str) -> bool {
        matches!(self.kind, Kind::Bare | Kind::Quoted | Kind::String)
            && self.name().eq_ignore_ascii_case(name)
    }
}

/// The words of a statement, comments and blanks left out. What cannot be cut (an open quote) is one last sign.
pub(crate) fn words(sql: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = skip_blanks(sql, at);
        let (kind, end) = word_at(sql, at)?;
        let word = Word {
            kind,
            text: &sql[at..end],
            at: at..end,
        };
        at = end;
        Some(word)
    })
}

fn skip_blanks(sql: &str, mut at: usize) -> usize {
    let bytes = sql.as_bytes();
    loop {
        match &bytes[at..] {
            [b' ' | b'\t' | b'\n' | b'\r' | 0x0c, ..] => at += 1,
            [b'-', b'-', ..] => at = sql[at..].find('\n').map_or(sql.len(), |i| at + i + 1),
            [b'/', b'*', ..] => at = sql[at + 2..].find("*/").map_or(sql.len(), |i| at + i + 4),
            _ => return at,
        }
    }
}

fn word_at(sql: &str, at: usize) -> Option<(Kind, usize)> {
    let bytes = sql.as_bytes();
    let first = *bytes.get(at)?;
    Some(match first {
        b'"' | b'`' => (Kind::Quoted, quoted(sql, at, first)),
        b'\'' => (Kind::String, quoted(sql, at, first)),
        b'[' => (
            Kind::Quoted,
            sql[at..].find(']').map_or(sql.len(), |i| at + i + 1),
        ),
        b'0'..=b'9' => (Kind::Number, run(bytes, at)),
        b if in_name(b) => (Kind::Bare, run(bytes, at)),
        _ => (Kind::Sign, at + 1),
    })
}

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .position(|b| !in_name(*b))
        .map_or(bytes.len(), |i| at + i)
}

fn quoted(sql: &str, at: usize, quote: u8) -> usize {
    let bytes = sql.as_bytes();
    let mut end = at + 1;
    while end < bytes.len() {
        if bytes[end] == quote {
            if bytes.get(end + 1) != Some(&quote) {
                return end + 1;
            }
            end += 1;
        }
        end += 1;
    }
    sql.len()
}

/// `CREATE INDEX name ON ..` and its kin with another name. None where the statement does not begin as SQLite keeps it.
pub(crate) fn with_name(sql: &str, name: &str) -> Option<String> {
    let mut words = words(sql);
    words.next().filter(|w| w.is_word("CREATE"))?;
    let what = words.next()?;
    // `UNIQUE INDEX` and `VIRTUAL TABLE` are two words; `view` and `trigger` may be names as well.
    if what.is_word("UNIQUE") || what.is_word("VIRTUAL") {
        words.next()?;
    } else if !["TABLE", "INDEX", "VIEW", "TRIGGER"]
        .iter()
        .any(|k| what.is_word(k))
    {
        return None;
    }
    let word = words.next()?;
    let mut named = String::with_capacity(sql.len() + name.len());
    named.push_str(&sql[..word.at.start]);
    named.push_str(&super::quote(name));
    named.push_str(&sql[word.at.end..]);
    Some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_sqlite_cuts_them() {
        let sql = "CREATE INDEX \"a \"\" b\" ON [t x](`q``q`, 'it''s', 12.5) -- end\n/* more */ WHERE bảng<>x'00'";
        let cut: Vec<_> = words(sql).map(|w| (w.kind, w.name())).collect();
        let names: Vec<_> = cut.iter().map(|(_, n)| n.as_str()).collect();
        assert_eq!(
            names,
            [
                "CREATE", "INDEX", "a \" b", "ON", "t x", "(", "q`q", ",", "it's", ",", "12", ".",
                "5", ")", "WHERE", "bảng", "<", ">", "x", "00"
            ]
        );
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for sql in ["\"abc", "'x", "[y", "/* z", "-- z", "`", "'''"] {
            assert!(words(sql).count() <= 1, "{sql}");
        }
    }

    #[test]
    fn a_statement_gets_another_name() {
        assert_eq!(
            with_name("CREATE UNIQUE INDEX 'old ix' ON t(a)", "new \" ix").as_deref(),
            Some("CREATE UNIQUE INDEX \"new \"\" ix\" ON t(a)")
        );
        assert_eq!(
            with_name("CREATE TABLE [index] (\"a\")", "b").as_deref(),
            Some("CREATE TABLE \"b\" (\"a\")")
        );
        assert_eq!(
            with_name("CREATE INDEX trigger ON t(a)", "b").as_deref(),
            Some("CREATE INDEX \"b\" ON t(a)")
        );
        assert_eq!(with_name("SELECT 1", "b"), None);
    }
}
