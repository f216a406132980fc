//! Tags with which NBIB names works related to one.

use crate::contract::v1::LinkKind;

/// Tags of related works, the kind that each is here, and PubMed's own name where one kind here has several of theirs.
/// Of two tags of one kind the first is written.
pub const RELATED: [(&str, LinkKind, &str); 23] = [
    ("ADI", LinkKind::HasDataset, ""),
    ("DDIN", LinkKind::HasDataset, ""),
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
