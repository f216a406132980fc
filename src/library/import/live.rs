use std::sync::Arc;

use bytes::Bytes;
use prost::Message;

use crate::contract::v1::{Citation, LinkKind};
use crate::library::LibraryError;
use crate::record::identifier::{self, StrongId};
use crate::record::merge::merge;

/// What a citation is found by and what it says about others, worked out once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Keys {
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
}

/// The sources of a merged citation, as they are stored beside it.
#[derive(Clone, PartialEq, Message)]
struct SourceSet {
    #[prost(message, repeated, tag = "1")]
    sources: Vec<Citation>,
}

impl Live {
    /// The only source of a citation.
    pub fn alone(source: Arc<Citation>, keys: Arc<Keys>) -> Self {
        Self { sources: vec![source], merged: None, keys }
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
        Self { sources, merged: Some(Box::new(merged)), keys }
    }

    /// As it was stored: `citation` as it is served, and its sources where they are several.
    pub fn stored(citation: Citation, sources: Bytes) -> Result<Self, LibraryError> {
        if !sources.is_empty() {
            let SourceSet { sources } = SourceSet::decode(sources)?;
            return Ok(Self::of(sources.into_iter().map(Arc::new).collect()));
        }
        let only = Citation {
            name: String::new(),
            etag: String::new(),
            created: None,
            updated: None,
            editorial_status: 0,
            ..citation
        };
        Ok(Self::of(vec![Arc::new(only)]))
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

    /// The citation, its keys, and its sources as they are stored beside it.
    pub fn into_parts(self) -> (Citation, Keys, Bytes) {
        let keys = Arc::unwrap_or_clone(self.keys);
        let mut sources = self.sources.into_iter().map(Arc::unwrap_or_clone);
        match self.merged {
            None => (sources.next().unwrap_or_default(), keys, Bytes::new()),
            Some(merged) => {
                let set = SourceSet { sources: sources.collect() };
                (*merged, keys, set.encode_to_vec().into())
            }
        }
    }
}
