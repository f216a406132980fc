//! What each format cannot carry, in one place: the tests hold the writers and the readers to it, `evaluate formats` prints it, and
//! the table of the README is made of it.

mod ambiguous;
mod container;
mod dates;
mod details;
mod identifiers;
mod kind;
mod links;
mod people;
mod subjects;
mod texts;
mod white;

use super::Format;
use crate::contract::v1::{Citation, Publisher};

/// Every format but JSON Lines, which is the contract itself.
const TEXT: &[Format] = &[
    Format::Ris,
    Format::Bibtex,
    Format::Biblatex,
    Format::CslJson,
    Format::Nbib,
    Format::EndnoteXml,
    Format::Csv,
];
const ALL: &[Format] = &Format::ALL;

/// What each format does not carry, in the order in which it is taken out.
pub fn losses() -> impl Iterator<Item = &'static Loss> {
    [
        white::WHITE,
        ambiguous::AMBIGUOUS,
        kind::KIND,
        texts::TEXTS,
        people::PEOPLE,
        container::CONTAINER,
        dates::DATES,
        subjects::SUBJECTS,
        identifiers::IDENTIFIERS,
        links::LINKS,
        details::DETAILS,
    ]
    .into_iter()
    .flatten()
}

/// Something of a citation that does not come back from a file of some formats.
pub struct Loss {
    /// Field of the contract, in snake_case, through repeated fields too.
    pub field: &'static str,
    /// What of it, where it is not the whole field.
    pub what: &'static str,
    /// Formats that lose it.
    pub formats: &'static [Format],
    /// Why.
    pub why: &'static str,
    /// Whether a record has it.
    pub when: fn(&Citation, Format) -> bool,
    /// Takes it out of a record, or brings it to the form that the format gives it.
    pub cut: fn(&mut Citation, Format),
}

/// What is left of a record and of what came back when that is taken out of both which the format does not carry of the record.
/// The two are equal, or the format's writer or reader is wrong.
pub fn comparable(format: Format, mut before: Citation, mut after: Citation) -> (Citation, Citation) {
    let lost: Vec<&Loss> =
        losses().filter(|loss| loss.formats.contains(&format) && (loss.when)(&before, format)).collect();
    for loss in lost {
        (loss.cut)(&mut before, format);
        (loss.cut)(&mut after, format);
    }
    (before, after)
}

fn always(_: &Citation, _: Format) -> bool {
    true
}

/// Leaves no message that says nothing: a reader makes none.
fn tidy(c: &mut Citation) {
    let empty = |publisher: &Publisher| *publisher == Default::default();
    if let Some(container) = &mut c.container {
        container.publisher.take_if(|publisher| empty(publisher));
    }
    c.publisher.take_if(|publisher| empty(publisher));
    c.container.take_if(|container| *container == Default::default());
    c.pages.take_if(|pages| *pages == Default::default());
    c.series.take_if(|series| *series == Default::default());
    c.event.take_if(|event| *event == Default::default());
    c.archive.take_if(|archive| *archive == Default::default());
    c.legal.take_if(|legal| *legal == Default::default());
}
