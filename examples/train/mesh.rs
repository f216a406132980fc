//! The headings of MeSH that ship with the program, from a table of identifier, scheme and heading.

use std::path::Path;

use ibid::finding::mesh::{Record, Writer};
use sha2::{Digest as _, Sha256};

use crate::task::Outcome;

/// Makes the vocabulary of the table.
pub fn vocabulary(path: &Path) -> Outcome<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    let text = std::str::from_utf8(&bytes)?;
    let mut writer = Writer::default();
    for line in text.lines().skip(1) {
        let (address, heading) = line.split_once(",MeSH,").ok_or_else(|| format!("{line:?} is no row"))?;
        let ui = address.rsplit('/').next().unwrap_or_default().to_owned();
        let heading = match heading.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\"\"", "\""),
            None => heading.to_owned(),
        };
        writer.add(Record { ui, heading, ..Default::default() })?;
    }
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(writer.packed("MeSH 2026, National Library of Medicine", &sha256)?)
}
