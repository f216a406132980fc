//! Any text as a style, or pieces of CSL put together as one: no panic, and whatever is not refused prints within its budget, in every
//! format, the same each time.

use ibid::contract::v1::Citation;
use ibid::style::{Budget, Cluster, Document, Format, Shelf};

/// Pieces of layouts; `%` takes what follows.
const PIECES: [&str; 40] = [
    "<text variable=\"title\" text-case=\"title\"/>",
    "<text variable=\"title\" quotes=\"true\" suffix=\".\"/>",
    "<text variable=\"container-title\" form=\"short\" font-style=\"italic\"/>",
    "<text variable=\"DOI\" prefix=\"https://doi.org/\"/>",
    "<text variable=\"citation-number\"/>",
    "<text variable=\"year-suffix\"/>",
    "<text variable=\"locator\"/>",
    "<text variable=\"page\"/>",
    "<text term=\"et-al\" text-case=\"capitalize-first\"/>",
    "<text value=\"&lt;i>x&lt;/i> “y”\" strip-periods=\"true\"/>",
    "<number variable=\"volume\" form=\"roman\"/>",
    "<number variable=\"issue\" form=\"long-ordinal\"/>",
    "<number variable=\"edition\" form=\"ordinal\" text-case=\"uppercase\"/>",
    "<label variable=\"page\" form=\"short\" plural=\"contextual\"/>",
    "<label variable=\"locator\"/>",
    "<date variable=\"issued\" form=\"text\" date-parts=\"year-month\"/>",
    "<date variable=\"issued\"><date-part name=\"year\" form=\"short\"/><date-part name=\"day\" form=\"ordinal\" range-delimiter=\"/\"/></date>",
    "<date variable=\"accessed\" form=\"numeric\"/>",
    "<names variable=\"author\"><name and=\"symbol\" initialize-with=\". \" name-as-sort-order=\"all\" et-al-min=\"2\" et-al-use-first=\"1\" et-al-use-last=\"true\"/></names>",
    "<names variable=\"editor translator\" delimiter=\"; \"><name form=\"short\" delimiter-precedes-last=\"always\"/><label prefix=\" (\" suffix=\")\"/></names>",
    "<names variable=\"author\"><name form=\"count\"/></names>",
    "<names variable=\"editor\"><substitute><names variable=\"author\"/>%</substitute></names>",
    "<group delimiter=\", \">%%</group>",
    "<group prefix=\"(\" suffix=\")\" display=\"block\">%</group>",
    "<group display=\"left-margin\">%</group>",
    "<group display=\"right-inline\" font-weight=\"bold\">%</group>",
    "<choose><if type=\"book chapter\">%</if><else>%</else></choose>",
    "<choose><if variable=\"DOI volume\" match=\"any\">%</if><else-if is-numeric=\"volume\">%</else-if></choose>",
    "<choose><if disambiguate=\"true\">%</if><else>%</else></choose>",
    "<choose><if position=\"ibid\">%</if><else-if position=\"subsequent\">%</else-if><else>%</else></choose>",
    "<choose><if is-uncertain-date=\"issued\">%</if></choose>",
    "<text macro=\"m\"/>",
    "<text macro=\"m\" prefix=\" \" text-case=\"sentence\"/>",
    "<text macro=\"n\" quotes=\"true\" font-variant=\"small-caps\"/>",
    "<text variable=\"URL\" vertical-align=\"sup\"/>",
    "<text variable=\"abstract\"/>",
    "<text variable=\"first-reference-note-number\"/>",
    "<text variable=\"citation-label\"/>",
    "<text value=\" \"/>",
    "<text value=\". , ; : ? ! ’ ”\"/>",
];

const OPTIONS: [&str; 8] = [
    "",
    "disambiguate-add-names=\"true\" disambiguate-add-givenname=\"true\" givenname-disambiguation-rule=\"by-cite\"",
    "disambiguate-add-year-suffix=\"true\" collapse=\"year-suffix-ranged\"",
    "collapse=\"citation-number\"",
    "disambiguate-add-givenname=\"true\" givenname-disambiguation-rule=\"all-names\" collapse=\"year\" cite-group-delimiter=\", \"",
    "et-al-min=\"3\" et-al-use-first=\"1\" disambiguate-add-names=\"true\"",
    "near-note-distance=\"1\"",
    "disambiguate-add-year-suffix=\"true\" disambiguate-add-names=\"true\"",
];

const SORTS: [&str; 4] = [
    "",
    "<sort><key macro=\"m\" sort=\"descending\"/></sort>",
    "<sort><key variable=\"author\" names-min=\"1\" names-use-first=\"1\"/><key variable=\"issued\"/></sort>",
    "<sort><key variable=\"citation-number\"/><key variable=\"title\"/></sort>",
];

const RECORDS: &str = include_str!("../../src/cli/demo/records.jsonl");

thread_local! {
    static WORKS: Vec<Citation> = RECORDS
        .lines()
        .filter(|line| !line.is_empty())
        .step_by(7)
        .map(|line| ibid::contract::from_json("Citation", line).expect("a record"))
        .collect();
    static SHELF: Shelf = Shelf::default();
}

/// Makes a style of `data` and prints with it.
pub fn check(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let csl = match kind % 8 {
        0 => String::from_utf8_lossy(rest).into_owned(),
        _ => built(*kind, rest),
    };
    WORKS.with(|works| SHELF.with(|shelf| print(shelf, works, &csl)));
}

/// A style out of pieces.
fn built(kind: u8, bytes: &[u8]) -> String {
    let mut bytes = bytes.iter().copied();
    let mut next = || bytes.next().unwrap_or_default();
    let class = if kind & 8 == 0 { "note" } else { "in-text" };
    let (options, cite_sort, sort) = (next(), next(), next());
    let layout = pieces(&mut next, 0);
    let references = pieces(&mut next, 0);
    let (m, n) = (pieces(&mut next, 0), pieces(&mut next, 0));
    let of = |list: &[&'static str], at: u8| list[usize::from(at) % list.len()];
    let substitute =
        if kind & 16 == 0 { "" } else { "subsequent-author-substitute=\"---\" second-field-align=\"flush\"" };
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"{class}\" version=\"1.0\" page-range-format=\"minimal\"><info><id>f</id><title>f</title></info>\
         <macro name=\"m\">{m}</macro><macro name=\"n\">{n}</macro><citation {}>{}<layout delimiter=\"; \" suffix=\".\">{layout}</layout></citation>\
         <bibliography {substitute}>{}<layout suffix=\".\">{references}</layout></bibliography></style>",
        of(&OPTIONS, options),
        of(&SORTS, cite_sort),
        of(&SORTS, sort),
    )
}

fn pieces(next: &mut impl FnMut() -> u8, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..1 + next() % 3 {
        let piece = PIECES[usize::from(next()) % PIECES.len()];
        if depth > 6 && piece.contains('%') {
            continue;
        }
        let mut parts = piece.split('%');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            text.push_str(&pieces(next, depth + 1));
            text.push_str(part);
        }
    }
    text
}

fn print(shelf: &Shelf, works: &[Citation], csl: &str) {
    let Ok(style) = shelf.own(csl) else { return };
    let works: Vec<&Citation> = works.iter().collect();
    let mut clusters = Cluster::each(works.len());
    clusters.extend(Cluster::each(2));
    let last = clusters.len() - 1;
    clusters[last].cites.extend(Cluster::each(works.len()).into_iter().flat_map(|cluster| cluster.cites));
    for (tag, format) in [("en-US", Format::Html), ("he-IL", Format::Text), ("de", Format::Markdown)] {
        let Ok((locale, _)) = shelf.locale(&style, tag) else { continue };
        let document =
            Document { works: &works, clusters: &clusters, policy: None, format, references: true };
        let once = document.print(&style.style, &locale, &Budget::new(2_000_000, 1 << 22));
        let again = document.print(&style.style, &locale, &Budget::new(2_000_000, 1 << 22));
        assert_eq!(once, again);
        if let Ok(printed) = once {
            assert_eq!(printed.citations.len(), clusters.len());
            assert_eq!(printed.references.len(), works.len());
        }
    }
}
