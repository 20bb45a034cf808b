//! From pixels to files, with nothing in them but the picture.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder};

use super::Format;

/// How pictures are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoding<'e> {
    /// 1 to 100.
    pub(super) quality: u8,
    /// Few colours, with sharp edges between them: a drawing that was not scaled.
    pub(super) has_few_colours: bool,
    /// What goes into an AVIF file, which takes it from its encoder alone: a TIFF file with rights.
    #[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "no other format is given it here"))]
    pub(super) exif: Option<&'e [u8]>,
}

impl Encoding<'_> {
    /// The file; none if the format cannot hold such a picture.
    pub(super) fn encode(self, pixels: &DynamicImage, format: Format) -> Option<Vec<u8>> {
        match format {
            Format::Avif => self.avif(pixels),
            Format::Jpeg => self.jpeg(pixels),
            Format::Png => png(pixels),
            Format::WebP => self.webp(pixels),
        }
    }

    fn jpeg(self, pixels: &DynamicImage) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, self.quality);
        let pixels = pixels.to_rgb8();
        encoder.write_image(pixels.as_raw(), pixels.width(), pixels.height(), ExtendedColorType::Rgb8).ok()?;
        Some(bytes)
    }

    /// On this encoder's scale, the same number means a better picture and a larger file than with the others.
    #[cfg(feature = "avif")]
    fn avif(self, pixels: &DynamicImage) -> Option<Vec<u8>> {
        /// From 1 to 10: the smallest files to those that are made soonest.
        const SPEED: u8 = 6;
        let plain = ravif::Encoder::new();
        let encoder = match self.exif {
            Some(exif) => plain.with_exif(exif),
            None => plain,
        };
        let encoder = encoder
            .with_quality(f32::from(self.quality) * 0.8)
            .with_alpha_quality(f32::from(self.quality))
            .with_speed(SPEED)
            // Pictures are made beside each other, and each the same on every machine.
            .with_num_threads(Some(1));
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let file = match pixels {
            DynamicImage::ImageRgb8(pixels) => {
                let pixels: Vec<ravif::RGB8> =
                    pixels.pixels().map(|pixel| ravif::RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
                encoder.encode_rgb(ravif::Img::new(&pixels, width, height))
            }
            DynamicImage::ImageRgba8(pixels) => {
                let pixels: Vec<ravif::RGBA8> = pixels
                    .pixels()
                    .map(|pixel| ravif::RGBA8::new(pixel.0[0], pixel.0[1], pixel.0[2], pixel.0[3]))
                    .collect();
                encoder.encode_rgba(ravif::Img::new(&pixels, width, height))
            }
            _ => return None,
        };
        file.ok().map(|file| file.avif_file)
    }

    /// The configuration is refused where this is left out.
    #[cfg(not(feature = "avif"))]
    #[expect(clippy::unused_self, reason = "it is that of the encoder, where there is one")]
    fn avif(self, _: &DynamicImage) -> Option<Vec<u8>> {
        None
    }

    /// Few colours are often smaller without loss, and look better.
    fn webp(self, pixels: &DynamicImage) -> Option<Vec<u8>> {
        let (width, height) = (pixels.width(), pixels.height());
        let encoder = match pixels {
            DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels.as_raw(), width, height),
            DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels.as_raw(), width, height),
            _ => return None,
        };
        let encode = |is_lossless| encoder.encode_simple(is_lossless, f32::from(self.quality)).ok();
        let lossy = encode(false)?.to_vec();
        let lossless = self.has_few_colours.then(|| encode(true)).flatten();
        let smaller = lossless.filter(|lossless| lossless.len() < lossy.len());
        Some(smaller.map_or(lossy, |lossless| lossless.to_vec()))
    }
}

fn png(pixels: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    pixels.write_with_encoder(encoder).ok()?;
    Some(bytes.into_inner())
}
