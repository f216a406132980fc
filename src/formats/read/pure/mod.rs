//! Pages of an Elsevier Pure portal, as text or saved HTML. A page is one record.

mod asjc;
mod html;
mod label;
mod language;
mod names;
mod page;
mod record;
mod status;
mod work_type;

#[cfg(test)]
mod tests;

use std::io::{BufRead, Read};

use super::guess::Guess;
use super::{Format, Item, ReadError, Reader, lines};

/// Largest page that is read, 32 MiB. Saved pages have a few hundred kilobytes.
const PAGE_LIMIT: u64 = 32 << 20;

/// Reads a page: one record, or an error that says why it is no page of a Pure portal.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(Pure { input: Some(input) })
}

struct Pure {
    input: Option<Box<dyn BufRead + Send>>,
}

impl Reader for Pure {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        self.input.take().map(read)
    }
}

fn read(input: Box<dyn BufRead + Send>) -> Result<Item, ReadError> {
    let refused = |reason: String| ReadError::NotOfFormat { format: Format::Pure.as_str(), reason };
    let mut bytes = Vec::new();
    lines::utf8(input)?.take(PAGE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > PAGE_LIMIT {
        return Err(refused(format!("the page is longer than {PAGE_LIMIT} bytes")));
    }
    let (text, guessed) = Guess::default().decode(&bytes);
    let is_html = text.trim_start().starts_with('<');
    let page =
        if is_html { html::text(&text).and_then(|text| page::parse(&text)) } else { page::parse(&text) };
    let mut record = record::record(page.map_err(refused)?);
    if is_html {
        // lines of the text made from it are not lines of the file
        record.line = 1;
        record.citation.sources[0].line = Some(1);
    }
    if let Some(encoding) = guessed {
        record.warnings.push(format!("the page is not UTF-8 and was read as {encoding}"));
    }
    Ok(Item::Record(Box::new(record)))
}

/// Whether the beginning of a text shows a page of a Pure portal.
pub fn is_page_text(head: &str) -> bool {
    let has_type = head.split(['\n', '\r']).any(|line| work_type::after_prefix(line.trim()).is_some());
    let strong = head.split(['\n', '\r']).filter(|line| label::fused(line.trim(), true).is_some()).count();
    has_type && (strong >= 1 || head.contains('›') || page::parse(head).is_ok()) || strong >= 3
}

/// Whether the beginning of an HTML file shows a page of a Pure portal.
pub fn is_page_html(head: &str) -> bool {
    [
        "rendering_researchoutput",
        "rendering_contributionto",
        "publication-fingerprint",
        "Powered by Pure",
        "Elsevier Pure",
        "atira.dk",
        "Research output",
    ]
    .iter()
    .any(|mark| head.contains(mark))
}
