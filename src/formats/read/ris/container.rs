use super::record::{Builder, one};
use crate::contract::v1;
use crate::contract::v1::CitationType as T;

impl Builder {
    /// T2 is the journal or book; in exports of Pure, which name the journal elsewhere, it is a subtitle.
    pub fn second_title(&mut self, value: &str, journal_named: bool) {
        let stands_alone = matches!(self.kind, T::Thesis | T::Book | T::Report);
        if self.kind == T::Thesis
            || journal_named && !self.is_container(value) && self.kind == T::ArticleJournal
        {
            self.title(value, v1::TitleRole::Subtitle);
        } else if stands_alone {
            one(
                &mut self.citation.series.get_or_insert_default().title,
                "T2",
                value.to_owned(),
                &mut self.unplaced,
            );
        } else {
            self.container_title("T2", value);
        }
    }

    pub fn is_container(&self, value: &str) -> bool {
        self.citation.container.as_ref().is_some_and(|container| container.title.eq_ignore_ascii_case(value))
    }

    pub fn container_title(&mut self, tag: &str, value: &str) {
        let container = self.citation.container.get_or_insert_default();
        if container.title.is_empty() {
            container.title = value.to_owned();
            return;
        }
        if container.title.eq_ignore_ascii_case(value) || self.has("abbreviation", value) {
            return;
        }
        let container = self.citation.container.get_or_insert_default();
        if tag == "JO" || tag == "JF" {
            // JO is the full title to some and the abbreviation to others; the longer is the title
            let (full, short) = if value.len() > container.title.len() {
                (value.to_owned(), container.title.clone())
            } else {
                (container.title.clone(), value.to_owned())
            };
            container.title = full;
            container.abbreviations.push(v1::Abbreviation { text: short.clone(), authority: 0 });
            self.is_new("abbreviation", &short);
            return;
        }
        self.unplaced.push(v1::UnplacedField { tag: tag.to_owned(), value: value.to_owned() });
    }

    pub fn abbreviation(&mut self, value: &str) {
        let container = self.citation.container.get_or_insert_default();
        if container.title != value && self.is_new("abbreviation", value) {
            let container = self.citation.container.get_or_insert_default();
            container.abbreviations.push(v1::Abbreviation { text: value.to_owned(), authority: 0 });
        }
    }
}
