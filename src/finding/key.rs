//! The finding of a record that a reader would quote first.

use std::sync::LazyLock;

use super::aim::{self, Aim};
use super::phrases::Phrases;
use crate::contract::v1::{
    Direction, ExtractedSentence, Finding, FindingKind, MeasurementKind, SentenceRole,
};

/// Marks the one finding to quote first, and says why. A finding that only gives the size of the study is none.
pub fn mark(aim: &Aim, sentences: &[ExtractedSentence], findings: &mut [Finding]) {
    let places = Places::of(sentences, findings);
    let mut best: Option<(usize, Merits)> = None;
    for (at, finding) in findings.iter().enumerate() {
        let merits = Merits::of(finding, aim, &places, at);
        // the earlier of two equals
        if merits.score() > best.as_ref().map_or(0, |(_, known)| known.score()) {
            best = Some((at, merits));
        }
    }
    if let Some((at, merits)) = best {
        findings[at].key_finding = true;
        findings[at].key_finding_reason = merits.reason();
    }
}

/// Which findings open the results and close the conclusions, and which sentences say that they conclude.
struct Places<'a> {
    first_result: Option<usize>,
    last_conclusion: Option<usize>,
    sentences: &'a [ExtractedSentence],
}

impl<'a> Places<'a> {
    fn of(sentences: &'a [ExtractedSentence], findings: &[Finding]) -> Self {
        Self {
            first_result: findings.iter().position(|finding| finding.role() == SentenceRole::Results),
            last_conclusion: findings.iter().rposition(|finding| finding.role() == SentenceRole::Conclusions),
            sentences,
        }
    }

    /// "We conclude that", "these results suggest".
    fn concludes(&self, finding: &Finding) -> bool {
        static WORDS: LazyLock<Phrases> = LazyLock::new(|| {
            Phrases::new(&[
                "conclu",
                "suggest",
                "these results",
                "these findings",
                "these data",
                "our results",
                "our findings",
                "thus",
                "therefore",
            ])
        });
        let of = |sentence: &ExtractedSentence| {
            (sentence.abstract_index, sentence.span.map_or(0, |span| span.start))
        };
        let wanted = (
            finding.evidence.as_ref().map_or(0, |evidence| evidence.abstract_index),
            finding.sentence.map_or(0, |span| span.start),
        );
        // sentences are in the order of the text
        let Ok(at) = self.sentences.binary_search_by_key(&wanted, of) else { return false };
        let text = &self.sentences[at].text;
        let end = text.char_indices().nth(90).map_or(text.len(), |(byte, _)| byte);
        WORDS.within(&text[..end].to_ascii_lowercase())
    }
}

/// What speaks for a finding.
struct Merits {
    concludes: bool,
    results: bool,
    telling: bool,
    advises: bool,
    harms: bool,
    moves: bool,
    tested: bool,
    /// A hope, a gap or a conflict; or only on how many the study was done.
    empty: bool,
    subgroup: bool,
    /// Its sentence says that it concludes.
    announced: bool,
    /// It opens the results or closes the conclusions.
    marked: bool,
    /// Words it shares with the title, and with the objective.
    shared: (usize, usize),
}

impl Merits {
    fn of(finding: &Finding, aim: &Aim, places: &Places<'_>, at: usize) -> Self {
        let kind = finding.kind();
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
            advises: kind == FindingKind::Recommendation,
            harms: kind == FindingKind::Safety,
            moves: !matches!(
                finding.direction(),
                Direction::Unspecified | Direction::None | Direction::Unclear
            ),
            tested: finding
                .measurements
                .iter()
                .any(|m| matches!(m.kind(), MeasurementKind::EffectSize | MeasurementKind::PValue)),
            empty: aim::is_open(finding) || aim::only_counts(finding),
            subgroup: finding.subgroup,
            announced: finding.role() == SentenceRole::Conclusions && places.concludes(finding),
            marked: places.first_result == Some(at) || places.last_conclusion == Some(at),
            shared: aim.shared(&finding.statement),
        }
    }

    fn score(&self) -> usize {
        if self.empty {
            return 0;
        }
        // what stands outside comes only where nothing stands inside
        let found = 1
            + 20 * usize::from(self.concludes || self.results)
            + 4 * usize::from(self.concludes)
            + 2 * usize::from(self.marked)
            + 2 * usize::from(self.announced)
            + 2 * usize::from(self.telling)
            + 3 * usize::from(self.advises)
            + usize::from(self.harms)
            + usize::from(self.moves)
            + self.shared.0.min(4)
            + self.shared.1.min(4);
        found.saturating_sub(3 * usize::from(self.subgroup)).max(1)
    }

    fn reason(&self) -> String {
        let place = match (self.concludes, self.results) {
            (true, _) => "the conclusions state it",
            (_, true) => "a result",
            _ => "stated outside results and conclusions",
        };
        let tested = if self.tested { ", with its test" } else { "" };
        match self.shared.0 {
            0 => format!("{place}{tested}"),
            1 => format!("{place}{tested}; shares a word with the title"),
            shared => format!("{place}{tested}; shares {shared} words with the title"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Citation, Title};

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
        let aim = Aim::of(&citation, &[]);
        mark(&aim, &[], &mut findings);
        let marked: Vec<bool> = findings.iter().map(|finding| finding.key_finding).collect();
        assert_eq!(marked, [false, false, true, false]);
        assert_eq!(findings[2].key_finding_reason, "the conclusions state it; shares 3 words with the title");
        let mut none = [finding("more is hoped", SentenceRole::Conclusions, FindingKind::Expectation)];
        mark(&aim, &[], &mut none);
        assert!(!none[0].key_finding);
    }
}
