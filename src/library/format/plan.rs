//! What a request asks for, with every violation at once.

use std::sync::Arc;

use crate::contract::v1::{
    Cite, CitePart, CitePosition, FormatCitationsRequest, ReferenceOutput, TitlePolicy as Policy,
};
use crate::library::{LibraryError, Violation};
use crate::style::{
    ClusterCite, Format, Locale, Locator, Part, Place, Position, Shelf, Shelved, TitlePolicy, check_tag,
    nearest,
};

/// Most styles of one call.
const MAX_STYLES: usize = 20;
/// Most works times styles of one call.
const MAX_WORK_STYLES: usize = 20_000;
/// Most cites of one call.
const MAX_CITES: usize = 20_000;
/// Largest style of a caller's own, in bytes.
const MAX_STYLE_BYTES: usize = 1 << 20;
/// Violations that are told; a request may have as many as it has cites.
const MAX_VIOLATIONS: usize = 100;

/// What is to be done.
#[derive(Debug)]
pub struct Plan {
    pub styles: Vec<Chosen>,
    pub format: Format,
    pub policy: Option<TitlePolicy>,
}

/// A style in a locale.
#[derive(Debug)]
pub struct Chosen {
    pub style: Shelved,
    pub locale: Arc<Locale>,
    /// There is no such locale as was asked for.
    pub fell_back: bool,
}

impl Plan {
    /// Reads a request.
    pub fn of(request: &FormatCitationsRequest, shelf: &Shelf) -> Result<Self, LibraryError> {
        let mut wrong = Wrong::default();
        counts(request, &mut wrong);
        clusters(request, &mut wrong);
        let format = match ReferenceOutput::try_from(request.output) {
            Ok(ReferenceOutput::Unspecified | ReferenceOutput::Text) => Format::Text,
            Ok(ReferenceOutput::Html) => Format::Html,
            Ok(ReferenceOutput::Markdown) => Format::Markdown,
            Err(_) => {
                wrong.add("output", "this server does not write so; use TEXT, HTML or MARKDOWN");
                Format::Text
            }
        };
        let policy = match Policy::try_from(request.title_policy) {
            Ok(Policy::Unspecified) => None,
            Ok(Policy::Original) => Some(TitlePolicy::Original),
            Ok(Policy::Translated) => Some(TitlePolicy::Translated),
            Ok(Policy::OriginalWithTranslation) => Some(TitlePolicy::OriginalWithTranslation),
            Err(_) => {
                wrong.add("title_policy", "use ORIGINAL, TRANSLATED or ORIGINAL_WITH_TRANSLATION");
                None
            }
        };
        let styles = styles(request, shelf, &mut wrong);
        wrong.done()?;
        Ok(Self { styles, format, policy })
    }
}

#[derive(Default)]
struct Wrong(Vec<Violation>);

impl Wrong {
    fn add(&mut self, field: impl Into<String>, description: impl Into<String>) {
        if self.0.len() < MAX_VIOLATIONS {
            self.0.push(Violation { field: field.into(), description: description.into() });
        }
    }

    fn done(self) -> Result<(), LibraryError> {
        if self.0.is_empty() { Ok(()) } else { Err(LibraryError::Invalid(self.0)) }
    }
}

fn counts(request: &FormatCitationsRequest, wrong: &mut Wrong) {
    let works = request.names.len() + request.citations.len();
    let styles = request.styles.len() + request.csl.len();
    if works == 0 {
        wrong.add("names", "no work; name stored citations here, or give records in `citations`");
    }
    match styles {
        0 => wrong.add("styles", "no style; give an id such as `apa`, or CSL in `csl`"),
        1..=MAX_STYLES => {}
        more => wrong.add("styles", format!("{more} styles are more than {MAX_STYLES}")),
    }
    if works * styles > MAX_WORK_STYLES {
        let what = format!("{works} works in {styles} styles are more than {MAX_WORK_STYLES} references");
        wrong.add("names", what);
    }
}

fn styles(request: &FormatCitationsRequest, shelf: &Shelf, wrong: &mut Wrong) -> Vec<Chosen> {
    let mut shelved = Vec::new();
    // more than this are refused by their number already
    for (number, id) in request.styles.iter().take(MAX_STYLES).enumerate() {
        match shelf.style(id) {
            Some(style) => shelved.push(style),
            None => {
                let hint = nearest(id).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                let what = format!(
                    "no style `{}`{hint} (ListCitationStyles and `ibid styles` list all)",
                    shortened(id)
                );
                wrong.add(format!("styles[{number}]"), what);
            }
        }
    }
    for (number, csl) in request.csl.iter().take(MAX_STYLES).enumerate() {
        let field = format!("csl[{number}]");
        if csl.len() > MAX_STYLE_BYTES {
            wrong.add(field, format!("{} bytes are more than {MAX_STYLE_BYTES}", csl.len()));
            continue;
        }
        match shelf.own(csl) {
            Ok(style) => shelved.push(style),
            Err(error) => wrong.add(field, error.to_string()),
        }
    }
    if let Err(bad) = check_tag(&request.locale) {
        wrong.add("locale", format!("`{}`: {bad}", shortened(&request.locale)));
    }
    let in_locale = |style: Shelved| {
        let (locale, choice) = shelf.locale(&style, &request.locale).ok()?;
        Some(Chosen { style, locale, fell_back: choice.fell_back })
    };
    shelved.into_iter().filter_map(in_locale).collect()
}

fn clusters(request: &FormatCitationsRequest, wrong: &mut Wrong) {
    let count: usize = request.clusters.iter().map(|cluster| cluster.cites.len()).sum();
    if count > MAX_CITES {
        wrong.add("clusters", format!("{count} cites are more than {MAX_CITES}"));
    }
    let works = request.names.len() + request.citations.len();
    let mut note = 0;
    for (number, cluster) in request.clusters.iter().enumerate() {
        let at = format!("clusters[{number}]");
        if cluster.cites.is_empty() {
            wrong.add(format!("{at}.cites"), "a cluster has at least one cite");
        }
        match cluster.note_number {
            0 => {}
            own if own >= note => note = own,
            own => {
                let what =
                    format!("{own} comes after {note}; notes are numbered from 1, in order of the text");
                wrong.add(format!("{at}.note_number"), what);
            }
        }
        for (place, cite) in cluster.cites.iter().enumerate() {
            let mut field = |name: &str, what: String| wrong.add(format!("{at}.cites[{place}].{name}"), what);
            if usize::try_from(cite.work).map_or(true, |work| work >= works) {
                field(
                    "work",
                    format!("{} is none of the {works} works, which are counted from 0", cite.work),
                );
            }
            if !cite.locator_label.is_empty() && cite.locator_label.parse::<Locator>().is_err() {
                let label = shortened(&cite.locator_label);
                field(
                    "locator_label",
                    format!("`{label}` is no locator of CSL; use `page`, `chapter`, `section`, …"),
                );
            }
            if CitePart::try_from(cite.part).is_err() {
                field("part", "use NAMES or WITHOUT_NAMES".to_owned());
            }
            if CitePosition::try_from(cite.position).is_err() {
                field("position", "use FIRST, SUBSEQUENT, IBID or IBID_WITH_LOCATOR".to_owned());
            }
            if cite.first_note_number < 0 {
                field("first_note_number", "notes are numbered from 1".to_owned());
            }
        }
    }
}

/// A cite as the processor has it, but for its work.
pub fn cite(cite: &Cite) -> ClusterCite<'_> {
    let position = match cite.position() {
        CitePosition::Unspecified => None,
        CitePosition::First => Some(Position::First),
        CitePosition::Subsequent => Some(Position::Subsequent),
        CitePosition::Ibid => Some(Position::Ibid),
        CitePosition::IbidWithLocator => Some(Position::IbidWithLocator),
    };
    let locator = Some(cite.locator.trim()).filter(|locator| !locator.is_empty());
    ClusterCite {
        item: 0,
        locator: locator.map(|locator| (cite.locator_label.parse().unwrap_or(Locator::Page), locator)),
        prefix: &cite.prefix,
        suffix: &cite.suffix,
        part: match cite.part() {
            CitePart::Unspecified => Part::Whole,
            CitePart::Names => Part::NamesOnly,
            CitePart::WithoutNames => Part::WithoutNames,
        },
        place: position.map(|position| Place {
            position,
            near_note: cite.near_note,
            first_note: u32::try_from(cite.first_note_number).ok().filter(|note| *note > 0),
        }),
    }
}

/// What a caller sent, short enough for a message.
fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
