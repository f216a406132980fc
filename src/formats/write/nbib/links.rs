use super::tags::Tags;
use crate::contract::v1::{IdentifierScheme as Scheme, Link};
use crate::formats::related::RELATED;

/// The tag of a link; `None` for a kind that PubMed does not have.
pub fn tag_of(link: &Link) -> Option<&'static str> {
    let own = |exact: bool| {
        let mut kinds = RELATED.iter().filter(|(_, kind, _)| *kind == link.kind());
        kinds.find(|(_, _, label)| !exact || *label == link.label)
    };
    own(true).or_else(|| own(false)).map(|(tag, _, _)| *tag)
}

pub fn link(link: &Link, tags: &mut Tags) {
    let Some(tag) = tag_of(link) else { return };
    let mut text = link.reference.clone();
    let of = |scheme: Scheme| link.targets.iter().filter(move |target| target.scheme() == scheme);
    for doi in of(Scheme::Doi).filter(|doi| !link.reference.contains(&doi.value)) {
        text.push_str(&format!(" doi: {}", doi.value));
    }
    // the PMID stands last: what follows it would not be read
    for pmid in of(Scheme::Pmid) {
        text.push_str(&format!(" PMID: {}", pmid.value));
    }
    tags.put(tag, &text);
}
