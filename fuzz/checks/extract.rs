//! Any text and any language tag: no panic, every quote proved, every number a slice of its sentence.

use ibid::contract::v1::Abstract;
use ibid::finding::{extract_abstract, prove};

const LANGUAGES: [&str; 8] = ["", "en", "it", "de", "fr", "es", "pt", "zh"];

/// Reads `text` as an abstract in the language of that number.
pub fn check(language: u8, text: &str) {
    let language = LANGUAGES[usize::from(language % 8)].to_owned();
    let abstracts = [Abstract { text: text.to_owned(), language, ..Default::default() }];
    let extracted = extract_abstract(&abstracts[0], 0);
    for finding in &extracted.findings {
        assert_eq!(prove(finding, &abstracts), Ok(()));
    }
    for sentence in &extracted.sentences {
        let span = sentence.span.expect("a span");
        assert_eq!(text.get(span.start as usize..span.end as usize), Some(sentence.text.as_str()));
        for number in &sentence.measurements {
            let span = number.span.expect("a span");
            assert_eq!(text.get(span.start as usize..span.end as usize), Some(number.text.as_str()));
        }
    }
}
