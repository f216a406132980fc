//! What makes documents of records, once for each core that does so.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::engine::terms::Terms;

/// Those that are idle now. Each remembers the stems of words it met.
#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<Vec<Terms>>,
    languages: AtomicU32,
}

impl Pool {
    /// Works with one of them.
    pub fn with<T>(&self, work: impl FnOnce(&mut Terms) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let mut terms = taken.unwrap_or_else(|| Terms::new(0));
        let done = work(&mut terms);
        self.languages.fetch_or(terms.languages, Ordering::AcqRel);
        idle().push(terms);
        done
    }

    /// Languages of everything that documents were made of, by their bits.
    pub fn languages(&self) -> u32 {
        self.languages.load(Ordering::Acquire)
    }
}
