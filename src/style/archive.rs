//! The styles and locales that hayagriva carries as data (CC BY-SA 3.0): decoded when they are first asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use citationberg::Locale;

/// The CSL locale of a tag, in any case.
pub fn locale(tag: &str) -> Option<&'static Locale> {
    locales().get(tag.to_ascii_lowercase().as_str())
}

/// Every CSL locale by its tag in lower case.
pub fn locales() -> &'static BTreeMap<String, Locale> {
    static LOCALES: OnceLock<BTreeMap<String, Locale>> = OnceLock::new();
    LOCALES.get_or_init(|| {
        let all = hayagriva::archive::locales().into_iter();
        all.filter_map(|locale| Some((locale.lang.as_ref()?.0.to_ascii_lowercase(), locale))).collect()
    })
}

/// A tag as its locale writes it.
pub fn tag(tag: &str) -> Option<&'static str> {
    Some(locale(tag)?.lang.as_ref()?.0.as_str())
}

/// Tag of the first locale of a language.
pub fn dialect(language: &str) -> Option<&'static str> {
    let tags = locales().values().filter_map(|locale| Some(locale.lang.as_ref()?.0.as_str()));
    tags.into_iter().find(|tag| tag.split('-').next() == Some(language))
}

/// Every tag that there is a locale for, in order.
pub fn tags() -> Vec<&'static str> {
    locales().keys().filter_map(|key| tag(key)).collect()
}
