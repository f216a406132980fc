use super::*;
use crate::finding::{clause, number};

fn check(text: &str, interventional: bool, expected: FindingKind) {
    let reading = Reading::new(text, "en".into());
    let cues = Cues::find(&reading);
    let extent = Extent::new(0, text.len());
    let measurements = number::measurements(&reading, extent);
    let mut record = Record { interventional, ..Record::default() };
    record.scores.hear(Place::Fact, true_ones(&[(interventional, fact::INTERVENTIONAL)]));
    let clause = Clause {
        reading: &reading,
        cues: &cues,
        extent,
        core: clause::core(&reading, extent),
        said: cues.said(extent),
        certainty: Certainty::Asserted,
        measurements: &measurements,
        role: SentenceRole::Results,
        record: &record,
    };
    assert_eq!(clause.kind(), expected, "{text}");
}

#[test]
fn a_tool_is_judged_or_shows_something() {
    check("Ultrasonography was superior in small stones", false, FindingKind::Diagnostic);
    check("MRI allowed an exact view of the cord", false, FindingKind::Diagnostic);
    check("The biopsy was misleading in two dogs", false, FindingKind::Diagnostic);
    check("Ultrasonography revealed two stones", true, FindingKind::Description);
    check("A radiogram disclosed a broken rib", true, FindingKind::Description);
    check("Cystoscopy showed an ulcer", true, FindingKind::Description);
}

#[test]
fn how_a_diagnosis_is_made_is_diagnostic() {
    check("The diagnosis was made by palpation", false, FindingKind::Diagnostic);
    check("Diagnosis is often delayed", false, FindingKind::Diagnostic);
    check("The diagnosis rests on two signs", false, FindingKind::Diagnostic);
}

#[test]
fn what_changes_where_something_was_given_is_its_effect() {
    check("Appetite was lower at one month", true, FindingKind::Efficacy);
    check("There was no change in weight", true, FindingKind::Efficacy);
    check("The plasma volume was increased", true, FindingKind::Efficacy);
    check("The plasma volume was increased", false, FindingKind::Description);
    check("There were no differences in weight between the breeds", false, FindingKind::Association);
    check("The splint was effective", false, FindingKind::Efficacy);
}

#[test]
fn what_is_observed_and_acts_is_associated() {
    check("Obesity reduced fertility", false, FindingKind::Association);
    check("Iron deficiency did not promote growth", false, FindingKind::Association);
    check("Zinc reduced fertility", false, FindingKind::Efficacy);
    check("Burns increased the risk of sepsis", false, FindingKind::Association);
}

#[test]
fn how_patients_came_and_who_they_were_is_described() {
    check("The woman was admitted due to a fall", false, FindingKind::Description);
    check("The cohort consisted of 40 nurses with a follow-up of 2 years", false, FindingKind::Description);
    check("He presented with relapse of fever", true, FindingKind::Description);
}

#[test]
fn how_frequent_something_is_stands_in_the_predicate() {
    check("Gout is rare in hares", false, FindingKind::Prevalence);
    check("Over forty cases have been reported", false, FindingKind::Prevalence);
    check("Such stents are frequently used in hares", false, FindingKind::Prevalence);
    check("The two views were frequently alike", false, FindingKind::Description);
}

#[test]
fn titles_tell_of_interventions() {
    for (title, expected) in [
        ("Effects of zinc on sleep", true),
        ("Treatment of gout in hares", true),
        ("Salt: a randomized trial", true),
        ("Anatomy of the hare", false),
    ] {
        assert_eq!(of_intervention(&title.to_ascii_lowercase()), expected, "{title}");
    }
}

#[test]
fn harm_course_frequency_worth_and_relation_have_words_of_their_own() {
    check("Side effects of the balm were few", true, FindingKind::Safety);
    check("The median survival was 20 months", false, FindingKind::Prognosis);
    check("The prevalence of rickets was 4%", false, FindingKind::Prevalence);
    check("The sensitivity of the smear was 80%", false, FindingKind::Diagnostic);
    check("Beer was associated with gout", false, FindingKind::Association);
    check("The spores have a thick wall", false, FindingKind::Description);
}

#[test]
fn a_class_is_often_said_from_the_third_time_on() {
    let found = |classes| cue::Found { extent: Extent::new(0, 0), classes };
    let cues = [1, 3, 6, 3].map(found);
    assert_eq!(thrice(&cues), 3);
    assert_eq!(thrice(&cues[..3]), 0);
}

#[test]
fn each_bit_of_evidence_has_one_row() {
    let mut rows: Vec<_> = weights::ROWS.iter().map(|(place, bit, _)| (*place as usize, *bit)).collect();
    assert!(rows.iter().all(|(_, bit)| bit.is_power_of_two()));
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), weights::ROWS.len());
}
