//! Headings that are everyday words besides. MeSH means one thing by them and abstracts mostly another: "Compliance" is that of a
//! spring, "Ventilation" that of a room, "Culture" that of peoples, "Respiration" breathing and not what a cell does, "Pathology" a profession, "Lead" a metal.

/// True for the normal form of a heading that abstracts use in other senses as well.
///
/// The rule for the list: a heading of one word (and a few of two) stands in it when, read alone in an abstract, it
/// mostly means something else than the descriptor's own scope, or nothing that anyone would look up.
pub fn is_everyday(form: &str) -> bool {
    WORDS.binary_search(&form).is_ok()
}

/// In normal form, in order.
#[rustfmt::skip]
const WORDS: [&str; 194] = [
    "absorption", "achievement", "acid", "affect", "aged", "anatomy", "aptitude", "arm", "art", "asian",
    "association", "attention", "attitude", "awareness", "back", "base", "bay", "bia", "biology", "book",
    "capsule", "character", "chemistry", "cola", "color", "compliance", "comprehension", "control group",
    "crowding", "crown", "cue", "culture", "cytology", "diamond", "digitalis", "dilatation", "disease",
    "drama", "drinking", "drive", "efficiency", "ego", "elasticity", "element", "epidemiology", "eponym",
    "face", "faculty", "facy", "family", "fat", "filing", "flushing", "freedom", "friction", "friend",
    "galaxy", "glare", "glass", "goal", "gravitation", "growth", "habit", "hardness", "heating",
    "histology", "history", "hope", "hypersensitivity", "id", "industry", "ink", "inlay", "ion", "joint",
    "judgment", "knowledge", "language", "lead", "lense", "life", "lifting", "light", "literature", "logic",
    "magic", "mar", "mask", "medicine", "metal", "metaphor", "method", "mining", "minor", "molar", "mole",
    "moon", "morale", "motion", "name", "nature", "negative result", "negotiating", "nursing",
    "observation", "odorant", "orbit", "organization", "paper", "parity", "pathology", "pedigree",
    "perception", "permeability", "personality", "pharmacology", "physiology", "pica", "pilot", "plague",
    "planet", "policy", "population", "population growth", "powder", "pressure", "printing", "privacy",
    "probability", "projection", "proxy", "psychology", "publication", "pulse", "pupil", "radio", "reading",
    "record", "research", "respect", "respiration", "rest", "reward", "riot", "role", "rotation", "safety",
    "saint", "sand", "school", "science", "season", "seed", "sensation", "sex", "ship", "shock", "society",
    "solution", "sound", "specialization", "stalking", "steam", "suggestion", "survival", "swallow",
    "syndrome", "tail", "tax", "technology", "temperature", "thinking", "time", "torpedo", "touch",
    "traction", "transplant", "travel", "tree", "triplet", "tropism", "trust", "university", "vacuum",
    "ventilation", "virtue", "voice", "volition", "white", "will", "wind", "work", "writing", "x ray",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(WORDS.is_sorted());
        assert!(is_everyday("role") && !is_everyday("stroke"));
    }
}
