//! The folder that a library lives in: `format` (its data format), `library.redb` (the truth), `index/` (derived).

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::store::disk;
use crate::engine::EngineError;

/// Data format that this program reads and writes.
pub const FORMAT_VERSION: u32 = 2;
/// Data formats that it reads too: a library of one of them is taken over as it is. Version 1 had no stamps on its rows.
const OLDER: [&str; 1] = ["1"];

/// A data folder of a known format.
#[derive(Debug, Clone, PartialEq)]
pub struct DataDirectory {
    path: PathBuf,
    /// Whether its format is one of the older ones.
    older: bool,
}

impl DataDirectory {
    /// Takes the folder `path`, which is made if it is not there. A library of another format is refused. One of an older format
    /// stays as it is until it is [claimed](Self::claim).
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        if path.is_file() {
            let reason = "it is a file, not a folder".to_owned();
            return Err(EngineError::ReadOnly { path: path.display().to_string(), reason });
        }
        fs::create_dir_all(path).map_err(|error| refused(path, error))?;
        let directory = Self { path: path.to_owned(), older: false };
        match fs::read_to_string(directory.format_file()) {
            Ok(text) if text.trim() == FORMAT_VERSION.to_string() => Ok(directory),
            Ok(text) if OLDER.contains(&text.trim()) => Ok(Self { older: true, ..directory }),
            Ok(text) => Err(directory.unknown(text.trim().chars().take(40).collect())),
            Err(error) if error.kind() == ErrorKind::NotFound => directory.begin(),
            Err(error) if error.kind() == ErrorKind::InvalidData => Err(directory.unknown("not text".into())),
            Err(error) => Err(refused(path, error)),
        }
    }

    /// Makes a library of an older format one of this program's: an older program must not open what is written from now on. For
    /// whoever holds the store's lock; without it an older program may be at work here, and must find it again.
    pub fn claim(&self) -> Result<(), EngineError> {
        if !self.older {
            return Ok(());
        }
        self.write_format().map_err(|error| refused(&self.path, error))
    }

    /// The file of the store.
    pub fn store(&self) -> PathBuf {
        self.path.join("library.redb")
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    fn format_file(&self) -> PathBuf {
        self.path.join("format")
    }

    fn begin(self) -> Result<Self, EngineError> {
        if self.store().exists() {
            return Err(self.unknown("none".into()));
        }
        self.write_format().map_err(|error| refused(&self.path, error))?;
        Ok(self)
    }

    /// In place at once or not at all, and durable before anything else is written.
    fn write_format(&self) -> io::Result<()> {
        let draft = self.path.join("format.new");
        let mut file = File::create(&draft)?;
        writeln!(file, "{FORMAT_VERSION}")?;
        file.sync_all()?;
        fs::rename(&draft, self.format_file())?;
        File::open(&self.path)?.sync_all()
    }

    fn unknown(&self, found: String) -> EngineError {
        EngineError::FormatVersion { path: self.path.display().to_string(), found, known: FORMAT_VERSION }
    }
}

pub(super) fn refused(path: &Path, error: io::Error) -> EngineError {
    match error.kind() {
        ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::NotADirectory
        | ErrorKind::AlreadyExists => {
            EngineError::ReadOnly { path: path.display().to_string(), reason: error.to_string() }
        }
        _ => disk(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_once_and_known_again() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a/b");
        let made = DataDirectory::open(&path).unwrap();
        assert_eq!(DataDirectory::open(&path).unwrap(), made);
        assert_eq!(fs::read_to_string(path.join("format")).unwrap(), "2\n");
        fs::write(path.join("format"), "1\n").unwrap();
        let older = DataDirectory::open(&path).unwrap();
        assert_eq!(fs::read_to_string(path.join("format")).unwrap(), "1\n", "nobody has its lock yet");
        older.claim().unwrap();
        assert_eq!(fs::read_to_string(path.join("format")).unwrap(), "2\n");
        assert_eq!(DataDirectory::open(&path).unwrap(), made);
    }

    #[test]
    fn other_formats_are_refused() {
        for (format, found) in [("3", "3"), ("", ""), ("1.5\n", "1.5")] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("format"), format).unwrap();
            match DataDirectory::open(folder.path()) {
                Err(EngineError::FormatVersion { found: told, known: 2, .. }) => assert_eq!(told, found),
                other => panic!("{other:?}"),
            }
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("format"), [0xff, 0xfe]).unwrap();
        assert!(matches!(DataDirectory::open(folder.path()), Err(EngineError::FormatVersion { .. })));
    }

    #[test]
    fn a_store_without_a_format_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("library.redb"), "").unwrap();
        assert!(matches!(DataDirectory::open(folder.path()), Err(EngineError::FormatVersion { .. })));
    }

    #[test]
    fn what_cannot_be_written_is_read_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(DataDirectory::open(&file), Err(EngineError::ReadOnly { .. })));
        assert!(matches!(DataDirectory::open(&file.join("below")), Err(EngineError::ReadOnly { .. })));
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
            assert!(matches!(refused(&file, kind.into()), EngineError::ReadOnly { .. }));
        }
    }
}
