use super::Header;
use super::columns::Column as C;
use super::people::people;
use super::rows::Row;
use super::types::citation_type;
use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, ContributorRole as Role, DateKind,
    IdentifierScheme as Scheme, IssnType, TitleRole,
};
use crate::formats::read::csl_json::citation_type as csl_type;
use crate::formats::read::draft::Draft;
use crate::formats::read::{Format, Item, Record, Rejection, dates};
use crate::formats::standing;
use crate::record::identifier::{identifier, registration};
use crate::record::pages::pages;
use crate::record::text::nfc;

/// The record of a row, or why it has none.
pub fn item(row: &Row, header: &Header) -> Item {
    if row.values.iter().all(|value| value.trim().is_empty()) {
        let reason = "the row is empty".to_owned();
        return Item::Rejected(Rejection { line: row.line, record: String::new(), reason });
    }
    Item::Record(Box::new(record(row, header)))
}

fn record(row: &Row, header: &Header) -> Record {
    let mut draft = Draft::default();
    if let Some(encoding) = row.guessed {
        draft.notes.warn(format!("not UTF-8; read as {encoding}"));
    }
    let values: Vec<String> = row.values.iter().map(|value| nfc(value.trim())).collect();
    let of = |column: C| {
        let at = header.columns.iter().position(|known| *known == Some(column));
        at.and_then(|at| values.get(at)).map_or("", String::as_str)
    };
    kind(of(C::Type), of(C::PublicationType), !of(C::Journal).is_empty(), &mut draft);
    contributors(of(C::FullAuthors), of(C::Authors), &mut draft);
    published(of(C::Year), of(C::Month), of(C::Day), of(C::Date), &mut draft);
    span(of(C::FirstPage), of(C::LastPage), of(C::Pages), &mut draft);
    let mut seen = Vec::new();
    for (at, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        let name = header.names.get(at).map_or("", String::as_str);
        match header.columns.get(at).copied().flatten() {
            Some(column) if !placed(column) => place(column, name, value, &mut draft),
            // only the first of several columns for one thing was placed above
            Some(column) if !seen.contains(&column) || of(column) == value => seen.push(column),
            _ => {
                // programs number rows in a column without a name
                let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
                draft.notes.unplaced(name, value.as_str());
            }
        }
    }
    if values.len() > header.names.len() {
        draft.notes.warn(format!("{} values under {} columns", values.len(), header.names.len()));
    }
    draft.finish(Format::Csv, row.line)
}

/// What is placed from several columns together.
fn placed(column: C) -> bool {
    matches!(
        column,
        C::Authors
            | C::FullAuthors
            | C::Year
            | C::Month
            | C::Day
            | C::Date
            | C::FirstPage
            | C::LastPage
            | C::Pages
            | C::Type
    )
}

fn kind(word: &str, publication: &str, in_journal: bool, draft: &mut Draft) {
    let said = if word.is_empty() { publication } else { word };
    match said
        .split([';', ','])
        .find_map(citation_type)
        .or_else(|| citation_type(said))
        .or_else(|| csl_type(said))
    {
        Some(kind) => draft.citation.set_type(kind),
        None if in_journal => draft.citation.set_type(T::ArticleJournal),
        None if !word.is_empty() => draft.notes.warn(format!("unknown type: {word}")),
        None => {}
    }
    if !word.is_empty() {
        draft.citation.type_path.push(word.to_owned());
    }
}

/// Full names win; short ones beside them give the initials.
fn contributors(full: &str, short: &str, draft: &mut Draft) {
    let (mut named, initials) = match full.is_empty() {
        true => (people(short), Vec::new()),
        false => (people(full), people(short)),
    };
    if named.len() == initials.len() {
        for (person, short) in named.iter_mut().zip(initials) {
            person.initials = short.initials;
        }
    } else if !initials.is_empty() {
        draft.notes.unplaced("authors", short);
    }
    named.into_iter().for_each(|person| draft.contributor(person, Role::Author));
}

fn published(year: &str, month: &str, day: &str, date: &str, draft: &mut Draft) {
    let whole = dates::event(DateKind::Issued, date);
    if whole.is_none() && !date.is_empty() {
        draft.notes.unplaced("date", date);
    }
    let parts = dates::from_parts(DateKind::Issued, year, month, day);
    for event in parts.into_iter().chain(whole) {
        dates::add(&mut draft.citation.dates, event, "date");
    }
}

fn span(first: &str, last: &str, all: &str, draft: &mut Draft) {
    let written = match (all, first, last) {
        ("", "", "") => return,
        ("", first, "") => first.to_owned(),
        ("", first, last) => format!("{first}-{last}"),
        (all, _, _) => all.to_owned(),
    };
    let read = pages(&written);
    let found = draft.citation.pages.get_or_insert_default();
    (found.first, found.last) = (read.first, read.last);
    if !all.is_empty() {
        found.verbatim = read.verbatim;
        for (tag, value, known) in [("first page", first, &found.first), ("last page", last, &found.last)] {
            if !value.is_empty() && value != known {
                draft.notes.unplaced(tag, value);
            }
        }
    }
}

fn place(column: C, name: &str, value: &str, draft: &mut Draft) {
    match column {
        C::Title => draft.title(name, value, TitleRole::Original),
        C::TranslatedTitle => draft.title(name, value, TitleRole::Translated),
        C::OriginalTitle => {
            // beside an original title the other one is its translation
            let shown = draft.citation.titles.iter_mut().find(|title| title.role() == TitleRole::Original);
            match shown {
                Some(title) if title.text != value => {
                    title.set_role(TitleRole::Translated);
                    let (text, role) = (value.to_owned(), TitleRole::Original.into());
                    draft.citation.titles.insert(0, v1::Title { text, role, ..Default::default() });
                }
                Some(_) => {}
                None => draft.title(name, value, TitleRole::Original),
            }
        }
        C::Subtitle => draft.title(name, value, TitleRole::Subtitle),
        C::ShortTitle => draft.one(name, value, |c| &mut c.short_title),
        C::Editors => people(value).into_iter().for_each(|person| draft.contributor(person, Role::Editor)),
        C::SeriesEditors => {
            people(value).into_iter().for_each(|person| draft.contributor(person, Role::SeriesEditor))
        }
        C::Translators => {
            people(value).into_iter().for_each(|person| draft.contributor(person, Role::Translator))
        }
        C::Abstract => draft.summary(value),
        C::OriginalAbstract => draft.summary(value),
        C::AccessDate => draft.date(name, DateKind::Accessed, value),
        C::OnlineDate => draft.date(name, DateKind::Online, value),
        C::Journal => draft.container_title(name, value),
        C::JournalAbbreviation => draft.abbreviation(value, AbbreviationAuthority::Unspecified),
        C::Volume => draft.one(name, value, |c| &mut c.volume),
        C::Issue => draft.one(name, value, |c| &mut c.issue),
        C::ArticleNumber => draft.one(name, value, |c| &mut c.pages.get_or_insert_default().article_number),
        C::PageCount => match value.parse() {
            Ok(count) => draft.citation.pages.get_or_insert_default().count = Some(count),
            Err(_) => draft.notes.unplaced(name, value),
        },
        C::Doi => draft.identifier(Scheme::Doi, value),
        C::Pmid if value == "0" => {}
        C::Pmid => draft.identifier(Scheme::Pmid, last_segment(value)),
        C::Pmcid => draft.identifier(Scheme::Pmcid, last_segment(value)),
        C::Arxiv => draft.identifier(Scheme::Arxiv, value),
        C::OpenAlex => draft.identifier(Scheme::Openalex, value),
        C::Scopus => draft.identifier(Scheme::Scopus, value),
        C::Wos => draft.identifier(Scheme::Wos, value),
        C::Accession => {
            if draft.record_id.is_empty() {
                value.clone_into(&mut draft.record_id);
            }
            draft.identifier(Scheme::Accession, value);
        }
        C::Id => id(value, draft),
        C::Isbn => value
            .split([';', ',', ' '])
            .filter(|part| !part.is_empty())
            .for_each(|part| draft.isbn(name, part)),
        C::Issn => draft.serial_numbers(name, value),
        C::ElectronicIssn => draft.issn(value, IssnType::Electronic),
        C::Publisher => draft.publisher(name, value),
        C::Place => draft.publisher_place(name, value),
        C::Country => draft.one(name, value, |c| &mut c.container.get_or_insert_default().country),
        C::Url => value.split([';', ' ', '\n']).map(str::trim).for_each(|url| draft.location(url, "")),
        C::Language => draft.languages(name, value),
        C::Status if standing::take(value, &mut draft.citation) => {}
        C::PublicationType | C::Status => {
            for label in value.split(';').map(str::trim).filter(|label| !label.is_empty()) {
                let label = label.to_owned();
                draft.citation.publication_types.push(v1::PublicationType { label, ..Default::default() });
            }
        }
        C::Genre => draft.one(name, value, |c| &mut c.genre),
        C::Medium => draft.one(name, value, |c| &mut c.medium),
        C::Edition => draft.one(name, value, |c| &mut c.edition),
        C::Series => draft.one(name, value, |c| &mut c.series.get_or_insert_default().title),
        C::SeriesNumber => draft.one(name, value, |c| &mut c.series.get_or_insert_default().number),
        C::Notes => value.split('\n').map(str::trim).for_each(|note| draft.note(note)),
        C::Number => draft.one(name, value, |c| &mut c.number),
        C::Institution => draft.one(name, value, |c| &mut c.institution),
        C::EventName => draft.one(name, value, |c| &mut c.event.get_or_insert_default().name),
        C::EventPlace => draft.one(name, value, |c| &mut c.event.get_or_insert_default().place),
        C::EventDate => draft.one(name, value, |c| &mut c.event.get_or_insert_default().dates_verbatim),
        C::Database | C::Source => {
            draft.one(name, value, |c| &mut c.archive.get_or_insert_default().data_provider)
        }
        C::CallNumber => draft.one(name, value, |c| &mut c.archive.get_or_insert_default().call_number),
        C::Section => draft.one(name, value, |c| &mut c.section),
        C::Version => draft.one(name, value, |c| &mut c.version),
        C::Rights => {
            draft.citation.rights.push(v1::Rights { statement: value.to_owned(), ..Default::default() })
        }
        C::Keywords => labels(value).for_each(|label| draft.keyword(label)),
        C::Mesh => labels(value).for_each(|label| draft.mesh(label)),
        C::Registration => {
            for number in labels(value) {
                draft.citation.registrations.push(registration("", number));
            }
        }
        C::Affiliations => match draft.citation.contributors.as_mut_slice() {
            [only] => {
                only.affiliations.push(v1::Affiliation { text: value.to_owned(), ..Default::default() })
            }
            _ => draft.notes.unplaced(name, value),
        },
        _ => draft.notes.unplaced(name, value),
    }
}

/// The parts of a list: by semicolon, bar or line; by comma where it has none of them.
fn labels(value: &str) -> impl Iterator<Item = &str> {
    let separator = [';', '|', '\n'].into_iter().find(|separator| value.contains(*separator)).unwrap_or(',');
    value.split(separator).map(str::trim).filter(|label| !label.is_empty())
}

/// "https://pubmed.ncbi.nlm.nih.gov/123" and the like.
fn last_segment(value: &str) -> &str {
    match value.starts_with("http") {
        true => value.trim_end_matches('/').rsplit('/').next().unwrap_or(value),
        false => value,
    }
}

fn id(value: &str, draft: &mut Draft) {
    value.clone_into(&mut draft.record_id);
    let known = [Scheme::Openalex, Scheme::Doi]
        .into_iter()
        .find(|scheme| value.contains(['/', '.']) && !identifier(*scheme, value).invalid);
    draft.identifier(known.unwrap_or(Scheme::Accession), value);
}
