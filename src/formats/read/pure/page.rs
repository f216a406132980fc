use super::label::{self, Label};
use super::work_type;

/// A page taken apart: what stood where, as written.
#[derive(Debug, Default)]
pub struct Page {
    pub title: String,
    pub translated_title: String,
    pub contributors: String,
    /// Lines between the contributors and the type, which are affiliations.
    pub affiliations: Vec<String>,
    pub type_line: String,
    pub abstract_text: Vec<String>,
    pub fields: Vec<(Label, String)>,
    pub asjc: Vec<String>,
    pub keywords: Vec<String>,
    pub fingerprint: Vec<String>,
    pub links: Vec<String>,
    pub notes: Vec<String>,
    pub cite: Vec<String>,
    /// Label, value.
    pub unplaced: Vec<(String, String)>,
    /// Line of the title, from 1.
    pub line: u64,
}

/// A part of a page below the type line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    Abstract,
    Fields,
    Asjc,
    Keywords,
    Fingerprint,
    Links,
    Note,
    Cite,
    Other,
}

/// Takes the text of a page apart; `Err` with what is missing when it is no Pure page.
pub fn parse(text: &str) -> Result<Page, String> {
    let lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    let mut page = Page::default();
    let body = match lines.iter().position(|line| work_type::after_prefix(line).is_some()) {
        Some(at) => {
            head(&lines[..at], &lines, &mut page);
            type_line(&lines, at, &mut page)
        }
        None => {
            let at = lines.iter().position(|line| field(line, true).is_some());
            let Some(at) = at else {
                return Err("no line of type (\"Research output: …\") and no field of one".into());
            };
            head(&lines[..at], &lines, &mut page);
            at
        }
    };
    below(&lines[body..], &mut page);
    if page.type_line.is_empty() && page.fields.len() < 3 {
        return Err("no line of type (\"Research output: …\") and fewer than three fields of one".into());
    }
    if page.title.is_empty() {
        return Err("no title above the line of type".into());
    }
    Ok(page)
}

fn type_line(lines: &[&str], at: usize, page: &mut Page) -> usize {
    let rest = work_type::after_prefix(lines[at]).unwrap_or_default();
    page.type_line = rest.to_owned();
    if !rest.is_empty() {
        return at + 1;
    }
    // the path may stand on the next line
    let next = lines[at + 1..].iter().position(|line| !line.is_empty()).map(|offset| at + 1 + offset);
    let Some(next) = next else { return at + 1 };
    page.type_line = lines[next].to_owned();
    next + 1
}

/// Title, its translation, contributors and affiliations, from the lines above the type.
fn head(above: &[&str], all: &[&str], page: &mut Page) {
    let lines: Vec<(usize, &str)> = above
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !is_chrome(line))
        .map(|(at, line)| (at, *line))
        .collect();
    let translated = lines.iter().position(|(_, line)| {
        matches!(label::fused(line, false), Some((Label::TranslatedTitle, _))) || translation(line).is_some()
    });
    let title = match translated {
        Some(at) => {
            page.translated_title = translation(lines[at].1).unwrap_or_default().to_owned();
            at.checked_sub(1)
        }
        None => title_at(&lines, all),
    };
    let Some(title) = title else { return };
    page.title = lines[title].1.trim_start_matches('#').trim().to_owned();
    page.line = lines[title].0 as u64 + 1;
    let mut rest = lines[translated.unwrap_or(title) + 1..].iter().map(|(_, line)| *line);
    if let Some(contributors) = rest.next() {
        page.contributors = contributors.to_owned();
    }
    page.affiliations = rest.map(|line| line.trim_start_matches(['•', '*', '-', ' ']).to_owned()).collect();
}

/// The value of "Translated title of the contribution: …".
fn translation(line: &str) -> Option<&str> {
    match label::fused(line, true) {
        Some((Label::TranslatedTitle, value)) => Some(value),
        _ => None,
    }
}

fn title_at(lines: &[(usize, &str)], all: &[&str]) -> Option<usize> {
    let marked = lines.iter().position(|(_, line)| line.starts_with("# "));
    let known = all.iter().find_map(|line| topic(line));
    marked
        .or_else(|| lines.iter().position(|(_, line)| known.is_some_and(|title| *line == title)))
        .or_else(|| (!lines.is_empty()).then_some(0))
}

/// The title inside "Dive into the research topics of '…'. Together they form a unique fingerprint."
fn topic(line: &str) -> Option<&str> {
    let begin = TOPICS.iter().find_map(|words| line.find(words).map(|at| at + words.len()))?;
    let rest = line[begin..].trim_start_matches([' ', ':', '\'', '"', '„', '“', '‘', '«']);
    let end = rest.rfind(['\'', '"', '“', '”', '’', '»'])?;
    Some(rest[..end].trim_end_matches(['.', ' ']))
}

const TOPICS: [&str; 5] = [
    "Dive into the research topics of",
    "Untersuchen Sie die Forschungsthemen von",
    "Dyk ned i forskningsemnerne om",
    "Duik in de onderzoeksthema's van",
    "Profundice en los temas de investigación de",
];

/// Everything below the line of type.
fn below(lines: &[&str], page: &mut Page) {
    let mut block = Block::Abstract;
    let mut paragraph: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if block == Block::Cite {
            page.cite.push(line.to_owned());
            continue;
        }
        if line.is_empty() {
            end_paragraph(&mut paragraph, page);
            continue;
        }
        if let Some(next) = label::heading(line) {
            end_paragraph(&mut paragraph, page);
            block = next;
            continue;
        }
        if TOPICS.iter().any(|words| line.contains(words)) {
            end_paragraph(&mut paragraph, page);
            block = Block::Fingerprint;
            continue;
        }
        if is_chrome(line) || is_rule(line) {
            continue;
        }
        let strict = block != Block::Fields;
        if let Some((name, value)) = field(line, strict) {
            end_paragraph(&mut paragraph, page);
            block = Block::Fields;
            page.fields.push((name, value));
            continue;
        }
        // a label alone on its line: the value is the next line
        if let Some(name) = label::named(line).filter(|name| !strict || label::is_strong(*name)) {
            end_paragraph(&mut paragraph, page);
            block = Block::Fields;
            match lines[at..].iter().position(|next| !next.is_empty()).map(|offset| at + offset) {
                Some(next)
                    if label::named(lines[next]).is_none()
                        && label::heading(lines[next]).is_none()
                        && field(lines[next], true).is_none()
                        && name != Label::Event
                        && name != Label::Series =>
                {
                    page.fields.push((name, lines[next].to_owned()));
                    at = next + 1;
                }
                _ => page.fields.push((name, String::new())),
            }
            continue;
        }
        place(line, block, &mut paragraph, page);
    }
    end_paragraph(&mut paragraph, page);
}

fn place<'a>(line: &'a str, block: Block, paragraph: &mut Vec<&'a str>, page: &mut Page) {
    let item = line.trim_start_matches(['•', '*', '-', '·', '◦']).trim();
    match block {
        Block::Abstract => paragraph.push(line),
        Block::Fields => match cells(line) {
            Some((label, value)) => page.unplaced.push((label, value)),
            None => page.unplaced.push((String::new(), line.to_owned())),
        },
        Block::Asjc => page.asjc.push(item.to_owned()),
        Block::Keywords => page.keywords.push(item.to_owned()),
        Block::Fingerprint => page.fingerprint.push(item.to_owned()),
        Block::Links => page.links.push(item.to_owned()),
        Block::Note => page.notes.push(item.to_owned()),
        Block::Other => page.unplaced.push((String::new(), item.to_owned())),
        Block::Cite => {}
    }
}

fn end_paragraph(paragraph: &mut Vec<&str>, page: &mut Page) {
    if !paragraph.is_empty() {
        page.abstract_text.push(paragraph.join(" "));
        paragraph.clear();
    }
}

/// A field in a table row, behind a tab or colon, or fused.
fn field(line: &str, strict: bool) -> Option<(Label, String)> {
    if let Some((name, value)) = cells(line) {
        let name = label::named(&name)?;
        return (!value.is_empty()).then_some((name, value));
    }
    label::fused(line, strict).map(|(name, value)| (name, value.to_owned()))
}

/// The two cells of a row of a markdown table or of a line with a tab.
fn cells(line: &str) -> Option<(String, String)> {
    let (name, value) = match line.strip_prefix('|') {
        Some(row) => row.trim_end_matches('|').split_once('|')?,
        None => line.split_once('\t')?,
    };
    let clean = |cell: &str| cell.trim().trim_matches('*').trim().to_owned();
    Some((clean(name), clean(value)))
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '-' | '=' | '|' | ':' | ' ' | '_' | '*'))
}

/// Lines of navigation, counters and buttons around a record.
fn is_chrome(line: &str) -> bool {
    const WHOLE: [&str; 44] = [
        "home",
        "profiles",
        "research units",
        "research output",
        "projects",
        "activities",
        "overview",
        "press/media",
        "prizes",
        "datasets",
        "student theses",
        "equipment",
        "log in",
        "login",
        "english",
        "deutsch",
        "dansk",
        "nederlands",
        "open access",
        "search",
        "menu",
        "startseite",
        "profile",
        "forschungseinheiten",
        "forschungsoutput",
        "überblick",
        "publikationen",
        "file",
        "pdf",
        "share",
        "print",
        "view full fingerprint",
        "sort by",
        "weight",
        "alphabetically",
        "vollständigen fingerprint anzeigen",
        "sortieren nach",
        "corresponding author for this work",
        "* corresponding author for this work",
        "search by expertise, name or affiliation",
        "view in scopus",
        "altmetric",
        "publications",
        "help & faq",
    ];
    let bare = line.trim_matches(['*', '•', '-', ' ', '#']).to_lowercase();
    let starts = [
        "skip to ",
        "zum inhalt",
        "zur hauptnavigation",
        "zur suche",
        "link to search page",
        "logo ",
        "powered by ",
        "switch to ",
    ];
    WHOLE.contains(&bare.as_str())
        || starts.iter().any(|words| bare.starts_with(words))
        || is_counter(&bare)
        || is_menu_link(line)
        || bare.ends_with(" home")
        || bare.ends_with(" logo")
}

/// "12 Citations (Scopus)", "3 Downloads (Pure)".
fn is_counter(bare: &str) -> bool {
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').trim_start();
    rest.len() < bare.len()
        && [
            "citations",
            "citation",
            "downloads",
            "zitate",
            "zitat",
            "scopus citations",
            "citationer",
            "citaten",
        ]
        .iter()
        .any(|word| {
            rest == *word
                || rest
                    .strip_prefix(word)
                    .is_some_and(|end| end.starts_with(" (") || end.starts_with(" quotes"))
        })
}

/// A markdown link that is alone in a list.
fn is_menu_link(line: &str) -> bool {
    let bare = line.trim_start_matches(['*', '-', '•', ' ']);
    bare.len() < line.len() && bare.starts_with('[') && bare.ends_with(')') && bare.contains("](")
}
