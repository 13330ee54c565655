//! What a declared type takes, read off its own words, as `decimal(10,2) unsigned`.

/// Bytes of a key of an ordinary index.
const MOST_SORTED: u32 = 3072;

/// What a column of floats takes of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Real {
    /// As of `double(10,2)`: all digits, and of these behind the point; others are rounded away.
    pub digits: Option<(u32, u32)>,
    pub unsigned: bool,
}

impl Real {
    pub fn takes_all(&self) -> bool {
        *self == Real::default()
    }
}

/// Borrowed from the declaration, so that it can be asked for each value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    Int {
        least: i64,
        most: u64,
    },
    /// A number of so many bits, kept big end first.
    Bit(u32),
    Year,
    Float(Real),
    Double(Real),
    Decimal {
        precision: u32,
        scale: u32,
        unsigned: bool,
    },
    Text {
        chars: Option<u32>,
        bytes: u64,
        /// `char(n)`: blanks at the end are not kept.
        fixed: bool,
    },
    Bytes {
        most: u64,
        /// `binary(n)`: filled up with zeros.
        fixed: bool,
    },
    /// The words in parentheses.
    Enum(&'a str),
    Set(&'a str),
    Date,
    /// The number is the digits of a second's parts.
    Time(u32),
    DateTime(u32),
    /// An instant.
    Stamp(u32),
    Json,
    Uuid,
    Inet4,
    Inet6,
    Geometry,
    Other,
}

impl<'a> Kind<'a> {
    pub fn of(native: &'a str) -> Kind<'a> {
        let native = native.trim();
        let end = native
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(native.len());
        let (word, rest) = native.split_at(end);
        let (inside, after) = arguments(rest);
        let is = |words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
        let says = |flag: &str| after.split(' ').any(|w| w.eq_ignore_ascii_case(flag));
        let unsigned = says("unsigned") || says("zerofill");
        let first = || inside.split(',').next().and_then(number);
        let digits = || first().unwrap_or(0);
        let real = || Real {
            digits: inside
                .split_once(',')
                .and_then(|(all, behind)| Some((number(all)?, number(behind)?))),
            unsigned,
        };
        if is(&["tinyint", "int1", "bool", "boolean"]) {
            whole(8, unsigned)
        } else if is(&["smallint", "int2"]) {
            whole(16, unsigned)
        } else if is(&["mediumint", "int3", "middleint"]) {
            whole(24, unsigned)
        } else if is(&["int", "integer", "int4"]) {
            whole(32, unsigned)
        } else if is(&["bigint", "int8", "serial"]) {
            whole(64, unsigned || is(&["serial"]))
        } else if is(&["bit"]) {
            Kind::Bit(first().unwrap_or(1))
        } else if is(&["year"]) {
            Kind::Year
        } else if is(&["float", "float4"]) {
            match first() {
                Some(25..) if !inside.contains(',') => Kind::Double(real()),
                _ => Kind::Float(real()),
            }
        } else if is(&["double", "real", "float8"]) {
            Kind::Double(real())
        } else if is(&["decimal", "numeric", "dec", "fixed"]) {
            Kind::Decimal {
                precision: first().unwrap_or(10),
                scale: inside.split(',').nth(1).and_then(number).unwrap_or(0),
                unsigned,
            }
        } else if is(&["char", "character", "nchar"]) {
            text(Some(first().unwrap_or(1)), u64::from(u16::MAX), true)
        } else if is(&["varchar", "nvarchar", "varcharacter"]) {
            text(first(), u64::from(u16::MAX), false)
        } else if is(&["tinytext"]) {
            text(None, 0xff, false)
        } else if is(&["text"]) {
            text(None, 0xffff, false)
        } else if is(&["mediumtext"]) {
            text(None, 0xff_ffff, false)
        } else if is(&["longtext", "long"]) {
            text(None, 0xffff_ffff, false)
        } else if is(&["binary"]) {
            bytes(u64::from(first().unwrap_or(1)), true)
        } else if is(&["varbinary"]) {
            bytes(u64::from(digits()), false)
        } else if is(&["tinyblob"]) {
            bytes(0xff, false)
        } else if is(&["blob"]) {
            bytes(0xffff, false)
        } else if is(&["mediumblob"]) {
            bytes(0xff_ffff, false)
        } else if is(&["longblob"]) {
            bytes(0xffff_ffff, false)
        } else if is(&["enum"]) {
            Kind::Enum(inside)
        } else if is(&["set"]) {
            Kind::Set(inside)
        } else if is(&["date"]) {
            Kind::Date
        } else if is(&["time"]) {
            Kind::Time(digits())
        } else if is(&["datetime"]) {
            Kind::DateTime(digits())
        } else if is(&["timestamp"]) {
            Kind::Stamp(digits())
        } else if is(&["json"]) {
            Kind::Json
        } else if is(&["uuid"]) {
            Kind::Uuid
        } else if is(&["inet4"]) {
            Kind::Inet4
        } else if is(&["inet6"]) {
            Kind::Inet6
        } else if is(&[
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection",
        ]) {
            Kind::Geometry
        } else {
            Kind::Other
        }
    }

    /// Slices may be cut by it: the server sorts it as it compares it with a bound. What is longer than a key of an
    /// ordinary index is unique by its hash, and sorted by its beginning only.
    pub fn sorts(&self) -> bool {
        match self {
            Kind::Text { chars, .. } => chars.is_some_and(|n| n <= MOST_SORTED),
            Kind::Bytes { most, .. } => *most <= u64::from(MOST_SORTED),
            other => other.is_ordered(),
        }
    }

    fn is_ordered(&self) -> bool {
        !matches!(
            self,
            Kind::Enum(_)
                | Kind::Set(_)
                | Kind::Bit(_)
                | Kind::Float(_)
                | Kind::Json
                | Kind::Inet4
                | Kind::Inet6
                | Kind::Geometry
                | Kind::Other
                | Kind::Uuid
        )
    }
}

fn whole<'a>(bits: u32, unsigned: bool) -> Kind<'a> {
    if unsigned {
        return Kind::Int {
            least: 0,
            most: u64::MAX >> (64 - bits),
        };
    }
    Kind::Int {
        least: i64::MIN >> (64 - bits),
        most: u64::MAX >> (65 - bits),
    }
}

fn text<'a>(chars: Option<u32>, bytes: u64, fixed: bool) -> Kind<'a> {
    Kind::Text {
        chars,
        bytes,
        fixed,
    }
}

fn bytes<'a>(most: u64, fixed: bool) -> Kind<'a> {
    Kind::Bytes { most, fixed }
}

/// What stands in the parentheses, and what comes behind them. Values of an enum may hold parentheses.
fn arguments(rest: &str) -> (&str, &str) {
    let Some(inner) = rest.trim_start().strip_prefix('(') else {
        return ("", rest);
    };
    let mut quoted = false;
    for (at, c) in inner.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ')' if !quoted => return (&inner[..at], &inner[at + 1..]),
            _ => {}
        }
    }
    (inner, "")
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_are_read() {
        for (native, kind) in [
            (
                "bigint(20) unsigned",
                Kind::Int {
                    least: 0,
                    most: u64::MAX,
                },
            ),
            (
                "BIGINT",
                Kind::Int {
                    least: i64::MIN,
                    most: i64::MAX as u64,
                },
            ),
            (
                "tinyint(1)",
                Kind::Int {
                    least: -128,
                    most: 127,
                },
            ),
            (
                "mediumint(8) unsigned zerofill",
                Kind::Int {
                    least: 0,
                    most: 16_777_215,
                },
            ),
            (
                "decimal(65,30) unsigned",
                Kind::Decimal {
                    precision: 65,
                    scale: 30,
                    unsigned: true,
                },
            ),
            ("float(30)", Kind::Double(Real::default())),
            (
                "float(7,4) unsigned",
                Kind::Float(Real {
                    digits: Some((7, 4)),
                    unsigned: true,
                }),
            ),
            ("enum('a,b','c'')','d')", Kind::Enum("'a,b','c'')','d'")),
            ("timestamp(6)", Kind::Stamp(6)),
            ("datetime", Kind::DateTime(0)),
            ("bit(8)", Kind::Bit(8)),
            (
                "char(36) invisible",
                Kind::Text {
                    chars: Some(36),
                    bytes: 65_535,
                    fixed: true,
                },
            ),
            ("no such type", Kind::Other),
        ] {
            assert_eq!(Kind::of(native), kind, "{native}");
        }
    }
}
