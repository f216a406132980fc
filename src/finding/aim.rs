//! What a finding is to the aim of its study: its main answer, or what holds for some of those studied only.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::phrases::Phrases;
use crate::contract::v1::{
    Certainty, Citation, ExtractedSentence, Finding, FindingKind, MeasurementKind, SentenceRole,
};

/// Words in which a record says what it is about.
pub struct Aim {
    pub title: HashSet<String>,
    /// Of the sentences that state the objective.
    pub stated: HashSet<String>,
}

impl Aim {
    pub fn of(citation: &Citation, sentences: &[ExtractedSentence]) -> Self {
        let objective = |sentence: &&ExtractedSentence| sentence.role() == SentenceRole::Objective;
        Self {
            title: citation.titles.iter().flat_map(|title| stems(&title.text)).collect(),
            stated: sentences.iter().filter(objective).flat_map(|sentence| stems(&sentence.text)).collect(),
        }
    }

    /// How many words of the title a statement has, and how many of the stated objective.
    pub fn shared(&self, statement: &str) -> (usize, usize) {
        let words: HashSet<String> = stems(statement).collect();
        (words.intersection(&self.title).count(), words.intersection(&self.stated).count())
    }
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
    PEOPLE
        .iter()
        .filter(|people| named(people))
        .any(|people| !stems(people).any(|stem| aim.title.contains(&stem)))
}

/// First letters of the words that carry meaning.
pub fn stems(text: &str) -> impl Iterator<Item = String> {
    const EMPTY: [&str; 26] = [
        "with", "from", "that", "this", "were", "than", "into", "their", "these", "study", "after", "betwee",
        "during", "using", "patien", "among", "have", "been", "which", "there", "when", "other", "also",
        "both", "group", "groups",
    ];
    let words =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3 || *word == "men");
    words
        .map(|word| word.chars().take(6).flat_map(char::to_lowercase).collect::<String>())
        .filter(|stem| !EMPTY.contains(&stem.as_str()))
}

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
