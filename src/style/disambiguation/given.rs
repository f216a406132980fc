//! Names that look alike and are not: `all-names`, `primary-name` and their kin expand them in every cite, ambiguous or not.

use std::collections::{HashMap, HashSet};

use super::Work;
use crate::style::names::person::Given;
use crate::style::render::SeenName;

impl Work<'_> {
    /// Expands given names wherever two people would look alike.
    pub(super) fn expand_ambiguous_names(&mut self) {
        let rule = self.program.citation.given_rule;
        let primary = !rule.allows_multiple_names();
        let full = rule.allows_full_first_names();
        let mut people: HashMap<String, HashMap<String, HashSet<String>>> = HashMap::new();
        let mut all: Vec<Vec<(usize, usize, SeenName)>> = Vec::with_capacity(self.items.len());
        for item in 0..self.items.len() {
            let seen = self.named(item);
            let mut own = Vec::new();
            for (list, names) in seen.lists.into_iter().enumerate() {
                for (place, name) in names.names.into_iter().enumerate() {
                    if primary && place > 0 {
                        break;
                    }
                    people
                        .entry(name.family.clone())
                        .or_default()
                        .entry(name.initials.clone())
                        .or_default()
                        .insert(name.given.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect());
                    own.push((list, place, name));
                }
            }
            all.push(own);
        }
        for (item, names) in all.into_iter().enumerate() {
            for (list, place, name) in names {
                let Some(family) = people.get(&name.family) else { continue };
                let alike = family.get(&name.initials).map_or(0, HashSet::len);
                let level = if alike > 1 && full {
                    Given::Full
                } else if family.len() > 1 {
                    Given::Initials
                } else {
                    continue;
                };
                if !full && !name.has_initials {
                    continue;
                }
                self.shapes[item].raise(list, place, level);
            }
        }
    }
}
