use scraper::{Html, Node};

const DROPPED: [&str; 12] = [
    "script", "style", "nav", "header", "footer", "noscript", "template", "svg", "button", "form", "select",
    "head",
];

const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "table",
    "tbody",
    "thead",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "figure",
    "address",
    "aside",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// The text of a saved page, laid out as the text reader wants it: a block a line, the title behind "# ", cells of a row
/// behind tabs, items of a list behind "• ".
pub fn text(html: &str) -> Result<String, String> {
    if is_nested_past(html, DEPTH_LIMIT) {
        return Err(format!("its elements are nested deeper than {DEPTH_LIMIT} levels"));
    }
    let document = Html::parse_document(html);
    let mut out = String::with_capacity(html.len() / 4);
    let mut next = Some((document.tree.root(), false));
    // walked by hand: a page nested a hundred thousand deep must not use up the stack
    while let Some((node, leaving)) = next {
        let dropped = match node.value() {
            Node::Element(element) => {
                tag(element.name(), leaving, &mut out);
                let has_title = || {
                    node.children().any(|child| child.value().as_element().is_some_and(|e| e.name() == "h1"))
                };
                DROPPED.contains(&element.name()) && !(element.name() == "header" && has_title())
            }
            Node::Text(text) if !leaving => {
                words(text, &mut out);
                false
            }
            _ => false,
        };
        next = match node.first_child() {
            Some(child) if !leaving && !dropped => Some((child, false)),
            _ if !leaving => Some((node, true)),
            _ => match node.next_sibling() {
                Some(sibling) => Some((sibling, false)),
                None => node.parent().map(|parent| (parent, true)),
            },
        };
    }
    Ok(out)
}

fn tag(name: &str, leaving: bool, out: &mut String) {
    match (name, leaving) {
        ("h1", false) => line(out, "# "),
        ("li", false) => line(out, "• "),
        ("tr", _) => line(out, ""),
        ("th" | "td", true) => out.push('\t'),
        ("br", false) => line(out, ""),
        (name, _) if BLOCKS.contains(&name) || name == "li" => line(out, "\n"),
        _ => {}
    }
}

/// Ends the line that is being written and begins another.
fn line(out: &mut String, begin: &str) {
    while out.ends_with([' ', '\t']) {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with('\n') && !out.ends_with("• ") {
        out.push('\n');
    }
    if begin != "\n" || !out.ends_with("\n\n") {
        out.push_str(begin);
    }
}

fn words(text: &str, out: &mut String) {
    for (at, word) in text.split([' ', '\n', '\r', '\t']).enumerate() {
        if at > 0 && !out.ends_with([' ', '\n', '\t']) && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Deepest nesting of a page that is parsed. The time of parsing grows with the square of the depth.
const DEPTH_LIMIT: usize = 4_000;

const VOID: [&str; 10] = ["br", "img", "meta", "input", "link", "hr", "wbr", "source", "col", "area"];

/// Whether more elements than `limit` stand open at once, as far as counting tags tells.
fn is_nested_past(html: &str, limit: usize) -> bool {
    let mut depth = 0usize;
    for (at, _) in html.match_indices('<') {
        let rest = &html.as_bytes()[at + 1..];
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(letter) if letter.is_ascii_alphabetic() => {
                let length = rest.iter().take(8).take_while(|b| b.is_ascii_alphanumeric()).count();
                let is_void = VOID.iter().any(|name| rest[..length].eq_ignore_ascii_case(name.as_bytes()));
                depth += usize::from(!is_void);
            }
            _ => {}
        }
        if depth > limit {
            return true;
        }
    }
    false
}
