//! Gives each number its kind, from what stands around it.

mod bare;
mod fields;
mod follow;
mod interval;
mod label;
mod naked;
mod series;
mod spread;

use super::atom::Atom;
use super::{count, make, unit};
use crate::contract::v1::{Measurement, MeasurementKind as Kind};
use crate::finding::reading::{Extent, Reading};

/// Names the numbers of a sentence, in order.
pub fn assemble(reading: &Reading<'_>, extent: Extent, atoms: &[Atom]) -> Vec<Measurement> {
    let mut found: Vec<Measurement> = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        // the digit of "I2" belongs to a name that a label may need
        let named = |m: &&Measurement| m.kind != Kind::Identifier as i32;
        let floor = found
            .last()
            .filter(named)
            .and_then(|m| m.span)
            .map_or(extent.start, |span| span.end as usize)
            .max(extent.start);
        let reader = Reader { reading, extent, atoms: &atoms[at..], floor, before: found.last() };
        let (measurement, taken) = reader.next();
        found.extend(measurement);
        at += taken.max(1);
    }
    found
}

struct Reader<'r> {
    reading: &'r Reading<'r>,
    extent: Extent,
    atoms: &'r [Atom],
    /// End of the last measurement; nothing reaches back beyond it.
    floor: usize,
    before: Option<&'r Measurement>,
}

type Taken = (Option<Measurement>, usize);

impl Reader<'_> {
    fn next(&self) -> Taken {
        let atom = &self.atoms[0];
        if atom.extent.start < self.floor {
            return (None, 1);
        }
        if atom.identifier {
            return (Some(self.suppressed(Kind::Identifier, atom.extent)), 1);
        }
        if let Some(taken) = self.reference().or_else(|| self.ratio()).or_else(|| self.interval()) {
            return taken;
        }
        if atom.lexical {
            return self.lexical();
        }
        if let Some(taken) = self.labelled() {
            return taken;
        }
        if let Some((measurement, taken)) = count::of_total(self.reading, self.extent, self.floor, self.atoms)
        {
            return (Some(measurement), taken);
        }
        let named = self.spread().or_else(|| self.fold()).or_else(|| self.bracketed());
        if let Some(taken) = named.or_else(|| self.following()).or_else(|| self.subject()) {
            return taken;
        }
        if self.graded() {
            return (Some(self.suppressed(Kind::Grade, atom.extent)), 1);
        }
        if let Some(measurement) = count::of_things(self.reading, self.extent, atom) {
            return (Some(measurement), 1);
        }
        (self.plain().or_else(|| self.naked()), 1)
    }

    fn lexical(&self) -> Taken {
        let atom = &self.atoms[0];
        if let Some((measurement, taken)) = count::of_total(self.reading, self.extent, self.floor, self.atoms)
        {
            return (Some(measurement), taken);
        }
        if let Some(taken) = self.fold() {
            return taken;
        }
        let counted = (atom.value != "1" && atom.value != "0")
            .then(|| count::of_things(self.reading, self.extent, atom))
            .flatten();
        let counted = counted.or_else(|| self.alone());
        if counted.is_some() {
            return (counted, 1);
        }
        let timed = atom.unit.is_some() && unit::is_time(atom.ucum());
        (timed.then(|| self.plain()).flatten().map(|m| Measurement { lexical: true, ..m }), 1)
    }

    fn suppressed(&self, kind: Kind, extent: Extent) -> Measurement {
        let mut found = make(self.reading, kind, extent);
        found.value.clone_from(&self.atoms[0].value);
        found
    }

    fn gap(&self, left: usize, right: usize) -> &str {
        match (self.atoms.get(left), self.atoms.get(right)) {
            (Some(left), Some(right)) => {
                self.reading.lower.get(left.extent.end..right.extent.start).unwrap_or("\u{0}")
            }
            _ => "\u{0}",
        }
    }
}
