//! A fault of the program in the middle of an import is told as one: an import never looks finished that is not.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use ibid::api;
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Clock, Library, LibraryError};
use prost_types::Timestamp;
use tonic::Code;

use crate::memory_engine::MemoryEngine;

/// Imports `feed` on `clock`; answers how the import ended and how many records were acknowledged.
async fn ended(feed: Box<dyn Read + Send>, clock: Clock) -> (Option<LibraryError>, i32) {
    let library = Library::with_clock(Arc::new(MemoryEngine::default()), clock).await.unwrap();
    let mut answers = library.import(ImportOptions::default(), Feed::File(feed));
    let (mut error, mut acknowledged, mut done) = (None, 0, false);
    while let Some(answer) = answers.recv().await {
        match answer {
            Ok(answer) => (acknowledged, done) = (answer.acknowledged, answer.done),
            Err(told) => error = Some(told),
        }
    }
    assert!(done || error.is_some(), "an import ends with `done` or an error");
    (error, acknowledged)
}

struct Faulty;

impl Read for Faulty {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("a reader with a fault, for a test")
    }
}

fn noon() -> Timestamp {
    Timestamp { seconds: 43_200, nanos: 0 }
}

fn stopped() -> Timestamp {
    panic!("a clock with a fault, for a test")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_ends_an_import_with_an_internal_error() {
    let record = b"TY  - JOUR\nTI  - A title\nER  - \n".to_vec();
    // longer than what is looked at to know the format
    let head = record.repeat(4_000);
    let cases: [(Box<dyn Read + Send>, Clock); 3] = [
        (Box::new(Faulty), noon),
        (Box::new(Cursor::new(head).chain(Faulty)), noon),
        (Box::new(Cursor::new(record.clone())), stopped),
    ];
    for (feed, clock) in cases {
        let (error, _) = ended(feed, clock).await;
        let error = error.expect("the import ended with an error");
        assert!(matches!(error, LibraryError::Fault(_)), "{error}");
        assert_eq!(api::status::of(&error).code(), Code::Internal);
    }
    let (error, acknowledged) = ended(Box::new(Cursor::new(record)), noon).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(acknowledged, 1);
}
