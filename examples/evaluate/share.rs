//! Shares of what was right.

/// Pairs of what is and what was found, for one class among others.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub hit: usize,
    pub missed: usize,
    pub spurious: usize,
}

impl Tally {
    pub fn add(&mut self, is: bool, found: bool) {
        match (is, found) {
            (true, true) => self.hit += 1,
            (true, false) => self.missed += 1,
            (false, true) => self.spurious += 1,
            (false, false) => {}
        }
    }

    pub fn precision(&self) -> f64 {
        share(self.hit, self.hit + self.spurious)
    }

    pub fn recall(&self) -> f64 {
        share(self.hit, self.hit + self.missed)
    }

    pub fn f1(&self) -> f64 {
        share(2 * self.hit, 2 * self.hit + self.missed + self.spurious)
    }
}

/// Zero where there is nothing to share.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
