use crate::contract::v1;

/// Reads where a work stands from the range as printed: first page, last page in full (`424-33` ends on 433), and the range
/// itself. Of several (`123-5, 130`; `424-33; discussion 501`) the first counts.
pub fn pages(verbatim: &str) -> v1::Pages {
    let verbatim = verbatim.trim();
    let main = verbatim.split([';', ',']).next().unwrap_or(verbatim);
    let main = without_label(main.trim());
    let (first, last) = match split_range(main) {
        Some((first, last)) => (first, full_last(first, last)),
        None => (main, String::new()),
    };
    v1::Pages { first: first.to_owned(), last, verbatim: verbatim.to_owned(), ..Default::default() }
}

fn without_label(range: &str) -> &str {
    for label in ["pages", "page", "pp.", "pp", "p.", "p"] {
        if let Some((head, rest)) = range.split_at_checked(label.len())
            && head.eq_ignore_ascii_case(label)
            && rest.starts_with(|c: char| c == ' ' || label.ends_with('.') && c.is_ascii_digit())
        {
            return rest.trim_start();
        }
    }
    range
}

const DASHES: [char; 6] = ['-', '‐', '‑', '–', '—', '−'];

/// Both sides of the dash. Where pages have dashes of their own (`3-1-3-12`) it is the middle one of three; of any other
/// number of dashes nobody can say.
fn split_range(range: &str) -> Option<(&str, &str)> {
    let mut dashes: Vec<(usize, usize)> = Vec::new();
    for (at, dash) in range.match_indices(DASHES) {
        match dashes.last_mut() {
            Some((_, end)) if *end == at => *end = at + dash.len(),
            _ => dashes.push((at, at + dash.len())),
        }
    }
    let (start, end) = match dashes.as_slice() {
        [only] => *only,
        [_, middle, _] => *middle,
        _ => return None,
    };
    Some((range[..start].trim(), range[end..].trim()))
}

/// `last` with the digits that it shares with `first` and that print leaves out: 424-33, S12-4, 123A-5A. As written where
/// that would end before it begins.
fn full_last(first: &str, last: &str) -> String {
    let (lead, digits, _) = parts(first);
    let (last_lead, last_digits, tail) = parts(last);
    let same_lead = last_lead.is_empty() || last_lead.eq_ignore_ascii_case(lead);
    let shorter = last_digits.len() < digits.len();
    if last_digits.is_empty() || !same_lead || !(shorter || last_lead.is_empty() && !lead.is_empty()) {
        return last.to_owned();
    }
    let shared = digits.len().saturating_sub(last_digits.len());
    let full = format!("{}{last_digits}", &digits[..shared]);
    if full.len() == digits.len() && full.as_str() < digits {
        return last.to_owned();
    }
    format!("{lead}{full}{tail}")
}

/// Letters, digits, and what follows them.
fn parts(page: &str) -> (&str, &str, &str) {
    let begin = page.find(|c: char| c.is_ascii_digit()).unwrap_or(page.len());
    let (lead, rest) = page.split_at(begin);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at(end);
    (lead, digits, tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_ranges() {
        let cases = [
            ("424-33; discussion 501", "424", "433"),
            ("424-433", "424", "433"),
            ("424--433", "424", "433"),
            ("pp. 424–433", "424", "433"),
            ("p.12", "12", ""),
            ("123-5, 130", "123", "125"),
            ("1123-7", "1123", "1127"),
            ("998-1012", "998", "1012"),
            ("e100", "e100", ""),
            ("e100-9", "e100", "e109"),
            ("S12-S14", "S12", "S14"),
            ("S12-4", "S12", "S14"),
            ("S112-S4", "S112", "S114"),
            ("S112-S104", "S112", "S104"),
            ("123A-5A", "123A", "125A"),
            ("xi-xiv", "xi", "xiv"),
            ("3-1-3-12", "3-1", "3-12"),
            ("12-1-2", "12-1-2", ""),
            ("424-", "424", ""),
            ("424-433.e5", "424", "433.e5"),
            ("99-12", "99", "12"),
            ("", "", ""),
        ];
        for (verbatim, first, last) in cases {
            let got = pages(verbatim);
            assert_eq!((got.first.as_str(), got.last.as_str()), (first, last), "{verbatim}");
            assert_eq!(got.verbatim, verbatim);
        }
    }

    proptest! {
        #[test]
        fn abbreviated_and_full_ranges_agree(first in 1_u32..99_999, more in 0_u32..500) {
            let (first, last) = (first.to_string(), (first + more).to_string());
            let shared = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            let shared = if first.len() == last.len() { shared.min(last.len() - 1) } else { 0 };
            let short = pages(&format!("{first}-{}", &last[shared..]));
            prop_assert_eq!(short.last, last);
            prop_assert_eq!(short.first, first);
        }

        #[test]
        fn survives_any_text(text in "\\PC{0,20}") {
            let _ = pages(&text);
        }
    }
}
