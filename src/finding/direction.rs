//! Which way the outcome of a clause goes. Needs a word of change or comparison.

use std::sync::LazyLock;

use super::cue::{self, Cues, Found};
use super::kind::Clause;
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::token;
use crate::contract::v1::{
    Certainty, Direction, FindingKind, Measurement, MeasurementKind, MeasurementOperator,
};

/// What "no" must deny to deny an effect.
static EFFECTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "effect",
        "effects",
        "change",
        "changes",
        "difference",
        "differences",
        "association",
        "associations",
        "correlation",
        "correlations",
        "relationship",
        "relation",
        "increase",
        "decrease",
        "reduction",
        "improvement",
        "benefit",
        "influence",
        "evidence",
        "pattern",
        "response",
        "responses",
        "impact",
        "interaction",
        "trend",
        "alteration",
        "alterations",
        "inhibition",
        "stimulation",
        "mechanism",
        "release",
        "advantage",
        "loss",
        "rise",
        "fall",
        "shift",
        "variation",
        "link",
    ])
});

/// A direction, the cues it rests on, and the cues that deny.
pub struct Way {
    pub direction: Direction,
    pub cues: Vec<Found>,
    pub denials: Vec<Found>,
    pub negated: bool,
}

/// Reads the direction of a clause.
pub fn read(judged: &Clause<'_>, kind: FindingKind) -> Way {
    let Clause { reading, cues, extent: clause, certainty, .. } = *judged;
    let none = |direction| Way { direction, cues: Vec::new(), denials: Vec::new(), negated: false };
    if matches!(kind, FindingKind::Recommendation | FindingKind::Prevalence)
        && !cues.any(clause, cue::MORE | cue::LESS)
    {
        return none(Direction::None);
    }
    if kind == FindingKind::Recommendation {
        return none(Direction::None);
    }
    if kind == FindingKind::Controversy || certainty == Certainty::Unknown {
        return none(Direction::Unclear);
    }
    let denials: Vec<Found> =
        cues.of(clause, cue::DENIAL).filter(|cue| !litotes(reading, cue.extent)).copied().collect();
    let (direction, found) = positive(judged);
    let unseen = denials.iter().any(|denial| denies_sight(reading, clause, denial));
    let negated = denials.iter().any(|denial| denies(reading, cues, clause, denial));
    if unseen && !negated {
        return Way { direction, cues: found, denials, negated: true };
    }
    if negated {
        let found = if found.is_empty() { denials.clone() } else { found };
        return Way { direction: Direction::NoDifference, cues: found, denials, negated };
    }
    Way { direction, cues: found, denials: Vec::new(), negated }
}

fn positive(judged: &Clause<'_>) -> (Direction, Vec<Found>) {
    let Clause { reading, cues, extent: clause, core: [subject, predicate], measurements, .. } = *judged;
    let ways = cue::MORE | cue::LESS | cue::BETTER | cue::WORSE;
    let amounts = |cue: &&Found| {
        !bounds_a_number(reading, cue.extent)
            && !adjective(reading, cue.extent)
            && !names_a_thing(reading, cue.extent)
    };
    let mut moving: Vec<Found> = cues.of(predicate, ways).filter(amounts).copied().collect();
    if moving.is_empty() {
        // "prolonged therapy was given": an adjective of the subject tells no change
        let noun = |cue: &&Found| !reading.lower(cue.extent).ends_with("ed");
        let nouns: Vec<Found> = cues.of(subject, ways).filter(amounts).filter(noun).copied().collect();
        let both = [cue::MORE, cue::LESS].iter().all(|way| nouns.iter().any(|cue| cue.classes & way != 0));
        moving = if both { Vec::new() } else { nouns };
    }
    let alike = |cue: &&Found| !manner(reading, cue.extent, &moving);
    let same: Vec<Found> = cues.of(clause, cue::SAME).filter(alike).copied().collect();
    let Some(first) = moving.first() else {
        if let Some(first) = same.first() {
            return (Direction::NoDifference, vec![*first]);
        }
        let compared = cues.any(clause, cue::CHANGE);
        return match not_significant(measurements) && compared {
            true => (Direction::NoDifference, Vec::new()),
            false => (Direction::None, Vec::new()),
        };
    };
    if same.first().is_some_and(|same| same.extent.start < first.extent.start) {
        return (Direction::NoDifference, same);
    }
    if cues.of(clause, cue::CHANGE).any(|cue| varies(reading, cue.extent)) {
        return (Direction::None, Vec::new());
    }
    if let Some(way) = moving.iter().find_map(|cue| compared_in_value(reading, cue)) {
        return way;
    }
    let value = moving.iter().find(|cue| cue.classes & (cue::BETTER | cue::WORSE) != 0);
    let amount = moving.iter().find(|cue| cue.classes & (cue::MORE | cue::LESS) != 0);
    let chosen = match (value, amount) {
        (Some(value), Some(amount)) if value.extent.start <= amount.extent.start => value,
        (_, Some(amount)) => amount,
        (Some(value), None) => value,
        (None, None) => first,
    };
    let direction = match chosen.classes {
        classes if classes & cue::BETTER != 0 => Direction::Improves,
        classes if classes & cue::WORSE != 0 => Direction::Worsens,
        classes if classes & cue::MORE != 0 => Direction::Increase,
        _ => Direction::Decrease,
    };
    (direction, vec![*chosen])
}

/// "more effective", "less reliable": the comparison is one of value.
fn compared_in_value(reading: &Reading<'_>, cue: &Found) -> Option<(Direction, Vec<Found>)> {
    const VALUES: [&str; 22] = [
        "accurate",
        "appropriate",
        "beneficial",
        "convenient",
        "definitive",
        "effective",
        "efficacious",
        "efficient",
        "exact",
        "favorable",
        "favourable",
        "helpful",
        "precise",
        "reliable",
        "satisfactory",
        "sensitive",
        "specific",
        "successful",
        "suitable",
        "useful",
        "valuable",
        "powerful",
    ];
    // "were more" may be one cue
    let way = match reading.lower(cue.extent).rsplit(' ').next() {
        Some("more") => Direction::Improves,
        Some("less") => Direction::Worsens,
        _ => return None,
    };
    let next = reading.words(Extent::new(cue.extent.end, reading.text.len().min(cue.extent.end + 24)));
    let value = next.first().filter(|word| word.extent.start == cue.extent.end + 1)?;
    VALUES.contains(&reading.lower(value.extent)).then(|| (way, vec![*cue]))
}

/// Agents and compounds are named after what they do, and nothing is said to change: "an inhibitor", "reducing activity",
/// "lipid-lowering".
fn names_a_thing(reading: &Reading<'_>, cue: Extent) -> bool {
    let word = reading.lower(cue);
    let joined = cue.start.checked_sub(1).and_then(|at| reading.text.as_bytes().get(at)) == Some(&b'-');
    let joins = reading.text.as_bytes().get(cue.end) == Some(&b'-');
    let after = reading.lower.get(cue.end..).unwrap_or_default();
    word.ends_with("tor")
        || word.ends_with("tors")
        || word.ends_with("ory")
        || joined && !word.starts_with("regulat")
        || joins
        || word == "stimulation" && !after.starts_with(" of ")
        || matches!(word, "reducing" | "lowering" | "increasing" | "promoting")
            && after.starts_with(" activity")
        || matches!(word, "younger" | "older")
            && [" age ", " group", " patient", " children", " wom", " men "]
                .iter()
                .any(|noun| after.starts_with(noun))
}

/// "similarly reduced" says how something changed; "equally effective" says that nothing differs.
fn manner(reading: &Reading<'_>, same: Extent, moving: &[Found]) -> bool {
    let changed = |cue: &Found| {
        let word = reading.lower(cue.extent);
        cue.classes & (cue::MORE | cue::LESS) != 0
            || word.starts_with("improv")
            || word.starts_with("deteriorat")
    };
    matches!(reading.lower(same), "similarly" | "equally" | "identically")
        && moving.iter().any(|cue| cue.extent.start == same.end + 1 && changed(cue))
}

/// "varies with age", "varied widely": changes that go no one way. "Varied diets" do not.
fn varies(reading: &Reading<'_>, cue: Extent) -> bool {
    let after = reading.lower.get(cue.end..).unwrap_or_default();
    match reading.lower(cue) {
        "varies" | "vary" => true,
        "varied" => [
            " between ",
            " from ",
            " with ",
            " among ",
            " according ",
            " by ",
            " widely",
            " across ",
            " over ",
            " greatly",
            " considerably",
            " depending ",
        ]
        .iter()
        .any(|word| after.starts_with(word)),
        _ => false,
    }
}

/// "not uncommon" says common; "not only" says more.
fn litotes(reading: &Reading<'_>, cue: Extent) -> bool {
    let after = reading.lower.get(cue.end..).unwrap_or_default();
    [
        " uncommon",
        " unusual",
        " infrequent",
        " only",
        " rare",
        " unlike",
        " insignificant",
        " negligible",
        " surprising",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}

/// "more than 20%", "less than 5": a bound, not a change. "than" alone compares.
fn bounds_a_number(reading: &Reading<'_>, cue: Extent) -> bool {
    let after = reading.lower.get(cue.end..).unwrap_or_default();
    let Some(rest) = after.strip_prefix(" than ") else { return false };
    matches!(
        reading.lower(cue),
        "more" | "less" | "greater" | "fewer" | "higher" | "lower" | "older" | "younger" | "longer"
    ) && rest.trim_start_matches("+/- ").starts_with(|c: char| c.is_ascii_digit())
}

/// Words that are names of things and not of change: "lower limb", "less invasive", "minor".
fn adjective(reading: &Reading<'_>, cue: Extent) -> bool {
    let after = reading.lower.get(cue.end..).unwrap_or_default();
    match reading.lower(cue) {
        "lower" => [" limb", " extremit", " back", " respiratory", " leg", " urinary", " jaw", " lip"]
            .iter()
            .any(|w| after.starts_with(w)),
        "higher" => after.starts_with(" education"),
        "good" => after.starts_with(" clinical practice") || after.starts_with(" agreement"),
        "adverse" => [" event", " effect", " reaction"].iter().any(|word| after.starts_with(word)),
        "depressed" => [" patient", " mood", " wom", " men", " adult", " subject", " individual"]
            .iter()
            .any(|word| after.starts_with(word)),
        // of places in the body: "superior sulcus"
        "superior" | "inferior" | "superiore" | "inferiore" | "inferiores" => {
            !after.is_empty() && ![" to", " in ", ".", ",", " ("].iter().any(|next| after.starts_with(next))
        }
        "toxic" | "damage" | "minor" => true,
        _ => false,
    }
}

/// True when the denial reaches a word of effect, difference or change: within the next words.
fn denies(reading: &Reading<'_>, cues: &Cues, clause: Extent, denial: &Found) -> bool {
    let phrase = reading.lower(denial.extent);
    if phrase.contains(' ')
        && phrase.starts_with("no ")
        && !matches!(phrase, "no longer" | "no other" | "no evidence")
    {
        return true;
    }
    let after = Extent::new(denial.extent.end, clause.end);
    let effect = cue::MORE | cue::LESS | cue::BETTER | cue::WORSE | cue::RELATION | cue::CHANGE;
    let reach = cues.of(after, effect).next();
    if phrase == "no" {
        let head = reading.lower(Extent::new(clause.start, denial.extent.start)).trim_end();
        if ["caused", "produced", "had", "showed", "induced", "exerted", "resulted in"]
            .iter()
            .any(|verb| head.ends_with(verb))
        {
            return true;
        }
        let words: Vec<&str> = token::words(reading, after).take(4).map(|word| reading.lower(word)).collect();
        return words
            .iter()
            .take_while(|word| !matches!(**word, "in" | "of" | "was" | "were"))
            .any(|w| EFFECTS.holds(w));
    }
    if phrase == "failed to" || phrase == "did not" {
        return reach.is_some();
    }
    reach.is_some_and(|cue| cue.extent.start - denial.extent.end <= 40)
        || ["significant", "differ", "change"]
            .iter()
            .any(|w| reading.lower(after).trim_start().starts_with(w))
}

/// "could not be demonstrated", "was never seen".
fn denies_sight(reading: &Reading<'_>, clause: Extent, denial: &Found) -> bool {
    let after = Extent::new(denial.extent.end, clause.end);
    let phrase = reading.lower(denial.extent);
    (phrase.ends_with("not") || phrase == "never")
        && token::words(reading, after)
            .map(|word| reading.lower(word))
            .find(|word| !matches!(*word, "be" | "been" | "clearly") && !word.ends_with("ly"))
            .is_some_and(|word| {
                matches!(
                    word,
                    "demonstrated" | "seen" | "observed" | "detected" | "found" | "shown" | "effected"
                )
            })
}

fn not_significant(measurements: &[Measurement]) -> bool {
    let mut values = measurements.iter().filter(|m| m.kind == MeasurementKind::PValue as i32).peekable();
    values.peek().is_some()
        && values.all(|p| {
            let low = p.operator == MeasurementOperator::Less as i32
                || p.operator == MeasurementOperator::LessOrEqual as i32;
            !low && p.value_number.is_some_and(|value| {
                value > 0.05 || (value == 0.05 && p.operator == MeasurementOperator::Greater as i32)
            })
        })
}

#[cfg(test)]
mod tests;
