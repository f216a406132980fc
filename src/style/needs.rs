//! What a style needs and a work lacks. The style itself tells what it asked for while it printed; the table here tells which of that
//! is missed, by type of work: an article without a volume is worth a word, a book without one is not.

use citationberg::taxonomy::{
    DateVariable as D, NameVariable as N, NumberVariable, PageVariable, StandardVariable as S, Variable,
};

use super::item::{Cited, Item};
use super::policy::fallen;
use super::pure::PureStyle;
use super::title::TitlePolicy;
use crate::contract::v1::{Citation, CitationType as T, ContributorRole, DateKind};

/// Something that is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Field of `Citation`, as a path.
    pub field: &'static str,
    /// What is missing, for people.
    pub message: &'static str,
}

struct Need {
    variable: Variable,
    /// Whether this work ought to have it.
    of: fn(&Citation) -> bool,
    lack: Lack,
}

const fn need(
    variable: Variable,
    of: fn(&Citation) -> bool,
    field: &'static str,
    message: &'static str,
) -> Need {
    Need { variable, of, lack: Lack { field, message } }
}

const NEEDS: [Need; 14] = [
    need(Variable::Standard(S::Title), |_| true, "titles", "no title"),
    need(
        Variable::Name(N::Author),
        lacks_people,
        "contributors",
        "no author: something else stands in the place of the names",
    ),
    need(Variable::Date(D::Issued), |_| true, "dates", "no date of publication"),
    need(
        Variable::Standard(S::ContainerTitle),
        is_part,
        "container.title",
        "no title of the journal, book or proceedings that it is in",
    ),
    need(Variable::Number(NumberVariable::Volume), is_article, "volume", "no volume"),
    need(Variable::Page(PageVariable::Page), has_pages, "pages", "neither pages nor an article number"),
    need(Variable::Standard(S::DOI), has_doi, "identifiers", "no DOI"),
    need(Variable::Standard(S::Publisher), is_published, "publisher.name", "no publisher or institution"),
    need(Variable::Standard(S::PublisherPlace), is_book, "publisher.place", "no place of publication"),
    need(Variable::Standard(S::URL), is_online, "locations", "no URL"),
    need(
        Variable::Date(D::Accessed),
        is_read_online,
        "locations.accessed",
        "a URL and no date on which it was read",
    ),
    need(
        Variable::Standard(S::Genre),
        |work| work.r#type() == T::Thesis,
        "genre",
        "no kind of thesis, such as \"Doctoral dissertation\"",
    ),
    need(Variable::Number(NumberVariable::Number), is_numbered, "number", "no number"),
    need(Variable::Standard(S::Authority), is_legal, "legal.authority", "no court or other authority"),
];

/// What a work lacks of that for which a style asked in vain.
pub fn lacks(work: &Citation, asked: &[Variable]) -> Vec<Lack> {
    NEEDS
        .iter()
        .filter(|need| asked.contains(&need.variable) && (need.of)(work))
        .map(|need| need.lack)
        .collect()
}

/// The same for a form of a Pure portal.
pub fn portal_lacks(work: &Citation, style: PureStyle) -> Vec<Lack> {
    let cited = Cited::new(work, TitlePolicy::Original);
    let empty = |variable: &Variable| match variable {
        Variable::Name(name) => cited.names(*name).is_empty(),
        Variable::Date(date) => cited.date(*date).is_none(),
        other => cited.text(*other).is_none(),
    };
    let asked: Vec<Variable> = style.variables().iter().copied().filter(empty).collect();
    let mut missed = lacks(work, &asked);
    // a portal prints the reference of a retracted work as that of any other, and so do its forms here
    if fallen(work).is_some() {
        missed.push(Lack {
            field: "editorial_status",
            message: "the work is retracted or withdrawn, which this form does not say",
        });
    }
    missed
}

fn lacks_people(work: &Citation) -> bool {
    let instead = [ContributorRole::Editor, ContributorRole::Compiler, ContributorRole::Translator];
    let whole = matches!(work.r#type(), T::Book | T::Collection | T::Periodical | T::Report | T::Classic);
    let legal =
        is_legal(work) || matches!(work.r#type(), T::Legislation | T::Bill | T::Regulation | T::Treaty);
    let others = whole && work.contributors.iter().any(|person| instead.contains(&person.role()));
    !(legal || others)
}

fn is_article(work: &Citation) -> bool {
    matches!(work.r#type(), T::ArticleJournal | T::Review | T::ReviewBook)
}

fn is_part(work: &Citation) -> bool {
    let entry = matches!(work.r#type(), T::Entry | T::EntryDictionary | T::EntryEncyclopedia);
    let press = matches!(work.r#type(), T::ArticleMagazine | T::ArticleNewspaper);
    is_article(work) || entry || press || matches!(work.r#type(), T::Chapter | T::PaperConference)
}

fn has_pages(work: &Citation) -> bool {
    is_article(work) || matches!(work.r#type(), T::Chapter | T::PaperConference)
}

fn has_doi(work: &Citation) -> bool {
    is_article(work) || matches!(work.r#type(), T::Preprint | T::Dataset)
}

fn is_book(work: &Citation) -> bool {
    matches!(work.r#type(), T::Book | T::Chapter | T::Collection | T::EntryEncyclopedia | T::EntryDictionary)
}

fn is_published(work: &Citation) -> bool {
    is_book(work) || matches!(work.r#type(), T::Report | T::Thesis | T::Dataset | T::Software | T::Standard)
}

fn is_online(work: &Citation) -> bool {
    matches!(work.r#type(), T::Webpage | T::Post)
}

/// It has a URL and nothing that lasts longer.
fn is_read_online(work: &Citation) -> bool {
    let cited = Cited::new(work, TitlePolicy::Original);
    let has = |variable: S| cited.text(Variable::Standard(variable)).is_some();
    let read = work.dates.iter().any(|date| date.kind() == DateKind::Accessed);
    is_online(work) && has(S::URL) && !has(S::DOI) && !read
}

fn is_numbered(work: &Citation) -> bool {
    matches!(work.r#type(), T::Patent | T::Standard)
}

fn is_legal(work: &Citation) -> bool {
    matches!(work.r#type(), T::LegalCase | T::Hearing)
}
