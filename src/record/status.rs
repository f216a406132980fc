use crate::contract::v1::{self, EditorialStatus, LinkKind};

/// Whether a work still stands, from its publication types, its own links, and the kinds of the links by which other records
/// point at it. The gravest wins: retracted, withdrawn, concern, corrected. A notice itself stands.
pub fn editorial_status(citation: &v1::Citation, incoming: &[LinkKind]) -> EditorialStatus {
    let own = |kinds: &[LinkKind]| citation.links.iter().any(|link| kinds.contains(&link.kind()));
    let from_others = |kinds: &[LinkKind]| incoming.iter().any(|kind| kinds.contains(kind));

    let retracted =
        citation.publication_types.iter().any(|kind| is_type(kind, "D016441", "retracted publication"));
    if retracted || own(&[LinkKind::RetractedBy]) || from_others(&[LinkKind::RetractionOf]) {
        return EditorialStatus::Retracted;
    }
    let withdrawn = citation.publication_types.iter().any(|kind| is_type(kind, "", "withdrawn publication"));
    if withdrawn || citation.links.iter().any(is_withdrawal) {
        return EditorialStatus::Withdrawn;
    }
    if own(&[LinkKind::ConcernRaisedBy]) || from_others(&[LinkKind::ExpressionOfConcernFor]) {
        return EditorialStatus::ExpressionOfConcern;
    }
    if own(&[LinkKind::CorrectedBy, LinkKind::PartiallyRetractedBy])
        || from_others(&[LinkKind::ErratumFor, LinkKind::PartialRetractionOf])
    {
        return EditorialStatus::Corrected;
    }
    EditorialStatus::Active
}

fn is_type(kind: &v1::PublicationType, code: &str, label: &str) -> bool {
    !code.is_empty() && kind.code == code || kind.label.eq_ignore_ascii_case(label)
}

/// The contract has no kind for it: sources name it in their own words.
fn is_withdrawal(link: &v1::Link) -> bool {
    let names = ["withdrawn by", "withdrawn_by", "is-withdrawn-by", "withdrawnIn"];
    link.kind() == LinkKind::Other && names.iter().any(|name| link.label.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(types: &[(&str, &str)], own: &[LinkKind], incoming: &[LinkKind], expected: EditorialStatus) {
        let citation = v1::Citation {
            publication_types: types
                .iter()
                .map(|(code, label)| v1::PublicationType { code: (*code).into(), label: (*label).into() })
                .collect(),
            links: own.iter().map(|kind| v1::Link { kind: (*kind).into(), ..Default::default() }).collect(),
            ..Default::default()
        };
        assert_eq!(editorial_status(&citation, incoming), expected);
    }

    #[test]
    fn the_gravest_wins() {
        use EditorialStatus::{Active, Corrected, ExpressionOfConcern, Retracted, Withdrawn};
        use LinkKind::*;
        check(&[("D016428", "Journal Article")], &[References], &[References, CommentOn], Active);
        check(&[("D016441", "")], &[], &[], Retracted);
        check(&[("", "Retracted Publication")], &[CorrectedBy], &[], Retracted);
        check(&[], &[RetractedBy, ConcernRaisedBy], &[], Retracted);
        check(&[], &[], &[ErratumFor, RetractionOf], Retracted);
        check(&[("", "Withdrawn Publication")], &[CorrectedBy], &[], Withdrawn);
        check(&[], &[ConcernRaisedBy, CorrectedBy], &[], ExpressionOfConcern);
        check(&[], &[], &[ExpressionOfConcernFor], ExpressionOfConcern);
        check(&[], &[CorrectedBy], &[], Corrected);
        check(&[], &[], &[PartialRetractionOf], Corrected);
    }

    #[test]
    fn a_notice_is_not_what_it_retracts() {
        check(
            &[("D016440", "Retraction of Publication")],
            &[LinkKind::RetractionOf],
            &[],
            EditorialStatus::Active,
        );
        check(&[], &[], &[LinkKind::RetractedBy], EditorialStatus::Active);
    }

    #[test]
    fn withdrawal_in_words() {
        let link =
            v1::Link { kind: LinkKind::Other.into(), label: "is-withdrawn-by".into(), ..Default::default() };
        let citation = v1::Citation { links: vec![link], ..Default::default() };
        assert_eq!(editorial_status(&citation, &[]), EditorialStatus::Withdrawn);
    }
}
