use super::record::Builder;
use crate::contract::v1;
use crate::contract::v1::{CitationType as T, IdentifierScheme as Scheme};
use crate::record::identifier::{identifier, issn};

impl Builder {
    pub fn serial_number(&mut self, tag: &str, value: &str) {
        for part in serial_numbers(value) {
            let lower = part.to_lowercase();
            let medium = match () {
                () if lower.contains("electronic") || lower.contains("online") => v1::IssnType::Electronic,
                () if lower.contains("print") => v1::IssnType::Print,
                () => v1::IssnType::Unspecified,
            };
            let bare = part.split(" (").next().unwrap_or(part);
            let digits = bare.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count();
            let isbn = digits >= 10;
            if isbn {
                self.isbn(tag, bare);
                continue;
            }
            let issn = issn(bare, medium);
            if self.is_new("issn", &issn.value) {
                self.citation.container.get_or_insert_default().issns.push(issn);
            }
        }
    }

    pub fn isbn(&mut self, tag: &str, value: &str) {
        for part in value.split([';', ',', ' ']).filter(|part| !part.is_empty()) {
            let isbn = identifier(Scheme::Isbn, part);
            if isbn.invalid {
                self.unplaced.push(v1::UnplacedField { tag: tag.to_owned(), value: part.to_owned() });
                continue;
            }
            match self.kind {
                T::Chapter | T::PaperConference | T::ArticleJournal => {
                    self.citation.container.get_or_insert_default().isbns.push(isbn.value)
                }
                _ => self.push_new(isbn),
            }
        }
    }

    pub fn identifier(&mut self, scheme: Scheme, value: &str) {
        let id = identifier(scheme, value);
        if id.invalid {
            self.entry.warnings.push(format!("not a valid identifier: {value}"));
        }
        self.push_new(id);
    }

    pub fn accession(&mut self, value: &str) {
        let base = self
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
        self.identifier(scheme, value);
        if self.record_id.is_empty() {
            self.record_id = value.to_owned();
        }
    }

    pub fn reference_id(&mut self, value: &str) {
        let scheme = match identifier(Scheme::Doi, value) {
            doi if !doi.invalid => Scheme::Doi,
            _ => Scheme::Accession,
        };
        self.identifier(scheme, value);
        self.record_id = value.to_owned();
    }
}

impl Builder {
    fn push_new(&mut self, id: v1::Identifier) {
        if self.is_new(id.scheme().as_str_name(), &id.value) {
            self.citation.identifiers.push(id);
        }
    }
}

/// The numbers of a list: by semicolon, comma, "and", or by spaces where each word is an ISSN.
fn serial_numbers(value: &str) -> Vec<&str> {
    let words: Vec<&str> = value.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|word| word.len() == 9 && word.as_bytes().get(4) == Some(&b'-')) {
        return words;
    }
    let parts = value.split([';', ',']).flat_map(|part| part.split(" and "));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether a value is a PMCID with its letters.
pub fn is_pmcid(value: &str) -> bool {
    value.starts_with("PMC") && !identifier(Scheme::Pmcid, value).invalid
}
