//! The finding of a record that a reader would quote first.

use crate::contract::v1::{
    Certainty, Citation, Direction, Finding, FindingKind, MeasurementKind, SentenceRole,
};

/// Marks the one finding to quote first, and says why. A finding that only gives the size of the study is none.
pub fn mark(citation: &Citation, findings: &mut [Finding]) {
    let mut title: Vec<Stem> = citation.titles.iter().flat_map(|title| stems(&title.text)).collect();
    title.sort_unstable();
    title.dedup();
    title.retain(|stem| !EVERYWHERE.contains(stem));
    let mut best: Option<(usize, Merits)> = None;
    for (at, finding) in findings.iter().enumerate() {
        let mut merits = Merits::of(finding);
        let least = best.as_ref().map_or(0, |(_, known)| known.score());
        // only what may still be the best is held against the title
        if merits.score() == 0 || merits.score() + 2 * MOST_SHARED <= least {
            continue;
        }
        merits.shared = shared(&finding.statement, &title);
        // the earlier of two equals
        if merits.score() > least {
            best = Some((at, merits));
        }
    }
    if let Some((at, merits)) = best {
        findings[at].key_finding = true;
        findings[at].key_finding_reason = merits.reason();
    }
}

/// Words shared with the title beyond which no more count.
const MOST_SHARED: usize = 4;

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
    /// Those that need no title.
    fn of(finding: &Finding) -> Self {
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
            shared: 0,
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
            + 2 * self.shared.min(MOST_SHARED)
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

/// The first six letters of a word in lower case, 21 bits each.
type Stem = u128;

/// How many of the title's stems a statement has.
fn shared(statement: &str, title: &[Stem]) -> usize {
    let mut found = vec![false; title.len()];
    for stem in stems(statement) {
        if let Ok(at) = title.binary_search(&stem) {
            found[at] = true;
        }
    }
    found.into_iter().filter(|found| *found).count()
}

/// First letters of the words that may carry meaning.
fn stems(text: &str) -> impl Iterator<Item = Stem> {
    let mut letters = text.chars();
    std::iter::from_fn(move || {
        loop {
            let (mut stem, mut length) = (0, 0);
            let ended = loop {
                let Some(letter) = letters.next() else { break true };
                if !letter.is_alphanumeric() {
                    break false;
                }
                length += 1;
                if length > 6 {
                    continue;
                }
                stem = match letter.is_ascii() {
                    true => with(stem, letter.to_ascii_lowercase()),
                    false => letter.to_lowercase().fold(stem, with),
                };
            };
            if length > 3 {
                return Some(stem);
            }
            if ended {
                return None;
            }
        }
    })
}

const fn with(stem: Stem, letter: char) -> Stem {
    stem << 21 | letter as Stem
}

/// Stems that say nothing of what a text is about.
const EVERYWHERE: [Stem; 16] = {
    let words = [
        "with", "from", "that", "this", "were", "than", "into", "their", "these", "study", "after", "betwee",
        "during", "using", "patien", "among",
    ];
    let mut stems = [0; 16];
    let mut at = 0;
    while at < stems.len() {
        let letters = words[at].as_bytes();
        let mut letter = 0;
        while letter < letters.len() {
            stems[at] = with(stems[at], letters[letter] as char);
            letter += 1;
        }
        at += 1;
    }
    stems
};

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
