//! `Raimondi C, Palmeri S. Title. Journal. 2009;100(9):424-433. doi: 10.1000/xyz`

use super::line::Line;
use super::work::{People, Work};
use crate::style::output::Format;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

pub fn print(work: &Work<'_>, format: Format) -> String {
    let mut line = Line::new(format);
    let (names, more) = People::Close.list(&work.people(), 6, ", ");
    line.text(&names);
    if more {
        line.text(", et al");
    }
    line.stop();
    line.after(" ", work.title()).stop();
    let citation = work.citation;
    let container = work.container();
    if work.in_journal() {
        line.after(" ", &container);
        if !container.is_empty() {
            line.stop();
        }
        let mut place = citation.volume.clone();
        if !citation.issue.is_empty() {
            place.push_str(&format!("({})", citation.issue));
        }
        let pages = work.pages();
        if !pages.is_empty() {
            place.push_str(if place.is_empty() { "" } else { ":" });
            place.push_str(&pages);
        }
        let date = date(work);
        let joined = match (date.is_empty(), place.is_empty()) {
            (false, false) => format!("{date};{place}"),
            _ => format!("{date}{place}"),
        };
        line.after(" ", &joined).stop();
    } else {
        book(work, &mut line);
    }
    let doi = work.doi();
    if !doi.is_empty() {
        line.after(" ", &format!("doi: {doi}"));
    }
    line.finish()
}

fn book(work: &Work<'_>, line: &mut Line) {
    let container = work.container();
    if !container.is_empty() {
        line.after(" ", &format!("In {container}")).stop();
    }
    let (publisher, place, year) = (work.publisher(), work.place(), work.year());
    let mut parts = match (place.is_empty(), publisher.is_empty()) {
        (false, false) => format!("{place}: {publisher}"),
        _ => format!("{place}{publisher}"),
    };
    if !year.is_empty() {
        parts.push_str(if parts.is_empty() { "" } else { ". " });
        parts.push_str(&year);
    }
    line.after(" ", &parts).stop();
    let pages = work.pages();
    if !pages.is_empty() {
        line.after(" ", &format!("p. {pages}")).stop();
    }
}

/// "2009 Sept 1", as far as it is known.
fn date(work: &Work<'_>) -> String {
    let day = work.day();
    let mut date = work.year();
    let Some(month) = day.month.and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1))) else {
        return date;
    };
    date.push_str(&format!(" {month}"));
    if let Some(day) = day.day {
        date.push_str(&format!(" {day}"));
    }
    date
}
