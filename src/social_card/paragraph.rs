//! A text as glyphs: shaped once, measured, and set line by line in the order in which it is read (UAX #9).

use std::ops::Range;

use harfrust::{Direction, Language, ShapeOptions, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

use super::fit::Frame;
use super::fonts::{Fonts, Style};

/// A text, shaped. All lengths are in em.
pub(super) struct Paragraph<'t> {
    pub(super) text: &'t str,
    bidi: BidiInfo<'t>,
    /// In the order of the text.
    clusters: Vec<Cluster>,
    glyphs: Vec<Glyph>,
    /// Where lines may end, by byte; the last is the end of the text.
    pub(super) stops: Vec<usize>,
}

/// The least part of a text that is drawn as a whole.
struct Cluster {
    /// Its first byte.
    start: usize,
    /// Sum of all advances before it.
    before: f64,
    face: usize,
    glyphs: Range<usize>,
}

/// A glyph in its place, seen from where the last one ended.
#[derive(Clone, Copy)]
struct Glyph {
    id: u32,
    right: f64,
    up: f64,
    advance: f64,
}

/// A glyph of a line.
pub(super) struct Placed {
    pub(super) face: usize,
    pub(super) id: u32,
    /// From the line's start.
    pub(super) x: f64,
    /// Above the line.
    pub(super) up: f64,
}

impl<'t> Paragraph<'t> {
    /// Shapes a text, which must be [drawable](Fonts::drawable).
    pub(super) fn new(fonts: &Fonts, text: &'t str, frame: &Frame) -> Self {
        let level = if frame.is_right_to_left { Level::rtl() } else { Level::ltr() };
        let bidi = BidiInfo::new(text, Some(level));
        let stops = unicode_linebreak::linebreaks(text).map(|(stop, _)| stop);
        let stops = stops.filter(|stop| !is_within_korean_word(text, *stop)).collect();
        let mut this = Self { text, bidi, clusters: Vec::new(), glyphs: Vec::new(), stops };
        let language = frame.language.as_ref().and_then(Language::new);
        for (range, face, level) in this.runs(fonts, frame.style) {
            this.shape(fonts, range, face, level, language.as_ref());
        }
        this.clusters.sort_by_key(|cluster| cluster.start);
        let mut before = 0.0;
        for cluster in &mut this.clusters {
            cluster.before = before;
            let glyphs = this.glyphs.get(cluster.glyphs.clone()).unwrap_or_default();
            before += glyphs.iter().map(|glyph| glyph.advance).sum::<f64>();
        }
        // So that what lies before the end can be asked for as well.
        this.clusters.push(Cluster { start: text.len(), before, face: 0, glyphs: 0..0 });
        this
    }

    /// Stretches of one face and one direction.
    fn runs(&self, fonts: &Fonts, style: Style) -> Vec<(Range<usize>, usize, Level)> {
        let mut runs: Vec<(Range<usize>, usize, Level)> = Vec::new();
        for (at, character) in self.text.char_indices() {
            let end = at + character.len_utf8();
            let level = self.bidi.levels.get(at).copied().unwrap_or(Level::ltr());
            // Accents, joiners and spaces stay with the letters before them.
            let stays = |face: usize| !character.is_alphanumeric() && fonts.has(face, character);
            match runs.last_mut() {
                Some((range, face, same)) if *same == level && stays(*face) => range.end = end,
                last => {
                    let face = fonts.face_with(style, character).unwrap_or_default();
                    match last {
                        Some((range, before, same)) if *same == level && *before == face => range.end = end,
                        _ => runs.push((at..end, face, level)),
                    }
                }
            }
        }
        runs
    }

    fn shape(&mut self, fonts: &Fonts, range: Range<usize>, at: usize, level: Level, language: Option<&Language>) {
        let (Some(text), Some(face)) = (self.text.get(range.clone()), fonts.face(at)) else { return };
        let Some(font) = face.font() else { return };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight });
        if let Some(language) = language {
            buffer.set_language(language.clone());
        }
        buffer.guess_segment_properties();
        let shape = face.shaper.shaper(&font).instance(face.instance.as_ref()).build();
        let shaped = shape.shape(buffer, ShapeOptions::new());
        let em = |units: i32| f64::from(units) / face.units;
        let mut last = None;
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let glyph = self.glyphs.len();
            self.glyphs.push(Glyph {
                id: info.glyph_id,
                right: em(place.x_offset),
                up: em(place.y_offset),
                advance: em(place.x_advance),
            });
            if last == Some(info.cluster) {
                if let Some(cluster) = self.clusters.last_mut() {
                    cluster.glyphs.end = glyph + 1;
                }
            } else {
                let start = range.start + info.cluster as usize;
                self.clusters.push(Cluster { start, before: 0.0, face: at, glyphs: glyph..glyph + 1 });
                last = Some(info.cluster);
            }
        }
    }

    /// The text of a line, without the spaces that it ends in.
    pub(super) fn line(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default().trim_end()
    }

    /// How wide a line is.
    pub(super) fn width(&self, range: &Range<usize>) -> f64 {
        self.before(range.start + self.line(range).len()) - self.before(range.start)
    }

    /// The end of the longest beginning of `range` that is no wider than `limit`; at least one cluster.
    pub(super) fn longest(&self, range: &Range<usize>, limit: f64) -> usize {
        let from = self.before(range.start);
        let ends = self.clusters.iter().filter(|cluster| cluster.start > range.start && cluster.start <= range.end);
        let mut longest = None;
        for end in ends {
            if longest.is_some() && end.before - from > limit {
                break;
            }
            longest = Some(end.start);
        }
        longest.unwrap_or(range.end)
    }

    /// Everywhere a cluster begins, but for the first.
    pub(super) fn cuts(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.clusters.iter().skip(1).map(|cluster| cluster.start)
    }

    /// The sum of advances before a byte.
    fn before(&self, byte: usize) -> f64 {
        let at = self.clusters.partition_point(|cluster| cluster.start < byte);
        self.clusters.get(at).or(self.clusters.last()).map_or(0.0, |cluster| cluster.before)
    }

    /// The glyphs of a line, from left to right.
    pub(super) fn place(&self, range: &Range<usize>) -> Vec<Placed> {
        let line = range.start..range.start + self.line(range).len();
        let Some(paragraph) = self.bidi.paragraphs.first().filter(|_| !line.is_empty()) else { return Vec::new() };
        let (levels, runs) = self.bidi.visual_runs(paragraph, line);
        let mut placed = Vec::new();
        let mut x = 0.0;
        for run in runs {
            let first = self.clusters.partition_point(|cluster| cluster.start < run.start);
            let end = self.clusters.partition_point(|cluster| cluster.start < run.end);
            let clusters = self.clusters.get(first..end).unwrap_or_default();
            let is_right_to_left = levels.get(run.start).is_some_and(Level::is_rtl);
            let count = clusters.len();
            let in_order = (0..count).map(|at| if is_right_to_left { count - 1 - at } else { at });
            for cluster in in_order.filter_map(|at| clusters.get(at)) {
                for glyph in self.glyphs.get(cluster.glyphs.clone()).unwrap_or_default() {
                    placed.push(Placed { face: cluster.face, id: glyph.id, x: x + glyph.right, up: glyph.up });
                    x += glyph.advance;
                }
            }
        }
        placed
    }
}

/// Whether a place is within a word with letters of Korean. UAX #14 leaves it open whether lines end there; headlines are rather
/// broken between words.
fn is_within_korean_word(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let Some((before, after)) = before.chars().next_back().zip(after.chars().next()) else { return false };
    before.is_alphanumeric() && after.is_alphanumeric() && (is_hangul(before) || is_hangul(after))
}

/// Syllables and letters of Korean (the blocks of Unicode that are called Hangul).
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

#[cfg(test)]
mod tests {
    use super::is_within_korean_word;

    #[test]
    fn lines_of_korean_end_between_words() {
        let text = "미래를 OpenAI의 東京";
        let stops = unicode_linebreak::linebreaks(text).map(|(stop, _)| stop);
        let ends: Vec<&str> =
            stops.filter(|stop| !is_within_korean_word(text, *stop)).map(|stop| &text[..stop]).collect();
        assert_eq!(ends, ["미래를 ", "미래를 OpenAI의 ", "미래를 OpenAI의 東", text]);
    }
}
