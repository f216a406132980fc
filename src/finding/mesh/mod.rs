//! MeSH descriptors of mentions, where the match is certain: the headings of NLM that ship with the program, or the vocabulary that
//! an operator has made of NLM's descriptor file.

pub mod descriptors;
mod everyday;
mod file;
mod form;
mod matching;
mod vocabulary;

use std::fmt::Write as _;
use std::sync::{LazyLock, OnceLock};

use sha2::{Digest, Sha256};

pub use file::{Record, VocabularyError, Writer};
pub use vocabulary::Vocabulary;

/// A descriptor of MeSH: its unique identifier ("D006528") and its heading ("Carcinoma, Hepatocellular").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Descriptor<'v> {
    pub ui: &'v str,
    pub heading: &'v str,
}

/// The descriptor that a phrase names, where that is certain; `matching` says what is.
pub fn descriptor(text: &str) -> Option<Descriptor<'static>> {
    descriptor_with(text, |_| None)
}

/// The same, where `expand` gives the long form of an abbreviation inside of the phrase: "patients with CKD".
pub fn descriptor_with<'t>(
    text: &'t str,
    expand: impl Fn(&'t str) -> Option<&'t str>,
) -> Option<Descriptor<'static>> {
    matching::descriptor(vocabulary()?, text, expand)
}

/// Places of a descriptor in the trees of MeSH ("C04.588.274.623.160"), apart by a space; empty with the headings that ship, which
/// come without trees.
pub fn trees(ui: &str) -> &'static str {
    vocabulary().map_or("", |vocabulary| vocabulary.trees(ui))
}

/// Puts a vocabulary in the place of the headings that ship, for the rest of the process.
///
/// # Errors
/// When a vocabulary is in use already.
pub fn install(vocabulary: Vocabulary) -> Result<(), AlreadyInstalled> {
    IN_USE.set(Some(vocabulary)).map_err(|_| AlreadyInstalled)
}

/// A vocabulary can be put in place only before the first one is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a MeSH vocabulary is in use already")]
pub struct AlreadyInstalled;

/// Hash of the vocabulary in use, 16 hexadecimal digits: findings made with another one are stale.
pub fn vocabulary_hash() -> &'static str {
    static SHIPPED_HASH: LazyLock<String> = LazyLock::new(|| hash(SHIPPED));
    match IN_USE.get() {
        Some(Some(vocabulary)) => vocabulary.hash(),
        _ => &SHIPPED_HASH,
    }
}

static SHIPPED: &[u8] = include_bytes!("../../../models/mesh.bin");

/// Nothing when the file that ships is not of this version, which a test rules out.
static IN_USE: OnceLock<Option<Vocabulary>> = OnceLock::new();

fn vocabulary() -> Option<&'static Vocabulary> {
    IN_USE.get_or_init(|| Vocabulary::read(SHIPPED).ok()).as_ref()
}

fn hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(16);
    for byte in Sha256::digest(bytes).iter().take(8) {
        // writing to a string does not fail
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests;
