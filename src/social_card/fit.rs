//! Text that fits: broken into lines where it may be (UAX #14), in the largest size in which all of it has room.

use std::ops::Range;

use super::fonts::{BELOW, CAPITALS, DamagedFont, Fonts, Style};
use super::outline::Outline;
use super::paragraph::Paragraph;

/// Where a text has to fit in, and how it is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// In pixels.
    pub width: f64,
    /// In pixels, from the top of capital letters to the foot of the last line.
    pub height: f64,
    /// Sizes of an em, in pixels, best first; the last has to do.
    pub sizes: Vec<f64>,
    /// From line to line, in em.
    pub line_height: f64,
    /// The faces.
    pub style: Style,
    /// The text's language (BCP 47), for faces that draw a letter otherwise in one than in another.
    pub language: Option<String>,
    /// Whether the text as a whole is read from right to left.
    pub is_right_to_left: bool,
    /// Whether lines end at the right edge, else at the left.
    pub is_at_right: bool,
}

/// A text that was made to fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fitted {
    /// Of an em, in pixels.
    pub size: f64,
    /// Its lines, in the order of the text.
    pub lines: Vec<String>,
    /// Of the longest line, in pixels.
    pub width: f64,
    /// Of all lines, in pixels, as [`Frame::height`] counts.
    pub height: f64,
    /// Path data of SVG, with the frame's upper left corner at 0, 0.
    pub path: String,
}

/// Fits a text into a frame. What no face has is left out; what has no room in the smallest size is cut, with `…` at its end.
///
/// # Errors
/// If a font of the site is damaged.
pub fn fit(fonts: &Fonts, text: &str, frame: &Frame) -> Result<Fitted, DamagedFont> {
    fonts.guarded(|| fitted(fonts, text, frame))
}

fn fitted(fonts: &Fonts, text: &str, frame: &Frame) -> Fitted {
    let text = fonts.drawable(text);
    let paragraph = shaped(fonts, &text, frame);
    let Some(smallest) = frame.sizes.last().copied().filter(|_| !text.is_empty()) else { return Fitted::default() };
    for size in &frame.sizes {
        let limit = frame.width / size;
        let lines = wrap(&paragraph, limit).filter(|lines| lines.len() <= room(frame, *size));
        if let Some(lines) = lines {
            return set(fonts, &paragraph, &balanced(&paragraph, lines, limit), *size, frame);
        }
    }
    // A word is too long for a line in every size: it is broken, in the largest size that leaves room for the rest.
    for size in &frame.sizes {
        let lines = wrap_anywhere(&paragraph, frame.width / size);
        if lines.len() <= room(frame, *size) {
            return set(fonts, &paragraph, &lines, *size, frame);
        }
    }
    let limit = frame.width / smallest;
    let room = room(frame, smallest);
    let shortened = |end: usize| {
        let kept = text.get(..end).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
        format!("{kept}…")
    };
    let has_room = |end: &usize| wrap_anywhere(&shaped(fonts, &shortened(*end), frame), limit).len() <= room;
    // Between words if there is a place; the more there is, the less has room.
    let stops = &paragraph.stops;
    let fitting = stops.get(..stops.partition_point(has_room)).and_then(<[usize]>::last);
    let end = fitting.copied().or_else(|| paragraph.cuts().rev().find(has_room)).unwrap_or_default();
    let text = shortened(end);
    let paragraph = shaped(fonts, &text, frame);
    let lines = wrap_anywhere(&paragraph, limit);
    set(fonts, &paragraph, lines.get(..room.min(lines.len())).unwrap_or_default(), smallest, frame)
}

fn shaped<'t>(fonts: &Fonts, text: &'t str, frame: &Frame) -> Paragraph<'t> {
    Paragraph::new(fonts, text, frame)
}

/// How many lines of a size there is room for; one at least.
fn room(frame: &Frame, size: f64) -> usize {
    let further = (frame.height / size - CAPITALS - BELOW) / frame.line_height;
    // The cast takes what is too small for nothing, and no number of lines is large.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    let further = further.clamp(0.0, 1000.0) as usize;
    1 + further
}

/// Lines no wider than `limit`, as few as possible; none if a word is wider.
fn wrap(paragraph: &Paragraph<'_>, limit: f64) -> Option<Vec<Range<usize>>> {
    let mut lines = Vec::new();
    let mut line = 0..0;
    for stop in paragraph.stops.iter().copied() {
        if paragraph.width(&(line.start..stop)) > limit {
            lines.extend((!line.is_empty()).then(|| line.clone()));
            line.start = line.end;
            if paragraph.width(&(line.start..stop)) > limit {
                return None;
            }
        }
        line.end = stop;
    }
    lines.push(line);
    Some(lines)
}

/// Lines no wider than `limit`; words that are wider are broken anywhere.
fn wrap_anywhere(paragraph: &Paragraph<'_>, limit: f64) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut line = 0..0;
    for stop in paragraph.stops.iter().copied() {
        if paragraph.width(&(line.start..stop)) > limit {
            lines.extend((!line.is_empty()).then(|| line.clone()));
            line.start = line.end;
            while paragraph.width(&(line.start..stop)) > limit {
                let cut = paragraph.longest(&(line.start..stop), limit);
                if cut >= stop {
                    break;
                }
                lines.push(line.start..cut);
                line.start = cut;
            }
        }
        line.end = stop;
    }
    lines.push(line);
    lines
}

/// As many lines, as narrow as they can be: no last line of one short word.
fn balanced(paragraph: &Paragraph<'_>, lines: Vec<Range<usize>>, limit: f64) -> Vec<Range<usize>> {
    let (mut low, mut high) = (limit / 2.0, limit);
    let mut best = lines;
    if best.len() < 2 {
        return best;
    }
    for _ in 0..8 {
        let middle = f64::midpoint(low, high);
        match wrap(paragraph, middle).filter(|lines| lines.len() == best.len()) {
            Some(lines) => {
                best = lines;
                high = middle;
            }
            None => low = middle,
        }
    }
    best
}

/// Sets lines in a size.
fn set(fonts: &Fonts, paragraph: &Paragraph<'_>, lines: &[Range<usize>], size: f64, frame: &Frame) -> Fitted {
    let mut outline = Outline::new(fonts);
    let mut widest: f64 = 0.0;
    let mut foot = CAPITALS * size;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            foot += frame.line_height * size;
        }
        let width = paragraph.width(line) * size;
        widest = widest.max(width);
        let x = if frame.is_at_right { frame.width - width } else { 0.0 };
        outline.add(&paragraph.place(line), size, x, foot);
    }
    Fitted {
        size,
        lines: lines.iter().map(|line| paragraph.line(line).to_owned()).collect(),
        width: widest,
        height: foot + BELOW * size,
        path: outline.finish(),
    }
}
