//! How a column takes values, read from its declaration: SQLite's own rules, in SQLite's own order.
//!
//! A declared type is only a wish in SQLite: it gives the column an affinity, which converts some values on their way
//! in and leaves others alone. STRICT tables refuse instead, and the alias of the rowid takes integers only.

use drydock_model::{Dataset, Field};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Affinity {
    Text,
    Numeric,
    Integer,
    Real,
    Blob,
}

impl Affinity {
    /// SQLite slides a window of four letters over the declared type; later letters may overrule earlier ones, so
    /// `FLOATING POINT` is INTEGER and `CHARINT` too.
    pub fn of(native: &str) -> Affinity {
        if native.is_empty() {
            return Affinity::Blob;
        }
        let mut affinity = Affinity::Numeric;
        let mut window = 0u32;
        for byte in native.bytes() {
            window = (window << 8) | u32::from(byte.to_ascii_lowercase());
            match &window.to_be_bytes() {
                b"char" | b"clob" | b"text" => affinity = Affinity::Text,
                b"blob" if matches!(affinity, Affinity::Numeric | Affinity::Real) => {
                    affinity = Affinity::Blob;
                }
                b"real" | b"floa" | b"doub" if affinity == Affinity::Numeric => {
                    affinity = Affinity::Real;
                }
                [_, b'i', b'n', b't'] => return Affinity::Integer,
                _ => {}
            }
        }
        affinity
    }
}

/// What happens to a value on its way into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Anything as it is: no declared type, a BLOB type, or ANY in a STRICT table.
    Anything,
    /// Numbers and what reads as one become the smallest number that holds them; the rest stays.
    Whole,
    /// As `Whole`, then read back as a float.
    Real,
    /// Numbers become text; the rest stays.
    Text,
    /// The types of STRICT tables: converted as above, then refused if it is still of another type.
    StrictInteger,
    StrictReal,
    StrictText,
    StrictBlob,
    /// The alias of the rowid: integers only.
    RowId,
}

impl Takes {
    pub fn of(dataset: &Dataset, field: &Field) -> Takes {
        if is_row_id(dataset, field) {
            return Takes::RowId;
        }
        let native = field.native.as_str();
        if has_option(dataset, "STRICT") {
            return match native.bytes().next().map(|b| b.to_ascii_uppercase()) {
                Some(b'I') => Takes::StrictInteger,
                Some(b'R') => Takes::StrictReal,
                Some(b'T') => Takes::StrictText,
                Some(b'B') => Takes::StrictBlob,
                _ => Takes::Anything,
            };
        }
        match Affinity::of(native) {
            Affinity::Blob => Takes::Anything,
            Affinity::Integer | Affinity::Numeric => Takes::Whole,
            Affinity::Real => Takes::Real,
            Affinity::Text => Takes::Text,
        }
    }

    /// Every value that a column of this kind can hold is taken unchanged by one of kind `to`: what went through one
    /// conversion is left alone by the next one of the same sort.
    pub fn fits(self, to: Takes) -> bool {
        use Takes::*;
        match self {
            Anything => to == Anything,
            Whole => matches!(to, Anything | Whole),
            Real => matches!(to, Anything | Real),
            Text => matches!(to, Anything | Text),
            StrictInteger | RowId => matches!(to, Anything | Whole | StrictInteger | RowId),
            StrictReal => matches!(to, Anything | Real | StrictReal),
            StrictText => matches!(to, Anything | Text | StrictText),
            // Blobs are converted by no affinity at all.
            StrictBlob => matches!(to, Anything | Whole | Real | Text | StrictBlob),
        }
    }

    /// The column can hold text at all, so that the target's encoding matters.
    pub fn holds_text(self) -> bool {
        !matches!(
            self,
            Takes::StrictInteger | Takes::StrictReal | Takes::StrictBlob | Takes::RowId
        )
    }
}

/// The table keeps `INTEGER PRIMARY KEY` as the row's own number, which is never null.
pub(crate) fn is_row_id(dataset: &Dataset, field: &Field) -> bool {
    let Some(key) = &dataset.key else {
        return false;
    };
    key.fields.len() == 1
        && key.fields[0] == field.name
        && field.native.eq_ignore_ascii_case("INTEGER")
        && !has_option(dataset, "WITHOUT ROWID")
        && !dataset.sql.as_deref().is_some_and(says_descending_key)
}

pub(crate) fn not_null(dataset: &Dataset, field: &Field) -> bool {
    if !field.nullable {
        return true;
    }
    // Elsewhere a primary key may hold nulls, twice even (C31).
    let Some(key) = &dataset.key else {
        return false;
    };
    key.fields.contains(&field.name)
        && (has_option(dataset, "STRICT")
            || has_option(dataset, "WITHOUT ROWID")
            || is_row_id(dataset, field))
}

pub(crate) fn has_option(dataset: &Dataset, option: &str) -> bool {
    dataset
        .options
        .iter()
        .any(|o| o.eq_ignore_ascii_case(option))
}

/// The mark of a target whose text is kept as UTF-16 (see `ddl::design`): it cannot hold broken text.
pub(crate) fn is_utf16(dataset: &Dataset) -> bool {
    dataset.options.iter().any(|o| o.starts_with("UTF-16"))
}

/// `INTEGER PRIMARY KEY DESC` on the column itself is an ordinary column with an index, by an old oversight that SQLite
/// keeps for ever.
fn says_descending_key(sql: &str) -> bool {
    // A needle first: almost no schema has the word, and this is asked for every value.
    let bytes = sql.as_bytes();
    if !bytes.windows(4).any(|w| w.eq_ignore_ascii_case(b"desc")) {
        return false;
    }
    let words: Vec<_> = crate::ddl::words::words(sql).collect();
    words
        .windows(3)
        .any(|w| w[0].is_word("PRIMARY") && w[1].is_word("KEY") && w[2].is_word("DESC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affinities_follow_the_letters() {
        for (native, affinity) in [
            ("", Affinity::Blob),
            ("INT", Affinity::Integer),
            ("UNSIGNED BIG INT", Affinity::Integer),
            ("FLOATING POINT", Affinity::Integer),
            ("CHARINT", Affinity::Integer),
            ("VARCHAR(5)", Affinity::Text),
            ("NATIVE CHARACTER(70)", Affinity::Text),
            ("clob", Affinity::Text),
            ("BLOB", Affinity::Blob),
            ("DOUBLE PRECISION", Affinity::Real),
            ("REALBLOB", Affinity::Blob),
            ("TEXTBLOB", Affinity::Text),
            ("BLOBREAL", Affinity::Blob),
            ("STRING", Affinity::Numeric),
            ("DATETIME", Affinity::Numeric),
            ("ANY", Affinity::Numeric),
            ("flöat", Affinity::Numeric),
        ] {
            assert_eq!(Affinity::of(native), affinity, "{native}");
        }
    }

    #[test]
    fn a_descending_key_on_the_column_is_no_row_id() {
        for (sql, descending) in [
            ("CREATE TABLE t(id INTEGER PRIMARY KEY DESC)", true),
            (
                "CREATE TABLE t(id INTEGER primary /* old */ key\n desc, v)",
                true,
            ),
            ("CREATE TABLE t(id INTEGER, PRIMARY KEY(id DESC))", false),
            (
                "CREATE TABLE t(id INTEGER PRIMARY KEY, \"desc\" TEXT)",
                false,
            ),
            (
                "CREATE TABLE t(id INTEGER PRIMARY KEY, d TEXT DEFAULT 'PRIMARY KEY DESC')",
                false,
            ),
        ] {
            assert_eq!(says_descending_key(sql), descending, "{sql}");
        }
    }
}
