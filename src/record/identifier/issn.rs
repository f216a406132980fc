use std::fmt;

use super::{IdentifierError, prefix};

/// An ISSN with its dash: `0034-1193`. ISO 3297.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Issn(String);

impl Issn {
    /// Reads an ISSN with or without its dash and the word before it.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty("ISSN"));
        }
        let rest = prefix::strip(text, &["urn:issn:", "eissn", "e-issn", "issn-l", "issn"]).unwrap_or(text);
        let rest = rest.trim_start_matches([':', ' ']);
        let mut digits = [0_u32; 8];
        let mut count = 0;
        for c in rest.chars() {
            let digit = match c {
                '-' | ' ' | '‐' | '–' if count == 4 => continue,
                'x' | 'X' if count == 7 => 10,
                _ => c.to_digit(10).ok_or(IdentifierError::Syntax("ISSN"))?,
            };
            *digits.get_mut(count).ok_or(IdentifierError::Syntax("ISSN"))? = digit;
            count += 1;
        }
        if count != 8 {
            return Err(IdentifierError::Syntax("ISSN"));
        }
        let sum: u32 = digits.iter().zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum();
        if !sum.is_multiple_of(11) {
            return Err(IdentifierError::CheckDigit("ISSN"));
        }
        let mut value = String::with_capacity(9);
        for (place, digit) in digits.into_iter().enumerate() {
            if place == 4 {
                value.push('-');
            }
            value.push(char::from_digit(digit, 10).unwrap_or('X'));
        }
        Ok(Self(value))
    }

    /// With its dash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Issn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_issns() {
        use IdentifierError::{CheckDigit, Empty, Syntax};
        let cases = [
            ("0034-1193", Ok("0034-1193")),
            ("00341193", Ok("0034-1193")),
            ("ISSN: 2434-561x", Ok("2434-561X")),
            ("0034–1193", Ok("0034-1193")),
            ("0034-1194", Err(CheckDigit("ISSN"))),
            ("0034-119", Err(Syntax("ISSN"))),
            ("0034-11933", Err(Syntax("ISSN"))),
            ("X034-1193", Err(Syntax("ISSN"))),
            (" ", Err(Empty("ISSN"))),
        ];
        for (text, expected) in cases {
            assert_eq!(Issn::parse(text).as_ref().map(Issn::as_str).map_err(|e| *e), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes_and_no_other_check_digit(digits in "[0-9]{7}") {
            let readable: Vec<Issn> =
                "0123456789X".chars().filter_map(|check| Issn::parse(&format!("{digits}{check}")).ok()).collect();
            prop_assert_eq!(readable.len(), 1);
            prop_assert_eq!(Issn::parse(readable[0].as_str()), Ok(readable[0].clone()));
        }
    }
}
