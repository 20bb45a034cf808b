//! Variants of pictures: smaller ones, in the format that a picture came in and in others, with right colours and nothing in
//! them but the picture. Sources are JPEG, PNG and WebP; what else there is, and what moves, is shown as it is.
//!
//! A picture is decoded once. Its rows go from its own colours to linear light as they are read, and where it is far larger
//! than its largest variant, whole blocks of pixels become one on the way. From there each variant is scaled.

mod budget;
mod colour;
mod decode;
mod encode;
mod light;
mod scale;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::{ImagesConfig, PictureFormat};
use crate::digest::{Digest, Parts};
use crate::source::ImageFacts;

pub use budget::Budget;

/// Changes when the same picture is to have another name, since the bytes under the former are not to be shown any more.
const FORM: u64 = 1;

/// A picture that is no wider is offered in its own width too.
const OWN_WIDTH: u32 = 2400;

/// A format that pictures are read and written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
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
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    /// Media type (IANA's registry).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
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
    /// The file.
    pub bytes: Vec<u8>,
}

/// What becomes of one picture.
#[derive(Debug, Clone, Copy)]
pub struct Order<'o> {
    /// How pictures are offered.
    pub config: &'o ImagesConfig,
    /// What its first bytes tell.
    pub facts: ImageFacts,
    /// Its format.
    pub format: Format,
    /// Bytes that a pixel takes when it is decoded.
    depth: u64,
}

/// Of so many first bytes of a file an [`Order`] is made.
pub const HEAD: u64 = 32;

impl<'o> Order<'o> {
    /// The order for a picture; `head` are its first [`HEAD`] bytes. None if it is of no kind that is resized.
    #[must_use]
    pub fn of(head: &[u8], facts: ImageFacts, config: &'o ImagesConfig) -> Option<Self> {
        let format = Format::of(head)?;
        let depth = match format {
            Format::Jpeg => 3,
            Format::WebP => 8,
            // The header has bits of a channel in byte 24 and the kind of colour in byte 25; it is the kind with most
            // channels that counts, for a palette may have transparent colours.
            Format::Png if head.get(24) == Some(&16) => 8,
            Format::Png => 4,
        };
        Some(Self { config, facts, format, depth })
    }

    /// Bytes of memory that making the variants takes.
    ///
    /// # Errors
    /// If the picture cannot be resized.
    pub fn cost(&self) -> Result<u64, Fault> {
        let (width, height) = self.facts.size.ok_or(Fault::Damaged)?;
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.config.max_pixels {
            return Err(Fault::TooManyPixels { width, height });
        }
        let shrink = u64::from(self.shrink(width));
        // Eight bytes are a pixel in linear light; while it is scaled, there is once more as much.
        let linear = 2 * 8 * pixels / (shrink * shrink);
        let cost = self.facts.bytes + pixels * self.depth + linear;
        if cost > budget::LARGEST { Err(Fault::TooMuchMemory) } else { Ok(cost) }
    }

    /// Makes the variants of the picture with these bytes, which is what the order was made of.
    ///
    /// # Errors
    /// If it cannot be resized.
    pub fn make(&self, bytes: &[u8]) -> Result<Vec<Variant>, Fault> {
        self.cost()?;
        // Decoders of many formats from many hands: if one of them panics, it is the file that is wrong.
        let made = std::panic::catch_unwind(|| self.variants(bytes));
        made.unwrap_or(Err(Fault::Damaged))
    }

    /// Whether the picture can be resized, as far as its bytes tell.
    ///
    /// # Errors
    /// If it cannot.
    pub fn try_out(&self, bytes: &[u8]) -> Result<(), Fault> {
        self.cost()?;
        let decoded = std::panic::catch_unwind(|| decode::decode(bytes, self.format).map(|_| ()));
        decoded.unwrap_or(Err(Fault::Damaged))
    }

    fn variants(&self, bytes: &[u8]) -> Result<Vec<Variant>, Fault> {
        let Some(decoded) = decode::decode(bytes, self.format)? else { return Ok(Vec::new()) };
        let own = decoded.shown_size();
        let widths = self.widths(own.0);
        let base = light::linear(&decoded, self.shrink(own.0));
        let encoding = encode::Encoding { quality: self.config.quality, is_drawing: decoded.is_drawing };
        let turned = decoded.orientation;
        drop(decoded);
        let mut variants = Vec::new();
        for width in &widths {
            let height = height_of(*width, own);
            let pixels = scale::scale(&base, (*width, height), turned).ok_or(Fault::Damaged)?;
            // A drawing that is scaled has many colours, and so is larger in a format without loss.
            let is_own_needed = *width != own.0 && !encoding.is_drawing;
            for format in self.formats(is_own_needed) {
                if let Some(bytes) = encoding.encode(&pixels, format) {
                    variants.push(Variant { width: *width, height, format, bytes });
                }
            }
        }
        Ok(self.worthwhile(variants, widths.last().copied().unwrap_or_default(), bytes.len()))
    }

    /// Widths of variants of a picture of this width.
    fn widths(&self, own: u32) -> Vec<u32> {
        let mut widths: Vec<u32> = self.config.widths.iter().copied().filter(|width| *width < own).collect();
        if own <= OWN_WIDTH {
            widths.push(own);
        }
        widths
    }

    /// So many pixels beside and above each other become one when the picture is read.
    fn shrink(&self, own: u32) -> u32 {
        let widest = self.widths(own).last().copied().unwrap_or(own);
        (own / widest.max(1)).max(1)
    }

    /// Formats of a variant; in its own width there is the picture itself, in its own format.
    fn formats(&self, is_own_needed: bool) -> impl Iterator<Item = Format> {
        let others = self.config.formats.iter().map(|format| match format {
            PictureFormat::WebP => Format::WebP,
        });
        let own = self.format;
        Some(own).filter(|_| is_own_needed).into_iter().chain(others.filter(move |format| *format != own))
    }

    /// Leaves out what is no smaller than the picture itself, or than a wider variant of the same format. A format of which the widest variant goes would be blurred on
    /// large screens: of that none is left, unless it is the picture's own, which is at hand itself.
    fn worthwhile(&self, mut variants: Vec<Variant>, widest: u32, length: usize) -> Vec<Variant> {
        // From the widest down, each has to be smaller than the one before.
        let mut least: BTreeMap<Format, usize> = BTreeMap::new();
        variants.reverse();
        variants.retain(|variant| {
            let least = least.entry(variant.format).or_insert(length);
            let is_smaller = variant.bytes.len() < *least;
            *least = variant.bytes.len().min(*least);
            is_smaller
        });
        variants.reverse();
        let whole: Vec<Format> =
            variants.iter().filter(|variant| variant.width == widest).map(|variant| variant.format).collect();
        variants.retain(|variant| variant.format == self.format || whole.contains(&variant.format));
        variants
    }
}

/// The height that goes with a width, for a picture of this size.
fn height_of(width: u32, (own_width, own_height): (u32, u32)) -> u32 {
    let own_width = u64::from(own_width.max(1));
    let height = (u64::from(own_height) * u64::from(width) + own_width / 2) / own_width;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// What a picture's variants are known by, in all builds of all sites: the picture's bytes and what is wanted of it.
#[must_use]
pub fn key(source: Digest, config: &ImagesConfig) -> Digest {
    let mut parts = Parts::new();
    parts.digest(source).digest(wanted(config));
    parts.finish()
}

/// All that variants depend on beside the picture: what is wanted, and the program's part that makes them.
#[must_use]
pub fn wanted(config: &ImagesConfig) -> Digest {
    let mut parts = Parts::new();
    parts.text(&format!("{config:?}")).text(env!("SLUGLINE_PICTURES"));
    parts.finish()
}

/// The path of a variant from the site's root: `images/harbour.0f3a5c7e9b1d.800w.webp`. Under one such name there are the
/// same bytes for ever.
#[must_use]
pub fn site_path(stem: &str, source: Digest, config: &ImagesConfig, width: u32, format: Format) -> String {
    let mut parts = Parts::new();
    parts.digest(source).number(u64::from(config.quality)).number(FORM);
    let mut hash = parts.finish().hex();
    hash.truncate(12);
    // In small letters: two names that differ in nothing else would be one on some file systems.
    let name: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(60).collect();
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "image" } else { name };
    format!("images/{name}.{hash}.{width}w.{}", format.extension())
}
