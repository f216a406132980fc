use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher as _;

use unicode_normalization::UnicodeNormalization as _;

use super::latex;
use crate::contract::v1::{Citation, Contributor, IdentifierScheme as Scheme, TitleRole};
use crate::formats::write::dates;

/// Keys of the entries of one file, each given once.
#[derive(Debug, Default)]
pub struct Keys {
    /// Hashes of the keys given, without regard to case (BibTeX takes "Smith" and "smith" for one), and how many letters were put
    /// behind each to tell others from it.
    given: HashMap<u64, u64>,
    hasher: RandomState,
}

impl Keys {
    /// The key of a record: its own from a file of before, else family name, year and the first long word of the title, as
    /// `raimondi2009ruolo`. Where another record has it, with what tells the two apart.
    pub fn next(&mut self, citation: &Citation) -> String {
        let own = citation.identifiers.iter().find(|id| id.scheme() == Scheme::CitationKey);
        let key = own.map(|id| latex::key(&id.value).into_owned()).filter(|key| !key.is_empty());
        let key = key.unwrap_or_else(|| made(citation));
        let hash = self.hash(&key);
        let mut number = match self.given.entry(hash) {
            Entry::Vacant(place) => {
                place.insert(0);
                return key;
            }
            Entry::Occupied(place) => *place.get(),
        };
        loop {
            let next = format!("{key}{}", letters(number));
            number += 1;
            let hash_of_next = self.hash(&next);
            if let Entry::Vacant(place) = self.given.entry(hash_of_next) {
                place.insert(0);
                self.given.insert(hash, number);
                return next;
            }
        }
    }

    fn hash(&self, key: &str) -> u64 {
        self.hasher.hash_one(key.to_lowercase())
    }
}

/// a, b, …, z, aa, ab, …
fn letters(number: u64) -> String {
    let mut rest = number + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(b'a' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    letters.iter().rev().map(|byte| char::from(*byte)).collect()
}

fn made(citation: &Citation) -> String {
    let family = citation.contributors.iter().find_map(|person| first_word(name(person))).unwrap_or_default();
    let year =
        dates::published(citation).and_then(|event| event.date.as_ref()).map(|date| date.year.to_string());
    let title = citation.titles.iter().find(|title| title.role() != TitleRole::Translated);
    let title = title.or_else(|| citation.titles.first()).map_or("", |title| title.text.as_str());
    let key = format!("{family}{}{}", year.unwrap_or_default().replace('-', ""), first_long_word(title));
    if key.is_empty() { "ref".to_owned() } else { key }
}

fn name(person: &Contributor) -> &str {
    let names = [&person.family, &person.collective, &person.literal, &person.given];
    names.into_iter().find(|name| !name.is_empty()).map_or("", String::as_str)
}

/// The name without its particles and spaces: "de la Cruz" is "cruz".
fn first_word(name: &str) -> Option<String> {
    let words = name.split_whitespace();
    let own =
        words.clone().find(|word| word.starts_with(char::is_uppercase)).or_else(|| words.clone().next())?;
    Some(ascii(own)).filter(|word| !word.is_empty())
}

/// Words that say nothing in a title, in the languages of most records.
const FILLERS: [&str; 32] = [
    "the", "and", "for", "with", "from", "into", "that", "this", "are", "was", "has", "not", "its", "how",
    "what", "why", "der", "die", "das", "und", "des", "ein", "eine", "les", "del", "della", "delle", "dei",
    "gli", "una", "los", "las",
];

fn first_long_word(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(ascii);
    words
        .filter(|word| word.len() > 2 && !FILLERS.contains(&word.as_str()))
        .find(|_| true)
        .unwrap_or_default()
}

/// Lower-case ASCII letters and digits; accents taken off.
fn ascii(word: &str) -> String {
    let plain = word.nfd().flat_map(|c| {
        match c {
            'ß' => ['s', 's'].iter(),
            'æ' | 'Æ' => ['a', 'e'].iter(),
            'ø' | 'Ø' => ['o', '\0'].iter(),
            'ł' | 'Ł' => ['l', '\0'].iter(),
            _ => [].iter(),
        }
        .copied()
        .chain(std::iter::once(c))
    });
    plain.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Contributor, DateKind, DatedEvent, Identifier, PartialDate, Title};

    fn record(family: &str, year: i32, title: &str) -> Citation {
        Citation {
            contributors: vec![Contributor { family: family.into(), ..Default::default() }],
            titles: vec![Title { text: title.into(), ..Default::default() }],
            dates: vec![DatedEvent {
                kind: DateKind::Issued.into(),
                date: Some(PartialDate { year, ..Default::default() }),
                ..Default::default()
            }],
            ..Default::default()
        }
    }

    #[test]
    fn keys_are_made_of_what_a_reader_knows_and_come_once() {
        let mut keys = Keys::default();
        for (record, expected) in [
            (record("Raimondi", 2009, "Ruolo dei trattamenti"), "raimondi2009ruolo"),
            (record("Raimondi", 2009, "Ruolo della chirurgia"), "raimondi2009ruoloa"),
            (record("RAIMONDI", 2009, "The ruolo"), "raimondi2009ruolob"),
            (record("van der Müller-Lüdenscheidt", 1999, "On p53"), "mullerludenscheidt1999p53"),
            (record("Østergård", 1999, "β"), "ostergard1999"),
            (record("Ħ日", -44, ""), "44"),
            (Citation::default(), "ref"),
            (Citation::default(), "refa"),
        ] {
            assert_eq!(keys.next(&record), expected);
        }
        let own = |value: &str| Citation {
            identifiers: vec![Identifier {
                scheme: Scheme::CitationKey.into(),
                value: value.into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        assert_eq!(keys.next(&own("Smith:2001/x")), "Smith:2001/x");
        assert_eq!(keys.next(&own("smith:2001/X")), "smith:2001/Xa");
        assert_eq!(keys.next(&own("{a, b}")), "ab");
        assert_eq!((letters(25), letters(26), letters(27)), ("z".into(), "aa".into(), "ab".into()));
    }
}
