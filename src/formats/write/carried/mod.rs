//! What each format cannot carry, in one place: the tests hold the writers and the readers to it, `evaluate formats` prints it, and
//! the table of the README is made of it.

mod cuts;
mod table;

use super::Format;
use crate::contract::v1::Citation;

pub use table::LOSSES;

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
        LOSSES.iter().filter(|loss| loss.formats.contains(&format) && (loss.when)(&before, format)).collect();
    for loss in lost {
        (loss.cut)(&mut before, format);
        (loss.cut)(&mut after, format);
    }
    (before, after)
}
