//! Readers of text formats on one thread: bytes in a second of a core, for records with abstracts as people export them. More
//! files are read where `IBID_BENCH_READ` names them (separated by `:`), each in the format that its content shows.

mod corpus;

use std::fmt::Write as _;
use std::io::Cursor;
use std::time::Duration;

use ibid::contract::v1::{Citation, Contributor};
use ibid::formats::read::{Format, Item, detect, open};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RECORDS: usize = 20_000;
const SHORT: usize = 4_000;
/// Runs of which the fastest counts.
const RUNS: usize = 3;
/// Seconds of a core for 100 MB.
const BAR: f64 = 1.0;

/// One record as text of a format.
type Writing = fn(&mut String, &Citation, usize);

fn main() {
    let records = records(if corpus::short() { SHORT } else { RECORDS });
    println!("generated corpus of {} records", records.len());
    let formats: [(Format, Writing); 3] =
        [(Format::Bibtex, bibtex), (Format::Ris, ris), (Format::Nbib, nbib)];
    for (format, write) in formats {
        let mut text = String::new();
        records.iter().enumerate().for_each(|(at, record)| write(&mut text, record, at));
        let (seconds, read) = measured(format, text.as_bytes());
        if read != records.len() {
            eprintln!("{format}: {read} of {} records were read", records.len());
            std::process::exit(1);
        }
        corpus::on_this_machine(&format!("{format}: seconds of a core for 100 MB"), seconds, BAR);
    }
    let named = std::env::var("IBID_BENCH_READ").unwrap_or_default();
    for path in named.split(':').filter(|path| !path.is_empty()) {
        let bytes = std::fs::read(path).expect("IBID_BENCH_READ names files");
        match detect(&bytes) {
            Some(format) => drop(measured(format, &bytes)),
            None => println!("{path}: its format is not recognised"),
        }
    }
}

fn records(count: usize) -> Vec<Citation> {
    let mut reader = open(Format::PubmedXml, Box::new(Cursor::new(corpus::generated(count))));
    let items = std::iter::from_fn(|| reader.next());
    let records = items.filter_map(|item| match item.expect("the corpus is whole") {
        Item::Record(record) => Some(record.citation),
        _ => None,
    });
    records.collect()
}

/// Seconds of a core for 100 MB, and the records that were read.
fn measured(format: Format, bytes: &[u8]) -> (f64, usize) {
    let mut best = Duration::MAX;
    let mut records = 0;
    for _ in 0..RUNS {
        let input = Cursor::new(bytes.to_vec());
        let spent = corpus::spent(|| {
            let mut reader = open(format, Box::new(input));
            records = std::iter::from_fn(|| reader.next())
                .filter(|item| matches!(item, Ok(Item::Record(_))))
                .count();
        });
        best = best.min(spent);
    }
    let megabytes = bytes.len() as f64 / 1e6;
    println!(
        "{format}: {megabytes:.1} MB, {records} records of {} bytes, {:.0} MB/s, {:.0} records/s",
        bytes.len() / records.max(1),
        megabytes / best.as_secs_f64(),
        records as f64 / best.as_secs_f64(),
    );
    (best.as_secs_f64() * 100.0 / megabytes, records)
}

fn title(record: &Citation) -> &str {
    record.titles.first().map_or("", |title| title.text.as_str())
}

fn summary(record: &Citation) -> &str {
    record.abstracts.first().map_or("", |summary| summary.text.as_str())
}

fn journal(record: &Citation) -> &str {
    record.container.as_ref().map_or("", |container| container.title.as_str())
}

fn year(record: &Citation) -> i32 {
    record.dates.iter().find_map(|event| event.date.as_ref()).map_or(0, |date| date.year)
}

fn names<'r>(record: &'r Citation, between: &'static str) -> impl Iterator<Item = String> + 'r {
    let name = move |who: &Contributor| [who.family.as_str(), who.given.as_str()].join(between);
    record.contributors.iter().map(name)
}

/// As programs write it: words that keep their capitals in braces, accents and signs as commands, the abstract in one line.
fn bibtex(out: &mut String, record: &Citation, at: usize) {
    let authors: Vec<String> =
        names(record, ", ").map(|name| name.replace("ova", "ov{\\'a}").replace("Mor", "M{\\\"o}r")).collect();
    let pages = record.pages.clone().unwrap_or_default();
    let _ = write!(
        out,
        "@article{{key:{at},\n  author = {{{}}},\n  title = {{{{{}}}}},\n  journal = {{{}}},\n  year = {{{}}},\n  month = mar,\n  \
         volume = {{{}}},\n  number = {{{}}},\n  pages = {{{}--{}}},\n  doi = {{10.5555/bench.{at}}},\n  \
         keywords = {{adult, female, follow-up studies}},\n  abstract = {{{}}},\n}}\n\n",
        authors.join(" and "),
        title(record),
        journal(record),
        year(record),
        record.volume,
        record.issue,
        pages.first,
        pages.last,
        summary(record).replace('%', "\\%"),
    );
}

fn ris(out: &mut String, record: &Citation, at: usize) {
    out.push_str("TY  - JOUR\r\n");
    for name in names(record, ", ") {
        let _ = write!(out, "AU  - {name}\r\n");
    }
    let pages = record.pages.clone().unwrap_or_default();
    let _ = write!(
        out,
        "TI  - {}\r\nJO  - {}\r\nPY  - {}/03//\r\nVL  - {}\r\nIS  - {}\r\nSP  - {}\r\nEP  - {}\r\nDO  - 10.5555/bench.{at}\r\n\
         KW  - adult\r\nKW  - female\r\nKW  - follow-up studies\r\nAB  - {}\r\nER  - \r\n\r\n",
        title(record),
        journal(record),
        year(record),
        record.volume,
        record.issue,
        pages.first,
        pages.last,
        summary(record).replace('\n', " "),
    );
}

/// As PubMed writes it: long values go on over indented lines.
fn nbib(out: &mut String, record: &Citation, at: usize) {
    let mut field = |tag: &str, value: &str| {
        let mut room = 82;
        let _ = write!(out, "{tag:4}-");
        for word in value.split_whitespace() {
            if room < word.len() {
                out.push_str("\n     ");
                room = 82;
            }
            let _ = write!(out, " {word}");
            room = room.saturating_sub(word.len() + 1);
        }
        out.push('\n');
    };
    let pages = record.pages.clone().unwrap_or_default();
    field("PMID", &(80_000_001 + at).to_string());
    field("OWN", "NLM");
    field("STAT", "MEDLINE");
    field("VI", &record.volume);
    field("IP", &record.issue);
    field("DP", &format!("{} Mar", year(record)));
    field("TI", title(record));
    field("PG", &format!("{}-{}", pages.first, pages.last));
    field("LID", &format!("10.5555/bench.{at} [doi]"));
    field("AB", summary(record));
    names(record, ", ").for_each(|name| field("FAU", &name));
    field("LA", "eng");
    field("PT", "Journal Article");
    field("JT", journal(record));
    for heading in ["Adult", "Female", "Follow-Up Studies", "*Treatment Outcome"] {
        field("MH", heading);
    }
    out.push('\n');
}
