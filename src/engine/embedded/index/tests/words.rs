use super::*;

#[test]
fn words_are_found_in_their_language() {
    let shelf = Shelf::with([
        (1, titled("Trapianti di fegato", "it"), vec![]),
        (2, titled("Liver transplants in Straßburg", "en"), vec![]),
        (3, titled("Trapianto e rigetto", "it"), vec![]),
        (4, titled("Das Leberversagen der Kranken", "de"), vec![]),
        (5, titled("Przeszczepienie wątroby", "pl"), vec![]),
        (6, titled("Crohn's disease: IL-6", ""), vec![]),
        (7, titled("肝癌の治療", "ja"), vec![]),
    ]);
    let check = |query: &str, expected: &[u128]| assert_eq!(shelf.found(query, ""), expected, "{query}");
    check("trapianto", &[1, 3]);
    check("TRAPIANTI", &[1, 3]);
    check("transplant", &[2]);
    check("strassburg", &[2]);
    check("krank", &[4]);
    check("watroby", &[5]);
    check("crohn", &[6]);
    check("\"crohn disease\"", &[6]);
    check("il-6", &[6]);
    check("\"6 il\"", &[]);
    check("肝癌", &[7]);
    check("癌肝", &[]);
    check("\"liver transplant\"", &[2]);
    check("\"transplants liver\"", &[]);
    check("trapianto AND rigetto", &[3]);
    check("trapianto -rigetto", &[1]);
    check("NOT trapianto", &[2, 4, 5, 6, 7]);
    check("liver OR fegato", &[1, 2]);
    check("nothing", &[]);
    check("", &[1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_stem_of_one_language_is_not_taken_for_that_of_another() {
    let tags = [
        "ar", "da", "nl", "fi", "fr", "de", "el", "hu", "it", "no", "pt", "ro", "ru", "es", "sv", "ta", "tr",
        "pl",
    ];
    let others = tags.into_iter().zip(10..).map(|(tag, id)| (id, titled("zorb", tag), vec![]));
    let english = ["child", "children", "sleep", "sleeping", "virus", "viral"];
    let english = english.into_iter().zip(100..).map(|(word, id)| (id, titled(word, "en"), vec![]));
    let shelf = Shelf::with(others.chain(english));
    for (word, id) in [("child", 100), ("children", 101), ("virus", 104), ("viral", 105)] {
        assert_eq!(shelf.found(&format!("title:{word}"), ""), [id], "{word}");
    }
    assert_eq!(shelf.found("sleep", ""), [102, 103], "of English itself");
    assert_eq!(shelf.found("zorb", "").len(), tags.len());
}

#[test]
fn fields_are_searched_apart_and_together() {
    let mut citation = titled("Portal hypertension", "en");
    citation.abstracts.push(v1::Abstract {
        text: "Bleeding stops.".into(),
        language: "en".into(),
        ..Default::default()
    });
    citation.contributors.push(v1::Contributor {
        given: "Maria".into(),
        family: "De Santis".into(),
        initials: "M".into(),
        ..Default::default()
    });
    citation.container = Some(v1::Container { title: "Annals of Livers".into(), ..Default::default() });
    let subject = |scheme: v1::SubjectScheme, label: &str| v1::Subject {
        scheme: scheme.into(),
        label: label.into(),
        ..Default::default()
    };
    citation.subjects.push(subject(v1::SubjectScheme::Mesh, "Esophageal Varices"));
    citation.subjects.push(subject(v1::SubjectScheme::Keyword, "shunts"));
    let shelf = Shelf::with([(1, citation, vec![])]);
    let fields = [
        ("title", "hypertension"),
        ("abstract", "bleed"),
        ("author", "santis"),
        ("journal", "annals"),
        ("mesh", "varices"),
        ("keyword", "shunt"),
    ];
    for (field, word) in fields {
        assert_eq!(shelf.found(word, ""), [1], "{word}");
        for (other, _) in fields {
            let expected: &[u128] = if other == field { &[1] } else { &[] };
            assert_eq!(shelf.found(&format!("{other}:{word}"), ""), expected, "{other}:{word}");
        }
    }
    assert_eq!(shelf.found("author:\"Maria De Santis\"", ""), [1]);
    assert_eq!(shelf.found("author:\"De Santis M\"", ""), [1]);
    assert_eq!(shelf.found("author:\"De Santis Maria\"", ""), [1]);
    assert!(shelf.found("\"hypertension bleeding\"", "").is_empty(), "phrases stay within one text");
}

#[test]
fn the_better_match_comes_first() {
    let shelf = Shelf::with([
        (1, titled("A long title about many organs and also the liver", "en"), vec![]),
        (2, titled("Liver liver", "en"), vec![]),
        (3, titled("Liver cirrhosis", "en"), vec![]),
        (4, titled("Heart", "en"), vec![]),
    ]);
    let hits = shelf
        .index
        .search_citations(&search("liver cirrhosis", "", Scope::Citations, Order::Relevance), soon())
        .expect("hits");
    let keys: Vec<u128> = hits.hits.iter().map(|hit| hit.key.as_u128()).collect();
    assert_eq!(keys, [3, 2, 1]);
    assert!(hits.hits.windows(2).all(|pair| pair[0].score > pair[1].score));
}

#[test]
fn a_rare_form_of_a_word_weighs_no_more_than_a_common_one() {
    // "organi" has the same Italian stem as "organo"; as English words they are two. One record in Italian makes both be asked for.
    let english = (1..=20).map(|id| (id, titled("organi", "en"), vec![]));
    let shelf = Shelf::with(english.chain([(21, titled("organo", "it"), vec![])]));
    let search = search("organi", "", Scope::Citations, Order::Relevance);
    let hits = shelf.index.search_citations(&search, soon()).expect("hits");
    assert_eq!(hits.total, 21);
    let scores: BTreeSet<u32> = hits.hits.iter().map(|hit| hit.score.to_bits()).collect();
    assert_eq!(scores.len(), 1, "{scores:?}");
    let keys: Vec<u128> = hits.hits.iter().map(|hit| hit.key.as_u128()).collect();
    assert_eq!(keys, (1..=21).collect::<Vec<u128>>());
}
