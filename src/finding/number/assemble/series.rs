//! Several numbers that are one thing: references in brackets and allocation ratios.

use super::{Reader, Taken};
use crate::contract::v1::MeasurementKind as Kind;
use crate::finding::number::context;
use crate::finding::reading::Extent;

impl Reader<'_> {
    /// "[12-14]", "(3, 4)".
    pub(super) fn reference(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        let bytes = self.reading.text.as_bytes();
        let open = atom.extent.start.checked_sub(1).filter(|open| *open >= self.extent.start)?;
        let close = match bytes[open] {
            b'[' => b']',
            b'(' => b')',
            _ => return None,
        };
        let mut last = 0;
        while self.gap(last, last + 1).trim() == "," && last < 40 {
            last += 1;
        }
        let all = &self.atoms[..=last];
        let plain = all.iter().all(|a| {
            a.integer && a.unit.is_none() && !a.value.starts_with('-') && !a.lexical && a.value.len() <= 3
        });
        let closed = bytes.get(all[last].extent.end) == Some(&close);
        if !plain || !closed {
            return None;
        }
        let left = context::left(self.reading, self.extent.start, open, 12).trim_end();
        let after_number = left.ends_with(|c: char| c.is_ascii_digit() || c == '%' || c == '.');
        if close == b')'
            && (last == 0 && atom.high.is_some() || after_number || left.ends_with(['i', ')']) && last == 0)
        {
            return None;
        }
        Some((Some(self.suppressed(Kind::Citation, Extent::new(open, all[last].extent.end + 1))), last + 1))
    }

    /// "1:1", "2:1:1".
    pub(super) fn ratio(&self) -> Option<Taken> {
        let mut last = 0;
        while self.gap(last, last + 1) == ":" && self.atoms[last + 1].high.is_none() && last < 6 {
            last += 1;
        }
        if last == 0 || self.atoms[0].high.is_some() {
            return None;
        }
        let mut found = self
            .suppressed(Kind::Ratio, Extent::new(self.atoms[0].extent.start, self.atoms[last].digits_end));
        found.total.clone_from(&self.atoms[1].value);
        Some((Some(found), last + 1))
    }
}
