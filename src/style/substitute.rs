//! `subsequent-author-substitute`: names that the entry before had too.

use std::rc::Rc;

use citationberg::SubsequentAuthorSubstituteRule as Rule;

/// The names of the entry before and what stands for them.
#[derive(Debug)]
pub struct Substitution {
    /// The mark, such as "———".
    pub text: Rc<str>,
    rule: Rule,
    before: Option<Names>,
    now: Option<Names>,
}

#[derive(Debug)]
struct Names {
    whole: String,
    each: Vec<String>,
}

/// What the mark takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    Nothing,
    /// The whole list, "and" and "et al." included.
    Everything,
    /// So many names from the first on, each by a mark of its own.
    First(usize),
}

impl Substitution {
    /// Before the first entry.
    pub fn new(text: &str, rule: Rule) -> Self {
        Self { text: text.into(), rule, before: None, now: None }
    }

    /// The names of this entry; answers what of them is replaced.
    pub fn next(&mut self, whole: String, each: Vec<String>) -> Replace {
        let replace = self.compare(&whole, &each);
        self.now = Some(Names { whole, each });
        replace
    }

    fn compare(&self, whole: &str, each: &[String]) -> Replace {
        let Some(before) = &self.before else { return Replace::Nothing };
        let same = before.whole == whole;
        let alike = before.each.iter().zip(each).take_while(|(before, now)| before == now).count();
        match self.rule {
            Rule::CompleteAll if same => Replace::Everything,
            // a title in place of names has no names of its own
            _ if same && each.is_empty() => Replace::Everything,
            Rule::CompleteEach if same => Replace::First(each.len()),
            Rule::PartialEach if alike > 0 => Replace::First(alike),
            Rule::PartialFirst if alike > 0 => Replace::First(1),
            _ => Replace::Nothing,
        }
    }

    /// The entry is done.
    pub fn turn(&mut self) {
        self.before = self.now.take();
    }
}
