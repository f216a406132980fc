//! `Raimondi, Cristina ; Danova, Marco et al. / Title. In: Journal. 2009 ; Vol. 100, No. 9. pp. 424-433.`

use super::Labels;
use super::line::Line;
use super::work::{People, Work};
use crate::style::output::Format;

pub fn print(work: &Work<'_>, labels: &Labels, format: Format) -> String {
    let mut line = Line::new(format);
    let (names, more) = People::Full.list(&work.people(), 3, " ; ");
    line.text(&names);
    if more {
        line.text(" et al.");
    }
    line.stop();
    line.separator(" / ").text(work.title()).stop();
    let container = work.container();
    if !container.is_empty() {
        line.separator(" ").text(&format!("{} ", labels.in_container)).text(&container).stop();
    }
    if !work.in_journal() {
        let publisher = work.publisher();
        let place = work.place();
        let stands = if place.is_empty() || publisher.is_empty() {
            format!("{place}{publisher}")
        } else {
            format!("{place} : {publisher}")
        };
        line.after(" ", &stands);
        line.after(if stands.is_empty() { " " } else { ", " }, &work.year()).stop();
    } else {
        let citation = work.citation;
        let mut place = Line::new(format);
        if !citation.volume.is_empty() {
            place.text(&format!("Vol. {}", citation.volume));
        }
        if !citation.issue.is_empty() {
            place.after(", ", &format!("No. {}", citation.issue));
        }
        let (year, place) = (work.year(), place.finish());
        let joined = match (year.is_empty(), place.is_empty()) {
            (false, false) => format!("{year} ; {place}"),
            _ => format!("{year}{place}"),
        };
        line.after(" ", &joined);
        if !joined.is_empty() {
            line.stop();
        }
    }
    let pages = work.pages();
    if !pages.is_empty() {
        line.after(" ", &format!("pp. {pages}")).stop();
    }
    line.finish()
}
