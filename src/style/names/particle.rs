//! Particles that a source did not set apart: lower-case words before a family name or after given names.

use std::borrow::Cow;

use crate::style::item::Name;

const APOSTROPHES: [char; 5] = ['\'', '’', 'ʿ', 'ʾ', '`'];

/// Sets particles and suffix apart where the source did not.
pub fn set_apart(mut name: Name<'_>) -> Name<'_> {
    if name.is_literal() {
        return name;
    }
    if let Some(whole) = quoted(&name.family) {
        name.family = whole;
        return name;
    }
    if name.non_dropping.is_empty()
        && name.dropping.is_empty()
        && let Some(at) = before_family(&name.family)
    {
        let (particle, family) = split(&name.family, at);
        name.non_dropping = trimmed(particle.trim_end(), &particle);
        name.family = family;
    }
    if name.family.is_empty() {
        return name;
    }
    if let Some(comma) = name.given.find(',') {
        let (given, rest) = split(&name.given, comma);
        let after = trimmed(rest.trim_start_matches(',').trim_start(), &rest);
        if starts_lower(&after) && name.dropping.is_empty() {
            name.given = given;
            name.dropping = after;
            name.comma_dropping = true;
        } else if name.suffix.is_empty() && !after.is_empty() {
            name.given = given;
            let forced = after.strip_prefix('!').map(|rest| trimmed(rest.trim_start(), &after));
            name.comma_suffix |= forced.is_some() || is_junior(&after);
            name.suffix = forced.unwrap_or(after);
        }
    } else if name.dropping.is_empty()
        && let Some(at) = after_given(&name.given)
    {
        let (given, particle) = split(&name.given, at);
        name.given = trimmed(given.trim_end(), &given);
        name.dropping = trimmed(particle.trim_start(), &particle);
    }
    name
}

/// "Jr" and "Sr" follow a comma; numerals do not.
fn is_junior(suffix: &str) -> bool {
    matches!(suffix.trim_end_matches('.'), "Jr" | "Sr" | "jr" | "sr")
}

/// A family name in quotation marks is not to be divided.
fn quoted<'a>(family: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let inner = family.strip_prefix('"')?.strip_suffix('"')?;
    Some(trimmed(inner, family))
}

/// Where the family name begins after its lower-case words: those with a space behind them, and those that an apostrophe or a hyphen
/// joins to a capital ("d'Aubignac", "al-Aswani").
fn before_family(family: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &family[at..];
        if !starts_lower(rest) {
            break;
        }
        let letters = rest.len() - rest.trim_start_matches(APOSTROPHES).len();
        let ends = |c: char| c.is_whitespace() || APOSTROPHES.contains(&c) || matches!(c, '-' | '‐');
        let Some(length) = rest[letters..].find(ends).map(|length| letters + length) else { break };
        let after = rest[length..].trim_start_matches(char::is_whitespace);
        if after.len() == rest.len() - length {
            let joined = rest[length..].chars().next().map_or(0, char::len_utf8);
            if !rest[length + joined..].starts_with(char::is_uppercase) {
                break;
            }
            at += length + joined;
        } else {
            at = family.len() - after.len();
        }
    }
    (at > 0 && at < family.len()).then_some(at)
}

/// Where the lower-case words after the given names begin.
fn after_given(given: &str) -> Option<usize> {
    let mut at = None;
    let mut end = given.len();
    while let Some(space) = given[..end].rfind(char::is_whitespace) {
        let word = given[space..end].trim_start();
        if !starts_lower(word) || word.ends_with('.') {
            break;
        }
        at = Some(space);
        end = space;
    }
    at.filter(|at| *at > 0)
}

fn starts_lower(text: &str) -> bool {
    let first = text.trim_start_matches(APOSTROPHES).chars().next();
    first.is_some_and(char::is_lowercase)
}

fn split<'a>(text: &Cow<'a, str>, at: usize) -> (Cow<'a, str>, Cow<'a, str>) {
    match text {
        Cow::Borrowed(text) => {
            let (left, right) = text.split_at(at);
            (Cow::Borrowed(left), Cow::Borrowed(right))
        }
        Cow::Owned(text) => {
            let (left, right) = text.split_at(at);
            (Cow::Owned(left.to_owned()), Cow::Owned(right.to_owned()))
        }
    }
}

/// `part`, which lies in `whole`, with the life of `whole`.
fn trimmed<'a>(part: &str, whole: &Cow<'a, str>) -> Cow<'a, str> {
    let Cow::Borrowed(text) = whole else { return Cow::Owned(part.to_owned()) };
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    text.get(start..start + part.len()).map_or_else(|| Cow::Owned(part.to_owned()), Cow::Borrowed)
}
