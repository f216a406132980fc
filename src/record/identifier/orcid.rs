use std::fmt;

use super::{IdentifierError, prefix};

/// An ORCID with dashes: `0000-0002-1825-0097`. Check digit after ISO 7064, MOD 11-2.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Orcid(String);

impl Orcid {
    /// Reads an ORCID with or without dashes, `orcid:` or its address.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty("ORCID"));
        }
        let rest = prefix::strip_one(text, "orcid:").map_or(text, str::trim_start);
        let rest = prefix::strip_web(rest);
        let rest = prefix::strip_one(rest, "orcid.org/").unwrap_or(rest).trim_end_matches('/');
        let mut compact = String::with_capacity(16);
        for c in rest.chars() {
            match c {
                '0'..='9' | 'X' => compact.push(c),
                'x' => compact.push('X'),
                '-' | ' ' | '‐' | '–' => {}
                _ => return Err(IdentifierError::Syntax("ORCID")),
            }
        }
        let (Some(digits), Some(check)) = (compact.get(..15), compact.get(15..)) else {
            return Err(IdentifierError::Syntax("ORCID"));
        };
        if check.len() != 1 || digits.contains('X') {
            return Err(IdentifierError::Syntax("ORCID"));
        }
        if !check.starts_with(check_digit(digits)) {
            return Err(IdentifierError::CheckDigit("ORCID"));
        }
        Ok(Self([&compact[..4], &compact[4..8], &compact[8..12], &compact[12..]].join("-")))
    }

    /// With dashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check_digit(digits: &str) -> char {
    let total = digits.bytes().fold(0_u32, |total, digit| (total + u32::from(digit - b'0')) * 2 % 11);
    match (12 - total) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('X'),
    }
}

impl fmt::Display for Orcid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_orcids() {
        use IdentifierError::{CheckDigit, Empty, Syntax};
        let cases = [
            ("0000-0002-1825-0097", Ok("0000-0002-1825-0097")),
            ("0000000218250097", Ok("0000-0002-1825-0097")),
            ("https://orcid.org/0000-0002-1694-233x/", Ok("0000-0002-1694-233X")),
            ("orcid: 0000-0001-5109-3700", Ok("0000-0001-5109-3700")),
            ("0000-0002-1825-0098", Err(CheckDigit("ORCID"))),
            ("0000-0002-1825-009", Err(Syntax("ORCID"))),
            ("0000-0002-1825-00977", Err(Syntax("ORCID"))),
            ("0000-000X-1825-0097", Err(Syntax("ORCID"))),
            ("élève", Err(Syntax("ORCID"))),
            ("", Err(Empty("ORCID"))),
        ];
        for (text, expected) in cases {
            assert_eq!(Orcid::parse(text).as_ref().map(Orcid::as_str).map_err(|e| *e), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes_and_no_other_check_digit(digits in "[0-9]{15}") {
            let readable: Vec<Orcid> =
                "0123456789X".chars().filter_map(|check| Orcid::parse(&format!("{digits}{check}")).ok()).collect();
            prop_assert_eq!(readable.len(), 1);
            prop_assert_eq!(Orcid::parse(readable[0].as_str()), Ok(readable[0].clone()));
        }
    }
}
