//! Roles of sentences: a linear part over hashed features and small nets over hashed embeddings score each sentence,
//! a chain over the text turns scores into probabilities.

use super::bytes::{ModelError, Reader};
use super::chain::{self, Chain, STATES, Scores, States};
use super::dense::{Dense, HIDDEN, Inner, Net, Units, VIEWS, WIDTH, bent};
use super::feature::{self, SLOTS};
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

/// Weights of as many features as a line of the processor's memory holds, each raised by `RAISED`: sums of bytes without a
/// sign are quicker.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([u8; LINE]);

const LINE: usize = SLOTS * STATES;
const RAISED: u8 = 128;
// what a feature adds to a sentence in each net fills a line as well
const _: () = assert!(NETS * WIDTH == LINE);

/// The trained roles.
#[derive(Debug)]
pub struct RoleModel {
    linear: Vec<Line>,
    scale: f32,
    chain: Chain,
    embedded: Vec<Line>,
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

/// Sums raised rows. So few at a time that sixteen bits hold their sum, which is quick.
fn sum<'a, const N: usize>(rows: &[u32], row: impl Fn(u32) -> Option<&'a [u8; N]>) -> [i32; N] {
    let mut all = [0i32; N];
    for block in rows.chunks(256) {
        let mut sums = [0u16; N];
        for at in block {
            let weights = row(*at).unwrap_or(&[RAISED; N]);
            sums = std::array::from_fn(|at| sums[at] + u16::from(weights[at]));
        }
        let raised = block.len() as i32 * i32::from(RAISED);
        all = std::array::from_fn(|at| all[at] + i32::from(sums[at]) - raised);
    }
    all
}

fn raised<const N: usize>(rows: &[[i8; N]]) -> Vec<Line> {
    let line = |line: &[i8; LINE]| Line(line.map(|weight| weight.cast_unsigned().wrapping_add(RAISED)));
    rows.as_flattened().as_chunks().0.iter().map(line).collect()
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
        let (linear, scale) = reader.even_table::<STATES>(1 << LINEAR_BITS)?;
        let chain = Chain::new(&reader.reals(chain::WEIGHTS)?);
        let (embedded, embedded_scale) = reader.even_table::<LINE>(1 << EMBEDDED_BITS)?;
        let mut nets = Vec::new();
        for _ in 0..NETS {
            let base = reader.reals(WIDTH)?.try_into().map_err(|_| ModelError::Length)?;
            let hidden = reader.reals(VIEWS * WIDTH * HIDDEN)?.as_chunks().0.to_vec();
            let hidden_base = reader.reals(HIDDEN)?.try_into().map_err(|_| ModelError::Length)?;
            let out = reader.reals(HIDDEN * STATES)?.as_chunks().0.to_vec();
            nets.push(Net::new(Dense { base, hidden, hidden_base, out }));
        }
        reader.finish()?;
        let (linear, embedded) = (raised(&linear), raised(&embedded));
        Ok(Self { linear, scale, chain, embedded, embedded_scale, nets })
    }

    /// Probabilities of BACKGROUND, OBJECTIVE, METHODS, RESULTS and CONCLUSIONS for each sentence of a text.
    pub fn probabilities(&self, text: &[Words]) -> Vec<Scores> {
        self.judge(text).roles
    }

    /// The roles and what the nets saw on the way, which other models build on.
    pub fn judge(&self, text: &[Words]) -> Judged {
        let mut inner: [Vec<Inner>; NETS] = std::array::from_fn(|_| Vec::with_capacity(text.len()));
        let mut words = Vec::with_capacity(text.len());
        let mut other = Vec::with_capacity(text.len());
        let (mut lines, mut hashes) = (Vec::with_capacity(256), Vec::with_capacity(256));
        for (at, sentence) in text.iter().enumerate() {
            lines.clear();
            lines.extend(sentence.words.iter().map(|word| feature::line(*word)));
            words.push(sum(&lines, |line| self.linear.get(line as usize).map(|Line(weights)| weights)));
            hashes.clear();
            hashes.push(feature::always());
            feature::shape(text, at, |hash| hashes.push(hash));
            self.embed(&lines, &hashes, &mut inner);
            feature::pairs(sentence, |hash| hashes.push(hash));
            if at == 0 {
                hashes.push(feature::edge(feature::BEFORE));
            }
            if at + 1 == text.len() {
                hashes.push(feature::edge(feature::AFTER));
            }
            other.push(sum(&hashes, |hash| self.weights(hash)));
        }
        let mut scores = self.linear_scores(&words, &other);
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

    /// Weights of one feature in the linear part.
    fn weights(&self, hash: u32) -> Option<&[u8; STATES]> {
        let row = row(hash, LINEAR_BITS);
        self.linear.get(row / SLOTS)?.0.as_chunks().0.get(row % SLOTS)
    }

    /// Scores of the linear part, from what the words of each sentence give in every slot and what else it has.
    fn linear_scores(&self, words: &[[i32; LINE]], other: &[[i32; STATES]]) -> Vec<States> {
        let slot = |at: Option<usize>, slot: usize| {
            at.and_then(|at| words.get(at)?.as_chunks().0.get(slot)).unwrap_or(&[0; STATES])
        };
        let score = |(at, other): (usize, &[i32; STATES])| {
            let parts: [&[i32; STATES]; 4] = [
                slot(Some(at), 0),
                slot(at.checked_sub(1), feature::BEFORE),
                slot(Some(at + 1), feature::AFTER),
                slot(Some(at), feature::quartered(at, words.len())),
            ];
            std::array::from_fn(|state| {
                let sum = parts.iter().fold(other[state], |sum, part| sum + part[state]);
                sum as f32 * self.scale
            })
        };
        other.iter().enumerate().map(score).collect()
    }

    /// What stands for a sentence of these words and features inside each net.
    fn embed(&self, lines: &[u32], hashes: &[u32], inner: &mut [Vec<Inner>; NETS]) {
        let row_of = |at: u32| self.embedded.get(at as usize).map(|Line(weights)| weights);
        let words: [i32; LINE] = sum(lines, row_of);
        let shape: [i32; LINE] = sum(hashes, |hash| row_of(row(hash, EMBEDDED_BITS) as u32));
        let worth = self.embedded_scale / ((lines.len() + hashes.len()).max(1) as f32).sqrt();
        let sums: [f32; LINE] = std::array::from_fn(|at| (words[at] + shape[at]) as f32);
        for ((inner, one), sums) in inner.iter_mut().zip(&self.nets).zip(sums.as_chunks::<WIDTH>().0) {
            inner.push(std::array::from_fn(|at| bent(sums[at] * worth + one.dense.base[at])));
        }
    }
}
