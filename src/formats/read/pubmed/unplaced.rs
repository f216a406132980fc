//! What a record says and the citation has no field for: kept by its tag, never dropped in silence.

use std::borrow::Cow;

use crate::contract::v1;

use super::identifiers::Known;
use super::inline::plain;
use super::tree::{Element, LeftOver, Tree};

/// Warnings that one record may have.
const MOST_WARNINGS: usize = 200;

/// What is noted while one record is read.
#[derive(Default)]
pub struct Notes {
    pub warnings: Vec<String>,
    pub unplaced: Vec<v1::UnplacedField>,
    /// The record's identifiers so far.
    pub known: Known,
}

impl Notes {
    /// Notes a warning once. Past [`MOST_WARNINGS`] of one record only that there are more.
    pub fn warn(&mut self, warning: impl Into<String>) {
        let warning = warning.into();
        if self.warnings.len() > MOST_WARNINGS || self.warnings.contains(&warning) {
            return;
        }
        let full = self.warnings.len() == MOST_WARNINGS;
        self.warnings.push(if full { "more warnings, not listed".to_owned() } else { warning });
    }

    pub fn unplaced(&mut self, tag: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.unplaced.push(v1::UnplacedField { tag: tag.into(), value });
        }
    }

    /// The text of an element for a field that holds no markup; markup, where there is some, is kept beside it.
    pub fn text(&mut self, element: Element<'_>) -> String {
        self.words(element).into_owned()
    }

    /// The same as [`Notes::text`], borrowed where the source has it as it is meant.
    pub fn words<'t>(&mut self, element: Element<'t>) -> Cow<'t, str> {
        if element.has_markup() {
            self.unplaced(element.name(), element.source());
        }
        plain(element)
    }

    /// The text of the child called `name`, empty where there is none.
    pub fn child(&mut self, element: Element<'_>, name: &str) -> String {
        element.child(name).map(|child| self.text(child)).unwrap_or_default()
    }

    /// The same as [`Notes::child`], borrowed where the source has it as it is meant.
    pub fn child_words<'t>(&mut self, element: Element<'t>, name: &str) -> Cow<'t, str> {
        element.child(name).map(|child| self.words(child)).unwrap_or_default()
    }

    /// Keeps everything of the record that was not read.
    pub fn sweep(&mut self, tree: &Tree<'_>) {
        tree.left_over(|path, left| {
            let text = match left {
                LeftOver::Element(element) if element.has_markup() => element.source().to_owned(),
                LeftOver::Element(element) => plain(element).into_owned(),
                LeftOver::Text(text) => text.trim().to_owned(),
            };
            self.unplaced(path, text);
        });
        tree.attributes_left_over(|element, attribute, value| {
            if !says_nothing(element, attribute, value) {
                self.unplaced(format!("{element}@{attribute}"), value.trim());
            }
        });
        for entity in &tree.unknown_entities {
            self.warn(format!("unknown entity {entity} kept as text"));
        }
    }
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
