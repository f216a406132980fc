use std::collections::HashMap;

use crate::contract::v1::{self, IdentifierScheme};

/// Identifiers up to which the next is looked for among all of them.
const FEW: usize = 16;

/// Where each identifier of a record stands in its list, so that a record with a hundred thousand is read as fast as any.
#[derive(Default)]
pub struct Known {
    /// Empty while there are [`FEW`] or less.
    at: HashMap<(i32, String, String), usize>,
    /// Whether a valid PMID is among them.
    pmid: bool,
}

impl Known {
    /// Adds what is new to the identifiers of a record. A second PMID is given back: a record has one.
    pub fn add(
        &mut self,
        found: v1::Identifier,
        identifiers: &mut Vec<v1::Identifier>,
    ) -> Result<(), v1::Identifier> {
        let is_pmid = found.scheme == i32::from(IdentifierScheme::Pmid);
        let at = match identifiers.len() <= FEW {
            true => identifiers.iter().position(|known| same(known, &found)),
            false => self.at.get(&key(&found)).copied(),
        };
        if let Some(known) = at.and_then(|at| identifiers.get_mut(at)) {
            // Valid in one place is valid.
            known.invalid &= found.invalid;
            self.pmid |= is_pmid && !known.invalid;
            return Ok(());
        }
        if is_pmid && self.pmid {
            return Err(found);
        }
        self.pmid |= is_pmid && !found.invalid;
        identifiers.push(found);
        if identifiers.len() > FEW {
            let from = self.at.len();
            let fresh = identifiers.iter().enumerate().skip(from);
            self.at.extend(fresh.map(|(at, identifier)| (key(identifier), at)));
        }
        Ok(())
    }
}

fn same(one: &v1::Identifier, other: &v1::Identifier) -> bool {
    one.scheme == other.scheme && one.value == other.value && one.r#type == other.r#type
}

fn key(identifier: &v1::Identifier) -> (i32, String, String) {
    (identifier.scheme, identifier.value.clone(), identifier.r#type.clone())
}
