use super::article::id_of;
use super::text::flat;
use crate::contract::v1::{self, IdentifierScheme as Scheme, LinkKind};
use crate::formats::read::draft::Draft;
use crate::formats::read::xml::{Element, Part, plain};
use crate::record::identifier::identifier;

/// Values of `related-article-type`, read from this article to the other.
const KINDS: [(&str, LinkKind); 17] = [
    ("addended-article", LinkKind::UpdateOf),
    ("addendum", LinkKind::UpdatedBy),
    ("article-reference", LinkKind::References),
    ("commentary", LinkKind::CommentedBy),
    ("commentary-article", LinkKind::CommentOn),
    ("corrected-article", LinkKind::ErratumFor),
    ("correction", LinkKind::CorrectedBy),
    ("correction-forward", LinkKind::CorrectedBy),
    ("expression-of-concern", LinkKind::ConcernRaisedBy),
    ("object-of-concern", LinkKind::ExpressionOfConcernFor),
    ("partial-retraction", LinkKind::PartiallyRetractedBy),
    ("preprint", LinkKind::HasPreprint),
    ("republished-article", LinkKind::RepublishedFrom),
    ("retracted-article", LinkKind::RetractionOf),
    ("retraction-forward", LinkKind::RetractedBy),
    ("retraction", LinkKind::RetractedBy),
    ("updated-article", LinkKind::UpdateOf),
];

/// `related-article` and `related-object`.
pub fn related(element: Element<'_>, draft: &mut Draft) {
    let named = element
        .attribute("related-article-type")
        .or_else(|| element.attribute("link-type"))
        .unwrap_or_default();
    let kind = KINDS.iter().find(|(name, _)| *name == named).map_or(LinkKind::Other, |(_, kind)| *kind);
    let target = element.attribute("xlink:href").unwrap_or_default();
    let scheme = match element.attribute("ext-link-type").unwrap_or_default() {
        "doi" => Some(Scheme::Doi),
        "pubmed" | "pmid" => Some(Scheme::Pmid),
        "pmc" | "pmcid" => Some(Scheme::Pmcid),
        _ => [Scheme::Doi].into_iter().find(|scheme| !identifier(*scheme, target).invalid),
    };
    let targets: Vec<v1::Identifier> = scheme.map(|scheme| identifier(scheme, target)).into_iter().collect();
    let mut reference = flat(element);
    if reference.is_empty() && targets.is_empty() {
        target.clone_into(&mut reference);
    }
    if !reference.is_empty() || targets.iter().any(|target| !target.invalid) {
        let label = if kind == LinkKind::Other { named.to_owned() } else { String::new() };
        draft.citation.links.push(v1::Link {
            kind: kind.into(),
            targets,
            reference,
            label,
            ..Default::default()
        });
    }
}

/// The references of `back`, each in words and with what identifies it.
pub fn references(back: Element<'_>, draft: &mut Draft) {
    // lists nest: on the heap, in order
    let mut waiting: Vec<Element<'_>> = back.all("ref-list").collect();
    waiting.reverse();
    while let Some(element) = waiting.pop() {
        if element.name() != "ref" {
            let at = waiting.len();
            waiting.extend(element.children().filter(|child| matches!(child.name(), "ref" | "ref-list")));
            waiting[at..].reverse();
            continue;
        }
        let key = element.child("label").map(|label| plain(label).into_owned()).unwrap_or_default();
        let mut cited: Vec<Element<'_>> = Vec::new();
        for child in element.children() {
            match child.name() {
                "citation-alternatives" => cited.extend(child.children().take(1)),
                "mixed-citation" | "element-citation" | "citation" | "nlm-citation" | "note" => {
                    cited.push(child)
                }
                _ => {}
            }
        }
        for citation in cited {
            let mut targets = Vec::new();
            citation.parts(|part| {
                if let Part::Open(inner) = part
                    && inner.name() == "pub-id"
                {
                    let found = id_of(inner.attribute("pub-id-type").unwrap_or_default(), &inner.raw());
                    targets.extend(Some(found).filter(|id| !id.value.is_empty()));
                }
            });
            let reference = flat(citation);
            if !reference.is_empty() || !targets.is_empty() {
                let (kind, key) = (LinkKind::References.into(), key.clone());
                draft.citation.links.push(v1::Link { kind, targets, reference, key, ..Default::default() });
            }
        }
    }
}
