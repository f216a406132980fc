//! One key for each term: citationberg reads some names as a type, a variable or a locator, whichever it tries first.

use citationberg::taxonomy::{Kind, Locator, NumberVariable, Term};

/// The key under which a term is kept and sought.
pub fn canonical(term: Term) -> Term {
    match term {
        Term::PageVariable | Term::NumberVariable(NumberVariable::PageFirst) => Term::Locator(Locator::Page),
        Term::Locator(Locator::Issue) => Term::NumberVariable(NumberVariable::Issue),
        Term::Locator(Locator::Section) => Term::NumberVariable(NumberVariable::Section),
        Term::Locator(Locator::Volume) => Term::NumberVariable(NumberVariable::Volume),
        Term::Locator(Locator::Book) => Term::Kind(Kind::Book),
        Term::Locator(Locator::Chapter) | Term::NumberVariable(NumberVariable::ChapterNumber) => {
            Term::Kind(Kind::Chapter)
        }
        Term::Locator(Locator::Figure) => Term::Kind(Kind::Figure),
        Term::NumberVariable(NumberVariable::PartNumber) => Term::Locator(Locator::Part),
        Term::NumberVariable(NumberVariable::SupplementNumber) => Term::Locator(Locator::Supplement),
        other => other,
    }
}
