//! What SQLite makes of a value that is put into a column, said before it is put there.
//!
//! The rules are SQLite's (`applyAffinity`, `OP_TypeCheck`, `OP_MustBeInt`); a test holds each answer against a real
//! insert. The two conversions whose last digit is SQLite's own business (text to float, float to text) are asked of
//! SQLite itself, see `ask`.
//!
//! Losses by name: `affinity` (another type, the same number or digits), `round` (digits lost), `nan` (NaN becomes
//! NULL), `negative_zero` (the sign is lost), `form` (SQLite has no such type; the text or number kept says the same).

use super::ask;
use super::form::{self, Form};
use crate::affinity::{self, Takes};
use drydock_connector::{Cell, Landed, Stays};
use drydock_model::{Dataset, Field, Value};

enum Kept {
    Same,
    Other(Value, &'static str),
    Refused,
}

pub(crate) fn landed(dataset: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
    if affinity::is_utf16(dataset) && !survives_utf16(&cell) {
        return Landed::Refused { reason: "encoding" };
    }
    let form = Form::of(cell);
    if is_null(&form) && affinity::not_null(dataset, field) {
        return Landed::Refused { reason: "not_null" };
    }
    match kept(Takes::of(dataset, field), &form) {
        Kept::Refused => Landed::Refused {
            reason: "type_refused",
        },
        Kept::Same if form::is_native(&cell) => Landed::Exact,
        Kept::Same => Landed::Changed {
            value: value_of(&form),
            loss: "form",
        },
        Kept::Other(value, loss) => Landed::Changed { value, loss },
    }
}

/// Whether all that `from` takes lands in `to` as it is. Speaks of datasets of SQLite, known by their statement; of
/// others it knows nothing.
pub(crate) fn always_exact(from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool {
    let (held, taken) = (Takes::of(from.0, from.1), Takes::of(to.0, to.1));
    from.0.sql.is_some()
        && to.1.generated.is_none()
        && held.fits(taken)
        && (affinity::not_null(from.0, from.1) || !affinity::not_null(to.0, to.1))
        && !(affinity::is_utf16(to.0) && held.holds_text())
}

/// The storage classes that a field of this kind holds, told from those that only a schema edited by hand leaves in it,
/// as the text `007` in an INTEGER column.
pub(crate) fn stays(dataset: &Dataset, field: &Field) -> Option<Stays> {
    let takes = Takes::of(dataset, field);
    (takes != Takes::Anything).then(|| -> Stays { Box::new(move |cell| stays_in(takes, cell)) })
}

fn stays_in(takes: Takes, cell: &Cell<'_>) -> bool {
    use Takes::*;
    let text_stays = |text: &[u8]| match takes {
        Text | StrictText => true,
        Whole | Real => number(text).is_none(),
        _ => false,
    };
    match cell {
        // Nulls are judged apart.
        Cell::Null => true,
        Cell::Int(_) => matches!(takes, Whole | StrictInteger | RowId),
        Cell::Float(bits) => match takes {
            Whole => whole(f64::from_bits(*bits)).is_none(),
            Real | StrictReal => *bits != (-0.0f64).to_bits(),
            _ => false,
        },
        Cell::Text(text) => text_stays(text.as_bytes()),
        Cell::BrokenText(text) => text_stays(text),
        Cell::Bytes(_) => matches!(takes, Whole | Real | Text | StrictBlob),
        _ => false,
    }
}

/// A database in UTF-16 gives U+FFFD for what it cannot encode, and for two characters that it could.
pub(crate) fn survives_utf16(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Text(s) | Cell::Json(s) | Cell::Decimal(s) => !s.contains(['\u{fffe}', '\u{ffff}']),
        Cell::BrokenText(_) => false,
        _ => true,
    }
}

/// NULL, or what SQLite takes for it.
fn is_null(form: &Form<'_>) -> bool {
    match form {
        Form::Null => true,
        Form::Float(f) => f.is_nan(),
        _ => false,
    }
}

fn kept(takes: Takes, form: &Form<'_>) -> Kept {
    use Takes::*;
    match (takes, form) {
        (_, Form::Null) => Kept::Same,
        (_, Form::Float(f)) if f.is_nan() => Kept::Other(Value::Null, "nan"),
        (Anything, _) => Kept::Same,

        (Text | StrictText, Form::Int(i)) => Kept::Other(Value::Text(i.to_string()), "affinity"),
        (Text | StrictText, Form::Float(f)) => {
            let text = ask::text_of(*f);
            let back = ask::real_of(&text);
            let loss = if back.to_bits() == f.to_bits() {
                "affinity"
            } else {
                "round"
            };
            Kept::Other(Value::Text(text), loss)
        }
        (StrictText, Form::Blob(_)) => Kept::Refused,
        (Text | StrictText, _) => Kept::Same,

        (StrictBlob, Form::Blob(_)) => Kept::Same,
        (StrictBlob, _) => Kept::Refused,

        (Whole | StrictInteger | RowId, Form::Int(_)) => Kept::Same,
        (Real | StrictReal, Form::Int(i)) => as_real(*i),
        (Whole | StrictInteger | RowId, Form::Float(f)) => match whole(*f) {
            Some(i) => Kept::Other(Value::Int(i), sign_loss(*f)),
            None if takes == Whole => Kept::Same,
            None => Kept::Refused,
        },
        (Real | StrictReal, Form::Float(f)) if *f == 0.0 && f.is_sign_negative() => {
            Kept::Other(Value::Float(0), "negative_zero")
        }
        (Real | StrictReal, Form::Float(_)) => Kept::Same,

        (Whole | Real, Form::Blob(_)) => Kept::Same,
        (_, Form::Blob(_)) => Kept::Refused,

        (_, Form::Text(t)) => match (number(t), takes) {
            (None, Whole | Real) => Kept::Same,
            (None, _) => Kept::Refused,
            (Some(Number::Int(i)), Real | StrictReal) => {
                Kept::Other(Value::Float((i as f64).to_bits()), "affinity")
            }
            (Some(Number::Int(i)), _) => Kept::Other(Value::Int(i), "affinity"),
            (Some(Number::Float(_)), StrictInteger | RowId) => Kept::Refused,
            (Some(Number::Float(f)), _) => Kept::Other(Value::Float(f.to_bits()), "affinity"),
        },
    }
}

fn as_real(i: i64) -> Kept {
    let real = i as f64;
    let same = real as i128 == i128::from(i);
    let loss = if same { "affinity" } else { "round" };
    Kept::Other(Value::Float(real.to_bits()), loss)
}

fn sign_loss(f: f64) -> &'static str {
    if f == 0.0 && f.is_sign_negative() {
        "negative_zero"
    } else {
        "affinity"
    }
}

/// The integer that SQLite keeps instead of a float: all but the two outermost ones of 64 bits.
fn whole(f: f64) -> Option<i64> {
    let i = f as i64;
    (i as f64 == f && i > i64::MIN && i < i64::MAX).then_some(i)
}

enum Number {
    Int(i64),
    Float(f64),
}

/// The number that a text is to SQLite: `[+-]digits[.digits][e[+-]digits]` with blanks around; hexadecimal is none.
fn number(text: &[u8]) -> Option<Number> {
    let text = trim(text);
    let mut rest = text;
    if let [b'+' | b'-', tail @ ..] = rest {
        rest = tail;
    }
    let before = digits(&mut rest);
    let point = matches!(rest, [b'.', ..]);
    let after = if point {
        rest = &rest[1..];
        digits(&mut rest)
    } else {
        0
    };
    let mut exponent = false;
    if let [b'e' | b'E', tail @ ..] = rest {
        exponent = true;
        rest = tail;
        if let [b'+' | b'-', tail @ ..] = rest {
            rest = tail;
        }
        if digits(&mut rest) == 0 {
            return None;
        }
    }
    if !rest.is_empty() || before + after == 0 {
        return None;
    }
    // Only ASCII is left.
    let text = std::str::from_utf8(text).ok()?;
    if !point && !exponent {
        if let Ok(i) = text.parse() {
            return Some(Number::Int(i));
        }
        return Some(Number::Float(ask::real_of(text)));
    }
    let real = ask::real_of(text);
    Some(match whole(real) {
        Some(i) => Number::Int(i),
        None => Number::Float(real),
    })
}

fn trim(mut text: &[u8]) -> &[u8] {
    let blank = |b: &u8| matches!(b, b' ' | 0x09..=0x0d);
    while let [first, tail @ ..] = text
        && blank(first)
    {
        text = tail;
    }
    while let [head @ .., last] = text
        && blank(last)
    {
        text = head;
    }
    text
}

fn digits(rest: &mut &[u8]) -> usize {
    let count = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    *rest = &rest[count..];
    count
}

fn value_of(form: &Form<'_>) -> Value {
    match form {
        Form::Null => Value::Null,
        Form::Int(i) => Value::Int(*i),
        Form::Float(f) => Value::Float(f.to_bits()),
        Form::Text(t) => match std::str::from_utf8(t) {
            Ok(t) => Value::Text(t.to_owned()),
            Err(_) => Value::BrokenText(t.to_vec()),
        },
        Form::Blob(b) => Value::Bytes(b.to_vec()),
    }
}

#[cfg(test)]
mod tests;
