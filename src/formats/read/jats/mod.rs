//! JATS, the tag suite of journal articles, and the NLM DTD before it: front matter and references. What the authors wrote in the
//! body is no part of a record.

mod article;
mod dates;
mod journal;
mod links;
mod people;
mod text;

use std::collections::VecDeque;
use std::io::BufRead;

use super::notes::Notes;
use super::xml::{self, Shape, Tree, text_after};
use super::{Item, Reader};

pub use article::id_of;
pub use text::summary;

static SHAPE: Shape = Shape {
    format: "jats",
    records: &["article"],
    roots: &[
        "pmc-articleset",
        "article-set",
        "articles",
        "OAI-PMH",
        "ListRecords",
        "GetRecord",
        "record",
        "metadata",
    ],
    passed: &["header", "responseDate", "request", "resumptionToken", "about"],
    items,
    name: |source| text_after(source, "<article-id"),
};

/// Reads articles one by one, alone, in a set, or in the answer of a repository.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    xml::reader(&SHAPE, input)
}

fn items(tree: &Tree<'_>, notes: Notes, line: u64, items: &mut VecDeque<Item>) -> Result<(), String> {
    let root = tree.root().ok_or("empty")?;
    items.push_back(Item::Record(Box::new(article::record(tree, root, notes, line)?)));
    Ok(())
}

/// Whether a text whose root has this name is JATS.
pub fn is_jats(root: &str, head: &str) -> bool {
    let article = head.contains("<article ") || head.contains("<article>");
    let front = ["<front>", "<front ", "<article-meta", "<journal-meta"].iter().any(|tag| head.contains(tag));
    article && front && (root == "article" || SHAPE.roots.contains(&root))
}
