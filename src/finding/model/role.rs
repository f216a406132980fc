//! Roles of sentences: a linear part over hashed features and small nets over hashed embeddings score each sentence,
//! a chain over the text turns scores into probabilities.

use super::bytes::{ModelError, Reader};
use super::chain::{self, Chain, STATES, Scores};
use super::dense::{Dense, HIDDEN, Inner, Net, Units, VIEWS, WIDTH, bent};
use super::feature;
use super::words::Words;

/// Nets whose scores are averaged.
pub const NETS: usize = 2;
/// Rows of an embedding, as a power of two.
pub const EMBEDDED_BITS: u32 = 14;
pub use super::feature::BITS as LINEAR_BITS;

pub const KIND: [u8; 4] = *b"role";

/// Row of a hash in a table of 2^`bits` rows.
pub fn row(hash: u32, bits: u32) -> usize {
    (hash >> (32 - bits)) as usize
}

/// What a feature adds to the sentence in each net: one line of the processor's memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row([i8; NETS * WIDTH]);

/// The trained roles.
#[derive(Debug)]
pub struct RoleModel {
    linear: Vec<[i8; STATES]>,
    scale: f32,
    chain: Chain,
    embedded: Vec<Row>,
    embedded_scale: f32,
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

impl Judged {
    /// Likeliest role of each sentence: 0 BACKGROUND, OBJECTIVE, METHODS, RESULTS, 4 CONCLUSIONS.
    pub fn likeliest(&self) -> Vec<usize> {
        let best = |scores: &Scores| (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        self.roles.iter().map(|scores| best(scores).unwrap_or_default()).collect()
    }
}

/// Sums the rows of features. So few at a time that sixteen bits hold their sum, which is quick.
fn sum<'a, const N: usize>(hashes: &[u32], row: impl Fn(u32) -> Option<&'a [i8; N]>) -> [f32; N] {
    let mut all = [0i32; N];
    for block in hashes.chunks(256) {
        let mut sums = [0i16; N];
        for hash in block {
            if let Some(weights) = row(*hash) {
                sums = std::array::from_fn(|at| sums[at] + i16::from(weights[at]));
            }
        }
        all = std::array::from_fn(|at| all[at] + i32::from(sums[at]));
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
        let (linear, scale) = reader.even_table(1 << LINEAR_BITS)?;
        let chain = Chain::new(&reader.reals(chain::WEIGHTS)?);
        let (rows, embedded_scale) = reader.even_table(1 << EMBEDDED_BITS)?;
        let embedded = rows.into_iter().map(Row).collect();
        let mut nets = Vec::new();
        for _ in 0..NETS {
            let base = reader.reals(WIDTH)?.try_into().map_err(|_| ModelError::Length)?;
            let hidden = reader.reals(VIEWS * WIDTH * HIDDEN)?.as_chunks().0.to_vec();
            let hidden_base = reader.reals(HIDDEN)?.try_into().map_err(|_| ModelError::Length)?;
            let out = reader.reals(HIDDEN * STATES)?.as_chunks().0.to_vec();
            nets.push(Net::new(Dense { base, hidden, hidden_base, out }));
        }
        reader.finish()?;
        Ok(Self { linear, scale, chain, embedded, embedded_scale, nets })
    }

    /// Probabilities of BACKGROUND, OBJECTIVE, METHODS, RESULTS and CONCLUSIONS for each sentence of a text.
    pub fn probabilities(&self, text: &[Words]) -> Vec<Scores> {
        self.judge(text).roles
    }

    /// The roles and what the nets saw on the way, which other models build on.
    pub fn judge(&self, text: &[Words]) -> Judged {
        let mut scores = Vec::with_capacity(text.len());
        let mut inner: [Vec<Inner>; NETS] = std::array::from_fn(|_| Vec::with_capacity(text.len()));
        let mut hashes = Vec::with_capacity(1024);
        for (at, sentence) in text.iter().enumerate() {
            hashes.clear();
            feature::own(text, at, |hash| hashes.push(hash));
            self.embed(&hashes, &mut inner);
            feature::pairs(sentence, |hash| hashes.push(hash));
            feature::neighbours(text, at, |hash| hashes.push(hash));
            let found = sum(&hashes, |hash| self.linear.get(row(hash, LINEAR_BITS)));
            scores.push(found.map(|sum| sum * self.scale));
        }
        let share = 1.0 / NETS as f32;
        let mut units = Vec::with_capacity(NETS);
        for (one, inner) in self.nets.iter().zip(&inner) {
            let hidden = one.hidden(inner);
            for (scores, hidden) in scores.iter_mut().zip(&hidden) {
                let found = one.dense.scores(hidden);
                scores.iter_mut().zip(found).for_each(|(score, found)| *score += found * share);
            }
            units.push(hidden);
        }
        let states = self.chain.marginals(&scores, None, false).states;
        Judged { roles: states.iter().map(chain::roles).collect(), units }
    }

    /// What stands for a sentence of these features inside each one.
    fn embed(&self, hashes: &[u32], inner: &mut [Vec<Inner>; NETS]) {
        let sums =
            sum(hashes, |hash| self.embedded.get(row(hash, EMBEDDED_BITS)).map(|Row(weights)| weights));
        let worth = self.embedded_scale / (hashes.len().max(1) as f32).sqrt();
        for ((inner, one), sums) in inner.iter_mut().zip(&self.nets).zip(sums.as_chunks::<WIDTH>().0) {
            inner.push(std::array::from_fn(|at| bent(sums[at] * worth + one.dense.base[at])));
        }
    }
}
