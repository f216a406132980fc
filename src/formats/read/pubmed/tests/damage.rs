//! Files that are cut, broken or of another kind.

use super::*;

fn minimal(id: u32) -> String {
    format!(
        "<PubmedArticle><MedlineCitation><PMID>{id}</PMID><Article><ArticleTitle>T{id}.</ArticleTitle></Article>\
         </MedlineCitation></PubmedArticle>\n"
    )
}

#[test]
fn roots_of_every_year() {
    let lone =
        "<MedlineCitation><PMID>7</PMID><Article><ArticleTitle>T.</ArticleTitle></Article></MedlineCitation>";
    let cases = [
        (format!("<PubmedArticleSet>{}{}</PubmedArticleSet>", minimal(1), minimal(2)), vec!["1", "2"]),
        (format!("<MedlineCitationSet>{lone}</MedlineCitationSet>"), vec!["7"]),
        (minimal(3), vec!["3"]),
        (format!("\u{feff}{}", minimal(4)), vec!["4"]),
        (format!("<!-- <PubmedArticle> --><?x <y> ?>\n{}", minimal(5)), vec!["5"]),
        // two files glued
        (
            format!(
                "<?xml version='1.0'?><PubmedArticleSet>{0}</PubmedArticleSet>\n<?xml version='1.0'?><PubmedArticleSet>{0}</PubmedArticleSet>",
                minimal(6)
            ),
            vec!["6", "6"],
        ),
        ("<PubmedArticleSet/>".to_owned(), vec![]),
    ];
    for (file, expected) in cases {
        let outcome = read(&file);
        assert_eq!(ids(&outcome), expected, "{file}");
        assert!(outcome.error.is_none() && outcome.rejections.is_empty(), "{file}: {outcome:?}");
    }
}

#[test]
fn a_cut_file_gives_what_came_before_the_cut() {
    let file = format!("<PubmedArticleSet>\n{}{}</PubmedArticleSet>", minimal(1), minimal(2));
    let first = file.find("</PubmedArticle>").expect("the first end") + "</PubmedArticle>".len();
    let second = file.rfind("</PubmedArticle>").expect("the second end") + "</PubmedArticle>".len();
    for cut in 1..file.len() {
        let outcome = read(&file[..cut]);
        let expected = usize::from(cut >= first) + usize::from(cut >= second);
        assert_eq!(outcome.records.len(), expected, "cut at {cut}");
        match outcome.error {
            Some(ReadError::Damaged { offset, .. }) => assert_eq!(offset, cut as u64),
            Some(ReadError::NotOfFormat { .. }) if cut < 18 => {}
            other => panic!("cut at {cut}: {other:?}"),
        }
    }
    let Some(ReadError::Damaged { line, .. }) = read(&file[..second - 20]).error else {
        panic!("not damaged")
    };
    assert_eq!(line, 3);
}

#[test]
fn an_error_of_the_bytes_comes_after_the_records_before_it() {
    struct Broken(Cursor<Vec<u8>>);
    impl std::io::Read for Broken {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            match std::io::Read::read(&mut self.0, into)? {
                0 => Err(std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the archive is cut")),
                n => Ok(n),
            }
        }
    }
    let file = format!("<PubmedArticleSet>{}", minimal(1)).into_bytes();
    let mut reader = reader(Box::new(std::io::BufReader::new(Broken(Cursor::new(file)))));
    assert!(matches!(reader.next(), Some(Ok(Item::Record(_)))));
    let Some(Err(ReadError::Damaged { reason, .. })) = reader.next() else { panic!("not damaged") };
    assert!(reason.contains("the archive is cut"), "{reason}");
    assert!(reader.next().is_none());
}

#[test]
fn one_bad_record_leaves_its_neighbours() {
    let bad = [
        (
            "<PubmedArticle><MedlineCitation><PMID>9</PMID><b></i></MedlineCitation></PubmedArticle>",
            "not well-formed",
        ),
        ("<PubmedArticle><MedlineCitation><PMID>9</PMID>", "is not closed"),
        ("<PubmedArticle></PubmedArticle>", "no <MedlineCitation>"),
        ("<PubmedArticle><MedlineCitation><PMID>9</PMID></MedlineCitation></PubmedArticle>", "no <Article>"),
        ("<Surprise><PMID>9</PMID></Surprise>", "unknown element"),
        ("<PubmedBookArticle/>", "no <BookDocument>"),
        ("< ", "before no name"),
        ("<>", "before no name"),
    ];
    for (record, reason) in bad {
        let outcome =
            read(format!("<PubmedArticleSet>\n{}{record}\n{}</PubmedArticleSet>", minimal(1), minimal(2)));
        assert_eq!(ids(&outcome), ["1", "2"], "{record}");
        assert!(outcome.error.is_none(), "{record}");
        let [rejection] = &outcome.rejections[..] else { panic!("{record}: {:?}", outcome.rejections) };
        assert!(rejection.reason.contains(reason), "{record}: {}", rejection.reason);
        assert_eq!(rejection.line, 3, "{record}");
    }
}

#[test]
fn an_unescaped_less_than_is_text() {
    let record = one("<ArticleTitle>Effect (P<0.001) & more.</ArticleTitle>", "", "");
    assert_eq!(record.citation.titles[0].text, "Effect (P<0.001) & more");
    assert_eq!(record.warnings.len(), 1);
}

#[test]
fn bad_bytes_and_unknown_entities_never_lose_the_record() {
    let mut file = set("<ArticleTitle>Caf# au lait.</ArticleTitle>", "", "").into_bytes();
    let at = file.iter().position(|byte| *byte == b'#').expect("the mark");
    file[at] = 0xE9;
    let outcome = read(&file);
    assert_eq!(outcome.records[0].citation.titles[0].text, "Café au lait");
    assert!(outcome.records[0].warnings[0].contains("UTF-8"), "{:?}", outcome.records[0].warnings);

    // beside letters of UTF-8 it is a damaged byte and no letter of another encoding
    let mut damaged = set("<ArticleTitle>Caf# à la crème.</ArticleTitle>", "", "").into_bytes();
    damaged[at] = 0xE9;
    assert_eq!(read(&damaged).records[0].citation.titles[0].text, "Caf\u{fffd} à la crème");

    let declared = String::from_utf8_lossy(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>").into_owned();
    let body = &file[file.iter().position(|byte| *byte == b'\n').expect("a line")..];
    let outcome = read([declared.as_bytes(), body].concat());
    assert_eq!(outcome.records[0].citation.titles[0].text, "Café au lait");
    assert!(outcome.records[0].warnings.is_empty());

    let utf16: Vec<u8> = set("<ArticleTitle>Città.</ArticleTitle>", "", "").encode_utf16().fold(
        vec![0xFF, 0xFE],
        |mut bytes, unit| {
            bytes.extend(unit.to_le_bytes());
            bytes
        },
    );
    assert_eq!(read(utf16).records[0].citation.titles[0].text, "Città");

    let record = one("<ArticleTitle>A &alpha; &amp; &#946; &#0; B.</ArticleTitle>", "", "");
    assert_eq!(record.citation.titles[0].text, "A &alpha; & β &#0; B");
    assert_eq!(record.warnings.len(), 2, "{:?}", record.warnings);
}

#[test]
fn entities_of_a_document_type_are_not_expanded() {
    let doctype = "<!DOCTYPE PubmedArticleSet [<!ENTITY a \"<PubmedArticle>\"><!ENTITY b SYSTEM 'file:///etc/passwd'>]>";
    let titled = minimal(1).replace("T1.", "x &a; &b;");
    let outcome = read(format!("{doctype}<PubmedArticleSet>{titled}</PubmedArticleSet>"));
    assert_eq!(outcome.records[0].citation.titles[0].text, "x &a; &b;");
    assert_eq!(outcome.records[0].warnings.len(), 2);
}

#[test]
fn other_files_are_refused() {
    for file in
        ["", "  \n", "plain text", "<html><body/></html>", "<article>x</article>", "TY  - JOUR\nER  - \n"]
    {
        let outcome = read(file);
        assert!(matches!(outcome.error, Some(ReadError::NotOfFormat { .. })), "{file}: {outcome:?}");
    }
}

#[test]
fn deletions_are_items_of_their_own() {
    let file = "<PubmedArticleSet>\n<DeleteCitation>\n<PMID Version=\"1\">11</PMID><PMID Version=\"2\">12</PMID>\
                <PMID>x</PMID></DeleteCitation><DeleteDocument><PMID>13</PMID></DeleteDocument></PubmedArticleSet>";
    let outcome = read(file);
    let found: Vec<_> = outcome
        .deletions
        .iter()
        .map(|deletion| (deletion.source_record_id.as_str(), deletion.identifier.version, deletion.line))
        .collect();
    assert_eq!(found, [("11", None, 2), ("12", Some(2), 2), ("13", None, 3)]);
    assert_eq!(outcome.rejections.len(), 1);
}

#[test]
fn deep_nesting_costs_no_stack() {
    let deep = 200_000;
    let title = format!("<ArticleTitle>{}x{}</ArticleTitle>", "<i>".repeat(deep), "</i>".repeat(deep));
    let citation = article(&title);
    assert_eq!(citation.titles[0].text, "x");
    let lists = format!("{}{}", "<ReferenceList>".repeat(deep), "</ReferenceList>".repeat(deep));
    assert_eq!(one("<ArticleTitle>x</ArticleTitle>", "", &lists).citation.links.len(), 0);
}

#[test]
fn warnings_of_one_record_are_bounded() {
    let entities: String = (0..500).map(|n| format!("&e{n}; ")).collect();
    let ids: String = (0..500).map(|n| format!("<ArticleId IdType=\"doi\">bad {n}</ArticleId>")).collect();
    let record = one(
        &format!("<ArticleTitle>{entities}</ArticleTitle>"),
        "",
        &format!("<ArticleIdList>{ids}</ArticleIdList>"),
    );
    assert_eq!(record.warnings.len(), 201);
    assert_eq!(record.citation.identifiers.len(), 501);
}
