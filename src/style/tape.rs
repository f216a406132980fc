//! What a style has printed so far: the text, and beside it the places where formatting begins and ends and where two pieces meet.
//! Printing never copies; what turns out to be empty is cut off again.

use citationberg::{Display, Formatting};

/// The text with its marks, in order.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    pub text: String,
    pub marks: Vec<Mark>,
}

/// Something that happens at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Offset in bytes.
    pub at: u32,
    pub kind: MarkKind,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    Open(Span),
    /// Ends the innermost open span.
    Close,
    /// Two pieces meet: their punctuation may collide.
    Seam,
}

/// What is between an opening and a closing mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// As the style asks.
    Format(Formatting),
    /// As the text of a field asks; within the same formatting it is turned off.
    Inner(Formatting),
    Quote(Quoted),
    /// Its case stays.
    NoCase,
    /// Its formatting is off.
    NoDecor,
    Display(Display),
    /// The first names of a cite. It is printed as it stands.
    Names,
}

/// What is known of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// Of the style, or double in a field: commas and full stops that follow may go inside.
    Double,
    /// French marks in a field: those of the locale where it has French ones too.
    French,
    /// In the words that the writer of a text puts around a cite: what follows stays outside.
    Written,
}

impl Span {
    /// Raised, lowered and small letters keep their case as a `nocase` span does.
    fn keeps_case(self) -> bool {
        match self {
            Self::NoCase | Self::NoDecor => true,
            Self::Inner(format) => format.font_variant.is_some() || format.vertical_align.is_some(),
            Self::Format(_) | Self::Quote(_) | Self::Display(_) | Self::Names => false,
        }
    }
}

/// A place on a tape.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    text: usize,
    marks: usize,
}

impl Tape {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.marks.clear();
    }

    /// Where it ends now.
    pub fn end(&self) -> Place {
        Place { text: self.text.len(), marks: self.marks.len() }
    }

    /// Cuts off what came after `place`.
    pub fn cut(&mut self, place: Place) {
        self.text.truncate(place.text);
        self.marks.truncate(place.marks);
    }

    /// True when no text came after `place`.
    pub fn is_empty_since(&self, place: Place) -> bool {
        self.text.len() == place.text
    }

    /// Bytes and marks that came after `place`.
    pub fn length_since(&self, place: Place) -> usize {
        (self.text.len() - place.text) + (self.marks.len() - place.marks)
    }

    /// The text after `place`.
    pub fn text_since(&self, place: Place) -> &str {
        &self.text[place.text..]
    }

    /// Text of a piece of its own.
    pub fn piece(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.seam();
        self.text.push_str(text);
        self.seam();
    }

    /// Two pieces meet here.
    pub fn seam(&mut self) {
        self.mark(MarkKind::Seam);
    }

    /// Begins a span.
    pub fn open(&mut self, span: Span) {
        self.mark(MarkKind::Open(span));
    }

    /// Ends the innermost span.
    pub fn close(&mut self) {
        self.mark(MarkKind::Close);
    }

    /// Text of a piece of its own, inside the block that ends here, if one does.
    pub fn piece_in_block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let end = self.text.len();
        let tail = self.marks.iter().rposition(|mark| mark.kind != MarkKind::Seam);
        let closed =
            tail.filter(|place| self.marks[*place] == Mark { at: end as u32, kind: MarkKind::Close });
        let Some(closed) = closed.filter(|place| self.is_block(*place)) else { return self.piece(text) };
        self.marks.truncate(closed);
        self.piece_in_block(text);
        self.close();
    }

    /// Whether a closing mark ends a block.
    fn is_block(&self, closing: usize) -> bool {
        let mut depth = 0;
        for mark in self.marks[..=closing].iter().rev() {
            match mark.kind {
                MarkKind::Close => depth += 1,
                MarkKind::Open(span) => {
                    depth -= 1;
                    if depth == 0 {
                        return matches!(span, Span::Display(_));
                    }
                }
                MarkKind::Seam => {}
            }
        }
        false
    }

    fn mark(&mut self, kind: MarkKind) {
        let at = self.text.len() as u32;
        if kind == MarkKind::Seam && self.marks.last() == Some(&Mark { at, kind }) {
            return;
        }
        self.marks.push(Mark { at, kind });
    }

    /// Adds another tape.
    pub fn append(&mut self, other: &Tape) {
        let shift = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.iter().map(|mark| Mark { at: mark.at + shift, ..*mark }));
    }

    /// The part that the first names are.
    pub fn names(&self) -> Option<Tape> {
        let opened = self.marks.iter().position(|mark| mark.kind == MarkKind::Open(Span::Names))?;
        let mut depth = 0;
        let length = self.marks[opened..].iter().position(|mark| {
            match mark.kind {
                MarkKind::Open(_) => depth += 1,
                MarkKind::Close => depth -= 1,
                MarkKind::Seam => {}
            }
            depth == 0
        })?;
        let marks = &self.marks[opened..=opened + length];
        let (from, to) = (self.marks[opened].at, self.marks[opened + length].at);
        Some(Tape {
            text: self.text[from as usize..to as usize].to_owned(),
            marks: marks.iter().map(|mark| Mark { at: mark.at - from, ..*mark }).collect(),
        })
    }

    /// Rewrites the text after `place` character by character, keeping every mark where it was. `write` is given the offset and the
    /// character, and writes what stands there instead.
    pub fn rewrite(&mut self, place: Place, mut write: impl FnMut(usize, char, &mut String)) {
        let old = self.text.split_off(place.text);
        let mut next = place.marks;
        for (offset, character) in old.char_indices() {
            self.shift_marks(&mut next, place.text + offset);
            write(offset, character, &mut self.text);
        }
        self.shift_marks(&mut next, usize::MAX);
    }

    fn shift_marks(&mut self, next: &mut usize, up_to: usize) {
        let at = self.text.len() as u32;
        while let Some(mark) = self.marks.get_mut(*next).filter(|mark| mark.at as usize <= up_to) {
            mark.at = at;
            *next += 1;
        }
    }

    /// Ranges of the text after `place` whose case stays, as offsets from there.
    pub fn protected(&self, place: Place) -> Vec<std::ops::Range<usize>> {
        let mut open = Vec::new();
        let mut ranges = Vec::new();
        for mark in &self.marks[place.marks..] {
            let at = mark.at as usize - place.text;
            match mark.kind {
                MarkKind::Open(span) => open.push((span, at)),
                MarkKind::Close => {
                    if let Some((span, from)) = open.pop()
                        && span.keeps_case()
                    {
                        ranges.push(from..at);
                    }
                }
                MarkKind::Seam => {}
            }
        }
        ranges.sort_by_key(|range: &std::ops::Range<usize>| range.start);
        ranges.dedup_by(|inner, outer| inner.end <= outer.end);
        ranges
    }
}
