//! Which phrases name a descriptor for certain. In this order: the phrase as it stands; without its determiners, quantities and closing
//! bracket; then what it says of one thing alone: people with a condition ("patients with asthma"), a measure of it ("risk of
//! stroke", "cholesterol levels"), its degree ("severe asthma"). What remains must be the whole of a name, so that "cells of the liver"
//! is neither cells nor liver. A single word must be no everyday word.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::everyday::is_everyday;
use super::form::Form;
use super::{Descriptor, Vocabulary};

/// The descriptor that a phrase names, where that is certain. `expand` gives the long form of an abbreviation.
pub fn descriptor<'v, 't>(
    vocabulary: &'v Vocabulary,
    text: &'t str,
    expand: impl Fn(&'t str) -> Option<&'t str>,
) -> Option<Descriptor<'v>> {
    let whole = trimmed(text);
    // signs of comparison and equations belong to measurements
    if whole.bytes().any(|byte| matches!(byte, b'=' | b'<' | b'>' | b'%')) && !whole.ends_with(')') {
        return None;
    }
    let bare = trimmed(without_lead(without_bracket(whole)));
    named(vocabulary, whole)
        .or_else(|| (bare.len() < whole.len()).then(|| named(vocabulary, bare)).flatten())
        .or_else(|| part(bare).and_then(|part| named(vocabulary, expand(part).unwrap_or(part))))
}

/// The descriptor with exactly this name.
fn named<'v>(vocabulary: &'v Vocabulary, text: &str) -> Option<Descriptor<'v>> {
    let form = Form::of(text).filter(|form| form.length() > 2)?;
    vocabulary.find(&form).filter(|_| !is_everyday(form.text()))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '"' | '“' | '”' | '-' | '–')
    })
}

/// Without the bracket that closes the phrase: "patients (n = 12)".
fn without_bracket(text: &str) -> &str {
    let open = text.strip_suffix([')', ']']).and_then(|inner| inner.rfind(['(', '[']));
    open.and_then(|open| text.get(..open)).map_or(text, str::trim_end)
}

/// Words before a name that say how many or which, and nothing of what.
const LEADS: [&str; 36] = [
    "a", "all", "an", "any", "both", "each", "eight", "every", "few", "five", "four", "her", "his", "its",
    "many", "most", "nine", "one", "only", "our", "several", "seven", "six", "some", "such", "ten", "the",
    "their", "these", "this", "those", "three", "two", "that", "twelve", "twenty",
];

fn without_lead(mut text: &str) -> &str {
    while let Some((first, rest)) = text.split_once(' ') {
        let quantity = first.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
        if !quantity && !LEADS.iter().any(|lead| lead.eq_ignore_ascii_case(first)) {
            break;
        }
        text = rest.trim_start().strip_prefix("of the ").unwrap_or_else(|| rest.trim_start());
    }
    text
}

/// What a phrase speaks of where it says nothing but a measure, a degree or the people of it. "These tumours" are others' to name.
fn part(text: &str) -> Option<&str> {
    let part = trimmed(condition(text).or_else(|| measured(text)).or_else(|| degree(text))?);
    let first = part.split(' ').next().unwrap_or_default();
    let elsewhere =
        ["these", "this", "those", "such", "that"].iter().any(|word| word.eq_ignore_ascii_case(first));
    (!elsewhere).then(|| without_lead(part))
}

/// Those who can have a condition.
const PEOPLE: [&str; 30] = [
    "adolescents",
    "adult",
    "adults",
    "boys",
    "cats",
    "child",
    "children",
    "dogs",
    "girls",
    "horses",
    "individuals",
    "infants",
    "men",
    "mice",
    "neonates",
    "newborns",
    "outpatients",
    "participants",
    "patient",
    "patients",
    "people",
    "persons",
    "rats",
    "sheep",
    "subjects",
    "survivors",
    "those",
    "volunteers",
    "women",
    "youths",
];

fn is_people(word: &str) -> bool {
    PEOPLE.iter().any(|people| people.eq_ignore_ascii_case(word))
}

/// The condition of "elderly patients with asthma" and of "heart failure patients".
fn condition(text: &str) -> Option<&str> {
    static WITH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" with "));
    if let Some(with) = WITH.find(text.as_bytes()) {
        let (people, condition) = (&text[..with], &text[with + WITH.needle().len()..]);
        let mut words = people.rsplit(' ');
        let people = words.next().is_some_and(is_people);
        // "lungs from patients with" are no people
        let several = words.any(|word| matches!(word, "from" | "of" | "and" | "or"));
        return (people && !several && !is_place(condition)).then_some(condition);
    }
    let (condition, people) = text.rsplit_once(' ')?;
    let (_, last) = condition.rsplit_once([' ', '-'])?;
    (is_people(people) && ails(last)).then_some(condition)
}

/// Words and endings of words that close the name of a condition.
const AILMENTS: [&str; 12] = [
    "cancer",
    "disease",
    "disorder",
    "failure",
    "infarction",
    "infection",
    "injury",
    "insufficiency",
    "mellitus",
    "sclerosis",
    "syndrome",
    "tumor",
];
const ENDINGS: [&str; 8] = ["aemia", "carcinoma", "emia", "itis", "oma", "osis", "pathy", "plegia"];

fn ails(word: &str) -> bool {
    AILMENTS.iter().any(|ailment| ailment.eq_ignore_ascii_case(word))
        || ENDINGS.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

/// What stands before the thing that it measures.
const MEASURES: [&str; 24] = [
    "administration of ",
    "concentration of ",
    "concentrations of ",
    "development of ",
    "effect of ",
    "effects of ",
    "frequency of ",
    "incidence of ",
    "infusion of ",
    "level of ",
    "levels of ",
    "occurrence of ",
    "onset of ",
    "presence of ",
    "prevalence of ",
    "rate of ",
    "rates of ",
    "recurrence of ",
    "risk of ",
    "severity of ",
    "symptoms of ",
    "therapy with ",
    "treatment with ",
    "use of ",
];

/// What stands after the thing that it measures.
const MEASURED: [&str; 5] = [" concentration", " concentrations", " incidence", " level", " levels"];

/// In these a substance is measured ("plasma levels"); they are not what is measured.
const PLACES: [&str; 18] = [
    "bile", "blood", "brain", "cell", "gene", "kidney", "liver", "lung", "milk", "muscle", "plasma",
    "saliva", "sea", "serum", "sputum", "tissue", "urine", "water",
];

fn measured(text: &str) -> Option<&str> {
    let first = text.as_bytes().first()?.to_ascii_lowercase();
    let opens = |start: &&&str| {
        start.as_bytes()[0] == first
            && text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    if let Some(measure) = MEASURES.iter().find(opens) {
        return text.get(measure.len()..);
    }
    let thing = MEASURED.iter().find_map(|end| text.strip_suffix(end))?;
    (!is_place(thing)).then_some(thing)
}

fn is_place(thing: &str) -> bool {
    PLACES.iter().any(|place| place.eq_ignore_ascii_case(thing))
}

/// Words that say how grave a condition is; it stays the same condition.
const DEGREES: [&str; 7] = [
    "severe ",
    "mild ",
    "moderate ",
    "moderate to severe ",
    "mild to moderate ",
    "symptomatic ",
    "confirmed ",
];

fn degree(text: &str) -> Option<&str> {
    let opens = |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    DEGREES.into_iter().filter(opens).map(str::len).max().and_then(|length| text.get(length..))
}
