mod counted;

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use self::counted::Counted;
use super::export::Sink;
use super::input::Input;
use super::{Failure, Output};
use crate::finding::mesh::{self, Vocabulary, Writer, descriptors};
use crate::formats::read::unpack;

const EXAMPLES: &str = "\
Examples:
  ibid mesh desc2026.xml.gz                  writes desc2026.mesh
  ibid mesh desc2026.xml -o /etc/ibid/2026.mesh
  ibid serve --mesh /etc/ibid/2026.mesh
  ibid extract abstract.txt --mesh desc2026.mesh

NLM gives the file to all at https://www.nlm.nih.gov/databases/download/mesh.html (\"MeSH in XML\"). Its entry terms let more
phrases be matched than the headings that ship, and its tree numbers are kept. Publication types are left out.";

/// What a packed descriptor file may expand to; NLM's is 300 MB.
const EXPANSION: u64 = 4 << 30;

/// Make a MeSH vocabulary of NLM's descriptor file (desc*.xml)
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// NLM's desc*.xml, plain, .gz or .zst; `-` for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write here; the file appears when it is whole [default: the name of FILE with .mesh, in this folder]
    #[arg(short, long = "out", visible_alias = "output", value_name = "OUT")]
    out: Option<PathBuf>,
}

/// Reads the file and writes the vocabulary.
pub fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let input = if args.file == Path::new("-") {
        Input::Stdin
    } else {
        Input::File { path: args.file.clone(), walked: false }
    };
    let path = args.out.unwrap_or_else(|| named_after(&input.file_name()));
    let failed = |error: &dyn std::fmt::Display| Failure::failed(input.shown(), error);
    let bar = progress(&input);
    let counted = Counted::of(input.open()?, bar.clone());
    let unpacked = unpack(Box::new(counted.reader()), EXPANSION).map_err(|error| failed(&error))?;
    let mut writer = Writer::default();
    let mut left_out = 0usize;
    let read = descriptors::read(unpacked, |read, _| {
        if read.publication_type {
            left_out += 1;
            return Ok(());
        }
        bar.set_message(format!("{} descriptors", writer.descriptors()));
        writer.add(read.record).map_err(|error| error.to_string())
    });
    bar.finish_and_clear();
    read.map_err(|error| failed(&error))?;
    let source = input.file_name();
    let packed = writer.packed(if source.is_empty() { "-" } else { &source }, &counted.sha256());
    let packed = packed.map_err(|error| failed(&error))?;
    // what was written can be read
    let vocabulary = Vocabulary::read(&packed).map_err(|error| failed(&error))?;
    let mut sink = Sink::open(Some(&path), out)?;
    sink.write(&packed)?;
    sink.finish()?;
    eprintln!(
        "{}: {} descriptors, {} entry terms, {left_out} publication types left out, {} bytes, hash {}",
        path.display(),
        writer.descriptors(),
        writer.terms(),
        packed.len(),
        vocabulary.hash(),
    );
    Ok(())
}

/// Puts the vocabulary of a file in use; without one, the headings that ship are.
pub fn install(path: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let failed = |error: &dyn std::fmt::Display| Failure::failed(path.display(), error);
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    let vocabulary = Vocabulary::read(&bytes).map_err(|error| failed(&error))?;
    let (source, _) = vocabulary.source();
    tracing::info!(file = %path.display(), source, descriptors = vocabulary.len(), hash = vocabulary.hash(), "MeSH");
    mesh::install(vocabulary).map_err(|error| failed(&error))
}

/// `desc2026.xml.gz` makes `desc2026.mesh`.
fn named_after(file: &str) -> PathBuf {
    let stem = file.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("mesh");
    PathBuf::from(format!("{stem}.mesh"))
}

/// A bar on a terminal, nothing elsewhere.
fn progress(file: &Input) -> ProgressBar {
    let bar = file.size().map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {bytes}/{total_bytes} {eta} {msg}") {
        bar.set_style(style);
    }
    bar.with_prefix(file.shown())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(file: &Path, out: &Path) -> Args {
        Args { file: file.to_owned(), out: Some(out.to_owned()) }
    }

    #[test]
    fn a_file_of_nlm_becomes_a_vocabulary() {
        let folder = tempfile::tempdir().unwrap();
        let (xml, made) = (folder.path().join("desc.xml"), folder.path().join("made.mesh"));
        std::fs::write(&xml, include_str!("../finding/mesh/descriptors/small.xml")).unwrap();
        let mut out = crate::cli::OutputArgs { json: false }.open();
        run(args(&xml, &made), &mut out).unwrap();
        let bytes = std::fs::read(&made).unwrap();
        let vocabulary = Vocabulary::read(&bytes).unwrap();
        assert_eq!((vocabulary.len(), vocabulary.source().0), (4, "desc.xml"));
        assert_eq!(vocabulary.source().1.len(), 64);
        // packed, it is another file with the same descriptors
        let packed = folder.path().join("desc.xml.zst");
        std::fs::write(&packed, zstd::encode_all(&std::fs::read(&xml).unwrap()[..], 3).unwrap()).unwrap();
        run(args(&packed, &made), &mut out).unwrap();
        assert_eq!(Vocabulary::read(&std::fs::read(&made).unwrap()).unwrap().len(), 4);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_file_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (xml, made) = (folder.path().join("desc.xml"), folder.path().join("made.mesh"));
        let mut out = crate::cli::OutputArgs { json: false }.open();
        let mut check = |text: &str, expected: &str| {
            std::fs::write(&xml, text).unwrap();
            let error = run(args(&xml, &made), &mut out).unwrap_err().to_string();
            assert!(error.contains("desc.xml: byte ") && error.contains(expected), "{error}");
            assert!(!made.exists());
        };
        let whole = include_str!("../finding/mesh/descriptors/small.xml");
        check("<html></html>", "not NLM's descriptor file");
        check(&whole[..5_000], "");
        check(&whole.replace("D900002", "D900001"), "D900001 stands twice");
        check(&whole.replace("D900002", "D90 0002"), "is no identifier of a descriptor");
        let error = install(Some(&xml)).unwrap_err().to_string();
        assert!(error.contains("desc.xml: not a MeSH vocabulary"), "{error}");
        assert!(install(Some(&made)).is_err());
        assert!(install(None).is_ok());
    }

    #[test]
    fn the_default_name_follows_the_file() {
        assert_eq!(named_after("desc2026.xml.gz"), Path::new("desc2026.mesh"));
        assert_eq!(named_after(""), Path::new("mesh.mesh"));
    }
}
