mod escape;
mod frame;
mod listed;
mod text;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::mem::take;

use self::escape::{escaped, isolated};
use self::text::Text;
use super::marked::{Marked, plain};
use super::words;
use crate::cli::show;
use crate::contract::v1::{Citation, ExtractFindingsResponse, Finding};

/// One self-contained page: every text with its findings marked by kind, numbers and hedges visible, the key finding first.
#[derive(Default)]
pub struct Page {
    body: String,
    contents: String,
    texts: usize,
    findings: usize,
}

impl Page {
    /// Adds what was found in a record or a text.
    pub fn add(&mut self, extracted: &ExtractFindingsResponse) {
        self.texts += 1;
        self.findings += extracted.findings.len();
        let record = self.texts;
        let title = extracted.citation.as_ref().map_or("Text", show::title);
        let _ = writeln!(
            self.contents,
            "<li><a href=\"#r{record}\">{}</a> <small>{}</small></li>",
            isolated(title),
            words::counted(extracted.findings.len(), "finding")
        );
        let _ = writeln!(self.body, "<article id=\"r{record}\">");
        article(&mut self.body, record, title, extracted);
        self.body.push_str("</article>\n");
    }

    /// The page.
    pub fn finish(mut self) -> String {
        let heading =
            format!("{} in {}", words::counted(self.findings, "finding"), words::counted(self.texts, "text"));
        let contents = if self.texts > 1 { take(&mut self.contents) } else { String::new() };
        frame::page(&heading, &contents, &self.body)
    }
}

fn article(html: &mut String, record: usize, title: &str, extracted: &ExtractFindingsResponse) {
    let plain = plain(extracted);
    let texts: Vec<Text> =
        Marked::all(extracted, &plain).into_iter().map(|marked| Text { record, marked }).collect();

    head(html, title, extracted);
    for (index, finding) in extracted.findings.iter().enumerate().filter(|(_, finding)| finding.key_finding) {
        listed::key(html, record, index, finding, &texts);
    }
    for text in &texts {
        let _ = write!(html, "<section class=\"abstract\">\n<h3>{}</h3>\n", text.heading(texts.len()));
        text.blocks(html);
        html.push_str("</section>\n");
    }
    if texts.is_empty() {
        html.push_str("<p class=\"none\">This record has no abstract.</p>\n");
    } else if extracted.findings.is_empty() {
        html.push_str("<p class=\"none\">No findings in this abstract.</p>\n");
    }
    if extracted.findings.is_empty() {
        return;
    }
    html.push_str("<section class=\"list\">\n<h3>Findings in order of the text</h3>\n<ol>\n");
    for (index, finding) in extracted.findings.iter().enumerate() {
        listed::item(html, record, index, finding, &texts);
    }
    html.push_str("</ol>\n</section>\n");
    made_by(html, &extracted.findings);
}

/// Title, record facts and study design.
fn head(html: &mut String, title: &str, extracted: &ExtractFindingsResponse) {
    let _ = writeln!(html, "<h2 dir=\"auto\">{}</h2>", escaped(title));
    if let Some(citation) = &extracted.citation {
        record_facts(html, citation);
    }
    if let Some(design) = words::study_design(&extracted.findings) {
        let _ = writeln!(html, "<p class=\"facts\">Study design: <b>{}</b></p>", isolated(design));
    }
}

fn record_facts(html: &mut String, citation: &Citation) {
    for title in citation.titles.iter().skip(1) {
        let _ = writeln!(
            html,
            "<p class=\"also\" dir=\"auto\" lang=\"{}\">{}</p>",
            escaped(&title.language),
            escaped(&title.text)
        );
    }
    if let Some(status) = show::status(citation) {
        let _ = writeln!(html, "<p><strong class=\"status\">{}</strong></p>", status.replace('_', " "));
    }
    for line in show::details(citation) {
        let _ = writeln!(html, "<p class=\"facts\">{}</p>", isolated(&line));
    }
}

/// What made the findings, so that a printed page says it too.
fn made_by(html: &mut String, findings: &[Finding]) {
    let Some(made) = findings.iter().find_map(|finding| finding.provenance.as_ref()) else { return };
    let parts = [("model", &made.model), ("rules", &made.rules), ("abstract", &made.abstract_sha256)];
    let parts = parts.into_iter().filter(|(_, hash)| !hash.is_empty()).map(|(of, hash)| {
        let start: String = hash.chars().take(12).collect();
        format!(", {of} {}", escaped(&start))
    });
    let parts: String = parts.collect();
    let (extractor, version) = (escaped(&made.extractor), escaped(&made.version));
    let _ = writeln!(html, "<p class=\"made\">Made by {extractor} {version}{parts}</p>");
}
