use super::tags::Tags;
use crate::contract::v1::{Contributor, ContributorRole as Role};
use crate::formats::write::lines;

pub fn contributor(person: &Contributor, tags: &mut Tags) {
    let (full, short, affiliation) = match person.role() {
        Role::Author | Role::Unspecified => ("FAU", "AU", "AD"),
        Role::Editor => ("FED", "ED", "AD"),
        Role::Investigator => ("FIR", "IR", "IRAD"),
        _ => return,
    };
    if person.collective.is_empty() {
        names(person, full, short, tags);
    } else {
        tags.put("CN", &person.collective);
    }
    if !person.orcid.is_empty() {
        tags.put("AUID", &format!("ORCID: {}", person.orcid));
    }
    for id in &person.identifiers {
        tags.put("AUID", &format!("{}: {}", id.scheme, id.value));
    }
    for place in &person.affiliations {
        tags.put(affiliation, &place.text);
    }
}

/// "Raimondi, Cristina" and "Raimondi C".
pub fn names(person: &Contributor, full: &str, short: &str, tags: &mut Tags) {
    let family = lines::clean(if person.family.is_empty() { &person.literal } else { &person.family });
    if family.is_empty() && person.given.is_empty() {
        return;
    }
    let join = |parts: [&str; 3]| {
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" ")
    };
    let initials = match person.initials.is_empty() {
        true => initials_of(&person.given),
        false => person.initials.clone(),
    };
    if !person.given.is_empty() && (person.given != person.initials || !is_initials(&person.initials)) {
        tags.put(full, &join([&format!("{family},"), &person.given, &person.suffix]));
    } else if initials.is_empty() {
        tags.put(full, &family);
    }
    tags.put(short, &join([&family, &initials, &person.suffix]));
}

/// What a reader of the short form takes for initials.
fn is_initials(word: &str) -> bool {
    word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '.' | '\''))
}

/// "CM" of "Cristina Maria", "JP" of "Jean-Pierre".
fn initials_of(given: &str) -> String {
    let words = given.split([' ', '-', '.']);
    words.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}
