//! The faces of social cards. They are compiled in, and those of the system are never looked at: a card is the same on every
//! machine. They are Noto's (SIL Open Font License 1.1, `fonts/OFL.txt`), cut down to Latin, Greek and Cyrillic, with one
//! face each for Arabic and Hebrew. Their empty `.notdef` draws nothing: there are no boxes in place of letters.

use std::sync::{Arc, OnceLock};

use harfrust::ShaperData;
use resvg::usvg::fontdb::{Database, Source};
use skrifa::charmap::Charmap;
use skrifa::{FontRef, MetadataProvider as _};
use unicode_normalization::UnicodeNormalization as _;

/// Noto Serif, Noto Sans, Noto Naskh Arabic, Noto Serif Hebrew, all of them bold.
const FILES: [&[u8]; 4] = [
    include_bytes!("../../fonts/NotoSerif-Bold.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../../fonts/NotoSerifHebrew-Bold.ttf"),
];

/// Height of capital letters of these faces, in em.
pub(super) const CAPITALS: f64 = 0.714;

/// How far letters reach below their line, in em.
pub(super) const BELOW: f64 = 0.24;

/// What text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Noto Serif.
    Serif,
    /// Noto Sans.
    Sans,
}

impl Style {
    /// The faces in which a letter is looked for, best first.
    fn order(self) -> [usize; 4] {
        match self {
            Self::Serif => [0, 1, 2, 3],
            Self::Sans => [1, 0, 2, 3],
        }
    }
}

/// A face, read.
pub(super) struct Face {
    pub(super) font: FontRef<'static>,
    pub(super) shaper: ShaperData,
    /// Of its own measure in an em.
    pub(super) units: f64,
    characters: Charmap<'static>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let shaper = ShaperData::new(&font);
        let units = f64::from(shaper.shaper(&font).build().units_per_em());
        Some(Self { characters: font.charmap(), font, shaper, units })
    }
}

/// The faces of social cards; each is read when it is first asked for.
#[derive(Default)]
pub struct Fonts {
    faces: [OnceLock<Option<Face>>; 4],
    database: OnceLock<Arc<Database>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").finish_non_exhaustive()
    }
}

impl Fonts {
    /// A face by its place.
    pub(super) fn face(&self, at: usize) -> Option<&Face> {
        let face = self.faces.get(at)?;
        face.get_or_init(|| FILES.get(at).and_then(|bytes| Face::read(bytes))).as_ref()
    }

    /// The place of the first face that has a character.
    pub(super) fn face_with(&self, style: Style, character: char) -> Option<usize> {
        style.order().into_iter().find(|at| self.has(*at, character))
    }

    /// Whether a face has a character.
    pub(super) fn has(&self, at: usize, character: char) -> bool {
        self.face(at).is_some_and(|face| face.characters.map(character).is_some())
    }

    /// A text as it can be drawn: composed (NFC), on one line, without what no face has.
    #[must_use]
    pub fn drawable(&self, text: &str) -> String {
        let mut drawable = String::with_capacity(text.len());
        for character in text.nfc() {
            if character.is_whitespace() {
                if !drawable.is_empty() && !drawable.ends_with(' ') {
                    drawable.push(' ');
                }
            } else if self.face_with(Style::Serif, character).is_some() {
                drawable.push(character);
            }
        }
        drawable.truncate(drawable.trim_end().len());
        drawable
    }

    /// Whether all letters and digits of a text can be drawn, and there are any. Symbols may be missing: a title does without
    /// its emoji, but not without half of its words.
    #[must_use]
    pub fn can_write(&self, text: &str) -> bool {
        let mut letters = text.nfc().filter(|c| c.is_alphanumeric() && !is_pictograph(*c)).peekable();
        letters.peek().is_some() && letters.all(|letter| self.face_with(Style::Serif, letter).is_some())
    }

    /// The faces for text that is drawn as it stands in a template.
    pub(super) fn database(&self) -> Arc<Database> {
        let load = || {
            let mut database = Database::new();
            for bytes in FILES {
                database.load_font_source(Source::Binary(Arc::new(bytes)));
            }
            database.set_serif_family("Noto Serif");
            database.set_sans_serif_family("Noto Sans");
            Arc::new(database)
        };
        self.database.get_or_init(load).clone()
    }
}

/// Some emoji count as letters: those of the planes' symbols and pictographs.
fn is_pictograph(character: char) -> bool {
    ('\u{1F000}'..='\u{1FAFF}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_read() {
        let fonts = Fonts::default();
        for at in 0..FILES.len() {
            assert_eq!(fonts.face(at).map(|face| face.units), Some(1000.0), "face {at}");
        }
        assert_eq!(fonts.database().len(), FILES.len());
    }

    #[test]
    fn what_has_no_letters_of_ours_cannot_be_written() {
        let fonts = Fonts::default();
        for text in ["Ebbe & Flut", "ΑΒΓ", "Привет", "مرحبا", "שלום", "Việt Nam", "🚀 to the moon", "e\u{301}", "5 €"]
        {
            assert!(fonts.can_write(text), "{text}");
        }
        for text in ["", "🚀", "…", "東京", "Tesla 特斯拉", "नमस्ते", "ไทย", "한국"] {
            assert!(!fonts.can_write(text), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_left_out() {
        let fonts = Fonts::default();
        assert_eq!(fonts.drawable(" Rocket 🚀\n launch\u{7} 東 "), "Rocket launch");
        assert_eq!(fonts.drawable("🚀"), "");
    }
}
