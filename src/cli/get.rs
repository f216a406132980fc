use tonic::Code;

use super::output::Style;
use super::session::Target;
use super::{Failure, Output, show};
use crate::contract::v1::{Citation, GetCitationRequest};

const EXAMPLES: &str = "\
Examples:
  ibid get pmid:19886236
  ibid get doi:10.1000/xyz pmcid:PMC123 --json
  ibid get citations/01hv… --data ./library

Names that are not there are named on stderr; the exit code is then 1.";

/// Show citations by name or identifier
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// `pmid:19886236`, `doi:10.1000/xyz`, `pmcid:PMC123` or `citations/…`
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    target: Target,
}

/// Prints each citation that is there.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    args.target
        .with(async |session| {
            let mut missing = false;
            for name in &args.names {
                let request = GetCitationRequest { name: resource_name(name), ..Default::default() };
                match session.citations().get_citation(request).await {
                    Ok(reply) => print(reply.get_ref(), out)?,
                    Err(status) if one_of_many(status.code()) => {
                        missing = true;
                        eprintln!("ibid: {name}: {}", Failure::from(status));
                    }
                    Err(status) => return Err(status.into()),
                }
            }
            if missing { Err(Failure::Said) } else { Ok(()) }
        })
        .await
}

/// A name as people write it, as the contract has it: bare PMIDs and DOIs get their scheme.
pub fn resource_name(name: &str) -> String {
    if name.starts_with("citations/") {
        return name.to_owned();
    }
    let bare_pmid = !name.is_empty() && name.len() <= 9 && name.bytes().all(|byte| byte.is_ascii_digit());
    let scheme = if bare_pmid {
        "pmid:"
    } else if name.starts_with("10.") {
        "doi:"
    } else {
        ""
    };
    format!("citations/{scheme}{name}")
}

/// Whether the other names may still be found.
fn one_of_many(code: Code) -> bool {
    matches!(code, Code::NotFound | Code::FailedPrecondition | Code::InvalidArgument)
}

fn print(citation: &Citation, out: &mut Output) -> Result<(), Failure> {
    if out.json {
        return out.message("Citation", citation);
    }
    let title = out.styled(Style::Bold, show::title(citation));
    out.line(title)?;
    if let Some(status) = show::status(citation) {
        let status = out.styled(Style::Warning, &format!("[{status}]"));
        out.line(status)?;
    }
    for other in citation.titles.iter().skip(1) {
        out.line(&other.text)?;
    }
    for line in show::details(citation) {
        out.line(line)?;
    }
    for text in citation.abstracts.iter().map(|one| &one.text) {
        out.line("")?;
        out.line(text)?;
    }
    out.line("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_write_them() {
        let check = |name: &str, expected: &str| assert_eq!(resource_name(name), expected);
        check("pmid:1", "citations/pmid:1");
        check("19886236", "citations/pmid:19886236");
        check("10.1000/xyz", "citations/doi:10.1000/xyz");
        check("citations/doi:10.1000/xyz", "citations/doi:10.1000/xyz");
        check("0123456789abcdefghjkmnpqrs", "citations/0123456789abcdefghjkmnpqrs");
    }
}
