//! What redb says went wrong, in the engine's words.

use std::io::{self, ErrorKind};

use crate::engine::EngineError;

/// An error of redb's, of any of its kinds.
pub fn fault(error: impl Into<redb::Error>) -> EngineError {
    match error.into() {
        redb::Error::Io(error) => disk(error),
        redb::Error::PreviousIo => {
            EngineError::Unavailable("the disk failed; the store is being reopened".into())
        }
        redb::Error::DatabaseClosed => EngineError::Unavailable("the store is closed".into()),
        redb::Error::Corrupted(what) => EngineError::Corrupt(what),
        error => EngineError::Corrupt(error.to_string()),
    }
}

/// An error of the file system's.
pub fn disk(error: io::Error) -> EngineError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => EngineError::Full,
        ErrorKind::InvalidData => EngineError::Corrupt(error.to_string()),
        _ => EngineError::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart() {
        for (number, full) in [(libc_enospc(), true), (5, false)] {
            let error = fault(redb::Error::Io(io::Error::from_raw_os_error(number)));
            assert_eq!(matches!(error, EngineError::Full), full, "{number}");
        }
        assert!(matches!(fault(redb::Error::Corrupted("x".into())), EngineError::Corrupt(_)));
    }

    /// ENOSPC on Linux and the BSDs.
    fn libc_enospc() -> i32 {
        28
    }
}
