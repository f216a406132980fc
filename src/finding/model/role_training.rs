//! Training of the roles: one thread a net, one order each. The same texts give the same bytes.

use super::bytes::{ModelError, Writer};
use super::chain::{self, STATES, States};
use super::dense::{HIDDEN, WIDTH};
use super::feature;
use super::learner::Learner;
use super::role::{EMBEDDED_BITS, KIND, LINEAR_BITS, NETS, row};
use super::shuffle::Shuffle;
use super::words::Words;

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
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

/// A text as rows of the tables, and for each sentence 1 for each state that it may have.
#[derive(Debug)]
pub struct Hashed {
    pub linear: Vec<Vec<u32>>,
    pub embedded: Vec<Vec<u32>>,
    pub allowed: Vec<States>,
}

fn hashed(labelled: &Labelled) -> Hashed {
    let text = &labelled.text;
    let mut hashed = Hashed { linear: Vec::new(), embedded: Vec::new(), allowed: Vec::new() };
    for (at, (sentence, state)) in text.iter().zip(chain::states(&labelled.roles)).enumerate() {
        let mut own = Vec::new();
        feature::own(text, at, |hash| own.push(row(hash, EMBEDDED_BITS) as u32));
        let mut linear = Vec::new();
        let mut push = |hash| linear.push(row(hash, LINEAR_BITS) as u32);
        feature::own(text, at, &mut push);
        feature::pairs(sentence, &mut push);
        feature::neighbours(text, at, &mut push);
        hashed.embedded.push(own);
        hashed.linear.push(linear);
        hashed.allowed.push(std::array::from_fn(|other| if other == state { 1.0 } else { 0.0 }));
    }
    hashed
}

/// Trains and packs the model; `progress` hears of each learner.
///
/// # Errors
/// When packing fails.
pub fn train(
    texts: &[Labelled],
    settings: &Settings,
    progress: impl Fn(&str),
) -> Result<Vec<u8>, ModelError> {
    let texts: Vec<Hashed> = texts.iter().map(hashed).filter(|text| !text.allowed.is_empty()).collect();
    let learners: Vec<Learner> = std::thread::scope(|scope| {
        let learn = |seed| {
            let texts = &texts;
            scope.spawn(move || learnt(texts, settings, seed))
        };
        let threads: Vec<_> = (0..NETS as u64).map(learn).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    if learners.len() != NETS {
        return Err(ModelError::Length);
    }
    progress(&format!("roles: {} nets of {} texts", learners.len(), texts.len()));
    let share = 1.0 / NETS as f32;
    let mut linear = vec![0.0; STATES << LINEAR_BITS];
    let mut chain = vec![0.0; chain::WEIGHTS];
    for learner in &learners {
        linear.iter_mut().zip(learner.linear.as_flattened()).for_each(|(sum, w)| *sum += w * share);
        chain.iter_mut().zip(&learner.chain).for_each(|(sum, w)| *sum += w * share);
    }
    let mut writer = Writer::new(KIND);
    for size in [LINEAR_BITS, EMBEDDED_BITS, WIDTH as u32, HIDDEN as u32] {
        writer.number(size);
    }
    writer.even_table(&linear);
    writer.reals(&chain);
    let mut embedded = Vec::with_capacity((NETS * WIDTH) << EMBEDDED_BITS);
    for row in 0..1 << EMBEDDED_BITS {
        learners.iter().for_each(|learner| embedded.extend(learner.embedded[row]));
    }
    writer.even_table(&embedded);
    for Learner { dense, .. } in &learners {
        writer.reals(&dense.base);
        writer.reals(dense.hidden.as_flattened());
        writer.reals(&dense.hidden_base);
        writer.reals(dense.out.as_flattened());
    }
    writer.packed()
}

fn learnt(texts: &[Hashed], settings: &Settings, seed: u64) -> Learner {
    let mut learner = Learner::new(seed);
    let mut random = Shuffle::new(1000 + seed);
    let mut order: Vec<&Hashed> = texts.iter().collect();
    let all = (settings.epochs * texts.len()).max(1) as f32;
    let mut done = 0.0;
    for _ in 0..settings.epochs {
        random.order(&mut order);
        for text in &order {
            let left = (1.0f32 - done / all).max(0.02);
            learner.learn(text, settings, left, &mut random);
            done += 1.0;
        }
    }
    learner
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
        let settings = Settings { epochs: 30, ..Settings::default() };
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
