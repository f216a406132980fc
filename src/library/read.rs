use bytes::Bytes;
use prost::Message;

use super::{Library, LibraryError};
use crate::contract::v1::Citation;
use crate::engine::{Deadline, Hit, Hits, Row, Stored};
use crate::record::name::{CitationId, CitationRef};

/// Redirects lead to survivors; a chain is as long as a history of merges.
const MAX_REDIRECTS: usize = 32;

impl Library {
    /// Reads the citation that `reference` names, by id or identifier, through redirects. `name` is how the caller called it.
    pub async fn citation(
        &self,
        name: &str,
        reference: &CitationRef,
        deadline: Deadline,
    ) -> Result<(CitationId, Stored), LibraryError> {
        let mut id = match reference {
            CitationRef::Id(id) => *id,
            CitationRef::Strong(strong) => {
                let mut holders = self.inner.engine.holders(std::slice::from_ref(strong), deadline).await?;
                self.only_holder(name, strong.to_string(), holders.pop().unwrap_or_default())?
            }
        };
        for _ in 0..MAX_REDIRECTS {
            let row = self.inner.engine.get(&[id], deadline).await?.pop().flatten();
            match row {
                Some(Row::Citation(stored)) => return Ok((id, stored)),
                Some(Row::Redirect { to, .. }) => id = to,
                Some(Row::Tombstone { .. }) => {
                    return Err(LibraryError::CitationDeleted { name: name.to_owned() });
                }
                None => return Err(LibraryError::CitationNotFound { name: name.to_owned() }),
            }
        }
        Err(LibraryError::Corrupt(format!("{name}: redirects without end")))
    }

    /// Reads many at once, each on its own terms, in the order asked.
    pub async fn citations(
        &self,
        names: &[(String, CitationRef)],
        deadline: Deadline,
    ) -> Result<Vec<Result<Bytes, LibraryError>>, LibraryError> {
        let strong: Vec<_> = names
            .iter()
            .filter_map(|(_, reference)| match reference {
                CitationRef::Strong(strong) => Some(strong.clone()),
                CitationRef::Id(_) => None,
            })
            .collect();
        let mut holders = self.inner.engine.holders(&strong, deadline).await?.into_iter();
        let ids: Vec<Result<CitationId, LibraryError>> = names
            .iter()
            .map(|(name, reference)| match reference {
                CitationRef::Id(id) => Ok(*id),
                CitationRef::Strong(strong) => {
                    self.only_holder(name, strong.to_string(), holders.next().unwrap_or_default())
                }
            })
            .collect();
        let wanted: Vec<CitationId> = ids.iter().filter_map(|id| id.as_ref().ok().copied()).collect();
        let mut rows = self.inner.engine.get(&wanted, deadline).await?.into_iter();

        let mut answers = Vec::with_capacity(names.len());
        for (id, (name, _)) in ids.into_iter().zip(names) {
            let answer = match id {
                Err(error) => Err(error),
                Ok(id) => match rows.next().flatten() {
                    Some(Row::Citation(stored)) => Ok(stored.citation),
                    None => Err(LibraryError::CitationNotFound { name: name.clone() }),
                    Some(Row::Tombstone { .. }) => Err(LibraryError::CitationDeleted { name: name.clone() }),
                    Some(Row::Redirect { .. }) => self
                        .citation(name, &CitationRef::Id(id), deadline)
                        .await
                        .map(|(_, stored)| stored.citation),
                },
            };
            answers.push(answer);
        }
        Ok(answers)
    }

    /// The encoded citations of hits, those that are gone meanwhile left out.
    pub(super) async fn found(
        &self,
        hits: &Hits<CitationId>,
        deadline: Deadline,
    ) -> Result<Vec<Option<Bytes>>, LibraryError> {
        let unread = hits.hits.iter().filter(|hit| hit.message.is_none());
        let unread: Vec<CitationId> = unread.map(|hit| hit.key).collect();
        let mut read =
            if unread.is_empty() { Vec::new() } else { self.live(&unread, deadline).await? }.into_iter();
        let citation = |hit: &Hit<CitationId>| hit.message.clone().or_else(|| read.next().flatten());
        Ok(hits.hits.iter().map(citation).collect())
    }

    /// Encoded citations by id, those that are gone meanwhile left out.
    pub(super) async fn live(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Option<Bytes>>, LibraryError> {
        let rows = self.inner.engine.get(ids, deadline).await?;
        Ok(rows
            .into_iter()
            .map(|row| match row {
                Some(Row::Citation(stored)) => Some(stored.citation),
                _ => None,
            })
            .collect())
    }

    fn only_holder(
        &self,
        name: &str,
        identifier: String,
        holders: Vec<CitationId>,
    ) -> Result<CitationId, LibraryError> {
        match holders[..] {
            [] => Err(LibraryError::CitationNotFound { name: name.to_owned() }),
            [id] => Ok(id),
            _ => Err(LibraryError::IdentifierAmbiguous {
                identifier,
                citations: holders.iter().map(|id| format!("citations/{id}")).collect(),
            }),
        }
    }
}

/// Decodes stored bytes.
pub(super) fn decode(bytes: &Bytes) -> Result<Citation, LibraryError> {
    Ok(Citation::decode(bytes.clone())?)
}
