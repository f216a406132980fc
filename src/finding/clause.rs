//! Clauses of a sentence, so that one sentence yields several findings: without attribution, opening connective or full
//! stop, with their parentheses.

mod opening;

use std::cell::LazyCell;
use std::sync::LazyLock;

use super::cue::{self, Cues};
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::token;
use super::verb::{self, complete, has_finite_verb};

pub use opening::strip;

/// A clause and the words before it that attribute or hedge it ("They suggest that").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    pub extent: Extent,
    /// From the start of the attribution to the start of the clause; empty without one.
    pub attribution: Extent,
}

/// No clause that a person wrote is longer, in bytes. What is longer is a list or worse, and finds nothing.
const LONGEST: usize = 4_000;

/// Splits a sentence into clauses, in text order.
pub fn split(reading: &Reading<'_>, cues: &Cues, sentence: Extent) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut attribution = Extent::new(sentence.start, sentence.start);
    for piece in pieces(reading, cues, sentence) {
        let stripped = strip(reading, piece);
        if stripped.attribution.start < stripped.attribution.end {
            attribution = stripped.attribution;
        }
        let extent = unstopped(reading, stripped.extent);
        if (4..=LONGEST).contains(&(extent.end - extent.start)) {
            clauses.push(Clause { extent, attribution });
        }
    }
    clauses
}

/// What a clause is about: the head of its subject, and its predicate up to what only frames it ("despite", "before").
pub fn core(reading: &Reading<'_>, clause: Extent) -> [Extent; 2] {
    static AFTER_HEAD: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            " for ", " in ", " with ", " by ", " from ", " to ", " at ", " during ", " after ", " due ",
            " on ",
        ])
    });
    static FRAMES: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[" despite ", " before ", " in the absence of ", " in spite of ", " prior to "])
    });
    let Some(verb) = verb::main_verb(reading, clause) else { return [clause; 2] };
    let subject = Extent::new(clause.start, verb.start);
    let head = AFTER_HEAD.first(reading.lower(subject)).map_or(subject.end, |at| subject.start + at.start);
    let predicate = Extent::new(verb.start, clause.end);
    let end = FRAMES.first(reading.lower(predicate)).map_or(predicate.end, |at| predicate.start + at.start);
    [Extent::new(subject.start, head), Extent::new(verb.start, end)]
}

/// The extent without closing punctuation and spaces.
fn unstopped(reading: &Reading<'_>, extent: Extent) -> Extent {
    let slice =
        reading.slice(extent).trim_end_matches(['.', ';', ',', ':', '!', '?', '。', ' ', '\u{a0}', '\n']);
    reading.trimmed(Extent::new(extent.start, extent.start + slice.len()))
}

/// A place where a sentence may part: `end` closes the left piece, `next` opens the right one.
struct Joint {
    end: usize,
    next: usize,
    kind: JointKind,
}

#[derive(Clone, Copy, PartialEq)]
enum JointKind {
    Semicolon,
    Contrast,
    And,
    Comma,
    Colon,
    With,
    /// "with no", without a comma: only of what harms.
    WithNo,
    Without,
    /// ", thereby reducing": what follows tells another outcome.
    Participle,
}

fn pieces(reading: &Reading<'_>, cues: &Cues, sentence: Extent) -> Vec<Extent> {
    let mut pieces = Vec::new();
    let mut start = sentence.start;
    let joints = joints(reading, sentence);
    for (joint, until) in joints.iter().zip(bounds(&joints, sentence.end)) {
        let left = Extent::new(start, joint.end.max(start));
        if joint.end <= start || left.end - left.start > LONGEST {
            continue;
        }
        let end = if joint.kind == JointKind::Semicolon { sentence.end } else { until };
        let right = Extent::new(
            joint.next,
            end.clamp(joint.next, joint.next + LONGEST).min(sentence.end).max(joint.next),
        );
        if !parts(reading, cues, left, right, joint, &pieces, sentence.end) {
            continue;
        }
        pieces.push(left);
        let spaces =
            reading.text.as_bytes()[joint.next..sentence.end].iter().take_while(|byte| **byte == b' ');
        start = joint.next + spaces.count();
    }
    pieces.push(Extent::new(start, sentence.end));
    pieces
}

/// Where what stands right of each joint ends: at the next joint between whole clauses.
fn bounds(joints: &[Joint], end: usize) -> Vec<usize> {
    let mut bounds = vec![end; joints.len()];
    let mut next = end;
    for (bound, joint) in bounds.iter_mut().zip(joints).rev() {
        *bound = next;
        let hangs = [JointKind::With, JointKind::WithNo, JointKind::Without, JointKind::Participle];
        if !hangs.contains(&joint.kind) {
            next = joint.end;
        }
    }
    bounds
}

fn parts(
    reading: &Reading<'_>,
    cues: &Cues,
    left: Extent,
    right: Extent,
    joint: &Joint,
    before: &[Extent],
    sentence_end: usize,
) -> bool {
    // an attribution has a verb, and is no clause; asked last, since it reads all that stands before
    let said = LazyCell::new(|| strip(reading, left).extent);
    let whole = || complete(reading, *said);
    match joint.kind {
        JointKind::Semicolon | JointKind::Contrast => {
            let right = strip(reading, right).extent;
            let another = match verb::opens_with_verb(reading, right) {
                true => obliges(cues, right) || another_claim(reading, cues, *said, right),
                false => {
                    has_finite_verb(reading, right)
                        || denies(reading, cues, left, right)
                        || opens_with_phrase(reading, right, sentence_end)
                }
            };
            another && (whole() || opens_with_amount(reading.lower(*said)))
        }
        JointKind::Colon => verb::opens_with_subject(reading, right) && whole(),
        JointKind::Comma => {
            // "once it has grown, ..." only frames what follows
            let framed = ["once ", "after ", "before ", "as ", "should ", "had ", "were ", "in case "];
            verb::opens_with_subject(reading, strip(reading, right).extent)
                && whole()
                && !framed.iter().any(|word| reading.lower(*said).starts_with(word))
        }
        JointKind::And => {
            // "and, as such, always need to": commas between do not part the verb from its conjunction
            let open = Extent::new(right.start, right.end.max((left.end + 48).min(sentence_end)));
            if obliges(cues, open) && whole() {
                return true;
            }
            if before.last().is_some_and(|_| opens_with_amount(reading.lower(right)))
                && opens_with_amount(reading.lower(left))
            {
                return !has_finite_verb(reading, right);
            }
            if reading.lower(right).trim_start().starts_with("that ") {
                return whole() && said.start > left.start && has_finite_verb(reading, right);
            }
            let another = verb::opens_with_subject(reading, strip(reading, right).extent)
                || opens_with_modal(reading, right) && !modal(reading, *said)
                || verb::opens_with_verb(reading, right) && another_claim(reading, cues, *said, right);
            another && whole()
        }
        JointKind::With => opens_with_amount(reading.lower(right)) && whole(),
        JointKind::WithNo | JointKind::Without => harmless(cues, right) && whole(),
        JointKind::Participle => whole(),
    }
}

/// "but in some dogs, it rose": the verb comes behind a phrase and its comma.
fn opens_with_phrase(reading: &Reading<'_>, right: Extent, sentence_end: usize) -> bool {
    let lower = reading.lower(right);
    let phrase = ["in ", "at ", "after ", "during ", "for ", "among ", "on ", "with ", "[formula"];
    let rest = Extent::new(right.start, sentence_end.min(right.end + 120).max(right.start));
    phrase.iter().any(|word| lower.starts_with(word))
        && reading.lower(Extent::new(right.end, sentence_end.max(right.end))).starts_with(", ")
        && has_finite_verb(reading, rest)
}

const MODALS: [&str; 6] = ["may", "might", "can", "could", "should", "must"];

fn modal(reading: &Reading<'_>, extent: Extent) -> bool {
    verb::finite_verb(reading, extent).is_some_and(|verb| MODALS.contains(&reading.lower(verb)))
}

/// "and may be preferred": under one subject a verb of another certainty.
fn opens_with_modal(reading: &Reading<'_>, right: Extent) -> bool {
    reading.words(right).first().is_some_and(|word| MODALS.contains(&reading.lower(word.extent)))
}

/// "but not stroke": a denial about another outcome.
fn denies(reading: &Reading<'_>, cues: &Cues, left: Extent, right: Extent) -> bool {
    let lower = reading.lower(right);
    lower.strip_prefix("but ").unwrap_or(lower).starts_with("not ") && !cues.any(left, cue::DENIAL)
}

/// Under one subject a verb tells something else when one of the two denies, or when each has a test of its own.
fn another_claim(reading: &Reading<'_>, cues: &Cues, left: Extent, right: Extent) -> bool {
    static TESTS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&["p <", "p<", "p =", "p=", "p less than", "p >", "p>", " ci ", "95% ci"])
    });
    let denied = |extent: Extent| cues.any(extent, cue::DENIAL | cue::SAME);
    // "and died" ends what is told; "and died within a year" tells more
    let died = |extent: Extent| cues.any(extent, cue::DEATH) && extent.end - extent.start > 12;
    denied(left) != denied(right)
        || died(left) != died(right)
        || TESTS.within(reading.lower(left)) && TESTS.within(reading.lower(right))
}

/// "without complications", "without serious side effects".
fn harmless(cues: &Cues, right: Extent) -> bool {
    let near = Extent::new(right.start, right.end.min(right.start + 48));
    cues.any(near, cue::HARM | cue::TROUBLE | cue::DEATH)
}

/// "with no mortality", "with less than 20% morbidity": another outcome with its own number.
fn opens_with_amount(lower: &str) -> bool {
    let lower = lower.trim_start();
    ["no ", "less than ", "more than ", "a mortality ", "a morbidity "]
        .iter()
        .any(|start| lower.starts_with(start))
}

fn obliges(cues: &Cues, right: Extent) -> bool {
    let near = Extent::new(right.start, right.end.min(right.start + 40));
    cues.any(near, cue::SHOULD | cue::MUST | cue::SHOULD_NOT)
        && cues
            .of(near, cue::SHOULD | cue::MUST | cue::SHOULD_NOT)
            .next()
            .is_some_and(|cue| cue.extent.start < right.start + 24)
}

/// Bytes at which a joint or a bracket may begin.
const MAY_PART: [bool; 256] = token::marks(b"()[];,: ");

/// Joints outside brackets, in order.
fn joints(reading: &Reading<'_>, sentence: Extent) -> Vec<Joint> {
    const CONTRASTS: [&str; 12] = [
        "although ",
        "though ",
        "while ",
        "whereas ",
        "but ",
        "yet ",
        "mentre ",
        "ma ",
        "however, ",
        "however ",
        "even though ",
        "sebbene ",
    ];
    let bytes = reading.lower.as_bytes();
    let mut joints = Vec::new();
    let mut depth = 0usize;
    let mut at = sentence.start;
    while let Some(step) = bytes[at..sentence.end].iter().position(|byte| MAY_PART[usize::from(*byte)]) {
        at += step;
        let rest = &bytes[at..sentence.end];
        match bytes[at] {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            b';' => joints.push(Joint { end: at, next: at + 1, kind: JointKind::Semicolon }),
            b',' | b':' if rest.get(1) == Some(&b' ') => {
                let after = &rest[2..];
                if CONTRASTS.iter().any(|word| after.starts_with(word.as_bytes())) {
                    joints.push(Joint { end: at, next: at + 2, kind: JointKind::Contrast });
                } else if after.starts_with(b"and ") {
                    joints.push(Joint { end: at, next: at + 6, kind: JointKind::And });
                } else if after.starts_with(b"with ") {
                    joints.push(Joint { end: at, next: at + 7, kind: JointKind::With });
                } else if after.starts_with(b"without ") {
                    joints.push(Joint { end: at, next: at + 2, kind: JointKind::Without });
                } else if let Some(length) = participle(&reading.lower[at + 2..sentence.end]) {
                    joints.push(Joint { end: at, next: at + 2 + length, kind: JointKind::Participle });
                } else {
                    let kind = if bytes[at] == b',' { JointKind::Comma } else { JointKind::Colon };
                    joints.push(Joint { end: at, next: at + 2, kind });
                }
            }
            b' ' if !matches!(rest.get(1), Some(b'2'..=b'9' | b'a' | b'b' | b'w')) => {}
            b' ' if item(rest) => joints.push(Joint { end: at, next: at + 4, kind: JointKind::Semicolon }),
            b' ' if rest.starts_with(b" and ") || rest.starts_with(b" and,") => {
                joints.push(Joint { end: at, next: at + 5, kind: JointKind::And });
            }
            b' ' if rest.starts_with(b" with no ") => {
                joints.push(Joint { end: at, next: at + 6, kind: JointKind::WithNo });
            }
            b' ' if rest.starts_with(b" without ") => {
                joints.push(Joint { end: at, next: at + 1, kind: JointKind::Without });
            }
            b' ' if matches!(rest.get(1), Some(b'b' | b'w' | b'a')) => {
                let contrasts = [" but ", " whereas ", " while ", " although "];
                let telling =
                    rest.starts_with(b" while ").then(|| participle(&reading.lower[at + 1..sentence.end]));
                if let Some(length) = telling.flatten() {
                    joints.push(Joint { end: at, next: at + 1 + length, kind: JointKind::Participle });
                } else if contrasts.iter().any(|word| rest.starts_with(word.as_bytes())) {
                    joints.push(Joint { end: at, next: at + 1, kind: JointKind::Contrast });
                }
            }
            _ => {}
        }
        at += 1;
    }
    joints
}

/// " 2. the": the next item of a list within a sentence.
fn item(rest: &[u8]) -> bool {
    matches!(rest, [b' ', b'2'..=b'9', b'.' | b')', b' ', b'a'..=b'z', ..])
}

/// Length of what links a participle that tells an outcome: "thus " of "thus reducing".
fn participle(lower: &str) -> Option<usize> {
    static TELLING: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "indicating",
            "suggesting",
            "implying",
            "increasing",
            "decreasing",
            "reducing",
            "improving",
            "limiting",
            "preventing",
            "enhancing",
            "prolonging",
            "shortening",
            "lowering",
            "raising",
            "impairing",
            "inhibiting",
            "resulting in",
            "leading to",
            "contributing to",
            "causing",
            "producing",
            "eliminating",
        ])
    });
    let links = ["thus ", "thereby ", "hence ", "therefore ", "while ", ""];
    let link = links.iter().find(|link| lower.starts_with(**link))?;
    TELLING.opening(&lower[link.len()..]).map(|_| link.len())
}

#[cfg(test)]
mod tests;
