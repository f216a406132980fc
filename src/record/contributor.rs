//! Names of people as formats write them.

use crate::contract::v1::Contributor;

/// Reads `Family, Given`, `Family, Given, Jr` or BibTeX's `Family, Jr, Given`. Without a comma, or with more, the name is
/// kept whole.
pub fn from_inverted(text: &str) -> Contributor {
    let text = text.trim().trim_end_matches(',').trim_end();
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [family, given] if !family.is_empty() => person(given, family, ""),
        [family, suffix, given] if is_suffix(suffix) && !family.is_empty() => person(given, family, suffix),
        [family, given, suffix] if is_suffix(suffix) && !family.is_empty() => person(given, family, suffix),
        _ => literal(text),
    }
}

/// Reads a name in the order in which it is spoken: `Maria Rosa van der Berg`, `Santiago Ramón y Cajal`, `John Smith, Jr.`.
/// Particles belong to the family name. One word, or the name of a group, is kept whole.
pub fn from_display(text: &str) -> Contributor {
    let text = text.trim();
    let (name, suffix) = match text.rsplit_once(',') {
        Some((name, suffix)) if is_suffix(suffix.trim()) && !name.contains(',') => {
            (name.trim(), suffix.trim())
        }
        Some(_) => return from_inverted(text),
        None => (text, ""),
    };
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let suffix = match words.last() {
        Some(last) if suffix.is_empty() && words.len() > 2 && is_suffix(last) => {
            words.pop().unwrap_or_default()
        }
        _ => suffix,
    };
    if words.len() < 2 || words.iter().any(|word| is_of_a_group(word)) {
        return literal(text);
    }
    let family = family_start(&words);
    person(&words[..family].join(" "), &words[family..].join(" "), suffix)
}

/// Index of the first word of the family name; never 0.
fn family_start(words: &[&str]) -> usize {
    let last = words.len() - 1;
    let particle = words[1..last].iter().position(|word| is_particle(word)).map_or(last, |at| at + 1);
    // in "Ramón y Cajal" the word before the conjunction is a family name too
    if particle > 1 && particle < last && matches!(words[particle], "y" | "e" | "i") {
        return particle - 1;
    }
    particle
}

fn is_particle(word: &str) -> bool {
    if word.starts_with(char::is_lowercase) {
        return true;
    }
    matches!(
        word,
        "De" | "Del"
            | "Della"
            | "Dello"
            | "Di"
            | "Da"
            | "Dal"
            | "Dalla"
            | "Dos"
            | "Das"
            | "Du"
            | "La"
            | "Le"
            | "Lo"
            | "Van"
            | "Von"
            | "Den"
            | "Der"
            | "Ten"
            | "Ter"
            | "Mc"
            | "St."
            | "D'"
            | "Degli"
            | "Dei"
    )
}

pub fn is_suffix(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    matches!(
        word.to_ascii_lowercase().as_str(),
        "jr" | "sr"
            | "jnr"
            | "snr"
            | "ii"
            | "iii"
            | "iv"
            | "1st"
            | "2nd"
            | "3rd"
            | "4th"
            | "5th"
            | "filho"
            | "neto"
    )
}

fn is_of_a_group(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    word.bytes().any(|b| b.is_ascii_digit())
        || matches!(
            word.as_str(),
            "group"
                | "consortium"
                | "collaboration"
                | "collaborative"
                | "committee"
                | "network"
                | "society"
                | "association"
                | "investigators"
                | "collaborators"
                | "organization"
                | "organisation"
                | "university"
                | "institute"
                | "team"
                | "department"
                | "ministry"
                | "gruppo"
                | "società"
                | "università"
                | "for"
                | "of"
                | "the"
                | "and"
                | "on"
        )
}

fn person(given: &str, family: &str, suffix: &str) -> Contributor {
    Contributor { given: given.into(), family: family.into(), suffix: suffix.into(), ..Default::default() }
}

fn literal(text: &str) -> Contributor {
    Contributor { literal: text.into(), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(got: &Contributor, expected: (&str, &str, &str, &str)) {
        let parts = (got.given.as_str(), got.family.as_str(), got.suffix.as_str(), got.literal.as_str());
        assert_eq!(parts, expected);
    }

    #[test]
    fn reads_inverted_names() {
        for (text, expected) in [
            ("Raimondi, Cristina", ("Cristina", "Raimondi", "", "")),
            ("van der Berg, M R", ("M R", "van der Berg", "", "")),
            ("Smith, John, Jr", ("John", "Smith", "Jr", "")),
            ("Smith, Jr., John", ("John", "Smith", "Jr.", "")),
            ("Smith,", ("", "", "", "Smith")),
            ("WHO Study Group", ("", "", "", "WHO Study Group")),
            ("A, b, c, d", ("", "", "", "A, b, c, d")),
            (", x", ("", "", "", ", x")),
            ("", ("", "", "", "")),
        ] {
            check(&from_inverted(text), expected);
        }
    }

    #[test]
    fn reads_names_as_spoken() {
        for (text, expected) in [
            ("Cristina Raimondi", ("Cristina", "Raimondi", "", "")),
            ("Maria Rosa van der Berg", ("Maria Rosa", "van der Berg", "", "")),
            ("Santiago Ramón y Cajal", ("Santiago", "Ramón y Cajal", "", "")),
            ("Maria De Luca", ("Maria", "De Luca", "", "")),
            ("Luigi d'Angelo", ("Luigi", "d'Angelo", "", "")),
            ("John Smith, Jr.", ("John", "Smith", "Jr.", "")),
            ("John Q Smith III", ("John Q", "Smith", "III", "")),
            ("Smith, John", ("John", "Smith", "", "")),
            ("van Gogh", ("van", "Gogh", "", "")),
            ("Plato", ("", "", "", "Plato")),
            ("The Lung Group", ("", "", "", "The Lung Group")),
            ("", ("", "", "", "")),
        ] {
            check(&from_display(text), expected);
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "\\PC{0,30}") {
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
                letters.sort_unstable();
                letters
            };
            for got in [from_display(&text), from_inverted(&text)] {
                let all = [got.given, got.family, got.suffix, got.literal].concat();
                prop_assert_eq!(letters(&all), letters(&text));
            }
        }
    }
}
