//! The cites of one cluster: grouped by their names, collapsed, joined.

use std::collections::HashMap;

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Collapse, TermForm};

use super::markup;
use super::position::Place;
use super::processor::{ClusterCite, Part, Processor};
use super::program::{Citation, Look};
use super::render::Seen;
use super::render::look::{begin, end};
use super::tape::Tape;

/// A cite that has been printed.
struct Printed<'c> {
    cite: ClusterCite<'c>,
    place: Place,
    tape: Tape,
    seen: Seen,
    number: u32,
    year_suffix: Option<u32>,
}

/// Prints a cluster.
pub fn cluster(processor: &Processor<'_>, cites: &[(ClusterCite<'_>, Place)]) -> Tape {
    let citation = &processor.program.citation;
    if let [placed] = cites
        && placed.0.part == Part::NamesOnly
    {
        return names_alone(processor, placed);
    }
    let mut printed: Vec<Printed<'_>> = cites
        .iter()
        .enumerate()
        .map(|(number, placed)| {
            let cite = processor.placed(placed);
            let prefix = placed.0.prefix.trim_end_matches(['”', '’', '"', '\'', ' ']);
            let starts = number == 0 && prefix.is_empty() || prefix.ends_with(['.', '?', '!']);
            let (tape, seen) = processor.print(&cite, starts && processor.program.note);
            let year_suffix = cite.shape.year_suffix;
            Printed { cite: placed.0, place: placed.1, tape, seen, number: cite.number, year_suffix }
        })
        .filter(|one| !one.tape.text.is_empty())
        .collect();
    let by_names =
        matches!(citation.collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged));
    if by_names || citation.cite_group_delimiter.is_some() {
        printed = grouped(printed);
    }
    let mut tape = Tape::default();
    let look = Look { format: citation.layout.format, ..Look::default() };
    let place = begin(&look, &mut tape);
    tape.piece(&citation.layout.prefix);
    let inside = tape.end();
    match citation.collapse {
        Some(Collapse::CitationNumber) => by_number(&printed, citation, &mut tape),
        Some(_) => by_year(processor, &printed, citation, &mut tape),
        None => plain(&printed, citation, &mut tape),
    }
    if tape.is_empty_since(inside) {
        return Tape::default();
    }
    tape.piece(&citation.layout.suffix);
    end(&look, false, place, &mut tape);
    tape
}

/// The names of a cite without anything around them; where the style prints none, "Reference 1".
fn names_alone(processor: &Processor<'_>, placed: &(ClusterCite<'_>, Place)) -> Tape {
    let cite = processor.placed(placed);
    let (printed, _) = processor.print(&cite, false);
    let mut tape = Tape::default();
    match printed.names() {
        Some(names) => append(&placed.0, &names, &mut tape),
        None => {
            let term = Term::Other(OtherTerm::Reference);
            let word = processor.locale.term(term, TermForm::Long, false).unwrap_or_default();
            let mut letters = word.chars();
            tape.text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            tape.text.push_str(letters.as_str());
            tape.text.push_str(&format!(" {}", cite.number));
        }
    }
    tape
}

/// Cites of the same names come after the first of them.
fn grouped(printed: Vec<Printed<'_>>) -> Vec<Printed<'_>> {
    let mut groups: Vec<Vec<Printed<'_>>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for one in printed {
        let known = one.seen.first_names.as_ref().map(|names| match places.get(names) {
            Some(place) => *place,
            None => {
                places.insert(names.clone(), groups.len());
                groups.len()
            }
        });
        match known.filter(|place| *place < groups.len()) {
            Some(place) => groups[place].push(one),
            None => groups.push(vec![one]),
        }
    }
    groups.into_iter().flatten().collect()
}

fn same_names(left: &Printed<'_>, right: &Printed<'_>) -> bool {
    left.seen.first_names.is_some() && left.seen.first_names == right.seen.first_names
}

fn plain(printed: &[Printed<'_>], citation: &Citation, tape: &mut Tape) {
    for (place, one) in printed.iter().enumerate() {
        if place > 0 {
            let grouped =
                citation.cite_group_delimiter.as_deref().filter(|_| same_names(&printed[place - 1], one));
            delimit(grouped.unwrap_or(&citation.layout.delimiter), &one.cite, tape);
        }
        append(&one.cite, &one.tape, tape);
    }
}

/// A prefix that begins with punctuation takes the place of the delimiter.
fn delimit(delimiter: &str, cite: &ClusterCite<'_>, tape: &mut Tape) {
    if !cite.prefix.trim_start().starts_with(['.', ',', ';', ':']) {
        tape.piece(delimiter);
    }
}

/// A cite with its own prefix and suffix.
fn append(cite: &ClusterCite<'_>, own: &Tape, tape: &mut Tape) {
    if !cite.prefix.is_empty() {
        tape.seam();
        markup::write_affix(cite.prefix, tape);
        if !cite.prefix.ends_with(char::is_whitespace)
            && !cite.prefix.ends_with(['(', '[', '“', '‘', '«', '/', '-'])
        {
            tape.text.push(' ');
        }
        tape.seam();
    }
    tape.append(own);
    if !cite.suffix.is_empty() {
        tape.seam();
        let first = cite.suffix.chars().next().unwrap_or(' ');
        if first.is_alphanumeric() || first == '(' || first == '[' {
            tape.text.push(' ');
        }
        markup::write_affix(cite.suffix, tape);
        tape.seam();
    }
}

/// Runs of three and more numbers become a range.
fn by_number(printed: &[Printed<'_>], citation: &Citation, tape: &mut Tape) {
    let bare = |one: &Printed<'_>| {
        one.seen.number && !one.seen.locator && one.cite.prefix.is_empty() && one.cite.suffix.is_empty()
    };
    let mut at = 0;
    while at < printed.len() {
        if at > 0 {
            delimit(&citation.layout.delimiter, &printed[at].cite, tape);
        }
        let mut last = at;
        while bare(&printed[last])
            && printed.get(last + 1).is_some_and(|next| bare(next) && next.number == printed[last].number + 1)
        {
            last += 1;
        }
        append(&printed[at].cite, &printed[at].tape, tape);
        if last >= at + 2 {
            tape.piece("–");
            append(&printed[last].cite, &printed[last].tape, tape);
            at = last + 1;
        } else {
            at += 1;
        }
    }
}

/// Cites of the same names leave them out after the first, and those of the same year the year.
fn by_year(processor: &Processor<'_>, printed: &[Printed<'_>], citation: &Citation, tape: &mut Tape) {
    let layout = &*citation.layout.delimiter;
    let within = citation.cite_group_delimiter.as_deref().unwrap_or(", ");
    let after = citation.after_collapse_delimiter.as_deref().unwrap_or(layout);
    let letters = citation
        .year_suffix_delimiter
        .as_deref()
        .or(citation.cite_group_delimiter.as_deref())
        .unwrap_or(layout);
    let suffixes = matches!(citation.collapse, Some(Collapse::YearSuffix | Collapse::YearSuffixRanged));
    let ranged = citation.collapse == Some(Collapse::YearSuffixRanged);
    let has_letter = |one: &Printed<'_>| one.year_suffix.is_some() && one.seen.year_suffix_done;
    let alone = |one: &Printed<'_>| one.cite.suffix.is_empty() && !one.seen.locator;
    let mut at = 0;
    let mut collapsed = false;
    // letters have been collapsed just before
    let mut lettered = false;
    while at < printed.len() {
        let one = &printed[at];
        let before = at.checked_sub(1).map(|before| &printed[before]);
        let follows = before.is_some_and(|before| same_names(before, one)) && one.cite.prefix.is_empty();
        if !follows {
            if at > 0 {
                delimit(if collapsed || !suffixes { after } else { layout }, &one.cite, tape);
            }
            append(&one.cite, &one.tape, tape);
            collapsed = false;
            lettered = false;
            at += 1;
            continue;
        }
        let Some(before) = before else { break };
        collapsed = true;
        let same_year = suffixes
            && before.seen.year == one.seen.year
            && has_letter(before)
            && has_letter(one)
            && alone(before);
        if !same_year {
            let delimiter = match (alone(before), lettered) {
                (false, _) => after,
                (true, true) => layout,
                (true, false) => within,
            };
            lettered = false;
            let before = tape.end();
            tape.piece(delimiter);
            let inside = tape.end();
            reprint(processor, one, false, tape);
            if tape.is_empty_since(inside) {
                tape.cut(before);
            }
            at += 1;
            continue;
        }
        lettered = true;
        // a run of letters: "a-c" when three and more follow one another
        let start = at - 1;
        let mut last = at;
        let runs = |from: &Printed<'_>, to: Option<&Printed<'_>>| {
            to.is_some_and(|to| {
                same_names(from, to)
                    && from.seen.year == to.seen.year
                    && has_letter(to)
                    && alone(from)
                    && to.cite.prefix.is_empty()
                    && to.year_suffix == from.year_suffix.map(|suffix| suffix + 1)
            })
        };
        let consecutive = runs(&printed[start], Some(&printed[at]));
        while consecutive && runs(&printed[last], printed.get(last + 1)) {
            last += 1;
        }
        if ranged && consecutive && last >= start + 2 {
            tape.piece("–");
            reprint(processor, &printed[last], true, tape);
            at = last + 1;
            continue;
        }
        tape.piece(letters);
        reprint(processor, one, true, tape);
        at += 1;
    }
}

fn reprint(processor: &Processor<'_>, one: &Printed<'_>, without_year: bool, tape: &mut Tape) {
    let mut cite = processor.placed(&(one.cite, one.place));
    cite.without_names = true;
    cite.without_year = without_year;
    let (own, _) = processor.print(&cite, false);
    append(&one.cite, &own, tape);
}
