//! `cs:names`: lists of names with "and", "et al.", labels and what stands in for names that are missing.

use citationberg::taxonomy::{NameVariable, OtherTerm, Term, Variable};
use citationberg::{DelimiterBehavior, LabelPluralize, NameAnd, NameAsSortOrder, NameForm, TermForm};

use super::look::{begin, end, finish, formatted, start};
use super::{Outcome, Position, Purpose, Renderer, SeenList, SeenName};
use crate::style::item::Name;
use crate::style::names::initials::Initials;
use crate::style::names::particle::set_apart;
use crate::style::names::person::{self, Given};
use crate::style::program::{Key, Names, Op};
use crate::style::sort::FIELD;
use crate::style::substitute::Replace;
use crate::style::tape::{Place, Span};

/// One list: a variable, or editors and translators who are the same people.
struct List<'i> {
    term: Term,
    names: Vec<Name<'i>>,
}

impl<'a> Renderer<'a, '_> {
    pub(super) fn names(&mut self, element: &'a Names) -> Outcome {
        let lists = self.lists(element);
        if lists.is_empty() {
            for variable in &element.variables {
                self.lacks(Variable::Name(*variable));
            }
            return self.substitutes(element);
        }
        let first = !std::mem::replace(&mut self.seen.names_passed, true);
        if first && self.cite.without_names {
            // the list is counted, so that what disambiguation says of later lists stays theirs
            self.seen
                .lists
                .extend(lists.iter().map(|list| SeenList { total: list.names.len(), ..SeenList::default() }));
            return Outcome::Printed;
        }
        for variable in &element.variables {
            self.note_use(Variable::Name(*variable));
        }
        self.starts_cite = false;
        if first {
            self.tape.open(Span::Names);
        }
        let whole = self.tape.end();
        if element.name.form == NameForm::Count {
            let count: usize = lists.iter().map(|list| self.shown(element, list.names.len()).0).sum();
            let width = if self.sorting() { 10 } else { 0 };
            self.tape.text.push_str(&format!("{count:0width$}"));
        } else {
            let mut printed = false;
            for (place, list) in lists.iter().enumerate() {
                if printed {
                    self.tape.piece(&element.delimiter);
                }
                self.list(element, list, first && place == 0);
                printed = true;
            }
        }
        if first {
            self.seen.first_names = Some(self.tape.text_since(whole).to_owned());
            self.tape.close();
        }
        Outcome::Printed
    }

    fn lists(&self, element: &Names) -> Vec<List<'a>> {
        let of = |variable: NameVariable| -> Vec<Name<'a>> {
            if self.is_quashed(Variable::Name(variable)) {
                return Vec::new();
            }
            self.people_of(variable).into_iter().filter(|name| !name.is_empty()).map(set_apart).collect()
        };
        let mut lists: Vec<List<'a>> = Vec::new();
        for variable in &element.variables {
            let names = of(*variable);
            if names.is_empty() {
                continue;
            }
            let pair = [NameVariable::Editor, NameVariable::Translator];
            let twin = lists.iter_mut().find(|list| {
                pair.contains(variable)
                    && pair.iter().any(|one| list.term == Term::NameVariable(*one))
                    && list.names == names
            });
            let both = Term::NameVariable(NameVariable::EditorTranslator);
            let form = element.label.as_ref().map_or(TermForm::Long, |label| label.form);
            if let Some(twin) = twin
                && self.locale.term(both, form, false).is_some_and(|text| !text.is_empty())
            {
                twin.term = both;
                continue;
            }
            lists.push(List { term: Term::NameVariable(*variable), names });
        }
        lists
    }

    /// The first substitute that prints something; what it printed is not printed again.
    fn substitutes(&mut self, element: &'a Names) -> Outcome {
        for node in self.program.children(&element.substitute) {
            let before = self.tape.end();
            let outer = std::mem::replace(&mut self.substituting, true);
            let first = !self.seen.names_passed;
            let outcome = self.node(node, "");
            self.substituting = outer;
            // a term that the locale has empty stands in all the same
            let empty_term = matches!(node.op, Op::Term { term, form, plural } if self.locale.term(term, form, plural).is_some());
            if self.tape.is_empty_since(before) && outcome != Outcome::Printed && !empty_term {
                self.tape.cut(before);
                continue;
            }
            if first && !self.seen.names_passed {
                self.stand_in(before);
            }
            return Outcome::Printed;
        }
        Outcome::Missing
    }

    /// A title in place of names is the name that later entries are compared with.
    fn stand_in(&mut self, before: Place) {
        self.seen.names_passed = true;
        let text = self.tape.text_since(before).to_owned();
        if let Some(substitution) = &mut self.substitution
            && substitution.next(text.clone(), Vec::new()) == Replace::Everything
        {
            let instead = substitution.text.clone();
            self.tape.cut(before);
            self.tape.piece(&instead);
        }
        if self.cite.without_names {
            self.tape.cut(before);
        }
        self.seen.first_names = Some(text);
    }

    fn list(&mut self, element: &'a Names, list: &List<'_>, first: bool) {
        let plural = match element.label.as_ref().map(|label| label.plural) {
            Some(LabelPluralize::Always) => true,
            Some(LabelPluralize::Never) | None => false,
            Some(LabelPluralize::Contextual) => list.names.len() > 1,
        };
        if element.label_first {
            self.name_label(element, list.term, plural);
        }
        self.people(element, list, first);
        if !element.label_first {
            self.name_label(element, list.term, plural);
        }
    }

    fn name_label(&mut self, element: &'a Names, term: Term, plural: bool) {
        let Some(label) = element.label.as_ref().filter(|_| !self.sorting()) else { return };
        let Some(text) = self.locale.term(term, label.form, plural) else { return };
        let english = self.terms_english();
        let started = start(&label.look, self.tape);
        formatted(&label.look, english, self.tape, |tape| tape.text.push_str(text));
        finish(&label.look, started, self.tape);
    }

    /// How many names are shown, and how many there are before "et al.".
    fn shown(&self, element: &Names, total: usize) -> (usize, bool) {
        let name = &element.name;
        let (mut min, mut first, mut last) = (name.et_al_min, name.et_al_use_first, name.et_al_use_last);
        if self.in_citation() && self.cite.position != Position::First {
            min = name.et_al_subsequent_min.or(min);
            first = name.et_al_subsequent_use_first.or(first);
        }
        if let Purpose::Sort(Some(Key { names_min, names_use_first, names_use_last, .. })) = self.purpose {
            min = names_min.or(min);
            first = names_use_first.or(first);
            last = names_use_last.unwrap_or(last);
        }
        let (min, first) = (min.unwrap_or(0) as usize, first.unwrap_or(u32::MAX) as usize);
        if min == 0 || total < min || first >= total {
            return (total, false);
        }
        let added = if self.in_citation() { self.cite.shape.shown(self.seen.lists.len()) } else { None };
        (added.unwrap_or(0).max(first).min(total), last)
    }

    fn people(&mut self, element: &'a Names, list: &List<'_>, first: bool) {
        let (shown, use_last) = self.shown(element, list.names.len());
        let names = if self.record_names { self.recorded(element, list) } else { Vec::new() };
        self.seen.lists.push(SeenList { total: list.names.len(), shown, names });
        let look = affixes_only(&element.name.look);
        let started = start(&look, self.tape);
        let inside = self.tape.end();
        let ranges = self.row(element, list, shown, use_last, 0);
        if first && self.substitution.is_some() {
            self.replace_repeated(element, list, inside, &ranges, (shown, use_last));
        }
        finish(&look, started, self.tape);
    }

    /// The names of a list, as far as people are told apart by them.
    fn recorded(&self, element: &Names, list: &List<'_>) -> Vec<SeenName> {
        let with = element.name.initialize_with.as_deref();
        let initials = Initials {
            with: with.unwrap_or(""),
            initialize: true,
            hyphen: self.program.initialize_with_hyphen,
        };
        let name = |name: &Name<'_>| SeenName {
            family: format!("{}\u{1f}{}\u{1f}{}", name.non_dropping, name.family, name.literal),
            initials: initials.of(&name.given),
            given: format!("{}\u{1f}{}\u{1f}{}", name.given, name.dropping, name.suffix),
            has_initials: with.is_some() && element.name.initialize,
        };
        list.names.iter().map(name).collect()
    }

    /// Prints the names of a list, the first `replaced` of them as the mark that stands for a repeated name. Answers where each is.
    fn row(
        &mut self,
        element: &'a Names,
        list: &List<'_>,
        shown: usize,
        use_last: bool,
        replaced: usize,
    ) -> Vec<std::ops::Range<usize>> {
        let name = &element.name;
        let total = list.names.len();
        let number = self.seen.lists.len() - 1;
        let mut ranges = Vec::with_capacity(shown);
        for place in 0..shown {
            if place > 0 {
                self.before_name(element, &list.names, place);
            }
            let from = self.tape.text.len();
            match self.substitution.as_ref().filter(|_| place < replaced) {
                Some(substitution) => {
                    let text = substitution.text.clone();
                    self.tape.piece(&text);
                }
                None => self.person(element, &list.names[place], place, number),
            }
            ranges.push(from..self.tape.text.len());
        }
        if shown < total && shown > 0 {
            if use_last && shown + 1 == total {
                self.before_name(element, &list.names, shown);
                self.person(element, &list.names[shown], shown, number);
            } else if use_last {
                self.tape.piece(&name.delimiter);
                self.tape.piece("… ");
                self.person(element, &list.names[total - 1], total - 1, number);
            } else if !self.sorting() {
                self.et_al(element, shown, &list.names[shown - 1]);
            }
        }
        ranges
    }

    /// Prints the mark of the style where the entry before had the same names.
    fn replace_repeated(
        &mut self,
        element: &'a Names,
        list: &List<'_>,
        inside: Place,
        ranges: &[std::ops::Range<usize>],
        (shown, use_last): (usize, bool),
    ) {
        let whole = self.tape.text_since(inside).to_owned();
        let names = ranges.iter().map(|range| self.tape.text[range.clone()].to_owned()).collect();
        let Some(substitution) = &mut self.substitution else { return };
        let text = substitution.text.clone();
        match substitution.next(whole, names) {
            Replace::Nothing => {}
            Replace::Everything => {
                self.tape.cut(inside);
                self.tape.piece(&text);
            }
            Replace::First(count) => {
                self.tape.cut(inside);
                self.row(element, list, shown, use_last, count);
            }
        }
    }

    /// Delimiter or "and" before a name.
    fn before_name(&mut self, element: &'a Names, names: &[Name<'_>], place: usize) {
        let name = &element.name;
        let total = names.len();
        let last = place + 1 == total;
        if self.sorting() {
            return self.tape.text.push(FIELD);
        }
        let and = name.and.filter(|_| last);
        let Some(and) = and else { return self.tape.piece(&name.delimiter) };
        let inverted = self.is_inverted(element, place - 1) && !names[place - 1].is_literal();
        let precedes = match name.delimiter_precedes_last {
            DelimiterBehavior::Contextual => total > 2,
            DelimiterBehavior::AfterInvertedName => inverted,
            DelimiterBehavior::Always => true,
            DelimiterBehavior::Never => false,
        };
        let word = match and {
            NameAnd::Text => {
                self.locale.term(Term::Other(OtherTerm::And), TermForm::Long, false).unwrap_or("and")
            }
            NameAnd::Symbol => {
                self.locale.term(Term::Other(OtherTerm::And), TermForm::Symbol, false).unwrap_or("&")
            }
        };
        if word.ends_with(char::is_whitespace) {
            // a word that joins by itself, as in Hebrew
            return self.tape.text.push_str(word);
        }
        if precedes {
            self.tape.piece(&name.delimiter);
        } else {
            self.tape.piece(" ");
        }
        self.tape.piece(word);
        self.tape.piece(" ");
    }

    fn et_al(&mut self, element: &'a Names, shown: usize, before: &Name<'_>) {
        let name = &element.name;
        let Some(text) =
            self.locale.term(element.et_al.term, TermForm::Long, false).filter(|text| !text.is_empty())
        else {
            return;
        };
        let inverted = self.is_inverted(element, shown - 1) && !before.is_literal();
        let delimited = match name.delimiter_precedes_et_al {
            DelimiterBehavior::Contextual => shown > 1,
            DelimiterBehavior::AfterInvertedName => inverted,
            DelimiterBehavior::Always => true,
            DelimiterBehavior::Never => false,
        };
        if delimited {
            self.tape.piece(&name.delimiter);
        } else if !text.starts_with(person::is_asian_letter) {
            self.tape.piece(" ");
        }
        let look = crate::style::program::Look { format: element.et_al.format, ..Default::default() };
        let place = begin(&look, self.tape);
        self.tape.text.push_str(text);
        end(&look, false, place, self.tape);
    }

    fn is_inverted(&self, element: &Names, place: usize) -> bool {
        match element.name.sort_order {
            _ if self.sorting() => true,
            Some(NameAsSortOrder::All) => true,
            Some(NameAsSortOrder::First) => place == 0,
            None => false,
        }
    }

    fn person(&mut self, element: &'a Names, name: &Name<'_>, place: usize, list: usize) {
        let own = &element.name;
        let sorting = self.sorting();
        let base = base_given(own.form, own.initialize_with.is_some());
        let given = match self.cite.shape.given(list, place).filter(|_| self.in_citation()) {
            Some(wanted) => wanted.max(base),
            None => base,
        };
        let shape = person::Shape {
            element: own,
            inverted: self.is_inverted(element, place),
            given,
            demote: self.program.demote,
            hyphen: self.program.initialize_with_hyphen,
            sorting,
            english: self.english(),
        };
        let look = crate::style::program::Look { format: own.look.format, ..Default::default() };
        formatted(&look, shape.english, self.tape, |tape| person::write(name, &shape, tape));
    }
}

/// How much of the given names a style prints by itself.
fn base_given(form: NameForm, initials: bool) -> Given {
    match form {
        NameForm::Short => Given::None,
        _ if initials => Given::Initials,
        _ => Given::Full,
    }
}

fn affixes_only(look: &crate::style::program::Look) -> crate::style::program::Look {
    crate::style::program::Look { format: Default::default(), ..look.clone() }
}
