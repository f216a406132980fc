use crate::contract::v1::{self, TitleRole};
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::{Element, Inline, Part, plain};
use crate::record::language::bcp47;
use crate::record::text::{Offsets, collapse_breaks, nfc};

/// The language that an element names for itself.
pub fn language(element: Element<'_>) -> Option<String> {
    element.attribute("xml:lang").and_then(bcp47)
}

/// A title with its markup.
pub fn title(element: Element<'_>, role: TitleRole, language: &str) -> v1::Title {
    let formatted = Inline::read(element).finish(&mut []);
    let (text, formatting) = (formatted.text, formatted.formatting);
    v1::Title { text, language: language.to_owned(), role: role.into(), formatting }
}

/// All words within, those of neighbouring elements apart; labels and the members of a group left out.
pub fn flat(element: Element<'_>) -> String {
    let mut words = String::new();
    let mut skipped = Vec::new();
    element.take();
    element.parts(|part| match part {
        Part::Open(inner) => {
            skipped.push(matches!(inner.name(), "label" | "institution-id" | "contrib-group"))
        }
        Part::Close => {
            skipped.pop();
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
        }
        Part::Text(text) if !skipped.contains(&true) => words.push_str(text),
        Part::Text(_) => {}
    });
    let mut tidy = collapse_breaks(&words);
    for (loose, tight) in [(" ,", ","), (" .", "."), (" ;", ";"), (" :", ":"), ("( ", "("), (" )", ")")] {
        tidy = tidy.replace(loose, tight);
    }
    while tidy.contains("  ") {
        tidy = tidy.replace("  ", " ");
    }
    nfc(tidy.trim())
}

/// An abstract: its sections joined by a line break, their headings beside them; absent when it holds no text.
pub fn summary(element: Element<'_>, language: String, notes: &mut Notes) -> Option<v1::Abstract> {
    let mut inline = Inline::default();
    let mut labels: Vec<String> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    // sections nest: on the heap, in order
    let mut waiting = vec![element];
    while let Some(part) = waiting.pop() {
        if matches!(part.name(), "sec" | "abstract" | "trans-abstract") || part.name().ends_with(":sec") {
            let heading = part.child("title").map(|title| plain(title).into_owned()).unwrap_or_default();
            let at = waiting.len();
            waiting.extend(part.children().filter(|child| child.name() != "title"));
            waiting[at..].reverse();
            // "Abstract" over the whole says nothing
            let says = !["abstract", "summary", "zusammenfassung", "riassunto", "resumen", "résumé"]
                .contains(&heading.to_lowercase().trim_end_matches(['.', ':']));
            if !heading.is_empty() && (says || part.name().ends_with("sec")) {
                labels.push(heading.trim_end_matches(':').trim_end().to_owned());
                places.push((usize::MAX, usize::MAX));
            } else if part.name().ends_with("sec") {
                labels.push(String::new());
                places.push((usize::MAX, usize::MAX));
            }
            continue;
        }
        if matches!(part.name(), "label" | "object-id") {
            continue;
        }
        let separated = !inline.is_empty();
        if separated {
            inline.separate("\n");
        }
        let (start, end) = inline.append(part);
        if start == end {
            if separated {
                inline = inline.cut(0, start - 1);
            }
            continue;
        }
        match places.last_mut() {
            Some(place) if place.0 == usize::MAX => *place = (start, end),
            Some(place) => place.1 = end,
            None => {}
        }
    }
    if inline.is_empty() {
        return None;
    }
    for name in inline.unknown() {
        notes.warn(format!("markup <{name}> in an abstract left out"));
    }
    // a heading over nothing but other headings
    let mut kept: Vec<(String, (usize, usize))> = Vec::new();
    for (label, place) in labels.into_iter().zip(places) {
        match place.0 {
            usize::MAX => notes.unplaced("abstract/sec/title", label),
            _ => kept.push((label, place)),
        }
    }
    let mut places: Vec<(usize, usize)> = kept.iter().map(|(_, place)| *place).collect();
    let formatted = inline.finish(&mut places);
    let offsets = Offsets::new(&formatted.text);
    let sections = kept.into_iter().zip(&places).map(|((label, _), (start, end))| v1::AbstractSection {
        label,
        nlm_category: String::new(),
        span: Some(offsets.span(*start, *end)),
    });
    let sections = sections.collect();
    let r#type = element.attribute("abstract-type").unwrap_or_default().to_owned();
    let text = formatted.text.clone();
    Some(v1::Abstract {
        text,
        language,
        sections,
        formatting: formatted.formatting,
        r#type,
        ..Default::default()
    })
}
