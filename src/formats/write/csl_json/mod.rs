//! CSL-JSON 1.0.2: variables of the citation style language, text with its HTML.

mod object;
mod text;
mod types;

pub use types::type_name;

use super::{dates, lines, summary};
use crate::contract::v1::{
    Citation, CitationType as T, Contributor, ContributorRole as Role, DateKind, DatedEvent, EditorialStatus,
    IdentifierScheme as Scheme, LinkKind, PartialDate, PublicationStatus, SubjectScheme, TitleRole,
};
use crate::formats::csl_people::PEOPLE;
use crate::formats::part::is_part;
use crate::formats::{scheme, standing};
use crate::record::etag;
use object::Object;
use text::html;

/// An item, on one line.
pub fn item(citation: &Citation, out: &mut String) {
    let mut object = Object::open(out);
    object.text("id", &id(citation));
    object.text("type", type_name(citation.r#type()));
    titles(citation, &mut object);
    people(citation, &mut object);
    dates_of(citation, &mut object);
    container(citation, &mut object);
    numbers(citation, &mut object);
    identifiers(citation, &mut object);
    holdings(citation, &mut object);
    related(citation, &mut object);
    content(citation, &mut object);
    object.close();
}

/// What tells the item from others of the file: its key, the library's id, an identifier, else a hash of what it says.
fn id(citation: &Citation) -> String {
    let of = |scheme: Scheme| citation.identifiers.iter().find(|id| id.scheme() == scheme);
    if let Some(key) = of(Scheme::CitationKey) {
        return key.value.clone();
    }
    if let Some((_, id)) = citation.name.split_once('/') {
        return id.to_owned();
    }
    let strong = of(Scheme::Doi).or_else(|| of(Scheme::Pmid)).or_else(|| citation.identifiers.first());
    match strong {
        Some(id) => format!("{}:{}", scheme::name(id), id.value),
        None => etag::etag(citation),
    }
}

fn titles(citation: &Citation, object: &mut Object) {
    let of = |role: TitleRole| citation.titles.iter().find(|title| title.role() == role);
    let main = citation.titles.iter().find(|title| {
        !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
    });
    match (main, of(TitleRole::Translated)) {
        (Some(main), _) => {
            let mut text = html(&main.text, &main.formatting);
            if let Some(subtitle) = of(TitleRole::Subtitle) {
                text.push_str(": ");
                text.push_str(&html(&subtitle.text, &subtitle.formatting));
            }
            object.text("title", &text);
        }
        // PubMed's way to write a translation that stands alone
        (None, Some(only)) => {
            object.text("title", &format!("[{}]", html(&only.text, &only.formatting).trim()))
        }
        (None, None) => {}
    }
    object.text("title-short", &citation.short_title);
}

fn people(citation: &Citation, object: &mut Object) {
    for (variable, role) in PEOPLE {
        let people = citation.contributors.iter().filter(|person| match person.role() {
            // a patent's inventors are its authors to CSL
            Role::Unspecified | Role::Inventor => role == Role::Author,
            own => own == role,
        });
        let people = people.filter(|person| is_named(person));
        object.objects(variable, people, |person, name| self::name(person, name));
    }
    let others: Vec<&Contributor> =
        citation.contributors.iter().filter(|p| p.role() == Role::Other).collect();
    for variable in OTHERS {
        let people = others.iter().filter(|person| person.role_label == variable && is_named(person));
        object.objects(variable, people, |person, name| self::name(person, name));
    }
}

/// Name variables that have no role of their own here.
pub const OTHERS: [&str; 13] = [
    "chair",
    "contributor",
    "curator",
    "editor-translator",
    "executive-producer",
    "guest",
    "host",
    "narrator",
    "organizer",
    "performer",
    "producer",
    "script-writer",
    "series-creator",
];

/// A name without anything in it would spoil the list for a reader.
fn is_named(person: &Contributor) -> bool {
    let parts = [&person.collective, &person.literal, &person.family, &person.given];
    parts.into_iter().any(|part| !lines::clean(part).is_empty())
}

fn name(person: &Contributor, object: &mut Object) {
    let [collective, literal, family, given] =
        [&person.collective, &person.literal, &person.family, &person.given].map(|part| lines::clean(part));
    if !collective.is_empty() || family.is_empty() && given.is_empty() {
        return object.text("literal", if collective.is_empty() { &literal } else { &collective });
    }
    object.text("family", &family);
    object.text("given", if given.is_empty() { &person.initials } else { &given });
    object.text("suffix", &person.suffix);
}

fn dates_of(citation: &Citation, object: &mut Object) {
    let published = dates::published(citation);
    if let Some(event) = published {
        date("issued", event, object);
    }
    let others = [
        ("available-date", DateKind::Online),
        ("submitted", DateKind::Submitted),
        ("accessed", DateKind::Accessed),
        ("original-date", DateKind::Original),
    ];
    for (variable, kind) in others {
        if published.is_none_or(|event| event.kind() != kind)
            && let Some(event) = dates::of(citation, kind)
        {
            date(variable, event, object);
        }
    }
    if let Some(event) = &citation.event {
        let held = DatedEvent { date: event.start, end: event.end, ..Default::default() };
        date("event-date", &held, object);
        object.text("event-title", &event.name);
        object.text("event-place", &event.place);
    }
}

fn date(variable: &str, event: &DatedEvent, object: &mut Object) {
    let Some(start) = &event.date else {
        if !event.verbatim.is_empty() {
            object.object(variable, |date| date.text("literal", &event.verbatim));
        }
        return;
    };
    object.object(variable, |date| {
        let end = event.end.as_ref().map(|end| format!(",{}", parts(end))).unwrap_or_default();
        date.json("date-parts", &format!("[{}{end}]", parts(start)));
        if start.month.is_none() && start.season != 0 {
            date.number("season", start.season);
        }
        if start.approximate {
            date.json("circa", "true");
        }
    });
}

fn parts(date: &PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("[{},{month},{day}]", date.year),
        (Some(month), None) => format!("[{},{month}]", date.year),
        _ => format!("[{}]", date.year),
    }
}

fn container(citation: &Citation, object: &mut Object) {
    if let Some(container) = &citation.container {
        object.text("container-title", &html(&container.title, &[]));
        if let Some(short) = container.abbreviations.first() {
            object.text("container-title-short", &short.text);
        }
        let issns: Vec<&str> = container.issns.iter().map(|issn| issn.value.as_str()).collect();
        object.text("ISSN", &issns.join(", "));
    }
    if let Some(series) = &citation.series {
        object.text("collection-title", &series.title);
        object.text("collection-number", &series.number);
    }
    let part = is_part(citation.r#type());
    let publisher = match part {
        true => citation.container.as_ref().and_then(|container| container.publisher.as_ref()),
        false => citation.publisher.as_ref(),
    };
    let (name, place) = publisher.map_or(("", ""), |publisher| (&publisher.name, &publisher.place));
    // who awarded a thesis is its publisher to CSL
    let institution = citation.r#type() == T::Thesis || name.is_empty() && !part;
    object.text(
        "publisher",
        if institution && !citation.institution.is_empty() { &citation.institution } else { name },
    );
    object.text("publisher-place", place);
}

/// Kinds whose `number` is that of an article in a journal without pages.
pub fn is_article(kind: T) -> bool {
    matches!(kind, T::ArticleJournal | T::ArticleMagazine | T::ArticleNewspaper | T::Review | T::ReviewBook)
}

fn numbers(citation: &Citation, object: &mut Object) {
    object.text("volume", &citation.volume);
    object.text("issue", &citation.issue);
    let pages = citation.pages.as_ref();
    if let Some(pages) = pages {
        match pages.last.is_empty() {
            true => object.text("page", &pages.first),
            false => object.text("page", &format!("{}-{}", pages.first, pages.last)),
        }
        if let Some(count) = pages.count {
            object.number("number-of-pages", count);
        }
    }
    match is_article(citation.r#type()) {
        true => object.text("number", pages.map_or("", |pages| &pages.article_number)),
        false => object.text("number", &citation.number),
    }
    object.text("edition", &citation.edition);
    object.text("section", &citation.section);
    object.text("version", &citation.version);
    let vols = citation.physical_description.iter().find_map(|words| words.strip_suffix(" vols."));
    object.text("number-of-volumes", vols.unwrap_or_default());
    object.text("genre", &citation.genre);
    object.text("medium", &citation.medium);
    object.text("status", status(citation));
}

/// What stands against the work, else where its publication stands.
fn status(citation: &Citation) -> &'static str {
    match standing::status(citation) {
        EditorialStatus::Retracted => return "retracted",
        EditorialStatus::Withdrawn => return "withdrawn",
        EditorialStatus::ExpressionOfConcern => return "expression of concern",
        EditorialStatus::Corrected => return "corrected",
        EditorialStatus::Active | EditorialStatus::Unspecified => {}
    }
    match citation.publication_status() {
        PublicationStatus::AheadOfPrint => "advance online publication",
        PublicationStatus::InPress => "in press",
        PublicationStatus::Submitted => "submitted",
        PublicationStatus::InPreparation => "in preparation",
        PublicationStatus::Unpublished => "unpublished",
        PublicationStatus::Published | PublicationStatus::Unspecified => "",
    }
}

fn identifiers(citation: &Citation, object: &mut Object) {
    let of = |scheme: Scheme| citation.identifiers.iter().filter(move |id| id.scheme() == scheme);
    let variables = [
        ("DOI", Scheme::Doi),
        ("PMID", Scheme::Pmid),
        ("PMCID", Scheme::Pmcid),
        ("citation-key", Scheme::CitationKey),
    ];
    for (variable, scheme) in variables {
        object.text(variable, of(scheme).next().map_or("", |id| &id.value));
    }
    let container = citation.container.iter().flat_map(|container| &container.isbns);
    let isbns: Vec<&str> =
        of(Scheme::Isbn).map(|id| &id.value).chain(container).map(String::as_str).collect();
    object.text("ISBN", &isbns.join(" "));
    object.text("URL", citation.locations.first().map_or("", |location| &location.url));
    object.text("language", citation.languages.first().map_or("", String::as_str));
}

fn holdings(citation: &Citation, object: &mut Object) {
    if let Some(archive) = &citation.archive {
        object.text("archive", &archive.name);
        object.text("archive-place", &archive.place);
        object.text("archive_location", &archive.location);
        object.text("archive_collection", &archive.collection);
        object.text("call-number", &archive.call_number);
        object.text("source", &archive.data_provider);
    }
    if let Some(legal) = &citation.legal {
        object.text("authority", &legal.authority);
        object.text("jurisdiction", &legal.jurisdiction);
        object.text("references", &legal.history);
    }
    if let Some(rights) = citation.rights.first() {
        object.text(
            "license",
            if rights.statement.is_empty() { &rights.license_url } else { &rights.statement },
        );
    }
}

fn related(citation: &Citation, object: &mut Object) {
    let of = |kind: LinkKind| citation.related_works.iter().find(|work| work.kind() == kind);
    if let Some(original) = of(LinkKind::TranslationOf) {
        object.text("original-title", &original.title);
        if let Some(publisher) = &original.publisher {
            object.text("original-publisher", &publisher.name);
            object.text("original-publisher-place", &publisher.place);
        }
    }
    object.text("reviewed-title", of(LinkKind::ReviewOf).map_or("", |work| &work.title));
}

fn content(citation: &Citation, object: &mut Object) {
    let labels: Vec<String> = citation
        .subjects
        .iter()
        .filter(|subject| subject.scheme() != SubjectScheme::CitationSubset)
        .map(lines::heading)
        .collect();
    object.text("keyword", &lines::list(&labels));
    if let Some(text) = citation.abstracts.first() {
        let set =
            |part: &summary::Part, out: &mut String| out.push_str(&html(part.text.trim(), &part.formatting));
        object.text("abstract", &summary::lines(text, "\n", set));
    }
    let own = citation.notes.iter().map(|note| lines::clean(note).into_owned());
    let notes: Vec<String> = own.chain(standing::notes(citation)).collect();
    object.text("note", &notes.join("\n"));
}
