//! Model files: a header that says what and which version, then numbers, packed with zstd.

/// What begins every model file, once unpacked.
const MAGIC: [u8; 8] = *b"ibidmdl1";

/// Largest model that is unpacked, in bytes.
const LIMIT: usize = 64 << 20;

/// One weight in so many is cut off in a table of even steps.
const CUT: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("not a packed model")]
    Packing,
    #[error("not a model of this version")]
    Header,
    #[error("a model of another kind")]
    Kind,
    #[error("the model ends early or goes on too long")]
    Length,
}

/// Writes a model: numbers are little-endian.
#[derive(Debug)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// `kind` is a name of four letters.
    pub fn new(kind: [u8; 4]) -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(kind);
        Self(bytes)
    }

    pub fn number(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    pub fn reals(&mut self, values: &[f32]) {
        for value in values {
            self.0.extend(value.to_le_bytes());
        }
    }

    /// A table as one scale and a byte a weight: its root, with the sign.
    pub fn table(&mut self, weights: &[f32]) {
        let (bytes, scale) = quantised(weights);
        self.reals(&[scale]);
        self.0.extend(bytes.iter().map(|byte| byte.cast_unsigned()));
    }

    /// A table as one scale and a byte a weight, in even steps; the few largest weights are cut off.
    pub fn even_table(&mut self, weights: &[f32]) {
        let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.len().checked_sub(1 + sizes.len() / CUT).and_then(|at| sizes.get(at));
        let scale = largest.copied().filter(|largest| *largest > 0.0).unwrap_or(1.0) / 127.0;
        self.reals(&[scale]);
        let byte = |weight: &f32| ((weight / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
        self.0.extend(weights.iter().map(byte));
    }

    /// The packed file.
    ///
    /// # Errors
    /// When packing fails.
    pub fn packed(self) -> Result<Vec<u8>, ModelError> {
        zstd::bulk::compress(&self.0, 19).map_err(|_| ModelError::Packing)
    }
}

/// Weights as bytes, and what the square of a byte is worth. Squares keep the many small weights apart as well as the few
/// large ones, on which most depends.
fn quantised(weights: &[f32]) -> (Vec<i8>, f32) {
    let largest = weights.iter().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
    let scale = if largest > 0.0 { largest / (127.0 * 127.0) } else { 1.0 };
    let byte = |weight: &f32| (weight.signum() * (weight.abs() / scale).sqrt()).round() as i8;
    (weights.iter().map(byte).collect(), scale)
}

/// Reads what `Writer` wrote.
#[derive(Debug)]
pub struct Reader {
    bytes: Vec<u8>,
    at: usize,
}

impl Reader {
    /// # Errors
    /// When the bytes are no model of this version and kind.
    pub fn new(packed: &[u8], kind: [u8; 4]) -> Result<Self, ModelError> {
        let bytes = zstd::bulk::decompress(packed, LIMIT).map_err(|_| ModelError::Packing)?;
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(ModelError::Header);
        }
        if bytes.get(8..12) != Some(kind.as_slice()) {
            return Err(ModelError::Kind);
        }
        Ok(Self { bytes, at: 12 })
    }

    fn take(&mut self, length: usize) -> Result<&[u8], ModelError> {
        let end = self.at.checked_add(length).ok_or(ModelError::Length)?;
        let taken = self.bytes.get(self.at..end).ok_or(ModelError::Length)?;
        self.at = end;
        Ok(taken)
    }

    pub fn number(&mut self) -> Result<u32, ModelError> {
        let bytes = self.take(4)?.try_into().map_err(|_| ModelError::Length)?;
        Ok(u32::from_le_bytes(bytes))
    }

    pub fn reals(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(count.checked_mul(4).ok_or(ModelError::Length)?)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    /// Rows of `N` weights, and what one is worth.
    pub fn table<const N: usize>(&mut self, rows: usize) -> Result<(Vec<[i16; N]>, f32), ModelError> {
        let scale = self.reals(1)?.first().copied().unwrap_or_default();
        let bytes = self.take(rows.checked_mul(N).ok_or(ModelError::Length)?)?;
        let squared = |byte: u8| {
            let root = i16::from(byte.cast_signed());
            root.clamp(-127, 127).pow(2) * root.signum()
        };
        let rows = bytes.as_chunks::<N>().0.iter().map(|row| row.map(squared)).collect();
        Ok((rows, scale))
    }

    /// Rows of `N` weights in even steps, and what one step is worth.
    pub fn even_table<const N: usize>(&mut self, rows: usize) -> Result<(Vec<[i8; N]>, f32), ModelError> {
        let scale = self.reals(1)?.first().copied().unwrap_or_default();
        let bytes = self.take(rows.checked_mul(N).ok_or(ModelError::Length)?)?;
        let rows = bytes.as_chunks::<N>().0.iter().map(|row| row.map(u8::cast_signed)).collect();
        Ok((rows, scale))
    }

    /// # Errors
    /// When bytes are left.
    pub fn finish(self) -> Result<(), ModelError> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(ModelError::Length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else_is() {
        let mut writer = Writer::new(*b"test");
        writer.number(7);
        writer.reals(&[0.5, -2.0]);
        writer.table(&[1.0, -0.5, 0.0, 0.25]);
        writer.even_table(&[1.0, -0.5]);
        let packed = writer.packed().unwrap();
        let mut reader = Reader::new(&packed, *b"test").unwrap();
        assert_eq!(reader.number(), Ok(7));
        assert_eq!(reader.reals(2), Ok(vec![0.5, -2.0]));
        let (rows, scale) = reader.table::<2>(2).unwrap();
        assert_eq!(rows[0][0], 127 * 127);
        assert!((f32::from(rows[1][1]) * scale - 0.25).abs() < 0.01);
        let (rows, scale) = reader.even_table::<2>(1).unwrap();
        assert_eq!(rows, [[127, -64]]);
        assert!((scale * 127.0 - 1.0).abs() < 1e-6);
        assert_eq!(reader.finish(), Ok(()));
        let mut short = Reader::new(&packed, *b"test").unwrap();
        assert_eq!(short.reals(100), Err(ModelError::Length));
        assert_eq!(short.finish(), Err(ModelError::Length));
        assert_eq!(Reader::new(&packed, *b"role").unwrap_err(), ModelError::Kind);
        assert_eq!(Reader::new(b"no model", *b"test").unwrap_err(), ModelError::Packing);
        let other = zstd::bulk::compress(b"another file", 3).unwrap();
        assert_eq!(Reader::new(&other, *b"test").unwrap_err(), ModelError::Header);
    }
}
