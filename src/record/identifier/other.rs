use super::{IdentifierError, prefix};
use crate::contract::v1::IdentifierScheme;

/// The normal form of schemes that need little: arXiv, Handle, OpenAlex, Pure, Scopus, Web of Science. Others are kept as
/// written, trimmed.
pub(super) fn normal(scheme: IdentifierScheme, raw: &str) -> Result<String, IdentifierError> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(IdentifierError::Empty("identifier"));
    }
    let normal = match scheme {
        IdentifierScheme::Arxiv => arxiv(text).ok_or(IdentifierError::Syntax("arXiv identifier"))?,
        IdentifierScheme::Handle => handle(text).ok_or(IdentifierError::Syntax("handle"))?,
        IdentifierScheme::Openalex => openalex(text).ok_or(IdentifierError::Syntax("OpenAlex identifier"))?,
        IdentifierScheme::Pure => uuid(text).ok_or(IdentifierError::Syntax("UUID"))?,
        IdentifierScheme::Wos => {
            prefix::strip(text, &["wos:", "isi:"]).unwrap_or(text).trim().to_ascii_uppercase()
        }
        _ => text.to_owned(),
    };
    Ok(normal)
}

/// `0704.0001`, `2101.12345` or `math.gt/0309136`, without a version.
fn arxiv(text: &str) -> Option<String> {
    let rest = prefix::strip(prefix::strip_web(text), &["arxiv.org/abs/", "arxiv.org/pdf/", "arxiv:"])
        .unwrap_or(text);
    let rest = rest.trim().split([' ', '?', '#']).next()?;
    let rest = rest.strip_suffix(".pdf").unwrap_or(rest);
    let unversioned = match rest.rsplit_once(['v', 'V']) {
        Some((before, version)) if is_digits(version, 1..=3) => before,
        _ => rest,
    };
    let new = |(month, number): (&str, &str)| is_digits(month, 4..=4) && is_digits(number, 4..=5);
    let old = |(archive, number): (&str, &str)| {
        is_digits(number, 7..=7)
            && !archive.is_empty()
            && archive.chars().all(|c| c.is_ascii_alphabetic() || "-.".contains(c))
    };
    let known = unversioned.split_once('.').is_some_and(new) || unversioned.split_once('/').is_some_and(old);
    known.then(|| unversioned.to_owned())
}

fn handle(text: &str) -> Option<String> {
    let rest = prefix::strip(prefix::strip_web(text), &["hdl.handle.net/", "hdl:", "handle:"])
        .unwrap_or(text)
        .trim();
    let (authority, name) = rest.split_once('/')?;
    let plain = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    (plain(authority) && plain(name) && !authority.contains(':')).then(|| rest.to_owned())
}

fn openalex(text: &str) -> Option<String> {
    let rest = prefix::strip_one(prefix::strip_web(text), "openalex.org/").unwrap_or(text);
    let rest = prefix::strip_one(rest, "works/").unwrap_or(rest);
    let digits = prefix::strip_one(rest, "w")?;
    is_digits(digits, 1..=12).then(|| format!("W{digits}"))
}

/// A UUID, lower case, with dashes.
fn uuid(text: &str) -> Option<String> {
    let hex: String = text.chars().filter(|c| *c != '-').collect();
    if hex.len() != 32 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let hex = hex.to_ascii_lowercase();
    Some([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-"))
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_other_schemes() {
        use IdentifierScheme::{Arxiv, Handle, Openalex, Pii, Pure, Wos};
        let cases = [
            (Arxiv, "arXiv:2101.12345v2 [cs.CL]", Some("2101.12345")),
            (Arxiv, "https://arxiv.org/abs/math.GT/0309136", Some("math.GT/0309136")),
            (Arxiv, "2101", None),
            (Handle, "https://hdl.handle.net/2434/12345", Some("2434/12345")),
            (Handle, "2434", None),
            (Openalex, "https://openalex.org/W2741809807", Some("W2741809807")),
            (Openalex, "A12", None),
            (Pure, "0F1E2D3C4B5A69788796A5B4C3D2E1F0", Some("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0")),
            (Pure, "0f1e", None),
            (Wos, "WOS:000271234500001", Some("000271234500001")),
            (Pii, " S0140-6736(09)61834-1 ", Some("S0140-6736(09)61834-1")),
            (Pii, "", None),
        ];
        for (scheme, raw, expected) in cases {
            assert_eq!(normal(scheme, raw).ok().as_deref(), expected, "{raw}");
        }
    }
}
