//! A choice among a few classes by hashed features: claims, hedges, negation, direction.

use std::collections::{HashMap, HashSet};

use super::bytes::{ModelError, Reader, Writer};
use super::shuffle::Shuffle;

/// Rows of the table, as a power of two.
pub const BITS: u32 = 18;

/// Trained weights of `N` classes and the probability from which a sentence belongs to the second of two.
#[derive(Debug)]
pub struct ClassModel<const N: usize> {
    rows: Vec<[i16; N]>,
    scale: f32,
    pub threshold: f32,
}

/// What a text shows, and its class.
#[derive(Debug, Clone)]
pub struct Example {
    pub features: Vec<u32>,
    pub class: usize,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
    pub epochs: usize,
    pub step: f32,
    /// Pull of each weight towards zero.
    pub decay: f32,
    /// Percent of features that a pass leaves out.
    pub drop: u64,
    /// Passes from other orders whose weights are averaged.
    pub orders: u64,
    pub threshold: f32,
    /// Features of fewer examples are left out.
    pub rarest: f32,
    /// Features that are fewer standard deviations from chance in every class are left out.
    pub least: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 20,
            step: 0.02,
            decay: 0.0003,
            drop: 0,
            orders: 1,
            threshold: 0.4,
            rarest: 3.0,
            least: 0.0,
        }
    }
}

fn row(hash: u32) -> usize {
    (hash >> (32 - BITS)) as usize
}

fn normal<const N: usize>(scores: [f32; N]) -> [f32; N] {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let sizes = scores.map(|score| libm::expf(score - best));
    let sum: f32 = sizes.iter().sum();
    sizes.map(|size| size / sum)
}

/// Trains and packs a model. One thread, one order: the same examples give the same bytes.
///
/// # Errors
/// When packing fails.
pub fn train<const N: usize>(
    kind: [u8; 4],
    examples: &[Example],
    settings: &Settings,
) -> Result<Vec<u8>, ModelError> {
    let examples = &telling::<N>(examples, settings);
    let mut sums = vec![0.0f32; N << BITS];
    for order in 0..settings.orders.max(1) {
        let weights = learn::<N>(examples, settings, order);
        let share = settings.orders.max(1) as f32;
        sums.iter_mut().zip(weights.as_flattened()).for_each(|(sum, weight)| *sum += weight / share);
    }
    let mut writer = Writer::new(kind);
    writer.number(N as u32);
    writer.number(BITS);
    writer.reals(&[settings.threshold]);
    writer.table(&sums);
    writer.packed()
}

/// The examples without the features that are rare, which would only be learnt by heart, or that tell no class from another.
fn telling<const N: usize>(examples: &[Example], settings: &Settings) -> Vec<Example> {
    let mut all = [0.0f32; N];
    let mut counts: HashMap<u32, [f32; N]> = HashMap::new();
    for example in examples {
        all[example.class] += 1.0;
        let seen: HashSet<u32> = example.features.iter().copied().collect();
        seen.into_iter().for_each(|hash| counts.entry(hash).or_insert([0.0; N])[example.class] += 1.0);
    }
    let total: f32 = all.iter().sum();
    let tells = |counts: &[f32; N]| {
        let seen: f32 = counts.iter().sum();
        let away = |(count, all): (&f32, &f32)| {
            let share = all / total;
            (count - seen * share).abs() / (seen * share * (1.0 - share)).sqrt().max(1e-6)
        };
        // what every example shows is the base line
        seen == total
            || seen >= settings.rarest && counts.iter().zip(&all).map(away).any(|away| away >= settings.least)
    };
    let kept = |example: &Example| {
        let good = |hash: &u32| counts.get(hash).is_some_and(tells);
        let features = example.features.iter().copied().filter(good).collect();
        Example { features, class: example.class }
    };
    examples.iter().map(kept).collect()
}

fn learn<const N: usize>(examples: &[Example], settings: &Settings, seed: u64) -> Vec<[f32; N]> {
    let mut weights = vec![[0.0f32; N]; 1 << BITS];
    let mut random = Shuffle::new(500 + seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let all = (settings.epochs * examples.len()).max(1) as f32;
    let share = 100.0 / (100 - settings.drop.min(99)) as f32;
    let mut done = 0.0;
    for _ in 0..settings.epochs {
        random.order(&mut order);
        for example in order.iter().map(|at| &examples[*at]) {
            let step = settings.step * (1.0f32 - done / all).max(0.02);
            done += 1.0;
            let rows: Vec<usize> =
                example.features.iter().filter(|_| !random.falls(settings.drop)).map(|h| row(*h)).collect();
            let mut scores = [0.0; N];
            for row in &rows {
                scores.iter_mut().zip(weights[*row]).for_each(|(score, weight)| *score += weight * share);
            }
            let mut error = normal(scores);
            error[example.class] -= 1.0;
            for row in &rows {
                for class in 0..N {
                    // no AdaGrad: it would hold back the few frequent words on which most depends
                    weights[*row][class] -=
                        step * (error[class] * share + settings.decay * weights[*row][class]);
                }
            }
        }
    }
    weights
}

impl<const N: usize> ClassModel<N> {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no model of this kind and version.
    pub fn read(packed: &[u8], kind: [u8; 4]) -> Result<Self, ModelError> {
        let mut reader = Reader::new(packed, kind)?;
        if [reader.number()?, reader.number()?] != [N as u32, BITS] {
            return Err(ModelError::Header);
        }
        let threshold = reader.reals(1)?.first().copied().unwrap_or_default();
        let (rows, scale) = reader.table(1 << BITS)?;
        reader.finish()?;
        Ok(Self { rows, scale, threshold })
    }

    /// Probability of each class. Features come as a visit, so that nothing is kept.
    pub fn probabilities(&self, visit: impl FnOnce(&mut dyn FnMut(u32))) -> [f32; N] {
        let mut sums = [0i32; N];
        visit(&mut |hash| {
            if let Some(weights) = self.rows.get(row(hash)) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
            }
        });
        normal(sums.map(|sum| sum as f32 * self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::mix;
    use super::*;

    #[test]
    fn what_tells_is_learnt_and_the_same_examples_give_the_same_bytes() {
        let example = |number: u32| {
            let class = (number % 3) as usize;
            Example { features: vec![mix(0, 1), mix(number % 3, 2), mix(number, 3)], class }
        };
        let examples: Vec<Example> = (0..90).map(example).collect();
        let settings = Settings { least: 2.0, ..Settings::default() };
        let packed = train::<3>(*b"test", &examples, &settings).expect("packed");
        assert_eq!(train::<3>(*b"test", &examples, &settings).expect("packed"), packed);
        let model = ClassModel::<3>::read(&packed, *b"test").expect("a model");
        for class in 0..3 {
            let found = model.probabilities(|sink| [mix(0, 1), mix(class, 2)].into_iter().for_each(sink));
            assert!(found[class as usize] > 0.8, "{found:?}");
        }
        assert_eq!(ClassModel::<2>::read(&packed, *b"test").unwrap_err(), ModelError::Header);
    }
}
