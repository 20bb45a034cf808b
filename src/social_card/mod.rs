//! Social cards: the pictures that stand for posts without one where links are shown. An SVG document, rendered from the
//! template `card.svg`, is drawn as a PNG; [`fit`] sets the text in it. The same document and fonts give the same bytes on
//! every machine.

mod draw;
mod face;
mod fit;
mod font_file;
mod fonts;
mod outline;
mod paragraph;
mod png;

use crate::digest::{Digest, Parts};

pub use draw::{Undrawable, draw};
pub use fit::{Fitted, Frame, fit};
pub use font_file::{FontFile, Unusable};
pub use fonts::{DamagedFont, Fonts, Style};

/// Width of a card in pixels, as previews ask for it.
pub const WIDTH: u32 = 1200;

/// Height of a card in pixels.
pub const HEIGHT: u32 = 630;

/// What a card is known by: the digest of its document, and of the site's fonts if there are any, since they draw what stands in
/// the document as text.
#[must_use]
pub fn key(document: &str, fonts: &Fonts) -> Digest {
    let document = Digest::of(document.as_bytes());
    fonts.digest().map_or(document, |fonts| Parts::new().digest(document).digest(fonts).finish())
}

/// Where cards are kept, so that each is drawn once.
pub trait Kept: Sync {
    /// The bytes of a card, by its [`key`]; none if it was not kept, or not whole. Either way, the output at `path` shows it
    /// from now on.
    fn find(&self, path: &str, key: Digest) -> Option<Vec<u8>>;
    /// Keeps the bytes of a card.
    fn keep(&self, key: Digest, png: &[u8]);
}
