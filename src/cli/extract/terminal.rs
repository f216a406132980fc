mod wrap;

#[cfg(test)]
mod tests;

use self::wrap::{Run, Sheet, UNBREAKABLE};
use super::marked::{Marked, plain};
use super::marks::{Mark, Piece};
use super::words;
use crate::cli::show;
use crate::contract::v1::{ExtractFindingsResponse, Finding, FindingKind, Measurement};

pub use self::wrap::Look;

const BOLD: &str = "1";
const DIM: &str = "2";
const UNDERLINE: &str = "4";

/// How to read the marks; to be shown once.
pub fn legend(look: Look) -> String {
    let mut sheet = Sheet::new(look);
    let mut runs = Line::new(look);
    if look.colour {
        runs.label(" 1 KIND ↓ ", "7");
        runs.add(" ", "").add("words of a finding", UNDERLINE).add("  ", "");
    } else {
        runs.add("[1 KIND ↓ words of a finding]  ", "");
    }
    runs.number("number").add("  ", "").hedge("hedge").add("  ", "").negation("negation");
    runs.add("  word↓ of direction  ~ role read from the words", "");
    sheet.put(0, &runs.runs);
    sheet.finish()
}

/// A record or a text with its findings marked, the key finding first, then every finding in a list.
pub fn view(extracted: &ExtractFindingsResponse, look: Look) -> String {
    let mut sheet = Sheet::new(look);
    let plain = plain(extracted);
    let texts = Marked::all(extracted, &plain);
    head(&mut sheet, extracted);
    for (index, finding) in extracted.findings.iter().enumerate().filter(|(_, finding)| finding.key_finding) {
        sheet.put(0, &Line::new(look).add("★ KEY FINDING", BOLD).runs);
        item(&mut sheet, index, finding, &texts, look);
        sheet.text(4, &finding.key_finding_reason, "why: ", DIM);
        sheet.blank();
    }
    for text in &texts {
        abstract_(&mut sheet, text, look);
    }
    if texts.is_empty() {
        sheet.text(0, "This record has no abstract.", "", "");
        sheet.blank();
    }
    for (index, finding) in extracted.findings.iter().enumerate() {
        item(&mut sheet, index, finding, &texts, look);
        if finding.key_finding {
            sheet.text(4, "the key finding", "★ ", "");
        }
        mentions(&mut sheet, finding);
        finding
            .measurements
            .iter()
            .for_each(|number| measurement(&mut sheet, number, &finding.measurements, look));
    }
    if !extracted.findings.is_empty() {
        sheet.blank();
    }
    let findings = words::counted(extracted.findings.len(), "finding");
    let count = format!("{findings} in {}", words::counted(extracted.sentences.len(), "sentence"));
    sheet.text(0, &count, "", DIM);
    sheet.finish()
}

/// Title, status, record facts and study design.
fn head(sheet: &mut Sheet, extracted: &ExtractFindingsResponse) {
    let Some(citation) = &extracted.citation else { return };
    sheet.text(0, show::title(citation), "", BOLD);
    if let Some(status) = show::status(citation) {
        sheet.text(0, &status.replace('_', " "), "", "1;31");
    }
    for line in show::details(citation) {
        sheet.text(0, &line, "", DIM);
    }
    if let Some(design) = words::study_design(&extracted.findings) {
        sheet.text(0, design, "study design: ", DIM);
    }
    sheet.blank();
}

fn abstract_(sheet: &mut Sheet, text: &Marked, look: Look) {
    for block in &text.blocks {
        let guessed = if block.guessed { "~ " } else { "" };
        let role = if block.role.is_empty() { String::new() } else { format!("{guessed}{}", block.role) };
        let mut part = Line::new(look);
        part.add(&block.heading, BOLD);
        part.add(if block.heading.is_empty() || role.is_empty() { "" } else { "  " }, "");
        part.add(&role, DIM);
        sheet.put(0, &part.runs);
        sheet.put(2, &marked(text, text.pieces(&block.range), true, look));
    }
    sheet.blank();
}

/// Pieces in a row with signs around what is marked, or styles where there is colour.
fn marked(text: &Marked, pieces: &[Piece], findings: bool, look: Look) -> Vec<Run> {
    let mut line = Line::new(look);
    let mut open: Vec<usize> = Vec::new();
    for piece in pieces {
        let wanted: Vec<usize> =
            piece.over.iter().copied().filter(|&index| findings || !text.is_finding(index)).collect();
        let kept = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        line.close(text, &mut open, kept);
        for &index in wanted.iter().skip(kept) {
            line.open(text, index, piece.start);
            open.push(index);
        }
        let style = line.style(text, &open);
        line.add(piece.text, &style);
    }
    line.close(text, &mut open, 0);
    line.runs
}

fn item(sheet: &mut Sheet, index: usize, finding: &Finding, texts: &[Marked], look: Look) {
    let mut line = Line::new(look);
    line.label(&name(index, finding), colour(finding.kind()));
    let mut facts = vec![words::lower("DIRECTION_", finding.direction().as_str_name())];
    facts.extend(words::facts(finding));
    facts.retain(|fact| !fact.is_empty() && fact != "none");
    line.add("  ", "").add(&facts.join(", "), "");
    sheet.put(0, &line.runs);
    let quote = texts.iter().find_map(|text| Some((text, text.place(finding)?)));
    match quote {
        Some((text, range)) => sheet.put(4, &marked(text, text.pieces(&range), false, look)),
        None => sheet.text(4, &finding.statement, "not in the text: ", ""),
    }
    if finding.interval_contradicts_p {
        sheet.text(4, "interval and p value contradict each other", "", "1;31");
    }
}

fn mentions(sheet: &mut Sheet, finding: &Finding) {
    for (part, mention) in words::mentions(finding) {
        let mut text = mention.text.clone();
        if !mention.expansion.is_empty() {
            text.push_str(&format!(" = {}", mention.expansion));
        }
        if !mention.mesh_code.is_empty() || !mention.mesh_label.is_empty() {
            text.push_str(&format!(" [MeSH {} {}]", mention.mesh_label, mention.mesh_code));
        }
        sheet.text(4, &text, &format!("{}: ", part.to_lowercase()), "");
    }
}

fn measurement(sheet: &mut Sheet, number: &Measurement, others: &[Measurement], look: Look) {
    let mut line = Line::new(look);
    line.number(&number.text).add("  ", "").add(&words::number(number), "");
    let about = words::about(number, others);
    if !about.is_empty() {
        line.add("; ", "").add(&about, "");
    }
    sheet.put(4, &line.runs);
}

/// Number, kind and sign of a finding.
fn name(index: usize, finding: &Finding) -> String {
    let kind = words::kind(finding.kind()).to_uppercase();
    let name = format!("{} {kind} {}", index + 1, words::sign(finding.direction()));
    name.trim_end().replace(' ', &UNBREAKABLE.to_string())
}

/// Colours of the terminal's own palette, set in reverse so that they are legible on light and dark.
fn colour(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Efficacy => "7;32",
        FindingKind::Safety => "7;31",
        FindingKind::Association => "7;34",
        FindingKind::Prognosis | FindingKind::Controversy => "7;35",
        FindingKind::Prevalence | FindingKind::Diagnostic => "7;36",
        FindingKind::Recommendation | FindingKind::Expectation => "7;33",
        _ => "7",
    }
}

/// Runs of a line that is being put together.
struct Line {
    look: Look,
    runs: Vec<Run>,
}

impl Line {
    fn new(look: Look) -> Self {
        Line { look, runs: Vec::new() }
    }

    fn add(&mut self, text: &str, style: &str) -> &mut Self {
        self.runs.push(Run::new(text, style));
        self
    }

    /// What names a finding: a block of colour, or bare words.
    fn label(&mut self, text: &str, style: &str) -> &mut Self {
        if self.look.colour {
            let edge = UNBREAKABLE;
            return self.add_own(&format!("{edge}{}{edge}", text.trim()), style);
        }
        self.add_own(text, style)
    }

    fn number(&mut self, text: &str) -> &mut Self {
        self.between('{', text, '}', "1")
    }

    fn hedge(&mut self, text: &str) -> &mut Self {
        self.between('~', text, '~', "3;35")
    }

    fn negation(&mut self, text: &str) -> &mut Self {
        self.between('!', text, '!', "1;31")
    }

    fn between(&mut self, before: char, text: &str, after: char, style: &str) -> &mut Self {
        if self.look.colour {
            return self.add(text, style);
        }
        self.add(&format!("{before}{text}{after}"), "")
    }

    fn add_own(&mut self, text: &str, style: &str) -> &mut Self {
        self.runs.push(Run::own(text, style));
        self
    }

    /// What goes on after another finding has ended says so by its number alone.
    fn open(&mut self, text: &Marked, index: usize, at: usize) {
        let Some(layer) = text.layers.get(index) else { return };
        match layer.mark {
            Mark::Finding(index, finding) => {
                let begins = at == layer.range.start;
                let name = if begins { name(index, finding) } else { format!("{}…", index + 1) };
                let bracket = if self.look.colour { "" } else { "[" };
                self.label(&format!("{bracket}{name}"), colour(finding.kind()));
                self.add_own(if begins { " " } else { "" }, "");
            }
            mark => {
                self.sign(signs(mark).0);
            }
        }
    }

    fn close(&mut self, text: &Marked, open: &mut Vec<usize>, kept: usize) {
        for index in open.drain(kept..).rev() {
            match text.layers.get(index).map(|layer| layer.mark) {
                Some(Mark::Direction(direction)) => {
                    self.add(words::sign(direction), BOLD);
                }
                Some(Mark::Finding(..)) => {
                    self.sign("]");
                }
                Some(mark) => {
                    self.sign(signs(mark).1);
                }
                None => {}
            }
        }
    }

    /// A sign stands for a style where there is none.
    fn sign(&mut self, sign: &str) -> &mut Self {
        let sign = if self.look.colour { "" } else { sign };
        self.add(sign, "")
    }

    fn style(&self, text: &Marked, open: &[usize]) -> String {
        let styles = open.iter().filter_map(|&index| text.layers.get(index)).map(|layer| match layer.mark {
            Mark::Finding(..) => UNDERLINE,
            Mark::Negation => "1;31",
            Mark::Hedge => "3;35",
            Mark::Certainty => "3",
            Mark::Direction(_) | Mark::Number(_) => BOLD,
        });
        let mut styles: Vec<&str> = styles.collect();
        styles.dedup();
        styles.join(";")
    }
}

fn signs(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Number(_) => ("{", "}"),
        Mark::Hedge => ("~", "~"),
        Mark::Negation => ("!", "!"),
        Mark::Finding(..) | Mark::Certainty | Mark::Direction(_) => ("", ""),
    }
}
