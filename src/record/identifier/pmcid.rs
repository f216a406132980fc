use std::fmt;

use super::{IdentifierError, prefix};

/// A PubMed Central identifier: `PMC` and a number, without a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pmcid(String);

const PLACES: [&str; 4] = [
    "ncbi.nlm.nih.gov/pmc/articles/",
    "pmc.ncbi.nlm.nih.gov/articles/",
    "ncbi.nlm.nih.gov/articles/",
    "europepmc.org/articles/",
];

impl Pmcid {
    /// Reads `PMC2267233`, `2267233`, `PMCID: PMC2267233.1` or its address at PMC.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty("PMCID"));
        }
        let rest = match prefix::strip(prefix::strip_web(text), &PLACES) {
            Some(path) => prefix::before_url_tail(path),
            None => prefix::strip_one(text, "pmcid").unwrap_or(text).trim_start_matches([':', ' ', '=']),
        };
        let rest = prefix::strip_one(rest, "pmc").unwrap_or(rest).trim_start();
        let number = match rest.split_once('.') {
            Some((number, version)) if version.bytes().all(|b| b.is_ascii_digit()) => number,
            _ => rest.trim_end_matches([',', ';']),
        };
        let digits = number.trim_start_matches('0');
        if !(1..=9).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdentifierError::Syntax("PMCID"));
        }
        Ok(Self(format!("PMC{digits}")))
    }

    /// `PMC` and the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pmcid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_pmcids() {
        let cases = [
            ("PMC2267233", Some("PMC2267233")),
            ("pmc2267233", Some("PMC2267233")),
            ("2267233", Some("PMC2267233")),
            ("PMCID: PMC2267233", Some("PMC2267233")),
            ("PMC2267233.1", Some("PMC2267233")),
            ("PMC2267233.", Some("PMC2267233")),
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC2267233/", Some("PMC2267233")),
            ("https://pmc.ncbi.nlm.nih.gov/articles/PMC2267233/", Some("PMC2267233")),
            ("PMC", None),
            ("PMC0", None),
            ("", None),
            ("PMC12x", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Pmcid::parse(text).ok().as_ref().map(Pmcid::as_str), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(number in 1_u32..1_000_000_000) {
            let id = Pmcid::parse(&number.to_string()).unwrap();
            prop_assert_eq!(Pmcid::parse(&id.to_string()), Ok(id));
        }
    }
}
