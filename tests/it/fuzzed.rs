//! The checks of the fuzz targets in short: seeds with parts cut out, doubled, moved, flipped and swapped between them, the same each
//! time. `fuzz/` looks longer, and where the code leads.

use std::path::Path;

use ibid::formats::read::Format;

use crate::corpus::Random;

#[path = "../../fuzz/checks/csl.rs"]
mod csl;
#[path = "../../fuzz/checks/extract.rs"]
mod extract;
#[path = "../../fuzz/checks/read.rs"]
mod read;

/// Spoilt inputs for each format, for styles and for the extractor.
const SHORT: usize = 40;
const LONG: usize = 4_000;

#[test]
fn what_is_spoilt_is_read_or_refused() {
    spoil(SHORT);
}

#[test]
#[ignore = "takes a minute with optimisation; .ci/run does"]
fn what_is_spoilt_many_times_is_read_or_refused() {
    spoil(LONG);
}

fn spoil(times: usize) {
    let seeds = seeds();
    let mut random = Random(0x5eed);
    for format in Format::ALL {
        for time in 0..times {
            let seed = random.below(seeds.len());
            let spoilt = spoilt(&seeds[seed], &seeds, &mut random);
            read::check(format, 1 + time % 64, &spoilt);
        }
    }
    for time in 0..times {
        let bytes: Vec<u8> = (0..8 + random.below(56)).map(|_| random.below(256) as u8).collect();
        csl::check(&bytes);
        let seed = random.below(seeds.len());
        let text = spoilt(&seeds[seed], &seeds, &mut random);
        extract::check(time as u8, &String::from_utf8_lossy(&text));
    }
}

/// The files of `fuzz/seeds`, in order of their names.
fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= Format::ALL.len(), "a seed for each format");
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn spoilt(seed: &[u8], seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + random.below(6) {
        let (from, to) = part(&bytes, random);
        match random.below(6) {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let doubled = bytes[from..to].to_vec();
                bytes.splice(to..to, doubled);
            }
            2 => {
                let moved: Vec<u8> = bytes.drain(from..to).collect();
                let place = random.below(bytes.len() + 1);
                bytes.splice(place..place, moved);
            }
            3 if from < to => bytes[from] ^= 1 << random.below(8),
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let (start, end) = part(other, random);
                bytes.splice(from..to, other[start..end].iter().copied());
            }
            _ => bytes.truncate(to.max(1)),
        }
    }
    bytes
}

/// A part of up to 200 bytes.
fn part(bytes: &[u8], random: &mut Random) -> (usize, usize) {
    let from = random.below(bytes.len() + 1);
    (from, (from + random.below(200)).min(bytes.len()))
}
