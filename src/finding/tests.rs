use proptest::prelude::*;

use super::*;

fn plain(text: &str) -> v1::Abstract {
    v1::Abstract { text: text.to_owned(), ..Default::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_and_every_quote_is_proved(text in "\\PC{0,200}") {
        proved(&text)?;
    }

    #[test]
    fn text_like_an_abstract_is_read_and_every_quote_is_proved(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "increased", "no", "(", ")", "95% CI", "0.5-0.9", "–", "−", "p", "<", "·", "vs.", "which", ", and ", ";", "à",
                "12/40", "patients", "±", "3", "%", ".", " was ", "We conclude that ", "although ", "should ", "\u{2009}", "5×10",
                "median", "IQR", "\n", "RESULTS: ", "[", "]", "1:1", "HR", "n=", "months", "日本。", "to", "mg/kg", "kg/m2", "m(2)", "-1", "min", "IC", "ratio", " of ", "hundred", "five ", "fold", "no mortality", " with ", ",", " ",
            ]),
            0..80,
        ),
    ) {
        proved(&parts.join(" "))?;
        proved(&parts.concat())?;
    }
}

fn proved(text: &str) -> Result<(), TestCaseError> {
    let abstracts = [plain(text)];
    let extracted = extract_abstract(&abstracts[0], 0);
    for finding in &extracted.findings {
        prop_assert_eq!(prove(finding, &abstracts), Ok(()));
    }
    let mut last = 0;
    for sentence in &extracted.sentences {
        let span = sentence.span.as_ref().unwrap();
        prop_assert_eq!(&text[span.start as usize..span.end as usize], sentence.text.as_str());
        prop_assert!(span.start >= last);
        last = span.end;
        for number in &sentence.measurements {
            let inner = number.span.as_ref().unwrap();
            prop_assert_eq!(&text[inner.start as usize..inner.end as usize], number.text.as_str());
            prop_assert!(span.start <= inner.start && inner.end <= span.end);
        }
    }
    Ok(())
}

#[test]
fn hostile_texts_are_read_in_time_in_line_with_their_length() {
    let nested = format!("{}pain fell{}", "(".repeat(50_000), ")".repeat(50_000));
    let marked = "<b>&amp;\u{0}\u{301}\u{202e}pain 💊 fell by 3% (p < 0.01)\u{2066}</b> ".repeat(200);
    let long = "Pain was lower in 12 of 40 dogs (30%; p = 0.02) and did not change in cats, whereas sleep improved. "
        .repeat(1_000);
    for text in [
        "1".repeat(100_000),
        "0.".repeat(50_000),
        nested,
        "([".repeat(50_000),
        marked,
        "RESULTS: ".repeat(2_000),
        "and ".repeat(10_000),
        ", which was ".repeat(5_000),
        "a\u{301}".repeat(50_000),
        "שלום، عالم. ".repeat(1_000),
        long,
    ] {
        proved(&text).expect("every quote is proved");
    }
}

fn findings(text: &str) -> Vec<v1::Finding> {
    extract_abstract(&v1::Abstract { language: "en".to_owned(), ..plain(text) }, 0).findings
}

#[test]
fn those_studied_are_the_sample_and_parts_of_them_are_counts() {
    let check = |text: &str, expected: &[(&str, v1::MeasurementKind)]| {
        let found = findings(text);
        let numbers = found.iter().flat_map(|finding| &finding.measurements);
        let counted: Vec<_> = numbers.map(|number| (number.text.as_str(), number.kind())).collect();
        assert_eq!(counted, expected, "{text}");
    };
    use v1::MeasurementKind::{Count, SampleSize};
    check(
        "RESULTS: The cohort comprised 40 nurses, of whom 12 women smoked.",
        &[("40 nurses", SampleSize), ("12 women", Count)],
    );
    check("RESULTS: In 30 patients, sleep was better.", &[("30 patients", SampleSize)]);
    check(
        "METHODS: In 8 pigs and 4 goats the reflex was tested.",
        &[("8 pigs", SampleSize), ("4 goats", SampleSize)],
    );
    check("RESULTS: Pain fell in 9 patients.", &[("9 patients", Count)]);
}

#[test]
fn what_was_done_is_no_finding_for_having_lasted() {
    let check = |text: &str, expected: usize| assert_eq!(findings(text).len(), expected, "{text}");
    check("RESULTS: The drug was given for 8 weeks.", 0);
    check("RESULTS: We used the drug in all dogs.", 0);
    check("RESULTS: The wound was cleaned.", 0);
    check("RESULTS: The drug was given to 12 of 40 dogs (30%).", 1);
    check("RESULTS: The wound was smaller after 8 weeks.", 1);
}

#[test]
fn short_texts_are_read_by_their_wording() {
    let check = |text: &str, expected: &[v1::SentenceRole]| {
        let extracted = extract_abstract(&v1::Abstract { language: "en".to_owned(), ..plain(text) }, 0);
        let roles: Vec<_> = extracted.sentences.iter().map(v1::ExtractedSentence::role).collect();
        assert_eq!(roles, expected, "{text}");
    };
    use v1::SentenceRole::{Conclusions, Methods, Results};
    check(
        "The lungs of 12 hares were examined by microscopy. The walls bulged into the sacs. The sacs were small and round.",
        &[Methods, Results, Results],
    );
    check(
        "Urine was collected from 20 nurses during two shifts. Zinc in the urine was higher at night. Nurses should drink more water.",
        &[Methods, Results, Conclusions],
    );
}
