//! A record that comes again is known again, though it has gained an identifier meanwhile.

use ibid::contract::v1::ImportAction::{self, Created, Unchanged, Updated};

use super::world::World;

/// Imports each file in turn and compares what became of its records.
async fn check(world: &World, files: &[(&str, &[ImportAction])]) {
    for (file, expected) in files {
        assert_eq!(world.import(file).await.actions(), *expected, "{file}");
    }
}

fn csl(id: &str, title: &str, doi: &str) -> String {
    let doi = if doi.is_empty() { String::new() } else { format!(",\"DOI\":\"{doi}\"") };
    format!("[{{\"id\":\"{id}\",\"type\":\"article-journal\",\"title\":\"{title}\",\"volume\":\"3\"{doi}}}]")
}

fn ris(title: &str, year: &str, page: &str, doi: &str) -> String {
    let doi = if doi.is_empty() { String::new() } else { format!("DO  - {doi}\n") };
    let page = if page.is_empty() { String::new() } else { format!("SP  - {page}\n") };
    let year = if year.is_empty() { String::new() } else { format!("PY  - {year}\n") };
    format!("TY  - JOUR\nTI  - {title}\n{year}{page}{doi}ER  - \n")
}

fn jsonl(title: &str, doi: &str) -> String {
    let doi = if doi.is_empty() {
        String::new()
    } else {
        format!(",\"identifiers\":[{{\"scheme\":\"IDENTIFIER_SCHEME_DOI\",\"value\":\"{doi}\"}}]")
    };
    format!(
        "{{\"titles\":[{{\"text\":\"{title}\"}}],\"contributors\":[{{\"family\":\"Rossi\"}}],\
         \"dates\":[{{\"kind\":\"DATE_KIND_ISSUED\",\"date\":{{\"year\":2011}}}}]{doi}}}\n"
    )
}

pub async fn a_record_that_gains_a_doi_stays_the_same(world: &World) {
    let pairs = [
        (
            "10.5555/gain.csl",
            csl("rossi2011", "Walking to work", ""),
            csl("rossi2011", "Walking to work", "10.5555/gain.csl"),
        ),
        (
            "10.5555/gain.ris",
            ris("Sleep at sea", "2012", "17", ""),
            ris("Sleep at sea", "2012", "17", "10.5555/gain.ris"),
        ),
        ("10.5555/gain.jsonl", jsonl("Tea and time", ""), jsonl("Tea and time", "10.5555/gain.jsonl")),
    ];
    for (doi, without, with) in pairs {
        let first = world.import(&without).await;
        assert_eq!(first.actions(), [Created], "{without}");
        check(world, &[(&with, &[Updated]), (&with, &[Unchanged])]).await;
        let found = world.get(&format!("citations/doi:{doi}")).await.unwrap();
        assert_eq!(found.name, first.outcomes[0].citation);
        assert_eq!(found.sources.len(), 1);
        // and it loses it again
        check(world, &[(&without, &[Updated])]).await;
        assert!(world.get(&found.name).await.unwrap().identifiers.iter().all(|id| id.value != doi));
    }
}

pub async fn what_only_looks_alike_stays_apart(world: &World) {
    // ids of one file only come back on other works
    check(
        world,
        &[
            (&csl("ITEM-1", "Apples in winter", ""), &[Created]),
            (&csl("ITEM-1", "Pears in spring", "10.5555/apart.pears"), &[Created]),
            // a title alone is shared by many
            (&ris("Editorial", "", "", ""), &[Created]),
            (&ris("Editorial", "", "", "10.5555/apart.editorial"), &[Created]),
            // two works that say which they are
            (&csl("k9", "Annual report", "10.5555/apart.one"), &[Created]),
            (&csl("k9", "Annual report", "10.5555/apart.two"), &[Created]),
        ],
    )
    .await;
}

pub async fn within_one_file_too(world: &World) {
    let file =
        format!("{}{}", ris("Both in one", "2013", "5", ""), ris("Both in one", "2013", "5", "10.5555/both"));
    check(world, &[(&file, &[Created, Updated])]).await;
}
