use super::fields::Fields;
use super::latex::{marked, prose, title, verbatim};
use super::{kinds, names};
use crate::contract::v1::{
    Citation, CitationType as T, Container, ContributorRole as Role, DateKind, DatedEvent,
    IdentifierScheme as Scheme, IssnType, LinkKind, PartialDate, PublicationStatus, Season, SubjectScheme,
    TitleRole,
};
use crate::formats::part::is_part;
use crate::formats::standing;
use crate::formats::write::{csl_json, dates, lines, summary};
use crate::record::language::english_name;

/// Which data model an entry is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The twelve types and the fields of the classic styles; what they do not know they pass over.
    Bibtex,
    /// Biber's.
    Biblatex,
}

/// An entry.
pub fn entry(citation: &Citation, dialect: Dialect, key: &str, out: &mut String) {
    let kind = citation.r#type();
    let name = kinds::of(kind, dialect);
    out.push('@');
    out.push_str(name);
    out.push('{');
    out.push_str(key);
    out.push_str(",\n");
    let head = out.len();
    let mut fields = Fields::new(out);
    let writer = Entry { citation, dialect, kind };
    writer.titles(&mut fields);
    writer.people(&mut fields);
    writer.container(&mut fields);
    writer.dates(&mut fields);
    writer.publication(&mut fields);
    writer.identifiers(&mut fields);
    writer.content(&mut fields);
    writer.notes(&mut fields);
    if kind != T::Unspecified && kinds::reads_as(name) != Some(kind) {
        fields.put("entrysubtype", csl_json::type_name(kind));
    }
    if out.len() == head {
        // an entry without fields is taken for a slip
        Fields::new(out).put("entrysubtype", csl_json::type_name(kind));
    }
    out.push_str("}\n");
}

struct Entry<'a> {
    citation: &'a Citation,
    dialect: Dialect,
    kind: T,
}

/// Lists of people and the fields that hold them; styles that do not know one pass over it.
pub const PEOPLE: [(&str, &[Role]); 11] = [
    ("author", &[Role::Author, Role::Unspecified]),
    ("editor", &[Role::Editor]),
    ("translator", &[Role::Translator]),
    ("bookauthor", &[Role::ContainerAuthor]),
    ("director", &[Role::Director]),
    ("composer", &[Role::Composer]),
    ("illustrator", &[Role::Illustrator]),
    ("interviewer", &[Role::Interviewer]),
    ("recipient", &[Role::Recipient]),
    ("supervisor", &[Role::Supervisor]),
    ("compiler", &[Role::Compiler]),
];

impl Entry<'_> {
    fn latex(&self) -> bool {
        self.dialect == Dialect::Biblatex
    }

    fn titles(&self, fields: &mut Fields) {
        let of = |role: TitleRole| self.citation.titles.iter().find(|title| title.role() == role);
        let main = self.citation.titles.iter().find(|title| {
            !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
        });
        let translated = of(TitleRole::Translated);
        let subtitle = of(TitleRole::Subtitle).map(|title| self::title(&title.text, &title.formatting));
        let subtitle = subtitle.unwrap_or_default();
        match (main, translated) {
            (Some(main), _) => {
                let mut text = title(&main.text, &main.formatting);
                if !self.latex() && !subtitle.is_empty() {
                    text = format!("{text}: {subtitle}");
                }
                fields.put("title", &text);
            }
            // PubMed's way to write a translation that stands alone
            (None, Some(only)) => {
                fields.put("title", &format!("[{}]", title(&only.text, &only.formatting)));
            }
            (None, None) => {}
        }
        if self.latex() {
            fields.put("subtitle", &subtitle);
        }
        if let (Some(_), Some(translated)) = (main, translated) {
            fields.put("translatedtitle", &marked(&translated.text, &translated.formatting));
        }
        fields.put("shorttitle", &prose(&self.citation.short_title));
    }

    fn people(&self, fields: &mut Fields) {
        for (name, roles) in PEOPLE {
            fields.put(name, &names::list(self.citation, roles));
        }
        if self.kind == T::Patent {
            fields.put("author", &names::list(self.citation, &[Role::Inventor]));
        }
    }

    fn container(&self, fields: &mut Fields) {
        let Some(container) = &self.citation.container else { return };
        let (name, subtitle) = match (self.in_journal(), self.latex()) {
            (true, true) => ("journaltitle", "journalsubtitle"),
            (true, false) => ("journal", "journalsubtitle"),
            (false, _) => ("booktitle", "booksubtitle"),
        };
        fields.put(name, &prose(&container.title));
        fields.put(subtitle, &prose(&container.subtitle));
        if let Some(short) = container.abbreviations.first() {
            fields.put("shortjournal", &prose(&short.text));
        }
        self.serial_numbers(container, fields);
    }

    fn in_journal(&self) -> bool {
        matches!(
            self.kind,
            T::ArticleJournal
                | T::ArticleMagazine
                | T::ArticleNewspaper
                | T::Review
                | T::ReviewBook
                | T::Unspecified
        )
    }

    fn serial_numbers(&self, container: &Container, fields: &mut Fields) {
        let of = |electronic: bool| {
            let issns = container.issns.iter();
            let wanted = issns.filter(|issn| (issn.r#type() == IssnType::Electronic) == electronic);
            wanted.map(|issn| verbatim(&issn.value)).collect::<Vec<_>>().join(", ")
        };
        fields.put("issn", &of(false));
        fields.put("eissn", &of(true));
    }

    fn dates(&self, fields: &mut Fields) {
        if let Some(event) = dates::published(self.citation) {
            match self.dialect {
                Dialect::Biblatex => fields.put("date", &edtf(event)),
                Dialect::Bibtex => year(event, fields),
            }
        }
        for (name, kind) in [("urldate", DateKind::Accessed), ("origdate", DateKind::Original)] {
            if let Some(event) = dates::of(self.citation, kind) {
                fields.put(name, &edtf(event));
            }
        }
        let Some(event) = &self.citation.event else { return };
        fields.put("eventtitle", &prose(&event.name));
        fields.put("venue", &prose(&event.place));
        let held = DatedEvent { date: event.start, end: event.end, ..Default::default() };
        fields.put("eventdate", &edtf(&held));
    }

    fn publication(&self, fields: &mut Fields) {
        let c = self.citation;
        fields.put("volume", &prose(&c.volume));
        let series = c.series.as_ref();
        // "number" has the first of them, whichever the kind of work takes for it
        let (number, issue, report) = match self.kind {
            T::ArticleJournal | T::ArticleMagazine | T::ArticleNewspaper | T::Periodical | T::Review => {
                (c.issue.as_str(), "", c.number.as_str())
            }
            T::Book | T::Chapter | T::PaperConference | T::Collection | T::Entry => {
                (series.map_or("", |series| &series.number), c.issue.as_str(), c.number.as_str())
            }
            _ => (c.number.as_str(), c.issue.as_str(), ""),
        };
        fields.put("number", &prose(number));
        fields.put("issue", &prose(issue));
        fields.put("reportnumber", &prose(report));
        fields.put("series", &prose(series.map_or("", |series| &series.title)));
        self.pages(fields);
        let publisher = match (is_part(self.kind), &c.container) {
            (true, Some(container)) => container.publisher.as_ref(),
            (true, None) => None,
            (false, _) => c.publisher.as_ref(),
        };
        if let Some(publisher) = publisher {
            fields.put("publisher", &prose(&publisher.name));
            fields.put(if self.latex() { "location" } else { "address" }, &prose(&publisher.place));
        }
        let institution = if self.kind == T::Thesis && !self.latex() { "school" } else { "institution" };
        fields.put(institution, &prose(&c.institution));
        fields.put("edition", &prose(&c.edition));
        fields.put("type", &prose(&c.genre));
        fields.put("howpublished", &prose(&c.medium));
        fields.put("version", &prose(&c.version));
        fields.put("chapter", &prose(&c.section));
        let vols = c.physical_description.iter().find_map(|words| words.strip_suffix(" vols."));
        fields.put("volumes", &prose(vols.unwrap_or_default()));
        if self.latex() {
            fields.put("pubstate", pubstate(c.publication_status()));
        }
        let original = c.related_works.iter().find(|work| work.kind() == LinkKind::TranslationOf);
        if let Some(original) = original {
            fields.put("origtitle", &prose(&original.title));
            let publisher = original.publisher.as_ref();
            fields.put("origpublisher", &prose(publisher.map_or("", |publisher| &publisher.name)));
            fields.put("origlocation", &prose(publisher.map_or("", |publisher| &publisher.place)));
        }
    }

    fn pages(&self, fields: &mut Fields) {
        let Some(pages) = &self.citation.pages else { return };
        let range = match (pages.first.is_empty(), pages.last.is_empty()) {
            (false, false) => format!("{}--{}", prose(&pages.first), prose(&pages.last)),
            _ => prose(if pages.first.is_empty() { &pages.last } else { &pages.first }),
        };
        fields.put("pages", &range);
        fields.put("eid", &prose(&pages.article_number));
        if let Some(count) = pages.count {
            fields.put("pagetotal", &count.to_string());
        }
    }

    fn identifiers(&self, fields: &mut Fields) {
        let of = |scheme: Scheme| {
            let id = self.citation.identifiers.iter().find(|id| id.scheme() == scheme);
            id.map(|id| verbatim(&id.value)).unwrap_or_default()
        };
        let isbns =
            self.citation.identifiers.iter().filter(|id| id.scheme() == Scheme::Isbn).map(|id| &id.value);
        let container = self.citation.container.iter().flat_map(|container| &container.isbns);
        let isbns: Vec<String> = isbns.chain(container).map(|isbn| verbatim(isbn)).collect();
        fields.put("isbn", &isbns.join(", "));
        fields.put("doi", &of(Scheme::Doi));
        fields.put("pmid", &of(Scheme::Pmid));
        fields.put("pmcid", &of(Scheme::Pmcid));
        fields.put("pii", &of(Scheme::Pii));
        fields.put("hdl", &of(Scheme::Handle));
        fields.put("unique-id", &of(Scheme::Wos));
        let arxiv = of(Scheme::Arxiv);
        if !arxiv.is_empty() {
            fields.put("eprint", &arxiv);
            fields.put(if self.latex() { "eprinttype" } else { "archiveprefix" }, "arXiv");
        }
        if let Some(location) = self.citation.locations.first() {
            fields.put("url", &verbatim(&location.url));
        }
    }

    fn content(&self, fields: &mut Fields) {
        fields.put("language", &self.languages());
        let keywords = self.citation.subjects.iter();
        let keywords: Vec<String> = keywords
            .filter(|subject| subject.scheme() != SubjectScheme::CitationSubset)
            .map(|subject| prose(&lines::heading(subject)))
            .filter(|label| !label.is_empty())
            .collect();
        // headings of MeSH have commas in them
        let commas = keywords.iter().any(|label| label.contains(','));
        let mut all = keywords.join(if commas { "; " } else { ", " });
        if commas && keywords.len() == 1 {
            all.push(';');
        }
        fields.put("keywords", &all);
        if let Some(text) = self.citation.abstracts.first() {
            let set =
                |part: &summary::Part, out: &mut String| out.push_str(&marked(part.text, &part.formatting));
            fields.put("abstract", &summary::lines(text, "\\par ", set));
        }
    }

    /// English names, as babel has them in lower case; a tag that says more, as it is.
    fn languages(&self) -> String {
        let names = self.citation.languages.iter().map(|tag| match english_name(tag) {
            Some(name) if !tag.contains('-') && !name.contains(|c: char| !c.is_ascii_alphabetic()) => {
                match self.latex() {
                    true => name.to_ascii_lowercase(),
                    false => name.to_owned(),
                }
            }
            _ => prose(tag),
        });
        names.collect::<Vec<_>>().join(if self.latex() { " and " } else { ", " })
    }

    fn notes(&self, fields: &mut Fields) {
        let c = self.citation;
        let status = standing::status_note(c).map(str::to_owned);
        let links = |grave: bool| {
            c.links
                .iter()
                .filter(move |link| standing::is_grave(link) == grave)
                .filter_map(standing::link_note)
        };
        let told: Vec<String> =
            status.into_iter().chain(links(true)).chain(c.notes.iter().cloned()).collect();
        fields.put("note", &paragraphs(&told));
        let told: Vec<String> = links(false).collect();
        fields.put(if self.latex() { "annotation" } else { "annote" }, &paragraphs(&told));
        if let Some(rights) = c.rights.first() {
            fields.put(
                "copyright",
                &prose(if rights.statement.is_empty() { &rights.license_url } else { &rights.statement }),
            );
        }
        if let Some(archive) = &c.archive {
            fields.put("library", &prose(&archive.call_number));
        }
    }
}

/// Each on a paragraph of its own.
fn paragraphs(texts: &[String]) -> String {
    let texts = texts.iter().map(|text| prose(text)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\\par ")
}

fn pubstate(status: PublicationStatus) -> &'static str {
    match status {
        PublicationStatus::InPress => "inpress",
        PublicationStatus::Submitted => "submitted",
        PublicationStatus::InPreparation => "inpreparation",
        PublicationStatus::AheadOfPrint => "prepublished",
        _ => "",
    }
}

/// EDTF to level 1: "2009-09-01", "1998-24" for a winter, "1900~", "2004-04/2005-06".
fn edtf(event: &DatedEvent) -> String {
    let one = |date: &PartialDate| {
        let mut text = dates::iso(date);
        if date.month.is_none() && date.season() != Season::Unspecified {
            text.push_str(&format!("-{}", 20 + date.season));
        }
        if date.approximate {
            text.push('~');
        }
        text
    };
    let start = event.date.as_ref().map(one).unwrap_or_default();
    match &event.end {
        Some(end) => format!("{start}/{}", one(end)),
        None => start,
    }
}

/// Year, month as the macro that every style translates, and day.
fn year(event: &DatedEvent, fields: &mut Fields) {
    let Some(date) = &event.date else {
        return fields.put("year", &prose(&event.verbatim));
    };
    fields.put("year", &dates::year(date));
    match date.month.and_then(dates::month) {
        Some(month) => fields.bare("month", &month.to_ascii_lowercase()),
        None => fields.put("month", dates::season(date.season())),
    }
    if let (Some(_), Some(day)) = (date.month, date.day) {
        fields.put("day", &day.to_string());
    }
}
