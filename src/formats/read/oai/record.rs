use crate::contract::v1::{
    self, CitationType as T, ContributorRole as Role, DateKind, IdentifierScheme as Scheme, LinkKind,
    TitleRole,
};
use crate::formats::read::draft::Draft;
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::{Element, Tree, local, plain};
use crate::formats::read::{Format, Record, dates};
use crate::record::contributor::{from_display, from_inverted};
use crate::record::identifier::identifier;
use crate::record::language::bcp47;

/// The record of a `record` or a lone `dc`; the error says what makes it none.
pub fn record(
    tree: &Tree<'_>,
    root: Element<'_>,
    header: Option<Element<'_>>,
    notes: Notes,
    line: u64,
) -> Result<Record, String> {
    let within = |element: Element<'_>, name: &str| local(element.name()) == name;
    let dc = match within(root, "dc") {
        true => root,
        false => {
            let metadata = root.children().find(|child| within(*child, "metadata")).ok_or("no <metadata>")?;
            metadata.children().find(|child| within(*child, "dc")).ok_or("its metadata is not Dublin Core")?
        }
    };
    let mut draft = Draft::noted(notes);
    for element in header.into_iter().flat_map(|header| header.children()) {
        let text = plain(element);
        match local(element.name()) {
            "identifier" => {
                text.as_ref().clone_into(&mut draft.record_id);
                draft.other_identifier("oai", &text);
            }
            "datestamp" => {
                draft.revised = dates::event(DateKind::RecordRevised, &text).and_then(|event| event.date);
                draft.date("datestamp", DateKind::RecordRevised, &text);
            }
            "setSpec" => draft.notes.unplaced("setSpec", text),
            _ => {}
        }
    }
    // what the type is decides where others go
    for element in dc.children().filter(|child| within(*child, "type")) {
        kind(&plain(element), &mut draft);
    }
    for element in dc.children().filter(|child| !within(*child, "type")) {
        let text = plain(element);
        if !text.is_empty() {
            place(element, &text, &mut draft);
        }
    }
    draft.notes.sweep(tree, |_, _, _| true);
    Ok(draft.finish(Format::OaiDc, line))
}

fn kind(text: &str, draft: &mut Draft) {
    if text.is_empty() {
        return;
    }
    draft.citation.type_path.push(text.to_owned());
    let word = text.rsplit(['/', ':']).next().unwrap_or(text).to_ascii_lowercase();
    let kind = match word.replace([' ', '-'], "").as_str() {
        "article" | "journalarticle" | "contributiontojournal" | "peerreviewedarticle" => T::ArticleJournal,
        "book" | "monograph" => T::Book,
        "bookpart" | "bookchapter" | "chapter" | "booksection" => T::Chapter,
        "conferenceobject" | "conferencepaper" | "conferenceitem" | "proceedings" => T::PaperConference,
        "thesis" | "dissertation" | "doctoralthesis" | "masterthesis" | "bachelorthesis" | "phdthesis" => {
            T::Thesis
        }
        "report" | "workingpaper" | "technicalreport" => T::Report,
        "preprint" => T::Preprint,
        "dataset" => T::Dataset,
        "software" => T::Software,
        "patent" => T::Patent,
        "review" => T::Review,
        "image" | "stillimage" => T::Graphic,
        "sound" => T::Song,
        "movingimage" => T::MotionPicture,
        "lecture" | "presentation" => T::Speech,
        _ => return,
    };
    if draft.kind() == T::Unspecified {
        draft.citation.set_type(kind);
    }
}

fn place(element: Element<'_>, text: &str, draft: &mut Draft) {
    let name = local(element.name());
    let language = element.attribute("xml:lang").and_then(bcp47).unwrap_or_default();
    match name {
        "title" => {
            let first = draft.citation.titles.first().map(|title| title.language.clone());
            let role = match first {
                Some(first) if !language.is_empty() && first != language => TitleRole::Translated,
                _ => TitleRole::Original,
            };
            let (text, role) = (text.to_owned(), role.into());
            draft.add_title("dc:title", v1::Title { text, language, role, ..Default::default() });
        }
        "creator" => draft.contributor(person(text), Role::Author),
        "contributor" => {
            let person = v1::Contributor { role_label: "contributor".to_owned(), ..person(text) };
            draft.contributor(person, Role::Other);
        }
        "subject" => draft.keyword(text),
        "description" | "abstract" => {
            let text = text.to_owned();
            draft.citation.abstracts.push(v1::Abstract { text, language, ..Default::default() });
        }
        "publisher" => draft.publisher("dc:publisher", text),
        "date" | "issued" => date(text, draft),
        "identifier" => id(text, draft),
        "source" => source(text, draft),
        "language" => draft.languages("dc:language", text),
        "relation" | "isPartOf" | "references" => relation(name, text, draft),
        "rights" | "license" => {
            let (statement, license_url) = match text.starts_with("http") {
                true => (String::new(), text.to_owned()),
                false => (text.to_owned(), String::new()),
            };
            draft.citation.rights.push(v1::Rights { statement, license_url, start: None });
        }
        _ => draft.notes.unplaced(format!("dc:{name}"), text),
    }
}

fn person(name: &str) -> v1::Contributor {
    if name.contains(',') { from_inverted(name) } else { from_display(name) }
}

/// The first date counts as that of publication; repositories add the days on which they took the record in.
fn date(text: &str, draft: &mut Draft) {
    let issued = draft.citation.dates.iter().any(|event| event.kind() == DateKind::Issued);
    let kind = if issued { DateKind::Other } else { DateKind::Issued };
    match dates::event(kind, text.trim_start_matches("info:eu-repo/date/embargoEnd/")) {
        Some(event) if text.contains("embargoEnd") => {
            let (kind, label) = (DateKind::Other.into(), "embargoEnd".to_owned());
            draft.citation.dates.push(v1::DatedEvent { kind, label, ..event });
        }
        Some(event) if issued => {
            let known = draft.citation.dates.iter().any(|known| known.date == event.date);
            if !known {
                draft.citation.dates.push(v1::DatedEvent { label: "dc:date".to_owned(), ..event });
            }
        }
        Some(event) => draft.citation.dates.push(event),
        None => draft.notes.unplaced("dc:date", text),
    }
}

fn id(text: &str, draft: &mut Draft) {
    let lower = text.to_ascii_lowercase();
    let bare = text
        .strip_prefix("ISSN")
        .or(text.strip_prefix("ISBN"))
        .map(|rest| rest.trim_start_matches([':', ' ']));
    let web = text.starts_with("http");
    match () {
        () if !identifier(Scheme::Doi, text).invalid => draft.identifier(Scheme::Doi, text),
        () if lower.contains("hdl.handle.net/") || lower.starts_with("hdl:") => {
            draft.identifier(Scheme::Handle, text);
            if web {
                draft.location(text, "");
            }
        }
        () if web => draft.location(text, ""),
        () if lower.starts_with("urn:") => draft.identifier(Scheme::Urn, text),
        () if lower.starts_with("pmid:") => draft.identifier(Scheme::Pmid, text),
        () if bare.is_some() => draft.serial_numbers("dc:identifier", bare.unwrap_or_default()),
        () if !identifier(Scheme::Isbn, text).invalid => draft.isbn("dc:identifier", text),
        () => draft.other_identifier("dc:identifier", text),
    }
}

/// "Journal of Tests; Vol. 3 (2009): Spring; 12-20", an ISSN, or any words.
fn source(text: &str, draft: &mut Draft) {
    if !identifier(Scheme::Issn, text).invalid {
        return draft.issn(text, v1::IssnType::Unspecified);
    }
    if let Some((journal, rest)) = text.split_once("; ")
        && rest.starts_with("Vol")
    {
        draft.container_title("dc:source", journal);
        return draft.notes.unplaced("dc:source", rest);
    }
    draft.notes.unplaced("dc:source", text);
}

fn relation(name: &str, text: &str, draft: &mut Draft) {
    let doi = identifier(Scheme::Doi, text.trim_start_matches("info:eu-repo/semantics/altIdentifier/doi/"));
    if doi.invalid {
        return draft.notes.unplaced(format!("dc:{name}"), text);
    }
    let kind = match name {
        "isPartOf" => LinkKind::PartOf,
        "references" => LinkKind::References,
        _ => LinkKind::Other,
    };
    let label = if kind == LinkKind::Other { "dc:relation".to_owned() } else { String::new() };
    draft.citation.links.push(v1::Link {
        kind: kind.into(),
        targets: vec![doi],
        label,
        ..Default::default()
    });
}
