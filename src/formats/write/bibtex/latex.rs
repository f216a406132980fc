//! Text as LaTeX reads it. Letters stay as they are, in UTF-8: BibTeX of today and Biber read them.

use std::borrow::Cow;

use crate::contract::v1::{Formatting, FormattingStyle as Style};
use crate::formats::write::markup;

/// Appends prose, every character that LaTeX would take for something else escaped. Braces are always balanced.
pub fn escape(text: &str, out: &mut String) {
    let mut before = '\0';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '`' => out.push_str("{\\textasciigrave}"),
            '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '"' => out.push_str("{\\textquotedbl}"),
            '\u{a0}' => out.push('~'),
            // two of them would be joined to one sign
            '-' | '\'' if before == c => {
                out.push_str("{}");
                out.push(c);
            }
            c if c.is_control() || c.is_whitespace() && c.is_ascii() => {
                if before != ' ' && !out.ends_with(' ') {
                    out.push(' ');
                }
                before = ' ';
                continue;
            }
            c => out.push(c),
        }
        before = c;
    }
}

/// Prose.
pub fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    escape(text.trim(), &mut out);
    out
}

/// What is no prose: an URL, a DOI. Only what would end the value, or a line, is escaped.
pub fn verbatim(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c if c.is_control() || c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

fn marks(style: Style) -> Option<(&'static str, &'static str)> {
    match style {
        Style::Bold => Some(("\\textbf{", "}")),
        Style::Italic => Some(("\\textit{", "}")),
        Style::Superscript => Some(("\\textsuperscript{", "}")),
        Style::Subscript => Some(("\\textsubscript{", "}")),
        Style::Underline => Some(("\\underline{", "}")),
        Style::SmallCaps => Some(("\\textsc{", "}")),
        Style::Mathml | Style::Unspecified => None,
    }
}

/// Prose with its markup.
pub fn marked(text: &str, formatting: &[Formatting]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    markup::set(text, formatting, marks, escape, &mut out);
    trimmed(out)
}

/// A title with its markup, words in braces whose capitals a style must not take.
pub fn title(text: &str, formatting: &[Formatting]) -> String {
    let names = !is_title_case(text);
    let mut out = String::with_capacity(text.len() + 32);
    let mut begun = false;
    let protect = |piece: &str, out: &mut String| {
        let mut rest = piece;
        while !rest.is_empty() {
            let white = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
            escape(&rest[..white], out);
            rest = &rest[white..];
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            word(&rest[..end], names, !begun, out);
            begun |= end > 0;
            rest = &rest[end..];
        }
    };
    markup::set(text, formatting, marks, protect, &mut out);
    trimmed(out)
}

fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// Appends a word: in braces when it has capitals that a style must keep.
fn word(word: &str, names: bool, first: bool, out: &mut String) {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let leading = letters.next().is_some_and(char::is_uppercase);
    let inner = letters.any(char::is_uppercase);
    let plain = !word.contains(['{', '}', '\\']);
    if plain && (inner || leading && names && !first) {
        out.push('{');
        escape(word, out);
        out.push('}');
    } else {
        escape(word, out);
    }
}

/// Whether A Title Is Written So: its capitals then say nothing about names.
fn is_title_case(text: &str) -> bool {
    let long = text.split_whitespace().skip(1).filter(|word| word.chars().count() > 3);
    let (mut capital, mut all) = (0, 0);
    for word in long {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    all > 1 && capital * 2 > all
}

/// A key without what BibTeX or LaTeX would stumble over.
pub fn key(text: &str) -> Cow<'_, str> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "{}(),=\"#%\\~'@&$^".contains(c);
    if text.contains(odd) {
        Cow::Owned(text.chars().filter(|c| !odd(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_a_command() {
        for (text, expected) in [
            ("a b", "a b"),
            (
                "50% of {x} & $y_1^2$ \\z #3 ~",
                "50\\% of {\\textbraceleft}x{\\textbraceright} \\& \\$y\\_1{\\textasciicircum}2\\$ {\\textbackslash}z \\#3 {\\textasciitilde}",
            ),
            ("a--b ''c'' `d`", "a-{}-b '{}'c'{}' {\\textasciigrave}d{\\textasciigrave}"),
            ("a\u{0}\r\n b\u{a0}c", "a b~c"),
            ("Zoë Müller 10 °C – 5 µm 🧬", "Zoë Müller 10 °C – 5 µm 🧬"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn capitals_that_mean_something_are_kept() {
        for (text, expected) in [
            (
                "Survival in Italian women with BRCA1 and mRNA",
                "Survival in {Italian} women with {BRCA1} and {mRNA}",
            ),
            (
                "Survival After Resection of Liver Metastases and DNA Repair",
                "Survival After Resection of Liver Metastases and {DNA} Repair",
            ),
            ("HIV today", "{HIV} today"),
            ("{X} y", "{\\textbraceleft}X{\\textbraceright} y"),
        ] {
            assert_eq!(title(text, &[]), expected);
        }
    }
}
