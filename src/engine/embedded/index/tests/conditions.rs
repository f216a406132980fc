use super::*;
use crate::contract::v1::{DateKind, IdentifierScheme, MeasurementKind, MeasurementOperator};

fn identified(mut citation: Citation, scheme: IdentifierScheme, value: &str) -> Citation {
    citation.identifiers.push(v1::Identifier {
        scheme: scheme.into(),
        value: value.into(),
        ..Default::default()
    });
    citation
}

fn library() -> Shelf {
    let mut first = dated(titled("Liver", "en"), DateKind::Issued, 2005);
    first = identified(first, IdentifierScheme::Doi, "10.5555/a(1)b");
    first = identified(first, IdentifierScheme::Pmid, "123");
    first.r#type = v1::CitationType::ArticleJournal.into();
    first.languages = vec!["pt-BR".into()];
    first.container = Some(v1::Container {
        title: "The Lancet".into(),
        abbreviations: vec![v1::Abbreviation { text: "Lancet".into(), ..Default::default() }],
        issns: vec![v1::Issn { value: "0140-673X".into(), ..Default::default() }],
        ..Default::default()
    });
    first.contributors = vec![v1::Contributor {
        family: "Rossi".into(),
        given: "Maria Rosa".into(),
        initials: "MR".into(),
        ..Default::default()
    }];
    first.subjects = vec![v1::Subject {
        scheme: v1::SubjectScheme::Mesh.into(),
        label: "Liver Neoplasms".into(),
        code: "D008113".into(),
        ..Default::default()
    }];
    first.publication_types =
        vec![v1::PublicationType { label: "Randomized Controlled Trial".into(), code: "D016449".into() }];
    first.sources = vec![v1::Source { format: "pubmed-xml".into(), ..Default::default() }];
    first.editorial_status = v1::EditorialStatus::Retracted.into();
    let mut second = dated(dated(titled("Heart", "en"), DateKind::Accepted, 2001), DateKind::Online, 2010);
    second.abstracts =
        vec![v1::Abstract { text: "Long words.".into(), language: "en".into(), ..Default::default() }];
    second = identified(second, IdentifierScheme::Pmcid, "PMC9");
    second.languages = vec!["it".into()];
    second.subjects = vec![v1::Subject {
        scheme: v1::SubjectScheme::Keyword.into(),
        label: "valves".into(),
        ..Default::default()
    }];
    let third = dated(titled("Kidney", "en"), DateKind::Received, 1999);
    Shelf::with([(1, first, vec![finding("a", "Liver.")]), (2, second, vec![]), (3, third, vec![])])
}

#[test]
fn each_condition_selects() {
    let shelf = library();
    let check = |filter: &str, expected: &[u128]| assert_eq!(shelf.found("", filter), expected, "{filter}");
    check("year = 2005", &[1]);
    check("year = 2010", &[2]);
    check("year = 1999", &[]);
    check("year >= 2005", &[1, 2]);
    check("year > 2005", &[2]);
    check("year < 2010", &[1]);
    check("year <= 2010", &[1, 2]);
    check("year > 2004.5 AND year < 2005.5", &[1]);
    check("year != 2005", &[2, 3]);
    check("language = pt-BR", &[1]);
    check("language = pt", &[1]);
    check("language != pt", &[2, 3]);
    check("type = ARTICLE_JOURNAL", &[1]);
    check("type = book", &[]);
    check("journal = \"the lancet\"", &[1]);
    check("journal = lancet", &[1]);
    check("journal = the", &[]);
    check("journal : the", &[1]);
    check("issn = 0140-673x", &[1]);
    check("author = rossi", &[1]);
    check("author = \"Rossi, Maria Rosa\"", &[1]);
    check("author = \"Rossi M.R.\"", &[1]);
    check("author = Maria", &[]);
    check("author : maria", &[1]);
    check("title = LIVER", &[1]);
    check("title : livers", &[1]);
    check("abstract : word", &[2]);
    check("mesh = \"liver neoplasms\"", &[1]);
    check("mesh = D008113", &[1]);
    check("mesh : neoplasm", &[1]);
    check("keyword = valves", &[2]);
    check("publication_type = \"randomized controlled trial\"", &[1]);
    check("publication_type = D016449", &[1]);
    check("publication_type : trials", &[1]);
    check("publication_type : \"trial review\"", &[]);
    check("status = RETRACTED", &[1]);
    check("doi = 10.5555/A(1)B", &[1]);
    check("doi = https://doi.org/10.5555/A(1)B", &[1]);
    check("pmid = 123", &[1]);
    check("pmcid = 9", &[2]);
    check("source = pubmed-xml", &[1]);
    check("has = abstract", &[2]);
    check("has = doi", &[1]);
    check("has = pmid", &[1]);
    check("has = pmcid", &[2]);
    check("has = findings", &[1]);
    check("NOT has = findings", &[2, 3]);
    check(&format!("id = {}", CitationId::from_u128(3)), &[3]);
    check("id = nonsense", &[]);
    check("year = 2005 OR year = 2010 AND language = it", &[2]);
    check("-(year = 2005 OR language = it)", &[3]);
    assert_eq!(shelf.found("liver OR heart", "year >= 2010"), [2]);
    assert_eq!(shelf.found("year:2000..2006", ""), [1]);
    assert_eq!(shelf.found("liver heart year:2010", ""), [2]);
    assert_eq!(shelf.found("publication_type:trial", ""), [1]);
}

fn measured(kind: MeasurementKind, statistic: &str, of: &str, value: f64) -> v1::Measurement {
    v1::Measurement {
        kind: kind.into(),
        statistic: statistic.into(),
        of: of.into(),
        value_number: Some(value),
        ..Default::default()
    }
}

fn findings() -> Shelf {
    let mut a = finding("a", "Median survival was 9 months and median follow-up 24 months.");
    let survival = measured(MeasurementKind::SurvivalTime, "median", "survival", 9.0);
    let follow_up = measured(MeasurementKind::Duration, "median", "follow-up", 24.0);
    a.measurements = [(survival, 9.0), (follow_up, 24.0)]
        .map(|(measurement, months)| v1::Measurement { value_months: Some(months), ..measurement })
        .to_vec();
    a.kind = v1::FindingKind::Prognosis.into();
    a.study_design = "Randomized Controlled Trial".into();
    let mut b = finding("b", "Deaths fell (HR 0.7, p < 0.05); the odds did not (OR 0.9, p = 0.3).");
    b.measurements = vec![
        measured(MeasurementKind::EffectSize, "HR", "", 0.7),
        v1::Measurement {
            operator: MeasurementOperator::Less.into(),
            linked_to: Some(0),
            ..measured(MeasurementKind::PValue, "", "", 0.05)
        },
        measured(MeasurementKind::EffectSize, "OR", "", 0.9),
        v1::Measurement { linked_to: Some(2), ..measured(MeasurementKind::PValue, "", "", 0.3) },
    ];
    b.negated = true;
    b.key_finding = true;
    b.outcomes =
        vec![v1::Mention { text: "deaths".into(), mesh_label: "Mortality".into(), ..Default::default() }];
    b.citation_status = v1::EditorialStatus::Corrected.into();
    let mut c = finding("c", "Relapse in 18% (12/67).");
    c.measurements = vec![v1::Measurement {
        percent_number: Some(18.0),
        ..measured(MeasurementKind::CountOfTotal, "", "relapse", 12.0)
    }];
    c.direction = v1::Direction::None.into();
    let d = finding("d", "Nothing measured.");
    Shelf::with([
        (1, dated(titled("x", "en"), DateKind::Print, 2003), vec![a, b, c]),
        (2, titled("y", "en"), vec![d]),
    ])
}

#[test]
fn conditions_on_findings_select() {
    let shelf = findings();
    let check =
        |filter: &str, expected: &[&str]| assert_eq!(shelf.found_findings("", filter), expected, "{filter}");
    check("kind = PROGNOSIS", &["a"]);
    check("direction = none", &["c"]);
    check("negated = true", &["b"]);
    check("key_finding = true AND main = false", &["b"]);
    check("year = 2003", &["a", "b", "c"]);
    check("language = en AND status = corrected", &["b"]);
    check("outcome = deaths", &["b"]);
    check("outcome : death", &["b"]);
    check("outcome : mortality", &["b"]);
    check("study_design : trial", &["a"]);
    check("study_design = \"randomized controlled trial\"", &["a"]);
    check(&format!("citation = {}", CitationId::from_u128(2)), &["d"]);
    assert_eq!(shelf.found_findings("survival OR relapse", ""), ["a", "c"]);
    assert_eq!(shelf.found_findings("statement:\"odds did not\"", ""), ["b"]);
}

#[test]
fn conditions_on_numbers_hold_of_one_measurement() {
    let shelf = findings();
    let check =
        |filter: &str, expected: &[&str]| assert_eq!(shelf.found_findings("", filter), expected, "{filter}");
    check("measure = \"median survival\"", &["a"]);
    check("measure = \"Median Survival\" AND value_months >= 6", &["a"]);
    check("measure = \"median survival\" AND value_months >= 12", &[]);
    check("measure = median AND value_months >= 12", &["a"]);
    check("(measure = \"median survival\") AND (value_months >= 12)", &["a"]);
    check("measure = HR", &["b"]);
    check("measure = EFFECT_SIZE", &["b"]);
    check("measure = MEASUREMENT_KIND_EFFECT_SIZE", &["b"]);
    check("measure = survival_time", &["a"]);
    check("measure : survival", &["a"]);
    check("measure : follow", &["a"]);
    check("measure : \"follow survival\"", &[]);
    check("measure = hr AND value < 0.8", &["b"]);
    check("measure = hr AND value > 0.8", &[]);
    check("measure = hr AND p < 0.05", &["b"]);
    check("measure = or AND p < 0.05", &[]);
    check("measure = or AND p = 0.3", &["b"]);
    check("p < 0.05", &["b"]);
    check("p < 0.01", &[]);
    check("percent > 15", &["c"]);
    check("value = 12", &["c"]);
    check("value = 12 AND percent < 15", &[]);
    check("NOT measure = hr", &["a", "c", "d"]);
    check("measure = hr AND measure = effect_size", &["b"]);
    check("measure = hr AND measure = or", &[]);
    check("value >= 0", &["a", "b", "c"]);
}
