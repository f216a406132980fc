use crate::contract::v1::{Identifier, IdentifierScheme as Scheme};

/// Short names of identifier schemes, as notes and brackets have them: `123[pmid]`.
const NAMES: [(Scheme, &str); 18] = [
    (Scheme::Doi, "doi"),
    (Scheme::Pmid, "pmid"),
    (Scheme::Pmcid, "pmcid"),
    (Scheme::Pii, "pii"),
    (Scheme::Isbn, "isbn"),
    (Scheme::Arxiv, "arxiv"),
    (Scheme::Scopus, "scopus"),
    (Scheme::Wos, "wos"),
    (Scheme::Pure, "pure"),
    (Scheme::Handle, "handle"),
    (Scheme::Mid, "mid"),
    (Scheme::Bookaccession, "bookaccession"),
    (Scheme::Patent, "patent"),
    (Scheme::Accession, "accession"),
    (Scheme::CitationKey, "citation-key"),
    (Scheme::Openalex, "openalex"),
    (Scheme::Issn, "issn"),
    (Scheme::Urn, "urn"),
];

/// The name of an identifier's scheme; of another scheme the source's own.
pub fn name(identifier: &Identifier) -> &str {
    let scheme = identifier.scheme();
    NAMES.iter().find(|(known, _)| *known == scheme).map_or(identifier.r#type.as_str(), |(_, name)| name)
}

/// The scheme of a name.
pub fn named(name: &str) -> Option<Scheme> {
    NAMES.iter().find(|(_, known)| *known == name).map(|(scheme, _)| *scheme)
}
