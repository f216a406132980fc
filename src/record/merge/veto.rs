use crate::contract::v1;
use crate::record::identifier::{StrongId, strong};

/// Why `a` and `b` cannot be one work, whatever else they share: both have valid PMIDs, or PMCIDs, or DOIs, and not one in
/// common. `None` where nothing speaks against it.
pub fn contradicts(a: &v1::Citation, b: &v1::Citation) -> Option<String> {
    veto(&strong(a), &strong(b))
}

/// As [`contradicts`], of identifiers that were read already.
pub fn veto(of_a: &[StrongId], of_b: &[StrongId]) -> Option<String> {
    of_a.iter().find_map(|id| {
        let mut same_scheme = of_b.iter().filter(|other| other.scheme() == id.scheme());
        let other = same_scheme.next()?;
        let agree = of_a.iter().filter(|mine| mine.scheme() == id.scheme()).any(|mine| of_b.contains(mine));
        (!agree).then(|| format!("{id} is not {other}"))
    })
}

/// True when `a` and `b` have a valid PMID, PMCID or DOI in common.
pub fn shares_strong(a: &v1::Citation, b: &v1::Citation) -> bool {
    let of_b: Vec<StrongId> = strong(b);
    strong(a).iter().any(|id| of_b.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::IdentifierScheme::{Doi, Pmid};
    use crate::record::identifier::identifier;

    #[test]
    fn distinct_identifiers_of_one_scheme_veto() {
        let record = |ids: &[(v1::IdentifierScheme, &str)]| v1::Citation {
            identifiers: ids.iter().map(|(scheme, value)| identifier(*scheme, value)).collect(),
            ..Default::default()
        };
        let cases: [(&[_], &[_], bool, Option<&str>); 6] = [
            (&[(Pmid, "1")], &[(Pmid, "1")], true, None),
            (&[(Pmid, "1")], &[(Doi, "10.5555/a")], false, None),
            (
                &[(Pmid, "1"), (Doi, "10.5555/a")],
                &[(Pmid, "2"), (Doi, "10.5555/A")],
                true,
                Some("pmid:1 is not pmid:2"),
            ),
            (&[(Doi, "10.5555/a")], &[(Doi, "10.5555/b")], false, Some("doi:10.5555/a is not doi:10.5555/b")),
            (&[(Doi, "10.5555/a"), (Doi, "10.5555/c")], &[(Doi, "10.5555/a")], true, None),
            (&[(Pmid, "x")], &[(Pmid, "2")], false, None),
        ];
        for (a, b, shared, reason) in cases {
            let (a, b) = (record(a), record(b));
            assert_eq!(shares_strong(&a, &b), shared);
            assert_eq!(contradicts(&a, &b).as_deref(), reason);
            assert_eq!(contradicts(&b, &a).is_some(), reason.is_some());
        }
    }
}
