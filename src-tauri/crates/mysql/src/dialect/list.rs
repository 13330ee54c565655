//! The values of an enum or a set, as they stand in its declaration: `'a','it''s'`.

/// Each value as it stands in the declaration, without the outer quotes; inner ones are still doubled.
fn written(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let inner = &rest[rest.find('\'')? + 1..];
        let bytes = inner.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'\'' {
                if bytes.get(at + 1) != Some(&b'\'') {
                    rest = &inner[at + 1..];
                    return Some(&inner[..at]);
                }
                at += 1;
            }
            at += 1;
        }
        rest = "";
        Some(inner)
    })
}

fn is_same(written: &str, value: &str) -> bool {
    match written.contains('\'') {
        true => written.replace("''", "'") == value,
        false => written == value,
    }
}

pub(super) fn has(list: &str, value: &str) -> bool {
    written(list).any(|w| is_same(w, value))
}

/// The members of a set come back in the order of its declaration, each once.
pub(super) fn is_subset(list: &str, value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    let mut members = written(list);
    value
        .split(',')
        .all(|part| members.by_ref().any(|w| is_same(w, part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c33_members_are_found_as_they_are_spelled() {
        let list = "'a','it''s','c,d','(e)',''";
        for (value, there) in [
            ("a", true),
            ("it's", true),
            ("c,d", true),
            ("(e)", true),
            ("", true),
            ("A", false),
            ("a ", false),
        ] {
            assert_eq!(has(list, value), there, "{value}");
        }
        let list = "'x','y','z'";
        for (value, there) in [
            ("", true),
            ("x,z", true),
            ("z,x", false),
            ("x,x", false),
            ("w", false),
        ] {
            assert_eq!(is_subset(list, value), there, "{value}");
        }
    }
}
