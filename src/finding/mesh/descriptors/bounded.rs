//! An input of which only so much is read at once, so that a tag without an end does not fill the memory.

use std::io::{self, BufRead, Read};

pub struct Bounded<R> {
    inner: R,
    left: usize,
    limit: usize,
}

impl<R: BufRead> Bounded<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, left: 0, limit: 0 }
    }

    /// Lets so many bytes be read until the next call.
    pub fn allow(&mut self, bytes: usize) {
        self.left = bytes;
        self.limit = bytes;
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(out.len());
        if let (Some(out), Some(available)) = (out.get_mut(..count), available.get(..count)) {
            out.copy_from_slice(available);
        }
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(format!("a tag or a text is longer than {} bytes", self.limit)));
        }
        let available = self.inner.fill_buf()?;
        Ok(available.get(..self.left).unwrap_or(available))
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}
