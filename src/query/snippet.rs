//! Snippets: the pieces of titles and abstracts that show why a record matched.

use super::ast::{Query, TextField};
use super::words::{fold, fold_into, words};
use crate::contract::v1::{Snippet, Span};

/// Most snippets of a record.
const MOST: usize = 3;
/// About how long a snippet is, in bytes.
const LENGTH: usize = 240;
/// How much of an abstract is looked through, in bytes.
const LOOKED_THROUGH: usize = 65_536;

/// Where the words of the query stand: titles first, then abstracts, at most three pieces, each the part of its text where
/// the most different words are close together. A word counts as one of the query when both begin alike up to an ending, so a
/// plural is marked for a singular; what is left out by the query, and its conditions, mark nothing.
pub fn snippets(query: &Query, titles: &[&str], abstracts: &[&str]) -> Vec<Snippet> {
    let mut wanted = Wanted::default();
    wanted.add(query);
    let titles = titles.iter().filter_map(|text| best_piece("title", text, &wanted.title));
    let abstracts = abstracts.iter().filter_map(|text| best_piece("abstract", text, &wanted.body));
    titles.chain(abstracts).take(MOST).collect()
}

/// Folded words that titles and abstracts are searched for.
#[derive(Default)]
struct Wanted {
    title: Vec<String>,
    body: Vec<String>,
}

impl Wanted {
    fn add(&mut self, query: &Query) {
        match query {
            Query::All | Query::Is(_) | Query::Not(_) => {}
            Query::Word(field, word) => self.add_word(*field, word),
            Query::Phrase(field, words) => words.iter().for_each(|word| self.add_word(*field, word)),
            Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| self.add(part)),
        }
    }

    fn add_word(&mut self, field: TextField, word: &str) {
        let word = fold(word);
        if matches!(field, TextField::Any | TextField::Title) && !self.title.contains(&word) {
            self.title.push(word.clone());
        }
        if matches!(field, TextField::Any | TextField::Abstract) && !self.body.contains(&word) {
            self.body.push(word);
        }
    }
}

/// A word of the text that is one of the query's.
struct Match {
    start: usize,
    end: usize,
    word: usize,
}

fn best_piece(field: &str, text: &str, wanted: &[String]) -> Option<Snippet> {
    let matches = matches_in(text, wanted);
    let first = best_start(&matches, wanted.len())?;
    let (start, end) = piece_around(text, &matches, first);
    let cut = text.get(start..end)?;
    let highlights = matches.iter().filter(|found| found.start >= start && found.end <= end);
    Some(Snippet {
        field: field.to_owned(),
        text: cut.to_owned(),
        highlights: spans(cut, highlights.map(|found| (found.start - start, found.end - start))),
        offset: i32::try_from(start).ok()?,
    })
}

fn matches_in(text: &str, wanted: &[String]) -> Vec<Match> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let beginnings: Vec<[u8; 2]> = wanted.iter().map(|word| beginning(word.as_bytes())).collect();
    let text = &text[..floor(text, LOOKED_THROUGH)];
    let mut folded = String::new();
    let mut found = Vec::new();
    for (start, word) in words(text) {
        // Few words begin like one of the query's: the others are passed over without being folded.
        let plain = beginning(word.as_bytes());
        if plain.is_ascii() && !beginnings.contains(&plain) {
            continue;
        }
        folded.clear();
        fold_into(word, &mut folded);
        let begins = beginning(folded.as_bytes());
        let mut forms = wanted.iter().zip(&beginnings);
        let same = |(wanted, wanted_begins): (&String, &[u8; 2])| {
            *wanted_begins == begins && same_word(wanted, &folded)
        };
        if let Some(index) = forms.position(same) {
            found.push(Match { start, end: start + word.len(), word: index });
        }
    }
    found
}

/// The first two bytes of a word in lower case; 0 for what is not there. Forms of one word share them.
fn beginning(word: &[u8]) -> [u8; 2] {
    let byte = |at: usize| word.get(at).map_or(0, u8::to_ascii_lowercase);
    [byte(0), byte(1)]
}

/// Whether two folded words are forms of one: the same up to an ending of at most three letters on each, where at least four
/// letters, and most of the word, are the same.
fn same_word(a: &str, b: &str) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    if common == a.len() && common == b.len() {
        return true;
    }
    let (rest_a, rest_b) = (&a.as_bytes()[common..], &b.as_bytes()[common..]);
    let endings = rest_a.len() <= 3 && rest_b.len() <= 3;
    let letters = |rest: &[u8]| rest.iter().all(|byte| !byte.is_ascii_digit());
    endings && letters(rest_a) && letters(rest_b) && common >= 4 && common * 3 >= a.len().max(b.len()) * 2
}

/// The match from which a piece holds the most different words; the first of those, and more matches before fewer.
fn best_start(matches: &[Match], wanted: usize) -> Option<usize> {
    let mut inside = vec![0_usize; wanted];
    let (mut different, mut next) = (0, 0);
    let mut best: Option<(usize, usize, usize)> = None;
    for (index, first) in matches.iter().enumerate() {
        while let Some(found) = matches.get(next).filter(|found| found.end <= first.start + LENGTH * 3 / 4) {
            different += usize::from(inside[found.word] == 0);
            inside[found.word] += 1;
            next += 1;
        }
        let count = next.saturating_sub(index);
        if best.is_none_or(|(most, many, _)| (different, count) > (most, many)) {
            best = Some((different, count, index));
        }
        if next > index {
            inside[first.word] -= 1;
            different -= usize::from(inside[first.word] == 0);
        } else {
            next = index + 1;
        }
    }
    best.map(|(_, _, index)| index)
}

/// The piece about the match: from a little before it, whole words, or the whole text when that is short.
fn piece_around(text: &str, matches: &[Match], first: usize) -> (usize, usize) {
    if text.len() <= LENGTH {
        return (0, text.len());
    }
    let anchor = &matches[first];
    let mut start = floor(text, anchor.start.saturating_sub(LENGTH / 8).min(text.len() - LENGTH));
    if start > 0 && !ends_between(text, start) {
        let behind = text[start..anchor.start].find(char::is_whitespace).map(|space| start + space);
        start = behind.unwrap_or(anchor.start);
    }
    let start = (start + text[start..].len() - text[start..].trim_start().len()).min(anchor.start);
    let mut end = floor(text, (start + LENGTH).min(text.len()));
    if end < text.len() && !ends_between(text, end) {
        let least = anchor.end.max(start);
        end = text
            .get(least..end)
            .and_then(|rest| rest.rfind(char::is_whitespace))
            .map_or(end, |space| least + space);
    }
    let end = end.max(anchor.end.min(ceil(text, start + 2 * LENGTH)));
    (start, start + text[start..end].trim_end().len())
}

fn ends_between(text: &str, at: usize) -> bool {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    space(text[..at].chars().next_back()) || space(text[at..].chars().next())
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn spans(text: &str, ranges: impl Iterator<Item = (usize, usize)>) -> Vec<Span> {
    let count = |text: &str| text.chars().count();
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let (mut at, mut chars) = (0, 0);
    ranges
        .map(|(start, end)| {
            let char_start = chars + count(&text[at..start]);
            let char_end = char_start + count(&text[start..end]);
            (at, chars) = (end, char_end);
            Span {
                start: number(start),
                end: number(end),
                char_start: number(char_start),
                char_end: number(char_end),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::{Scope, parse_query};

    fn marked(query: &str, titles: &[&str], abstracts: &[&str]) -> Vec<(String, Vec<String>)> {
        let query = parse_query(query, Scope::Citations).expect("a query");
        let found = snippets(&query, titles, abstracts);
        let words = |snippet: &Snippet| {
            snippet
                .highlights
                .iter()
                .map(|span| snippet.text[span.start as usize..span.end as usize].to_owned())
                .collect()
        };
        found.iter().map(|snippet| (snippet.field.clone(), words(snippet))).collect()
    }

    #[test]
    fn words_are_marked_in_all_their_forms() {
        let check = |query: &str, title: &str, expected: &[&str]| {
            let found = marked(query, &[title], &[]);
            let words: Vec<String> = found.into_iter().flat_map(|(_, words)| words).collect();
            assert_eq!(words, expected, "{query} in {title}");
        };
        check("cancer", "Cancers of the liver", &["Cancers"]);
        check("trapianto", "I trapianti di fegato", &["trapianti"]);
        check("metastasis", "Hepatic metastases", &["metastases"]);
        check("liver NOT mouse", "Liver of the mouse", &["Liver"]);
        check("abstract:liver", "Liver", &[]);
        check("title:liver", "Liver", &["Liver"]);
        check("year:2009", "Liver 2009", &[]);
        check("CA19", "CA125 and CA19", &["CA19"]);
        check("cell", "Cellular cells", &["cells"]);
        check("muller", "Müller cells", &["Müller"]);
        check("oedema", "Œdema, ŒDEMA; oedemas, edema", &["Œdema", "ŒDEMA", "oedemas"]);
        check("strasse D", "Die Straße d, de", &["Straße", "d"]);
    }

    #[test]
    fn titles_come_first_and_three_are_the_most() {
        let found = marked("liver", &["Liver", "Fegato", "The liver"], &["A liver.", "Livers."]);
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["title", "title", "abstract"]);
    }

    #[test]
    fn the_piece_is_where_most_words_are() {
        let filler = "Nothing of note stands in this sentence at all. ".repeat(12);
        let text = format!("Liver first. {filler}Here liver and metastases meet. {filler}");
        let query = parse_query("liver metastases", Scope::Citations).expect("a query");
        let found = snippets(&query, &[], &[&text]);
        let snippet = &found[0];
        assert!(snippet.text.contains("liver and metastases"), "{}", snippet.text);
        assert!(snippet.text.len() <= 240, "{}", snippet.text.len());
        assert_eq!(&text[snippet.offset as usize..][..snippet.text.len()], snippet.text);
    }

    proptest! {
        #[test]
        fn a_snippet_is_a_slice_of_its_text(text in "([a-zé肝𝔸]{1,9}[ ,.\n]{0,2}){0,120}", word in "[a-zé]{1,4}") {
            let query = Query::Word(TextField::Any, word);
            for snippet in snippets(&query, &[&text], &[&text]) {
                let start = snippet.offset as usize;
                prop_assert_eq!(&text[start..start + snippet.text.len()], &snippet.text);
                prop_assert!(!snippet.highlights.is_empty());
                for span in &snippet.highlights {
                    let chars: String = snippet.text.chars().skip(span.char_start as usize)
                        .take((span.char_end - span.char_start) as usize).collect();
                    prop_assert_eq!(&snippet.text[span.start as usize..span.end as usize], chars);
                }
            }
        }
    }
}
