//! Language of an abstract, which is another matter than the record's.

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

/// Guessing costs more than all the rest; most abstracts betray themselves by their articles and prepositions.
fn plainly_english(sample: &str) -> bool {
    let (mut words, mut commonest, mut common, mut article) = (0, 0, 0, false);
    for word in sample.as_bytes().split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        words += 1;
        match word {
            b"the" => {
                commonest += 1;
                article = true;
            }
            b"of" | b"and" | b"with" | b"was" | b"were" | b"The" | b"is" => commonest += 1,
            b"are" | b"by" | b"that" | b"from" | b"this" | b"to" | b"been" | b"which" | b"we" | b"We"
            | b"This" | b"have" | b"has" | b"or" | b"between" | b"these" | b"as" | b"an" | b"be" | b"not"
            | b"can" | b"may" | b"their" | b"after" | b"than" | b"both" | b"other" | b"also" | b"using"
            | b"study" | b"patients" | b"had" | b"at" | b"it" | b"its" | b"but" | b"our" | b"during"
            | b"for" | b"on" | b"in" | b"In" => common += 1,
            _ => {}
        }
    }
    // the rarer words bear witness in greater number: an abstract may go on in another language
    let all = commonest + common;
    words >= 12 && (article && (commonest * 8 >= words || all * 4 >= words) || all * 3 >= words)
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
