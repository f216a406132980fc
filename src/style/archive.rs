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
