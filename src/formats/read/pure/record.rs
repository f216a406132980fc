use super::label::Label;
use super::language::{language_of, portal_language};
use super::names::{names, person};
use super::page::Page;
use super::{asjc, status, work_type};
use crate::contract::v1;
use crate::contract::v1::{DateKind, IdentifierScheme as Scheme, IssnType, SubjectScheme, TitleRole};
use crate::formats::read::{Format, Record};
use crate::record::identifier::{identifier, issn};
use crate::record::language::bcp47;
use crate::record::pages::pages;
use crate::record::text::nfc;

/// The record that a page describes.
pub fn record(page: Page) -> Record {
    let mut builder = Builder {
        record: Record { citation: v1::Citation::default(), warnings: Vec::new(), line: page.line },
        unplaced: Vec::new(),
    };
    builder.citation().type_path = work_type::path(&nfc(&page.type_line));
    let path = builder.citation().type_path.clone();
    builder.citation().set_type(work_type::citation_type(&path));
    builder.citation().peer_reviewed = work_type::peer_reviewed(&path);
    if builder.citation().r#type == 0 && !path.is_empty() {
        builder.record.warnings.push(format!("unknown type: {}", page.type_line));
    }
    builder.contributors(&page);
    builder.fields(&page);
    builder.texts(&page);
    builder.subjects(&page);
    builder.links(&page);
    builder.finish(page)
}

struct Builder {
    record: Record,
    unplaced: Vec<(String, String)>,
}

impl Builder {
    fn citation(&mut self) -> &mut v1::Citation {
        &mut self.record.citation
    }

    fn container(&mut self) -> &mut v1::Container {
        self.record.citation.container.get_or_insert_default()
    }

    fn contributors(&mut self, page: &Page) {
        for name in names(&page.contributors) {
            let contributor = person(&name, v1::ContributorRole::Author);
            self.citation().contributors.push(contributor);
        }
        let alone = self.citation().contributors.len() == 1;
        for text in &page.affiliations {
            if alone {
                let affiliation = v1::Affiliation { text: nfc(text), ..Default::default() };
                self.citation().contributors[0].affiliations.push(affiliation);
            } else {
                // the page does not say whose it is
                self.unplaced.push(("affiliation".into(), text.clone()));
            }
        }
    }

    fn fields(&mut self, page: &Page) {
        let dates: Vec<&str> = page
            .fields
            .iter()
            .filter(|(label, _)| matches!(label, Label::Status | Label::EarlyOnline | Label::AwardDate))
            .map(|(_, value)| value.as_str())
            .collect();
        let mut series = false;
        for (label, value) in &page.fields {
            if *label == Label::Series {
                series = true;
            }
            if !value.is_empty() {
                self.field(*label, &nfc(value), series, &dates);
            }
        }
    }

    fn field(&mut self, label: Label, value: &str, in_series: bool, dates: &[&str]) {
        let owned = value.to_owned();
        match label {
            Label::TranslatedTitle => {} // with the titles
            Label::Language => self.language(value),
            Label::Pages => {
                let pages = pages(value);
                let all = self.citation().pages.get_or_insert_default();
                (all.first, all.last, all.verbatim) = (pages.first, pages.last, pages.verbatim);
            }
            Label::PageCount => match value.parse() {
                Ok(count) => self.citation().pages.get_or_insert_default().count = Some(count),
                Err(_) => self.unplaced("Number of pages", value),
            },
            Label::ArticleNumber => self.citation().pages.get_or_insert_default().article_number = owned,
            Label::Journal | Label::HostTitle => self.container().title = owned,
            Label::HostSubtitle => self.container().subtitle = owned,
            Label::Volume | Label::SeriesNumber if in_series || label == Label::SeriesNumber => {
                self.citation().series.get_or_insert_default().number = owned;
            }
            Label::Volume | Label::SeriesNumber => self.citation().volume = owned,
            Label::Issue => self.citation().issue = owned,
            Label::Status => self.status(value, dates),
            Label::EarlyOnline => match status::event(DateKind::Online, value, dates) {
                Some(event) => self.citation().dates.push(event),
                None => self.unplaced("Early online date", value),
            },
            Label::AwardDate => match status::event(DateKind::Awarded, value, dates) {
                Some(event) => self.citation().dates.push(event),
                None => self.unplaced("Award date", value),
            },
            Label::ExternallyPublished => self.unplaced("Externally published", value),
            Label::Editors => self.people(value, v1::ContributorRole::Editor),
            Label::Supervisors => self.people(value, v1::ContributorRole::Supervisor),
            Label::Publisher => self.container().publisher.get_or_insert_default().name = owned,
            Label::Place => self.container().publisher.get_or_insert_default().place = owned,
            Label::Edition => self.citation().edition = owned,
            Label::Isbn => {
                for value in value.split([',', ';']) {
                    let isbn = identifier(Scheme::Isbn, value.trim());
                    match isbn.invalid {
                        true => self.unplaced("ISBN", value),
                        false => self.container().isbns.push(isbn.value),
                    }
                }
            }
            Label::Issn => self.issn(value, IssnType::Unspecified, in_series),
            Label::SeriesIssn => self.issn(value, IssnType::Print, in_series),
            Label::ElectronicIssn => self.issn(value, IssnType::Electronic, in_series),
            Label::Doi => self.citation().identifiers.push(identifier(Scheme::Doi, value)),
            Label::Series => self.citation().series.get_or_insert_default().title = owned,
            Label::Event => self.citation().event.get_or_insert_default().name = owned,
            Label::AbbreviatedEvent => self.citation().event.get_or_insert_default().acronym = owned,
            Label::EventCity | Label::EventCountry => {
                let place = &mut self.citation().event.get_or_insert_default().place;
                match (place.is_empty(), label) {
                    (true, _) => *place = owned,
                    (false, Label::EventCity) => *place = format!("{value}, {place}"),
                    (false, _) => *place = format!("{place}, {value}"),
                }
            }
            Label::EventPeriod => self.period(value),
            Label::Qualification => self.citation().genre = owned,
            Label::Institution => self.citation().institution = owned,
            Label::Number => self.citation().number = owned,
        }
    }

    fn language(&mut self, value: &str) {
        match bcp47(value).or_else(|| portal_language(value)) {
            Some(tag) => self.citation().languages.push(tag),
            None => {
                self.record.warnings.push(format!("unknown language: {value}"));
                self.unplaced("Original language", value);
            }
        }
    }

    fn status(&mut self, value: &str, dates: &[&str]) {
        let (status, event) = status::status(value, dates);
        match status {
            Some(status) => self.citation().set_publication_status(status),
            None => {
                self.record.warnings.push(format!("unknown publication status: {value}"));
                self.unplaced("Publication status", value);
            }
        }
        self.citation().dates.extend(event);
    }

    fn people(&mut self, value: &str, role: v1::ContributorRole) {
        for name in names(value) {
            self.citation().contributors.push(person(&name, role));
        }
    }

    fn issn(&mut self, value: &str, kind: IssnType, in_series: bool) {
        for value in value.split([',', ';', ' ']).filter(|value| !value.is_empty()) {
            let issn = issn(value, kind);
            if in_series {
                self.citation().series.get_or_insert_default().issns.push(issn);
            } else {
                self.container().issns.push(issn);
            }
        }
    }

    fn period(&mut self, value: &str) {
        let (start, end) = value.split_once('→').or_else(|| value.split_once(" - ")).unwrap_or((value, ""));
        let date =
            |text| status::event(DateKind::Event, text, &[value, start, end]).and_then(|event| event.date);
        let event = self.record.citation.event.get_or_insert_default();
        (event.start, event.end, event.dates_verbatim) = (date(start), date(end), value.to_owned());
    }

    fn texts(&mut self, page: &Page) {
        let only = match self.citation().languages.as_slice() {
            [only] => only.clone(),
            _ => String::new(),
        };
        let text = page.abstract_text.join("\n");
        let abstract_language = language_of(&text).unwrap_or_default();
        self.citation().titles.push(title(&page.title, only, TitleRole::Original));
        let field =
            page.fields.iter().find(|(label, _)| *label == Label::TranslatedTitle).map(|(_, value)| value);
        let translated = if page.translated_title.is_empty() { field } else { Some(&page.translated_title) };
        if let Some(translated) = translated.filter(|translated| **translated != page.title) {
            let language = language_of(translated).unwrap_or_else(|| abstract_language.clone());
            self.citation().titles.push(title(translated, language, TitleRole::Translated));
        }
        if !text.is_empty() {
            let entry = v1::Abstract { text: nfc(&text), language: abstract_language, ..Default::default() };
            self.citation().abstracts.push(entry);
        }
    }

    fn subjects(&mut self, page: &Page) {
        let subject = |scheme: SubjectScheme, label: &str| v1::Subject {
            scheme: scheme.into(),
            label: nfc(label),
            ..Default::default()
        };
        for label in &page.asjc {
            let code = asjc::code(label).to_owned();
            self.citation().subjects.push(v1::Subject { code, ..subject(SubjectScheme::Asjc, label) });
        }
        for label in page
            .keywords
            .iter()
            .flat_map(|line| line.split(';'))
            .map(str::trim)
            .filter(|label| !label.is_empty())
        {
            self.citation().subjects.push(subject(SubjectScheme::Keyword, label));
        }
        let mut heading = String::new();
        let mut concept = String::new();
        for line in &page.fingerprint {
            let Some((label, weight)) = weighted(line) else {
                heading = std::mem::replace(&mut concept, line.clone());
                continue;
            };
            let label = if label.is_empty() { std::mem::take(&mut concept) } else { label };
            if !concept.is_empty() {
                heading = std::mem::take(&mut concept);
            }
            let vocabulary = heading.clone();
            self.citation()
                .subjects
                .push(v1::Subject { vocabulary, ..subject(SubjectScheme::Fingerprint, &label) });
            self.unplaced("fingerprint", &format!("{label} {weight}"));
        }
    }

    fn links(&mut self, page: &Page) {
        for line in &page.links {
            let Some(at) = line.find("http").or_else(|| line.find("10.")) else {
                self.unplaced("link", line);
                continue;
            };
            let url = line[at..].split([' ', ')', ']', '>']).next().unwrap_or_default();
            let doi = identifier(Scheme::Doi, url);
            if !doi.invalid {
                if !self.citation().identifiers.iter().any(|known| known.value == doi.value) {
                    self.citation().identifiers.push(doi);
                }
                continue;
            }
            self.citation().locations.push(v1::WebLocation { url: url.to_owned(), ..Default::default() });
        }
        for line in page.notes.iter() {
            self.citation().notes.push(nfc(line));
        }
        if let Some(id) = page.cite.iter().find_map(|line| portal_id(line)) {
            self.citation().identifiers.push(identifier(Scheme::Pure, &id));
        }
    }

    fn unplaced(&mut self, tag: &str, value: &str) {
        self.unplaced.push((tag.to_owned(), value.to_owned()));
    }

    fn finish(mut self, page: Page) -> Record {
        for (tag, value) in &page.unplaced {
            self.record.warnings.push(format!("not placed: {} {value}", tag).replace("  ", " "));
        }
        self.unplaced.extend(page.unplaced);
        let pure = i32::from(Scheme::Pure);
        let record_id = self
            .record
            .citation
            .identifiers
            .iter()
            .find(|id| id.scheme == pure && !id.invalid)
            .map(|id| id.value.clone());
        let source = v1::Source {
            format: Format::Pure.as_str().to_owned(),
            record_id: record_id.unwrap_or_default(),
            line: i32::try_from(page.line).ok(),
            unplaced: self
                .unplaced
                .into_iter()
                .map(|(tag, value)| v1::UnplacedField { tag, value: nfc(&value) })
                .collect(),
            ..Default::default()
        };
        self.record.citation.sources.push(source);
        self.record
    }
}

fn title(text: &str, language: String, role: TitleRole) -> v1::Title {
    v1::Title { text: nfc(text), language, role: role.into(), formatting: Vec::new() }
}

/// Concept and weight of "Liver Metastasis 100%", also fused; of "100%" the concept is empty.
fn weighted(line: &str) -> Option<(String, String)> {
    let body = line.strip_suffix('%')?.trim_end();
    let label = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let weight = &body[label.len()..];
    (!weight.is_empty()).then(|| (label.trim().to_owned(), format!("{weight}%")))
}

/// The portal's id of the record: the key of the BibTeX entry in "Cite this", 32 hexadecimal digits.
fn portal_id(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('@')?.1.split_once('{')?;
    let key = rest.split(',').next()?.trim();
    (key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit())).then(|| {
        format!("{}-{}-{}-{}-{}", &key[..8], &key[8..12], &key[12..16], &key[16..20], &key[20..])
            .to_lowercase()
    })
}
