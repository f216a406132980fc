//! A choice among a few classes by hashed features: logistic regression with a penalty on large weights.

use super::bytes::{ModelError, Reader, Writer};
use super::shuffle::Shuffle;

/// Trained weights of `N` classes.
#[derive(Debug)]
pub struct Linear<const N: usize> {
    rows: Vec<[i16; N]>,
    scale: f32,
    bits: u32,
}

/// What is seen, and the class it is of.
#[derive(Debug, Clone)]
pub struct Seen {
    pub features: Vec<u32>,
    pub class: usize,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Rows of the table, as a power of two.
    pub bits: u32,
    pub epochs: usize,
    pub step: f32,
    /// Share of each weight that a step takes away, for each unit of the step.
    pub decay: f32,
    /// Features of fewer examples are left out.
    pub rarest: u32,
    pub seed: u64,
    /// Percent of features that a pass leaves out.
    pub drop: u64,
    /// Learners from other orders whose weights are averaged.
    pub orders: u64,
}

/// Weights while they are learnt: the true ones are these times `factor`, so that all shrink at once.
struct Learning<const N: usize> {
    weights: Vec<[f32; N]>,
    factor: f32,
}

fn row(hash: u32, bits: u32) -> usize {
    (hash >> (32 - bits)) as usize
}

fn normal<const N: usize>(scores: [f32; N]) -> [f32; N] {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let sizes = scores.map(|score| libm::expf(score - best));
    let sum: f32 = sizes.iter().sum();
    sizes.map(|size| size / sum)
}

impl<const N: usize> Linear<N> {
    /// Trains and writes a table. One thread, one order: the same examples give the same bytes.
    pub fn train(examples: &[Seen], settings: &Settings, writer: &mut Writer) {
        let mut weights = vec![[0.0f32; N]; 1 << settings.bits];
        let share = 1.0 / settings.orders.max(1) as f32;
        for order in 0..settings.orders.max(1) {
            let learnt = learn::<N>(examples, settings, settings.seed + order);
            let learnt = learnt.as_flattened().iter();
            weights
                .as_flattened_mut()
                .iter_mut()
                .zip(learnt)
                .for_each(|(sum, weight)| *sum += weight * share);
        }
        writer.number(N as u32);
        writer.number(settings.bits);
        writer.table(weights.as_flattened());
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When the bytes hold none of this many classes.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let (classes, bits) = (reader.number()?, reader.number()?);
        if classes != N as u32 || !(1..=22).contains(&bits) {
            return Err(ModelError::Header);
        }
        let (rows, scale) = reader.table(1 << bits)?;
        Ok(Self { rows, scale, bits })
    }

    /// Probability of each class. Features come as a visit, so that nothing is kept.
    pub fn probabilities(&self, visit: impl FnOnce(&mut dyn FnMut(u32))) -> [f32; N] {
        let mut sums = [0i32; N];
        visit(&mut |hash| {
            if let Some(weights) = self.rows.get(row(hash, self.bits)) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
            }
        });
        normal(sums.map(|sum| sum as f32 * self.scale))
    }
}

fn learn<const N: usize>(examples: &[Seen], settings: &Settings, seed: u64) -> Vec<[f32; N]> {
    let seen = rows(examples, settings);
    let values = telling::<N>(&seen, examples, settings);
    let mut learning = Learning { weights: vec![[0.0f32; N]; 1 << settings.bits], factor: 1.0 };
    let mut random = Shuffle::new(seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let all = (settings.epochs * examples.len()).max(1) as f32;
    let mut done = 0.0;
    for _ in 0..settings.epochs {
        random.order(&mut order);
        for at in &order {
            let step = settings.step * (1.0 - done / all);
            done += 1.0;
            let kept: Vec<usize> =
                seen[*at].iter().copied().filter(|_| !random.falls(settings.drop)).collect();
            learning.learn(&kept, &values, examples[*at].class, step, settings);
        }
    }
    let factor = learning.factor;
    let weighed = |(row, value): (&[f32; N], &f32)| row.map(|weight| weight * factor * value);
    learning.weights.iter().zip(&values).map(weighed).collect()
}

impl<const N: usize> Learning<N> {
    fn learn(&mut self, rows: &[usize], values: &[f32], class: usize, step: f32, settings: &Settings) {
        let share = 100.0 / (100 - settings.drop.min(99)) as f32;
        let mut scores = [0.0; N];
        for row in rows {
            scores
                .iter_mut()
                .zip(self.weights[*row])
                .for_each(|(score, weight)| *score += weight * values[*row]);
        }
        let mut error = normal(scores.map(|score| score * self.factor * share));
        error[class] -= 1.0;
        self.factor *= 1.0 - step * settings.decay;
        let change = error.map(|error| error * step * share / self.factor);
        for row in rows {
            self.weights[*row]
                .iter_mut()
                .zip(change)
                .for_each(|(weight, change)| *weight -= change * values[*row]);
        }
        if self.factor < 1e-4 {
            self.weights.iter_mut().flatten().for_each(|weight| *weight *= self.factor);
            self.factor = 1.0;
        }
    }
}

/// What each row counts: the more, the further its classes are from those of all examples, so that what tells little is
/// shrunk more.
fn telling<const N: usize>(seen: &[Vec<usize>], examples: &[Seen], settings: &Settings) -> Vec<f32> {
    let mut counts = vec![[0.0f32; N]; 1 << settings.bits];
    let mut all = [0.0f32; N];
    for (rows, example) in seen.iter().zip(examples) {
        all[example.class] += 1.0;
        rows.chunk_by(|one, other| one == other).for_each(|same| counts[same[0]][example.class] += 1.0);
    }
    let shares = all.map(|count| count / examples.len().max(1) as f32);
    let odds = |share: f32| libm::logf(share.max(1e-6) / (1.0 - share).max(1e-6));
    let telling = |counts: &[f32; N]| {
        let seen = counts.iter().sum::<f32>() + CAUTION;
        let away =
            |(count, share): (&f32, &f32)| (odds((count + CAUTION * share) / seen) - odds(*share)).abs();
        counts.iter().zip(&shares).map(away).fold(0.1f32, f32::max).sqrt()
    };
    counts.iter().map(telling).collect()
}

/// Examples of every class in its share, as if seen with each row, so that a rare row does not tell much.
const CAUTION: f32 = 6.0;

/// Rows of the features of each example, without those of few examples, which would only be learnt by heart.
fn rows(examples: &[Seen], settings: &Settings) -> Vec<Vec<usize>> {
    let mut counts = vec![0u32; 1 << settings.bits];
    let mut all: Vec<Vec<usize>> = Vec::with_capacity(examples.len());
    for example in examples {
        let mut rows: Vec<usize> = example.features.iter().map(|hash| row(*hash, settings.bits)).collect();
        rows.sort_unstable();
        rows.chunk_by(|one, other| one == other).for_each(|same| counts[same[0]] += 1);
        all.push(rows);
    }
    all.iter_mut().for_each(|rows| rows.retain(|row| counts[*row] >= settings.rarest));
    all
}

#[cfg(test)]
mod tests {
    use super::super::words::mix;
    use super::*;

    #[test]
    fn what_tells_is_learnt_and_the_same_examples_give_the_same_bytes() {
        let example = |number: u32| {
            let class = (number % 3) as usize;
            Seen { features: vec![mix(0, 1), mix(number % 3, 2), mix(number, 3)], class }
        };
        let examples: Vec<Seen> = (0..90).map(example).collect();
        let settings = Settings {
            bits: 12,
            epochs: 20,
            step: 0.1,
            decay: 0.01,
            rarest: 2,
            seed: 1,
            drop: 10,
            orders: 2,
        };
        let packed = || {
            let mut writer = Writer::new(*b"test");
            Linear::<3>::train(&examples, &settings, &mut writer);
            writer.packed().expect("packed")
        };
        assert_eq!(packed(), packed());
        let model = Linear::<3>::read(&mut Reader::new(&packed(), *b"test").expect("open")).expect("a model");
        for class in 0..3 {
            let found = model.probabilities(|sink| [mix(0, 1), mix(class, 2)].into_iter().for_each(sink));
            assert!(found[class as usize] > 0.7, "{found:?}");
        }
        let mut reader = Reader::new(&packed(), *b"test").expect("open");
        assert_eq!(Linear::<2>::read(&mut reader).unwrap_err(), ModelError::Header);
    }
}
