use std::sync::Arc;

use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::finding_service_client::FindingServiceClient;
use ibid::contract::v1::import_citations_request::Payload;
use ibid::contract::v1::library_service_client::LibraryServiceClient;
use ibid::contract::v1::{
    CheckLibraryRequest, Citation, Finding, GetCitationRequest, ImportAction, ImportCitationsRequest,
    ImportConfig, ImportOutcome, ImportTotals, ListFindingsRequest,
};
use ibid::engine::Engine;
use ibid::library::Library;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};
use tonic::{Code, Status};
use tonic_types::StatusExt;

/// A library behind a server on a loopback port, with a client.
pub struct World {
    pub citations: CitationServiceClient<Channel>,
    pub findings: FindingServiceClient<Channel>,
    pub upkeep: LibraryServiceClient<Channel>,
    library: Library,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<()>,
}

/// What an import answered.
#[derive(Debug)]
pub struct Imported {
    pub totals: ImportTotals,
    pub outcomes: Vec<ImportOutcome>,
    pub acknowledged: i32,
    /// The error it ended with.
    pub error: Option<Status>,
}

impl World {
    pub async fn start(engine: Arc<dyn Engine>) -> Self {
        let library = Library::open(engine).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let router = Server::builder().add_routes(ibid::api::routes(library.clone()));
        let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
        let served = tokio::spawn(async move {
            router.serve_with_incoming_shutdown(incoming, async { drop(stopped.await) }).await.unwrap();
        });
        let channel = Channel::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        Self {
            citations: CitationServiceClient::new(channel.clone()),
            findings: FindingServiceClient::new(channel.clone()),
            upkeep: LibraryServiceClient::new(channel),
            library,
            stop,
            served,
        }
    }

    pub async fn stop(self) {
        drop((self.citations, self.findings, self.upkeep));
        let _ = self.stop.send(());
        self.served.await.unwrap();
        self.library.close().await;
    }

    /// Imports a file in two chunks and waits until search shows it; it must come to its end.
    pub async fn import(&self, file: &str) -> Imported {
        let imported = self.import_with(ImportConfig::default(), file.as_bytes()).await;
        assert!(imported.error.is_none(), "{:?}", imported.error);
        imported
    }

    pub async fn import_with(&self, config: ImportConfig, file: &[u8]) -> Imported {
        let config = ImportConfig { wait_visible: true, all_outcomes: true, file: "test".into(), ..config };
        let (a, b) = file.split_at(file.len() / 2);
        let payloads =
            [Payload::Config(config), Payload::Chunk(a.to_vec().into()), Payload::Chunk(b.to_vec().into())];
        self.send(payloads.into_iter().collect()).await
    }

    async fn send(&self, payloads: Vec<Payload>) -> Imported {
        let requests = payloads.into_iter().map(|payload| ImportCitationsRequest { payload: Some(payload) });
        let mut imported =
            Imported { totals: ImportTotals::default(), outcomes: Vec::new(), acknowledged: 0, error: None };
        let answers =
            self.upkeep.clone().import_citations(tokio_stream::iter(requests.collect::<Vec<_>>())).await;
        let mut answers = match answers {
            Ok(answers) => answers.into_inner(),
            Err(status) => return Imported { error: Some(status), ..imported },
        };
        let mut done = false;
        loop {
            match answers.message().await {
                Ok(Some(answer)) => {
                    imported.totals = answer.totals.unwrap_or_default();
                    imported.acknowledged = answer.acknowledged;
                    imported.outcomes.extend(answer.outcomes);
                    done = answer.done;
                }
                Ok(None) => break,
                Err(status) => {
                    imported.error = Some(status);
                    break;
                }
            }
        }
        assert!(done || imported.error.is_some(), "an import ends with `done` or an error");
        imported
    }

    /// The library's engine, for what no rpc can do.
    pub fn engine(&self) -> &dyn Engine {
        &**self.library.engine()
    }

    /// The library's own check has nothing to say.
    pub async fn no_problems(&self) {
        let mut stream =
            self.upkeep.clone().check_library(CheckLibraryRequest {}).await.unwrap().into_inner();
        let mut done = false;
        while let Some(progress) = stream.message().await.unwrap() {
            assert_eq!(progress.problems, []);
            done = progress.done;
        }
        assert!(done);
    }

    /// The findings of a citation, in the order in which they are listed.
    pub async fn findings_of(&self, parent: &str) -> Vec<Finding> {
        let request = ListFindingsRequest { parent: parent.into(), ..Default::default() };
        self.findings.clone().list_findings(request).await.unwrap().into_inner().findings
    }

    pub async fn get(&self, name: &str) -> Result<Citation, Status> {
        let request = GetCitationRequest { name: name.into(), ..Default::default() };
        self.citations.clone().get_citation(request).await.map(tonic::Response::into_inner)
    }
}

impl Imported {
    pub fn actions(&self) -> Vec<ImportAction> {
        self.outcomes.iter().map(ImportOutcome::action).collect()
    }
}

/// Asserts code and reason of an error and that its details are typed.
pub fn assert_error<T: std::fmt::Debug>(result: Result<T, Status>, code: Code, reason: &str) -> Status {
    let status = result.expect_err("an error was expected");
    let info = status.get_details_error_info().expect("every error carries ErrorInfo");
    assert_eq!(
        (status.code(), info.reason.as_str(), info.domain.as_str()),
        (code, reason, "ibid.v1"),
        "{status}"
    );
    status
}

/// One PubMed record of our own: enough to be known, searched and read.
pub fn article(pmid: u32, title: &str, extra: &str) -> String {
    format!(
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">{pmid}</PMID><Article>\
         <Journal><JournalIssue><Volume>4</Volume><PubDate><Year>{}</Year></PubDate></JournalIssue>\
         <Title>Journal of Examples</Title></Journal><ArticleTitle>{title}</ArticleTitle>\
         <Abstract><AbstractText>The prevalence of {title} was 18% in {pmid} patients. Treatment reduced mortality \
         (HR 0.72, 95% CI 0.60-0.86, p&lt;0.001).</AbstractText></Abstract>\
         <AuthorList><Author><LastName>Rossi</LastName><ForeName>Anna</ForeName></Author></AuthorList>\
         <Language>eng</Language></Article></MedlineCitation>{extra}</PubmedArticle>",
        2000 + pmid % 20,
    )
}

pub fn set(articles: &[String]) -> String {
    format!("<?xml version=\"1.0\"?><PubmedArticleSet>{}</PubmedArticleSet>", articles.concat())
}

pub fn doi(value: &str) -> String {
    format!(
        "<PubmedData><ArticleIdList><ArticleId IdType=\"doi\">{value}</ArticleId></ArticleIdList></PubmedData>"
    )
}
