//! A citation as a document of the index.

use tantivy::TantivyDocument;
use tantivy::schema::Field as IndexField;

use super::analysis::{Analyser, Stemming};
use super::exact;
use super::schema::{CitationFields, Common};
use crate::contract::v1::{self, Citation, DateKind, IdentifierScheme, SubjectScheme};
use crate::query::ast::Field;
use crate::record::name::CitationId;

/// Makes documents and remembers which languages it saw.
pub(super) struct Writer {
    /// Set of the languages seen, by their bits.
    pub languages: u32,
    pub numbers: exact::Numbers,
    analyser: Analyser,
    stems: String,
}

impl Writer {
    /// A writer for an index that holds those languages already.
    pub fn new(languages: u32) -> Self {
        Self {
            languages,
            numbers: exact::Numbers::default(),
            analyser: Analyser::default(),
            stems: String::new(),
        }
    }

    /// The document of a citation.
    pub fn citation(
        &mut self,
        fields: &CitationFields,
        id: CitationId,
        citation: &Citation,
        findings: usize,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        add_common(&mut document, &fields.common, id, year(citation));
        self.add_texts(&mut document, fields, citation);
        for term in exact_terms(citation, findings, &mut self.numbers) {
            document.add_u64(fields.common.exact, term);
        }
        for kind in &citation.publication_types {
            self.add_stems(&mut document, fields.common.exact, Field::PublicationType, &kind.label);
        }
        document
    }

    fn add_texts(&mut self, document: &mut TantivyDocument, fields: &CitationFields, citation: &Citation) {
        let own = match citation.languages.as_slice() {
            [only] => Stemming::of(only, Stemming::ENGLISH),
            _ => Stemming::ENGLISH,
        };
        let mut add = |field: IndexField, tag: &str, otherwise: Stemming, text: &str| {
            self.add_text(document, &[field, fields.any], Stemming::of(tag, otherwise), text);
        };
        for title in &citation.titles {
            add(fields.title, &title.language, own, &title.text);
        }
        for summary in &citation.abstracts {
            add(fields.abstract_, &summary.language, own, &summary.text);
        }
        for subject in &citation.subjects {
            let field = match subject.scheme() {
                SubjectScheme::Mesh | SubjectScheme::MeshSupplementary => fields.mesh,
                SubjectScheme::CitationSubset => continue,
                _ => fields.keyword,
            };
            add(field, &subject.language, Stemming::ENGLISH, &subject.label);
            for qualifier in &subject.qualifiers {
                add(field, &subject.language, Stemming::ENGLISH, &qualifier.label);
            }
        }
        if let Some(container) = &citation.container {
            add(fields.journal, &container.language, Stemming::ENGLISH, &container.title);
            for short in &container.abbreviations {
                add(fields.journal, "", Stemming::ENGLISH, &short.text);
            }
            for other in &container.other_titles {
                add(fields.journal, &other.language, Stemming::ENGLISH, &other.text);
            }
        }
        for contributor in &citation.contributors {
            let name = readable_name(contributor);
            self.add_text(document, &[fields.any], Stemming::ENGLISH, &name);
            self.add_text(document, &[fields.author], Stemming::NONE, &name);
            if !contributor.family.is_empty() && !contributor.given.is_empty() {
                let turned = format!("{} {}", contributor.family, contributor.given);
                self.add_text(document, &[fields.author], Stemming::NONE, &turned);
            }
        }
    }

    /// Adds a piece of text to fields; phrases do not cross from one piece into another.
    pub fn add_text(
        &mut self,
        document: &mut TantivyDocument,
        fields: &[IndexField],
        stemming: Stemming,
        text: &str,
    ) {
        self.stems.clear();
        self.analyser.append(stemming, text, &mut self.stems);
        if self.stems.is_empty() {
            return;
        }
        self.languages |= stemming.bit();
        for field in fields {
            document.add_text(*field, &self.stems);
        }
    }

    /// Adds the words of a value that is otherwise compared whole.
    pub fn add_stems(&mut self, document: &mut TantivyDocument, exact: IndexField, field: Field, text: &str) {
        for stem in self.analyser.stems(Stemming::ENGLISH, text) {
            document.add_u64(exact, exact::stem_term(field, &stem));
        }
    }
}

/// Year of a citation: of the first of its dates of issue, print, online publication and acceptance.
pub(super) fn year(citation: &Citation) -> Option<i32> {
    let kinds = [DateKind::Issued, DateKind::Print, DateKind::Online, DateKind::Accepted];
    kinds.into_iter().find_map(|kind| {
        let mut dates = citation.dates.iter().filter(|event| event.kind() == kind);
        dates.find_map(|event| event.date.as_ref().map(|date| date.year).filter(|year| *year != 0))
    })
}

/// Adds what both indices have.
pub(super) fn add_common(document: &mut TantivyDocument, fields: &Common, id: CitationId, year: Option<i32>) {
    let number = id.as_u128();
    document.add_u64(fields.id_high, (number >> 64) as u64);
    document.add_u64(fields.id_low, number as u64);
    if let Some(year) = year {
        document.add_i64(fields.year, i64::from(year));
    }
}

/// The terms of a language tag: itself, and its primary subtag, so that `pt` finds `pt-BR`.
pub(super) fn language_terms(tag: &str) -> impl Iterator<Item = u64> {
    let primary = tag.split('-').next().filter(|primary| *primary != tag);
    exact::term(Field::Language, tag)
        .into_iter()
        .chain(primary.and_then(|tag| exact::term(Field::Language, tag)))
}

fn exact_terms(citation: &Citation, findings: usize, known: &mut exact::Numbers) -> Vec<u64> {
    let mut terms =
        vec![known.term(Field::Type, citation.r#type), known.term(Field::Status, citation.editorial_status)];
    let mut values: Vec<(Field, &str)> = Vec::new();
    values.extend(citation.titles.iter().map(|title| (Field::Title, title.text.as_str())));
    values.extend(citation.sources.iter().map(|source| (Field::Source, source.format.as_str())));
    for kind in &citation.publication_types {
        values.extend([(Field::PublicationType, kind.label.as_str()), (Field::PublicationType, &kind.code)]);
    }
    for subject in &citation.subjects {
        let field = match subject.scheme() {
            SubjectScheme::Mesh | SubjectScheme::MeshSupplementary => Field::Mesh,
            SubjectScheme::CitationSubset => continue,
            _ => Field::Keyword,
        };
        values.extend([(field, subject.label.as_str()), (field, &subject.code)]);
    }
    if let Some(container) = &citation.container {
        values.push((Field::Journal, &container.title));
        values.extend(container.abbreviations.iter().map(|short| (Field::Journal, short.text.as_str())));
        values.extend(container.other_titles.iter().map(|other| (Field::Journal, other.text.as_str())));
        values.extend(container.issns.iter().map(|issn| (Field::Issn, issn.value.as_str())));
    }
    for identifier in citation.identifiers.iter().filter(|identifier| !identifier.invalid) {
        let field = match identifier.scheme() {
            IdentifierScheme::Doi => Field::Doi,
            IdentifierScheme::Pmid => Field::Pmid,
            IdentifierScheme::Pmcid => Field::Pmcid,
            IdentifierScheme::Issn => Field::Issn,
            _ => continue,
        };
        values.push((field, &identifier.value));
        terms.extend(part_of(field).and_then(|part| exact::term(Field::Has, part)));
    }
    if citation.abstracts.iter().any(|summary| !summary.text.is_empty()) {
        values.push((Field::Has, "abstract"));
    }
    if findings > 0 {
        values.push((Field::Has, "findings"));
    }
    terms.extend(values.into_iter().filter_map(|(field, value)| exact::term(field, value)));
    terms.extend(citation.languages.iter().flat_map(|tag| language_terms(tag)));
    terms.extend(citation.contributors.iter().flat_map(author_terms));
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn part_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Doi => Some("doi"),
        Field::Pmid => Some("pmid"),
        Field::Pmcid => Some("pmcid"),
        _ => None,
    }
}

/// Family name alone, with given names and with initials; a group's name; a name that was not split.
fn author_terms(contributor: &v1::Contributor) -> impl Iterator<Item = u64> {
    let family = &contributor.family;
    let mut names = vec![contributor.collective.clone(), contributor.literal.clone(), family.clone()];
    if !family.is_empty() {
        names.extend([&contributor.given, &contributor.initials].map(|first| format!("{family} {first}")));
    }
    names.into_iter().filter_map(|name| exact::term(Field::Author, &name))
}

fn readable_name(contributor: &v1::Contributor) -> String {
    let initials = Some(&contributor.initials).filter(|initials| **initials != contributor.given);
    let parts = [Some(&contributor.given), Some(&contributor.family), initials];
    let others = [Some(&contributor.collective), Some(&contributor.literal)];
    let parts: Vec<&str> = parts
        .into_iter()
        .chain(others)
        .flatten()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}
