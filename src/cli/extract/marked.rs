use std::ops::Range;

use super::blocks::{Block, blocks};
use super::marks::{Layer, Mark, Piece, layers, pieces, range, within};
use crate::contract::v1::{Abstract, ExtractFindingsResponse, Finding};

/// An abstract cut at its marks and into its parts.
pub struct Marked<'a> {
    pub index: usize,
    /// BCP 47; empty when neither the record nor the extractor knows.
    pub language: &'a str,
    pub layers: Vec<Layer<'a>>,
    pub blocks: Vec<Block>,
    text: &'a str,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Marked<'a> {
    /// Every abstract of an answer; `plain` holds the text of an answer without a record.
    pub fn all(extracted: &'a ExtractFindingsResponse, plain: &'a [Abstract]) -> Vec<Marked<'a>> {
        let abstracts = extracted.citation.as_ref().map_or(plain, |citation| &citation.abstracts);
        let of = |(index, abstract_)| Marked::of(abstract_, index, extracted);
        abstracts.iter().enumerate().map(of).collect()
    }

    fn of(abstract_: &'a Abstract, index: usize, extracted: &'a ExtractFindingsResponse) -> Self {
        let text = abstract_.text.as_str();
        let layers = layers(text, index, extracted);
        let blocks = blocks(abstract_, index, &extracted.sentences);
        let cuts: Vec<usize> = blocks.iter().map(|block| block.range.end).collect();
        let pieces = pieces(text, &layers, &cuts);
        let found = layers.iter().find_map(|layer| match layer.mark {
            Mark::Finding(_, finding) => Some(finding.language.as_str()),
            _ => None,
        });
        let given = Some(abstract_.language.as_str()).filter(|language| !language.is_empty());
        Marked { index, language: given.or(found).unwrap_or_default(), layers, blocks, text, pieces }
    }

    /// The pieces of a part of the text.
    pub fn pieces(&self, range: &Range<usize>) -> &[Piece<'a>] {
        within(&self.pieces, range)
    }

    /// Where a finding's words stand, when they stand in this abstract.
    pub fn place(&self, finding: &Finding) -> Option<Range<usize>> {
        let evidence = finding.evidence.as_ref()?;
        let here = usize::try_from(evidence.abstract_index).is_ok_and(|index| index == self.index);
        range(self.text, evidence.span.as_ref().filter(|_| here)?)
    }

    pub fn is_finding(&self, layer: usize) -> bool {
        self.layers.get(layer).is_some_and(|layer| matches!(layer.mark, Mark::Finding(..)))
    }
}

/// The abstract that stands for an answer's plain text.
pub fn plain(extracted: &ExtractFindingsResponse) -> [Abstract; 1] {
    [Abstract { text: extracted.text.clone(), ..Default::default() }]
}
