//! What an element does to what it prints: affixes outside, then quotation marks, then formatting, and case and full stops inside.

use super::super::case;
use super::super::program::Look;
use super::super::tape::{Place, Quoted, Span, Tape};

/// A place before and one after the prefix.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    before: Place,
    inside: Place,
}

/// Prints what comes before.
pub fn start(look: &Look, tape: &mut Tape) -> Started {
    let before = tape.end();
    if let Some(display) = look.display {
        tape.open(Span::Display(display));
    }
    tape.piece(&look.prefix);
    Started { before, inside: tape.end() }
}

/// Prints what comes after; takes everything back when nothing stands between. True when something does.
pub fn finish(look: &Look, started: Started, tape: &mut Tape) -> bool {
    if tape.is_empty_since(started.inside) {
        tape.cut(started.before);
        return false;
    }
    tape.piece(&look.suffix);
    if look.display.is_some() {
        tape.close();
    }
    true
}

/// Prints with quotation marks, formatting and case.
pub fn formatted<R>(look: &Look, english: bool, tape: &mut Tape, print: impl FnOnce(&mut Tape) -> R) -> R {
    let started = begin(look, tape);
    let result = print(tape);
    end(look, english, started, tape);
    result
}

/// Opens quotation marks and formatting.
pub fn begin(look: &Look, tape: &mut Tape) -> Started {
    let before = tape.end();
    tape.seam();
    if look.quotes {
        tape.open(Span::Quote(Quoted::Double));
    }
    if !look.format.is_empty() {
        tape.open(Span::Format(look.format));
    }
    Started { before, inside: tape.end() }
}

/// Closes them again, once case and full stops are settled; takes them back when nothing stands between.
pub fn end(look: &Look, english: bool, started: Started, tape: &mut Tape) {
    if tape.is_empty_since(started.inside) {
        tape.cut(started.before);
        return;
    }
    settle(look, english, started.inside, tape);
    if !look.format.is_empty() {
        tape.close();
    }
    if look.quotes {
        tape.close();
    }
    tape.seam();
}

/// Full stops and case.
fn settle(look: &Look, english: bool, inside: Place, tape: &mut Tape) {
    if look.strip_periods {
        tape.rewrite(inside, |_, c, out| {
            if c != '.' {
                out.push(c);
            }
        });
    }
    if let Some(case) = look.case {
        case::apply(case, english, inside, tape);
    }
}
