//! Words of a sentence as hashes: lower-cased, digits folded. Training and running read text through this one door.

/// A sentence as the models see it.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Hash of each word, number or mark, in order.
    pub words: Vec<u32>,
    /// Last three letters of each; `ACRONYM` for words in capitals, zero where a word is short or a mark.
    pub endings: Vec<u32>,
    /// How many of them are numbers.
    pub numbers: u32,
}

const ACRONYM: u32 = 5;

/// Mixes two hashes into one; not symmetric.
pub fn mix(a: u32, b: u32) -> u32 {
    let mut hash = (u64::from(a) ^ (u64::from(b) << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^= hash >> 32;
    (hash.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
}

/// Hash of a lower-case word, as `read` gives it.
pub fn word(text: &str) -> u32 {
    text.bytes().fold(BASIS, step)
}

const BASIS: u32 = 2_166_136_261;

fn step(hash: u32, byte: u8) -> u32 {
    let folded = if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
    (hash ^ u32::from(folded)).wrapping_mul(16_777_619)
}

/// Reads a sentence. Any text is fine.
pub fn read(sentence: &str) -> Words {
    let bytes = sentence.as_bytes();
    let mut read = Words::default();
    let room = bytes.len() / 5 + 4;
    read.words.reserve(room);
    read.endings.reserve(room);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() {
            at += 1;
        } else if byte.is_ascii_digit() {
            let end = number_end(bytes, at);
            read.words.push(shape(&bytes[at..end]));
            read.endings.push(0);
            read.numbers += 1;
            at = end;
        } else if in_word(byte) {
            let end = bytes[at..].iter().position(|byte| !in_word(*byte)).map_or(bytes.len(), |n| at + n);
            let text = &bytes[at..end];
            read.words.push(text.iter().copied().fold(BASIS, step));
            read.endings.push(ending(text));
            at = end;
        } else {
            read.words.push(u32::from(byte) + 256);
            read.endings.push(0);
            at += 1;
        }
    }
    read
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = start + 1;
    while digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1)) {
        at += 1;
    }
    at
}

/// A decimal, what may be a year, or another number.
fn shape(number: &[u8]) -> u32 {
    match number {
        _ if number.contains(&b'.') => 2,
        [b'1' | b'2', _, _, _] => 3,
        _ => 1,
    }
}

fn ending(word: &[u8]) -> u32 {
    if word.iter().filter(|byte| byte.is_ascii_uppercase()).count() >= 2 {
        return ACRONYM;
    }
    match word {
        [_, .., a, b, c] => {
            let letter = |byte: &u8, shift: u32| u32::from(byte.to_ascii_lowercase()) << shift;
            letter(c, 0) | letter(b, 8) | letter(a, 16) | 1 << 24
        }
        _ => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alike_have_one_hash() {
        let check =
            |a: &str, b: &str, same: bool| assert_eq!(read(a).words == read(b).words, same, "{a} {b}");
        check("Pain fell", "pain  FELL", true);
        check("in 31 patients", "in 1,204 patients", true);
        check("p = 0.03", "p = 0.87", true);
        check("p = 0.03", "p = 3", false);
        check("IL-6", "il-8", true);
        check("più", "pia", false);
        assert_eq!(read("to").words, [word("to")]);
    }
}
