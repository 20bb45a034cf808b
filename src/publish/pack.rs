//! Packing texts for readers, once, rather than by a server for each of them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::config::Encoding;

/// Of Brotli, how hard it tries: the best two levels take five times as long for a twentieth of the size.
const QUALITY: u32 = 9;
/// Of Brotli, how far back it looks: 2 to the power of this many bytes.
const WINDOW: u32 = 22;
const BUFFER: usize = 4096;

/// Whether a file is worth it. Pictures, sounds and the pieces of the search are packed as they are.
pub(super) fn is_worth_packing(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "html"
            | "css"
            | "js"
            | "mjs"
            | "json"
            | "xml"
            | "svg"
            | "txt"
            | "md"
            | "opml"
            | "webmanifest"
            | "vtt"
            | "map"
            | "wasm"
    )
}

/// Packs bytes; the same bytes give the same.
pub(super) fn pack(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    // Writing to memory cannot fail.
    match encoding {
        Encoding::Gzip => {
            let mut packer = GzEncoder::new(Vec::new(), Compression::best());
            let _ = packer.write_all(bytes);
            packer.finish().unwrap_or_default()
        }
        Encoding::Brotli => {
            let mut packer = brotli::CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW);
            let _ = packer.write_all(bytes);
            packer.into_inner()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let text = "Words, words, words. ".repeat(100);
        let mut unpacked = String::new();
        let packed = pack(text.as_bytes(), Encoding::Gzip);
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut unpacked).unwrap();
        assert!(unpacked == text && packed.len() < 100);
        let packed = pack(text.as_bytes(), Encoding::Brotli);
        let mut unpacked = String::new();
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut unpacked).unwrap();
        assert!(unpacked == text && packed.len() < 100);
    }
}
