use super::QueryError;
use super::ast::{Field, TextField};

/// What is searched: it decides which fields there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Citations.
    Citations,
    /// Findings.
    Findings,
}

/// A field as the languages name it.
#[derive(Debug)]
pub(super) struct Spec {
    pub name: &'static str,
    pub field: Field,
    pub kind: Kind,
    /// The text that a query looks into; `None` where a query asks a condition.
    pub text: Option<TextField>,
}

/// What values a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text: `=` compares it whole, `:` looks for words.
    Text,
    /// Text too long to compare: `:` only.
    LongText,
    /// A code compared whole.
    Code,
    Number,
    /// A number of one measurement, in filters only.
    Measured,
    /// The name of one measurement, in filters only.
    Measure,
    Enum,
    Bool,
    /// One of the names in [`PARTS`].
    Part,
}

/// What `has` can ask for.
pub(super) const PARTS: [&str; 5] = ["abstract", "doi", "pmid", "pmcid", "findings"];

const fn spec(name: &'static str, field: Field, kind: Kind) -> Spec {
    Spec { name, field, kind, text: None }
}

const fn text(name: &'static str, field: Field, kind: Kind, text: TextField) -> Spec {
    Spec { name, field, kind, text: Some(text) }
}

static CITATIONS: &[Spec] = &[
    spec("id", Field::Id, Kind::Code),
    spec("year", Field::Year, Kind::Number),
    spec("language", Field::Language, Kind::Code),
    spec("type", Field::Type, Kind::Enum),
    text("journal", Field::Journal, Kind::Text, TextField::Journal),
    spec("issn", Field::Issn, Kind::Code),
    text("author", Field::Author, Kind::Text, TextField::Author),
    text("title", Field::Title, Kind::Text, TextField::Title),
    text("abstract", Field::Abstract, Kind::LongText, TextField::Abstract),
    text("mesh", Field::Mesh, Kind::Text, TextField::Mesh),
    text("keyword", Field::Keyword, Kind::Text, TextField::Keyword),
    spec("publication_type", Field::PublicationType, Kind::Text),
    spec("status", Field::Status, Kind::Enum),
    spec("doi", Field::Doi, Kind::Code),
    spec("pmid", Field::Pmid, Kind::Code),
    spec("pmcid", Field::Pmcid, Kind::Code),
    spec("source", Field::Source, Kind::Code),
    spec("has", Field::Has, Kind::Part),
];

static FINDINGS: &[Spec] = &[
    spec("kind", Field::Kind, Kind::Enum),
    spec("direction", Field::Direction, Kind::Enum),
    spec("certainty", Field::Certainty, Kind::Enum),
    spec("role", Field::Role, Kind::Enum),
    spec("negated", Field::Negated, Kind::Bool),
    spec("main", Field::Main, Kind::Bool),
    spec("key_finding", Field::KeyFinding, Kind::Bool),
    spec("status", Field::Status, Kind::Enum),
    spec("year", Field::Year, Kind::Number),
    spec("language", Field::Language, Kind::Code),
    text("outcome", Field::Outcome, Kind::Text, TextField::Outcome),
    text("intervention", Field::Intervention, Kind::Text, TextField::Intervention),
    text("population", Field::Population, Kind::Text, TextField::Population),
    text("comparator", Field::Comparator, Kind::Text, TextField::Comparator),
    spec("citation", Field::Id, Kind::Code),
    spec("study_design", Field::StudyDesign, Kind::Text),
    spec("review", Field::Review, Kind::Enum),
    spec("orphaned", Field::Orphaned, Kind::Bool),
    spec("measure", Field::Measure, Kind::Measure),
    spec("value", Field::Value, Kind::Measured),
    spec("value_months", Field::ValueMonths, Kind::Measured),
    spec("percent", Field::Percent, Kind::Measured),
    spec("p", Field::P, Kind::Measured),
];

/// `statement` has no condition of its own: a query alone can name it.
static STATEMENT: Spec = text("statement", Field::Title, Kind::LongText, TextField::Statement);

/// The field of a filter; names the fields that exist when there is none of this name.
pub(super) fn filter_field(name: &str, scope: Scope, position: usize) -> Result<&'static Spec, QueryError> {
    let found = table(scope).iter().find(|spec| spec.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| unknown(name, names(table(scope).iter()), position))
}

/// The field of a query. Numbers of measurements are for filters, which can tie them to one measurement.
pub(super) fn query_field(name: &str, scope: Scope) -> Option<&'static Spec> {
    // A query of findings is printed with `id` for the citation, as one of citations is.
    let name = if scope == Scope::Findings && name.eq_ignore_ascii_case("id") { "citation" } else { name };
    query_table(scope).find(|spec| spec.name.eq_ignore_ascii_case(name))
}

/// The error for a field that a query does not know.
pub(super) fn unknown_query_field(name: &str, scope: Scope, position: usize) -> QueryError {
    unknown(name, names(query_table(scope)), position)
}

/// The name of a field as this scope writes it.
pub(super) fn name_of(field: Field) -> &'static str {
    CITATIONS.iter().chain(FINDINGS).find(|spec| spec.field == field).map_or("id", |spec| spec.name)
}

/// The name of a text field; empty for all of them.
pub(super) fn text_name(field: TextField) -> &'static str {
    let specs = CITATIONS.iter().chain(FINDINGS).chain(std::iter::once(&STATEMENT));
    specs.into_iter().find(|spec| spec.text == Some(field)).map_or("", |spec| spec.name)
}

fn table(scope: Scope) -> &'static [Spec] {
    match scope {
        Scope::Citations => CITATIONS,
        Scope::Findings => FINDINGS,
    }
}

fn query_table(scope: Scope) -> impl Iterator<Item = &'static Spec> {
    let statement = (scope == Scope::Findings).then_some(&STATEMENT);
    statement
        .into_iter()
        .chain(table(scope))
        .filter(|spec| !matches!(spec.kind, Kind::Measured | Kind::Measure))
}

fn names(specs: impl Iterator<Item = &'static Spec>) -> Vec<&'static str> {
    specs.map(|spec| spec.name).collect()
}

fn unknown(name: &str, fields: Vec<&'static str>, position: usize) -> QueryError {
    let message = format!("there is no field `{name}`: use one of {}", fields.join(", "));
    QueryError { position, message, fields }
}
