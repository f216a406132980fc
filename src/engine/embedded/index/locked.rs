use std::sync::{Mutex, MutexGuard, PoisonError};

/// A lock whose content is whole after every step, so that a panic elsewhere does not spoil it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
