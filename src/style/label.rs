//! `citation-label`: the first letters of names and the last two digits of the year, "Doe65", "RoNo78".

use citationberg::taxonomy::{DateVariable, NameVariable, StandardVariable, Variable};

use super::item::Item;
use super::names::particle::set_apart;

/// The label of a work: four letters of one family name, two of each of two, two and one and one of three, one of each of four.
pub fn label(item: &dyn Item) -> String {
    let mut names = item.names(NameVariable::Author);
    if names.is_empty() {
        names = item.names(NameVariable::Editor);
    }
    let mut words: Vec<String> = names
        .into_iter()
        .map(set_apart)
        .map(|name| if name.family.is_empty() { name.literal.into_owned() } else { name.family.into_owned() })
        .collect();
    if words.is_empty() {
        let title = item.text(Variable::Standard(StandardVariable::Title));
        words.extend(title.map(|title| title.value.into_owned()));
    }
    let lengths: &[usize] = match words.len() {
        0 | 1 => &[4],
        2 => &[2, 2],
        3 => &[2, 1, 1],
        _ => &[1, 1, 1, 1],
    };
    let mut label = String::new();
    for (word, length) in words.iter().zip(lengths) {
        label.extend(word.chars().filter(|c| c.is_alphabetic()).take(*length));
    }
    if let Some(year) = item.date(DateVariable::Issued).and_then(|date| date.start.year) {
        label.push_str(&format!("{:02}", year.unsigned_abs() % 100));
    }
    label
}
