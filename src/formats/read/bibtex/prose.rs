//! What can be told of a value before its commands are read: whether it has any, and its text where it has none.

use std::borrow::Cow;

use crate::record::text::nfc;

/// A value that is no prose: an URL, a DOI, the name of a file. Only what LaTeX forces upon it is taken off.
pub fn verbatim(value: &str) -> String {
    let mut value = value.trim();
    while let Some(inner) = value.strip_prefix('{').and_then(|v| v.strip_suffix('}')) {
        value = inner.trim();
    }
    for command in ["\\url{", "\\path{", "\\nolinkurl{"] {
        if let Some(inner) = value.strip_prefix(command).and_then(|v| v.strip_suffix('}')) {
            value = inner.trim();
        }
    }
    if !value.contains(['\\', '$']) {
        return composed(spaced(value, meanings(value)));
    }
    let known = [
        ("{\\textasciitilde}", "~"),
        ("\\textasciitilde{}", "~"),
        ("\\~{}", "~"),
        ("$\\sim$", "~"),
        ("{\\_}", "_"),
    ];
    let mut text = value.to_owned();
    for (written, meant) in known {
        text = text.replace(written, meant);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = c == '\\' && chars.peek().is_some_and(|next| "_%&#{}~$".contains(*next));
        if !escaped {
            plain.push(c);
        }
    }
    composed(spaced(&plain, meanings(&plain)))
}

/// `text` in NFC; what is owned already is copied only where that changes it.
pub fn composed(text: Cow<'_, str>) -> String {
    match text {
        Cow::Owned(text) if text.is_ascii() => text,
        text => nfc(&text),
    }
}

/// What a byte may mean in a value, as bits.
const COMMAND: u8 = 1;
const DASH: u8 = 2;
const QUOTE: u8 = 4;
pub const SPACE: u8 = 8;
pub const BREAK: u8 = 16;
const SCRIPT: u8 = 32;

pub const MEANING: [u8; 256] = {
    let mut meaning = [0; 256];
    let mut at = 0;
    while at < 256 {
        meaning[at] = match at as u8 {
            b'\\' | b'{' | b'}' | b'$' | b'~' | b'`' => COMMAND,
            b'^' | b'_' => SCRIPT,
            b'-' => DASH,
            b'\'' => QUOTE,
            b' ' => SPACE,
            0..b' ' => BREAK,
            _ => 0,
        };
        at += 1;
    }
    meaning
};

/// Bytes of white space with which a text begins.
pub fn white(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_whitespace).count()
}

/// All that the bytes of a value may mean.
pub fn meanings(value: &str) -> u8 {
    value.bytes().fold(0, |all, byte| all | MEANING[usize::from(byte)])
}

/// Whether a value says what it means.
pub fn is_plain(value: &str, meanings: u8) -> bool {
    meanings & COMMAND == 0
        && (meanings & DASH == 0 || !value.contains("--"))
        && (meanings & QUOTE == 0 || !value.contains("''"))
}

/// `value` with each run of white space as one space, trimmed.
pub fn spaced(value: &str, meanings: u8) -> Cow<'_, str> {
    let value = value.trim();
    if meanings & BREAK == 0 && (meanings & SPACE == 0 || !value.contains("  ")) {
        return Cow::Borrowed(value);
    }
    let mut spaced = String::with_capacity(value.len());
    for word in value.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    Cow::Owned(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_as_they_are() {
        for (value, expected) in [
            ("https://x.org/~a/b--c_d", "https://x.org/~a/b--c_d"),
            (r"{https://x.org/a\_b\%20\&c}", "https://x.org/a_b%20&c"),
            (r"\url{https://x.org/$\sim$me}", "https://x.org/~me"),
            (r"10.1000/x\_1", "10.1000/x_1"),
        ] {
            assert_eq!(verbatim(value), expected, "{value}");
        }
    }
}
