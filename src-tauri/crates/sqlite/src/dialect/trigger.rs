//! What can be told of a trigger from its statement, without running it.

use crate::ddl::words::{Word, words};
use drydock_connector::{Answers, Event, When};

/// `CREATE TRIGGER name [BEFORE | AFTER | INSTEAD OF] event ON table .. BEGIN statements END`.
pub(super) fn answers(sql: &str) -> Option<Answers> {
    let words: Vec<Word<'_>> = words(sql).collect();
    let head = words.iter().position(|w| w.is_word("TRIGGER"))?;
    let mut rest = words.get(head + 1..)?;
    if let [a, b, c, tail @ ..] = rest
        && a.is_word("IF")
        && b.is_word("NOT")
        && c.is_word("EXISTS")
    {
        rest = tail;
    }
    // Its name may be any word, so it is stepped over.
    rest = match rest {
        [_, dot, _, tail @ ..] if dot.is_sign(".") => tail,
        [_, tail @ ..] => tail,
        [] => return None,
    };
    let when = match rest.first()? {
        w if w.is_word("BEFORE") => When::Before,
        w if w.is_word("INSTEAD") => When::InsteadOf,
        _ => When::After,
    };
    let to = rest.iter().take(3).find_map(event)?;
    let begin = rest.iter().position(|w| w.is_word("BEGIN"))?;
    let body = &rest[begin + 1..];
    let mut writes: Vec<String> = Vec::new();
    for statement in body.split(|w| w.is_sign(";")) {
        if let Some(table) = writes_to(statement)
            && !writes.contains(&table)
        {
            writes.push(table);
        }
    }
    let refuses = body
        .windows(2)
        .any(|w| w[0].is_word("RAISE") && w[1].is_sign("("));
    Some(Answers {
        when,
        to,
        refuses,
        writes,
    })
}

fn event(word: &Word<'_>) -> Option<Event> {
    let events = [
        ("INSERT", Event::Insert),
        ("UPDATE", Event::Update),
        ("DELETE", Event::Delete),
    ];
    let mut known = events.into_iter();
    known.find_map(|(name, event)| word.is_word(name).then_some(event))
}

/// The table that a statement begins to write to; none where it only reads.
fn writes_to(statement: &[Word<'_>]) -> Option<String> {
    let mut at = match statement.first()? {
        w if w.is_word("UPDATE") => 1,
        w if w.is_word("INSERT") || w.is_word("REPLACE") || w.is_word("DELETE") => {
            1 + statement
                .iter()
                .position(|w| w.is_word("INTO") || w.is_word("FROM"))?
        }
        _ => return None,
    };
    if statement.get(at)?.is_word("OR") {
        at += 2;
    }
    Some(statement.get(at)?.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sql: &str) -> String {
        match answers(sql) {
            None => "nothing".into(),
            Some(a) => format!(
                "{:?} {:?} {} {}",
                a.when,
                a.to,
                a.refuses,
                a.writes.join(",")
            ),
        }
    }

    #[test]
    fn a_trigger_is_told_by_its_words() {
        for (sql, expected) in [
            (
                "CREATE TRIGGER short AFTER INSERT ON n WHEN length(new.w) > 60 BEGIN
                   UPDATE n SET w = substr(new.w, 1, 60) WHERE id = new.id; END",
                "After Insert false n",
            ),
            (
                "CREATE TRIGGER \"before\" insert ON n BEGIN SELECT 1; END",
                "After Insert false ",
            ),
            (
                "CREATE TRIGGER IF NOT EXISTS main.t BEFORE UPDATE OF a, b ON n BEGIN
                   SELECT CASE WHEN new.a < 0 THEN RAISE(ABORT, 'no; UPDATE x') END; END",
                "Before Update true ",
            ),
            (
                "CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN DELETE FROM a; INSERT OR IGNORE INTO [b c] VALUES (1);
                   REPLACE INTO a VALUES (1); UPDATE OR ROLLBACK d SET x = 1; END",
                "InsteadOf Delete false a,b c,d",
            ),
            ("", "nothing"),
        ] {
            assert_eq!(told(sql), expected, "{sql}");
        }
    }
}
