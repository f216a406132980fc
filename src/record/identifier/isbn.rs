use std::fmt;

use super::{IdentifierError, prefix};

/// An ISBN of 13 digits without dashes. ISO 2108; one of ten digits is given its 13.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Isbn(String);

impl Isbn {
    /// Reads an ISBN of 10 or 13 digits with dashes or spaces, the word before it, and a qualifier behind it: `(pbk.)`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty("ISBN"));
        }
        let rest = prefix::strip(text, &["urn:isbn:", "isbn-13", "isbn-10", "isbn13", "isbn10", "isbn"])
            .unwrap_or(text);
        let rest = rest.trim_start_matches([':', ' ']);
        let mut digits = Vec::with_capacity(13);
        for (at, c) in rest.char_indices() {
            match c {
                '0'..='9' => digits.extend(c.to_digit(10)),
                'x' | 'X' if digits.len() == 9 => digits.push(10),
                '-' | ' ' | '‐' | '–' => {}
                '(' | '[' | ':' if rest[..at].ends_with(' ') => break,
                _ => return Err(IdentifierError::Syntax("ISBN")),
            }
        }
        match digits.len() {
            10 => from_ten(&digits),
            13 => from_thirteen(&digits),
            _ => Err(IdentifierError::Syntax("ISBN")),
        }
    }

    /// The 13 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn from_ten(digits: &[u32]) -> Result<Isbn, IdentifierError> {
    let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    if !sum.is_multiple_of(11) {
        return Err(IdentifierError::CheckDigit("ISBN"));
    }
    let mut thirteen = vec![9, 7, 8];
    thirteen.extend_from_slice(&digits[..9]);
    thirteen.push((10 - weighted(&thirteen) % 10) % 10);
    Ok(Isbn(written(&thirteen)))
}

fn from_thirteen(digits: &[u32]) -> Result<Isbn, IdentifierError> {
    if !matches!(digits, [9, 7, 8 | 9, ..]) || digits.contains(&10) {
        return Err(IdentifierError::Syntax("ISBN"));
    }
    if !weighted(digits).is_multiple_of(10) {
        return Err(IdentifierError::CheckDigit("ISBN"));
    }
    Ok(Isbn(written(digits)))
}

/// The sum with the weights 1, 3, 1, 3, ...
fn weighted(digits: &[u32]) -> u32 {
    digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum()
}

fn written(digits: &[u32]) -> String {
    digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect()
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_isbns() {
        use IdentifierError::{CheckDigit, Empty, Syntax};
        let cases = [
            ("978-0-306-40615-7", Ok("9780306406157")),
            ("0-306-40615-2", Ok("9780306406157")),
            ("080442957X", Ok("9780804429573")),
            ("ISBN-13: 978 0306406157 (pbk.)", Ok("9780306406157")),
            ("0306406153", Err(CheckDigit("ISBN"))),
            ("9780306406158", Err(CheckDigit("ISBN"))),
            ("1230306406157", Err(Syntax("ISBN"))),
            ("030640615", Err(Syntax("ISBN"))),
            ("978030640X157", Err(Syntax("ISBN"))),
            ("", Err(Empty("ISBN"))),
        ];
        for (text, expected) in cases {
            assert_eq!(Isbn::parse(text).as_ref().map(Isbn::as_str).map_err(|e| *e), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(digits in "[0-9]{9}") {
            let readable: Vec<Isbn> =
                "0123456789X".chars().filter_map(|check| Isbn::parse(&format!("{digits}{check}")).ok()).collect();
            prop_assert_eq!(readable.len(), 1);
            prop_assert_eq!(Isbn::parse(readable[0].as_str()), Ok(readable[0].clone()));
        }
    }
}
