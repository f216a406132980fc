use std::collections::{HashMap, HashSet};

use super::citation::{journal, journal_and_year, statements, tail};
use super::summary::authors;
use crate::contract::v1;
use crate::formats::read::draft::Draft;
use crate::formats::read::pubmed::titles;
use crate::formats::read::xml::Inline;
use crate::record::language::bcp47;

/// Paragraphs that begin so are no abstract: relations to other works.
const RELATIONS: [(&str, v1::LinkKind); 16] = [
    ("Comment in", v1::LinkKind::CommentedBy),
    ("Comment on", v1::LinkKind::CommentOn),
    ("Erratum in", v1::LinkKind::CorrectedBy),
    ("Erratum for", v1::LinkKind::ErratumFor),
    ("Retraction in", v1::LinkKind::RetractedBy),
    ("Retraction of", v1::LinkKind::RetractionOf),
    ("Partial retraction in", v1::LinkKind::PartiallyRetractedBy),
    ("Partial retraction of", v1::LinkKind::PartialRetractionOf),
    ("Expression of concern in", v1::LinkKind::ConcernRaisedBy),
    ("Expression of concern for", v1::LinkKind::ExpressionOfConcernFor),
    ("Update in", v1::LinkKind::UpdatedBy),
    ("Update of", v1::LinkKind::UpdateOf),
    ("Republished in", v1::LinkKind::RepublishedAs),
    ("Republished from", v1::LinkKind::RepublishedFrom),
    ("Summary for patients in", v1::LinkKind::SummaryForPatients),
    ("Corrected and republished from", v1::LinkKind::RepublishedFrom),
];

/// A record in the abstract format: where it appeared, title, authors, their addresses, abstract, identifiers, each a paragraph.
pub fn read(paragraphs: &[String]) -> Draft {
    let mut draft = Draft::default();
    let place = paragraphs.first().map(|text| text.replace('\n', " ")).unwrap_or_default();
    match journal_and_year(&place) {
        Some((stop, year)) => {
            journal(&place[..stop], &mut draft);
            tail(&place[year..], &mut draft);
        }
        None => draft.notes.unplaced("citation", place),
    }
    let mut addresses = HashMap::new();
    let (mut title, mut people) = (None, None);
    let mut texts: Vec<String> = Vec::new();
    for paragraph in paragraphs.iter().skip(1) {
        let text = paragraph.as_str();
        if let Some(list) = text.strip_prefix("Author information:") {
            addresses = numbered(list);
        } else if title.is_none() {
            title = Some(paragraph.clone());
        } else if let Some(language) =
            text.strip_prefix("[Article in ").and_then(|rest| rest.strip_suffix(']'))
        {
            for name in language.split([';', ',']) {
                draft.languages("language", name.trim());
            }
        } else if ["DOI: ", "PMID: ", "PMCID: "].iter().any(|label| text.starts_with(label)) {
            text.split('\n').for_each(|line| statements(line, &mut draft));
        } else if let Some(words) = text.strip_prefix("Conflict of interest statement:") {
            let text = words.trim().to_owned();
            draft.citation.conflict_of_interest.push(v1::LocalizedText { text, ..Default::default() });
        } else if relation(text, &mut draft) {
        } else if people.is_none() && texts.is_empty() && is_people(text) {
            people = Some(paragraph.clone());
        } else {
            texts.push(paragraph.replace('\n', " "));
        }
    }
    contributors(people.as_deref().unwrap_or_default(), &addresses, &mut draft);
    let title = Inline::of(title.as_deref().unwrap_or_default());
    draft.citation.titles = titles(title, Inline::default(), &draft.citation.languages, &mut draft.notes);
    summary(texts, &mut draft);
    draft
}

/// Authors end with a stop, and their first has initials before what counts their addresses.
fn is_people(text: &str) -> bool {
    let bare = without_marks(text);
    let first = bare.split([',', ';', '.']).next().unwrap_or_default().trim();
    let initials = first.rsplit(' ').next().unwrap_or_default();
    text.trim_end().ends_with('.')
        && first.split(' ').count() <= 6
        && first.contains(' ')
        && initials.len() <= 4
        && initials.chars().all(char::is_uppercase)
}

/// "Rossi A(1)(2), Bianchi B(1)." with the addresses that the numbers mean.
fn contributors(list: &str, addresses: &HashMap<String, String>, draft: &mut Draft) {
    let list = list.replace('\n', " ");
    authors(without_marks(&list).trim_end_matches('.'), draft);
    let marks: Vec<Vec<String>> = list
        .split([',', ';'])
        .map(|name| {
            name.split('(')
                .skip(1)
                .filter_map(|part| part.split_once(')'))
                .map(|(n, _)| n.to_owned())
                .collect()
        })
        .collect();
    let same = marks.len() == draft.citation.contributors.len();
    let named: HashSet<&String> = marks.iter().flatten().filter(|_| same).collect();
    for (at, person) in draft.citation.contributors.iter_mut().enumerate() {
        let numbers = marks.get(at).filter(|_| same).into_iter().flatten();
        let found = numbers.filter_map(|number| addresses.get(number));
        person
            .affiliations
            .extend(found.map(|text| v1::Affiliation { text: text.clone(), ..Default::default() }));
    }
    // one address without a number is everybody's
    if let Some(only) = addresses.get("") {
        for person in &mut draft.citation.contributors {
            person.affiliations.push(v1::Affiliation { text: only.clone(), ..Default::default() });
        }
    }
    // nobody's, or nobody knows whose
    let mut left: Vec<(&String, &String)> =
        addresses.iter().filter(|(number, _)| !number.is_empty() && !named.contains(number)).collect();
    left.sort();
    left.into_iter().for_each(|(_, text)| draft.notes.unplaced("Author information", text.as_str()));
}

/// Without "(1)" behind names.
fn without_marks(list: &str) -> String {
    let mut bare = String::with_capacity(list.len());
    let mut rest = list;
    while let Some((before, after)) = rest.split_once('(') {
        bare.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        match after[digits..].strip_prefix(')') {
            Some(next) if digits > 0 => rest = next,
            _ => {
                bare.push('(');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    bare
}

/// Addresses by their numbers; one without a number is under "".
fn numbered(list: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for line in list.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let (number, text) = match line.strip_prefix('(').and_then(|line| line.split_once(')')) {
            Some((number, text)) if number.bytes().all(|byte| byte.is_ascii_digit()) => (number, text),
            _ => ("", line),
        };
        found.insert(number.to_owned(), text.trim().to_owned());
    }
    found
}

fn relation(text: &str, draft: &mut Draft) -> bool {
    let Some((label, kind)) = RELATIONS.iter().find(|(label, _)| text.starts_with(label)) else {
        return false;
    };
    let reference = text[label.len()..].trim_start_matches([':', ' ', '\n']).to_owned();
    draft.citation.links.push(v1::Link { kind: (*kind).into(), reference, ..Default::default() });
    true
}

/// The paragraphs of the abstract; what begins with "Copyright" or "©" stands apart from it.
fn summary(texts: Vec<String>, draft: &mut Draft) {
    let (rights, texts): (Vec<String>, Vec<String>) = texts.into_iter().partition(|text| {
        text.starts_with('©') || text.starts_with("Copyright ") || text.starts_with("Crown Copyright")
    });
    let (rights, text) = (rights.join(" "), texts.join("\n"));
    if text.is_empty() {
        return draft.notes.unplaced("copyright", rights);
    }
    let language = bcp47("en").unwrap_or_default();
    draft.citation.abstracts.push(v1::Abstract { text, language, copyright: rights, ..Default::default() });
}
