//! Abbreviations that an abstract defines, after Schwartz and Hearst: "breast cancer liver metastases (BCLM)".

use super::reading::{Extent, Reading};

/// A short form and its long form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation {
    pub short: Extent,
    pub long: Extent,
}

/// Most pairs kept of one text; beyond it the text is a list and not an abstract.
const MOST: usize = 200;

/// Every pair of the text, in order.
pub fn find(reading: &Reading<'_>) -> Vec<Abbreviation> {
    let bytes = reading.text.as_bytes();
    let mut found = Vec::new();
    for open in memchr::memchr_iter(b'(', bytes) {
        let limit = bytes.len().min(open + 14);
        let Some(length) = bytes[open + 1..limit].iter().position(|byte| matches!(byte, b')' | b';' | b','))
        else {
            continue;
        };
        let short = Extent::new(open + 1, open + 1 + length);
        if let Some(long) = valid(reading.slice(short)).then(|| long_form(reading, open, short)).flatten() {
            found.push(Abbreviation { short, long });
            if found.len() == MOST {
                break;
            }
        }
    }
    found
}

fn valid(short: &str) -> bool {
    let count = short.chars().count();
    (2..=10).contains(&count)
        && short.chars().next().is_some_and(char::is_alphanumeric)
        && short.chars().any(char::is_uppercase)
        && !short.contains('=')
        && short.split(' ').count() <= 2
}

/// Walks back from the bracket, matching the short form's letters from the last to the first.
fn long_form(reading: &Reading<'_>, open: usize, short: Extent) -> Option<Extent> {
    let wanted: Vec<char> =
        reading.slice(short).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut window = open.saturating_sub(wanted.len() * 24 + 24);
    while !reading.text.is_char_boundary(window) {
        window += 1;
    }
    let before: Vec<(usize, char)> = reading.text[window..open].char_indices().collect();
    let mut place = before.len();
    for (at, letter) in wanted.iter().enumerate().rev() {
        loop {
            place = place.checked_sub(1)?;
            let (_, c) = before[place];
            let starts = place == 0 || !before[place - 1].1.is_alphanumeric();
            if matches!(c, '.' | ';' | ')') && before.get(place + 1).is_some_and(|(_, next)| *next == ' ') {
                return None;
            }
            if c.to_lowercase().next() == Some(*letter) && (at > 0 || starts) {
                break;
            }
        }
    }
    let start = window + before[place].0;
    let long = reading.trimmed(Extent::new(start, open));
    let words = reading.slice(long).split_whitespace().count();
    (words <= wanted.len().max(2) * 2 && long.end - long.start > short.end - short.start).then_some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let reading = Reading::new(text, String::new());
            let found: Vec<_> =
                find(&reading).iter().map(|a| (reading.slice(a.short), reading.slice(a.long))).collect();
            assert_eq!(found, expected);
        };
        check("In chronic kidney disease (CKD) of dogs", &[("CKD", "chronic kidney disease")]);
        check("heat-shock protein 70 (HSP70; n=4)", &[("HSP70", "heat-shock protein 70")]);
        check("the drug (P = 0.3) and (CI)", &[]);
        check("più (É", &[]);
    }
}
