use crate::contract::v1::{self, ContributorRole, DateKind, IdentifierScheme, LinkKind, TitleRole};
use crate::formats::read::Format;
use crate::formats::read::tests::{fates, one, unplaced};

const RECORD: &str = "\
PMID- 900001
OWN - NLM
STAT- MEDLINE
LR  - 20200102
IS  - 0034-1193 (Print)
IS  - 2038-1840 (Electronic)
VI  - 100
IP  - 9
DP  - 2009 Nov-Dec
TI  - [Light in the morning and
      sleep].
LID - 10.5555/abc.1 [doi]
LID - e17
AB  - AIM: To see. METHODS: We
      looked, P<0.001.
CI  - (c) 2009 Nobody.
FAU - Rossi, Anna Maria Jr
AU  - Rossi AM Jr
AUID- ORCID: 0000-0002-1825-0097
AD  - Torino.
AD  - Milano.
CN  - Light Group
LA  - ita
GR  - R01 HL000001/HL/NHLBI NIH HHS/United States
SI  - ClinicalTrials.gov/NCT01234567
PT  - Journal Article
TT  - Luce del mattino e sonno.
PL  - Italy
TA  - J Test
JT  - Journal of tests
JID - 0401271
MH  - Humans
MH  - *Light/adverse effects/*therapy
RN  - 0 (Albumins)
OTO - NOTNLM
OT  - *sleep
RIN - Rossi A. J Test. 2011;2(1):9. PMID: 900002
PHST- 2009/09/01 06:30 [received]
AID - S0034-1193(09)00001-X [pii]
PST - ppublish
SO  - J Test. 2009 Nov-Dec;100(9):e17.
XYZ - odd
";

#[test]
fn fields_of_a_record() {
    let record = one(Format::Nbib, RECORD);
    assert!(record.warnings.is_empty(), "{:?}", record.warnings);
    let citation = &record.citation;
    let titles: Vec<(&str, &str, TitleRole)> =
        citation.titles.iter().map(|t| (t.text.as_str(), t.language.as_str(), t.role())).collect();
    assert_eq!(
        titles,
        [
            ("Luce del mattino e sonno", "it", TitleRole::Original),
            ("Light in the morning and sleep", "en", TitleRole::Translated)
        ]
    );
    let author = &citation.contributors[0];
    assert_eq!(
        (author.family.as_str(), author.given.as_str(), author.suffix.as_str()),
        ("Rossi", "Anna Maria", "Jr")
    );
    assert_eq!((author.initials.as_str(), author.orcid.as_str()), ("AM", "0000-0002-1825-0097"));
    assert_eq!(author.affiliations.len(), 2);
    assert_eq!(citation.contributors[1].collective, "Light Group");
    let ids: Vec<(IdentifierScheme, &str)> =
        citation.identifiers.iter().map(|id| (id.scheme(), id.value.as_str())).collect();
    assert_eq!(
        ids,
        [
            (IdentifierScheme::Pmid, "900001"),
            (IdentifierScheme::Doi, "10.5555/abc.1"),
            (IdentifierScheme::Pii, "S0034-1193(09)00001-X")
        ]
    );
    let container = citation.container.as_ref().unwrap();
    assert_eq!((container.title.as_str(), container.country.as_str()), ("Journal of tests", "Italy"));
    assert_eq!(container.issns.len(), 2);
    assert_eq!(citation.pages.as_ref().unwrap().article_number, "e17");
    let issued = &citation.dates[1];
    assert_eq!((issued.kind(), issued.verbatim.as_str()), (DateKind::Issued, "2009 Nov-Dec"));
    assert_eq!((issued.date.as_ref().unwrap().year, issued.date.as_ref().unwrap().month), (2009, None));
    let received = citation.dates.last().unwrap();
    assert_eq!((received.kind(), received.date.as_ref().unwrap().minute), (DateKind::Received, Some(30)));
    let summary = &citation.abstracts[0];
    assert_eq!(summary.text, "To see.\nWe looked, P<0.001.");
    let labels: Vec<&str> = summary.sections.iter().map(|section| section.label.as_str()).collect();
    assert_eq!(labels, ["AIM", "METHODS"]);
    assert_eq!(citation.abstracts[0].copyright, "(c) 2009 Nobody.");
    let light = &citation.subjects[1];
    assert!(light.major && light.qualifiers[1].major && !light.qualifiers[0].major);
    assert_eq!(
        citation.grants[0],
        v1::Grant {
            number: "R01 HL000001".into(),
            acronym: "HL".into(),
            agency: "NHLBI NIH HHS".into(),
            country: "United States".into(),
            funder_id: String::new()
        }
    );
    assert_eq!(citation.registrations[0].number, "NCT01234567");
    let link = &citation.links[0];
    assert_eq!(
        (link.kind(), link.reference.as_str()),
        (LinkKind::RetractedBy, "Rossi A. J Test. 2011;2(1):9.")
    );
    assert_eq!(link.targets[0].value, "900002");
    assert_eq!(citation.sources[0].record_id, "900001");
    assert_eq!(citation.sources[0].revised.as_ref().unwrap().day, Some(2));
    assert_eq!(unplaced(&record), [("XYZ", "odd")]);
}

#[test]
fn entries_as_they_are_met() {
    for (text, expected) in [
        ("PMID- 1\nTI  - A.\nPMID- 2\nTI  - B.\n", vec!["A", "B"]),
        ("TI  - A.\nAB  - x\n\nTI  - B.\nOWN - NLM\n", vec!["A", "B"]),
        ("PMID- 1\nTI  - A.\nAB  - one\n\n      two\nPMID- 2\nTI  - B", vec!["A", "B"]),
        ("PMID- \n\nPMID- 2\nTI  - B", vec!["line 1: the entry has no fields", "B"]),
        ("PMID- 1\nSO  no dash\nTI  - A. B.", vec!["A. B"]),
    ] {
        assert_eq!(fates(Format::Nbib, text.as_bytes()), expected, "{text}");
    }
    let record = one(Format::Nbib, "A letter first.\n1.\nPMID- 1\nTI  - A.");
    assert_eq!(record.warnings, ["line 1, before the entry, is not placed: A letter first."]);
    let record = one(Format::Nbib, "PMID- 1\nSO  no dash\nTI  - A.");
    assert_eq!(record.warnings, ["line 2 has no tag and is not placed: SO  no dash"]);
}

#[test]
fn names_and_addresses_of_old_records() {
    let record = one(
        Format::Nbib,
        "PMID- 1\nTI  - A.\nAD  - First's.\nAU  - van der Berg MR\nAU  - King ML 3rd\nFIR - Bianchi, Bruno\nIR  - Bianchi B\nIRAD- Roma.\nFPS - Galilei, Galileo\nPS  - Galilei G\n",
    );
    let people: Vec<(&str, &str, &str, ContributorRole)> = record
        .citation
        .contributors
        .iter()
        .map(|p| (p.family.as_str(), p.given.as_str(), p.suffix.as_str(), p.role()))
        .collect();
    assert_eq!(
        people,
        [
            ("van der Berg", "MR", "", ContributorRole::Author),
            ("King", "ML", "3rd", ContributorRole::Author),
            ("Bianchi", "Bruno", "", ContributorRole::Investigator)
        ]
    );
    let address = |at: usize| record.citation.contributors[at].affiliations.first().map(|a| a.text.as_str());
    assert_eq!((address(0), address(1), address(2)), (Some("First's."), None, Some("Roma.")));
    assert_eq!(record.citation.people_as_subject[0].family, "Galilei");
}
