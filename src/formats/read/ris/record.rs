use super::entry::Entry;
use super::identifiers::{bracketed, is_pmcid};
use super::types;
use crate::contract::v1;
use crate::contract::v1::{CitationType as T, ContributorRole as Role, DateKind, IdentifierScheme as Scheme};
use crate::formats::read::draft::Draft;
use crate::formats::read::{Format, Item, Record, Rejection, dates};
use crate::record::identifier::identifier;
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
    if entry.fields.iter().all(|(tag, value)| tag == "TY" || value.is_empty()) {
        return reject(&entry, "the entry has no fields".into());
    }
    Item::Record(Box::new(Builder::default().build(entry)))
}

#[derive(Default)]
pub struct Builder {
    pub draft: Draft,
    pub kind: T,
    /// Affiliations (AD) with the number of contributors that stood before each.
    affiliations: Vec<(usize, String)>,
}

impl Builder {
    fn build(mut self, entry: Entry) -> Record {
        self.draft.notes.warnings = entry.warnings;
        let fields = &entry.fields;
        self.kind(fields.iter().find(|(tag, _)| *tag == "TY").map(|(_, value)| value));
        let has = |tags: &[&str]| fields.iter().any(|(tag, value)| tags.contains(&tag) && !value.is_empty());
        let journal_named = has(&["JO", "JF"]);
        let titled = has(&["TI", "T1", "CT"]);
        for (tag, value) in fields.iter() {
            let value = nfc(value);
            if !value.is_empty() {
                self.place(tag, &value, journal_named, titled);
            }
        }
        self.affiliations();
        dates::complete(&mut self.draft.citation.dates, &mut self.draft.notes.unplaced);
        self.pages_in_one();
        self.draft.finish(Format::Ris, entry.line)
    }

    fn kind(&mut self, ty: Option<&str>) {
        let Some(ty) = ty else { return self.draft.notes.warn("the entry has no TY line") };
        match types::citation_type(ty) {
            Some(kind) => {
                self.kind = kind;
                self.draft.citation.set_type(kind);
            }
            None => self.draft.notes.warn(format!("unknown type: {ty}")),
        }
        if !ty.is_empty() {
            self.draft.citation.type_path.push(nfc(ty));
        }
    }

    fn place(&mut self, tag: &str, value: &str, journal_named: bool, titled: bool) {
        let draft = &mut self.draft;
        match tag {
            "TY" => {}
            "TI" | "T1" | "CT" => draft.title(tag, value, v1::TitleRole::Original),
            "TT" => draft.title(tag, value, v1::TitleRole::Translated),
            "BT" if !titled && matches!(self.kind, T::Book | T::Collection | T::Unspecified) => {
                draft.title(tag, value, v1::TitleRole::Original)
            }
            "T2" => self.second_title(value, journal_named),
            "BT" | "JF" | "JO" => self.container_title(tag, value),
            "JA" | "J1" | "J2" | "J9" | "JI" => self.abbreviation(value),
            "T3" => draft.one(tag, value, |c| &mut c.series.get_or_insert_default().title),
            "ST" => draft.one(tag, value, |c| &mut c.short_title),
            "AU" | "A1" => self.contributor(value, self.first_role()),
            "A2" | "ED" => {
                self.contributor(value, if self.kind == T::Thesis { Role::Supervisor } else { Role::Editor })
            }
            "A3" => self.contributor(value, Role::SeriesEditor),
            "A4" | "TA" => self.contributor(value, Role::Translator),
            "AD" => self.affiliations.push((draft.citation.contributors.len(), value.to_owned())),
            "AB" | "N2" => draft.summary(value),
            "N1" | "RN" | "CA" => draft.note(value),
            "KW" => {
                value.split([';', '\n']).map(str::trim).for_each(|label| draft.keyword(label));
            }
            "PY" | "Y1" | "DA" | "Y2" => self.date(tag, value),
            "VL" => draft.one(tag, value, |c| &mut c.volume),
            "IS" => draft.one(tag, value, |c| &mut c.issue),
            "SP" => draft.one(tag, value, |c| &mut c.pages.get_or_insert_default().first),
            "EP" => draft.one(tag, value, |c| &mut c.pages.get_or_insert_default().last),
            "C7" => draft.one(tag, value, |c| &mut c.pages.get_or_insert_default().article_number),
            "M1" if matches!(self.kind, T::Report | T::Patent | T::Bill | T::Standard | T::Thesis) => {
                draft.one(tag, value, |c| &mut c.number);
            }
            "M3" => draft.one(tag, value, |c| &mut c.genre),
            "C3" if self.kind == T::PaperConference => self.container_title(tag, value),
            "PB" if self.kind == T::Thesis => draft.one(tag, value, |c| &mut c.institution),
            "PB" | "PU" => draft.publisher(tag, value),
            "CY" if matches!(self.kind, T::PaperConference | T::Collection) => {
                draft.one(tag, value, |c| &mut c.event.get_or_insert_default().place);
            }
            "CY" | "PP" | "PI" => draft.publisher_place(tag, value),
            "SN" | "BN" => draft.serial_numbers(tag, value),
            "DO" | "DI" => draft.identifier(Scheme::Doi, value),
            "U2" if value.contains("10.") && !identifier(Scheme::Doi, value).invalid => {
                draft.identifier(Scheme::Doi, value)
            }
            "C2" if is_pmcid(value) => draft.identifier(Scheme::Pmcid, value),
            "U1" | "U2" | "U3" | "U4" | "U5" if bracketed(value).is_some() => {
                if let Some((scheme, id)) = bracketed(value) {
                    draft.identifier(scheme, id);
                }
            }
            "PT" => {
                let label = value.to_owned();
                draft.citation.publication_types.push(v1::PublicationType { label, ..Default::default() });
            }
            "AN" => self.accession(value),
            "ID" => self.reference_id(value),
            "UR" | "LK" => draft.location(value, ""),
            "L1" => draft.location(value, "pdf"),
            "L2" => draft.location(value, "fulltext"),
            "L3" => draft.location(value, "related"),
            "L4" => draft.location(value, "image"),
            "LA" => draft.languages(tag, value),
            "DB" => draft.one(tag, value, |c| &mut c.archive.get_or_insert_default().data_provider),
            "AV" => draft.one(tag, value, |c| &mut c.archive.get_or_insert_default().location),
            "CN" => draft.one(tag, value, |c| &mut c.archive.get_or_insert_default().call_number),
            "ET" => draft.one(tag, value, |c| &mut c.edition),
            "SE" => draft.one(tag, value, |c| &mut c.section),
            "NV" => draft.citation.physical_description.push(format!("{value} vols.")),
            "OP" => self.related(v1::LinkKind::RepublishedFrom, value),
            "RI" => self.related(v1::LinkKind::ReviewOf, value),
            _ => draft.notes.unplaced(tag, value),
        }
    }

    fn first_role(&self) -> Role {
        match (self.kind, self.draft.citation.type_path.first().map_or("", String::as_str)) {
            (T::Patent, _) => Role::Inventor,
            (_, "EDBOOK") => Role::Editor,
            _ => Role::Author,
        }
    }

    fn contributor(&mut self, value: &str, role: Role) {
        self.draft.inverted_names(value, ";", role);
    }

    /// An address goes to the one contributor it stands behind, where the file shows that; else it stays unplaced.
    fn affiliations(&mut self) {
        let affiliations = std::mem::take(&mut self.affiliations);
        let people = self.draft.citation.contributors.len();
        let interleaved =
            affiliations.iter().map(|(before, _)| *before).collect::<std::collections::BTreeSet<_>>().len()
                > 1;
        for (before, text) in affiliations {
            match before.checked_sub(1) {
                Some(at) if interleaved || people == 1 => {
                    let affiliation = v1::Affiliation { text, ..Default::default() };
                    self.draft.citation.contributors[at].affiliations.push(affiliation);
                }
                _ => self.draft.notes.unplaced("AD", text),
            }
        }
    }

    fn date(&mut self, tag: &str, value: &str) {
        let kind = if tag == "Y2" { DateKind::Accessed } else { DateKind::Issued };
        // "Oct 12" in DA: month and day of a year that PY gives
        if tag != "DA" && dates::event(kind, value).is_none() {
            self.draft.notes.warn(format!("{tag} is no date: {value}"));
        }
        self.draft.date(tag, kind, value);
    }

    fn related(&mut self, kind: v1::LinkKind, title: &str) {
        let (kind, title) = (kind.into(), title.to_owned());
        self.draft.citation.related_works.push(v1::RelatedWork { kind, title, ..Default::default() });
    }

    /// SP alone may hold the whole range; EP may leave out digits that SP has.
    fn pages_in_one(&mut self) {
        let Some(all) = self.draft.citation.pages.as_mut() else { return };
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
