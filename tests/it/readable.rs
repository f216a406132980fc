//! Files that others published, as people really have them: each is recognised and gives a record.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ibid::formats::read::{Item, detect, open, unpack};

/// Paths below the folder `data`; what stands behind a "#" says why a file is not among them any more.
const PATHS: &str = include_str!("../readable_paths.txt");

/// Bytes that a packed file may unpack to.
const UNPACKED: u64 = 1 << 30;

#[test]
#[ignore = "needs the files of others, in `data` of the folder that IBID_SHARED names, else of ../shared"]
fn every_path_that_is_listed_gives_a_record() {
    let shared = std::env::var_os("IBID_SHARED").map(PathBuf::from);
    let data = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("data");
    if !data.is_dir() {
        println!("there is no {}: nothing is read", data.display());
        return;
    }
    let paths: Vec<&str> = PATHS.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(paths.len() > 1_000, "only {} paths are listed", paths.len());
    let failures: Vec<String> = paths
        .iter()
        .filter_map(|path| failure(&data.join(path)).map(|why| format!("{path}: {why}")))
        .collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), paths.len(), failures.join("\n"));
}

#[test]
fn a_file_that_gives_no_record_fails_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, expected) in [
        ("a.ris", "TY  - JOUR\nTI  - A\nER  - \n", None),
        ("a.txt", "Dear all,\nsee you tomorrow.\n", Some("its format is not recognised")),
        ("a.bib", "@article{a}\n", Some("bibtex: no record: line 1: the entry has no fields")),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        assert_eq!(failure(&path).as_deref(), expected, "{name}");
    }
    assert!(failure(&folder.path().join("missing")).is_some());
}

/// Why a file gives no record; nothing when it does.
fn failure(path: &Path) -> Option<String> {
    let first_record = || -> Result<Option<String>, Box<dyn std::error::Error>> {
        let mut begin = Vec::new();
        unpack(Box::new(File::open(path)?), UNPACKED)?.take(64 << 10).read_to_end(&mut begin)?;
        let Some(format) = detect(&begin) else { return Ok(Some("its format is not recognised".into())) };
        let mut reader = open(format, unpack(Box::new(File::open(path)?), UNPACKED)?);
        let mut why = String::from("it holds no entry");
        while let Some(item) = reader.next() {
            match item? {
                Item::Record(_) => return Ok(None),
                Item::Rejected(rejection) => why = format!("line {}: {}", rejection.line, rejection.reason),
                Item::Deleted(_) => {}
            }
        }
        Ok(Some(format!("{format}: no record: {why}")))
    };
    first_record().unwrap_or_else(|error| Some(error.to_string()))
}
