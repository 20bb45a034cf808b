//! Social cards: the pictures that stand for posts without one where links are shown. An SVG document, rendered from the
//! template `card.svg`, is drawn as a PNG; [`fit`] sets the text in it. The same document gives the same bytes on every
//! machine.

mod draw;
mod fit;
mod fonts;
mod outline;
mod paragraph;
mod png;

use crate::digest::Digest;

pub use draw::{Undrawable, draw};
pub use fit::{Fitted, Frame, fit};
pub use fonts::{Fonts, Style};

/// Width of a card in pixels, as previews ask for it.
pub const WIDTH: u32 = 1200;

/// Height of a card in pixels.
pub const HEIGHT: u32 = 630;

/// Where cards are kept, so that each is drawn once. What a card is known by is the digest of its document.
pub trait Kept: Sync {
    /// The bytes of a card; none if it was not kept, or not whole. Either way, the output at `path` shows it from now on.
    fn find(&self, path: &str, document: Digest) -> Option<Vec<u8>>;
    /// Keeps the bytes of a card.
    fn keep(&self, document: Digest, png: &[u8]);
}
