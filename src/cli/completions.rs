use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Failure, Output};

const EXAMPLES: &str = "\
Examples:
  ibid completions bash > /etc/bash_completion.d/ibid
  ibid completions zsh > ~/.zfunc/_ibid
  ibid completions fish > ~/.config/fish/completions/ibid.fish";

/// Write completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    shell: Shell,
}

/// Prints the script.
pub fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ibid", &mut script);
    out.bytes(&script)
}
