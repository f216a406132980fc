//! NBIB as PubMed writes it: tags of four characters, lines of at most 88 columns, continued behind six spaces.

mod days;
mod links;
mod people;
mod tags;

pub use days::{has_place, is_history};
pub use links::tag_of;

use super::{dates, lines};
use crate::contract::v1::{
    AbbreviationAuthority, Abstract, Citation, CitationType as T, EditorialStatus,
    IdentifierScheme as Scheme, IssnType, PublicationStatus, Subject, SubjectScheme, TitleRole,
};
use crate::formats::standing;
use crate::record::language::iso639_2b;
use tags::Tags;

/// An entry, from PMID (or OWN, where there is none) to its last field.
pub fn entry(citation: &Citation, out: &mut String) {
    let mut tags = Tags::new(out);
    let pmid = citation.identifiers.iter().find(|id| id.scheme() == Scheme::Pmid && !id.invalid);
    match pmid {
        Some(id) => {
            tags.put("PMID", &id.value);
            tags.put("OWN", "NLM");
        }
        None => tags.put("OWN", "NOTNLM"),
    }
    tags.put("STAT", &citation.record_status);
    days::record_dates(citation, &mut tags);
    container(citation, &mut tags);
    titles(citation, &mut tags);
    place(citation, &mut tags);
    abstracts(citation, &mut tags);
    for person in &citation.contributors {
        people::contributor(person, &mut tags);
    }
    for language in &citation.languages {
        tags.put("LA", iso639_2b(language).unwrap_or(language));
    }
    registers(citation, &mut tags);
    publication_types(citation, &mut tags);
    days::history(citation, &mut tags);
    journal(citation, &mut tags);
    subjects(citation, &mut tags);
    for link in &citation.links {
        links::link(link, &mut tags);
    }
    rest(citation, &mut tags);
}

fn container(citation: &Citation, tags: &mut Tags) {
    for id in &citation.identifiers {
        if id.scheme() == Scheme::Isbn {
            tags.put("ISBN", &id.value);
        }
    }
    let Some(container) = &citation.container else { return };
    for issn in &container.issns {
        let medium = match issn.r#type() {
            IssnType::Print => " (Print)",
            IssnType::Electronic => " (Electronic)",
            IssnType::Linking => " (Linking)",
            IssnType::Unspecified => "",
        };
        tags.put("IS", &format!("{}{medium}", issn.value));
    }
    for isbn in &container.isbns {
        tags.put("ISBN", isbn);
    }
}

/// The kind that a record reads back as: PubMed tells books, chapters, preprints and newspapers from articles.
pub fn reads_as(citation: &Citation) -> Option<T> {
    let typed = |name: &str| citation.publication_types.iter().any(|kind| kind.label == name);
    Some(match citation.r#type() {
        kind @ (T::Book | T::Chapter) => kind,
        _ if typed("Preprint") => T::Preprint,
        _ if typed("Newspaper Article") => T::ArticleNewspaper,
        _ => T::ArticleJournal,
    })
}

fn is_book(kind: T) -> bool {
    matches!(kind, T::Book | T::Chapter)
}

fn titles(citation: &Citation, tags: &mut Tags) {
    tags.put("VI", &citation.volume);
    tags.put("IP", &citation.issue);
    if let Some(event) = dates::published(citation) {
        tags.put("DP", &days::published(event));
    }
    let own = if citation.r#type() == T::Book { "BTI" } else { "TI" };
    let original = citation.titles.iter().find(|title| {
        !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
    });
    let subtitle = citation.titles.iter().find(|title| title.role() == TitleRole::Subtitle);
    let translated = citation.titles.iter().find(|title| title.role() == TitleRole::Translated);
    let original = original.map(|title| match subtitle {
        Some(subtitle) => format!("{}: {}", title.text, subtitle.text),
        None => title.text.clone(),
    });
    match (&original, translated) {
        (original, Some(title)) => {
            tags.put(own, &format!("[{}].", lines::clean(&title.text)));
            tags.put("TT", &original.as_deref().map(stopped).unwrap_or_default());
        }
        (Some(original), None) => tags.put(own, &stopped(original)),
        (None, None) => {}
    }
    if citation.r#type() == T::Chapter {
        tags.put("BTI", citation.container.as_ref().map_or("", |container| &container.title));
    }
}

/// With the full stop that PubMed prints behind every title.
fn stopped(title: &str) -> String {
    if title.ends_with(['?', '!', '.']) || title.is_empty() { title.to_owned() } else { format!("{title}.") }
}

fn place(citation: &Citation, tags: &mut Tags) {
    if let Some(pages) = &citation.pages {
        let range = match (pages.first.as_str(), pages.last.as_str()) {
            (first, "") => first.to_owned(),
            (first, last) => format!("{first}-{last}"),
        };
        tags.put("PG", if pages.verbatim.is_empty() { &range } else { &pages.verbatim });
        tags.put("LID", &pages.article_number);
    }
    for id in &citation.identifiers {
        let kind = match id.scheme() {
            Scheme::Doi => "doi",
            Scheme::Pii => "pii",
            Scheme::Bookaccession => "bookaccession",
            _ => continue,
        };
        tags.put("LID", &format!("{} [{kind}]", id.value));
    }
}

fn abstracts(citation: &Citation, tags: &mut Tags) {
    let mut main = true;
    for summary in &citation.abstracts {
        let english = matches!(summary.language.as_str(), "" | "en");
        if main && english && summary.r#type.is_empty() {
            main = false;
            tags.put("AB", &inline(summary));
            tags.put("CI", &summary.copyright);
            continue;
        }
        tags.put("OABL", iso639_2b(&summary.language).unwrap_or(&summary.language));
        let kind = if summary.r#type.is_empty() { String::new() } else { format!("{}: ", summary.r#type) };
        tags.put("OAB", &format!("{kind}{}", inline(summary)));
        tags.put("OCI", &summary.copyright);
    }
}

/// All in one line, headings in their places.
fn inline(summary: &Abstract) -> String {
    super::summary::plain(summary).replace('\n', " ")
}

/// Grants, data banks and substances.
fn registers(citation: &Citation, tags: &mut Tags) {
    for registration in &citation.registrations {
        match registration.number.is_empty() {
            true => tags.put("SI", &registration.registry),
            false => tags.put("SI", &format!("{}/{}", registration.registry, registration.number)),
        }
    }
    for grant in &citation.grants {
        let numbered = !grant.number.is_empty() || !grant.acronym.is_empty();
        let mut parts: Vec<&str> = Vec::new();
        parts.extend(
            [&grant.number, &grant.acronym].into_iter().filter(|part| !part.is_empty()).map(String::as_str),
        );
        parts.push(&grant.agency);
        // where the last two may be missing, the slashes say which of them
        if numbered || !grant.country.is_empty() {
            parts.push(&grant.country);
        }
        tags.put("GR", &parts.join("/"));
    }
}

fn publication_types(citation: &Citation, tags: &mut Tags) {
    for kind in &citation.publication_types {
        tags.put("PT", &kind.label);
    }
    if let Some(note @ "Retracted publication") = standing::status_note(citation)
        && !citation.publication_types.iter().any(|kind| kind.label.eq_ignore_ascii_case(note))
    {
        tags.put("PT", "Retracted Publication");
    }
}

fn journal(citation: &Citation, tags: &mut Tags) {
    let container = citation.container.as_ref();
    let publisher = match citation.r#type() {
        T::Book => citation.publisher.as_ref(),
        T::Chapter => container.and_then(|container| container.publisher.as_ref()),
        _ => None,
    };
    if let Some(publisher) = publisher {
        tags.put("PB", &publisher.name);
        tags.put("PL", &publisher.place);
    }
    let Some(container) = container else { return };
    let book = is_book(citation.r#type());
    if !book {
        tags.put("PL", &container.country);
    }
    for short in &container.abbreviations {
        if !book
            && matches!(
                short.authority(),
                AbbreviationAuthority::Medline | AbbreviationAuthority::Unspecified
            )
        {
            tags.put("TA", &short.text);
        }
    }
    if !book {
        tags.put("JT", &container.title);
        tags.put("JID", &container.nlm_unique_id);
    }
}

fn subjects(citation: &Citation, tags: &mut Tags) {
    let of =
        |scheme: SubjectScheme| citation.subjects.iter().filter(move |subject| subject.scheme() == scheme);
    for substance in &citation.substances {
        let number = if substance.registry_number.is_empty() { "0" } else { &substance.registry_number };
        match substance.gene_symbol {
            true => tags.put("GS", &substance.name),
            false => tags.put("RN", &format!("{number} ({})", substance.name)),
        }
    }
    for subset in of(SubjectScheme::CitationSubset) {
        tags.put("SB", if subset.label.is_empty() { &subset.code } else { &subset.label });
    }
    for supplementary in of(SubjectScheme::MeshSupplementary) {
        tags.put("NM", &supplementary.label);
    }
    for subject in of(SubjectScheme::Mesh) {
        tags.put("MH", &lines::heading(subject));
    }
    for mission in of(SubjectScheme::SpaceFlightMission) {
        tags.put("SFM", &mission.label);
    }
    let mut owner = "";
    for subject in of(SubjectScheme::Keyword) {
        keyword(subject, &mut owner, tags);
    }
}

/// Who gave the keywords that follow stands before them.
fn keyword<'a>(subject: &'a Subject, owner: &mut &'a str, tags: &mut Tags) {
    let own = if subject.vocabulary.is_empty() { "NOTNLM" } else { subject.vocabulary.as_str() };
    if *owner != own {
        tags.put("OTO", own);
        *owner = own;
    }
    tags.put("OT", &format!("{}{}", if subject.major { "*" } else { "" }, subject.label));
}

fn rest(citation: &Citation, tags: &mut Tags) {
    if let Some(count) = citation.reference_count {
        tags.put("RF", &count.to_string());
    }
    for id in &citation.identifiers {
        match id.scheme() {
            Scheme::Pmcid => tags.put("PMC", &id.value),
            Scheme::Mid => tags.put("MID", &id.value),
            _ => {}
        }
    }
    for text in &citation.conflict_of_interest {
        tags.put("COIS", &text.text);
    }
    for person in &citation.people_as_subject {
        people::names(person, "FPS", "PS", tags);
    }
    for note in &citation.notes {
        tags.put("GN", note);
    }
    if standing::status(citation) != EditorialStatus::Retracted
        && let Some(note) = standing::status_note(citation)
    {
        tags.put("GN", note);
    }
    tags.put("EN", &citation.edition);
    days::dated(citation, tags);
    match citation.publication_status() {
        PublicationStatus::Published => tags.put("PST", "ppublish"),
        PublicationStatus::AheadOfPrint => tags.put("PST", "aheadofprint"),
        _ => {}
    }
    for id in &citation.identifiers {
        match id.scheme() {
            Scheme::Other if !id.r#type.is_empty() => {
                tags.put("AID", &format!("{} [{}]", id.value, id.r#type))
            }
            _ => {}
        }
    }
    if let Some(series) = &citation.series {
        tags.put("CTI", &series.title);
    }
}
