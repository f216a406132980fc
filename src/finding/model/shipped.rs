//! The weights that ship, read once. `models/README.md` says what they were trained on.

use std::sync::LazyLock;

use super::class::ClassModel;
use super::cue::{self, Cue, CueModel};
use super::lexeme::Lexeme;
use super::linear::Linear;
use super::role::{Judged, RoleModel};
use super::words::{self, Words};
use super::{claim, direction};

static ROLES: LazyLock<Option<RoleModel>> =
    LazyLock::new(|| RoleModel::read(include_bytes!("../../../models/roles.bin")).ok());
static CLAIMS: LazyLock<Option<ClassModel<2>>> =
    LazyLock::new(|| ClassModel::read(include_bytes!("../../../models/claims.bin"), claim::KIND).ok());
static HEDGES: LazyLock<Option<CueModel>> =
    LazyLock::new(|| CueModel::read(include_bytes!("../../../models/hedges.bin"), cue::HEDGE).ok());
static NEGATIONS: LazyLock<Option<CueModel>> =
    LazyLock::new(|| CueModel::read(include_bytes!("../../../models/negations.bin"), cue::NEGATION).ok());
static DIRECTIONS: LazyLock<Option<Linear<3>>> =
    LazyLock::new(|| direction::load(include_bytes!("../../../models/directions.bin")).ok());

/// Words of each sentence of an English text.
pub fn words(sentences: &[&str]) -> Vec<Words> {
    sentences.iter().map(|sentence| words::read(sentence)).collect()
}

/// Roles of an English text's sentences; none when the weights are not this version's.
pub fn judge(text: &[Words]) -> Option<Judged> {
    ROLES.as_ref().map(|roles| roles.judge(text))
}

/// Probability that sentence `at` states what the abstract claims, and whether that is enough.
pub fn claim(text: &[Words], judged: &Judged, at: usize) -> Option<(f32, bool)> {
    let claims = CLAIMS.as_ref()?;
    let [_, claimed] = claims.probabilities(|sink| claim::features(text, judged, at, sink));
    Some((claimed, claimed >= claims.threshold))
}

/// Words of an English sentence that hedge; none when the weights are not this version's.
pub fn hedges(sentence: &[Lexeme<'_>]) -> Vec<Cue> {
    HEDGES.as_ref().map(|model| model.cues(sentence).collect()).unwrap_or_default()
}

/// Words of an English sentence that often hedge and do not here: "membrane potential", "the month of May".
pub fn no_hedges(sentence: &[Lexeme<'_>]) -> Vec<Cue> {
    let judged = HEDGES.as_ref().map(|model| model.judge(sentence)).unwrap_or_default();
    judged.into_iter().filter(|cue| cue.probability < 0.2).collect()
}

/// Words of an English sentence that deny; none when the weights are not this version's.
pub fn negations(sentence: &[Lexeme<'_>]) -> Vec<Cue> {
    NEGATIONS.as_ref().map(|model| model.cues(sentence).collect()).unwrap_or_default()
}

/// Probabilities that an English span tells a decrease, no difference, or an increase.
pub fn direction(span: &str) -> Option<[f32; 3]> {
    DIRECTIONS.as_ref().map(|model| model.probabilities(|sink| direction::features(span, sink)))
}

#[cfg(test)]
mod tests {
    use super::super::lexeme;
    use super::*;

    #[test]
    fn shipped_weights_are_of_this_version_and_tell_apart() {
        let sentences = [
            "Migraine is a frequent cause of disability.",
            "We aimed to find out whether zinc prevents attacks.",
            "In this randomised controlled trial, adults with migraine were assigned to receive zinc or placebo.",
            "The primary outcome was the number of attacks per month.",
            "Between May 2011 and June 2012, 312 patients were enrolled.",
            "Attacks fell by 2.1 per month with zinc and by 0.4 with placebo (p < 0.001).",
            "There were no serious adverse events.",
            "These results suggest that zinc prevents migraine.",
        ];
        let text = words(&sentences);
        let judged = judge(&text).expect("roles");
        let found = judged.likeliest();
        assert_eq!((found[0], found[2], found[3]), (0, 2, 2));
        assert_eq!(found[5..], [3, 3, 4]);
        let claimed = |at| claim(&text, &judged, at).expect("claims").0;
        assert!(claimed(7) > claimed(0) && claimed(7) > claimed(2));
        let check = |found: Vec<Cue>, sentence: &str, expected: &[&str]| {
            let found: Vec<_> = found.iter().map(|cue| &sentence[cue.start..cue.end]).collect();
            assert_eq!(found, expected, "{sentence}");
        };
        for (sentence, hedges_, negations_) in [
            ("These results suggest that zinc may act on nerves.", &["suggest", "may"][..], &[][..]),
            ("Cells were kept in a tin or a glass can.", &[], &[]),
            ("Zinc did not prevent migraine.", &[], &["not"]),
            ("Not only zinc but also iron was measured.", &[], &[]),
        ] {
            let read = lexeme::read(sentence);
            check(hedges(&read), sentence, hedges_);
            check(negations(&read), sentence, negations_);
        }
        let [less, none, more] =
            direction("There was no significant difference in pain (P = 0.41)").expect("way");
        assert!(none > less && none > more);
        let [less, none, more] =
            direction("Pain was significantly reduced with zinc (p < 0.01)").expect("way");
        assert!(less > none && less > more);
    }

    #[test]
    fn any_text_is_read() {
        for text in [&[][..], &[""], &["\u{0}\u{301}"], &["מחקר 💊", "…", "(((((", "9"], &["a"; 3000]]
        {
            let text = words(text);
            assert_eq!(judge(&text).expect("roles").roles.len(), text.len());
        }
    }
}
