//! Identifiers in the normal form of their scheme, with the scheme's own check.

pub mod doi;
pub mod isbn;
pub mod issn;
pub mod orcid;
mod other;
pub mod pmcid;
pub mod pmid;
mod prefix;
pub mod registration;
mod strong;

pub use doi::Doi;
pub use isbn::Isbn;
pub use issn::Issn;
pub use orcid::Orcid;
pub use pmcid::Pmcid;
pub use pmid::Pmid;
pub(crate) use prefix::percent_decoded;
pub use registration::TrialRegistration;
pub use strong::{StrongId, strong};

use crate::contract::v1::{self, IdentifierScheme};

/// Why a text is not an identifier of its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing was given.
    #[error("empty {0}")]
    Empty(&'static str),
    /// It does not have the scheme's form.
    #[error("malformed {0}")]
    Syntax(&'static str),
    /// It has the form, but its check digit is another.
    #[error("wrong check digit in {0}")]
    CheckDigit(&'static str),
}

/// `raw` as an identifier of `scheme`, normalised. A value that fails the scheme's check is kept as written, trimmed, and
/// marked invalid.
pub fn identifier(scheme: IdentifierScheme, raw: &str) -> v1::Identifier {
    let normal = match scheme {
        IdentifierScheme::Doi => Doi::parse(raw).map(Doi::into_string),
        IdentifierScheme::Pmid => Pmid::parse(raw).map(|id| id.to_string()),
        IdentifierScheme::Pmcid => Pmcid::parse(raw).map(|id| id.to_string()),
        IdentifierScheme::Isbn => Isbn::parse(raw).map(|id| id.to_string()),
        IdentifierScheme::Issn => Issn::parse(raw).map(|id| id.to_string()),
        _ => other::normal(scheme, raw),
    };
    let (value, invalid) = checked(normal, raw);
    v1::Identifier { scheme: scheme.into(), value, invalid, ..Default::default() }
}

/// `raw` as the ISSN of a serial in the medium `kind`; marked invalid where its check digit is wrong.
pub fn issn(raw: &str, kind: v1::IssnType) -> v1::Issn {
    let (value, invalid) = checked(Issn::parse(raw).map(|id| id.to_string()), raw);
    v1::Issn { value, r#type: kind.into(), invalid }
}

/// The registration `number` at `registry`, in that registry's normal form. The name of the registry stays as written; an
/// empty one is filled in where the number tells. Numbers of data banks whose syntax is not known here are kept as written.
pub fn registration(registry: &str, number: &str) -> v1::Registration {
    let (registry, number) = (registry.trim(), number.trim());
    let parsed = match registration::Registry::named(registry) {
        Some(known) => TrialRegistration::parse_at(known, number),
        None if registry.is_empty() => TrialRegistration::parse(number),
        None => {
            let invalid = number.is_empty();
            return v1::Registration { registry: registry.into(), number: number.into(), invalid };
        }
    };
    match parsed {
        Ok(id) => {
            let registry = if registry.is_empty() { id.registry().name() } else { registry };
            v1::Registration { registry: registry.into(), number: id.to_string(), invalid: false }
        }
        Err(_) => v1::Registration { registry: registry.into(), number: number.into(), invalid: true },
    }
}

fn checked(normal: Result<String, IdentifierError>, raw: &str) -> (String, bool) {
    match normal {
        Ok(value) => (value, false),
        Err(_) => (raw.trim().to_owned(), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_or_marks_invalid() {
        let cases = [
            (IdentifierScheme::Doi, " https://doi.org/10.5555/ABC. ", "10.5555/abc", false),
            (IdentifierScheme::Doi, " S0140-6736 ", "S0140-6736", true),
            (IdentifierScheme::Pmid, "PMID: 19886236", "19886236", false),
            (IdentifierScheme::Pmid, "none", "none", true),
            (IdentifierScheme::Pmcid, "2267233", "PMC2267233", false),
            (IdentifierScheme::Isbn, "0-306-40615-2", "9780306406157", false),
            (IdentifierScheme::Issn, "00341193", "0034-1193", false),
            (IdentifierScheme::Issn, "0034-1194", "0034-1194", true),
            (IdentifierScheme::Accession, " L1234 ", "L1234", false),
            (IdentifierScheme::Accession, " ", "", true),
        ];
        for (scheme, raw, value, invalid) in cases {
            let id = identifier(scheme, raw);
            assert_eq!((id.value.as_str(), id.invalid), (value, invalid), "{scheme:?} {raw}");
        }
    }

    #[test]
    fn registrations_keep_the_name_of_the_registry() {
        let cases = [
            ("ClinicalTrials.gov", "nct 01234567", "ClinicalTrials.gov", "NCT01234567", false),
            ("ClinicalTrials.gov", "ISRCTN12345678", "ClinicalTrials.gov", "ISRCTN12345678", true),
            ("ISRCTN", "12345678", "ISRCTN", "ISRCTN12345678", false),
            ("", "DRKS00001234", "DRKS", "DRKS00001234", false),
            ("", "A17", "", "A17", true),
            ("GENBANK", " AF123456 ", "GENBANK", "AF123456", false),
            ("GENBANK", "", "GENBANK", "", true),
        ];
        for (registry, number, name, normal, invalid) in cases {
            let got = registration(registry, number);
            let expected = v1::Registration { registry: name.into(), number: normal.into(), invalid };
            assert_eq!(got, expected, "{registry} {number}");
        }
    }

    #[test]
    fn issns_keep_their_medium() {
        let got = issn("ISSN 2038-1840", v1::IssnType::Electronic);
        assert_eq!(
            (got.value.as_str(), got.r#type(), got.invalid),
            ("2038-1840", v1::IssnType::Electronic, false)
        );
    }
}
