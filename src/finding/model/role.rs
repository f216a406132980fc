//! Roles of sentences: a linear part over hashed features and small nets over hashed embeddings score each sentence,
//! a chain over the text turns scores into probabilities.

use super::bytes::{ModelError, Reader};
use super::chain::{self, Chain, STATES, Scores, States};
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
pub type Units = [f32; HIDDEN];

/// The dense part of a net.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    pub base: Inner,
    /// `WIDTH` rows for each view: what one number of a sentence adds to each unit.
    pub hidden: Vec<Units>,
    pub hidden_base: Units,
    pub out: Vec<States>,
}

/// Row of a hash in a table of 2^`bits` rows.
pub fn row(hash: u32, bits: u32) -> usize {
    (hash >> (32 - bits)) as usize
}

/// The sentence that view `view` of sentence `at` shows; the last view is that of the whole text.
pub fn shown(at: usize, view: usize, total: usize) -> Option<usize> {
    (at + view).checked_sub(2).filter(|shown| *shown < total)
}

impl Dense {
    /// Adds to the units what `values` show through view `view`.
    pub fn show(&self, units: &mut Units, view: usize, values: &Inner) {
        for (weights, value) in self.hidden.iter().skip(view * WIDTH).zip(values) {
            units.iter_mut().zip(weights).for_each(|(unit, weight)| *unit += value * weight);
        }
    }

    /// Hidden units of each sentence, below zero cut off.
    pub fn hidden(&self, inner: &[Inner]) -> Vec<Units> {
        let mut common = self.hidden_base;
        self.show(&mut common, VIEWS - 1, &mean(inner));
        let units = |at: usize| {
            let mut units = common;
            for view in 0..VIEWS - 1 {
                if let Some(values) = shown(at, view, inner.len()).and_then(|at| inner.get(at)) {
                    self.show(&mut units, view, values);
                }
            }
            units.map(|unit| unit.max(0.0))
        };
        (0..inner.len()).map(units).collect()
    }

    pub fn scores(&self, hidden: &Units) -> States {
        let mut scores = [0.0; STATES];
        for (unit, weights) in hidden.iter().zip(&self.out) {
            scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += unit * weight);
        }
        scores
    }
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
    let share = 1.0 / inner.len().max(1) as f32;
    mean.map(|sum| sum * share)
}

#[derive(Debug)]
struct Net {
    rows: Vec<[i8; WIDTH]>,
    scale: f32,
    dense: Dense,
}

/// The trained roles.
#[derive(Debug)]
pub struct RoleModel {
    linear: Vec<[i8; STATES]>,
    scale: f32,
    chain: Chain,
    nets: Vec<Net>,
}

/// Sentences of a text as the nets see them.
#[derive(Debug, Default)]
pub struct Judged {
    /// Probability of each role, for each sentence.
    pub roles: Vec<Scores>,
    /// Hidden units of each net, for each sentence; none is below zero.
    pub units: Vec<Vec<Units>>,
}

/// Sums the rows of a table that `hashes` fall on.
fn sum<const N: usize>(rows: &[[i8; N]], bits: u32, hashes: &[u32]) -> [f32; N] {
    let mut all = [0i32; N];
    // so few that sixteen bits hold their sum, which is quick
    for block in hashes.chunks(256) {
        let mut sums = [0i16; N];
        for hash in block {
            if let Some(weights) = rows.get(row(*hash, bits)) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i16::from(*weight));
            }
        }
        all.iter_mut().zip(sums).for_each(|(all, sum)| *all += i32::from(sum));
    }
    all.map(|sum| sum as f32)
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
        let (linear, scale) = reader.even_table(1 << LINEAR_BITS)?;
        let chain = Chain::new(&reader.reals(chain::WEIGHTS)?);
        let mut nets = Vec::new();
        for _ in 0..count {
            let (rows, scale) = reader.even_table(1 << EMBEDDED_BITS)?;
            let base = reader.reals(WIDTH)?.try_into().map_err(|_| ModelError::Length)?;
            let hidden = reader.reals(VIEWS * WIDTH * HIDDEN)?.as_chunks().0.to_vec();
            let hidden_base = reader.reals(HIDDEN)?.try_into().map_err(|_| ModelError::Length)?;
            let out = reader.reals(HIDDEN * STATES)?.as_chunks().0.to_vec();
            nets.push(Net { rows, scale, dense: Dense { base, hidden, hidden_base, out } });
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
        let mut scores = Vec::with_capacity(text.len());
        let mut inner: Vec<Vec<Inner>> = self.nets.iter().map(|_| Vec::with_capacity(text.len())).collect();
        let mut hashes = Vec::new();
        for (at, sentence) in text.iter().enumerate() {
            hashes.clear();
            feature::own(text, at, |hash| hashes.push(hash));
            for (net, inner) in self.nets.iter().zip(&mut inner) {
                inner.push(net.inner(&hashes));
            }
            feature::pairs(sentence, |hash| hashes.push(hash));
            feature::neighbours(text, at, |hash| hashes.push(hash));
            scores.push(sum(&self.linear, LINEAR_BITS, &hashes).map(|sum| sum * self.scale));
        }
        let share = 1.0 / self.nets.len().max(1) as f32;
        let mut units = Vec::with_capacity(self.nets.len());
        for (net, inner) in self.nets.iter().zip(&inner) {
            let hidden = net.dense.hidden(inner);
            for (scores, hidden) in scores.iter_mut().zip(&hidden) {
                let found = net.dense.scores(hidden);
                scores.iter_mut().zip(found).for_each(|(score, found)| *score += found * share);
            }
            units.push(hidden);
        }
        let states = self.chain.marginals(&scores, None, false).states;
        Judged { roles: states.iter().map(chain::roles).collect(), units }
    }
}

impl Net {
    fn inner(&self, hashes: &[u32]) -> Inner {
        let worth = self.scale / (hashes.len().max(1) as f32).sqrt();
        let sums = sum(&self.rows, EMBEDDED_BITS, hashes);
        std::array::from_fn(|at| bent(sums[at] * worth + self.dense.base[at]))
    }
}
