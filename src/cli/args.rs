use clap::{Parser, Subcommand};

use super::*;

const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), " (commit ", env!("IBID_COMMIT"), ", contract ibid.v1)");

const EXAMPLES: &str = "\
Examples:
  ibid serve --demo                          a small library to look around in
  ibid serve --data ./library                the server, on 127.0.0.1:50051
  ibid import pubmed26n0001.xml.gz           into the server
  ibid get pmid:19886236 doi:10.1000/xyz
  ibid search 'title:\"liver metastases\" AND year:2005..2010'
  ibid findings survival --filter 'kind = PROGNOSIS AND value_months >= 6'
  ibid cite pmid:19886236 --style apa --style vancouver
  ibid extract abstract.txt --html findings.html

Commands that need a library talk to a server (--server) or open the library themselves (--data).
`ibid help COMMAND` shows more.";

/// Citations and the findings in them, over gRPC.
#[derive(Debug, Parser)]
#[command(name = "ibid", version = VERSION, after_help = EXAMPLES, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub output: OutputArgs,
    /// What is logged, as in RUST_LOG: `info`, `ibid=debug`. Default: info for `serve`, warn otherwise
    #[arg(long, global = true, env = "IBID_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    Serve(serve::Args),
    Import(import::Args),
    Get(get::Args),
    Search(search::Args),
    Findings(findings::Args),
    Extract(extract::Args),
    Cite(cite::Args),
    Styles(styles::Args),
    Export(export::Args),
    Convert(convert::Args),
    Stats(stats::Args),
    Check(check::Args),
    Reextract(reextract::Args),
    Review(review::Args),
    Healthcheck(healthcheck::Args),
    Mesh(mesh::Args),
    Migrate(migrate::Args),
    Config(config::Args),
    Completions(completions::Args),
}

#[cfg(test)]
mod tests;
