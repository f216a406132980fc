//! A small generator of numbers for training, the same on every machine.

/// Xorshift; not for secrets.
#[derive(Debug, Clone)]
pub struct Shuffle(u64);

impl Shuffle {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(7919).wrapping_add(12_345) | 1)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// True in `percent` of 100 draws.
    pub fn falls(&mut self, percent: u64) -> bool {
        percent > 0 && self.draw() % 100 < percent
    }

    /// Between -`size` and `size`.
    pub fn around(&mut self, size: f32) -> f32 {
        ((self.draw() & 0xFF_FFFF) as f32 / 8_388_608.0 - 1.0) * size
    }

    /// Puts the items into another order.
    pub fn order<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = (self.draw() % (at as u64 + 1)) as usize;
            items.swap(at, other);
        }
    }
}
