//! Roles of people in CSL.

use crate::contract::v1::ContributorRole as Role;

/// Name variables of CSL 1.0.2, and the role that each is here.
pub const PEOPLE: [(&str, Role); 14] = [
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("translator", Role::Translator),
    ("collection-editor", Role::SeriesEditor),
    ("container-author", Role::ContainerAuthor),
    ("reviewed-author", Role::ReviewedAuthor),
    ("director", Role::Director),
    ("composer", Role::Composer),
    ("illustrator", Role::Illustrator),
    ("interviewer", Role::Interviewer),
    ("recipient", Role::Recipient),
    ("compiler", Role::Compiler),
    ("editorial-director", Role::EditorialDirector),
    ("original-author", Role::OriginalAuthor),
];
