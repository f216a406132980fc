use proptest::collection::vec;
use proptest::prelude::*;
use scraper::{Html, Selector};

use super::html::Page;
use super::terminal::{Look, view};
use crate::contract::v1::{
    Cue, Evidence, ExtractFindingsResponse, ExtractedSentence, Finding, Measurement, Span,
};

/// Findings, cues, numbers and sentences at these spans, whether or not they lie in the text.
fn marked(text: &str, spans: &[(i32, i32, i32)]) -> ExtractFindingsResponse {
    let mut extracted = ExtractFindingsResponse { text: text.to_owned(), ..Default::default() };
    for &(start, end, what) in spans {
        let span = Some(Span { start, end, ..Default::default() });
        let cue = vec![Cue { span, ..Default::default() }];
        let number = vec![Measurement { span, ..Default::default() }];
        let evidence = Some(Evidence { span, ..Default::default() });
        match what {
            0 | 1 => extracted.findings.push(Finding { evidence, direction: what + 1, ..Default::default() }),
            2 => extracted.sentences.push(ExtractedSentence { span, role: start, ..Default::default() }),
            _ => {
                let Some(finding) = extracted.findings.last_mut() else { continue };
                match what {
                    3 => finding.negation_cues = cue,
                    4 => finding.certainty_cues = cue,
                    5 => finding.direction_cues = cue,
                    _ => finding.measurements = number,
                }
            }
        }
    }
    extracted
}

proptest! {
    #[test]
    fn no_word_is_lost_whatever_the_marks(
        text in "[a-c é中ل<&\"\u{202e}\u{301}\n🙂]{0,30}",
        spans in vec((-1..40_i32, -1..40_i32, 0..7_i32), 0..12),
    ) {
        let extracted = marked(&text, &spans);
        let mut page = Page::default();
        page.add(&extracted);
        // Labels are ours: without them the page says what the text says.
        let label = Selector::parse(".text .ref").unwrap();
        let mut html = Html::parse_document(&page.finish());
        let labels: Vec<_> = html.select(&label).map(|label| label.id()).collect();
        labels.into_iter().for_each(|id| html.tree.get_mut(id).unwrap().detach());
        let words = Selector::parse(".text").unwrap();
        let shown: String = html.select(&words).flat_map(|part| part.text()).collect();
        prop_assert_eq!(shown, text.clone());

        for colour in [false, true] {
            let shown = view(&extracted, Look { colour, width: 30 });
            for letter in ['a', 'b', '中', '🙂', '<'] {
                let letters = text.matches(letter).count();
                prop_assert!(shown.matches(letter).count() >= letters, "{} in {}", letter, shown);
            }
        }
    }
}
