//! Training of the roles. One thread, one order: the same texts give the same bytes.

use super::bytes::{ModelError, Writer};
use super::chain::{self, ROLES, Scores};
use super::feature;
use super::role::{
    Dense, EMBEDDED_BITS, HIDDEN, Inner, KIND, LINEAR_BITS, VIEWS, WIDTH, bent, mean, row, view,
};
use super::shuffle::Shuffle;
use super::words::Words;

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
    pub nets: u64,
    pub epochs: usize,
    /// First steps of the linear part, the embeddings and the dense part; all fall to zero.
    pub linear_step: f32,
    pub embedding_step: f32,
    pub dense_step: f32,
    /// Percent of features that a pass leaves out, in the linear part and in the embeddings, and of a sentence's numbers.
    pub linear_drop: u64,
    pub embedding_drop: u64,
    pub inner_drop: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            nets: 3,
            epochs: 10,
            linear_step: 0.02,
            embedding_step: 0.03,
            dense_step: 0.03,
            linear_drop: 60,
            embedding_drop: 70,
            inner_drop: 40,
        }
    }
}

/// A text with the role of each sentence, 0 BACKGROUND to 4 CONCLUSIONS.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub text: Vec<Words>,
    pub roles: Vec<usize>,
}

struct Hashed {
    linear: Vec<Vec<u32>>,
    embedded: Vec<Vec<u32>>,
    roles: Vec<usize>,
}

fn hashed(labelled: &Labelled) -> Hashed {
    let text = &labelled.text;
    let mut hashed = Hashed { linear: Vec::new(), embedded: Vec::new(), roles: labelled.roles.clone() };
    for (at, sentence) in text.iter().enumerate() {
        let mut own = Vec::new();
        feature::own(text, at, |hash| own.push(row(hash, EMBEDDED_BITS) as u32));
        let mut linear = Vec::new();
        let mut push = |hash| linear.push(row(hash, LINEAR_BITS) as u32);
        feature::own(text, at, &mut push);
        feature::pairs(sentence, &mut push);
        feature::neighbours(text, at, &mut push);
        hashed.embedded.push(own);
        hashed.linear.push(linear);
    }
    hashed
}

/// Trains and packs the model; `progress` hears of each pass.
///
/// # Errors
/// When packing fails.
pub fn train(
    texts: &[Labelled],
    settings: &Settings,
    mut progress: impl FnMut(&str),
) -> Result<Vec<u8>, ModelError> {
    let texts: Vec<Hashed> = texts.iter().map(hashed).filter(|text| !text.roles.is_empty()).collect();
    let mut linear = vec![0.0; ROLES << LINEAR_BITS];
    let mut chain = vec![0.0; chain::WEIGHTS];
    let mut nets = Vec::new();
    let share = 1.0 / settings.nets.max(1) as f32;
    for seed in 0..settings.nets {
        let mut net = Net::new(seed);
        let mut random = Shuffle::new(1000 + seed);
        let mut order: Vec<usize> = (0..texts.len()).collect();
        let all = (settings.epochs * texts.len()).max(1) as f32;
        let mut done = 0.0;
        for epoch in 0..settings.epochs {
            random.order(&mut order);
            for at in &order {
                let left = (1.0f32 - done / all).max(0.02);
                net.learn(&texts[*at], settings, left, &mut random);
                done += 1.0;
            }
            progress(&format!("roles: net {} of {}, pass {}", seed + 1, settings.nets, epoch + 1));
        }
        linear.iter_mut().zip(net.linear.iter().flatten()).for_each(|(sum, w)| *sum += w * share);
        chain.iter_mut().zip(&net.chain).for_each(|(sum, w)| *sum += w * share);
        nets.push((net.embedded, net.dense));
    }
    let mut writer = Writer::new(KIND);
    for size in [LINEAR_BITS, EMBEDDED_BITS, WIDTH as u32, HIDDEN as u32, nets.len() as u32] {
        writer.number(size);
    }
    writer.table(&linear);
    writer.reals(&chain);
    for (embedded, dense) in &nets {
        writer.table(embedded.as_flattened());
        writer.reals(&dense.base);
        writer.reals(dense.hidden.as_flattened());
        writer.reals(&dense.hidden_base);
        writer.reals(dense.out.as_flattened());
    }
    writer.packed()
}

struct Net {
    linear: Vec<Scores>,
    linear_seen: Vec<Scores>,
    embedded: Vec<Inner>,
    embedded_seen: Vec<f32>,
    dense: Dense,
    dense_seen: Dense,
    chain: Vec<f32>,
    chain_seen: Vec<f32>,
}

/// One pass forward over a text.
struct Pass {
    linear: Vec<Vec<u32>>,
    embedded: Vec<Vec<u32>>,
    worth: Vec<f32>,
    inner: Vec<Inner>,
    kept: Vec<Inner>,
    masked: Vec<Inner>,
    mean: Inner,
    hidden: Vec<[f32; HIDDEN]>,
    scores: Vec<Scores>,
}

/// AdaGrad: the more a weight has moved, the less it moves.
fn step(weight: &mut f32, seen: &mut f32, gradient: f32, size: f32, floor: f32) {
    *seen += gradient * gradient;
    *weight -= size * gradient / (*seen + floor).sqrt();
}

fn kept_share(drop: u64) -> f32 {
    100.0 / (100 - drop.min(99)) as f32
}

fn empty() -> Dense {
    Dense {
        base: [0.0; WIDTH],
        hidden: vec![[0.0; WIDTH]; VIEWS * HIDDEN],
        hidden_base: vec![0.0; HIDDEN],
        out: vec![[0.0; ROLES]; HIDDEN],
    }
}

impl Net {
    fn new(seed: u64) -> Self {
        let mut random = Shuffle::new(seed + 1);
        let embedded =
            (0..1 << EMBEDDED_BITS).map(|_| std::array::from_fn(|_| random.around(0.02))).collect();
        let mut dense = empty();
        dense.hidden.as_flattened_mut().iter_mut().for_each(|weight| *weight = random.around(0.17));
        dense.out.as_flattened_mut().iter_mut().for_each(|weight| *weight = random.around(0.2));
        Self {
            linear: vec![[0.0; ROLES]; 1 << LINEAR_BITS],
            linear_seen: vec![[0.0; ROLES]; 1 << LINEAR_BITS],
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
            mean: [0.0; WIDTH],
            hidden: Vec::new(),
            scores: Vec::new(),
        };
        let thin = |rows: &[u32], drop: u64, random: &mut Shuffle| -> Vec<u32> {
            rows.iter().copied().filter(|_| !random.falls(drop)).collect()
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
        pass.mean = mean(&pass.masked);
        let share = kept_share(settings.linear_drop);
        for (at, rows) in text.linear.iter().enumerate() {
            let rows = thin(rows, settings.linear_drop, random);
            let hidden = self.dense.hidden(&pass.masked, &pass.mean, at);
            let mut scores = self.dense.scores(&hidden);
            for row in &rows {
                let weights = &self.linear[*row as usize];
                scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight * share);
            }
            pass.linear.push(rows);
            pass.hidden.push(hidden);
            pass.scores.push(scores);
        }
        pass
    }

    fn learn(&mut self, text: &Hashed, settings: &Settings, left: f32, random: &mut Shuffle) {
        let total = text.roles.len();
        let pass = self.forward(text, settings, random);
        let found = chain::marginals(&self.chain, &pass.scores, true);
        let mut gradient = empty();
        let mut inner = vec![[0.0; WIDTH]; total];
        let mut mean = [0.0; WIDTH];
        for (at, role) in text.roles.iter().enumerate() {
            let mut error = found.roles[at];
            error[*role] -= 1.0;
            self.learn_linear(&pass.linear[at], &error, settings, left);
            let mut units = [0.0; HIDDEN];
            for (unit, slot) in units.iter_mut().enumerate() {
                let value = pass.hidden[at][unit];
                for role in 0..ROLES {
                    gradient.out[unit][role] += error[role] * value;
                    *slot += error[role] * self.dense.out[unit][role];
                }
                if value <= 0.0 {
                    *slot = 0.0;
                }
                gradient.hidden_base[unit] += *slot;
            }
            for seen in 0..VIEWS {
                let Some(values) = view(&pass.masked, &pass.mean, at, seen) else { continue };
                let target = if seen + 1 == VIEWS { &mut mean } else { &mut inner[at + seen - 2] };
                for (unit, error) in units.iter().enumerate().filter(|(_, error)| **error != 0.0) {
                    let at = seen * HIDDEN + unit;
                    for lane in 0..WIDTH {
                        gradient.hidden[at][lane] += error * values[lane];
                        target[lane] += error * self.dense.hidden[at][lane];
                    }
                }
            }
        }
        for (at, inner) in inner.iter_mut().enumerate() {
            for lane in 0..WIDTH {
                let flat = 1.0 - pass.inner[at][lane].abs();
                inner[lane] = (inner[lane] + mean[lane] / total as f32) * pass.kept[at][lane] * flat * flat;
                gradient.base[lane] += inner[lane];
            }
            self.learn_embedded(&pass.embedded[at], inner, pass.worth[at], settings.embedding_step * left);
        }
        self.learn_dense(&gradient, settings.dense_step * left);
        self.learn_chain(&text.roles, &found, settings.linear_step * left);
    }

    fn learn_linear(&mut self, rows: &[u32], error: &Scores, settings: &Settings, left: f32) {
        let share = kept_share(settings.linear_drop);
        for row in rows {
            let (weights, seen) = (&mut self.linear[*row as usize], &mut self.linear_seen[*row as usize]);
            for role in 0..ROLES {
                let size = settings.linear_step * left;
                step(&mut weights[role], &mut seen[role], error[role] * share, size, 1.0);
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

    fn learn_chain(&mut self, roles: &[usize], found: &chain::Marginals, size: f32) {
        let total = roles.len();
        let is = |truth: bool| if truth { 1.0 } else { 0.0 };
        let mut move_weight = |at: usize, gradient: f32| {
            step(&mut self.chain[at], &mut self.chain_seen[at], gradient, size, 1.0);
        };
        for at in 1..total {
            for from in 0..ROLES {
                for to in 0..ROLES {
                    let truth = is(roles[at - 1] == from && roles[at] == to);
                    for weight in chain::steps(at, total, from, to) {
                        move_weight(weight, found.pairs[at][from][to] - truth);
                    }
                }
            }
        }
        for role in 0..ROLES {
            let [first, last] = chain::ends(role);
            move_weight(first, found.roles[0][role] - is(roles[0] == role));
            move_weight(last, found.roles[total - 1][role] - is(roles[total - 1] == role));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::role::RoleModel;
    use super::super::words;
    use super::*;

    fn texts() -> Vec<Labelled> {
        let texts = [
            [
                "Gout is frequent.",
                "We aimed to study zinc.",
                "Adults took zinc.",
                "Pain fell.",
                "Zinc helps.",
            ],
            [
                "Asthma is common.",
                "We aimed to test salt.",
                "Children took salt.",
                "Cough fell.",
                "Salt helps.",
            ],
            ["Acne is frequent.", "We aimed to try soap.", "Adults took soap.", "Itch fell.", "Soap helps."],
        ];
        let labelled = |text: &[&str; 5]| Labelled {
            text: text.iter().map(|sentence| words::read(sentence)).collect(),
            roles: vec![0, 1, 2, 3, 4],
        };
        texts.iter().map(labelled).collect()
    }

    #[test]
    fn the_same_texts_give_the_same_bytes_and_a_model_that_has_learnt_them() {
        let settings = Settings { nets: 1, epochs: 30, ..Settings::default() };
        let first = train(&texts(), &settings, |_| {}).expect("packed");
        assert_eq!(train(&texts(), &settings, |_| {}).expect("packed"), first);
        let fewer = Settings { epochs: 29, ..settings };
        assert_ne!(train(&texts(), &fewer, |_| {}).expect("packed"), first);
        let model = RoleModel::read(&first).expect("a model");
        for text in texts() {
            for (role, found) in model.probabilities(&text.text).iter().enumerate() {
                assert!((0..5).all(|other| found[other] <= found[role]), "{role} {found:?}");
            }
        }
    }
}
