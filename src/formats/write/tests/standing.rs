//! Whether a work still stands is told by every format, whichever way the record says it.

use super::{demo, read_back, written};
use crate::contract::v1::{Citation, EditorialStatus as Status, Link, LinkKind, PublicationType};
use crate::formats::write::Format;
use crate::record::status::editorial_status;

fn linked(kind: LinkKind) -> Citation {
    let link = Link { kind: kind.into(), reference: "J Test. 2011;2(1):9.".into(), ..Default::default() };
    Citation { links: vec![link], ..plain() }
}

fn typed(label: &str) -> Citation {
    let kind = PublicationType { label: label.into(), ..Default::default() };
    Citation { publication_types: vec![kind], ..plain() }
}

fn computed(status: Status) -> Citation {
    Citation { editorial_status: status.into(), ..plain() }
}

fn plain() -> Citation {
    let citation = demo().remove(0);
    Citation { links: Vec::new(), publication_types: Vec::new(), editorial_status: 0, ..citation }
}

#[test]
fn every_format_tells_whether_a_work_stands() {
    for (record, status, words) in [
        (linked(LinkKind::RetractedBy), Status::Retracted, "retract"),
        (typed("Retracted Publication"), Status::Retracted, "retract"),
        (computed(Status::Retracted), Status::Retracted, "retract"),
        (typed("Withdrawn Publication"), Status::Withdrawn, "withdrawn"),
        (computed(Status::Withdrawn), Status::Withdrawn, "withdrawn"),
        (linked(LinkKind::ConcernRaisedBy), Status::ExpressionOfConcern, "concern"),
        (computed(Status::ExpressionOfConcern), Status::ExpressionOfConcern, "concern"),
        (linked(LinkKind::CorrectedBy), Status::Corrected, "correct"),
        (computed(Status::Corrected), Status::Corrected, "correct"),
        (linked(LinkKind::RetractionOf), Status::Active, ""),
        (plain(), Status::Active, ""),
    ] {
        for format in Format::ALL {
            let file = written(format, std::slice::from_ref(&record));
            // PubMed has tags for links
            let told = file.to_lowercase().contains(words)
                || ["RIN ", "ECI ", "EIN "].iter().any(|tag| file.contains(tag));
            assert!(told, "{format}: {file}");
            let back = read_back(format, file).remove(0);
            let found = match format {
                // what the library computed is a field of the contract
                Format::Jsonl if back.editorial_status != 0 => back.editorial_status(),
                _ => editorial_status(&back, &[]),
            };
            assert_eq!(found, status, "{format}");
        }
    }
}
