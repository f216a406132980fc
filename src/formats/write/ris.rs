//! RIS after the specification of 2011, with PubMed's bracketed identifiers in U1.

use super::{dates, lines, summary};
use crate::contract::v1::{
    Citation, CitationType as T, Contributor, ContributorRole as Role, DateKind, DatedEvent,
    IdentifierScheme as Scheme, IssnType, Pages, SubjectScheme, TitleRole,
};
use crate::formats::part::is_part;
use crate::formats::read::ris_types;
use crate::formats::{scheme, standing};
use crate::record::language::iso639_2b;

/// An entry, from TY to ER.
pub fn entry(citation: &Citation, out: &mut String) {
    let mut tags = Tags { out };
    tags.put("TY", type_of(citation));
    titles(citation, &mut tags);
    contributors(citation, &mut tags);
    published(citation, &mut tags);
    container(citation, &mut tags);
    identifiers(citation, &mut tags);
    content(citation, &mut tags);
    rest(citation, &mut tags);
    out.push_str("ER  - \n");
}

struct Tags<'a> {
    out: &'a mut String,
}

impl Tags<'_> {
    /// A field on one line; none where the value is empty.
    fn put(&mut self, tag: &str, value: &str) {
        let start = self.out.len();
        self.out.push_str(tag);
        self.out.push_str("  - ");
        let filled = self.out.len();
        lines::one_line(value, self.out);
        if self.out.len() == filled {
            self.out.truncate(start);
        } else {
            self.out.push('\n');
        }
    }
}

/// The type that the record was read with, where it still says the same; else the first that reads back as its kind.
fn type_of(citation: &Citation) -> &str {
    let kind = citation.r#type();
    if let [own] = citation.type_path.as_slice()
        && ris_types::citation_type(own) == Some(kind)
    {
        return own;
    }
    ris_types::of(kind)
}

fn titles(citation: &Citation, tags: &mut Tags) {
    let of = |role: TitleRole| citation.titles.iter().filter(move |title| title.role() == role);
    let original = citation.titles.iter().find(|title| {
        !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
    });
    let mut translated = of(TitleRole::Translated);
    match original {
        Some(title) => {
            let mut whole = title.text.clone();
            for subtitle in of(TitleRole::Subtitle) {
                whole.push_str(": ");
                whole.push_str(&subtitle.text);
            }
            tags.put("TI", &whole);
        }
        // PubMed's way to write a translation that stands alone
        None => {
            if let Some(title) = translated.next() {
                tags.put("TI", &format!("[{}]", lines::clean(&title.text)));
            }
        }
    }
    for title in translated {
        tags.put("TT", &title.text);
    }
    tags.put("ST", &citation.short_title);
}

fn contributors(citation: &Citation, tags: &mut Tags) {
    for person in &citation.contributors {
        let Some(tag) = tag_of(person.role(), citation) else { continue };
        tags.put(tag, &name(person));
        for affiliation in &person.affiliations {
            tags.put("AD", &affiliation.text);
        }
    }
}

/// The tag of a role; `None` for one that RIS has no tag for.
pub fn tag_of(role: Role, citation: &Citation) -> Option<&'static str> {
    let kind = citation.r#type();
    match role {
        Role::Inventor if kind == T::Patent => Some("AU"),
        Role::Author | Role::Unspecified if kind != T::Patent => Some("AU"),
        Role::Editor if type_of(citation) == "EDBOOK" => Some("AU"),
        Role::Editor if kind != T::Thesis => Some("A2"),
        Role::Supervisor if kind == T::Thesis => Some("A2"),
        Role::SeriesEditor => Some("A3"),
        Role::Translator => Some("A4"),
        _ => None,
    }
}

/// "Family, Given, Suffix". A name of one part that would be taken apart, as a group's, ends with a comma: EndNote's way.
pub fn name(person: &Contributor) -> String {
    let [collective, literal, family, given, initials, suffix] = [
        &person.collective,
        &person.literal,
        &person.family,
        &person.given,
        &person.initials,
        &person.suffix,
    ]
    .map(|part| lines::clean(part));
    if family.is_empty() || !collective.is_empty() {
        let names = [collective, literal, given].into_iter();
        let whole = names.clone().find(|name| !name.is_empty()).unwrap_or_default();
        let one = person.collective.is_empty() && !whole.contains([',', ' ']) || whole.is_empty();
        return if one { whole.into_owned() } else { format!("{whole},") };
    }
    let given = if given.is_empty() { initials } else { given };
    let mut name = family.into_owned();
    for part in [given, suffix].iter().filter(|part| !part.is_empty()) {
        name.push_str(", ");
        name.push_str(part);
    }
    name
}

fn published(citation: &Citation, tags: &mut Tags) {
    if let Some(event) = dates::published(citation) {
        if let Some(date) = &event.date {
            tags.put("PY", &dates::year(date));
        }
        tags.put("DA", &day(event));
    }
    for event in &citation.dates {
        match (event.kind(), event.label.as_str()) {
            (DateKind::Accessed, _) => tags.put("Y2", &slashed(event)),
            // dates that another file gave beside the one of publication
            (DateKind::Other, tag @ ("DA" | "PY" | "Y1")) => tags.put(tag, &slashed(event)),
            _ => {}
        }
    }
}

/// A date of publication that says more than its year.
fn day(event: &DatedEvent) -> String {
    let Some(date) = &event.date else { return event.verbatim.clone() };
    let more = date.month.is_some() || date.season != 0 || date.approximate || !event.verbatim.is_empty();
    if more { slashed(event) } else { String::new() }
}

/// "2009/09/01/", "2009///Winter", "2009~"; the source's own words where it has some.
fn slashed(event: &DatedEvent) -> String {
    if !event.verbatim.is_empty() {
        return event.verbatim.clone();
    }
    let Some(date) = &event.date else { return String::new() };
    if date.approximate {
        return format!("{}~", dates::iso(date));
    }
    let part = |part: Option<i32>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    let said = date.month.is_some() || date.season != 0;
    if !said || date.year < 0 {
        return dates::iso(date);
    }
    let season = if date.month.is_none() { dates::season(date.season()) } else { "" };
    format!("{}/{}/{}/{season}", dates::year(date), part(date.month), part(date.day))
}

fn container(citation: &Citation, tags: &mut Tags) {
    let kind = citation.r#type();
    if let Some(container) = &citation.container {
        // before the title: an abbreviation that is the same would be passed over behind it
        for abbreviation in &container.abbreviations {
            tags.put("J2", &abbreviation.text);
        }
        let own = matches!(kind, T::Thesis | T::Book | T::Report);
        tags.put(if own { "BT" } else { "T2" }, &container.title);
    }
    if let Some(series) = &citation.series {
        tags.put("T3", &series.title);
    }
    tags.put("VL", &citation.volume);
    tags.put("IS", &citation.issue);
    if let Some(pages) = &citation.pages {
        self::pages(pages, tags);
    }
    let publisher = if is_part(kind) {
        citation.container.as_ref().and_then(|container| container.publisher.as_ref())
    } else {
        citation.publisher.as_ref()
    };
    let place_of_event = citation.event.as_ref().map_or("", |event| event.place.as_str());
    match kind {
        T::Thesis => tags.put("PB", &citation.institution),
        _ => tags.put("PB", publisher.map_or("", |publisher| &publisher.name)),
    }
    match kind {
        T::PaperConference | T::Collection => tags.put("CY", place_of_event),
        _ => tags.put("CY", publisher.map_or("", |publisher| &publisher.place)),
    }
    serial_numbers(citation, tags);
}

/// Kinds that have a number of their own.
pub fn has_number(kind: T) -> bool {
    matches!(kind, T::Report | T::Patent | T::Bill | T::Standard | T::Thesis)
}

fn pages(pages: &Pages, tags: &mut Tags) {
    tags.put("SP", &pages.first);
    tags.put("EP", &pages.last);
    tags.put("C7", &pages.article_number);
}

fn serial_numbers(citation: &Citation, tags: &mut Tags) {
    let container = citation.container.iter();
    for issn in container.clone().flat_map(|container| &container.issns) {
        match issn.r#type() {
            IssnType::Print => tags.put("SN", &format!("{} (Print)", issn.value)),
            IssnType::Electronic => tags.put("SN", &format!("{} (Electronic)", issn.value)),
            IssnType::Linking => tags.put("SN", &format!("{} (Linking)", issn.value)),
            IssnType::Unspecified => tags.put("SN", &issn.value),
        }
    }
    for isbn in container.flat_map(|container| &container.isbns) {
        tags.put("SN", isbn);
    }
}

fn identifiers(citation: &Citation, tags: &mut Tags) {
    let part = is_part(citation.r#type());
    let mut accession = false;
    for id in &citation.identifiers {
        match id.scheme() {
            Scheme::Doi => tags.put("DO", &id.value),
            Scheme::Pmcid => tags.put("C2", &id.value),
            Scheme::Isbn if !part => tags.put("SN", &id.value),
            Scheme::Wos => tags.put("AN", &format!("WOS:{}", id.value)),
            Scheme::Accession if !accession => {
                accession = true;
                tags.put("ID", &id.value);
            }
            Scheme::Unspecified | Scheme::Other => {}
            _ => tags.put("U1", &format!("{}[{}]", id.value, scheme::name(id))),
        }
    }
    for location in &citation.locations {
        let tag = match location.kind.as_str() {
            "pdf" => "L1",
            "fulltext" => "L2",
            "related" => "L3",
            "image" => "L4",
            _ => "UR",
        };
        tags.put(tag, &location.url);
    }
}

fn content(citation: &Citation, tags: &mut Tags) {
    let mut tag = "AB";
    for text in &citation.abstracts {
        // each section on a line of its own
        for (at, line) in summary::plain(text).split('\n').enumerate() {
            if at == 0 {
                tags.put(tag, line);
            } else {
                let start = tags.out.len();
                tags.out.push_str("      ");
                lines::one_line(line, tags.out);
                match tags.out.len() == start + 6 {
                    true => tags.out.truncate(start),
                    false => tags.out.push('\n'),
                }
            }
        }
        tag = "N2";
    }
    for subject in &citation.subjects {
        if subject.scheme() != SubjectScheme::CitationSubset {
            tags.put("KW", &lines::heading(subject));
        }
    }
    for kind in &citation.publication_types {
        tags.put("PT", &kind.label);
    }
    tags.put("M3", &citation.genre);
    for language in &citation.languages {
        let code = if language.contains('-') { None } else { iso639_2b(language) };
        tags.put("LA", code.unwrap_or(language));
    }
    for note in &citation.notes {
        tags.put("N1", note);
    }
    for note in standing::notes(citation) {
        tags.put("N1", &note);
    }
}

fn rest(citation: &Citation, tags: &mut Tags) {
    tags.put("ET", &citation.edition);
    tags.put("SE", &citation.section);
    if has_number(citation.r#type()) {
        tags.put("M1", &citation.number);
    }
    if let Some(archive) = &citation.archive {
        tags.put("DB", &archive.data_provider);
        tags.put("AV", &archive.location);
        tags.put("CN", &archive.call_number);
    }
    for words in &citation.physical_description {
        tags.put("NV", words.strip_suffix(" vols.").unwrap_or_default());
    }
}
