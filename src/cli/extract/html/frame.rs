use std::fmt::Write as _;

use crate::cli::extract::words::{self, DIRECTIONS};
use crate::finding::KINDS;

const STYLE: &str = include_str!("../page.css");

/// The whole page around its articles; contents where there are several.
pub fn page(heading: &str, contents: &str, body: &str) -> String {
    let contents = if contents.is_empty() {
        String::new()
    } else {
        format!("<nav>\n<h2>Contents</h2>\n<ol>\n{contents}</ol>\n</nav>\n")
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{heading}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<header>\n<h1>{heading}</h1>\n{}</header>\n{contents}<main>\n{body}</main>\n</body>\n</html>\n",
        legend()
    )
}

/// Class of a kind, which gives it its colour.
pub fn class(kind: &str) -> String {
    format!("k-{}", kind.replace(' ', "-"))
}

fn legend() -> String {
    let mut html =
        String::from("<details class=\"legend\" open>\n<summary>How to read the marks</summary>\n<ul>\n");
    for kind in KINDS {
        let kind = words::kind(kind);
        let _ = write!(html, "<li><span class=\"chip {}\">{kind}</span></li>", class(&kind));
    }
    html.push_str("</ul>\n<ul>\n<li><b class=\"n\">18%</b> number</li><li><b class=\"n aside\">2009</b> number that is no result</li>");
    html.push_str("<li><i class=\"hedge\">may</i> hedge</li><li><i class=\"sure\">showed</i> other word of certainty</li>");
    html.push_str("<li><em class=\"not\">not</em> negation</li><li><span class=\"dir\" data-sign=\"↓\">fewer</span> word of direction</li>\n</ul>\n<ul>\n");
    for direction in DIRECTIONS {
        let _ = write!(html, "<li>{}</li>", words::direction(direction));
    }
    html.push_str("<li>★ key finding</li><li>~ role read from the words</li>\n</ul>\n</details>\n");
    html
}
