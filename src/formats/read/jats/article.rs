use super::{dates, journal, links, people, text};
use crate::contract::v1::{self, CitationType as T, IdentifierScheme as Scheme, SubjectScheme, TitleRole};
use crate::formats::read::draft::Draft;
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::{Element, Tree, plain};
use crate::formats::read::{Format, Record};
use crate::record::identifier::identifier;
use crate::record::language::bcp47;
use crate::record::pages::pages;

/// The record of an `article` element; the error says what makes it none.
pub fn record(tree: &Tree<'_>, root: Element<'_>, notes: Notes, line: u64) -> Result<Record, String> {
    let front = root.child("front").or_else(|| root.child("front-stub")).ok_or("no <front>")?;
    let meta = front.child("article-meta").ok_or("no <article-meta>")?;
    let mut draft = Draft::noted(notes);
    let language = root.attribute("xml:lang").and_then(bcp47).unwrap_or_default();
    draft.citation.languages.extend(Some(language.clone()).filter(|tag| !tag.is_empty()));
    kind(root, &mut draft);
    if let Some(journal) = front.child("journal-meta") {
        journal::container(journal, &mut draft);
    }
    ids(meta, &mut draft);
    titles(meta, &language, &mut draft);
    people::contributors(meta, &mut draft);
    for element in meta.children() {
        field(element, &language, &mut draft);
    }
    place(meta, &mut draft);
    if let Some(back) = root.child("back") {
        links::references(back, &mut draft);
        statements(back, &mut draft);
    }
    // what the authors wrote, and what others wrote about it
    let text = ["body", "back", "floats-group", "sub-article", "response", "processing-meta"];
    root.children().filter(|child| text.contains(&child.name())).for_each(Element::take);
    draft.notes.sweep(tree, |_, _, _| true);
    Ok(draft.finish(Format::Jats, line))
}

fn kind(root: Element<'_>, draft: &mut Draft) {
    let named = root.attribute("article-type").unwrap_or_default();
    let kind = match named {
        "preprint" => T::Preprint,
        "book-review" => T::ReviewBook,
        "product-review" => T::Review,
        _ => T::ArticleJournal,
    };
    draft.citation.set_type(kind);
    if !named.is_empty() {
        draft.citation.type_path.push(named.to_owned());
        let label = named.to_owned();
        draft.citation.publication_types.push(v1::PublicationType { label, ..Default::default() });
    }
}

fn ids(meta: Element<'_>, draft: &mut Draft) {
    for id in meta.all("article-id") {
        let kind = id.attribute("pub-id-type").unwrap_or_default();
        let value = plain(id);
        if !value.is_empty() {
            draft.add_identifier(id_of(kind, &value));
        }
    }
    let best = [Scheme::Pmcid, Scheme::Pmid, Scheme::Doi]
        .into_iter()
        .find_map(|scheme| draft.citation.identifiers.iter().find(|id| id.scheme() == scheme && !id.invalid));
    draft.record_id = best.map(|id| id.value.clone()).unwrap_or_default();
}

/// An identifier by the name that JATS gives its kind.
pub fn id_of(kind: &str, value: &str) -> v1::Identifier {
    let scheme = match kind {
        "doi" => Scheme::Doi,
        "pmid" => Scheme::Pmid,
        "pmc" | "pmcid" => Scheme::Pmcid,
        "pii" => Scheme::Pii,
        "arxiv" => Scheme::Arxiv,
        "manuscript" => Scheme::Mid,
        "isbn" => Scheme::Isbn,
        _ => {
            let (scheme, value, r#type) = (Scheme::Other.into(), value.to_owned(), kind.to_owned());
            return v1::Identifier { scheme, value, r#type, ..Default::default() };
        }
    };
    identifier(scheme, value)
}

fn titles(meta: Element<'_>, language: &str, draft: &mut Draft) {
    let Some(group) = meta.child("title-group") else { return };
    let main = [("article-title", TitleRole::Original), ("subtitle", TitleRole::Subtitle)];
    for (name, role) in main {
        for element in group.all(name) {
            draft.add_title(name, text::title(element, role, language));
        }
    }
    for translated in group.all("trans-title-group") {
        let language = text::language(translated).unwrap_or_default();
        for element in translated.children().filter(|child| child.name().starts_with("trans-")) {
            draft.add_title("trans-title", text::title(element, TitleRole::Translated, &language));
        }
    }
    // before JATS they stood alone
    for element in group.all("trans-title") {
        let language = text::language(element).unwrap_or_default();
        draft.add_title("trans-title", text::title(element, TitleRole::Translated, &language));
    }
    for element in group.all("alt-title") {
        let running =
            element.attribute("alt-title-type").is_none_or(|kind| kind.contains("run") || kind == "short");
        let words = plain(element);
        match running {
            true => draft.one("alt-title", &words, |c| &mut c.short_title),
            false => draft.notes.unplaced("alt-title", words),
        }
    }
}

fn field(element: Element<'_>, language: &str, draft: &mut Draft) {
    match element.name() {
        "volume" => draft.one("volume", &plain(element), |c| &mut c.volume),
        "issue" => draft.one("issue", &plain(element), |c| &mut c.issue),
        "article-version" => draft.one("article-version", &plain(element), |c| &mut c.version),
        "pub-date" | "history" | "pub-history" => dates::dates(element, draft),
        "abstract" | "trans-abstract" => {
            let own = text::language(element).unwrap_or_else(|| language.to_owned());
            let found = text::summary(element, own, &mut draft.notes);
            draft.citation.abstracts.extend(found);
        }
        "kwd-group" => keywords(element, draft),
        "article-categories" => categories(element, draft),
        "permissions" => permissions(element, draft),
        "funding-group" => funding(element, draft),
        "conference" => conference(element, draft),
        "counts" => {
            let count = element.child("ref-count").and_then(|refs| refs.attribute("count")?.parse().ok());
            draft.citation.reference_count = count.filter(|count| *count > 0);
            let pages = element.child("page-count").and_then(|pages| pages.attribute("count")?.parse().ok());
            if let Some(count @ 1..) = pages {
                draft.citation.pages.get_or_insert_default().count = Some(count);
            }
            element.take();
        }
        "self-uri" => {
            let url = element.attribute("xlink:href").unwrap_or_default();
            let kind = element.attribute("content-type").unwrap_or_default();
            if url.starts_with("http") {
                draft.location(url, kind);
            }
            element.take();
        }
        "related-article" | "related-object" => links::related(element, draft),
        "author-notes" => statements(element, draft),
        _ => {}
    }
}

fn place(meta: Element<'_>, draft: &mut Draft) {
    let text = |name: &str| meta.child(name).map(|element| plain(element).into_owned()).unwrap_or_default();
    let (first, last, range) = (text("fpage"), text("lpage"), text("page-range"));
    let number = text("elocation-id");
    let written = match (first.as_str(), last.as_str()) {
        ("", _) => range.clone(),
        (first, "") => first.to_owned(),
        (first, last) => format!("{first}-{last}"),
    };
    if written.is_empty() && number.is_empty() {
        return;
    }
    let read = pages(&written);
    let found = draft.citation.pages.get_or_insert_default();
    (found.first, found.last, found.article_number) = (read.first, read.last, number);
    if !range.is_empty() {
        found.verbatim = range;
    }
}

fn keywords(group: Element<'_>, draft: &mut Draft) {
    let kind = group.attribute("kwd-group-type").unwrap_or_default();
    let language = text::language(group).unwrap_or_default();
    let own = matches!(kind, "" | "author" | "author-generated" | "author-keywords" | "keywords");
    for element in group.all("kwd").chain(group.all("nested-kwd").flat_map(|nested| nested.all("kwd"))) {
        let label = plain(element).into_owned();
        if !label.is_empty() {
            draft.citation.subjects.push(v1::Subject {
                scheme: SubjectScheme::Keyword.into(),
                label,
                language: language.clone(),
                vocabulary: if own { String::new() } else { kind.to_owned() },
                ..Default::default()
            });
        }
    }
    // its heading: "Keywords"
    group.all("title").for_each(Element::take);
}

fn categories(element: Element<'_>, draft: &mut Draft) {
    // groups nest: on the heap, in order
    let mut waiting: Vec<Element<'_>> = element.all("subj-group").collect();
    waiting.reverse();
    while let Some(group) = waiting.pop() {
        let vocabulary = group.attribute("subj-group-type").unwrap_or_default();
        for subject in group.all("subject") {
            let label = plain(subject).into_owned();
            if vocabulary == "heading" {
                draft.one("subject", &label, |c| &mut c.section);
            } else if !label.is_empty() {
                let (scheme, vocabulary) = (SubjectScheme::Other.into(), vocabulary.to_owned());
                draft.citation.subjects.push(v1::Subject { scheme, label, vocabulary, ..Default::default() });
            }
        }
        let at = waiting.len();
        waiting.extend(group.all("subj-group"));
        waiting[at..].reverse();
    }
}

fn permissions(element: Element<'_>, draft: &mut Draft) {
    let said = |name: &str| element.child(name).map(|child| plain(child).into_owned()).unwrap_or_default();
    let statement = said("copyright-statement");
    let (year, holder) = (said("copyright-year"), said("copyright-holder"));
    if !statement.is_empty() {
        draft.citation.rights.push(v1::Rights { statement, ..Default::default() });
    } else if !holder.is_empty() {
        let statement = format!("© {year} {holder}").replace("  ", " ");
        draft.citation.rights.push(v1::Rights { statement, ..Default::default() });
    }
    for license in element.all("license") {
        let named = license.attribute("xlink:href").map(str::to_owned);
        let reference = || license.all("ali:license_ref").next().map(|url| plain(url).into_owned());
        let license_url = named.or_else(reference).unwrap_or_default();
        let words: Vec<String> = license
            .children()
            .filter(|child| matches!(child.name(), "license-p" | "p"))
            .map(|child| plain(child).into_owned())
            .collect();
        draft.citation.rights.push(v1::Rights { statement: words.join(" "), license_url, start: None });
        license.take();
    }
}

fn funding(group: Element<'_>, draft: &mut Draft) {
    for award in group.all("award-group") {
        let agency = award.child("funding-source").map(text::flat).unwrap_or_default();
        let numbers: Vec<String> = award.all("award-id").map(|id| plain(id).into_owned()).collect();
        let funder = award.child("funding-source").and_then(|source| source.attribute("xlink:href"));
        let grant = |number: String| v1::Grant {
            number,
            agency: agency.clone(),
            funder_id: funder.unwrap_or_default().to_owned(),
            ..Default::default()
        };
        match numbers.is_empty() {
            true => draft.citation.grants.push(grant(String::new())),
            false => draft.citation.grants.extend(numbers.into_iter().map(grant)),
        }
    }
}

fn conference(element: Element<'_>, draft: &mut Draft) {
    let parts = [
        (
            "conf-name",
            (|c| &mut c.event.get_or_insert_default().name) as fn(&mut v1::Citation) -> &mut String,
        ),
        ("conf-loc", |c| &mut c.event.get_or_insert_default().place),
        ("conf-date", |c| &mut c.event.get_or_insert_default().dates_verbatim),
        ("conf-acronym", |c| &mut c.event.get_or_insert_default().acronym),
    ];
    for (name, field) in parts {
        for child in element.all(name) {
            draft.one(name, &plain(child), field);
        }
    }
}

/// Declarations of interests in footnotes.
fn statements(element: Element<'_>, draft: &mut Draft) {
    let notes = element.all("fn").chain(element.all("fn-group").flat_map(|group| group.all("fn")));
    for note in notes {
        let kind = note.attribute("fn-type").unwrap_or_default();
        if matches!(kind, "conflict" | "COI-statement" | "coi-statement" | "competing-interests") {
            let text = text::flat(note);
            draft.citation.conflict_of_interest.push(v1::LocalizedText { text, ..Default::default() });
        }
    }
}
