//! EndNote XML, as EndNote and programs like it export it.

mod record;
pub mod types;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::BufRead;

use super::notes::Notes;
use super::xml::{self, Shape, Tree, text_after};
use super::{Item, Reader};

static SHAPE: Shape = Shape {
    format: "endnote-xml",
    records: &["record"],
    roots: &["xml", "records"],
    passed: &[],
    items,
    name: |source| text_after(source, "<rec-number"),
};

/// Reads EndNote XML record by record.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    xml::reader(&SHAPE, input)
}

fn items(tree: &Tree<'_>, notes: Notes, line: u64, items: &mut VecDeque<Item>) -> Result<(), String> {
    let root = tree.root().ok_or("empty")?;
    items.push_back(Item::Record(Box::new(record::record(tree, root, notes, line)?)));
    Ok(())
}

/// Whether a text whose root is one of this format's is it.
pub fn is_endnote(root: &str, head: &str) -> bool {
    matches!(root, "xml" | "records" | "record")
        && ["<rec-number", "<ref-type", "<source-app", "<electronic-resource-num", "<contributors"]
            .iter()
            .any(|tag| head.contains(tag))
}
