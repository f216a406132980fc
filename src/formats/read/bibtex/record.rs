use super::entry::Entry;
use super::kinds::citation_type;
use super::latex::decode;
use super::names::names;
use super::paragraphs::paragraphs;
use super::people::{PEOPLE, roles};
use super::prose::verbatim;
use super::{dates, latex};
use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, ContributorRole as Role, DateKind,
    IdentifierScheme as Scheme, IssnType, LinkKind, PublicationStatus, TitleRole,
};
use crate::formats::read::csl_json::citation_type as csl_type;
use crate::formats::read::dates as parts;
use crate::formats::read::draft::Draft;
use crate::formats::read::{Format, Record};
use crate::record::identifier::identifier;
use crate::record::language::bcp47;
use crate::record::pages::pages;
use crate::record::text::Offsets;

/// The record of an entry with all that it inherits.
pub fn record(entry: &Entry<'_>, format: Format, line: u64) -> Record {
    let numbered = entry.has("number");
    let published = entry.has("publisher");
    let (draft, original, roles) = (Draft::default(), v1::RelatedWork::default(), roles(entry));
    let mut builder = Builder { draft, original, numbered, published, roles };
    builder.draft.notes.warnings.extend(entry.warnings.iter().cloned());
    builder.kind(entry);
    builder.key(entry.key);
    builder.dates(entry);
    builder.eprint(entry);
    for (name, value) in &entry.fields {
        if !value.trim().is_empty() && !builder.place(entry, name, value) {
            let value = latex::plain(value);
            builder.draft.notes.unplaced(name.as_ref(), value);
        }
    }
    if builder.original != v1::RelatedWork::default() {
        let original = v1::RelatedWork { kind: LinkKind::TranslationOf.into(), ..builder.original };
        builder.draft.citation.related_works.push(original);
    }
    builder.draft.finish(format, line)
}

struct Builder {
    draft: Draft,
    original: v1::RelatedWork,
    /// It has a number besides an issue, a publisher besides an organization.
    numbered: bool,
    published: bool,
    /// Fields such as "editortype", each the first of its name.
    roles: Vec<(String, usize)>,
}

impl Builder {
    /// The type of the entry; `entrysubtype` may say more, in a type of CSL.
    fn kind(&mut self, entry: &Entry<'_>) {
        let kind = entry.kind.as_ref();
        if let Some(finer) = csl_type(&latex::plain(entry.field("entrysubtype"))) {
            self.draft.citation.set_type(finer);
            return self.draft.citation.type_path.push(kind.to_owned());
        }

        match citation_type(kind) {
            Some(known) => self.draft.citation.set_type(known),
            None => self.draft.notes.warn(format!("unknown type: {kind}")),
        }
        self.draft.citation.type_path.push(kind.to_owned());
    }

    fn key(&mut self, key: &str) {
        self.draft.record_id = latex::plain(key);
        let id = self.draft.record_id.clone();
        self.draft.identifier(Scheme::CitationKey, &id);
    }

    /// Prose; commands that are not known are told.
    fn text(&mut self, value: &str) -> String {
        self.formatted(value).0
    }

    fn formatted(&mut self, value: &str) -> (String, Vec<v1::Formatting>) {
        let (formatted, unknown) = decode(value);
        for command in unknown {
            self.draft.notes.warn(format!("unknown LaTeX command {command} kept as text"));
        }
        (formatted.text, formatted.formatting)
    }

    /// Prose, each paragraph on a line.
    fn paragraphs(&mut self, value: &str) -> (String, Vec<v1::Formatting>) {
        let (mut text, mut formatting) = (String::new(), Vec::new());
        for paragraph in paragraphs(value) {
            let (more, marks) = self.formatted(paragraph);
            if more.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(&more);
            formatting.extend(marks.into_iter().filter_map(|mark| {
                let span = mark.span.as_ref()?;
                let (from, to) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
                Some((mark.style, start + from, start + to))
            }));
        }
        let offsets = Offsets::new(&text);
        let formatting = formatting
            .into_iter()
            .map(|(style, from, to)| v1::Formatting {
                style,
                span: Some(offsets.span(from, to)),
                ..Default::default()
            })
            .collect();
        (text, formatting)
    }

    /// Places a field; false when there is no place for it.
    fn place(&mut self, entry: &Entry<'_>, name: &str, value: &str) -> bool {
        if let Some((_, role, label)) = PEOPLE.iter().find(|(known, _, _)| *known == name) {
            self.people(entry, name, value, *role, label);
            return true;
        }
        if self.address(name, value) {
            return true;
        }
        let kind = self.draft.kind();
        let role = match name {
            "title" => Some(TitleRole::Original),
            "subtitle" => Some(TitleRole::Subtitle),
            "translatedtitle" | "titletranslation" => Some(TitleRole::Translated),
            _ => None,
        };
        if let Some(role) = role {
            let (text, formatting) = self.formatted(value);
            let role = role.into();
            self.draft.add_title(name, v1::Title { text, role, formatting, ..Default::default() });
            return true;
        }
        if name == "abstract" {
            let (text, formatting) = self.paragraphs(value);
            self.draft.marked_summary(text, formatting);
            return true;
        }
        if matches!(name, "note" | "annote" | "annotation" | "addendum") {
            let (text, _) = self.paragraphs(value);
            text.split('\n').for_each(|note| self.draft.note(note));
            return true;
        }
        let text = self.text(value);
        let draft = &mut self.draft;
        let value = text.as_str();
        match name {
            "booktitle" | "journal" | "journaltitle" | "fjournal" => draft.container_title(name, value),
            "booksubtitle" | "journalsubtitle" => {
                draft.one(name, value, |c| &mut c.container.get_or_insert_default().subtitle)
            }
            "maintitle" if kind == T::Chapter || kind == T::PaperConference => {
                let title = v1::LocalizedText { text, ..Default::default() };
                draft.container().other_titles.push(title);
            }
            "shortjournal" | "journalabbr" | "journal-iso" | "journal_abbrev" => {
                draft.abbreviation(value, AbbreviationAuthority::Unspecified)
            }
            "shorttitle" => draft.one(name, value, |c| &mut c.short_title),
            "volume" => draft.one(name, value, |c| &mut c.volume),
            "number" => match kind {
                _ if is_serial(kind) => draft.one(name, value, |c| &mut c.issue),
                T::Book | T::Chapter | T::PaperConference | T::Collection | T::Entry => {
                    draft.one(name, value, |c| &mut c.series.get_or_insert_default().number)
                }
                _ => draft.one(name, value, |c| &mut c.number),
            },
            "issue" if !self.numbered || !is_serial(kind) => draft.one(name, value, |c| &mut c.issue),
            "series" => draft.one(name, value, |c| &mut c.series.get_or_insert_default().title),
            "pages" | "page" => {
                let read = pages(value);
                let all = draft.citation.pages.get_or_insert_default();
                if !all.verbatim.is_empty() && all.verbatim != read.verbatim {
                    return false;
                }
                (all.first, all.last, all.verbatim) = (read.first, read.last, read.verbatim);
            }
            "eid" | "articleno" | "article-number" | "articlenumber" => {
                draft.one(name, value, |c| &mut c.pages.get_or_insert_default().article_number)
            }
            "pagetotal" | "numpages" => match value.parse() {
                Ok(count) => draft.citation.pages.get_or_insert_default().count = Some(count),
                Err(_) => return false,
            },
            "publisher" => draft.publisher(name, value),
            "address" | "location" if kind != T::Patent => draft.publisher_place(name, value),
            "institution" | "school" => draft.one(name, value, |c| &mut c.institution),
            "organization" if !self.published => draft.publisher(name, value),
            "edition" => draft.one(name, value, |c| &mut c.edition),
            "chapter" => draft.one(name, value, |c| &mut c.section),
            "howpublished" => draft.one(name, value, |c| &mut c.medium),
            "type" => draft.one(name, value, |c| &mut c.genre),
            "version" => draft.one(name, value, |c| &mut c.version),
            "keywords" | "keyword" | "mesh" => {
                let separator = if value.contains(';') { ';' } else { ',' };
                value.split(separator).map(str::trim).for_each(|label| draft.keyword(label));
            }
            "language" | "langid" | "hyphenation" => return self.language(value),
            "eventtitle" | "conference" => {
                draft.one(name, value, |c| &mut c.event.get_or_insert_default().name)
            }
            "venue" => draft.one(name, value, |c| &mut c.event.get_or_insert_default().place),
            "pubstate" => return self.status(value),
            "isrn" | "reportnumber" => draft.one(name, value, |c| &mut c.number),
            "library" | "lccn" | "callnumber" => {
                draft.one(name, value, |c| &mut c.archive.get_or_insert_default().call_number)
            }
            "copyright" | "rights" | "license" => {
                draft.citation.rights.push(v1::Rights { statement: text, ..Default::default() })
            }
            "volumes" => draft.citation.physical_description.push(format!("{value} vols.")),
            "origtitle" => self.original.title = text,
            "origpublisher" => self.original.publisher.get_or_insert_default().name = text,
            "origlocation" => self.original.publisher.get_or_insert_default().place = text,
            "reviewedtitle" => {
                let work =
                    v1::RelatedWork { kind: LinkKind::ReviewOf.into(), title: text, ..Default::default() };
                draft.citation.related_works.push(work);
            }
            // placed as parts of a whole
            "entrysubtype" if csl_type(value).is_some() => {}
            "year" | "month" | "day" | "date" | "editortype" | "editoratype" | "editorbtype"
            | "editorctype" | "eventdate" | "urldate" | "lastchecked" | "origdate" | "eprint"
            | "eprinttype" | "archiveprefix" => {}
            _ => return false,
        }
        true
    }

    /// Identifiers and addresses, which are not prose.
    fn address(&mut self, name: &str, value: &str) -> bool {
        let scheme = match name {
            "doi" => Scheme::Doi,
            "pmid" | "pubmedid" => Scheme::Pmid,
            "pmcid" | "pmc" => Scheme::Pmcid,
            "arxivid" | "arxiv" => Scheme::Arxiv,
            "pii" => Scheme::Pii,
            "hdl" | "handle" => Scheme::Handle,
            "unique-id" | "wos" => Scheme::Wos,
            "isbn" | "issn" | "eissn" | "print_issn" | "electronic_issn" => Scheme::Unspecified,
            "url" | "biburl" | "link" | "ee" => Scheme::Unspecified,
            "mrnumber" | "zblnumber" | "adsurl" | "bibcode" | "s2id" | "openalex" | "coden" => Scheme::Other,
            "howpublished" if value.contains("\\url") || value.trim_start().starts_with("http") => {
                Scheme::Unspecified
            }
            _ => return false,
        };
        let text = verbatim(value);
        match (name, scheme) {
            ("isbn", _) => text
                .split([';', ',', ' '])
                .filter(|part| !part.is_empty())
                .for_each(|part| self.draft.isbn(name, part)),
            ("issn", _) => self.draft.serial_numbers(name, &text),
            ("eissn" | "electronic_issn", _) => self.draft.issn(&text, IssnType::Electronic),
            ("print_issn", _) => self.draft.issn(&text, IssnType::Print),
            (_, Scheme::Unspecified) => {
                let kind = if name == "biburl" || name == "ee" { name } else { "" };
                self.draft.location(&text, kind);
            }
            (_, Scheme::Other) => self.draft.other_identifier(name, &text),
            _ => self.draft.identifier(scheme, &text),
        }
        true
    }

    fn people(&mut self, entry: &Entry<'_>, name: &str, value: &str, role: Role, label: &str) {
        let said = self.roles.iter().find(|(named, _)| named.strip_suffix("type") == Some(name));
        let (role, label) = match said.map_or("", |(_, at)| entry.fields[*at].1.as_ref()) {
            "" if self.draft.kind() == T::Patent && name == "author" => (Role::Inventor, ""),
            "" | "editor" => (role, label),
            "compiler" => (Role::Compiler, ""),
            "director" => (Role::Director, ""),
            "translator" => (Role::Translator, ""),
            "inventor" => (Role::Inventor, ""),
            other => (Role::Other, other),
        };
        let (people, cut) = names(value);
        self.draft.citation.contributors_incomplete |= cut;
        for mut person in people {
            label.clone_into(&mut person.role_label);
            self.draft.contributor(person, role);
        }
    }

    fn dates(&mut self, entry: &Entry<'_>) {
        let said = |name: &str| latex::plain(entry.field(name));
        let year = said("year");
        let printed = parts::from_parts(DateKind::Issued, &year, &said("month"), &said("day"));
        let whole = dates::edtf(DateKind::Issued, &verbatim(entry.field("date")));
        let accessed = ["urldate", "lastchecked"].map(|name| dates::edtf(DateKind::Accessed, &said(name)));
        let original = dates::edtf(DateKind::Original, &said("origdate"));
        let all = whole.into_iter().chain(printed).chain(accessed.into_iter().flatten()).chain(original);
        for event in all {
            parts::add(&mut self.draft.citation.dates, event, "year");
        }
        if let Some(held) = dates::edtf(DateKind::Event, &said("eventdate")) {
            let event = self.draft.citation.event.get_or_insert_default();
            (event.start, event.end, event.dates_verbatim) = (held.date, held.end, held.verbatim);
        }
    }

    fn eprint(&mut self, entry: &Entry<'_>) {
        let id = verbatim(entry.field("eprint"));
        let named = if entry.has("eprinttype") { "eprinttype" } else { "archiveprefix" };
        let kind = latex::plain(entry.field(named));
        if id.is_empty() {
            return self.draft.notes.unplaced(named, kind);
        }
        match kind.to_ascii_lowercase().as_str() {
            "arxiv" => self.draft.identifier(Scheme::Arxiv, &id),
            "pubmed" | "pmid" | "medline" => self.draft.identifier(Scheme::Pmid, &id),
            "pmc" | "pmcid" => self.draft.identifier(Scheme::Pmcid, &id),
            "hdl" | "handle" => self.draft.identifier(Scheme::Handle, &id),
            "doi" => self.draft.identifier(Scheme::Doi, &id),
            "" if id.starts_with("http") => self.draft.location(&id, ""),
            "" if !identifier(Scheme::Arxiv, &id).invalid => self.draft.identifier(Scheme::Arxiv, &id),
            "" => self.draft.other_identifier("eprint", &id),
            _ => self.draft.other_identifier(&kind, &id),
        }
    }

    /// A language by its name, its code, or as babel calls it.
    fn language(&mut self, value: &str) -> bool {
        // BibLaTeX parts its lists by "and"
        let names = value.split([';', ',']).flat_map(|part| part.split(" and "));
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            let code = match name.to_ascii_lowercase().as_str() {
                "ngerman" | "german" | "deutsch" => "de",
                "austrian" | "naustrian" => "de-AT",
                "american" | "usenglish" => "en-US",
                "british" | "ukenglish" => "en-GB",
                "canadian" => "en-CA",
                "australian" => "en-AU",
                "brazilian" | "brazil" => "pt-BR",
                "francais" | "français" => "fr",
                "italiano" => "it",
                "español" => "es",
                _ => name,
            };
            match bcp47(code) {
                Some(tag) if !self.draft.citation.languages.contains(&tag) => {
                    // "language" and "langid" both: the one with a region says more
                    self.draft.citation.languages.push(tag)
                }
                Some(_) => {}
                None => return false,
            }
        }
        true
    }

    fn status(&mut self, value: &str) -> bool {
        let status = match value.to_ascii_lowercase().as_str() {
            "published" => PublicationStatus::Published,
            "inpress" | "in press" | "forthcoming" => PublicationStatus::InPress,
            "submitted" => PublicationStatus::Submitted,
            "inpreparation" | "in preparation" => PublicationStatus::InPreparation,
            "prepublished" => PublicationStatus::AheadOfPrint,
            _ => return false,
        };
        self.draft.citation.set_publication_status(status);
        true
    }
}

/// Kinds whose number is that of an issue.
fn is_serial(kind: T) -> bool {
    matches!(kind, T::ArticleJournal | T::ArticleMagazine | T::ArticleNewspaper | T::Periodical | T::Review)
}
