use clap::CommandFactory as _;
use clap::error::ErrorKind;

use super::*;

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_documented_line_parses() {
    for line in [
        "serve --data d --listen 127.0.0.1:1 --admin-listen 127.0.0.1:2 --config f.toml",
        "serve --demo",
        "import a.xml - --format ris --report r.jsonl --dry-run --strict",
        "import --data d --timeout 5m x",
        "get pmid:1 doi:10.1/x --json",
        "search words --filter year=2000 --order-by year --page-size 5 --server http://h:1",
        "findings",
        "findings survival --filter kind=SAFETY --citation pmid:1",
        "extract a.txt b.ris --language it --html out.html",
        "extract",
        "cite pmid:1 --style apa --style vancouver --locale it-IT --output html --title-policy original --data d",
        "cite --file a.ris --csl own.csl --format markdown",
        "styles chicago notes --category note",
        "styles --locales",
        "export --to jsonl --filter year=2000 -o f",
        "convert a b --to jsonl -o f",
        "stats --json",
        "check",
        "healthcheck",
        "mesh desc2026.xml.gz",
        "mesh desc2026.xml -o 2026.mesh",
        "serve --mesh 2026.mesh",
        "extract a.txt --mesh 2026.mesh",
        "import --data d --mesh 2026.mesh x",
        "config --listen 127.0.0.1:1",
        "completions bash",
        "help search",
    ] {
        let parsed = Cli::try_parse_from(["ibid"].into_iter().chain(line.split(' ')));
        let unexpected = parsed.err().filter(|error| error.kind() != ErrorKind::DisplayHelp);
        assert!(unexpected.is_none(), "{line}: {unexpected:?}");
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    for line in [
        "",
        "mesh",
        "import",
        "get",
        "search",
        "export --to word",
        "cite pmid:1",
        "cite --style apa",
        "styles --locales chicago",
        "convert --to jsonl",
        "stats --timeout soon",
    ] {
        let words = line.split_whitespace();
        let error = Cli::try_parse_from(["ibid"].into_iter().chain(words)).expect_err(line);
        assert_eq!(error.exit_code(), 2, "{line}");
    }
}

#[test]
fn every_command_teaches_by_example() {
    for command in Cli::command().get_subcommands() {
        assert!(command.get_after_help().is_some(), "{}", command.get_name());
        assert!(command.get_about().is_some(), "{}", command.get_name());
    }
}
