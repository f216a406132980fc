//! "1st", "first": endings by the last digit, the last two or the whole number, in the gender of the noun.

use citationberg::taxonomy::OtherTerm;
use citationberg::{GrammarGender, LocalizedTerm, OrdinalMatch};

use super::{Locale, Ordinal};

pub fn read(term: &LocalizedTerm, name: OtherTerm) -> Ordinal {
    let (number, long) = match name {
        OtherTerm::OrdinalN(number) => (Some(number), false),
        OtherTerm::LongOrdinal(number) => (Some(number), true),
        _ => (None, false),
    };
    // without `match`, 0 to 9 look at the last digit and 10 to 99 at the last two
    let matching = term.match_.unwrap_or(match number {
        Some(10..) => OrdinalMatch::LastTwoDigits,
        _ => OrdinalMatch::LastDigit,
    });
    Ordinal {
        number,
        matching,
        gender: term.gender_form,
        long,
        text: term.single().or_else(|| term.multiple()).unwrap_or_default().into(),
    }
}

impl Locale {
    /// The ending of an ordinal: "st" of 1st.
    pub fn ordinal_ending(&self, number: u32, gender: Option<GrammarGender>) -> &str {
        let ends = |ordinal: &&Ordinal| {
            let Some(wanted) = ordinal.number else { return false };
            let wanted = u32::from(wanted);
            match ordinal.matching {
                OrdinalMatch::WholeNumber => number == wanted,
                OrdinalMatch::LastTwoDigits => number % 100 == wanted,
                OrdinalMatch::LastDigit => number % 10 == wanted,
            }
        };
        let short = || self.ordinals.iter().filter(|ordinal| !ordinal.long);
        // the older scheme has ordinal-01 to -04 and nothing for the rest, 04 being all others
        if !short().any(|ordinal| ordinal.number.is_none()) {
            let class = match (number % 100, number % 10) {
                (11..=13, _) => 4,
                (_, last @ 1..=3) => last as u8,
                _ => 4,
            };
            let of_class = short().filter(|ordinal| ordinal.number == Some(class));
            return best(of_class, gender);
        }
        let rank = |ordinal: &Ordinal| match ordinal.matching {
            OrdinalMatch::WholeNumber => 2,
            OrdinalMatch::LastTwoDigits => 1,
            OrdinalMatch::LastDigit => 0,
        };
        let specific: Vec<&Ordinal> = short().filter(ends).collect();
        let top = specific.iter().map(|ordinal| rank(ordinal)).max();
        if let Some(top) = top {
            return best(specific.into_iter().filter(|ordinal| rank(ordinal) == top), gender);
        }
        best(short().filter(|ordinal| ordinal.number.is_none()), gender)
    }

    /// The whole word, which languages have for 1 to 10.
    pub fn long_ordinal(&self, number: u32, gender: Option<GrammarGender>) -> Option<&str> {
        let words = self
            .ordinals
            .iter()
            .filter(|ordinal| ordinal.long && ordinal.number.map(u32::from) == Some(number));
        let word = best(words, gender);
        (!word.is_empty()).then_some(word)
    }
}

/// The form of this gender, else the neutral one, else any.
fn best<'a>(ordinals: impl Iterator<Item = &'a Ordinal>, gender: Option<GrammarGender>) -> &'a str {
    let ordinals: Vec<&Ordinal> = ordinals.collect();
    let of = |wanted: Option<GrammarGender>| ordinals.iter().find(|ordinal| ordinal.gender == wanted);
    of(gender).or_else(|| of(None)).or(ordinals.first()).map_or("", |ordinal| &ordinal.text)
}
