//! `Raimondi, C & Palmeri, S 2009, 'Title', Journal, vol. 100, no. 9, pp. 424-433. https://doi.org/10.1000/xyz`

use super::line::Line;
use super::work::{People, Work};
use crate::style::output::Format;

pub fn print(work: &Work<'_>, format: Format) -> String {
    let mut line = Line::new(format);
    let people = work.people();
    let mut names: Vec<String> = people.iter().take(20).map(|name| People::Joined.write(name)).collect();
    let more = people.len() > 20;
    let last = if more || names.len() < 2 { None } else { names.pop() };
    line.text(&names.join(", "));
    if let Some(last) = last {
        line.text(" & ").text(&last);
    } else if more {
        line.text(" et al.");
    }
    line.after(" ", &work.year());
    let container = work.container();
    if container.is_empty() {
        line.separator(", ").italic(work.title());
    } else {
        line.separator(", ").text(&format!("'{}'", work.title()));
        if work.in_journal() {
            line.separator(", ").italic(&container);
        } else {
            line.separator(", in ").italic(&container);
        }
    }
    let citation = work.citation;
    if work.in_journal() {
        if !citation.volume.is_empty() {
            line.after(", ", &format!("vol. {}", citation.volume));
        }
        if !citation.issue.is_empty() {
            line.after(", ", &format!("no. {}", citation.issue));
        }
    } else {
        line.after(", ", &work.publisher());
        line.after(", ", &work.place());
    }
    let pages = work.pages();
    if !pages.is_empty() {
        line.after(", ", &format!("pp. {pages}"));
    }
    line.stop();
    let doi = work.doi();
    if !doi.is_empty() {
        line.after(" ", &format!("https://doi.org/{doi}"));
    }
    line.finish()
}
