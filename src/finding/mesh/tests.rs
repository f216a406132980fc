use proptest::prelude::*;

use super::*;

fn shipped(text: &str) -> Option<&'static str> {
    descriptor(text).map(|found| found.heading)
}

/// The small file of our own, as a vocabulary.
fn small() -> Vec<u8> {
    let mut writer = Writer::default();
    let xml = include_str!("descriptors/small.xml");
    let add = |read: descriptors::Read, _| writer.add(read.record).map_err(|error| error.to_string());
    descriptors::read(xml.as_bytes(), add).unwrap();
    writer.packed("small.xml", "abc").unwrap()
}

#[test]
fn phrases_that_name_a_descriptor() {
    for (text, heading) in [
        ("hepatocellular carcinoma", "Carcinoma, Hepatocellular"),
        ("Hepatocellular carcinomas", "Carcinoma, Hepatocellular"),
        ("type 2 diabetes mellitus", "Diabetes Mellitus, Type 2"),
        ("diabetes mellitus, type 2", "Diabetes Mellitus, Type 2"),
        ("non-small cell lung carcinoma", "Carcinoma, Non-Small-Cell Lung"),
        ("Crohn's disease", "Crohn Disease"),
        ("oesophageal achalasia", "Esophageal Achalasia"),
        ("the 12 children", "Child"),
        ("All of the women", "Women"),
        ("1,204 adults (mean age 61)", "Adult"),
        ("patients with type 2 diabetes mellitus", "Diabetes Mellitus, Type 2"),
        ("obese men with sleep apnea syndromes", "Sleep Apnea Syndromes"),
        ("chronic kidney failure patients", "Kidney Failure, Chronic"),
        ("risk of stroke", "Stroke"),
        ("serum albumin levels", "Serum Albumin"),
        ("Treatment with aspirin", "Aspirin"),
        ("severe asthma", "Asthma"),
        ("breast cancer", "Breast Neoplasms"),
        ("brain tumours", "Brain Neoplasms"),
        ("interferon-γ", "Interferon-gamma"),
        ("DNA", "DNA"),
        ("placebo", "Placebos"),
    ] {
        assert_eq!(shipped(text), Some(heading), "{text}");
    }
}

#[test]
fn phrases_that_do_not_for_certain() {
    for text in [
        "",
        " ",
        "the",
        "12",
        "…",
        "role",
        "Method",
        "the control group",
        "attention",
        "compliance",
        "face",
        "weight",
        // a part of a phrase is not the phrase
        "cells of the liver",
        "asthma control",
        "stroke unit nurse",
        "children of patients with asthma",
        "lungs from patients with asthma",
        "patients without asthma",
        "women with serum",
        "telephone administration",
        "plasma concentrations",
        "patients with these diseases",
        "respiration",
        "water levels",
        "surgery patients",
        // capitals are an abbreviation
        "AIDS",
        "ARMS",
        "CATS",
        "PAINS",
        // an adjective is no name
        "genetic",
        "x = 3",
        "p < 0.05",
        "50% stroke",
    ] {
        assert_eq!(shipped(text), None, "{text}");
    }
}

#[test]
fn abbreviations_within_a_phrase_are_expanded() {
    let expand = |text: &'static str| (text == "NPH").then_some("normal pressure hydrocephalus");
    let found = descriptor_with("patients with NPH", expand).map(|found| found.heading);
    assert_eq!(found, Some("Hydrocephalus, Normal Pressure"));
    assert_eq!(descriptor_with("patients with NPX", expand), None);
}

#[test]
fn what_ships_is_whole_and_sparing() {
    let vocabulary = Vocabulary::read(SHIPPED).unwrap();
    assert!(vocabulary.len() > 30_000);
    assert!(SHIPPED.len() < 700_000);
    assert!(vocabulary.bytes() < 6_000_000, "{}", vocabulary.bytes());
    assert_eq!(vocabulary.source().0, "MeSH 2026, National Library of Medicine");
    assert_eq!(vocabulary_hash().len(), 16);
    assert_eq!(trees("D006528"), "");
}

#[test]
fn an_operators_vocabulary_has_terms_and_trees() {
    let bytes = small();
    let vocabulary = Vocabulary::read(&bytes).unwrap();
    let find = |text| matching::descriptor(&vocabulary, text, |_| None).map(|found| found.ui);
    assert_eq!(vocabulary.len(), 5);
    assert_eq!(vocabulary.source(), ("small.xml", "abc"));
    assert_eq!(find("recurrent marsh fevers"), Some("D900001"));
    assert_eq!(find("patients with bog ague"), Some("D900001"));
    assert_eq!(find("WBX"), Some("D900002"));
    assert_eq!(find("wbx"), None, "an abbreviation is written in capitals");
    assert_eq!(find("bog tonic"), None, "a term of two descriptors names neither");
    assert_eq!(vocabulary.trees("D900001"), "C01.900.100 C23.900");
    assert_eq!(vocabulary.trees("D900004"), "");
    assert_eq!(vocabulary.trees("D000000"), "");
    assert_ne!(vocabulary.hash(), vocabulary_hash());
}

#[test]
fn the_order_of_records_does_not_matter() {
    let record =
        |ui: &str, heading: &str| Record { ui: ui.into(), heading: heading.into(), ..Record::default() };
    let pack = |uis: &[&str]| {
        let mut writer = Writer::default();
        uis.iter().for_each(|ui| writer.add(record(ui, "Name \t\n of it")).unwrap());
        writer.packed("a", "b").unwrap()
    };
    assert_eq!(pack(&["D1", "D2", "D3"]), pack(&["D3", "D1", "D2"]));
    let mut writer = Writer::default();
    writer.add(record("D1", "One")).unwrap();
    assert_eq!(writer.add(record("D1", "Two")), Err(VocabularyError::Twice("D1".into())));
    assert_eq!(writer.add(record("D 2", "Two")), Err(VocabularyError::Identifier("D 2".into())));
    assert_eq!(writer.add(record("D2", " ")), Err(VocabularyError::Heading("D2".into())));
}

#[test]
fn what_is_no_vocabulary_is_refused() {
    let check = |bytes: &[u8], expected: VocabularyError| {
        assert_eq!(Vocabulary::read(bytes).unwrap_err(), expected);
    };
    let good = small();
    check(b"", VocabularyError::Magic);
    check(b"{\"json\": true}", VocabularyError::Magic);
    check(b"ibid mesh 2\n", VocabularyError::Version);
    check(b"ibid mesh 1\n", VocabularyError::Damaged("it cannot be unpacked"));
    check(b"ibid mesh 1\nnothing packed", VocabularyError::Damaged("it cannot be unpacked"));
    check(&good[..good.len() - 3], VocabularyError::Damaged("it cannot be unpacked"));
    let packed =
        |text: &str| [&b"ibid mesh 1\n"[..], &zstd::bulk::compress(text.as_bytes(), 1).unwrap()].concat();
    assert!(Vocabulary::read(&packed("a\tb\nD1\tOne\t\nend\t1\t0\n")).is_ok());
    check(&packed("a\tb\nD1\tOne\t\n"), VocabularyError::Damaged("its end is missing"));
    check(&packed("a\tb\nD1\tOne\t\nend\t2\t0\n"), VocabularyError::Damaged("its counts are wrong"));
    check(&packed("a\tb\nD1\tOne\t\tx\nend\t1\t0\n"), VocabularyError::Damaged("its counts are wrong"));
    check(&packed("a\tb\nD2\tOne\t\nD1\tTwo\t\nend\t2\t0\n"), VocabularyError::Damaged("it is not in order"));
    check(&packed("a\tb\nD1\tOne\t\nD1\tTwo\t\nend\t2\t0\n"), VocabularyError::Damaged("it is not in order"));
}

#[test]
fn no_second_vocabulary_after_the_first_use() {
    assert!(descriptor("stroke").is_some());
    assert_eq!(install(Vocabulary::read(&small()).unwrap()), Err(AlreadyInstalled));
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let _ = descriptor(&text);
        let _ = descriptor(&format!("patients with {text}"));
        let _ = descriptor(&format!("the {text} ({text})"));
    }

    #[test]
    fn any_bytes_are_read(bytes in any::<Vec<u8>>()) {
        let _ = Vocabulary::read(&bytes);
        let _ = Vocabulary::read(&[b"ibid mesh 1\n", &bytes[..]].concat());
        let _ = descriptors::read(&bytes[..], |_, _| Ok(()));
    }
}
