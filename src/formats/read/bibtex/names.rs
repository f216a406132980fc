use super::latex::plain;
use crate::contract::v1::Contributor;
use crate::record::contributor::{from_display, from_inverted};

/// People and groups of a list, and whether it is cut short ("and others").
pub fn names(list: &str) -> (Vec<Contributor>, bool) {
    let mut people = Vec::new();
    let mut cut = false;
    for name in split_names(list) {
        let words = name.trim();
        if words.is_empty() {
            continue;
        }
        if words.eq_ignore_ascii_case("others")
            || words.eq_ignore_ascii_case("et al.")
            || words.eq_ignore_ascii_case("et al")
        {
            cut = true;
            continue;
        }
        people.extend(name_of(words));
    }
    (people, cut)
}

/// One name: "First von Last", "von Last, Jr, First", "{A group}", or in parts ("family=Last, given=First").
fn name_of(name: &str) -> Option<Contributor> {
    if let Some(inner) = whole_group(name) {
        let collective = plain(inner);
        return (!collective.is_empty()).then(|| Contributor { collective, ..Default::default() });
    }
    let parts: Vec<&str> = split(name, |rest| usize::from(rest.starts_with(','))).collect();
    if parts.iter().any(|part| part.trim_start().starts_with("family")) && name.contains('=') {
        return Some(in_parts(&parts));
    }
    // braces around a suffix say that it is one
    let suffix = parts.len() == 3 && whole_group(parts[1].trim()).is_some();
    if !protects(name) && !suffix {
        let text = plain(name).replace('\u{a0}', " ");
        return match parts.as_slice() {
            _ if text.is_empty() => None,
            [_] => Some(from_display(&text)),
            _ => Some(from_inverted(&text)),
        };
    }
    // braces keep words together, so that each part is read by itself
    let part = |at: usize| parts.get(at).map(|part| plain(part).replace('\u{a0}', " ")).unwrap_or_default();
    Some(match parts.len() {
        1 => spoken(name),
        2 => Contributor { family: part(0), given: part(1), ..Default::default() },
        3 => Contributor { family: part(0), suffix: part(1), given: part(2), ..Default::default() },
        _ => Contributor { literal: plain(name), ..Default::default() },
    })
}

/// A name in the order in which it is spoken, some words of which are kept together by braces.
fn spoken(name: &str) -> Contributor {
    let white =
        |rest: &str| rest.chars().next().filter(|c| c.is_whitespace() || *c == '~').map_or(0, char::len_utf8);
    let words: Vec<String> = split(name, white).map(plain).filter(|word| !word.is_empty()).collect();
    let Some(last) = words.len().checked_sub(1).filter(|last| *last > 0) else {
        return Contributor { literal: words.concat(), ..Default::default() };
    };
    let particle = words[1..last].iter().position(|word| word.starts_with(char::is_lowercase));
    let family = particle.map_or(last, |at| at + 1);
    Contributor { given: words[..family].join(" "), family: words[family..].join(" "), ..Default::default() }
}

/// BibLaTeX's extended name format.
fn in_parts(parts: &[&str]) -> Contributor {
    let mut person = Contributor::default();
    let mut prefix = String::new();
    for part in parts {
        let Some((name, value)) = part.split_once('=') else { continue };
        let value = plain(value.trim().trim_matches('"'));
        match name.trim().to_ascii_lowercase().as_str() {
            "family" => person.family = value,
            "given" => person.given = value,
            "suffix" => person.suffix = value,
            "prefix" => prefix = value,
            "given-i" => person.initials = value.replace(['.', ' '], ""),
            _ => {}
        }
    }
    if !prefix.is_empty() {
        person.family = format!("{prefix} {}", person.family).trim_end().to_owned();
    }
    person
}

/// The names of a list, at "and" outside of braces. Lists that people part with ";" are met.
fn split_names(list: &str) -> impl Iterator<Item = &str> {
    let conjunction = |rest: &str| {
        let white = |c: Option<&u8>| c.is_some_and(u8::is_ascii_whitespace);
        let bytes = rest.as_bytes();
        match bytes.first() {
            Some(b';') if white(bytes.get(1)) => 1,
            Some(first) if first.is_ascii_whitespace() => {
                let and = rest.get(1..4).is_some_and(|word| word.eq_ignore_ascii_case("and"));
                if and && white(bytes.get(4)) { 4 } else { 0 }
            }
            _ => 0,
        }
    };
    split(list, conjunction)
}

/// Cuts `text` where `length` is more than 0 outside of braces; so many bytes belong to neither side.
fn split<'a>(text: &'a str, length: impl Fn(&str) -> usize + 'a) -> impl Iterator<Item = &'a str> {
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start?;
        let mut depth = 0_usize;
        for (at, c) in text[from..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ if depth == 0 => {
                    let cut = length(&text[from + at..]);
                    if cut > 0 {
                        start = Some(from + at + cut);
                        return Some(&text[from..from + at]);
                    }
                }
                _ => {}
            }
        }
        start = None;
        Some(&text[from..])
    })
}

/// What stands within, when one pair of braces encloses the whole and it is no accent.
fn whole_group(name: &str) -> Option<&str> {
    let inner = name.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_i32;
    for byte in inner.bytes() {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        if depth < 0 {
            return None;
        }
    }
    (depth == 0 && !inner.starts_with('\\')).then_some(inner)
}

/// Whether braces hold something together that would else be parted.
fn protects(name: &str) -> bool {
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ' ' | ',' | '~' | '\n' | '\t' if depth > 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: &[(&str, &str, &str, &str)]) {
        let (people, _) = names(list);
        let found: Vec<(&str, &str, &str, &str)> = people
            .iter()
            .map(|p| {
                (
                    p.given.as_str(),
                    p.family.as_str(),
                    p.suffix.as_str(),
                    [p.collective.as_str(), &p.literal].concat().leak() as &str,
                )
            })
            .collect();
        assert_eq!(found, expected, "{list}");
    }

    #[test]
    fn names_as_bibtex_reads_them() {
        check(
            "Rossi, Anna and Maria von der Heide",
            &[("Anna", "Rossi", "", ""), ("Maria", "von der Heide", "", "")],
        );
        check(
            "de la Cruz, Jr, Ana\nand {World Health Organization}",
            &[("Ana", "de la Cruz", "Jr", ""), ("", "", "", "World Health Organization")],
        );
        check(
            r"{\'E}va Szab{\'o} AND Ludwig {van Beethoven}",
            &[("Éva", "Szabó", "", ""), ("Ludwig", "van Beethoven", "", "")],
        );
        check("{Barnes and Noble}, {J. and K.}", &[("J. and K.", "Barnes and Noble", "", "")]);
        check("F.~A. Smith", &[("F. A.", "Smith", "", "")]);
        check("family=Berg, given=Maria, prefix=van der, given-i=M", &[("Maria", "van der Berg", "", "")]);
        check("Smith, J.; Doe, A.", &[("J.", "Smith", "", ""), ("A.", "Doe", "", "")]);
        check("Plato", &[("", "", "", "Plato")]);
        check("Anderson, Sandy", &[("Sandy", "Anderson", "", "")]);
        check("", &[]);
        assert!(names("Rossi, A and others").1);
    }
}
