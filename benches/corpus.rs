//! What benches and slow tests load: the PubMed XML files that `IBID_BENCH_CORPUS` names (files or folders, separated by `:`), else a
//! corpus made here, the same each time.

#![allow(dead_code)] // each bench and test that includes this file uses a part of it

use std::fmt::Write as _;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Records of the corpus made here.
pub const GENERATED: usize = 20_000;

/// Files to load and what to call them in the output.
pub fn corpus() -> (Vec<Vec<u8>>, String) {
    match std::env::var("IBID_BENCH_CORPUS") {
        Ok(paths) if !paths.is_empty() => {
            let paths: Vec<PathBuf> = paths.split(':').map(PathBuf::from).flat_map(files).collect();
            let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
            (
                paths
                    .iter()
                    .map(|path| std::fs::read(path).expect("IBID_BENCH_CORPUS names files"))
                    .collect(),
                names.join(", "),
            )
        }
        _ => (vec![generated(GENERATED)], format!("generated corpus of {GENERATED} records")),
    }
}

/// `path`, or the PubMed files in it.
fn files(path: PathBuf) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path];
    }
    let entries = std::fs::read_dir(&path).expect("IBID_BENCH_CORPUS names files and folders");
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().contains(".xml"));
    files.sort();
    files
}

/// Whether this is a short run, as CI makes it.
pub fn short() -> bool {
    std::env::var_os("IBID_BENCH_SHORT").is_some()
}

/// Says how a ratio of two things measured in this run stands to its bar, which is a ceiling. A short run that is past 1.5 times of it
/// fails.
pub fn at_most(what: &str, figure: f64, bar: f64) {
    on_this_machine(what, figure, bar);
    if short() && figure > bar * 1.5 {
        eprintln!("{what}: {figure:.2} is more than 1.5 times {bar:.2}");
        std::process::exit(1);
    }
}

/// Says how a time stands to its bar, which is a ceiling. Never fails: a slow machine is no slow program.
pub fn on_this_machine(what: &str, figure: f64, bar: f64) {
    let verdict = if figure <= bar { "met" } else { "missed" };
    println!("{what}: {figure:.2} (bar {bar:.2}: {verdict})");
}

/// Time that this thread has had on a core; nothing where the system does not tell.
pub fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// What `work` takes of a core, in time that passes where the system does not tell.
pub fn spent(work: impl FnOnce()) -> Duration {
    let (start, before) = (Instant::now(), on_core());
    work();
    let passed = start.elapsed();
    on_core().zip(before).map_or(passed, |(after, before)| after.saturating_sub(before))
}

/// The text of a file of the corpus.
pub fn unpacked(file: &[u8]) -> String {
    let mut text = String::new();
    if file.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("a whole .gz of UTF-8");
    } else {
        text.push_str(std::str::from_utf8(file).expect("UTF-8"));
    }
    text
}

/// `count` PubMed records with abstracts, headings, authors and identifiers; `PMID`s from 80000001.
pub fn generated(count: usize) -> Vec<u8> {
    let mut random = Random(0x1b1d);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PubmedArticleSet>\n");
    for index in 0..count {
        article(&mut xml, index, &mut random);
    }
    xml.push_str("</PubmedArticleSet>\n");
    xml.into_bytes()
}

const DISEASES: [&str; 12] = [
    "breast cancer",
    "heart failure",
    "type 2 diabetes",
    "asthma",
    "chronic kidney disease",
    "stroke",
    "migraine",
    "psoriasis",
    "hepatitis C",
    "colorectal cancer",
    "osteoporosis",
    "sepsis",
];
const TREATMENTS: [&str; 12] = [
    "metformin",
    "aspirin",
    "hepatic resection",
    "cognitive therapy",
    "rituximab",
    "simvastatin",
    "vitamin D",
    "enalapril",
    "radiotherapy",
    "early mobilisation",
    "insulin glargine",
    "placebo",
];
const OUTCOMES: [&str; 10] = [
    "overall survival",
    "mortality",
    "pain scores",
    "readmission",
    "blood pressure",
    "relapse",
    "quality of life",
    "infection",
    "bone density",
    "length of stay",
];
const FAMILIES: [&str; 12] = [
    "Rossi", "Bianchi", "Keller", "Novak", "Silva", "Jensen", "Okafor", "Tanaka", "Moreau", "Smith",
    "Garcia", "Kowalska",
];
const JOURNALS: [&str; 6] = [
    "Annals of Invented Medicine",
    "Journal of Examples",
    "Rivista di Prove",
    "Archives of Test Oncology",
    "Fixture Cardiology",
    "Sample Neurology",
];

fn article(xml: &mut String, index: usize, random: &mut Random) {
    let (disease, treatment, outcome) = (random.of(&DISEASES), random.of(&TREATMENTS), random.of(&OUTCOMES));
    let (year, n) = (1980 + random.below(45), 20 + random.below(900));
    let pmid = 80_000_001 + index;
    let _ = write!(
        xml,
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\"><PMID Version=\"1\">{pmid}</PMID>\
         <Article PubModel=\"Print\"><Journal><JournalIssue CitedMedium=\"Print\"><Volume>{}</Volume><Issue>{}</Issue>\
         <PubDate><Year>{year}</Year><Month>Mar</Month></PubDate></JournalIssue><Title>{}</Title></Journal>\
         <ArticleTitle>{treatment} and {outcome} in {disease}: study {index}.</ArticleTitle>\
         <Pagination><MedlinePgn>{}-{}</MedlinePgn></Pagination><Abstract>",
        1 + random.below(80),
        1 + random.below(12),
        random.of(&JOURNALS),
        100 + index % 800,
        109 + index % 800,
    );
    let parts = [
        (
            "BACKGROUND",
            format!(
                "The role of {treatment} in {disease} remains controversial. Previous studies suggest that {outcome} may improve."
            ),
        ),
        (
            "METHODS",
            format!(
                "We randomly assigned {n} patients with {disease} to {treatment} or usual care and followed them for {} months. The primary outcome was {outcome}.",
                3 + random.below(60)
            ),
        ),
        (
            "RESULTS",
            format!(
                "Compared with usual care, {treatment} reduced {outcome} (hazard ratio 0.{}, 95% CI 0.{}-0.{}; p = 0.0{}). Median survival was {} months in the treated group. Adverse events occurred in {} of {n} patients ({}%).",
                60 + random.below(20),
                40 + random.below(20),
                81 + random.below(15),
                1 + random.below(8),
                4 + random.below(40),
                1 + random.below(15),
                1 + random.below(30),
            ),
        ),
        (
            "CONCLUSIONS",
            format!(
                "{treatment} improves {outcome} in patients with {disease}. It should be considered in selected patients."
            ),
        ),
    ];
    for (label, text) in parts {
        let _ = write!(xml, "<AbstractText Label=\"{label}\" NlmCategory=\"{label}\">{text}</AbstractText>");
    }
    xml.push_str("</Abstract><AuthorList CompleteYN=\"Y\">");
    for _ in 0..1 + random.below(6) {
        let _ = write!(
            xml,
            "<Author ValidYN=\"Y\"><LastName>{}</LastName><ForeName>{}</ForeName></Author>",
            random.of(&FAMILIES),
            random.of(&["Anna", "Marco", "Li", "Jonas", "Ines"]),
        );
    }
    let _ = writeln!(
        xml,
        "</AuthorList><Language>eng</Language><PublicationTypeList><PublicationType UI=\"D016428\">Journal Article</PublicationType>\
         </PublicationTypeList></Article><MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN=\"N\">Humans</DescriptorName>\
         </MeshHeading></MeshHeadingList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"pubmed\">{pmid}</ArticleId>\
         <ArticleId IdType=\"doi\">10.5555/bench.{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>",
    );
}

/// Numbers that are the same in every run (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}
