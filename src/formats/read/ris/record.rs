use std::collections::HashSet;

use super::entry::Entry;
use super::identifiers::is_pmcid;
use super::{dates, types};
use crate::contract::v1;
use crate::contract::v1::{CitationType as T, ContributorRole as Role, DateKind, IdentifierScheme as Scheme};
use crate::formats::read::{Format, Item, Record, Rejection};
use crate::record::contributor::from_inverted;
use crate::record::identifier::identifier;
use crate::record::language::bcp47;
use crate::record::pages::pages;
use crate::record::text::nfc;

/// The record of an entry, or why it has none.
pub fn item(entry: Entry) -> Item {
    let reject = |entry: &Entry, reason: String| {
        Item::Rejected(Rejection { line: entry.line, record: entry.words(), reason })
    };
    if let Some(reason) = &entry.refused {
        return reject(&entry, reason.clone());
    }
    if entry.fields.iter().all(|field| field.tag == "TY" || field.value.is_empty()) {
        return reject(&entry, "the entry has no fields".into());
    }
    Item::Record(Box::new(Builder::new(entry).build()))
}

pub struct Builder {
    pub entry: Entry,
    pub citation: v1::Citation,
    pub kind: T,
    pub unplaced: Vec<v1::UnplacedField>,
    /// Affiliations (AD) with the number of contributors that stood before each.
    affiliations: Vec<(usize, String)>,
    pub record_id: String,
    /// Values of the lists that hold each value once, by list.
    seen: HashSet<(&'static str, String)>,
}

impl Builder {
    fn new(entry: Entry) -> Self {
        Self {
            entry,
            citation: v1::Citation::default(),
            kind: T::Unspecified,
            unplaced: Vec::new(),
            affiliations: Vec::new(),
            record_id: String::new(),
            seen: HashSet::new(),
        }
    }

    /// Whether `value` comes for the first time to `list`. By hash: an entry may have a million links.
    pub fn is_new(&mut self, list: &'static str, value: &str) -> bool {
        self.seen.insert((list, value.to_owned()))
    }

    /// Whether `value` came to `list` before.
    pub fn has(&self, list: &'static str, value: &str) -> bool {
        self.seen.contains(&(list, value.to_owned()))
    }

    fn build(mut self) -> Record {
        self.kind();
        let fields = std::mem::take(&mut self.entry.fields);
        let has = |tags: &[&str]| {
            fields.iter().any(|field| tags.contains(&field.tag.as_str()) && !field.value.is_empty())
        };
        let journal_named = has(&["JO", "JF"]);
        let titled = has(&["TI", "T1", "CT"]);
        for field in &fields {
            let value = nfc(&field.value);
            if !value.is_empty() {
                self.place(&field.tag, &value, journal_named, titled);
            }
        }
        self.affiliations();
        dates::complete(&mut self.citation.dates, &mut self.unplaced);
        self.pages_in_one();
        if self.citation.titles.is_empty() {
            self.entry.warnings.push("the entry has no title".into());
        }
        if let [only] = self.citation.languages.as_slice() {
            let only = only.clone();
            for title in self
                .citation
                .titles
                .iter_mut()
                .filter(|title| title.role != i32::from(v1::TitleRole::Translated))
            {
                title.language.clone_from(&only);
            }
        }
        self.citation.sources.push(v1::Source {
            format: Format::Ris.as_str().to_owned(),
            record_id: self.record_id,
            line: i32::try_from(self.entry.line).ok(),
            unplaced: self.unplaced,
            ..Default::default()
        });
        Record { citation: self.citation, warnings: self.entry.warnings, line: self.entry.line }
    }

    fn kind(&mut self) {
        let Some(ty) = self.entry.fields.iter().find(|field| field.tag == "TY") else {
            self.entry.warnings.push("the entry has no TY line".into());
            return;
        };
        let ty = ty.value.clone();
        match types::citation_type(&ty) {
            Some(kind) => {
                self.kind = kind;
                self.citation.set_type(kind);
            }
            None => self.entry.warnings.push(format!("unknown type: {ty}")),
        }
        if !ty.is_empty() {
            self.citation.type_path.push(ty);
        }
    }

    fn place(&mut self, tag: &str, value: &str, journal_named: bool, titled: bool) {
        let owned = value.to_owned();
        match tag {
            "TY" => {}
            "TI" | "T1" | "CT" => self.title(value, v1::TitleRole::Original),
            "TT" => self.title(value, v1::TitleRole::Translated),
            "BT" if !titled && matches!(self.kind, T::Book | T::Collection | T::Unspecified) => {
                self.title(value, v1::TitleRole::Original)
            }
            "T2" => self.second_title(value, journal_named),
            "BT" | "JF" | "JO" => self.container_title(tag, value),
            "JA" | "J1" | "J2" | "J9" | "JI" => self.abbreviation(value),
            "T3" => {
                one(&mut self.citation.series.get_or_insert_default().title, tag, owned, &mut self.unplaced)
            }
            "ST" => one(&mut self.citation.short_title, tag, owned, &mut self.unplaced),
            "AU" | "A1" => self.contributor(value, self.first_role()),
            "A2" | "ED" => {
                self.contributor(value, if self.kind == T::Thesis { Role::Supervisor } else { Role::Editor })
            }
            "A3" => self.contributor(value, Role::SeriesEditor),
            "A4" | "TA" => self.contributor(value, Role::Translator),
            "AD" => self.affiliations.push((self.citation.contributors.len(), owned)),
            "AB" | "N2" => self.summary(value),
            "N1" | "RN" | "CA" => self.citation.notes.push(owned),
            "KW" => self.keywords(value),
            "PY" | "Y1" | "DA" | "Y2" => self.date(tag, value),
            "VL" => one(&mut self.citation.volume, tag, owned, &mut self.unplaced),
            "IS" => one(&mut self.citation.issue, tag, owned, &mut self.unplaced),
            "SP" => {
                one(&mut self.citation.pages.get_or_insert_default().first, tag, owned, &mut self.unplaced)
            }
            "EP" => {
                one(&mut self.citation.pages.get_or_insert_default().last, tag, owned, &mut self.unplaced)
            }
            "C7" => one(
                &mut self.citation.pages.get_or_insert_default().article_number,
                tag,
                owned,
                &mut self.unplaced,
            ),
            "M1" if matches!(self.kind, T::Report | T::Patent | T::Bill | T::Standard | T::Thesis) => {
                one(&mut self.citation.number, tag, owned, &mut self.unplaced);
            }
            "M3" => one(&mut self.citation.genre, tag, owned, &mut self.unplaced),
            "C3" if self.kind == T::PaperConference => self.container_title(tag, value),
            "PB" if self.kind == T::Thesis => {
                one(&mut self.citation.institution, tag, owned, &mut self.unplaced)
            }
            "PB" | "PU" => self.publisher(tag, value),
            "CY" if matches!(self.kind, T::PaperConference | T::Collection) => {
                one(&mut self.citation.event.get_or_insert_default().place, tag, owned, &mut self.unplaced);
            }
            "CY" | "PP" | "PI" => self.publisher(tag, value),
            "SN" | "BN" => self.serial_number(tag, value),
            "DO" | "DI" => self.identifier(Scheme::Doi, value),
            "U2" if value.contains("10.") && !identifier(Scheme::Doi, value).invalid => {
                self.identifier(Scheme::Doi, value)
            }
            "C2" if is_pmcid(value) => self.identifier(Scheme::Pmcid, value),
            "AN" => self.accession(value),
            "ID" => self.reference_id(value),
            "UR" | "LK" => self.location(value, ""),
            "L1" => self.location(value, "pdf"),
            "L2" => self.location(value, "fulltext"),
            "L3" => self.location(value, "related"),
            "L4" => self.location(value, "image"),
            "LA" => self.language(value),
            "DB" => one(
                &mut self.citation.archive.get_or_insert_default().data_provider,
                tag,
                owned,
                &mut self.unplaced,
            ),
            "AV" => one(
                &mut self.citation.archive.get_or_insert_default().location,
                tag,
                owned,
                &mut self.unplaced,
            ),
            "CN" => one(
                &mut self.citation.archive.get_or_insert_default().call_number,
                tag,
                owned,
                &mut self.unplaced,
            ),
            "ET" => one(&mut self.citation.edition, tag, owned, &mut self.unplaced),
            "SE" => one(&mut self.citation.section, tag, owned, &mut self.unplaced),
            "NV" => self.citation.physical_description.push(format!("{value} vols.")),
            "OP" => self.related(v1::LinkKind::RepublishedFrom, owned),
            "RI" => self.related(v1::LinkKind::ReviewOf, owned),
            _ => self.unplaced.push(v1::UnplacedField { tag: tag.to_owned(), value: owned }),
        }
    }

    fn first_role(&self) -> Role {
        match (self.kind, self.entry_type()) {
            (T::Patent, _) => Role::Inventor,
            (_, "EDBOOK") => Role::Editor,
            _ => Role::Author,
        }
    }

    fn entry_type(&self) -> &str {
        self.citation.type_path.first().map_or("", String::as_str)
    }

    fn publisher(&mut self, tag: &str, value: &str) {
        let publisher = match self.kind {
            T::ArticleJournal
            | T::ArticleMagazine
            | T::ArticleNewspaper
            | T::Chapter
            | T::PaperConference => {
                self.citation.container.get_or_insert_default().publisher.get_or_insert_default()
            }
            _ => self.citation.publisher.get_or_insert_default(),
        };
        let field = if matches!(tag, "PB" | "PU") { &mut publisher.name } else { &mut publisher.place };
        one(field, tag, value.to_owned(), &mut self.unplaced);
    }

    pub fn title(&mut self, text: &str, role: v1::TitleRole) {
        if self.has("title", text) {
            return;
        }
        if role == v1::TitleRole::Original && !self.is_new("role", "original") {
            // TI and T1 both, and different: nobody says which counts
            self.entry.warnings.push(format!("a second title is not placed: {text}"));
            self.unplaced.push(v1::UnplacedField { tag: "TI".into(), value: text.to_owned() });
            return;
        }
        self.is_new("title", text);
        self.citation.titles.push(v1::Title {
            text: text.to_owned(),
            role: role.into(),
            ..Default::default()
        });
    }

    fn contributor(&mut self, value: &str, role: Role) {
        for name in value.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            let mut contributor = from_inverted(name);
            contributor.set_role(role);
            self.citation.contributors.push(contributor);
        }
    }

    /// An address goes to the one contributor it stands behind, where the file shows that; else it stays unplaced.
    fn affiliations(&mut self) {
        let affiliations = std::mem::take(&mut self.affiliations);
        let people = self.citation.contributors.len();
        let interleaved =
            affiliations.iter().map(|(before, _)| *before).collect::<std::collections::BTreeSet<_>>().len()
                > 1;
        for (before, text) in affiliations {
            match before.checked_sub(1) {
                Some(at) if interleaved || people == 1 => {
                    let affiliation = v1::Affiliation { text, ..Default::default() };
                    self.citation.contributors[at].affiliations.push(affiliation);
                }
                _ => self.unplaced.push(v1::UnplacedField { tag: "AD".into(), value: text }),
            }
        }
    }

    fn summary(&mut self, value: &str) {
        if self.is_new("abstract", value) {
            self.citation.abstracts.push(v1::Abstract { text: value.to_owned(), ..Default::default() });
        }
    }

    fn keywords(&mut self, value: &str) {
        for label in value.split([';', '\n']).map(str::trim).filter(|label| !label.is_empty()) {
            let scheme = v1::SubjectScheme::Keyword.into();
            self.citation.subjects.push(v1::Subject {
                scheme,
                label: label.to_owned(),
                ..Default::default()
            });
        }
    }

    fn date(&mut self, tag: &str, value: &str) {
        let kind = if tag == "Y2" { DateKind::Accessed } else { DateKind::Issued };
        if let Some(event) = dates::event(kind, value) {
            dates::add(&mut self.citation.dates, event, tag);
            return;
        }
        // "Oct 12": month and day of a year that PY gives
        self.unplaced.push(v1::UnplacedField { tag: tag.to_owned(), value: value.to_owned() });
        if tag != "DA" {
            self.entry.warnings.push(format!("{tag} is no date: {value}"));
        }
    }

    fn location(&mut self, url: &str, kind: &str) {
        if self.is_new("url", url) {
            self.citation.locations.push(v1::WebLocation {
                url: url.to_owned(),
                kind: kind.to_owned(),
                ..Default::default()
            });
        }
    }

    fn language(&mut self, value: &str) {
        for name in value.split([';', ',']).map(str::trim).filter(|name| !name.is_empty()) {
            match bcp47(name) {
                Some(tag) => self.citation.languages.push(tag),
                None => self.unplaced.push(v1::UnplacedField { tag: "LA".into(), value: name.to_owned() }),
            }
        }
    }

    fn related(&mut self, kind: v1::LinkKind, title: String) {
        self.citation.related_works.push(v1::RelatedWork { kind: kind.into(), title, ..Default::default() });
    }

    /// SP alone may hold the whole range; EP may leave out digits that SP has.
    fn pages_in_one(&mut self) {
        let Some(all) = self.citation.pages.as_mut() else { return };
        if all.first.is_empty() {
            return;
        }
        let range =
            if all.last.is_empty() { all.first.clone() } else { format!("{}-{}", all.first, all.last) };
        let read = pages(&range);
        if all.last.is_empty() && (!read.last.is_empty() || read.first != all.first) {
            (all.first, all.last, all.verbatim) = (read.first, read.last, read.verbatim);
        } else if !all.last.is_empty()
            && read.first == all.first
            && read.last != all.last
            && !read.last.is_empty()
        {
            (all.last, all.verbatim) = (read.last, read.verbatim);
        }
    }
}

/// Fills a field that holds one value; another one that differs is kept unplaced.
pub fn one(field: &mut String, tag: &str, value: String, unplaced: &mut Vec<v1::UnplacedField>) {
    if field.is_empty() {
        *field = value;
    } else if *field != value {
        unplaced.push(v1::UnplacedField { tag: tag.to_owned(), value });
    }
}
