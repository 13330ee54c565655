//! When two values are one to a unique key: by the collation that the target names for it, and numbers by their size
//! whatever their type (C14).

use drydock_connector::Cell;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    Binary,
    /// Without regard to ASCII case.
    NoCase,
    /// Without regard to spaces at the end.
    RightTrim,
}

impl Fold {
    /// The collation of that name; nothing said is binary. None for one that is not known here.
    pub fn named(collation: &str) -> Option<Fold> {
        match collation.to_ascii_uppercase().as_str() {
            "" | "BINARY" => Some(Fold::Binary),
            "NOCASE" => Some(Fold::NoCase),
            "RTRIM" => Some(Fold::RightTrim),
            _ => None,
        }
    }

    /// No two values that differ under `self` are one under `other`.
    pub fn implies(self, other: Fold) -> bool {
        self == other || other == Fold::Binary
    }

    /// Appends the same bytes for values that are one, and other bytes for others. False for a null, which is equal to
    /// nothing.
    pub fn encode(self, cell: Cell<'_>, out: &mut Vec<u8>) -> bool {
        match cell {
            Cell::Null => return false,
            Cell::Bool(b) => number(out, i64::from(b)),
            Cell::Int(i) => number(out, i),
            Cell::Float(bits) => float(out, f64::from_bits(bits)),
            Cell::Text(s) | Cell::Json(s) | Cell::Decimal(s) => self.text(out, s.as_bytes()),
            Cell::BrokenText(b) => self.text(out, b),
            Cell::Bytes(b) | Cell::Opaque(b) => sized(out, b'b', b),
            Cell::Date(d) => plain(out, b'd', &d.to_be_bytes()),
            Cell::Time(n) => plain(out, b'h', &n.to_be_bytes()),
            Cell::Timestamp { seconds, nanos } => clock(out, b's', seconds, nanos),
            Cell::Instant { seconds, nanos } => clock(out, b'i', seconds, nanos),
            Cell::Uuid(u) => plain(out, b'u', &u),
        }
        true
    }

    fn text(self, out: &mut Vec<u8>, text: &[u8]) {
        match self {
            Fold::Binary => sized(out, b't', text),
            Fold::RightTrim => sized(out, b't', without_spaces(text)),
            Fold::NoCase => {
                // SQLite compares letters up to the first NUL only, and then the lengths.
                let end = text.iter().position(|b| *b == 0).unwrap_or(text.len());
                sized(out, b't', &text[..end]);
                let start = out.len() - end;
                out[start..].make_ascii_lowercase();
                out.extend((text.len() as u64).to_be_bytes());
            }
        }
    }
}

fn without_spaces(text: &[u8]) -> &[u8] {
    let end = text
        .iter()
        .rposition(|b| *b != b' ')
        .map_or(0, |last| last + 1);
    &text[..end]
}

fn number(out: &mut Vec<u8>, i: i64) {
    plain(out, b'n', &i.to_be_bytes());
}

/// A float that is a whole number is equal to that integer, and minus zero to zero.
fn float(out: &mut Vec<u8>, f: f64) {
    const END: f64 = 9_223_372_036_854_775_808.0;
    if f.fract() == 0.0 && (-END..END).contains(&f) {
        number(out, f as i64);
    } else {
        plain(out, b'f', &f.to_bits().to_be_bytes());
    }
}

fn clock(out: &mut Vec<u8>, tag: u8, seconds: i64, nanos: u32) {
    plain(out, tag, &seconds.to_be_bytes());
    out.extend(nanos.to_be_bytes());
}

fn plain(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend_from_slice(bytes);
}

fn sized(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend((bytes.len() as u64).to_be_bytes());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::Fold::{self, *};
    use drydock_connector::Cell;

    fn one(fold: Fold, a: Cell<'_>, b: Cell<'_>) -> bool {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        fold.encode(a, &mut x) && fold.encode(b, &mut y) && x == y
    }

    #[test]
    fn c14_text_is_one_under_its_collation() {
        let t = |fold, a, b| one(fold, Cell::Text(a), Cell::Text(b));
        assert!(t(NoCase, "Ada", "aDA") && !t(Binary, "Ada", "ada") && !t(RightTrim, "Ada", "ada"));
        assert!(!t(NoCase, "É", "é"), "ASCII only");
        assert!(t(RightTrim, "a", "a  ") && !t(Binary, "a", "a ") && !t(NoCase, "a", "a "));
        assert!(!t(RightTrim, "a", "a\t"));
        assert!(
            t(NoCase, "a\0b", "A\0c") && !t(NoCase, "a\0b", "a\0bb") && !t(Binary, "a\0b", "a\0c")
        );
        assert!(!t(NoCase, "ab", "a"));
        assert!(one(Binary, Cell::Text("a"), Cell::BrokenText(b"a")));
        assert!(!one(Binary, Cell::Text("a"), Cell::Bytes(b"a")));
    }

    #[test]
    fn numbers_are_one_by_size() {
        let f = |x: f64| Cell::Float(x.to_bits());
        assert!(one(Binary, Cell::Int(1), f(1.0)) && one(Binary, f(-0.0), Cell::Int(0)));
        assert!(one(
            Binary,
            Cell::Int(i64::MIN),
            f(-9_223_372_036_854_775_808.0)
        ));
        assert!(!one(
            Binary,
            Cell::Int(i64::MAX),
            f(9_223_372_036_854_775_808.0)
        ));
        assert!(!one(
            Binary,
            Cell::Int(9_007_199_254_740_993),
            f(9_007_199_254_740_992.0)
        ));
        assert!(!one(Binary, Cell::Int(1), Cell::Text("1")));
    }

    #[test]
    fn a_null_is_equal_to_nothing() {
        assert!(!one(Binary, Cell::Null, Cell::Null));
    }

    #[test]
    fn a_border_between_fields_cannot_move() {
        let key = |a, b| {
            let mut out = Vec::new();
            NoCase.encode(Cell::Text(a), &mut out);
            NoCase.encode(Cell::Text(b), &mut out);
            out
        };
        assert_ne!(key("ab", "c"), key("a", "bc"));
    }
}
