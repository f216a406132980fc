use super::people::{addresses, authors, ids, list};
use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, ContributorRole as Role, DateKind,
    IdentifierScheme as Scheme, IssnType, LinkKind, SubjectScheme, TitleRole,
};
use crate::formats::read::draft::Draft;
use crate::formats::read::tagged::{Entry, Fields};
use crate::formats::read::{Format, Item, Record, Rejection, dates};
use crate::record::identifier::identifier;
use crate::record::pages::pages;
use crate::record::text::nfc;

/// Lines of an abstract that are longer were not broken to fit a page.
const WRAPPED: usize = 100;

/// The record of an entry, or why it has none.
pub fn item(entry: Entry) -> Item {
    let reject = |reason: String| {
        let named = ["UT", "TI"].into_iter().find_map(|tag| entry.fields.first(tag));
        let record = named.unwrap_or_default().chars().take(60).collect();
        Item::Rejected(Rejection { line: entry.line, record, reason })
    };
    if let Some(reason) = &entry.refused {
        return reject(reason.clone());
    }
    if entry.fields.iter().all(|(tag, value)| tag == "PT" || value.is_empty()) {
        return reject("the entry has no fields".into());
    }
    Item::Record(Box::new(record(entry)))
}

fn record(entry: Entry) -> Record {
    let mut draft = Draft::default();
    draft.notes.warnings = entry.warnings;
    let fields = &entry.fields;
    kind(fields, &mut draft);
    let of = |tag: &str| nfc(fields.first(tag).unwrap_or_default());
    authors(&of("AF"), &of("AU"), Role::Author, &mut draft);
    authors(&of("BF"), &of("BA"), Role::ContainerAuthor, &mut draft);
    published(&of("PY"), &of("PD"), &mut draft);
    span(&of("BP"), &of("EP"), &of("PS"), &mut draft);
    for (tag, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        place(tag, &nfc(value), fields, &mut draft);
    }
    draft.finish(Format::Wos, entry.line)
}

fn kind(fields: &Fields, draft: &mut Draft) {
    let medium = fields.first("PT").unwrap_or_default();
    let document = fields.first("DT").unwrap_or_default();
    let proceedings = document.contains("Proceedings Paper") || document.contains("Meeting Abstract");
    let kind = match (medium, document) {
        ("P", _) => T::Patent,
        ("B" | "S" | "C", _) if proceedings => T::PaperConference,
        ("B" | "S", document) if document.contains("Chapter") => T::Chapter,
        ("B" | "S", _) if fields.first("SO").is_some() && fields.first("BP").is_some() => T::Chapter,
        ("B" | "S", _) => T::Book,
        ("", document) if document.contains("Proceedings Paper") => T::PaperConference,
        _ => T::ArticleJournal,
    };
    draft.citation.set_type(kind);
    if !medium.is_empty() {
        draft.citation.type_path.push(medium.to_owned());
    }
}

fn published(year: &str, day: &str, draft: &mut Draft) {
    // "OCT 18", "SEP-OCT", and in other data bases "04 2006", "2006"
    let day = day.trim_end_matches('.');
    let event = match !year.is_empty() && day.contains(year) {
        true => dates::event(DateKind::Issued, day),
        false => dates::from_parts(DateKind::Issued, year, day, ""),
    };
    draft.citation.dates.extend(event);
}

fn span(first: &str, last: &str, whole: &str, draft: &mut Draft) {
    let written = match (first, last, whole) {
        ("", "", "") => return,
        ("", _, whole) if !whole.is_empty() => whole.to_owned(),
        (first, "", _) => first.to_owned(),
        (first, last, _) => format!("{first}-{last}"),
    };
    let read = pages(&written);
    let found = draft.citation.pages.get_or_insert_default();
    (found.first, found.last) = (read.first, read.last);
    if !whole.is_empty() {
        whole.clone_into(&mut found.verbatim);
    }
}

fn place(tag: &str, value: &str, fields: &Fields, draft: &mut Draft) {
    let text = || value.replace('\n', " ");
    match tag {
        "PT" | "AU" | "AF" | "BA" | "BF" | "PY" | "PD" | "BP" | "EP" | "PS" => {}
        "TI" => draft.title(tag, &text(), TitleRole::Original),
        "SO" if draft.kind() == T::Book
            && draft.citation.titles.is_empty()
            && fields.first("TI").is_none() =>
        {
            draft.title(tag, &text(), TitleRole::Original)
        }
        "SO" => draft.container_title(tag, &text()),
        "SE" => draft.one(tag, &text(), |c| &mut c.series.get_or_insert_default().title),
        "J9" => draft.abbreviation(&text(), AbbreviationAuthority::Unspecified),
        "JI" => draft.abbreviation(&text(), AbbreviationAuthority::Iso),
        "CA" | "GP" => {
            for group in list(value) {
                let collective = group.to_owned();
                draft.contributor(v1::Contributor { collective, ..Default::default() }, Role::Author);
            }
        }
        "BE" | "ED" => draft.inverted_names(&value.replace('\n', ";"), ";", Role::Editor),
        "C1" => addresses(value, fields.first("AU").unwrap_or_default(), draft),
        "OI" | "RI" => ids(tag, value, fields.first("AU").unwrap_or_default(), draft),
        "LA" => draft.languages(tag, value),
        "DT" => {
            for label in
                value.split([';', '\n']).map(str::trim).filter(|label| !label.is_empty() && *label != "-")
            {
                let label = label.to_owned();
                draft.citation.publication_types.push(v1::PublicationType { label, ..Default::default() });
            }
        }
        "DE" => text().split(';').map(str::trim).for_each(|label| draft.keyword(label)),
        "ID" | "WC" | "SC" => {
            let (scheme, vocabulary) = match tag {
                "ID" => (SubjectScheme::Other, "Keywords Plus"),
                "WC" => (SubjectScheme::Wos, ""),
                _ => (SubjectScheme::Wos, "Research Areas"),
            };
            for label in text().split(';').map(str::trim).filter(|label| !label.is_empty()) {
                let (scheme, label, vocabulary) = (scheme.into(), label.to_owned(), vocabulary.to_owned());
                draft.citation.subjects.push(v1::Subject { scheme, label, vocabulary, ..Default::default() });
            }
        }
        "AB" => {
            // lines are paragraphs, unless they were broken to fit
            let paragraphs = value.split('\n').any(|line| line.len() > WRAPPED);
            draft.summary(&if paragraphs { value.to_owned() } else { text() });
        }
        "CT" => draft.one(tag, &text(), |c| &mut c.event.get_or_insert_default().name),
        "CY" => draft.one(tag, &text(), |c| &mut c.event.get_or_insert_default().dates_verbatim),
        "CL" => draft.one(tag, &text(), |c| &mut c.event.get_or_insert_default().place),
        "CR" => references(value, draft),
        "NR" => match value.parse() {
            Ok(count @ 0..) => draft.citation.reference_count = Some(count),
            _ => draft.notes.unplaced(tag, value),
        },
        "FU" => funding(&text(), draft),
        "PU" => draft.publisher(tag, &text()),
        "PI" => draft.publisher_place(tag, &text()),
        "SN" => draft
            .issn(value, if fields.first("EI").is_some() { IssnType::Print } else { IssnType::Unspecified }),
        "EI" => draft.issn(value, IssnType::Electronic),
        "BN" => value
            .split([';', '\n', ' '])
            .filter(|part| !part.is_empty())
            .for_each(|part| draft.isbn(tag, part)),
        "VL" => draft.one(tag, value, |c| &mut c.volume),
        "IS" => draft.one(tag, value, |c| &mut c.issue),
        "AR" => draft.one(tag, value, |c| &mut c.pages.get_or_insert_default().article_number),
        "PG" => match value.parse() {
            Ok(count) => draft.citation.pages.get_or_insert_default().count = Some(count),
            Err(_) => draft.notes.unplaced(tag, value),
        },
        "DI" => draft.identifier(Scheme::Doi, value),
        "PM" => draft.identifier(Scheme::Pmid, value),
        "UT" | "AN" => accession(value, draft),
        "EA" => draft.date(tag, DateKind::Online, value),
        "PN" if draft.kind() == T::Patent => draft.one(tag, value, |c| &mut c.number),
        _ => draft.notes.unplaced(tag, value),
    }
}

fn accession(value: &str, draft: &mut Draft) {
    if draft.record_id.is_empty() {
        value.clone_into(&mut draft.record_id);
    }
    match value.split_once(':') {
        Some(("WOS" | "ISI", _)) => draft.identifier(Scheme::Wos, value),
        Some(("MEDLINE", pmid)) => draft.identifier(Scheme::Pmid, pmid),
        _ => draft.identifier(Scheme::Accession, value),
    }
}

/// "NIH [R01 1, R01 2]; Wellcome Trust".
fn funding(value: &str, draft: &mut Draft) {
    for part in value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (agency, numbers) = match part.strip_suffix(']').and_then(|part| part.rsplit_once('[')) {
            Some((agency, numbers)) => (agency.trim(), numbers),
            None => (part, ""),
        };
        for number in numbers.split(',').map(str::trim) {
            let (agency, number) = (agency.to_owned(), number.to_owned());
            draft.citation.grants.push(v1::Grant { agency, number, ..Default::default() });
        }
    }
}

/// CR: one reference a line, "Smith J, 2009, J X, V1, P2, DOI 10.5555/1".
fn references(value: &str, draft: &mut Draft) {
    for reference in list(value) {
        let doi = reference.rsplit_once("DOI ").map(|(_, doi)| doi.trim_matches(['[', ']', ' ']));
        // "DOI [10.1/a, 10.1/b]" and "DOI DOI 10.1/a" are met
        let doi = doi.and_then(|doi| doi.split(", ").next()).map(|doi| identifier(Scheme::Doi, doi));
        draft.citation.links.push(v1::Link {
            kind: LinkKind::References.into(),
            targets: doi.into_iter().filter(|doi| !doi.invalid).collect(),
            reference: reference.to_owned(),
            ..Default::default()
        });
    }
}
