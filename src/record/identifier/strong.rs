use std::fmt;
use std::str::FromStr;

use super::{Doi, IdentifierError, Pmcid, Pmid, prefix};
use crate::contract::v1::{self, IdentifierScheme};

/// An identifier that is enough to say that two records are one work, written `pmid:123`, `pmcid:PMC1` or `doi:10.1000/x`.
/// In the order of their strength.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StrongId {
    /// Of PubMed.
    Pmid(Pmid),
    /// Of PubMed Central.
    Pmcid(Pmcid),
    /// Digital Object Identifier.
    Doi(Doi),
}

/// The valid PMIDs, PMCIDs and DOIs of the record itself, strongest first, each once.
pub fn strong(citation: &v1::Citation) -> Vec<StrongId> {
    let mut ids: Vec<StrongId> = citation.identifiers.iter().filter_map(StrongId::of).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl StrongId {
    /// `identifier` where it is valid and of a strong scheme.
    pub fn of(identifier: &v1::Identifier) -> Option<Self> {
        if identifier.invalid {
            return None;
        }
        match identifier.scheme() {
            IdentifierScheme::Pmid => Pmid::parse(&identifier.value).ok().map(Self::Pmid),
            IdentifierScheme::Pmcid => Pmcid::parse(&identifier.value).ok().map(Self::Pmcid),
            IdentifierScheme::Doi => Doi::parse(&identifier.value).ok().map(Self::Doi),
            _ => None,
        }
    }

    /// Its scheme.
    pub fn scheme(&self) -> IdentifierScheme {
        match self {
            Self::Pmid(_) => IdentifierScheme::Pmid,
            Self::Pmcid(_) => IdentifierScheme::Pmcid,
            Self::Doi(_) => IdentifierScheme::Doi,
        }
    }

    /// Its value in the scheme's normal form.
    pub fn value(&self) -> &str {
        match self {
            Self::Pmid(id) => id.as_str(),
            Self::Pmcid(id) => id.as_str(),
            Self::Doi(id) => id.as_str(),
        }
    }
}

impl fmt::Display for StrongId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self {
            Self::Pmid(_) => "pmid",
            Self::Pmcid(_) => "pmcid",
            Self::Doi(_) => "doi",
        };
        write!(f, "{scheme}:{}", self.value())
    }
}

impl FromStr for StrongId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Some(rest) = prefix::strip_one(text, "pmid:") {
            return Pmid::parse(rest).map(Self::Pmid);
        }
        if let Some(rest) = prefix::strip_one(text, "pmcid:") {
            return Pmcid::parse(rest).map(Self::Pmcid);
        }
        match prefix::strip_one(text, "doi:") {
            Some(rest) => Doi::parse(rest).map(Self::Doi),
            None => Err(IdentifierError::Syntax("PMID, PMCID or DOI")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::identifier::identifier;

    #[test]
    fn reads_and_writes_keys() {
        for (text, written) in [
            ("pmid:123", Some("pmid:123")),
            ("PMCID:pmc1", Some("pmcid:PMC1")),
            ("doi:10.5555/ABC", Some("doi:10.5555/abc")),
            ("issn:0034-1193", None),
            ("pmid:x", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<StrongId>().ok().map(|id| id.to_string()).as_deref(), written, "{text}");
        }
    }

    #[test]
    fn only_valid_ones_count_strongest_first() {
        let citation = v1::Citation {
            identifiers: vec![
                identifier(IdentifierScheme::Doi, "10.5555/A"),
                identifier(IdentifierScheme::Doi, "nonsense"),
                identifier(IdentifierScheme::Pii, "S1"),
                identifier(IdentifierScheme::Pmid, "7"),
                identifier(IdentifierScheme::Doi, "10.5555/a"),
            ],
            ..Default::default()
        };
        let keys: Vec<String> = strong(&citation).iter().map(StrongId::to_string).collect();
        assert_eq!(keys, ["pmid:7", "doi:10.5555/a"]);
    }
}
