//! `cs:text` of a variable, `cs:number` and `cs:label`.

use std::borrow::Cow;

use citationberg::taxonomy::{Locator, NumberVariable, OtherTerm, StandardVariable, Term, Variable};
use citationberg::{GrammarGender, LabelPluralize, NumberForm, TermForm};

use super::{Outcome, Purpose, Renderer};
use crate::style::item::Text;
use crate::style::number::{Numbers, Separator, plain, roman};
use crate::style::{letters, markup};

impl<'a> Renderer<'a, '_> {
    /// Value of a variable that is neither a date nor names, unless it has been printed in place of names.
    pub(super) fn value(&self, variable: Variable, short: bool) -> Option<Text<'a>> {
        if self.is_quashed(variable) {
            return None;
        }
        let own = short.then(|| self.cite.item.short_text(variable)).flatten();
        own.or_else(|| self.any_value(variable))
    }

    /// The same, printed or not.
    pub(super) fn any_value(&self, variable: Variable) -> Option<Text<'a>> {
        let cite = self.cite;
        match variable {
            Variable::Number(NumberVariable::CitationNumber) => {
                return (cite.number > 0).then(|| Text::plain(cite.number.to_string()));
            }
            Variable::Number(NumberVariable::Locator) => {
                return cite.locator.map(|(_, locator)| Text::plain(locator));
            }
            Variable::Number(NumberVariable::FirstReferenceNoteNumber) => {
                return cite.first_note.map(|note| Text::plain(note.to_string()));
            }
            Variable::Standard(StandardVariable::YearSuffix) => {
                return cite.shape.year_suffix.map(|number| Text::plain(letters::suffix(number)));
            }
            Variable::Standard(StandardVariable::CitationLabel) => {
                let mut label = match cite.item.text(variable) {
                    Some(own) => own.value.into_owned(),
                    None => crate::style::label::label(cite.item),
                };
                if let Some(number) = cite.shape.year_suffix {
                    label.push_str(&letters::suffix(number));
                }
                return Some(Text::plain(label)).filter(|label| !label.value.is_empty());
            }
            _ => {}
        }
        let text = cite.item.text(variable).filter(|text| !text.value.is_empty())?;
        self.budget.spend(text.value.len() as u64 / 64);
        Some(text)
    }

    pub(super) fn variable(&mut self, variable: Variable, short: bool) -> Outcome {
        if variable == Variable::Standard(StandardVariable::YearSuffix) {
            self.seen.has_year = true;
            // its absence says nothing of the group around it
            let Some(number) = self.cite.shape.year_suffix else { return Outcome::Plain };
            self.seen.year_suffix_done = true;
            self.starts_cite = false;
            self.tape.text.push_str(&letters::suffix(number));
            return Outcome::Printed;
        }
        let Some(text) = self.value(variable, short) else {
            self.lacks(variable);
            return Outcome::Missing;
        };
        self.note_use(variable);
        match variable {
            Variable::Number(_) | Variable::Page(_) => self.numbers(variable, &text),
            Variable::Standard(StandardVariable::URL | StandardVariable::DOI) => {
                self.tape.text.push_str(&text.value);
            }
            _ => markup::write(&text, self.tape),
        }
        Outcome::Printed
    }

    /// Numbers as `cs:text` prints them.
    fn numbers(&mut self, variable: Variable, text: &Text<'_>) {
        match variable {
            Variable::Number(NumberVariable::CitationNumber) => self.seen.number = true,
            Variable::Number(NumberVariable::Locator) => self.seen.locator = true,
            _ => {}
        }
        let value = text.value.trim();
        if let Some(number) = plain(value).filter(|_| self.sorting()) {
            return self.tape.text.push_str(&format!("{number:010}"));
        }
        let Some(numbers) = Numbers::parse(value, self.and_word()) else {
            // "3\-B": a hyphen that is none of a range
            let shown: Cow<'_, str> =
                if value.contains("\\-") { value.replace("\\-", "-").into() } else { value.into() };
            return markup::write(&Text::plain(shown), self.tape);
        };
        let locale = self.locale;
        let range = self.is_page(variable).then_some(self.program.page_range).flatten();
        let (dash, ampersand) =
            (self.dash(), locale.term(Term::Other(OtherTerm::And), TermForm::Symbol, false));
        numbers.write(range, dash, ampersand.unwrap_or("&"), &mut self.tape.text);
    }

    fn dash(&self) -> &'a str {
        let own = self.locale.term(Term::Other(OtherTerm::PageRangeDelimiter), TermForm::Long, false);
        own.filter(|dash| !dash.is_empty()).unwrap_or("–")
    }

    /// The locale's "and".
    pub(super) fn and_word(&self) -> &'a str {
        self.locale.term(Term::Other(OtherTerm::And), TermForm::Long, false).unwrap_or("and")
    }

    fn is_page(&self, variable: Variable) -> bool {
        match variable {
            Variable::Page(_) => true,
            Variable::Number(NumberVariable::Locator) => {
                self.cite.locator.is_some_and(|(label, _)| label == Locator::Page)
            }
            _ => false,
        }
    }

    pub(super) fn number(&mut self, variable: Variable, form: NumberForm) -> Outcome {
        let Some(text) = self.value(variable, false) else {
            self.lacks(variable);
            return Outcome::Missing;
        };
        self.note_use(variable);
        if form == NumberForm::Numeric || self.sorting() {
            self.numbers(variable, &text);
            return Outcome::Printed;
        }
        let Some(numbers) = Numbers::parse(&text.value, self.and_word()) else {
            self.numbers(variable, &text);
            return Outcome::Printed;
        };
        if variable == Variable::Number(NumberVariable::CitationNumber) {
            self.seen.number = true;
        }
        let gender = self.gender(variable);
        let locale = self.locale;
        for token in &numbers.tokens {
            match plain(token.text) {
                Some(number) => self.numeral(number, form, gender),
                None => self.tape.text.push_str(token.text),
            }
            match token.then {
                Separator::None => {}
                Separator::Range => {
                    let dash = self.dash();
                    self.tape.text.push_str(dash);
                }
                Separator::Comma => self.tape.text.push_str(", "),
                Separator::Ampersand => {
                    let and =
                        locale.term(Term::Other(OtherTerm::And), TermForm::Symbol, false).unwrap_or("&");
                    self.tape.text.push(' ');
                    self.tape.text.push_str(and);
                    self.tape.text.push(' ');
                }
                Separator::Word(word) => self.tape.text.push_str(word),
            }
        }
        Outcome::Printed
    }

    fn numeral(&mut self, number: u32, form: NumberForm, gender: Option<GrammarGender>) {
        let locale = self.locale;
        let out = &mut self.tape.text;
        match form {
            NumberForm::Roman => match roman(number) {
                Some(numeral) => out.push_str(&numeral),
                None => out.push_str(&number.to_string()),
            },
            NumberForm::LongOrdinal if locale.long_ordinal(number, gender).is_some() => {
                out.push_str(locale.long_ordinal(number, gender).unwrap_or_default());
            }
            NumberForm::Ordinal | NumberForm::LongOrdinal => {
                out.push_str(&number.to_string());
                out.push_str(locale.ordinal_ending(number, gender));
            }
            NumberForm::Numeric => out.push_str(&number.to_string()),
        }
    }

    fn gender(&self, variable: Variable) -> Option<GrammarGender> {
        self.locale.gender(self.term_of(variable)?)
    }

    /// The term that names a variable; a locator's is that of its kind.
    fn term_of(&self, variable: Variable) -> Option<Term> {
        match variable {
            Variable::Number(NumberVariable::Locator) => {
                self.cite.locator.map(|(label, _)| Term::Locator(label))
            }
            Variable::Number(number) => Some(Term::NumberVariable(number)),
            Variable::Page(_) => Some(Term::PageVariable),
            _ => None,
        }
    }

    pub(super) fn label(&mut self, variable: Variable, form: TermForm, plural: LabelPluralize) -> Outcome {
        if self.sorting() {
            return Outcome::Plain;
        }
        let Some(text) = self.any_value(variable) else { return Outcome::Plain };
        let Some(term) = self.term_of(variable) else { return Outcome::Plain };
        // a locator that brings its own label, "vol. 1, fol. 186", gets no other
        if variable == Variable::Number(NumberVariable::Locator) && brings_label(&text.value) {
            return Outcome::Plain;
        }
        let plural = match plural {
            LabelPluralize::Always => true,
            LabelPluralize::Never => false,
            LabelPluralize::Contextual => match Numbers::parse(&text.value, self.and_word()) {
                Some(numbers) if variable.is_number_of_variable() => {
                    numbers.is_plural() || plain(numbers.tokens[0].text).is_some_and(|number| number > 1)
                }
                Some(numbers) => numbers.is_plural(),
                None => false,
            },
        };
        if let Some(text) = self.locale.term(term, form, plural) {
            self.tape.text.push_str(text);
        }
        Outcome::Plain
    }

    /// Whether rendering is for a citation in the text.
    pub(super) fn in_citation(&self) -> bool {
        matches!(self.purpose, Purpose::Citation)
    }
}

/// A short word with a full stop before a number.
fn brings_label(locator: &str) -> bool {
    let Some((word, rest)) = locator.split_once(". ") else { return false };
    word.len() <= 5
        && !word.is_empty()
        && word.chars().all(|c| c.is_ascii_lowercase())
        && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
}
