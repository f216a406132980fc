use super::get::resource_name;
use super::output::Style;
use super::session::{Session, Target};
use super::{Failure, Output, show};
use crate::contract::v1::{Finding, ListFindingsRequest, SearchFindingsRequest};

const EXAMPLES: &str = "\
Examples:
  ibid findings --citation pmid:19886236
  ibid findings survival --filter 'kind = PROGNOSIS AND measure = \"median survival\" AND value_months >= 6'
  ibid findings --filter 'kind = SAFETY AND direction = INCREASE' --json";

/// Find findings, with the words that prove them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Words of the statement; without, all
    #[arg(default_value = "", hide_default_value = true)]
    query: String,
    /// Only those for which this holds
    #[arg(long, default_value = "", value_name = "FILTER")]
    filter: String,
    /// Only those of this citation: `pmid:…`, `doi:…` or `citations/…`
    #[arg(long, value_name = "NAME")]
    citation: Option<String>,
    /// How many, at most 1,000
    #[arg(long, default_value_t = 20, value_name = "N", allow_negative_numbers = true)]
    page_size: i32,
    #[command(flatten)]
    target: Target,
}

/// Prints findings: those of one citation in order of the text, or the first hits of a search.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    args.target
        .with(async |session| match &args.citation {
            Some(citation) if args.query.is_empty() => of_citation(session, citation, &args, out).await,
            _ => search(session, &args, out).await,
        })
        .await
}

async fn of_citation(
    session: &Session,
    citation: &str,
    args: &Args,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut page_token = String::new();
    loop {
        let request = ListFindingsRequest {
            parent: resource_name(citation),
            filter: args.filter.clone(),
            page_token,
            ..Default::default()
        };
        let page = session.findings().list_findings(request).await?.into_inner();
        for finding in &page.findings {
            if out.json {
                out.message("Finding", finding)?;
            } else {
                print(finding, None, out)?;
            }
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(());
        }
    }
}

async fn search(session: &Session, args: &Args, out: &mut Output) -> Result<(), Failure> {
    let request = SearchFindingsRequest {
        query: args.query.clone(),
        filter: filter(&args.filter, args.citation.as_deref()),
        page_size: args.page_size,
        ..Default::default()
    };
    let reply = session.findings().search_findings(request).await?.into_inner();
    for hit in &reply.hits {
        if out.json {
            out.message("FindingHit", hit)?;
        } else if let Some(finding) = &hit.finding {
            print(finding, Some(&hit.citation_title), out)?;
        }
    }
    out.flush()?;
    if !out.json {
        eprintln!("{} of {} shown", reply.hits.len(), reply.total_size);
    }
    Ok(())
}

fn filter(filter: &str, citation: Option<&str>) -> String {
    let citation =
        citation.map(|name| format!("citation = \"{}\"", resource_name(name).replace('"', "\\\"")));
    match (citation, filter) {
        (Some(citation), "") => citation,
        (Some(citation), filter) => format!("({filter}) AND {citation}"),
        (None, filter) => filter.to_owned(),
    }
}

fn print(finding: &Finding, title: Option<&str>, out: &mut Output) -> Result<(), Failure> {
    for line in show::finding(finding, out) {
        out.line(line)?;
    }
    let from = title.map_or(finding.citation.clone(), |title| format!("{title}  {}", finding.citation));
    let from = out.styled(Style::Dim, &from);
    out.line(format_args!("{from}\n"))
}
