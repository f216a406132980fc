//! BibTeX as a portal writes it: values in quotation marks, months bare, one field a line.

use super::work::Work;
use crate::contract::v1::{CitationType, SubjectScheme};
use crate::record::language::english_name;
use crate::style::item::Name;
use crate::style::names::particle::set_apart;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub fn print(work: &Work<'_>) -> String {
    let citation = work.citation;
    let kind = entry_type(citation.r#type());
    let mut entry = Entry { out: format!("@{kind}{{{},\n", work.key()) };
    entry.field("title", work.title());
    entry.field("abstract", citation.abstracts.first().map_or("", |one| &one.text));
    let keywords: Vec<&str> = citation
        .subjects
        .iter()
        .filter(|subject| subject.scheme() == SubjectScheme::Keyword)
        .map(|subject| subject.label.as_str())
        .collect();
    entry.field("keywords", &keywords.join(", "));
    let authors = work.people();
    let editors = work.editors();
    if authors.is_empty() || authors == editors {
        entry.people("editor", &editors);
    } else {
        entry.people("author", &authors);
        entry.people("editor", &editors);
    }
    entry.field("note", citation.notes.first().map_or("", String::as_str));
    let day = work.day();
    entry.field("year", &work.year());
    if let Some(month) = day.month.and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1))) {
        entry.bare("month", month);
    }
    entry.field("day", &day.day.map(|day| day.to_string()).unwrap_or_default());
    entry.field("doi", &work.doi());
    let language = citation.languages.first().and_then(|tag| english_name(tag));
    entry.field("language", language.unwrap_or_default());
    entry.field("isbn", &work.isbn());
    entry.field("volume", &citation.volume);
    entry.field("series", citation.series.as_ref().map_or("", |series| &series.title));
    entry.field("pages", &work.pages().replace('-', "--"));
    match kind {
        "article" => entry.field("journal", &work.container()),
        _ => entry.field("booktitle", &work.container()),
    }
    entry.field("issn", &work.issn());
    if kind != "phdthesis" {
        entry.field("publisher", &work.publisher());
    }
    if kind != "article" {
        entry.field("address", &work.place());
    }
    entry.field("number", &citation.issue);
    entry.field("edition", &citation.edition);
    if kind == "phdthesis" {
        entry.field("school", &work.publisher());
    }
    entry.out.push_str("}\n");
    entry.out
}

fn entry_type(of: CitationType) -> &'static str {
    use CitationType as T;
    match of {
        T::ArticleJournal | T::ArticleMagazine | T::ArticleNewspaper | T::Review | T::ReviewBook => "article",
        T::Book | T::Collection | T::Pamphlet | T::Classic => "book",
        T::Chapter | T::Entry | T::EntryDictionary | T::EntryEncyclopedia => "inbook",
        T::PaperConference => "inproceedings",
        T::Thesis => "phdthesis",
        T::Report => "techreport",
        T::Unspecified => "article",
        T::Manuscript | T::PersonalCommunication => "unpublished",
        _ => "misc",
    }
}

struct Entry {
    out: String,
}

impl Entry {
    fn field(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.out.push_str(&format!("{name} = \"{}\",\n", escaped(value)));
        }
    }

    fn bare(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!("{name} = {value},\n"));
    }

    /// Two given names are told from a family name of two words by braces.
    fn people(&mut self, name: &str, people: &[Name<'_>]) {
        if people.is_empty() {
            return;
        }
        let written: Vec<String> = people.iter().cloned().map(person).collect();
        self.out.push_str(&format!("{name} = \"{}\",\n", written.join(" and ")));
    }
}

fn person(name: Name<'_>) -> String {
    if name.is_literal() {
        return format!("{{{}}}", escaped(&name.literal));
    }
    if name.family.is_empty() || name.given.is_empty() {
        return escaped(&format!("{}{}", name.family, name.given));
    }
    let (given, whole) = (escaped(&name.given), escaped(&name.family));
    let suffix = if name.suffix.is_empty() { String::new() } else { format!(", {}", escaped(&name.suffix)) };
    // a particle that BibTeX knows by its small letter needs no braces
    let parted = set_apart(name.clone());
    let family = if parted.family.contains(' ') { format!("{{{whole}}}") } else { whole };
    if given.contains(' ') {
        return format!("{family}{suffix}, {{{given}}}");
    }
    if suffix.is_empty() { format!("{given} {family}") } else { format!("{family}{suffix}, {given}") }
}

/// What TeX would read as a command; a quotation mark would end the value.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '{' => out.push_str("\\{"),
            '}' => out.push_str("\\}"),
            '"' => out.push_str("{\"}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
