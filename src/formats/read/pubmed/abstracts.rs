//! Abstracts: the parts joined by a line break, their headings beside them.

use crate::contract::v1;
use crate::record::text::Offsets;

use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;
use crate::formats::read::xml::Inline;

/// `Abstract` or `OtherAbstract`; absent when it holds no text. `language` is BCP 47.
pub fn summary(element: Element<'_>, language: String, notes: &mut Notes) -> Option<v1::Abstract> {
    let copyright = notes.child(element, "CopyrightInformation");
    let mut inline = Inline::default();
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for part in element.all("AbstractText") {
        let label = part.attribute("Label").unwrap_or_default();
        let category = part.attribute("NlmCategory").unwrap_or_default();
        let separated = !inline.is_empty();
        if separated {
            inline.separate("\n");
        }
        let place = inline.append(part);
        if place.0 == place.1 && label.is_empty() {
            if separated {
                inline = inline.cut(0, place.0 - 1);
            }
            continue;
        }
        parts.push((label.trim_end_matches(':').to_owned(), category.to_owned()));
        places.push(place);
    }
    if inline.is_empty() {
        if !copyright.is_empty() {
            notes.unplaced("Abstract/CopyrightInformation", copyright);
        }
        for (label, _) in parts {
            notes.unplaced("AbstractText@Label", label);
        }
        return None;
    }
    for name in inline.unknown() {
        notes.warn(format!("markup <{name}> in an abstract left out"));
    }
    let formatted = inline.finish(&mut places);
    let labelled = parts.iter().any(|(label, category)| !label.is_empty() || !category.is_empty());
    let mut sections = Vec::new();
    if labelled {
        let offsets = Offsets::new(&formatted.text);
        for ((label, nlm_category), (start, end)) in parts.into_iter().zip(places) {
            sections.push(v1::AbstractSection { label, nlm_category, span: Some(offsets.span(start, end)) });
        }
    }
    Some(v1::Abstract {
        truncated: formatted.text.contains("ABSTRACT TRUNCATED"),
        r#type: element.attribute("Type").unwrap_or_default().to_owned(),
        text: formatted.text,
        language,
        sections,
        copyright,
        formatting: formatted.formatting,
    })
}
