use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, DateKind, IdentifierScheme as Scheme, PublicationStatus,
};
use crate::formats::read::dates;
use crate::formats::read::draft::Draft;
use crate::record::date::{month, season};
use crate::record::language::bcp47;
use crate::record::pages::pages;

/// Where ". 2009" or ". 2009 Sep;" stands behind a journal: the byte of the stop, and of the year.
pub fn journal_and_year(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices(". ") {
        let year = bytes.get(at + 2..at + 6)?;
        let century = matches!(&year[..2], b"18" | b"19" | b"20");
        // a title may begin with a year: behind that of an issue stands a month, a season, or the volume
        let word = text.get(at + 7..).unwrap_or_default();
        let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
        let ends = match bytes.get(at + 6) {
            None | Some(b';' | b':' | b'.' | b'-') => true,
            Some(b' ') => month(word).is_some() || season(word).is_some(),
            _ => false,
        };
        if century && year[2..].iter().all(u8::is_ascii_digit) && ends {
            return Some((at, at + 2));
        }
    }
    None
}

/// Takes in what stands behind the journal: "2018 Dec 31;57(2):364-76. doi: 10.5555/1. Epub 2018 Dec 1. PMID: 1".
pub fn tail(text: &str, draft: &mut Draft) {
    let (date, rest) = match text.find(['.', ';', ':']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    draft.date("citation", DateKind::Issued, date);
    let rest = match rest.strip_prefix(';') {
        Some(place) => {
            let end = end_of_sentence(place);
            volume(&place[..end], draft);
            &place[end..]
        }
        None => match rest.strip_prefix(':') {
            Some(place) => {
                let end = end_of_sentence(place);
                span(&place[..end], draft);
                &place[end..]
            }
            None => rest,
        },
    };
    statements(rest, draft);
}

fn end_of_sentence(text: &str) -> usize {
    text.find(". ").unwrap_or_else(|| text.trim_end_matches('.').len())
}

/// "57(2 Suppl 1):364-76".
fn volume(text: &str, draft: &mut Draft) {
    let (place, range) = text.split_once(':').unwrap_or((text, ""));
    let (volume, issue) = match place.split_once('(') {
        Some((volume, issue)) => (volume, issue.trim_end().trim_end_matches(')')),
        None => (place, ""),
    };
    draft.one("volume", volume.trim(), |c| &mut c.volume);
    draft.one("issue", issue.trim(), |c| &mut c.issue);
    span(range, draft);
}

fn span(range: &str, draft: &mut Draft) {
    let range = range.trim();
    if !range.is_empty() {
        let read = pages(range);
        let found = draft.citation.pages.get_or_insert_default();
        (found.first, found.last, found.verbatim) = (read.first, read.last, read.verbatim);
    }
}

/// Identifiers, dates and remarks behind the place in the journal, parted by stops and semicolons.
pub fn statements(text: &str, draft: &mut Draft) {
    let mut rest = text.trim_start_matches(['.', ';', ' ']);
    while !rest.is_empty() {
        let end = [". ", "; "].iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
        statement(rest[..end].trim().trim_end_matches('.'), draft);
        rest = rest[end..].trim_start_matches(['.', ';', ' ']);
    }
}

fn statement(text: &str, draft: &mut Draft) {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let labelled =
        |label: &str| bare.strip_prefix(label).map(|rest| rest.trim_start_matches([':', ' ']).trim());
    if bare.is_empty() {
    } else if let Some(doi) = labelled("doi:").or_else(|| labelled("DOI:")) {
        draft.identifier(Scheme::Doi, &doi.replace(' ', ""));
    } else if let Some(id) = labelled("pii:") {
        draft.identifier(Scheme::Pii, id);
    } else if let Some(id) = labelled("PMCID:") {
        let (id, more) = id.split_once(' ').unwrap_or((id, ""));
        draft.identifier(Scheme::Pmcid, id);
        draft.notes.unplaced("PMCID", more);
    } else if let Some(id) = labelled("PMID:") {
        pmid(id, draft);
    } else if bare.starts_with("Epub ahead of print") {
        draft.citation.set_publication_status(PublicationStatus::AheadOfPrint);
    } else if let Some(date) = labelled("Epub ") {
        draft.date("Epub", DateKind::Online, date);
    } else if let Some(date) = labelled("Print ") {
        draft.date("Print", DateKind::Print, date);
    } else if let Some(date) = labelled("eCollection ") {
        let event = dates::event(DateKind::Other, date);
        draft
            .citation
            .dates
            .extend(event.map(|event| v1::DatedEvent { label: "eCollection".into(), ..event }));
    } else if let Some(number) = labelled("Report No") {
        draft.one("Report No.", number.trim_start_matches(['.', ':', ' ']), |c| &mut c.number);
    } else if let Some(tag) = Some(bare).filter(|word| word.starts_with(char::is_uppercase)).and_then(bcp47) {
        if !draft.citation.languages.contains(&tag) {
            draft.citation.languages.push(tag);
        }
    } else if matches!(bare, "Review" | "No abstract available") {
        let label = bare.to_owned();
        match bare {
            "Review" => {
                draft.citation.publication_types.push(v1::PublicationType { label, ..Default::default() })
            }
            _ => draft.notes.unplaced("note", label),
        }
    } else {
        draft.notes.unplaced("citation", text);
    }
}

fn pmid(text: &str, draft: &mut Draft) {
    let (id, more) = text.split_once(' ').unwrap_or((text, ""));
    let id = id.trim_end_matches(['.', ';']);
    if draft.record_id.is_empty() {
        id.clone_into(&mut draft.record_id);
    }
    draft.identifier(Scheme::Pmid, id);
    // "[Indexed for MEDLINE]" and the like
    draft.one("PMID", more.trim_matches(['[', ']']), |c| &mut c.record_status);
}

/// The journal by its abbreviation at MEDLINE.
pub fn journal(text: &str, draft: &mut Draft) {
    draft.citation.set_type(T::ArticleJournal);
    draft.abbreviation(text.trim(), AbbreviationAuthority::Medline);
}
