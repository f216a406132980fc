//! Tags and classes as citeproc-js writes them, so that style sheets made for it serve here.

use citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};

use unicode_normalization::UnicodeNormalization as _;

use super::switch::Turn;

/// Text in HTML. Raised characters become the characters that they raise, within `sup`.
pub fn escape(text: &str, out: &mut String) {
    let special = |c: char| matches!(c, '&' | '<' | '>') || is_raised(c);
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        let (plain, after) = rest.split_at(at);
        out.push_str(plain);
        let Some(c) = after.chars().next() else { return };
        match c {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            raised => {
                out.push_str("<sup>");
                out.extend([unmarked(raised)].into_iter().nfkd());
                out.push_str("</sup>");
            }
        }
        rest = &after[c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Letters that Unicode does not say are raised forms of others.
fn unmarked(c: char) -> char {
    match c {
        '\u{2c0}' => '\u{294}',
        '\u{2c1}' => '\u{295}',
        '\u{6e5}' => '\u{648}',
        '\u{6e6}' => '\u{64a}',
        other => other,
    }
}

/// Superscript letters, digits and signs.
fn is_raised(c: char) -> bool {
    matches!(c, 'ª' | '²' | '³' | '¹' | 'º' | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}' | '\u{1d2c}'..='\u{1d2e}'
        | '\u{1d30}'..='\u{1d3a}' | '\u{1d3c}'..='\u{1d4d}' | '\u{1d4f}'..='\u{1d61}' | '\u{2070}' | '\u{2071}'
        | '\u{2074}'..='\u{207f}' | '\u{2120}' | '\u{2122}' | '\u{3192}'..='\u{319f}'
        | '\u{2c0}' | '\u{2c1}' | '\u{6e5}' | '\u{6e6}')
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
