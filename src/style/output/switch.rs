//! Which formatting is on.

use citationberg::{FontStyle, FontVariant, FontWeight, Formatting, TextDecoration, VerticalAlign};

/// One property that is turned, and what it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Style { to: FontStyle, from: FontStyle },
    Variant { to: FontVariant, from: FontVariant },
    Weight { to: FontWeight, from: FontWeight },
    Decoration { to: TextDecoration, from: TextDecoration },
    Align { to: VerticalAlign, from: VerticalAlign },
}

/// What is on now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Switches {
    style: FontStyle,
    variant: FontVariant,
    weight: FontWeight,
    decoration: TextDecoration,
    align: VerticalAlign,
}

impl Switches {
    /// Sets what differs.
    pub fn set(&mut self, format: &Formatting) -> Vec<Turn> {
        let mut turns = Vec::new();
        if let Some(to) = format.vertical_align.filter(|to| *to != self.align) {
            let none = matches!(to, VerticalAlign::None | VerticalAlign::Baseline);
            if !(none && matches!(self.align, VerticalAlign::None | VerticalAlign::Baseline)) {
                turns.push(Turn::Align { to, from: std::mem::replace(&mut self.align, to) });
            }
        }
        if let Some(to) = format.text_decoration.filter(|to| *to != self.decoration) {
            turns.push(Turn::Decoration { to, from: std::mem::replace(&mut self.decoration, to) });
        }
        if let Some(to) = format.font_weight.filter(|to| *to != self.weight) {
            turns.push(Turn::Weight { to, from: std::mem::replace(&mut self.weight, to) });
        }
        if let Some(to) = format.font_variant.filter(|to| *to != self.variant) {
            turns.push(Turn::Variant { to, from: std::mem::replace(&mut self.variant, to) });
        }
        if let Some(to) = format.font_style.filter(|to| *to != self.style) {
            turns.push(Turn::Style { to, from: std::mem::replace(&mut self.style, to) });
        }
        turns
    }

    /// Sets what a field asks for; what is on already is turned off.
    pub fn flip(&mut self, format: &Formatting) -> Vec<Turn> {
        let mut flipped = *format;
        if flipped.font_style == Some(self.style) {
            flipped.font_style = Some(FontStyle::Normal);
        }
        if flipped.font_variant == Some(self.variant) {
            flipped.font_variant = Some(FontVariant::Normal);
        }
        if flipped.font_weight == Some(self.weight) {
            flipped.font_weight = Some(FontWeight::Normal);
        }
        if flipped.text_decoration == Some(self.decoration) {
            flipped.text_decoration = Some(TextDecoration::None);
        }
        if flipped.vertical_align == Some(self.align) {
            flipped.vertical_align = Some(VerticalAlign::Baseline);
        }
        self.set(&flipped)
    }

    /// Turns off whatever is on.
    pub fn all_off(&mut self) -> Vec<Turn> {
        self.set(&Formatting {
            font_style: Some(FontStyle::Normal),
            font_variant: Some(FontVariant::Normal),
            font_weight: Some(FontWeight::Normal),
            text_decoration: Some(TextDecoration::None),
            vertical_align: Some(VerticalAlign::Baseline),
        })
    }

    /// Goes back to what was before.
    pub fn undo(&mut self, turn: &Turn) {
        match *turn {
            Turn::Style { from, .. } => self.style = from,
            Turn::Variant { from, .. } => self.variant = from,
            Turn::Weight { from, .. } => self.weight = from,
            Turn::Decoration { from, .. } => self.decoration = from,
            Turn::Align { from, .. } => self.align = from,
        }
    }
}
