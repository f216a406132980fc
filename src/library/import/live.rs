use std::sync::Arc;

use bytes::Bytes;

use crate::contract::v1::{Citation, LinkKind};
use crate::library::LibraryError;
use crate::library::kept::Kept;
use crate::library::review::Reviewed;
use crate::record::identifier::{self, StrongId};
use crate::record::merge::merge;

/// What a citation is found by and what it says about others, worked out once.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::library) struct Keys {
    pub strong: Vec<StrongId>,
    /// Targets and `LinkKind`.
    pub links: Vec<(StrongId, i32)>,
}

impl Keys {
    pub fn of(citation: &Citation) -> Self {
        Self { strong: identifier::strong(citation), links: links(citation) }
    }
}

/// Lists of references are long and decide no status: they stay on the record alone.
fn links(citation: &Citation) -> Vec<(StrongId, i32)> {
    let relevant = citation.links.iter().filter(|link| {
        !matches!(link.kind(), LinkKind::References | LinkKind::Cites | LinkKind::Unspecified)
    });
    let mut links: Vec<_> = relevant
        .flat_map(|link| link.targets.iter().filter_map(|id| Some((StrongId::of(id)?, link.kind))))
        .collect();
    links.sort();
    links.dedup();
    links
}

/// A citation with the sources it is made from. Sources are shared, since a batch may have to be worked out anew.
#[derive(Debug, Clone)]
pub(super) struct Live {
    sources: Vec<Arc<Citation>>,
    /// What they make together; `None` where there is but one, which is that itself.
    merged: Option<Box<Citation>>,
    keys: Arc<Keys>,
    /// What people said of its findings.
    reviews: Vec<Reviewed>,
}

impl Live {
    /// The only source of a citation.
    pub fn alone(source: Arc<Citation>, keys: Arc<Keys>) -> Self {
        Self { sources: vec![source], merged: None, keys, reviews: Vec::new() }
    }

    pub fn of(mut sources: Vec<Arc<Citation>>) -> Self {
        if sources.len() == 1
            && let Some(source) = sources.pop()
        {
            let keys = Arc::new(Keys::of(&source));
            return Self::alone(source, keys);
        }
        let merged = merge(&sources);
        let keys = Arc::new(Keys::of(&merged));
        Self { sources, merged: Some(Box::new(merged)), keys, reviews: Vec::new() }
    }

    /// The same with these reviews.
    pub fn with_reviews(self, reviews: Vec<Reviewed>) -> Self {
        Self { reviews, ..self }
    }

    /// As it was stored: `citation` as it is served, and what is kept beside it.
    pub fn stored(citation: Citation, kept: Bytes) -> Result<Self, LibraryError> {
        let Kept { sources, reviews } = Kept::read(kept)?;
        if !sources.is_empty() {
            return Ok(Self::of(sources.into_iter().map(Arc::new).collect()).with_reviews(reviews));
        }
        let only = Citation {
            name: String::new(),
            etag: String::new(),
            created: None,
            updated: None,
            editorial_status: 0,
            ..citation
        };
        Ok(Self::of(vec![Arc::new(only)]).with_reviews(reviews))
    }

    pub fn reviews(&self) -> &[Reviewed] {
        &self.reviews
    }

    pub fn sources(&self) -> &[Arc<Citation>] {
        &self.sources
    }

    /// The citation that the sources make together.
    pub fn served(&self) -> &Citation {
        match &self.merged {
            Some(merged) => merged,
            None => &self.sources[0],
        }
    }

    pub fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// The citation, its keys, and what is kept beside it: its sources where they are several, and its reviews.
    pub fn into_parts(self) -> (Citation, Keys, Kept) {
        let reviews = self.reviews;
        let keys = Arc::unwrap_or_clone(self.keys);
        let mut sources = self.sources.into_iter().map(Arc::unwrap_or_clone);
        match self.merged {
            None => (sources.next().unwrap_or_default(), keys, Kept { sources: Vec::new(), reviews }),
            Some(merged) => (*merged, keys, Kept { sources: sources.collect(), reviews }),
        }
    }
}
