//! PubMed and MEDLINE XML: article sets, citation sets, book sets and lone records of every DTD year. The DTD is never fetched:
//! nothing in it is needed.

mod abstracts;
mod article;
mod book;
mod dates;
mod identifiers;
mod journal;
mod links;
mod people;
mod subjects;
mod titles;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::BufRead;

use super::notes::Notes;
use super::xml::{self, Element, Shape, Tree};
use super::{Deletion, Format, Item, Reader, Record, Rejection};
use crate::contract::v1;

pub use titles::titles;

static SHAPE: Shape = Shape {
    format: "pubmed-xml",
    records: &["PubmedArticle", "PubmedBookArticle", "MedlineCitation", "DeleteCitation", "DeleteDocument"],
    roots: &[
        "PubmedArticleSet",
        "MedlineCitationSet",
        "PubmedBookArticleSet",
        "BookDocumentSet",
        "eFetchResult",
    ],
    passed: &[],
    items: items_of,
    name: name_in,
};

/// A reader over the unpacked bytes of a file. It holds one record in memory at a time.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    xml::reader(&SHAPE, input)
}

/// What the element of a well-formed tree says. The error says what makes it no record.
fn items_of(tree: &Tree<'_>, mut notes: Notes, line: u64, items: &mut VecDeque<Item>) -> Result<(), String> {
    let root = tree.root().ok_or("empty")?;
    let mut citation = match root.name() {
        "DeleteCitation" | "DeleteDocument" => {
            deletions(root, line, items);
            return Ok(());
        }
        "PubmedBookArticle" => book::book_article(root, &mut notes)?,
        _ => article::article(root, &mut notes)?,
    };
    notes.sweep(tree, says_nothing);
    if citation.titles.is_empty() {
        notes.warn("no title");
    }
    if let Some(source) = citation.sources.first_mut() {
        if source.record_id.is_empty() {
            notes.warn("no PMID");
        }
        Format::PubmedXml.as_str().clone_into(&mut source.format);
        source.line = i32::try_from(line).ok();
        source.unplaced = notes.unplaced;
    }
    items.push_back(Item::Record(Box::new(Record { citation, warnings: notes.warnings, line })));
    Ok(())
}

fn deletions(root: Element<'_>, line: u64, items: &mut VecDeque<Item>) {
    for pmid in root.children().filter(|child| matches!(child.name(), "PMID" | "ArticleId")) {
        let mut notes = Notes::default();
        let identifier: v1::Identifier = identifiers::pmid(pmid, &mut notes);
        let source_record_id = identifier.value.clone();
        if identifier.invalid {
            let reason = "a deletion of what is not a PMID".to_owned();
            items.push_back(Item::Rejected(Rejection { line, record: source_record_id, reason }));
            continue;
        }
        items.push_back(Item::Deleted(Deletion {
            format: Format::PubmedXml,
            source_record_id,
            identifier,
            line,
        }));
    }
}

/// The PMID in the text of a record.
fn name_in(source: &str) -> Option<String> {
    let (_, after) = source.split_once("<PMID")?;
    let digits: String =
        after.chars().skip_while(|c| *c != '>').skip(1).take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// True for an attribute with the value that the DTD gives it when it is absent, and for the markup of formulas, which is kept
/// whole.
fn says_nothing(element: &str, attribute: &str, value: &str) -> bool {
    match attribute {
        "MajorTopicYN" | "AutoHM" | "EqualContrib" => value == "N",
        "ValidYN" | "CompleteYN" => value == "Y",
        "Owner" => value == "NLM" || (element == "KeywordList" && value == "NOTNLM"),
        "Version" => value == "1",
        "xmlns" => true,
        "DateType" => value == "Electronic",
        _ => attribute.starts_with("xmlns:") || element.starts_with("mml:") || is_formula(element),
    }
}

fn is_formula(element: &str) -> bool {
    element.len() > 1
        && element.starts_with('m')
        && element.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}
