//! Styles and locales, ready to be run. Those of the archive are compiled once a process, those of users are kept by their text as long
//! as there is room, and locales by the style that they belong to.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use super::archive;
use super::catalogue::{self, ReadyStyle};
use super::locale::{BadTag, Choice, Locale, choose};
use super::pure::PureStyle;
use super::source::{LoadedStyle, StyleError, load};

/// Bytes of style files that are kept.
const OWN: u64 = 8 << 20;
/// Locales that are kept: every locale of a dozen styles. One has about 50 kB.
const LOCALES: usize = 768;

/// A style with the key under which it is kept.
#[derive(Clone, Debug)]
pub struct Shelved {
    pub style: ReadyStyle,
    key: Key,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Archived(&'static str),
    Own([u8; 32]),
}

/// What is kept.
pub struct Shelf {
    own: Cache<[u8; 32], Kept, BySize>,
    locales: Cache<(Key, String), Arc<Locale>>,
}

#[derive(Clone)]
struct Kept {
    style: Arc<LoadedStyle>,
    size: u64,
}

#[derive(Clone)]
struct BySize;

impl Weighter<[u8; 32], Kept> for BySize {
    fn weight(&self, _: &[u8; 32], kept: &Kept) -> u64 {
        kept.size
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self { own: Cache::with_weighter(256, OWN, BySize), locales: Cache::new(LOCALES) }
    }
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelf").field("own", &self.own.len()).field("locales", &self.locales.len()).finish()
    }
}

impl Shelf {
    /// A style by its id.
    pub fn style(&self, id: &str) -> Option<Shelved> {
        let entry = catalogue::entry(id)?;
        Some(Shelved { style: catalogue::ready(entry.id)?, key: Key::Archived(entry.id) })
    }

    /// A style of a user's own.
    pub fn own(&self, csl: &str) -> Result<Shelved, StyleError> {
        let hash: [u8; 32] = Sha256::digest(csl.as_bytes()).into();
        let kept = self.own.get_or_insert_with(&hash, || {
            let style = Arc::new(load(csl)?);
            Ok(Kept { style, size: csl.len() as u64 })
        })?;
        Ok(Shelved { style: ReadyStyle::Csl(kept.style), key: Key::Own(hash) })
    }

    /// The locale that a style prints in when it is asked for `tag`.
    pub fn locale(&self, style: &Shelved, tag: &str) -> Result<(Arc<Locale>, Choice), BadTag> {
        let (default, own) = match &style.style {
            ReadyStyle::Csl(loaded) => (loaded.default_locale(), loaded.tree.locale.as_slice()),
            ReadyStyle::Pure(_) => (None, [].as_slice()),
        };
        // a style that asks for what is no tag gets what any style gets
        let choice = choose(tag, default, own).or_else(|bad| match tag {
            "" => choose("", None, own),
            _ => Err(bad),
        })?;
        let made = || -> Result<Arc<Locale>, BadTag> {
            Ok(Arc::new(Locale::new(&choice.tag, own, archive::locale)))
        };
        let locale = self.locales.get_or_insert_with(&(style.key.clone(), choice.tag.clone()), made)?;
        Ok((locale, choice))
    }
}

impl Shelved {
    /// Id of the style, or what one of a user's own calls itself.
    pub fn id(&self) -> &str {
        match (&self.key, &self.style) {
            (Key::Archived(id), _) => id,
            (Key::Own(_), ReadyStyle::Csl(loaded)) => &loaded.tree.info.id,
            (Key::Own(_), ReadyStyle::Pure(style)) => PureStyle::id(*style),
        }
    }
}
