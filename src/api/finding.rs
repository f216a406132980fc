use tonic::{Request, Response, Status, async_trait};

use super::request::{Checked, MAX_BATCH, MAX_LIST_PAGE, MAX_SEARCH_PAGE, citation_name, finding_name};
use super::{opened, reply, status};
use crate::contract::Encoded;
use crate::contract::server::finding_service_server::FindingService;
use crate::contract::server::{
    BatchGetFindingsItem, BatchGetFindingsResponse, ExtractFindingsResponse, FindingHit,
    ListFindingsResponse, SearchFindingsResponse, batch_get_findings_item,
};
use crate::contract::v1::{
    Abstract, BatchGetFindingsRequest, Citation, ExtractFindingsRequest, Finding, GetFindingRequest,
    ListFindingsRequest, SearchFindingsRequest, extract_findings_request,
};
use crate::engine::Deadline;
use crate::finding;
use crate::library::{Library, LibraryError, SearchRequest};
use crate::record::text::nfc;

/// Bytes of text that one ExtractFindings reads.
const MAX_TEXT: usize = 1 << 20;
/// A parent that stands for all citations.
const ALL: &str = "citations/-";

/// `ibid.v1.FindingService`.
pub(super) struct Findings {
    library: Library,
}

#[async_trait]
impl FindingService for Findings {
    async fn get_finding(
        &self,
        request: Request<GetFindingRequest>,
    ) -> Result<Response<Encoded<Finding>>, Status> {
        let (request, deadline) = opened(request);
        reply(self.get(&request.name, deadline).await)
    }

    async fn batch_get_findings(
        &self,
        request: Request<BatchGetFindingsRequest>,
    ) -> Result<Response<BatchGetFindingsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(self.batch(request, deadline).await)
    }

    async fn list_findings(
        &self,
        request: Request<ListFindingsRequest>,
    ) -> Result<Response<ListFindingsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(self.list(request, deadline).await)
    }

    async fn search_findings(
        &self,
        request: Request<SearchFindingsRequest>,
    ) -> Result<Response<SearchFindingsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(self.search(request, deadline).await)
    }

    async fn extract_findings(
        &self,
        request: Request<ExtractFindingsRequest>,
    ) -> Result<Response<ExtractFindingsResponse>, Status> {
        let request = request.into_inner();
        let extracted = tokio::task::spawn_blocking(move || extract(request)).await;
        reply(extracted.map_err(|error| {
            tracing::error!(%error, "extractor failed");
            status::internal()
        })?)
    }
}

impl Findings {
    pub fn new(library: Library) -> Self {
        Self { library }
    }

    async fn get(&self, name: &str, deadline: Deadline) -> Result<Encoded<Finding>, LibraryError> {
        let (citation, id) = finding_name(name)?;
        self.library.finding(name, &citation, &id, deadline).await.map(Encoded::from_bytes)
    }

    async fn batch(
        &self,
        request: BatchGetFindingsRequest,
        deadline: Deadline,
    ) -> Result<BatchGetFindingsResponse, LibraryError> {
        if request.names.len() > MAX_BATCH {
            let description = format!("{} names are more than {MAX_BATCH}", request.names.len());
            return Err(LibraryError::invalid("names", description));
        }
        let mut items = Vec::with_capacity(request.names.len());
        for requested_name in request.names {
            let result = match self.get(&requested_name, deadline).await {
                Ok(finding) => batch_get_findings_item::Result::Finding(finding),
                Err(LibraryError::Engine(error)) => return Err(error.into()),
                Err(error) => batch_get_findings_item::Result::Error(status::item(&error)),
            };
            items.push(BatchGetFindingsItem { requested_name, result: Some(result) });
        }
        Ok(BatchGetFindingsResponse { items })
    }

    async fn list(
        &self,
        request: ListFindingsRequest,
        deadline: Deadline,
    ) -> Result<ListFindingsResponse, LibraryError> {
        let mut checked = Checked::default();
        let page_size = checked.page_size(request.page_size, MAX_LIST_PAGE);
        let parent = match request.parent.as_str() {
            ALL => None,
            parent => checked.keep(citation_name("parent", parent))?,
        };
        checked.done()?;
        let parent = parent.as_ref().map(|reference| (request.parent.as_str(), reference));
        let page = self
            .library
            .list_findings(parent, &request.filter, page_size, &request.page_token, deadline)
            .await?;
        Ok(ListFindingsResponse {
            findings: page.hits.into_iter().map(|hit| Encoded::from_bytes(hit.finding)).collect(),
            next_page_token: page.next_page_token,
        })
    }

    async fn search(
        &self,
        request: SearchFindingsRequest,
        deadline: Deadline,
    ) -> Result<SearchFindingsResponse, LibraryError> {
        let mut checked = Checked::default();
        let page_size = checked.page_size(request.page_size, MAX_SEARCH_PAGE);
        checked.done()?;
        let search = SearchRequest {
            query: request.query,
            filter: request.filter,
            order_by: request.order_by,
            page_size,
            page_token: request.page_token,
            snippets: false,
        };
        let page = self.library.search_findings(&search, deadline).await?;
        let ids: Vec<_> = page.hits.iter().map(|hit| hit.citation).collect();
        let titles = self.library.titles(&ids, deadline).await?;
        let hits = page.hits.into_iter().map(|hit| FindingHit {
            citation_title: titles.get(&hit.citation).cloned().unwrap_or_default(),
            finding: Some(Encoded::from_bytes(hit.finding)),
            score: hit.score.into(),
        });
        Ok(SearchFindingsResponse {
            hits: hits.collect(),
            next_page_token: page.next_page_token,
            total_size: i32::try_from(page.total).unwrap_or(i32::MAX),
            interpreted_query: page.interpreted,
        })
    }
}

fn extract(request: ExtractFindingsRequest) -> Result<ExtractFindingsResponse, LibraryError> {
    let (citation, text) = match request.input {
        Some(extract_findings_request::Input::Text(text)) => {
            let text = nfc(&text);
            let read = Abstract { text: text.clone(), language: request.language, ..Abstract::default() };
            (Citation { abstracts: vec![read], ..Citation::default() }, Some(text))
        }
        Some(extract_findings_request::Input::Citation(citation)) => (citation, None),
        None => return Err(LibraryError::invalid("input", "give `text` or `citation`")),
    };
    let size: usize = citation.abstracts.iter().map(|one| one.text.len()).sum();
    if size > MAX_TEXT {
        let what = "the text to read (bytes)".to_owned();
        return Err(LibraryError::Limit { what, limit: MAX_TEXT as u64, actual: Some(size as u64) });
    }
    let extracted = finding::extract(&citation);
    Ok(ExtractFindingsResponse {
        citation: text.is_none().then(|| Encoded::from(&citation)),
        text: text.unwrap_or_default(),
        sentences: extracted.sentences,
        findings: extracted.findings.iter().map(Encoded::from).collect(),
    })
}
