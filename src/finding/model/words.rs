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
const PRIME: u32 = 16_777_619;

/// What each byte of a word is read as: small letters, one digit for all; zero for what stands between words.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0u8;
    loop {
        folded[byte as usize] = match byte {
            b'0'..=b'9' => b'0',
            b'A'..=b'Z' => byte | 0x20,
            b'a'..=b'z' | 0x80.. => byte,
            _ => 0,
        };
        if byte == u8::MAX {
            break folded;
        }
        byte += 1;
    }
};

fn step(hash: u32, byte: u8) -> u32 {
    let folded = FOLDED[usize::from(byte)];
    let read = if folded == 0 { byte } else { folded };
    (hash ^ u32::from(read)).wrapping_mul(PRIME)
}

/// Reads a sentence. Any text is fine.
pub fn read(sentence: &str) -> Words {
    let bytes = sentence.as_bytes();
    let room = bytes.len() / 5 + 4;
    let mut read = Words { words: Vec::with_capacity(room), endings: Vec::with_capacity(room), numbers: 0 };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let (word, ending) = match byte {
            _ if byte.is_ascii_whitespace() => continue,
            b'0'..=b'9' => {
                at = number_end(bytes, start);
                read.numbers += 1;
                (shape(&bytes[start..at]), 0)
            }
            _ if FOLDED[usize::from(byte)] == 0 => (u32::from(byte) + 256, 0),
            _ => {
                let (mut hash, mut capitals) = (BASIS, 0);
                at = start;
                for byte in &bytes[start..] {
                    let folded = FOLDED[usize::from(*byte)];
                    if folded == 0 {
                        break;
                    }
                    capitals += u32::from(byte.is_ascii_uppercase());
                    hash = (hash ^ u32::from(folded)).wrapping_mul(PRIME);
                    at += 1;
                }
                (hash, if capitals >= 2 { ACRONYM } else { ending(&bytes[start..at]) })
            }
        };
        read.words.push(word);
        read.endings.push(ending);
    }
    read
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

/// Last three letters of a word, if it has more.
fn ending(word: &[u8]) -> u32 {
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
