//! What a finding is to the aim of its study: its main answer, or what holds for some of those studied only.

use std::sync::LazyLock;

use super::phrases::Phrases;
use crate::contract::v1::{
    Certainty, Citation, ExtractedSentence, Finding, FindingKind, MeasurementKind, SentenceRole,
};

/// Words in which a record says what it is about: the stems of its title and of the sentences that state the objective, in order.
pub struct Aim {
    pub title: Vec<Stem>,
    pub stated: Vec<Stem>,
}

impl Aim {
    pub fn of(citation: &Citation, sentences: &[ExtractedSentence]) -> Self {
        let objective = |sentence: &&ExtractedSentence| sentence.role() == SentenceRole::Objective;
        Self {
            title: once_each(citation.titles.iter().flat_map(|title| stems(&title.text))),
            stated: once_each(sentences.iter().filter(objective).flat_map(|sentence| stems(&sentence.text))),
        }
    }

    /// How many words of the title a statement has, and how many of the stated objective.
    pub fn shared(&self, statement: &str) -> (usize, usize) {
        let words = once_each(stems(statement));
        let among = |known: &[Stem]| words.iter().filter(|stem| known.binary_search(stem).is_ok()).count();
        (among(&self.title), among(&self.stated))
    }
}

fn once_each(stems: impl Iterator<Item = Stem>) -> Vec<Stem> {
    let mut stems: Vec<Stem> = stems.collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Says of each finding whether it is main and whether it is of a subgroup.
pub fn mark(aim: &Aim, findings: &mut [Finding]) {
    for finding in findings {
        finding.subgroup = is_of_subgroup(aim, &finding.statement);
        finding.main = answers(aim, finding);
    }
}

/// True when a finding tells nothing but on how many the study was done.
pub fn only_counts(finding: &Finding) -> bool {
    finding.kind() == FindingKind::Description
        && finding.measurements.iter().any(|number| number.kind() == MeasurementKind::SampleSize)
}

/// True for a hope, a gap or a conflict: nothing is found.
pub fn is_open(finding: &Finding) -> bool {
    matches!(
        finding.kind(),
        FindingKind::Expectation | FindingKind::Controversy | FindingKind::ResearchStatus
    ) || finding.certainty() == Certainty::Unknown
}

/// Effects, associations and advice among results and conclusions answer the aim; what is described does where it speaks of it.
fn answers(aim: &Aim, finding: &Finding) -> bool {
    static SECONDARY: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "secondary outcome",
            "secondary end",
            "exploratory",
            "post hoc",
            "post-hoc",
            "incidental",
        ])
    });
    let found = matches!(finding.role(), SentenceRole::Results | SentenceRole::Conclusions);
    let secondary = SECONDARY.within(&finding.statement.to_ascii_lowercase());
    if !found || secondary || finding.subgroup || is_open(finding) || only_counts(finding) {
        return false;
    }
    match finding.kind() {
        FindingKind::Prevalence | FindingKind::Description => {
            let (title, stated) = aim.shared(&finding.statement);
            title.max(stated) >= 2
        }
        _ => true,
    }
}

/// "In the subgroup of smokers", "only in women": some of those studied, where the title is not about them.
fn is_of_subgroup(aim: &Aim, statement: &str) -> bool {
    static PARTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "subgroup",
            "sub-group",
            "subset of",
            "by chance",
            "chance alone",
            "in those with ",
            "among those ",
            "in those who ",
        ])
    });
    const PEOPLE: [&str; 12] = [
        "women",
        "men",
        "boys",
        "girls",
        "males",
        "females",
        "smokers",
        "nonsmokers",
        "non-smokers",
        "diabetics",
        "adolescents",
        "elderly",
    ];
    let lower = statement.to_ascii_lowercase();
    if PARTS.within(&lower) {
        return true;
    }
    let named = |people: &&str| {
        ["in ", "among ", "in the ", "only in "].iter().any(|lead| {
            lower.match_indices(&format!("{lead}{people}")).any(|(at, phrase)| {
                (at == 0 || lower.as_bytes()[at - 1] == b' ')
                    && !lower[at + phrase.len()..].starts_with(|c: char| c.is_alphanumeric())
            })
        })
    };
    PEOPLE.iter().filter(|people| named(people)).any(|people| !aim.title.contains(&stem(people)))
}

/// The first six letters of a word in lower case, 21 bits each.
pub type Stem = u128;

/// First letters of the words that carry meaning.
fn stems(text: &str) -> impl Iterator<Item = Stem> {
    let mut letters = text.chars();
    let words = std::iter::from_fn(move || {
        let (mut stem, mut length) = (0, 0);
        for letter in letters.by_ref() {
            if !letter.is_alphanumeric() {
                return Some((stem, length));
            }
            length += 1;
            if length > 6 {
                continue;
            }
            stem = match letter.is_ascii() {
                true => with(stem, letter.to_ascii_lowercase()),
                false => letter.to_lowercase().fold(stem, with),
            };
        }
        (length > 0).then_some((stem, length))
    });
    let telling = |(stem, length): (Stem, usize)| {
        let says = length > 3 && !EVERYWHERE.contains(&stem) || stem == MEN;
        says.then_some(stem)
    };
    words.filter_map(telling)
}

const fn with(stem: Stem, letter: char) -> Stem {
    stem << 21 | letter as Stem
}

const fn stem(word: &str) -> Stem {
    let letters = word.as_bytes();
    let (mut stem, mut at) = (0, 0);
    while at < letters.len() && at < 6 {
        stem = with(stem, letters[at] as char);
        at += 1;
    }
    stem
}

const MEN: Stem = stem("men");

/// Stems that say nothing of what a text is about.
const EVERYWHERE: [Stem; 25] = {
    let words = [
        "with", "from", "that", "this", "were", "than", "into", "their", "these", "study", "after",
        "between", "during", "using", "patient", "among", "have", "been", "which", "there", "when", "other",
        "also", "both", "group",
    ];
    let mut stems = [0; 25];
    let mut at = 0;
    while at < stems.len() {
        stems[at] = stem(words[at]);
        at += 1;
    }
    stems
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::Title;

    fn marked(title: &str, role: SentenceRole, kind: FindingKind, statement: &str) -> (bool, bool) {
        let title = Title { text: title.to_owned(), ..Default::default() };
        let citation = Citation { titles: vec![title], ..Default::default() };
        let finding = Finding {
            statement: statement.to_owned(),
            role: role.into(),
            kind: kind.into(),
            ..Default::default()
        };
        let mut findings = [finding];
        mark(&Aim::of(&citation, &[]), &mut findings);
        (findings[0].main, findings[0].subgroup)
    }

    #[test]
    fn what_answers_the_aim_is_main() {
        use FindingKind::{Controversy, Description, Efficacy, Recommendation};
        use SentenceRole::{Background, Conclusions, Results};
        let check = |role, kind, statement: &str, expected| {
            assert_eq!(
                marked("Zinc and the common cold in children", role, kind, statement).0,
                expected,
                "{statement}"
            );
        };
        check(Results, Efficacy, "zinc shortened the cold", true);
        check(Conclusions, Recommendation, "zinc should be given early", true);
        check(Background, Efficacy, "zinc shortens diarrhoea", false);
        check(Results, Efficacy, "the secondary outcome, cough, was rarer", false);
        check(Results, Efficacy, "in the subgroup of smokers zinc did nothing", false);
        check(Conclusions, Controversy, "the role of zinc is unclear", false);
        check(Results, Description, "the nurses were young", false);
        check(Results, Description, "the children had a common cold", true);
    }

    #[test]
    fn a_subgroup_is_named_in_the_statement_and_not_in_the_title() {
        use FindingKind::Efficacy;
        let check = |title: &str, statement: &str, expected| {
            assert_eq!(
                marked(title, SentenceRole::Results, Efficacy, statement).1,
                expected,
                "{title}: {statement}"
            );
        };
        check("Zinc in adults", "pain fell among women", true);
        check("Zinc in women", "pain fell among women", false);
        check("Zinc in adults", "pain fell only in those with anaemia", true);
        check("Zinc in adults", "the difference may be due to chance alone", true);
        check("Zinc in adults", "pain fell in most", false);
        check("Zinc in adults", "the pain of menopause fell in menarche", false);
    }
}
