//! Names of resources: `citations/{id}`, `citations/pmid:1`, `citations/{id}/findings/{id}`.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::contract::v1::{self, DateKind};
use crate::record::identifier::{Doi, Pmcid, Pmid, StrongId, strong};

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Neither an own id nor an identifier follows `citations/`.
    #[error(
        "not a citation name: expected citations/{{id}}, citations/pmid:…, citations/pmcid:… or citations/doi:…"
    )]
    Citation,
    /// Not `citations/{id}/findings/{id}`.
    #[error("not a finding name: expected citations/{{id}}/findings/{{id}}")]
    Finding,
}

/// The library's own id of a citation: 26 characters of lower-case Crockford base32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CitationId(u128);

/// What a citation is asked for by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CitationRef {
    /// The library's own id.
    Id(CitationId),
    /// A PMID, PMCID or DOI.
    Strong(StrongId),
}

/// The name of a finding. Its parent ends at the last `/findings/`, since a DOI may hold one too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingName {
    /// The citation; `None` for `citations/-`, which stands for any.
    pub citation: Option<CitationRef>,
    /// Id of the finding within the citation; `-` stands for any.
    pub id: String,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

impl CitationId {
    /// The id whose number is `number`.
    pub const fn from_u128(number: u128) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn as_u128(self) -> u128 {
        self.0
    }

    /// The id that a new record gets: the first 128 bits of a SHA-256 over the strongest of its PMID, PMCID and DOI; else
    /// over format and record id of its source; else over normalised title, year, first family name and first page.
    pub fn derive(citation: &v1::Citation) -> Self {
        Self::derive_with(&strong(citation), citation)
    }

    /// As [`CitationId::derive`], where `strong` has been read from `citation` already.
    pub fn derive_with(strong: &[StrongId], citation: &v1::Citation) -> Self {
        let seed = strong.first().map(StrongId::to_string).or_else(|| source_seed(citation));
        Self::of_seed(&seed.unwrap_or_else(|| content_seed(citation)))
    }

    /// The id that a record with the PMIDs, PMCIDs and DOIs `strong` got while it had none. `None` where it says too little to be
    /// known again without them, or its record id is one of them.
    pub fn derive_without(strong: &[StrongId], citation: &v1::Citation) -> Option<Self> {
        let record_id = citation.sources.first().map(|source| source.record_id.as_str()).unwrap_or_default();
        if strong.iter().any(|id| id.value() == record_id) {
            return None;
        }
        let told = || {
            let placed = citation.pages.as_ref().is_some_and(|pages| !pages.first.is_empty());
            let named = citation.contributors.iter().any(|c| !c.family.is_empty());
            citation.titles.first().is_some_and(|title| !title.text.is_empty())
                && !citation.dates.is_empty()
                && (placed || named)
        };
        let seed = source_seed(citation).or_else(|| told().then(|| content_seed(citation)))?;
        Some(Self::of_seed(&seed))
    }

    fn of_seed(seed: &str) -> Self {
        let hash = Sha256::digest(seed.as_bytes());
        Self(hash.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte)))
    }

    /// `citations/{id}`.
    pub fn name(self) -> String {
        format!("citations/{self}")
    }
}

fn source_seed(citation: &v1::Citation) -> Option<String> {
    let source = citation.sources.first().filter(|source| !source.record_id.is_empty())?;
    Some(format!("source\n{}\n{}", source.format, source.record_id))
}

fn content_seed(citation: &v1::Citation) -> String {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let title = citation.titles.first().map(|title| letters(&title.text)).unwrap_or_default();
    let issued = citation.dates.iter().find(|event| event.kind() == DateKind::Issued);
    let dated = issued.or(citation.dates.first()).and_then(|event| event.date.as_ref());
    let year = dated.map(|date| date.year).unwrap_or_default();
    let family = citation.contributors.iter().find(|c| !c.family.is_empty()).map(|c| letters(&c.family));
    let page = citation.pages.as_ref().map(|pages| pages.first.as_str()).unwrap_or_default();
    format!("content\n{title}\n{year}\n{}\n{page}", family.unwrap_or_default())
}

impl fmt::Display for CitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0_u8; LENGTH];
        for (place, byte) in text.iter_mut().rev().enumerate() {
            *byte = ALPHABET[(self.0 >> (5 * place) & 31) as usize];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for CitationId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        // 26 characters hold 130 bits: the first has only 3 of its own
        if bytes.len() != LENGTH || !(b'0'..=b'7').contains(&bytes[0]) {
            return Err(NameError::Citation);
        }
        let mut number = 0;
        for byte in bytes {
            let digit = ALPHABET.iter().position(|known| known == byte).ok_or(NameError::Citation)?;
            number = number << 5 | digit as u128;
        }
        Ok(Self(number))
    }
}

impl CitationRef {
    /// Reads a name as people type it: with or without `citations/`, and PMIDs, PMCIDs and DOIs also bare or as addresses.
    pub fn parse_loose(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if let Ok(named) = Self::from_segment(text.strip_prefix(COLLECTION).unwrap_or(text)) {
            return Ok(named);
        }
        let strong = Pmid::parse(text)
            .map(StrongId::Pmid)
            .or_else(|_| Pmcid::parse(text).map(StrongId::Pmcid))
            .or_else(|_| Doi::parse(text).map(StrongId::Doi));
        strong.map(Self::Strong).map_err(|_| NameError::Citation)
    }

    fn from_segment(segment: &str) -> Result<Self, NameError> {
        if let Ok(id) = segment.parse() {
            return Ok(Self::Id(id));
        }
        let decoded = crate::record::identifier::percent_decoded(segment);
        decoded.parse().map(Self::Strong).map_err(|_| NameError::Citation)
    }
}

const COLLECTION: &str = "citations/";

impl FromStr for CitationRef {
    type Err = NameError;

    /// Reads `citations/{id}` or `citations/doi:…`, in which `%XX` stands for its byte.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::from_segment(name.strip_prefix(COLLECTION).ok_or(NameError::Citation)?)
    }
}

impl fmt::Display for CitationRef {
    /// The name, which reads back as the same: a `%` of a DOI is written `%25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{COLLECTION}{id}"),
            Self::Strong(id) => write!(f, "{COLLECTION}{}", id.to_string().replace('%', "%25")),
        }
    }
}

impl From<CitationId> for CitationRef {
    fn from(id: CitationId) -> Self {
        Self::Id(id)
    }
}

impl From<StrongId> for CitationRef {
    fn from(id: StrongId) -> Self {
        Self::Strong(id)
    }
}

impl FromStr for FindingName {
    type Err = NameError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let (parent, id) = name.rsplit_once("/findings/").ok_or(NameError::Finding)?;
        if id.is_empty() || id.contains('/') {
            return Err(NameError::Finding);
        }
        let citation = match parent {
            "citations/-" => None,
            _ => Some(parent.parse().map_err(|_| NameError::Finding)?),
        };
        Ok(Self { citation, id: id.to_owned() })
    }
}

impl fmt::Display for FindingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.citation {
            Some(citation) => write!(f, "{citation}/findings/{}", self.id),
            None => write!(f, "{COLLECTION}-/findings/{}", self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::IdentifierScheme;
    use crate::record::identifier::identifier;
    use proptest::prelude::*;

    #[test]
    fn reads_names() {
        let id = CitationId::from_u128(7);
        assert_eq!(id.name(), "citations/00000000000000000000000007");
        let cases = [
            ("citations/00000000000000000000000007", Some("citations/00000000000000000000000007")),
            ("citations/pmid:12", Some("citations/pmid:12")),
            ("citations/doi:10.5555/A%2Fb", Some("citations/doi:10.5555/a/b")),
            ("citations/doi:10.5555%2Fa%2525", Some("citations/doi:10.5555/a%2525")),
            ("citations/pmcid:PMC7", Some("citations/pmcid:PMC7")),
            ("citations/80000000000000000000000007", None),
            ("citations/0000000000000000000000000U", None),
            ("citations/isbn:9780306406157", None),
            ("pmid:12", None),
            ("citations/", None),
            ("", None),
        ];
        for (name, written) in cases {
            let got = name.parse::<CitationRef>().ok().map(|name| name.to_string());
            assert_eq!(got.as_deref(), written, "{name}");
        }
    }

    #[test]
    fn reads_names_as_typed() {
        for (text, written) in [
            ("00000000000000000000000007", Some("citations/00000000000000000000000007")),
            ("pmid:12", Some("citations/pmid:12")),
            ("12", Some("citations/pmid:12")),
            ("PMC12", Some("citations/pmcid:PMC12")),
            ("https://doi.org/10.5555/A", Some("citations/doi:10.5555/a")),
            ("citations/pmid:12", Some("citations/pmid:12")),
            ("what", None),
        ] {
            let got = CitationRef::parse_loose(text).ok().map(|name| name.to_string());
            assert_eq!(got.as_deref(), written, "{text}");
        }
    }

    #[test]
    fn a_finding_belongs_to_what_stands_before_the_last_findings() {
        for (name, parent, id) in [
            (
                "citations/doi:10.5555/a/findings/b/findings/x1",
                Some("citations/doi:10.5555/a/findings/b"),
                "x1",
            ),
            ("citations/pmid:12/findings/-", Some("citations/pmid:12"), "-"),
            ("citations/-/findings/x1", None, "x1"),
        ] {
            let got: FindingName = name.parse().unwrap();
            assert_eq!(got.citation.as_ref().map(ToString::to_string).as_deref(), parent);
            assert_eq!(got.id, id);
            assert_eq!(got.to_string(), name);
        }
        for name in
            ["citations/pmid:12", "citations/pmid:12/findings/", "citations/x/findings/a", "findings/a", ""]
        {
            assert_eq!(name.parse::<FindingName>(), Err(NameError::Finding), "{name}");
        }
    }

    #[test]
    fn ids_come_from_the_strongest_thing_known() {
        let doi = identifier(IdentifierScheme::Doi, "10.5555/a");
        let pmid = identifier(IdentifierScheme::Pmid, "12");
        let with = |identifiers: Vec<v1::Identifier>, volume: &str, record_id: &str| v1::Citation {
            identifiers,
            volume: volume.into(),
            titles: vec![v1::Title { text: "A title.".into(), ..Default::default() }],
            sources: vec![v1::Source {
                format: "ris".into(),
                record_id: record_id.into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        let id = |citation: &v1::Citation| CitationId::derive(citation);
        let both = id(&with(vec![doi.clone(), pmid.clone()], "1", "k"));
        assert_eq!(both, id(&with(vec![pmid], "2", "l")));
        assert_ne!(both, id(&with(vec![doi], "1", "k")));
        assert_ne!(id(&with(vec![], "1", "k")), id(&with(vec![], "1", "l")));
        assert_eq!(id(&with(vec![], "1", "")), id(&with(vec![], "2", "")));
    }

    #[test]
    fn the_id_of_before_an_identifier_came() {
        let with = |identifiers: Vec<v1::Identifier>, record_id: &str, year: i32| v1::Citation {
            identifiers,
            titles: vec![v1::Title { text: "A title.".into(), ..Default::default() }],
            contributors: vec![v1::Contributor { family: "Rossi".into(), ..Default::default() }],
            dates: (year > 0)
                .then(|| v1::DatedEvent {
                    date: Some(v1::PartialDate { year, ..Default::default() }),
                    ..Default::default()
                })
                .into_iter()
                .collect(),
            sources: vec![v1::Source {
                format: "ris".into(),
                record_id: record_id.into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        for (record_id, year, known) in
            [("k", 0, true), ("", 2009, true), ("", 0, false), ("12", 2009, false)]
        {
            let pmid = identifier(IdentifierScheme::Pmid, "12");
            let now = with(vec![pmid], record_id, year);
            let before = CitationId::derive_without(&strong(&now), &now);
            let expected = known.then(|| CitationId::derive(&with(Vec::new(), record_id, year)));
            assert_eq!(before, expected, "{record_id} {year}");
        }
    }

    proptest! {
        #[test]
        fn ids_read_back(number in any::<u128>()) {
            let id = CitationId::from_u128(number);
            prop_assert_eq!(id.to_string().len(), LENGTH);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn doi_names_read_back(suffix in "[!-~]{1,20}") {
            if let Ok(doi) = Doi::parse(&format!("10.5555/{suffix}")) {
                let name = CitationRef::Strong(StrongId::Doi(doi));
                prop_assert_eq!(name.to_string().parse(), Ok(name));
            }
        }
    }
}
