//! `ibid convert` between every two formats, on the demonstration; the format of each file is found from its content.

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use ibid::formats::read::{self, Item};
use ibid::formats::write::Format;

#[test]
fn the_demonstration_goes_from_every_format_to_every_other() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let demo = folder.path().join("demo.jsonl");
    let lines = include_str!("../../src/cli/demo/records.jsonl");
    std::fs::write(&demo, lines).expect("a file");
    let wanted = lines.lines().count();
    for from in Format::ALL {
        let first = folder.path().join(format!("{from}"));
        convert(&demo, from, &first, wanted);
        for to in Format::ALL {
            let second = folder.path().join(format!("{from}-{to}"));
            convert(&first, to, &second, wanted);
            let bytes = std::fs::read(&second).expect("the file was written");
            let mut reader = read::open(to.as_str().parse().expect("a format"), Box::new(Cursor::new(bytes)));
            let items = std::iter::from_fn(|| reader.next());
            let records = items.filter(|item| matches!(item, Ok(Item::Record(_)))).count();
            assert_eq!(records, wanted, "{from} to {to}");
        }
    }
}

#[track_caller]
fn convert(file: &Path, to: Format, output: &Path, wanted: usize) {
    let run = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["convert", "--strict", "--to", to.as_str(), "-o"])
        .args([output, file])
        .output()
        .expect("ibid runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(
        run.status.success() && said.contains(&format!("{wanted} converted, 0 rejected")),
        "{}: {said}",
        file.display()
    );
}
