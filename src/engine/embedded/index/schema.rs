//! Fields of the two indices.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

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
    /// Id of the citation, as 16 bytes.
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub year: Field,
    /// Whole values, as `field:value`.
    pub exact: Field,
}

/// Fields of the index of citations.
#[derive(Clone)]
pub(super) struct CitationFields {
    pub common: Common,
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
    /// Id within the citation, and its first sixteen bytes to order by.
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

/// Columns of the measurements of a finding; each has one value a measurement, in their order.
#[derive(Clone)]
pub(super) struct MeasurementFields {
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

/// Which text is searched for a field of a query; `None` where the index has no such text.
pub(super) trait TextFields {
    fn common(&self) -> &Common;
    fn text(&self, field: TextField) -> Option<Field>;
}

impl TextFields for CitationFields {
    fn common(&self) -> &Common {
        &self.common
    }

    fn text(&self, field: TextField) -> Option<Field> {
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
}

impl TextFields for FindingFields {
    fn common(&self) -> &Common {
        &self.common
    }

    fn text(&self, field: TextField) -> Option<Field> {
        match field {
            TextField::Any | TextField::Statement => Some(self.statement),
            TextField::Outcome => Some(self.outcome),
            TextField::Intervention => Some(self.intervention),
            TextField::Population => Some(self.population),
            TextField::Comparator => Some(self.comparator),
            _ => None,
        }
    }
}

/// Schema of the index of citations.
pub(super) fn citations() -> (Schema, CitationFields) {
    let mut builder = Schema::builder();
    let fields = CitationFields {
        common: common(&mut builder),
        any: builder.add_text_field("any", stems()),
        title: builder.add_text_field("title", stems()),
        abstract_: builder.add_text_field("abstract", stems()),
        author: builder.add_text_field("author", stems()),
        journal: builder.add_text_field("journal", stems()),
        mesh: builder.add_text_field("mesh", stems()),
        keyword: builder.add_text_field("keyword", stems()),
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
        statement: builder.add_text_field("statement", stems()),
        outcome: builder.add_text_field("outcome", stems()),
        intervention: builder.add_text_field("intervention", stems()),
        population: builder.add_text_field("population", stems()),
        comparator: builder.add_text_field("comparator", stems()),
        measurement: MeasurementFields {
            keys: KEYS.map(|name| builder.add_u64_field(name, fast())),
            ends: ENDS.map(|name| builder.add_f64_field(name, fast())),
        },
    };
    (builder.build(), fields)
}

fn common(builder: &mut tantivy::schema::SchemaBuilder) -> Common {
    let fast = || NumericOptions::default().set_fast();
    let exact = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    Common {
        id: builder.add_bytes_field("id", BytesOptions::default().set_indexed()),
        id_high: builder.add_u64_field(ID_HIGH, fast()),
        id_low: builder.add_u64_field(ID_LOW, fast()),
        year: builder.add_i64_field(YEAR, fast()),
        exact: builder.add_text_field("exact", TextOptions::default().set_indexing_options(exact)),
    }
}

/// Stems are made before the index sees the text and come joined by spaces.
fn stems() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_fieldnorms(true)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}
