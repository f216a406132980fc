//! The styles that can be asked for by an id: those of the archive and Pure's seven.

use std::sync::{Arc, OnceLock};

use citationberg::{CitationFormat, IndependentStyle, Style, StyleCategory};
use hayagriva::archive::ArchivedStyle;

use super::compile::compile;
use super::policy::Family;
use super::pure::PureStyle;
use super::source::LoadedStyle;

/// What is known of a style before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleEntry {
    /// Shortest id.
    pub id: &'static str,
    /// Other ids by which it is found.
    pub aliases: Vec<&'static str>,
    pub title: &'static str,
    pub kind: StyleKind,
}

/// Where a style comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleKind {
    Pure(PureStyle),
    Csl(ArchivedStyle),
}

/// A style, ready to be run.
#[derive(Clone, Debug)]
pub enum ReadyStyle {
    Pure(PureStyle),
    Csl(Arc<LoadedStyle>),
}

/// Every style in order of its id.
pub fn styles() -> &'static [StyleEntry] {
    static STYLES: OnceLock<Vec<StyleEntry>> = OnceLock::new();
    STYLES.get_or_init(|| {
        let pure = PureStyle::ALL.into_iter().map(|style| StyleEntry {
            id: style.id(),
            aliases: Vec::new(),
            title: style.title(),
            kind: StyleKind::Pure(style),
        });
        let archived = ArchivedStyle::all().iter().filter_map(|style| {
            let mut names = style.names().to_vec();
            names.sort_by_key(|name| name.len());
            let (id, aliases) = names.split_first()?;
            let kind = StyleKind::Csl(*style);
            Some(StyleEntry { id, aliases: aliases.to_vec(), title: style.display_name(), kind })
        });
        let mut all: Vec<StyleEntry> = pure.chain(archived).collect();
        all.sort_by_key(|style| style.id);
        all
    })
}

/// The entry of an id, of another id of the same style, or of the CSL id of its file.
pub fn entry(id: &str) -> Option<&'static StyleEntry> {
    let id = id.trim();
    let short = id.rsplit('/').next().unwrap_or(id);
    styles().iter().find(|style| style.id == short || style.aliases.contains(&short))
}

/// A style by its id, compiled when it is first asked for.
pub fn ready(id: &str) -> Option<ReadyStyle> {
    static COMPILED: OnceLock<Vec<OnceLock<Option<Arc<LoadedStyle>>>>> = OnceLock::new();
    let entry = entry(id)?;
    let StyleKind::Csl(archived) = entry.kind else {
        return PureStyle::by_id(entry.id).map(ReadyStyle::Pure);
    };
    let slots = COMPILED.get_or_init(|| styles().iter().map(|_| OnceLock::new()).collect());
    let place = styles().iter().position(|style| style.id == entry.id)?;
    let slot = slots.get(place)?.get_or_init(|| {
        let Style::Independent(tree) = archived.get() else { return None };
        let program = compile(&tree).ok()?;
        Some(Arc::new(LoadedStyle { tree, program }))
    });
    slot.clone().map(ReadyStyle::Csl)
}

impl LoadedStyle {
    /// How it cites: by author and date, by number, in notes, by label.
    pub fn citation_format(&self) -> Option<CitationFormat> {
        self.tree.info.category.iter().find_map(|category| match category {
            StyleCategory::CitationFormat { format } => Some(*format),
            StyleCategory::Field { .. } => None,
        })
    }

    /// Which manual it follows, as far as that matters here.
    pub fn family(&self) -> Family {
        Family::of(&names(&self.tree))
    }

    /// The locale that it asks for.
    pub fn default_locale(&self) -> Option<&str> {
        self.tree.default_locale.as_ref().map(|code| code.0.as_str())
    }
}

/// Everything that a style calls itself, in lower case.
fn names(tree: &IndependentStyle) -> String {
    let links = tree.info.link.iter().map(|link| link.href.as_str());
    let mut all = vec![tree.info.id.as_str(), tree.info.title.value.as_str()];
    all.extend(links);
    all.join(" ").to_lowercase()
}
