use crate::contract::v1::{self, IdentifierScheme};

/// Why a record cannot be taken in: there is nothing to know it by, neither a title nor a valid identifier. The key that
/// one file gives an entry is none. `None` for a record that can.
pub fn refuse(citation: &v1::Citation) -> Option<String> {
    let titled = citation.titles.iter().any(|title| title.text.contains(|c: char| !c.is_whitespace()));
    let identified = citation
        .identifiers
        .iter()
        .any(|id| !id.invalid && !id.value.is_empty() && id.scheme() != IdentifierScheme::CitationKey);
    (!titled && !identified).then(|| "the record has neither a title nor an identifier".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::identifier::identifier;

    #[test]
    fn a_title_or_a_valid_identifier_is_enough() {
        let title = |text: &str| vec![v1::Title { text: text.into(), ..Default::default() }];
        let cases = [
            (vec![], vec![], true),
            (title(" "), vec![], true),
            (title("A title"), vec![], false),
            (vec![], vec![identifier(IdentifierScheme::Pmid, "1")], false),
            (vec![], vec![identifier(IdentifierScheme::Pmid, "x")], true),
            (vec![], vec![identifier(IdentifierScheme::CitationKey, "smith2009")], true),
        ];
        for (titles, identifiers, refused) in cases {
            let citation = v1::Citation { titles, identifiers, ..Default::default() };
            assert_eq!(refuse(&citation).is_some(), refused, "{citation:?}");
        }
    }
}
