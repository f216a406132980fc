//! The seven forms under "Cite this" of an Elsevier Pure portal. They are not CSL: what is missing leaves no gap and no stray mark, the
//! dash of a range is a hyphen, and two of them are files of other programs.

mod apa;
mod author;
mod bibtex;
mod harvard;
mod line;
mod ris;
mod standard;
mod vancouver;
mod work;

use citationberg::taxonomy::{
    DateVariable, NameVariable, NumberVariable, PageVariable, StandardVariable, Variable,
};

use super::output::Format;
use crate::contract::v1::Citation;
use work::Work;

/// One of the seven, in the order of the portal's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PureStyle {
    Apa,
    Author,
    Bibtex,
    Harvard,
    Standard,
    Ris,
    Vancouver,
}

impl PureStyle {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Apa, Self::Author, Self::Bibtex, Self::Harvard, Self::Standard, Self::Ris, Self::Vancouver];

    /// Id of the style.
    pub fn id(self) -> &'static str {
        match self {
            Self::Apa => "pure-apa",
            Self::Author => "pure-author",
            Self::Bibtex => "pure-bibtex",
            Self::Harvard => "pure-harvard",
            Self::Standard => "pure-standard",
            Self::Ris => "pure-ris",
            Self::Vancouver => "pure-vancouver",
        }
    }

    /// Name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Apa => "Pure: APA",
            Self::Author => "Pure: Author",
            Self::Bibtex => "Pure: BibTeX",
            Self::Harvard => "Pure: Harvard",
            Self::Standard => "Pure: Standard",
            Self::Ris => "Pure: RIS",
            Self::Vancouver => "Pure: Vancouver",
        }
    }

    /// What it prints of an article.
    pub(super) fn variables(self) -> &'static [Variable] {
        const PRINTED: [Variable; 7] = [
            Variable::Standard(StandardVariable::Title),
            Variable::Name(NameVariable::Author),
            Variable::Date(DateVariable::Issued),
            Variable::Standard(StandardVariable::ContainerTitle),
            Variable::Number(NumberVariable::Volume),
            Variable::Page(PageVariable::Page),
            Variable::Standard(StandardVariable::DOI),
        ];
        match self {
            Self::Author | Self::Standard => &PRINTED[..6],
            Self::Apa | Self::Bibtex | Self::Harvard | Self::Ris | Self::Vancouver => &PRINTED,
        }
    }

    /// The style of an id.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.id() == id)
    }

    /// Prints a work. `lang` is the language of the portal; labels are known in English and in part in German and Danish.
    pub fn print(self, citation: &Citation, lang: &str, format: Format) -> String {
        let work = Work::of(citation);
        match self {
            Self::Apa => apa::print(&work, format),
            Self::Author => author::print(&work, &Labels::of(lang), format),
            Self::Bibtex => bibtex::print(&work),
            Self::Harvard => harvard::print(&work, format),
            Self::Standard => standard::print(&work, &Labels::of(lang), format),
            Self::Ris => ris::print(&work),
            Self::Vancouver => vancouver::print(&work, format),
        }
    }
}

/// Words that differ by the language of a portal.
struct Labels {
    in_container: &'static str,
    pages: &'static str,
}

impl Labels {
    fn of(lang: &str) -> Self {
        match lang.get(..2) {
            Some("de") => Self { in_container: "in:", pages: "p." },
            Some("da") => Self { in_container: "I", pages: "s." },
            _ => Self { in_container: "In:", pages: "p." },
        }
    }
}
