//! EndNote's XML. Text without markup stands plain; EndNote reads both.

mod element;
pub mod kinds;

use super::{dates, lines, ris};
use crate::contract::v1::{
    Citation, CitationType as T, Contributor, ContributorRole as Role, DateKind, DatedEvent,
    IdentifierScheme as Scheme, SubjectScheme, TitleRole,
};
use crate::formats::part::is_part;
use crate::formats::standing;
use crate::record::language::english_name;
use element::Elements;

/// A `<record>`, on one line.
pub fn record(citation: &Citation, out: &mut String) {
    let (name, number) = kinds::of(citation.r#type());
    out.push_str(&format!("<record><ref-type name=\"{name}\">{number}</ref-type>"));
    let mut record = Elements::new(out);
    contributors(citation, &mut record);
    titles(citation, &mut record);
    place(citation, &mut record);
    published(citation, &mut record);
    identifiers(citation, &mut record);
    content(citation, &mut record);
    rest(citation, &mut record);
    out.push_str("</record>\n");
}

/// Lists of people: EndNote's name, and whether a role stands in it.
pub fn list_of(role: Role, kind: T) -> Option<&'static str> {
    match role {
        Role::Inventor if kind == T::Patent => Some("authors"),
        Role::Author | Role::Unspecified => Some("authors"),
        Role::Editor if kind != T::Thesis => Some("secondary-authors"),
        Role::Supervisor if kind == T::Thesis => Some("secondary-authors"),
        Role::SeriesEditor if kind != T::Thesis => Some("tertiary-authors"),
        Role::Translator => Some("subsidiary-authors"),
        _ => None,
    }
}

fn contributors(citation: &Citation, record: &mut Elements) {
    let kind = citation.r#type();
    record.group("contributors", |all| {
        for list in ["authors", "secondary-authors", "tertiary-authors", "subsidiary-authors"] {
            all.group(list, |people| {
                for person in
                    citation.contributors.iter().filter(|person| list_of(person.role(), kind) == Some(list))
                {
                    people.text("author", &name(person));
                }
            });
        }
    });
    let mut addresses: Vec<&str> = Vec::new();
    for place in citation.contributors.iter().flat_map(|person| &person.affiliations) {
        if addresses.len() < 200 && !addresses.contains(&place.text.as_str()) {
            addresses.push(&place.text);
        }
    }
    record.text("auth-address", &addresses.join("\n"));
}

/// "Family, Given, Suffix"; a group ends with a comma, as EndNote wants it.
fn name(person: &Contributor) -> String {
    ris::name(person)
}

fn titles(citation: &Citation, record: &mut Elements) {
    let of = |role: TitleRole| citation.titles.iter().find(|title| title.role() == role);
    let main = citation.titles.iter().find(|title| {
        !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
    });
    let container = citation.container.as_ref();
    record.group("titles", |titles| {
        match (main, of(TitleRole::Subtitle), of(TitleRole::Translated)) {
            (Some(main), None, _) => titles.marked("title", &main.text, &main.formatting),
            (Some(main), Some(subtitle), _) => {
                titles.text("title", &format!("{}: {}", main.text, subtitle.text))
            }
            // PubMed's way to write a translation that stands alone
            (None, _, Some(only)) => titles.text("title", &format!("[{}]", lines::clean(&only.text))),
            (None, _, None) => {}
        }
        if !is_whole(citation.r#type()) {
            titles.text("secondary-title", container.map_or("", |container| &container.title));
        }
        titles.text("tertiary-title", citation.series.as_ref().map_or("", |series| &series.title));
        if let Some(container) = container {
            for short in &container.abbreviations {
                titles.text("alt-title", &short.text);
            }
        }
        titles.text("short-title", &citation.short_title);
        if let (Some(_), Some(translated)) = (main, of(TitleRole::Translated)) {
            titles.marked("translated-title", &translated.text, &translated.formatting);
        }
    });
    if let Some(container) = container
        && (is_whole(citation.r#type())
            || matches!(citation.r#type(), T::ArticleJournal | T::ArticleMagazine | T::ArticleNewspaper))
    {
        record.group("periodical", |periodical| {
            periodical.text("full-title", &container.title);
            periodical.text("abbr-1", container.abbreviations.first().map_or("", |short| &short.text));
        });
    }
}

/// Kinds whose second title is that of a series.
fn is_whole(kind: T) -> bool {
    matches!(kind, T::Book | T::Report | T::Thesis | T::Collection)
}

fn place(citation: &Citation, record: &mut Elements) {
    if let Some(pages) = &citation.pages {
        let range = match pages.last.is_empty() {
            true => pages.first.clone(),
            false => format!("{}-{}", pages.first, pages.last),
        };
        record.text("pages", &range);
    }
    record.text("volume", &citation.volume);
    // the one field is for the number of a report or for that of an issue
    let (number, report) = match ris::has_number(citation.r#type()) {
        true => (&citation.number, ""),
        false => (&citation.issue, citation.number.as_str()),
    };
    record.text("number", number);
    record.text("report-id", report);
    record.text("edition", &citation.edition);
    record.text("section", &citation.section);
    let vols = citation.physical_description.iter().find_map(|words| words.strip_suffix(" vols."));
    record.text("num-vols", vols.unwrap_or_default());
    record.group("keywords", |keywords| {
        for subject in &citation.subjects {
            if subject.scheme() != SubjectScheme::CitationSubset {
                keywords.text("keyword", &lines::heading(subject));
            }
        }
    });
}

fn published(citation: &Citation, record: &mut Elements) {
    if let Some(event) = dates::published(citation) {
        record.group("dates", |all| {
            if let Some(date) = &event.date {
                all.text("year", &dates::year(date));
            }
            all.group("pub-dates", |days| days.text("date", &day(event)));
        });
    }
    let publisher = match is_part(citation.r#type()) {
        true => citation.container.as_ref().and_then(|container| container.publisher.as_ref()),
        false => citation.publisher.as_ref(),
    };
    record.text("pub-location", publisher.map_or("", |publisher| &publisher.place));
    match citation.r#type() {
        T::Thesis => record.text("publisher", &citation.institution),
        _ => record.text("publisher", publisher.map_or("", |publisher| &publisher.name)),
    }
}

/// A date that says more than its year.
fn day(event: &DatedEvent) -> String {
    if !event.verbatim.is_empty() {
        return event.verbatim.clone();
    }
    let Some(date) = &event.date else { return String::new() };
    match (date.month, dates::season(date.season())) {
        (Some(_), _) => dates::iso(date),
        (None, "") => String::new(),
        (None, season) => format!("{} {season}", dates::year(date)),
    }
}

fn identifiers(citation: &Citation, record: &mut Elements) {
    let of = |scheme: Scheme| citation.identifiers.iter().filter(move |id| id.scheme() == scheme);
    let container = citation.container.iter();
    let issns = container.clone().flat_map(|container| &container.issns).map(|issn| &issn.value);
    let isbns = of(Scheme::Isbn).map(|id| &id.value).chain(container.flat_map(|container| &container.isbns));
    let numbers: Vec<&str> = issns.chain(isbns).map(String::as_str).collect();
    record.text("isbn", &numbers.join("\n"));
    let accession = of(Scheme::Pmid).chain(of(Scheme::Wos)).chain(of(Scheme::Accession)).next();
    if let Some(id) = accession {
        let prefix = if id.scheme() == Scheme::Wos { "WOS:" } else { "" };
        record.text("accession-num", &format!("{prefix}{}", id.value));
        // as EndNote's own import from PubMed has it
        record.text("remote-database-provider", if id.scheme() == Scheme::Pmid { "NLM" } else { "" });
    }
    record.text("electronic-resource-num", of(Scheme::Doi).next().map_or("", |id| &id.value));
    record.text("custom2", of(Scheme::Pmcid).next().map_or("", |id| &id.value));
    record.text("custom7", citation.pages.as_ref().map_or("", |pages| &pages.article_number));
    record.group("urls", |urls| {
        let list =
            |pdf: bool| citation.locations.iter().filter(move |location| (location.kind == "pdf") == pdf);
        urls.group("related-urls", |group| list(false).for_each(|location| group.text("url", &location.url)));
        urls.group("pdf-urls", |group| list(true).for_each(|location| group.text("url", &location.url)));
    });
}

fn content(citation: &Citation, record: &mut Elements) {
    if let Some(text) = citation.abstracts.first() {
        record.summary("abstract", text);
    }
    let own = citation.notes.iter().map(|note| lines::clean(note).into_owned());
    let notes: Vec<String> = own.chain(standing::notes(citation)).collect();
    record.text("notes", &notes.join("\n"));
    record.text("work-type", &citation.genre);
}

fn rest(citation: &Citation, record: &mut Elements) {
    if let Some(archive) = &citation.archive {
        record.text("remote-database-name", &archive.data_provider);
        record.text("call-num", &archive.call_number);
    }
    let languages: Vec<&str> = citation
        .languages
        .iter()
        .map(|tag| english_name(tag).filter(|_| !tag.contains('-')).unwrap_or(tag))
        .collect();
    record.text("language", &languages.join("; "));
    if let Some(date) = dates::of(citation, DateKind::Accessed).and_then(|event| event.date.as_ref()) {
        record.text("access-date", &dates::iso(date));
    }
}
