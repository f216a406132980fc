//! Titles: PubMed prints a translated one in brackets, and every one with a full stop.

use crate::contract::v1::{self, TitleRole};

use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Inline;

/// The titles of a record, the original first, from what PubMed gives as title and as vernacular title. `languages` are the
/// record's own.
pub fn titles(title: Inline, vernacular: Inline, languages: &[String], notes: &mut Notes) -> Vec<v1::Title> {
    let (mut inline, original) = (title, vernacular);
    let foreign = languages.iter().any(|language| language != "en");
    let english = languages.iter().any(|language| language == "en");

    let mut brackets = false;
    if let Some((start, end)) = bracketed(inline.text()) {
        // "[Not Available]." says that there is none
        let words = inline.text()[start..end].trim_end_matches('.');
        if words.eq_ignore_ascii_case("not available") || words.eq_ignore_ascii_case("in process citation") {
            inline = Inline::default();
        } else if foreign || !original.is_empty() {
            brackets = true;
            inline = inline.cut(start, end);
        }
    } else if matches!(inline.text().trim_end_matches('.'), "Not Available" | "Not available") {
        inline = Inline::default();
    }
    let mut found = Vec::with_capacity(2);
    let translated = brackets || (!original.is_empty() && !english);
    if !inline.is_empty() {
        let role = if translated { TitleRole::Translated } else { TitleRole::Original };
        let language = match role {
            // PubMed translates into English only
            TitleRole::Translated => "en",
            _ if !original.is_empty() => "en",
            _ => only(languages),
        };
        found.push(finished(inline, role, language, notes));
    }
    if !original.is_empty() {
        let others: Vec<&String> = languages.iter().filter(|language| *language != "en").collect();
        let language = match others[..] {
            [one] => one,
            _ => only(languages),
        };
        let title = finished(original, TitleRole::Original, language, notes);
        // An article in two languages has two originals; the first language's comes first.
        let second = !translated && !found.is_empty() && languages.first().is_some_and(|first| first == "en");
        found.insert(if second { found.len() } else { 0 }, title);
    }
    found.retain(|title| !title.text.is_empty());
    found
}

/// One title as it stands, without its full stop.
pub fn finished(inline: Inline, role: TitleRole, language: &str, notes: &mut Notes) -> v1::Title {
    for name in inline.unknown() {
        notes.warn(format!("markup <{name}> in a title left out"));
    }
    let text = inline.text();
    let end = match text.strip_suffix('.') {
        // an ellipsis is part of the title
        Some(rest) if !rest.ends_with('.') => rest.trim_end().len(),
        _ => text.len(),
    };
    let inline = inline.cut(0, end);
    let formatted = inline.finish(&mut []);
    v1::Title {
        text: formatted.text,
        language: language.to_owned(),
        role: role.into(),
        formatting: formatted.formatting,
    }
}

/// Where the words stand when brackets enclose the whole title: "[Words]." or "[Words.]".
fn bracketed(text: &str) -> Option<(usize, usize)> {
    let body = text.trim_end_matches(['.', ' ']);
    let inner = body.strip_prefix('[')?.strip_suffix(']')?;
    let mut depth = 0_i32;
    for byte in inner.bytes() {
        depth += i32::from(byte == b'[') - i32::from(byte == b']');
        // the first bracket closes before the end: "[A] and [B]"
        if depth < 0 {
            return None;
        }
    }
    let start = 1 + inner.len() - inner.trim_start().len();
    Some((start, start + inner.trim().len()))
}

fn only(languages: &[String]) -> &str {
    match languages {
        [one] => one,
        _ => "",
    }
}
