//! What other works say about a record and whether it still stands, in words: for formats that have nothing but a note for it.

use crate::contract::v1::{Citation, EditorialStatus, Link, LinkKind};
use crate::record::status::editorial_status;

/// Kinds of links and what a note calls them. References and citations are not told: there are hundreds.
pub const WORDS: [(LinkKind, &str); 27] = [
    (LinkKind::RetractedBy, "Retracted by"),
    (LinkKind::RetractionOf, "Retraction of"),
    (LinkKind::PartiallyRetractedBy, "Partially retracted by"),
    (LinkKind::PartialRetractionOf, "Partial retraction of"),
    (LinkKind::CorrectedBy, "Corrected by"),
    (LinkKind::ErratumFor, "Erratum for"),
    (LinkKind::ConcernRaisedBy, "Concern raised by"),
    (LinkKind::ExpressionOfConcernFor, "Expression of concern for"),
    (LinkKind::UpdatedBy, "Updated by"),
    (LinkKind::UpdateOf, "Update of"),
    (LinkKind::RepublishedAs, "Republished as"),
    (LinkKind::RepublishedFrom, "Republished from"),
    (LinkKind::CommentedBy, "Commented by"),
    (LinkKind::CommentOn, "Comment on"),
    (LinkKind::PreprintOf, "Preprint of"),
    (LinkKind::HasPreprint, "Has preprint"),
    (LinkKind::OriginalReportIn, "Original report in"),
    (LinkKind::SummaryForPatients, "Summary for patients"),
    (LinkKind::HasDataset, "Has data set"),
    (LinkKind::DatasetOf, "Data set of"),
    (LinkKind::PartOf, "Part of"),
    (LinkKind::HasPart, "Has part"),
    (LinkKind::ReviewOf, "Review of"),
    (LinkKind::TranslationOf, "Translation of"),
    (LinkKind::VersionOf, "Version of"),
    (LinkKind::ReprintOf, "Reprint of"),
    (LinkKind::SupplementedBy, "Supplemented by"),
];

/// Whether a work still stands: what the library computed, or what its own types and links say, whichever is graver.
pub fn status(citation: &Citation) -> EditorialStatus {
    let own = editorial_status(citation, &[]);
    match citation.editorial_status() {
        EditorialStatus::Unspecified | EditorialStatus::Active => own,
        _ if own == EditorialStatus::Retracted => own,
        known => known,
    }
}

/// A note for what stands against the work that none of its links says: "Retracted publication".
pub fn status_note(citation: &Citation) -> Option<&'static str> {
    let linked = |kind: LinkKind| citation.links.iter().any(|link| link.kind() == kind);
    match status(citation) {
        EditorialStatus::Retracted if !linked(LinkKind::RetractedBy) => Some("Retracted publication"),
        EditorialStatus::Withdrawn => Some("Withdrawn publication"),
        EditorialStatus::ExpressionOfConcern if !linked(LinkKind::ConcernRaisedBy) => Some("Expression of concern"),
        EditorialStatus::Corrected
            if !linked(LinkKind::CorrectedBy) && !linked(LinkKind::PartiallyRetractedBy) =>
        {
            Some("Corrected publication")
        }
        _ => None,
    }
}

/// A link as a note: "Retracted by: Ann Oncol. 2010;21:5 doi:10.5555/x pmid:123"; `None` for a kind that has no words.
pub fn link_note(link: &Link) -> Option<String> {
    let (_, words) = WORDS.iter().find(|(kind, _)| *kind == link.kind())?;
    let mut note = format!("{words}:");
    if !link.reference.is_empty() {
        note.push(' ');
        note.push_str(&link.reference);
    }
    for target in &link.targets {
        note.push(' ');
        note.push_str(super::scheme::name(target));
        note.push(':');
        note.push_str(&target.value);
    }
    Some(note)
}

/// Whether a link tells against the work, so that whoever prints a reference should see it.
pub fn is_grave(link: &Link) -> bool {
    matches!(link.kind(), LinkKind::RetractedBy | LinkKind::PartiallyRetractedBy | LinkKind::ConcernRaisedBy)
}

/// Every note of a record: its status, then its links.
pub fn notes(citation: &Citation) -> impl Iterator<Item = String> {
    status_note(citation).map(str::to_owned).into_iter().chain(citation.links.iter().filter_map(link_note))
}
