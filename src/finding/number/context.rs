//! What stands around a number: operator words before it, nouns after it.

use std::sync::LazyLock;

use crate::contract::v1::MeasurementOperator as Operator;
use crate::finding::reading::{Extent, Reading};

const OPERATORS: &[(&str, Operator)] = &[
    ("<=", Operator::LessOrEqual),
    ("> or =", Operator::GreaterOrEqual),
    ("< or =", Operator::LessOrEqual),
    (">or=", Operator::GreaterOrEqual),
    ("<or=", Operator::LessOrEqual),
    ("> or equal to", Operator::GreaterOrEqual),
    ("< or equal to", Operator::LessOrEqual),
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
    ("not more than", Operator::LessOrEqual),
    ("not less than", Operator::GreaterOrEqual),
    ("no less than", Operator::GreaterOrEqual),
    ("a minimum of", Operator::GreaterOrEqual),
    ("a maximum of", Operator::LessOrEqual),
    ("in excess of", Operator::Greater),
    ("under", Operator::Less),
    ("over", Operator::Greater),
    ("some", Operator::Approximate),
    ("ca.", Operator::Approximate),
    ("ca", Operator::Approximate),
    ("approx.", Operator::Approximate),
    ("approx", Operator::Approximate),
    ("close to", Operator::Approximate),
    ("∼", Operator::Approximate),
    ("≃", Operator::Approximate),
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
    ("superiore al", Operator::Greater),
    ("circa il", Operator::Approximate),
    ("al massimo", Operator::LessOrEqual),
    ("weniger als", Operator::Less),
    ("mehr als", Operator::Greater),
    ("mindestens", Operator::GreaterOrEqual),
    ("höchstens", Operator::LessOrEqual),
    ("etwa", Operator::Approximate),
    ("über", Operator::Greater),
    ("moins de", Operator::Less),
    ("plus de", Operator::Greater),
    ("au moins", Operator::GreaterOrEqual),
    ("environ", Operator::Approximate),
    ("menos del", Operator::Less),
    ("menos de", Operator::Less),
    ("más del", Operator::Greater),
    ("más de", Operator::Greater),
    ("al menos", Operator::GreaterOrEqual),
    ("cerca del", Operator::Approximate),
    ("alrededor del", Operator::Approximate),
    ("mais de", Operator::Greater),
    ("pelo menos", Operator::GreaterOrEqual),
    ("cerca de", Operator::Approximate),
    ("aproximadamente", Operator::Approximate),
];

/// The operators by the last byte of how they are written, the longer first.
static BY_END: LazyLock<Vec<Vec<(&str, Operator)>>> = LazyLock::new(|| {
    let mut by_end = vec![Vec::new(); 256];
    for &(written, operator) in OPERATORS {
        let Some(last) = written.bytes().last() else { continue };
        by_end[usize::from(last)].push((written, operator));
    }
    for list in &mut by_end {
        list.sort_by_key(|(written, _): &(&str, _)| std::cmp::Reverse(written.len()));
    }
    by_end
});

/// The operator that ends just before `at`, and where it starts.
pub fn operator(reading: &Reading<'_>, floor: usize, at: usize) -> Option<(Operator, usize)> {
    let floor = super::back(reading, floor, at, 32);
    let head = reading.lower[floor..at].trim_end();
    let last = head.bytes().last()?;
    let hit = BY_END[usize::from(last)].iter().find(|(written, _)| {
        head.ends_with(written)
            && (!written.as_bytes()[0].is_ascii_alphabetic()
                || crate::finding::token::boundary_before(reading.text, floor + head.len() - written.len()))
    })?;
    // "over 12 months" and "under 5 min" are lengths and not bounds; "some 20 patients" is no guess of a share
    if matches!(hit.0, "over" | "under" | "some") && !amounts(reading, at, hit.0) {
        return None;
    }
    Some((hit.1, floor + head.len() - hit.0.len()))
}

/// A number with a unit that is no length of time, or an age.
fn amounts(reading: &Reading<'_>, at: usize, word: &str) -> bool {
    let rest = reading.text.get(at..).unwrap_or_default();
    let digits = rest.bytes().take(9).take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let Some(unit) = super::unit::at(reading, Extent::new(0, reading.text.len()), at + digits) else {
        // "over 250,000 jobs"
        return digits > 1 && word != "under";
    };
    let tail = reading.lower.get(unit.extent.end..).unwrap_or_default();
    match word {
        "some" => unit.ucum == "%",
        _ => !super::unit::is_time(&unit.ucum) || tail.starts_with(" of age") || tail.starts_with(" old"),
    }
}

/// The words before `at`, at most `most` bytes of them, in lower case.
pub fn left<'r>(reading: &'r Reading<'_>, floor: usize, at: usize, most: usize) -> &'r str {
    &reading.lower[super::back(reading, floor, at, most)..at]
}

/// True when one of the words ends the text before a number.
pub fn ends_with_word(left: &str, words: &[&str]) -> bool {
    ending(left, words).is_some()
}

/// The first of the words that ends the text before a number.
pub fn ending<'w>(left: &str, words: &[&'w str]) -> Option<&'w str> {
    let left = left.trim_end();
    let last = left.as_bytes().last();
    words.iter().copied().find(|word| {
        // most words end in another letter
        word.as_bytes().last() == last
            && left
                .strip_suffix(word)
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
            | "monkeys"
            | "hamsters"
            | "pairs"
            | "cells"
            | "couples"
            | "mothers"
            | "fetuses"
            | "foetuses"
            | "embryos"
            | "offspring"
            | "twins"
            | "donors"
            | "recipients"
            | "diabetics"
            | "nerves"
            | "clones"
            | "mutants"
            | "sera"
            | "tumor"
            | "isolate"
            | "examinations"
            | "tests"
            | "biopsies"
            | "sequences"
            | "residues"
            | "patientes"
            | "pazienti"
            | "decessi"
            | "morti"
            | "eventi"
            | "recidive"
            | "ospedali"
            | "centri"
            | "ratti"
            | "topi"
            | "männer"
            | "patientinnen"
            | "probanden"
            | "studien"
            | "todesfälle"
            | "ereignisse"
            | "ratten"
            | "mäuse"
            | "augen"
            | "femmes"
            | "hommes"
            | "enfants"
            | "cas"
            | "malades"
            | "décès"
            | "sujets"
            | "études"
            | "événements"
            | "rechutes"
            | "yeux"
            | "mujeres"
            | "hombres"
            | "niños"
            | "muertes"
            | "estudios"
            | "sujetos"
            | "ratas"
            | "eventos"
            | "mulheres"
            | "homens"
            | "crianças"
            | "óbitos"
            | "mortes"
            | "estudos"
            | "ratos"
            | "participantes"
            | "indivíduos"
            | "individuos"
            | "complicanze"
            | "komplikationen"
            | "complicaciones"
            | "complicações"
    )
}
