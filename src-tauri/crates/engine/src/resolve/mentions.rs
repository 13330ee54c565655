//! Which names a statement mentions. Not understanding, only words: a name in a string or a comment does not count, a
//! field of the same name does. Erring that way keeps an object from being carried without what it needs.

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Token, Tokenizer};

/// All the ways in which stores quote names.
#[derive(Debug)]
struct AnyQuotes;

impl Dialect for AnyQuotes {
    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        matches!(ch, '"' | '`' | '[')
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch == '_' || !ch.is_ascii()
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_alphanumeric() || matches!(ch, '_' | '$') || !ch.is_ascii()
    }
}

/// The words that may be names; none where the statement cannot be cut into words.
pub fn mentioned(sql: &str) -> Option<Vec<String>> {
    let tokens = Tokenizer::new(&AnyQuotes, sql).tokenize().ok()?;
    Some(
        tokens
            .into_iter()
            .filter_map(|token| match token {
                Token::Word(word) => Some(word.value),
                _ => None,
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::mentioned;

    #[test]
    fn names_are_found_in_any_quotes_and_not_in_strings() {
        let sql = "CREATE VIEW v AS SELECT \"a b\".x, [c d].[y] FROM `e``f` -- ghost\n /* ghost */ JOIN plain p ON p.x = 'ghost' WHERE bảng > x'00'";
        let found = mentioned(sql).unwrap();
        for name in ["a b", "c d", "e`f", "plain", "bảng"] {
            assert!(found.iter().any(|f| f == name), "{name}: {found:?}");
        }
        assert!(!found.iter().any(|f| f == "ghost"));
    }

    #[test]
    fn what_cannot_be_cut_is_not_guessed() {
        assert_eq!(mentioned("CREATE VIEW v AS SELECT 'open"), None);
    }
}
