//! NBIB as PubMed writes it: tags of four characters, lines of at most 88 columns, continued behind six spaces.

use super::{dates, lines};
use crate::contract::v1::{
    AbbreviationAuthority, Abstract, Citation, CitationType as T, Contributor, ContributorRole as Role,
    DateKind, DatedEvent, EditorialStatus, IdentifierScheme as Scheme, IssnType, Link, LinkKind,
    PublicationStatus, Subject, SubjectScheme, TitleRole,
};
use crate::formats::standing;
use crate::record::language::iso639_2b;

/// An entry, from PMID (or OWN, where there is none) to its last field.
pub fn entry(citation: &Citation, out: &mut String) {
    let mut tags = Tags { out };
    let pmid = citation.identifiers.iter().find(|id| id.scheme() == Scheme::Pmid && !id.invalid);
    match pmid {
        Some(id) => {
            tags.put("PMID", &id.value);
            tags.put("OWN", "NLM");
        }
        None => tags.put("OWN", "NOTNLM"),
    }
    tags.put("STAT", &citation.record_status);
    record_dates(citation, &mut tags);
    container(citation, &mut tags);
    titles(citation, &mut tags);
    place(citation, &mut tags);
    abstracts(citation, &mut tags);
    for person in &citation.contributors {
        contributor(person, &mut tags);
    }
    for language in &citation.languages {
        tags.put("LA", iso639_2b(language).unwrap_or(language));
    }
    registers(citation, &mut tags);
    publication_types(citation, &mut tags);
    history(citation, &mut tags);
    journal(citation, &mut tags);
    subjects(citation, &mut tags);
    for link in &citation.links {
        self::link(link, &mut tags);
    }
    rest(citation, &mut tags);
}

const WIDTH: usize = 88;
const INDENT: &str = "      ";

struct Tags<'a> {
    out: &'a mut String,
}

impl Tags<'_> {
    /// A field, on as many lines as it needs; none where the value is empty.
    fn put(&mut self, tag: &str, value: &str) {
        let start = self.out.len();
        self.out.push_str(tag);
        self.out.push_str(&"    "[tag.len().min(4)..]);
        self.out.push_str("- ");
        let filled = self.out.len();
        lines::one_line(value, self.out);
        if self.out.len() == filled {
            return self.out.truncate(start);
        }
        self.wrap(filled);
        self.out.push('\n');
    }

    /// Breaks the last line behind single spaces, so that joining with a space gives the same text.
    fn wrap(&mut self, filled: usize) {
        if self.out.len() - filled <= WIDTH - INDENT.len() {
            return;
        }
        let text = self.out.split_off(filled);
        let mut width = INDENT.len();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let end = rest.find(' ').unwrap_or(rest.len());
            let spaces = rest[end..].bytes().take_while(|byte| *byte == b' ').count();
            let word = &rest[..end];
            self.out.push_str(word);
            width += word.chars().count();
            rest = &rest[end + spaces..];
            let next = rest.find(' ').unwrap_or(rest.len());
            let fits = width + spaces + rest[..next].chars().count() <= WIDTH;
            if rest.is_empty() {
                break;
            }
            if fits || spaces != 1 {
                self.out.extend(std::iter::repeat_n(' ', spaces));
                width += spaces;
            } else {
                self.out.push_str(" \n");
                self.out.push_str(INDENT);
                width = INDENT.len();
            }
        }
    }
}

fn record_dates(citation: &Citation, tags: &mut Tags) {
    for event in &citation.dates {
        match (event.kind(), event.label.as_str()) {
            (DateKind::RecordCompleted, _) => tags.put("DCOM", &compact(event)),
            (DateKind::RecordRevised, _) => tags.put("LR", &compact(event)),
            (DateKind::Other, "DateCreated") => tags.put("DA", &compact(event)),
            _ => {}
        }
    }
}

/// "20090305".
fn compact(event: &DatedEvent) -> String {
    event.date.as_ref().map(dates::iso).unwrap_or_default().replace('-', "")
}

fn container(citation: &Citation, tags: &mut Tags) {
    for id in &citation.identifiers {
        if id.scheme() == Scheme::Isbn {
            tags.put("ISBN", &id.value);
        }
    }
    let Some(container) = &citation.container else { return };
    for issn in &container.issns {
        let medium = match issn.r#type() {
            IssnType::Print => " (Print)",
            IssnType::Electronic => " (Electronic)",
            IssnType::Linking => " (Linking)",
            IssnType::Unspecified => "",
        };
        tags.put("IS", &format!("{}{medium}", issn.value));
    }
    for isbn in &container.isbns {
        tags.put("ISBN", isbn);
    }
}

/// The kind that a record reads back as: PubMed tells books, chapters, preprints and newspapers from articles.
pub fn reads_as(citation: &Citation) -> Option<T> {
    let typed = |name: &str| citation.publication_types.iter().any(|kind| kind.label == name);
    Some(match citation.r#type() {
        kind @ (T::Book | T::Chapter) => kind,
        _ if typed("Preprint") => T::Preprint,
        _ if typed("Newspaper Article") => T::ArticleNewspaper,
        _ => T::ArticleJournal,
    })
}

fn is_book(kind: T) -> bool {
    matches!(kind, T::Book | T::Chapter)
}

fn titles(citation: &Citation, tags: &mut Tags) {
    tags.put("VI", &citation.volume);
    tags.put("IP", &citation.issue);
    if let Some(event) = dates::published(citation) {
        tags.put("DP", &published(event));
    }
    let own = if citation.r#type() == T::Book { "BTI" } else { "TI" };
    let original = citation.titles.iter().find(|title| {
        !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
    });
    let subtitle = citation.titles.iter().find(|title| title.role() == TitleRole::Subtitle);
    let translated = citation.titles.iter().find(|title| title.role() == TitleRole::Translated);
    let original = original.map(|title| match subtitle {
        Some(subtitle) => format!("{}: {}", title.text, subtitle.text),
        None => title.text.clone(),
    });
    match (&original, translated) {
        (original, Some(title)) => {
            tags.put(own, &format!("[{}].", title.text));
            tags.put("TT", &original.as_deref().map(stopped).unwrap_or_default());
        }
        (Some(original), None) => tags.put(own, &stopped(original)),
        (None, None) => {}
    }
    if citation.r#type() == T::Chapter {
        tags.put("BTI", citation.container.as_ref().map_or("", |container| &container.title));
    }
}

/// With the full stop that PubMed prints behind every title.
fn stopped(title: &str) -> String {
    if title.ends_with(['?', '!']) || title.is_empty() { title.to_owned() } else { format!("{title}.") }
}

/// "2009 Sep 1", "1998 Winter"; the source's own words where it has some.
fn published(event: &DatedEvent) -> String {
    if !event.verbatim.is_empty() {
        return event.verbatim.clone();
    }
    let Some(date) = &event.date else { return String::new() };
    let mut text = dates::year(date);
    let word = date.month.and_then(dates::month).unwrap_or_else(|| dates::season(date.season()));
    if !word.is_empty() {
        text.push(' ');
        text.push_str(word);
    }
    if let (Some(_), Some(day)) = (date.month, date.day) {
        text.push_str(&format!(" {day}"));
    }
    text
}

fn place(citation: &Citation, tags: &mut Tags) {
    if let Some(pages) = &citation.pages {
        let range = match (pages.first.as_str(), pages.last.as_str()) {
            (first, "") => first.to_owned(),
            (first, last) => format!("{first}-{last}"),
        };
        tags.put("PG", if pages.verbatim.is_empty() { &range } else { &pages.verbatim });
        tags.put("LID", &pages.article_number);
    }
    for id in &citation.identifiers {
        let kind = match id.scheme() {
            Scheme::Doi => "doi",
            Scheme::Pii => "pii",
            Scheme::Bookaccession => "bookaccession",
            _ => continue,
        };
        tags.put("LID", &format!("{} [{kind}]", id.value));
    }
}

fn abstracts(citation: &Citation, tags: &mut Tags) {
    let mut main = true;
    for summary in &citation.abstracts {
        let english = matches!(summary.language.as_str(), "" | "en");
        if main && english && summary.r#type.is_empty() {
            main = false;
            tags.put("AB", &inline(summary));
            tags.put("CI", &summary.copyright);
            continue;
        }
        tags.put("OABL", iso639_2b(&summary.language).unwrap_or(&summary.language));
        let kind = if summary.r#type.is_empty() { String::new() } else { format!("{}: ", summary.r#type) };
        tags.put("OAB", &format!("{kind}{}", inline(summary)));
        tags.put("OCI", &summary.copyright);
    }
}

/// All in one line, headings in their places.
fn inline(summary: &Abstract) -> String {
    super::summary::plain(summary).replace('\n', " ")
}

fn contributor(person: &Contributor, tags: &mut Tags) {
    let (full, short, affiliation) = match person.role() {
        Role::Author | Role::Unspecified => ("FAU", "AU", "AD"),
        Role::Editor => ("FED", "ED", "AD"),
        Role::Investigator => ("FIR", "IR", "IRAD"),
        _ => return,
    };
    if person.collective.is_empty() {
        names(person, full, short, tags);
    } else {
        tags.put("CN", &person.collective);
    }
    if !person.orcid.is_empty() {
        tags.put("AUID", &format!("ORCID: {}", person.orcid));
    }
    for id in &person.identifiers {
        tags.put("AUID", &format!("{}: {}", id.scheme, id.value));
    }
    for place in &person.affiliations {
        tags.put(affiliation, &place.text);
    }
}

/// "Raimondi, Cristina" and "Raimondi C".
fn names(person: &Contributor, full: &str, short: &str, tags: &mut Tags) {
    let family = if person.family.is_empty() { &person.literal } else { &person.family };
    let join = |parts: [&str; 3]| {
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" ")
    };
    let initials = match person.initials.is_empty() {
        true => initials_of(&person.given),
        false => person.initials.clone(),
    };
    if !person.given.is_empty() && person.given != person.initials {
        tags.put(full, &join([&format!("{family},"), &person.given, &person.suffix]));
    } else if initials.is_empty() {
        tags.put(full, family);
    }
    tags.put(short, &join([family, &initials, &person.suffix]));
}

/// "CM" of "Cristina Maria", "JP" of "Jean-Pierre".
fn initials_of(given: &str) -> String {
    let words = given.split([' ', '-', '.']);
    words.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

/// Grants, data banks and substances.
fn registers(citation: &Citation, tags: &mut Tags) {
    for registration in &citation.registrations {
        match registration.number.is_empty() {
            true => tags.put("SI", &registration.registry),
            false => tags.put("SI", &format!("{}/{}", registration.registry, registration.number)),
        }
    }
    for grant in &citation.grants {
        let parts = [&grant.number, &grant.acronym, &grant.agency, &grant.country];
        let said: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        tags.put("GR", &said.join("/"));
    }
}

fn publication_types(citation: &Citation, tags: &mut Tags) {
    for kind in &citation.publication_types {
        tags.put("PT", &kind.label);
    }
    let retracted = |label: &str| label.eq_ignore_ascii_case("retracted publication");
    if standing::status(citation) == EditorialStatus::Retracted
        && !citation.publication_types.iter().any(|kind| retracted(&kind.label))
    {
        tags.put("PT", "Retracted Publication");
    }
}

fn history(citation: &Citation, tags: &mut Tags) {
    let published = dates::published(citation).map(|event| event.kind());
    for event in &citation.dates {
        if event.kind() == DateKind::Online && published != Some(DateKind::Online) && event.label.is_empty() {
            tags.put("DEP", &compact(event));
        }
    }
}

fn journal(citation: &Citation, tags: &mut Tags) {
    let container = citation.container.as_ref();
    let publisher = match citation.r#type() {
        T::Book => citation.publisher.as_ref(),
        T::Chapter => container.and_then(|container| container.publisher.as_ref()),
        _ => None,
    };
    if let Some(publisher) = publisher {
        tags.put("PB", &publisher.name);
        tags.put("PL", &publisher.place);
    }
    let Some(container) = container else { return };
    let book = is_book(citation.r#type());
    if !book {
        tags.put("PL", &container.country);
    }
    for short in &container.abbreviations {
        if matches!(short.authority(), AbbreviationAuthority::Medline | AbbreviationAuthority::Unspecified) {
            tags.put("TA", &short.text);
        }
    }
    if !book {
        tags.put("JT", &container.title);
        tags.put("JID", &container.nlm_unique_id);
    }
}

fn subjects(citation: &Citation, tags: &mut Tags) {
    let of =
        |scheme: SubjectScheme| citation.subjects.iter().filter(move |subject| subject.scheme() == scheme);
    for substance in &citation.substances {
        let number = if substance.registry_number.is_empty() { "0" } else { &substance.registry_number };
        match substance.gene_symbol {
            true => tags.put("GS", &substance.name),
            false => tags.put("RN", &format!("{number} ({})", substance.name)),
        }
    }
    for subset in of(SubjectScheme::CitationSubset) {
        tags.put("SB", if subset.label.is_empty() { &subset.code } else { &subset.label });
    }
    for supplementary in of(SubjectScheme::MeshSupplementary) {
        tags.put("NM", &supplementary.label);
    }
    for subject in of(SubjectScheme::Mesh) {
        tags.put("MH", &lines::heading(subject));
    }
    for mission in of(SubjectScheme::SpaceFlightMission) {
        tags.put("SFM", &mission.label);
    }
    let mut owner = "";
    for subject in of(SubjectScheme::Keyword) {
        keyword(subject, &mut owner, tags);
    }
}

/// Who gave the keywords that follow stands before them.
fn keyword<'a>(subject: &'a Subject, owner: &mut &'a str, tags: &mut Tags) {
    let own = if subject.vocabulary.is_empty() { "NOTNLM" } else { subject.vocabulary.as_str() };
    if *owner != own {
        tags.put("OTO", own);
        *owner = own;
    }
    tags.put("OT", &format!("{}{}", if subject.major { "*" } else { "" }, subject.label));
}

/// Tags of the kinds of links; PubMed's own names where one kind here has several of theirs.
const LINKS: [(&str, LinkKind, &str); 22] = [
    ("ADI", LinkKind::HasDataset, ""),
    ("DRIN", LinkKind::DatasetOf, ""),
    ("CIN", LinkKind::CommentedBy, ""),
    ("CON", LinkKind::CommentOn, ""),
    ("CRF", LinkKind::RepublishedFrom, "CorrectedandRepublishedFrom"),
    ("CRI", LinkKind::RepublishedAs, "CorrectedandRepublishedIn"),
    ("ECF", LinkKind::ExpressionOfConcernFor, ""),
    ("ECI", LinkKind::ConcernRaisedBy, ""),
    ("EFR", LinkKind::ErratumFor, ""),
    ("EIN", LinkKind::CorrectedBy, ""),
    ("ORI", LinkKind::OriginalReportIn, "OriginalReportIn"),
    ("PRIN", LinkKind::PartiallyRetractedBy, ""),
    ("PROF", LinkKind::PartialRetractionOf, ""),
    ("RIN", LinkKind::RetractedBy, ""),
    ("ROF", LinkKind::RetractionOf, ""),
    ("RPF", LinkKind::RepublishedFrom, "RepublishedFrom"),
    ("RPI", LinkKind::RepublishedAs, "RepublishedIn"),
    ("RRF", LinkKind::RepublishedFrom, "RetractedandRepublishedFrom"),
    ("RRI", LinkKind::RepublishedAs, "RetractedandRepublishedIn"),
    ("SPIN", LinkKind::SummaryForPatients, ""),
    ("UIN", LinkKind::UpdatedBy, ""),
    ("UOF", LinkKind::UpdateOf, ""),
];

/// The tag of a link; `None` for a kind that PubMed does not have.
pub fn tag_of(link: &Link) -> Option<&'static str> {
    let own = |exact: bool| {
        let mut kinds = LINKS.iter().filter(|(_, kind, _)| *kind == link.kind());
        kinds.find(|(_, _, label)| !exact || *label == link.label)
    };
    own(true).or_else(|| own(false)).map(|(tag, _, _)| *tag)
}

fn link(link: &Link, tags: &mut Tags) {
    let Some(tag) = tag_of(link) else { return };
    let mut text = link.reference.clone();
    for target in &link.targets {
        match target.scheme() {
            Scheme::Doi if !link.reference.contains(&target.value) => {
                text.push_str(&format!(" doi: {}", target.value))
            }
            Scheme::Pmid => text.push_str(&format!(" PMID: {}", target.value)),
            _ => {}
        }
    }
    tags.put(tag, &text);
}

fn rest(citation: &Citation, tags: &mut Tags) {
    if let Some(count) = citation.reference_count {
        tags.put("RF", &count.to_string());
    }
    for id in &citation.identifiers {
        match id.scheme() {
            Scheme::Pmcid => tags.put("PMC", &id.value),
            Scheme::Mid => tags.put("MID", &id.value),
            _ => {}
        }
    }
    for text in &citation.conflict_of_interest {
        tags.put("COIS", &text.text);
    }
    for person in &citation.people_as_subject {
        names(person, "FPS", "PS", tags);
    }
    for note in &citation.notes {
        tags.put("GN", note);
    }
    if standing::status(citation) != EditorialStatus::Retracted
        && let Some(note) = standing::status_note(citation)
    {
        tags.put("GN", note);
    }
    tags.put("EN", &citation.edition);
    dated(citation, tags);
    match citation.publication_status() {
        PublicationStatus::Published => tags.put("PST", "ppublish"),
        PublicationStatus::AheadOfPrint => tags.put("PST", "aheadofprint"),
        _ => {}
    }
    for id in &citation.identifiers {
        match id.scheme() {
            Scheme::Other if !id.r#type.is_empty() => {
                tags.put("AID", &format!("{} [{}]", id.value, id.r#type))
            }
            _ => {}
        }
    }
    if let Some(series) = &citation.series {
        tags.put("CTI", &series.title);
    }
}

/// Days of the record and of the manuscript: "PHST- 2009/03/05 00:00 [received]".
fn dated(citation: &Citation, tags: &mut Tags) {
    for event in &citation.dates {
        let status = match (event.kind(), event.label.as_str()) {
            (DateKind::Received, _) => "received",
            (DateKind::Revised, _) => "revised",
            (DateKind::Accepted, _) => "accepted",
            (DateKind::Retracted, _) => "retracted",
            (DateKind::Online, label @ ("epublish" | "aheadofprint")) => label,
            (DateKind::Indexed, label @ ("entrez" | "pubmed")) => label,
            (DateKind::Print, _) => "ppublish",
            (DateKind::Other, "medline") => "medline",
            _ => continue,
        };
        let Some(date) = &event.date else { continue };
        let mut day = dates::iso(date).replace('-', "/");
        if let (Some(hour), Some(minute)) = (date.hour, date.minute) {
            day.push_str(&format!(" {hour:02}:{minute:02}"));
        }
        tags.put("PHST", &format!("{day} [{status}]"));
    }
}
