//! Whether a text is JSON to the server: the grammar, and no more levels than it looks into.

/// MariaDB takes no deeper nesting for valid.
const MOST_LEVELS: usize = 31;

pub(super) fn is_valid(text: &str) -> bool {
    let mut walk = Walk {
        bytes: text.as_bytes(),
        at: 0,
    };
    walk.blanks();
    walk.value(0) && {
        walk.blanks();
        walk.at == walk.bytes.len()
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Walk<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn takes(&mut self, word: &[u8]) -> bool {
        let there = self.bytes[self.at..].starts_with(word);
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn value(&mut self, level: usize) -> bool {
        match self.peek() {
            b'{' | b'[' if level >= MOST_LEVELS => false,
            b'{' => self.members(b'}', level, true),
            b'[' => self.members(b']', level, false),
            b'"' => self.string(),
            b't' => self.takes(b"true"),
            b'f' => self.takes(b"false"),
            b'n' => self.takes(b"null"),
            _ => self.number(),
        }
    }

    fn members(&mut self, close: u8, level: usize, named: bool) -> bool {
        self.at += 1;
        self.blanks();
        if self.takes(&[close]) {
            return true;
        }
        loop {
            self.blanks();
            if named {
                if self.peek() != b'"' || !self.string() {
                    return false;
                }
                self.blanks();
                if !self.takes(b":") {
                    return false;
                }
                self.blanks();
            }
            if !self.value(level + 1) {
                return false;
            }
            self.blanks();
            if self.takes(&[close]) {
                return true;
            }
            if !self.takes(b",") {
                return false;
            }
        }
    }

    fn string(&mut self) -> bool {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => return true,
                0..=0x1f => return false,
                b'\\' => {
                    let escaped = self.peek();
                    self.at += 1;
                    match escaped {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            let digits = self.bytes.get(self.at..self.at + 4);
                            if !digits.is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit)) {
                                return false;
                            }
                            self.at += 4;
                        }
                        _ => return false,
                    }
                }
                _ => {}
            }
        }
        false
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> bool {
        self.takes(b"-");
        if !self.takes(b"0") && !self.digits() {
            return false;
        }
        if self.takes(b".") && !self.digits() {
            return false;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            return self.digits();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_kept() {
        for good in [
            "null",
            " 1 ",
            "-0.5e+3",
            "\"a\\u00e9\\n\"",
            "[]",
            "{\"a\":[1,{\"b\":null}],\"a\":2}",
            "\"\"",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "", " ", "01", "1.", "[1,]", "{a:1}", "{\"a\"}", "\"\t\"", "\"\\x\"", "nul", "1 2",
            "'a'", "\"", "[", "-",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
        let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(is_valid(&deep(31)) && !is_valid(&deep(32)));
    }
}
