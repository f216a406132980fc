//! Kind of a number that no statistic names: a share, a time, an age, an amount, a dose.

mod rate;

pub use rate::per;
use rate::per_persons;

use std::sync::LazyLock;

use super::atom::Atom;
use super::{context, unit};
use crate::contract::v1::MeasurementKind as Kind;
use crate::finding::phrases::Phrases;
use crate::finding::reading::{Extent, Reading};

/// What a plain number is.
pub struct Plain {
    pub kind: Kind,
    pub statistic: &'static str,
    pub of: &'static str,
    pub dose: bool,
    /// "still living after 25 months".
    pub after: bool,
    /// End of "per 1000 person-years".
    pub tail: Option<usize>,
}

static MEDIAN: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&["median"]));
static MEAN: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&["mean", "average"]));

/// Kind of the number; none for a point in time and for a bare integer that counts nothing.
pub fn kind(reading: &Reading<'_>, extent: Extent, floor: usize, atom: &Atom) -> Option<Plain> {
    let left = context::left(reading, extent.start, atom.extent.start, 90);
    let statistic = match () {
        () if MEDIAN.within(left) => "median",
        () if MEAN.within(left) => "mean",
        () => "",
    };
    let plain = |kind| Plain { kind, statistic, of: "", dose: false, after: false, tail: None };
    if let Some(tail) = per_persons(reading, extent, atom) {
        return Some(Plain { tail: Some(tail), ..plain(Kind::Rate) });
    }
    if atom.is_percent() && dissolved(reading, extent, atom) {
        return Some(Plain { dose: true, statistic: "", ..plain(Kind::Quantity) });
    }
    if atom.is_percent() {
        return Some(Plain { statistic: "", ..plain(Kind::Proportion) });
    }
    if unit::is_time(atom.ucum()) {
        return time(reading, extent, floor, atom, left).map(|found| Plain { statistic, ..found });
    }
    if matches!(atom.ucum(), "/a" | "/mo" | "/wk" | "/d") {
        return Some(plain(Kind::Rate));
    }
    if atom.unit.is_some() {
        return Some(Plain { dose: dose(reading, extent, atom, left), ..plain(Kind::Quantity) });
    }
    if priced(reading, extent, atom) {
        return Some(plain(Kind::Quantity));
    }
    if atom.integer
        && (context::ends_with_word(
            left.trim_end_matches(['-', '–']),
            &["aged", "age", "ages", "aged between"],
        ))
    {
        return Some(Plain { kind: Kind::Age, ..plain(Kind::Age) });
    }
    let decimal = !atom.integer && !next_is_letter(reading, atom);
    // "was significant (less than 0.05)"
    let small = atom.value.starts_with("0.0") || atom.value.starts_with(".0");
    if decimal
        && small
        && context::operator(reading, floor, atom.extent.start).is_some()
        && left.contains("significan")
    {
        return Some(Plain { statistic: "p", ..plain(Kind::PValue) });
    }
    decimal.then(|| plain(Kind::Quantity))
}

/// "$12.50"
fn priced(reading: &Reading<'_>, extent: Extent, atom: &Atom) -> bool {
    reading.text.get(extent.start..atom.extent.start).is_some_and(|head| head.ends_with(['$', '€', '£']))
}

fn next_is_letter(reading: &Reading<'_>, atom: &Atom) -> bool {
    let rest = reading.text.get(atom.digits_end..).unwrap_or_default();
    rest.starts_with(char::is_alphabetic) || rest.starts_with(" M ") || rest.starts_with(" N ")
}

static AGE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[" age ", " age, ", " age (", " alter ", " edad ", " idade ", " âge ", "età "])
});
static LIVING: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&["living", "alive", "survived", "surviving"]));
static SURVIVAL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "survival",
        "time to progression",
        "sopravvivenza",
        "progression-free",
        "life expectancy",
        "überleben",
        "Überleben",
        "survie",
        "supervivencia",
        "sobrevida",
        "sobrevivência",
    ])
});
static FOLLOWED: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&["follow-up", "followed", "follow up", "followup"]));

fn time(reading: &Reading<'_>, extent: Extent, floor: usize, atom: &Atom, left: &str) -> Option<Plain> {
    let found = |kind, of| Plain { kind, statistic: "", of, dose: false, after: false, tail: None };
    let rest = reading.lower.get(atom.extent.end..extent.end).unwrap_or_default();
    let near = context::left(reading, floor.max(extent.start), atom.extent.start, 60);
    let bare = match context::operator(reading, floor, atom.extent.start) {
        Some((_, start)) => &near[..near.len().saturating_sub(atom.extent.start - start)],
        None => near,
    };
    if reading.lower(atom.extent).ends_with("old") {
        return Some(found(Kind::Age, ""));
    }
    let young = context::ends_with_word(near, &["younger than", "older than"]);
    let aged = young
        || [" old", " of age", "-old", " di età", " d'âge", " de edad", " de idade"]
            .iter()
            .any(|tail| rest.starts_with(tail))
        || context::ends_with_word(
            bare,
            &["aged", "age", "ages", "aged between", "age was", "age of", "ages of", "age range", "età"],
        )
        || AGE.within(bare)
        || bare.starts_with("age, ")
        || bare.starts_with("age ");
    if aged && matches!(atom.ucum(), "a" | "mo" | "wk" | "d") {
        return Some(found(Kind::Age, ""));
    }
    if LIVING.within(bare) {
        return Some(Plain {
            after: context::ends_with_word(bare, &["after"]),
            ..found(Kind::SurvivalTime, "survival")
        });
    }
    let preceded = context::ends_with_word(
        listed(bare),
        &[
            "after",
            "at",
            "within",
            "by",
            "until",
            "the",
            "every",
            "first",
            "last",
            "past",
            "previous",
            "next",
            "over the",
            "during",
            "during the",
            "dopo",
            "nach",
            "après",
            "después de",
            "após",
            "day",
            "week",
            "month",
        ],
    );
    let point = preceded
        || [
            " after ",
            " before ",
            " later",
            " post",
            " prior",
            " ago",
            " following ",
            " apart",
            " afterward",
            " thereafter",
        ]
        .iter()
        .any(|word| rest.trim_start_matches('.').starts_with(word));
    // "survival (with a mean follow-up of 3 years)": the nearer word names it
    if context::ends_with_word(
        bare,
        &["follow-up of", "follow up of", "followup of", "followed for", "follow-up was"],
    ) {
        return Some(found(Kind::Duration, "follow-up"));
    }
    if SURVIVAL.within(left) && !preceded {
        return Some(found(Kind::SurvivalTime, "survival"));
    }
    if FOLLOWED.within(bare) {
        return Some(found(Kind::Duration, "follow-up"));
    }
    if point {
        return None;
    }
    Some(found(Kind::Duration, ""))
}

/// The words before a list of times: "at 1, 3 and" is "at".
pub fn listed(left: &str) -> &str {
    let mut rest = left.trim_end();
    loop {
        let bare = rest.trim_end_matches(|c: char| {
            c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '-' | '–' | '/')
        });
        let digits = rest[bare.len()..].contains(|c: char| c.is_ascii_digit());
        let word = context::ending(bare, LINKS);
        let shorter = word.and_then(|word| bare.strip_suffix(word)).map(str::trim_end);
        let goes_on = |head: &&str| {
            head.ends_with(|c: char| c.is_ascii_digit() || c == ',') || context::ends_with_word(head, LINKS)
        };
        match shorter.filter(goes_on) {
            Some(shorter) => rest = shorter,
            None if digits => return bare,
            None => return left.trim_end(),
        }
    }
}

/// Words inside a list of times.
const LINKS: &[&str] = &[
    "and", "or", "to", "vs", "months", "month", "weeks", "week", "days", "day", "years", "year", "hours",
    "hour", "h", "hr", "min", "minutes",
];

/// An amount that is given and not found: with "per day", or beside a word of giving.
fn dose(reading: &Reading<'_>, extent: Extent, atom: &Atom, left: &str) -> bool {
    let ucum = atom.ucum();
    // "4 M guanidinium", "10 mM EDTA": what the experiment was given
    if ucum.ends_with("mol/L") {
        return substance(reading, extent, atom.extent.end);
    }
    let mass = ["mg", "ug", "g", "mL", "[IU]", "U", "Gy", "cGy", "ng", "meq", "MBq", "kg"]
        .iter()
        .any(|unit| ucum.split('/').next() == Some(*unit));
    if !mass {
        return false;
    }
    let made = ["secretion", "excretion", "production", "output", "turnover", "clearance", "loss "]
        .iter()
        .any(|word| left.contains(word));
    let given = ucum.contains("/kg") || ucum.ends_with("/d") && !made || ucum.contains("Gy");
    let rest = reading.lower.get(atom.extent.end..extent.end).unwrap_or_default();
    let daily = [
        " daily",
        " once",
        " twice",
        " per day",
        " of ",
        " every ",
        " b.i.d",
        " bid",
        " t.i.d",
        " orally",
        " iv",
        " i.v",
        " i.p",
        " intravenous",
        " dose",
        " tablets",
        " po",
        " three times",
        " plus",
        " capsules",
        " tablet",
        " subcutaneously",
        " intramuscular",
        " i.m",
        " s.c",
        " t.d.s",
        " tid",
        " o.d",
        " once-daily",
        " al giorno",
        " täglich",
        " par jour",
        " al día",
        " ao dia",
        " por día",
        " por dia",
        " pro tag",
    ]
    .iter()
    .any(|word| rest.starts_with(word));
    let giving = [
        "dose",
        "dosage",
        "receiv",
        "given",
        "administ",
        "treated with",
        "inject",
        "infus",
        "supplement",
        "oral ",
    ]
    .iter()
    .any(|word| left.contains(word));
    let named = matches!(ucum, "mg" | "ug" | "[IU]" | "mL") && substance(reading, extent, atom.extent.end);
    let compared = ["level", "concentration", "plasma", "serum", "increase", "decrease", "reduc"]
        .iter()
        .any(|word| left.contains(word));
    let liquid = ucum.contains('L') && !(ucum == "mL" && named && giving);
    !liquid
        && (given || named && !compared || daily && ucum != "kg" || giving && !compared)
        && !ucum.contains("/min")
}

/// "0.1% solution": the strength of what is given.
fn dissolved(reading: &Reading<'_>, extent: Extent, atom: &Atom) -> bool {
    const NAMES: [&str; 20] = [
        "solution",
        "solutions",
        "saline",
        "aqueous",
        "ethanol",
        "formalin",
        "formaldehyde",
        "glucose",
        "dextrose",
        "sucrose",
        "sds",
        "agar",
        "agarose",
        "bupivacaine",
        "lidocaine",
        "lignocaine",
        "atropine",
        "ointment",
        "cream",
        "gel",
    ];
    let rest = reading.lower.get(atom.extent.end..extent.end).unwrap_or_default();
    let rest = rest.strip_prefix(" (w/v)").or_else(|| rest.strip_prefix(" (v/v)")).unwrap_or(rest);
    let word = rest.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    NAMES.contains(&word)
        || ["aldehyde", "amide", "anol", "caine"].iter().any(|ending| word.ends_with(ending))
}

/// A word follows that names what is given, and not a change or a comparison.
fn substance(reading: &Reading<'_>, extent: Extent, at: usize) -> bool {
    // "8 M-urea"
    let rest = reading.text.get(at..extent.end).unwrap_or_default();
    if rest.strip_prefix('-').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return true;
    }
    let Some(word) = super::count::next_word(reading, extent, at) else { return false };
    let lower = reading.lower(word);
    lower.starts_with(|c: char| c.is_ascii_alphabetic())
        && !super::count::stops(lower)
        && !matches!(
            lower,
            "higher"
                | "lower"
                | "less"
                | "more"
                | "greater"
                | "increase"
                | "decrease"
                | "reduction"
                | "difference"
                | "loss"
                | "gain"
                | "wet"
                | "dry"
                | "protein"
                | "vs"
                | "i"
                | "range"
                | "concentration"
                | "concentrations"
                | "inhibited"
                | "produced"
                | "caused"
                | "induced"
                | "increased"
                | "decreased"
                | "reduced"
                | "had"
        )
}
