//! Reference styles: CSL 1.0.2 on citationberg's tree. A style is compiled once into a flat program, which is run over each work.

mod archive;
mod budget;
mod case;
mod catalogue;
mod collapse;
mod compile;
mod details;
mod disambiguation;
mod document;
mod item;
mod label;
mod letters;
mod locale;
mod markup;
mod names;
mod needs;
mod number;
mod output;
mod policy;
mod position;
mod processor;
mod program;
mod punctuation;
mod pure;
mod render;
mod shelf;
mod sort;
mod source;
mod substitute;
mod tape;
mod title;

pub use citationberg::taxonomy::Locator;

pub use archive::{locale as archived_locale, locales as archived_locales, tags as locale_tags};
pub use budget::{Budget, Exhausted, PIECE_LIMIT};
pub use catalogue::{ReadyStyle, StyleEntry, StyleKind, entry, ready, styles};
pub use compile::{CompileError, compile};
pub use details::{StyleDetails, details, nearest};
pub use document::{Document, Printed};
pub use item::{Cited, Date, Day, Item, Markup, Name, Text};
pub use locale::{BadTag, Choice, Locale, check_tag};
pub use needs::Lack;
pub use output::Format;
pub use policy::Family;
pub use position::Place;
pub use processor::{Cluster, ClusterCite, Entry, Part, Processor};
pub use program::Program;
pub use pure::PureStyle;
pub use render::Position;
pub use shelf::{Shelf, Shelved};
pub use source::{LoadedStyle, Reason, StyleError, load};
pub use title::{PrintedTitle, TitlePolicy};

#[cfg(test)]
mod tests;
