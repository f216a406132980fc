//! Relations to other works: corrections, comments, retractions, references.

use crate::contract::v1::{self, IdentifierScheme, LinkKind};
use crate::record::identifier::identifier;

use super::identifiers::article_id;
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;

/// Every `RefType` of the DTD, and the kind that it is here.
const KINDS: [(&str, LinkKind); 25] = [
    ("AssociatedDataset", LinkKind::HasDataset),
    ("AssociatedPublication", LinkKind::DatasetOf),
    ("Cites", LinkKind::Cites),
    ("CommentIn", LinkKind::CommentedBy),
    ("CommentOn", LinkKind::CommentOn),
    ("CorrectedandRepublishedFrom", LinkKind::RepublishedFrom),
    ("CorrectedandRepublishedIn", LinkKind::RepublishedAs),
    ("ErratumFor", LinkKind::ErratumFor),
    ("ErratumIn", LinkKind::CorrectedBy),
    ("ExpressionOfConcernFor", LinkKind::ExpressionOfConcernFor),
    ("ExpressionOfConcernIn", LinkKind::ConcernRaisedBy),
    ("OriginalReportIn", LinkKind::OriginalReportIn),
    ("PartialRetractionIn", LinkKind::PartiallyRetractedBy),
    ("PartialRetractionOf", LinkKind::PartialRetractionOf),
    ("ReprintIn", LinkKind::OriginalReportIn),
    ("ReprintOf", LinkKind::ReprintOf),
    ("RepublishedFrom", LinkKind::RepublishedFrom),
    ("RepublishedIn", LinkKind::RepublishedAs),
    ("RetractedandRepublishedFrom", LinkKind::RepublishedFrom),
    ("RetractedandRepublishedIn", LinkKind::RepublishedAs),
    ("RetractionIn", LinkKind::RetractedBy),
    ("RetractionOf", LinkKind::RetractionOf),
    ("SummaryForPatientsIn", LinkKind::SummaryForPatients),
    ("UpdateIn", LinkKind::UpdatedBy),
    ("UpdateOf", LinkKind::UpdateOf),
];

/// `CommentsCorrectionsList`.
pub fn corrections(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Link> {
    let links = list.all("CommentsCorrections").map(|element| {
        let ref_type = element.attribute("RefType").unwrap_or_default();
        let kind = kind_of(ref_type);
        let reference = notes.child(element, "RefSource");
        let mut targets = Vec::new();
        if let Some(pmid) = element.child("PMID") {
            targets.push(super::identifiers::pmid(pmid, notes));
        }
        targets.extend(doi_within(&reference));
        // One kind here for several of theirs: theirs stays beside it.
        let shared = KINDS.iter().filter(|(_, other)| *other == kind).count() > 1;
        let label = if kind == LinkKind::Other || shared { ref_type.to_owned() } else { String::new() };
        let note = notes.child(element, "Note");
        v1::Link { kind: kind.into(), targets, reference, note, label, key: String::new() }
    });
    links.collect()
}

/// `ReferenceList`, with the lists that stand within it. What identifies a reference identifies only that.
pub fn references(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Link> {
    let mut links = Vec::new();
    // Lists may hold lists, to any depth: on the heap, in order.
    let mut waiting = vec![list];
    while let Some(element) = waiting.pop() {
        if element.name() == "ReferenceList" {
            let at = waiting.len();
            waiting.extend(
                element.children().filter(|child| matches!(child.name(), "Reference" | "ReferenceList")),
            );
            waiting[at..].reverse();
            continue;
        }
        let reference = notes.child(element, "Citation");
        let mut targets = Vec::new();
        for id in element.all("ArticleIdList").flat_map(|ids| ids.all("ArticleId")) {
            targets.extend(article_id(id, notes));
        }
        if !reference.is_empty() || !targets.is_empty() {
            links.push(v1::Link {
                kind: LinkKind::References.into(),
                targets,
                reference,
                ..Default::default()
            });
        }
    }
    links
}

fn kind_of(ref_type: &str) -> LinkKind {
    let found = KINDS.iter().find(|(name, _)| *name == ref_type);
    found.map_or(LinkKind::Other, |(_, kind)| *kind)
}

/// The DOI that a source in words ends with: "Lancet. 2011;377(9760):111. doi: 10.5555/abc".
fn doi_within(reference: &str) -> Option<v1::Identifier> {
    let lower = reference.to_ascii_lowercase();
    let at = lower.find("doi:")? + "doi:".len();
    let word = reference[at..].split_whitespace().next()?.trim_end_matches(['.', ',', ';']);
    let found = identifier(IdentifierScheme::Doi, word);
    (!found.invalid).then_some(found)
}
