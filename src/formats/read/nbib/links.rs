use super::record::Builder;
use crate::contract::v1::{self, IdentifierScheme as Scheme};
use crate::formats::related::RELATED;
use crate::record::identifier::identifier;

impl Builder {
    /// A related work in words, with its PMID at the end; false for a tag of another kind.
    pub fn link(&mut self, tag: &str, text: &str) -> bool {
        let Some((_, kind, label)) = RELATED.iter().find(|(name, _, _)| *name == tag) else { return false };
        let mut reference = text;
        let mut targets = Vec::new();
        if let Some((before, digits)) = text.rsplit_once("PMID:") {
            let pmid = identifier(Scheme::Pmid, digits.trim().trim_end_matches(['.', ';']));
            if !pmid.invalid {
                reference = before.trim_end();
                targets.push(pmid);
            }
        }
        targets.extend(doi_within(reference));
        // nothing but the DOI
        if reference.starts_with("doi:") && !reference["doi:".len()..].trim().contains(' ') {
            reference = "";
        }
        self.draft.citation.links.push(v1::Link {
            kind: (*kind).into(),
            targets,
            reference: reference.to_owned(),
            label: (*label).to_owned(),
            ..Default::default()
        });
        true
    }
}

/// The DOI within a source in words: "Lancet. 2011;377(9760):111. doi: 10.5555/abc".
pub fn doi_within(reference: &str) -> Option<v1::Identifier> {
    let at = find_doi(reference)?;
    let word = reference[at..].split_whitespace().next()?;
    let found = identifier(Scheme::Doi, word);
    (!found.invalid).then_some(found)
}

fn find_doi(text: &str) -> Option<usize> {
    let found = memchr::memmem::find_iter(text.as_bytes(), b"oi:");
    found
        .filter_map(|at| {
            text.get(at.checked_sub(1)?..at).filter(|d| d.eq_ignore_ascii_case("d")).map(|_| at + 3)
        })
        .next()
}
