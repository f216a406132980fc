//! What a style asks of a work: the value of a variable. Styles know nothing else of records, so that a `Citation` and a CSL-JSON
//! item of the official test suite are rendered by the same program.

mod citation;
mod kind;

use std::borrow::Cow;

use citationberg::taxonomy::{DateVariable, Kind, NameVariable, Variable};

use crate::contract::v1;
pub use citation::Cited;

/// A work that can be cited.
pub trait Item {
    /// Type of the work; `None` for one that CSL does not know.
    fn kind(&self) -> Option<Kind>;

    /// Language of its titles, BCP 47, where it is known.
    fn language(&self) -> Option<&str>;

    /// Value of a variable that is neither a date nor a list of names.
    fn text(&self, variable: Variable) -> Option<Text<'_>>;

    /// Short form of a variable where the work has one of its own.
    fn short_text(&self, variable: Variable) -> Option<Text<'_>>;

    /// People and groups, in order.
    fn names(&self, variable: NameVariable) -> Vec<Name<'_>>;

    /// A date.
    fn date(&self, variable: DateVariable) -> Option<Date<'_>>;

    /// What is printed after its entry in a list of references, whatever the style.
    fn postscript(&self) -> &str {
        ""
    }
}

/// A value with what is known of its markup.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// Where its markup is.
    pub markup: Markup<'a>,
}

/// Where the markup of a value is.
#[derive(Clone, Copy, Debug)]
pub enum Markup<'a> {
    /// There is none; `<` is a character like any other.
    None,
    /// In the value, as CSL-JSON writes it: `<i>`, `<b>`, `<sc>`, `<sup>`, `<sub>`, `<span class="nocase">`.
    Tags,
    /// Beside the value.
    Spans(&'a [v1::Formatting]),
}

/// A name of a person or group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name<'a> {
    /// Family name.
    pub family: Cow<'a, str>,
    /// Given names or initials.
    pub given: Cow<'a, str>,
    /// Particle that goes when only the family name is printed: "de" of "Jean de La Fontaine".
    pub dropping: Cow<'a, str>,
    /// Particle that stays: "van" of "Vincent van Gogh".
    pub non_dropping: Cow<'a, str>,
    /// A comma stands before the dropping particle.
    pub comma_dropping: bool,
    /// "Jr."
    pub suffix: Cow<'a, str>,
    /// A comma stands before the suffix also where given names come first.
    pub comma_suffix: bool,
    /// A group, or a name that is not divided.
    pub literal: Cow<'a, str>,
    /// The parts have CSL-JSON's tags.
    pub tagged: bool,
}

/// A date or a range of dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Date<'a> {
    /// First or only day.
    pub start: Day,
    /// Last day of a range; all `None` in an open one.
    pub end: Option<Day>,
    /// Not certain.
    pub circa: bool,
    /// Words in place of numbers.
    pub literal: Option<Cow<'a, str>>,
}

/// A date of which a part may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Year; -1 is 1 BCE.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 to 4, spring to winter, where there is no month.
    pub season: Option<u8>,
}

impl<'a> Text<'a> {
    /// A value without markup.
    pub fn plain(value: impl Into<Cow<'a, str>>) -> Self {
        Self { value: value.into(), markup: Markup::None }
    }

    /// A value with CSL-JSON's tags.
    pub fn tagged(value: impl Into<Cow<'a, str>>) -> Self {
        Self { value: value.into(), markup: Markup::Tags }
    }
}

impl Name<'_> {
    /// A group, or a name that is not divided.
    pub fn is_literal(&self) -> bool {
        !self.literal.is_empty()
    }

    /// True when nothing could be printed.
    pub fn is_empty(&self) -> bool {
        self.literal.is_empty() && self.family.is_empty() && self.given.is_empty()
    }
}
