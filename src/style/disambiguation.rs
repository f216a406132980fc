//! Telling works apart whose cites would look alike: more names, given names, words of the style, a letter at the year. Works are told
//! apart class by class, so that the cost grows with the number of works and not with its square.

mod given;
mod refine;

use std::collections::HashMap;

use super::budget::Budget;
use super::item::Item;
use super::locale::Locale;
use super::names::person::Given;
use super::program::Program;
use super::render::{Cite, Position, Purpose, Renderer, Seen};
use super::tape::Tape;

/// How the cites of one work are printed so that they are told from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// One for each list of names that a cite prints.
    pub lists: Vec<ListShape>,
    /// So many of the conditions that ask for `disambiguate` hold.
    pub condition: u32,
    /// Letter at the year, 1 being a.
    pub year_suffix: Option<u32>,
}

/// How a list of names is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListShape {
    /// At least so many names.
    pub shown: Option<usize>,
    /// At least so much of the given names, from the first name on.
    pub givens: Vec<Given>,
}

impl Shape {
    /// At least so many names of a list.
    pub fn shown(&self, list: usize) -> Option<usize> {
        self.lists.get(list)?.shown
    }

    /// At least so much of the given names of one name.
    pub fn given(&self, list: usize, place: usize) -> Option<Given> {
        self.lists.get(list)?.givens.get(place).copied()
    }

    fn list(&mut self, list: usize) -> &mut ListShape {
        if self.lists.len() <= list {
            self.lists.resize_with(list + 1, ListShape::default);
        }
        &mut self.lists[list]
    }

    fn raise(&mut self, list: usize, place: usize, given: Given) {
        let givens = &mut self.list(list).givens;
        if givens.len() <= place {
            givens.resize(place + 1, Given::None);
        }
        givens[place] = givens[place].max(given);
    }
}

/// The shapes of all works; `order` is that of the list of references, in which letters are given.
pub fn disambiguate(
    program: &Program,
    locale: &Locale,
    budget: &Budget,
    items: &[&dyn Item],
    order: &[usize],
) -> Vec<Shape> {
    let mut work = Work {
        program,
        locale,
        budget,
        items,
        shapes: vec![Shape::default(); items.len()],
        rank: vec![0; items.len()],
        tape: Tape::default(),
    };
    for (rank, item) in order.iter().enumerate() {
        work.rank[*item] = rank;
    }
    let options = &program.citation;
    if options.add_given && !matches!(options.given_rule, citationberg::DisambiguationRule::ByCite) {
        work.expand_ambiguous_names();
    }
    let mut asks = options.add_names || options.add_given || options.add_year_suffix;
    let mut classes: HashMap<String, Vec<usize>> = HashMap::new();
    for item in order {
        let (key, seen) = work.key(*item);
        asks |= seen.disambiguate_tests > 0;
        classes.entry(key).or_default().push(*item);
    }
    if !asks {
        return work.shapes;
    }
    let mut classes: Vec<Vec<usize>> = classes.into_values().filter(|class| class.len() > 1).collect();
    classes.sort();
    for class in classes {
        work.resolve(class);
    }
    work.shapes
}

struct Work<'a> {
    program: &'a Program,
    locale: &'a Locale,
    budget: &'a Budget,
    items: &'a [&'a dyn Item],
    shapes: Vec<Shape>,
    /// Place of each work in the list of references.
    rank: Vec<usize>,
    tape: Tape,
}

impl Work<'_> {
    /// How a work is cited, as it would look to a reader, and what was printed.
    fn key(&mut self, item: usize) -> (String, Seen) {
        let seen = self.render(item, false);
        // "J. J." and "J.J." are the same to a reader
        let looks = self.tape.text.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
        (looks, seen)
    }

    /// What its cite prints.
    fn seen(&mut self, item: usize) -> Seen {
        self.render(item, false)
    }

    /// The names that its cite has.
    fn named(&mut self, item: usize) -> Seen {
        self.render(item, true)
    }

    fn render(&mut self, item: usize, record_names: bool) -> Seen {
        let cite = Cite {
            item: self.items[item],
            number: 0,
            locator: None,
            position: Position::Subsequent,
            near_note: false,
            first_note: None,
            shape: &self.shapes[item],
            without_names: false,
            without_year: false,
        };
        self.tape.clear();
        let mut renderer =
            Renderer::new(self.program, self.locale, &cite, Purpose::Citation, &mut self.tape, self.budget);
        renderer.record_names = record_names;
        renderer.telling_apart = true;
        renderer.nodes(&self.program.citation.layout.children, "");
        std::mem::take(&mut renderer.seen)
    }

    /// The works of a class by how they look now, in order of their first member.
    fn parted(&mut self, class: &[usize]) -> Vec<Vec<usize>> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for item in class {
            let (key, _) = self.key(*item);
            let place = *places.entry(key).or_insert(parts.len());
            if place == parts.len() {
                parts.push(Vec::new());
            }
            parts[place].push(*item);
        }
        parts
    }
}
