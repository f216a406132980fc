use std::collections::HashSet;
use std::hash::BuildHasher as _;

use foldhash::quality::RandomState;

use super::notes::Notes;
use super::{Format, Record, dates, headings};
use crate::contract::v1;
use crate::contract::v1::{CitationType as T, DateKind, IdentifierScheme as Scheme, IssnType, TitleRole};
use crate::formats::part::is_part;
use crate::formats::standing;
use crate::record::contributor::from_inverted;
use crate::record::identifier::{Orcid, identifier, issn};
use crate::record::language::bcp47;

/// A record in the making: what each field takes, with the scheme's own check, and what becomes of the rest.
#[derive(Default)]
pub struct Draft {
    pub citation: v1::Citation,
    pub notes: Notes,
    /// Its id in the source.
    pub record_id: String,
    /// Its last revision at the source.
    pub revised: Option<v1::PartialDate>,
    /// Hashes of the values of lists that hold each value once.
    seen: HashSet<u64, foldhash::fast::RandomState>,
    hasher: RandomState,
}

impl Draft {
    /// A record of which something was noted before.
    pub fn noted(notes: Notes) -> Self {
        Self { notes, ..Default::default() }
    }

    /// Whether `value` comes for the first time to `list`. By hash: an entry may have a million links.
    pub fn is_new(&mut self, list: &'static str, value: &str) -> bool {
        let hash = self.hasher.hash_one((list, value));
        self.seen.insert(hash)
    }

    /// Whether `value` came to `list` before.
    pub fn has(&self, list: &'static str, value: &str) -> bool {
        self.seen.contains(&self.hasher.hash_one((list, value)))
    }

    /// Fills a field that holds one value; another one that differs is kept unplaced.
    pub fn one(&mut self, tag: &str, value: &str, field: fn(&mut v1::Citation) -> &mut String) {
        if value.is_empty() {
            return;
        }
        let field = field(&mut self.citation);
        if field.is_empty() {
            value.clone_into(field);
        } else if field != value {
            self.notes.unplaced(tag, value);
        }
    }

    pub fn container(&mut self) -> &mut v1::Container {
        self.citation.container.get_or_insert_default()
    }

    /// The work's own kind.
    pub fn kind(&self) -> T {
        self.citation.r#type()
    }

    /// Whether publisher and ISBN are those of what the work stands in.
    pub fn is_part(&self) -> bool {
        is_part(self.kind())
    }

    pub fn publisher(&mut self, tag: &str, name: &str) {
        match self.is_part() {
            true => self.one(tag, name, |c| {
                &mut c.container.get_or_insert_default().publisher.get_or_insert_default().name
            }),
            false => self.one(tag, name, |c| &mut c.publisher.get_or_insert_default().name),
        }
    }

    pub fn publisher_place(&mut self, tag: &str, place: &str) {
        match self.is_part() {
            true => self.one(tag, place, |c| {
                &mut c.container.get_or_insert_default().publisher.get_or_insert_default().place
            }),
            false => self.one(tag, place, |c| &mut c.publisher.get_or_insert_default().place),
        }
    }

    /// Adds an identifier after the check of its scheme; an invalid one is kept as written and warned about.
    pub fn identifier(&mut self, scheme: Scheme, raw: &str) {
        let found = identifier(scheme, raw);
        if found.invalid && !found.value.is_empty() {
            let scheme = scheme.as_str_name().trim_start_matches("IDENTIFIER_SCHEME_");
            self.notes.warn(format!("{scheme} {:?} is not valid and is kept as written", found.value));
        }
        self.add_identifier(found);
    }

    /// Adds an identifier of a scheme that the contract has no value for.
    pub fn other_identifier(&mut self, name: &str, value: &str) {
        let (scheme, value) = (Scheme::Other.into(), value.trim().to_owned());
        self.add_identifier(v1::Identifier { scheme, value, r#type: name.to_owned(), ..Default::default() });
    }

    pub fn add_identifier(&mut self, found: v1::Identifier) {
        if found.value.is_empty() {
            return;
        }
        if let Err(second) = self.notes.known.add(found, &mut self.citation.identifiers) {
            self.notes.warn(format!("the record also gives PMID {}", second.value));
            self.notes.unplaced("PMID", second.value);
        }
    }

    /// ISSNs and ISBNs of a list, told apart by their length; words behind one may say its medium.
    pub fn serial_numbers(&mut self, tag: &str, value: &str) {
        for part in numbers_of(value) {
            let lower = part.to_ascii_lowercase();
            let medium = match () {
                () if lower.contains("electronic") || lower.contains("online") => IssnType::Electronic,
                () if lower.contains("linking") => IssnType::Linking,
                () if lower.contains("print") => IssnType::Print,
                () => IssnType::Unspecified,
            };
            let bare = part.split(" (").next().unwrap_or(part);
            match bare.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count() {
                0 => self.notes.unplaced(tag, part),
                1..10 => self.issn(bare, medium),
                _ => self.isbn(tag, bare),
            }
        }
    }

    pub fn issn(&mut self, value: &str, medium: IssnType) {
        let found = issn(value, medium);
        if found.value.is_empty() {
            return;
        }
        if found.invalid {
            self.notes.warn(format!("ISSN {:?} is not valid and is kept as written", found.value));
        }
        let key = format!("{}{}", found.r#type, found.value);
        if self.is_new("issn", &key) {
            self.container().issns.push(found);
        }
    }

    /// The ISBN of the work, or of the book that it is part of. One that is not valid stays unplaced.
    pub fn isbn(&mut self, tag: &str, value: &str) {
        let found = identifier(Scheme::Isbn, value);
        if found.invalid {
            return self.notes.unplaced(tag, value);
        }
        if !self.is_part() {
            return self.add_identifier(found);
        }
        if self.is_new("isbn", &found.value) {
            self.container().isbns.push(found.value);
        }
    }

    /// A title without markup. A second original one that differs stays unplaced: nobody says which counts.
    pub fn title(&mut self, tag: &str, text: &str, role: TitleRole) {
        let title = v1::Title { text: text.to_owned(), role: role.into(), ..Default::default() };
        self.add_title(tag, title);
    }

    pub fn add_title(&mut self, tag: &str, mut title: v1::Title) {
        unbracket(&mut title);
        if title.text.is_empty() || self.has("title", &title.text) {
            return;
        }
        if title.role() == TitleRole::Original && !self.is_new("role", "original") {
            self.notes.warn(format!("a second title is not placed: {}", title.text));
            return self.notes.unplaced(tag, title.text);
        }
        self.is_new("title", &title.text);
        self.citation.titles.push(title);
    }

    pub fn container_title(&mut self, tag: &str, title: &str) {
        self.one(tag, title, |c| &mut c.container.get_or_insert_default().title);
    }

    pub fn abbreviation(&mut self, text: &str, authority: v1::AbbreviationAuthority) {
        if text.is_empty() || !self.is_new("abbreviation", text) {
            return;
        }
        let authority = authority.into();
        self.container().abbreviations.push(v1::Abbreviation { text: text.to_owned(), authority });
    }

    /// Adds a person or group. Whether it says anything is the reader's to ask.
    pub fn contributor(&mut self, mut contributor: v1::Contributor, role: v1::ContributorRole) {
        contributor.set_role(role);
        self.citation.contributors.push(contributor);
    }

    /// Adds the "Family, Given" of a list that `separator` parts.
    pub fn inverted_names(&mut self, names: &str, separator: &str, role: v1::ContributorRole) {
        for name in names.split(separator).map(str::trim).filter(|name| !name.is_empty()) {
            // a comma at the end says that the name is a group's
            let person = match name.strip_suffix(',') {
                Some(group) => {
                    v1::Contributor { collective: group.trim_end().to_owned(), ..Default::default() }
                }
                None => from_inverted(name),
            };
            self.contributor(person, role);
        }
    }

    /// Adds an abstract whose lines may begin with headings.
    pub fn summary(&mut self, text: &str) {
        self.marked_summary(text.to_owned(), Vec::new());
    }

    /// As [`Self::summary`], with markup.
    pub fn marked_summary(&mut self, text: String, formatting: Vec<v1::Formatting>) {
        if !text.is_empty() && self.is_new("abstract", &text) {
            self.citation.abstracts.push(headings::lines(text, formatting));
        }
    }

    /// Adds a note; one that says what stands against the work, or what other works are to it, goes where that belongs.
    pub fn note(&mut self, text: &str) {
        if !text.is_empty() && !standing::take(text, &mut self.citation) {
            self.citation.notes.push(text.to_owned());
        }
    }

    pub fn keyword(&mut self, label: &str) {
        self.subject(v1::SubjectScheme::Keyword, label);
    }

    pub fn subject(&mut self, scheme: v1::SubjectScheme, label: &str) {
        if !label.is_empty() {
            let (scheme, label) = (scheme.into(), label.to_owned());
            self.citation.subjects.push(v1::Subject { scheme, label, ..Default::default() });
        }
    }

    /// Adds a heading of MeSH as PubMed prints it: "*Breast Neoplasms/therapy/*mortality"; a star marks a main topic.
    pub fn mesh(&mut self, text: &str) {
        let mut parts = text.split('/').map(starred);
        let Some((label, major)) = parts.next().filter(|(label, _)| !label.is_empty()) else { return };
        let qualifiers = parts.filter(|(label, _)| !label.is_empty()).map(|(label, major)| {
            v1::SubjectQualifier { label: label.to_owned(), major, ..Default::default() }
        });
        self.citation.subjects.push(v1::Subject {
            scheme: v1::SubjectScheme::Mesh.into(),
            label: label.to_owned(),
            major,
            qualifiers: qualifiers.collect(),
            ..Default::default()
        });
    }

    /// Adds a date; words that are none stay unplaced.
    pub fn date(&mut self, tag: &str, kind: DateKind, text: &str) {
        match dates::event(kind, text) {
            Some(event) => dates::add(&mut self.citation.dates, event, tag),
            None if text.is_empty() => {}
            None => self.notes.unplaced(tag, text),
        }
    }

    pub fn location(&mut self, url: &str, kind: &str) {
        if !url.is_empty() && self.is_new("url", url) {
            let (url, kind) = (url.to_owned(), kind.to_owned());
            self.citation.locations.push(v1::WebLocation { url, kind, ..Default::default() });
        }
    }

    /// Languages of the work, by code or English name.
    pub fn languages(&mut self, tag: &str, value: &str) {
        for name in value.split([';', ',']).map(str::trim).filter(|name| !name.is_empty()) {
            match bcp47(name) {
                Some(language) if !self.citation.languages.contains(&language) => {
                    self.citation.languages.push(language);
                }
                Some(_) => {}
                None => self.notes.unplaced(tag, name),
            }
        }
    }

    /// The record, with what every one has: the language of its titles where it has one language, and its source.
    pub fn finish(mut self, format: Format, line: u64) -> Record {
        if self.citation.titles.is_empty() {
            self.notes.warn("no title");
        }
        if let [only] = self.citation.languages.as_slice() {
            let only = only.clone();
            let own =
                |title: &&mut v1::Title| title.language.is_empty() && title.role() != TitleRole::Translated;
            self.citation.titles.iter_mut().filter(own).for_each(|title| title.language.clone_from(&only));
        }
        self.citation.sources.push(v1::Source {
            format: format.as_str().to_owned(),
            record_id: self.record_id,
            line: i32::try_from(line).ok(),
            revised: self.revised,
            unplaced: self.notes.unplaced,
            ..Default::default()
        });
        Record { citation: self.citation, warnings: self.notes.warnings, line }
    }
}

/// A topic without the star that says that it is a main one.
pub fn starred(text: &str) -> (&str, bool) {
    let text = text.trim();
    text.strip_prefix('*').map_or((text, false), |rest| (rest.trim(), true))
}

/// PubMed, and who took it from there, prints a translation that stands for the title in brackets.
pub fn unbracket(title: &mut v1::Title) {
    let whole = title.text.strip_suffix("].").or_else(|| title.text.strip_suffix(']'));
    let Some(inner) = whole.and_then(|text| text.strip_prefix('[')) else { return };
    if title.role() != TitleRole::Original || inner.contains(['[', ']']) || inner.trim() != inner {
        return;
    }
    let length = inner.len();
    title.text = inner.to_owned();
    title.set_role(TitleRole::Translated);
    title.formatting.retain_mut(|mark| {
        let Some(span) = &mut mark.span else { return false };
        let (start, end) = (usize::try_from(span.start), usize::try_from(span.end));
        let (Ok(start @ 1..), Ok(end @ 1..)) = (start, end) else { return false };
        *span = crate::record::text::span(&title.text, start - 1, end - 1);
        end - 1 <= length
    });
}

/// Gives a contributor an ORCID; a text that is none is kept as an identifier, and the reason answered.
pub fn set_orcid(contributor: &mut v1::Contributor, text: &str) -> Result<(), String> {
    match Orcid::parse(text) {
        Ok(orcid) => {
            contributor.orcid = orcid.as_str().to_owned();
            Ok(())
        }
        Err(error) => {
            let (scheme, value) = ("ORCID".to_owned(), text.to_owned());
            contributor.identifiers.push(v1::AgentIdentifier { scheme, value });
            Err(format!("ORCID {text:?} of {}: {error}", contributor.family))
        }
    }
}

/// The numbers of a list: by semicolon, comma, line or "and", or by spaces where each word is an ISSN.
fn numbers_of(value: &str) -> Vec<&str> {
    let words: Vec<&str> = value.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|word| word.len() == 9 && word.as_bytes().get(4) == Some(&b'-')) {
        return words;
    }
    // "0034-1193 (Print) 2038-1840 (Electronic)"
    let parts = value.split([';', ',', '\n', '|']).flat_map(|part| part.split(" and "));
    let parts = parts.flat_map(|part| part.split_inclusive(')'));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}
