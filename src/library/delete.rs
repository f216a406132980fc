use prost::Message;

use super::import::desk::Desk;
use super::{Library, LibraryError};
use crate::contract::v1::Citation;
use crate::engine::Deadline;
use crate::record::name::CitationRef;

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
        let found = self.citation(name, reference, deadline).await;
        let (id, stored) = match found {
            Ok(found) => found,
            Err(LibraryError::CitationNotFound { .. } | LibraryError::CitationDeleted { .. })
                if allow_missing =>
            {
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let citation = Citation::decode(stored.citation)?;
        if !etag.is_empty() && etag != citation.etag {
            return Err(LibraryError::EtagMismatch { name: name.to_owned(), etag: citation.etag });
        }
        let mut desk = Desk::new(&*self.inner.engine, (self.inner.clock)(), deadline);
        desk.remove(id).await?;
        desk.apply().await?;
        Ok(())
    }
}
