//! A `Citation` as CSL sees it.

use std::borrow::Cow;

use citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, NumberVariable, StandardVariable as S, Variable,
};

use super::kind::kind;
use super::{Date, Day, Item, Markup, Name, Text};
use crate::contract::v1::{
    AbbreviationAuthority, Citation, Contributor, ContributorRole, DateKind, IdentifierScheme, LinkKind,
    Pages, PartialDate, PublicationStatus, Season,
};
use crate::style::policy::Family;
use crate::style::title::{PrintedTitle, TitlePolicy};

/// A citation with the title that is to be printed.
#[derive(Clone, Debug)]
pub struct Cited<'a> {
    citation: &'a Citation,
    title: PrintedTitle,
    postscript: String,
}

impl<'a> Cited<'a> {
    /// A citation under a title policy.
    pub fn new(citation: &'a Citation, policy: TitlePolicy) -> Self {
        Self { citation, title: PrintedTitle::of(citation, policy), postscript: String::new() }
    }

    /// A citation as a manual wants it: with the title that it asks for, unless told otherwise, and marked where it no longer stands.
    pub fn by_manual(citation: &'a Citation, family: Family, policy: Option<TitlePolicy>) -> Self {
        let mut cited = Self::new(citation, policy.unwrap_or_else(|| family.title_policy()));
        if let Some(after) = family.after_title(citation) {
            cited.title.text.push_str(&after);
        }
        cited.postscript = family.postscript(citation, cited.title.is_translation);
        cited
    }

    /// The record.
    pub fn citation(&self) -> &'a Citation {
        self.citation
    }

    /// The title that is printed.
    pub fn title(&self) -> &PrintedTitle {
        &self.title
    }

    fn identifier(&self, scheme: IdentifierScheme) -> Option<&'a str> {
        let of = |id: &&crate::contract::v1::Identifier| id.scheme() == scheme && !id.invalid;
        self.citation.identifiers.iter().find(of).map(|id| id.value.as_str())
    }

    fn standard(&self, variable: S) -> Option<Cow<'_, str>> {
        let citation = self.citation;
        let container = citation.container.as_ref();
        let archive = citation.archive.as_ref();
        let legal = citation.legal.as_ref();
        let related = |kind: LinkKind| citation.related_works.iter().find(|work| work.kind() == kind);
        let own = citation.publisher.as_ref();
        let of_container = container.and_then(|container| container.publisher.as_ref());
        let text = |text: &'a str| Some(Cow::Borrowed(text));
        match variable {
            S::Abstract => text(&citation.abstracts.first()?.text),
            S::Annote | S::Note => text(citation.notes.first()?),
            S::Archive => text(&archive?.name),
            S::ArchiveCollection => text(&archive?.collection),
            S::ArchiveLocation => text(&archive?.location),
            S::ArchivePlace => text(&archive?.place),
            S::Authority => text(&legal?.authority),
            S::CallNumber => text(&archive?.call_number),
            S::CitationKey => text(self.identifier(IdentifierScheme::CitationKey)?),
            S::CollectionTitle => text(&citation.series.as_ref()?.title),
            S::ContainerTitle => match (container, legal) {
                (Some(container), _) if !container.title.is_empty() => {
                    if container.subtitle.is_empty() {
                        return text(&container.title);
                    }
                    Some(format!("{}: {}", container.title, container.subtitle).into())
                }
                (_, Some(legal)) => text(&legal.reporter),
                _ => None,
            },
            S::ContainerTitleShort => self.abbreviation(),
            S::Dimensions => text(citation.physical_description.first()?),
            S::DOI => text(self.identifier(IdentifierScheme::Doi)?),
            S::Event | S::EventTitle => text(&citation.event.as_ref()?.name),
            S::EventPlace => text(&citation.event.as_ref()?.place),
            S::Genre => text(&citation.genre),
            S::ISBN => {
                let book = container.and_then(|container| container.isbns.first()).map(String::as_str);
                text(self.identifier(IdentifierScheme::Isbn).or(book)?)
            }
            S::ISSN => text(&container?.issns.iter().find(|issn| !issn.invalid)?.value),
            S::Jurisdiction => text(&legal?.jurisdiction),
            S::Keyword => {
                let words = citation
                    .subjects
                    .iter()
                    .filter(|subject| subject.scheme() == crate::contract::v1::SubjectScheme::Keyword);
                Some(words.map(|subject| subject.label.as_str()).collect::<Vec<_>>().join(", ").into())
            }
            S::Language => text(citation.languages.first()?),
            S::License => text(&citation.rights.first()?.statement),
            S::Medium => text(&citation.medium),
            S::OriginalTitle => text(&related(LinkKind::TranslationOf)?.title),
            S::OriginalPublisher => text(&related(LinkKind::TranslationOf)?.publisher.as_ref()?.name),
            S::OriginalPublisherPlace => text(&related(LinkKind::TranslationOf)?.publisher.as_ref()?.place),
            S::PMCID => text(self.identifier(IdentifierScheme::Pmcid)?),
            S::PMID => text(self.identifier(IdentifierScheme::Pmid)?),
            S::Publisher => {
                let named = |one: Option<&'a crate::contract::v1::Publisher>| {
                    one.map(|one| one.name.as_str()).filter(|name| !name.is_empty())
                };
                text(named(own).or_else(|| named(of_container)).unwrap_or(&citation.institution))
            }
            S::PublisherPlace => {
                let placed = |one: Option<&'a crate::contract::v1::Publisher>| {
                    one.map(|one| one.place.as_str()).filter(|place| !place.is_empty())
                };
                text(placed(own).or_else(|| placed(of_container))?)
            }
            S::References => text(&legal?.history),
            S::ReviewedTitle => text(&related(LinkKind::ReviewOf)?.title),
            S::Source => text(&archive?.data_provider),
            S::Status => text(status(citation.publication_status())?),
            S::TitleShort => text(&citation.short_title),
            S::URL => self.url(),
            _ => None,
        }
    }

    fn number(&self, variable: NumberVariable) -> Option<Cow<'_, str>> {
        let citation = self.citation;
        let pages = citation.pages.as_ref();
        let legal = citation.legal.as_ref();
        let text = |text: &'a str| Some(Cow::Borrowed(text));
        match variable {
            NumberVariable::CollectionNumber => text(&citation.series.as_ref()?.number),
            NumberVariable::Edition => text(edition(&citation.edition)),
            NumberVariable::Issue => text(&citation.issue),
            NumberVariable::Number => {
                let docket =
                    legal.map(|legal| legal.docket_number.as_str()).filter(|number| !number.is_empty());
                let own = Some(citation.number.as_str()).filter(|number| !number.is_empty());
                // many files give an article's number as its page too
                let only = |pages: &&Pages| pages.first.is_empty() || pages.first == pages.article_number;
                let article = pages.filter(only).map(|pages| pages.article_number.as_str());
                text(own.or(docket).or(article)?)
            }
            NumberVariable::NumberOfPages => Some(pages?.count?.to_string().into()),
            NumberVariable::NumberOfVolumes => {
                let said = citation.physical_description.iter().find_map(|one| one.strip_suffix(" vols."));
                text(said?)
            }
            NumberVariable::PageFirst => text(&pages?.first),
            NumberVariable::Section => {
                let code =
                    legal.map(|legal| legal.code_section.as_str()).filter(|section| !section.is_empty());
                text(code.unwrap_or(&citation.section))
            }
            NumberVariable::Version => text(&citation.version),
            NumberVariable::Volume => text(&citation.volume),
            _ => None,
        }
    }

    fn pages(&self) -> Option<Cow<'_, str>> {
        let pages = self.citation.pages.as_ref()?;
        if pages.first.is_empty() {
            let verbatim =
                if pages.article_number.is_empty() { &pages.verbatim } else { &pages.article_number };
            return Some(Cow::Borrowed(verbatim));
        }
        if pages.last.is_empty() || pages.last == pages.first {
            return Some(Cow::Borrowed(&pages.first));
        }
        Some(format!("{}–{}", pages.first, pages.last).into())
    }

    fn abbreviation(&self) -> Option<Cow<'_, str>> {
        let all = &self.citation.container.as_ref()?.abbreviations;
        let iso = all.iter().find(|one| one.authority() == AbbreviationAuthority::Iso);
        Some(Cow::Borrowed(&iso.or(all.first())?.text))
    }

    fn url(&self) -> Option<Cow<'_, str>> {
        let mut places = self.citation.locations.iter().filter(|place| !place.url.is_empty());
        let own = places.clone().find(|place| place.kind.is_empty() || place.kind == "fulltext");
        Some(Cow::Borrowed(&own.or_else(|| places.next())?.url))
    }

    fn dated(&self, kinds: &[DateKind]) -> Option<Date<'_>> {
        let dates = &self.citation.dates;
        let event = kinds.iter().find_map(|kind| dates.iter().find(|event| event.kind() == *kind))?;
        match event.date.as_ref().filter(|date| date.year != 0) {
            Some(start) => Some(date(start, event.end.as_ref())),
            None if event.verbatim.is_empty() => None,
            None => Some(Date { literal: Some(Cow::Borrowed(&event.verbatim)), ..Date::default() }),
        }
    }
}

impl Item for Cited<'_> {
    fn postscript(&self) -> &str {
        &self.postscript
    }

    fn kind(&self) -> Option<Kind> {
        kind(self.citation.r#type())
    }

    fn language(&self) -> Option<&str> {
        // that of the work: its journal is not English because its title is printed in translation
        let own = self.citation.languages.first().map(String::as_str);
        own.or(Some(self.title.language.as_str()).filter(|language| !language.is_empty()))
    }

    fn text(&self, variable: Variable) -> Option<Text<'_>> {
        if variable == Variable::Standard(S::Title) {
            let markup = Markup::Spans(&self.title.formatting);
            return Some(Text { value: Cow::Borrowed(&self.title.text), markup });
        }
        let value = match variable {
            Variable::Standard(variable) => self.standard(variable),
            Variable::Number(variable) => self.number(variable),
            Variable::Page(_) => self.pages(),
            Variable::Date(_) | Variable::Name(_) => None,
        };
        value.filter(|value| !value.is_empty()).map(Text::plain)
    }

    fn short_text(&self, variable: Variable) -> Option<Text<'_>> {
        let value = match variable {
            Variable::Standard(S::Title) => Some(Cow::Borrowed(self.citation.short_title.as_str())),
            Variable::Standard(S::ContainerTitle) => self.abbreviation(),
            _ => None,
        };
        value.filter(|value| !value.is_empty()).map(Text::plain)
    }

    fn names(&self, variable: NameVariable) -> Vec<Name<'_>> {
        let of = |person: &&Contributor| variable_of(person) == Some(variable);
        self.citation.contributors.iter().filter(of).map(name).collect()
    }

    fn date(&self, variable: DateVariable) -> Option<Date<'_>> {
        match variable {
            DateVariable::Issued => self.dated(&[
                DateKind::Issued,
                DateKind::Print,
                DateKind::Online,
                DateKind::Awarded,
                DateKind::Copyright,
                DateKind::Accepted,
                DateKind::Submitted,
            ]),
            DateVariable::AvailableDate => self.dated(&[DateKind::Online]),
            DateVariable::Submitted => self.dated(&[DateKind::Submitted]),
            DateVariable::OriginalDate => self.dated(&[DateKind::Original]),
            DateVariable::Accessed => self.dated(&[DateKind::Accessed]).or_else(|| {
                let read = self.citation.locations.iter().find_map(|place| place.accessed.as_ref())?;
                Some(date(read, None))
            }),
            DateVariable::EventDate => {
                let event = self.citation.event.as_ref()?;
                Some(date(event.start.as_ref()?, event.end.as_ref()))
            }
        }
    }
}

fn status(status: PublicationStatus) -> Option<&'static str> {
    match status {
        PublicationStatus::InPress => Some("in press"),
        PublicationStatus::AheadOfPrint => Some("advance online publication"),
        PublicationStatus::Submitted => Some("submitted"),
        PublicationStatus::InPreparation => Some("in preparation"),
        PublicationStatus::Unpublished => Some("unpublished"),
        PublicationStatus::Unspecified | PublicationStatus::Published => None,
    }
}

/// "2" of "2nd ed.", so that a style can put it in its own words; other editions as they are.
fn edition(edition: &str) -> &str {
    let lower = edition.trim().to_ascii_lowercase();
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let rest = lower[digits..].trim_start_matches(|c: char| c.is_ascii_alphabetic() && "stndrh".contains(c));
    let plain = matches!(rest.trim(), "" | "ed" | "ed." | "edition" | "edn" | "edn.");
    if digits > 0 && plain { &edition.trim()[..digits] } else { edition }
}

/// Day, month and year of a range or a single day.
fn date<'a>(start: &PartialDate, end: Option<&PartialDate>) -> Date<'a> {
    let day = |date: &PartialDate| Day {
        year: (date.year != 0).then_some(date.year),
        month: date.month.and_then(|month| u8::try_from(month).ok()).filter(|month| (1..=12).contains(month)),
        day: date.day.and_then(|day| u8::try_from(day).ok()),
        season: match date.season() {
            Season::Unspecified => None,
            Season::Spring => Some(1),
            Season::Summer => Some(2),
            Season::Autumn => Some(3),
            Season::Winter => Some(4),
        },
    };
    Date { start: day(start), end: end.map(day), circa: start.approximate, literal: None }
}

fn variable_of(person: &Contributor) -> Option<NameVariable> {
    Some(match person.role() {
        ContributorRole::Unspecified | ContributorRole::Author | ContributorRole::Inventor => {
            NameVariable::Author
        }
        ContributorRole::Editor => NameVariable::Editor,
        ContributorRole::Translator => NameVariable::Translator,
        ContributorRole::SeriesEditor => NameVariable::CollectionEditor,
        ContributorRole::ContainerAuthor => NameVariable::ContainerAuthor,
        ContributorRole::ReviewedAuthor => NameVariable::ReviewedAuthor,
        ContributorRole::Director => NameVariable::Director,
        ContributorRole::Composer => NameVariable::Composer,
        ContributorRole::Illustrator => NameVariable::Illustrator,
        ContributorRole::Interviewer => NameVariable::Interviewer,
        ContributorRole::Recipient => NameVariable::Recipient,
        ContributorRole::Compiler => NameVariable::Compiler,
        ContributorRole::EditorialDirector => NameVariable::EditorialDirector,
        ContributorRole::OriginalAuthor => NameVariable::OriginalAuthor,
        ContributorRole::Other => return other(&person.role_label),
        ContributorRole::Investigator | ContributorRole::Supervisor | ContributorRole::Sponsor => {
            return None;
        }
    })
}

/// Roles that have a name of their own in CSL only.
fn other(label: &str) -> Option<NameVariable> {
    Some(match label {
        "chair" => NameVariable::Chair,
        "contributor" => NameVariable::Contributor,
        "curator" => NameVariable::Curator,
        "editor-translator" => NameVariable::EditorTranslator,
        "executive-producer" => NameVariable::ExecutiveProducer,
        "guest" => NameVariable::Guest,
        "host" => NameVariable::Host,
        "narrator" => NameVariable::Narrator,
        "organizer" => NameVariable::Organizer,
        "performer" => NameVariable::Performer,
        "producer" => NameVariable::Producer,
        "script-writer" => NameVariable::ScriptWriter,
        "series-creator" => NameVariable::SeriesCreator,
        _ => return None,
    })
}

fn name(person: &Contributor) -> Name<'_> {
    let literal = if person.collective.is_empty() { &person.literal } else { &person.collective };
    Name {
        family: Cow::Borrowed(&person.family),
        given: given(person),
        suffix: Cow::Borrowed(&person.suffix),
        literal: Cow::Borrowed(literal),
        ..Name::default()
    }
}

/// Given names; initials that stand close together are set apart, so that each counts.
fn given(person: &Contributor) -> Cow<'_, str> {
    let close = |text: &str| !text.is_empty() && text.len() <= 4 && text.chars().all(char::is_uppercase);
    let apart = |text: &str| text.chars().flat_map(|c| [c, '.']).collect::<String>();
    if person.given.is_empty() && close(&person.initials) {
        return apart(&person.initials).into();
    }
    if person.given.is_empty() {
        return Cow::Borrowed(&person.initials);
    }
    if close(&person.given) { apart(&person.given).into() } else { Cow::Borrowed(&person.given) }
}
