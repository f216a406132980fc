use std::fmt::Write as _;

use super::escape::{escaped, isolated};
use super::frame::class;
use super::text::Text;
use crate::cli::extract::words;
use crate::contract::v1::{Finding, Measurement};

/// The key finding as a card of its own, with its reason.
pub fn key(html: &mut String, record: usize, index: usize, finding: &Finding, texts: &[Text]) {
    let kind = words::kind(finding.kind());
    let _ = writeln!(html, "<section class=\"key {}\">\n<h3>★ Key finding</h3>", class(&kind));
    chips(html, record, index, finding, "");
    quote(html, finding, texts);
    if !finding.key_finding_reason.is_empty() {
        let _ = writeln!(html, "<p class=\"facts\">Why: {}</p>", isolated(&finding.key_finding_reason));
    }
    html.push_str("</section>\n");
}

/// A finding in the list: its words, mentions and numbers.
pub fn item(html: &mut String, record: usize, index: usize, finding: &Finding, texts: &[Text]) {
    let kind = words::kind(finding.kind());
    let _ = writeln!(html, "<li id=\"r{record}f{}\" class=\"{}\">", index + 1, class(&kind));
    chips(html, record, index, finding, if finding.key_finding { "★ key" } else { "" });
    quote(html, finding, texts);
    if finding.interval_contradicts_p {
        html.push_str(
            "<p><strong class=\"status\">Interval and p value contradict each other</strong></p>\n",
        );
    }
    mentions(html, finding);
    numbers(html, &finding.measurements);
    html.push_str("</li>\n");
}

fn chips(html: &mut String, record: usize, index: usize, finding: &Finding, key: &str) {
    let (kind, number) = (words::kind(finding.kind()), index + 1);
    let _ = write!(
        html,
        "<p class=\"chips\"><a href=\"#r{record}t{number}\" title=\"in the text\">{number}</a> \
         <span class=\"chip {}\">{kind}</span>",
        class(&kind)
    );
    let direction = words::direction(finding.direction());
    for strong in [key, &direction].into_iter().filter(|word| !word.is_empty()) {
        let _ = write!(html, " <span class=\"plain strong\">{strong}</span>");
    }
    for fact in words::facts(finding) {
        let strong = if fact == "negated" { " strong" } else { "" };
        let _ = write!(html, " <span class=\"plain{strong}\">{}</span>", escaped(&fact));
    }
    html.push_str("</p>\n");
}

/// The words as they stand in the text; as they were given when they do not.
fn quote(html: &mut String, finding: &Finding, texts: &[Text]) {
    if texts.iter().any(|text| text.quote(html, finding).is_some()) {
        return;
    }
    let words = escaped(&finding.statement);
    let _ = writeln!(
        html,
        "<blockquote dir=\"auto\">{words}</blockquote>\n<p class=\"none\">These words are not in the text.</p>"
    );
}

fn mentions(html: &mut String, finding: &Finding) {
    let mentions = words::mentions(finding);
    if mentions.is_empty() {
        return;
    }
    html.push_str("<dl>\n");
    for (part, mention) in mentions {
        let _ = write!(html, "<div><dt>{part}</dt><dd>{}", isolated(&mention.text));
        if !mention.expansion.is_empty() {
            let _ = write!(html, " <small>= {}</small>", isolated(&mention.expansion));
        }
        if !mention.mesh_label.is_empty() || !mention.mesh_code.is_empty() {
            let (label, code) = (isolated(&mention.mesh_label), isolated(&mention.mesh_code));
            let _ = write!(html, " <small class=\"mesh\">MeSH {label} {code}</small>");
        }
        html.push_str("</dd></div>\n");
    }
    html.push_str("</dl>\n");
}

/// The numbers as a table, without the columns that no number fills.
fn numbers(html: &mut String, measurements: &[Measurement]) {
    if measurements.is_empty() {
        return;
    }
    let rows: Vec<[String; 7]> = measurements
        .iter()
        .map(|number| {
            [
                number.text.clone(),
                words::measure(number),
                words::value(number),
                number.unit.clone(),
                number.unit_ucum.clone(),
                number.statistic.clone(),
                words::about(number, measurements),
            ]
        })
        .collect();
    let heads = ["In the text", "Kind", "Value", "Unit", "UCUM", "Statistic", "Of"];
    let filled =
        |column: &usize| rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()));
    let columns: Vec<usize> = (0..heads.len()).filter(filled).collect();

    html.push_str("<div class=\"wide\"><table>\n<thead><tr>");
    for head in columns.iter().filter_map(|&column| heads.get(column)) {
        let _ = write!(html, "<th scope=\"col\">{head}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &rows {
        html.push_str("<tr>");
        for cell in columns.iter().filter_map(|&column| row.get(column)) {
            let _ = write!(html, "<td>{}</td>", if cell.is_empty() { String::new() } else { isolated(cell) });
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div>\n");
}
