//! The finding of a record that a reader would quote first.

use std::collections::HashSet;

use crate::contract::v1::{
    Certainty, Citation, Direction, Finding, FindingKind, MeasurementKind, SentenceRole,
};

/// Marks the one finding to quote first, and says why. A finding that only gives the size of the study is none.
pub fn mark(citation: &Citation, findings: &mut [Finding]) {
    let title: HashSet<String> = citation.titles.iter().flat_map(|title| stems(&title.text)).collect();
    let mut best: Option<(usize, Merits)> = None;
    for (at, finding) in findings.iter().enumerate() {
        let merits = Merits::of(finding, &title);
        // the earlier of two equals
        if merits.score() > 0 && best.as_ref().is_none_or(|(_, known)| merits.score() > known.score()) {
            best = Some((at, merits));
        }
    }
    if let Some((at, merits)) = best {
        findings[at].key_finding = true;
        findings[at].key_finding_reason = merits.reason();
    }
}

/// What speaks for a finding.
struct Merits {
    concludes: bool,
    results: bool,
    telling: bool,
    moves: bool,
    tested: bool,
    doubtful: bool,
    /// It says on how many the study was done.
    sampled: bool,
    /// Words it shares with the title.
    shared: usize,
}

impl Merits {
    fn of(finding: &Finding, title: &HashSet<String>) -> Self {
        let kind = finding.kind();
        let direction = finding.direction();
        Self {
            concludes: finding.role() == SentenceRole::Conclusions,
            results: finding.role() == SentenceRole::Results,
            telling: matches!(
                kind,
                FindingKind::Efficacy
                    | FindingKind::Association
                    | FindingKind::Diagnostic
                    | FindingKind::Prognosis
            ),
            moves: !matches!(direction, Direction::Unspecified | Direction::None | Direction::Unclear),
            tested: finding
                .measurements
                .iter()
                .any(|m| matches!(m.kind(), MeasurementKind::EffectSize | MeasurementKind::PValue)),
            doubtful: matches!(
                kind,
                FindingKind::Expectation | FindingKind::Controversy | FindingKind::ResearchStatus
            ) || finding.certainty() == Certainty::Unknown,
            sampled: kind == FindingKind::Description
                && finding.measurements.iter().any(|m| m.kind() == MeasurementKind::SampleSize),
            shared: stems(&finding.statement).collect::<HashSet<_>>().intersection(title).count(),
        }
    }

    fn score(&self) -> usize {
        if self.doubtful || self.sampled {
            return 0;
        }
        // what stands outside comes only where nothing stands inside
        1 + 20 * usize::from(self.concludes || self.results)
            + 3 * usize::from(self.telling)
            + usize::from(self.moves)
            + usize::from(self.tested)
            + 2 * self.shared.min(4)
    }

    fn reason(&self) -> String {
        let place = match (self.concludes, self.results) {
            (true, _) => "the conclusions state it",
            (_, true) => "a result",
            _ => "stated outside results and conclusions",
        };
        let tested = if self.tested { ", with its test" } else { "" };
        match self.shared {
            0 => format!("{place}{tested}"),
            1 => format!("{place}{tested}; shares a word with the title"),
            shared => format!("{place}{tested}; shares {shared} words with the title"),
        }
    }
}

/// First letters of the words that carry meaning.
fn stems(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words.map(|word| word.chars().take(6).flat_map(char::to_lowercase).collect::<String>()).filter(|stem| {
        !matches!(
            stem.as_str(),
            "with"
                | "from"
                | "that"
                | "this"
                | "were"
                | "than"
                | "into"
                | "their"
                | "these"
                | "study"
                | "after"
                | "betwee"
                | "during"
                | "using"
                | "patien"
                | "among"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::Title;

    #[test]
    fn the_main_result_is_what_the_title_speaks_of() {
        let finding = |statement: &str, role: SentenceRole, kind: FindingKind| Finding {
            statement: statement.to_owned(),
            role: role.into(),
            kind: kind.into(),
            ..Default::default()
        };
        let title = Title { text: "Zinc against the common cold".to_owned(), ..Default::default() };
        let citation = Citation { titles: vec![title], ..Default::default() };
        let mut findings = [
            finding("Sleep was better", SentenceRole::Results, FindingKind::Efficacy),
            finding("more trials are planned", SentenceRole::Conclusions, FindingKind::Expectation),
            finding("zinc shortens the common cold", SentenceRole::Conclusions, FindingKind::Efficacy),
            finding("zinc may cause nausea", SentenceRole::Conclusions, FindingKind::Safety),
        ];
        mark(&citation, &mut findings);
        let marked: Vec<bool> = findings.iter().map(|finding| finding.key_finding).collect();
        assert_eq!(marked, [false, false, true, false]);
        assert_eq!(findings[2].key_finding_reason, "the conclusions state it; shares 3 words with the title");
        let mut none = [finding("more is hoped", SentenceRole::Conclusions, FindingKind::Expectation)];
        mark(&citation, &mut none);
        assert!(!none[0].key_finding);
    }
}
