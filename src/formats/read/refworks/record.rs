use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, ContributorRole as Role, DateKind,
    IdentifierScheme as Scheme, TitleRole,
};
use crate::formats::read::draft::Draft;
use crate::formats::read::tagged::Entry;
use crate::formats::read::{Format, Item, Record, Rejection, dates};
use crate::record::pages::pages;
use crate::record::text::nfc;

/// The record of an entry, or why it has none.
pub fn item(entry: Entry) -> Item {
    let reject = |reason: String| {
        let record = entry.fields.first("T1").or(entry.fields.first("ID")).unwrap_or_default();
        Item::Rejected(Rejection { line: entry.line, record: record.chars().take(60).collect(), reason })
    };
    if let Some(reason) = &entry.refused {
        return reject(reason.clone());
    }
    if entry.fields.iter().all(|(tag, value)| tag == "RT" || value.is_empty()) {
        return reject("the entry has no fields".into());
    }
    Item::Record(Box::new(record(entry)))
}

/// Reference types of RefWorks.
const TYPES: [(&str, T); 30] = [
    ("abstract", T::ArticleJournal),
    ("artwork", T::Graphic),
    ("bills/resolutions", T::Bill),
    ("book, edited", T::Book),
    ("book, section", T::Chapter),
    ("book, whole", T::Book),
    ("case/court decisions", T::LegalCase),
    ("computer program", T::Software),
    ("conference proceedings", T::PaperConference),
    ("dissertation/thesis", T::Thesis),
    ("dissertation/thesis, unpublished", T::Thesis),
    ("generic", T::Document),
    ("grant", T::Document),
    ("hearing", T::Hearing),
    ("journal article", T::ArticleJournal),
    ("journal, electronic", T::ArticleJournal),
    ("laws/statutes", T::Legislation),
    ("magazine article", T::ArticleMagazine),
    ("map", T::Map),
    ("monograph", T::Book),
    ("motion picture", T::MotionPicture),
    ("music score", T::MusicalScore),
    ("newspaper article", T::ArticleNewspaper),
    ("online discussion forum", T::Post),
    ("patent", T::Patent),
    ("personal communication", T::PersonalCommunication),
    ("report", T::Report),
    ("sound recording", T::Song),
    ("unpublished material", T::Manuscript),
    ("web page", T::Webpage),
];

fn record(entry: Entry) -> Record {
    let mut draft = Draft::default();
    draft.notes.warnings = entry.warnings;
    let of = |tag: &str| nfc(entry.fields.first(tag).unwrap_or_default());
    let kind = of("RT");
    match TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&kind)) {
        Some((_, known)) => draft.citation.set_type(*known),
        None => draft.notes.warn(format!("unknown type: {kind}")),
    }
    draft.citation.type_path.extend(Some(kind).filter(|kind| !kind.is_empty()));
    draft.citation.dates.extend(dates::from_parts(DateKind::Issued, &of("YR"), &of("FD"), ""));
    let (first, last) = (of("SP"), of("OP"));
    if !first.is_empty() || !last.is_empty() {
        let read = pages(&if last.is_empty() { first } else { format!("{first}-{last}") });
        let found = draft.citation.pages.get_or_insert_default();
        (found.first, found.last) = (read.first, read.last);
    }
    let translated = entry.fields.first("OT").is_some();
    for (tag, value) in entry.fields.iter().filter(|(_, value)| !value.is_empty()) {
        place(tag, &nfc(value), translated, &mut draft);
    }
    draft.finish(Format::Refworks, entry.line)
}

fn place(tag: &str, value: &str, translated: bool, draft: &mut Draft) {
    match tag {
        "RT" | "YR" | "FD" | "SP" | "OP" => {}
        "ID" => {
            value.clone_into(&mut draft.record_id);
            draft.identifier(Scheme::Accession, value);
        }
        "A1" => draft.inverted_names(value, ";", Role::Author),
        "A2" => draft.inverted_names(value, ";", Role::Editor),
        "A3" => draft.inverted_names(value, ";", Role::SeriesEditor),
        "A4" => draft.inverted_names(value, ";", Role::Translator),
        "T1" => draft.title(tag, value, if translated { TitleRole::Translated } else { TitleRole::Original }),
        // "original foreign title"
        "OT" => draft.title(tag, value, TitleRole::Original),
        "ST" => draft.one(tag, value, |c| &mut c.short_title),
        "JF" => draft.container_title(tag, value),
        "T2" if matches!(draft.kind(), T::Chapter | T::PaperConference) => draft.container_title(tag, value),
        "T2" | "T3" => draft.one(tag, value, |c| &mut c.series.get_or_insert_default().title),
        "JO" => draft.abbreviation(value, AbbreviationAuthority::Unspecified),
        "VO" => draft.one(tag, value, |c| &mut c.volume),
        "IS" => draft.one(tag, value, |c| &mut c.issue),
        "K1" => value.split(';').map(str::trim).for_each(|label| draft.keyword(label)),
        "AB" => draft.summary(value),
        "NO" => draft.citation.notes.push(value.to_owned()),
        "PB" if draft.kind() == T::Thesis => draft.one(tag, value, |c| &mut c.institution),
        "PB" => draft.publisher(tag, value),
        "PP" => draft.publisher_place(tag, value),
        "ED" => draft.one(tag, value, |c| &mut c.edition),
        "SN" => draft.serial_numbers(tag, value),
        "AV" => draft.one(tag, value, |c| &mut c.archive.get_or_insert_default().location),
        "CN" => draft.one(tag, value, |c| &mut c.archive.get_or_insert_default().call_number),
        "DB" => draft.one(tag, value, |c| &mut c.archive.get_or_insert_default().data_provider),
        "AN" => draft.identifier(Scheme::Accession, value),
        "DO" => draft.identifier(Scheme::Doi, value),
        "PMID" => draft.identifier(Scheme::Pmid, value),
        "PMCID" => draft.identifier(Scheme::Pmcid, value),
        "LA" => draft.languages(tag, value),
        "LK" | "UL" => draft.location(value, ""),
        "RD" => draft.date(tag, DateKind::Accessed, value),
        "WP" => draft.date(tag, DateKind::Online, value),
        "WV" => draft.one(tag, value, |c| &mut c.version),
        "AD" => match draft.citation.contributors.as_mut_slice() {
            [only] => {
                only.affiliations.push(v1::Affiliation { text: value.to_owned(), ..Default::default() })
            }
            _ => draft.notes.unplaced(tag, value),
        },
        _ => draft.notes.unplaced(tag, value),
    }
}
