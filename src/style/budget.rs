//! What one call may have of the machine. A style is a program that somebody else wrote: it may be small, end, and still print gigabytes.
//! Steps and text are counted, not time, so that the same call always has the same answer.

use std::cell::Cell;

/// Bytes of text, or marks in it, of one cite or reference.
pub const PIECE_LIMIT: usize = 1 << 20;

/// Counts down while works are printed. Once it is spent, printing comes to its end at once and what was printed is of no use.
#[derive(Debug)]
pub struct Budget {
    steps: Cell<u64>,
    text: Cell<u64>,
    spent: Cell<Option<Exhausted>>,
}

/// What there was too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Exhausted {
    /// Elements run and text handled.
    #[error("the work of the styles (steps)")]
    Steps,
    /// Finished text.
    #[error("the text of all references and citations (bytes)")]
    Text,
    /// One cite or reference.
    #[error("one reference or citation (bytes)")]
    Piece,
}

impl Default for Budget {
    /// No limit.
    fn default() -> Self {
        Self::new(u64::MAX, u64::MAX)
    }
}

impl Budget {
    /// So many steps (an element of a style, or eight bytes that it handles) and so many bytes of finished text.
    pub fn new(steps: u64, text: u64) -> Self {
        Self { steps: Cell::new(steps), text: Cell::new(text), spent: Cell::new(None) }
    }

    /// Whether something has run out.
    pub fn is_spent(&self) -> bool {
        self.spent.get().is_some()
    }

    /// What has run out, as an error.
    pub fn check(&self) -> Result<(), Exhausted> {
        self.spent.get().map_or(Ok(()), Err)
    }

    /// Steps that are left.
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// An element was run over so many bytes and marks.
    pub(super) fn element(&self, handled: usize) {
        self.spend(1 + handled as u64 / 8);
    }

    /// So many steps were made.
    pub(super) fn spend(&self, steps: u64) {
        match self.steps.get().checked_sub(steps) {
            Some(left) => self.steps.set(left),
            None => self.stop(Exhausted::Steps),
        }
    }

    /// A piece has grown to so many bytes and marks.
    pub(super) fn piece(&self, bytes: usize, marks: usize) {
        if bytes > PIECE_LIMIT || marks > PIECE_LIMIT {
            self.stop(Exhausted::Piece);
        }
    }

    /// A text was finished.
    pub(super) fn finished(&self, bytes: usize) {
        match self.text.get().checked_sub(bytes as u64) {
            Some(left) => self.text.set(left),
            None => self.stop(Exhausted::Text),
        }
    }

    fn stop(&self, reason: Exhausted) {
        if !self.is_spent() {
            self.spent.set(Some(reason));
        }
    }
}
