use super::identifier::identifier;
use super::text::Offsets;
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

/// Puts in order what somebody else put together: identifiers in their normal form, marks and sections within their text. Each
/// thing that could not be kept as it was has a warning.
pub fn settle(citation: &mut v1::Citation) -> Vec<String> {
    let mut warnings = settle_identifiers(&mut citation.identifiers);
    warnings.extend(settle_spans(citation));
    warnings
}

/// Brings identifiers into their normal form; one that is not valid is kept as written and warned about.
fn settle_identifiers(identifiers: &mut [v1::Identifier]) -> Vec<String> {
    let mut warnings = Vec::new();
    for given in identifiers {
        let Ok(scheme) = IdentifierScheme::try_from(given.scheme) else { continue };
        let v1::Identifier { value, invalid, .. } = identifier(scheme, &given.value);
        if invalid && !given.invalid {
            let scheme = scheme.as_str_name().trim_start_matches("IDENTIFIER_SCHEME_");
            warnings.push(format!("{scheme} {value:?} is not valid and is kept as written"));
        }
        given.value = value;
        given.invalid |= invalid;
    }
    warnings
}

/// Takes out marks and sections that do not lie within their text, each with a warning, and counts the code points of the others
/// anew.
pub fn settle_spans(citation: &mut v1::Citation) -> Vec<String> {
    let mut warnings = Vec::new();
    for (at, title) in citation.titles.iter_mut().enumerate() {
        let place = format!("title {}", at + 1);
        settle_parts(
            &title.text,
            &mut title.formatting,
            |one| &mut one.span,
            (&place, "mark"),
            &mut warnings,
        );
    }
    for (at, summary) in citation.abstracts.iter_mut().enumerate() {
        let (text, place) = (&summary.text, format!("abstract {}", at + 1));
        settle_parts(text, &mut summary.formatting, |one| &mut one.span, (&place, "mark"), &mut warnings);
        settle_parts(text, &mut summary.sections, |one| &mut one.span, (&place, "section"), &mut warnings);
    }
    warnings
}

fn settle_parts<T>(
    text: &str,
    parts: &mut Vec<T>,
    span: fn(&mut T) -> &mut Option<v1::Span>,
    (place, what): (&str, &str),
    warnings: &mut Vec<String>,
) {
    if parts.is_empty() {
        return;
    }
    let (before, offsets) = (parts.len(), Offsets::new(text));
    parts.retain_mut(|part| {
        let given = span(part);
        let ends =
            given.and_then(|span| Some((usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?)));
        let Some((start, end)) = ends.filter(|(start, end)| text.get(*start..*end).is_some()) else {
            return false;
        };
        *given = Some(offsets.span(start, end));
        true
    });
    let lost = before - parts.len();
    if lost > 0 {
        warnings
            .push(format!("{place}: {lost} of {before} {what}s do not lie within its text and are left out"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn spans_lie_within_their_text() {
        let check = |span: Option<(i32, i32)>, expected: Option<(i32, i32, i32, i32)>| {
            let span = span.map(|(start, end)| v1::Span { start, end, char_start: 7, char_end: -1 });
            let formatting = vec![v1::Formatting { span, ..Default::default() }];
            let title = v1::Title { text: "aé b".into(), formatting, ..Default::default() };
            let mut citation = v1::Citation { titles: vec![title], ..Default::default() };
            let warnings = settle_spans(&mut citation);
            let left = citation.titles[0].formatting.first().and_then(|one| one.span);
            let left = left.map(|span| (span.start, span.end, span.char_start, span.char_end));
            assert_eq!((left, warnings.len()), (expected, usize::from(expected.is_none())), "{warnings:?}");
        };
        check(Some((1, 4)), Some((1, 4, 1, 3)));
        check(Some((0, 5)), Some((0, 5, 0, 4)));
        for outside in [None, Some((0, 6)), Some((2, 4)), Some((-1, 1)), Some((3, 1)), Some((0, i32::MAX))] {
            check(outside, None);
        }
    }
}
