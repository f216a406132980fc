//! One name: which parts, in which order, with which particles.

use citationberg::DemoteNonDroppingParticle as Demote;

use crate::style::item::{Markup, Name, Text};
use crate::style::program::Look;
use crate::style::render::look::{finish, start};
use crate::style::sort::FIELD;
use crate::style::tape::Tape;
use crate::style::{markup, program};

use super::initials::Initials;

/// How one name is printed.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    pub element: &'a program::Name,
    /// Family name first.
    pub inverted: bool,
    pub given: Given,
    pub demote: Demote,
    pub hyphen: bool,
    /// For a sorting key: particles as the style sorts them.
    pub sorting: bool,
    /// Title case may be used in parts.
    pub english: bool,
}

/// How much of the given names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// None: the family name alone.
    None,
    Initials,
    Full,
}

/// Prints a name whose particles have been set apart.
pub fn write(name: &Name<'_>, shape: &Shape<'_>, tape: &mut Tape) {
    if name.is_literal() {
        return part(&shape.element.family, shape.english, tape, |tape| {
            field(&name.literal, name.tagged, tape)
        });
    }
    if name.family.is_empty() {
        return field(&name.given, name.tagged, tape);
    }
    if is_asian(name) {
        return asian(name, shape, tape);
    }
    let family_only = shape.given == Given::None;
    if family_only {
        let place = start(&shape.element.family, tape);
        family(name, shape, tape);
        finish(&shape.element.family, place, tape);
        return;
    }
    let given = match (shape.given, &shape.element.initialize_with) {
        (Given::Initials, Some(with)) => {
            let initials = Initials { with, initialize: shape.element.initialize, hyphen: shape.hyphen };
            initials.of(&name.given).into()
        }
        _ => name.given.clone(),
    };
    let demoted = shape.inverted
        && (shape.demote == Demote::DisplayAndSort || shape.sorting && shape.demote == Demote::SortOnly);
    if !shape.inverted {
        if !given.is_empty() {
            part(&shape.element.given, shape.english, tape, |tape| field(&given, name.tagged, tape));
            tape.text.push_str(if name.comma_dropping { ", " } else { " " });
        }
        let place = start(&shape.element.family, tape);
        if !name.dropping.is_empty() {
            plain_part(&shape.element.given, shape.english, tape, |tape| {
                field(&name.dropping, name.tagged, tape)
            });
            if !joins(&name.dropping) {
                tape.text.push(' ');
            }
        }
        family(name, shape, tape);
        if !name.suffix.is_empty() {
            tape.text.push_str(if name.comma_suffix { ", " } else { " " });
            field(&name.suffix, name.tagged, tape);
        }
        finish(&shape.element.family, place, tape);
        return;
    }
    let place = start(&shape.element.family, tape);
    if demoted {
        plain_part(&shape.element.family, shape.english, tape, |tape| field(&name.family, name.tagged, tape));
    } else {
        family(name, shape, tape);
    }
    finish(&shape.element.family, place, tape);
    let non_dropping = if demoted { &*name.non_dropping } else { "" };
    if !given.is_empty() || !name.dropping.is_empty() || !non_dropping.is_empty() {
        separate(shape, tape);
        let place = start(&shape.element.given, tape);
        plain_part(&shape.element.given, shape.english, tape, |tape| {
            field(&given, name.tagged, tape);
        });
        if !name.dropping.is_empty() {
            if !given.is_empty() {
                tape.text.push_str(if name.comma_dropping { ", " } else { " " });
            }
            plain_part(&shape.element.given, shape.english, tape, |tape| {
                field(&name.dropping, name.tagged, tape)
            });
        }
        if !non_dropping.is_empty() {
            tape.text.push(' ');
            plain_part(&shape.element.family, shape.english, tape, |tape| {
                field(non_dropping, name.tagged, tape)
            });
        }
        finish(&shape.element.given, place, tape);
    }
    if !name.suffix.is_empty() {
        separate(shape, tape);
        field(&name.suffix, name.tagged, tape);
    }
}

/// What stands between family and given names.
fn separate(shape: &Shape<'_>, tape: &mut Tape) {
    if shape.sorting {
        tape.text.push(FIELD);
    } else {
        tape.piece(&shape.element.sort_separator);
    }
}

/// A part with its affixes, formatting and case.
fn part(look: &Look, english: bool, tape: &mut Tape, print: impl FnOnce(&mut Tape)) {
    let place = start(look, tape);
    plain_part(look, english, tape, print);
    finish(look, place, tape);
}

/// A part with its formatting and case.
fn plain_part(look: &Look, english: bool, tape: &mut Tape, print: impl FnOnce(&mut Tape)) {
    crate::style::render::look::formatted(look, english, tape, print);
}

/// The family name after the particle that stays with it, each with the formatting of the family name.
fn family(name: &Name<'_>, shape: &Shape<'_>, tape: &mut Tape) {
    let look = &shape.element.family;
    if !name.non_dropping.is_empty() {
        plain_part(look, shape.english, tape, |tape| field(&name.non_dropping, name.tagged, tape));
        if !joins(&name.non_dropping) {
            tape.text.push(' ');
        }
    }
    plain_part(look, shape.english, tape, |tape| field(&name.family, name.tagged, tape));
}

/// "d'" and "al-" stand close to what follows.
fn joins(particle: &str) -> bool {
    particle.ends_with(['\'', '’', '-', '‐'])
}

fn field(text: &str, tagged: bool, tape: &mut Tape) {
    let markup = if tagged { Markup::Tags } else { Markup::None };
    markup::write(&Text { value: text.into(), markup }, tape);
}

/// Names of China, Japan and Korea in their own script have the family name first and no space.
fn asian(name: &Name<'_>, shape: &Shape<'_>, tape: &mut Tape) {
    part(&shape.element.family, false, tape, |tape| field(&name.family, name.tagged, tape));
    if shape.given != Given::None {
        part(&shape.element.given, false, tape, |tape| field(&name.given, name.tagged, tape));
    }
}

fn is_asian(name: &Name<'_>) -> bool {
    name.family.starts_with(is_asian_letter)
        && (name.given.is_empty() || name.given.starts_with(is_asian_letter))
}

/// A character of China, Japan or Korea.
pub fn is_asian_letter(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
