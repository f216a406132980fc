use std::path::{Path, PathBuf};

use super::convert::each_of;
use super::get::resource_name;
use super::input::inputs;
use super::output::Style;
use super::session::Target;
use super::{Failure, Output};
use crate::contract::v1::{
    Citation, FormatCitationsRequest, FormatCitationsResponse, FormatWarning, ReferenceOutput,
    StyledReferences, TitlePolicy,
};
use crate::formats::read::{Format, Item};
use crate::library::format_records;
use crate::style::Shelf;

const EXAMPLES: &str = "\
Examples:
  ibid cite pmid:19886236 --style apa
  ibid cite doi:10.1000/xyz pmid:19886236 --style vancouver --style pure-standard --locale de-DE
  ibid cite --file references.ris --style ieee           needs no library
  ibid cite --file page.txt --style apa --title-policy original --output html
  ibid cite --file references.bib --style ./journal.csl

`ibid styles` lists the ids. Whatever a style needs and a record lacks is named on stderr. References come in the order of the
style: sorted, or as they were given.";

/// Print references in the styles of journals and portals
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// `pmid:19886236`, `doi:10.1000/xyz`, `pmcid:PMC123` or `citations/…` of a library
    #[arg(value_name = "NAME", required_unless_present = "files")]
    names: Vec<String>,
    /// Files or folders with records, in any import format, or `-`
    #[arg(long = "file", short, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format of the files; found from their content when not given
    #[arg(long, value_name = "FORMAT")]
    file_format: Option<Format>,
    /// Id of a style, or a .csl file; may be given more than once
    #[arg(long, short, value_name = "STYLE", required_unless_present = "csl")]
    style: Vec<String>,
    /// A style of your own, in CSL 1.0.2; may be given more than once
    #[arg(long, value_name = "FILE")]
    csl: Vec<PathBuf>,
    /// Language, such as `it-IT`; the style's own, else en-US, when not given
    #[arg(long, default_value = "", hide_default_value = true, value_name = "LOCALE")]
    locale: String,
    /// What to write
    #[arg(long, visible_alias = "format", value_enum, default_value_t = Written::Text, value_name = "OUTPUT")]
    output: Written,
    /// Which title a work has that was translated; what the style's manual asks when not given
    #[arg(long, value_enum, value_name = "POLICY")]
    title_policy: Option<Policy>,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Written {
    Text,
    Html,
    Markdown,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Policy {
    /// The title in the language of the work
    Original,
    /// The translation, in brackets
    Translated,
    /// The title, then its translation in brackets
    OriginalWithTranslation,
}

/// Prints the list of references of each style.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let (is_file, ids): (Vec<String>, Vec<String>) = args
        .style
        .into_iter()
        .partition(|style| Path::new(style).extension().is_some_and(|end| end == "csl"));
    let own: Vec<PathBuf> = is_file.into_iter().map(PathBuf::from).chain(args.csl).collect();
    let mut csl = Vec::with_capacity(own.len());
    for path in &own {
        csl.push(std::fs::read_to_string(path).map_err(|error| Failure::failed(path.display(), error))?);
    }
    let output = match args.output {
        Written::Text => ReferenceOutput::Text,
        Written::Html => ReferenceOutput::Html,
        Written::Markdown => ReferenceOutput::Markdown,
    };
    let policy = args.title_policy.map_or(TitlePolicy::Unspecified, |policy| match policy {
        Policy::Original => TitlePolicy::Original,
        Policy::Translated => TitlePolicy::Translated,
        Policy::OriginalWithTranslation => TitlePolicy::OriginalWithTranslation,
    });
    let request = FormatCitationsRequest {
        names: args.names.iter().map(|name| resource_name(name)).collect(),
        citations: records(&args.files, args.file_format)?,
        styles: ids,
        csl,
        locale: args.locale,
        output: output.into(),
        title_policy: policy.into(),
        ..FormatCitationsRequest::default()
    };
    let answer = answered(request, &args.target).await.map_err(|failure| named(failure, &own))?;
    print(&answer, out)?;
    let mut missing = false;
    for (name, work) in args.names.iter().zip(&answer.works) {
        if let Some(error) = &work.error {
            missing = true;
            eprintln!("ibid: {name}: {}", error.message);
        }
    }
    if missing { Err(Failure::Said) } else { Ok(()) }
}

/// Records of files need no library.
async fn answered(
    request: FormatCitationsRequest,
    target: &Target,
) -> Result<FormatCitationsResponse, Failure> {
    if request.names.is_empty() {
        let formatted = format_records(request, &Shelf::default());
        let styles = formatted.map_err(|error| Failure::Failed(error.to_string()))?.styles;
        return Ok(FormatCitationsResponse { works: Vec::new(), styles });
    }
    let reply = target.with(async |session| Ok(session.citations().format_citations(request).await?)).await?;
    Ok(reply.into_inner())
}

/// What is said of `csl[0]` is said of its file.
fn named(failure: Failure, own: &[PathBuf]) -> Failure {
    if own.is_empty() || !matches!(failure, Failure::Call(_) | Failure::Failed(_)) {
        return failure;
    }
    let mut text = failure.to_string();
    for (place, path) in own.iter().enumerate() {
        text = text.replace(&format!("csl[{place}]"), &path.display().to_string());
    }
    Failure::Failed(text)
}

fn records(files: &[PathBuf], format: Option<Format>) -> Result<Vec<Citation>, Failure> {
    let mut records = Vec::new();
    for input in inputs(files)? {
        each_of(&input, format, |item| {
            match item {
                Item::Record(record) => records.push(record.citation),
                Item::Deleted(_) => {}
                Item::Rejected(rejection) => {
                    let (line, record) = (rejection.line, rejection.record);
                    eprintln!("ibid: {}:{line}: {record}: rejected: {}", input.shown(), rejection.reason);
                }
            }
            Ok(())
        })?;
    }
    if records.is_empty() && !files.is_empty() {
        return Err(Failure::Failed("the files have no records".to_owned()));
    }
    Ok(records)
}

fn print(answer: &FormatCitationsResponse, out: &mut Output) -> Result<(), Failure> {
    if out.json {
        return out.message("FormatCitationsResponse", answer);
    }
    for styled in &answer.styles {
        if answer.styles.len() > 1 {
            let heading = out.styled(Style::Bold, &format!("# {}", styled.style));
            out.line(heading)?;
        }
        for reference in &styled.references {
            out.line(reference.text.trim_end())?;
        }
        if answer.styles.len() > 1 {
            out.line("")?;
        }
    }
    out.flush()?;
    for styled in &answer.styles {
        for warning in &styled.warnings {
            eprintln!("ibid: {}", told(styled, warning));
        }
    }
    Ok(())
}

/// A warning with the beginning of the reference that it is about.
fn told(styled: &StyledReferences, warning: &FormatWarning) -> String {
    const BEGINNING: usize = 60;
    let reference =
        styled.references.iter().find(|reference| reference.work.is_some() && reference.work == warning.work);
    let place = match reference {
        Some(reference) => {
            let line = reference.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let beginning: String = line.chars().take(BEGINNING).collect();
            let dots = if beginning.len() < line.len() { "…" } else { "" };
            format!(" {beginning}{dots}:")
        }
        None => String::new(),
    };
    format!("{}:{place} {} ({})", styled.style, warning.message, warning.field)
}
