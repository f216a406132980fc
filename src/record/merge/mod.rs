//! How the records that several sources have of one work become one citation.

mod alone;
mod list;
mod rank;
mod veto;

pub use alone::alone;
pub(super) use list::letters;
pub use rank::rank;
pub use veto::{contradicts, shares_strong, veto};

use std::borrow::Borrow;
use std::cmp::Ordering;

use prost::Message;

use crate::contract::v1::{self, TitleRole};
use crate::record::source::SourceKey;
use list::{first_given, union};

/// The citation that `sources` make together. The order in which they are given does not matter: they count in the order of
/// [`rank`], then of their keys. Single fields, and lists whose order means something (contributors, type path), come from the
/// first that gives them; other lists are united by what their items are, an item of an earlier source before its double
/// of a later one. What only the library writes (name, etag, editorial status, times) is left empty.
pub fn merge<S: Borrow<v1::Citation>>(sources: &[S]) -> v1::Citation {
    let ranked = in_order(sources.iter().map(Borrow::borrow).collect());
    let text = |field: fn(&v1::Citation) -> &String| first_given(&ranked, field, |text| text.is_empty());
    let contributors_of = ranked.iter().find(|c| !c.contributors.is_empty());
    let mut merged = v1::Citation {
        identifiers: list::identifiers(&ranked),
        r#type: first_given(&ranked, |c| &c.r#type, |kind| *kind == 0),
        type_path: first_given(&ranked, |c| &c.type_path, Vec::is_empty),
        titles: union(&ranked, |c| &c.titles, |title| vec![list::letters(&title.text)]),
        contributors: contributors_of.map(|c| c.contributors.clone()).unwrap_or_default(),
        contributors_incomplete: contributors_of.is_some_and(|c| c.contributors_incomplete),
        container: container(&ranked),
        volume: text(|c| &c.volume),
        issue: text(|c| &c.issue),
        pages: first_given(&ranked, |c| &c.pages, Option::is_none),
        dates: union(&ranked, |c| &c.dates, |date| vec![format!("{} {}", date.kind, date.label)]),
        languages: union(&ranked, |c| &c.languages, |tag| vec![tag.to_lowercase()]),
        abstracts: list::abstracts(&ranked),
        subjects: union(&ranked, |c| &c.subjects, list::subject_keys),
        publication_types: union(&ranked, |c| &c.publication_types, |t| vec![list::letters(&t.label)]),
        grants: union(&ranked, |c| &c.grants, list::grant_keys),
        registrations: union(&ranked, |c| &c.registrations, |r| vec![list::letters(&r.number)]),
        edition: text(|c| &c.edition),
        series: first_given(&ranked, |c| &c.series, Option::is_none),
        event: first_given(&ranked, |c| &c.event, Option::is_none),
        publisher: first_given(&ranked, |c| &c.publisher, Option::is_none),
        institution: text(|c| &c.institution),
        genre: text(|c| &c.genre),
        medium: text(|c| &c.medium),
        number: text(|c| &c.number),
        legal: first_given(&ranked, |c| &c.legal, Option::is_none),
        notes: union(&ranked, |c| &c.notes, |note| vec![list::letters(note)]),
        archive: first_given(&ranked, |c| &c.archive, Option::is_none),
        locations: union(&ranked, |c| &c.locations, |location| vec![location.url.clone()]),
        links: union(&ranked, |c| &c.links, list::link_keys),
        publication_status: first_given(&ranked, |c| &c.publication_status, |status| *status == 0),
        peer_reviewed: first_given(&ranked, |c| &c.peer_reviewed, Option::is_none),
        reference_count: first_given(&ranked, |c| &c.reference_count, Option::is_none),
        substances: union(&ranked, |c| &c.substances, list::substance_keys),
        people_as_subject: first_given(&ranked, |c| &c.people_as_subject, Vec::is_empty),
        record_status: text(|c| &c.record_status),
        conflict_of_interest: union(&ranked, |c| &c.conflict_of_interest, |t| vec![list::letters(&t.text)]),
        physical_description: union(&ranked, |c| &c.physical_description, |t| vec![list::letters(t)]),
        short_title: text(|c| &c.short_title),
        related_works: union(&ranked, |c| &c.related_works, |work| vec![list::letters(&work.title)]),
        section: text(|c| &c.section),
        version: text(|c| &c.version),
        rights: union(&ranked, |c| &c.rights, |r| vec![format!("{} {}", r.license_url, r.statement)]),
        sources: union(&ranked, |c| &c.sources, |_| Vec::new()),
        ..Default::default()
    };
    originals_first(&mut merged.titles);
    merged
}

/// A source that knows only the translation may rank before the one that has the original.
fn originals_first(titles: &mut [v1::Title]) {
    let is_original =
        |title: &v1::Title| matches!(title.role(), TitleRole::Original | TitleRole::Unspecified);
    titles.sort_by_key(|title| !is_original(title));
}

/// By rank, key, and, so that nothing depends on the order of arrival, content.
fn in_order(sources: Vec<&v1::Citation>) -> Vec<&v1::Citation> {
    if sources.len() < 2 {
        return sources;
    }
    let mut keyed: Vec<(usize, SourceKey, &v1::Citation)> = sources
        .into_iter()
        .map(|citation| (SourceKey::of(citation), citation))
        .map(|(k, c)| (rank(&k.format), k, c))
        .collect();
    keyed.sort_by(|(rank_a, key_a, a), (rank_b, key_b, b)| {
        let by_key = rank_a.cmp(rank_b).then_with(|| key_a.cmp(key_b));
        by_key.then_with(|| if a == b { Ordering::Equal } else { a.encode_to_vec().cmp(&b.encode_to_vec()) })
    });
    keyed.into_iter().map(|(_, _, citation)| citation).collect()
}

/// Field by field: one source has the abbreviation, another the full title, a third the ISSNs.
fn container(ranked: &[&v1::Citation]) -> Option<v1::Container> {
    let given: Vec<&v1::Container> = ranked.iter().filter_map(|c| c.container.as_ref()).collect();
    if given.is_empty() {
        return None;
    }
    let text = |field: fn(&v1::Container) -> &String| first_given(&given, field, |text| text.is_empty());
    Some(v1::Container {
        title: text(|c| &c.title),
        abbreviations: union(&given, |c| &c.abbreviations, |a| vec![list::letters(&a.text)]),
        issns: union(&given, |c| &c.issns, |issn| vec![issn.value.clone()]),
        isbns: union(&given, |c| &c.isbns, |isbn| vec![isbn.clone()]),
        publisher: first_given(&given, |c| &c.publisher, Option::is_none),
        nlm_unique_id: text(|c| &c.nlm_unique_id),
        country: text(|c| &c.country),
        subtitle: text(|c| &c.subtitle),
        language: text(|c| &c.language),
        other_titles: union(&given, |c| &c.other_titles, |title| vec![list::letters(&title.text)]),
    })
}

#[cfg(test)]
mod tests;
