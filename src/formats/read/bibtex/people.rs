//! The lists of people that an entry may have.

use super::entry::Entry;
use crate::contract::v1::ContributorRole as Role;

/// Name lists and what the people on them did.
pub const PEOPLE: [(&str, Role, &str); 22] = [
    ("author", Role::Author, ""),
    ("editor", Role::Editor, ""),
    ("editora", Role::Editor, ""),
    ("editorb", Role::Editor, ""),
    ("editorc", Role::Editor, ""),
    ("translator", Role::Translator, ""),
    ("bookauthor", Role::ContainerAuthor, ""),
    ("director", Role::Director, ""),
    ("composer", Role::Composer, ""),
    ("illustrator", Role::Illustrator, ""),
    ("interviewer", Role::Interviewer, ""),
    ("recipient", Role::Recipient, ""),
    ("supervisor", Role::Supervisor, ""),
    ("advisor", Role::Supervisor, ""),
    ("compiler", Role::Compiler, ""),
    ("annotator", Role::Other, "annotator"),
    ("commentator", Role::Other, "commentator"),
    ("introduction", Role::Other, "introduction"),
    ("foreword", Role::Other, "foreword"),
    ("afterword", Role::Other, "afterword"),
    ("holder", Role::Other, "holder"),
    ("collaborator", Role::Other, "collaborator"),
];

/// Fields that tell what the people of a list did: the name of each, and its place.
pub fn roles(entry: &Entry<'_>) -> Vec<(String, usize)> {
    let mut roles: Vec<(String, usize)> = Vec::new();
    for (at, (name, _)) in entry.fields.iter().enumerate() {
        let list = name.strip_suffix("type").filter(|list| PEOPLE.iter().any(|(known, _, _)| known == list));
        if list.is_some() && !roles.iter().any(|(known, _)| known == name) {
            roles.push((name.to_string(), at));
        }
    }
    roles
}
