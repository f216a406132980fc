use super::*;

/// Five records of our own in the shape of NLM's file.
pub const SMALL: &str = include_str!("small.xml");

fn all(xml: &[u8]) -> Result<Vec<Read>, DescriptorError> {
    let mut found = Vec::new();
    read(xml, |record, _| {
        found.push(record);
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn records_with_their_terms_and_trees() {
    let found = all(SMALL.as_bytes()).unwrap();
    let uis: Vec<&str> = found.iter().map(|read| read.record.ui.as_str()).collect();
    assert_eq!(uis, ["D900001", "D900002", "D900003", "D900004", "D900005"]);
    let first = &found[0].record;
    assert_eq!(first.heading, "Marsh Fever, Recurrent");
    assert_eq!(first.trees, ["C01.900.100", "C23.900"]);
    // the permuted term and the names of related descriptors are not among them
    assert_eq!(first.terms, ["Bog Ague", "Ague & Chills", "Fenland Fever"]);
    assert!(found[3].publication_type && !found[0].publication_type);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let check = |xml: &[u8], expected: &str| {
        let error = all(xml).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.at <= xml.len() as u64 + 1, "{error}");
    };
    let cut = &SMALL.as_bytes()[..SMALL.len() / 2];
    check(cut, "byte ");
    check(&SMALL.as_bytes()[..SMALL.rfind("</DescriptorRecord>").unwrap()], "the file ends");
    check(b"", "not NLM's descriptor file");
    check(b"no xml at all", "not NLM's descriptor file");
    check(b"<SupplementalRecordSet/>", "byte 24: not NLM's descriptor file");
    check(b"<DescriptorRecordSet></DescriptorRecordSet>", "has no DescriptorRecord");
    check(
        b"<DescriptorRecordSet><DescriptorRecord></Wrong></DescriptorRecordSet>",
        "expected `</DescriptorRecord>`",
    );
    check(b"\x00\xff<DescriptorRecordSet>", "byte ");
    let named = b"<DescriptorRecordSet><DescriptorRecord><DescriptorUI>\xff</DescriptorUI></DescriptorRecord></DescriptorRecordSet>";
    check(named, "byte ");
}

#[test]
fn files_made_to_harm_do_not() {
    let check = |xml: String, expected: &str| {
        let error = all(xml.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    // ten entities of ten entities each: none is expanded
    let mut bomb = "<!DOCTYPE DescriptorRecordSet [<!ENTITY a0 'boom'>".to_owned();
    for level in 1..10 {
        let inner = format!("&a{};", level - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{level} '{inner}'>"));
    }
    bomb.push_str("]><DescriptorRecordSet><DescriptorRecord><DescriptorUI>&a9;</DescriptorUI>");
    check(bomb, "entity a9 is not one of XML's own");
    check(format!("<DescriptorRecordSet>{}", "<a>".repeat(1_000_000)), "nested more than 64 deep");
    check(
        format!("<DescriptorRecordSet><DescriptorRecord {}", "a".repeat(3_000_000)),
        "longer than 1048576 bytes",
    );
    let terms = "<TreeNumber>A01.111.111.111</TreeNumber>".repeat(100_000);
    check(
        format!("<DescriptorRecordSet><DescriptorRecord><TreeNumberList>{terms}"),
        "of a record are longer than 1048576 bytes",
    );
}

#[test]
fn a_refusal_ends_the_reading() {
    let mut seen = 0;
    let error = read(SMALL.as_bytes(), |_, _| {
        seen += 1;
        if seen == 2 { Err("enough".to_owned()) } else { Ok(()) }
    });
    assert!(error.unwrap_err().to_string().ends_with(": enough"));
    assert_eq!(seen, 2);
}
