use prost::Message;

use super::import::desk::{Desk, Overtaken, TRIES, Written, pause};
use super::{Library, LibraryError};
use crate::contract::v1::Citation;
use crate::engine::Deadline;
use crate::record::name::{CitationId, CitationRef};

impl Library {
    /// Deletes a citation with its findings. `etag` empty deletes whatever is there.
    pub async fn delete(
        &self,
        name: &str,
        reference: &CitationRef,
        etag: &str,
        allow_missing: bool,
        deadline: Deadline,
    ) -> Result<(), LibraryError> {
        let _writer = self.inner.writing.lock().await;
        let mut wanted = self.deletable(name, reference, etag, allow_missing, deadline).await?;
        let mut overtaken = Overtaken::default();
        for attempt in 0..TRIES {
            let mut desk = Desk::new(&*self.inner.engine, (self.inner.clock)(), deadline);
            if let Some(id) = wanted {
                desk.remove(id).await?;
            }
            desk.go_on(&overtaken).await?;
            let (written, _) = desk.finish().await?.apply(&*self.inner.engine, deadline).await?;
            match written {
                Written::Whole(_) => return Ok(()),
                Written::Part(part) => overtaken.again(part),
            }
            pause(attempt).await;
            // what is deleted already leaves only those behind that it had links to
            wanted = match wanted.filter(|id| !overtaken.written.contains(id)) {
                Some(_) => self.deletable(name, reference, etag, allow_missing, deadline).await?,
                None => None,
            };
        }
        Err(LibraryError::Conflict)
    }

    /// The citation that may be deleted; `None` where there is none and that is allowed.
    async fn deletable(
        &self,
        name: &str,
        reference: &CitationRef,
        etag: &str,
        allow_missing: bool,
        deadline: Deadline,
    ) -> Result<Option<CitationId>, LibraryError> {
        let (id, stored) = match self.citation(name, reference, deadline).await {
            Ok(found) => found,
            Err(LibraryError::CitationNotFound { .. } | LibraryError::CitationDeleted { .. })
                if allow_missing =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let citation = Citation::decode(stored.citation)?;
        if !etag.is_empty() && etag != citation.etag {
            return Err(LibraryError::EtagMismatch { name: name.to_owned(), etag: citation.etag });
        }
        Ok(Some(id))
    }
}
