//! What tells a claim: words, place, neighbours, and the roles that the sentence and its neighbours may have.

use super::class::Settings;
use super::feature;
use super::role::Judged;
use super::words::{Words, mix};

pub const KIND: [u8; 4] = *b"clam";

/// Features of sentence `at` of a text.
pub fn features(text: &[Words], judged: &Judged, at: usize, sink: &mut dyn FnMut(u32)) {
    let roles = &judged.roles;
    feature::own(text, at, &mut *sink);
    if let Some(sentence) = text.get(at) {
        feature::pairs(sentence, &mut *sink);
    }
    let mut places = [(at.checked_sub(2), 80), (at.checked_sub(1), 81), (Some(at), 82), (Some(at + 1), 83)];
    places.iter_mut().for_each(|place| place.0 = place.0.filter(|at| *at < roles.len()));
    for (place, space) in places {
        let Some(scores) = place.and_then(|at| roles.get(at)) else {
            sink(mix(space, 84));
            continue;
        };
        for (role, probability) in (0..).zip(scores) {
            let tenth = (probability * 10.0).min(9.0) as u32;
            sink(mix(mix(role, tenth), space));
            // more than one feature, so that what the roles say is not lost among the words
            sink(mix(mix(role, tenth / 3), space + 10));
        }
    }
    for (unit, value) in (0..).zip(judged.units.iter().filter_map(|each| each.get(at)).flatten()) {
        if *value > 0.0 {
            sink(mix(mix(unit, (value * 2.0).min(5.0) as u32), 97));
        }
    }
    let likeliest = |at: usize| {
        let scores = roles.get(at)?;
        (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).map(|role| role as u32)
    };
    let (this, next) = (likeliest(at).unwrap_or(9), likeliest(at + 1).unwrap_or(9));
    let before = at.checked_sub(1).and_then(likeliest).unwrap_or(9);
    sink(mix(mix(mix(before, this), next), 95));
    if let Some(sentence) = text.get(at) {
        sentence.words.iter().take(4).for_each(|word| sink(mix(mix(*word, this), 96)));
    }
}

/// How claims are trained; chosen on the validation texts.
pub fn settings() -> Settings {
    Settings { step: 0.02, decay: 0.003, drop: 30, orders: 3, threshold: 0.4, ..Settings::default() }
}
