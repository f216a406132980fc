use std::fmt;

use super::{IdentifierError, prefix};

/// A DOI in lower case without a resolver: `10.1000/xyz123`. ISO 26324; syntax after the DOI Handbook, 2.2. The suffix
/// may hold anything but white space and control characters, so SICI DOIs pass:
/// `10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Doi(String);

const RESOLVERS: [&str; 4] = ["doi.org/", "dx.doi.org/", "oadoi.org/", "hdl.handle.net/"];
const LABELS: [&str; 5] = ["info:doi/", "urn:doi:", "doi:", "doi ", "doi="];

impl Doi {
    /// Reads a DOI as people write it: bare, labelled `doi:`, or behind a resolver (then with its `%XX` decoded and without
    /// a query), with or without punctuation after it.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty("DOI"));
        }
        let mut doi = bare(text);
        doi.make_ascii_lowercase();
        if doi.contains('&') {
            doi = doi.replace("&lt;", "<").replace("&gt;", ">");
        }
        doi.truncate(without_trailing_punctuation(&doi).len());
        if is_doi(&doi) { Ok(Self(doi)) } else { Err(IdentifierError::Syntax("DOI")) }
    }

    /// The DOI, lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The DOI, taken.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Doi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The part from `10.` on.
fn bare(text: &str) -> String {
    if text.starts_with("10.") {
        return text.to_owned();
    }
    let unlabelled = prefix::strip(text, &LABELS).map_or(text, str::trim_start);
    if unlabelled.starts_with("10.") {
        return unlabelled.to_owned();
    }
    let Some(path) = prefix::strip(prefix::strip_web(unlabelled), &RESOLVERS) else {
        return unlabelled.to_owned();
    };
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let decoded = prefix::percent_decoded(path);
    let unlabelled = prefix::strip_one(&decoded, "doi:").unwrap_or(&decoded);
    unlabelled.trim().to_owned()
}

/// Sentences end behind DOIs: a stop, comma or quote is theirs, a bracket is where the DOI did not open it.
fn without_trailing_punctuation(doi: &str) -> &str {
    let mut rest = doi;
    while let Some(last) = rest.chars().next_back() {
        let theirs = match last {
            '.' | ',' | ';' | ':' | '"' | '\'' | '”' | '’' | '»' => true,
            ')' => closes_nothing(rest, '(', ')'),
            ']' => closes_nothing(rest, '[', ']'),
            '}' => closes_nothing(rest, '{', '}'),
            '>' => closes_nothing(rest, '<', '>'),
            _ => last.is_whitespace(),
        };
        if !theirs {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest
}

fn closes_nothing(text: &str, open: char, close: char) -> bool {
    text.matches(close).count() > text.matches(open).count()
}

fn is_doi(doi: &str) -> bool {
    let Some((registrant, suffix)) = doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let mut parts = registrant.split('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(|first| is_number(first) && (4..=9).contains(&first.len()))
        && parts.all(is_number)
        && !suffix.is_empty()
        && !suffix.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_dois_as_written() {
        let sici = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2";
        let cases = [
            ("10.5555/XYZ.1", "10.5555/xyz.1"),
            (" doi: 10.5555/a_b ", "10.5555/a_b"),
            ("DOI 10.5555/a", "10.5555/a"),
            ("info:doi/10.5555/a", "10.5555/a"),
            ("https://doi.org/10.5555/a%2Fb?utm_source=x", "10.5555/a/b"),
            ("http://dx.doi.org/10.5555/A", "10.5555/a"),
            ("https://www.doi.org/doi:10.5555/a", "10.5555/a"),
            ("10.5555/a.", "10.5555/a"),
            ("10.5555/a).", "10.5555/a"),
            ("10.5555/(a)", "10.5555/(a)"),
            ("10.5555/a>", "10.5555/a"),
            ("10.5555.12/a", "10.5555.12/a"),
            ("10.5555/é", "10.5555/é"),
            ("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2", sici),
            ("10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2", sici),
        ];
        for (text, doi) in cases {
            assert_eq!(Doi::parse(text).as_ref().map(Doi::as_str), Ok(doi), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_none() {
        for text in [
            "",
            " ",
            "10.5555",
            "10.5555/",
            "10.55/a",
            "10.x/a",
            "11.5555/a",
            "10.5555/a b",
            "10.5555/.",
            "é",
        ] {
            assert!(Doi::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(suffix in "\\PC{1,30}", lead in "(doi:|https://doi.org/)?") {
            if let Ok(doi) = Doi::parse(&format!("{lead}10.5555/{suffix}")) {
                prop_assert_eq!(Doi::parse(&doi.to_string()), Ok(doi));
            }
        }

        #[test]
        fn survives_any_text(text in "\\PC*") {
            let _ = Doi::parse(&text);
        }
    }
}
