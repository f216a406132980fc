//! `Raimondi, C., & Palmeri, S. (2009). Title. Journal, 100(9), 424-433. https://doi.org/10.1000/xyz`

use super::line::Line;
use super::work::{People, Work};
use crate::style::item::Name;
use crate::style::output::Format;

pub fn print(work: &Work<'_>, format: Format) -> String {
    let mut line = Line::new(format);
    line.text(&people(&work.people()));
    let dated = |line: &mut Line| {
        let year = work.year();
        if !year.is_empty() {
            line.separator(" ").text(&format!("({year})"));
        }
        line.stop();
    };
    if line.is_empty() {
        title(work, &mut line);
        line.stop();
        dated(&mut line);
    } else {
        dated(&mut line);
        line.separator(" ");
        title(work, &mut line);
        line.stop();
    }
    if work.in_journal() {
        journal(work, &mut line);
    } else {
        book(work, &mut line);
    }
    let doi = work.doi();
    if !doi.is_empty() {
        line.after(" ", &format!("https://doi.org/{doi}"));
    }
    line.finish()
}

/// What stands alone is in italics; what stands in something is not.
fn title(work: &Work<'_>, line: &mut Line) {
    if work.container().is_empty() {
        line.italic(work.title())
    } else {
        line.text(work.title())
    };
}

fn journal(work: &Work<'_>, line: &mut Line) {
    let container = work.container();
    let citation = work.citation;
    if !container.is_empty() {
        line.separator(" ").italic(&container);
    }
    let opens = if container.is_empty() { " " } else { ", " };
    let mut numbered = false;
    if !citation.volume.is_empty() {
        line.separator(opens).italic(&citation.volume);
        numbered = true;
    }
    if !citation.issue.is_empty() {
        line.separator(if numbered { "" } else { opens }).text(&format!("({})", citation.issue));
        numbered = true;
    }
    line.after(if numbered { ", " } else { opens }, &work.pages());
    if !container.is_empty() || numbered || !work.pages().is_empty() {
        line.stop();
    }
}

fn book(work: &Work<'_>, line: &mut Line) {
    let container = work.container();
    if !container.is_empty() {
        line.separator(" ").text("In ");
        let editors = work.editors();
        let count = editors.len();
        if count > 0 && !work.people().iter().eq(editors.iter()) {
            let names: Vec<String> = editors.iter().map(turned).collect();
            line.text(&joined(&names, ", & "));
            line.text(if count > 1 { " (Eds.), " } else { " (Ed.), " });
        }
        line.italic(&container);
        let pages = work.pages();
        if !pages.is_empty() {
            line.text(&format!(" (pp. {pages})"));
        }
        line.stop();
    }
    if !work.publisher().is_empty() {
        line.after(" ", &work.publisher()).stop();
    }
}

/// "E. Editor".
fn turned(name: &Name<'_>) -> String {
    let written = People::Dotted.write(name);
    match written.split_once(", ") {
        Some((family, given)) if !name.is_literal() => format!("{given} {family}"),
        _ => written,
    }
}

/// Up to twenty names are printed; of more, nineteen and the last.
fn people(names: &[Name<'_>]) -> String {
    let mut written: Vec<String> = names.iter().map(|name| People::Dotted.write(name)).collect();
    if written.len() <= 20 {
        return joined(&written, ", & ");
    }
    let last = written.pop().unwrap_or_default();
    written.truncate(19);
    format!("{}, ... {last}", written.join(", "))
}

fn joined(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., end] => format!("{}{last}{end}", rest.join(", ")),
    }
}
