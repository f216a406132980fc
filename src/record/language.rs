//! Languages: BCP 47 inside, ISO 639-2/B at PubMed's edge, English names at Pure's.

mod table;

use table::{EXTRA, TABLE};

/// The BCP 47 tag of `code`, which may be one already (`it`, `pt_br`), ISO 639-2 in either form (`ita`, `ger`, `deu`) or an
/// English name (`Italian`). `None` where it is none of these, or says that the language is not known.
pub fn bcp47(code: &str) -> Option<String> {
    let code = code.trim();
    let (primary, rest) = match code.find(['-', '_']) {
        Some(at) if at <= 3 => code.split_at(at),
        _ => (code, ""),
    };
    match primary.len() {
        2 | 3 => {
            let tag = from_code(&primary.to_ascii_lowercase())?;
            with_subtags(tag, rest)
        }
        _ => from_name(code).map(str::to_owned),
    }
}

/// The ISO 639-2/B code of a BCP 47 tag: `ita` of `it`, `ger` of `de-CH`.
pub fn iso639_2b(tag: &str) -> Option<&'static str> {
    entry(tag).map(|(_, code, _)| *code)
}

/// The English name of the language of a BCP 47 tag: `Italian` of `it`.
pub fn english_name(tag: &str) -> Option<&'static str> {
    entry(tag).map(|(_, _, name)| *name)
}

/// Tag, ISO 639-2/B code, English name.
type Entry = (&'static str, &'static str, &'static str);

/// ISO 639-2/T codes that differ from 639-2/B.
const TERMINOLOGIC: [(&str, &str); 20] = [
    ("bod", "tib"),
    ("ces", "cze"),
    ("cym", "wel"),
    ("deu", "ger"),
    ("ell", "gre"),
    ("eus", "baq"),
    ("fas", "per"),
    ("fra", "fre"),
    ("hye", "arm"),
    ("isl", "ice"),
    ("kat", "geo"),
    ("mkd", "mac"),
    ("mri", "mao"),
    ("msa", "may"),
    ("mya", "bur"),
    ("nld", "dut"),
    ("ron", "rum"),
    ("slk", "slo"),
    ("sqi", "alb"),
    ("zho", "chi"),
];

fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLE.iter().chain(EXTRA)
}

fn entry(tag: &str) -> Option<&'static Entry> {
    let primary = tag.split(['-', '_']).next()?;
    entries().find(|(known, _, _)| known.eq_ignore_ascii_case(primary))
}

fn from_code(code: &str) -> Option<&'static str> {
    if code.len() == 2 {
        return entries().find(|(tag, _, _)| *tag == code).map(|(tag, _, _)| *tag);
    }
    // the languages of nearly every record
    match code {
        "eng" => return Some("en"),
        "scc" => return Some("sr"),
        "scr" => return Some("hr"),
        "mol" => return Some("ro"),
        _ => {}
    }
    let code =
        TERMINOLOGIC.iter().find(|(terminologic, _)| *terminologic == code).map_or(code, |(_, code)| *code);
    entries().find(|(_, known, _)| *known == code).map(|(tag, _, _)| *tag)
}

fn from_name(name: &str) -> Option<&'static str> {
    let name = name.split([';', ',', '(']).next()?.trim();
    entries().find(|(_, _, known)| known.eq_ignore_ascii_case(name)).map(|(tag, _, _)| *tag)
}

/// `tag` with subtags in the case of RFC 5646: scripts `Hans`, regions `BR`, others lower.
fn with_subtags(tag: &str, rest: &str) -> Option<String> {
    let mut full = tag.to_owned();
    for subtag in rest.split(['-', '_']).skip(1) {
        if !(1..=8).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        full.push('-');
        match subtag.len() {
            2 => full.push_str(&subtag.to_ascii_uppercase()),
            4 if subtag.as_bytes()[0].is_ascii_alphabetic() => {
                full.push_str(&subtag[..1].to_ascii_uppercase());
                full.push_str(&subtag[1..].to_ascii_lowercase());
            }
            _ => full.push_str(&subtag.to_ascii_lowercase()),
        }
    }
    Some(full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_codes_and_names() {
        let cases = [
            ("ita", Some("it")),
            ("ger", Some("de")),
            ("deu", Some("de")),
            ("ENG", Some("en")),
            ("it", Some("it")),
            ("pt_br", Some("pt-BR")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            ("Italian", Some("it")),
            ("spanish; castilian", Some("es")),
            ("Chinese (Simplified)", Some("zh")),
            ("mul", Some("mul")),
            ("und", None),
            ("xx", None),
            ("en-", None),
            ("Klingonese", None),
            ("é", None),
            ("", None),
        ];
        for (code, tag) in cases {
            assert_eq!(bcp47(code).as_deref(), tag, "{code}");
        }
    }

    #[test]
    fn names_languages() {
        for (tag, code, name) in [
            ("it", Some("ita"), Some("Italian")),
            ("de-CH", Some("ger"), Some("German")),
            ("en", Some("eng"), Some("English")),
            ("qq", None, None),
        ] {
            assert_eq!((iso639_2b(tag), english_name(tag)), (code, name), "{tag}");
        }
    }

    #[test]
    fn every_code_and_name_reads_back() {
        for (tag, code, name) in entries() {
            for written in [tag, code, name] {
                assert_eq!(bcp47(written).as_deref(), Some(*tag), "{written}");
            }
        }
        for (terminologic, code) in TERMINOLOGIC {
            assert_eq!(bcp47(terminologic), bcp47(code), "{terminologic}");
            assert!(bcp47(code).is_some(), "{code}");
        }
    }

    proptest! {
        #[test]
        fn tags_are_stable(code in "[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8}){0,2}|\\PC{0,10}") {
            if let Some(tag) = bcp47(&code) {
                prop_assert_eq!(bcp47(&tag), Some(tag));
            }
        }
    }
}
