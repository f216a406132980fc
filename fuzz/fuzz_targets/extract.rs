//! Any text and any language tag: no panic, every quote proved, every number a slice of its sentence.

#![no_main]

use ibid::contract::v1::Abstract;
use ibid::finding::{extract_abstract, prove};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let language = ["", "en", "it", "de", "fr", "es", "pt", "zh"][usize::from(input.0 % 8)];
    let abstracts = [Abstract { text: input.1.to_owned(), language: language.to_owned(), ..Default::default() }];
    let extracted = extract_abstract(&abstracts[0], 0);
    for finding in &extracted.findings {
        assert_eq!(prove(finding, &abstracts), Ok(()));
    }
    for sentence in &extracted.sentences {
        let span = sentence.span.expect("a span");
        assert_eq!(input.1.get(span.start as usize..span.end as usize), Some(sentence.text.as_str()));
        for number in &sentence.measurements {
            let span = number.span.expect("a span");
            assert_eq!(input.1.get(span.start as usize..span.end as usize), Some(number.text.as_str()));
        }
    }
});
