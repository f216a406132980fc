//! Ties intervals and p values to the effects they qualify: the nearest in the same bracket, else the nearest to the left.

use crate::contract::v1::{Measurement, MeasurementKind as Kind};
use crate::finding::reading::Reading;

/// Sets `linked_to`.
pub fn link(reading: &Reading<'_>, found: &mut [Measurement]) {
    let is =
        |measurement: &Measurement, kinds: &[Kind]| kinds.iter().any(|kind| measurement.kind == *kind as i32);
    let effects = [
        Kind::EffectSize,
        Kind::Diagnostic,
        Kind::FoldChange,
        Kind::Proportion,
        Kind::CountOfTotal,
        Kind::Quantity,
        Kind::SurvivalTime,
        Kind::MeanSd,
        Kind::Rate,
        Kind::MedianIqr,
        Kind::MeanSe,
    ];
    let mut last: Option<usize> = None;
    let mut strong: Option<usize> = None;
    for at in 0..found.len() {
        let qualifies = is(&found[at], &[Kind::ConfidenceInterval, Kind::PValue]);
        if !qualifies {
            if is(&found[at], &effects) {
                last = Some(at);
            }
            if is(&found[at], &[Kind::EffectSize, Kind::Diagnostic]) {
                strong = Some(at);
            }
            continue;
        }
        let target = match is(&found[at], &[Kind::PValue]) {
            true => strong
                .filter(|effect| near(reading, found, *effect, at))
                .or_else(|| last.filter(|effect| near(reading, found, *effect, at))),
            false => last.filter(|effect| near(reading, found, *effect, at)),
        };
        found[at].linked_to = target.and_then(|target| i32::try_from(target).ok());
    }
}

/// No more than a bracket's worth of text lies between, and no end of a clause.
fn near(reading: &Reading<'_>, found: &[Measurement], effect: usize, at: usize) -> bool {
    let end = found[effect].span.map_or(0, |span| span.end as usize);
    let start = found[at].span.map_or(0, |span| span.start as usize);
    let Some(between) = reading.lower.get(end..start) else { return false };
    between.len() <= 120 && !between.contains(", and ") && !between.contains(" whereas ")
}
