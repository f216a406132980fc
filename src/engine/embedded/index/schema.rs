//! Fields of the two indices.

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use super::tokens::STEMS;
use crate::query::ast::TextField;

/// Names of fast fields.
pub(super) const ID_HIGH: &str = "id_high";
pub(super) const ID_LOW: &str = "id_low";
pub(super) const YEAR: &str = "year";
pub(super) const FINDING: &str = "finding";
pub(super) const FINDING_HIGH: &str = "finding_high";
pub(super) const FINDING_LOW: &str = "finding_low";

/// What both indices have.
#[derive(Clone)]
pub(super) struct Common {
    /// Id of the citation in two halves; a document is found by the lower, since ids are random.
    pub id_high: Field,
    pub id_low: Field,
    pub year: Field,
    /// Whole values, as hashes.
    pub exact: Field,
}

/// Fields of the index of citations.
#[derive(Clone)]
pub(super) struct CitationFields {
    pub common: Common,
    /// The words of all that follow, in no order: a phrase is looked for in each of them.
    pub any: Field,
    pub title: Field,
    pub abstract_: Field,
    pub author: Field,
    pub journal: Field,
    pub mesh: Field,
    pub keyword: Field,
}

/// Fields of the index of findings.
#[derive(Clone)]
pub(super) struct FindingFields {
    pub common: Common,
    /// Id within the citation where it is none that the library made, and its number in two halves: see `document::number_of`.
    pub finding: Field,
    pub finding_high: Field,
    pub finding_low: Field,
    pub statement: Field,
    pub outcome: Field,
    pub intervention: Field,
    pub population: Field,
    pub comparator: Field,
    pub measurement: MeasurementFields,
}

/// Measurements of a finding: the terms of their names, and columns with one value a measurement, in their order.
#[derive(Clone)]
pub(super) struct MeasurementFields {
    pub name: Field,
    pub keys: [Field; 4],
    pub ends: [Field; 8],
}

/// Names of the columns of keys: kind, statistic, what is measured, statistic and what is measured.
pub(super) const KEYS: [&str; 4] = ["m_kind", "m_statistic", "m_of", "m_statistic_of"];
/// Names of the columns of lower and upper ends: value, months, percentage, p.
pub(super) const ENDS: [&str; 8] = [
    "m_low",
    "m_high",
    "m_months_low",
    "m_months_high",
    "m_percent_low",
    "m_percent_high",
    "m_p_low",
    "m_p_high",
];

/// Which text is searched for a field of a query.
pub(super) trait TextFields {
    fn common(&self) -> &Common;

    /// Where a word is looked for; `None` where the index has no such text.
    fn words(&self, field: TextField) -> Option<Field>;

    /// Where a phrase is looked for, and whether names of people are what stands there.
    fn phrases(&self, field: TextField) -> Vec<(Field, bool)> {
        self.words(field).map(|index| (index, field == TextField::Author)).into_iter().collect()
    }

    /// Names of measurements.
    fn measure(&self) -> Option<Field> {
        None
    }
}

impl TextFields for CitationFields {
    fn common(&self) -> &Common {
        &self.common
    }

    fn words(&self, field: TextField) -> Option<Field> {
        match field {
            TextField::Any => Some(self.any),
            TextField::Title => Some(self.title),
            TextField::Abstract => Some(self.abstract_),
            TextField::Author => Some(self.author),
            TextField::Journal => Some(self.journal),
            TextField::Mesh => Some(self.mesh),
            TextField::Keyword => Some(self.keyword),
            _ => None,
        }
    }

    fn phrases(&self, field: TextField) -> Vec<(Field, bool)> {
        let all = [
            TextField::Title,
            TextField::Abstract,
            TextField::Author,
            TextField::Journal,
            TextField::Mesh,
            TextField::Keyword,
        ];
        let fields = if field == TextField::Any { all.as_slice() } else { std::slice::from_ref(&field) };
        fields.iter().filter_map(|field| Some((self.words(*field)?, *field == TextField::Author))).collect()
    }
}

impl TextFields for FindingFields {
    fn common(&self) -> &Common {
        &self.common
    }

    fn words(&self, field: TextField) -> Option<Field> {
        match field {
            TextField::Any | TextField::Statement => Some(self.statement),
            TextField::Outcome => Some(self.outcome),
            TextField::Intervention => Some(self.intervention),
            TextField::Population => Some(self.population),
            TextField::Comparator => Some(self.comparator),
            _ => None,
        }
    }

    fn measure(&self) -> Option<Field> {
        Some(self.measurement.name)
    }
}

/// Schema of the index of citations.
pub(super) fn citations() -> (Schema, CitationFields) {
    let mut builder = Schema::builder();
    let fields = CitationFields {
        common: common(&mut builder),
        any: builder.add_text_field("any", stems(IndexRecordOption::WithFreqs)),
        title: builder.add_text_field("title", texts()),
        abstract_: builder.add_text_field("abstract", texts()),
        author: builder.add_text_field("author", texts()),
        journal: builder.add_text_field("journal", texts()),
        mesh: builder.add_text_field("mesh", texts()),
        keyword: builder.add_text_field("keyword", texts()),
    };
    (builder.build(), fields)
}

/// Schema of the index of findings.
pub(super) fn findings() -> (Schema, FindingFields) {
    let mut builder = Schema::builder();
    let fast = || NumericOptions::default().set_fast();
    let common = common(&mut builder);
    let fields = FindingFields {
        common,
        finding: builder.add_text_field(FINDING, TextOptions::default().set_fast("raw")),
        finding_high: builder.add_u64_field(FINDING_HIGH, fast()),
        finding_low: builder.add_u64_field(FINDING_LOW, fast()),
        statement: builder.add_text_field("statement", texts()),
        outcome: builder.add_text_field("outcome", texts()),
        intervention: builder.add_text_field("intervention", texts()),
        population: builder.add_text_field("population", texts()),
        comparator: builder.add_text_field("comparator", texts()),
        measurement: MeasurementFields {
            name: builder.add_text_field("measure", whole_values()),
            keys: KEYS.map(|name| builder.add_u64_field(name, fast())),
            ends: ENDS.map(|name| builder.add_f64_field(name, fast())),
        },
    };
    (builder.build(), fields)
}

fn common(builder: &mut tantivy::schema::SchemaBuilder) -> Common {
    let fast = || NumericOptions::default().set_fast();
    Common {
        id_high: builder.add_u64_field(ID_HIGH, fast()),
        id_low: builder.add_u64_field(ID_LOW, fast().set_indexed()),
        year: builder.add_i64_field(YEAR, fast()),
        exact: builder.add_u64_field("exact", NumericOptions::default().set_indexed()),
    }
}

fn whole_values() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}

/// Text in which phrases are found.
fn texts() -> TextOptions {
    stems(IndexRecordOption::WithFreqsAndPositions)
}

/// Stems are made before the index sees the text and come joined by spaces.
fn stems(option: IndexRecordOption) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(STEMS).set_fieldnorms(true).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}
