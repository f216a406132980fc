use crate::contract::v1::{Formatting, FormattingStyle as Style};
use crate::record::text::span;

/// Tags that CSL-JSON texts may have, without their brackets. Any other "<" is text: "P<0.001".
const TAGS: [(&str, Option<Style>); 17] = [
    ("i", Some(Style::Italic)),
    ("em", Some(Style::Italic)),
    ("jats:italic", Some(Style::Italic)),
    ("b", Some(Style::Bold)),
    ("strong", Some(Style::Bold)),
    ("jats:bold", Some(Style::Bold)),
    ("sup", Some(Style::Superscript)),
    ("jats:sup", Some(Style::Superscript)),
    ("sub", Some(Style::Subscript)),
    ("jats:sub", Some(Style::Subscript)),
    ("u", Some(Style::Underline)),
    ("sc", Some(Style::SmallCaps)),
    ("span", None),
    ("jats:p", None),
    ("jats:title", None),
    ("jats:sec", None),
    ("p", None),
];

/// What is escaped where it would be markup, and what Crossref escapes.
const ENTITIES: [(&str, char); 3] = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&')];

/// The plain text of a CSL text and its inline markup beside it.
pub fn plain(text: &str) -> (String, Vec<Formatting>) {
    let mut out = String::with_capacity(text.len());
    // style, where it opened, rank of opening
    let mut open: Vec<(&str, Option<Style>, usize, usize)> = Vec::new();
    let mut found: Vec<(usize, Style, usize, usize)> = Vec::new();
    let mut opened = 0;
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((entity, meant)) = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)) {
            out.push(*meant);
            rest = &rest[entity.len()..];
            continue;
        }
        let known = if rest.starts_with('<') { tag(rest) } else { None };
        let Some((name, style, closing, length)) = known else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        rest = &rest[length..];
        if !closing {
            // markup nested deeper than this is not meant
            if open.len() < 64 {
                open.push((name, style, out.len(), opened));
            }
            opened += 1;
            continue;
        }
        if let Some(last) = open.iter().rposition(|(known, ..)| *known == name) {
            let (_, style, start, rank) = open.remove(last);
            found.extend(style.filter(|_| start < out.len()).map(|style| (rank, style, start, out.len())));
        }
    }
    out.push_str(rest);
    found.sort_unstable_by_key(|(rank, ..)| *rank);
    let formatting = found
        .into_iter()
        .map(|(_, style, start, end)| Formatting {
            span: Some(span(&out, start, end)),
            style: style.into(),
            source: String::new(),
        })
        .collect();
    (out, formatting)
}

/// Whether a text begins with a tag that is read as markup.
pub fn is_tag(text: &str) -> bool {
    text.starts_with('<') && tag(text).is_some()
}

/// The known tag that a text begins with: its name and style, whether it closes, its length.
fn tag(text: &str) -> Option<(&'static str, Option<Style>, bool, usize)> {
    let window = &text[..text.floor_char_boundary(200)];
    let end = window.find('>')?;
    let inner = &window[1..end];
    let closing = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    let (name, mut style) = TAGS.iter().copied().find(|(known, _)| *known == name)?;
    if attributes.contains("small-caps") {
        style = Some(Style::SmallCaps);
    }
    Some((name, style, closing, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stands_beside_the_text() {
        let check = |text: &str, expected: &str, spans: &[&str]| {
            let (plain, formatting) = plain(text);
            assert_eq!(plain, expected);
            let found: Vec<&str> = formatting
                .iter()
                .filter_map(|f| f.span.as_ref())
                .map(|s| &plain[s.start as usize..s.end as usize])
                .collect();
            assert_eq!(found, spans, "{text}");
        };
        check("Effect of CO<sub>2</sub> on <i>E. coli</i>", "Effect of CO2 on E. coli", &["2", "E. coli"]);
        check("P<0.001 and P>0.05", "P<0.001 and P>0.05", &[]);
        check("<i>a <b>b</b></i> <", "a b <", &["a b", "b"]);
        check("<span class=\"nocase\">mTOR</span></i>", "mTOR", &[]);
        check("<script>x</script>", "<script>x</script>", &[]);
    }
}
