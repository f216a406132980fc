use super::record::Builder;
use crate::contract::v1;
use crate::contract::v1::CitationType as T;

impl Builder {
    /// T2 is the journal or book; in exports of Pure, which name the journal elsewhere, it is a subtitle.
    pub fn second_title(&mut self, value: &str, journal_named: bool) {
        let stands_alone = matches!(self.kind, T::Thesis | T::Book | T::Report);
        if self.kind == T::Thesis
            || journal_named && !self.is_container(value) && self.kind == T::ArticleJournal
        {
            self.draft.title("T2", value, v1::TitleRole::Subtitle);
        } else if stands_alone {
            self.draft.one("T2", value, |c| &mut c.series.get_or_insert_default().title);
        } else {
            self.container_title("T2", value);
        }
    }

    fn is_container(&self, value: &str) -> bool {
        let container = self.draft.citation.container.as_ref();
        container.is_some_and(|container| container.title.eq_ignore_ascii_case(value))
    }

    pub fn container_title(&mut self, tag: &str, value: &str) {
        let container = self.draft.container();
        if container.title.is_empty() {
            container.title = value.to_owned();
            return;
        }
        if container.title.eq_ignore_ascii_case(value) || self.draft.has("abbreviation", value) {
            return;
        }
        if tag != "JO" && tag != "JF" {
            return self.draft.notes.unplaced(tag, value);
        }
        // JO is the full title to some and the abbreviation to others; the longer is the title
        let container = self.draft.container();
        let mut short = value.to_owned();
        if value.len() > container.title.len() {
            std::mem::swap(&mut container.title, &mut short);
        }
        self.draft.abbreviation(&short, v1::AbbreviationAuthority::Unspecified);
    }

    pub fn abbreviation(&mut self, value: &str) {
        if !self.is_container(value) {
            self.draft.abbreviation(value, v1::AbbreviationAuthority::Unspecified);
        }
    }
}
