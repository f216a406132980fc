//! Rhetorical role of each sentence: NLM's category, else the heading, else the trained model, else cues.

mod wording;

use super::cue::{self, Cues};
use super::model::shipped;
use super::reading::{Extent, Reading};
use super::sentence::Sentence;
use crate::contract::v1::{RoleSource, SentenceRole};

const ROLES: [SentenceRole; 5] = [
    SentenceRole::Background,
    SentenceRole::Objective,
    SentenceRole::Methods,
    SentenceRole::Results,
    SentenceRole::Conclusions,
];

/// Role of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    pub role: SentenceRole,
    pub source: RoleSource,
    /// The trained model takes the sentence for one that states what the abstract claims.
    pub claims: bool,
}

/// Role of each sentence. Without a heading, a text that is not English gets a role only where its words say so.
pub fn roles(reading: &Reading<'_>, cues: &Cues, sentences: &[Sentence]) -> Vec<Role> {
    let mut found: Vec<Role> = Vec::with_capacity(sentences.len());
    for (at, sentence) in sentences.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| (&sentences[before], found[before]));
        let same = before
            .filter(|(before, _)| before.label == sentence.label && before.category == sentence.category);
        let (role, source) = same.map_or_else(|| labelled(sentence), |(_, known)| (known.role, known.source));
        found.push(Role { role, source, claims: false });
    }
    if found.iter().all(|role| role.source != RoleSource::Unspecified) {
        return found;
    }
    if reading.language == "en" {
        trained(reading, cues, sentences, &mut found);
        return found;
    }
    for (sentence, slot) in
        sentences.iter().zip(&mut found).filter(|(_, slot)| slot.source == RoleSource::Unspecified)
    {
        let best = weights(cues, sentence);
        let strongest = (0..5).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
        if best[strongest] >= 2.0 {
            *slot = Role { role: ROLES[strongest], source: RoleSource::Cues, claims: false };
        }
    }
    found
}

/// Roles of the sentences of an English abstract without headings.
pub fn of_sentences(sentences: &[&str]) -> Vec<SentenceRole> {
    let text = sentences.join(" ");
    let mut start = 0;
    let mut placed = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let extent = Extent::new(start, start + sentence.len());
        placed.push(Sentence { extent, label: String::new(), category: String::new() });
        start = extent.end + 1;
    }
    let reading = Reading::new(&text, "en".to_owned());
    roles(&reading, &Cues::find(&reading), &placed).iter().map(|role| role.role).collect()
}

/// Gives the sentences without a heading the role that the trained model finds, in sight of the whole text.
fn trained(reading: &Reading<'_>, cues: &Cues, sentences: &[Sentence], found: &mut [Role]) {
    let texts: Vec<&str> = sentences.iter().map(|sentence| reading.slice(sentence.extent)).collect();
    let words = shipped::words(&texts);
    let Some(judged) = shipped::judge(&words) else { return };
    let case = tells_a_case(reading);
    let mut after_study = false;
    let likeliest = judged.likeliest();
    let loose =
        case || sentences.len() <= 7 || likeliest.iter().all(|role| ROLES[*role] != SentenceRole::Results);
    let studied = |role: &usize| matches!(ROLES[*role], SentenceRole::Methods | SentenceRole::Results);
    let unstudied = sentences.len() > 2 && !likeliest.iter().any(studied);
    for (at, likeliest) in likeliest.into_iter().enumerate() {
        let place = wording::Place {
            loose,
            unstudied,
            first: at == 0,
            after_study,
            closing: sentences.len() > 2 && at + 2 >= sentences.len(),
            case,
        };
        let (slot, sentence) = (&mut found[at], &sentences[at]);
        if slot.source != RoleSource::Unspecified {
            continue;
        }
        *slot = Role { role: ROLES[likeliest], source: RoleSource::Model, claims: false };
        // what others investigate, or nobody yet, was not done here
        if slot.role == SentenceRole::Methods && cues.any(sentence.extent, cue::GAP) {
            *slot = Role { role: SentenceRole::Background, source: RoleSource::Cues, claims: false };
        }
        if let Some(role) = wording::role(reading, cues, sentence.extent, slot.role, place) {
            *slot = Role { role, source: RoleSource::Cues, claims: false };
        }
        after_study |= matches!(slot.role, SentenceRole::Methods | SentenceRole::Results);
        // methods and aims seldom claim, and asking costs
        if slot.role == SentenceRole::Background {
            slot.claims = shipped::claim(&words, &judged, at).is_some_and(|(_, claims)| claims);
        }
    }
}

/// The story of a patient: "a 40-year-old man".
pub fn tells_a_case(reading: &Reading<'_>) -> bool {
    const WHO: [&str; 10] =
        ["man", "woman", "boy", "girl", "male", "female", "patient", "infant", "child", "lady"];
    reading.lower.match_indices("-old ").any(|(at, old)| {
        let rest = &reading.lower[at + old.len()..];
        rest.split(|c: char| !c.is_alphabetic()).take(3).any(|word| WHO.contains(&word))
    })
}

fn labelled(sentence: &Sentence) -> (SentenceRole, RoleSource) {
    let category = match sentence.category.as_str() {
        "BACKGROUND" => Some(SentenceRole::Background),
        "OBJECTIVE" => Some(SentenceRole::Objective),
        "METHODS" => Some(SentenceRole::Methods),
        "RESULTS" => Some(SentenceRole::Results),
        "CONCLUSIONS" => Some(SentenceRole::Conclusions),
        _ => None,
    };
    if let Some(role) = category {
        return (role, RoleSource::NlmCategory);
    }
    match heading(&sentence.label) {
        Some(role) => (role, RoleSource::Heading),
        None => (SentenceRole::Unspecified, RoleSource::Unspecified),
    }
}

/// Role that a heading names, in the languages in which PubMed and the portals print them.
pub fn heading(label: &str) -> Option<SentenceRole> {
    if label.is_empty() {
        return None;
    }
    let label = label.to_lowercase();
    let has = |stems: &[&str]| stems.iter().any(|stem| label.contains(stem));
    if has(&[
        "conclu",
        "interpretation",
        "implication",
        "discussion",
        "discussione",
        "schlussfolger",
        "fazit",
        "significance",
        "what this study adds",
        "commentar",
        "recommendation",
        "zusammenfassung",
    ]) {
        return Some(SentenceRole::Conclusions);
    }
    if has(&[
        "result",
        "risultat",
        "finding",
        "ergebnis",
        "résultat",
        "main outcomes and results",
        "case report",
        "case presentation",
        "observation",
        "casi clinic",
        "caso clinic",
    ]) {
        return Some(SentenceRole::Results);
    }
    if has(&[
        "method",
        "design",
        "setting",
        "participant",
        "patients",
        "subjects",
        "intervention",
        "measure",
        "material",
        "metod",
        "método",
        "méthod",
        "data source",
        "data extraction",
        "study selection",
        "procedure",
        "pazienti",
        "outcome",
        "sample",
        "population",
        "approach",
        "statistic",
        "experimental",
    ]) {
        return Some(SentenceRole::Methods);
    }
    if has(&[
        "objective",
        "aim",
        "purpose",
        "scop",
        "obiettiv",
        "objectif",
        "objetivo",
        "ziel",
        "hypothes",
        "question",
        "goal",
        "fragestellung",
        "finalit",
    ]) {
        return Some(SentenceRole::Objective);
    }
    if has(&[
        "background",
        "introduc",
        "context",
        "premess",
        "hintergrund",
        "contexte",
        "antecedentes",
        "rationale",
        "importance",
        "introduz",
        "einleitung",
    ]) {
        return Some(SentenceRole::Background);
    }
    None
}

/// Length of a heading printed at the start of a sentence, with its colon: "RESULTS:", "Methods and materials:".
pub fn printed_heading(sentence: &str) -> Option<usize> {
    let colon = memchr::memchr(b':', &sentence.as_bytes()[..sentence.len().min(200)])?;
    let label = &sentence[..colon];
    let named = label.chars().count() < 50
        && label.chars().next().is_some_and(char::is_uppercase)
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '&' | ',' | '-' | '\''))
        && label.split_whitespace().count() <= 5;
    if !named {
        return None;
    }
    let capitals = label.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let short = label.split_whitespace().count() <= 3;
    (heading(label).is_some() && (capitals || short)).then_some(colon + 1)
}

fn weights(cues: &Cues, sentence: &Sentence) -> [f32; 5] {
    let mut weights = [0.0; 5];
    for (at, found) in cues.within(sentence.extent).iter().enumerate() {
        let early = if at < 4 { 1.0 } else { 0.6 };
        for (role, weight) in weights.iter_mut().enumerate() {
            if found.classes & cue::ROLE[role] != 0 {
                *weight += 2.0 * early;
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_several_languages() {
        let check = |label: &str, expected| assert_eq!(heading(label), expected, "{label}");
        check("BACKGROUND AND AIMS", Some(SentenceRole::Objective));
        check("Risultati", Some(SentenceRole::Results));
        check("SCOPO DELLO STUDIO", Some(SentenceRole::Objective));
        check("Patients and methods", Some(SentenceRole::Methods));
        check("Schlussfolgerung", Some(SentenceRole::Conclusions));
        check("KEYWORDS", None);
    }

    #[test]
    fn printed_headings_are_not_any_colon() {
        assert_eq!(printed_heading("RESULTS: Pain fell."), Some(8));
        assert_eq!(printed_heading("Three groups were formed: A, B and C."), None);
        assert_eq!(printed_heading("Pain: a study."), None);
    }
}
