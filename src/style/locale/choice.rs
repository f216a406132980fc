//! Which CSL locale answers for a tag.

use crate::style::archive;

/// The locale of styles that ask for none.
const DEFAULT: &str = "en-US";

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The tag of the locale that is used.
    pub tag: String,
    /// There is none for the tag that was asked for.
    pub fell_back: bool,
}

/// A text that is no BCP 47 tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a BCP 47 tag such as `en-US`, `it` or `pt-BR`")]
pub struct BadTag;

/// Fails for a text that is no tag; an empty one asks for nothing.
pub fn check(asked: &str) -> Result<(), BadTag> {
    if asked.is_empty() { Ok(()) } else { parsed(asked).map(drop) }
}

fn parsed(tag: &str) -> Result<icu_locale_core::LanguageIdentifier, BadTag> {
    let parsed: icu_locale_core::Locale = tag.parse().map_err(|_| BadTag)?;
    Ok(parsed.id)
}

/// The locale for a tag; for an empty one that of the style, else en-US. `own` are the locales that the style brings along. A tag without
/// a locale falls back to the main dialect of its language, then to any dialect of it, then to en-US.
pub fn choose(asked: &str, default: Option<&str>, own: &[citationberg::Locale]) -> Result<Choice, BadTag> {
    let id = parsed(match asked {
        "" => default.unwrap_or(DEFAULT),
        asked => asked,
    })?;
    let base = id.language.to_string();
    let mut exact = base.clone();
    if let Some(region) = id.region {
        exact.push_str(&format!("-{region}"));
    }
    let scripted = id.script.map(|script| exact.replacen(&base, &format!("{base}-{script}"), 1));
    if let Some(known) = scripted.as_deref().and_then(archive::tag).or_else(|| archive::tag(&exact)) {
        return Ok(Choice { tag: known.to_owned(), fell_back: false });
    }
    let brings = |tag: &str| {
        own.iter().filter_map(|locale| locale.lang.as_ref()).any(|lang| lang.0.eq_ignore_ascii_case(tag))
    };
    let main = citationberg::LocaleCode(exact.clone()).fallback().map(|code| code.0);
    let dialect = main.as_deref().and_then(archive::tag).or_else(|| archive::dialect(&base));
    match dialect {
        _ if brings(&exact) => Ok(Choice { tag: exact, fell_back: false }),
        // "de" means German as most write it, which is no fall-back
        Some(dialect) => Ok(Choice { tag: dialect.to_owned(), fell_back: id.region.is_some() }),
        None if brings(&base) => Ok(Choice { tag: exact, fell_back: false }),
        None => Ok(Choice { tag: DEFAULT.to_owned(), fell_back: true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_fall_back_as_csl_says() {
        let check = |asked: &str, default: Option<&str>, expected: Option<(&str, bool)>| {
            let chosen = choose(asked, default, &[]).ok();
            let expected = expected.map(|(tag, fell_back)| Choice { tag: tag.to_owned(), fell_back });
            assert_eq!(chosen, expected, "{asked}");
        };
        check("", None, Some(("en-US", false)));
        check("", Some("en-GB"), Some(("en-GB", false)));
        check("it-it", Some("en-GB"), Some(("it-IT", false)));
        check("de", None, Some(("de-DE", false)));
        check("de-LI", None, Some(("de-DE", true)));
        check("es-AR", None, Some(("es-ES", true)));
        check("sr-latn-rs", None, Some(("sr-Latn-RS", false)));
        check("zh-Hans-CN", None, Some(("zh-CN", false)));
        check("de-AT-u-co-phonebk", None, Some(("de-AT", false)));
        check("tlh", None, Some(("en-US", true)));
        for bad in ["it_", "!", "english please", "e", "12"] {
            check(bad, None, None);
        }
    }
}
