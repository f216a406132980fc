//! The dense part of a net: from what stands for the sentences of a text to hidden units and scores of each.

use super::chain::{STATES, States};

/// Numbers that stand for a sentence inside a net.
pub const WIDTH: usize = 32;
/// Hidden units of a net.
pub const HIDDEN: usize = 32;
/// What a net sees: two sentences before, the sentence, two after, and the mean of the text.
pub const VIEWS: usize = 6;

/// Numbers of the sentences that a net sees one by one.
const NEAR: usize = (VIEWS - 1) * WIDTH;

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

/// A net ready for reading: the same sums in whole numbers of sixteen bits, which is quick.
#[derive(Debug)]
pub struct Net {
    pub dense: Dense,
    /// What the sentences near by add to each unit.
    near: Vec<[i16; NEAR]>,
    worth: f32,
}

/// What 1 is in whole numbers: `NEAR` products of a number and a weight stay within 32 bits.
const ONE: f32 = 1024.0;
const LARGEST: f32 = 4096.0;

impl Net {
    pub fn new(dense: Dense) -> Self {
        let near = dense.hidden.get(..NEAR).unwrap_or_default();
        let largest =
            near.iter().flatten().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let scale = LARGEST / largest;
        let whole = |unit: usize, lane: usize| {
            near.get(lane).map_or(0, |weights: &Units| (weights[unit] * scale).round() as i16)
        };
        let near = (0..HIDDEN).map(|unit| std::array::from_fn(|lane| whole(unit, lane))).collect();
        Self { dense, near, worth: 1.0 / (ONE * scale) }
    }

    /// Hidden units of each sentence, below zero cut off.
    pub fn hidden(&self, inner: &[Inner]) -> Vec<Units> {
        let mut common = self.dense.hidden_base;
        self.dense.show(&mut common, VIEWS - 1, &mean(inner));
        // two empty sentences at each end, so that every sentence has its neighbours
        let mut whole = vec![0i16; (inner.len() + VIEWS - 2) * WIDTH];
        for (row, values) in whole.chunks_exact_mut(WIDTH).skip(2).zip(inner) {
            row.iter_mut().zip(values).for_each(|(whole, value)| *whole = (value * ONE) as i16);
        }
        let units = |seen: &[i16]| {
            let mut units = common;
            let Ok(seen) = <&[i16; NEAR]>::try_from(seen) else { return units };
            for (unit, weights) in units.iter_mut().zip(&self.near) {
                let mut sum = 0;
                for lane in 0..NEAR {
                    sum += i32::from(seen[lane]) * i32::from(weights[lane]);
                }
                *unit = (*unit + sum as f32 * self.worth).max(0.0);
            }
            units
        };
        whole.windows(NEAR).step_by(WIDTH).map(units).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::shuffle::Shuffle;
    use super::*;

    #[test]
    fn whole_numbers_give_nearly_the_same_units() {
        let mut random = Shuffle::new(2);
        let dense = Dense {
            base: [0.0; WIDTH],
            hidden: (0..VIEWS * WIDTH).map(|_| std::array::from_fn(|_| random.around(0.5))).collect(),
            hidden_base: std::array::from_fn(|_| random.around(0.5)),
            out: vec![[0.0; STATES]; HIDDEN],
        };
        for length in [0, 1, 2, 7] {
            let inner: Vec<Inner> =
                (0..length).map(|_| std::array::from_fn(|_| random.around(1.0))).collect();
            let exact = dense.hidden(&inner);
            let quick = Net::new(dense.clone()).hidden(&inner);
            assert_eq!(quick.len(), length);
            for (exact, quick) in exact.iter().flatten().zip(quick.iter().flatten()) {
                assert!((exact - quick).abs() < 0.02, "{exact} {quick}");
            }
        }
    }
}
