//! Lines of glyphs as an outline: the path data of SVG (SVG 2, 9.3), which is drawn alike whatever draws it.

use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider as _};

use super::fonts::Fonts;
use super::paragraph::Placed;

/// Path data in the making. Its unit is the pixel, to two decimals.
pub(super) struct Outline<'f> {
    fonts: &'f Fonts,
    data: String,
    /// Pixels per unit of the face, and where the glyph stands.
    scale: f64,
    x: f64,
    y: f64,
}

impl<'f> Outline<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, data: String::new(), scale: 1.0, x: 0.0, y: 0.0 }
    }

    /// Adds a line whose start is at `x` and `y`, in pixels; `size` is that of an em.
    pub(super) fn add(&mut self, glyphs: &[Placed], size: f64, x: f64, y: f64) {
        for glyph in glyphs {
            let Some(face) = self.fonts.face(glyph.face) else { continue };
            let Some(font) = face.font() else { continue };
            let Some(outline) = font.outline_glyphs().get(GlyphId::new(glyph.id)) else { continue };
            self.scale = size / face.units;
            self.x = x + glyph.x * size;
            self.y = y - glyph.up * size;
            // Nothing in faces of ours fails; a glyph that did would be left out.
            let _ = outline.draw(DrawSettings::unhinted(Size::unscaled(), &face.location), self);
        }
    }

    pub(super) fn finish(self) -> String {
        self.data
    }

    fn point(&mut self, x: f32, y: f32) {
        let (x, y) = (self.x + f64::from(x) * self.scale, self.y - f64::from(y) * self.scale);
        push_number(&mut self.data, x);
        self.data.push(' ');
        push_number(&mut self.data, y);
    }
}

impl OutlinePen for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.data.push('M');
        self.point(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.data.push('L');
        self.point(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.data.push('Q');
        self.point(cx0, cy0);
        self.data.push(' ');
        self.point(x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.data.push('C');
        self.point(cx0, cy0);
        self.data.push(' ');
        self.point(cx1, cy1);
        self.data.push(' ');
        self.point(x, y);
    }

    fn close(&mut self) {
        self.data.push('Z');
    }
}

/// A number to two decimals. There are thousands of them on a card; the formatter of the standard library takes longer than
/// all the rest.
fn push_number(data: &mut String, number: f64) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a card is some thousand pixels wide; more would be cut to that"
    )]
    let hundredths = (number * 100.0).round() as i32;
    if hundredths < 0 {
        data.push('-');
    }
    let digits = hundredths.unsigned_abs();
    push_digits(data, digits / 100);
    let rest = digits % 100;
    if rest > 0 {
        data.push('.');
        data.push(digit(rest / 10));
        if !rest.is_multiple_of(10) {
            data.push(digit(rest));
        }
    }
}

fn push_digits(data: &mut String, number: u32) {
    if number >= 10 {
        push_digits(data, number / 10);
    }
    data.push(digit(number));
}

/// The last digit of a number.
fn digit(number: u32) -> char {
    char::from_digit(number % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::push_number;

    #[test]
    fn numbers_have_two_decimals_at_most() {
        for (number, expected) in
            [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (12.5, "12.5"), (-3.046, "-3.05"), (1200.999, "1201")]
        {
            let mut data = String::new();
            push_number(&mut data, number);
            assert_eq!(data, expected);
        }
    }
}
