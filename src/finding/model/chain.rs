//! The chain of roles: what follows what, by place in the text, and the probability of each role given all sentences.
//!
//! Journals differ in whether an introduction is all BACKGROUND, all OBJECTIVE, or first one and then the other. The chain
//! keeps these apart as states of their own, so that every sentence of an introduction helps to tell which it is.

/// BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS.
pub const ROLES: usize = 5;
/// Background alone, before an objective, or late in the text; objective alone, or beside background; then one for
/// each other role.
pub const STATES: usize = 8;
/// Parts of a text with transitions of their own.
pub const PARTS: usize = 6;
/// Weights of a chain: from state to state in all texts, then in each part, then first and last state.
pub const WEIGHTS: usize = (PARTS + 1) * STATES * STATES + 2 * STATES;

const FIRST: usize = (PARTS + 1) * STATES * STATES;
const LAST: usize = FIRST + STATES;
const ROLE: [usize; STATES] = [0, 0, 0, 1, 1, 2, 3, 4];

/// One number for each role.
pub type Scores = [f32; ROLES];
/// One number for each state.
pub type States = [f32; STATES];

/// The state of each sentence whose role is known.
pub fn states(roles: &[usize]) -> Vec<usize> {
    let body = roles.iter().position(|role| *role > 1).unwrap_or(roles.len());
    let (introduction, _) = roles.split_at(body);
    let both = introduction.contains(&0) && introduction.contains(&1);
    let state = |(at, role): (usize, &usize)| match role {
        0 if at >= body => 2,
        0 => usize::from(both),
        1 => 3 + usize::from(both || at >= body),
        role => role + 3,
    };
    roles.iter().enumerate().map(state).collect()
}

/// Sums what is known of states over their roles.
pub fn roles(states: &States) -> Scores {
    let mut roles = [0.0; ROLES];
    for (role, value) in ROLE.iter().zip(states) {
        if let Some(sum) = roles.get_mut(*role) {
            *sum += value;
        }
    }
    roles
}

fn part(at: usize, total: usize) -> usize {
    if total <= 1 { 0 } else { (at * PARTS / total).min(PARTS - 1) }
}

/// Place of the weights for passing `from` one state `to` the next, at sentence `at` of `total`.
pub fn steps(at: usize, total: usize, from: usize, to: usize) -> [usize; 2] {
    let step = from * STATES + to;
    [step, (part(at, total) + 1) * STATES * STATES + step]
}

/// Place of the weights of the first and of the last state.
pub fn ends(state: usize) -> [usize; 2] {
    [FIRST + state, LAST + state]
}

/// A chain ready for use: what its weights multiply by.
#[derive(Debug)]
pub struct Chain {
    first: States,
    last: States,
    parts: [[States; STATES]; PARTS],
}

/// Probabilities of each state, and of each pair of states (of the sentence before and this one).
#[derive(Debug, Default)]
pub struct Marginals {
    pub states: Vec<States>,
    /// Empty unless asked for; the first is unused.
    pub pairs: Vec<[States; STATES]>,
}

impl Chain {
    pub fn new(weights: &[f32]) -> Self {
        let weight = |at: usize| weights.get(at).copied().unwrap_or_default();
        let step = |part: usize, from: usize, to: usize| {
            let step = from * STATES + to;
            libm::expf(weight(step) + weight((part + 1) * STATES * STATES + step))
        };
        Self {
            first: std::array::from_fn(|state| libm::expf(weight(FIRST + state))),
            last: std::array::from_fn(|state| libm::expf(weight(LAST + state))),
            parts: std::array::from_fn(|part| {
                std::array::from_fn(|from| std::array::from_fn(|to| step(part, from, to)))
            }),
        }
    }

    /// Sums over all sequences of states, or over those `allowed` (1 for each state a sentence may have), scaled at
    /// each sentence.
    pub fn marginals(&self, scores: &[States], allowed: Option<&[States]>, pairs: bool) -> Marginals {
        let total = scores.len();
        let passing = |at: usize| &self.parts[part(at, total)];
        let all = |at: usize| allowed.and_then(|allowed| allowed.get(at)).unwrap_or(&[1.0; STATES]);
        let seen: Vec<States> =
            scores.iter().enumerate().map(|(at, scores)| worth(scores, all(at))).collect();
        let mut forward: Vec<States> = Vec::with_capacity(total);
        for (at, seen) in seen.iter().enumerate() {
            let mut now = match forward.last() {
                None => self.first,
                Some(before) => {
                    let mut now = [0.0; STATES];
                    for (row, before) in passing(at).iter().zip(before) {
                        now.iter_mut().zip(row).for_each(|(now, pass)| *now += before * pass);
                    }
                    now
                }
            };
            now.iter_mut().zip(seen).for_each(|(now, seen)| *now *= seen);
            forward.push(normal(now));
        }
        let mut states = forward.clone();
        let mut joint = Vec::new();
        let mut backward = self.last;
        for at in (0..total).rev() {
            states[at] = normal(std::array::from_fn(|state| forward[at][state] * backward[state]));
            let Some(before) = at.checked_sub(1) else { break };
            let pass = passing(at);
            let ahead: States = std::array::from_fn(|to| seen[at][to] * backward[to]);
            if pairs {
                joint.push(together(pass, &forward[before], &ahead));
            }
            backward = normal(pass.map(|row| row.iter().zip(&ahead).map(|(pass, ahead)| pass * ahead).sum()));
        }
        if pairs {
            joint.push([[0.0; STATES]; STATES]);
            joint.reverse();
        }
        Marginals { states, pairs: joint }
    }
}

/// What the scores of the allowed states multiply by, at most one.
fn worth(scores: &States, allowed: &States) -> States {
    let score = |state: usize| if allowed[state] > 0.0 { scores[state] } else { f32::MIN };
    let best = (0..STATES).map(score).fold(f32::MIN, f32::max);
    std::array::from_fn(|state| libm::expf(score(state) - best))
}

fn together(pass: &[States; STATES], before: &States, ahead: &States) -> [States; STATES] {
    let mut joint: [States; STATES] =
        std::array::from_fn(|from| std::array::from_fn(|to| before[from] * pass[from][to] * ahead[to]));
    let sum: f32 = joint.iter().flatten().sum();
    joint.iter_mut().flatten().for_each(|value| *value /= sum.max(f32::MIN_POSITIVE));
    joint
}

fn normal(values: States) -> States {
    let sum: f32 = values.iter().sum();
    values.map(|value| value / sum.max(f32::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marginals_are_the_sums_over_all_sequences() {
        let mut random = super::super::shuffle::Shuffle::new(1);
        let weights: Vec<f32> = (0..WEIGHTS).map(|_| random.around(1.0)).collect();
        let scores: Vec<States> = (0..4).map(|_| std::array::from_fn(|_| random.around(2.0))).collect();
        let mut expected = [[0.0f32; STATES]; 4];
        for code in 0..STATES.pow(4) {
            let path = [code % 8, code / 8 % 8, code / 64 % 8, code / 512];
            let mut score = weights[ends(path[0])[0]] + weights[ends(path[3])[1]];
            for at in 0..4 {
                score += scores[at][path[at]];
                if at > 0 {
                    score += steps(at, 4, path[at - 1], path[at]).iter().map(|w| weights[*w]).sum::<f32>();
                }
            }
            for at in 0..4 {
                expected[at][path[at]] += libm::expf(score);
            }
        }
        let found = Chain::new(&weights).marginals(&scores, None, true);
        for (at, expected) in expected.iter().enumerate() {
            let sum: f32 = expected.iter().sum();
            for (state, expected) in expected.iter().enumerate() {
                assert!((found.states[at][state] - expected / sum).abs() < 1e-4);
                if at > 0 {
                    let column: f32 = (0..STATES).map(|from| found.pairs[at][from][state]).sum();
                    assert!((column - found.states[at][state]).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn no_sentence_gives_no_role() {
        assert!(Chain::new(&[]).marginals(&[], None, true).states.is_empty());
    }

    #[test]
    fn states_tell_introductions_apart() {
        let check = |roles: &[usize], expected: &[usize]| assert_eq!(states(roles), expected, "{roles:?}");
        check(&[0, 0, 2, 3, 4], &[0, 0, 5, 6, 7]);
        check(&[1, 2, 3, 4, 0], &[3, 5, 6, 7, 2]);
        check(&[0, 1, 2, 3, 1], &[1, 4, 5, 6, 4]);
        check(&[0, 0], &[0, 0]);
        check(&[], &[]);
        assert_eq!(
            roles(&[0.1, 0.1, 0.1, 0.2, 0.2, 0.1, 0.0, 0.2]).map(|sum| (sum * 10.0).round()),
            [3.0, 4.0, 1.0, 0.0, 2.0]
        );
    }
}
