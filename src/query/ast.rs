//! What both languages parse to and every engine reads.

/// A search query.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Everything.
    All,
    /// A word, looked for in one field or in all of them.
    Word(TextField, String),
    /// Words that follow each other.
    Phrase(TextField, Vec<String>),
    /// A condition on a field that is not text: `year:2005..2010`, `doi:10.1000/x`.
    Is(Condition),
    /// All of these.
    And(Vec<Query>),
    /// At least one of these; each that matches adds to the score.
    Or(Vec<Query>),
    /// None of it.
    Not(Box<Query>),
}

/// Text fields that a query can name. `Any` is title, abstract, names and subjects together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    Any,
    Title,
    Abstract,
    Author,
    Journal,
    Mesh,
    Keyword,
    /// Statement of a finding.
    Statement,
    /// Mentions of a finding.
    Outcome,
    Intervention,
    Population,
    Comparator,
}

/// A filter: selects, never ranks.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    All,
    Is(Condition),
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// Conditions that must hold of one and the same measurement of a finding.
    Measurement(Vec<Condition>),
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub field: Field,
    pub test: Test,
}

/// Fields of conditions. Those of a finding are refused in a filter of citations and the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The citation's own id; of a finding's citation for `citation`.
    Id,
    Year,
    Language,
    Type,
    Journal,
    Issn,
    Author,
    Title,
    Abstract,
    Mesh,
    Keyword,
    PublicationType,
    Status,
    Doi,
    Pmid,
    Pmcid,
    Source,
    Has,
    Kind,
    Direction,
    Certainty,
    Role,
    Negated,
    Main,
    KeyFinding,
    Outcome,
    Intervention,
    Population,
    Comparator,
    StudyDesign,
    /// Verdict of a finding's review; 0 where it has none.
    Review,
    /// Whether a finding stands because of its review alone.
    Orphaned,
    Measure,
    Value,
    ValueMonths,
    Percent,
    P,
}

/// What is asked of a field. `Equals` on text compares the whole value without regard to case; `Words` asks for the words, analysed;
/// enum values are their number.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    Equals(Value),
    Words(Vec<String>),
    /// Both ends optional; the flag tells whether the end belongs to it.
    Range {
        low: Option<(f64, bool)>,
        high: Option<(f64, bool)>,
    },
}

/// A value of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Enum(i32),
    Bool(bool),
}
