//! Digits that belong to a name: "IL-6", "CD4+", "5-FU", "1,4-dihydro", "3D", "18F".

use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// End of a chain of locants before a chemical name, "1,4-" of "1,4-dihydro": commas without spaces, then a hyphen and a letter.
pub fn locants(text: &str, extent: Extent, from: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[from..extent.end];
    let short = bytes.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=2).contains(&short) || !matches!(bytes.get(short), Some(b',' | b'\'')) {
        return None;
    }
    let length = bytes
        .iter()
        .take(24)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b',' | b'\''))
        .count();
    let chain = &bytes[..length];
    let digits = chain.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = chain.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let joined = bytes.get(length) == Some(&b'-')
        && bytes.get(length + 1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'(' | b'['));
    (chain.contains(&b',') && letters <= 2 && digits >= 2 && joined).then_some(from + length)
}

/// True for digits inside a name: "IL-6", "CD4+", "5-FU", "3D", "18F".
pub fn named(reading: &Reading<'_>, extent: Extent, start: usize, end: usize) -> bool {
    let text = reading.text;
    let mut before = text[extent.start..start].chars().rev();
    match before.next() {
        Some(c) if c.is_alphabetic() || c == '_' => {
            let head = &reading.lower[extent.start..start];
            let acidity = head.ends_with("ph") && token::boundary_before(text, start - 2);
            let short = before.next().is_none_or(|c| !c.is_alphanumeric());
            // "IC95%"
            let level =
                (head.ends_with("ic") || head.ends_with("ci")) && text[end..extent.end].starts_with('%');
            if acidity || level {
                return false;
            }
            // "p0.05", "n12" are written so, names are not
            return !(short && matches!(c, 'p' | 'P') && text[start..end].contains(['.', '·', ',']));
        }
        Some('-' | '/' | '–' | '\u{2011}') if before.next().is_some_and(char::is_alphabetic) => {
            let word = reading.lower[extent.start..start].trim_end_matches(['-', '/']);
            return !["mean", "median", "age"].iter().any(|known| word.ends_with(known));
        }
        // "IC(50)", "N(4)-acetyl", "Ca(2+)"
        Some('(' | '[') if before.next().is_some_and(char::is_alphabetic) => {
            let tail = &text[end..extent.end];
            let integer = text[start..end].bytes().all(|byte| byte.is_ascii_digit());
            if integer && tail.starts_with([')', ']']) && end - start <= 3 || tail.starts_with("+)") {
                return true;
            }
        }
        _ => {}
    }
    let rest = &text[end..extent.end];
    if [" alpha-", " beta-", " alpha,"].iter().any(|letter| rest.starts_with(letter)) {
        return true;
    }
    let mut after = rest.chars();
    match after.next() {
        Some('-') => match after.next() {
            Some(c) if c.is_uppercase() => true,
            Some(c) if c.is_alphabetic() => {
                let word: String = rest[1..].chars().take(16).take_while(|c| c.is_alphabetic()).collect();
                matches!(
                    word.as_str(),
                    "hydroxy"
                        | "methyl"
                        | "deoxy"
                        | "amino"
                        | "nitro"
                        | "chloro"
                        | "fluoro"
                        | "oxo"
                        | "dimensional"
                        | "item"
                        | "point"
                        | "way"
                ) || word.len() == 1
            }
            _ => false,
        },
        Some('\'' | '′' | '’') => !rest.get(1..).is_some_and(|tail| tail.starts_with("s ")),
        Some('+') => !after.next().is_some_and(|c| c == '/' || c == ' '),
        Some('α' | 'β' | 'γ' | 'δ') => true,
        Some(c) if c.is_ascii_alphabetic() => {
            let word: String = rest.chars().take(12).take_while(|c| c.is_ascii_alphabetic()).collect();
            crate::finding::number::unit::at(reading, extent, end).is_none()
                && !matches!(word.as_str(), "x" | "fold" | "e" | "E" | "to")
        }
        _ => false,
    }
}
