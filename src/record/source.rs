//! Source records: which is which, which is newer, and which say the same.

use prost::Message;

use crate::contract::v1;
use crate::contract::wire::Fields;
use crate::record::etag;
use crate::record::merge::letters;

/// What a source record is stored under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceKey {
    /// Format, as `Source.format`.
    pub format: String,
    /// Id of the record in its source; a hash of its content where it has none.
    pub record_id: String,
}

impl SourceKey {
    /// The key of a record as it was read: of its first source. The format is empty where it has none.
    pub fn of(citation: &v1::Citation) -> Self {
        let source = citation.sources.first();
        let format = source.map(|source| source.format.clone()).unwrap_or_default();
        let record_id = match source {
            Some(source) if !source.record_id.is_empty() => source.record_id.clone(),
            _ => etag::hex(&content(citation)),
        };
        Self { format, record_id }
    }
}

/// True when `a` is a later state of the same source record than `b`: of a higher version, or of the same version and
/// revised later. False where either does not say when it was revised: then the last import wins.
pub fn newer(a: &v1::Citation, b: &v1::Citation) -> bool {
    let (Some(a), Some(b)) = (a.sources.first(), b.sources.first()) else { return false };
    let version = |source: &v1::Source| source.version.unwrap_or(1);
    if version(a) != version(b) {
        return version(a) > version(b);
    }
    match (&a.revised, &b.revised) {
        (Some(a), Some(b)) => moment(a) > moment(b),
        _ => false,
    }
}

/// A date as numbers that sort; parts not given come first.
fn moment(date: &v1::PartialDate) -> [i32; 5] {
    let part = |part: Option<i32>| part.unwrap_or(-1);
    [date.year, part(date.month), part(date.day), part(date.hour), part(date.minute)]
}

/// True when two source records differ in nothing but the name of their file, the line in it and when they were imported.
pub fn same_content(a: &v1::Citation, b: &v1::Citation) -> bool {
    let same_sources = a.sources.len() == b.sources.len()
        && a.sources.iter().zip(&b.sources).all(|(a, b)| without_place(a) == without_place(b));
    same_sources && stated(a) == stated(b)
}

/// True when both are the same record of the same source: `SourceKey::of` gives the same for both.
pub fn same_key(a: &v1::Citation, b: &v1::Citation) -> bool {
    let key = |citation: &v1::Citation| {
        let source = citation.sources.first();
        source.map(|source| (source.format.clone(), source.record_id.clone())).unwrap_or_default()
    };
    let (of_a, of_b) = (key(a), key(b));
    of_a == of_b && (!of_a.1.is_empty() || same_content(a, b))
}

/// True when `a` and `b`, records of one source key, may be the same work though only one of them says which: ids that are given
/// by one program for one file (`ITEM-1`) come back on other works, whose titles and places in print are others.
pub fn same_subject(a: &v1::Citation, b: &v1::Citation) -> bool {
    const GLOBAL_IDS: [&str; 3] = ["pubmed-xml", "nbib", "pure"];
    let numbered = |citation: &v1::Citation| {
        citation.sources.first().is_some_and(|source| {
            !source.record_id.is_empty() && GLOBAL_IDS.contains(&source.format.as_str())
        })
    };
    if numbered(a) && numbered(b) {
        return true;
    }
    let titles = |citation: &v1::Citation| -> Vec<String> {
        citation.titles.iter().map(|title| letters(&title.text)).filter(|title| !title.is_empty()).collect()
    };
    let (of_a, of_b) = (titles(a), titles(b));
    of_a.iter().any(|title| of_b.contains(title))
}

/// The encoded fields that the source gave.
fn stated(citation: &v1::Citation) -> Vec<u8> {
    let encoded = citation.encode_to_vec();
    let given = Fields::new(&encoded).filter(|field| !LIBRARY_FIELDS.contains(&field.tag));
    given.flat_map(|field| field.whole).copied().collect()
}

fn without_place(source: &v1::Source) -> v1::Source {
    v1::Source { file: String::new(), line: None, imported: None, ..source.clone() }
}

/// Numbers of name, etag, editorial status, sources and times.
const LIBRARY_FIELDS: [u32; 6] = [1, 2, 33, 47, 48, 49];

/// Without what the library adds and what tells only where the record was read.
fn content(citation: &v1::Citation) -> v1::Citation {
    let mut content = citation.clone();
    content.name.clear();
    content.etag.clear();
    content.created = None;
    content.updated = None;
    content.editorial_status = 0;
    for source in &mut content.sources {
        source.file.clear();
        source.line = None;
        source.imported = None;
    }
    content
}

/// Writes into the first source the top-level fields that `citation` has, in snake_case and in the order of the contract.
pub fn fill_fields(citation: &mut v1::Citation) {
    let fields = given(citation);
    if let Some(source) = citation.sources.first_mut() {
        source.fields = fields;
    }
}

/// The fields of `citation` that are given, but for those that only the library writes.
fn given(c: &v1::Citation) -> Vec<String> {
    let fields = [
        ("identifiers", !c.identifiers.is_empty()),
        ("type", c.r#type != 0),
        ("type_path", !c.type_path.is_empty()),
        ("titles", !c.titles.is_empty()),
        ("contributors", !c.contributors.is_empty()),
        ("contributors_incomplete", c.contributors_incomplete),
        ("container", c.container.is_some()),
        ("volume", !c.volume.is_empty()),
        ("issue", !c.issue.is_empty()),
        ("pages", c.pages.is_some()),
        ("dates", !c.dates.is_empty()),
        ("languages", !c.languages.is_empty()),
        ("abstracts", !c.abstracts.is_empty()),
        ("subjects", !c.subjects.is_empty()),
        ("publication_types", !c.publication_types.is_empty()),
        ("grants", !c.grants.is_empty()),
        ("registrations", !c.registrations.is_empty()),
        ("edition", !c.edition.is_empty()),
        ("series", c.series.is_some()),
        ("event", c.event.is_some()),
        ("publisher", c.publisher.is_some()),
        ("institution", !c.institution.is_empty()),
        ("genre", !c.genre.is_empty()),
        ("medium", !c.medium.is_empty()),
        ("number", !c.number.is_empty()),
        ("legal", c.legal.is_some()),
        ("notes", !c.notes.is_empty()),
        ("archive", c.archive.is_some()),
        ("locations", !c.locations.is_empty()),
        ("links", !c.links.is_empty()),
        ("publication_status", c.publication_status != 0),
        ("peer_reviewed", c.peer_reviewed.is_some()),
        ("reference_count", c.reference_count.is_some()),
        ("substances", !c.substances.is_empty()),
        ("people_as_subject", !c.people_as_subject.is_empty()),
        ("record_status", !c.record_status.is_empty()),
        ("conflict_of_interest", !c.conflict_of_interest.is_empty()),
        ("physical_description", !c.physical_description.is_empty()),
        ("short_title", !c.short_title.is_empty()),
        ("related_works", !c.related_works.is_empty()),
        ("section", !c.section.is_empty()),
        ("version", !c.version.is_empty()),
        ("rights", !c.rights.is_empty()),
    ];
    fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::date::parse_partial;

    fn record(version: Option<i32>, revised: &str, volume: &str) -> v1::Citation {
        let source = v1::Source {
            format: "pubmed-xml".into(),
            record_id: "12".into(),
            version,
            revised: parse_partial(revised),
            ..Default::default()
        };
        v1::Citation { volume: volume.into(), sources: vec![source], ..Default::default() }
    }

    #[test]
    fn version_counts_before_revision() {
        let cases = [
            ((None, "2009-03-05"), (None, "2009-03-04"), true),
            ((None, "2009-03-04"), (None, "2009-03-05"), false),
            ((None, "2009"), (Some(1), "2009"), false),
            ((Some(2), "2008"), (Some(1), "2009"), true),
            ((None, "2008"), (Some(2), "2007"), false),
            ((None, ""), (None, "2009"), false),
            ((None, "2009"), (None, ""), false),
        ];
        for ((version_a, a), (version_b, b), expected) in cases {
            assert_eq!(newer(&record(version_a, a, ""), &record(version_b, b, "")), expected, "{a} {b}");
        }
    }

    #[test]
    fn place_and_time_of_import_are_not_content() {
        let stored = record(None, "2009", "1");
        let mut again = stored.clone();
        again.sources[0].file = "other.xml".into();
        again.sources[0].line = Some(7);
        again.sources[0].imported = Some(prost_types::Timestamp { seconds: 1, nanos: 0 });
        assert!(same_content(&stored, &again));
        assert!(!same_content(&stored, &record(None, "2009", "2")));
        assert!(!same_content(&stored, &record(None, "2010", "1")));
    }

    #[test]
    fn a_record_without_id_is_keyed_by_content() {
        let keyed = record(None, "", "1");
        assert_eq!(SourceKey::of(&keyed), SourceKey { format: "pubmed-xml".into(), record_id: "12".into() });
        let without = |volume: &str, file: &str| {
            let mut record = record(None, "", volume);
            record.sources[0].record_id.clear();
            record.sources[0].file = file.into();
            SourceKey::of(&record)
        };
        assert_eq!(without("1", "a"), without("1", "b"));
        assert_ne!(without("1", "a"), without("2", "a"));
    }

    #[test]
    fn names_the_fields_it_gave() {
        let mut citation = record(None, "2009", "1");
        citation.name = "citations/x".into();
        citation.peer_reviewed = Some(false);
        fill_fields(&mut citation);
        assert_eq!(citation.sources[0].fields, ["volume", "peer_reviewed"]);
    }

    /// Every field of the contract is either listed or written by the library alone.
    #[test]
    fn every_field_of_the_contract_is_known() {
        let pool = prost_reflect::DescriptorPool::decode(crate::contract::DESCRIPTORS).unwrap();
        let message = pool.get_message_by_name("ibid.v1.Citation").unwrap();
        let library = ["name", "etag", "editorial_status", "sources", "created", "updated"];
        let source = include_str!("source.rs");
        for field in message.fields().filter(|field| !library.contains(&field.name())) {
            assert!(source.contains(&format!("(\"{}\", ", field.name())), "{}", field.name());
        }
    }
    #[test]
    fn keys_agree_with_what_is_compared() {
        let of = |format: &str, record_id: &str, volume: &str| {
            let mut record = record(None, "", volume);
            record.sources[0].format = format.into();
            record.sources[0].record_id = record_id.into();
            record
        };
        let records = [
            of("ris", "", "1"),
            of("ris", "", "2"),
            of("ris", "a", "1"),
            of("ris", "b", "1"),
            of("pure", "a", "1"),
        ];
        for a in &records {
            for b in &records {
                assert_eq!(same_key(a, b), SourceKey::of(a) == SourceKey::of(b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn ids_of_one_file_need_a_title_beside_them() {
        let of = |format: &str, title: &str| {
            let mut record = record(None, "", "1");
            record.sources[0].format = format.into();
            record.titles = vec![v1::Title { text: title.into(), ..Default::default() }];
            record
        };
        for (format, a, b, expected) in [
            ("pubmed-xml", "Sleep", "Tea", true),
            ("csl-json", "Sleep", "Tea", false),
            ("csl-json", "Sleep and tea", "Sleep and Tea.", true),
            ("csl-json", "", "", false),
        ] {
            assert_eq!(same_subject(&of(format, a), &of(format, b)), expected, "{format} {a} {b}");
        }
    }

    /// The numbers of the fields that the library writes are those of the contract.
    #[test]
    fn fields_of_the_library_are_passed_over() {
        let pool = prost_reflect::DescriptorPool::decode(crate::contract::DESCRIPTORS).unwrap();
        let message = pool.get_message_by_name("ibid.v1.Citation").unwrap();
        let names = ["name", "etag", "editorial_status", "sources", "created", "updated"];
        let numbers = names.map(|name| message.get_field_by_name(name).unwrap().number());
        assert_eq!(numbers, LIBRARY_FIELDS);
    }
}
