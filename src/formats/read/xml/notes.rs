use std::borrow::Cow;

use super::inline::plain;
use super::tree::{Element, LeftOver, Tree};
use crate::formats::read::notes::Notes;

impl Notes {
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

    /// Keeps everything of the record that was not read, but for attributes that say nothing: `says_nothing` is asked with
    /// element, attribute and value.
    pub fn sweep(&mut self, tree: &Tree<'_>, says_nothing: fn(&str, &str, &str) -> bool) {
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
