//! From linear light to the pixels of a variant.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U16x3, U16x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, RgbaImage};

use super::colour::eight_of_linear;
use super::crop::Part;
use super::light::{Linear, Pixels};

/// Scales a picture to a size as it is shown, and turns it as Exif's `orientation` says; none only if a size is 0.
pub(super) fn scale(from: &Linear, (width, height): (u32, u32), orientation: u8) -> Option<DynamicImage> {
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(from.width), height: f64::from(from.height) };
    scale_window(from, &whole, (width, height), orientation)
}

/// The same of a part of a picture, which is that of a picture of the size `stored`, before it was read.
pub(super) fn cut(
    from: &Linear,
    part: Part,
    stored: (u32, u32),
    size: (u32, u32),
    orientation: u8,
) -> Option<DynamicImage> {
    let across = f64::from(from.width) / f64::from(stored.0.max(1));
    let down = f64::from(from.height) / f64::from(stored.1.max(1));
    let window = Window {
        left: f64::from(part.left) * across,
        top: f64::from(part.top) * down,
        width: f64::from(part.width) * across,
        height: f64::from(part.height) * down,
    };
    scale_window(from, &window, size, orientation)
}

/// A part of a picture in linear light, in pixels.
struct Window {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

fn scale_window(from: &Linear, window: &Window, (width, height): (u32, u32), orientation: u8) -> Option<DynamicImage> {
    let size = if orientation >= 5 { (height, width) } else { (width, height) };
    let mut scaled = match &from.pixels {
        Pixels::Opaque(pixels) => opaque(&resized(pixels, from, window, size)?, size)?,
        Pixels::Transparent(pixels) => transparent(&resized(pixels, from, window, size)?, size)?,
    };
    scaled.apply_orientation(Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms));
    Some(scaled)
}

fn resized<P: PixelTrait>(pixels: &[P], from: &Linear, window: &Window, (width, height): (u32, u32)) -> Option<Vec<P>> {
    let is_whole = window.width >= f64::from(from.width) && window.height >= f64::from(from.height);
    if is_whole && (width, height) == (from.width, from.height) {
        return Some(pixels.to_vec());
    }
    let view = TypedImageRef::new(from.width, from.height, pixels).ok()?;
    let mut scaled = TypedImage::<P>::new(width, height);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(false);
    let options = if is_whole { options } else { options.crop(window.left, window.top, window.width, window.height) };
    Resizer::new().resize_typed(&view, &mut scaled, &options).ok()?;
    Some(scaled.pixels().to_vec())
}

fn opaque(pixels: &[U16x3], (width, height): (u32, u32)) -> Option<DynamicImage> {
    let bytes = pixels.iter().flat_map(|pixel| pixel.0.map(eight_of_linear)).collect();
    RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8)
}

/// A picture that could be transparent, but is nowhere, is opaque.
fn transparent(pixels: &[U16x4], (width, height): (u32, u32)) -> Option<DynamicImage> {
    if pixels.iter().all(|pixel| matches!(pixel.0, [_, _, _, u16::MAX])) {
        let bytes = pixels
            .iter()
            .flat_map(|pixel| {
                let [red, green, blue, _] = pixel.0;
                [red, green, blue].map(eight_of_linear)
            })
            .collect();
        return RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8);
    }
    let bytes = pixels
        .iter()
        .flat_map(|pixel| {
            let [red, green, blue, alpha] = pixel.0;
            let [red, green, blue] = [red, green, blue].map(|light| eight_of_linear(divided(light, alpha)));
            [red, green, blue, u8::try_from((u32::from(alpha) + 128) / 257).unwrap_or(u8::MAX)]
        })
        .collect();
    RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8)
}

/// The light of a colour that was multiplied with how opaque it is.
fn divided(light: u16, alpha: u16) -> u16 {
    let whole = (u32::from(light) * 65_535).checked_div(u32::from(alpha)).unwrap_or_default();
    u16::try_from(whole).unwrap_or(u16::MAX)
}
