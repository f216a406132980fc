//! Runs a program over one work. What an element prints goes onto the tape; what it reports decides whether the group around it stays.

mod condition;
mod date;
pub mod look;
mod names;
mod value;

use citationberg::taxonomy::{Locator, Variable};

pub use date::sort_key as date_key;

use super::budget::Budget;
use super::disambiguation::Shape;
use super::item::Item;
use super::locale::Locale;
use super::program::{Key, Node, Nodes, Op, Program};
use super::tape::Tape;
use look::{finish, start};

/// Where a cite stands after earlier cites of the same work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    #[default]
    First,
    Subsequent,
    Ibid,
    IbidWithLocator,
}

/// One cite, or one entry of the list of references.
#[derive(Clone, Copy)]
pub struct Cite<'a> {
    pub item: &'a dyn Item,
    /// Number in the list of references; 0 for none.
    pub number: u32,
    pub locator: Option<(Locator, &'a str)>,
    pub position: Position,
    /// An earlier cite is within the style's near-note distance.
    pub near_note: bool,
    /// Note in which the work was cited first.
    pub first_note: Option<u32>,
    pub shape: &'a Shape,
    /// The first names are left out, as where a cite is collapsed with the one before.
    pub without_names: bool,
    /// Years are left out and only their letters stay.
    pub without_year: bool,
}

/// What rendering is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    Citation,
    Bibliography,
    /// A sorting key, with what it says of names.
    Sort(Option<&'a Key>),
}

/// What an element reports to the group around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It called no variable.
    Plain,
    /// Every variable it called was empty.
    Missing,
    /// It printed a variable.
    Printed,
}

impl Outcome {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Printed, _) | (_, Self::Printed) => Self::Printed,
            (Self::Missing, _) | (_, Self::Missing) => Self::Missing,
            _ => Self::Plain,
        }
    }
}

/// Renders one cite or entry.
pub struct Renderer<'a, 't> {
    pub program: &'a Program,
    pub locale: &'a Locale,
    pub cite: &'t Cite<'a>,
    pub purpose: Purpose<'a>,
    pub tape: &'t mut Tape,
    pub budget: &'t Budget,
    /// The style prints year suffixes by itself.
    pub explicit_year_suffix: bool,
    /// The names of the entry before and what stands in for them.
    pub substitution: Option<&'t mut super::substitute::Substitution>,
    /// What was printed, for disambiguation and collapsing.
    pub seen: Seen,
    /// Record names one by one in `seen`.
    pub record_names: bool,
    /// It is only to be seen what looks alike.
    pub telling_apart: bool,
    /// Record what the style asks for and the work lacks in `seen`.
    pub record_lacking: bool,
    quashed: Vec<Variable>,
    /// What is printed stands in for missing names.
    substituting: bool,
    /// Nothing has been printed of this cite, and a term that begins it is to have a capital.
    pub starts_cite: bool,
}

/// What was printed of a cite.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Each list of names, in order.
    pub lists: Vec<SeenList>,
    /// The first names as printed.
    pub first_names: Option<String>,
    /// The first `names` element has been passed.
    pub names_passed: bool,
    pub year_suffix_done: bool,
    /// The year of the first date.
    pub year: Option<i32>,
    /// How many conditions asked for `disambiguate`.
    pub disambiguate_tests: u32,
    /// A year was printed to which a letter can be added.
    pub has_year: bool,
    /// The citation number was printed.
    pub number: bool,
    /// A locator was printed.
    pub locator: bool,
    /// Variables that were asked for and have no value, each once; empty unless they were asked for.
    pub lacking: Vec<Variable>,
}

/// A list of names as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenList {
    pub total: usize,
    pub shown: usize,
    /// Empty unless they were asked for.
    pub names: Vec<SeenName>,
}

/// A name, as far as two people are told apart by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenName {
    pub family: String,
    pub initials: String,
    pub given: String,
    /// The style says how initials are written.
    pub has_initials: bool,
}

impl<'a, 't> Renderer<'a, 't> {
    /// A renderer for one cite.
    pub fn new(
        program: &'a Program,
        locale: &'a Locale,
        cite: &'t Cite<'a>,
        purpose: Purpose<'a>,
        tape: &'t mut Tape,
        budget: &'t Budget,
    ) -> Self {
        let explicit_year_suffix = match (purpose, &program.bibliography) {
            (Purpose::Bibliography, Some(bibliography)) => bibliography.layout.explicit_year_suffix,
            _ => program.citation.layout.explicit_year_suffix,
        };
        Self {
            program,
            locale,
            cite,
            purpose,
            tape,
            budget,
            explicit_year_suffix,
            substitution: None,
            seen: Seen::default(),
            record_names: false,
            telling_apart: false,
            record_lacking: false,
            quashed: Vec::new(),
            substituting: false,
            starts_cite: false,
        }
    }

    /// Prints a variable as a sorting key.
    pub fn sort_variable(&mut self, variable: Variable) {
        self.variable(variable, false);
    }

    /// True when a sorting key is made.
    fn sorting(&self) -> bool {
        matches!(self.purpose, Purpose::Sort(_))
    }

    /// Title case is for English.
    fn english(&self) -> bool {
        match self.cite.item.language() {
            Some(language) => is_english(language),
            None => is_english(&self.locale.lang),
        }
    }

    /// Terms are in the language of the locale, whatever that of the work.
    fn terms_english(&self) -> bool {
        is_english(&self.locale.lang)
    }

    /// Renders nodes one after the other.
    pub fn nodes(&mut self, nodes: &Nodes, delimiter: &str) -> Outcome {
        let mut outcome = Outcome::Plain;
        let mut printed = false;
        for node in self.program.children(nodes) {
            let before = self.tape.end();
            if printed {
                self.tape.piece(delimiter);
            }
            let inside = self.tape.end();
            outcome = outcome.and(self.node(node, delimiter));
            self.budget.element(self.tape.length_since(inside));
            if self.budget.is_spent() {
                return outcome;
            }
            if self.tape.is_empty_since(inside) {
                self.tape.cut(before);
            } else {
                printed = true;
            }
        }
        outcome
    }

    /// A branch that is chosen is delimited as what is around it (CSL 1.0.2, "Choose").
    fn node(&mut self, node: &'a Node, delimiter: &str) -> Outcome {
        self.budget.piece(self.tape.text.len(), self.tape.marks.len());
        if let Op::Choose(branches) = &node.op {
            let chosen = branches.iter().find(|branch| self.holds(branch));
            return chosen.map_or(Outcome::Plain, |branch| self.nodes(&branch.children, delimiter));
        }
        let english = match &node.op {
            _ if node.look.case.is_none() => false,
            Op::Term { .. } | Op::Label { .. } => self.terms_english(),
            _ => self.english(),
        };
        let started = start(&node.look, self.tape);
        let outcome = self.formatted(node, english);
        finish(&node.look, started, self.tape);
        outcome
    }

    fn formatted(&mut self, node: &'a Node, english: bool) -> Outcome {
        let look = &node.look;
        let before = look::begin(look, self.tape);
        let outcome = self.op(&node.op);
        look::end(look, english, before, self.tape);
        outcome
    }

    fn op(&mut self, op: &'a Op) -> Outcome {
        match op {
            Op::Variable { variable, short } => self.variable(*variable, *short),
            Op::Macro(nodes) => self.group(nodes, ""),
            Op::Term { term, form, plural } => {
                if let Some(text) = self.locale.term(*term, *form, *plural).filter(|text| !text.is_empty()) {
                    let first = text.chars().next().filter(|_| std::mem::take(&mut self.starts_cite));
                    self.tape.text.extend(first.into_iter().flat_map(char::to_uppercase));
                    self.tape.text.push_str(&text[first.map_or(0, char::len_utf8)..]);
                }
                Outcome::Plain
            }
            Op::Value(text) => {
                self.starts_cite = false;
                super::markup::write(&super::item::Text::tagged(&**text), self.tape);
                Outcome::Plain
            }
            Op::Number { variable, form } => self.number(*variable, *form),
            Op::Label { variable, form, plural } => self.label(*variable, *form, *plural),
            Op::Date(date) => self.date(date),
            Op::Names(names) => self.names(names),
            Op::Group { children, delimiter } => self.group(children, delimiter),
            Op::Choose(_) => Outcome::Plain,
        }
    }

    /// A group or a macro goes when it called variables and all were empty. One that stays although it called none is as a variable
    /// that has a value for the group around it.
    fn group(&mut self, children: &Nodes, delimiter: &str) -> Outcome {
        let before = self.tape.end();
        let outcome = self.nodes(children, delimiter);
        if outcome == Outcome::Missing {
            self.tape.cut(before);
        }
        if outcome == Outcome::Plain && !self.tape.is_empty_since(before) {
            Outcome::Printed
        } else {
            outcome
        }
    }

    /// Remembers a variable that was asked for and has no value.
    fn lacks(&mut self, variable: Variable) {
        // what stands in for names already is not missing where it would stand otherwise
        let missing = self.record_lacking && !self.is_quashed(variable);
        if missing && !self.seen.lacking.contains(&variable) {
            self.seen.lacking.push(variable);
        }
    }

    /// People and groups of a work.
    fn people_of(&self, variable: citationberg::taxonomy::NameVariable) -> Vec<super::item::Name<'a>> {
        let names = self.cite.item.names(variable);
        self.budget.spend(names.len() as u64);
        names
    }

    /// True for a variable that has been printed in place of missing names.
    fn is_quashed(&self, variable: Variable) -> bool {
        self.quashed.contains(&variable)
    }

    /// Remembers a variable that was printed in place of missing names.
    fn note_use(&mut self, variable: Variable) {
        self.starts_cite = false;
        if self.substituting {
            self.quashed.push(variable);
        }
    }
}

fn is_english(language: &str) -> bool {
    language.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en"))
        && !language.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic)
}
