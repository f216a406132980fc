//! A .csl file -> citationberg's tree. What is wrong is told with its line; what is nested without end is refused before anything
//! descends into it.

mod outline;

use citationberg::{IndependentStyle, Style};
use outline::Outline;

use super::compile::{CompileError, compile};
use super::program::Program;

/// The largest style file. Those in use have at most 150 kB.
const LENGTH_LIMIT: usize = 4 << 20;

/// Why a file is not a style that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct StyleError {
    /// Line in the file, counted from 1.
    pub line: u32,
    pub reason: Reason,
}

/// What is wrong with a style.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// More than can be a style.
    #[error("the style is larger than {LENGTH_LIMIT} bytes")]
    TooLong,
    /// Not well-formed.
    #[error("not well-formed XML: {0}")]
    Xml(String),
    /// Too deep.
    #[error("elements are nested deeper than {} levels", outline::DEPTH_LIMIT)]
    Depth,
    /// Another document.
    #[error("the root element is <{0}>, not <style>")]
    Root(String),
    /// Not as CSL 1.0.2 asks.
    #[error("not CSL 1.0.2: {0}")]
    Csl(String),
    /// Only a pointer to another style.
    #[error("the style has no layout of its own and refers to {0}: use that one")]
    Dependent(String),
    /// Cannot be run.
    #[error(transparent)]
    Compile(#[from] CompileError),
}

/// A style that can be run, with what it says of itself.
#[derive(Debug)]
pub struct LoadedStyle {
    pub tree: IndependentStyle,
    pub program: Program,
}

/// Reads a .csl file.
pub fn load(xml: &str) -> Result<LoadedStyle, StyleError> {
    let at = |line: u32, reason: Reason| StyleError { line, reason };
    if xml.len() > LENGTH_LIMIT {
        return Err(at(1, Reason::TooLong));
    }
    let xml = xml.trim_start_matches('\u{feff}');
    let outline = Outline::of(xml)?;
    let spaced = spaced(xml);
    let tree = match Style::from_xml(&spaced) {
        Ok(Style::Independent(tree)) => tree,
        Ok(Style::Dependent(dependent)) => {
            return Err(at(outline.root_line(), Reason::Dependent(dependent.parent_link.href)));
        }
        Err(error) => {
            let path = error.path.map(|path| path.to_string()).unwrap_or_default();
            return Err(at(outline.line_of(&path), Reason::Csl(told(&error.source.to_string()))));
        }
    };
    match compile(&tree) {
        Ok(program) => Ok(LoadedStyle { tree, program }),
        Err(error) => {
            let line = match &error {
                CompileError::Recursion(name, _) => outline.line_with("name", name),
                CompileError::UnknownMacro(name) => outline.line_with("macro", name),
                CompileError::Depth | CompileError::Size => None,
            };
            Err(at(line.unwrap_or_else(|| outline.root_line()), error.into()))
        }
    }
}

/// A parser's words, where they speak of its own types, in those of CSL.
fn told(message: &str) -> String {
    match message.contains("untagged enum") {
        true => {
            "an attribute of this element has a value that CSL does not know, or one that it needs is missing"
                .to_owned()
        }
        false => message.to_owned(),
    }
}

/// Line breaks and tabs within attributes are spaces, as XML has it; lists of variables end without one. What is neither a tag nor
/// within one is copied.
fn spaced(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        out.push_str(text);
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        let length = match skipped.iter().find(|(opens, _)| from.starts_with(opens)) {
            Some((_, closes)) => from.find(closes).map_or(from.len(), |end| end + closes.len()),
            None => {
                let length = tag_length(from);
                attributes(&from[..length], &mut out);
                rest = &from[length..];
                continue;
            }
        };
        out.push_str(&from[..length]);
        rest = &from[length..];
    }
    out.push_str(rest);
    out
}

/// Length of a tag; ">" within an attribute does not end it.
fn tag_length(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => return at + 1,
            None => {}
        }
    }
    tag.len()
}

fn attributes(tag: &str, out: &mut String) {
    const LISTS: [&str; 6] =
        ["variable=", "type=", "position=", "locator=", "is-numeric=", "is-uncertain-date="];
    let mut rest = tag;
    while let Some(open) = rest.find(['"', '\'']) {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let quote = &from[..1];
        let Some(close) = from[1..].find(quote) else {
            rest = from;
            break;
        };
        let value = from[1..=close].replace(['\n', '\r', '\t'], " ");
        let is_list = LISTS.iter().any(|name| before.ends_with(name));
        out.push_str(quote);
        out.push_str(if is_list { value.trim() } else { &value });
        out.push_str(quote);
        rest = &from[close + 2..];
    }
    out.push_str(rest);
}
