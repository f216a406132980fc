//! What the engine on a cluster does while something goes wrong: a node dies or freezes, the wire breaks, two write at once.
//!
//! What ends and freezes nodes is in `on_opensearch_faults`, which needs the cluster for itself: `--test-threads 1`.

mod nodes;
mod on_opensearch;
mod on_opensearch_faults;
mod proxy;

use std::io::Cursor;

use ibid::engine::{Deadline, Engine, EngineError};
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Library, LibraryError};

use crate::engine::soon;

/// Fails when the engine's own check has something to say.
async fn clean(engine: &dyn Engine) {
    let problems = engine.check(Deadline::after(std::time::Duration::from_secs(60))).await.unwrap();
    assert_eq!(problems, Vec::<String>::new());
}

/// How many citations there are.
async fn count(engine: &dyn Engine) -> u64 {
    engine.stats(soon()).await.unwrap().citations
}

/// Imports a file; answers how many of its records were acknowledged, and the error that it ended with.
async fn import(library: &Library, file: &[u8]) -> (i32, Option<LibraryError>) {
    let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
    let mut answers = library.import(options, Feed::File(Box::new(Cursor::new(file.to_vec()))));
    let mut acknowledged = 0;
    while let Some(answer) = answers.recv().await {
        match answer {
            Ok(answer) => acknowledged = answer.acknowledged,
            Err(error) => return (acknowledged, Some(error)),
        }
    }
    (acknowledged, None)
}

/// The error says: not now.
fn is_passing(error: &EngineError) -> bool {
    matches!(error, EngineError::Unavailable(_) | EngineError::DeadlineExceeded)
}
