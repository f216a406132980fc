use super::tags::Tags;
use crate::contract::v1::{IdentifierScheme as Scheme, Link, LinkKind};

/// Tags of the kinds of links; PubMed's own names where one kind here has several of theirs.
const LINKS: [(&str, LinkKind, &str); 22] = [
    ("ADI", LinkKind::HasDataset, ""),
    ("DRIN", LinkKind::DatasetOf, ""),
    ("CIN", LinkKind::CommentedBy, ""),
    ("CON", LinkKind::CommentOn, ""),
    ("CRF", LinkKind::RepublishedFrom, "CorrectedandRepublishedFrom"),
    ("CRI", LinkKind::RepublishedAs, "CorrectedandRepublishedIn"),
    ("ECF", LinkKind::ExpressionOfConcernFor, ""),
    ("ECI", LinkKind::ConcernRaisedBy, ""),
    ("EFR", LinkKind::ErratumFor, ""),
    ("EIN", LinkKind::CorrectedBy, ""),
    ("ORI", LinkKind::OriginalReportIn, "OriginalReportIn"),
    ("PRIN", LinkKind::PartiallyRetractedBy, ""),
    ("PROF", LinkKind::PartialRetractionOf, ""),
    ("RIN", LinkKind::RetractedBy, ""),
    ("ROF", LinkKind::RetractionOf, ""),
    ("RPF", LinkKind::RepublishedFrom, "RepublishedFrom"),
    ("RPI", LinkKind::RepublishedAs, "RepublishedIn"),
    ("RRF", LinkKind::RepublishedFrom, "RetractedandRepublishedFrom"),
    ("RRI", LinkKind::RepublishedAs, "RetractedandRepublishedIn"),
    ("SPIN", LinkKind::SummaryForPatients, ""),
    ("UIN", LinkKind::UpdatedBy, ""),
    ("UOF", LinkKind::UpdateOf, ""),
];

/// The tag of a link; `None` for a kind that PubMed does not have.
pub fn tag_of(link: &Link) -> Option<&'static str> {
    let own = |exact: bool| {
        let mut kinds = LINKS.iter().filter(|(_, kind, _)| *kind == link.kind());
        kinds.find(|(_, _, label)| !exact || *label == link.label)
    };
    own(true).or_else(|| own(false)).map(|(tag, _, _)| *tag)
}

pub fn link(link: &Link, tags: &mut Tags) {
    let Some(tag) = tag_of(link) else { return };
    let mut text = link.reference.clone();
    let of = |scheme: Scheme| link.targets.iter().filter(move |target| target.scheme() == scheme);
    for doi in of(Scheme::Doi).filter(|doi| !link.reference.contains(&doi.value)) {
        text.push_str(&format!(" doi: {}", doi.value));
    }
    // the PMID stands last: what follows it would not be read
    for pmid in of(Scheme::Pmid) {
        text.push_str(&format!(" PMID: {}", pmid.value));
    }
    tags.put(tag, &text);
}
