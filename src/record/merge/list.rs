use std::collections::HashSet;

use crate::contract::v1;

/// The field of the first source that gives it.
pub(super) fn first_given<S, T: Clone + Default>(
    ranked: &[&S],
    field: impl Fn(&S) -> &T,
    is_absent: impl Fn(&T) -> bool,
) -> T {
    ranked.iter().map(|source| field(source)).find(|value| !is_absent(value)).cloned().unwrap_or_default()
}

/// The items of all sources, without exact doubles, and without items that share a key with one of an earlier source. Within
/// a source keys do not count: what it says apart, it means apart.
pub(super) fn union<S, T: Clone + PartialEq>(
    ranked: &[&S],
    field: impl Fn(&S) -> &Vec<T>,
    keys: impl Fn(&T) -> Vec<String>,
) -> Vec<T> {
    let mut givers = ranked.iter().map(|source| field(source)).filter(|items| !items.is_empty());
    let Some(first) = givers.next() else { return Vec::new() };
    let mut united: Vec<T> = Vec::with_capacity(first.len());
    add_distinct(&mut united, first.iter().collect(), &keys);
    let mut seen: HashSet<String> = HashSet::new();
    let mut keyed = 0;
    for items in givers {
        seen.extend(united[keyed..].iter().flat_map(&keys));
        keyed = united.len();
        let fresh = items.iter().filter(|item| !keys(item).iter().any(|key| seen.contains(key)));
        add_distinct(&mut united, fresh.collect(), &keys);
    }
    united
}

/// Lists longer than this (of references) are looked through by key, so that time does not grow with the square of them.
const LONG: usize = 64;

/// Adds the items that are not there yet, exactly.
fn add_distinct<T: Clone + PartialEq>(united: &mut Vec<T>, items: Vec<&T>, keys: impl Fn(&T) -> Vec<String>) {
    let long = united.len() + items.len() > LONG;
    let mut known: HashSet<Vec<String>> =
        if long { united.iter().map(&keys).collect() } else { HashSet::new() };
    for item in items {
        // equal items have equal keys: a new key needs no comparing
        let is_new = long && known.insert(keys(item)) || !united.contains(item);
        if is_new {
            united.push(item.clone());
        }
    }
}

/// Letters and digits of `text`, lower case: what stays the same when punctuation, case and spacing do not. The text itself
/// where it has none.
pub fn letters(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if kept.is_empty() { text.trim().to_owned() } else { kept }
}

/// The identifiers of all sources, one row per scheme (for others: and their name) and value.
pub(super) fn identifiers(ranked: &[&v1::Citation]) -> Vec<v1::Identifier> {
    let mut united: Vec<v1::Identifier> = Vec::new();
    for id in ranked.iter().flat_map(|citation| &citation.identifiers) {
        if !united.iter().any(|known| is_double(known, id)) {
            united.push(id.clone());
        }
    }
    united
}

pub(super) fn is_double(known: &v1::Identifier, id: &v1::Identifier) -> bool {
    known.scheme == id.scheme && known.value == id.value && known.r#type.eq_ignore_ascii_case(&id.r#type)
}

pub(super) fn subject_keys(subject: &v1::Subject) -> Vec<String> {
    let vocabulary = subject.vocabulary.to_lowercase();
    let mut keys = vec![format!("{} {vocabulary} label {}", subject.scheme, letters(&subject.label))];
    if !subject.code.is_empty() {
        keys.push(format!("{} {vocabulary} code {}", subject.scheme, subject.code));
    }
    keys
}

pub(super) fn grant_keys(grant: &v1::Grant) -> Vec<String> {
    let number = letters(&grant.number);
    if number.is_empty() { vec![format!("agency {}", letters(&grant.agency))] } else { vec![number] }
}

pub(super) fn substance_keys(substance: &v1::Substance) -> Vec<String> {
    let named = if substance.name.is_empty() { &substance.code } else { &substance.name };
    vec![format!("{} {}", substance.gene_symbol, letters(named))]
}

/// One for each identifier of the target; its words where it has none.
pub(super) fn link_keys(link: &v1::Link) -> Vec<String> {
    if link.targets.is_empty() {
        return vec![format!("{} {} {}", link.kind, letters(&link.label), letters(&link.reference))];
    }
    link.targets
        .iter()
        .map(|id| format!("{} {} {} {}", link.kind, letters(&link.label), id.scheme, id.value))
        .collect()
}

/// The abstracts of all sources; one of a later source only where no earlier source has it, as a whole or in the main:
/// formats differ in labels, markup and where they cut.
pub(super) fn abstracts(ranked: &[&v1::Citation]) -> Vec<v1::Abstract> {
    let mut united: Vec<v1::Abstract> = Vec::new();
    let mut words: Vec<HashSet<String>> = Vec::new();
    let several = ranked.iter().filter(|c| !c.abstracts.is_empty()).count() > 1;
    for citation in ranked {
        let earlier = words.len();
        for item in &citation.abstracts {
            let of_item = if several { words_of(&item.text) } else { HashSet::new() };
            if united.contains(item) || words[..earlier].iter().any(|known| same_in_the_main(known, &of_item))
            {
                continue;
            }
            united.push(item.clone());
            words.push(of_item);
        }
    }
    united
}

fn words_of(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Nine of ten distinct words of the shorter one stand in the other.
fn same_in_the_main(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !shorter.is_empty()
        && shorter.iter().filter(|word| longer.contains(*word)).count() * 10 >= shorter.len() * 9
}
