//! Tags and classes as citeproc-js writes them, so that style sheets made for it serve here.

use citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};

use super::switch::Turn;

/// Text in HTML.
pub fn escape(text: &str, out: &mut String) {
    for piece in text.split_inclusive(['&', '<', '>']) {
        let (plain, special) = match piece.as_bytes().last() {
            Some(b'&') => (&piece[..piece.len() - 1], "&#38;"),
            Some(b'<') => (&piece[..piece.len() - 1], "&#60;"),
            Some(b'>') => (&piece[..piece.len() - 1], "&#62;"),
            _ => (piece, ""),
        };
        out.push_str(plain);
        out.push_str(special);
    }
}

pub fn on(turn: &Turn) -> &'static str {
    match turn {
        Turn::Style { to: FontStyle::Italic, .. } => "<i>",
        Turn::Style { to: FontStyle::Normal, .. } => r#"<span style="font-style:normal;">"#,
        Turn::Variant { to: FontVariant::SmallCaps, .. } => r#"<span style="font-variant:small-caps;">"#,
        Turn::Variant { to: FontVariant::Normal, .. } => r#"<span style="font-variant:normal;">"#,
        Turn::Weight { to: FontWeight::Bold, .. } => "<b>",
        Turn::Weight { to: FontWeight::Light, .. } => r#"<span style="font-weight:lighter;">"#,
        Turn::Weight { to: FontWeight::Normal, .. } => r#"<span style="font-weight:normal;">"#,
        Turn::Decoration { to: TextDecoration::Underline, .. } => {
            r#"<span style="text-decoration:underline;">"#
        }
        Turn::Decoration { to: TextDecoration::None, .. } => r#"<span style="text-decoration:none;">"#,
        Turn::Align { to: VerticalAlign::Sup, .. } => "<sup>",
        Turn::Align { to: VerticalAlign::Sub, .. } => "<sub>",
        Turn::Align { to: VerticalAlign::None | VerticalAlign::Baseline, .. } => r#"<span style="baseline">"#,
    }
}

pub fn off(turn: &Turn) -> &'static str {
    match turn {
        Turn::Style { to: FontStyle::Italic, .. } => "</i>",
        Turn::Weight { to: FontWeight::Bold, .. } => "</b>",
        Turn::Align { to: VerticalAlign::Sup, .. } => "</sup>",
        Turn::Align { to: VerticalAlign::Sub, .. } => "</sub>",
        _ => "</span>",
    }
}

/// What opens and what closes a block.
pub fn display(display: Display) -> (&'static str, &'static str) {
    match display {
        Display::Block => ("\n\n    <div class=\"csl-block\">", "</div>\n"),
        Display::LeftMargin => ("\n    <div class=\"csl-left-margin\">", "</div>"),
        Display::RightInline => ("<div class=\"csl-right-inline\">", "</div>\n  "),
        Display::Indent => ("<div class=\"csl-indent\">", "</div>\n  "),
    }
}
