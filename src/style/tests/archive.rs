//! Every style of the archive in every locale, over the demo library.

use crate::contract::{from_json, v1};
use crate::style::{
    Budget, Cited, Format, Item, Locale, Processor, ReadyStyle, StyleKind, archived_locale, archived_locales,
    ready, styles,
};

fn demo() -> Vec<v1::Citation> {
    let lines = include_str!("../../cli/demo/records.jsonl").lines().filter(|line| !line.is_empty());
    lines.map(|line| from_json("Citation", line).expect("a record of the demo library")).collect()
}

/// Citations and references in a locale; whatever is empty is named.
fn empty(id: &str, lang: &str, records: &[v1::Citation]) -> Vec<String> {
    let Some(ReadyStyle::Csl(style)) = ready(id) else { return vec![format!("{id}: not a CSL style")] };
    let locale = Locale::new(lang, &style.tree.locale, archived_locale);
    let (family, budget) = (style.family(), Budget::default());
    let cited: Vec<Cited<'_>> = records.iter().map(|record| Cited::by_manual(record, family, None)).collect();
    let processor =
        Processor::new(&style.program, &locale, &budget, cited.iter().map(|one| one as &dyn Item).collect());
    let mut faults = Vec::new();
    let clusters = crate::style::Cluster::each(records.len());
    let citations = processor.clusters(&clusters, Format::Text);
    faults.extend(
        citations
            .iter()
            .enumerate()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(number, _)| format!("{id} {lang}: citation {number} is empty")),
    );
    if style.program.bibliography.is_none() {
        return faults;
    }
    let entries = processor.bibliography(Format::Html);
    if entries.len() != records.len() {
        faults.push(format!("{id} {lang}: {} references of {}", entries.len(), records.len()));
    }
    let empty = entries.iter().filter(|entry| entry.text.trim().is_empty());
    faults.extend(empty.map(|entry| format!("{id} {lang}: reference {} is empty", entry.item)));
    faults
}

#[test]
fn every_style_prints_every_record_in_every_locale() {
    let records = demo();
    let langs: Vec<&str> =
        archived_locales().values().filter_map(|locale| Some(locale.lang.as_ref()?.0.as_str())).collect();
    let ids: Vec<&str> = styles()
        .iter()
        .filter(|style| matches!(style.kind, StyleKind::Csl(_)))
        .map(|style| style.id)
        .collect();
    assert!(langs.len() >= 60 && ids.len() >= 80, "{} locales, {} styles", langs.len(), ids.len());
    let half = ids.len() / 2;
    let faults: Vec<String> = std::thread::scope(|scope| {
        let run = |ids: &[&str]| -> Vec<String> {
            ids.iter().flat_map(|id| langs.iter().flat_map(|lang| empty(id, lang, &records))).collect()
        };
        let (left, right) = ids.split_at(half);
        let other = scope.spawn(move || run(left));
        let mut faults = run(right);
        faults.extend(other.join().expect("no panic"));
        faults
    });
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}
