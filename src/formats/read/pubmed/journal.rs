//! The journal of an article and where in it the article stands.

use crate::contract::v1::{self, AbbreviationAuthority, IssnType};
use crate::record::{identifier, pages};

use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;

/// `Journal` and `MedlineJournalInfo` as the container of an article.
pub fn container(
    journal: Option<Element<'_>>,
    info: Option<Element<'_>>,
    notes: &mut Notes,
) -> v1::Container {
    let mut container = v1::Container::default();
    if let Some(journal) = journal {
        container.title = notes.child(journal, "Title");
        for element in journal.all("ISSN") {
            let kind = match element.attribute("IssnType") {
                Some("Print") => IssnType::Print,
                Some("Electronic") => IssnType::Electronic,
                _ => IssnType::Unspecified,
            };
            add_issn(&notes.text(element), kind, &mut container, notes);
        }
        let iso = notes.child(journal, "ISOAbbreviation");
        add_abbreviation(iso, AbbreviationAuthority::Iso, &mut container);
    }
    if let Some(info) = info {
        add_abbreviation(notes.child(info, "MedlineTA"), AbbreviationAuthority::Medline, &mut container);
        container.nlm_unique_id = unique_id(info, notes);
        container.country = notes.child(info, "Country");
        let linking = notes.child(info, "ISSNLinking");
        add_issn(&linking, IssnType::Linking, &mut container, notes);
    }
    container
}

/// `Pagination`: the range as written and in full; the ends that PubMed spells out win over our own reading.
pub fn pagination(element: Element<'_>, notes: &mut Notes) -> v1::Pages {
    let (start, end) = (notes.child(element, "StartPage"), notes.child(element, "EndPage"));
    let range = notes.child(element, "MedlinePgn");
    if range.is_empty() {
        let written = if end.is_empty() { start } else { format!("{start}-{end}") };
        return if written.is_empty() { v1::Pages::default() } else { pages::pages(&written) };
    }
    let mut found = pages::pages(&range);
    if found.first.is_empty() && found.article_number.is_empty() {
        found.first = start;
    } else if !start.is_empty() && start != found.first {
        notes.unplaced("Pagination/StartPage", start);
    }
    if found.last.is_empty() && found.article_number.is_empty() && end != found.first {
        found.last = end;
    } else if !end.is_empty() && end != found.last && end != found.first {
        notes.unplaced("Pagination/EndPage", end);
    }
    found
}

fn add_issn(value: &str, kind: IssnType, container: &mut v1::Container, notes: &mut Notes) {
    if value.is_empty() {
        return;
    }
    let issn = identifier::issn(value, kind);
    if issn.invalid {
        notes.warn(format!("ISSN {value:?} is not valid and is kept as written"));
    }
    container.issns.push(issn);
}

fn add_abbreviation(text: String, authority: AbbreviationAuthority, container: &mut v1::Container) {
    if !text.is_empty() {
        container.abbreviations.push(v1::Abbreviation { text, authority: authority.into() });
    }
}

/// `NlmUniqueID`; `NLMUniqueID` before 2005.
fn unique_id(info: Element<'_>, notes: &mut Notes) -> String {
    let id = notes.child(info, "NlmUniqueID");
    if id.is_empty() { notes.child(info, "NLMUniqueID") } else { id }
}
