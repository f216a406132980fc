use super::people::Last;
use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, ContributorRole as Role, DateKind,
    IdentifierScheme as Scheme, IssnType, PublicationStatus, SubjectScheme,
};
use crate::formats::read::draft::Draft;
use crate::formats::read::pubmed::titles;
use crate::formats::read::tagged::{Entry, Fields};
use crate::formats::read::xml::Inline;
use crate::formats::read::{Format, Item, Record, Rejection, dates, headings};
use crate::record::date::parse_partial;
use crate::record::identifier::identifier;
use crate::record::language::bcp47;
use crate::record::pages::pages;
use crate::record::text::nfc;

/// The record of an entry, or why it has none.
pub fn item(entry: Entry) -> Item {
    let reject = |reason: String| {
        let named = ["PMID", "TI", "BTI"].into_iter().find_map(|tag| entry.fields.first(tag));
        let record = named.unwrap_or_default().chars().take(60).collect();
        Item::Rejected(Rejection { line: entry.line, record, reason })
    };
    if let Some(reason) = &entry.refused {
        return reject(reason.clone());
    }
    if entry.fields.iter().all(|(_, value)| value.is_empty()) {
        return reject("the entry has no fields".into());
    }
    let builder = Builder::new(entry.warnings);
    Item::Record(Box::new(builder.build(&entry.fields, entry.line)))
}

/// A record in the making, with what the order of the fields tells.
pub struct Builder {
    pub draft: Draft,
    title: String,
    vernacular: String,
    book: bool,
    /// Who gave the keywords that follow.
    pub keyword_owner: String,
    /// Language of the other abstract that follows.
    other_language: Option<String>,
    pub last: Last,
    /// The last name was a full one.
    pub full: bool,
    /// Affiliations that stand before any name.
    pub early_affiliations: Vec<v1::Affiliation>,
    /// A place of publication without what tells whether it is the journal's country or the book's place.
    place: String,
}

impl Builder {
    fn new(warnings: Vec<String>) -> Self {
        let mut draft = Draft::default();
        draft.notes.warnings = warnings;
        Self {
            draft,
            title: String::new(),
            vernacular: String::new(),
            book: false,
            keyword_owner: String::new(),
            other_language: None,
            last: Last::default(),
            full: false,
            early_affiliations: Vec::new(),
            place: String::new(),
        }
    }

    fn build(mut self, fields: &Fields, line: u64) -> Record {
        let has = |tags: &[&str]| fields.iter().any(|(tag, value)| tags.contains(&tag) && !value.is_empty());
        self.book = has(&["BTI", "PB", "ISBN"]) && !has(&["JT", "TA", "JID"]);
        let kind = match (self.book, has(&["TI"]) && has(&["BTI"])) {
            (false, _) => T::ArticleJournal,
            (true, true) => T::Chapter,
            (true, false) => T::Book,
        };
        self.draft.citation.set_type(kind);
        for (tag, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            self.place(tag, &nfc(value));
        }
        self.finish(line)
    }

    fn place(&mut self, tag: &str, value: &str) {
        let draft = &mut self.draft;
        match tag {
            "PMID" => self.pmid(value),
            "PMC" | "PMCID" => {
                draft.identifier(Scheme::Pmcid, value.split([' ', ';']).next().unwrap_or(value))
            }
            "MID" => draft.identifier(Scheme::Mid, value),
            "AID" | "LID" => self.location(tag, value),
            "OID" => self.other_id(value),
            "OWN" if value == "NLM" => {}
            "STAT" => draft.one(tag, value, |c| &mut c.record_status),
            "TI" if self.title.is_empty() => self.title = value.to_owned(),
            "TI" => draft.notes.unplaced(tag, value),
            "TT" if self.vernacular.is_empty() => self.vernacular = value.to_owned(),
            "BTI" if draft.kind() == T::Book && self.title.is_empty() => self.title = value.to_owned(),
            "BTI" | "JT" => draft.container_title(tag, value),
            "VTI" => draft.one(tag, value, |c| &mut c.container.get_or_insert_default().subtitle),
            "CTI" => draft.one(tag, value, |c| &mut c.series.get_or_insert_default().title),
            "TA" => draft.abbreviation(value, AbbreviationAuthority::Medline),
            "JID" => draft.one(tag, value, |c| &mut c.container.get_or_insert_default().nlm_unique_id),
            "IS" => self.issn(value),
            "ISBN" => draft.isbn(tag, value.split(" (").next().unwrap_or(value)),
            "PB" => draft.publisher(tag, value),
            "PL" if self.place.is_empty() => self.place = value.to_owned(),
            "VI" => draft.one(tag, value, |c| &mut c.volume),
            "IP" => draft.one(tag, value, |c| &mut c.issue),
            "PG" => self.pages(value),
            "EN" => draft.one(tag, value, |c| &mut c.edition),
            "LA" => draft.languages(tag, value),
            "AB" => self.summary(value, "en".to_owned(), ""),
            "OABL" => self.other_language = Some(bcp47(value).unwrap_or_default()),
            "OAB" => self.other_summary(value),
            "CI" => self.copyright(tag, value, false),
            "OCI" => self.copyright(tag, value, true),
            "FAU" => self.full_name(Role::Author, value),
            "AU" => self.short_name(Role::Author, value),
            "FED" => self.full_name(Role::Editor, value),
            "ED" => self.short_name(Role::Editor, value),
            "FIR" => self.full_name(Role::Investigator, value),
            "IR" => self.short_name(Role::Investigator, value),
            "FPS" => self.full_name(Role::Unspecified, value),
            "PS" => self.short_name(Role::Unspecified, value),
            "CN" => self.group(value),
            "AD" | "IRAD" => self.affiliation(value),
            "AUID" => self.person_id(value),
            "PT" => {
                let label = value.to_owned();
                draft.citation.publication_types.push(v1::PublicationType { label, ..Default::default() });
            }
            "MH" => draft.mesh(value),
            "NM" => draft.subject(SubjectScheme::MeshSupplementary, value),
            "SB" => draft.subject(SubjectScheme::CitationSubset, value),
            "SFM" => draft.subject(SubjectScheme::SpaceFlightMission, value),
            "OTO" => value.clone_into(&mut self.keyword_owner),
            "OT" => self.keyword(value),
            "RN" => self.substance(value),
            "GS" => {
                let name = value.to_owned();
                let substance = v1::Substance { name, gene_symbol: true, ..Default::default() };
                draft.citation.substances.push(substance);
            }
            "GR" => self.grant(value),
            "SI" => self.databank(value),
            "RF" => match value.parse() {
                Ok(count @ 0..) => draft.citation.reference_count = Some(count),
                _ => draft.notes.unplaced(tag, value),
            },
            "COIS" => draft
                .citation
                .conflict_of_interest
                .push(v1::LocalizedText { text: value.to_owned(), ..Default::default() }),
            "GN" => draft.note(value),
            "PST" => match value {
                "ppublish" | "epublish" => {
                    draft.citation.set_publication_status(PublicationStatus::Published)
                }
                "aheadofprint" => draft.citation.set_publication_status(PublicationStatus::AheadOfPrint),
                _ => draft.notes.unplaced(tag, value),
            },
            "PUBM" => draft.one(tag, value, |c| &mut c.medium),
            // SO says once more, as one line, what the other fields say
            "SO" => {}
            _ if self.date(tag, value) || self.link(tag, value) => {}
            _ => self.draft.notes.unplaced(tag, value),
        }
    }

    fn pmid(&mut self, value: &str) {
        let mut words = value.split_whitespace();
        let found = identifier(Scheme::Pmid, words.next().unwrap_or_default());
        if found.invalid {
            self.draft.notes.warn(format!("PMID {value:?} is not valid and is kept as written"));
        }
        let rest: Vec<&str> = words.collect();
        self.draft.notes.unplaced("PMID", rest.join(" "));
        if self.draft.record_id.is_empty() {
            self.draft.record_id.clone_from(&found.value);
        }
        self.draft.add_identifier(found);
    }

    /// "10.1000/xyz [doi]", "S1769-7212(19)30059-X [pii]"; without a kind it is the number of the article.
    fn location(&mut self, tag: &str, value: &str) {
        let Some((id, kind)) = value.strip_suffix(']').and_then(|value| value.rsplit_once(" [")) else {
            let doi = identifier(Scheme::Doi, value);
            if !doi.invalid {
                return self.draft.add_identifier(doi);
            }
            let pages = self.draft.citation.pages.get_or_insert_default();
            if pages.verbatim == value || pages.first == value || pages.article_number == value {
                return;
            }
            if !pages.article_number.is_empty() {
                return self.draft.notes.unplaced(tag, value);
            }
            value.clone_into(&mut pages.article_number);
            return;
        };
        match kind {
            "doi" => self.draft.identifier(Scheme::Doi, id),
            "pii" => self.draft.identifier(Scheme::Pii, id),
            "bookaccession" => self.draft.identifier(Scheme::Bookaccession, id),
            "pmc" | "pmcid" => self.draft.identifier(Scheme::Pmcid, id),
            "mid" => self.draft.identifier(Scheme::Mid, id),
            _ => self.draft.other_identifier(kind, id),
        }
    }

    /// "NLM: PMC2345", "NASA: 8405".
    fn other_id(&mut self, value: &str) {
        match value.split_once(':').map(|(source, id)| (source.trim(), id.trim())) {
            Some(("NLM", id)) if id.starts_with("PMC") => {
                let (bare, more) = id.split_once(' ').unwrap_or((id, ""));
                self.draft.identifier(Scheme::Pmcid, bare);
                self.draft.notes.unplaced("OID", more);
            }
            Some(("NLM", id)) if id.starts_with("NIHMS") || id.starts_with("EMS") => {
                self.draft.identifier(Scheme::Mid, id)
            }
            Some((source, id)) => self.draft.other_identifier(source, id),
            None => self.draft.other_identifier("", value),
        }
    }

    fn issn(&mut self, value: &str) {
        let (number, medium) = value.split_once(" (").unwrap_or((value, ""));
        let medium = match medium.trim_end_matches(')') {
            "Print" => IssnType::Print,
            "Electronic" => IssnType::Electronic,
            "Linking" => IssnType::Linking,
            _ => IssnType::Unspecified,
        };
        self.draft.issn(number, medium);
    }

    fn pages(&mut self, value: &str) {
        let read = pages(value);
        let all = self.draft.citation.pages.get_or_insert_default();
        if !all.verbatim.is_empty() {
            return self.draft.notes.unplaced("PG", value);
        }
        if all.article_number == value {
            all.article_number.clear();
        }
        (all.first, all.last, all.verbatim) = (read.first, read.last, read.verbatim);
    }

    fn summary(&mut self, text: &str, language: String, kind: &str) {
        let truncated = text.contains("ABSTRACT TRUNCATED");
        let r#type = kind.to_owned();
        self.draft.citation.abstracts.push(v1::Abstract {
            language,
            r#type,
            truncated,
            ..headings::inline(text, Vec::new())
        });
    }

    /// "Publisher: Abstract available from the publisher.": the words before the colon are its kind.
    fn other_summary(&mut self, value: &str) {
        let language = self.other_language.take().unwrap_or_default();
        let kind = |kind: &str| kind.split(' ').count() == 1 && kind.len() < 30;
        let headed = !headings::inline(value, Vec::new()).sections.is_empty();
        match value.split_once(": ") {
            Some((before, text)) if kind(before) && !headed => self.summary(text, language, before),
            _ => self.summary(value, language, ""),
        }
    }

    fn copyright(&mut self, tag: &str, value: &str, other: bool) {
        let main =
            |summary: &&mut v1::Abstract| other || summary.language == "en" && summary.r#type.is_empty();
        match self.draft.citation.abstracts.iter_mut().rev().find(main) {
            Some(summary) if summary.copyright.is_empty() => value.clone_into(&mut summary.copyright),
            _ => self.draft.notes.unplaced(tag, value),
        }
    }

    /// Dates of publication and of the record; false for a tag of another kind.
    fn date(&mut self, tag: &str, value: &str) -> bool {
        let (kind, label, text) = match tag {
            "DP" => (DateKind::Issued, "", value),
            "DEP" => (DateKind::Online, "", value),
            "DCOM" => (DateKind::RecordCompleted, "", value),
            "LR" => (DateKind::RecordRevised, "", value),
            "DA" => (DateKind::Other, "DateCreated", value),
            "EDAT" => (DateKind::Indexed, "entrez", value),
            "MHDA" => (DateKind::Other, "medline", value),
            "CRDT" => (DateKind::Indexed, "pubmed", value),
            "CTDT" => (DateKind::Other, "ContributionDate", value),
            "PHST" => {
                let (text, status) = value.split_once('[').unwrap_or((value, ""));
                let status = status.trim_end_matches(']');
                let (kind, label) = dates::of_pubmed_status(status);
                (kind, label, text.trim())
            }
            _ => return false,
        };
        let Some(mut event) = dates::event(kind, text) else {
            // "-" and "0000" say that there is none
            if text.chars().any(|c| c.is_alphanumeric() && c != '0') {
                self.draft.notes.unplaced(tag, value);
            }
            return true;
        };
        label.clone_into(&mut event.label);
        if tag == "LR" {
            self.draft.revised = parse_partial(text);
        }
        self.draft.citation.dates.push(event);
        true
    }

    fn finish(mut self, line: u64) -> Record {
        let draft = &mut self.draft;
        if !self.place.is_empty() {
            let place = std::mem::take(&mut self.place);
            match self.book {
                true => draft.publisher_place("PL", &place),
                false => draft.container().country = place,
            }
        }
        let (title, vernacular) = (Inline::of(&self.title), Inline::of(&self.vernacular));
        draft.citation.titles = titles(title, vernacular, &draft.citation.languages, &mut draft.notes);
        if draft.citation.publication_types.iter().any(|kind| kind.label == "Preprint") {
            draft.citation.set_type(T::Preprint);
        } else if draft.citation.publication_types.iter().any(|kind| kind.label == "Newspaper Article") {
            draft.citation.set_type(T::ArticleNewspaper);
        }
        for affiliation in std::mem::take(&mut self.early_affiliations) {
            draft.notes.unplaced("AD", affiliation.text);
        }
        if draft.record_id.is_empty() {
            draft.notes.warn("no PMID");
        }
        self.draft.finish(Format::Nbib, line)
    }
}
