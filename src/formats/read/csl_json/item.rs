use serde_json::{Map, Value};

use super::kind::citation_type;
use super::markup::plain;
use super::value::{date, names, text};
use crate::contract::v1;
use crate::contract::v1::{
    ContributorRole as Role, DateKind, IdentifierScheme as Scheme, LinkKind, TitleRole,
};
use crate::formats::csl_people::PEOPLE;
use crate::formats::part::is_part;
use crate::formats::read::draft::unbracket;
use crate::formats::read::{Format, Item, Record, headings};
use crate::formats::standing;
use crate::record::identifier::{identifier, issn};
use crate::record::language::bcp47;
use crate::record::pages::pages;

/// Whether an object is an item of CSL-JSON: it has a type or a title.
pub fn is_item(object: &Map<String, Value>) -> bool {
    let word = |key: &str| object.get(key).is_some_and(|value| value.is_string());
    word("title") || word("type") && object.keys().any(|key| !matches!(key.as_str(), "type" | "id"))
}

/// The record of an item.
pub fn item(object: Map<String, Value>, line: u64) -> Item {
    let mut builder = Builder::default();
    if let Some(kind) = object.get("type").and_then(text) {
        match citation_type(&kind) {
            Some(known) => builder.citation.set_type(known),
            None => builder.warnings.push(format!("unknown type: {kind}")),
        }
        builder.citation.type_path.push(kind);
    }
    for (key, value) in &object {
        if !value.is_null() && key != "type" && !builder.place(key, value) {
            builder.unplaced(key, value);
        }
    }
    Item::Record(Box::new(builder.finish(line)))
}

#[derive(Default)]
struct Builder {
    citation: v1::Citation,
    warnings: Vec<String>,
    unplaced: Vec<v1::UnplacedField>,
    original: v1::RelatedWork,
    reviewed: v1::RelatedWork,
    record_id: String,
    /// What stands against the work, as `status` says it.
    standing: String,
}

/// Name variables that are read beside those of CSL 1.0.2 that have a role here; any other keeps its name.
const OTHERS: [(&str, Role); 2] = [("inventor", Role::Inventor), ("sponsor", Role::Sponsor)];

const OTHER_NAMES: [&str; 13] = [
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

const DATES: [(&str, DateKind); 6] = [
    ("issued", DateKind::Issued),
    ("available-date", DateKind::Online),
    ("submitted", DateKind::Submitted),
    ("accessed", DateKind::Accessed),
    ("original-date", DateKind::Original),
    ("event-date", DateKind::Event),
];

impl Builder {
    /// Places a variable; false when there is no field for it or its value is not of its kind.
    fn place(&mut self, key: &str, value: &Value) -> bool {
        if let Some((_, role)) = PEOPLE.iter().chain(&OTHERS).find(|(name, _)| *name == key) {
            return self.names(value, *role, "");
        }
        if OTHER_NAMES.contains(&key) {
            return self.names(value, Role::Other, key);
        }
        if let Some((_, kind)) = DATES.iter().find(|(name, _)| *name == key) {
            return self.date(*kind, value);
        }
        if matches!(key, "ISSN" | "ISBN" | "keyword" | "categories")
            && let Value::Array(values) = value
        {
            return values.iter().filter_map(text).all(|one| self.text(key, one));
        }
        match text(value) {
            Some(text) if text.is_empty() => true,
            Some(text) => self.text(key, text),
            None => false,
        }
    }

    fn text(&mut self, key: &str, value: String) -> bool {
        let citation = &mut self.citation;
        match key {
            "id" => self.record_id = value,
            "citation-key" => return self.identifier(Scheme::CitationKey, &value),
            "title" => self.title(&value, TitleRole::Original),
            "title-short" | "shortTitle" => return set(&mut citation.short_title, value),
            "abstract" => {
                let (text, formatting) = plain(&value);
                citation.abstracts.push(headings::lines(text, formatting));
            }
            "container-title" => return set(&mut container(citation).title, plain(&value).0),
            "container-title-short" | "journalAbbreviation" => {
                let abbreviations = &mut container(citation).abbreviations;
                if !abbreviations.iter().any(|known| known.text == value) {
                    abbreviations.push(v1::Abbreviation { text: value, authority: 0 });
                }
            }
            "volume" => return set(&mut citation.volume, value),
            "issue" => return set(&mut citation.issue, value),
            "page" => self.pages(&value),
            "page-first" => return self.page_first(value),
            "number-of-pages" => match value.parse() {
                Ok(count) => citation.pages.get_or_insert_default().count = Some(count),
                Err(_) => return false,
            },
            // of an article: what it has in place of pages
            "number" if is_article(citation) => {
                return set(&mut citation.pages.get_or_insert_default().article_number, value);
            }
            "number" => return set(&mut citation.number, value),
            "edition" => return set(&mut citation.edition, value),
            "DOI" => return self.identifier(Scheme::Doi, &value),
            "PMID" => return self.identifier(Scheme::Pmid, &value),
            "PMCID" => return self.identifier(Scheme::Pmcid, &value),
            "ISSN" => {
                let split = value.split([',', ';', ' ']).filter(|part| !part.is_empty());
                container(citation).issns.extend(split.map(|part| issn(part, v1::IssnType::Unspecified)));
            }
            "ISBN" => {
                return value
                    .split([',', ';', ' '])
                    .filter(|part| !part.is_empty())
                    .all(|part| self.isbn(part));
            }
            "URL" => citation.locations.push(v1::WebLocation { url: value, ..Default::default() }),
            "language" => match bcp47(&value) {
                Some(tag) => citation.languages.push(tag),
                None => return false,
            },
            // who awarded it
            "publisher" if citation.r#type() == v1::CitationType::Thesis => {
                return set(&mut citation.institution, value);
            }
            "publisher" if is_part(citation.r#type()) => {
                return set(&mut container(citation).publisher.get_or_insert_default().name, value);
            }
            "publisher" => return set(&mut citation.publisher.get_or_insert_default().name, value),
            "publisher-place" if is_part(citation.r#type()) => {
                return set(&mut container(citation).publisher.get_or_insert_default().place, value);
            }
            "publisher-place" => return set(&mut citation.publisher.get_or_insert_default().place, value),
            "collection-title" => return set(&mut citation.series.get_or_insert_default().title, value),
            "collection-number" => return set(&mut citation.series.get_or_insert_default().number, value),
            "event" | "event-title" => return set(&mut citation.event.get_or_insert_default().name, value),
            "event-place" => return set(&mut citation.event.get_or_insert_default().place, value),
            "genre" => return set(&mut citation.genre, value),
            "medium" => return set(&mut citation.medium, value),
            "section" => return set(&mut citation.section, value),
            "version" => return set(&mut citation.version, value),
            "note" | "annote" => {
                for note in value.lines().map(str::trim).filter(|note| !note.is_empty()) {
                    if !standing::take(note, citation) {
                        citation.notes.push(note.to_owned());
                    }
                }
            }
            "status" => return self.status(value),
            "archive" => return set(&mut citation.archive.get_or_insert_default().name, value),
            "archive-place" => return set(&mut citation.archive.get_or_insert_default().place, value),
            "archive_location" | "archive-location" => {
                return set(&mut citation.archive.get_or_insert_default().location, value);
            }
            "archive_collection" => {
                return set(&mut citation.archive.get_or_insert_default().collection, value);
            }
            "call-number" => return set(&mut citation.archive.get_or_insert_default().call_number, value),
            "source" => return set(&mut citation.archive.get_or_insert_default().data_provider, value),
            "authority" => return set(&mut citation.legal.get_or_insert_default().authority, value),
            "jurisdiction" => return set(&mut citation.legal.get_or_insert_default().jurisdiction, value),
            "references" => return set(&mut citation.legal.get_or_insert_default().history, value),
            "license" => citation.rights.push(v1::Rights { statement: value, ..Default::default() }),
            "dimensions" | "scale" | "number-of-volumes" | "physical-scale" => {
                let said = if key == "number-of-volumes" { format!("{value} vols.") } else { value };
                citation.physical_description.push(said);
            }
            "keyword" | "categories" => self.keywords(&value),
            "original-title" => self.original.title = value,
            "original-publisher" => self.original.publisher.get_or_insert_default().name = value,
            "original-publisher-place" => self.original.publisher.get_or_insert_default().place = value,
            "reviewed-title" => self.reviewed.title = value,
            _ => return false,
        }
        true
    }

    fn status(&mut self, value: String) -> bool {
        let status = match value.to_lowercase().as_str() {
            "advance online publication" => v1::PublicationStatus::AheadOfPrint,
            "in press" | "forthcoming" => v1::PublicationStatus::InPress,
            "submitted" => v1::PublicationStatus::Submitted,
            "in preparation" => v1::PublicationStatus::InPreparation,
            "unpublished" => v1::PublicationStatus::Unpublished,
            "published" => v1::PublicationStatus::Published,
            _ => return set(&mut self.standing, value),
        };
        self.citation.set_publication_status(status);
        true
    }

    fn names(&mut self, value: &Value, role: Role, label: &str) -> bool {
        let Some(mut people) = names(value, role) else { return false };
        for person in &mut people {
            label.clone_into(&mut person.role_label);
        }
        self.citation.contributors.extend(people);
        true
    }

    fn date(&mut self, kind: DateKind, value: &Value) -> bool {
        let Some((start, end, verbatim)) = date(value) else { return false };
        if kind == DateKind::Event {
            let event = self.citation.event.get_or_insert_default();
            (event.start, event.end, event.dates_verbatim) = (Some(start), end, verbatim);
            return true;
        }
        let date = Some(start);
        self.citation.dates.push(v1::DatedEvent {
            kind: kind.into(),
            date,
            end,
            verbatim,
            ..Default::default()
        });
        true
    }

    fn title(&mut self, value: &str, role: TitleRole) {
        let (text, formatting) = plain(value);
        let mut title = v1::Title { text, role: role.into(), formatting, ..Default::default() };
        unbracket(&mut title);
        self.citation.titles.push(title);
    }

    fn pages(&mut self, value: &str) {
        let read = pages(value);
        let all = self.citation.pages.get_or_insert_default();
        (all.first, all.last, all.verbatim) = (read.first, read.last, read.verbatim);
    }

    fn page_first(&mut self, value: String) -> bool {
        let first = &mut self.citation.pages.get_or_insert_default().first;
        first.is_empty() && set(first, value.clone()) || *first == value
    }

    fn isbn(&mut self, value: &str) -> bool {
        let isbn = identifier(Scheme::Isbn, value);
        if isbn.invalid {
            return false;
        }
        if is_part(self.citation.r#type()) {
            container(&mut self.citation).isbns.push(isbn.value);
        } else {
            self.citation.identifiers.push(isbn);
        }
        true
    }

    fn identifier(&mut self, scheme: Scheme, value: &str) -> bool {
        let id = identifier(scheme, value);
        if id.invalid {
            self.warnings.push(format!("not a valid identifier: {value}"));
        }
        if !self.citation.identifiers.contains(&id) {
            self.citation.identifiers.push(id);
        }
        true
    }

    fn keywords(&mut self, value: &str) {
        let separator = if value.contains(';') { ';' } else { ',' };
        for label in value.split(separator).map(str::trim).filter(|label| !label.is_empty()) {
            let scheme = v1::SubjectScheme::Keyword.into();
            self.citation.subjects.push(v1::Subject {
                scheme,
                label: label.to_owned(),
                ..Default::default()
            });
        }
    }

    fn unplaced(&mut self, key: &str, value: &Value) {
        let value = text(value).unwrap_or_else(|| value.to_string());
        if !value.is_empty() {
            self.unplaced.push(v1::UnplacedField { tag: key.to_owned(), value });
        }
    }

    fn finish(mut self, line: u64) -> Record {
        // behind the notes, which may say more
        let standing = std::mem::take(&mut self.standing);
        if !standing::take(&standing, &mut self.citation) {
            self.unplaced("status", &Value::String(standing));
        }
        let original = v1::RelatedWork { kind: LinkKind::TranslationOf.into(), ..self.original };
        let reviewed = v1::RelatedWork { kind: LinkKind::ReviewOf.into(), ..self.reviewed };
        let said = |work: &v1::RelatedWork| !work.title.is_empty() || work.publisher.is_some();
        self.citation.related_works.extend([original, reviewed].into_iter().filter(said));
        if let [only] = self.citation.languages.as_slice() {
            let own = |title: &&mut v1::Title| title.role() != TitleRole::Translated;
            self.citation.titles.iter_mut().filter(own).for_each(|title| title.language.clone_from(only));
        }
        if self.citation.titles.is_empty() {
            self.warnings.push("the item has no title".into());
        }
        self.citation.sources.push(v1::Source {
            format: Format::CslJson.as_str().to_owned(),
            record_id: self.record_id,
            line: i32::try_from(line).ok(),
            unplaced: self.unplaced,
            ..Default::default()
        });
        Record { citation: self.citation, warnings: self.warnings, line }
    }
}

fn container(citation: &mut v1::Citation) -> &mut v1::Container {
    citation.container.get_or_insert_default()
}

fn is_article(citation: &v1::Citation) -> bool {
    use v1::CitationType as T;
    matches!(
        citation.r#type(),
        T::ArticleJournal | T::ArticleMagazine | T::ArticleNewspaper | T::Review | T::ReviewBook
    )
}

/// Fills an empty field; false when it has another value already.
fn set(field: &mut String, value: String) -> bool {
    if field.is_empty() {
        *field = value;
        return true;
    }
    *field == value
}
