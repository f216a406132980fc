use super::*;
use crate::contract::v1::{
    Certainty, Citation, Cue, Direction, Evidence, ExtractedSentence, MeasurementKind, Mention, RoleSource,
    SentenceRole, Span, Title,
};

const PLAIN: Look = Look { colour: false, width: 60 };
const COLOUR: Look = Look { colour: true, width: 60 };

fn span(text: &str, part: &str) -> Option<Span> {
    let start = text.find(part).unwrap();
    Some(Span { start: start as i32, end: (start + part.len()) as i32, ..Default::default() })
}

fn finding(text: &str, part: &str) -> Finding {
    Finding {
        statement: part.into(),
        evidence: Some(Evidence { span: span(text, part), ..Default::default() }),
        kind: FindingKind::Efficacy.into(),
        ..Default::default()
    }
}

fn sample() -> ExtractFindingsResponse {
    let text = "We asked 20. It may be that pain did not fall by 18% é.";
    let cue = |part: &str| vec![Cue { text: part.into(), span: span(text, part) }];
    let sentence = |part: &str, role: SentenceRole| ExtractedSentence {
        span: span(text, part),
        role: role.into(),
        role_source: RoleSource::Model.into(),
        ..Default::default()
    };
    let claim = Finding {
        certainty: Certainty::Speculative.into(),
        certainty_cues: cue("may"),
        direction: Direction::Decrease.into(),
        direction_cues: cue("fall"),
        negated: true,
        negation_cues: cue("not"),
        key_finding: true,
        key_finding_reason: "answers the aim".into(),
        outcomes: vec![Mention {
            text: "pain".into(),
            mesh_code: "D010146".into(),
            mesh_label: "Pain".into(),
            ..Default::default()
        }],
        measurements: vec![Measurement {
            text: "18%".into(),
            value: "18".into(),
            unit_ucum: "%".into(),
            kind: MeasurementKind::Proportion.into(),
            span: span(text, "18%"),
            ..Default::default()
        }],
        ..finding(text, "pain did not fall by 18%")
    };
    ExtractFindingsResponse {
        text: text.into(),
        sentences: vec![
            sentence("We asked 20.", SentenceRole::Methods),
            sentence("It may be that pain did not fall by 18% é.", SentenceRole::Results),
        ],
        findings: vec![claim],
        ..Default::default()
    }
}

#[test]
fn without_colour_signs_stand_around_what_is_marked() {
    let expected = "\
★ KEY FINDING
1 EFFICACY ↓  decrease, speculative, negated
    pain did !not! fall↓ by {18%}
    why: answers the aim

~ methods
  We asked 20.
~ results
  It ~may~ be that [1 EFFICACY ↓ pain did !not! fall↓ by
  {18%}] é.

1 EFFICACY ↓  decrease, speculative, negated
    pain did !not! fall↓ by {18%}
    ★ the key finding
    outcome: pain [MeSH Pain D010146]
    {18%}  proportion 18 %

1 finding in 2 sentences
";
    assert_eq!(view(&sample(), PLAIN), expected);
}

#[test]
fn with_colour_the_same_words_are_styled() {
    let shown = view(&sample(), COLOUR);
    for styled in [
        "\x1b[7;32m 1 EFFICACY ↓ \x1b[0m \x1b[4mpain did \x1b[0m\x1b[4;1;31mnot\x1b[0m",
        "\x1b[4;1mfall\x1b[0m\x1b[1m↓\x1b[0m\x1b[4m by \x1b[0m",
        "\x1b[3;35mmay\x1b[0m",
        "\x1b[1m★ KEY FINDING\x1b[0m",
    ] {
        assert!(shown.contains(styled), "{styled:?} in {shown:?}");
    }
    assert!(!shown.contains(['{', '!']), "{shown}");
}

#[test]
fn every_statement_is_marked_wherever_it_ends() {
    let check = |text: &str, parts: &[&str], expected: &str| {
        let findings = parts.iter().map(|part| finding(text, part)).collect();
        let extracted = ExtractFindingsResponse { text: text.into(), findings, ..Default::default() };
        assert_eq!(view(&extracted, PLAIN).lines().next(), Some(expected));
    };
    check("Pain fell.", &["Pain fell"], "  [1 EFFICACY Pain fell].");
    check(
        "Pain fellsleep rose.",
        &["Pain fell", "sleep rose"],
        "  [1 EFFICACY Pain fell][2 EFFICACY sleep rose].",
    );
    check("Pain fell so.", &["Pain fell so", "fell"], "  [1 EFFICACY Pain [2 EFFICACY fell] so].");
    check("It fell so far.", &["It fell so", "so far"], "  [1 EFFICACY It fell [2 EFFICACY so]][2… far].");
    check("疼痛减少了。", &["疼痛减少"], "  [1 EFFICACY 疼痛减少]了。");
}

#[test]
fn a_record_says_what_it_lacks_and_steers_no_terminal() {
    let citation = Citation {
        titles: vec![Title { text: "A \x1b[2Jtitle".into(), ..Default::default() }],
        ..Default::default()
    };
    let extracted = ExtractFindingsResponse { citation: Some(citation), ..Default::default() };
    assert_eq!(
        view(&extracted, PLAIN),
        "A \u{fffd}[2Jtitle\n\nThis record has no abstract.\n\n0 findings in 0 sentences\n"
    );
    let lost = Finding {
        statement: "lost\x07words".into(),
        evidence: Some(Evidence { span: Some(Span { end: 99, ..Default::default() }), ..Default::default() }),
        ..Default::default()
    };
    let extracted =
        ExtractFindingsResponse { text: "Short.".into(), findings: vec![lost], ..Default::default() };
    assert!(view(&extracted, PLAIN).contains("\n    not in the text: lost\u{fffd}words\n"));
}

#[test]
fn the_legend_names_every_sign() {
    let plain = legend(PLAIN);
    for sign in ["[1 KIND", "{number}", "~hedge~", "!negation!", "↓"] {
        assert!(plain.contains(sign), "{sign}");
    }
    assert!(legend(COLOUR).contains("\x1b[4mwords of a finding\x1b[0m"));
}
