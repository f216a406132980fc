use crate::contract::v1::{CitationType, IdentifierScheme, SubjectScheme};
use crate::formats::read::tests::{fates, one, unplaced};
use crate::formats::read::{Format, detect};

const RECORD: &str = "\u{feff}FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Rossi, AM
   Bianchi, B
AF Rossi, Anna Maria
   Bianchi, Bruno
TI Light in the morning
   and sleep
SO JOURNAL OF TESTS
LA English
DT Article; Retracted Publication
DE light; sleep
ID OLD LIGHT
AB We looked. We
   saw.
C1 [Rossi, Anna Maria; Bianchi, Bruno] Univ Torino, Turin, Italy.
   [Bianchi, Bruno] Univ Roma, Rome, Italy.
OI Rossi, Anna Maria/0000-0002-1825-0097
FU NIH [R01, R02]; Wellcome Trust
CR Smith J, 2001, J TEST, V1, P2, DOI 10.5555/ref.1
   Nobody, 1999
NR 2
SN 0034-1193
EI 2038-1840
J9 J TEST
PD OCT 18
PY 2017
VL 12
IS 10
AR e0186632
DI 10.5555/abc
PG 11
WC Multidisciplinary Sciences
UT WOS:000413314800043
PM 29049389
TC 5
ER

EF
";

#[test]
fn fields_of_a_record() {
    let record = one(Format::Wos, RECORD);
    assert!(record.warnings.is_empty(), "{:?}", record.warnings);
    let citation = &record.citation;
    assert_eq!(citation.r#type(), CitationType::ArticleJournal);
    assert_eq!(citation.titles[0].text, "Light in the morning and sleep");
    assert_eq!(citation.abstracts[0].text, "We looked. We saw.");
    let author = &citation.contributors[0];
    assert_eq!(
        (author.given.as_str(), author.initials.as_str(), author.orcid.as_str()),
        ("Anna Maria", "AM", "0000-0002-1825-0097")
    );
    let addresses: Vec<usize> = citation.contributors.iter().map(|p| p.affiliations.len()).collect();
    assert_eq!(addresses, [1, 2]);
    let date = citation.dates[0].date.as_ref().unwrap();
    assert_eq!((date.year, date.month, date.day), (2017, Some(10), Some(18)));
    let ids: Vec<IdentifierScheme> = citation.identifiers.iter().map(|id| id.scheme()).collect();
    assert_eq!(ids, [IdentifierScheme::Doi, IdentifierScheme::Wos, IdentifierScheme::Pmid]);
    assert_eq!(citation.grants.iter().map(|g| g.number.as_str()).collect::<Vec<_>>(), ["R01", "R02", ""]);
    assert_eq!((citation.links[0].targets[0].value.as_str(), citation.links.len()), ("10.5555/ref.1", 2));
    assert_eq!(citation.publication_types[1].label, "Retracted Publication");
    let schemes: Vec<SubjectScheme> = citation.subjects.iter().map(|s| s.scheme()).collect();
    assert_eq!(
        schemes,
        [SubjectScheme::Keyword, SubjectScheme::Keyword, SubjectScheme::Other, SubjectScheme::Wos]
    );
    assert_eq!(citation.pages.as_ref().unwrap().article_number, "e0186632");
    assert_eq!(citation.sources[0].record_id, "WOS:000413314800043");
    assert_eq!(unplaced(&record), [("TC", "5")]);
}

#[test]
fn tables_have_the_same_fields() {
    let table = "\u{feff}PT\tAU\tAF\tTI\tSO\tC1\tPY\tDI\r\nJ\tRossi, AM; Bianchi, B\tRossi, Anna Maria; Bianchi, Bruno\tLight\tJOURNAL OF TESTS\t[Rossi, Anna Maria] Univ Torino; [Bianchi, Bruno] Univ Roma\t2017\t10.5555/abc\r\nJ\t\t\tB\t\t\t\t\r\n";
    let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [table.as_bytes(), &wide] {
        assert_eq!(detect(bytes), Some(Format::Wos));
        assert_eq!(fates(Format::Wos, bytes), ["Light", "B"]);
    }
    let only: String = table.lines().take(2).flat_map(|line| [line, "\n"]).collect();
    let citation = one(Format::Wos, &only).citation;
    let people: Vec<(&str, &str)> =
        citation.contributors.iter().map(|p| (p.family.as_str(), p.affiliations[0].text.as_str())).collect();
    assert_eq!(people, [("Rossi", "Univ Torino"), ("Bianchi", "Univ Roma")]);
}

#[test]
fn records_as_they_are_met() {
    for (text, expected) in [
        ("PT J\nTI A\nPT J\nTI B\nER\n", vec!["A", "B"]),
        ("PT J\nER\nPT J\nTI B", vec!["line 1: the entry has no fields", "B"]),
        ("FN x\nVR 1.0\nPT J\nTI A\n\n\nER\nEF\n", vec!["A"]),
    ] {
        assert_eq!(fates(Format::Wos, text.as_bytes()), expected, "{text}");
    }
}
