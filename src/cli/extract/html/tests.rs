mod contrast;

use scraper::{ElementRef, Html, Node, Selector};

use super::Page;
use crate::contract::v1::{
    Abstract, AbstractSection, Certainty, Citation, Cue, Direction, Evidence, ExtractFindingsResponse,
    ExtractedSentence, Finding, FindingKind, Measurement, MeasurementKind, Mention, RoleSource, SentenceRole,
    Span, Title,
};

fn span(text: &str, part: &str) -> Option<Span> {
    let start = text.find(part).unwrap();
    Some(Span { start: start as i32, end: (start + part.len()) as i32, ..Default::default() })
}

fn finding(text: &str, part: &str) -> Finding {
    Finding {
        statement: part.into(),
        evidence: Some(Evidence { span: span(text, part), ..Default::default() }),
        kind: FindingKind::Efficacy.into(),
        ..Default::default()
    }
}

fn of_text(text: &str, findings: Vec<Finding>) -> ExtractFindingsResponse {
    ExtractFindingsResponse { text: text.into(), findings, ..Default::default() }
}

fn page(extracted: &[ExtractFindingsResponse]) -> String {
    let mut page = Page::default();
    extracted.iter().for_each(|extracted| page.add(extracted));
    page.finish()
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// Text of an element without the labels that we put into it.
fn words(element: ElementRef) -> String {
    let mut text = String::new();
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            Node::Element(inner) if inner.attr("class") == Some("ref") => {}
            _ => text.extend(ElementRef::wrap(child).map(words)),
        }
    }
    text
}

#[test]
fn every_statement_is_marked_once_and_no_word_of_the_text_is_lost() {
    let check = |text: &str, parts: &[&str], sentences: &[&str]| {
        let mut extracted = of_text(text, parts.iter().map(|part| finding(text, part)).collect());
        for (at, sentence) in sentences.iter().enumerate() {
            extracted.sentences.push(ExtractedSentence {
                span: span(text, sentence),
                role: 1 + at as i32,
                ..Default::default()
            });
        }
        let html = Html::parse_document(&page(&[extracted]));
        assert_eq!(select(&html, ".text").into_iter().map(words).collect::<String>(), text);
        for (index, part) in parts.iter().enumerate() {
            let number = index + 1;
            let marks = select(&html, &format!("mark[data-finding=\"{number}\"]"));
            assert_eq!(marks.into_iter().map(words).collect::<String>(), *part, "{text}: {number}");
            for once in [format!("mark#r1t{number}"), format!(".ref a[href=\"#r1f{number}\"]")] {
                assert_eq!(select(&html, &once).len(), 1, "{text}: {once}");
            }
            assert_eq!(words(select(&html, &format!("#r1f{number} blockquote"))[0]), *part);
        }
    };
    check("Nothing here.", &[], &[]);
    check("Pain fell, sleep rose.", &["Pain fell", "sleep rose"], &["Pain fell, sleep rose."]);
    // Side by side, one in the other, the same words twice, and across each other's ends.
    check("Pain fellsleep rose.", &["Pain fell", "sleep rose"], &[]);
    check("Pain fell and sleep rose.", &["Pain fell and sleep rose", "sleep rose"], &[]);
    check("Pain fell.", &["Pain fell", "Pain fell"], &[]);
    check("Pain fell and sleep rose.", &["Pain fell and", "fell and sleep", "and sleep rose."], &[]);
    // Other scripts, letters of several bytes, combining marks.
    check("Naïve “T‑cells” fell — é\u{301}levé.", &["“T‑cells” fell — é\u{301}lev"], &[]);
    check("انخفض الألم بنسبة ١٨٪ لدى المرضى.", &["انخفض الألم بنسبة ١٨٪"], &[]);
    check("疼痛减少了18%，睡眠改善。", &["疼痛减少了18%", "睡眠改善"], &["疼痛减少了18%，睡眠改善。"]);
    // A statement that runs over the end of a part.
    check("Pain fell. Sleep rose.", &["fell. Sleep"], &["Pain fell.", "Sleep rose."]);
    check("a < b & c > d \"e\" 'f'", &["b & c > d", "\"e\""], &[]);
}

#[test]
fn a_span_outside_the_text_marks_nothing_and_its_words_are_still_listed() {
    let text = "Short é.";
    let check = |start: i32, end: i32, abstract_index: i32| {
        let span = Some(Span { start, end, ..Default::default() });
        let evidence = Some(Evidence { span, abstract_index, ..Default::default() });
        let lost = Finding { statement: "lost words".into(), evidence, ..Default::default() };
        let html = Html::parse_document(&page(&[of_text(text, vec![lost])]));
        assert_eq!(select(&html, "mark").len(), 0, "{start}..{end}");
        assert_eq!(words(select(&html, ".text")[0]), text);
        assert_eq!(words(select(&html, "#r1f1 blockquote")[0]), "lost words");
    };
    check(0, 99, 0);
    check(7, 8, 0);
    check(-1, 3, 0);
    check(3, 2, 0);
    check(0, 5, 1);
    check(0, 5, -1);
}

#[test]
fn numbers_and_words_are_marked_each_in_its_own_way() {
    let text = "It may be that pain did not fall by 18% in 2009.";
    let number = |part: &str, kind: MeasurementKind| Measurement {
        text: part.into(),
        kind: kind.into(),
        value: part.trim_end_matches('%').into(),
        span: span(text, part),
        ..Default::default()
    };
    let cue = |part: &str| vec![Cue { text: part.into(), span: span(text, part) }];
    let claim = Finding {
        certainty: Certainty::Speculative.into(),
        certainty_cues: cue("It may be"),
        negation_cues: cue("not"),
        direction: Direction::NoDifference.into(),
        direction_cues: cue("not fall"),
        measurements: vec![number("18%", MeasurementKind::Proportion)],
        ..finding(text, "pain did not fall by 18%")
    };
    let mut extracted = of_text(text, vec![claim]);
    extracted.sentences.push(ExtractedSentence {
        span: span(text, text),
        role: SentenceRole::Results.into(),
        role_source: RoleSource::Model.into(),
        measurements: vec![number("18%", MeasurementKind::Proportion), number("2009", MeasurementKind::Year)],
        ..Default::default()
    });
    let expected = "<span title=\"read from the words\">~ results</span></div>\n<p class=\"text\" dir=\"auto\">\
        <i class=\"hedge\" title=\"hedge\">It may be</i> that \
        <mark class=\"k-efficacy\" id=\"r1t1\" data-finding=\"1\" title=\"efficacy, = no difference, speculative\">pain did \
        <span class=\"dir\" data-sign=\"=\" title=\"direction\"><em class=\"not\" title=\"negation\">not</em> fall</span> by \
        <b class=\"n\" title=\"proportion 18\">18%</b>\
        <sup class=\"ref\"><a href=\"#r1f1\" lang=\"en\"><b>1</b> efficacy =</a></sup></mark> in \
        <b class=\"n aside\" title=\"year 2009\">2009</b>.</p>";
    let html = page(&[extracted]);
    assert!(html.contains(expected), "{html}");
}

#[test]
fn nothing_hostile_becomes_markup() {
    let hostile =
        "</p></title></style><script>alert(\"1\")</script><img src=x onerror='y'>\u{202e}&lt;b\u{0}";
    let shown = hostile.replace('\0', "\u{fffd}");
    let mention = Mention {
        text: hostile.into(),
        expansion: hostile.into(),
        mesh_code: hostile.into(),
        mesh_label: hostile.into(),
        ..Default::default()
    };
    let measurement = Measurement {
        text: hostile.into(),
        value: hostile.into(),
        unit: hostile.into(),
        unit_ucum: hostile.into(),
        statistic: hostile.into(),
        of: hostile.into(),
        span: span(hostile, hostile),
        ..Default::default()
    };
    let claim = Finding {
        key_finding: true,
        key_finding_reason: hostile.into(),
        study_design: hostile.into(),
        language: hostile.into(),
        outcomes: vec![mention],
        measurements: vec![measurement],
        provenance: Some(crate::contract::v1::Provenance { extractor: hostile.into(), ..Default::default() }),
        ..finding(hostile, hostile)
    };
    let section =
        AbstractSection { label: hostile.into(), span: span(hostile, hostile), ..Default::default() };
    let sentence = ExtractedSentence { span: span(hostile, hostile), ..Default::default() };
    let title = Title { text: hostile.into(), language: hostile.into(), ..Default::default() };
    let citation = Citation {
        titles: vec![title.clone(), title],
        volume: hostile.into(),
        name: hostile.into(),
        abstracts: vec![Abstract { text: hostile.into(), sections: vec![section], ..Default::default() }],
        ..Default::default()
    };
    let extracted = ExtractFindingsResponse {
        citation: Some(citation),
        sentences: vec![sentence],
        findings: vec![claim],
        ..Default::default()
    };
    let html = page(&[extracted.clone(), extracted]);
    for raw in ["<script", "<img", "\0", "onerror='"] {
        assert!(!html.contains(raw), "{raw}");
    }
    let html = Html::parse_document(&html);
    assert_eq!(select(&html, "script, img").len(), 0);
    assert_eq!(select(&html, "article").len(), 2);
    assert_eq!(words(select(&html, "article h2")[0]), shown);
    assert_eq!(words(select(&html, ".text")[0]), shown);
    assert_eq!(words(select(&html, ".part b")[0]), shown);
    assert_eq!(words(select(&html, "td bdi")[0]), shown);
    assert_eq!(words(select(&html, "nav bdi")[0]), shown);
}

#[test]
fn the_key_finding_comes_first_with_its_reason() {
    let text = "Pain fell. Give it.";
    let key = Finding {
        key_finding: true,
        key_finding_reason: "answers the aim".into(),
        direction: Direction::Improves.into(),
        ..finding(text, "Give it")
    };
    let html = page(&[of_text(text, vec![finding(text, "Pain fell"), key])]);
    let places: Vec<Option<usize>> =
        ["class=\"key ", "class=\"abstract\"", "class=\"list\""].iter().map(|part| html.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    let html = Html::parse_document(&html);
    assert_eq!(words(select(&html, ".key blockquote")[0]), "Give it");
    assert_eq!(words(select(&html, ".key .facts")[0]), "Why: answers the aim");
    assert_eq!(words(select(&html, ".key .strong")[0]), "↗ improves");
}

#[test]
fn what_is_not_there_is_said() {
    let check = |extracted: ExtractFindingsResponse, expected: &str| {
        let html = Html::parse_document(&page(&[extracted]));
        assert_eq!(words(select(&html, "article .none")[0]), expected);
        assert_eq!(select(&html, ".list, nav").len(), 0);
    };
    check(of_text("We met.", vec![]), "No findings in this abstract.");
    let citation = Some(Citation::default());
    check(ExtractFindingsResponse { citation, ..Default::default() }, "This record has no abstract.");
}

#[test]
fn the_page_stands_alone_and_every_link_has_its_place() {
    let text = "Pain fell and sleep rose.";
    let extracted = [
        of_text(text, vec![finding(text, "Pain fell"), finding(text, "sleep rose")]),
        of_text(text, vec![finding(text, "Pain fell and sleep rose")]),
    ];
    let html = page(&extracted);
    assert_eq!(html, page(&extracted), "the same findings are the same bytes");
    for outside in ["http", "<script", "<link", "url(", "@import", "src="] {
        assert!(!html.contains(outside), "{outside}");
    }
    let html = Html::parse_document(&html);
    let mut ids: Vec<&str> = select(&html, "[id]").iter().filter_map(|element| element.attr("id")).collect();
    let links = select(&html, "a[href]");
    assert!(links.iter().all(|link| ids.contains(&&link.attr("href").unwrap()[1..])));
    assert_eq!(links.len(), 2 + 3 + 3);
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}
