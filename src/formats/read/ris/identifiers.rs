use super::record::Builder;
use crate::contract::v1::IdentifierScheme as Scheme;
use crate::formats::scheme;
use crate::record::identifier::identifier;

impl Builder {
    pub fn accession(&mut self, value: &str) {
        let base = self
            .draft
            .citation
            .archive
            .as_ref()
            .map(|archive| archive.data_provider.to_lowercase())
            .unwrap_or_default();
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        let scheme = match () {
            () if value.starts_with("WOS:") => Scheme::Wos,
            () if digits && value.len() <= 8 && (base.contains("pubmed") || base.contains("medline")) => {
                Scheme::Pmid
            }
            () => Scheme::Accession,
        };
        self.draft.identifier(scheme, value);
        if self.draft.record_id.is_empty() {
            self.draft.record_id = value.to_owned();
        }
    }

    pub fn reference_id(&mut self, value: &str) {
        let scheme = match identifier(Scheme::Doi, value) {
            doi if !doi.invalid => Scheme::Doi,
            _ => Scheme::Accession,
        };
        self.draft.identifier(scheme, value);
        self.draft.record_id = value.to_owned();
    }
}

/// Whether a value is a PMCID with its letters.
pub fn is_pmcid(value: &str) -> bool {
    value.starts_with("PMC") && !identifier(Scheme::Pmcid, value).invalid
}

/// "26957754[pmid]", as PubMed's own exports write them.
pub fn bracketed(value: &str) -> Option<(Scheme, &str)> {
    let (id, name) = value.strip_suffix(']')?.rsplit_once('[')?;
    Some((scheme::named(name.trim())?, id.trim()))
}
