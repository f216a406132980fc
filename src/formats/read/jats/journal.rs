use crate::contract::v1::{AbbreviationAuthority as Authority, IssnType, LocalizedText};
use crate::formats::read::draft::Draft;
use crate::formats::read::xml::{Element, plain};
use crate::record::language::bcp47;

/// `journal-meta` as the container of an article.
pub fn container(meta: Element<'_>, draft: &mut Draft) {
    let groups = || meta.all("journal-title-group").chain(std::iter::once(meta));
    for title in groups().flat_map(|group| group.all("journal-title")) {
        draft.container_title("journal-title", &plain(title));
    }
    for subtitle in groups().flat_map(|group| group.all("journal-subtitle")) {
        draft
            .one("journal-subtitle", &plain(subtitle), |c| &mut c.container.get_or_insert_default().subtitle);
    }
    for group in groups().flat_map(|group| group.all("trans-title-group")) {
        let language = group.attribute("xml:lang").and_then(bcp47).unwrap_or_default();
        for title in group.all("trans-title") {
            let text = plain(title).into_owned();
            draft.container().other_titles.push(LocalizedText { text, language: language.clone() });
        }
    }
    for element in groups().flat_map(|group| group.all("abbrev-journal-title")) {
        draft.abbreviation(&plain(element), authority(element.attribute("abbrev-type").unwrap_or_default()));
    }
    for id in meta.all("journal-id") {
        let kind = id.attribute("journal-id-type").unwrap_or_default();
        let value = plain(id);
        match kind {
            "nlm-ta" | "iso-abbrev" => draft.abbreviation(&value, authority(kind)),
            "nlm-journal-id" => {
                draft.one(kind, &value, |c| &mut c.container.get_or_insert_default().nlm_unique_id)
            }
            _ => draft.notes.unplaced(format!("journal-id@{kind}"), value),
        }
    }
    for issn in meta.all("issn").chain(meta.all("issn-l")) {
        let medium = issn.attribute("pub-type").or_else(|| issn.attribute("publication-format"));
        let medium = match medium.unwrap_or_default() {
            "ppub" | "print" => IssnType::Print,
            "epub" | "electronic" | "online" => IssnType::Electronic,
            _ if issn.name() == "issn-l" => IssnType::Linking,
            _ => IssnType::Unspecified,
        };
        draft.issn(&plain(issn), medium);
    }
    for publisher in meta.all("publisher") {
        if let Some(name) = publisher.child("publisher-name") {
            draft.publisher("publisher-name", &plain(name));
        }
        if let Some(place) = publisher.child("publisher-loc") {
            draft.publisher_place("publisher-loc", &super::text::flat(place));
        }
    }
}

fn authority(kind: &str) -> Authority {
    match kind {
        "nlm-ta" | "pubmed" => Authority::Medline,
        "iso-abbrev" | "iso" => Authority::Iso,
        _ => Authority::Unspecified,
    }
}
