use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::entry::{Entry, Macros, parse};

/// Bytes of entries that are remembered because others may inherit from them.
const REMEMBERED: usize = 64 << 20;
/// Bytes of a piece of what is remembered.
const PIECE: usize = 256 << 10;
/// Entries that one inherits from at most.
const MOST_PARENTS: usize = 16;
/// Longest entry that others inherit from.
const LONGEST: usize = 64 << 10;

/// Entries of the file by their keys, as they were written, so that others can inherit from them.
#[derive(Default)]
pub struct Family {
    /// Their texts, one behind the other, in pieces that never move.
    texts: Vec<String>,
    /// The piece in which the text of each stands, and where.
    entries: HashMap<String, (usize, Range<usize>)>,
    bytes: usize,
}

impl Family {
    /// Remembers an entry, while there is room; of two with one key the first counts.
    pub fn remember(&mut self, key: &str, source: &str) {
        let room = source.len() <= LONGEST && self.bytes + source.len() <= REMEMBERED;
        if key.is_empty() || !room || self.entries.contains_key(key) {
            return;
        }
        self.bytes += source.len();
        if self.texts.last().is_none_or(|text| text.len() + source.len() > PIECE) {
            self.texts.push(String::with_capacity(PIECE));
        }
        let piece = self.texts.len() - 1;
        let start = self.texts[piece].len();
        self.texts[piece].push_str(source);
        self.entries.insert(key.to_owned(), (piece, start..start + source.len()));
    }

    /// Whether every entry that `entry` inherits from, near or far, is known.
    pub fn is_complete(&self, entry: &Entry<'_>, macros: &Macros) -> bool {
        let mut complete = true;
        self.walk(entry, macros, |_, _, found| complete &= found.is_some());
        complete
    }

    /// Gives `entry` the fields that it has not got itself from those it refers to. A cycle gives nothing twice.
    pub fn inherit(&self, entry: &mut Entry<'_>, macros: &Macros) {
        let mut found: Vec<(Cow<'static, str>, String)> = Vec::new();
        let mut missing = Vec::new();
        let kind = entry.kind.clone().into_owned();
        let cyclic = self.walk(entry, macros, |key, whole, parent| match parent {
            None => missing.push(key.to_owned()),
            Some(parent) => {
                for (name, value) in &parent.fields {
                    let name = match whole {
                        true => Some(Cow::Owned(name.clone().into_owned())),
                        false => inherited(&kind, name),
                    };
                    found.extend(name.map(|name| (name, value.clone().into_owned())));
                }
            }
        });
        let mut own: HashSet<String> = entry.fields.iter().map(|(name, _)| name.to_string()).collect();
        for (name, value) in found {
            if own.insert(name.to_string()) {
                entry.fields.push((name, Cow::Owned(value)));
            }
        }
        if cyclic {
            let warning = "it refers to itself, by way of crossref or xdata; take one of the references out";
            entry.warnings.push(warning.to_owned());
        }
        for key in missing {
            entry.warnings.push(format!("the entry {key:?} that it refers to is not in the file"));
        }
        entry.fields.retain(|(name, _)| !matches!(name.as_ref(), "crossref" | "xdata"));
    }

    /// Every entry that `entry` inherits from, once: its key, whether all of it is taken (`xdata`), and itself where known.
    /// True when they lead back to `entry`.
    fn walk(
        &self,
        entry: &Entry<'_>,
        macros: &Macros,
        mut visit: impl FnMut(&str, bool, Option<&Entry<'_>>),
    ) -> bool {
        let mut seen: HashSet<String> = HashSet::new();
        let mut cyclic = false;
        let mut waiting = references(entry, false);
        waiting.reverse();
        while let Some((key, whole)) = waiting.pop() {
            if key == entry.key {
                cyclic = true;
                continue;
            }
            if seen.len() >= MOST_PARENTS || !seen.insert(key.clone()) {
                continue;
            }
            let Some((piece, place)) = self.entries.get(&key) else {
                visit(&key, whole, None);
                continue;
            };
            let parent = parse(&self.texts[*piece][place.clone()], macros);
            visit(&key, whole, Some(&parent));
            // what a parent refers to comes after what it says itself
            let mut further = references(&parent, whole);
            further.reverse();
            waiting.splice(0..0, further);
        }
        cyclic
    }
}

/// Whether an entry inherits from others.
pub fn has_parents(entry: &Entry<'_>) -> bool {
    entry.has("crossref") || entry.has("xdata")
}

/// Keys that an entry refers to, and whether all of their fields are meant. What is reached through `crossref` alone keeps the
/// rules of that.
fn references(entry: &Entry<'_>, within_xdata: bool) -> Vec<(String, bool)> {
    let keys = |name: &str| {
        let keys = entry.field(name).split(',').map(|key| key.trim().to_owned());
        keys.filter(|key| !key.is_empty()).collect::<Vec<_>>()
    };
    let whole = within_xdata || !entry.has("crossref") || entry.has("xdata");
    let xdata = keys("xdata").into_iter().map(|key| (key, whole));
    xdata.chain(keys("crossref").into_iter().map(|key| (key, false))).collect()
}

/// The name under which a child of type `kind` has a parent's field; `None` for what is the parent's own.
fn inherited(kind: &str, name: &str) -> Option<Cow<'static, str>> {
    let article = matches!(kind, "article" | "suppperiodical");
    let name = match (name, article) {
        ("title", true) => "journaltitle",
        ("subtitle", true) => "journalsubtitle",
        ("title", false) => "booktitle",
        ("subtitle", false) => "booksubtitle",
        ("author", _) if matches!(kind, "inbook" | "bookinbook" | "suppbook") => "bookauthor",
        (
            "author" | "doi" | "pages" | "abstract" | "keywords" | "note" | "annote" | "annotation" | "file"
            | "url" | "urldate" | "eprint" | "eprinttype" | "archiveprefix" | "pmid" | "pmcid" | "crossref"
            | "xref" | "xdata" | "entryset" | "entrysubtype" | "execute" | "label" | "options" | "presort"
            | "related" | "relatedtype" | "relatedstring" | "shorthand" | "shorttitle" | "sortkey"
            | "sorttitle" | "sortyear" | "ids" | "eid" | "pagetotal" | "timestamp" | "owner" | "groups"
            | "type",
            _,
        ) => return None,
        (other, _) => return Some(Cow::Owned(other.to_owned())),
    };
    Some(Cow::Borrowed(name))
}
