//! What stands around a number: operator words before it, nouns after it.

use crate::contract::v1::MeasurementOperator as Operator;
use crate::finding::reading::Reading;

const OPERATORS: &[(&str, Operator)] = &[
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("≤", Operator::LessOrEqual),
    ("≥", Operator::GreaterOrEqual),
    ("⩽", Operator::LessOrEqual),
    ("⩾", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("=", Operator::Equal),
    ("~", Operator::Approximate),
    ("≈", Operator::Approximate),
    ("less than or equal to", Operator::LessOrEqual),
    ("greater than or equal to", Operator::GreaterOrEqual),
    ("less than", Operator::Less),
    ("fewer than", Operator::Less),
    ("lower than", Operator::Less),
    ("more than", Operator::Greater),
    ("greater than", Operator::Greater),
    ("higher than", Operator::Greater),
    ("longer than", Operator::Greater),
    ("older than", Operator::Greater),
    ("younger than", Operator::Less),
    ("below", Operator::Less),
    ("above", Operator::Greater),
    ("exceeding", Operator::Greater),
    ("at least", Operator::GreaterOrEqual),
    ("at most", Operator::LessOrEqual),
    ("up to", Operator::LessOrEqual),
    ("no more than", Operator::LessOrEqual),
    ("about", Operator::Approximate),
    ("approximately", Operator::Approximate),
    ("around", Operator::Approximate),
    ("nearly", Operator::Approximate),
    ("almost", Operator::Approximate),
    ("circa", Operator::Approximate),
    ("roughly", Operator::Approximate),
    ("meno del", Operator::Less),
    ("meno di", Operator::Less),
    ("più del", Operator::Greater),
    ("più di", Operator::Greater),
    ("almeno", Operator::GreaterOrEqual),
    ("oltre il", Operator::Greater),
    ("inferiore al", Operator::Less),
];

/// The operator that ends just before `at`, and where it starts.
pub fn operator(reading: &Reading<'_>, floor: usize, at: usize) -> Option<(Operator, usize)> {
    let floor = super::back(reading, floor, at, 32);
    let head = reading.lower[floor..at].trim_end_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    let hit = OPERATORS.iter().find(|(written, _)| {
        head.ends_with(written)
            && (!written.as_bytes()[0].is_ascii_alphabetic()
                || crate::finding::token::boundary_before(reading.text, floor + head.len() - written.len()))
    })?;
    Some((hit.1, floor + head.len() - hit.0.len()))
}

/// The words before `at`, at most `most` bytes of them, in lower case.
pub fn left<'r>(reading: &'r Reading<'_>, floor: usize, at: usize, most: usize) -> &'r str {
    &reading.lower[super::back(reading, floor, at, most)..at]
}

/// True when one of the words ends the text before a number.
pub fn ends_with_word(left: &str, words: &[&str]) -> bool {
    let left = left.trim_end();
    words.iter().any(|word| {
        left.strip_suffix(word)
            .is_some_and(|head| head.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    })
}

/// Things that are counted in abstracts.
pub fn countable(word: &str) -> bool {
    matches!(
        word,
        "patients"
            | "patient"
            | "women"
            | "men"
            | "children"
            | "people"
            | "subjects"
            | "participants"
            | "cases"
            | "adults"
            | "infants"
            | "individuals"
            | "mice"
            | "rats"
            | "dogs"
            | "cats"
            | "controls"
            | "volunteers"
            | "deaths"
            | "centres"
            | "centers"
            | "hospitals"
            | "studies"
            | "trials"
            | "articles"
            | "eyes"
            | "teeth"
            | "lesions"
            | "tumors"
            | "tumours"
            | "episodes"
            | "events"
            | "samples"
            | "specimens"
            | "isolates"
            | "strains"
            | "families"
            | "students"
            | "nurses"
            | "physicians"
            | "girls"
            | "boys"
            | "neonates"
            | "newborns"
            | "adolescents"
            | "complications"
            | "relapses"
            | "recurrences"
            | "pregnancies"
            | "births"
            | "procedures"
            | "operations"
            | "knees"
            | "hips"
            | "limbs"
            | "implants"
            | "cows"
            | "pigs"
            | "horses"
            | "sheep"
            | "rabbits"
            | "animals"
            | "species"
            | "genes"
            | "patienten"
            | "pazienti"
            | "casi"
            | "donne"
            | "uomini"
            | "bambini"
            | "soggetti"
            | "studi"
            | "fälle"
            | "frauen"
            | "kinder"
            | "pacientes"
            | "casos"
            | "females"
            | "males"
            | "persons"
            | "respondents"
            | "households"
            | "schools"
            | "residents"
            | "workers"
            | "veterans"
            | "survivors"
            | "carriers"
            | "smokers"
            | "kidneys"
            | "grafts"
            | "transplants"
            | "fractures"
            | "injuries"
            | "infections"
            | "admissions"
            | "visits"
            | "proteins"
            | "peptides"
            | "mutations"
            | "sites"
            | "regions"
            | "publications"
            | "reports"
            | "records"
            | "reviews"
    )
}
