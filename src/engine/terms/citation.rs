//! What is indexed of a citation.

use super::analysis::Stemming;
use super::{Sink, Terms, exact, language_terms};
use crate::contract::v1::{self, Citation, DateKind, IdentifierScheme, SubjectScheme};
use crate::query::ast::{Field, TextField};

impl Terms {
    /// Gives what is to be indexed of a citation with so many findings.
    pub fn citation(&mut self, citation: &Citation, findings: usize, sink: &mut impl Sink) {
        self.texts(sink, citation);
        for term in exact_terms(citation, findings, &mut self.numbers) {
            sink.exact(term);
        }
        for kind in &citation.publication_types {
            self.words(sink, Field::PublicationType, &kind.label);
        }
    }

    fn texts(&mut self, sink: &mut impl Sink, citation: &Citation) {
        let own = match citation.languages.as_slice() {
            [only] => Stemming::of(only, Stemming::ENGLISH),
            _ => Stemming::ENGLISH,
        };
        let mut add = |field: TextField, tag: &str, otherwise: Stemming, text: &str| {
            self.text(sink, &[field, TextField::Any], Stemming::of(tag, otherwise), text);
        };
        for title in &citation.titles {
            add(TextField::Title, &title.language, own, &title.text);
        }
        for summary in &citation.abstracts {
            add(TextField::Abstract, &summary.language, own, &summary.text);
        }
        for subject in &citation.subjects {
            let field = match subject.scheme() {
                SubjectScheme::Mesh | SubjectScheme::MeshSupplementary => TextField::Mesh,
                SubjectScheme::CitationSubset => continue,
                _ => TextField::Keyword,
            };
            add(field, &subject.language, Stemming::ENGLISH, &subject.label);
            for qualifier in &subject.qualifiers {
                add(field, &subject.language, Stemming::ENGLISH, &qualifier.label);
            }
        }
        if let Some(container) = &citation.container {
            add(TextField::Journal, &container.language, Stemming::ENGLISH, &container.title);
            for short in &container.abbreviations {
                add(TextField::Journal, "", Stemming::ENGLISH, &short.text);
            }
            for other in &container.other_titles {
                add(TextField::Journal, &other.language, Stemming::ENGLISH, &other.text);
            }
        }
        for contributor in &citation.contributors {
            let name = readable_name(contributor);
            self.text(sink, &[TextField::Any], Stemming::ENGLISH, &name);
            self.text(sink, &[TextField::Author], Stemming::NONE, &name);
            if !contributor.family.is_empty() && !contributor.given.is_empty() {
                let turned = format!("{} {}", contributor.family, contributor.given);
                self.text(sink, &[TextField::Author], Stemming::NONE, &turned);
            }
        }
    }
}

/// Year of a citation: of the first of its dates of issue, print, online publication and acceptance.
pub(in crate::engine) fn year(citation: &Citation) -> Option<i32> {
    let kinds = [DateKind::Issued, DateKind::Print, DateKind::Online, DateKind::Accepted];
    kinds.into_iter().find_map(|kind| {
        let mut dates = citation.dates.iter().filter(|event| event.kind() == kind);
        dates.find_map(|event| event.date.as_ref().map(|date| date.year).filter(|year| *year != 0))
    })
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
