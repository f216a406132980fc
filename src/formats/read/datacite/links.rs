use serde_json::Value;

use super::record::{member, scheme_of};
use crate::contract::v1::{self, IdentifierScheme as Scheme, LinkKind};
use crate::formats::read::draft::Draft;
use crate::record::identifier::identifier;

const RELATIONS: [(&str, LinkKind); 22] = [
    ("Cites", LinkKind::References),
    ("References", LinkKind::References),
    ("IsSupplementedBy", LinkKind::SupplementedBy),
    ("IsPartOf", LinkKind::PartOf),
    ("IsPublishedIn", LinkKind::PartOf),
    ("HasPart", LinkKind::HasPart),
    ("IsVersionOf", LinkKind::VersionOf),
    ("HasVersion", LinkKind::VersionOf),
    ("IsIdenticalTo", LinkKind::VersionOf),
    ("IsVariantFormOf", LinkKind::VersionOf),
    ("IsOriginalFormOf", LinkKind::VersionOf),
    ("IsNewVersionOf", LinkKind::UpdateOf),
    ("IsPreviousVersionOf", LinkKind::UpdatedBy),
    ("Obsoletes", LinkKind::UpdateOf),
    ("IsObsoletedBy", LinkKind::UpdatedBy),
    ("Reviews", LinkKind::ReviewOf),
    ("IsTranslationOf", LinkKind::TranslationOf),
    ("IsSupplementTo", LinkKind::DatasetOf),
    ("IsSourceOf", LinkKind::Other),
    ("IsDerivedFrom", LinkKind::Other),
    ("Documents", LinkKind::Other),
    ("IsDocumentedBy", LinkKind::Other),
];

/// One of `relatedIdentifiers`.
pub fn related(related: &Value, draft: &mut Draft) {
    let named = member(related, "relationType");
    let kind = RELATIONS.iter().find(|(name, _)| *name == named).map_or(LinkKind::Other, |(_, kind)| *kind);
    let (number, of) = (member(related, "relatedIdentifier"), member(related, "relatedIdentifierType"));
    let target = match scheme_of(&of) {
        Some(scheme) => identifier(scheme, &number),
        None => {
            v1::Identifier { scheme: Scheme::Other.into(), value: number, r#type: of, ..Default::default() }
        }
    };
    let shared = RELATIONS.iter().filter(|(_, other)| *other == kind).count() > 1;
    let label = if kind == LinkKind::Other || shared { named } else { String::new() };
    if !target.value.is_empty() {
        draft.citation.links.push(v1::Link {
            kind: kind.into(),
            targets: vec![target],
            label,
            ..Default::default()
        });
    }
}
