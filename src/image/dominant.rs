//! The colour that a picture has most of: what its place is filled with until it is there.

use std::collections::BTreeMap;

use image::DynamicImage;
use serde::{Deserialize, Serialize};

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour {
    /// Red, green and blue.
    pub channels: [u8; 3],
}

impl Colour {
    /// As CSS writes it: `#1b3fae`.
    #[must_use]
    pub fn css(self) -> String {
        let [red, green, blue] = self.channels;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// So many rows and columns are looked at.
const GRID: u32 = 64;

/// Colours that differ in nothing above these bits are taken for one.
const FINENESS: u8 = 0b1110_0000;

/// The colour of an opaque picture that most of its pixels have, or nearly have; none if it is transparent anywhere, where
/// whatever lies behind it would show.
pub(super) fn dominant(pixels: &DynamicImage) -> Option<Colour> {
    let DynamicImage::ImageRgb8(pixels) = pixels else { return None };
    let (width, height) = pixels.dimensions();
    let mut kinds: BTreeMap<[u8; 3], ([u32; 3], u32)> = BTreeMap::new();
    for row in 0..GRID.min(height) {
        for column in 0..GRID.min(width) {
            let at = (column * width / GRID.min(width), row * height / GRID.min(height));
            let Some(pixel) = pixels.get_pixel_checked(at.0, at.1) else { continue };
            let (sums, count) = kinds.entry(pixel.0.map(|channel| channel & FINENESS)).or_default();
            for (sum, channel) in sums.iter_mut().zip(pixel.0) {
                *sum += u32::from(channel);
            }
            *count += 1;
        }
    }
    // Of two that are as frequent, the darker one.
    let (sums, count) = kinds.into_values().rev().max_by_key(|(_, count)| *count)?;
    Some(Colour { channels: sums.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX)) })
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, RgbaImage};

    use super::*;

    #[test]
    fn most_pixels_give_the_colour() {
        let sky =
            RgbImage::from_fn(100, 80, |x, y| Rgb(if y < 50 { [120, 160, 220] } else { [30, x.to_le_bytes()[0], 20] }));
        assert_eq!(dominant(&DynamicImage::ImageRgb8(sky)).unwrap().css(), "#78a0dc");
        let dot = RgbImage::from_pixel(1, 1, Rgb([1, 2, 3]));
        assert_eq!(dominant(&DynamicImage::ImageRgb8(dot)).unwrap().css(), "#010203");
        assert_eq!(dominant(&DynamicImage::ImageRgba8(RgbaImage::new(2, 2))), None);
    }
}
