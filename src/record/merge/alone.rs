use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use prost::Message;

use super::{list, originals_first};
use crate::contract::v1;

/// What `merge(&[source])` makes, without copying it: exact doubles go, and so does what only the library writes.
pub fn alone(source: v1::Citation) -> v1::Citation {
    let mut c = v1::Citation {
        name: String::new(),
        etag: String::new(),
        editorial_status: 0,
        created: None,
        updated: None,
        ..source
    };
    c.contributors_incomplete &= !c.contributors.is_empty();
    retain_first(&mut c.identifiers, |id, kept| !kept.iter().any(|known| list::is_double(known, id)));
    if let Some(container) = &mut c.container {
        distinct(&mut container.abbreviations);
        distinct(&mut container.issns);
        distinct(&mut container.isbns);
        distinct(&mut container.other_titles);
    }
    distinct(&mut c.titles);
    distinct(&mut c.dates);
    distinct(&mut c.languages);
    distinct(&mut c.abstracts);
    distinct(&mut c.subjects);
    distinct(&mut c.publication_types);
    distinct(&mut c.grants);
    distinct(&mut c.registrations);
    distinct(&mut c.notes);
    distinct(&mut c.locations);
    distinct(&mut c.links);
    distinct(&mut c.substances);
    distinct(&mut c.conflict_of_interest);
    distinct(&mut c.physical_description);
    distinct(&mut c.related_works);
    distinct(&mut c.rights);
    distinct(&mut c.sources);
    originals_first(&mut c.titles);
    c
}

/// Lists longer than this (of references) are looked through by hash, so that time does not grow with the square of them.
const LONG: usize = 32;

/// Drops every item that equals an earlier one.
fn distinct<T: Message + PartialEq>(items: &mut Vec<T>) {
    if items.len() <= LONG {
        return retain_first(items, |item, kept| !kept.contains(item));
    }
    let mut hashes = HashSet::with_capacity(items.len());
    let mut bytes = Vec::new();
    retain_first(items, |item, kept| {
        bytes.clear();
        // a vector grows: encoding into it cannot fail
        let _ = item.encode(&mut bytes);
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        // equal items have equal bytes: a new hash needs no comparing
        hashes.insert(hasher.finish()) || !kept.contains(item)
    });
}

/// Keeps the items that are new beside those kept before them, in their order.
fn retain_first<T>(items: &mut Vec<T>, mut is_new: impl FnMut(&T, &[T]) -> bool) {
    let mut kept = 0;
    for at in 0..items.len() {
        if is_new(&items[at], &items[..kept]) {
            items.swap(kept, at);
            kept += 1;
        }
    }
    items.truncate(kept);
}
