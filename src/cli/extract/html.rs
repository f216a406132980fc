use std::fmt::Write as _;

use crate::cli::show;
use crate::contract::v1::{Certainty, ExtractFindingsResponse, Finding, FindingKind, Measurement, Span};

const STYLE: &str = include_str!("page.css");

/// Kinds in the order of the legend.
const KINDS: [FindingKind; 11] = [
    FindingKind::Efficacy,
    FindingKind::Safety,
    FindingKind::Association,
    FindingKind::Prognosis,
    FindingKind::Prevalence,
    FindingKind::Diagnostic,
    FindingKind::Recommendation,
    FindingKind::Expectation,
    FindingKind::ResearchStatus,
    FindingKind::Controversy,
    FindingKind::Description,
];

/// One self-contained page: every text with its findings marked by kind, numbers and hedges visible.
#[derive(Default)]
pub struct Page {
    body: String,
    texts: usize,
    findings: usize,
}

impl Page {
    /// Adds what was found in a record or a text.
    pub fn add(&mut self, extracted: &ExtractFindingsResponse) {
        self.texts += 1;
        self.findings += extracted.findings.len();
        self.body.push_str("<article>\n");
        match &extracted.citation {
            Some(citation) => {
                let _ = writeln!(self.body, "<h2>{}</h2>", escaped(show::title(citation)));
                for line in show::details(citation) {
                    let _ = writeln!(self.body, "<p class=\"from\">{}</p>", escaped(&line));
                }
                for (index, abstract_) in citation.abstracts.iter().enumerate() {
                    self.text(&abstract_.text, &abstract_.language, index, extracted);
                }
            }
            None => self.text(&extracted.text, "", 0, extracted),
        }
        self.body.push_str("</article>\n");
    }

    /// The page.
    pub fn finish(self) -> String {
        let mut legend = String::new();
        for kind in KINDS {
            let name = kind_name(kind);
            let _ = write!(legend, "<li><mark class=\"{name}\">{}</mark></li>", name.replace('-', " "));
        }
        legend.push_str("<li><b class=\"number\">number</b></li><li><i class=\"hedge\">hedge</i></li>");
        legend.push_str("<li><i class=\"negation\">negation</i></li>");
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>Findings</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>Findings</h1>\n\
             <p>{} findings in {} texts</p>\n<ul class=\"legend\">{legend}</ul>\n</header>\n<main>\n{}</main>\n</body>\n</html>\n",
            self.findings, self.texts, self.body
        )
    }

    fn text(&mut self, text: &str, language: &str, index: usize, extracted: &ExtractFindingsResponse) {
        let here = |finding: &&Finding| {
            finding.evidence.as_ref().is_some_and(|evidence| evidence.abstract_index as usize == index)
        };
        let findings: Vec<&Finding> = extracted.findings.iter().filter(here).collect();
        let _ = writeln!(
            self.body,
            "<p class=\"text\" lang=\"{}\">{}</p>",
            escaped(language),
            marked(text, &findings)
        );
        if findings.is_empty() {
            return;
        }
        self.body.push_str("<ol>\n");
        for finding in findings {
            let _ = writeln!(self.body, "<li>{}</li>", described(finding));
        }
        self.body.push_str("</ol>\n");
    }
}

/// The text with marks. Where findings overlap, the first one holds the mark.
fn marked(text: &str, findings: &[&Finding]) -> String {
    let mut layers: Vec<(Layer, usize, usize)> = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let mut add = |layer: Layer, span: Option<&Span>| {
            let Some(span) = span else { return };
            let (start, end) = (span.start as usize, span.end as usize);
            if start < end && text.get(start..end).is_some() {
                layers.push((layer, start, end));
            }
        };
        add(Layer::Finding(index), finding.evidence.as_ref().and_then(|evidence| evidence.span.as_ref()));
        finding.measurements.iter().for_each(|number| add(Layer::Number, number.span.as_ref()));
        if finding.certainty() != Certainty::Asserted {
            finding.certainty_cues.iter().for_each(|cue| add(Layer::Hedge, cue.span.as_ref()));
        }
        finding.negation_cues.iter().for_each(|cue| add(Layer::Negation, cue.span.as_ref()));
    }
    let mut cuts: Vec<usize> = layers.iter().flat_map(|&(_, start, end)| [start, end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();

    let mut html = String::new();
    let mut open: Option<usize> = None;
    for piece in cuts.windows(2) {
        let over = |layer: &Layer| {
            layers.iter().any(|(l, start, end)| l == layer && *start <= piece[0] && piece[1] <= *end)
        };
        let finding = (0..findings.len()).find(|&index| over(&Layer::Finding(index)));
        if finding != open {
            html.push_str(if open.is_some() { "</mark>" } else { "" });
            if let Some(index) = finding {
                let about = escaped(&facts(findings[index]));
                let kind = kind_name(findings[index].kind());
                let _ = write!(html, "<mark class=\"{kind}\" title=\"{about}\">");
            }
            open = finding;
        }
        let tags = [
            (Layer::Number, "<b class=\"number\">", "</b>"),
            (Layer::Hedge, "<i class=\"hedge\">", "</i>"),
            (Layer::Negation, "<i class=\"negation\">", "</i>"),
        ];
        let within: Vec<_> = tags.iter().filter(|(layer, ..)| over(layer)).collect();
        within.iter().for_each(|(_, opening, _)| html.push_str(opening));
        html.push_str(&escaped(text.get(piece[0]..piece[1]).unwrap_or_default()));
        within.iter().rev().for_each(|(.., closing)| html.push_str(closing));
    }
    html.push_str(if open.is_some() { "</mark>" } else { "" });
    html
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    Finding(usize),
    Number,
    Hedge,
    Negation,
}

fn described(finding: &Finding) -> String {
    let kind = kind_name(finding.kind());
    let numbers: Vec<String> = finding.measurements.iter().map(number).collect();
    let numbers =
        if numbers.is_empty() { String::new() } else { format!(" <small>{}</small>", numbers.join(" · ")) };
    format!(
        "<mark class=\"{kind}\">{}</mark> <small>{}</small><br><q>{}</q>{numbers}",
        kind.replace('-', " "),
        escaped(&facts(finding)),
        escaped(&finding.statement),
    )
}

fn facts(finding: &Finding) -> String {
    let facts = [
        show::short("FINDING_KIND_", finding.kind().as_str_name()),
        show::short("DIRECTION_", finding.direction().as_str_name()),
        show::short("CERTAINTY_", finding.certainty().as_str_name()),
        show::short("SENTENCE_ROLE_", finding.role().as_str_name()),
        if finding.negated { "NEGATED" } else { "" },
    ];
    let facts: Vec<String> =
        facts.iter().filter(|fact| !fact.is_empty()).map(|fact| fact.to_lowercase()).collect();
    facts.join(", ").replace('_', " ")
}

fn number(measurement: &Measurement) -> String {
    let kind =
        show::short("MEASUREMENT_KIND_", measurement.kind().as_str_name()).to_lowercase().replace('_', " ");
    format!("<b class=\"number\">{}</b> {kind}", escaped(&measurement.text))
}

fn kind_name(kind: FindingKind) -> String {
    let name = show::short("FINDING_KIND_", kind.as_str_name());
    if name.is_empty() { "other".to_owned() } else { name.to_lowercase().replace('_', "-") }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Cue, Evidence};

    fn span(text: &str, part: &str) -> Option<Span> {
        let start = text.find(part).unwrap() as i32;
        Some(Span { start, end: start + part.len() as i32, ..Default::default() })
    }

    #[test]
    fn findings_numbers_and_hedges_are_marked_and_text_is_escaped() {
        let text = "A <b> risk may fall by 18% é & stay.";
        let finding = Finding {
            evidence: Some(Evidence { span: span(text, "risk may fall by 18%"), ..Default::default() }),
            kind: FindingKind::Safety.into(),
            certainty: Certainty::Speculative.into(),
            certainty_cues: vec![Cue { text: "may".into(), span: span(text, "may") }],
            measurements: vec![Measurement { span: span(text, "18%"), ..Default::default() }],
            ..Default::default()
        };
        let expected = "A &lt;b&gt; <mark class=\"safety\" title=\"safety, speculative\">risk <i class=\"hedge\">may</i> fall by \
                        <b class=\"number\">18%</b></mark> é &amp; stay.";
        assert_eq!(marked(text, &[&finding]), expected);
        let beyond = Finding {
            evidence: Some(Evidence {
                span: Some(Span { start: 30, end: 99, ..Default::default() }),
                ..Default::default()
            }),
            ..Default::default()
        };
        assert_eq!(marked("short", &[&beyond]), "short");
    }

    #[test]
    fn the_page_stands_alone() {
        let mut page = Page::default();
        page.add(&ExtractFindingsResponse { text: "Nothing.".into(), ..Default::default() });
        let html = page.finish();
        assert!(html.contains("Nothing.") && html.contains("prefers-color-scheme: dark"));
        assert!(!html.contains("http") && !html.contains("<script") && !html.contains("<link"));
    }
}
