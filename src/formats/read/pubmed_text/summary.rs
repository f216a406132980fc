use super::citation::{journal, journal_and_year, statements, tail};
use crate::contract::v1::{self, CitationType as T, ContributorRole as Role, DateKind};
use crate::formats::read::draft::Draft;
use crate::formats::read::pubmed::titles;
use crate::formats::read::xml::Inline;

/// A summary: "Rossi A, Bianchi B. Title of it. J Test. 2009 Sep;100(9):424-33. doi: 10.5555/1. PMID: 1."
pub fn read(text: &str) -> Draft {
    let mut draft = Draft::default();
    if let Some((stop, year)) = journal_and_year(text) {
        let before = &text[..stop];
        let cut = ["? ", "! ", ". "].iter().filter_map(|mark| before.rfind(mark)).max();
        if let Some(cut) = cut {
            let end = cut + usize::from(!before[cut..].starts_with('.'));
            authors_and_title(&before[..end], &mut draft);
            journal(&before[cut + 2..], &mut draft);
            tail(&text[year..], &mut draft);
            return draft;
        }
    }
    if !book(text, &mut draft) {
        let at = text.find("PMID:").unwrap_or(text.len());
        authors_and_title(text[..at].trim_end(), &mut draft);
        statements(&text[at..], &mut draft);
        draft.notes.warn(
            "no journal and year were found; what stands before the PMID is taken for authors and title",
        );
    }
    draft
}

/// "Rossi A. Title. Torino: Publisher; 2009 Sep. PMID: 1."
fn book(text: &str, draft: &mut Draft) -> bool {
    for (at, _) in text.match_indices("; ") {
        let year = text.get(at + 2..at + 6).unwrap_or_default();
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let before = &text[..at];
        let Some(cut) = before.rfind(". ") else { continue };
        let Some((place, name)) = before[cut + 2..].split_once(": ") else { continue };
        authors_and_title(&before[..cut], draft);
        draft.citation.set_type(T::Book);
        draft.publisher_place("citation", place.trim());
        draft.publisher("citation", name.trim());
        let rest = &text[at + 2..];
        let end = rest.find(['.', ';']).unwrap_or(rest.len());
        draft.date("citation", DateKind::Issued, &rest[..end]);
        statements(&rest[end..], draft);
        return true;
    }
    false
}

fn authors_and_title(text: &str, draft: &mut Draft) {
    let (people, title) = match text.split_once(". ") {
        Some((people, title)) if is_people(people) => (people, title),
        None if is_people(text) => (text, ""),
        _ => ("", text),
    };
    authors(people, draft);
    let title = Inline::of(title.trim());
    draft.citation.titles = titles(title, Inline::default(), &draft.citation.languages, &mut draft.notes);
    let bracketed = text.contains(". [") || text.starts_with('[');
    if bracketed && let [only] = draft.citation.titles.as_mut_slice() {
        // a translation; the language of the work comes later, if at all
        if let Some(inner) = only.text.strip_prefix('[').and_then(|title| title.strip_suffix(']')) {
            only.text = inner.trim_end_matches('.').to_owned();
            only.set_role(v1::TitleRole::Translated);
            only.language = "en".to_owned();
        }
    }
}

/// Whether a sentence is a list of names with initials, of which the first counts.
fn is_people(text: &str) -> bool {
    let first = text.split([',', ';']).next().unwrap_or_default();
    name(first).is_some()
}

/// Authors of a list; groups stand behind a semicolon.
pub fn authors(list: &str, draft: &mut Draft) {
    for (at, part) in list.split(';').enumerate() {
        for word in part.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            if matches!(word.trim_end_matches('.'), "et al") {
                draft.citation.contributors_incomplete = true;
                continue;
            }
            let person = match name(word) {
                Some((family, initials, suffix)) => v1::Contributor {
                    family: family.to_owned(),
                    given: initials.to_owned(),
                    initials: initials.to_owned(),
                    suffix: suffix.to_owned(),
                    ..Default::default()
                },
                None if at > 0 => {
                    // the whole part is one group
                    let collective = part.trim().trim_end_matches('.').to_owned();
                    draft.contributor(v1::Contributor { collective, ..Default::default() }, Role::Author);
                    break;
                }
                None => v1::Contributor { collective: word.to_owned(), ..Default::default() },
            };
            draft.contributor(person, Role::Author);
        }
    }
}

/// Family name, initials and suffix of "Rossi AB", "King ML Jr", "de la Cruz M 3rd".
fn name(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim();
    let (rest, suffix) = match text.rsplit_once(' ') {
        Some((rest, last)) if matches!(last, "Jr" | "Sr" | "2nd" | "3rd" | "4th") => (rest, last),
        _ => (text, ""),
    };
    let (family, initials) = rest.rsplit_once(' ')?;
    let short =
        (1..=4).contains(&initials.chars().count()) && initials.chars().all(|c| c.is_uppercase() || c == '-');
    (short && !family.is_empty()).then_some((family, initials, suffix))
}
