//! Numbers as people write them: "2", "2nd", "12-14", "12, 15 & 17", "xii-xv", "S12-S15".

use std::borrow::Cow;

use citationberg::PageRangeFormat;

/// A number, or several with what stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers<'a> {
    /// Each number with the separator that follows it.
    pub tokens: Vec<Token<'a>>,
}

/// One number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    pub then: Separator<'a>,
}

/// What stands between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator<'a> {
    None,
    Range,
    Comma,
    Ampersand,
    /// "and" in some language, as written, or a comma with it.
    Word(&'a str),
}

impl<'a> Numbers<'a> {
    /// Reads a value; `None` where something in it is no number. `and` is the word of the locale.
    pub fn parse(text: &'a str, and: &str) -> Option<Self> {
        let text = text.trim();
        let mut tokens = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | '&' | ';'))
                .unwrap_or(rest.len());
            let token = &rest[..end];
            if !is_number_like(token) {
                return None;
            }
            let (then, after) = separator(&rest[end..], and)?;
            if then != Separator::None && after.is_empty() || then == Separator::None && !after.is_empty() {
                return None;
            }
            tokens.push(Token { text: token, then });
            rest = after;
        }
        (!tokens.is_empty()).then_some(Self { tokens })
    }

    /// True for a range or a list.
    pub fn is_plural(&self) -> bool {
        self.tokens.len() > 1
    }

    /// True when each is digits with at most letters around: what `is-numeric` asks.
    pub fn is_numeric(&self) -> bool {
        self.tokens.iter().all(|token| token.text.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// Writes them with the locale's dash and ampersand, ranges shortened.
    pub fn write(&self, range: Option<PageRangeFormat>, dash: &str, ampersand: &str, out: &mut String) {
        let mut before: Option<&str> = None;
        for token in &self.tokens {
            match before {
                Some(first) => out.push_str(&range_end(first, token.text, range)),
                None => out.push_str(token.text),
            }
            before = None;
            match token.then {
                Separator::None => {}
                Separator::Range => {
                    out.push_str(dash);
                    before = Some(token.text);
                }
                Separator::Comma => out.push_str(", "),
                Separator::Ampersand => {
                    out.push(' ');
                    out.push_str(ampersand);
                    out.push(' ');
                }
                Separator::Word(word) => out.push_str(word),
            }
        }
    }
}

/// The number of a token of digits alone.
pub fn plain(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Digits with letters around them and no spaces, or a Roman numeral.
fn is_number_like(token: &str) -> bool {
    let roman = |c: char| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm');
    if !token.is_empty() && token.chars().all(roman) {
        return true;
    }
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let others = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '/' | '*' | '\'' | '’');
    digits > 0 && token.chars().all(others) && !token.ends_with(['.', ':'])
}

fn separator<'a>(rest: &'a str, and: &str) -> Option<(Separator<'a>, &'a str)> {
    let trimmed = rest.trim_start();
    let Some(first) = trimmed.chars().next() else { return Some((Separator::None, "")) };
    let after = trimmed[first.len_utf8()..].trim_start();
    match first {
        '-' | '–' | '—' => {
            Some((Separator::Range, after.trim_start_matches(['-', '–', '—']).trim_start()))
        }
        '&' => Some((Separator::Ampersand, after)),
        ',' | ';' => match word(after, and) {
            Some(length) => {
                let end = rest.len() - after.len() + length;
                Some((Separator::Word(&rest[..end]), &rest[end..]))
            }
            None if after.starts_with('&') => {
                let end = rest.len() - after[1..].trim_start().len();
                Some((Separator::Word(&rest[..end]), &rest[end..]))
            }
            None => Some((Separator::Comma, after)),
        },
        _ => {
            let length = word(trimmed, and)?;
            let end = rest.len() - trimmed.len() + length;
            Some((Separator::Word(&rest[..end]), &rest[end..]))
        }
    }
}

/// Length of the word "and" with the space after it.
fn word(text: &str, and: &str) -> Option<usize> {
    let known = [and, "and"];
    let word = known.into_iter().find(|word| !word.is_empty() && text.starts_with(word))?;
    let after = &text[word.len()..];
    after.starts_with(char::is_whitespace).then(|| text.len() - after.trim_start().len())
}

/// The second number of a range as a style writes it.
fn range_end<'a>(first: &str, last: &'a str, format: Option<PageRangeFormat>) -> Cow<'a, str> {
    let Some(format) = format else { return Cow::Borrowed(last) };
    let (lead, digits) = split_digits(first);
    let (last_lead, last_digits) = split_digits(last);
    if digits.is_empty() || last_digits.is_empty() || !(last_lead.is_empty() || last_lead == lead) {
        return Cow::Borrowed(last);
    }
    // what was left out of the second number is put back first
    let whole = match digits.len().checked_sub(last_digits.len()) {
        Some(missing) if missing > 0 => format!("{}{last_digits}", &digits[..missing]),
        _ => last_digits.to_owned(),
    };
    let shortest = |at_least: usize| -> String {
        if whole.len() != digits.len() {
            return whole.clone();
        }
        let same = digits.bytes().zip(whole.bytes()).take_while(|(a, b)| a == b).count();
        whole[same.min(whole.len().saturating_sub(at_least))..].to_owned()
    };
    let short = match format {
        PageRangeFormat::Expanded => format!("{lead}{whole}"),
        PageRangeFormat::Minimal => shortest(1),
        PageRangeFormat::MinimalTwo => shortest(2),
        PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 => {
            let changed = digits.bytes().zip(whole.bytes()).skip_while(|(a, b)| a == b).count();
            if digits.len() < 3 || digits.ends_with("00") {
                whole
            } else if digits.as_bytes()[digits.len() - 2] == b'0' {
                shortest(1)
            } else if format == PageRangeFormat::Chicago15 && digits.len() == 4 && changed >= 3 {
                whole
            } else {
                shortest(2)
            }
        }
    };
    Cow::Owned(short)
}

/// Splits off the digits at the end.
fn split_digits(text: &str) -> (&str, &str) {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.split_at(text.len() - digits)
}

/// Roman numerals, lower case. Beyond 3999 there are none.
pub fn roman(mut number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    Some(out)
}
