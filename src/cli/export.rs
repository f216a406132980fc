use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::session::{Session, Target};
use super::{Failure, Output};
use crate::contract::v1::{ExportCitationsRequest, ExportFormat};
use crate::formats::write::Format;

const EXAMPLES: &str = "\
Examples:
  ibid export --to jsonl -o library.jsonl
  ibid export --to bibtex --filter 'year >= 2009 AND type = BOOK' -o references.bib
  ibid export --to jsonl --filter 'year = 2009 AND has = abstract' | wc -l";

/// Write a library, or what a filter selects, in a format
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Format to write
    #[arg(long, value_name = "FORMAT")]
    to: Written,
    /// Only those for which this holds
    #[arg(long, default_value = "", hide_default_value = true, value_name = "FILTER")]
    filter: String,
    /// Write here instead of stdout; the file appears when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
}

/// Formats that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Written {
    /// One Citation as proto3 JSON a line; carries everything
    Jsonl,
    /// Research Information Systems
    Ris,
    /// BibTeX, for the classic styles
    Bibtex,
    /// BibLaTeX, for Biber
    Biblatex,
    /// CSL-JSON 1.0.2
    CslJson,
    /// PubMed's tagged format
    Nbib,
    /// EndNote XML
    EndnoteXml,
    /// Comma-separated values with a header
    Csv,
}

impl Written {
    /// The format as the server knows it.
    fn asked(self) -> ExportFormat {
        match self {
            Written::Jsonl => ExportFormat::Jsonl,
            Written::Ris => ExportFormat::Ris,
            Written::Bibtex => ExportFormat::Bibtex,
            Written::Biblatex => ExportFormat::Biblatex,
            Written::CslJson => ExportFormat::CslJson,
            Written::Nbib => ExportFormat::Nbib,
            Written::EndnoteXml => ExportFormat::EndnoteXml,
            Written::Csv => ExportFormat::Csv,
        }
    }

    /// The format as its writer knows it.
    pub fn format(self) -> Format {
        match self {
            Written::Jsonl => Format::Jsonl,
            Written::Ris => Format::Ris,
            Written::Bibtex => Format::Bibtex,
            Written::Biblatex => Format::Biblatex,
            Written::CslJson => Format::CslJson,
            Written::Nbib => Format::Nbib,
            Written::EndnoteXml => Format::EndnoteXml,
            Written::Csv => Format::Csv,
        }
    }
}

/// Streams the result set out.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let format = args.to.asked().into();
    let request = ExportCitationsRequest { filter: args.filter, format, ..Default::default() };
    let mut sink = Sink::open(args.output.as_deref(), out)?;
    let exported = args.target.with(async |session| stream(session, request, &mut sink).await).await?;
    sink.finish()?;
    eprintln!("{exported} exported");
    Ok(())
}

async fn stream(
    session: &Session,
    request: ExportCitationsRequest,
    sink: &mut Sink<'_>,
) -> Result<i32, Failure> {
    let mut parts = session.citations().export_citations(request).await?.into_inner();
    let mut exported = 0;
    while let Some(part) = parts.message().await? {
        sink.write(&part.data)?;
        exported = part.exported;
    }
    Ok(exported)
}

/// Where a file is written: stdout, or a file that takes its name only when it is whole.
pub enum Sink<'a> {
    Stdout(&'a mut Output),
    File(tempfile::NamedTempFile, PathBuf),
}

impl<'a> Sink<'a> {
    /// `None` and `-` are stdout.
    pub fn open(path: Option<&Path>, out: &'a mut Output) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else { return Ok(Self::Stdout(out)) };
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".ibid-").permissions(readable()).tempfile_in(folder);
        let file = file.map_err(|error| Failure::failed(path.display(), error))?;
        Ok(Self::File(file, path.to_owned()))
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Stdout(out) => out.bytes(bytes),
            Self::File(file, path) => {
                file.write_all(bytes).map_err(|error| Failure::failed(path.display(), error))
            }
        }
    }

    pub fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(file, path) => {
                file.persist(&path).map_err(|error| Failure::failed(path.display(), error.error))?;
                Ok(())
            }
        }
    }
}

/// As any other new file; the umask takes from it.
fn readable() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::Permissions::from_mode(0o666)
}
