//! What a word is and when two are the same: one rule for queries, indices and highlights.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The words of a text in order, as byte ranges: runs of letters, digits and their marks. An ideograph or kana is a word by
/// itself, since no space tells words apart there. A genitive `'s` belongs to no word.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator of [`words`].
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.start()?;
        let bytes = self.text.as_bytes();
        let mut end = start;
        // Most text is ASCII: only what is not needs to be read as characters.
        while let Some(byte) = bytes.get(end) {
            if byte.is_ascii_alphanumeric() {
                end += 1;
                continue;
            }
            if byte.is_ascii() {
                break;
            }
            let Some(c) = self.text[end..].chars().next() else { break };
            if end > start && (stands_alone(c) || !belongs(c)) {
                break;
            }
            end += c.len_utf8();
            if stands_alone(c) {
                break;
            }
        }
        self.at = end + genitive(&self.text[end..]);
        Some((start, &self.text[start..end]))
    }
}

impl Words<'_> {
    fn start(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            if byte.is_ascii() {
                at += 1;
                continue;
            }
            let c = self.text[at..].chars().next()?;
            if c.is_alphanumeric() {
                return Some(at);
            }
            at += c.len_utf8();
        }
        None
    }
}

/// Appends the word in lower case with Latin letters folded to ASCII (`é` to `e`, `ß` to `ss`, `ø` to `o`, `²` to `2`); letters of
/// other scripts keep their marks, which are part of the letter there.
pub fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let start = folded.len();
        folded.push_str(word);
        folded[start..].make_ascii_lowercase();
        return;
    }
    word.chars().for_each(|c| fold_char(c, folded));
}

/// As [`fold_into`], into a new string.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    let letters = match c {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' | 'İ' => "i",
        'ħ' | 'Ħ' => "h",
        'ŋ' | 'Ŋ' => "ng",
        '\u{300}'..='\u{36f}' => "",
        _ => return fold_other(c, folded),
    };
    folded.push_str(letters);
}

fn fold_other(c: char, folded: &mut String) {
    let mut first = None;
    let mut count = 0;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
        count += 1;
    });
    match first {
        Some(base) if base.is_ascii_alphanumeric() => decompose_compatible(c, |part| {
            if part.is_ascii_alphanumeric() {
                folded.push(part.to_ascii_lowercase());
            }
        }),
        Some(base) if count == 1 => folded.extend(base.to_lowercase()),
        _ => folded.extend(c.to_lowercase()),
    }
}

fn belongs(c: char) -> bool {
    is_alphanumeric(c) || (!c.is_ascii() && is_combining_mark(c))
}

fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() }
}

fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Length of a genitive `'s` that the text begins with; 0 for none.
fn genitive(text: &str) -> usize {
    if !matches!(text.as_bytes().first(), Some(b'\'' | 0xe2)) {
        return 0;
    }
    let Some(after) = text.strip_prefix(['\'', '’']) else { return 0 };
    let Some(rest) = after.strip_prefix(['s', 'S']) else { return 0 };
    if rest.chars().next().is_some_and(belongs) {
        return 0;
    }
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let check = |text: &str, expected: &[(usize, &str)]| {
            assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check("", &[]);
        check(" -- ", &[]);
        check("Non-small cell", &[(0, "Non"), (4, "small"), (10, "cell")]);
        check("Crohn's disease", &[(0, "Crohn"), (8, "disease")]);
        check("Crohn’s", &[(0, "Crohn")]);
        check("l'ospedale", &[(0, "l"), (2, "ospedale")]);
        check("qu'ils's", &[(0, "qu"), (3, "ils")]);
        check("it'sx", &[(0, "it"), (3, "sx")]);
        check("肝癌 MRI", &[(0, "肝"), (3, "癌"), (7, "MRI")]);
        check("IL6肝", &[(0, "IL6"), (3, "肝")]);
        check("m² µg", &[(0, "m²"), (4, "µg")]);
        check("caf\u{e9}s, na\u{ef}ve", &[(0, "cafés"), (8, "naïve")]);
        check("— Ω-3…", &[(4, "Ω"), (7, "3")]);
        check("a\u{301}b\u{200b}c", &[(0, "a\u{301}b"), (7, "c")]);
        check("ア・イ", &[(0, "ア"), (6, "イ")]);
    }

    #[test]
    fn latin_letters_fold_to_ascii() {
        let check = |word: &str, expected: &str| assert_eq!(fold(word), expected);
        check("Straße", "strasse");
        check("SØREN", "soren");
        check("Łódź", "lodz");
        check("cafe\u{301}", "cafe");
        check("È", "e");
        check("ﬁbrosis", "fibrosis");
        check("m²", "m2");
        check("µg", "μg");
        check("Лёгкий", "лёгкий");
        check("İstanbul", "istanbul");
    }
}
