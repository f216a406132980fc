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
            return best(of_class, gender).unwrap_or_default();
        }
        // the narrower match wins; one of another gender is none
        let ranks = [OrdinalMatch::WholeNumber, OrdinalMatch::LastTwoDigits, OrdinalMatch::LastDigit];
        ranks
            .into_iter()
            .find_map(|rank| best(short().filter(ends).filter(|ordinal| ordinal.matching == rank), gender))
            .or_else(|| best(short().filter(|ordinal| ordinal.number.is_none()), gender))
            .unwrap_or_default()
    }

    /// The whole word, which languages have for 1 to 10.
    pub fn long_ordinal(&self, number: u32, gender: Option<GrammarGender>) -> Option<&str> {
        let words = self
            .ordinals
            .iter()
            .filter(|ordinal| ordinal.long && ordinal.number.map(u32::from) == Some(number));
        best(words, gender).filter(|word| !word.is_empty())
    }
}

/// The form of this gender, else the neutral one.
fn best<'a>(ordinals: impl Iterator<Item = &'a Ordinal>, gender: Option<GrammarGender>) -> Option<&'a str> {
    let ordinals: Vec<&Ordinal> = ordinals.collect();
    let of = |wanted: Option<GrammarGender>| ordinals.iter().find(|ordinal| ordinal.gender == wanted);
    of(gender).or_else(|| of(None)).map(|ordinal| &*ordinal.text)
}
