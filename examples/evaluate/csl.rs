//! Task `csl`: the fixtures of the official CSL processor tests. Folders that the suite itself sets aside as `experiments` or `off-spec`
//! are left out. `tests/csl_not_passed.tsv` says of each that does not pass why.

mod fixture;
mod item;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ibid::style::{
    Budget, Cluster, ClusterCite, Format, Item, LoadedStyle, Locale, Part, Place, Position, Processor,
    Program, archived_locale, load,
};
use serde_json::{Value, json};

use fixture::Fixture;
use item::JsonItem;

/// Runs every fixture below the paths.
pub fn run(paths: &[PathBuf], verbose: bool) -> Value {
    let mut files = Vec::new();
    for path in paths {
        walk(path, &mut files);
    }
    files.sort();
    let (mut total, mut passed, mut panicked) = (0, 0, 0);
    let (mut bibliography_total, mut bibliography_passed) = (0, 0);
    let listed = include_str!("../../tests/csl_not_passed.tsv");
    let reasons: HashMap<&str, &str> = listed.lines().filter_map(|line| line.split_once('\t')).collect();
    std::panic::set_hook(Box::new(|_| {}));
    for path in files {
        let Some(fixture) = std::fs::read_to_string(&path).ok().and_then(|text| Fixture::parse(&text)) else {
            continue;
        };
        total += 1;
        let is_bibliography = fixture.mode.starts_with("bibliography");
        bibliography_total += usize::from(is_bibliography);
        let outcome = std::panic::catch_unwind(|| render(&fixture));
        let (right, got) = match outcome {
            Ok(Ok(text)) => (text.trim() == fixture.result.trim(), text),
            Ok(Err(reason)) => (false, format!("refused: {reason}")),
            Err(_) => {
                panicked += 1;
                (false, "panicked".to_owned())
            }
        };
        passed += usize::from(right);
        bibliography_passed += usize::from(right && is_bibliography);
        if verbose && !right {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let reason = reasons.get(name.as_str()).copied().unwrap_or("not in tests/csl_not_passed.tsv");
            println!(
                "=== {name}\n--- {reason}\n--- expected\n{}\n--- got\n{}\n",
                fixture.result.trim(),
                got.trim()
            );
        }
    }
    let _ = std::panic::take_hook();
    json!({
        "passed": passed,
        "total": total,
        "bibliography_passed": bibliography_passed,
        "bibliography_total": bibliography_total,
        "panicked": panicked,
    })
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
        return;
    }
    let set_aside = path.file_name().is_some_and(|name| name == "experiments" || name == "off-spec");
    let Some(entries) = std::fs::read_dir(path).ok().filter(|_| !set_aside) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "txt") {
            walk(&path, files);
        }
    }
}

fn render(fixture: &Fixture) -> Result<String, String> {
    let LoadedStyle { tree, program } = load(fixture.csl.trim()).map_err(|error| error.to_string())?;
    let lang = tree.default_locale.as_ref().map_or("en-US", |code| code.0.as_str());
    let locale = Locale::new(lang, &tree.locale, archived_locale);
    let mut items: Vec<JsonItem> = Vec::new();
    for item in fixture.input.iter().map(|item| JsonItem::new(item, &fixture.abbreviations)) {
        // of two items of one id the later counts
        match items.iter_mut().find(|known| known.id == item.id) {
            Some(known) => *known = item,
            None => items.push(item),
        }
    }
    let place = |id: &str| items.iter().position(|item| item.id == id);

    if let Some(steps) = &fixture.citations {
        let now = document(steps, steps.len());
        let texts = cite_document(&program, &locale, &items, &now);
        if fixture.mode.starts_with("bibliography") {
            let order = order_of(&now, &place);
            return Ok(bibliography(&program, &locale, &items, &order, fixture));
        }
        let before = document(steps, steps.len() - 1);
        let earlier = cite_document(&program, &locale, &items, &before);
        let lines = now.iter().zip(&texts).enumerate().map(|(number, (cluster, text))| {
            let old = before.iter().position(|old| old["citationID"] == cluster["citationID"]);
            let note = |cluster: &Value| cluster["properties"]["noteIndex"].clone();
            let unchanged = old.is_some_and(|old| {
                earlier[old] == *text && !(program.note && note(&before[old]) != note(cluster))
            }) && cluster["citationID"] != steps[steps.len() - 1][0]["citationID"];
            format!("{}[{number}] {text}", if unchanged { ".." } else { ">>" })
        });
        return Ok(lines.collect::<Vec<_>>().join("\n"));
    }

    let order: Vec<usize> = match &fixture.bibentries {
        Some(rounds) => rounds.last().into_iter().flatten().filter_map(|id| place(id)).collect(),
        None => (0..items.len()).collect(),
    };
    if fixture.mode.starts_with("bibliography") {
        return Ok(bibliography(&program, &locale, &items, &order, fixture));
    }
    let budget = Budget::default();
    let processor =
        Processor::new(&program, &locale, &budget, order.iter().map(|at| &items[*at] as &dyn Item).collect());
    // without further instructions every item is cited, in the order of the list of references
    let all =
        vec![processor.order().iter().map(|at| json!({ "id": items[order[*at]].id })).collect::<Vec<_>>()];
    let groups = fixture.citation_items.as_ref().unwrap_or(&all);
    let lines = groups.iter().map(|group| {
        let at = |id: &str| order.iter().position(|at| items[*at].id == id);
        let cites = group.iter().filter_map(|cite| cluster_cite(cite, &at, true)).collect();
        processor.clusters(&[Cluster { note: None, cites }], Format::Html).concat()
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn bibliography(
    program: &Program,
    locale: &Locale,
    items: &[JsonItem],
    order: &[usize],
    fixture: &Fixture,
) -> String {
    let budget = Budget::default();
    let processor =
        Processor::new(program, locale, &budget, order.iter().map(|at| &items[*at] as &dyn Item).collect());
    let entries = processor.bibliography(Format::Html);
    let mut out = String::from("<div class=\"csl-bib-body\">\n");
    for entry in entries {
        if !entry.text.is_empty() && fixture.shows(&items[order[entry.item]].object) {
            out.push_str(&format!("  <div class=\"csl-entry\">{}</div>\n", entry.text));
        }
    }
    out.push_str("</div>");
    out
}

/// The clusters of a document after so many steps.
fn document(steps: &[Value], count: usize) -> Vec<Value> {
    let Some(step) = count.checked_sub(1).map(|last| &steps[last]) else { return Vec::new() };
    let known = |id: &Value| {
        steps[..count].iter().rev().find(|step| step[0]["citationID"] == *id).map(|step| step[0].clone())
    };
    let listed = |list: &Value| -> Vec<Value> {
        let entries = list.as_array().into_iter().flatten();
        entries
            .filter_map(|entry| {
                let mut cluster = known(&entry[0])?;
                cluster["properties"]["noteIndex"] = entry[1].clone();
                Some(cluster)
            })
            .collect()
    };
    let mut clusters = listed(&step[1]);
    clusters.push(step[0].clone());
    clusters.extend(listed(&step[2]));
    clusters
}

fn order_of(clusters: &[Value], place: &impl Fn(&str) -> Option<usize>) -> Vec<usize> {
    let mut order = Vec::new();
    for cite in clusters.iter().flat_map(|cluster| cluster["citationItems"].as_array().into_iter().flatten())
    {
        if let Some(at) = place(&item::id_of(&cite["id"])).filter(|at| !order.contains(at)) {
            order.push(at);
        }
    }
    order
}

fn cite_document(program: &Program, locale: &Locale, items: &[JsonItem], clusters: &[Value]) -> Vec<String> {
    let place = |id: &str| items.iter().position(|item| item.id == id);
    let order = order_of(clusters, &place);
    let budget = Budget::default();
    let processor =
        Processor::new(program, locale, &budget, order.iter().map(|at| &items[*at] as &dyn Item).collect());
    let at = |id: &str| order.iter().position(|at| items[*at].id == id);
    let clusters: Vec<Cluster<'_>> = clusters
        .iter()
        .map(|cluster| Cluster {
            note: cluster["properties"]["noteIndex"]
                .as_u64()
                .filter(|note| *note > 0)
                .map(|note| note as u32),
            cites: cluster["citationItems"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|cite| cluster_cite(cite, &at, false))
                .collect(),
        })
        .collect();
    processor.clusters(&clusters, Format::Html)
}

/// A cite of a fixture.
fn cluster_cite<'a>(
    cite: &'a Value,
    at: &impl Fn(&str) -> Option<usize>,
    placed: bool,
) -> Option<ClusterCite<'a>> {
    let locator = cite["locator"].as_str().map(str::trim).filter(|locator| !locator.is_empty());
    let label = cite["label"].as_str().unwrap_or("page");
    let part = match (item::truthy(&cite["author-only"]), item::truthy(&cite["suppress-author"])) {
        (true, _) => Part::NamesOnly,
        (_, true) => Part::WithoutNames,
        _ => Part::Whole,
    };
    let position = match cite["position"].as_u64() {
        Some(1) => Position::Subsequent,
        Some(2) => Position::Ibid,
        Some(3) => Position::IbidWithLocator,
        _ => Position::First,
    };
    let first_note = cite["first-reference-note-number"].as_u64().map(|note| note as u32);
    let near_note = item::truthy(&cite["near-note"]);
    Some(ClusterCite {
        item: at(&item::id_of(&cite["id"]))?,
        locator: locator
            .map(|locator| (label.parse().unwrap_or(citationberg::taxonomy::Locator::Page), locator)),
        prefix: cite["prefix"].as_str().unwrap_or_default(),
        suffix: cite["suffix"].as_str().unwrap_or_default(),
        part,
        place: placed.then_some(Place { position, near_note, first_note }),
    })
}
