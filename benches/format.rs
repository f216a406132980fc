//! References on one thread: APA entries in a second of a core, whether a long bibliography costs more an entry than a short one, and
//! what hayagriva, the other renderer of CSL in Rust, needs for the same works.

mod corpus;

use std::time::{Duration, Instant};

use citationberg::{IndependentStyle, Style};
use hayagriva::archive::ArchivedStyle;
use hayagriva::io::from_yaml_str;
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Library};
use ibid::contract::v1::{
    Citation, CitationType, Container, Contributor, DateKind, DatedEvent, Identifier, IdentifierScheme,
    Pages, PartialDate, Title, TitleRole,
};
use ibid::style::{Budget, Document, Format, ReadyStyle, Shelf};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// APA references in a second of a core.
const RATE: f64 = 10_000.0;
/// Time of an entry of the longest bibliography over that of one of the shortest: 1 when linear; the rest is for caches.
const LINEAR: f64 = 1.3;
const LENGTHS: [usize; 3] = [1_000, 5_000, 20_000];

fn main() {
    let shelf = Shelf::default();
    let works: Vec<Citation> = (0..LENGTHS[2]).map(work).collect();
    println!("{} invented articles; a quarter look like others and are told apart", works.len());
    for (id, bar) in [("apa", true), ("chicago-author-date", false), ("vancouver", false)] {
        let per_entry: Vec<Duration> =
            LENGTHS.iter().map(|length| printed(&shelf, id, &works[..*length]) / *length as u32).collect();
        for (length, time) in LENGTHS.iter().zip(&per_entry) {
            println!(
                "{id}: {length} entries, {:.1} us an entry, {:.0} a second of a core",
                micros(*time),
                1e6 / micros(*time)
            );
        }
        let growth = micros(per_entry[2]) / micros(per_entry[0]);
        corpus::at_most(&format!("{id}: time of an entry, {} to {}", LENGTHS[2], LENGTHS[0]), growth, LINEAR);
        if bar {
            let slowest = per_entry.iter().max().copied().unwrap_or_default();
            corpus::on_this_machine(
                "seconds of a core for 10,000 APA references",
                micros(slowest) * RATE / 1e6,
                1.0,
            );
        }
    }
    let alike: Vec<Citation> = (0..LENGTHS[2]).map(twin).collect();
    let per_entry: Vec<Duration> = [LENGTHS[0], LENGTHS[2]]
        .iter()
        .map(|length| printed(&shelf, "apa", &alike[..*length]) / *length as u32)
        .collect();
    let growth = micros(per_entry[1]) / micros(per_entry[0]);
    println!("apa, all by one group in one year: {:.1} us an entry of {}", micros(per_entry[1]), LENGTHS[2]);
    corpus::at_most("all alike: time of an entry, 20000 to 1000", growth, LINEAR);
    peer(&shelf, &works);
}

/// Shortest time on a core to print the list of references.
fn printed(shelf: &Shelf, id: &str, works: &[Citation]) -> Duration {
    let shelved = shelf.style(id).expect("a style of the archive");
    let (locale, _) = shelf.locale(&shelved, "en-US").expect("a locale");
    let ReadyStyle::Csl(_) = &shelved.style else { panic!("{id} is not CSL") };
    let works: Vec<&Citation> = works.iter().collect();
    let document =
        Document { works: &works, clusters: &[], policy: None, format: Format::Html, references: true };
    best(if corpus::short() { 3 } else { 5 }, || {
        let printed = document.print(&shelved.style, &locale, &Budget::default()).expect("no limit");
        assert_eq!(printed.references.len(), works.len());
    })
}

/// hayagriva on the same works in the same run.
fn peer(shelf: &Shelf, works: &[Citation]) {
    const COUNT: usize = 1_000;
    let yaml: String = works[..COUNT].iter().enumerate().map(|(number, work)| entry(number, work)).collect();
    let library: Library = from_yaml_str(&yaml).expect("hayagriva's own format");
    let Style::Independent(style) = ArchivedStyle::AmericanPsychologicalAssociation.get() else {
        panic!("APA is a style of its own")
    };
    let locales = hayagriva::archive::locales();
    let ours = printed(shelf, "apa", &works[..COUNT]) / COUNT as u32;
    let theirs = best(2, || rendered(&library, &style, &locales, COUNT)) / COUNT as u32;
    println!("hayagriva, apa: {COUNT} entries, {:.1} us an entry", micros(theirs));
    println!("ratio to hayagriva: {:.3} (time an entry, {COUNT} entries)", micros(ours) / micros(theirs));
}

fn rendered(library: &Library, style: &IndependentStyle, locales: &[citationberg::Locale], count: usize) {
    let mut driver = BibliographyDriver::new();
    for entry in library.iter() {
        let items = vec![CitationItem::with_entry(entry)];
        driver.citation(CitationRequest::from_items(items, style, locales));
    }
    let rendered = driver.finish(BibliographyRequest { style, locale: None, locale_files: locales });
    let bibliography = rendered.bibliography.expect("APA has a bibliography");
    assert_eq!(bibliography.items.len(), count);
    for item in &bibliography.items {
        let mut text = String::new();
        item.content.write_buf(&mut text, hayagriva::BufWriteFormat::Html).expect("a string takes all");
        assert!(!text.is_empty());
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn best(rounds: usize, mut work: impl FnMut()) -> Duration {
    let mut times = (0..rounds).map(|_| {
        let (start, before) = (Instant::now(), on_core());
        work();
        // others may have had the core meanwhile
        on_core().zip(before).map_or(start.elapsed(), |(after, before)| after.saturating_sub(before))
    });
    let first = times.next().unwrap_or_default();
    times.fold(first, Duration::min)
}

/// Time that this thread has had on a core; nothing where the system does not tell.
fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

const FAMILIES: [&str; 40] = [
    "Abbott",
    "Bianchi",
    "Castellani",
    "Dubois",
    "Eriksen",
    "Fischer",
    "García",
    "Hartley",
    "Ivanov",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moretti",
    "Nakamura",
    "Okafor",
    "Petrov",
    "Quint",
    "Rossi",
    "Sartori",
    "Tanaka",
    "Ueda",
    "Vercelli",
    "Weiss",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Andersen",
    "Bauer",
    "Colombo",
    "De Luca",
    "Esposito",
    "Ferrante",
    "Greco",
    "Hoffmann",
    "Ito",
    "Jensen",
    "Keller",
    "Larsen",
    "Marino",
    "Novak",
];
const GIVEN: [&str; 8] = ["Anna Maria", "Paolo", "Eleanor J", "Chidi", "Maja", "Wei", "Giulia", "Jean-Luc"];

/// A number from a number, well mixed.
fn mixed(seed: usize) -> usize {
    let mut x = seed as u64 ^ 0x9e37_79b9_7f4a_7c15;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) as usize
}

fn person(seed: usize) -> Contributor {
    let family = FAMILIES[seed % FAMILIES.len()];
    // names of a large field: most are told apart by a second word
    let family = format!("{family}{}", ["", "-Berg", "ini", "son", "ova"][seed / 64 % 5]);
    Contributor { family, given: GIVEN[seed / 512 % GIVEN.len()].to_owned(), ..Default::default() }
}

/// An article. As in a real library, one author writes several papers a year, and their share does not grow with the library.
fn work(number: usize) -> Citation {
    let seed = mixed(number);
    let group = number / 4 * 4 + if number % 16 < 4 { 0 } else { number % 4 };
    let lead =
        Contributor { family: format!("{}{}", FAMILIES[group % 40], group / 40), ..person(mixed(group)) };
    let mut contributors = vec![lead];
    contributors.extend((1..1 + mixed(group) % 7).map(|place| person(mixed(group * 8 + place))));
    Citation {
        name: format!("citations/{number:026}"),
        r#type: CitationType::ArticleJournal.into(),
        identifiers: vec![Identifier {
            scheme: IdentifierScheme::Doi.into(),
            value: format!("10.5555/bench.{number}"),
            ..Default::default()
        }],
        titles: vec![Title {
            text: format!(
                "Outcome {number} of treatment with drug {}: a randomised trial in adults",
                seed % 977
            ),
            language: "en".into(),
            role: TitleRole::Original.into(),
            ..Default::default()
        }],
        contributors,
        container: Some(Container {
            title: format!("Journal of Bench {}", seed % 211),
            ..Default::default()
        }),
        volume: (1 + seed % 90).to_string(),
        issue: (1 + seed % 12).to_string(),
        pages: Some(Pages {
            first: (1 + seed % 900).to_string(),
            last: (9 + seed % 900).to_string(),
            ..Default::default()
        }),
        dates: vec![DatedEvent {
            kind: DateKind::Issued.into(),
            date: Some(PartialDate { year: 1980 + (mixed(group) % 45) as i32, ..Default::default() }),
            ..Default::default()
        }],
        languages: vec!["en".into()],
        ..Default::default()
    }
}

/// An article by the same three people in the same year as all others.
fn twin(number: usize) -> Citation {
    let mut work = work(number);
    work.contributors = (1..4).map(person).collect();
    if let Some(date) = work.dates[0].date.as_mut() {
        date.year = 2001;
    }
    work
}

/// A work in hayagriva's format.
fn entry(number: usize, work: &Citation) -> String {
    let authors: Vec<String> =
        work.contributors.iter().map(|one| format!("\"{}, {}\"", one.family, one.given)).collect();
    let pages = work.pages.as_ref().expect("pages");
    format!(
        "e{number}:\n    type: article\n    title: \"{}\"\n    author: [{}]\n    date: {}\n    page-range: {}-{}\n    \
         serial-number:\n        doi: \"{}\"\n    parent:\n        type: periodical\n        title: \"{}\"\n        volume: {}\n        issue: {}\n",
        work.titles[0].text,
        authors.join(", "),
        work.dates[0].date.as_ref().expect("a date").year,
        pages.first,
        pages.last,
        work.identifiers[0].value,
        work.container.as_ref().expect("a journal").title,
        work.volume,
        work.issue,
    )
}
