//! Bold title, names, journal, and the type line of the portal below.

use super::Labels;
use super::line::Line;
use super::work::{People, Work};
use crate::style::item::Day;
use crate::style::output::Format;

pub fn print(work: &Work<'_>, labels: &Labels, format: Format) -> String {
    let mut line = Line::new(format);
    let title = work.title();
    let stopped = if title.is_empty() || title.ends_with(['.', '?', '!']) {
        title.to_owned()
    } else {
        format!("{title}.")
    };
    line.bold(&stopped);
    let (names, more) = People::Full.list(&work.people(), 3, "; ");
    if !names.is_empty() {
        line.separator(" / ").text(&names);
        if more {
            line.text(" et al.");
        }
        line.stop();
    }
    let place = place(work, labels);
    if !place.is_empty() {
        if !line.is_empty() {
            line.line_break();
        }
        line.text(&place).stop();
    }
    let path = &work.citation.type_path;
    if !path.is_empty() {
        if !line.is_empty() {
            line.line_break().line_break();
        }
        line.text(&format!("Research output: {}", path.join(" › ")));
    }
    line.finish()
}

fn place(work: &Work<'_>, labels: &Labels) -> String {
    let citation = work.citation;
    let mut parts: Vec<String> = Vec::new();
    let container = work.container();
    if !container.is_empty() {
        parts.push(format!("{} {container}", labels.in_container));
    }
    if !work.in_journal() {
        let publisher = work.publisher();
        match &*work.place() {
            "" => parts.push(publisher.into_owned()),
            place if publisher.is_empty() => parts.push(place.to_owned()),
            place => parts.push(format!("{place} : {publisher}")),
        }
    }
    if !citation.volume.is_empty() {
        parts.push(format!("Vol. {}", citation.volume));
    }
    if !citation.issue.is_empty() {
        parts.push(format!("No. {}", citation.issue));
    }
    parts.push(dotted(&work.day()));
    let pages = work.pages();
    if !pages.is_empty() {
        parts.push(format!("{} {pages}", labels.pages));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// "15.09.2009", as far as it is known.
fn dotted(day: &Day) -> String {
    match (day.year, day.month, day.day) {
        (Some(year), Some(month), Some(day)) => format!("{day:02}.{month:02}.{year}"),
        (Some(year), Some(month), None) => format!("{month:02}.{year}"),
        (Some(year), None, _) => year.to_string(),
        (None, ..) => String::new(),
    }
}
