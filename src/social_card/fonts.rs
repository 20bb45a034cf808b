//! The faces of social cards. Those that come first are compiled in, and those of the system are never looked at: a card is the
//! same on every machine. They are Noto's (SIL Open Font License 1.1, `fonts/OFL.txt`), cut down to Latin, Greek and Cyrillic,
//! with one face each for Arabic and Hebrew. Their empty `.notdef` draws nothing: there are no boxes in place of letters. What
//! they lack is looked for in the font files of the site.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{Database, Source};
use unicode_normalization::UnicodeNormalization as _;

use crate::digest::{Digest, Parts};

use super::face::Face;
use super::font_file::FontFile;

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
    /// The faces of the program in which a letter is looked for, best first.
    fn order(self) -> [usize; 4] {
        match self {
            Self::Serif => [0, 1, 2, 3],
            Self::Sans => [1, 0, 2, 3],
        }
    }
}

/// The faces of social cards; each is read when it is first asked for.
#[derive(Default)]
pub struct Fonts {
    faces: [OnceLock<Option<Face>>; 4],
    /// Of the site.
    own: Vec<FontFile>,
    /// Of these; none if there are none.
    digest: Option<Digest>,
    database: OnceLock<Arc<Database>>,
}

/// A font file of the site has letters that cannot be drawn, or is not what it was when the build began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DamagedFont;

impl std::fmt::Display for DamagedFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a font of `social_cards` is damaged, or was changed while the site was built")
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").finish_non_exhaustive()
    }
}

impl Fonts {
    /// The faces with font files of the site, which are looked at in this order, behind those of the program.
    #[must_use]
    pub fn with(own: Vec<FontFile>) -> Self {
        let mut parts = Parts::new();
        for file in &own {
            parts.digest(file.digest());
        }
        let digest = (!own.is_empty()).then(|| parts.finish());
        Self { own, digest, ..Self::default() }
    }

    /// Digest of what the site has of its own; none if it has nothing. All else is compiled in.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Sets or draws text. What reads fonts has to do with files from many hands: if it panics, a font of the site is wrong.
    pub(super) fn guarded<T>(&self, work: impl FnOnce() -> T) -> Result<T, DamagedFont> {
        if self.own.is_empty() {
            return Ok(work());
        }
        let made = catch_unwind(AssertUnwindSafe(work)).map_err(|_| DamagedFont)?;
        // One that cannot be read any more was taken for one without letters.
        if self.own.iter().any(FontFile::has_failed) { Err(DamagedFont) } else { Ok(made) }
    }

    /// A face by its place: those of the program, then those of the site.
    pub(super) fn face(&self, at: usize) -> Option<&Face> {
        let Some(face) = self.faces.get(at) else { return self.own.get(at - self.faces.len())?.face() };
        let read = || FILES.get(at).and_then(|bytes| Face::read(Arc::new(Cow::Borrowed(bytes))).ok());
        face.get_or_init(read).as_ref()
    }

    /// The place of the first face that has a character. Emoji are not looked for in the site's: it would depend on the font
    /// whether they are there.
    pub(super) fn face_with(&self, style: Style, character: char) -> Option<usize> {
        let own = if is_pictograph(character) { 0 } else { self.own.len() };
        let own = (0..own).map(|at| self.faces.len() + at);
        style.order().into_iter().chain(own).find(|at| self.has(*at, character))
    }

    /// Whether a face has a character.
    pub(super) fn has(&self, at: usize, character: char) -> bool {
        self.face(at).is_some_and(|face| face.has(character))
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
            } else if is_joiner(character) && (drawable.is_empty() || drawable.ends_with(' ')) {
                // Of an emoji of several that was left out.
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
            for face in self.own.iter().filter_map(FontFile::face) {
                database.load_font_source(Source::Binary(face.bytes()));
            }
            database.set_serif_family("Noto Serif");
            database.set_sans_serif_family("Noto Sans");
            Arc::new(database)
        };
        self.database.get_or_init(load).clone()
    }
}

/// What makes one sign of several, or chooses between two forms of one.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
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
        assert_eq!(
            fonts.drawable("A launch 👩\u{200D}👩\u{200D}👧 goes well ❤\u{FE0F}").trim_end_matches('❤').trim_end(),
            "A launch goes well"
        );
        assert_eq!(fonts.drawable("🚀"), "");
    }
}
