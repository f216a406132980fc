//! The proof that a finding quotes its abstract, and the hashes that name both.

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::reading::{Extent, Reading};
use crate::contract::v1;

/// Why a finding is not a quote of its abstract.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuoteError {
    #[error("finding has no evidence")]
    NoEvidence,
    #[error("there is no abstract {0}")]
    NoAbstract(i32),
    #[error("abstract {0} has changed since the finding was made")]
    Hash(i32),
    #[error("{what} has no span")]
    NoSpan { what: &'static str },
    #[error("{what}: bytes {start}..{end} are not a slice of the abstract")]
    OutOfText { what: &'static str, start: i32, end: i32 },
    #[error("{what}: code points {char_start}..{char_end} are not bytes {start}..{end}")]
    CodePoints { what: &'static str, start: i32, end: i32, char_start: i32, char_end: i32 },
    #[error("{what}: bytes {start}..{end} of the abstract say otherwise")]
    Differs { what: &'static str, start: i32, end: i32 },
    #[error("statement lies outside its sentence")]
    OutsideSentence,
}

/// Proves that the statement, the sentence, every cue, mention and number are slices of the abstract that the evidence
/// names, and that the abstract is the one that was read. For many findings of the same abstracts, see [`Prover`].
pub fn prove(finding: &v1::Finding, abstracts: &[v1::Abstract]) -> Result<(), QuoteError> {
    Prover::new(abstracts).prove(finding)
}

/// Proves one finding after the other; reads each abstract once, however many findings quote it.
pub struct Prover<'a> {
    abstracts: &'a [v1::Abstract],
    originals: Vec<Option<Original<'a>>>,
}

/// An abstract that is quoted.
struct Original<'a> {
    reading: Reading<'a>,
    sha256: String,
}

impl<'a> Prover<'a> {
    pub fn new(abstracts: &'a [v1::Abstract]) -> Self {
        Self { abstracts, originals: abstracts.iter().map(|_| None).collect() }
    }

    /// As [`prove`].
    pub fn prove(&mut self, finding: &v1::Finding) -> Result<(), QuoteError> {
        let evidence = finding.evidence.as_ref().ok_or(QuoteError::NoEvidence)?;
        let index = evidence.abstract_index;
        let place = usize::try_from(index).map_err(|_| QuoteError::NoAbstract(index))?;
        let missing = || QuoteError::NoAbstract(index);
        let text = &self.abstracts.get(place).ok_or_else(missing)?.text;
        let original = self.originals.get_mut(place).ok_or_else(missing)?.get_or_insert_with(|| Original {
            reading: Reading::new(text, String::new()),
            sha256: abstract_sha256(text),
        });
        if original.sha256 != evidence.abstract_sha256 {
            return Err(QuoteError::Hash(index));
        }
        quotes(finding, evidence, &original.reading)
    }
}

fn quotes(finding: &v1::Finding, evidence: &v1::Evidence, text: &Reading<'_>) -> Result<(), QuoteError> {
    let span = check(text, "statement", evidence.span.as_ref(), Some(&finding.statement))?;
    let sentence = check(text, "sentence", finding.sentence.as_ref(), None)?;
    if span.start < sentence.start || span.end > sentence.end {
        return Err(QuoteError::OutsideSentence);
    }
    for cue in finding.certainty_cues.iter().chain(&finding.direction_cues).chain(&finding.negation_cues) {
        check(text, "cue", cue.span.as_ref(), Some(&cue.text))?;
    }
    let people = finding.populations.iter().chain(&finding.interventions);
    for mention in people.chain(&finding.comparators).chain(&finding.outcomes) {
        check(text, "mention", mention.span.as_ref(), Some(&mention.text))?;
    }
    for measurement in &finding.measurements {
        check(text, "measurement", measurement.span.as_ref(), Some(&measurement.text))?;
    }
    Ok(())
}

fn check<'a>(
    text: &Reading<'_>,
    what: &'static str,
    span: Option<&'a v1::Span>,
    quote: Option<&str>,
) -> Result<&'a v1::Span, QuoteError> {
    let span = span.ok_or(QuoteError::NoSpan { what })?;
    let (start, end) = (span.start, span.end);
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let slice = range.and_then(|(from, to)| text.text.get(from..to));
    let (Some(slice), Some((from, to))) = (slice, range) else {
        return Err(QuoteError::OutOfText { what, start, end });
    };
    if text.span(Extent::new(from, to)) != *span {
        let (char_start, char_end) = (span.char_start, span.char_end);
        return Err(QuoteError::CodePoints { what, start, end, char_start, char_end });
    }
    if quote.is_some_and(|quote| quote != slice) {
        return Err(QuoteError::Differs { what, start, end });
    }
    Ok(span)
}

/// SHA-256 of the text's UTF-8 bytes, 64 hex digits.
pub fn abstract_sha256(text: &str) -> String {
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    Sha256::digest(text.as_bytes()).iter().flat_map(digits).collect()
}

/// Identifier of a finding within its citation: 26 characters of lower-case Crockford base32, the first 128 bits of a
/// hash over the abstract, the span and the ordinal among equal spans. The kind has no part in it, so that a better
/// extractor never orphans a review.
pub fn finding_id(abstract_sha256: &str, span: &v1::Span, ordinal: u32) -> String {
    let digest =
        Sha256::digest(format!("{abstract_sha256}:{}:{}:{ordinal}", span.start, span.end).as_bytes());
    let mut bits = digest.iter().take(16).fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let mut id = [0u8; 26];
    for place in id.iter_mut().rev() {
        *place = b"0123456789abcdefghjkmnpqrstvwxyz"[(bits & 31) as usize];
        bits >>= 5;
    }
    id.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_text_span_and_ordinal_only() {
        let hash = abstract_sha256("Aspirin reduced pain.");
        let span = v1::Span { start: 0, end: 20, char_start: 0, char_end: 20 };
        let id = finding_id(&hash, &span, 0);
        assert_eq!(id.len(), 26);
        assert_eq!(id, finding_id(&hash, &span, 0));
        assert_ne!(id, finding_id(&hash, &span, 1));
        assert_ne!(id, finding_id(&abstract_sha256("other"), &span, 0));
    }

    #[test]
    fn a_moved_or_changed_quote_is_refused() {
        let abstract_ =
            v1::Abstract { text: "Così è. Aspirin reduced pain in trials.".into(), ..Default::default() };
        let span = v1::Span { start: 10, end: 31, char_start: 8, char_end: 29 };
        let good = v1::Finding {
            statement: abstract_.text[10..31].into(),
            sentence: Some(span),
            evidence: Some(v1::Evidence {
                span: Some(span),
                abstract_sha256: abstract_sha256(&abstract_.text),
                ..Default::default()
            }),
            ..Default::default()
        };
        let abstracts = [abstract_];
        assert_eq!(prove(&good, &abstracts), Ok(()));
        let mut moved = good.clone();
        moved.evidence.as_mut().unwrap().span = Some(v1::Span { start: 11, char_start: 9, ..span });
        assert!(matches!(prove(&moved, &abstracts), Err(QuoteError::Differs { .. })));
        let mut torn = good.clone();
        torn.sentence = Some(v1::Span { start: 4, ..span });
        assert!(matches!(prove(&torn, &abstracts), Err(QuoteError::OutOfText { .. })));
        let mut counted = good.clone();
        counted.sentence = Some(v1::Span { char_start: 0, ..span });
        assert!(matches!(prove(&counted, &abstracts), Err(QuoteError::CodePoints { .. })));
        let other = [v1::Abstract { text: "Else.".into(), ..Default::default() }];
        assert_eq!(prove(&good, &other), Err(QuoteError::Hash(0)));
        assert_eq!(prove(&good, &[]), Err(QuoteError::NoAbstract(0)));
        let mut prover = Prover::new(&abstracts);
        assert_eq!(prover.prove(&good), Ok(()));
        assert!(prover.prove(&torn).is_err());
        assert_eq!(prover.prove(&good), Ok(()));
    }
}
