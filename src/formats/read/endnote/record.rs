use super::types::citation_type;
use crate::contract::v1::{
    self, AbbreviationAuthority, CitationType as T, ContributorRole as Role, DateKind,
    IdentifierScheme as Scheme, LinkKind, TitleRole,
};
use crate::formats::read::draft::Draft;
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::{Element, Inline, Tree, canonical, plain};
use crate::formats::read::{Format, Record, dates, headings};
use crate::record::contributor::from_inverted;
use crate::record::identifier::identifier;
use crate::record::pages::pages;

/// The record of a `record` element; the error says what makes it none.
pub fn record(tree: &Tree<'_>, root: Element<'_>, notes: Notes, line: u64) -> Result<Record, String> {
    if root.children().next().is_none() {
        return Err("the record has no fields".to_owned());
    }
    let mut draft = Draft::noted(notes);
    kind(root, &mut draft);
    titles(root, &mut draft);
    people(root, &mut draft);
    containers(root, &mut draft);
    published(root, &mut draft);
    let provider = root.child("remote-database-provider").map(|provider| plain(provider).into_owned());
    let provider = provider.unwrap_or_default();
    for element in root.children() {
        match element.name() {
            "accession-num" => accession(&plain(element), &provider, &mut draft),
            _ => field(element, &mut draft),
        }
    }
    if !provider.is_empty() && provider != "NLM" {
        draft.notes.unplaced("remote-database-provider", provider);
    }
    draft.notes.sweep(tree, says_nothing);
    Ok(draft.finish(Format::EndnoteXml, line))
}

/// How text is set stands in every text; how a program names its files says nothing about a work.
fn says_nothing(element: &str, _: &str, _: &str) -> bool {
    matches!(element, "style" | "source-app" | "database" | "key" | "foreign-keys")
}

fn kind(root: Element<'_>, draft: &mut Draft) {
    let Some(element) = root.child("ref-type") else { return draft.notes.warn("the record has no ref-type") };
    let number = plain(element).into_owned();
    let name = element.attribute("name").unwrap_or_default();
    let said = if name.is_empty() { number.as_str() } else { name };
    match citation_type(name, &number) {
        Some(kind) => draft.citation.set_type(kind),
        None => draft.notes.warn(format!("unknown type: {said}")),
    }
    if !said.is_empty() {
        draft.citation.type_path.push(said.to_owned());
    }
}

/// The elements along a path of names, the last of which may come many times.
fn each<'t>(element: Element<'t>, path: [&'static str; 2]) -> impl Iterator<Item = Element<'t>> {
    element.all(path[0]).flat_map(move |list| list.all(path[1]))
}

fn titles(root: Element<'_>, draft: &mut Draft) {
    for (name, role) in [("title", TitleRole::Original), ("translated-title", TitleRole::Translated)] {
        for element in each(root, ["titles", name]) {
            let formatted = Inline::read(element).finish(&mut []);
            let (text, formatting) = (formatted.text, formatted.formatting);
            draft.add_title(name, v1::Title { text, formatting, role: role.into(), ..Default::default() });
        }
    }
    for element in each(root, ["titles", "short-title"]) {
        draft.one("short-title", &plain(element), |c| &mut c.short_title);
    }
}

fn people(root: Element<'_>, draft: &mut Draft) {
    let second = match draft.kind() {
        T::Thesis => Role::Supervisor,
        T::Patent => Role::Other,
        _ => Role::Editor,
    };
    let first = match draft.citation.type_path.first().map(String::as_str) {
        Some("Edited Book") => Role::Editor,
        Some("Patent") => Role::Inventor,
        _ => Role::Author,
    };
    let lists = [
        ("authors", first),
        ("secondary-authors", second),
        ("tertiary-authors", Role::SeriesEditor),
        ("subsidiary-authors", Role::Translator),
        ("translated-authors", Role::Translator),
    ];
    for (list, role) in lists {
        for author in
            root.all("contributors").flat_map(|people| people.all(list)).flat_map(|list| list.all("author"))
        {
            let name = plain(author);
            // a comma at the end says that the name is a group's
            let person = match name.strip_suffix(',') {
                Some(group) => v1::Contributor { collective: group.trim().to_owned(), ..Default::default() },
                None => from_inverted(&name),
            };
            if !name.is_empty() {
                draft.contributor(person, role);
            }
        }
    }
    let people = draft.citation.contributors.len();
    for element in
        ["auth-address", "auth-affiliaton", "auth-affiliation"].into_iter().flat_map(|name| root.all(name))
    {
        let text = plain(element).into_owned();
        match draft.citation.contributors.last_mut() {
            Some(person) if people == 1 && !text.is_empty() => {
                person.affiliations.push(v1::Affiliation { text, ..Default::default() });
            }
            _ => draft.notes.unplaced(element.name(), text),
        }
    }
}

fn containers(root: Element<'_>, draft: &mut Draft) {
    for element in each(root, ["periodical", "full-title"]) {
        draft.container_title("periodical/full-title", &plain(element));
    }
    for name in ["abbr-1", "abbr-2", "abbr-3"] {
        for element in each(root, ["periodical", name]) {
            abbreviation(&plain(element), draft);
        }
    }
    for element in each(root, ["titles", "secondary-title"]) {
        let title = plain(element);
        match draft.kind() {
            T::Book | T::Report | T::Thesis | T::Collection => {
                draft.one("secondary-title", &title, |c| &mut c.series.get_or_insert_default().title)
            }
            _ => same_or_container("secondary-title", &title, draft),
        }
    }
    for element in each(root, ["titles", "tertiary-title"]) {
        draft.one("tertiary-title", &plain(element), |c| &mut c.series.get_or_insert_default().title);
    }
    let alternatives =
        each(root, ["titles", "alt-title"]).chain(each(root, ["alt-periodical", "full-title"]));
    for element in alternatives.chain(each(root, ["alt-periodical", "abbr-1"])) {
        abbreviation(&plain(element), draft);
    }
}

/// The journal's title stands in two places; a shorter form of it in one of them is an abbreviation.
fn same_or_container(tag: &str, title: &str, draft: &mut Draft) {
    let known = draft.container().title.clone();
    if !known.is_empty() && !known.eq_ignore_ascii_case(title) && title.len() < known.len() {
        return abbreviation(title, draft);
    }
    if !known.eq_ignore_ascii_case(title) {
        draft.container_title(tag, title);
    }
}

fn abbreviation(text: &str, draft: &mut Draft) {
    if !draft.container().title.eq_ignore_ascii_case(text) {
        draft.abbreviation(text, AbbreviationAuthority::Unspecified);
    }
}

fn published(root: Element<'_>, draft: &mut Draft) {
    for list in root.all("dates") {
        let year = list.child("year").map(|year| plain(year).into_owned()).unwrap_or_default();
        let day: Vec<String> = each(list, ["pub-dates", "date"])
            .map(|date| plain(date).into_owned())
            .filter(|date| !date.is_empty())
            .collect();
        let day = day.join(" ");
        let same_year = !year.is_empty() && day.contains(year.as_str());
        let event = match same_year || year.is_empty() {
            true => dates::event(DateKind::Issued, &day),
            false => dates::from_parts(DateKind::Issued, &year, &day, ""),
        };
        match event {
            Some(event) => dates::add(&mut draft.citation.dates, event, "dates"),
            None => {
                draft.notes.unplaced("dates/pub-dates", day);
                draft.date("year", DateKind::Issued, &year);
            }
        }
        for copyright in each(list, ["copyright-dates", "date"]) {
            draft.date("copyright-dates", DateKind::Copyright, &plain(copyright));
        }
    }
    let place = root.child("pub-location").map(|place| plain(place).into_owned()).unwrap_or_default();
    let name = root.child("publisher").map(|name| plain(name).into_owned()).unwrap_or_default();
    if draft.kind() == T::Thesis {
        draft.one("publisher", &name, |c| &mut c.institution);
    } else {
        draft.publisher("publisher", &name);
    }
    draft.publisher_place("pub-location", &place);
}

/// Every other element.
fn field(element: Element<'_>, draft: &mut Draft) {
    let name = element.name();
    match name {
        "foreign-keys" => {
            for key in element.all("key") {
                let base = key.attribute("db-id").unwrap_or_default();
                let id = plain(key);
                if draft.record_id.is_empty() || draft.record_id == *id {
                    draft.record_id = if base.is_empty() { id.into_owned() } else { format!("{base}:{id}") };
                }
            }
        }
        "keywords" => element.all("keyword").for_each(|keyword| draft.keyword(&plain(keyword))),
        "urls" => urls(element, draft),
        "notes" | "research-notes" => {
            element.take();
            for note in element.raw().split(['\n', '\r']) {
                draft.note(&canonical(note));
            }
        }
        "abstract" => {
            let formatted = Inline::read(element).finish(&mut []);
            let lines: Vec<String> = element
                .raw()
                .split(['\n', '\r'])
                .map(|line| canonical(line).into_owned())
                .filter(|line| !line.is_empty())
                .collect();
            let parted = headings::lines(lines.join("\n"), Vec::new());
            match formatted.formatting.is_empty() && !parted.sections.is_empty() {
                true => draft.citation.abstracts.push(parted),
                false if formatted.text.is_empty() => {}
                false => {
                    draft.citation.abstracts.push(headings::inline(&formatted.text, formatted.formatting))
                }
            }
        }
        "pages" => {
            let written = plain(element);
            if !written.is_empty() {
                let read = pages(&written);
                let all = draft.citation.pages.get_or_insert_default();
                (all.first, all.last, all.verbatim) = (read.first, read.last, read.verbatim);
            }
        }
        "rec-number"
        | "volume"
        | "number"
        | "issue"
        | "edition"
        | "section"
        | "isbn"
        | "issn"
        | "electronic-resource-num"
        | "call-num"
        | "report-id"
        | "language"
        | "work-type"
        | "num-vols"
        | "access-date"
        | "remote-database-name"
        | "custom2"
        | "custom7"
        | "reviewed-item"
        | "orig-pub"
        | "meeting-place"
        | "availability" => {
            let text = plain(element);
            if !text.is_empty() {
                simple(name, &text, draft);
            }
        }
        _ => {}
    }
}

fn simple(name: &str, text: &str, draft: &mut Draft) {
    match name {
        "rec-number" if draft.record_id.is_empty() => text.clone_into(&mut draft.record_id),
        "rec-number" => {}
        "volume" => draft.one(name, text, |c| &mut c.volume),
        "number" | "issue" => match draft.kind() {
            T::Report | T::Patent | T::Bill | T::Standard | T::Thesis => {
                draft.one(name, text, |c| &mut c.number)
            }
            _ => draft.one(name, text, |c| &mut c.issue),
        },
        "edition" => draft.one(name, text, |c| &mut c.edition),
        "section" => draft.one(name, text, |c| &mut c.section),
        "isbn" | "issn" => draft.serial_numbers(name, text),
        "electronic-resource-num" => draft.identifier(Scheme::Doi, text),
        "call-num" => draft.one(name, text, |c| &mut c.archive.get_or_insert_default().call_number),
        "availability" => draft.one(name, text, |c| &mut c.archive.get_or_insert_default().location),
        "report-id" => draft.one(name, text, |c| &mut c.number),
        "language" => draft.languages(name, text),
        "work-type" => draft.one(name, text, |c| &mut c.genre),
        "num-vols" => draft.citation.physical_description.push(format!("{text} vols.")),
        "access-date" => draft.date(name, DateKind::Accessed, text),
        "remote-database-name" => {
            draft.one(name, text, |c| &mut c.archive.get_or_insert_default().data_provider)
        }
        "custom2" if text.starts_with("PMC") && !identifier(Scheme::Pmcid, text).invalid => {
            draft.identifier(Scheme::Pmcid, text)
        }
        "custom7" => draft.one(name, text, |c| &mut c.pages.get_or_insert_default().article_number),
        "meeting-place" => draft.one(name, text, |c| &mut c.event.get_or_insert_default().place),
        "reviewed-item" | "orig-pub" => {
            let kind = if name == "orig-pub" { LinkKind::RepublishedFrom } else { LinkKind::ReviewOf };
            let (kind, title) = (kind.into(), text.to_owned());
            draft.citation.related_works.push(v1::RelatedWork { kind, title, ..Default::default() });
        }
        _ => draft.notes.unplaced(name, text),
    }
}

fn urls(element: Element<'_>, draft: &mut Draft) {
    for list in element.children() {
        let kind = match list.name() {
            "pdf-urls" => "pdf",
            "text-urls" => "fulltext",
            "image-urls" => "image",
            _ => "",
        };
        if list.name() == "url" {
            draft.location(&plain(list), "");
        }
        list.all("url").for_each(|url| draft.location(&plain(url), kind));
    }
}

/// The number that a data base gives the record; NLM's is a PMID.
fn accession(text: &str, provider: &str, draft: &mut Draft) {
    if text.is_empty() {
        return;
    }
    let lower = text.to_ascii_lowercase();
    let scheme = match () {
        () if lower.starts_with("wos:") || lower.starts_with("isi:") => Scheme::Wos,
        () if lower.starts_with("pmid:") => Scheme::Pmid,
        () if provider == "NLM" && text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Scheme::Pmid
        }
        () => Scheme::Accession,
    };
    draft.identifier(scheme, text);
}
