//! Text as it really is in the file.
//!
//! In a UTF-8 database SQLite hands over the stored bytes, valid or not. A UTF-16 database is converted on the way, and
//! a lone surrogate becomes something else without a word; so there the stored bytes are asked for and decoded here.

use drydock_connector::Cell;

/// Hands `then` the text that the stored bytes are.
pub(crate) fn utf8(bytes: &[u8]) -> Cell<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cell::Text(text),
        Err(_) => Cell::BrokenText(bytes),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
}

impl Encoding {
    /// As `PRAGMA encoding` names it.
    pub fn named(name: &str) -> Encoding {
        match name {
            "UTF-16le" => Encoding::Utf16Little,
            "UTF-16be" => Encoding::Utf16Big,
            _ => Encoding::Utf8,
        }
    }
}

/// UTF-16 made UTF-8, into memory that is used again. A lone surrogate is written as the three bytes that UTF-8 would
/// have for it, which no valid text contains: so nothing is lost, and what was broken stays told apart.
#[derive(Default)]
pub(crate) struct Utf16 {
    sound: String,
    broken: Vec<u8>,
}

impl Utf16 {
    /// None where the bytes are no whole number of units.
    pub fn decode(&mut self, bytes: &[u8], encoding: Encoding) -> Option<Cell<'_>> {
        let (pairs, []) = bytes.as_chunks::<2>() else {
            return None;
        };
        let unit = match encoding {
            Encoding::Utf16Big => u16::from_be_bytes,
            _ => u16::from_le_bytes,
        };
        let units = || char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
        self.sound.clear();
        for char in units() {
            match char {
                Ok(char) => self.sound.push(char),
                Err(_) => {
                    self.decode_broken(units());
                    return Some(Cell::BrokenText(&self.broken));
                }
            }
        }
        Some(Cell::Text(&self.sound))
    }

    fn decode_broken(
        &mut self,
        units: impl Iterator<Item = Result<char, std::char::DecodeUtf16Error>>,
    ) {
        self.broken.clear();
        for char in units {
            match char {
                Ok(char) => {
                    let mut utf8 = [0; 4];
                    self.broken
                        .extend_from_slice(char.encode_utf8(&mut utf8).as_bytes());
                }
                Err(lone) => {
                    let lone = lone.unpaired_surrogate();
                    self.broken.extend([
                        0xe0 | (lone >> 12) as u8,
                        0x80 | (lone >> 6 & 0x3f) as u8,
                        0x80 | (lone & 0x3f) as u8,
                    ]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(units: &[u16]) -> Vec<u8> {
        units.iter().flat_map(|u| u.to_le_bytes()).collect()
    }

    #[test]
    fn c13_lone_surrogates_are_kept_and_told_apart() {
        let mut utf16 = Utf16::default();
        let good: Vec<u16> = "é\0😊".encode_utf16().collect();
        assert_eq!(
            utf16.decode(&bytes(&good), Encoding::Utf16Little),
            Some(Cell::Text("é\0😊"))
        );
        for (units, expected) in [
            (&[0x61, 0xd83d][..], &b"a\xed\xa0\xbd"[..]),
            (&[0xd83d, 0x61], b"\xed\xa0\xbda"),
            (&[0xde0a, 0xd83d, 0xde0a], b"\xed\xb8\x8a\xf0\x9f\x98\x8a"),
        ] {
            let decoded = utf16.decode(&bytes(units), Encoding::Utf16Little);
            assert_eq!(decoded, Some(Cell::BrokenText(expected)));
            assert!(std::str::from_utf8(expected).is_err());
        }
        assert_eq!(utf16.decode(b"abc", Encoding::Utf16Big), None);
    }
}
