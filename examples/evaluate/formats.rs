//! Task `formats`: every file of a folder through its reader, and every record out and back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use ibid::formats::read::{Format, Item, detect, open, unpack};
use serde_json::{Value, json};

mod roundtrip;

use roundtrip::{Roundtrips, Trips, print_losses, roundtrip};

/// Bytes that a packed file may unpack to.
const UNPACKED: u64 = 16 << 30;
/// Records that go out and back at a time.
const BATCH: usize = 256;
#[derive(Default)]
struct Figures {
    files: u64,
    unrecognised: u64,
    entries: u64,
    records: u64,
    deleted: u64,
    rejected: u64,
    warnings: u64,
    damaged: u64,
    panicked: u64,
    roundtrips: Roundtrips,
    kinds: BTreeMap<String, u64>,
}

/// Walks `paths` and answers the figures of the task. `verbose` prints every rejection, warning and difference.
pub fn run(paths: &[PathBuf], verbose: bool) -> Value {
    let mut figures = Figures::default();
    let mut files = Vec::new();
    for path in paths {
        walk(path, &mut files);
    }
    print_losses();
    for path in files {
        figures.files += 1;
        let Some(format) = format_of(&path) else {
            figures.unrecognised += 1;
            if verbose {
                println!("{}: unrecognised", path.display());
            }
            continue;
        };
        let entries = entries(&path, format);
        figures.entries += entries;
        let before = figures.records;
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&path, format, &mut figures, verbose)));
        if outcome.is_err() {
            figures.panicked += 1;
            println!("{}: panicked", path.display());
        }
        if verbose {
            println!("{}: {format}, {} of {entries} entries", path.display(), figures.records - before);
        }
    }
    if verbose {
        for (kind, count) in &figures.kinds {
            println!("{count:8}  {kind}");
        }
    }
    let mut all = Trips::default();
    for (format, trips) in &figures.roundtrips {
        println!(
            "{format}: {} of {} records came back equal ({:.5})",
            trips.equal,
            trips.records,
            trips.rate()
        );
        all.records += trips.records;
        all.equal += trips.equal;
    }
    let rates: BTreeMap<_, _> =
        figures.roundtrips.iter().map(|(format, trips)| (format, trips.rate())).collect();
    json!({
        "files": figures.files,
        "unrecognised": figures.unrecognised,
        "entries": figures.entries,
        "records": figures.records,
        "deleted": figures.deleted,
        "rejected": figures.rejected,
        "warnings": figures.warnings,
        "damaged": figures.damaged,
        "panicked": figures.panicked,
        "roundtrip_equal": all.rate(),
        "roundtrip_equal_in": rates,
    })
}

fn read(path: &Path, format: Format, figures: &mut Figures, verbose: bool) {
    let Some(input) = unpacked(path) else { return };
    let mut reader = open(format, input);
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(item) = reader.next() {
        match item {
            Ok(Item::Record(record)) => {
                figures.records += 1;
                figures.warnings += record.warnings.len() as u64;
                for warning in &record.warnings {
                    *figures.kinds.entry(format!("warning: {}", kind_of(warning))).or_default() += 1;
                    if verbose {
                        println!("{}:{}: warning: {warning}", path.display(), record.line);
                    }
                }
                batch.push(record.citation);
                if batch.len() == BATCH {
                    roundtrip(&mut batch, format, path, &mut figures.roundtrips, verbose);
                }
            }
            Ok(Item::Deleted(_)) => figures.deleted += 1,
            Ok(Item::Rejected(rejection)) => {
                figures.rejected += 1;
                *figures.kinds.entry(format!("rejected: {}", kind_of(&rejection.reason))).or_default() += 1;
                if verbose {
                    let (line, record, reason) = (rejection.line, &rejection.record, &rejection.reason);
                    println!("{}:{line}: rejected {record:?}: {reason}", path.display());
                }
            }
            Err(error) => {
                figures.damaged += 1;
                *figures.kinds.entry(format!("error: {}", kind_of(&error.to_string()))).or_default() += 1;
                if verbose {
                    println!("{}: {error}", path.display());
                }
            }
        }
    }
    roundtrip(&mut batch, format, path, &mut figures.roundtrips, verbose);
}

fn format_of(path: &Path) -> Option<Format> {
    let mut head = Vec::new();
    unpacked(path)?.take(64 << 10).read_to_end(&mut head).ok()?;
    detect(&head)
}

fn unpacked(path: &Path) -> Option<Box<dyn BufRead + Send>> {
    unpack(Box::new(File::open(path).ok()?), UNPACKED).ok()
}

/// Starts of entries, counted without a reader.
fn entries(path: &Path, format: Format) -> u64 {
    let Some(input) = unpacked(path) else { return 0 };
    match format {
        Format::Pure => 1,
        Format::CslJson | Format::Crossref | Format::Datacite => json_entries(input),
        Format::Csv => rows(input, ','),
        Format::Wos if first_line(path).contains('\t') => rows(input, '\t'),
        _ => line_entries(input, format),
    }
}

/// The first line that holds anything, of UTF-8 or of what is left of UTF-16.
fn first_line(path: &Path) -> String {
    let mut head = vec![0; 4096];
    let read = unpacked(path).and_then(|mut input| input.read(&mut head).ok()).unwrap_or_default();
    head.truncate(read);
    head.retain(|byte| *byte != 0);
    let text = String::from_utf8_lossy(&head).into_owned();
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
}

/// Rows of a table, apart from its header and what stands before that: line ends outside of quotes.
fn rows(mut input: Box<dyn BufRead + Send>, usual: char) -> u64 {
    let mut bytes = Vec::new();
    if input.read_to_end(&mut bytes).is_err() {
        return 0;
    }
    let text = text_of(&bytes);
    let (mut rows, mut quoted, mut row) = (Vec::new(), false, String::new());
    for c in text.chars() {
        quoted ^= c == '"';
        if (c == '\n' || c == '\r') && !quoted {
            rows.push(std::mem::take(&mut row));
        } else {
            row.push(c);
        }
    }
    rows.push(row);
    let blank =
        |row: &String| row.trim_matches([usual, ';', '\t', '|', ' ', '"', '-', '=', '\u{feff}']).is_empty();
    rows.retain(|row| !blank(row));
    let header = rows.iter().position(|row| row.to_lowercase().contains("title") || row.contains("PT\t"));
    header.map_or(0, |at| (rows.len() - at - 1) as u64)
}

/// UTF-16 with a mark, else UTF-8 as far as it is.
fn text_of(bytes: &[u8]) -> String {
    let wide = |order: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn line_entries(input: Box<dyn BufRead + Send>, format: Format) -> u64 {
    let mut input = BufReader::new(input);
    let mut line = Vec::new();
    let (mut count, mut citations) = (0, 0);
    while matches!(input.read_until(b'\n', &mut line), Ok(1..)) {
        match format {
            Format::PubmedXml => {
                count += tags(&line, b"<PubmedArticle") + tags(&line, b"<PubmedBookArticle");
                citations += tags(&line, b"<MedlineCitation");
            }
            // RIS may end its lines with CR only, and its entries may have no TY
            Format::Ris => {
                count += pieces(&line).filter(|line| is_ris_tag(line, b"TY")).count() as u64;
                citations += pieces(&line).filter(|line| is_ris_tag(line, b"ER")).count() as u64;
            }
            Format::Nbib => count += pieces(&line).filter(|line| line.starts_with(b"PMID-")).count() as u64,
            Format::Bibtex | Format::Biblatex => {
                count += pieces(&line).map(bibtex_entries).sum::<u64>();
            }
            Format::EndnoteXml => count += tags(&line, b"<record"),
            Format::Wos => count += pieces(&line).filter(|line| line.starts_with(b"PT ")).count() as u64,
            Format::Refworks => count += pieces(&line).filter(|line| line.starts_with(b"RT ")).count() as u64,
            Format::Jats => count += tags(&line, b"<article"),
            // one that is deleted has none
            Format::OaiDc => count += tags(&line, b"<metadata"),
            Format::PubmedText => count += memchr::memmem::find_iter(&line, b"PMID:").count() as u64,
            _ => count += u64::from(!line.trim_ascii().is_empty()),
        }
        line.clear();
    }
    if count == 0 { citations } else { count }
}

/// Lines that end with CR only, without a mark of UTF-8.
fn pieces(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b'\r').map(|line| line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line))
}

/// "@type{" at the start of a line, where the type is one of works. UTF-16 shows as zeros between the letters.
fn bibtex_entries(line: &[u8]) -> u64 {
    const OTHER: [&str; 6] = ["comment", "string", "preamble", "xdata", "set", "control"];
    let line: Vec<u8> = line.iter().copied().filter(|byte| *byte != 0 && byte.is_ascii()).collect();
    let text = String::from_utf8_lossy(&line).trim_start().to_lowercase();
    let Some((name, _)) = text.strip_prefix('@').and_then(|rest| rest.split_once(['{', '('])) else {
        return 0;
    };
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    u64::from(is_name && !OTHER.contains(&name))
}

fn is_ris_tag(line: &[u8], tag: &[u8]) -> bool {
    let Some(rest) = line.trim_ascii_start().strip_prefix(tag) else { return false };
    rest.trim_ascii_start().starts_with(b"-")
}

fn tags(line: &[u8], name: &[u8]) -> u64 {
    let starts = memchr::memmem::find_iter(line, name);
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    starts.filter(|at| !line.get(at + name.len()).is_some_and(goes_on)).count() as u64
}

/// Elements of the outermost arrays, also where an answer of an API wraps them; an object that wraps none is one.
fn json_entries(mut input: Box<dyn BufRead + Send>) -> u64 {
    let mut text = Vec::new();
    if input.read_to_end(&mut text).is_err() {
        return 0;
    }
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
    let values = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
    values.map(|value| value.map_or(1, |value| elements(&value))).sum()
}

fn elements(value: &Value) -> u64 {
    let wrapped = ["message", "items", "data"].iter().find_map(|key| value.get(key));
    match (value, wrapped) {
        (Value::Array(all), _) => all.len() as u64,
        (_, Some(inner)) if inner.is_object() || inner.is_array() => elements(inner),
        // items under their ids
        (Value::Object(members), _)
            if !members.is_empty() && members.values().all(|member| member.get("type").is_some()) =>
        {
            members.len() as u64
        }
        _ => 1,
    }
}

/// A message without what is particular to one record, to count by.
fn kind_of(message: &str) -> String {
    let mut kind = String::new();
    let mut quoted = false;
    for c in message.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                kind.push(c);
            }
            _ if quoted => {}
            '0'..='9' if kind.ends_with('#') => {}
            '0'..='9' => kind.push('#'),
            _ => kind.push(c),
        }
    }
    kind
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if !path.is_dir() {
        files.push(path.to_owned());
        return;
    }
    let Ok(entries) = fs::read_dir(path) else { return };
    let mut inside: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        walk(&path, files);
    }
}
