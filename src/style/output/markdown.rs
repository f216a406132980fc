//! Markdown, with Pandoc's superscripts, subscripts and small capitals.

use citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};

use super::switch::Turn;

/// Text in Markdown.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '\\' | '<' | '^' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
}

pub fn on(turn: &Turn) -> &'static str {
    match turn {
        Turn::Variant { to: FontVariant::SmallCaps, .. }
        | Turn::Decoration { to: TextDecoration::Underline, .. } => "[",
        _ => toggle(turn),
    }
}

pub fn off(turn: &Turn) -> &'static str {
    match turn {
        Turn::Variant { to: FontVariant::SmallCaps, .. } => "]{.smallcaps}",
        Turn::Decoration { to: TextDecoration::Underline, .. } => "]{.underline}",
        _ => toggle(turn),
    }
}

/// Where something is turned off within itself, it is ended and begun again.
fn toggle(turn: &Turn) -> &'static str {
    match turn {
        Turn::Style { to: FontStyle::Italic, .. } | Turn::Style { from: FontStyle::Italic, .. } => "*",
        Turn::Weight { to: FontWeight::Bold, .. } | Turn::Weight { from: FontWeight::Bold, .. } => "**",
        Turn::Align { to: VerticalAlign::Sup, .. } | Turn::Align { from: VerticalAlign::Sup, .. } => "^",
        Turn::Align { to: VerticalAlign::Sub, .. } | Turn::Align { from: VerticalAlign::Sub, .. } => "~",
        _ => "",
    }
}
