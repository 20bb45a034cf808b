//! What is to become of one picture, and the making of it.

use std::collections::BTreeMap;

use image::DynamicImage;

use super::crop::{Crop, Focus, Shape};
use super::decode;
use super::encode::Encoding;
use super::light::{self, Linear};
use super::{Fault, Format, Made, Variant, budget, dominant, rights, scale};
use crate::config::{ImagesConfig, PictureFormat};
use crate::source::ImageFacts;

/// A picture that is no wider is offered in its own width too.
const OWN_WIDTH: u32 = 2400;

/// What becomes of one picture.
#[derive(Debug, Clone)]
pub struct Order<'o> {
    /// How pictures are offered.
    pub config: &'o ImagesConfig,
    /// What its first bytes tell.
    pub facts: ImageFacts,
    /// Its format.
    pub format: Format,
    /// What must be seen when parts are cut out of it; none if no parts are wanted.
    pub focus: Option<Focus>,
    /// Bytes that a pixel takes when it is decoded.
    depth: u64,
}

/// Of so many first bytes of a file an [`Order`] is made.
pub const HEAD: u64 = 32;

impl<'o> Order<'o> {
    /// The order for a picture; `head` are its first [`HEAD`] bytes. None if it is of no kind that is resized.
    #[must_use]
    pub fn of(head: &[u8], facts: ImageFacts, config: &'o ImagesConfig, focus: Option<Focus>) -> Option<Self> {
        let format = Format::of(head)?;
        let depth = match format {
            Format::Jpeg => 3 + u64::from(facts.coefficients),
            Format::WebP => 8,
            // The header has bits of a channel in byte 24 and the kind of colour in byte 25; it is the kind with most
            // channels that counts, for a palette may have transparent colours.
            Format::Png if head.get(24) == Some(&16) => 8,
            Format::Png | Format::Avif => 4,
        };
        Some(Self { config, facts, format, focus, depth })
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
        let shrink = u64::from(self.shrink((width, height)));
        // Eight bytes are a pixel in linear light; while it is scaled, there is once more as much.
        let linear = 2 * 8 * pixels / (shrink * shrink);
        // Decoders of JPEG keep a copy of the file.
        let files = self.facts.bytes * if self.format == Format::Jpeg { 2 } else { 1 };
        let cost = files + pixels * self.depth + linear;
        if cost > budget::LARGEST { Err(Fault::TooMuchMemory) } else { Ok(cost) }
    }

    /// Makes the variants of the picture with these bytes, which is what the order was made of.
    ///
    /// # Errors
    /// If it cannot be resized.
    pub fn make(&self, bytes: &[u8]) -> Result<Made, Fault> {
        self.cost()?;
        // Decoders of many formats from many hands: if one of them panics, it is the file that is wrong.
        let made = std::panic::catch_unwind(|| self.made(bytes));
        made.unwrap_or(Err(Fault::Damaged))
    }

    /// Whether the picture can be resized, as far as its bytes tell.
    ///
    /// # Errors
    /// If it cannot.
    pub fn try_out(&self, bytes: &[u8]) -> Result<(), Fault> {
        self.cost()?;
        let decoded =
            std::panic::catch_unwind(|| decode::decode(bytes, self.format, self.facts.orientation).map(|_| ()));
        decoded.unwrap_or(Err(Fault::Damaged))
    }

    fn made(&self, bytes: &[u8]) -> Result<Made, Fault> {
        let Some(decoded) = decode::decode(bytes, self.format, self.facts.orientation)? else {
            return Ok(Made::default());
        };
        let own = decoded.shown_size();
        let base = light::linear(&decoded, self.shrink(own));
        let turned = Turned { stored: decoded.stored_size(), orientation: decoded.orientation };
        let is_drawing = decoded.is_drawing;
        drop(decoded);
        let words = self.facts.words.as_deref();
        let (packet, exif) = (rights::packet(words), rights::exif(words));
        let encode = |pixels: &DynamicImage, format, has_few_colours| {
            let encoding = Encoding { quality: self.config.quality, has_few_colours, exif: exif.as_deref() };
            let bytes = encoding.encode(pixels, format)?;
            Some(match &packet {
                Some(packet) => rights::with_packet(bytes, packet, format, (pixels.width(), pixels.height())),
                None => bytes,
            })
        };
        let widths = self.widths(own.0);
        let mut colour = None;
        let mut variants = Vec::new();
        for width in &widths {
            let height = height_of(*width, own);
            let pixels = scale::scale(&base, (*width, height), turned.orientation).ok_or(Fault::Damaged)?;
            if variants.is_empty() {
                colour = dominant::dominant(&pixels);
            }
            // A drawing that is scaled has many colours, and so is larger in a format without loss.
            let is_scaled = *width != own.0;
            let is_own_needed = is_scaled && !is_drawing;
            for format in self.formats(is_own_needed) {
                if let Some(bytes) = encode(&pixels, format, is_drawing && !is_scaled) {
                    variants.push(Variant { width: *width, height, format, shape: None, bytes });
                }
            }
        }
        let mut variants = self.worthwhile(variants, widths.last().copied().unwrap_or_default(), bytes.len());
        for crop in self.crops(own) {
            let pixels = turned.cut(&base, crop).ok_or(Fault::Damaged)?;
            // What asks for crops does not know everything that browsers know, and has no use for many bytes.
            let is_photograph = !is_drawing && matches!(pixels, DynamicImage::ImageRgb8(_));
            let format = if self.format == Format::Png && is_photograph { Format::Jpeg } else { self.format };
            let (width, height) = crop.size;
            let bytes = encode(&pixels, format, false).ok_or(Fault::Damaged)?;
            variants.push(Variant { width, height, format, shape: Some(crop.shape), bytes });
        }
        Ok(Made { variants, colour })
    }

    /// Parts of a picture of this size.
    fn crops(&self, own: (u32, u32)) -> impl Iterator<Item = Crop> {
        let focus = self.focus;
        Shape::ALL.into_iter().filter_map(move |shape| Crop::of(own, shape, focus?))
    }

    /// Widths of variants of a picture of this width.
    fn widths(&self, own: u32) -> Vec<u32> {
        let mut widths: Vec<u32> = self.config.widths.iter().copied().filter(|width| *width < own).collect();
        if own <= OWN_WIDTH || widths.is_empty() {
            widths.push(own);
        }
        widths
    }

    /// So many pixels beside and above each other become one when the picture is read: as many as leave enough for the widest
    /// variant and for every part, whether parts are wanted or not, so that a variant is the same in both cases.
    fn shrink(&self, own: (u32, u32)) -> u32 {
        let widest = self.widths(own.0).last().copied().unwrap_or(own.0);
        let parts = Shape::ALL.into_iter().filter_map(|shape| Crop::of(own, shape, Focus::CENTRE));
        let of_parts = parts.map(|crop| crop.part.width / crop.size.0.max(1));
        of_parts.chain([own.0 / widest.max(1)]).min().unwrap_or(1).clamp(1, light::MOST)
    }

    /// Formats of a variant; in its own width there is the picture itself, in its own format.
    fn formats(&self, is_own_needed: bool) -> impl Iterator<Item = Format> {
        let others = self.config.formats.iter().map(|format| match format {
            PictureFormat::Avif => Format::Avif,
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

/// A picture that may not stand upright in its file.
struct Turned {
    /// In pixels, as it stands in the file.
    stored: (u32, u32),
    /// As Exif numbers it.
    orientation: u8,
}

impl Turned {
    /// Cuts a part out of the picture, in linear light, and makes it as large as it is to be.
    fn cut(&self, base: &Linear, crop: Crop) -> Option<DynamicImage> {
        let part = crop.part.before_turning(self.orientation, self.stored);
        scale::cut(base, part, self.stored, crop.size, self.orientation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(config: &ImagesConfig, focus: Option<Focus>) -> Order<'_> {
        Order { config, facts: ImageFacts::default(), format: Format::Jpeg, focus, depth: 3 }
    }

    #[test]
    fn a_variant_is_made_of_the_same_pixels_whether_parts_are_wanted_or_not() {
        let config = ImagesConfig::default();
        for own in [(4000, 3000), (8000, 1300), (1300, 8000), (100_000, 90), (12_000, 9000)] {
            let shrink = order(&config, None).shrink(own);
            assert_eq!(shrink, order(&config, Some(Focus::CENTRE)).shrink(own), "{own:?}");
            assert!((1..=light::MOST).contains(&shrink), "{own:?}");
        }
    }

    #[test]
    fn a_picture_between_its_widths_is_offered_in_its_own() {
        let config = ImagesConfig { widths: vec![4000], ..ImagesConfig::default() };
        assert_eq!(order(&config, None).widths(3000), [3000]);
        assert_eq!(order(&config, None).widths(5000), [4000]);
    }
}
