use crate::contract::v1::{CitationType, FormattingStyle, IdentifierScheme};
use crate::formats::read::Format;
use crate::formats::read::tests::{fates, one, unplaced};

fn file(record: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><records>{record}</records></xml>")
}

#[test]
fn fields_of_a_record() {
    let style = |text: &str| format!("<style face=\"normal\" font=\"default\" size=\"100%\">{text}</style>");
    let text = file(&format!(
        "<record><database name=\"x.enl\">x.enl</database><rec-number>7</rec-number><foreign-keys><key app=\"EN\" db-id=\"abc\">7</key></foreign-keys>\
         <ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>{}</author><author>Light Group,</author></authors></contributors>\
         <titles><title>{}<style face=\"italic\">E. coli</style></title><secondary-title>Journal of Tests</secondary-title></titles>\
         <periodical><full-title>Journal of Tests</full-title><abbr-1>J Test</abbr-1></periodical>\
         <pages>424-33</pages><volume>100</volume><number>9</number><keywords><keyword>light</keyword><keyword>sleep</keyword></keywords>\
         <dates><year>2009</year><pub-dates><date>Sep 7</date></pub-dates></dates><isbn>0034-1193 (Print)&#xD;2038-1840 (Electronic)</isbn>\
         <accession-num>WOS:000200148800007</accession-num><electronic-resource-num>10.5555/1</electronic-resource-num>\
         <custom2>PMC123</custom2><urls><pdf-urls><url>internal-pdf://1.pdf</url></pdf-urls></urls><language>Italian</language><label>mine</label></record>",
        style("Rossi, Anna"),
        style("Light on ")
    ));
    let record = one(Format::EndnoteXml, &text);
    let citation = &record.citation;
    assert_eq!(citation.r#type(), CitationType::ArticleJournal);
    assert_eq!(
        (citation.titles[0].text.as_str(), citation.titles[0].language.as_str()),
        ("Light on E. coli", "it")
    );
    assert_eq!(citation.titles[0].formatting[0].style(), FormattingStyle::Italic);
    assert_eq!(citation.contributors[0].family, "Rossi");
    assert_eq!(citation.contributors[1].collective, "Light Group");
    let container = citation.container.as_ref().unwrap();
    assert_eq!(
        (container.title.as_str(), container.abbreviations.len(), container.issns.len()),
        ("Journal of Tests", 1, 2)
    );
    assert_eq!(citation.pages.as_ref().unwrap().last, "433");
    let date = citation.dates[0].date.as_ref().unwrap();
    assert_eq!((date.year, date.month, date.day), (2009, Some(9), Some(7)));
    let schemes: Vec<IdentifierScheme> = citation.identifiers.iter().map(|id| id.scheme()).collect();
    assert_eq!(schemes, [IdentifierScheme::Wos, IdentifierScheme::Doi, IdentifierScheme::Pmcid]);
    assert_eq!(citation.locations[0].kind, "pdf");
    assert_eq!(citation.sources[0].record_id, "abc:7");
    assert_eq!(unplaced(&record), [("record/database", "x.enl"), ("record/label", "mine")]);
}

#[test]
fn one_bad_record_leaves_its_neighbours() {
    let text = file(
        "<record><titles><title>A</title></titles></record>\n<record><titles><title>x</titel></titles></record>\n<record/>\n<record><titles><title>P<0.001</title></titles></record>",
    );
    let found = fates(Format::EndnoteXml, text.as_bytes());
    assert_eq!((found[0].as_str(), found[3].as_str()), ("A", "P<0.001"));
    assert!(
        found[1].starts_with("line 2: not well-formed") && found[2] == "line 3: the record has no fields",
        "{found:?}"
    );
}
