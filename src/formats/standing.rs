//! What other works say about a record and whether it still stands, in words: for formats that have nothing but a note for it.

use super::scheme;
use crate::contract::v1::{Citation, EditorialStatus, Identifier, Link, LinkKind, PublicationType};
use crate::record::identifier::identifier;
use crate::record::status::editorial_status;

/// Kinds of links and what a note calls them. References and citations are not told: there are hundreds.
const WORDS: [(LinkKind, &str); 27] = [
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
        EditorialStatus::ExpressionOfConcern if !linked(LinkKind::ConcernRaisedBy) => {
            Some("Expression of concern")
        }
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
        note.push_str(scheme::name(target));
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

/// Places a note that is one of ours; false for any other.
pub fn take(note: &str, citation: &mut Citation) -> bool {
    let note = note.trim();
    if let Some(link) = read_link(note) {
        citation.links.push(link);
        return true;
    }
    let Some(said) = status_in_words(note) else { return false };
    if editorial_status(citation, &[]) == said {
        return true;
    }
    match said {
        EditorialStatus::Retracted => add_type("D016441", "Retracted Publication", citation),
        EditorialStatus::Withdrawn => add_type("", "Withdrawn Publication", citation),
        EditorialStatus::ExpressionOfConcern => add_link(LinkKind::ConcernRaisedBy, citation),
        _ => add_link(LinkKind::CorrectedBy, citation),
    }
    true
}

fn status_in_words(note: &str) -> Option<EditorialStatus> {
    match note.to_ascii_lowercase().as_str() {
        "retracted publication" | "retracted" => Some(EditorialStatus::Retracted),
        "withdrawn publication" | "withdrawn" => Some(EditorialStatus::Withdrawn),
        "expression of concern" => Some(EditorialStatus::ExpressionOfConcern),
        "corrected publication" | "corrected" => Some(EditorialStatus::Corrected),
        _ => None,
    }
}

fn add_type(code: &str, label: &str, citation: &mut Citation) {
    let known = citation.publication_types.iter().any(|kind| kind.label.eq_ignore_ascii_case(label));
    if !known {
        let (code, label) = (code.to_owned(), label.to_owned());
        citation.publication_types.push(PublicationType { code, label });
    }
}

/// That it was corrected, or that concern was voiced, without saying where.
fn add_link(kind: LinkKind, citation: &mut Citation) {
    if !citation.links.iter().any(|link| link.kind() == kind) {
        citation.links.push(Link { kind: kind.into(), ..Default::default() });
    }
}

fn read_link(note: &str) -> Option<Link> {
    let (words, mut rest) = note.split_once(':')?;
    let (kind, _) = WORDS.iter().find(|(_, known)| *known == words)?;
    let mut targets = Vec::new();
    rest = rest.trim();
    while let Some(target) = rest.rsplit(' ').next().and_then(target) {
        rest = rest[..rest.rfind(' ').unwrap_or(0)].trim_end();
        targets.push(target);
    }
    targets.reverse();
    Some(Link { kind: (*kind).into(), targets, reference: rest.to_owned(), ..Default::default() })
}

/// "doi:10.5555/x", where the value is valid in its scheme.
fn target(word: &str) -> Option<Identifier> {
    let (name, value) = word.split_once(':')?;
    let found = identifier(scheme::named(name)?, value);
    (!found.invalid && !value.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::IdentifierScheme as Scheme;

    #[test]
    fn links_come_back_from_their_notes() {
        let link = |reference: &str, targets: &[(Scheme, &str)]| Link {
            kind: LinkKind::RetractedBy.into(),
            reference: reference.into(),
            targets: targets.iter().map(|(scheme, value)| identifier(*scheme, value)).collect(),
            ..Default::default()
        };
        for (link, expected) in [
            (
                link("Ann Oncol. 2010;21:5", &[(Scheme::Pmid, "123")]),
                "Retracted by: Ann Oncol. 2010;21:5 pmid:123",
            ),
            (
                link("", &[(Scheme::Doi, "10.5555/a;<b>"), (Scheme::Pmid, "7")]),
                "Retracted by: doi:10.5555/a;<b> pmid:7",
            ),
            (link("A note: of sorts", &[]), "Retracted by: A note: of sorts"),
            (link("", &[]), "Retracted by:"),
        ] {
            let note = link_note(&link).unwrap();
            assert_eq!(note, expected);
            let mut citation = Citation::default();
            assert!(take(&note, &mut citation));
            assert_eq!(citation.links, [link]);
        }
    }

    #[test]
    fn status_survives_where_no_link_tells_it() {
        for status in [
            EditorialStatus::Retracted,
            EditorialStatus::Withdrawn,
            EditorialStatus::ExpressionOfConcern,
            EditorialStatus::Corrected,
        ] {
            let known = Citation { editorial_status: status.into(), ..Default::default() };
            let mut back = Citation::default();
            assert!(take(status_note(&known).unwrap(), &mut back));
            assert_eq!(editorial_status(&back, &[]), status);
        }
        let mut citation = Citation::default();
        assert!(!take("Retracted by nobody", &mut citation) && !take("See: the other one", &mut citation));
        assert_eq!(citation, Citation::default());
    }
}
