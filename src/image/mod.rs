//! Variants of pictures: smaller ones, in the format that a picture came in and in others, with right colours and nothing in
//! them but the picture and whose it is. Sources are JPEG, PNG and WebP; what else there is, and what moves, is shown as it is.
//!
//! A picture is decoded once. Its rows go from its own colours to linear light as they are read, and where it is far larger
//! than its largest variant, whole blocks of pixels become one on the way. From there each variant is scaled.

mod budget;
mod colour;
mod crop;
mod decode;
mod dominant;
mod encode;
mod light;
mod order;
mod rights;
mod scale;

use serde::{Deserialize, Serialize};

use crate::config::ImagesConfig;
use crate::digest::{Digest, Parts};

pub use budget::Budget;
pub use crop::{Focus, Shape};
pub use dominant::Colour;
pub use order::{HEAD, Order};

/// Changes when the same picture is to have another name, since the bytes under the former are not to be shown any more.
const FORM: u64 = 3;

/// A format that pictures are read and written in; AVIF is written only. The better ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// AVIF.
    Avif,
    /// WebP.
    WebP,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Format {
    /// The format of a file that begins with these bytes; their number need not be more than 12.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }

    /// Extension of files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    /// Media type (IANA's registry).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// Why there are no variants of a picture that there should be variants of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It has more pixels than are allowed.
    TooManyPixels {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// To resize it would take more memory than there is for pictures.
    TooMuchMemory,
    /// Its colours are those of print.
    Cmyk,
    /// It is of a kind that most browsers do not show.
    NotForBrowsers,
    /// It is cut off, damaged or empty.
    Damaged,
}

/// A variant of a picture, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// In pixels, as it is shown.
    pub width: u32,
    /// In pixels, as it is shown.
    pub height: u32,
    /// Of the bytes.
    pub format: Format,
    /// The shape that it was cut to; none if it is the whole picture.
    pub shape: Option<Shape>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What was made of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The whole picture in several widths and formats, and parts of it if they were asked for.
    pub variants: Vec<Variant>,
    /// What its place is filled with until it is there.
    pub colour: Option<Colour>,
}

/// What a picture's variants are known by, in all builds of all sites: the picture's bytes and what is wanted of it. Parts of it
/// are wanted where there is a focus.
#[must_use]
pub fn key(source: Digest, config: &ImagesConfig, focus: Option<Focus>) -> Digest {
    let mut parts = Parts::new();
    parts.digest(source).digest(wanted(config)).text(&format!("{focus:?}"));
    parts.finish()
}

/// All that variants depend on beside the picture: what is wanted, and the program's part that makes them.
#[must_use]
pub fn wanted(config: &ImagesConfig) -> Digest {
    let mut parts = Parts::new();
    // What is taken from a picture's words changes nothing of the picture.
    let ImagesConfig { widths, quality, formats, max_pixels, metadata: _ } = config;
    parts.text(&format!("{widths:?} {quality} {formats:?} {max_pixels}")).text(env!("SLUGLINE_PICTURES"));
    parts.finish()
}

/// What tells a variant from all others of the same picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The whole picture in this width.
    Whole(u32),
    /// A part of it in this shape, around this place.
    Part(Shape, Focus),
}

/// The path of a variant from the site's root: `images/harbour.0f3a5c7e9b1d.800w.webp`. Under one such name there is the same
/// picture for ever, made of the same pixels in the same way; one edition of Slugline makes the same bytes of it.
#[must_use]
pub fn site_path(stem: &str, source: Digest, config: &ImagesConfig, which: Which, format: Format) -> String {
    let mut parts = Parts::new();
    parts.digest(source).number(u64::from(config.quality)).number(FORM);
    // They decide how the picture is read.
    for width in &config.widths {
        parts.number(u64::from(*width));
    }
    parts.number(0);
    let which = match which {
        Which::Whole(width) => format!("{width}w"),
        Which::Part(shape, focus) => {
            parts.number(u64::from(focus.x)).number(u64::from(focus.y));
            shape.word().to_owned()
        }
    };
    let mut hash = parts.finish().hex();
    hash.truncate(12);
    // In small letters: two names that differ in nothing else would be one on some file systems.
    let name: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(60).collect();
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "image" } else { name };
    format!("images/{name}.{hash}.{which}.{}", format.extension())
}
