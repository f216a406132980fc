//! Any text at all: no panic, no slice off a character, and time that grows with the length.

use proptest::prelude::*;

use crate::finding::number::measurements;
use crate::finding::reading::{Extent, Reading};

/// Every span is a slice of the text and says the same in code points; every link leads to a number.
fn holds(text: &str, language: &str) {
    let reading = Reading::new(text, language.to_owned());
    let found = measurements(&reading, Extent::new(0, text.len()));
    for measurement in &found {
        let span = measurement.span.expect("a span");
        let slice = text.get(span.start as usize..span.end as usize).expect("a slice of the text");
        assert_eq!(slice, measurement.text);
        assert_eq!(text[..span.start as usize].chars().count(), span.char_start as usize);
        let link = measurement.linked_to.is_none_or(|to| (to as usize) < found.len());
        assert!(link, "{text}");
    }
    let order: Vec<i32> = found.iter().filter_map(|m| m.span).map(|span| span.start).collect();
    assert!(order.is_sorted(), "{text}");
}

proptest! {
    #[test]
    fn arbitrary_unicode_is_read(text in any::<String>()) {
        holds(&text, "en");
    }

    #[test]
    fn arbitrary_numbers_are_read(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "12", "0.5", "1,234", "10(6)", "%", " of ", "/", " (", ")", " [", "]", "n=", "P < ", "95% CI ", " to ", "-", "–",
                "±", "+/-", " mg", "/kg", " x 10", "(-3)", "µ", "é", "e\u{301}", " patients", "two", "-fold", "IC", "median ", ", ",
                " and ", "between ", "from ", "\u{2009}", "\u{a0}", "²", "·", "pH ", "$", "\u{202e}", "\0", "OR ", "sensitivity ", ".",
            ]),
            0..24,
        ),
        language in prop::sample::select(vec!["en", "it", "de", ""]),
    ) {
        holds(&parts.concat(), language);
    }
}

#[test]
fn long_lines_take_time_in_proportion() {
    let seconds = |text: &str| {
        let start = std::time::Instant::now();
        holds_length(text);
        start.elapsed().as_secs_f64()
    };
    for (name, unit) in [
        ("digits", "7"),
        ("parentheses", "("),
        ("numbers in parentheses", "(1"),
        ("commas", "1,"),
        ("counts", "1 of 2 (3%) "),
        ("spreads", "1 ± 2 "),
        ("words", "two "),
        ("means", "mean (SD) 3 (4) "),
    ] {
        let short = seconds(&unit.repeat(100_000 / unit.len() / 4));
        let long = seconds(&unit.repeat(100_000 / unit.len()));
        assert!(long < 1.0 || long < short * 12.0, "{name}: {short} s, then {long} s");
    }
}

fn holds_length(text: &str) {
    let reading = Reading::new(text, "en".to_owned());
    let found = measurements(&reading, Extent::new(0, text.len()));
    assert!(found.len() <= text.len());
}
