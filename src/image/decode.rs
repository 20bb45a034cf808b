//! From a file to pixels, as they stand in it.

use std::collections::HashSet;
use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{ColorType, ImageDecoder, Limits};

use super::{Fault, Format, budget};
use crate::source::JpegHead;

/// A picture of so few colours is a drawing.
const DRAWING: usize = 256;

/// A colour profile of more bytes is passed over; the largest of those in use have half as many. Within a PNG it is deflated, and
/// could be of any length.
const LARGEST_PROFILE: usize = 4_000_000;

/// A picture as it stands in its file.
pub(super) struct Decoded {
    /// In pixels, before it is turned.
    pub(super) width: usize,
    /// In pixels, before it is turned.
    pub(super) height: usize,
    /// Whether there are three channels of colour, or one of grey.
    pub(super) is_coloured: bool,
    /// Whether there is one channel more, which says how opaque a pixel is.
    pub(super) has_alpha: bool,
    pub(super) samples: Samples,
    /// Colour profile (ICC.1), if it has one.
    pub(super) profile: Option<Vec<u8>>,
    /// As Exif numbers it: 1 to 8.
    pub(super) orientation: u8,
    /// Few colours, with sharp edges between them.
    pub(super) is_drawing: bool,
}

/// All channels of all pixels, row by row.
pub(super) enum Samples {
    Eight(Vec<u8>),
    Sixteen(Vec<u16>),
}

impl Decoded {
    pub(super) fn channels(&self) -> usize {
        usize::from(self.has_alpha) + if self.is_coloured { 3 } else { 1 }
    }

    /// Width and height in pixels, as it stands in the file.
    pub(super) fn stored_size(&self) -> (u32, u32) {
        let pixels = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        (pixels(self.width), pixels(self.height))
    }

    /// Width and height in pixels, as it is shown.
    pub(super) fn shown_size(&self) -> (u32, u32) {
        let (width, height) = self.stored_size();
        if self.orientation >= 5 { (height, width) } else { (width, height) }
    }
}

/// Decodes a file, which is to be turned as Exif's `orientation` says; none if it is one that moves.
pub(super) fn decode(bytes: &[u8], format: Format, orientation: u8) -> Result<Option<Decoded>, Fault> {
    let decoded = match format {
        Format::Jpeg => {
            let head = JpegHead::of(Cursor::new(bytes)).ok_or(Fault::Damaged)?;
            if head.components == 4 {
                return Err(Fault::Cmyk);
            }
            // Decoders make grey of what is missing, and say nothing.
            if !is_ended(bytes, head) {
                return Err(Fault::Damaged);
            }
            let decoded = read(JpegDecoder::new(Cursor::new(bytes)).map_err(damaged)?)?;
            Some(decoded)
        }
        Format::Png => {
            // What stands before the picture is read first: texts, which are as long as in the file, and a profile.
            let before = limits((bytes.len() + LARGEST_PROFILE) as u64);
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), before).map_err(damaged)?;
            if decoder.is_apng().map_err(damaged)? {
                return Ok(None);
            }
            let picture = read(decoder)?;
            Some(Decoded { is_drawing: has_few_colours(&picture), ..picture })
        }
        Format::WebP => {
            let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
            if decoder.has_animation() {
                return Ok(None);
            }
            Some(read(decoder)?)
        }
        // It is written, never read.
        Format::Avif => None,
    };
    Ok(decoded.map(|decoded| Decoded { orientation, ..decoded }))
}

fn damaged(_: image::ImageError) -> Fault {
    Fault::Damaged
}

fn limits(bytes: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(bytes);
    limits
}

/// Whether a JPEG's scans have an end: the marker stands nowhere within them.
fn is_ended(bytes: &[u8], head: JpegHead) -> bool {
    let scans = head.scan.and_then(|at| bytes.get(usize::try_from(at).ok()?..));
    scans.is_some_and(|scans| scans.windows(2).rev().any(|pair| pair == [0xFF, 0xD9]))
}

fn read(mut decoder: impl ImageDecoder) -> Result<Decoded, Fault> {
    decoder.set_limits(limits(budget::LARGEST)).map_err(damaged)?;
    // A profile that cannot be read is none.
    let profile = decoder.icc_profile().unwrap_or_default().filter(|profile| profile.len() <= LARGEST_PROFILE);
    let (width, height) = decoder.dimensions();
    let (is_coloured, has_alpha, is_deep) = match decoder.color_type() {
        ColorType::L8 => (false, false, false),
        ColorType::La8 => (false, true, false),
        ColorType::Rgb8 => (true, false, false),
        ColorType::Rgba8 => (true, true, false),
        ColorType::L16 => (false, false, true),
        ColorType::La16 => (false, true, true),
        ColorType::Rgb16 => (true, false, true),
        ColorType::Rgba16 => (true, true, true),
        _ => return Err(Fault::Damaged),
    };
    let length = usize::try_from(decoder.total_bytes()).map_err(|_| Fault::TooMuchMemory)?;
    if length as u64 > budget::LARGEST {
        return Err(Fault::TooMuchMemory);
    }
    let samples = if is_deep {
        // The decoder writes them in the machine's order of bytes.
        let mut samples = vec![0_u16; length / 2];
        decoder.read_image(bytemuck::cast_slice_mut(&mut samples)).map_err(damaged)?;
        Samples::Sixteen(samples)
    } else {
        let mut samples = vec![0; length];
        decoder.read_image(&mut samples).map_err(damaged)?;
        Samples::Eight(samples)
    };
    Ok(Decoded {
        width: width as usize,
        height: height as usize,
        is_coloured,
        has_alpha,
        samples,
        profile,
        orientation: 1,
        is_drawing: false,
    })
}

/// Whether there are so few colours as in a drawing; photographs show it within a few rows.
fn has_few_colours(decoded: &Decoded) -> bool {
    let Samples::Eight(bytes) = &decoded.samples else { return false };
    let mut seen: HashSet<&[u8]> = HashSet::new();
    bytes.chunks_exact(decoded.channels()).all(|pixel| {
        seen.insert(pixel);
        seen.len() <= DRAWING
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    /// A picture of one pixel with a profile of so many bytes.
    fn with_profile(length: usize) -> Vec<u8> {
        let mut file = Vec::new();
        let mut info = png::Info::with_size(1, 1);
        info.color_type = png::ColorType::Rgb;
        info.bit_depth = png::BitDepth::Eight;
        info.icc_profile = Some(Cow::Owned(vec![0; length]));
        let mut writer = png::Encoder::with_info(&mut file, info).unwrap().write_header().unwrap();
        writer.write_image_data(&[1, 2, 3]).unwrap();
        writer.finish().unwrap();
        file
    }

    #[test]
    fn a_profile_that_is_far_too_long_is_none() {
        let profile = |length| decode(&with_profile(length), Format::Png, 1).unwrap().unwrap().profile.map(|p| p.len());
        assert_eq!(profile(1_000_000), Some(1_000_000));
        assert_eq!(profile(100_000_000), None);
    }
}
