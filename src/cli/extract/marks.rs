use std::cmp::Reverse;
use std::ops::Range;

use super::words::hedged;
use crate::contract::v1::{Cue, Direction, ExtractFindingsResponse, Finding, Measurement, Span};

/// What a stretch of a text is.
#[derive(Debug, Clone, Copy)]
pub enum Mark<'a> {
    /// Statement of the finding with this index in the answer.
    Finding(usize, &'a Finding),
    /// Denies.
    Negation,
    /// Weakens.
    Hedge,
    /// Another word of certainty.
    Certainty,
    /// Says which way.
    Direction(Direction),
    Number(&'a Measurement),
}

/// A mark and where it lies, in bytes.
#[derive(Debug, Clone)]
pub struct Layer<'a> {
    pub mark: Mark<'a>,
    pub range: Range<usize>,
}

/// A stretch of text under the same marks throughout.
#[derive(Debug)]
pub struct Piece<'a> {
    pub text: &'a str,
    pub start: usize,
    /// Indices of the layers over it, outermost first.
    pub over: Vec<usize>,
}

/// Every mark of one abstract, outer before inner. What does not lie in the text is left out.
pub fn layers<'a>(
    text: &str,
    abstract_index: usize,
    extracted: &'a ExtractFindingsResponse,
) -> Vec<Layer<'a>> {
    let mut layers = Vec::new();
    let mut add = |mark: Mark<'a>, span: Option<&Span>| {
        if let Some(range) = span.and_then(|span| range(text, span)) {
            layers.push(Layer { mark, range });
        }
    };
    let here = |index: i32| usize::try_from(index).is_ok_and(|index| index == abstract_index);
    for (index, finding) in extracted.findings.iter().enumerate() {
        let Some(evidence) = finding.evidence.as_ref().filter(|evidence| here(evidence.abstract_index))
        else {
            continue;
        };
        add(Mark::Finding(index, finding), evidence.span.as_ref());
        let mut cues = |mark: Mark<'a>, cues: &'a [Cue]| {
            cues.iter().for_each(|cue| add(mark, cue.span.as_ref()));
        };
        cues(Mark::Negation, &finding.negation_cues);
        cues(
            if hedged(finding.certainty()) { Mark::Hedge } else { Mark::Certainty },
            &finding.certainty_cues,
        );
        cues(Mark::Direction(finding.direction()), &finding.direction_cues);
        finding.measurements.iter().for_each(|number| add(Mark::Number(number), number.span.as_ref()));
    }
    for sentence in extracted.sentences.iter().filter(|sentence| here(sentence.abstract_index)) {
        sentence.measurements.iter().for_each(|number| add(Mark::Number(number), number.span.as_ref()));
    }
    layers.sort_by_key(|layer| (layer.range.start, Reverse(layer.range.end), rank(layer.mark)));
    // A sentence and its findings give the same number, and two findings may rest on the same word.
    layers.dedup_by(|b, a| a.range == b.range && rank(a.mark) == rank(b.mark));
    layers
}

/// The text cut at every end of a layer and at `cuts`. Nothing is lost: the pieces in a row are the text.
pub fn pieces<'a>(text: &'a str, layers: &[Layer], cuts: &[usize]) -> Vec<Piece<'a>> {
    let ends = layers.iter().flat_map(|layer| [layer.range.start, layer.range.end]);
    let mut cuts: Vec<usize> = ends.chain(cuts.iter().copied()).chain([0, text.len()]).collect();
    cuts.retain(|&cut| text.is_char_boundary(cut));
    cuts.sort_unstable();
    cuts.dedup();

    let mut waiting = layers.iter().enumerate().peekable();
    let mut open: Vec<usize> = Vec::new();
    let mut pieces = Vec::with_capacity(cuts.len());
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        open.retain(|&index| layers.get(index).is_some_and(|layer| layer.range.end > start));
        while let Some((index, _)) = waiting.next_if(|(_, layer)| layer.range.start <= start) {
            open.push(index);
        }
        if let Some(text) = text.get(start..end) {
            pieces.push(Piece { text, start, over: open.clone() });
        }
    }
    pieces
}

/// The pieces of a stretch whose ends are cuts.
pub fn within<'p, 'a>(pieces: &'p [Piece<'a>], range: &Range<usize>) -> &'p [Piece<'a>] {
    let first = pieces.partition_point(|piece| piece.start < range.start);
    let last = pieces.partition_point(|piece| piece.start < range.end);
    pieces.get(first..last).unwrap_or_default()
}

/// The bytes that a span names, where they are a part of the text.
pub fn range(text: &str, span: &Span) -> Option<Range<usize>> {
    let range = usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?;
    (!text.get(range.clone())?.is_empty()).then_some(range)
}

/// Kind of mark, outer before inner. Two findings over the same words are two marks.
fn rank(mark: Mark) -> (u8, usize) {
    match mark {
        Mark::Finding(index, _) => (0, index),
        Mark::Negation => (1, 0),
        Mark::Hedge => (2, 0),
        Mark::Certainty => (3, 0),
        Mark::Direction(_) => (4, 0),
        Mark::Number(_) => (5, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, ranges: &[(usize, usize)], cuts: &[usize]) -> String {
        let layers: Vec<Layer> =
            ranges.iter().map(|&(start, end)| Layer { mark: Mark::Hedge, range: start..end }).collect();
        let pieces = pieces(text, &layers, cuts);
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text);
        let shown = pieces.iter().map(|piece| format!("{}{:?}", piece.text, piece.over));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_is_cut_where_marks_begin_and_end() {
        let check = |text: &str, ranges: &[(usize, usize)], cuts: &[usize], expected: &str| {
            assert_eq!(shown(text, ranges, cuts), expected);
        };
        check("abc", &[], &[], "abc[]");
        check("", &[], &[], "");
        check("abcdef", &[(1, 3)], &[], "a[] bc[0] def[]");
        check("abcdef", &[(1, 5), (2, 3)], &[], "a[] b[0] c[0, 1] de[0] f[]");
        check("abcdef", &[(0, 4), (2, 6)], &[], "ab[0] cd[0, 1] ef[1]");
        check("abcdef", &[(0, 3), (3, 6)], &[], "abc[0] def[1]");
        check("abcdef", &[(1, 3), (1, 3)], &[], "a[] bc[0, 1] def[]");
        check("abcdef", &[(1, 5)], &[3], "a[] bc[0] de[0] f[]");
        check("é–ü", &[(2, 5)], &[1], "é[] –[0] ü[]");
    }

    #[test]
    fn a_span_outside_the_text_is_no_range() {
        let check = |start: i32, end: i32, expected: Option<Range<usize>>| {
            assert_eq!(range("aé b", &Span { start, end, ..Default::default() }), expected);
        };
        check(0, 1, Some(0..1));
        check(1, 3, Some(1..3));
        check(1, 2, None);
        check(3, 3, None);
        check(4, 3, None);
        check(3, 9, None);
        check(-1, 2, None);
    }
}
