//! Roles of sentences: a linear part over hashed features and small nets over hashed embeddings score each sentence,
//! a chain over the text turns scores into probabilities.

use super::bytes::{ModelError, Reader};
use super::chain::{self, ROLES, Scores};
use super::feature;
use super::words::Words;

/// Numbers that stand for a sentence inside a net.
pub const WIDTH: usize = 32;
/// Hidden units of a net.
pub const HIDDEN: usize = 32;
/// What a net sees: two sentences before, the sentence, two after, and the mean of the text.
pub const VIEWS: usize = 6;
/// Rows of an embedding, as a power of two.
pub const EMBEDDED_BITS: u32 = 14;
/// Rows of the linear part, as a power of two.
pub const LINEAR_BITS: u32 = 17;

pub const KIND: [u8; 4] = *b"role";

pub type Inner = [f32; WIDTH];

/// The dense part of a net.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    pub base: Inner,
    /// `HIDDEN` rows for each view.
    pub hidden: Vec<Inner>,
    pub hidden_base: Vec<f32>,
    pub out: Vec<Scores>,
}

/// Row of a hash in a table of 2^`bits` rows.
pub fn row(hash: u32, bits: u32) -> usize {
    (hash >> (32 - bits)) as usize
}

/// What view `view` of sentence `at` shows.
pub fn view<'a>(inner: &'a [Inner], mean: &'a Inner, at: usize, view: usize) -> Option<&'a Inner> {
    if view + 1 == VIEWS {
        return Some(mean);
    }
    inner.get((at + view).checked_sub(2)?)
}

impl Dense {
    /// Hidden units of one sentence, below zero cut off.
    pub fn hidden(&self, inner: &[Inner], mean: &Inner, at: usize) -> [f32; HIDDEN] {
        let mut units = [0.0; HIDDEN];
        for seen in 0..VIEWS {
            let Some(values) = view(inner, mean, at, seen) else { continue };
            let rows = self.hidden.iter().skip(seen * HIDDEN);
            for (unit, weights) in units.iter_mut().zip(rows) {
                *unit += product(weights, values);
            }
        }
        for (unit, base) in units.iter_mut().zip(&self.hidden_base) {
            *unit = (*unit + base).max(0.0);
        }
        units
    }

    pub fn scores(&self, hidden: &[f32; HIDDEN]) -> Scores {
        let mut scores = [0.0; ROLES];
        for (unit, weights) in hidden.iter().zip(&self.out) {
            scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += unit * weight);
        }
        scores
    }
}

/// In eight sums, which the compiler does at once.
fn product(a: &Inner, b: &Inner) -> f32 {
    let mut sums = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}

/// Bends a sum into -1 to 1. Its slope is the square of what is left to 1.
pub fn bent(sum: f32) -> f32 {
    sum / (1.0 + sum.abs())
}

/// Mean of the sentences of a text.
pub fn mean(inner: &[Inner]) -> Inner {
    let mut mean = [0.0; WIDTH];
    for sentence in inner {
        mean.iter_mut().zip(sentence).for_each(|(mean, value)| *mean += value);
    }
    mean.map(|sum| sum / inner.len().max(1) as f32)
}

#[derive(Debug)]
struct Net {
    rows: Vec<[i16; WIDTH]>,
    scale: f32,
    dense: Dense,
}

/// The trained roles.
#[derive(Debug)]
pub struct RoleModel {
    linear: Vec<[i16; ROLES]>,
    scale: f32,
    chain: Vec<f32>,
    nets: Vec<Net>,
}

/// Sentences of a text as the nets see them.
#[derive(Debug, Default)]
pub struct Judged {
    /// Probability of each role, for each sentence.
    pub roles: Vec<Scores>,
    /// Hidden units of all nets, for each sentence; none is below zero.
    pub units: Vec<Vec<f32>>,
}

impl RoleModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no role model of this version.
    pub fn read(packed: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::new(packed, KIND)?;
        let sizes = [reader.number()?, reader.number()?, reader.number()?, reader.number()?];
        if sizes != [LINEAR_BITS, EMBEDDED_BITS, WIDTH as u32, HIDDEN as u32] {
            return Err(ModelError::Header);
        }
        let count = reader.number()?;
        let (linear, scale) = reader.table(1 << LINEAR_BITS)?;
        let chain = reader.reals(chain::WEIGHTS)?;
        let mut nets = Vec::new();
        for _ in 0..count {
            let (rows, scale) = reader.table(1 << EMBEDDED_BITS)?;
            let base = reader.reals(WIDTH)?.try_into().map_err(|_| ModelError::Length)?;
            let hidden = reader.reals(VIEWS * HIDDEN * WIDTH)?;
            let hidden_base = reader.reals(HIDDEN)?;
            let out = reader.reals(HIDDEN * ROLES)?.as_chunks().0.to_vec();
            let dense = Dense { base, hidden: hidden.as_chunks().0.to_vec(), hidden_base, out };
            nets.push(Net { rows, scale, dense });
        }
        reader.finish()?;
        Ok(Self { linear, scale, chain, nets })
    }

    /// Probabilities of BACKGROUND, OBJECTIVE, METHODS, RESULTS and CONCLUSIONS for each sentence of a text.
    pub fn probabilities(&self, text: &[Words]) -> Vec<Scores> {
        self.judge(text).roles
    }

    /// The roles and what the nets saw on the way, which other models build on.
    pub fn judge(&self, text: &[Words]) -> Judged {
        let mut units = vec![Vec::with_capacity(self.nets.len() * HIDDEN); text.len()];
        let mut scores = Vec::with_capacity(text.len());
        let mut inner: Vec<Vec<Inner>> = self.nets.iter().map(|_| Vec::with_capacity(text.len())).collect();
        let mut own = Vec::new();
        for at in 0..text.len() {
            let mut sums = [0i32; ROLES];
            own.clear();
            feature::own(text, at, |hash| own.push(hash));
            own.iter().for_each(|hash| self.add(&mut sums, *hash));
            feature::pairs(&text[at], |hash| self.add(&mut sums, hash));
            feature::neighbours(text, at, |hash| self.add(&mut sums, hash));
            scores.push(sums.map(|sum| sum as f32 * self.scale));
            for (net, inner) in self.nets.iter().zip(&mut inner) {
                inner.push(net.inner(&own));
            }
        }
        let share = 1.0 / self.nets.len().max(1) as f32;
        for (net, inner) in self.nets.iter().zip(&inner) {
            let mean = mean(inner);
            for (at, scores) in scores.iter_mut().enumerate() {
                let hidden = net.dense.hidden(inner, &mean, at);
                let found = net.dense.scores(&hidden);
                units[at].extend(hidden);
                scores.iter_mut().zip(found).for_each(|(score, found)| *score += found * share);
            }
        }
        Judged { roles: chain::marginals(&self.chain, &scores, false).roles, units }
    }

    fn add(&self, sums: &mut [i32; ROLES], hash: u32) {
        if let Some(weights) = self.linear.get(row(hash, LINEAR_BITS)) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
    }
}

impl Net {
    fn inner(&self, hashes: &[u32]) -> Inner {
        let mut sums = [0i32; WIDTH];
        for hash in hashes {
            if let Some(weights) = self.rows.get(row(*hash, EMBEDDED_BITS)) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
            }
        }
        let worth = self.scale / (hashes.len().max(1) as f32).sqrt();
        std::array::from_fn(|at| bent(sums[at] as f32 * worth + self.dense.base[at]))
    }
}
