use std::fmt::Write as _;

use super::escape::escaped;
use super::frame::class;
use crate::cli::extract::marked::Marked;
use crate::cli::extract::marks::{Mark, Piece};
use crate::cli::extract::words;
use crate::contract::v1::{Finding, Measurement, MeasurementKind, QuantityRole};

/// An abstract of the record with this number on the page.
pub struct Text<'a> {
    pub record: usize,
    pub marked: Marked<'a>,
}

impl Text<'_> {
    /// Heading of the abstract among `of` abstracts.
    pub fn heading(&self, of: usize) -> String {
        let language = if self.marked.language.is_empty() {
            String::new()
        } else {
            format!(" ({})", escaped(self.marked.language))
        };
        if of > 1 { format!("Abstract {}{language}", self.marked.index + 1) } else { "Abstract".to_owned() }
    }

    /// Every block with its heading and role beside it and its marks in it.
    pub fn blocks(&self, html: &mut String) {
        for block in &self.marked.blocks {
            html.push_str("<div class=\"block\">\n<div class=\"part\">");
            if !block.heading.is_empty() {
                let _ = write!(html, "<b dir=\"auto\">{}</b>", escaped(&block.heading));
            }
            if !block.role.is_empty() {
                let (note, sign) =
                    if block.guessed { (" title=\"read from the words\"", "~ ") } else { ("", "") };
                let _ = write!(html, "<span{note}>{sign}{}</span>", block.role);
            }
            let _ = write!(html, "</div>\n<p class=\"text\" dir=\"auto\"{}>", self.lang());
            self.run(html, self.marked.pieces(&block.range), true);
            html.push_str("</p>\n</div>\n");
        }
    }

    /// The words of a finding, with numbers and cues visible; nothing when it does not lie in this text.
    pub fn quote(&self, html: &mut String, finding: &Finding) -> Option<()> {
        let range = self.marked.place(finding)?;
        let _ = write!(html, "<blockquote dir=\"auto\"{}>", self.lang());
        self.run(html, self.marked.pieces(&range), false);
        html.push_str("</blockquote>\n");
        Some(())
    }

    fn lang(&self) -> String {
        if self.marked.language.is_empty() {
            String::new()
        } else {
            format!(" lang=\"{}\"", escaped(self.marked.language))
        }
    }

    /// Pieces in a row. Marks that overlap without nesting are closed and opened again, so that tags always nest.
    fn run(&self, html: &mut String, pieces: &[Piece], findings: bool) {
        let mut open: Vec<usize> = Vec::new();
        for piece in pieces {
            let wanted: Vec<usize> = piece
                .over
                .iter()
                .copied()
                .filter(|&index| findings || !self.marked.is_finding(index))
                .collect();
            let kept = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
            self.close(html, &mut open, kept, piece.start);
            for &index in wanted.iter().skip(kept) {
                self.open(html, index, piece.start);
                open.push(index);
            }
            html.push_str(&escaped(piece.text));
        }
        let end = pieces.last().map_or(0, |piece| piece.start + piece.text.len());
        self.close(html, &mut open, 0, end);
    }

    fn open(&self, html: &mut String, index: usize, at: usize) {
        let Some(layer) = self.marked.layers.get(index) else { return };
        let _ = match layer.mark {
            Mark::Finding(index, finding) => {
                let (record, number) = (self.record, index + 1);
                let anchor = if at == layer.range.start {
                    format!(" id=\"r{record}t{number}\"")
                } else {
                    String::new()
                };
                let kind = words::kind(finding.kind());
                let about = escaped(&label(finding));
                write!(
                    html,
                    "<mark class=\"{}\"{anchor} data-finding=\"{number}\" title=\"{about}\">",
                    class(&kind)
                )
            }
            Mark::Negation => write!(html, "<em class=\"not\" title=\"negation\">"),
            Mark::Hedge => write!(html, "<i class=\"hedge\" title=\"hedge\">"),
            Mark::Certainty => write!(html, "<i class=\"sure\" title=\"certainty\">"),
            Mark::Direction(direction) => {
                let sign = if at == layer.range.start { words::sign(direction) } else { "" };
                write!(html, "<span class=\"dir\" data-sign=\"{sign}\" title=\"direction\">")
            }
            Mark::Number(number) => {
                let aside = if is_result(number) { "" } else { " aside" };
                write!(html, "<b class=\"n{aside}\" title=\"{}\">", escaped(&words::number(number)))
            }
        };
    }

    /// Closes all but the outermost `kept`. A finding's label stands where its words end, once.
    fn close(&self, html: &mut String, open: &mut Vec<usize>, kept: usize, at: usize) {
        for index in open.drain(kept..).rev() {
            let Some(layer) = self.marked.layers.get(index) else { continue };
            if let Mark::Finding(index, finding) = layer.mark
                && at == layer.range.end
            {
                self.reference(html, index, finding);
            }
            html.push_str(match layer.mark {
                Mark::Finding(..) => "</mark>",
                Mark::Negation => "</em>",
                Mark::Hedge | Mark::Certainty => "</i>",
                Mark::Direction(_) => "</span>",
                Mark::Number(_) => "</b>",
            });
        }
    }

    fn reference(&self, html: &mut String, index: usize, finding: &Finding) {
        let (record, number) = (self.record, index + 1);
        let words = [words::kind(finding.kind()), words::sign(finding.direction()).to_owned()].join(" ");
        let key = if finding.key_finding { "★ " } else { "" };
        let _ = write!(
            html,
            "<sup class=\"ref\"><a href=\"#r{record}f{number}\" lang=\"en\">{key}<b>{number}</b> {}</a></sup>",
            words.trim_end()
        );
    }
}

/// Kind, direction and facts of a finding on a line.
pub fn label(finding: &Finding) -> String {
    let mut parts = vec![words::kind(finding.kind()), words::direction(finding.direction())];
    parts.extend(words::facts(finding));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Dates, references, names with digits, grades, ratios and doses are no results.
fn is_result(number: &Measurement) -> bool {
    let aside = matches!(
        number.kind(),
        MeasurementKind::Year
            | MeasurementKind::Citation
            | MeasurementKind::Identifier
            | MeasurementKind::Grade
            | MeasurementKind::Ratio
    );
    !aside && number.role() != QuantityRole::Dose
}
