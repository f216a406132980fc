//! Language of an abstract, which is another matter than the record's.

use std::sync::LazyLock;

use super::dictionary::Dictionary;
use crate::contract::v1;

/// BCP 47 primary language in lower case: as the source says, else guessed from the text; empty when unsure.
pub fn of(abstract_: &v1::Abstract) -> String {
    let given = abstract_.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    // BCP 47: a primary language has at most eight letters
    if (1..=8).contains(&given.len()) && given != "und" {
        return given;
    }
    let sample = beginning(&abstract_.text, 600);
    if plainly_english(sample) {
        return "en".to_owned();
    }
    match whatlang::detect(sample) {
        Some(found) if found.is_reliable() || sample.len() > 120 => tag(found.lang()).to_owned(),
        _ => String::new(),
    }
}

/// The first so many code points of a text.
fn beginning(text: &str, chars: usize) -> &str {
    match text.get(..chars).filter(|head| head.is_ascii()) {
        Some(head) => head,
        None => text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end]),
    }
}

/// Words of English that are frequent, the commonest of them seldom words of another language.
static FREQUENT: LazyLock<Dictionary<u8>> = LazyLock::new(|| {
    Dictionary::new(&[
        (ARTICLE | COMMONEST, "the"),
        (COMMONEST, "of and with was were The is"),
        (
            COMMON,
            "are by that from this to been which we We This have has or between these as an be not can may their after \
             than both other also using study patients had at it its but our during for on in In",
        ),
    ])
});
const ARTICLE: u8 = 1;
const COMMONEST: u8 = 1 << 1;
const COMMON: u8 = 1 << 2;

/// How often such words stand in a text.
#[derive(Default)]
struct Witnesses {
    words: usize,
    commonest: usize,
    common: usize,
    article: bool,
}

impl Witnesses {
    fn of(text: &str) -> Self {
        text.split_ascii_whitespace().fold(Self::default(), |mut seen, word| {
            let class = FREQUENT.of(word);
            seen.words += 1;
            seen.commonest += usize::from(class & COMMONEST != 0);
            seen.common += usize::from(class & (COMMONEST | COMMON) != 0);
            seen.article |= class & ARTICLE != 0;
            seen
        })
    }
}

/// Guessing costs more than all the rest; most abstracts betray themselves by their articles and prepositions.
fn plainly_english(sample: &str) -> bool {
    let half = sample.bytes().take(sample.len() / 2).rposition(|byte| byte == b' ').unwrap_or_default();
    let (head, tail) = sample.split_at(half);
    let halves = [Witnesses::of(head), Witnesses::of(tail)];
    let sum = |count: fn(&Witnesses) -> usize| halves.iter().map(count).sum::<usize>();
    let (words, commonest, common) =
        (sum(|half| half.words), sum(|half| half.commonest), sum(|half| half.common));
    let article = halves.iter().any(|half| half.article);
    // the rarer words bear witness in greater number, or in both halves: an abstract may go on in another language
    words >= 12
        && (article && (commonest * 8 >= words || common * 4 >= words)
            || common * 3 >= words
            || halves.iter().all(|half| half.common * 6 >= half.words))
}

fn tag(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match language {
        Lang::Eng => "en",
        Lang::Ita => "it",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Hun => "hu",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_wins_over_the_guess() {
        let check = |language: &str, text: &str, expected: &str| {
            let abstract_ =
                v1::Abstract { language: language.into(), text: text.into(), ..Default::default() };
            assert_eq!(of(&abstract_), expected, "{text}");
        };
        check("it-IT", "The patients were followed.", "it");
        check(
            "",
            "La sopravvivenza delle pazienti trattate con la chirurgia è stata superiore a quella delle pazienti non trattate, con una mortalità bassa.",
            "it",
        );
        check(
            "",
            "The survival of patients in the treated group was higher than that of the others, and the difference is large.",
            "en",
        );
        check("", "12345", "");
    }
}
