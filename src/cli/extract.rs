mod blocks;
mod html;
mod marked;
mod marks;
mod terminal;
mod words;

#[cfg(test)]
mod tests;

use std::io::Read as _;
use std::path::PathBuf;

use super::convert::each_item;
use super::export::Sink;
use super::input::{Input, inputs};
use super::output::Style;
use super::{Failure, Output, mesh};
use crate::contract::v1::{Abstract, Citation, ExtractFindingsResponse};
use crate::finding;
use crate::formats::read::{self, Format, Item};
use crate::record::text::nfc;

const EXAMPLES: &str = "\
Examples:
  ibid extract abstract.txt                        findings marked in the text, then one by one
  pbpaste | ibid extract --language it
  ibid extract references.ris --json | jq .findings[].statement
  ibid extract page.html --html findings.html      every finding marked in its text

Needs no library. Plain text, a page of a Pure portal, or any import format.";

/// Columns of a terminal that does not say how many it has.
const COLUMNS: usize = 100;

/// Longest plain text.
const MAX_TEXT: u64 = 1 << 20;

/// Find the findings in a text, a page or any file of references
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders (walked) or `-`; stdin when none is given
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Language of plain text, BCP 47; found from its words when not given
    #[arg(long, default_value = "", hide_default_value = true, value_name = "LANGUAGE")]
    language: String,
    /// Format of the files; found from their content when not given
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// MeSH vocabulary made by `ibid mesh`, instead of the headings that ship
    #[arg(long, env = "IBID_MESH", value_name = "FILE")]
    mesh: Option<PathBuf>,
    /// Write one self-contained page with every finding marked in the text
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
}

/// Reads every text and prints what it finds.
pub fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    mesh::install(args.mesh.as_deref())?;
    let files = if args.files.is_empty() { vec![Input::Stdin] } else { inputs(&args.files)? };
    let mut page = args.html.as_ref().map(|_| html::Page::default());
    let look = look(out);
    let mut legend = Some(terminal::legend(look));
    let mut failed = false;
    for file in &files {
        let read = each_text(file, &args, |extracted| {
            if let Some(page) = &mut page {
                page.add(&extracted);
                return Ok(());
            }
            if out.json {
                return out.message("ExtractFindingsResponse", &extracted);
            }
            if let Some(legend) = legend.take() {
                out.line(legend)?;
            }
            out.line(terminal::view(&extracted, look))
        });
        match read {
            Err(Failure::Failed(reason)) => {
                failed = true;
                eprintln!("ibid: {reason}");
            }
            other => other?,
        }
    }
    if let (Some(page), Some(path)) = (page, &args.html) {
        let mut sink = Sink::open(Some(path), out)?;
        sink.write(page.finish().as_bytes())?;
        sink.finish()?;
    }
    if failed { Err(Failure::Said) } else { Ok(()) }
}

/// Hands what was extracted from each record of a file, or from its plain text, to `take`.
fn each_text(
    file: &Input,
    args: &Args,
    mut take: impl FnMut(ExtractFindingsResponse) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // Stdin cannot be opened twice, and a file is looked at before it is known for plain text.
    let failed = |error| Failure::failed(file.shown(), error);
    let (head, bytes) = read::head(file.open_unpacked()?).map_err(failed)?;
    let format = args.format.or_else(|| read::detect(&head));
    if let Some(format) = format {
        return each_item(file, bytes, format, |item| match item {
            Item::Record(record) => take(of_record(record.citation)),
            Item::Deleted(_) => Ok(()),
            Item::Rejected(rejection) => {
                eprintln!("ibid: {}:{}: rejected: {}", file.shown(), rejection.line, rejection.reason);
                Ok(())
            }
        });
    }
    let mut text = Vec::new();
    bytes.take(MAX_TEXT + 1).read_to_end(&mut text).map_err(failed)?;
    if text.len() as u64 > MAX_TEXT {
        return Err(Failure::failed(file.shown(), format!("plain text of more than {MAX_TEXT} bytes")));
    }
    let text = String::from_utf8(text).map_err(|error| Failure::failed(file.shown(), error))?;
    take(of_text(text.trim(), &args.language))
}

fn of_record(citation: Citation) -> ExtractFindingsResponse {
    let extracted = finding::extract(&citation);
    ExtractFindingsResponse {
        citation: Some(citation),
        text: String::new(),
        sentences: extracted.sentences,
        findings: extracted.findings,
    }
}

fn of_text(text: &str, language: &str) -> ExtractFindingsResponse {
    let abstract_ = Abstract { text: nfc(text), language: language.to_owned(), ..Default::default() };
    let citation = Citation { abstracts: vec![abstract_], ..Default::default() };
    let extracted = finding::extract(&citation);
    ExtractFindingsResponse {
        citation: None,
        text: citation.abstracts.into_iter().map(|one| one.text).collect(),
        sentences: extracted.sentences,
        findings: extracted.findings,
    }
}

/// Colour where stdout wants it, lines as long as the shell says.
fn look(out: &Output) -> terminal::Look {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal::Look { colour: !out.styled(Style::Bold, "").is_empty(), width: columns.unwrap_or(COLUMNS) }
}
