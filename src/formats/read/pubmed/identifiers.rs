//! Identifiers of a record, from all the places in which PubMed puts them.

use crate::contract::v1::{self, IdentifierScheme};
use crate::record::identifier::identifier;

use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;

/// A `PMID` element with its version.
pub fn pmid(element: Element<'_>, notes: &mut Notes) -> v1::Identifier {
    let version =
        element.attribute("Version").and_then(|version| version.parse().ok()).filter(|version| *version > 1);
    let text = notes.words(element);
    let mut found = checked(identifier(IdentifierScheme::Pmid, &text), notes);
    found.version = version;
    found
}

/// An `ArticleId`; absent when it is empty.
pub fn article_id(element: Element<'_>, notes: &mut Notes) -> Option<v1::Identifier> {
    let kind = element.attribute("IdType").unwrap_or("pubmed");
    let text = notes.words(element);
    if text.is_empty() {
        return None;
    }
    let scheme = match kind {
        "pubmed" => IdentifierScheme::Pmid,
        "doi" => IdentifierScheme::Doi,
        "pii" => IdentifierScheme::Pii,
        "pmc" => IdentifierScheme::Pmcid,
        "mid" => IdentifierScheme::Mid,
        "bookaccession" => IdentifierScheme::Bookaccession,
        "pmcid" => return Some(pmc_text(&text, notes)),
        _ => return Some(other(kind, text.into_owned())),
    };
    Some(checked(identifier(scheme, &text), notes))
}

/// An `ELocationID`; absent when it is empty.
pub fn location(element: Element<'_>, notes: &mut Notes) -> Option<v1::Identifier> {
    let kind = element.attribute("EIdType").unwrap_or_default();
    let valid = element.attribute("ValidYN").is_none_or(|valid| valid != "N");
    let text = notes.words(element);
    if text.is_empty() {
        return None;
    }
    let mut found = match kind {
        "doi" => checked(identifier(IdentifierScheme::Doi, &text), notes),
        "pii" => identifier(IdentifierScheme::Pii, &text),
        _ => other(kind, text.into_owned()),
    };
    if !valid {
        notes.warn(format!("PubMed marks {kind} {} as not valid", found.value));
        found.invalid = true;
    }
    Some(found)
}

/// An `OtherID`; absent when it is empty.
pub fn other_id(element: Element<'_>, notes: &mut Notes) -> Option<v1::Identifier> {
    let source = element.attribute("Source").unwrap_or_default();
    let text = notes.words(element);
    if text.is_empty() {
        return None;
    }
    if source == "NLM" && text.starts_with("PMC") {
        return Some(pmc_text(&text, notes));
    }
    if source == "NLM" && text.starts_with("NIHMS") {
        return Some(identifier(IdentifierScheme::Mid, &text));
    }
    Some(other(source, text.into_owned()))
}

/// Adds what is new to the identifiers of a record, and says what contradicts the record's own PMID.
pub fn add(found: v1::Identifier, identifiers: &mut Vec<v1::Identifier>, notes: &mut Notes) {
    if let Err(second) = notes.known.add(found, identifiers) {
        notes.warn(format!("the record also gives PMID {}", second.value));
        notes.unplaced("ArticleIdList/ArticleId@pubmed", second.value);
    }
}

/// "PMC2663367 [Available on 01/01/10]", "pmc-id: PMC123;manuscript-id: NIHMS9;": the id, and the words if there are more.
fn pmc_text(text: &str, notes: &mut Notes) -> v1::Identifier {
    let at = text.find("PMC").unwrap_or(0);
    let end = text[at..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(text.len(), |end| at + end);
    let id = &text[at..end];
    if id != text {
        notes.unplaced("pmcid", text);
    }
    checked(identifier(IdentifierScheme::Pmcid, id), notes)
}

fn other(kind: &str, value: String) -> v1::Identifier {
    v1::Identifier {
        scheme: IdentifierScheme::Other.into(),
        value,
        r#type: kind.to_owned(),
        ..Default::default()
    }
}

fn checked(found: v1::Identifier, notes: &mut Notes) -> v1::Identifier {
    if found.invalid {
        let scheme = found.scheme().as_str_name().trim_start_matches("IDENTIFIER_SCHEME_");
        notes.warn(format!("{scheme} {:?} is not valid and is kept as written", found.value));
    }
    found
}
