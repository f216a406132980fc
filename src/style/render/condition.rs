//! `cs:choose`.

use citationberg::taxonomy::{NumberVariable, StandardVariable, Variable};
use citationberg::{ChooseMatch, TestPosition};

use super::{Position, Purpose, Renderer};
use crate::style::number::Numbers;
use crate::style::program::{Branch, Test};

impl Renderer<'_, '_> {
    /// True when the conditions of a branch hold; `else` has none and always does.
    pub(super) fn holds(&mut self, branch: &Branch) -> bool {
        if branch.tests.is_empty() {
            return true;
        }
        let mut tests = branch.tests.iter();
        match branch.quantifier {
            ChooseMatch::All => tests.all(|test| self.test(*test)),
            ChooseMatch::Any => tests.any(|test| self.test(*test)),
            ChooseMatch::None => !tests.any(|test| self.test(*test)),
        }
    }

    fn test(&mut self, test: Test) -> bool {
        match test {
            Test::Disambiguate => {
                self.seen.disambiguate_tests += 1;
                self.seen.disambiguate_tests <= self.cite.shape.condition
            }
            Test::Never => false,
            Test::IsNumeric(variable) => self.is_numeric(variable),
            Test::IsUncertain(variable) => self.cite.item.date(variable).is_some_and(|date| date.circa),
            Test::Locator(locator) => self.cite.locator.is_some_and(|(label, _)| label == locator),
            Test::Position(position) => self.is_at(position),
            Test::Type(kind) => self.cite.item.kind() == Some(kind),
            Test::Has(variable) => {
                let has = self.has(variable);
                if !has {
                    self.lacks(variable);
                }
                has
            }
        }
    }

    fn is_at(&self, position: TestPosition) -> bool {
        if !matches!(self.purpose, Purpose::Citation) {
            return false;
        }
        let at = self.cite.position;
        match position {
            TestPosition::First => at == Position::First,
            TestPosition::Subsequent => at >= Position::Subsequent,
            TestPosition::Ibid => at >= Position::Ibid,
            TestPosition::IbidWithLocator => at == Position::IbidWithLocator,
            TestPosition::NearNote => at >= Position::Subsequent && self.cite.near_note,
        }
    }

    fn has(&self, variable: Variable) -> bool {
        let item = self.cite.item;
        match variable {
            Variable::Name(name) => !self.people_of(name).is_empty(),
            Variable::Date(date) => item.date(date).is_some(),
            Variable::Number(NumberVariable::Locator) => self.cite.locator.is_some(),
            Variable::Number(NumberVariable::CitationNumber) => self.cite.number > 0,
            Variable::Number(NumberVariable::FirstReferenceNoteNumber) => self.cite.first_note.is_some(),
            Variable::Standard(StandardVariable::YearSuffix) => self.cite.shape.year_suffix.is_some(),
            _ => self.any_value(variable).is_some_and(|text| !text.value.is_empty()),
        }
    }

    fn is_numeric(&self, variable: Variable) -> bool {
        if variable == Variable::Number(NumberVariable::CitationNumber) {
            return self.cite.number > 0;
        }
        let and = self.and_word();
        let Some(text) = self.any_value(variable) else { return false };
        Numbers::parse(&text.value, and).is_some_and(|numbers| numbers.is_numeric())
    }
}
