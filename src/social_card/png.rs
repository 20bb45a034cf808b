//! Packing a card: an indexed PNG where the colours allow it, without metadata.

use std::collections::HashMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

/// Packed quickly, a card takes half as much again as it could, for a sixth of the time. One that is larger than this is packed
/// with care.
const LARGE: usize = 50_000;

/// The most colours that a palette has.
const PALETTE: usize = 256;

/// Packs opaque pixels (red, green, blue, opacity). Up to 256 colours stay what they are; where there are more, near ones count
/// as one: that which fills the longest row, so that flat colours stay what they are beside the edges of letters.
pub(super) fn pack(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let (colours, rest) = pixels.as_chunks::<4>();
    debug_assert!(rest.is_empty(), "a pixel has four bytes");
    let Some((palette, indices)) = [8, 6, 5].into_iter().find_map(|bits| indexed(colours, bits)) else {
        let data: Vec<u8> = colours.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect();
        return encode(width, height, None, &data, (Compression::Balanced, Filter::Adaptive));
    };
    // Most pixels are those above them.
    let quick = encode(width, height, Some(&palette), &indices, (Compression::Fast, Filter::Up))?;
    if quick.len() <= LARGE {
        return Ok(quick);
    }
    encode(width, height, Some(&palette), &indices, (Compression::Balanced, Filter::NoFilter))
}

fn encode(
    width: u32,
    height: u32,
    palette: Option<&[u8]>,
    data: &[u8],
    (compression, filter): (Compression, Filter),
) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_compression(compression);
    encoder.set_filter(filter);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(if palette.is_some() { ColorType::Indexed } else { ColorType::Rgb });
    if let Some(palette) = palette {
        encoder.set_palette(palette);
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(bytes)
}

/// A palette, and for each pixel its place there: colours of which the first `bits` of each part are the same count as one,
/// shown as that which fills the longest row. None if there are too many.
fn indexed(pixels: &[[u8; 4]], bits: u32) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: HashMap<usize, u8> = HashMap::with_capacity(PALETTE);
    let mut palette: Vec<([u8; 3], usize)> = Vec::with_capacity(PALETTE);
    let mut indices = Vec::with_capacity(pixels.len());
    for row in pixels.chunk_by(|a, b| a == b) {
        let Some([red, green, blue, _]) = row.first() else { continue };
        let part = |value: u8| usize::from(value >> (8 - bits));
        let bucket = (part(*red) << (2 * bits)) | (part(*green) << bits) | part(*blue);
        let place = if let Some(place) = places.get(&bucket) {
            *place
        } else {
            let next = u8::try_from(palette.len()).ok()?;
            palette.push(([*red, *green, *blue], 0));
            places.insert(bucket, next);
            next
        };
        let (colour, longest) = palette.get_mut(usize::from(place))?;
        if row.len() > *longest {
            *colour = [*red, *green, *blue];
            *longest = row.len();
        }
        indices.resize(indices.len() + row.len(), place);
    }
    Some((palette.into_iter().flat_map(|(colour, _)| colour).collect(), indices))
}
