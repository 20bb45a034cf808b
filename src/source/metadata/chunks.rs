//! Metadata in PNG (ISO/IEC 15948) and WebP files (RFC 9649): both are rows of chunks.

use std::io::{Read, Seek, SeekFrom};

use super::{LONGEST, Parts};

/// The parts of a PNG or WebP file; none if it is neither.
pub(super) fn parts(file: &mut (impl Read + Seek)) -> Option<Parts> {
    file.seek(SeekFrom::Start(0)).ok()?;
    let mut head = [0; 8];
    file.read_exact(&mut head).ok()?;
    let mut parts = Parts::default();
    // What is cut off says no more than what was read so far.
    if head == *b"\x89PNG\r\n\x1a\n" {
        let _ = png(file, &mut parts);
    } else if head.starts_with(b"RIFF") {
        let mut kind = [0; 4];
        file.read_exact(&mut kind).ok()?;
        if kind != *b"WEBP" {
            return None;
        }
        let _ = webp(file, &mut parts);
    } else {
        return None;
    }
    Some(parts)
}

fn png(file: &mut (impl Read + Seek), parts: &mut Parts) -> std::io::Result<()> {
    loop {
        let mut length = [0; 4];
        let mut kind = [0; 4];
        file.read_exact(&mut length)?;
        file.read_exact(&mut kind)?;
        let length = u64::from(u32::from_be_bytes(length));
        match &kind {
            b"IEND" => return Ok(()),
            b"eXIf" => {
                parts.exif = data(file, length)?;
                over(file, 4)?;
            }
            b"iTXt" => {
                let text = data(file, length)?;
                if let Some(packet) = text.strip_prefix(b"XML:com.adobe.xmp\0").and_then(uncompressed) {
                    parts.xmp = packet.to_vec();
                }
                over(file, 4)?;
            }
            _ => over(file, length + 4)?,
        }
    }
}

/// The text of an `iTXt` chunk behind its keyword: the flag and method of compression, and a language twice, come first. XMP
/// is not compressed, so that whoever knows nothing of PNG finds it.
fn uncompressed(rest: &[u8]) -> Option<&[u8]> {
    let [0, _, languages @ ..] = rest else { return None };
    languages.splitn(3, |byte| *byte == 0).nth(2)
}

fn webp(file: &mut (impl Read + Seek), parts: &mut Parts) -> std::io::Result<()> {
    loop {
        let mut kind = [0; 4];
        let mut length = [0; 4];
        file.read_exact(&mut kind)?;
        file.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        let padding = length % 2;
        match &kind {
            b"EXIF" => {
                let exif = data(file, length)?;
                // Some programs write it as JPEG files have it.
                parts.exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif).to_vec();
                over(file, padding)?;
            }
            b"XMP " => {
                parts.xmp = data(file, length)?;
                over(file, padding)?;
            }
            _ => over(file, length + padding)?,
        }
    }
}

/// The data of a chunk; nothing of one that is too long for what it holds.
fn data(file: &mut (impl Read + Seek), length: u64) -> std::io::Result<Vec<u8>> {
    if length > LONGEST {
        over(file, length)?;
        return Ok(Vec::new());
    }
    let mut data = Vec::new();
    file.take(length).read_to_end(&mut data)?;
    Ok(data)
}

fn over(file: &mut impl Seek, length: u64) -> std::io::Result<()> {
    file.seek(SeekFrom::Current(i64::try_from(length).unwrap_or(i64::MAX))).map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::Metadata;
    use super::*;

    const EXIF: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";
    const XMP: &[u8] = b"<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description \
        xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" p:Credit=\"Reuters\"/></r:RDF>";

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in chunks {
            file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            file.extend([kind.as_slice(), data, b"crc!"].concat());
        }
        file
    }

    fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
        for (kind, data) in chunks {
            file.extend([kind.as_slice(), &u32::try_from(data.len()).unwrap().to_le_bytes(), data].concat());
            file.extend(vec![0; data.len() % 2]);
        }
        file
    }

    #[test]
    fn chunks_say_how_a_picture_is_turned_and_whose_it_is() {
        let text = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), XMP].concat();
        let png = png(&[(b"IHDR", b"1234567890123"), (b"iTXt", &text), (b"eXIf", EXIF), (b"IEND", b"")]);
        let webp = webp(&[(b"VP8X", b"123"), (b"EXIF", EXIF), (b"XMP ", XMP)]);
        for file in [png, webp] {
            let metadata = Metadata::of(Cursor::new(&file));
            assert_eq!(metadata.orientation, 8);
            assert_eq!(metadata.words.unwrap().credit.as_deref(), Some("Reuters"));
            for length in 0..file.len() {
                let cut = Metadata::of(Cursor::new(file.get(..length).unwrap()));
                assert!(matches!(cut.orientation, 1 | 8));
            }
        }
    }

    #[test]
    fn a_chunk_that_lies_of_its_length_ends_what_is_read() {
        let mut file = png(&[(b"eXIf", EXIF)]);
        file.splice(8..12, [0x7F, 0xFF, 0xFF, 0xFF]);
        assert_eq!(Metadata::of(Cursor::new(&file)).orientation, 1);
        assert!(parts(&mut Cursor::new(b"RIFF\0\0\0\0WAVE")).is_none());
    }
}
