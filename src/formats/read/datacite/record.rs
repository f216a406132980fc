use serde_json::{Map, Value};

use super::links;
use super::people::contributor;

use crate::contract::v1::{
    self, CitationType as T, ContributorRole as Role, DateKind, IdentifierScheme as Scheme, IssnType,
    SubjectScheme, TitleRole,
};
use crate::formats::read::csl_json::text;
use crate::formats::read::draft::Draft;
use crate::formats::read::{Format, Item, dates};
use crate::record::identifier::identifier;
use crate::record::language::bcp47;

/// The record of an object; the error says what makes it none.
pub fn item(object: Map<String, Value>, line: u64) -> Result<Item, String> {
    let mut draft = Draft::default();
    let attributes = match object.get("attributes") {
        Some(Value::Object(attributes)) => {
            let outside = object
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "attributes" | "type" | "id" | "links"));
            outside.for_each(|(key, value)| unplaced(key, value, &mut draft));
            attributes
        }
        _ => &object,
    };
    if !["doi", "titles", "id"].iter().any(|key| attributes.contains_key(*key)) {
        return Err("the object has neither a DOI nor a title".to_owned());
    }
    kind(attributes, &mut draft);
    for (key, value) in attributes.iter().filter(|(_, value)| !value.is_null()) {
        if !place(key, value, &mut draft) {
            unplaced(key, value, &mut draft);
        }
    }
    published(attributes, &mut draft);
    Ok(Item::Record(Box::new(draft.finish(Format::Datacite, line))))
}

fn unplaced(key: &str, value: &Value, draft: &mut Draft) {
    let nothing = match value {
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    if !nothing {
        draft.notes.unplaced(key, text(value).unwrap_or_else(|| value.to_string()));
    }
}

/// A member, whose name is written with dashes in older records.
pub fn member(object: &Value, name: &str) -> String {
    let dashed = || {
        let dashed: String = name
            .chars()
            .flat_map(|c| if c.is_uppercase() { vec!['-', c.to_ascii_lowercase()] } else { vec![c] })
            .collect();
        object.get(&dashed)
    };
    object.get(name).or_else(dashed).and_then(text).unwrap_or_default()
}

pub fn each(value: &Value) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Value::Array(values) => (values.as_slice(), None),
        one => (&[][..], Some(one)),
    };
    many.iter().chain(one)
}

fn kind(attributes: &Map<String, Value>, draft: &mut Draft) {
    let Some(types) = attributes.get("types") else { return };
    let (general, own) = (member(types, "resourceTypeGeneral"), member(types, "resourceType"));
    let kind = match (general.as_str(), member(types, "citeproc").as_str()) {
        ("Audiovisual" | "Film", _) => T::MotionPicture,
        (
            "Award"
            | "Event"
            | "InteractiveResource"
            | "Model"
            | "Other"
            | "OutputManagementPlan"
            | "PhysicalObject"
            | "Instrument"
            | "Service"
            | "Workflow"
            | "StudyRegistration"
            | "Project",
            _,
        ) => T::Document,
        ("Book", _) => T::Book,
        ("BookChapter", _) => T::Chapter,
        ("Collection" | "Dataset", _) => T::Dataset,
        ("ComputationalNotebook" | "Software", _) => T::Software,
        ("ConferencePaper", _) => T::PaperConference,
        ("ConferenceProceeding", _) => T::Collection,
        ("DataPaper" | "JournalArticle", _) => T::ArticleJournal,
        ("Dissertation", _) => T::Thesis,
        ("Image", _) => T::Graphic,
        ("Journal", _) => T::Periodical,
        ("PeerReview", _) => T::Review,
        ("Preprint", _) => T::Preprint,
        ("Report", _) => T::Report,
        ("Sound", _) => T::Song,
        ("Standard", _) => T::Standard,
        (_, "article-journal") => T::ArticleJournal,
        (_, "thesis") => T::Thesis,
        (_, "report") => T::Report,
        (_, "post-weblog") => T::Post,
        ("Text", _) => T::Document,
        _ => T::Unspecified,
    };
    draft.citation.set_type(kind);
    draft.citation.type_path.extend([general, own.clone()].into_iter().filter(|word| !word.is_empty()));
    draft.citation.genre = own;
}

fn place(key: &str, value: &Value, draft: &mut Draft) -> bool {
    let words = text(value).unwrap_or_default();
    match key {
        "doi" => {
            draft.identifier(Scheme::Doi, &words);
            draft.record_id = identifier(Scheme::Doi, &words).value;
        }
        "id" => {
            let doi = identifier(Scheme::Doi, &words);
            if doi.invalid {
                return false;
            }
            draft.add_identifier(doi);
        }
        "types" => {}
        "titles" => each(value).for_each(|title| self::title(title, draft)),
        "creators" => each(value).for_each(|person| contributor(person, Role::Author, draft)),
        "contributors" => each(value).for_each(|person| {
            let role = match member(person, "contributorType").as_str() {
                "Editor" => Role::Editor,
                "Supervisor" => Role::Supervisor,
                "Sponsor" => Role::Sponsor,
                "Translator" => Role::Translator,
                _ => Role::Other,
            };
            contributor(person, role, draft);
        }),
        "publisher" => {
            let name = if value.is_object() { member(value, "name") } else { words };
            draft.publisher(key, &name);
            draft.notes.unplaced("publisher/publisherIdentifier", member(value, "publisherIdentifier"));
        }
        "container" => container(value, draft),
        "publicationYear" | "dates" => {}
        "subjects" => each(value).for_each(|subject| self::subject(subject, draft)),
        "language" => draft.languages(key, &words),
        "identifiers" | "alternateIdentifiers" => {
            for id in each(value) {
                let kind = [member(id, "identifierType"), member(id, "alternateIdentifierType")].concat();
                let number = [member(id, "identifier"), member(id, "alternateIdentifier")].concat();
                match scheme_of(&kind) {
                    Some(scheme) => draft.identifier(scheme, &number),
                    None if !number.is_empty() => draft.other_identifier(&kind, &number),
                    None => {}
                }
            }
        }
        "relatedIdentifiers" => each(value).for_each(|related| links::related(related, draft)),
        "descriptions" => each(value).for_each(|description| self::description(description, draft)),
        "rightsList" => {
            for rights in each(value) {
                let named = || member(rights, "rightsIdentifier");
                let said = text(rights).unwrap_or_else(|| member(rights, "rights"));
                let statement = if said.is_empty() { named() } else { said };
                let license_url = member(rights, "rightsUri");
                draft.citation.rights.push(v1::Rights { statement, license_url, start: None });
            }
        }
        "fundingReferences" => {
            for funder in each(value) {
                draft.citation.grants.push(v1::Grant {
                    number: member(funder, "awardNumber"),
                    agency: member(funder, "funderName"),
                    funder_id: member(funder, "funderIdentifier"),
                    ..Default::default()
                });
                for name in ["awardTitle", "awardUri"] {
                    draft.notes.unplaced(format!("fundingReferences/{name}"), member(funder, name));
                }
            }
        }
        "sizes" | "formats" => {
            let said = each(value).filter_map(text).filter(|size| !size.is_empty());
            draft.citation.physical_description.extend(said);
        }
        "version" => draft.one(key, &words, |c| &mut c.version),
        "url" => draft.location(&words, ""),
        "contentUrl" => each(value).filter_map(text).for_each(|url| draft.location(&url, "fulltext")),
        // parts of the DOI, and DataCite's bookkeeping
        "prefix" | "suffix" | "schemaVersion" | "source" | "isActive" | "state" | "reason" | "xml"
        | "metadataVersion" | "created" | "providerId" | "clientId" | "agency" => {}
        "registered" => draft.date(key, DateKind::Registered, &words),
        "updated" => {
            draft.date(key, DateKind::RecordRevised, &words);
            draft.revised = dates::event(DateKind::RecordRevised, &words).and_then(|event| event.date);
        }
        _ => return false,
    }
    true
}

pub fn scheme_of(kind: &str) -> Option<Scheme> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "doi" => Scheme::Doi,
        "pmid" => Scheme::Pmid,
        "pmcid" => Scheme::Pmcid,
        "arxiv" => Scheme::Arxiv,
        "handle" => Scheme::Handle,
        "isbn" => Scheme::Isbn,
        "urn" => Scheme::Urn,
        _ => return None,
    })
}

fn title(title: &Value, draft: &mut Draft) {
    let role = match member(title, "titleType").as_str() {
        "Subtitle" => TitleRole::Subtitle,
        "TranslatedTitle" => TitleRole::Translated,
        "AlternativeTitle" | "Other" => return draft.notes.unplaced("titles", member(title, "title")),
        _ => TitleRole::Original,
    };
    let words = if title.is_string() { text(title).unwrap_or_default() } else { member(title, "title") };
    let language = bcp47(&member(title, "lang")).unwrap_or_default();
    draft.add_title("titles", v1::Title { text: words, language, role: role.into(), ..Default::default() });
}

fn container(value: &Value, draft: &mut Draft) {
    draft.container_title("container", &member(value, "title"));
    draft.one("container", &member(value, "volume"), |c| &mut c.volume);
    draft.one("container", &member(value, "issue"), |c| &mut c.issue);
    let (first, last) = (member(value, "firstPage"), member(value, "lastPage"));
    if !first.is_empty() || !last.is_empty() {
        let pages = draft.citation.pages.get_or_insert_default();
        (pages.first, pages.last) = (first, last);
    }
    draft.notes.unplaced("container/edition", member(value, "edition"));
    let number = member(value, "identifier");
    match member(value, "identifierType").as_str() {
        "ISSN" | "EISSN" => draft.issn(&number, IssnType::Unspecified),
        "ISBN" => draft.isbn("container", &number),
        _ => draft.notes.unplaced("container/identifier", number),
    }
}

fn subject(subject: &Value, draft: &mut Draft) {
    let label =
        if subject.is_string() { text(subject).unwrap_or_default() } else { member(subject, "subject") };
    if label.is_empty() {
        return;
    }
    let vocabulary = member(subject, "subjectScheme");
    let mesh = vocabulary.eq_ignore_ascii_case("mesh");
    let scheme = match () {
        () if mesh => SubjectScheme::Mesh,
        () if vocabulary.is_empty() => SubjectScheme::Keyword,
        () => SubjectScheme::Other,
    };
    draft.notes.unplaced("subjects/valueUri", member(subject, "valueUri"));
    draft.citation.subjects.push(v1::Subject {
        scheme: scheme.into(),
        label,
        code: member(subject, "classificationCode"),
        language: bcp47(&member(subject, "lang")).unwrap_or_default(),
        vocabulary: if mesh { String::new() } else { vocabulary },
        ..Default::default()
    });
}

fn description(description: &Value, draft: &mut Draft) {
    let words = if description.is_string() {
        text(description).unwrap_or_default()
    } else {
        member(description, "description")
    };
    let kind = member(description, "descriptionType");
    let language = bcp47(&member(description, "lang")).unwrap_or_default();
    match kind.as_str() {
        _ if words.is_empty() => {}
        "Abstract" | "" => {
            draft.citation.abstracts.push(v1::Abstract { text: words, language, ..Default::default() })
        }
        "SeriesInformation" => {
            draft.one("descriptions", &words, |c| &mut c.series.get_or_insert_default().title)
        }
        _ => draft.citation.notes.push(words),
    }
}

/// `dates`, and the year of publication where no date of issue says more.
fn published(attributes: &Map<String, Value>, draft: &mut Draft) {
    for date in attributes.get("dates").into_iter().flat_map(each) {
        let (words, named) = (member(date, "date"), member(date, "dateType"));
        draft.notes.unplaced("dates/dateInformation", member(date, "dateInformation"));
        let kind = match named.as_str() {
            "Issued" => DateKind::Issued,
            "Available" => DateKind::Online,
            "Accepted" => DateKind::Accepted,
            "Submitted" => DateKind::Submitted,
            "Copyrighted" => DateKind::Copyright,
            _ => DateKind::Other,
        };
        let (start, end) = words.split_once('/').unwrap_or((&words, ""));
        match dates::event(kind, start) {
            Some(mut event) => {
                event.end = dates::event(kind, end).and_then(|event| event.date);
                event.label = if kind == DateKind::Other { named } else { String::new() };
                draft.citation.dates.push(event);
            }
            None => draft.notes.unplaced("dates", words),
        }
    }
    let year = attributes.get("publicationYear").and_then(text).unwrap_or_default();
    if let Some(event) = dates::event(DateKind::Issued, &year) {
        dates::add(&mut draft.citation.dates, event, "publicationYear");
    }
}
