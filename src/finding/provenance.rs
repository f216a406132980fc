//! What makes the findings of this program: the extractor, its version, its weights and its rules. `build.rs` hashes the last
//! two, so that nobody has to remember to say that they changed.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::{EXTRACTOR, VERSION, mesh};
use crate::contract::v1::Provenance;

/// The parts of a provenance that are the same for every finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    pub extractor: &'static str,
    pub version: &'static str,
    /// Hash of the files of `models/` and of the MeSH vocabulary in use, 16 hexadecimal digits.
    pub model: String,
    /// Hash of the sources of this room, 16 hexadecimal digits.
    pub rules: &'static str,
    /// All of it in one number, never 0: findings that carry another one are stale. The hash of the abstract has no part in
    /// it, since a new abstract is never stored without new findings.
    pub stamp: u64,
}

impl Maker {
    /// The provenance of a finding of the abstract with this hash.
    pub fn provenance(&self, abstract_sha256: &str) -> Provenance {
        Provenance {
            extractor: self.extractor.to_owned(),
            version: self.version.to_owned(),
            model: self.model.clone(),
            rules: self.rules.to_owned(),
            abstract_sha256: abstract_sha256.to_owned(),
        }
    }
}

/// What makes the findings of this program.
pub fn current() -> &'static Maker {
    static CURRENT: LazyLock<Maker> = LazyLock::new(|| {
        // absent where the sources are built by another script than the crate's own
        let weights = option_env!("IBID_MODEL_HASH").unwrap_or_default();
        let model = hexadecimal(&Sha256::digest([weights, mesh::vocabulary_hash()].join("\n")));
        let rules = option_env!("IBID_RULES_HASH").unwrap_or_default();
        Maker {
            extractor: EXTRACTOR,
            version: VERSION,
            stamp: stamp([EXTRACTOR, VERSION, &model, rules]),
            model,
            rules,
        }
    });
    &CURRENT
}

/// The first sixteen digits.
fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn stamp(parts: [&str; 4]) -> u64 {
    let digest = Sha256::digest(parts.join("\n"));
    digest.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_counts() {
        let parts = ["ibid", "1", "a", "b"];
        let whole = stamp(parts);
        for index in 0..parts.len() {
            let mut changed = parts;
            changed[index] = "c";
            assert_ne!(stamp(changed), whole, "{changed:?}");
        }
        assert_eq!(stamp(parts), whole);
    }

    #[test]
    fn the_program_knows_its_weights_and_rules() {
        let Maker { model, rules, stamp, .. } = current();
        assert_eq!(model.len(), 16);
        // the crate's own build script sets it
        assert_eq!(rules.len(), if option_env!("IBID_RULES_HASH").is_some() { 16 } else { 0 });
        for hash in [model.as_str(), rules] {
            assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
        }
        assert_ne!(*stamp, 0);
        assert_eq!(current().provenance("x").abstract_sha256, "x");
    }
}
