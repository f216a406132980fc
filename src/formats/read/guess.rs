use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Text whose encoding nobody names: UTF-8 where it is that, else MacRoman or Windows-1252 (which holds Latin-1), by the letters
/// that its bytes would be within words. What one piece shows helps to read the next.
#[derive(Debug, Default)]
pub struct Guess {
    mac: bool,
}

impl Guess {
    /// The text of `bytes`, and the encoding where that had to be guessed.
    pub fn decode<'b>(&mut self, bytes: &'b [u8]) -> (Cow<'b, str>, Option<&'static str>) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return (Cow::Borrowed(text), None);
        }
        match evidence(bytes) {
            0 => {}
            found => self.mac = found > 0,
        }
        let (encoding, name): (&Encoding, _) = match self.mac {
            true => (MACINTOSH, "MacRoman"),
            false => (WINDOWS_1252, "Windows-1252"),
        };
        (encoding.decode_without_bom_handling(bytes).0, Some(name))
    }
}

/// More than 0 where bytes can hardly be anything but MacRoman, less where they are letters of Windows-1252 within words.
fn evidence(bytes: &[u8]) -> i32 {
    let lower = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_lowercase);
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let mut sum = 0;
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let (after, before) = (lower(at.checked_sub(1)), lower(Some(at + 1)));
        sum += match byte {
            // not assigned in Windows-1252: Å ç è ê ù of MacRoman
            0x81 | 0x8D | 0x8F | 0x90 | 0x9D => 2,
            // capitals and opening quotes that do not follow a small letter: Ç É Ñ à ä ã å é ü ò õ
            0x82..=0x84 | 0x88 | 0x8A..=0x8C | 0x8E | 0x98 | 0x9F
                if after || before && letter(at.checked_sub(1)) =>
            {
                1
            }
            // signs that do not stand within a word: á â
            0x87 | 0x89 if after && before => 1,
            0xC0..=0xFF if after || before => -1,
            _ => 0,
        };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_one_byte_are_told_apart() {
        for (bytes, expected, encoding) in [
            (b"caf\xc3\xa9".as_slice(), "café", None),
            (b"caf\xe9", "café", Some("Windows-1252")),
            (b"caf\x8e", "café", Some("MacRoman")),
            (b"M\x9fller and Schr\x9ader", "Müller and Schröder", Some("MacRoman")),
            (b"M\xfcller \x96 \x93Stra\xdfe\x94", "Müller – “Straße”", Some("Windows-1252")),
            (b"\x8akoda, \x8eilina", "Škoda, Žilina", Some("Windows-1252")),
            (b"perch\x8e no", "perché no", Some("MacRoman")),
            (b"citt\x88 e virt\x9d", "città e virtù", Some("MacRoman")),
            (b"5\xb5m", "5µm", Some("Windows-1252")),
        ] {
            assert_eq!(Guess::default().decode(bytes), (expected.into(), encoding), "{expected}");
        }
    }

    #[test]
    fn what_came_before_helps() {
        let mut guess = Guess::default();
        guess.decode(b"caf\x8e");
        assert_eq!(guess.decode(b"Schr\x9ader").0, "Schröder");
        assert_eq!(guess.decode(b"caf\xe9").1, Some("Windows-1252"));
    }
}
