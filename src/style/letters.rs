//! Letters that tell works of one year apart: a to z, then aa, ab and so on.

/// The letters of a number, 1 being a.
pub fn suffix(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}
