//! Dates of which only a part may be known.

use crate::contract::v1;

/// The month called `name`: its number, or its name or abbreviation in English, Italian, German, French, Spanish or
/// Portuguese, in any case, with or without a stop.
pub fn month(name: &str) -> Option<i32> {
    let name = name.trim().trim_end_matches('.');
    if (1..=2).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_digit()) {
        return name.parse().ok().filter(|month| (1..=12).contains(month));
    }
    let name = name.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&name.as_str()))?;
    i32::try_from(at + 1).ok()
}

/// The season called `name`, in the languages of [`month`].
pub fn season(name: &str) -> Option<v1::Season> {
    match name.trim().trim_end_matches('.').to_lowercase().as_str() {
        "spring" | "primavera" | "frühjahr" | "frühling" | "printemps" => Some(v1::Season::Spring),
        "summer" | "estate" | "sommer" | "été" | "verano" | "verão" => Some(v1::Season::Summer),
        "autumn" | "fall" | "autunno" | "herbst" | "automne" | "otoño" | "outono" => {
            Some(v1::Season::Autumn)
        }
        "winter" | "inverno" | "hiver" | "invierno" => Some(v1::Season::Winter),
        _ => None,
    }
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "gen", "gennaio", "januar", "jänner", "janvier", "janv", "enero", "ene", "janeiro"],
    &["feb", "february", "febbraio", "februar", "février", "févr", "fév", "febrero", "fevereiro", "fev"],
    &["mar", "march", "marzo", "märz", "mär", "mars", "março"],
    &["apr", "april", "aprile", "avril", "avr", "abril", "abr"],
    &["may", "mag", "maggio", "mai", "mayo", "maio"],
    &["jun", "june", "giu", "giugno", "juni", "juin", "junio", "junho"],
    &["jul", "july", "lug", "luglio", "juli", "juillet", "juil", "julio", "julho"],
    &["aug", "august", "ago", "agosto", "août", "aou"],
    &["sep", "sept", "september", "set", "sett", "settembre", "septembre", "septiembre", "setembro"],
    &["oct", "october", "ott", "ottobre", "oktober", "okt", "octobre", "octubre", "outubro", "out"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dic", "dicembre", "dezember", "dez", "décembre", "déc", "diciembre", "dezembro"],
];

/// Reads a date as sources write it: `2009`, `2009-03-05`, `2009-03-05T10:30`, `1948/07//`, `20090305`, `2009 Mar 5`,
/// `5 March 2009`, `March 5, 2009`, `05.03.2009`, `Winter 1998`, `circa 1900`. Nothing is padded: a part that is not given,
/// is impossible (month 13, 30 February) or could be two things (`05/03/2009`, `2009 Nov-Dec`) is left out. `None` without
/// a year of four digits.
pub fn parse_partial(text: &str) -> Option<v1::PartialDate> {
    let text = text.trim();
    let (approximate, text) = without_circa(text);
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) if rest.get(..4).is_some_and(is_digits) => (true, rest),
        _ => (false, text),
    };
    let (text, time) = split_time(text);
    let tokens: Vec<&str> = text.split(SEPARATORS).filter(|token| !token.is_empty()).collect();
    let mut date = match compact(&tokens) {
        Some(date) => date,
        None => from_tokens(&tokens, text.contains('.'))?,
    };
    if negative {
        date.year = -date.year;
    }
    date.approximate = approximate;
    if let (Some(_), Some((hour, minute))) = (date.day, time) {
        date.hour = Some(hour);
        date.minute = Some(minute);
    }
    Some(date)
}

const SEPARATORS: [char; 10] = ['-', '/', ' ', ',', '.', '–', '\t', '\n', '[', ']'];

fn without_circa(text: &str) -> (bool, &str) {
    for word in ["circa ", "ca. ", "ca ", "c. ", "c.", "~"] {
        if let Some((head, rest)) = text.split_at_checked(word.len())
            && head.eq_ignore_ascii_case(word)
        {
            return (true, rest.trim_start());
        }
    }
    match text.strip_suffix(['~', '?']) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

/// The date and the hour and minute behind its `T` (or space, before `hh:mm`).
fn split_time(text: &str) -> (&str, Option<(i32, i32)>) {
    let Some(colon) = text.find(':') else {
        return (text.strip_suffix('T').unwrap_or(text), None);
    };
    let Some(begin) = text[..colon].rfind(['T', 't', ' ']) else { return (&text[..colon], None) };
    let number = |part: &str| is_digits(part).then(|| part.parse::<i32>().ok()).flatten();
    let hour = number(&text[begin + 1..colon]).filter(|hour| (0..24).contains(hour));
    let minute = text.get(colon + 1..colon + 3).and_then(number).filter(|minute| (0..60).contains(minute));
    (&text[..begin], hour.zip(minute))
}

/// `20090305`, `200903`.
fn compact(tokens: &[&str]) -> Option<v1::PartialDate> {
    let [token] = tokens else { return None };
    if !is_digits(token) || !matches!(token.len(), 6 | 8) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| token.get(range).and_then(|digits| digits.parse().ok());
    let month: Option<i32> = part(4..6);
    if token.len() == 6 && !month.is_some_and(|month| (1..=12).contains(&month)) {
        return None;
    }
    Some(checked(part(0..4)?, month, part(6..8)))
}

fn from_tokens(tokens: &[&str], dotted: bool) -> Option<v1::PartialDate> {
    let is_year = |token: &&str| token.len() == 4 && is_digits(token);
    let at = tokens.iter().position(is_year)?;
    let year: i32 = tokens[at].parse().ok().filter(|year| *year != 0)?;
    let mut rest: Vec<&str> = tokens.to_vec();
    rest.remove(at);
    // a second year makes it a range, of which only the first year is certain
    if rest.iter().any(is_year) {
        return Some(v1::PartialDate { year, ..Default::default() });
    }
    let date = match (rest.as_slice(), at) {
        ([season], _) if self::season(season).is_some() => v1::PartialDate {
            year,
            season: self::season(season).unwrap_or_default().into(),
            ..Default::default()
        },
        ([name], _) => checked(year, month(name), None),
        ([name, day], _) if !is_digits(name) && month(day).is_none_or(|_| is_digits(day)) => {
            checked(year, month(name), day_of(day))
        }
        ([day, name], _) if is_digits(day_digits(day)) && !is_digits(name) => {
            checked(year, month(name), day_of(day))
        }
        ([month, day], 0) if is_digits(month) => checked(year, self::month(month), day_of(day)),
        ([first, second], 2) => of_two_numbers(year, first, second, dotted),
        // a third number behind year, month and day, as of a time zone, changes nothing before it
        ([month, day, ..], 0) if is_digits(month) && is_digits(day) => {
            checked(year, self::month(month), day_of(day))
        }
        _ => v1::PartialDate { year, ..Default::default() },
    };
    Some(date)
}

/// `05.03.2009` is written day first everywhere; `05/03/2009` is not, so that it counts only where one cannot be a month.
fn of_two_numbers(year: i32, first: &str, second: &str, dotted: bool) -> v1::PartialDate {
    match (month(first), month(second)) {
        (None, Some(month)) => checked(year, Some(month), day_of(first)),
        (Some(month), None) => checked(year, Some(month), day_of(second)),
        (Some(_), Some(month)) if dotted || first == second => checked(year, Some(month), day_of(first)),
        _ => v1::PartialDate { year, ..Default::default() },
    }
}

/// Without what makes an ordinal of it: `5th`.
fn day_digits(token: &str) -> &str {
    token.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == 'º')
}

fn day_of(token: &str) -> Option<i32> {
    let digits = day_digits(token);
    let ordinal = &token[digits.len()..];
    let known = matches!(ordinal.to_ascii_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th" | "er" | "º");
    (known && (1..=2).contains(&digits.len()) && is_digits(digits)).then(|| digits.parse().ok()).flatten()
}

/// Without the parts that no calendar has.
fn checked(year: i32, month: Option<i32>, day: Option<i32>) -> v1::PartialDate {
    let month = month.filter(|month| (1..=12).contains(month));
    let day = day.filter(|day| month.is_some_and(|month| (1..=days_in(year, month)).contains(day)));
    v1::PartialDate { year, month, day, ..Default::default() }
}

fn days_in(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i32, month: impl Into<Option<i32>>, day: impl Into<Option<i32>>) -> v1::PartialDate {
        v1::PartialDate { year, month: month.into(), day: day.into(), ..Default::default() }
    }

    #[test]
    fn reads_what_is_there_and_pads_nothing() {
        let cases = [
            ("2009", date(2009, None, None)),
            ("2009-03", date(2009, 3, None)),
            ("2009-03-05", date(2009, 3, 5)),
            ("20090305", date(2009, 3, 5)),
            ("200903", date(2009, 3, None)),
            ("1948/07//", date(1948, 7, None)),
            ("1948///", date(1948, None, None)),
            ("2009 Mar 5", date(2009, 3, 5)),
            ("2009 Sep", date(2009, 9, None)),
            ("5 Mar 2009", date(2009, 3, 5)),
            ("March 5th, 2009", date(2009, 3, 5)),
            ("5 marzo 2009", date(2009, 3, 5)),
            ("5. März 2009", date(2009, 3, 5)),
            ("05.03.2009", date(2009, 3, 5)),
            ("05/03/2009", date(2009, None, None)),
            ("25/03/2009", date(2009, 3, 25)),
            ("03/25/2009", date(2009, 3, 25)),
            ("2009-13-05", date(2009, None, None)),
            ("2009-02-30", date(2009, 2, None)),
            ("2008-02-29", date(2008, 2, 29)),
            ("2009 Nov-Dec", date(2009, None, None)),
            ("1998 Dec-1999 Jan", date(1998, None, None)),
            ("[2009]", date(2009, None, None)),
            ("-0044", date(-44, None, None)),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_partial(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn reads_seasons_circa_and_times() {
        let winter = v1::PartialDate { year: 1998, season: v1::Season::Winter.into(), ..Default::default() };
        assert_eq!(parse_partial("Winter 1998"), Some(winter));
        assert_eq!(parse_partial("1998 inverno"), Some(winter));
        let circa = v1::PartialDate { year: 1900, approximate: true, ..Default::default() };
        assert_eq!(parse_partial("ca. 1900"), Some(circa));
        assert_eq!(parse_partial("1900?"), Some(circa));
        let timed = v1::PartialDate { hour: Some(10), minute: Some(30), ..date(2009, 3, 5) };
        assert_eq!(parse_partial("2009-03-05T10:30:11Z"), Some(timed));
        assert_eq!(parse_partial("2009/03/05 10:30"), Some(timed));
    }

    #[test]
    fn no_year_no_date() {
        for text in ["", "in press", "n.d.", "5 Mar", "09", "123456", "é", ":", "T", "0000"] {
            assert_eq!(parse_partial(text), None, "{text}");
        }
    }

    #[test]
    fn months_in_six_languages() {
        for (name, number) in
            [("Mar", Some(3)), ("dicembre", Some(12)), ("Août", Some(8)), ("07", Some(7)), ("13", None)]
        {
            assert_eq!(month(name), number, "{name}");
        }
    }

    proptest! {
        #[test]
        fn survives_any_text(text in "\\PC{0,30}|[0-9:T/. -]{0,20}") {
            let _ = parse_partial(&text);
        }
    }
}
