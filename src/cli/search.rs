use super::output::Style;
use super::session::Target;
use super::{Failure, Output, show};
use crate::contract::v1::{CitationHit, SearchCitationsRequest};

const EXAMPLES: &str = "\
Examples:
  ibid search 'breast cancer'
  ibid search 'title:\"liver metastases\" AND (author:rossi OR journal:lancet)'
  ibid search fatigue --filter 'year >= 2010 AND language = \"it\"' --order-by 'year desc'
  ibid search sepsis --page-size 100 --json | jq -r .citation.name

Query: words, \"phrases\", AND, OR, NOT, parentheses, and field:value with title, abstract, author, journal, mesh,
year (2009 or 2005..2010), language, type, doi, pmid.";

/// Find citations
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What to look for
    query: String,
    /// Only those for which this holds
    #[arg(long, default_value = "", value_name = "FILTER")]
    filter: String,
    /// `relevance`, `year`, `year desc` or `name`
    #[arg(long, default_value = "", value_name = "ORDER")]
    order_by: String,
    /// How many hits, at most 1,000
    #[arg(long, default_value_t = 10, value_name = "N", allow_negative_numbers = true)]
    page_size: i32,
    #[command(flatten)]
    target: Target,
}

/// Prints the first hits with the words that match.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let Args { query, filter, order_by, page_size, target } = args;
    let request = SearchCitationsRequest { query, filter, order_by, page_size, ..Default::default() };
    let reply = target.with(async |session| Ok(session.citations().search_citations(request).await?)).await?;
    let reply = reply.into_inner();
    for (index, hit) in reply.hits.iter().enumerate() {
        if out.json {
            out.message("CitationHit", hit)?;
        } else {
            print(index + 1, hit, out)?;
        }
    }
    out.flush()?;
    if !out.json {
        eprintln!("{} of {} shown; read as {}", reply.hits.len(), reply.total_size, reply.interpreted_query);
    }
    Ok(())
}

fn print(number: usize, hit: &CitationHit, out: &mut Output) -> Result<(), Failure> {
    let nothing = Default::default();
    let citation = hit.citation.as_ref().unwrap_or(&nothing);
    let mut heading = format!("{number}. {}", out.styled(Style::Bold, show::title(citation)));
    if let Some(status) = show::status(citation) {
        heading.push_str(&out.styled(Style::Warning, &format!(" [{status}]")));
    }
    out.line(heading)?;
    for line in show::details(citation) {
        let line = out.styled(Style::Dim, &line);
        out.line(format_args!("   {line}"))?;
    }
    // The title stands above already.
    for snippet in hit.snippets.iter().filter(|snippet| snippet.field != "title") {
        let text = show::snippet(snippet, out);
        out.line(format_args!("   … {text} …"))?;
    }
    out.line("")
}
