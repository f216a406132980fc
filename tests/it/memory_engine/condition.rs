//! Conditions, asked of the messages themselves.

use ibid::contract::v1::{self, DateKind, IdentifierScheme, MeasurementKind, SubjectScheme};
use ibid::query::ast::{Condition, Field, Test, Value};
use ibid::record::name::CitationId;

use super::search::plain_words;

/// What a condition is asked of.
pub enum Subject<'a> {
    Citation { id: CitationId, citation: &'a v1::Citation, findings: usize },
    Finding { id: CitationId, finding: &'a v1::Finding, year: Option<i32> },
}

/// Year of the first of the dates of issue, print, online publication and acceptance.
pub fn year(citation: &v1::Citation) -> Option<i32> {
    let kinds = [DateKind::Issued, DateKind::Print, DateKind::Online, DateKind::Accepted];
    let year = |kind| {
        let dates = citation.dates.iter().filter(move |event| event.kind() == kind);
        dates.filter_map(|event| event.date.as_ref()).map(|date| date.year).find(|year| *year != 0)
    };
    kinds.into_iter().find_map(year)
}

pub fn holds(condition: &Condition, subject: &Subject) -> bool {
    match subject {
        Subject::Citation { id, citation, findings } => of_citation(condition, *id, citation, *findings),
        Subject::Finding { id, finding, year } => of_finding(condition, *id, finding, *year),
    }
}

/// Whether one measurement of a finding satisfies every condition.
pub fn measured(conditions: &[Condition], subject: &Subject) -> bool {
    let Subject::Finding { finding, .. } = subject else { return false };
    finding.measurements.iter().any(|one| conditions.iter().all(|condition| of_measurement(condition, one)))
}

fn of_citation(condition: &Condition, id: CitationId, citation: &v1::Citation, findings: usize) -> bool {
    let test = &condition.test;
    let texts: Vec<String> = match condition.field {
        Field::Year => return number(test, year(citation).map(f64::from)),
        Field::Type => return number(test, Some(f64::from(citation.r#type))),
        Field::Status => return number(test, Some(f64::from(citation.editorial_status))),
        Field::Id => vec![id.to_string(), format!("citations/{id}")],
        Field::Language => citation.languages.iter().flat_map(|tag| language(tag)).collect(),
        Field::Title => citation.titles.iter().map(|title| title.text.clone()).collect(),
        Field::Abstract => citation.abstracts.iter().map(|summary| summary.text.clone()).collect(),
        Field::Journal => citation.container.iter().flat_map(journal_names).collect(),
        Field::Issn => citation
            .container
            .iter()
            .flat_map(|container| &container.issns)
            .map(|issn| issn.value.clone())
            .collect(),
        Field::Author => citation.contributors.iter().flat_map(author_names).collect(),
        Field::Mesh => subjects(citation, true),
        Field::Keyword => subjects(citation, false),
        Field::PublicationType => citation
            .publication_types
            .iter()
            .flat_map(|kind| [kind.label.clone(), kind.code.clone()])
            .collect(),
        Field::Doi => identifiers(citation, IdentifierScheme::Doi),
        Field::Pmid => identifiers(citation, IdentifierScheme::Pmid),
        Field::Pmcid => identifiers(citation, IdentifierScheme::Pmcid),
        Field::Source => citation.sources.iter().map(|source| source.format.clone()).collect(),
        Field::Has => parts(citation, findings),
        _ => return false,
    };
    text(test, &texts, condition.field == Field::Author)
}

fn of_finding(condition: &Condition, id: CitationId, finding: &v1::Finding, year: Option<i32>) -> bool {
    let test = &condition.test;
    let texts: Vec<String> = match condition.field {
        Field::Year => return number(test, year.map(f64::from)),
        Field::Kind => return number(test, Some(f64::from(finding.kind))),
        Field::Direction => return number(test, Some(f64::from(finding.direction))),
        Field::Certainty => return number(test, Some(f64::from(finding.certainty))),
        Field::Role => return number(test, Some(f64::from(finding.role))),
        Field::Status => return number(test, Some(f64::from(finding.citation_status))),
        Field::Review => {
            return number(test, Some(f64::from(finding.review.as_deref().map_or(0, |one| one.verdict))));
        }
        Field::Orphaned => {
            let orphaned = finding.review.as_deref().is_some_and(|one| one.orphaned);
            return *test == Test::Equals(Value::Bool(orphaned));
        }
        Field::Negated => return *test == Test::Equals(Value::Bool(finding.negated)),
        Field::Main => return *test == Test::Equals(Value::Bool(finding.main)),
        Field::KeyFinding => return *test == Test::Equals(Value::Bool(finding.key_finding)),
        Field::Id => vec![id.to_string(), format!("citations/{id}")],
        Field::Language => language(&finding.language).collect(),
        Field::StudyDesign => vec![finding.study_design.clone()],
        Field::Outcome => mentioned(&finding.outcomes),
        Field::Intervention => mentioned(&finding.interventions),
        Field::Population => mentioned(&finding.populations),
        Field::Comparator => mentioned(&finding.comparators),
        _ => return measured(std::slice::from_ref(condition), &Subject::Finding { id, finding, year }),
    };
    text(test, &texts, false)
}

fn of_measurement(condition: &Condition, one: &v1::Measurement) -> bool {
    let test = &condition.test;
    let span = |number: Option<f64>| number.map(|number| (number, number));
    let value = span(one.value_number).or(one.low_number.zip(one.high_number));
    match condition.field {
        Field::Measure => {
            let kind = one.kind().as_str_name().trim_start_matches("MEASUREMENT_KIND_").to_owned();
            let both = format!("{} {}", one.statistic, one.of);
            let names =
                [kind, one.statistic.clone(), one.of.clone(), both].map(|name| plain_words(&name).join(" "));
            match test {
                Test::Equals(Value::Text(name)) => {
                    let name = name.strip_prefix("MEASUREMENT_KIND_").unwrap_or(name);
                    names.contains(&plain_words(name).join(" "))
                }
                test => text(test, &names, false),
            }
        }
        Field::Value => overlaps(test, value),
        Field::ValueMonths => overlaps(test, span(one.value_months)),
        Field::Percent => {
            let own = if one.unit_ucum == "%" { value } else { None };
            overlaps(test, span(one.percent_number).or(own))
        }
        Field::P => overlaps(test, value.filter(|_| one.kind() == MeasurementKind::PValue)),
        _ => false,
    }
}

fn text(test: &Test, values: &[String], names: bool) -> bool {
    match test {
        Test::Equals(Value::Text(asked)) => {
            values.iter().any(|value| !value.is_empty() && plain(value, names) == plain(asked, names))
        }
        Test::Words(asked) => {
            let all: Vec<String> = values.iter().flat_map(|value| plain_words(value)).collect();
            asked.iter().flat_map(|word| plain_words(word)).all(|word| all.contains(&word))
        }
        _ => false,
    }
}

/// "Rossi, M.R." and "rossi mr" are one name; elsewhere only case is disregarded.
fn plain(value: &str, name: bool) -> String {
    let lower = value.trim().to_lowercase();
    if !name {
        return lower;
    }
    let kept: String = lower.chars().filter(|c| *c != '.').collect();
    kept.split([' ', ',']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn number(test: &Test, value: Option<f64>) -> bool {
    overlaps(test, value.map(|value| (value, value)))
}

fn overlaps(test: &Test, span: Option<(f64, f64)>) -> bool {
    let Some((low, high)) = span else { return false };
    match test {
        Test::Equals(Value::Number(asked)) => low <= *asked && *asked <= high,
        Test::Equals(Value::Enum(asked)) => low == f64::from(*asked),
        Test::Range { low: from, high: to } => {
            from.is_none_or(|(end, with)| high > end || with && high == end)
                && to.is_none_or(|(end, with)| low < end || with && low == end)
        }
        _ => false,
    }
}

fn language(tag: &str) -> impl Iterator<Item = String> {
    [tag.to_owned(), tag.split('-').next().unwrap_or_default().to_owned()].into_iter()
}

fn journal_names(container: &v1::Container) -> Vec<String> {
    let mut names = vec![container.title.clone()];
    names.extend(container.abbreviations.iter().map(|short| short.text.clone()));
    names.extend(container.other_titles.iter().map(|other| other.text.clone()));
    names
}

fn author_names(author: &v1::Contributor) -> Vec<String> {
    let v1::Contributor { given, family, initials, collective, literal, .. } = author;
    let mut names = vec![collective.clone(), literal.clone(), family.clone()];
    let orders = [(family, given), (family, initials), (given, family), (initials, family)];
    names.extend(orders.map(|(first, last)| format!("{first} {last}")));
    names
}

fn subjects(citation: &v1::Citation, mesh: bool) -> Vec<String> {
    let is_mesh = |scheme| matches!(scheme, SubjectScheme::Mesh | SubjectScheme::MeshSupplementary);
    let subjects = citation.subjects.iter().filter(|subject| is_mesh(subject.scheme()) == mesh);
    subjects.flat_map(|subject| [subject.label.clone(), subject.code.clone()]).collect()
}

fn identifiers(citation: &v1::Citation, scheme: IdentifierScheme) -> Vec<String> {
    let own = citation.identifiers.iter().filter(|id| id.scheme() == scheme && !id.invalid);
    own.map(|id| id.value.clone()).collect()
}

fn parts(citation: &v1::Citation, findings: usize) -> Vec<String> {
    let has = |scheme| !identifiers(citation, scheme).is_empty();
    let all = [
        ("abstract", citation.abstracts.iter().any(|summary| !summary.text.is_empty())),
        ("findings", findings > 0),
        ("doi", has(IdentifierScheme::Doi)),
        ("pmid", has(IdentifierScheme::Pmid)),
        ("pmcid", has(IdentifierScheme::Pmcid)),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(part, _)| part.to_owned()).collect()
}

fn mentioned(mentions: &[v1::Mention]) -> Vec<String> {
    let all = |one: &v1::Mention| {
        [one.text.clone(), one.expansion.clone(), one.mesh_label.clone(), one.mesh_code.clone()]
    };
    mentions.iter().flat_map(all).collect()
}
