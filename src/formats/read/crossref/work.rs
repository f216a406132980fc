use serde_json::{Map, Value};

use super::links::{references, relations, updates};
use super::people::people;
use crate::contract::v1::{
    self, AbbreviationAuthority, ContributorRole as Role, DateKind, IdentifierScheme as Scheme, IssnType,
    SubjectScheme, TitleRole,
};
use crate::formats::read::csl_json::{citation_type, date, text};
use crate::formats::read::draft::Draft;
use crate::formats::read::jats;
use crate::formats::read::xml::{Inline, parse};
use crate::formats::read::{Format, Item};
use crate::record::identifier::{identifier, registration};
use crate::record::pages::pages;

/// The record of a work; the error says what makes it none.
pub fn item(object: Map<String, Value>, line: u64) -> Result<Item, String> {
    if !object.contains_key("DOI") && !object.contains_key("title") {
        return Err("the object has neither a DOI nor a title".to_owned());
    }
    let mut draft = Draft::default();
    let kind = object.get("type").and_then(text).unwrap_or_default();
    let known = match kind.as_str() {
        "book-section" | "book-part" | "book-track" => Some(v1::CitationType::Chapter),
        "book-set" | "book-series" => Some(v1::CitationType::Book),
        "report-series" | "report-component" => Some(v1::CitationType::Report),
        "journal-issue" | "journal-volume" => Some(v1::CitationType::Periodical),
        "proceedings-series" => Some(v1::CitationType::Collection),
        "component" | "other" | "grant" => Some(v1::CitationType::Document),
        "database" => Some(v1::CitationType::Dataset),
        kind => citation_type(kind),
    };
    match known {
        Some(known) => draft.citation.set_type(known),
        None if kind.is_empty() => {}
        None => draft.notes.warn(format!("unknown type: {kind}")),
    }
    draft.citation.type_path =
        ["type", "subtype"].iter().filter_map(|key| object.get(*key).and_then(text)).collect();
    // what an issue says counts where the work itself does not
    let (issues, own): (Vec<_>, Vec<_>) =
        object.iter().filter(|(_, value)| !is_empty(value)).partition(|(key, _)| *key == "journal-issue");
    for (key, value) in own.into_iter().chain(issues) {
        if !place(key, value, &mut draft) {
            let words = text(value).unwrap_or_else(|| value.to_string());
            draft.notes.unplaced(key.as_str(), words);
        }
    }
    Ok(Item::Record(Box::new(draft.finish(Format::Crossref, line))))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Texts of a list, or of one.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(text).filter(|text| !text.is_empty()).collect(),
        one => text(one).into_iter().collect(),
    }
}

/// Text with the markup that publishers leave in it.
fn marked(words: &str) -> (String, Vec<v1::Formatting>) {
    if !words.contains(['<', '&']) {
        return (words.to_owned(), Vec::new());
    }
    let source = format!("<title>{words}</title>");
    match parse(&source, |root| Inline::read(root).finish(&mut [])) {
        Some(formatted) => (formatted.text, formatted.formatting),
        None => (words.to_owned(), Vec::new()),
    }
}

const DATES: [(&str, DateKind); 9] = [
    ("published-print", DateKind::Print),
    ("published-online", DateKind::Online),
    ("issued", DateKind::Issued),
    ("accepted", DateKind::Accepted),
    ("posted", DateKind::Submitted),
    ("created", DateKind::Registered),
    ("deposited", DateKind::RecordRevised),
    ("approved", DateKind::Awarded),
    ("content-created", DateKind::Other),
];

const PEOPLE: [(&str, Role); 5] = [
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("translator", Role::Translator),
    ("chair", Role::Other),
    ("reviewer", Role::Other),
];

/// Places a member; false where there is no field for it.
fn place(key: &str, value: &Value, draft: &mut Draft) -> bool {
    if let Some((_, role)) = PEOPLE.iter().find(|(name, _)| *name == key) {
        people(value, *role, if *role == Role::Other { key } else { "" }, draft);
        return true;
    }
    if let Some((_, kind)) = DATES.iter().find(|(name, _)| *name == key) {
        return dated(*kind, value, if *kind == DateKind::Other { key } else { "" }, draft);
    }
    let words = text(value).unwrap_or_default();
    match key {
        "DOI" => {
            draft.identifier(Scheme::Doi, &words);
            draft.record_id = identifier(Scheme::Doi, &words).value;
        }
        "type" | "subtype" => {}
        "title" | "subtitle" => {
            let role = if key == "title" { TitleRole::Original } else { TitleRole::Subtitle };
            for title in texts(value) {
                let (text, formatting) = marked(&title);
                draft.add_title(key, v1::Title { text, formatting, role: role.into(), ..Default::default() });
            }
        }
        "original-title" => {
            // the title itself is then a translation
            for title in texts(value) {
                if let Some(shown) = draft.citation.titles.iter_mut().find(|shown| shown.text != title) {
                    shown.set_role(TitleRole::Translated);
                }
                let (text, formatting) = marked(&title);
                let role = TitleRole::Original.into();
                if !draft.citation.titles.iter().any(|known| known.text == text) {
                    draft
                        .citation
                        .titles
                        .insert(0, v1::Title { text, formatting, role, ..Default::default() });
                }
            }
        }
        "short-title" => {
            texts(value).iter().for_each(|title| draft.one(key, &marked(title).0, |c| &mut c.short_title))
        }
        "container-title" => {
            let mut titles = texts(value).into_iter().map(|title| marked(&title).0);
            if let Some(first) = titles.next() {
                draft.container_title(key, &first);
            }
            let others: Vec<String> = titles.collect();
            for text in others {
                let same = draft.container().title == text;
                if !same {
                    draft.container().other_titles.push(v1::LocalizedText { text, ..Default::default() });
                }
            }
        }
        "short-container-title" => {
            for title in texts(value) {
                draft.abbreviation(&marked(&title).0, AbbreviationAuthority::Unspecified);
            }
        }
        "publisher" => draft.publisher(key, &words),
        "publisher-location" => draft.publisher_place(key, &words),
        "volume" => draft.one(key, &words, |c| &mut c.volume),
        "issue" => draft.one(key, &words, |c| &mut c.issue),
        "journal-issue" => journal_issue(value, draft),
        "page" => {
            let read = pages(&words);
            let found = draft.citation.pages.get_or_insert_default();
            (found.first, found.last, found.verbatim) = (read.first, read.last, read.verbatim);
        }
        "article-number" => draft.one(key, &words, |c| &mut c.pages.get_or_insert_default().article_number),
        "edition-number" => draft.one(key, &words, |c| &mut c.edition),
        "language" => draft.languages(key, &words),
        "abstract" => {
            let source =
                format!("<abstract>{}</abstract>", words.replace("<jats:", "<").replace("</jats:", "</"));
            let notes = &mut draft.notes;
            match parse(&source, |root| jats::summary(root, String::new(), notes)) {
                Some(found) => draft.citation.abstracts.extend(found),
                None => draft.summary(&words),
            }
        }
        "ISSN" => texts(value).iter().for_each(|issn| {
            let known = draft.citation.container.iter().flat_map(|container| &container.issns);
            if !known.into_iter().any(|known| known.value == *issn) {
                draft.issn(issn, IssnType::Unspecified);
            }
        }),
        "issn-type" => issns(value, draft),
        "ISBN" => texts(value)
            .iter()
            .for_each(|isbn| draft.isbn(key, isbn.trim_start_matches("http://id.crossref.org/isbn/"))),
        "isbn-type" => {
            // ISBN names most of them, without their medium
            for isbn in value.as_array().into_iter().flatten() {
                draft.isbn(key, &isbn.get("value").and_then(text).unwrap_or_default());
            }
            return false;
        }
        "URL" => draft.location(&words, ""),
        "resource" => {
            let primary = value.pointer("/primary/URL").and_then(text).unwrap_or_default();
            draft.location(&primary, "record");
        }
        "link" => {
            for link in value.as_array().into_iter().flatten() {
                let part = |key: &str| link.get(key).and_then(text).unwrap_or_default();
                draft.location(
                    &part("URL"),
                    if part("content-type").contains("pdf") { "pdf" } else { "fulltext" },
                );
                left(key, link, &["URL", "content-type"], draft);
            }
        }
        "license" => {
            for license in value.as_array().into_iter().flatten() {
                let license_url = license.get("URL").and_then(text).unwrap_or_default();
                let start = license.get("start").and_then(date).map(|(start, _, _)| start);
                draft.citation.rights.push(v1::Rights { license_url, start, ..Default::default() });
                left(key, license, &["URL", "start"], draft);
            }
        }
        "subject" => {
            for label in texts(value) {
                let (scheme, vocabulary) = (SubjectScheme::Other.into(), "Crossref".to_owned());
                draft.citation.subjects.push(v1::Subject { scheme, label, vocabulary, ..Default::default() });
            }
        }
        "funder" => funding(value, draft),
        "reference" => references(value, draft),
        "reference-count" | "references-count" => {
            let count = value.as_i64().and_then(|count| i32::try_from(count).ok()).filter(|count| *count > 0);
            draft.citation.reference_count = count.or(draft.citation.reference_count);
        }
        "relation" => relations(value, draft),
        "update-to" | "updated-by" => updates(key, value, draft),
        "clinical-trial-number" => {
            for trial in value.as_array().into_iter().flatten() {
                let number = trial.get("clinical-trial-number").and_then(text).unwrap_or_default();
                draft.citation.registrations.push(registration("", &number));
                left(key, trial, &["clinical-trial-number"], draft);
            }
        }
        "event" => {
            let part = |key: &str| value.get(key).and_then(text).unwrap_or_default();
            let day = |key: &str| value.get(key).and_then(date).map(|(start, _, _)| start);
            draft.citation.event = Some(v1::Event {
                name: part("name"),
                place: part("location"),
                acronym: part("acronym"),
                start: day("start"),
                end: day("end"),
                ..Default::default()
            });
            left(key, value, &["name", "location", "acronym", "start", "end"], draft);
        }
        "institution" => {
            let one = std::slice::from_ref(value);
            for institution in value.as_array().map_or(one, Vec::as_slice) {
                let name = institution.get("name").and_then(text).unwrap_or_default();
                draft.one(key, &name, |c| &mut c.institution);
                left(key, institution, &["name"], draft);
            }
        }
        "degree" => texts(value).iter().for_each(|degree| draft.one(key, degree, |c| &mut c.genre)),
        "group-title" => draft.one(key, &words, |c| &mut c.section),
        "archive" => texts(value)
            .iter()
            .for_each(|name| draft.one(key, name, |c| &mut c.archive.get_or_insert_default().name)),
        "alternative-id" => texts(value).iter().for_each(|id| draft.other_identifier("alternative-id", id)),
        // Crossref's own bookkeeping, and what other members say again
        "indexed"
        | "score"
        | "source"
        | "prefix"
        | "member"
        | "is-referenced-by-count"
        | "content-domain"
        | "published"
        | "assertion"
        | "update-policy" => return matches!(key, "published" | "indexed" | "score" | "source" | "prefix"),
        _ => return false,
    }
    true
}

/// Keeps the members of an object that have no field.
pub fn left(key: &str, object: &Value, placed: &[&str], draft: &mut Draft) {
    for (name, value) in object.as_object().into_iter().flatten() {
        if !placed.contains(&name.as_str()) && !is_empty(value) {
            let words = text(value).unwrap_or_else(|| value.to_string());
            draft.notes.unplaced(format!("{key}/{name}"), words);
        }
    }
}

/// The issue of a journal with dates of its own, which most works give as theirs too.
fn journal_issue(value: &Value, draft: &mut Draft) {
    let number = value.get("issue").and_then(text).unwrap_or_default();
    draft.one("journal-issue", &number, |c| &mut c.issue);
    for (name, kind) in [("published-print", DateKind::Print), ("published-online", DateKind::Online)] {
        let Some((start, end, verbatim)) = value.get(name).and_then(date) else { continue };
        if draft.citation.dates.iter().all(|known| known.kind() != kind) {
            let (date, kind) = (Some(start), kind.into());
            draft.citation.dates.push(v1::DatedEvent { kind, date, end, verbatim, ..Default::default() });
        }
    }
}

fn dated(kind: DateKind, value: &Value, label: &str, draft: &mut Draft) -> bool {
    let Some((start, end, verbatim)) = date(value) else { return false };
    if kind == DateKind::RecordRevised {
        draft.revised = Some(start);
    }
    let (date, label) = (Some(start), label.to_owned());
    draft.citation.dates.push(v1::DatedEvent { kind: kind.into(), date, end, verbatim, label });
    true
}

fn issns(value: &Value, draft: &mut Draft) {
    for issn in value.as_array().into_iter().flatten() {
        let number = issn.get("value").and_then(text).unwrap_or_default();
        let medium = match issn.get("type").and_then(Value::as_str) {
            Some("print") => IssnType::Print,
            Some("electronic") => IssnType::Electronic,
            _ => IssnType::Unspecified,
        };
        // ISSN may have named it before, without its medium
        let known = draft.citation.container.iter_mut().flat_map(|container| &mut container.issns);
        match known.into_iter().find(|known| known.value == number) {
            Some(known) => known.set_type(medium),
            None => draft.issn(&number, medium),
        }
    }
}

fn funding(value: &Value, draft: &mut Draft) {
    for funder in value.as_array().into_iter().flatten() {
        let part = |key: &str| funder.get(key).and_then(text).unwrap_or_default();
        let awards = funder.get("award").map(texts).unwrap_or_default();
        let grant = |number: String| v1::Grant {
            number,
            agency: part("name"),
            funder_id: part("DOI"),
            ..Default::default()
        };
        match awards.is_empty() {
            true => draft.citation.grants.push(grant(String::new())),
            false => draft.citation.grants.extend(awards.into_iter().map(grant)),
        }
    }
}
