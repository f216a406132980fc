//! Which way a result goes, given the span that tells it: what is looked at. Besides its words, the order of words of change, denial,
//! comparison and of those compared; whether its p values and intervals are sure; and which of two compared numbers is greater.

use std::ops::RangeInclusive;

use super::bytes::{ModelError, Reader, Writer};
use super::direction_words::{Class, burden, class};
use super::lexeme::{self, Kind, Lexeme};
use super::linear::{Linear, Seen, Settings};
use super::words::{mix, word};

pub const KIND: [u8; 4] = *b"dir2";

/// A decrease, no difference, an increase.
pub const WAYS: usize = 3;

/// How directions are trained; chosen on the validation articles and on folds of the training ones.
pub fn settings() -> Settings {
    Settings { bits: 18, epochs: 20, step: 0.02, decay: 0.03, rarest: 3, seed: 1, drop: 20, orders: 4 }
}

/// Trains a model of spans and the way each tells. The same examples give the same bytes.
///
/// # Errors
/// When packing fails.
pub fn train(examples: &[Seen], settings: &Settings) -> Result<Vec<u8>, ModelError> {
    let mut writer = Writer::new(KIND);
    Linear::<WAYS>::train(examples, settings, &mut writer);
    writer.packed()
}

/// Reads what `train` wrote.
///
/// # Errors
/// When the bytes are no model of directions.
pub fn load(packed: &[u8]) -> Result<Linear<WAYS>, ModelError> {
    let mut reader = Reader::new(packed, KIND)?;
    let model = Linear::read(&mut reader)?;
    reader.finish()?;
    Ok(model)
}

/// A word or number of the span as the features see it.
#[derive(Debug, Clone, Copy)]
struct Item {
    hash: u32,
    class: Option<Class>,
    value: Option<f32>,
}

/// Features of a span, each once.
pub fn features(span: &str, sink: &mut dyn FnMut(u32)) {
    let mut found = Vec::with_capacity(span.len());
    visit(span, &mut |hash| found.push(hash));
    found.sort_unstable();
    found.dedup();
    found.into_iter().for_each(sink);
}

fn visit(span: &str, sink: &mut dyn FnMut(u32)) {
    let lexemes = lexeme::read(span);
    let items = items(&lexemes);
    sink(mix(1, 1));
    items.iter().for_each(|item| sink(mix(item.hash, 2)));
    for lexeme in &lexemes {
        sink(mix(lexeme.beginning(5), 3));
        sink(mix(lexeme.ending(3), 8));
    }
    let classes: Vec<Class> = items.iter().filter_map(|item| item.class).collect();
    for (space, left_out) in (10..).step_by(10).zip(LEFT_OUT) {
        let kept = classes.iter().filter(|class| !left_out.contains(class));
        sequences(kept.map(|class| *class as u32), 1..=4, 1000 + space, sink);
    }
    let telling: Vec<u32> = items.iter().filter(|item| item.class.is_some()).map(|item| item.hash).collect();
    telling.windows(2).for_each(|pair| sink(mix(mix(pair[0], pair[1]), 330)));
    tests(&classes, sink);
    reach(&items, sink);
    burdens(&lexemes, sink);
    numbers(&items, sink);
    intervals(&lexemes, sink);
}

/// Classes that each reading of the order of words leaves out, so that the others stand side by side.
const LEFT_OUT: [&[Class]; 4] = [
    &[],
    &[Class::Control, Class::Treated, Class::And],
    &[Class::And, Class::Treated, Class::Than, Class::Control, Class::But, Class::Change, Class::Better],
    &[Class::Sure, Class::Unsure, Class::And, Class::Treated, Class::Than, Class::But],
];

/// Runs of classes, repetitions taken once.
fn sequences(
    classes: impl Iterator<Item = u32>,
    lengths: RangeInclusive<usize>,
    space: u32,
    sink: &mut dyn FnMut(u32),
) {
    let mut order: Vec<u32> = vec![98];
    order.extend(classes);
    order.push(99);
    order.dedup();
    for length in lengths {
        for run in order.windows(length) {
            sink(mix(run.iter().fold(0, |all, class| mix(all, *class)), space + length as u32));
        }
    }
}

/// Words around each word of change or value, which name the outcome; words that each denial reaches.
fn reach(items: &[Item], sink: &mut dyn FnMut(u32)) {
    for (at, item) in items.iter().enumerate() {
        let after = |length: usize| &items[at + 1..(at + 1 + length).min(items.len())];
        match item.class {
            Some(class) if moves(class) => {
                after(6).iter().for_each(|other| sink(mix(mix(other.hash, class as u32), 310)));
                let before = &items[at.saturating_sub(6)..at];
                before.iter().for_each(|other| sink(mix(mix(other.hash, class as u32), 311)));
            }
            Some(Class::Denial) => {
                for other in after(7) {
                    let Some(class) = other.class else { continue };
                    sink(mix(mix(other.hash, item.hash), 320));
                    sink(mix(class as u32, 321));
                    sink(mix(other.hash, 322));
                }
            }
            _ => {}
        }
    }
}

fn moves(class: Class) -> bool {
    matches!(class, Class::More | Class::Less | Class::Better | Class::Worse)
}

/// Whether what is changed or bettered is a burden: where pain is improved it is less.
fn burdens(lexemes: &[Lexeme<'_>], sink: &mut dyn FnMut(u32)) {
    let of = |lexeme: &Lexeme<'_>| match class(lexeme) {
        _ if burden(lexeme) => Some(BURDEN),
        Some(class) if moves(class) || class == Class::Than => Some(class as u32),
        _ => None,
    };
    let order: Vec<u32> = lexemes.iter().filter_map(of).collect();
    let count = order.iter().filter(|class| **class == BURDEN).count().min(2) as u32;
    for class in order.iter().filter(|class| **class != BURDEN) {
        sink(mix(mix(count, *class), 380));
    }
    sequences(order.into_iter(), 2..=3, 380, sink);
}

/// Beside the numbers of the classes.
const BURDEN: u32 = 50;

/// How many tests there are of each outcome, and the first and the last.
fn tests(classes: &[Class], sink: &mut dyn FnMut(u32)) {
    let count = |class: Class| classes.iter().filter(|one| **one == class).count() as u32;
    let (sure, unsure) = (count(Class::Sure), count(Class::Unsure));
    sink(mix(mix(sure.min(2), unsure.min(2)), 4));
    sink(mix(mix(sure.min(1), unsure.min(1)), 5));
    let mut tests = classes.iter().filter(|class| matches!(class, Class::Sure | Class::Unsure));
    if let Some(first) = tests.next() {
        sink(mix(*first as u32, 6));
        sink(mix(*tests.next_back().unwrap_or(first) as u32, 7));
    }
}

/// Words and numbers; a p value is one item, as is "NS".
fn items(lexemes: &[Lexeme<'_>]) -> Vec<Item> {
    let mut items = Vec::with_capacity(lexemes.len());
    let mut at = 0;
    while let Some(lexeme) = lexemes.get(at) {
        if let Some((class, length)) = p_value(&lexemes[at..]).or_else(|| not_significant(&lexemes[at..])) {
            items.push(Item { hash: 500 + class as u32, class: Some(class), value: None });
            at += length;
            continue;
        }
        items.push(match lexeme.kind {
            Kind::Number => {
                Item { hash: 1 + u32::from(lexeme.text.contains('.')), class: None, value: value(lexeme) }
            }
            _ => Item { hash: lexeme.hash, class: class(lexeme), value: None },
        });
        at += 1;
    }
    items
}

fn value(lexeme: &Lexeme<'_>) -> Option<f32> {
    let plain = lexeme.text.parse().ok();
    plain.or_else(|| lexeme.text.replace(',', "").replace('·', ".").parse().ok())
}

/// A p value that begins here: at most 0.05 or above, and how many lexemes it takes.
fn p_value(lexemes: &[Lexeme<'_>]) -> Option<(Class, usize)> {
    let first = lexemes.first().filter(|one| matches!(one.text, "p" | "P"))?;
    let sign = lexemes.iter().take(7).position(|one| matches!(one.text, "<" | ">" | "=" | "≤" | "≥"))?;
    // "p value", "P for trend", "p (two-sided)": no number and no end of a sentence in between
    if lexemes[1..sign].iter().any(|one| one.kind == Kind::Number || matches!(one.text, "." | ";")) {
        return None;
    }
    let greater = matches!(lexemes[sign].text, ">" | "≥");
    let less = matches!(lexemes[sign].text, "<" | "≤");
    let number = sign + 1 + usize::from(lexemes.get(sign + 1).is_some_and(|one| one.text == "="));
    let value = lexemes.get(number).filter(|one| one.kind == Kind::Number).and_then(value)?;
    debug_assert!(first.kind == Kind::Word);
    let sure = match (greater, less) {
        (true, _) => value < 0.01,
        (_, true) => value <= 0.0501,
        _ => value <= 0.05,
    };
    Some((if sure { Class::Sure } else { Class::Unsure }, number + 1))
}

/// "NS", "n.s.".
fn not_significant(lexemes: &[Lexeme<'_>]) -> Option<(Class, usize)> {
    match lexemes {
        [first, ..] if matches!(first.text, "NS" | "ns") => Some((Class::Unsure, 1)),
        [n, dot, s, ..] if (n.text, dot.text) == ("n", ".") && s.text == "s" => Some((Class::Unsure, 3)),
        _ => None,
    }
}

/// Lexemes on each side of a word of comparison among which its numbers are sought.
const REACH: usize = 10;

/// Which of two compared numbers is greater.
fn numbers(items: &[Item], sink: &mut dyn FnMut(u32)) {
    for (at, item) in items.iter().enumerate() {
        let compares = item.class == Some(Class::Than) || item.hash == word("and");
        if !compares {
            continue;
        }
        let left = &items[at.saturating_sub(REACH)..at];
        let right = &items[at + 1..(at + 1 + REACH).min(items.len())];
        let first = |side: &[Item]| side.iter().find_map(|item| item.value);
        let (Some(one), Some(other)) = (first(left), first(right)) else { continue };
        let order = if one < other { 1 } else { 2 + u32::from(one == other) };
        let control = |side: &[Item]| u32::from(side.iter().any(|item| item.class == Some(Class::Control)));
        let sides = control(left) + 2 * control(right);
        sink(mix(order, 200));
        sink(mix(mix(order, item.hash), 201));
        sink(mix(mix(order, sides), 202));
    }
}

/// Where intervals lie: below, across or above nought and one.
fn intervals(lexemes: &[Lexeme<'_>], sink: &mut dyn FnMut(u32)) {
    let (ci, interval, ratio) =
        (word("ci"), word("interval"), [word("ratio"), word("or"), word("rr"), word("hr")]);
    for at in (0..lexemes.len()).filter(|at| [ci, interval].contains(&lexemes[*at].hash)) {
        let Some((low, high)) = bounds(&lexemes[at + 1..]) else { continue };
        let before = &lexemes[at.saturating_sub(15)..at];
        let ratio = u32::from(before.iter().any(|one| ratio.contains(&one.hash)));
        let place = |nothing: f32| if high < nothing { 1 } else { 2 + u32::from(low > nothing) };
        let (one, nought) = (place(1.0), place(0.0));
        sink(mix(mix(ratio, one), 210));
        sink(mix(mix(ratio, nought), 211));
        sink(mix(mix(one, nought), 212));
        sink(mix(if ratio == 1 { one } else { nought }, 213));
    }
}

/// The two numbers after "CI", with their signs.
fn bounds(after: &[Lexeme<'_>]) -> Option<(f32, f32)> {
    let mut found = Vec::new();
    let minus = |text: &str| matches!(text, "-" | "−" | "–");
    for (at, lexeme) in after.iter().take(10).enumerate() {
        let Some(value) = (lexeme.kind == Kind::Number).then(|| value(lexeme)).flatten() else { continue };
        let sign = at.checked_sub(1).and_then(|at| after.get(at)).is_some_and(|one| minus(one.text));
        // a dash right after a number parts the two bounds
        let parts =
            at.checked_sub(2).and_then(|at| after.get(at)).is_some_and(|one| one.kind == Kind::Number);
        found.push(if sign && !parts { -value } else { value });
        if let [low, high] = found[..] {
            return Some((low, high));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_sure_or_not() {
        let check = |text: &str, expected: &[Class]| {
            let tests = [Class::Sure, Class::Unsure];
            let items = items(&lexeme::read(text));
            let found: Vec<Class> =
                items.iter().filter_map(|item| item.class).filter(|class| tests.contains(class)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("lower (p < 0.001) and alike (P = .34)", &[Class::Sure, Class::Unsure]);
        check("p-value > 0.05, n = 12", &[Class::Unsure]);
        check("P value for trend = 0.04.", &[Class::Sure]);
        check("P\u{2009}≤\u{2009}0·05; weight, NS", &[Class::Sure, Class::Unsure]);
        check("diet (n.s.)", &[Class::Unsure]);
        check("p =", &[]);
        check("in group P. Of 12 rats < 3", &[]);
    }

    #[test]
    fn bounds_have_their_signs() {
        let check = |text: &str, expected| {
            assert_eq!(bounds(&lexeme::read(text)), expected, "{text}");
        };
        check(": 0.2-0.9", Some((0.2, 0.9)));
        check(", −1.2 to 3.4", Some((-1.2, 3.4)));
        check("[-3; -1]", Some((-3.0, -1.0)));
        check("1.2", None);
    }

    #[test]
    fn any_span_is_read_and_each_feature_comes_once() {
        for span in ["", "p", "p<", "p < .", "CI", "no", "and 1 and 2", "\u{301}\u{a0}\u{0}", "NS NS NS vs"] {
            let mut found = Vec::new();
            features(span, &mut |hash| found.push(hash));
            assert!(!found.is_empty() && found.windows(2).all(|pair| pair[0] < pair[1]), "{span}");
        }
    }
}
