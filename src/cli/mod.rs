//! The command line: one file per subcommand. Results go to stdout, all else to stderr; 0 is done, 1 failed, 2 wrong usage.

mod args;
mod cluster;
mod failure;
mod input;
mod output;
mod run;
mod session;
mod show;

pub mod check;
pub mod cite;
pub mod completions;
pub mod config;
pub mod convert;
pub mod export;
pub mod extract;
pub mod findings;
pub mod get;
pub mod healthcheck;
pub mod import;
pub mod mesh;
pub mod migrate;
pub mod reextract;
pub mod review;
pub mod search;
pub mod serve;
pub mod stats;
pub mod styles;

pub use args::{Cli, Command};
pub use failure::{Failure, exit};
pub use output::{Output, OutputArgs};
pub use run::{block_on, start_log};
