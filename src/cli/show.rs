//! Records as text for reading.

use super::output::{Output, Style};
use crate::contract::v1::{Citation, Contributor, EditorialStatus, Finding, IdentifierScheme, Snippet};

/// Authors that a line names before "et al."
const AUTHORS: usize = 6;

/// An enum value without its prefix: `FINDING_KIND_SAFETY` is `SAFETY`; empty when it is not given.
pub fn short<'a>(prefix: &str, name: &'a str) -> &'a str {
    let short = name.strip_prefix(prefix).unwrap_or(name);
    if short == "UNSPECIFIED" { "" } else { short }
}

/// The main title, or a word that there is none.
pub fn title(citation: &Citation) -> &str {
    citation.titles.first().map_or("[no title]", |title| title.text.as_str())
}

/// `[RETRACTED]` and such; nothing for a paper that stands.
pub fn status(citation: &Citation) -> Option<&'static str> {
    match citation.editorial_status() {
        EditorialStatus::Unspecified | EditorialStatus::Active => None,
        status => Some(short("EDITORIAL_STATUS_", status.as_str_name())),
    }
}

/// Authors, container and identifiers, a line each; what is not given is left out.
pub fn details(citation: &Citation) -> Vec<String> {
    let lines = [authors(&citation.contributors), place(citation), names(citation)];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// A snippet with its words highlighted.
pub fn snippet(snippet: &Snippet, out: &Output) -> String {
    let mut text = String::new();
    let mut from = 0;
    for span in &snippet.highlights {
        let (start, end) = (span.start as usize, span.end as usize);
        let (Some(before), Some(word)) = (snippet.text.get(from..start), snippet.text.get(start..end)) else {
            continue;
        };
        text.push_str(before);
        text.push_str(&out.styled(Style::Match, word));
        from = end;
    }
    text.push_str(snippet.text.get(from..).unwrap_or_default());
    text.replace('\n', " ")
}

/// Kind, direction, certainty, role and numbers of a finding on a line, then its words.
pub fn finding(finding: &Finding, out: &Output) -> [String; 2] {
    let mut about: Vec<String> =
        vec![out.styled(Style::Bold, short("FINDING_KIND_", finding.kind().as_str_name()))];
    let direction = short("DIRECTION_", finding.direction().as_str_name());
    let facts = [
        if direction == "NONE" { "" } else { direction },
        short("CERTAINTY_", finding.certainty().as_str_name()),
        short("SENTENCE_ROLE_", finding.role().as_str_name()),
        if finding.negated { "negated" } else { "" },
        if finding.key_finding { "key finding" } else { "" },
    ];
    about.extend(facts.iter().filter(|fact| !fact.is_empty()).map(ToString::to_string));
    about.extend(finding.measurements.iter().map(|measurement| format!("<{}>", measurement.text)));
    let stands = matches!(finding.citation_status(), EditorialStatus::Unspecified | EditorialStatus::Active);
    if !stands {
        let status = short("EDITORIAL_STATUS_", finding.citation_status().as_str_name());
        about.push(out.styled(Style::Warning, status));
    }
    if let Some(review) = finding.review.as_deref() {
        let verdict = short("REVIEW_VERDICT_", review.verdict().as_str_name());
        let gone = match (review.text_gone, review.orphaned) {
            (true, _) => ", its text is gone",
            (_, true) => ", no longer extracted",
            _ => "",
        };
        about.push(out.styled(Style::Match, &format!("{verdict} by {}{gone}", review.reviewer)));
    }
    [about.join("  "), format!("“{}”", finding.statement.replace('\n', " "))]
}

fn authors(contributors: &[Contributor]) -> String {
    let mut names: Vec<String> = contributors.iter().take(AUTHORS).map(author).collect();
    if contributors.len() > AUTHORS {
        names.push("et al.".to_owned());
    }
    names.join(", ")
}

fn author(contributor: &Contributor) -> String {
    let Contributor { family, initials, given, collective, literal, .. } = contributor;
    if family.is_empty() {
        return if collective.is_empty() { literal.clone() } else { collective.clone() };
    }
    let first = if initials.is_empty() { given } else { initials };
    format!("{family} {first}").trim_end().to_owned()
}

fn place(citation: &Citation) -> String {
    let mut text = citation.container.as_ref().map(|container| container.title.clone()).unwrap_or_default();
    let year = citation.dates.iter().find_map(|event| event.date.as_ref()).map(|date| date.year);
    if let Some(year) = year.filter(|&year| year != 0) {
        text.push_str(&if text.is_empty() { year.to_string() } else { format!(". {year}") });
    }
    if !citation.volume.is_empty() {
        text.push_str(&format!(";{}", citation.volume));
    }
    if !citation.issue.is_empty() {
        text.push_str(&format!("({})", citation.issue));
    }
    if let Some(pages) = &citation.pages {
        let range = [&pages.first, &pages.last].into_iter().filter(|page| !page.is_empty());
        let range: Vec<&str> = range.map(String::as_str).collect();
        let shown = if range.is_empty() { pages.article_number.clone() } else { range.join("-") };
        if !shown.is_empty() {
            text.push_str(&format!(":{shown}"));
        }
    }
    text
}

fn names(citation: &Citation) -> String {
    let mut names: Vec<String> = Vec::new();
    if !citation.name.is_empty() {
        names.push(citation.name.clone());
    }
    for identifier in &citation.identifiers {
        match identifier.scheme() {
            IdentifierScheme::Doi => names.push(format!("doi:{}", identifier.value)),
            IdentifierScheme::Pmid => names.push(format!("pmid:{}", identifier.value)),
            IdentifierScheme::Pmcid => names.push(format!("pmcid:{}", identifier.value)),
            _ => {}
        }
    }
    names.join("  ")
}
