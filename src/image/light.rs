//! From decoded rows to linear light, with alpha multiplied in: what pixels are mixed in.

use fast_image_resize::pixels::{U16x3, U16x4};

use super::colour::{Conversion, LINEAR_OF_EIGHT, LINEAR_OF_SIXTEEN};
use super::decode::{Decoded, Samples};

/// So many pixels beside and above each other may become one: their sum is still one of 32 bits.
pub(super) const MOST: u32 = 256;

/// A picture in linear light.
pub(super) struct Linear {
    /// In pixels, before it is turned.
    pub(super) width: u32,
    /// In pixels, before it is turned.
    pub(super) height: u32,
    pub(super) pixels: Pixels,
}

/// Red, green and blue, of 65,535 each.
pub(super) enum Pixels {
    Opaque(Vec<U16x3>),
    /// And how opaque they are; they are multiplied with it.
    Transparent(Vec<U16x4>),
}

/// Reads a picture, with so many pixels beside and above each other becoming one, [`MOST`] at most. At the right and lower edge
/// that may be fewer.
pub(super) fn linear(decoded: &Decoded, shrink: u32) -> Linear {
    let shrink = shrink.clamp(1, MOST) as usize;
    let (width, height) = (decoded.width.div_ceil(shrink), decoded.height.div_ceil(shrink));
    let mut rows = Rows::of(decoded);
    let mut sums = vec![[0_u32; 4]; width];
    let mut all: Vec<[u16; 4]> = vec![[0; 4]; decoded.width];
    let mut opaque = Vec::new();
    let mut transparent = Vec::new();
    if decoded.has_alpha {
        transparent.reserve_exact(width * height);
    } else {
        opaque.reserve_exact(width * height);
    }
    for block in 0..height {
        sums.fill([0; 4]);
        let first = block * shrink;
        let last = (first + shrink).min(decoded.height);
        for row in first..last {
            rows.read(row, &mut all);
            for (sum, pixels) in sums.iter_mut().zip(all.chunks(shrink)) {
                for pixel in pixels {
                    for (sum, channel) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(*channel);
                    }
                }
            }
        }
        for (sum, pixels) in sums.iter().zip(all.chunks(shrink)) {
            let count = u32::try_from((last - first) * pixels.len()).unwrap_or(1).max(1);
            let [red, green, blue, alpha] =
                sum.map(|channel| u16::try_from((channel + count / 2) / count).unwrap_or(u16::MAX));
            if decoded.has_alpha {
                transparent.push(U16x4::new([red, green, blue, alpha]));
            } else {
                opaque.push(U16x3::new([red, green, blue]));
            }
        }
    }
    let pixels = if decoded.has_alpha { Pixels::Transparent(transparent) } else { Pixels::Opaque(opaque) };
    let pixel_count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Linear { width: pixel_count(width), height: pixel_count(height), pixels }
}

/// Reads rows of a decoded picture.
struct Rows<'d> {
    decoded: &'d Decoded,
    conversion: Conversion,
    eight: Vec<u8>,
    sixteen: Vec<u16>,
}

impl<'d> Rows<'d> {
    fn of(decoded: &'d Decoded) -> Self {
        Self { decoded, conversion: Conversion::of(decoded), eight: Vec::new(), sixteen: Vec::new() }
    }

    /// Reads a row in linear light; its alpha is 65,535 if the picture has none.
    fn read(&mut self, row: usize, into: &mut [[u16; 4]]) {
        let decoded = self.decoded;
        let length = decoded.width * decoded.channels();
        let (from, to) = (row * length, (row + 1) * length);
        let converted = decoded.width * if decoded.has_alpha { 4 } else { 3 };
        match (&decoded.samples, &self.conversion) {
            (Samples::Eight(all), Conversion::Eight(transform)) => {
                self.eight.resize(converted, 0);
                let Some(row) = all.get(from..to) else { return };
                if transform.transform(row, &mut self.eight).is_ok() {
                    lighten(&self.eight, true, decoded.has_alpha, into, eight, |value| u16::from(value) * 257);
                }
            }
            (Samples::Sixteen(all), Conversion::Sixteen(transform)) => {
                self.sixteen.resize(converted, 0);
                let Some(row) = all.get(from..to) else { return };
                if transform.transform(row, &mut self.sixteen).is_ok() {
                    lighten(&self.sixteen, true, decoded.has_alpha, into, sixteen, |value| value);
                }
            }
            (Samples::Eight(all), _) => {
                let row = all.get(from..to).unwrap_or_default();
                lighten(row, decoded.is_coloured, decoded.has_alpha, into, eight, |value| u16::from(value) * 257);
            }
            (Samples::Sixteen(all), _) => {
                let row = all.get(from..to).unwrap_or_default();
                lighten(row, decoded.is_coloured, decoded.has_alpha, into, sixteen, |value| value);
            }
        }
    }
}

fn eight(value: u8) -> u16 {
    LINEAR_OF_EIGHT.get(usize::from(value)).copied().unwrap_or_default()
}

fn sixteen(value: u16) -> u16 {
    LINEAR_OF_SIXTEEN.get(usize::from(value)).copied().unwrap_or_default()
}

/// Brings a row to linear light: `light` does it for colours, `alpha` makes 16 bits of how opaque a pixel is.
fn lighten<S: Copy>(
    row: &[S],
    is_coloured: bool,
    has_alpha: bool,
    into: &mut [[u16; 4]],
    light: impl Fn(S) -> u16,
    alpha: impl Fn(S) -> u16,
) {
    let multiplied = |colour: u16, alpha: u16| {
        let product = (u32::from(colour) * u32::from(alpha) + 32_767) / 65_535;
        u16::try_from(product).unwrap_or(u16::MAX)
    };
    let pixels = row.chunks_exact(usize::from(has_alpha) + if is_coloured { 3 } else { 1 });
    for (into, pixel) in into.iter_mut().zip(pixels) {
        *into = match *pixel {
            [red, green, blue] => [light(red), light(green), light(blue), u16::MAX],
            [red, green, blue, opaque] => {
                let opaque = alpha(opaque);
                let light = |colour| multiplied(light(colour), opaque);
                [light(red), light(green), light(blue), opaque]
            }
            [grey] => {
                let grey = light(grey);
                [grey, grey, grey, u16::MAX]
            }
            [grey, opaque] => {
                let opaque = alpha(opaque);
                let grey = multiplied(light(grey), opaque);
                [grey, grey, grey, opaque]
            }
            _ => [0; 4],
        };
    }
}
