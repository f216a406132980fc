//! What the forms of a portal print of a record.

use std::borrow::Cow;

use citationberg::taxonomy::{DateVariable, NameVariable, StandardVariable, Variable};

use crate::contract::v1::{Citation, CitationType, IdentifierScheme};
use crate::style::item::{Cited, Day, Item, Name};
use crate::style::names::initials::Initials;
use crate::style::title::TitlePolicy;

/// A record, read for printing.
pub struct Work<'a> {
    pub citation: &'a Citation,
    cited: Cited<'a>,
}

/// How names of people are written.
#[derive(Clone, Copy, Debug)]
pub enum People {
    /// "Raimondi, Cristina".
    Full,
    /// "Raimondi, C. M.".
    Dotted,
    /// "Raimondi, CM".
    Joined,
    /// "Raimondi CM".
    Close,
}

impl<'a> Work<'a> {
    /// Reads a record.
    pub fn of(citation: &'a Citation) -> Self {
        Self { citation, cited: Cited::new(citation, TitlePolicy::Original) }
    }

    /// Title with its subtitle, without a full stop.
    pub fn title(&self) -> &str {
        &self.cited.title().text
    }

    /// Authors, or editors of a whole volume.
    pub fn people(&self) -> Vec<Name<'_>> {
        let authors = self.cited.names(NameVariable::Author);
        if authors.is_empty() { self.editors() } else { authors }
    }

    /// Editors.
    pub fn editors(&self) -> Vec<Name<'_>> {
        self.cited.names(NameVariable::Editor)
    }

    fn text(&self, variable: StandardVariable) -> Cow<'_, str> {
        self.cited.text(Variable::Standard(variable)).map_or(Cow::Borrowed(""), |text| text.value)
    }

    /// Journal or book.
    pub fn container(&self) -> Cow<'_, str> {
        self.text(StandardVariable::ContainerTitle)
    }

    /// Publisher.
    pub fn publisher(&self) -> Cow<'_, str> {
        self.text(StandardVariable::Publisher)
    }

    /// Place of the publisher.
    pub fn place(&self) -> Cow<'_, str> {
        self.text(StandardVariable::PublisherPlace)
    }

    /// DOI.
    pub fn doi(&self) -> Cow<'_, str> {
        self.text(StandardVariable::DOI)
    }

    /// ISSN of the journal, as printed.
    pub fn issn(&self) -> Cow<'_, str> {
        self.text(StandardVariable::ISSN)
    }

    /// ISBN.
    pub fn isbn(&self) -> Cow<'_, str> {
        self.text(StandardVariable::ISBN)
    }

    /// Pages with a hyphen, in full; a number where there are no pages.
    pub fn pages(&self) -> String {
        self.cited
            .text(Variable::Page(citationberg::taxonomy::PageVariable::Page))
            .map(|text| text.value.replace('–', "-"))
            .unwrap_or_default()
    }

    /// Day of issue.
    pub fn day(&self) -> Day {
        self.cited.date(DateVariable::Issued).map(|date| date.start).unwrap_or_default()
    }

    /// Year, where it is known.
    pub fn year(&self) -> String {
        self.day().year.map(|year| year.to_string()).unwrap_or_default()
    }

    /// True for what stands in a journal.
    pub fn in_journal(&self) -> bool {
        use CitationType as T;
        matches!(
            self.citation.r#type(),
            T::ArticleJournal
                | T::ArticleMagazine
                | T::ArticleNewspaper
                | T::Review
                | T::ReviewBook
                | T::Unspecified
        )
    }

    /// UUID of the record in a portal without dashes, else the own id.
    pub fn key(&self) -> String {
        let pure = self.citation.identifiers.iter().find(|id| id.scheme() == IdentifierScheme::Pure);
        match pure {
            Some(id) => id.value.chars().filter(char::is_ascii_alphanumeric).collect(),
            None => {
                let own = self.citation.name.rsplit('/').next().filter(|own| !own.is_empty());
                own.map_or_else(
                    || crate::record::name::CitationId::derive(self.citation).to_string(),
                    str::to_owned,
                )
            }
        }
    }
}

impl People {
    /// One name.
    pub fn write(self, name: &Name<'_>) -> String {
        if name.is_literal() {
            return name.literal.clone().into_owned();
        }
        if name.family.is_empty() || name.given.is_empty() {
            return format!("{}{}", name.family, name.given);
        }
        let suffix = |separator: &str| match &*name.suffix {
            "" => String::new(),
            suffix => format!("{separator}{suffix}"),
        };
        let initials =
            |with: &str| Initials { with, initialize: true, hyphen: !with.is_empty() }.of(&name.given);
        match self {
            Self::Full => format!("{}, {}{}", name.family, name.given, suffix(", ")),
            Self::Dotted => format!("{}, {}{}", name.family, initials(". "), suffix(", ")),
            Self::Joined => format!("{}, {}{}", name.family, initials(""), suffix(" ")),
            Self::Close => format!("{} {}{}", name.family, initials(""), suffix(" ")),
        }
    }

    /// A list cut after `most` names; the list is whole where it has no more than these. "et al." is told by the second value.
    pub fn list(self, names: &[Name<'_>], most: usize, separator: &str) -> (String, bool) {
        let shown: Vec<String> = names.iter().take(most).map(|name| self.write(name)).collect();
        (shown.join(separator), names.len() > most)
    }
}
