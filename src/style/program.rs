//! A style as it is run: an arena of nodes in which every name option has been resolved and every macro stands where it is called.

use std::ops::Range;

use citationberg::taxonomy::{DateVariable, Kind, Locator, NameVariable, Term, Variable};
use citationberg::{
    Collapse, DateParts, DateStrongAnyForm, DelimiterBehavior, DemoteNonDroppingParticle, DisambiguationRule,
    Display, Formatting, LabelPluralize, NameAnd, NameAsSortOrder, NameForm, NumberForm, PageRangeFormat,
    SecondFieldAlign, SubsequentAuthorSubstituteRule, TermForm, TestPosition, TextCase,
};

/// A compiled style.
#[derive(Debug)]
pub struct Program {
    /// Every node; children of one node lie side by side.
    pub nodes: Vec<Node>,
    /// In-text citations or notes.
    pub citation: Citation,
    /// The list of references, where the style has one.
    pub bibliography: Option<Bibliography>,
    /// Citations are notes.
    pub note: bool,
    /// How ranges of pages are shortened.
    pub page_range: Option<PageRangeFormat>,
    /// Where particles go that are not dropped.
    pub demote: DemoteNonDroppingParticle,
    /// "J.-L." rather than "J.L.".
    pub initialize_with_hyphen: bool,
}

/// Nodes that lie side by side.
pub type Nodes = Range<u32>;

/// Layout of citations.
#[derive(Debug)]
pub struct Citation {
    pub layout: Layout,
    pub sort: Vec<Key>,
    pub add_names: bool,
    pub add_given: bool,
    pub given_rule: DisambiguationRule,
    pub add_year_suffix: bool,
    pub collapse: Option<Collapse>,
    pub cite_group_delimiter: Option<Box<str>>,
    pub year_suffix_delimiter: Option<Box<str>>,
    pub after_collapse_delimiter: Option<Box<str>>,
    pub near_note_distance: u32,
}

/// Layout of the list of references.
#[derive(Debug)]
pub struct Bibliography {
    pub layout: Layout,
    pub sort: Vec<Key>,
    pub hanging_indent: bool,
    pub second_field_align: Option<SecondFieldAlign>,
    pub line_spacing: i16,
    pub entry_spacing: i16,
    pub substitute: Option<Box<str>>,
    pub substitute_rule: SubsequentAuthorSubstituteRule,
}

/// What surrounds cites or entries.
#[derive(Debug)]
pub struct Layout {
    pub children: Nodes,
    pub format: Formatting,
    pub prefix: Box<str>,
    pub suffix: Box<str>,
    pub delimiter: Box<str>,
    /// It prints `year-suffix` by itself, so that dates do not.
    pub explicit_year_suffix: bool,
}

/// A sorting key.
#[derive(Debug)]
pub struct Key {
    pub by: KeyBy,
    pub descending: bool,
    pub names_min: Option<u32>,
    pub names_use_first: Option<u32>,
    pub names_use_last: Option<bool>,
}

/// What a key looks at.
#[derive(Debug)]
pub enum KeyBy {
    Variable(Variable),
    /// A names variable, printed as `names` would.
    Names(u32),
    Macro(Nodes),
}

/// One rendering element.
#[derive(Debug)]
pub struct Node {
    pub op: Op,
    pub look: Look,
}

/// Everything that is done to what an element prints.
#[derive(Debug, Default, Clone)]
pub struct Look {
    pub format: Formatting,
    pub prefix: Box<str>,
    pub suffix: Box<str>,
    pub display: Option<Display>,
    pub case: Option<TextCase>,
    pub quotes: bool,
    pub strip_periods: bool,
}

/// What an element prints.
#[derive(Debug)]
pub enum Op {
    Variable { variable: Variable, short: bool },
    Macro(Nodes),
    Term { term: Term, form: TermForm, plural: bool },
    Value(Box<str>),
    Number { variable: Variable, form: NumberForm },
    Label { variable: Variable, form: TermForm, plural: LabelPluralize },
    Date(Box<Date>),
    Names(Box<Names>),
    Group { children: Nodes, delimiter: Box<str> },
    Choose(Box<[Branch]>),
}

/// One branch of a choice; `tests` is empty in `else`.
#[derive(Debug)]
pub struct Branch {
    pub tests: Box<[Test]>,
    pub quantifier: citationberg::ChooseMatch,
    pub children: Nodes,
}

/// One condition.
#[derive(Debug, Clone, Copy)]
pub enum Test {
    Disambiguate,
    Never,
    IsNumeric(Variable),
    IsUncertain(DateVariable),
    Locator(Locator),
    Position(TestPosition),
    Type(Kind),
    Has(Variable),
}

/// `cs:date`.
#[derive(Debug)]
pub struct Date {
    pub variable: DateVariable,
    /// `text` or `numeric`: the locale says how; `parts` then override its parts.
    pub form: Option<citationberg::DateForm>,
    pub limit: DateParts,
    pub parts: Vec<DatePart>,
    pub delimiter: Box<str>,
}

/// `cs:date-part`.
#[derive(Debug, Clone)]
pub struct DatePart {
    pub form: DateStrongAnyForm,
    /// False where the style leaves the form to the locale.
    pub has_form: bool,
    pub range_delimiter: Option<Box<str>>,
    pub look: Look,
}

/// `cs:names` with `cs:name`, `cs:et-al`, `cs:label` and `cs:substitute`.
#[derive(Debug, Clone)]
pub struct Names {
    pub variables: Box<[NameVariable]>,
    pub delimiter: Box<str>,
    pub name: Name,
    pub et_al: EtAl,
    pub label: Option<Label>,
    /// The label stands before the names.
    pub label_first: bool,
    pub substitute: Nodes,
}

/// `cs:name`, with what it inherits.
#[derive(Debug, Clone)]
pub struct Name {
    pub and: Option<NameAnd>,
    pub delimiter: Box<str>,
    pub delimiter_precedes_et_al: DelimiterBehavior,
    pub delimiter_precedes_last: DelimiterBehavior,
    pub et_al_min: Option<u32>,
    pub et_al_use_first: Option<u32>,
    pub et_al_subsequent_min: Option<u32>,
    pub et_al_subsequent_use_first: Option<u32>,
    pub et_al_use_last: bool,
    pub form: NameForm,
    pub initialize: bool,
    pub initialize_with: Option<Box<str>>,
    pub sort_order: Option<NameAsSortOrder>,
    pub sort_separator: Box<str>,
    pub look: Look,
    pub given: Look,
    pub family: Look,
}

/// `cs:et-al`.
#[derive(Debug, Clone, Copy)]
pub struct EtAl {
    pub term: Term,
    pub format: Formatting,
}

/// `cs:label` of names.
#[derive(Debug, Clone)]
pub struct Label {
    pub form: TermForm,
    pub plural: LabelPluralize,
    pub look: Look,
}

impl Program {
    /// The nodes of a range.
    pub fn children(&self, nodes: &Nodes) -> &[Node] {
        &self.nodes[nodes.start as usize..nodes.end as usize]
    }
}
