//! A JSON value as `jsonb` keeps it, and the way it writes it.

use super::NOT_JSON;

pub(super) enum Tree {
    Word(&'static str),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

/// `jsonb` has no U+0000 and no halves of characters.
pub(super) fn unescaped(raw: &str) -> Result<String, &'static str> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes()[at + 1];
        rest = &rest[at + 2..];
        let unit = |rest: &str| {
            rest.get(..4)
                .and_then(|h| u32::from_str_radix(h, 16).ok())
                .ok_or(NOT_JSON)
        };
        out.push(match escape {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = unit(rest)?;
                rest = &rest[4..];
                let code = match first {
                    0 => return Err("encoding"),
                    0xd800..0xdc00 => {
                        let second = unit(rest.strip_prefix("\\u").ok_or("encoding")?)?;
                        if !(0xdc00..0xe000).contains(&second) {
                            return Err("encoding");
                        }
                        rest = &rest[6..];
                        0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    }
                    other => other,
                };
                char::from_u32(code).ok_or("encoding")?
            }
            other => char::from(other),
        });
    }
    out.push_str(rest);
    Ok(out)
}

/// By length and then by bytes; of equal names the last one stays.
pub(super) fn in_order(map: Vec<(String, Tree)>) -> Vec<(String, Tree)> {
    let mut kept: Vec<(String, Tree)> = Vec::with_capacity(map.len());
    let mut numbered: Vec<(usize, (String, Tree))> = map.into_iter().enumerate().collect();
    numbered.sort_by(|(i, (a, _)), (j, (b, _))| {
        (a.len(), a.as_bytes(), i).cmp(&(b.len(), b.as_bytes(), j))
    });
    for (_, pair) in numbered {
        match kept.last_mut() {
            Some(last) if last.0 == pair.0 => *last = pair,
            _ => kept.push(pair),
        }
    }
    kept
}

impl Tree {
    pub fn write(&self, out: &mut String) {
        match self {
            Tree::Word(word) => out.push_str(word),
            Tree::Number(number) => out.push_str(number),
            Tree::Text(text) => write_string(text, out),
            Tree::List(list) => {
                out.push('[');
                for (i, value) in list.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    value.write(out);
                }
                out.push(']');
            }
            Tree::Map(map) => {
                out.push('{');
                for (i, (name, value)) in map.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    write_string(name, out);
                    out.push_str(": ");
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
