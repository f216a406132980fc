use std::fmt::Write as _;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;
use sha2::{Digest, Sha256};

/// An input that is counted and hashed as it is read, by whoever reads it.
#[derive(Clone)]
pub struct Counted {
    input: Arc<Mutex<(Box<dyn Read + Send>, Sha256)>>,
    bar: ProgressBar,
}

impl Counted {
    pub fn of(input: Box<dyn Read + Send>, bar: ProgressBar) -> Self {
        Self { input: Arc::new(Mutex::new((input, Sha256::new()))), bar }
    }

    pub fn reader(&self) -> Self {
        self.clone()
    }

    /// Hash of what was read, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        let mut text = String::with_capacity(64);
        let (_, hash) = &*self.input.lock().unwrap_or_else(PoisonError::into_inner);
        for byte in hash.clone().finalize() {
            // writing to a string does not fail
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let (input, hash) = &mut *self.input.lock().unwrap_or_else(PoisonError::into_inner);
        let count = input.read(out)?;
        hash.update(out.get(..count).unwrap_or_default());
        self.bar.inc(count as u64);
        Ok(count)
    }
}
