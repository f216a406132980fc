//! `ibid`: what it can be asked to do, and where each is done.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser as _;
use ibid::cli::{self, Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Cli { command, output, log } = Cli::parse();
    if let Err(failure) = cli::start_log(log.as_deref(), &command) {
        return cli::exit(Err(failure));
    }
    let mut out = output.open();
    let result = match command {
        Command::Serve(args) => cli::block_on(cli::serve::run(args, log)),
        Command::Import(args) => cli::block_on(cli::import::run(args, &mut out)),
        Command::Get(args) => cli::block_on(cli::get::run(args, &mut out)),
        Command::Search(args) => cli::block_on(cli::search::run(args, &mut out)),
        Command::Findings(args) => cli::block_on(cli::findings::run(args, &mut out)),
        Command::Extract(args) => cli::extract::run(args, &mut out),
        Command::Cite(args) => cli::block_on(cli::cite::run(args, &mut out)),
        Command::Styles(args) => cli::styles::run(args, &mut out),
        Command::Export(args) => cli::block_on(cli::export::run(args, &mut out)),
        Command::Convert(args) => cli::convert::run(args, &mut out),
        Command::Stats(args) => cli::block_on(cli::stats::run(args, &mut out)),
        Command::Check(args) => cli::block_on(cli::check::run(args, &mut out)),
        Command::Reextract(args) => cli::block_on(cli::reextract::run(args, &mut out)),
        Command::Review(args) => cli::block_on(cli::review::run(args, &mut out)),
        Command::Healthcheck(args) => cli::block_on(cli::healthcheck::run(args, &mut out)),
        Command::Mesh(args) => cli::mesh::run(args, &mut out),
        Command::Migrate(args) => cli::block_on(cli::migrate::run(args, &mut out)),
        Command::Config(args) => cli::config::run(args, log, &mut out),
        Command::Completions(args) => cli::completions::run(args, &mut out),
    };
    cli::exit(result.and_then(|()| out.finish()))
}
