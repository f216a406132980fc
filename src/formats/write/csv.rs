//! CSV after RFC 4180: one record a row, one header, lists parted by "; ".

use super::{dates, lines, ris, summary};
use crate::contract::v1::{
    Citation, CitationType as T, ContributorRole as Role, DateKind, EditorialStatus,
    IdentifierScheme as Scheme, SubjectScheme, TitleRole,
};
use crate::formats::part::is_part;
use crate::formats::standing;

/// The columns, in the names that screening tools and libraries know.
pub const HEADER: &str = "type,title,translated_title,subtitle,short_title,authors,editors,translators,year,date,online_date,access_date,journal,journal_abbreviation,volume,issue,pages,article_number,publisher,publisher_place,issn,isbn,doi,pmid,pmcid,url,language,abstract,keywords,mesh_terms,publication_types,genre,edition,series,series_number,institution,report_number,event_name,event_place,section,version,accession_number,call_number,database,notes,editorial_status\n";

/// A row.
pub fn row(citation: &Citation, out: &mut String) {
    let mut row = Row { out, filled: false };
    row.cell(match citation.r#type() {
        // an "article" of CSL would be taken for one in a journal
        T::Preprint => "preprint",
        kind => super::csl_json::type_name(kind),
    });
    titles(citation, &mut row);
    for roles in [[Role::Author, Role::Unspecified], [Role::Editor; 2], [Role::Translator; 2]] {
        people(citation, &roles, &mut row);
    }
    dates_of(citation, &mut row);
    container(citation, &mut row);
    identifiers(citation, &mut row);
    content(citation, &mut row);
    rest(citation, &mut row);
    row.out.push('\n');
}

struct Row<'a> {
    out: &'a mut String,
    filled: bool,
}

impl Row<'_> {
    /// A cell, in quotes where it needs them (RFC 4180). One that a spreadsheet would run as a formula is written as it is, so that
    /// it comes back the same.
    fn cell(&mut self, text: &str) {
        if self.filled {
            self.out.push(',');
        }
        self.filled = true;
        let text = text.trim();
        if !text.contains([',', '"', '\n', '\r', '\0']) {
            return self.out.push_str(text);
        }
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\"\""),
                '\0' => self.out.push(' '),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn list<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let texts: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
        self.cell(&texts.join("; "));
    }

    /// As [`Self::list`]; one alone that another sign would part ends with the semicolon.
    fn labels<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let texts: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
        match texts.as_slice() {
            [one] if one.contains([',', '|', '\n']) || one.contains(" and ") => self.cell(&format!("{one};")),
            texts => self.cell(&texts.join("; ")),
        }
    }
}

fn titles(citation: &Citation, row: &mut Row) {
    let of = |role: TitleRole| citation.titles.iter().find(|title| title.role() == role);
    let main = citation.titles.iter().find(|title| {
        !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
    });
    row.cell(main.map_or("", |title| &title.text));
    row.cell(of(TitleRole::Translated).map_or("", |title| &title.text));
    row.cell(of(TitleRole::Subtitle).map_or("", |title| &title.text));
    row.cell(&citation.short_title);
}

fn people(citation: &Citation, roles: &[Role], row: &mut Row) {
    let people = citation.contributors.iter().filter(|person| roles.contains(&person.role()));
    let names: Vec<String> = people.map(ris::name).collect();
    row.labels(names.iter().map(String::as_str));
}

fn dates_of(citation: &Citation, row: &mut Row) {
    let published = dates::published(citation);
    let date = published.and_then(|event| event.date.as_ref());
    row.cell(&date.map(dates::year).unwrap_or_default());
    let whole = published.map(|event| match (&event.date, event.verbatim.as_str()) {
        (Some(date), "") if date.month.is_some() => dates::iso(date),
        (Some(date), "") if date.season != 0 => {
            format!("{} {}", dates::year(date), dates::season(date.season()))
        }
        (_, verbatim) => verbatim.to_owned(),
    });
    row.cell(&whole.unwrap_or_default());
    for kind in [DateKind::Online, DateKind::Accessed] {
        let other = dates::of(citation, kind)
            .filter(|event| published.is_none_or(|known| known.kind() != event.kind()));
        row.cell(&other.and_then(|event| event.date.as_ref()).map(dates::iso).unwrap_or_default());
    }
}

fn container(citation: &Citation, row: &mut Row) {
    let container = citation.container.as_ref();
    row.cell(container.map_or("", |container| &container.title));
    row.cell(container.and_then(|container| container.abbreviations.first()).map_or("", |short| &short.text));
    row.cell(&citation.volume);
    row.cell(&citation.issue);
    let pages = citation.pages.as_ref();
    row.cell(&pages.map_or(String::new(), |pages| match pages.last.is_empty() {
        true => pages.first.clone(),
        false => format!("{}-{}", pages.first, pages.last),
    }));
    row.cell(pages.map_or("", |pages| &pages.article_number));
    let publisher = match is_part(citation.r#type()) {
        true => container.and_then(|container| container.publisher.as_ref()),
        false => citation.publisher.as_ref(),
    };
    row.cell(publisher.map_or("", |publisher| &publisher.name));
    row.cell(publisher.map_or("", |publisher| &publisher.place));
    let issns = container.iter().flat_map(|container| &container.issns);
    row.list(issns.map(|issn| issn.value.as_str()));
}

fn identifiers(citation: &Citation, row: &mut Row) {
    let of = |scheme: Scheme| {
        citation.identifiers.iter().filter(move |id| id.scheme() == scheme).map(|id| id.value.as_str())
    };
    let container = citation.container.iter().flat_map(|container| &container.isbns);
    row.list(of(Scheme::Isbn).chain(container.map(String::as_str)));
    row.cell(of(Scheme::Doi).next().unwrap_or_default());
    row.cell(of(Scheme::Pmid).next().unwrap_or_default());
    row.cell(of(Scheme::Pmcid).next().unwrap_or_default());
    row.list(citation.locations.iter().map(|location| location.url.as_str()));
    row.list(citation.languages.iter().map(String::as_str));
}

fn content(citation: &Citation, row: &mut Row) {
    row.cell(&citation.abstracts.first().map(summary::plain).unwrap_or_default());
    let labels = |mesh: bool| -> Vec<String> {
        let wanted = citation.subjects.iter().filter(|subject| match subject.scheme() {
            SubjectScheme::Mesh => mesh,
            SubjectScheme::CitationSubset => false,
            _ => !mesh,
        });
        wanted.map(lines::heading).collect()
    };
    row.labels(labels(false).iter().map(String::as_str));
    row.labels(labels(true).iter().map(String::as_str));
    row.list(citation.publication_types.iter().map(|kind| kind.label.as_str()));
}

fn rest(citation: &Citation, row: &mut Row) {
    row.cell(&citation.genre);
    row.cell(&citation.edition);
    row.cell(citation.series.as_ref().map_or("", |series| &series.title));
    row.cell(citation.series.as_ref().map_or("", |series| &series.number));
    row.cell(&citation.institution);
    row.cell(&citation.number);
    row.cell(citation.event.as_ref().map_or("", |event| &event.name));
    row.cell(citation.event.as_ref().map_or("", |event| &event.place));
    row.cell(&citation.section);
    row.cell(&citation.version);
    let accession = citation.identifiers.iter().find(|id| id.scheme() == Scheme::Accession);
    row.cell(accession.map_or("", |id| &id.value));
    row.cell(citation.archive.as_ref().map_or("", |archive| &archive.call_number));
    row.cell(citation.archive.as_ref().map_or("", |archive| &archive.data_provider));
    let own = citation.notes.iter().map(|note| lines::clean(note).into_owned());
    let notes: Vec<String> = own.chain(standing::notes(citation)).collect();
    row.cell(&notes.join("\n"));
    // behind the notes, which may say more
    row.cell(match standing::status(citation) {
        EditorialStatus::Retracted => "retracted",
        EditorialStatus::Withdrawn => "withdrawn",
        EditorialStatus::ExpressionOfConcern => "expression of concern",
        EditorialStatus::Corrected => "corrected",
        EditorialStatus::Active | EditorialStatus::Unspecified => "",
    });
}
