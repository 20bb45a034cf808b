//! What stays with a picture wherever it goes: whose it is, and what may be done with it. All other metadata, such as the place
//! where it was taken, is left out of variants.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::source::ImageWords;

use super::Format;

/// An XMP packet (ISO 16684-1) of the rights; none if there is nothing to tell.
pub(super) fn packet(words: Option<&ImageWords>) -> Option<Vec<u8>> {
    let words = words.filter(|words| words.tells_of_rights())?;
    let mut xml = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" \
         xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" \
         xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">",
    );
    // Writing to a string cannot fail.
    if let Some(creator) = &words.creator {
        let _ = write!(xml, "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>", escaped(creator));
    }
    if let Some(notice) = &words.copyright {
        let notice = escaped(notice);
        let _ =
            write!(xml, "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">{notice}</rdf:li></rdf:Alt></dc:rights>");
    }
    for (name, value) in [
        ("photoshop:Credit", &words.credit),
        ("xmpRights:WebStatement", &words.license),
        ("Iptc4xmpExt:DigitalSourceType", &words.source_type),
    ] {
        if let Some(value) = value {
            let _ = write!(xml, "<{name}>{}</{name}>", escaped(value));
        }
    }
    if let Some(licensor) = &words.licensor {
        let _ = write!(
            xml,
            "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><plus:LicensorURL>{}</plus:LicensorURL></rdf:li>\
             </rdf:Seq></plus:Licensor>",
            escaped(licensor)
        );
    }
    xml.push_str("</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
    Some(xml.into_bytes())
}

/// The rights as a TIFF file (Exif 2.3), for formats that take no more: who made the picture, else who is to be named; and the
/// notice, with the address of the terms. None if there is nothing of that to tell.
pub(super) fn exif(words: Option<&ImageWords>) -> Option<Vec<u8>> {
    const ARTIST: u16 = 0x013B;
    const COPYRIGHT: u16 = 0x8298;
    const ASCII: u16 = 2;
    let words = words?;
    let artist = words.creator.as_ref().or(words.credit.as_ref()).cloned();
    let notice: Vec<&str> = [&words.copyright, &words.license].into_iter().flatten().map(String::as_str).collect();
    let notice = (!notice.is_empty()).then(|| notice.join(", "));
    let entries: Vec<(u16, String)> = [(ARTIST, artist), (COPYRIGHT, notice)]
        .into_iter()
        .filter_map(|(tag, text)| Some((tag, text?.replace('\0', "") + "\0")))
        .collect();
    if entries.is_empty() {
        return None;
    }
    // Behind the directory and the place of the next one, of which there is none, stand the texts. One of four bytes and fewer
    // would stand in the directory itself: it gets more zeros.
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend(u16::try_from(entries.len()).ok()?.to_be_bytes());
    let mut texts = Vec::new();
    let start = tiff.len() + 12 * entries.len() + 4;
    for (tag, text) in entries {
        let text = format!("{text:\0<5}");
        tiff.extend(tag.to_be_bytes());
        tiff.extend(ASCII.to_be_bytes());
        tiff.extend(u32::try_from(text.len()).ok()?.to_be_bytes());
        tiff.extend(u32::try_from(start + texts.len()).ok()?.to_be_bytes());
        texts.extend(text.into_bytes());
        // Each begins at an even place.
        texts.resize(texts.len().next_multiple_of(2), 0);
    }
    tiff.extend([0; 4]);
    tiff.extend(texts);
    Some(tiff)
}

fn escaped(text: &str) -> Cow<'_, str> {
    quick_xml::escape::partial_escape(text)
}

/// Puts a packet into a file as the encoders write it; the file as it is where it has no room for it.
pub(super) fn with_packet(file: Vec<u8>, packet: &[u8], format: Format, (width, height): (u32, u32)) -> Vec<u8> {
    let complete = match format {
        Format::Jpeg => in_jpeg(&file, packet),
        Format::Png => in_png(&file, packet),
        Format::WebP => in_webp(&file, packet, (width, height)),
        // It has them from its encoder.
        Format::Avif => None,
    };
    complete.unwrap_or(file)
}

/// In an `APP1` segment behind the first marker (ISO 16684-3).
fn in_jpeg(file: &[u8], packet: &[u8]) -> Option<Vec<u8>> {
    let rest = file.strip_prefix(&[0xFF, 0xD8])?;
    let name = b"http://ns.adobe.com/xap/1.0/\0";
    let length = u16::try_from(2 + name.len() + packet.len()).ok()?;
    // JFIF's own segment stays the first.
    let first = match rest {
        [0xFF, 0xE0, high, low, ..] => 2 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 0,
    };
    let (first, rest) = rest.split_at_checked(first)?;
    Some([&[0xFF, 0xD8], first, &[0xFF, 0xE1], &length.to_be_bytes(), name, packet, rest].concat())
}

/// In an `iTXt` chunk behind the header.
fn in_png(file: &[u8], packet: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 8 + 25;
    let (header, rest) = file.split_at_checked(HEADER)?;
    let data = [b"iTXtXML:com.adobe.xmp\0\0\0\0\0", packet].concat();
    let length = u32::try_from(data.len() - 4).ok()?;
    let sum = crc32fast::hash(&data);
    Some([header, &length.to_be_bytes(), &data, &sum.to_be_bytes(), rest].concat())
}

/// In an `XMP ` chunk at the end, which an extended header announces (RFC 9649, 2.7).
fn in_webp(file: &[u8], packet: &[u8], (width, height): (u32, u32)) -> Option<Vec<u8>> {
    const XMP: u8 = 0b0000_0100;
    const ALPHA: u8 = 0b0001_0000;
    let chunks = file.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WEBP")?;
    let chunks = match chunks.first_chunk::<4>()? {
        b"VP8X" => {
            let mut chunks = chunks.to_vec();
            *chunks.get_mut(8)? |= XMP;
            chunks
        }
        kind => {
            // The flag of transparency in a picture without loss is the 29th bit behind its signature.
            let is_transparent = kind == b"VP8L" && chunks.get(12).is_some_and(|byte| byte & 0x10 != 0);
            let flags = XMP | if is_transparent { ALPHA } else { 0 };
            let side = |length: u32| length.saturating_sub(1).to_le_bytes();
            let ([w0, w1, w2, _], [h0, h1, h2, _]) = (side(width), side(height));
            let header = [10, 0, 0, 0, flags, 0, 0, 0, w0, w1, w2, h0, h1, h2];
            [b"VP8X".as_slice(), &header, chunks].concat()
        }
    };
    let length = u32::try_from(packet.len()).ok()?;
    let padding = vec![0; packet.len() % 2];
    let chunks = [b"WEBP", chunks.as_slice(), b"XMP ", &length.to_le_bytes(), packet, &padding].concat();
    let length = u32::try_from(chunks.len()).ok()?;
    Some([b"RIFF", length.to_le_bytes().as_slice(), &chunks].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_stand_in_a_tiff_file_too() {
        assert_eq!(exif(None), None);
        assert_eq!(exif(Some(&ImageWords { alt: Some("Cranes".to_owned()), ..ImageWords::default() })), None);
        let words = ImageWords {
            creator: Some("Ada".to_owned()),
            copyright: Some("© Ada".to_owned()),
            license: Some("https://ada.example/".to_owned()),
            ..ImageWords::default()
        };
        let file = exif(Some(&words)).unwrap();
        // Two entries of text: the tag, what it is, its length, its place.
        let head = b"MM\0*\0\0\0\x08\0\x02\x01\x3b\0\x02\0\0\0\x05\0\0\0\x26\x82\x98\0\x02\0\0\0\x1d\0\0\0\x2c\0\0\0\0";
        let texts = "Ada\0\0\0© Ada, https://ada.example/\0\0";
        assert_eq!(file, [head.as_slice(), texts.as_bytes()].concat());
    }
}
