//! zstd with dictionaries. A dictionary is trained from the library's own first values and kept under an id that each value
//! names, so that a value is readable for as long as its dictionary is, whatever is trained later. Id 0 is none.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use bytes::Bytes;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::{CCtx, DCtx, compress_bound};

use crate::engine::EngineError;

/// Level 3 makes the store of 50,783 PubMed records 6 % smaller (187 MB, not 199), and every write slower.
const LEVEL: i32 = 1;
/// Largest dictionary, in bytes. zstd's own 110 KiB make rows no smaller.
const DICTIONARY_BYTES: usize = 64 * 1024;
/// No stored value is longer, in bytes; a length beyond it is damage.
const MAX_VALUE_BYTES: usize = 1 << 30;

thread_local! {
    static DECODER: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
    static ENCODER: RefCell<CCtx<'static>> = RefCell::new(CCtx::create());
}

/// The dictionaries of a library, by id.
#[derive(Default)]
pub struct Dictionaries {
    known: RwLock<HashMap<u32, Arc<Dictionary>>>,
}

struct Dictionary {
    encoder: EncoderDictionary<'static>,
    decoder: DecoderDictionary<'static>,
}

impl Dictionaries {
    /// Makes `bytes` usable as dictionary `id`.
    pub fn add(&self, id: u32, bytes: &[u8]) {
        let dictionary = Arc::new(Dictionary {
            encoder: EncoderDictionary::copy(bytes, LEVEL),
            decoder: DecoderDictionary::copy(bytes),
        });
        self.write().insert(id, dictionary);
    }

    /// Appends `value`, compressed with dictionary `id`, to `out`.
    pub fn compress(&self, id: u32, value: &[u8], out: &mut Vec<u8>) -> Result<(), EngineError> {
        if value.len() > MAX_VALUE_BYTES {
            return Err(EngineError::Unavailable(format!("a value of {} bytes is too large", value.len())));
        }
        let dictionary = self.find(id)?;
        let start = out.len();
        let mut frame = Vec::with_capacity(compress_bound(value.len()));
        ENCODER
            .with_borrow_mut(|encoder| match &dictionary {
                Some(dictionary) => {
                    encoder.compress_using_cdict(&mut frame, value, dictionary.encoder.as_cdict())
                }
                None => encoder.compress(&mut frame, value, LEVEL),
            })
            .map_err(|code| EngineError::Corrupt(format!("compression failed: {}", reason(code))))?;
        out.reserve_exact(frame.len());
        out.extend_from_slice(&frame);
        debug_assert!(out.len() >= start);
        Ok(())
    }

    /// The value of `len` bytes that `frame` holds, compressed with dictionary `id`.
    pub fn decompress(&self, id: u32, frame: &[u8], len: usize) -> Result<Bytes, EngineError> {
        if len > MAX_VALUE_BYTES {
            return Err(EngineError::Corrupt(format!("a value claims {len} bytes")));
        }
        let dictionary = self.find(id)?;
        let mut value = Vec::with_capacity(len);
        let written = DECODER
            .with_borrow_mut(|decoder| match &dictionary {
                Some(dictionary) => {
                    decoder.decompress_using_ddict(&mut value, frame, dictionary.decoder.as_ddict())
                }
                None => decoder.decompress(&mut value, frame),
            })
            .map_err(|code| EngineError::Corrupt(format!("decompression failed: {}", reason(code))))?;
        if written != len {
            return Err(EngineError::Corrupt(format!("a value of {len} bytes has {written}")));
        }
        Ok(value.into())
    }

    fn find(&self, id: u32) -> Result<Option<Arc<Dictionary>>, EngineError> {
        if id == 0 {
            return Ok(None);
        }
        let known = self.known.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        match known.get(&id) {
            Some(dictionary) => Ok(Some(dictionary.clone())),
            None => Err(EngineError::Corrupt(format!("compression dictionary {id} is missing"))),
        }
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<u32, Arc<Dictionary>>> {
        self.known.write().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// A dictionary made from `samples`; `None` when they are too few or too unlike each other for one.
pub fn train(samples: &[Bytes]) -> Option<Vec<u8>> {
    zstd::dict::from_samples(samples, DICTIONARY_BYTES).ok().filter(|dictionary| !dictionary.is_empty())
}

fn reason(code: usize) -> &'static str {
    zstd::zstd_safe::get_error_name(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<Bytes> {
        (0..3000u32)
            .map(|n| {
                format!("Journal of Invented Medicine; patients {n} of {}; citations/{n:026}", n * 7).into()
            })
            .collect()
    }

    #[test]
    fn values_come_back_with_and_without_a_dictionary() {
        let samples = samples();
        let trained = train(&samples).expect("alike enough");
        let dictionaries = Dictionaries::default();
        dictionaries.add(7, &trained);
        for value in [&b""[..], b"a", &samples[17], &[0xff; 70_000]] {
            for id in [0, 7] {
                let mut out = b"head".to_vec();
                dictionaries.compress(id, value, &mut out).unwrap();
                assert_eq!(dictionaries.decompress(id, &out[4..], value.len()).unwrap(), value);
            }
        }
    }

    #[test]
    fn a_dictionary_makes_small_values_smaller() {
        let samples = samples();
        let dictionaries = Dictionaries::default();
        dictionaries.add(1, &train(&samples).unwrap());
        let (mut plain, mut with) = (Vec::new(), Vec::new());
        dictionaries.compress(0, &samples[5], &mut plain).unwrap();
        dictionaries.compress(1, &samples[5], &mut with).unwrap();
        assert!(with.len() < plain.len(), "{} < {}", with.len(), plain.len());
    }

    #[test]
    fn damage_is_an_error() {
        let dictionaries = Dictionaries::default();
        let mut frame = Vec::new();
        dictionaries.compress(0, b"some text", &mut frame).unwrap();
        for (id, frame, len) in [
            (3, &frame[..], 9),
            (0, &frame[..5], 9),
            (0, &frame, 8),
            (0, &frame, 10),
            (0, &frame, usize::MAX),
        ] {
            assert!(matches!(dictionaries.decompress(id, frame, len), Err(EngineError::Corrupt(_))));
        }
        assert!(train(&[]).is_none());
    }
}
