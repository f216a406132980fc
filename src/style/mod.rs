//! Reference styles: CSL 1.0.2 on citationberg's tree. A style is compiled once into a flat program, which is run over each work.

mod archive;
mod case;
mod catalogue;
mod collapse;
mod compile;
mod disambiguation;
mod item;
mod label;
mod letters;
mod locale;
mod markup;
mod names;
mod number;
mod output;
mod policy;
mod position;
mod processor;
mod program;
mod punctuation;
mod pure;
mod render;
mod sort;
mod source;
mod substitute;
mod tape;
mod title;

pub use archive::{locale as archived_locale, locales as archived_locales};
pub use catalogue::{ReadyStyle, StyleEntry, StyleKind, entry, ready, styles};
pub use compile::{CompileError, compile};
pub use item::{Cited, Date, Day, Item, Markup, Name, Text};
pub use locale::Locale;
pub use output::Format;
pub use policy::Family;
pub use position::Place;
pub use processor::{Cluster, ClusterCite, Entry, Part, Processor};
pub use program::Program;
pub use pure::PureStyle;
pub use render::Position;
pub use source::{LoadedStyle, Reason, StyleError, load};
pub use title::{PrintedTitle, TitlePolicy};

#[cfg(test)]
mod tests;
