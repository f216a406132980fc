use ibid::contract::v1::{EditorialStatus, ImportAction, ImportConfig, ListCitationsRequest};
use tonic::Code;

use super::world::{World, article, assert_error, doi, set};

pub async fn importing_again_changes_nothing(world: &World) {
    let file = set(&[article(92_000_001, "delta", ""), article(92_000_002, "epsilon", "")]);
    let first = world.import(&file).await;
    assert_eq!((first.totals.created, first.acknowledged), (2, 2));
    let before = world.get("citations/pmid:92000001").await.unwrap();
    let second = world.import(&file).await;
    assert_eq!((second.totals.created, second.totals.updated, second.totals.unchanged), (0, 0, 2));
    assert_eq!(world.get("citations/pmid:92000001").await.unwrap(), before);
    let changed = world.import(&set(&[article(92_000_001, "delta revised", "")])).await;
    assert_eq!(changed.actions(), [ImportAction::Updated]);
    let after = world.get("citations/pmid:92000001").await.unwrap();
    assert_eq!((after.name == before.name, after.etag == before.etag), (true, false));
    assert_eq!(after.created, before.created);
}

pub async fn sources_of_one_work_become_one_citation(world: &World) {
    let ris = "TY  - JOUR\nTI  - Zeta in practice\nAU  - Rossi, Anna\nPY  - 2010\nDO  - 10.5555/zeta\nCY  - Trento\nER  - \n";
    let xml = set(&[article(92_000_010, "Zeta in practice", &doi("10.5555/zeta"))]);
    world.import(ris).await;
    let from_ris = world.get("citations/doi:10.5555/zeta").await.unwrap();
    let merged = world.import(&xml).await;
    assert_eq!(merged.actions(), [ImportAction::Merged]);
    let both = world.get("citations/pmid:92000010").await.unwrap();
    assert_eq!(both.name, from_ris.name);
    let formats: Vec<&str> = both.sources.iter().map(|source| source.format.as_str()).collect();
    assert_eq!(formats, ["pubmed-xml", "ris"]);
    // a third record bridges nothing new and changes nothing
    assert_eq!(world.import(ris).await.actions(), [ImportAction::Unchanged]);
}

pub async fn two_works_that_print_one_doi_stay_two(world: &World) {
    let file = set(&[
        article(92_000_021, "eta", &doi("10.5555/eta")),
        article(92_000_022, "theta", &doi("10.5555/eta")),
    ]);
    let imported = world.import(&file).await;
    assert_eq!(imported.totals.created, 2);
    assert_eq!(imported.totals.warned, 1);
    let status = assert_error(
        world.get("citations/doi:10.5555/eta").await,
        Code::FailedPrecondition,
        "IDENTIFIER_AMBIGUOUS",
    );
    for pmid in ["92000021", "92000022"] {
        let name = world.get(&format!("citations/pmid:{pmid}")).await.unwrap().name;
        assert!(status.message().contains(&name), "{status} names {name}");
    }
}

pub async fn a_late_notice_retracts_its_paper(world: &World) {
    let notice = "</MedlineCitation>".to_owned();
    let link = "<CommentsCorrectionsList><CommentsCorrections RefType=\"RetractionOf\"><RefSource>J Ex</RefSource>\
                <PMID Version=\"1\">92000031</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>";
    world.import(&set(&[article(92_000_031, "iota", "")])).await;
    let before = world.get("citations/pmid:92000031").await.unwrap();
    assert_eq!(before.editorial_status(), EditorialStatus::Active);
    world.import(&set(&[article(92_000_032, "Retraction: iota", "").replace(&notice, link)])).await;
    let after = world.get("citations/pmid:92000031").await.unwrap();
    assert_eq!(after.editorial_status(), EditorialStatus::Retracted);
    let request =
        ibid::contract::v1::ListFindingsRequest { parent: after.name.clone(), ..Default::default() };
    let findings = world.findings.clone().list_findings(request).await.unwrap().into_inner().findings;
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|found| found.citation_status() == EditorialStatus::Retracted));
    // the other way round: the notice first, its paper late
    let early = link.replace("92000031", "92000033");
    world.import(&set(&[article(92_000_034, "Retraction: kappa", "").replace(&notice, &early)])).await;
    world.import(&set(&[article(92_000_033, "kappa", "")])).await;
    assert_eq!(
        world.get("citations/pmid:92000033").await.unwrap().editorial_status(),
        EditorialStatus::Retracted
    );
}

pub async fn a_cut_file_keeps_what_came_before(world: &World) {
    let whole = set(&[article(92_000_041, "lambda", ""), article(92_000_042, "mu", "")]);
    let cut = &whole.as_bytes()[..whole.len() - 200];
    let imported = world.import_with(ImportConfig::default(), cut).await;
    assert_error::<()>(Err(imported.error.unwrap()), Code::InvalidArgument, "FILE_DAMAGED");
    assert_eq!(imported.acknowledged, 1);
    world.get("citations/pmid:92000041").await.unwrap();
    assert_error(world.get("citations/pmid:92000042").await, Code::NotFound, "CITATION_NOT_FOUND");
}

pub async fn an_older_version_changes_nothing(world: &World) {
    let second =
        article(92_000_051, "nu, second version", "").replace("<PMID Version=\"1\">", "<PMID Version=\"2\">");
    let file = set(&[second, article(92_000_051, "nu, first version", "")]);
    let imported = world.import(&file).await;
    assert_eq!(imported.actions(), [ImportAction::Created, ImportAction::Unchanged]);
    assert_eq!(imported.totals.warned, 1);
    assert_eq!(world.get("citations/pmid:92000051").await.unwrap().titles[0].text, "nu, second version");
}

pub async fn a_dry_run_writes_nothing(world: &World) {
    let config = ImportConfig { dry_run: true, ..Default::default() };
    let imported = world.import_with(config, set(&[article(92_000_061, "xi", "")]).as_bytes()).await;
    assert_eq!(imported.totals.created, 1);
    let all =
        world.citations.clone().list_citations(ListCitationsRequest::default()).await.unwrap().into_inner();
    assert_eq!(all.citations, []);
}

pub async fn an_unknown_format_is_named(world: &World) {
    let imported =
        world.import_with(ImportConfig::default(), b"Dear editor, please find enclosed our paper.").await;
    assert_error::<()>(Err(imported.error.unwrap()), Code::InvalidArgument, "FORMAT_UNKNOWN");
    let config = ImportConfig { format: "docx".into(), ..Default::default() };
    let imported = world.import_with(config, b"x").await;
    assert_error::<()>(Err(imported.error.unwrap()), Code::InvalidArgument, "INVALID_FIELD");
}
