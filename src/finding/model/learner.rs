//! One net as it learns, with its own linear part and chain: gradients of each text by hand, steps by AdaGrad.

use super::chain::{self, Chain, Marginals, STATES, States};
use super::dense::{Dense, HIDDEN, Inner, Units, VIEWS, WIDTH, bent, mean, shown};
use super::role::{EMBEDDED_BITS, LINEAR_BITS};
use super::role_training::{Hashed, Settings};
use super::shuffle::Shuffle;

/// The weights, and beside each the sum of its squared gradients.
#[derive(Debug)]
pub struct Learner {
    pub linear: Vec<States>,
    linear_seen: Vec<States>,
    pub embedded: Vec<Inner>,
    embedded_seen: Vec<f32>,
    pub dense: Dense,
    dense_seen: Dense,
    pub chain: Vec<f32>,
    chain_seen: Vec<f32>,
}

/// One pass forward over a text.
struct Pass {
    linear: Vec<Vec<u32>>,
    embedded: Vec<Vec<u32>>,
    /// What a row of the embedding counts, by sentence.
    worth: Vec<f32>,
    inner: Vec<Inner>,
    /// What is left of each number, and the numbers so thinned.
    kept: Vec<Inner>,
    masked: Vec<Inner>,
    hidden: Vec<Units>,
    scores: Vec<States>,
}

/// AdaGrad: the more a weight has moved, the less it moves.
fn step(weight: &mut f32, seen: &mut f32, gradient: f32, size: f32, floor: f32) {
    *seen += gradient * gradient;
    *weight -= size * gradient / (*seen + floor).sqrt();
}

fn kept_share(drop: u64) -> f32 {
    100.0 / (100 - drop.min(99)) as f32
}

fn thin(rows: &[u32], drop: u64, random: &mut Shuffle) -> Vec<u32> {
    rows.iter().copied().filter(|_| !random.falls(drop)).collect()
}

fn empty() -> Dense {
    Dense {
        base: [0.0; WIDTH],
        hidden: vec![[0.0; HIDDEN]; VIEWS * WIDTH],
        hidden_base: [0.0; HIDDEN],
        out: vec![[0.0; STATES]; HIDDEN],
    }
}

impl Learner {
    pub fn new(seed: u64) -> Self {
        let mut random = Shuffle::new(seed + 1);
        let embedded =
            (0..1 << EMBEDDED_BITS).map(|_| std::array::from_fn(|_| random.around(0.02))).collect();
        let mut dense = empty();
        dense.hidden.as_flattened_mut().iter_mut().for_each(|weight| *weight = random.around(0.17));
        dense.out.as_flattened_mut().iter_mut().for_each(|weight| *weight = random.around(0.2));
        Self {
            linear: vec![[0.0; STATES]; 1 << LINEAR_BITS],
            linear_seen: vec![[0.0; STATES]; 1 << LINEAR_BITS],
            embedded,
            embedded_seen: vec![0.0; 1 << EMBEDDED_BITS],
            dense,
            dense_seen: empty(),
            chain: vec![0.0; chain::WEIGHTS],
            chain_seen: vec![0.0; chain::WEIGHTS],
        }
    }

    fn forward(&self, text: &Hashed, settings: &Settings, random: &mut Shuffle) -> Pass {
        let mut pass = Pass {
            linear: Vec::new(),
            embedded: Vec::new(),
            worth: Vec::new(),
            inner: Vec::new(),
            kept: Vec::new(),
            masked: Vec::new(),
            hidden: Vec::new(),
            scores: Vec::new(),
        };
        for rows in &text.embedded {
            let worth = kept_share(settings.embedding_drop) / (rows.len().max(1) as f32).sqrt();
            let rows = thin(rows, settings.embedding_drop, random);
            let mut sums = [0.0; WIDTH];
            for row in &rows {
                let weights = &self.embedded[*row as usize];
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
            let inner: Inner = std::array::from_fn(|at| bent(sums[at] * worth + self.dense.base[at]));
            let share = kept_share(settings.inner_drop);
            let kept: Inner =
                std::array::from_fn(|_| if random.falls(settings.inner_drop) { 0.0 } else { share });
            pass.masked.push(std::array::from_fn(|at| inner[at] * kept[at]));
            pass.embedded.push(rows);
            pass.worth.push(worth);
            pass.inner.push(inner);
            pass.kept.push(kept);
        }
        pass.hidden = self.dense.hidden(&pass.masked);
        let share = kept_share(settings.linear_drop);
        for (rows, hidden) in text.linear.iter().zip(&pass.hidden) {
            let rows = thin(rows, settings.linear_drop, random);
            let mut scores = self.dense.scores(hidden);
            for row in &rows {
                let weights = &self.linear[*row as usize];
                scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight * share);
            }
            pass.linear.push(rows);
            pass.scores.push(scores);
        }
        pass
    }

    /// Moves every weight a little towards what the text should have given.
    pub fn learn(&mut self, text: &Hashed, settings: &Settings, left: f32, random: &mut Shuffle) {
        let total = text.allowed.len();
        let pass = self.forward(text, settings, random);
        let chain = Chain::new(&self.chain);
        let found = chain.marginals(&pass.scores, None, true);
        let wanted = chain.marginals(&pass.scores, Some(&text.allowed), true);
        let mut gradient = empty();
        let mut inner = vec![[0.0; WIDTH]; total];
        let mut all = [0.0; HIDDEN];
        for (at, (found, wanted)) in found.states.iter().zip(&wanted.states).enumerate() {
            let error: States = std::array::from_fn(|state| found[state] - wanted[state]);
            self.learn_linear(&pass.linear[at], &error, settings, left);
            let units = self.hidden_errors(&pass.hidden[at], &error, &mut gradient);
            all.iter_mut().zip(&units).for_each(|(all, unit)| *all += unit);
            for view in 0..VIEWS - 1 {
                let Some(other) = shown(at, view, total) else { continue };
                self.view_errors(view, &units, &pass.masked[other], &mut gradient, &mut inner[other]);
            }
        }
        // the view of the whole text is the same for every sentence
        let mean = mean(&pass.masked);
        let mut of_mean = [0.0; WIDTH];
        self.view_errors(VIEWS - 1, &all, &mean, &mut gradient, &mut of_mean);
        for (at, inner) in inner.iter_mut().enumerate() {
            for lane in 0..WIDTH {
                let flat = 1.0 - pass.inner[at][lane].abs();
                inner[lane] =
                    (inner[lane] + of_mean[lane] / total as f32) * pass.kept[at][lane] * flat * flat;
                gradient.base[lane] += inner[lane];
            }
            self.learn_embedded(&pass.embedded[at], inner, pass.worth[at], settings.embedding_step * left);
        }
        self.learn_dense(&gradient, settings.dense_step * left);
        self.learn_chain(&found, &wanted, settings.linear_step * left);
    }

    /// Errors of the hidden units of one sentence.
    fn hidden_errors(&self, hidden: &Units, error: &States, gradient: &mut Dense) -> Units {
        let mut units = [0.0; HIDDEN];
        for (unit, slot) in units.iter_mut().enumerate().filter(|(unit, _)| hidden[*unit] > 0.0) {
            let weights = gradient.out[unit].iter_mut().zip(&self.dense.out[unit]);
            for ((gradient, weight), error) in weights.zip(error) {
                *gradient += error * hidden[unit];
                *slot += error * weight;
            }
            gradient.hidden_base[unit] += *slot;
        }
        units
    }

    /// Hands the errors of the units on to what they saw through one view.
    fn view_errors(
        &self,
        view: usize,
        units: &Units,
        values: &Inner,
        gradient: &mut Dense,
        target: &mut Inner,
    ) {
        let rows = view * WIDTH..(view + 1) * WIDTH;
        let moved = gradient.hidden[rows.clone()].iter_mut().zip(&self.dense.hidden[rows]);
        for ((gradient, weights), (value, target)) in moved.zip(values.iter().zip(target)) {
            gradient.iter_mut().zip(units).for_each(|(slot, error)| *slot += error * value);
            *target += product(weights, units);
        }
    }

    fn learn_linear(&mut self, rows: &[u32], error: &States, settings: &Settings, left: f32) {
        let share = kept_share(settings.linear_drop);
        let size = settings.linear_step * left;
        for row in rows {
            let (weights, seen) = (&mut self.linear[*row as usize], &mut self.linear_seen[*row as usize]);
            for state in 0..STATES {
                step(&mut weights[state], &mut seen[state], error[state] * share, size, 1.0);
            }
        }
    }

    fn learn_embedded(&mut self, rows: &[u32], error: &Inner, worth: f32, size: f32) {
        let error = error.map(|error| error * worth);
        let power = error.iter().map(|error| error * error).sum::<f32>() / WIDTH as f32;
        for row in rows {
            let seen = &mut self.embedded_seen[*row as usize];
            *seen += power;
            let size = size / (*seen + 1e-4).sqrt();
            let weights = &mut self.embedded[*row as usize];
            weights.iter_mut().zip(error).for_each(|(weight, error)| *weight -= size * error);
        }
    }

    fn learn_dense(&mut self, gradient: &Dense, size: f32) {
        let all = |weights: &mut [f32], seen: &mut [f32], gradient: &[f32]| {
            for ((weight, seen), gradient) in weights.iter_mut().zip(seen).zip(gradient) {
                step(weight, seen, *gradient, size, 0.1);
            }
        };
        let (dense, seen) = (&mut self.dense, &mut self.dense_seen);
        all(&mut dense.base, &mut seen.base, &gradient.base);
        all(dense.hidden.as_flattened_mut(), seen.hidden.as_flattened_mut(), gradient.hidden.as_flattened());
        all(&mut dense.hidden_base, &mut seen.hidden_base, &gradient.hidden_base);
        all(dense.out.as_flattened_mut(), seen.out.as_flattened_mut(), gradient.out.as_flattened());
    }

    fn learn_chain(&mut self, found: &Marginals, wanted: &Marginals, size: f32) {
        let total = found.states.len();
        let mut gradient = vec![0.0; chain::WEIGHTS];
        for (at, (found, wanted)) in found.pairs.iter().zip(&wanted.pairs).enumerate().skip(1) {
            for from in 0..STATES {
                for to in 0..STATES {
                    for weight in chain::steps(at, total, from, to) {
                        gradient[weight] += found[from][to] - wanted[from][to];
                    }
                }
            }
        }
        for state in 0..STATES {
            let [first, last] = chain::ends(state);
            gradient[first] += found.states[0][state] - wanted.states[0][state];
            gradient[last] += found.states[total - 1][state] - wanted.states[total - 1][state];
        }
        for ((weight, seen), gradient) in self.chain.iter_mut().zip(&mut self.chain_seen).zip(gradient) {
            step(weight, seen, gradient, size, 1.0);
        }
    }
}

/// In eight sums, which the compiler does at once.
fn product(a: &Units, b: &Units) -> f32 {
    let mut sums = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}
