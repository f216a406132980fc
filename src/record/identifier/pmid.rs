use std::fmt;

use super::{IdentifierError, prefix};

/// A PubMed identifier: a number from 1, without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pmid(String);

const PLACES: [&str; 3] =
    ["pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/", "ncbi.nlm.nih.gov/m/pubmed/"];

impl Pmid {
    /// Reads `19886236`, `PMID: 19886236` or its address at PubMed; at most nine digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty("PMID"));
        }
        let rest = match prefix::strip(prefix::strip_web(text), &PLACES) {
            Some(path) => prefix::before_url_tail(path),
            None => unlabelled(text),
        };
        let digits = rest.trim_end_matches(['.', ',', ';']).trim_start_matches('0');
        if !(1..=9).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdentifierError::Syntax("PMID"));
        }
        Ok(Self(digits.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unlabelled(text: &str) -> &str {
    let rest = prefix::strip(text, &["pmid", "pubmed", "medline"]).unwrap_or(text);
    rest.trim_start_matches([':', ' ', '='])
}

impl fmt::Display for Pmid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_pmids() {
        let cases = [
            ("19886236", Some("19886236")),
            ("PMID: 19886236.", Some("19886236")),
            ("pmid19886236", Some("19886236")),
            ("0000012", Some("12")),
            ("https://pubmed.ncbi.nlm.nih.gov/19886236/?x=1", Some("19886236")),
            ("http://www.ncbi.nlm.nih.gov/pubmed/19886236", Some("19886236")),
            ("0", None),
            ("", None),
            ("1234567890", None),
            ("12a", None),
            ("-12", None),
            ("PMC12", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Pmid::parse(text).ok().as_ref().map(Pmid::as_str), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(number in 1_u32..1_000_000_000) {
            let id = Pmid::parse(&number.to_string()).unwrap();
            prop_assert_eq!(Pmid::parse(&id.to_string()), Ok(id));
        }
    }
}
