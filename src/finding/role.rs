//! Rhetorical role of each sentence: NLM's category, else the heading, else words and position.
//! `roles` is the one door, so that a trained model can stand behind it.

use super::cue::{self, Cues};
use super::model::shipped;
use super::reading::Reading;
use super::sentence::Sentence;
use crate::contract::v1::{RoleSource, SentenceRole};

const ROLES: [SentenceRole; 5] = [
    SentenceRole::Background,
    SentenceRole::Objective,
    SentenceRole::Methods,
    SentenceRole::Results,
    SentenceRole::Conclusions,
];

/// Role of each sentence and where it came from. Without a heading, a text that is not English gets a role only where
/// its words say so.
pub fn roles(reading: &Reading<'_>, cues: &Cues, sentences: &[Sentence]) -> Vec<(SentenceRole, RoleSource)> {
    let mut found: Vec<(SentenceRole, RoleSource)> = Vec::with_capacity(sentences.len());
    for (at, sentence) in sentences.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| (&sentences[before], found[before]));
        let same = before
            .filter(|(before, _)| before.label == sentence.label && before.category == sentence.category);
        found.push(same.map_or_else(|| labelled(sentence), |(_, role)| role));
    }
    let mut at = 0;
    while at < found.len() {
        if found[at].1 != RoleSource::Unspecified {
            at += 1;
            continue;
        }
        let end = (at..found.len()).find(|&i| found[i].1 != RoleSource::Unspecified).unwrap_or(found.len());
        if reading.language == "en" {
            if trained(reading, sentences, &mut found) {
                return found;
            }
            decode(reading, cues, &sentences[at..end], at, found.len(), &mut found[at..end]);
        } else {
            for (sentence, slot) in sentences[at..end].iter().zip(&mut found[at..end]) {
                let best = weights(cues, sentence);
                let strongest = (0..5).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
                if best[strongest] >= 2.0 {
                    *slot = (ROLES[strongest], RoleSource::Cues);
                }
            }
        }
        at = end;
    }
    found
}

/// Gives the sentences without a heading the role that the trained model finds, in sight of the whole text.
fn trained(reading: &Reading<'_>, sentences: &[Sentence], found: &mut [(SentenceRole, RoleSource)]) -> bool {
    let texts: Vec<&str> = sentences.iter().map(|sentence| reading.slice(sentence.extent)).collect();
    let Some(roles) = shipped::roles(&texts) else { return false };
    for (slot, role) in found.iter_mut().zip(roles) {
        if slot.1 == RoleSource::Unspecified {
            *slot = (ROLES[role], RoleSource::Model);
        }
    }
    true
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
    let colon = sentence.bytes().take(200).position(|byte| byte == b':')?;
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

/// Best path through the sentences: words, position, and the order in which abstracts go.
fn decode(
    reading: &Reading<'_>,
    cues: &Cues,
    sentences: &[Sentence],
    first: usize,
    total: usize,
    slots: &mut [(SentenceRole, RoleSource)],
) {
    /// Cost of passing from one role (row) to the next (column).
    const STEP: [[f32; 5]; 5] = [
        [0.0, -0.3, -1.0, -1.5, -3.0],
        [-2.0, -0.3, 0.0, -0.6, -2.5],
        [-4.0, -2.0, 0.0, -0.2, -2.5],
        [-4.0, -3.0, -1.6, 0.0, -0.6],
        [-4.0, -4.0, -3.0, -1.6, 0.0],
    ];
    let mut best = [0.0f32; 5];
    let mut back: Vec<[usize; 5]> = Vec::with_capacity(sentences.len());
    for (i, sentence) in sentences.iter().enumerate() {
        let emission = emission(reading, cues, sentence, first + i, total);
        let mut next = [f32::MIN; 5];
        let mut from = [0; 5];
        for to in 0..5 {
            for previous in 0..5 {
                let step = if i == 0 { [0.0, -0.4, -1.2, -2.0, -4.0][to] / 5.0 } else { STEP[previous][to] };
                let score = best[previous] + step + emission[to];
                if score > next[to] {
                    next[to] = score;
                    from[to] = previous;
                }
            }
        }
        best = next;
        back.push(from);
    }
    let mut role = (0..5).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
    for (slot, from) in slots.iter_mut().zip(&back).rev() {
        *slot = (ROLES[role], RoleSource::Cues);
        role = from[role];
    }
}

fn emission(reading: &Reading<'_>, cues: &Cues, sentence: &Sentence, at: usize, total: usize) -> [f32; 5] {
    let mut score = weights(cues, sentence);
    let place = if total > 1 { at as f32 / (total - 1) as f32 } else { 0.7 };
    let prior = match place {
        p if p < 0.12 => [1.6, 0.6, -0.4, -0.6, -2.0],
        p if p < 0.3 => [0.6, 0.6, 0.6, 0.0, -1.5],
        p if p < 0.5 => [-0.4, -0.2, 0.7, 0.6, -1.0],
        p if p < 0.8 => [-1.2, -1.2, -0.2, 1.2, 0.0],
        p if p < 0.99 => [-1.5, -1.5, -0.8, 1.0, 0.6],
        _ => [-2.0, -1.5, -1.2, 0.2, 1.6],
    };
    for (slot, prior) in score.iter_mut().zip(prior) {
        *slot += prior;
    }
    let digits = reading.slice(sentence.extent).bytes().filter(u8::is_ascii_digit).count();
    if digits > 4 {
        score[3] += 0.8;
        score[4] -= 0.6;
    } else if digits == 0 && !cues.any(sentence.extent, cue::ROLE[3]) {
        score[3] -= 0.5;
    }
    score
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
