//! Takes secrets out of log lines, whatever wrote them.
//!
//! Our own code never logs a secret; this is for what drivers and libraries put into their messages. It would rather
//! mask too much than too little.

use std::borrow::Cow;
use std::io::{self, Write};

const MASK: &str = "***";

/// Names whose value is never written, compared without case, `-` and `_`.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "clientsecret",
    "token",
    "accesstoken",
    "apikey",
    "accountkey",
    "accesskey",
    "secretkey",
    "privatekey",
    "authorization",
    "signature",
    "sig",
];

/// Redacts each write before passing it on; the log formatter writes a line at a time.
pub struct Redacting<W>(pub W);

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        self.0.write_all(redact(&text).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The text without passwords in addresses and without the values of secret names.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut hidden = addresses(text);
    hidden.extend(named_values(text));
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    hidden.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in hidden {
        if end <= at {
            continue;
        }
        out.push_str(&text[at..start.max(at)]);
        out.push_str(MASK);
        at = end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Where the passwords of `scheme://user:password@host` are. A password may itself hold `@ : / # %`, so it ends at
/// the last `@` of the word.
fn addresses(text: &str) -> Vec<(usize, usize)> {
    text.match_indices("://")
        .filter_map(|(found, mark)| {
            let start = found + mark.len();
            let word = word(&text[start..]);
            let at = word.rfind('@')?;
            let colon = word[..at].find(':')?;
            Some((start + colon + 1, start + at))
        })
        .collect()
}

/// Where the values of `name=value`, `name: value` and `"name":"value"` are, for secret names.
fn named_values(text: &str) -> Vec<(usize, usize)> {
    let mut values = Vec::new();
    for (sign, _) in text.match_indices(['=', ':']) {
        let name: String = text[..sign]
            .trim_end_matches(['"', '\'', ' '])
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            .collect();
        let name: String = name
            .chars()
            .rev()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !NAMES.contains(&name.as_str()) {
            continue;
        }
        let rest = &text[sign + 1..];
        let mut value = rest.trim_start_matches([' ', '\\']);
        let mut start = sign + 1 + (rest.len() - value.len());
        let length = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value = &value[1..];
                start += 1;
                value.find(quote).unwrap_or(value.len())
            }
            // `Authorization: Bearer abc`: the value is the rest of the line.
            Some(_) if name == "authorization" => value.find('\n').unwrap_or(value.len()),
            _ => value
                .find(|c: char| {
                    c.is_whitespace() || matches!(c, '&' | ';' | ',' | '"' | '\'' | ')')
                })
                .unwrap_or(value.len()),
        };
        if length > 0 {
            values.push((start, start + length));
        }
    }
    values
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`'));
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_in_addresses_are_masked() {
        for (line, safe) in [
            (
                "cannot reach postgres://ann:s3cr3t@db:5432/app",
                "cannot reach postgres://ann:***@db:5432/app",
            ),
            (
                "mysql://root:p@ss:w/o#rd%20@[::1]/x refused",
                "mysql://root:***@[::1]/x refused",
            ),
            ("redis://:only@host", "redis://:***@host"),
            (
                "url=\"mongodb://a:b@c\" next=\"https://d.example/e\"",
                "url=\"mongodb://a:***@c\" next=\"https://d.example/e\"",
            ),
        ] {
            assert_eq!(redact(line), safe);
        }
    }

    #[test]
    fn values_of_secret_names_are_masked() {
        for (line, safe) in [
            (
                "host=db password=hunter2 user=ann",
                "host=db password=*** user=ann",
            ),
            ("Password: 'two words' rest", "Password: '***' rest"),
            (r#"{"api_key":"abc","n":1}"#, r#"{"api_key":"***","n":1}"#),
            (
                "AccountEndpoint=https://x;AccountKey=ZZ==;",
                "AccountEndpoint=https://x;AccountKey=***;",
            ),
            ("Authorization: Bearer abc.def", "Authorization: ***"),
            ("?sig=a%2Bb&se=2026", "?sig=***&se=2026"),
        ] {
            assert_eq!(redact(line), safe);
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for line in [
            "Slice landed. table=\"checkpoints\" slice=3 rows=25000",
            "token_count: 12 passwords=3",
            "https://docs.example/path?x=1",
            "",
        ] {
            assert_eq!(redact(line), line);
        }
    }

    #[test]
    fn any_text_survives_without_a_panic() {
        for line in [
            "://",
            "a://:@",
            "password=",
            "é=ß password=é",
            "secret:\"",
            "://é:ß@ü",
        ] {
            let _ = redact(line);
        }
    }
}
