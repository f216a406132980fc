//! Names that look alike and are not: `all-names`, `primary-name` and their kin expand them in every cite, ambiguous or not.

use std::collections::{HashMap, HashSet};

use super::Work;
use crate::style::names::person::Given;
use crate::style::render::SeenName;

/// People of one family name: by their initials, the given names that these stand for.
#[derive(Default)]
struct Family {
    initials: HashMap<String, usize>,
    givens: Vec<HashSet<String>>,
}

/// A name of a cite, by what it is known as in the families.
struct Named {
    item: usize,
    list: usize,
    place: usize,
    family: usize,
    initials: usize,
    has_initials: bool,
}

/// Every family name of a document.
#[derive(Default)]
struct Families {
    places: HashMap<String, usize>,
    all: Vec<Family>,
}

impl Work<'_> {
    /// Expands given names wherever two people would look alike.
    pub(super) fn expand_ambiguous_names(&mut self) {
        let rule = self.program.citation.given_rule;
        let primary = !rule.allows_multiple_names();
        let full = rule.allows_full_first_names();
        let mut families = Families::default();
        let mut named = Vec::with_capacity(self.items.len());
        for item in 0..self.items.len() {
            let seen = self.named(item);
            for (list, names) in seen.lists.into_iter().enumerate() {
                let counted = if primary { 1 } else { usize::MAX };
                for (place, name) in names.names.into_iter().take(counted).enumerate() {
                    let has_initials = name.has_initials;
                    let (family, initials) = families.add(name);
                    named.push(Named { item, list, place, family, initials, has_initials });
                }
            }
        }
        for name in named {
            let family = &families.all[name.family];
            let level = if family.givens[name.initials].len() > 1 && full {
                Given::Full
            } else if family.givens.len() > 1 {
                Given::Initials
            } else {
                continue;
            };
            if full || name.has_initials {
                self.shapes[name.item].raise(name.list, name.place, level);
            }
        }
    }
}

impl Families {
    /// Where a name is among its family and its initials.
    fn add(&mut self, name: SeenName) -> (usize, usize) {
        let place = *self.places.entry(name.family).or_insert(self.all.len());
        if place == self.all.len() {
            self.all.push(Family::default());
        }
        let family = &mut self.all[place];
        let initials = *family.initials.entry(name.initials).or_insert(family.givens.len());
        if initials == family.givens.len() {
            family.givens.push(HashSet::new());
        }
        let mut given = name.given;
        // "J. J." and "J.J." are the same to a reader
        given.retain(|c| !matches!(c, '.' | ' ' | '\u{a0}'));
        family.givens[initials].insert(given);
        (place, initials)
    }
}
