//! A style, a language and the works of a document: cites and the list of references.

use citationberg::SecondFieldAlign;
use citationberg::taxonomy::Locator;

use super::budget::Budget;
use super::collapse;
use super::disambiguation::{Shape, disambiguate};
use super::item::Item;
use super::locale::Locale;
use super::output::{self, Format};
use super::position::{Place, places};
use super::program::{Bibliography, Program};
use super::render::look::{begin, end};
use super::render::{Cite, Position, Purpose, Renderer, Seen};
use super::sort::{Sorter, compare};
use super::substitute::Substitution;
use super::tape::{Span, Tape};
use citationberg::taxonomy::Variable;

/// A group of cites that stands in one place of a text, or in one note.
#[derive(Clone, Debug, Default)]
pub struct Cluster<'a> {
    /// Number of the note, for styles of notes.
    pub note: Option<u32>,
    pub cites: Vec<ClusterCite<'a>>,
}

impl Cluster<'_> {
    /// A cluster for each of so many works, each in a note of its own.
    pub fn each(count: usize) -> Vec<Self> {
        let cite = |item: usize| ClusterCite { item, ..ClusterCite::default() };
        (0..count).map(|item| Self { note: Some(item as u32 + 1), cites: vec![cite(item)] }).collect()
    }
}

/// One cite of a cluster.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClusterCite<'a> {
    /// Which of the processor's works.
    pub item: usize,
    pub locator: Option<(Locator, &'a str)>,
    pub prefix: &'a str,
    pub suffix: &'a str,
    pub part: Part,
    /// Where it stands, where the caller knows better.
    pub place: Option<Place>,
}

/// How much of a cite is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Whole,
    /// The names alone, as in "Smith (2009)".
    NamesOnly,
    /// All but the names.
    WithoutNames,
}

/// An entry of the list of references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which of the works.
    pub item: usize,
    pub text: String,
    /// What the style asked for and the work lacks.
    pub lacking: Vec<Variable>,
}

/// Everything that is known before the first cite is printed.
pub struct Processor<'a> {
    pub(super) program: &'a Program,
    pub(super) locale: &'a Locale,
    budget: &'a Budget,
    items: Vec<&'a dyn Item>,
    /// Works in the order of the list of references.
    order: Vec<usize>,
    /// Number of each work in that list.
    numbers: Vec<u32>,
    shapes: Vec<Shape>,
    sorter: Option<Sorter>,
}

impl<'a> Processor<'a> {
    /// Sorts, numbers and tells apart the works of a document, given in the order in which they are cited.
    /// Once `budget` is spent, what is printed is cut off.
    pub fn new(
        program: &'a Program,
        locale: &'a Locale,
        budget: &'a Budget,
        items: Vec<&'a dyn Item>,
    ) -> Self {
        let mut processor = Self {
            program,
            locale,
            budget,
            order: (0..items.len()).collect(),
            numbers: (1..=items.len() as u32).collect(),
            shapes: vec![Shape::default(); items.len()],
            items,
            sorter: None,
        };
        let sorted = program.bibliography.as_ref().is_some_and(|bibliography| !bibliography.sort.is_empty());
        if sorted || !program.citation.sort.is_empty() {
            processor.sorter = Sorter::new(&locale.lang);
        }
        processor.sort();
        processor.shapes = disambiguate(program, locale, budget, &processor.items, &processor.order);
        processor
    }

    fn sort(&mut self) {
        let Some(bibliography) = self.program.bibliography.as_ref().filter(|one| !one.sort.is_empty()) else {
            return;
        };
        let Some(sorter) = &self.sorter else { return };
        let keys: Vec<_> = (0..self.items.len())
            .map(|item| sorter.keys(&bibliography.sort, self.press(), &self.cite(item)))
            .collect();
        self.order.sort_by(|left, right| compare(&bibliography.sort, &keys[*left], &keys[*right]));
        for (place, item) in self.order.iter().enumerate() {
            self.numbers[*item] = place as u32 + 1;
        }
    }

    fn press(&self) -> (&'a Program, &'a Locale, &'a Budget) {
        (self.program, self.locale, self.budget)
    }

    pub(super) fn cite(&self, item: usize) -> Cite<'_> {
        Cite {
            item: self.items[item],
            number: self.numbers[item],
            locator: None,
            position: Position::First,
            near_note: false,
            first_note: None,
            shape: &self.shapes[item],
            without_names: false,
            without_year: false,
        }
    }

    /// The works in the order of the list of references.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The list of references; empty where the style has none.
    pub fn bibliography(&self, format: Format) -> Vec<Entry> {
        let Some(bibliography) = &self.program.bibliography else { return Vec::new() };
        let mut substitution = bibliography
            .substitute
            .as_deref()
            .map(|text| Substitution::new(text, bibliography.substitute_rule));
        let mut tape = Tape::default();
        let mut entries = Vec::with_capacity(self.order.len());
        for item in &self.order {
            tape.clear();
            let lacking = self.entry(*item, bibliography, substitution.as_mut(), &mut tape);
            if self.budget.is_spent() {
                break;
            }
            if let Some(substitution) = &mut substitution {
                substitution.turn();
            }
            let text = self.write(&tape, format);
            entries.push(Entry { item: *item, text, lacking });
        }
        entries
    }

    fn entry(
        &self,
        item: usize,
        bibliography: &Bibliography,
        substitution: Option<&mut Substitution>,
        tape: &mut Tape,
    ) -> Vec<Variable> {
        let layout = &bibliography.layout;
        let look = super::program::Look { format: layout.format, ..Default::default() };
        let cite = self.cite(item);
        let place = begin(&look, tape);
        tape.piece(&layout.prefix);
        let mut renderer =
            Renderer::new(self.program, self.locale, &cite, Purpose::Bibliography, tape, self.budget);
        renderer.record_lacking = true;
        renderer.substitution = substitution;
        renderer.starts_cite = true;
        match bibliography.second_field_align {
            Some(SecondFieldAlign::Margin | SecondFieldAlign::Flush) => renderer.aligned(&layout.children),
            None => {
                renderer.nodes(&layout.children, "");
            }
        }
        let lacking = std::mem::take(&mut renderer.seen.lacking);
        tape.piece_in_block(&layout.suffix);
        tape.piece_in_block(self.items[item].postscript());
        end(&look, false, place, tape);
        lacking
    }

    /// The first note of each work, for styles without a list of references.
    pub fn notes(&self, format: Format) -> Vec<Entry> {
        let mut entries = self.notes_lack();
        for entry in &mut entries {
            let cites = vec![ClusterCite { item: entry.item, ..ClusterCite::default() }];
            entry.text = self.cluster(&Cluster { note: Some(1), cites }, &[Place::default()], format);
        }
        entries
    }

    /// What the first cite of each work asks for and the work lacks; without a text.
    pub fn notes_lack(&self) -> Vec<Entry> {
        let one = |item: &usize| Entry {
            item: *item,
            text: String::new(),
            lacking: self.print(&self.cite(*item), false).1.lacking,
        };
        self.order.iter().map(one).collect()
    }

    /// The clusters of a document in order.
    pub fn clusters(&self, clusters: &[Cluster<'_>], format: Format) -> Vec<String> {
        let places = places(clusters, self.program.citation.near_note_distance);
        clusters.iter().zip(places).map(|(cluster, places)| self.cluster(cluster, &places, format)).collect()
    }

    fn cluster(&self, cluster: &Cluster<'_>, places: &[Place], format: Format) -> String {
        let citation = &self.program.citation;
        let mut cites: Vec<(ClusterCite<'_>, Place)> = cluster
            .cites
            .iter()
            .zip(places)
            .filter(|(cite, _)| cite.item < self.items.len())
            .map(|(cite, place)| (*cite, cite.place.unwrap_or(*place)))
            .collect();
        if let Some(sorter) = self.sorter.as_ref().filter(|_| !citation.sort.is_empty() && cites.len() > 1) {
            let mut keyed: Vec<_> = cites
                .into_iter()
                .map(|cite| {
                    let keys = sorter.keys(&citation.sort, self.press(), &self.placed(&cite));
                    (keys, cite)
                })
                .collect();
            keyed.sort_by(|(left, _), (right, _)| compare(&citation.sort, left, right));
            cites = keyed.into_iter().map(|(_, cite)| cite).collect();
        }
        let tape = collapse::cluster(self, &cites);
        self.write(&tape, format)
    }

    fn write(&self, tape: &Tape, format: Format) -> String {
        self.budget.piece(tape.text.len(), tape.marks.len());
        if self.budget.is_spent() {
            return String::new();
        }
        let text = output::write(tape, self.locale, format);
        self.budget.finished(text.len());
        text
    }

    pub(super) fn placed<'c>(&'c self, (cite, place): &(ClusterCite<'c>, Place)) -> Cite<'c> {
        Cite {
            locator: cite.locator,
            position: place.position,
            near_note: place.near_note,
            first_note: place.first_note,
            without_names: cite.part == Part::WithoutNames,
            ..self.cite(cite.item)
        }
    }

    /// One cite on a tape of its own; a term that begins a sentence has a capital.
    pub(super) fn print(&self, cite: &Cite<'_>, starts_text: bool) -> (Tape, Seen) {
        let mut tape = Tape::default();
        let mut renderer =
            Renderer::new(self.program, self.locale, cite, Purpose::Citation, &mut tape, self.budget);
        renderer.record_lacking = true;
        renderer.starts_cite = starts_text;
        renderer.nodes(&self.program.citation.layout.children, "");
        let seen = std::mem::take(&mut renderer.seen);
        (tape, seen)
    }
}

impl Renderer<'_, '_> {
    /// The first field in the margin and the rest beside it.
    fn aligned(&mut self, nodes: &super::program::Nodes) {
        let first = nodes.start..nodes.end.min(nodes.start + 1);
        let before = self.tape.end();
        self.tape.open(Span::Display(citationberg::Display::LeftMargin));
        let inside = self.tape.end();
        self.nodes(&first, "");
        if self.tape.is_empty_since(inside) {
            self.tape.cut(before);
            self.nodes(&(first.end..nodes.end), "");
            return;
        }
        self.tape.close();
        self.tape.open(Span::Display(citationberg::Display::RightInline));
        self.nodes(&(first.end..nodes.end), "");
        self.tape.close();
    }
}
