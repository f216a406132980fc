use std::io::BufRead;
use std::path::PathBuf;

use super::export::{Sink, Written};
use super::input::{Input, inputs};
use super::{Failure, Output};
use crate::formats::read::{self, Format, Item};
use crate::formats::write::Writer;

const EXAMPLES: &str = "\
Examples:
  ibid convert references.ris --to bibtex -o references.bib
  ibid convert pubmed.nbib endnote.xml --to csl-json -o references.json
  ibid convert pages/ export.json.gz --to jsonl | jq -r '.titles[0].text'

Needs no library. Records that cannot be read are named on stderr.";

/// Write files in another format
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders (walked) or `-`; .gz and .zst are unpacked
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format to write
    #[arg(long, value_name = "FORMAT")]
    to: Written,
    /// Format of the files; found from their content when not given
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write here instead of stdout; the file appears when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Exit with 1 when a record was rejected
    #[arg(long)]
    strict: bool,
}

/// Reads every file and writes its records.
pub fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let mut writer = Writer::new(args.to.format());
    let mut text = String::new();
    let mut sink = Sink::open(args.output.as_deref(), out)?;
    let (mut converted, mut rejected, mut unreadable) = (0, 0, false);
    for input in inputs(&args.files)? {
        let read = each_of(&input, args.format, |item| match item {
            Item::Record(record) => {
                for warning in &record.warnings {
                    eprintln!("ibid: {}:{}: {warning}", input.shown(), record.line);
                }
                converted += 1;
                text.clear();
                writer.record(&record.citation, &mut text);
                sink.write(text.as_bytes())
            }
            Item::Deleted(_) => Ok(()),
            Item::Rejected(rejection) => {
                rejected += 1;
                let (line, record) = (rejection.line, rejection.record);
                eprintln!("ibid: {}:{line}: {record}: rejected: {}", input.shown(), rejection.reason);
                Ok(())
            }
        });
        match read {
            Err(Failure::Failed(reason)) => {
                unreadable = true;
                eprintln!("ibid: {reason}");
            }
            other => other?,
        }
    }
    text.clear();
    writer.finish(&mut text);
    sink.write(text.as_bytes())?;
    sink.finish()?;
    eprintln!("{converted} converted, {rejected} rejected");
    if unreadable || (args.strict && rejected > 0) { Err(Failure::Said) } else { Ok(()) }
}

/// Hands every item of a file to `take`; its format is found from its content where it is not given.
pub fn each_of(
    input: &Input,
    format: Option<Format>,
    take: impl FnMut(Item) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (head, bytes) =
        read::head(input.open_unpacked()?).map_err(|error| Failure::failed(input.shown(), error))?;
    let Some(format) = format.or_else(|| read::detect(&head)) else {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        let reason = format!("no format that can be read; name it with --format: {}", known.join(", "));
        return Err(Failure::failed(input.shown(), reason));
    };
    each_item(input, bytes, format, take)
}

/// Hands every item of a file, open as `bytes`, to `take`, its source named after the file.
pub fn each_item(
    input: &Input,
    bytes: Box<dyn BufRead + Send>,
    format: Format,
    mut take: impl FnMut(Item) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut reader = read::open(format, bytes);
    while let Some(item) = reader.next() {
        let mut item = item.map_err(|error| Failure::failed(input.shown(), error))?;
        if let Item::Record(record) = &mut item
            && let Some(source) = record.citation.sources.first_mut()
        {
            source.file = input.file_name();
        }
        take(item)?;
    }
    Ok(())
}
