//! Files as the command line names them.

use std::fs::File;
use std::io::{BufRead, Read, stdin};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::formats::read::unpack;

/// What a packed file may expand to: enough for any file of PubMed, small enough to stop a bomb.
const EXPANSION: u64 = 64 << 30;

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Stdin,
    File {
        path: PathBuf,
        /// Found in a folder, not named by the person.
        walked: bool,
    },
}

impl Input {
    /// What messages call it.
    pub fn shown(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::File { path, .. } => path.display().to_string(),
        }
    }

    /// Name of the file without its folder; empty for stdin.
    pub fn file_name(&self) -> String {
        match self {
            Input::Stdin => String::new(),
            Input::File { path, .. } => {
                path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
            }
        }
    }

    /// Bytes on disk, where known.
    pub fn size(&self) -> Option<u64> {
        match self {
            Input::Stdin => None,
            Input::File { path, .. } => std::fs::metadata(path).ok().map(|metadata| metadata.len()),
        }
    }

    /// Opens it as it is.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Failure> {
        match self {
            Input::Stdin => Ok(Box::new(stdin())),
            Input::File { path, .. } => {
                let file = File::open(path).map_err(|error| Failure::failed(path.display(), error))?;
                Ok(Box::new(file))
            }
        }
    }

    /// Opens it and unpacks what is packed.
    pub fn open_unpacked(&self) -> Result<Box<dyn BufRead + Send>, Failure> {
        unpack(self.open()?, EXPANSION).map_err(|error| Failure::failed(self.shown(), error))
    }
}

/// The inputs that `paths` name: `-` is stdin, folders are walked in order of name, without hidden files.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            found.push(Input::Stdin);
        } else if path.is_dir() {
            walk(path, &mut found).map_err(|error| Failure::failed(path.display(), error))?;
        } else {
            found.push(Input::File { path: path.clone(), walked: false });
        }
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<Input>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // Links to folders are not followed, so that a walk ends.
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            walk(&path, found)?;
        } else if path.is_file() {
            found.push(Input::File { path, walked: true });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        for name in ["c.ris", "b/a.ris", ".hidden", "a.xml"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let found = inputs(&[PathBuf::from("-"), folder.path().to_owned(), PathBuf::from("gone")]).unwrap();
        let names: Vec<String> = found.iter().map(Input::file_name).collect();
        assert_eq!(names, ["", "a.xml", "a.ris", "c.ris", "gone"]);
    }
}
