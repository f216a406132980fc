//! The chain of roles: what follows what, by place in the text, and the probability of each role given all sentences.

/// BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS.
pub const ROLES: usize = 5;
/// Parts of a text with transitions of their own.
pub const PARTS: usize = 6;
/// Weights of a chain: from role to role in all texts, then in each part, then first and last role.
pub const WEIGHTS: usize = (PARTS + 1) * ROLES * ROLES + 2 * ROLES;

const FIRST: usize = (PARTS + 1) * ROLES * ROLES;
const LAST: usize = FIRST + ROLES;

pub type Scores = [f32; ROLES];

/// Place of the weights for passing `from` one role `to` the next, at sentence `at` of `total`.
pub fn steps(at: usize, total: usize, from: usize, to: usize) -> [usize; 2] {
    let part = if total <= 1 { 0 } else { at * PARTS / total };
    let step = from * ROLES + to;
    [step, (part + 1) * ROLES * ROLES + step]
}

/// Place of the weights of the first and of the last role.
pub fn ends(role: usize) -> [usize; 2] {
    [FIRST + role, LAST + role]
}

/// Probabilities of each role, and of each pair of roles (of the sentence before and this one).
#[derive(Debug, Default)]
pub struct Marginals {
    pub roles: Vec<Scores>,
    /// Empty unless asked for; the first is unused.
    pub pairs: Vec<[Scores; ROLES]>,
}

/// Sums over all sequences of roles, scaled at each sentence.
pub fn marginals(weights: &[f32], scores: &[Scores], pairs: bool) -> Marginals {
    let total = scores.len();
    let weight = |at: usize| weights.get(at).copied().unwrap_or_default();
    let mut seen = Vec::with_capacity(total);
    for scores in scores {
        let best = scores.iter().copied().fold(f32::MIN, f32::max);
        seen.push(scores.map(|score| (score - best).exp()));
    }
    let parts: Vec<[Scores; ROLES]> = (0..PARTS)
        .map(|part| {
            std::array::from_fn(|from| {
                std::array::from_fn(|to| {
                    let step = from * ROLES + to;
                    (weight(step) + weight((part + 1) * ROLES * ROLES + step)).exp()
                })
            })
        })
        .collect();
    let passing = |at: usize| &parts[if total <= 1 { 0 } else { at * PARTS / total }];
    let mut forward: Vec<Scores> = Vec::with_capacity(total);
    for (at, seen) in seen.iter().enumerate() {
        let mut now: Scores = match at.checked_sub(1).and_then(|before| forward.get(before)) {
            None => std::array::from_fn(|role| weight(ends(role)[0]).exp()),
            Some(before) => {
                let pass = passing(at);
                std::array::from_fn(|to| (0..ROLES).map(|from| before[from] * pass[from][to]).sum())
            }
        };
        now.iter_mut().zip(seen).for_each(|(now, seen)| *now *= seen);
        forward.push(normal(now));
    }
    let mut backward = vec![[0.0; ROLES]; total];
    for at in (0..total).rev() {
        backward[at] = if at + 1 == total {
            std::array::from_fn(|role| weight(ends(role)[1]).exp())
        } else {
            let (pass, after, seen) = (passing(at + 1), backward[at + 1], seen[at + 1]);
            normal(std::array::from_fn(|from| {
                (0..ROLES).map(|to| pass[from][to] * seen[to] * after[to]).sum()
            }))
        };
    }
    let roles = forward
        .iter()
        .zip(&backward)
        .map(|(forward, backward)| normal(std::array::from_fn(|role| forward[role] * backward[role])))
        .collect();
    let mut found = Marginals { roles, pairs: Vec::new() };
    if pairs {
        found.pairs.push([[0.0; ROLES]; ROLES]);
        for at in 1..total {
            let pass = passing(at);
            let mut joint: [Scores; ROLES] = std::array::from_fn(|from| {
                std::array::from_fn(|to| {
                    forward[at - 1][from] * pass[from][to] * seen[at][to] * backward[at][to]
                })
            });
            let sum: f32 = joint.iter().flatten().sum();
            joint.iter_mut().flatten().for_each(|value| *value /= sum.max(f32::MIN_POSITIVE));
            found.pairs.push(joint);
        }
    }
    found
}

fn normal(values: Scores) -> Scores {
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
        let scores: Vec<Scores> = (0..4).map(|_| std::array::from_fn(|_| random.around(2.0))).collect();
        let mut expected = [[0.0f32; ROLES]; 4];
        for code in 0..ROLES.pow(4) {
            let path = [code % 5, code / 5 % 5, code / 25 % 5, code / 125];
            let mut score = weights[ends(path[0])[0]] + weights[ends(path[3])[1]];
            for at in 0..4 {
                score += scores[at][path[at]];
                if at > 0 {
                    score += steps(at, 4, path[at - 1], path[at]).iter().map(|w| weights[*w]).sum::<f32>();
                }
            }
            for at in 0..4 {
                expected[at][path[at]] += score.exp();
            }
        }
        let found = marginals(&weights, &scores, true);
        for at in 0..4 {
            let sum: f32 = expected[at].iter().sum();
            for role in 0..ROLES {
                assert!((found.roles[at][role] - expected[at][role] / sum).abs() < 1e-4);
                if at > 0 {
                    let column: f32 = (0..ROLES).map(|from| found.pairs[at][from][role]).sum();
                    assert!((column - found.roles[at][role]).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn no_sentence_gives_no_role() {
        assert!(marginals(&[], &[], true).roles.is_empty());
    }
}
