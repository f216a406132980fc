use serde_json::Value;

use crate::contract::v1::{self, IdentifierScheme as Scheme, LinkKind};
use crate::formats::read::csl_json::text;
use crate::formats::read::draft::Draft;
use crate::formats::read::jats;
use crate::record::identifier::identifier;

/// The list of references.
pub fn references(value: &Value, draft: &mut Draft) {
    const WORDS: [&str; 12] = [
        "author",
        "year",
        "article-title",
        "volume-title",
        "series-title",
        "journal-title",
        "volume",
        "issue",
        "first-page",
        "edition",
        "component",
        "standard-designator",
    ];
    for reference in value.as_array().into_iter().flatten() {
        let part = |key: &str| reference.get(key).and_then(text).unwrap_or_default();
        let said = part("unstructured");
        let words: Vec<String> = WORDS.iter().map(|key| part(key)).filter(|word| !word.is_empty()).collect();
        let doi = Some(part("DOI")).filter(|doi| !doi.is_empty()).map(|doi| identifier(Scheme::Doi, &doi));
        draft.citation.links.push(v1::Link {
            kind: LinkKind::References.into(),
            targets: doi.into_iter().collect(),
            reference: if said.is_empty() { words.join(", ") } else { said },
            key: part("key"),
            ..Default::default()
        });
    }
}

const RELATIONS: [(&str, LinkKind); 22] = [
    ("is-preprint-of", LinkKind::PreprintOf),
    ("has-preprint", LinkKind::HasPreprint),
    ("is-review-of", LinkKind::ReviewOf),
    ("is-comment-on", LinkKind::CommentOn),
    ("has-comment", LinkKind::CommentedBy),
    ("is-reply-to", LinkKind::CommentOn),
    ("has-reply", LinkKind::CommentedBy),
    ("is-part-of", LinkKind::PartOf),
    ("has-part", LinkKind::HasPart),
    ("is-translation-of", LinkKind::TranslationOf),
    ("is-version-of", LinkKind::VersionOf),
    ("has-version", LinkKind::VersionOf),
    ("is-same-as", LinkKind::VersionOf),
    ("is-identical-to", LinkKind::VersionOf),
    ("is-variant-form-of", LinkKind::VersionOf),
    ("is-supplemented-by", LinkKind::SupplementedBy),
    ("references", LinkKind::References),
    ("cites", LinkKind::References),
    ("is-data-basis-for", LinkKind::DatasetOf),
    ("is-based-on-data", LinkKind::HasDataset),
    ("replaces", LinkKind::UpdateOf),
    ("is-replaced-by", LinkKind::UpdatedBy),
];

/// Relations to other works, by the names that Crossref gives them.
pub fn relations(value: &Value, draft: &mut Draft) {
    for (name, targets) in value.as_object().into_iter().flatten() {
        let kind =
            RELATIONS.iter().find(|(known, _)| known == name).map_or(LinkKind::Other, |(_, kind)| *kind);
        for target in targets.as_array().into_iter().flatten() {
            let part = |key: &str| target.get(key).and_then(text).unwrap_or_default();
            let id = jats::id_of(&part("id-type"), &part("id"));
            let label = if kind == LinkKind::Other { name.clone() } else { String::new() };
            draft.citation.links.push(v1::Link {
                kind: kind.into(),
                targets: vec![id],
                label,
                ..Default::default()
            });
        }
    }
}

/// "update-to" of a notice, "updated-by" of what it is about.
pub fn updates(key: &str, value: &Value, draft: &mut Draft) {
    for update in value.as_array().into_iter().flatten() {
        let part = |key: &str| update.get(key).and_then(text).unwrap_or_default();
        let named = part("type").replace('-', "_");
        let kind = match (named.as_str(), key) {
            ("retraction" | "withdrawal" | "removal", "update-to") => LinkKind::RetractionOf,
            ("retraction", _) => LinkKind::RetractedBy,
            ("partial_retraction", "update-to") => LinkKind::PartialRetractionOf,
            ("partial_retraction", _) => LinkKind::PartiallyRetractedBy,
            ("correction" | "corrigendum" | "erratum" | "clarification", "update-to") => LinkKind::ErratumFor,
            ("correction" | "corrigendum" | "erratum" | "clarification", _) => LinkKind::CorrectedBy,
            ("expression_of_concern", "update-to") => LinkKind::ExpressionOfConcernFor,
            ("expression_of_concern", _) => LinkKind::ConcernRaisedBy,
            ("withdrawal" | "removal", _) => LinkKind::Other,
            (_, "update-to") => LinkKind::UpdateOf,
            _ => LinkKind::UpdatedBy,
        };
        let label = if kind == LinkKind::Other { "withdrawn by".to_owned() } else { part("label") };
        let targets = vec![identifier(Scheme::Doi, &part("DOI"))];
        draft.citation.links.push(v1::Link { kind: kind.into(), targets, label, ..Default::default() });
    }
}
