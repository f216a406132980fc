//! Dublin Core as repositories give it over OAI-PMH, and alone.

mod record;

use std::collections::VecDeque;
use std::io::BufRead;

use super::notes::Notes;
use super::xml::{self, Shape, Tree, text_after};
use super::{Deletion, Format, Item, Reader, Rejection};
use crate::contract::v1::{self, IdentifierScheme};

static SHAPE: Shape = Shape {
    format: "oai-dc",
    records: &["record", "dc"],
    roots: &["OAI-PMH", "ListRecords", "GetRecord", "records"],
    passed: &["responseDate", "request", "resumptionToken", "error"],
    items,
    name: |source| text_after(source, "<identifier"),
};

/// Reads records one by one.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    xml::reader(&SHAPE, input)
}

fn items(tree: &Tree<'_>, notes: Notes, line: u64, items: &mut VecDeque<Item>) -> Result<(), String> {
    let root = tree.root().ok_or("empty")?;
    let header = root.children().find(|child| xml::local(child.name()) == "header");
    if let Some(header) = header.filter(|header| header.attribute("status") == Some("deleted")) {
        let id =
            header.children().find(|child| xml::local(child.name()) == "identifier").map(|id| xml::plain(id));
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            let (record, reason) = (String::new(), "a deletion that does not say of what".to_owned());
            items.push_back(Item::Rejected(Rejection { line, record, reason }));
            return Ok(());
        };
        let identifier = v1::Identifier {
            scheme: IdentifierScheme::Other.into(),
            value: id.clone().into_owned(),
            r#type: "oai".to_owned(),
            ..Default::default()
        };
        items.push_back(Item::Deleted(Deletion {
            format: Format::OaiDc,
            source_record_id: id.into_owned(),
            identifier,
            line,
        }));
        return Ok(());
    }
    items.push_back(Item::Record(Box::new(record::record(tree, root, header, notes, line)?)));
    Ok(())
}

/// Whether a text whose root has this name is Dublin Core with at least one record.
pub fn is_oai_dc(root: &str, head: &str) -> bool {
    let root = xml::local(root);
    let elements = ["<dc:title", "<dc:creator", "<dc:identifier", "<dc:date", "oai_dc/"]
        .iter()
        .any(|tag| head.contains(tag));
    root == "dc" && elements
        || root == "OAI-PMH" && elements && (head.contains("<record") || head.contains(":record"))
}
