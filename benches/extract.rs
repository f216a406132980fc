//! The extractor on one thread: abstracts in a second of a core, and whether a text ten times as long costs ten times as much.

mod corpus;

use std::time::{Duration, Instant};

use ibid::contract::v1::Abstract;
use ibid::finding::extract_abstract;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Records of a short run; their abstracts still make 1 MB of prose.
const SHORT: usize = 4_000;
/// Growth in time over growth in length: one when linear, ten when quadratic; the rest is for caches and noise.
const LINEAR: f64 = 2.0;

fn main() {
    let (files, name) = match corpus::short() {
        true => (vec![corpus::generated(SHORT)], format!("generated corpus of {SHORT} records")),
        false => corpus::corpus(),
    };
    let mut abstracts: Vec<Abstract> = Vec::new();
    for file in &files {
        abstracts.extend(corpus::unpacked(file).split("<PubmedArticle>").skip(1).filter_map(abstract_of));
    }
    if abstracts.is_empty() {
        eprintln!("no abstracts in {name}");
        std::process::exit(1);
    }
    let bytes: usize = abstracts.iter().map(|abstract_| abstract_.text.len()).sum();
    // weights and vocabulary are read once a process
    drop(extract_abstract(&abstracts[0], 0));
    let mut findings = 0;
    let before = corpus::on_core();
    let time = timed(|| {
        findings = abstracts.iter().map(|abstract_| extract_abstract(abstract_, 0).findings.len()).sum()
    });
    // others may have had the core meanwhile
    let core = corpus::on_core().zip(before).map_or(time, |(after, before)| after.saturating_sub(before));
    println!("{name}: {} abstracts, {bytes} bytes, {findings} findings", abstracts.len());
    let a_second = |time: Duration| abstracts.len() as f64 / time.as_secs_f64();
    println!("{:.0} abstracts/s on one thread, {:.0} in a second of a core", a_second(time), a_second(core));
    corpus::on_this_machine("seconds of a core for 10,000 abstracts", 10_000.0 / a_second(core), 1.0);

    let words: String =
        abstracts.iter().map(|abstract_| abstract_.text.as_str()).take(4_000).collect::<Vec<_>>().join(" ");
    for (what, text) in [
        ("prose", words),
        ("open brackets", "(".repeat(1_000_000)),
        ("digits", "7".repeat(1_000_000)),
        ("numbers", "3.5 (2-4), ".repeat(100_000)),
        ("one sentence", "pain and fever, ".repeat(70_000)),
        ("one clause after another", "pain may fall; ".repeat(70_000)),
        ("verbs of one subject", format!("Pain fell{}", " and did not fall".repeat(60_000))),
        ("effects with intervals", "OR 2 (95% CI 0.5-3; p=0.1) ".repeat(37_000)),
        ("denials", format!("Pain fell {}", "not ".repeat(250_000))),
        ("hanging phrases", format!("Pain fell{}", " without".repeat(125_000))),
        ("numbers of clauses", "; pain fell 5".repeat(75_000)),
        ("not ASCII", "più è così 3·5 – ".repeat(50_000)),
    ] {
        let (tenth, whole) = (cut(&text, 100_000), cut(&text, 1_000_000));
        let small = best(|| drop(extract_abstract(&tenth, 0)));
        let large = best(|| drop(extract_abstract(&whole, 0)));
        let lengths = whole.text.len() as f64 / tenth.text.len().max(1) as f64;
        let times = large.as_secs_f64() / small.as_secs_f64();
        println!("{what}: {lengths:.1} times the text, {times:.1} times the time");
        corpus::at_most(&format!("{what}: time over text, 1 MB to 100 kB"), times / lengths, LINEAR);
    }
}

fn timed(mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn best(mut work: impl FnMut()) -> Duration {
    (0..3).map(|_| timed(&mut work)).min().unwrap_or_default()
}

fn cut(text: &str, length: usize) -> Abstract {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Abstract { text: text[..end].to_owned(), language: "en".to_owned(), ..Default::default() }
}

/// The abstract of an article's XML, its parts joined; tags and entities matter little here.
fn abstract_of(article: &str) -> Option<Abstract> {
    let parts: Vec<&str> = article
        .split("<AbstractText")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split("</AbstractText>").next())
        .collect();
    (!parts.is_empty()).then(|| Abstract { text: parts.join("\n"), ..Default::default() })
}
