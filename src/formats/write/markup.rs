use crate::contract::v1::{Formatting, FormattingStyle as Style};

/// What stands before and behind a piece of text that is set in a style; `None` for a style that the format has no way for.
pub type Marks = fn(Style) -> Option<(&'static str, &'static str)>;

/// Appends `text` with its markup. `escape` appends a piece of it as the format writes text. A mark that crosses another one is
/// left out: formats only nest.
pub fn set(
    text: &str,
    formatting: &[Formatting],
    marks: Marks,
    mut escape: impl FnMut(&str, &mut String),
    out: &mut String,
) {
    let mut at = 0;
    let mut open: Vec<(usize, &'static str)> = Vec::new();
    for (start, end, before, behind) in placed(text, formatting, marks) {
        while let Some((closes, mark)) = open.pop_if(|(closes, _)| *closes <= start) {
            escape(&text[at..closes], out);
            out.push_str(mark);
            at = closes;
        }
        if open.last().is_some_and(|(closes, _)| *closes < end) {
            continue;
        }
        escape(&text[at..start], out);
        out.push_str(before);
        at = start;
        open.push((end, behind));
    }
    while let Some((closes, mark)) = open.pop() {
        escape(&text[at..closes], out);
        out.push_str(mark);
        at = closes;
    }
    escape(&text[at..], out);
}

type Placed = (usize, usize, &'static str, &'static str);

/// The marks that lie in the text, the outer before the inner.
fn placed(text: &str, formatting: &[Formatting], marks: Marks) -> Vec<Placed> {
    let mut placed: Vec<Placed> = formatting
        .iter()
        .filter_map(|mark| {
            let span = mark.span.as_ref()?;
            let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
            let inside = start < end && text.is_char_boundary(start) && text.is_char_boundary(end);
            let (before, behind) = marks(mark.style())?;
            inside.then_some((start, end, before, behind))
        })
        .collect();
    placed.sort_by_key(|(start, end, ..)| (*start, usize::MAX - end));
    placed
}

/// HTML, as CSL-JSON and EndNote's users read it.
pub fn html(style: Style) -> Option<(&'static str, &'static str)> {
    match style {
        Style::Bold => Some(("<b>", "</b>")),
        Style::Italic => Some(("<i>", "</i>")),
        Style::Superscript => Some(("<sup>", "</sup>")),
        Style::Subscript => Some(("<sub>", "</sub>")),
        Style::Underline => Some(("<u>", "</u>")),
        Style::SmallCaps => Some(("<span style=\"font-variant:small-caps;\">", "</span>")),
        Style::Mathml | Style::Unspecified => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::text::span;

    #[test]
    fn marks_nest_and_never_cross() {
        let check = |text: &str, spans: &[(usize, usize, Style)], expected: &str| {
            let formatting: Vec<Formatting> = spans
                .iter()
                .map(|(start, end, style)| Formatting {
                    span: Some(span(text, *start, *end)),
                    style: (*style).into(),
                    source: String::new(),
                })
                .collect();
            let mut out = String::new();
            set(text, &formatting, html, |piece, out| out.push_str(&piece.replace('&', "&amp;")), &mut out);
            assert_eq!(out, expected);
        };
        check("a & b", &[], "a &amp; b");
        check(
            "E. coli & CO2",
            &[(0, 7, Style::Italic), (12, 13, Style::Subscript)],
            "<i>E. coli</i> &amp; CO<sub>2</sub>",
        );
        check("abc", &[(0, 3, Style::Italic), (1, 2, Style::Bold)], "<i>a<b>b</b>c</i>");
        check("abc", &[(0, 1, Style::Italic), (1, 2, Style::Bold)], "<i>a</i><b>b</b>c");
        check("abc", &[(0, 2, Style::Italic), (1, 3, Style::Bold)], "<i>ab</i>c");
        check("ab", &[(0, 2, Style::Mathml), (1, 1, Style::Bold)], "ab");
        check("ab", &[(1, 2, Style::Bold), (0, 2, Style::Italic)], "<i>a<b>b</b></i>");
    }
}
