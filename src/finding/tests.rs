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
