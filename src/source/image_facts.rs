//! What the file of an image or video tells without being decoded: how wide and high it is, how it is to be turned, how long it
//! plays, and what is said of it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ImageWords;
use super::metadata::Metadata;
use super::mp4::Mp4Facts;
use crate::digest::Digest;

/// So much of a file is looked through for the first element of an SVG.
const SVG_HEAD: u64 = 16 * 1024;

/// What an image tells of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageFacts {
    /// Width and height in pixels as it is shown, neither of them 0; none if they cannot be told.
    pub size: Option<(u32, u32)>,
    /// Length of the file.
    pub bytes: u64,
    /// How the picture is to be turned before it is shown: 1 to 8, as Exif 2.3 numbers it in tag 274; 1 is not at all, 0 is not
    /// known.
    pub orientation: u8,
    /// Of a JPEG file whose picture gets better scan by scan: how many bytes the coefficients of a pixel take, which are all kept
    /// until the last scan. Else 0.
    pub coefficients: u8,
    /// How long a video or sound plays, in milliseconds; none if the file does not tell.
    pub milliseconds: Option<u64>,
    /// What the file says of its picture; none if it says nothing.
    pub words: Option<Arc<ImageWords>>,
}

impl ImageFacts {
    /// Of the image in a file, with the digest of the file. It is opened once: were it replaced meanwhile, both are still of
    /// the same bytes.
    ///
    /// # Errors
    /// If the file cannot be read. One that is no image has no size.
    pub(super) fn read(absolute: &Path) -> std::io::Result<(Digest, Self)> {
        let mut file = File::open(absolute)?;
        let bytes = file.metadata()?.len();
        let digest = Digest::of_reader(&file)?;
        file.rewind()?;
        let mut file = BufReader::new(file);
        let metadata = Metadata::of(&mut file);
        let recording = Mp4Facts::of(&mut file).unwrap_or_default();
        let size = size(file, metadata.is_on_its_side()).or(recording.size);
        let milliseconds = recording.milliseconds;
        let Metadata { orientation, words, coefficients } = metadata;
        Ok((digest, Self { size, bytes, orientation, coefficients, milliseconds, words }))
    }
}

fn size(mut image: impl BufRead + Seek, is_on_its_side: bool) -> Option<(u32, u32)> {
    image.seek(SeekFrom::Start(0)).ok()?;
    let found = if let Ok(size) = imagesize::reader_size(&mut image) {
        let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        Some(if is_on_its_side { (height, width) } else { (width, height) })
    } else {
        image.seek(SeekFrom::Start(0)).ok()?;
        let mut head = Vec::new();
        image.take(SVG_HEAD).read_to_end(&mut head).ok()?;
        svg_size(&String::from_utf8_lossy(&head))
    };
    found.filter(|(width, height)| *width > 0 && *height > 0)
}

/// Size of an SVG in CSS pixels: its `width` and `height`, else those of its `viewBox` (SVG 2, 7.2 and 8.2).
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let root = root_element(text)?;
    let given = || Some((pixels(attribute(root, "width")?)?, pixels(attribute(root, "height")?)?));
    let view_box = || {
        let mut numbers =
            attribute(root, "viewBox")?.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
        let (width, height) = (numbers.nth(2)?, numbers.next()?);
        Some((pixels(width)?, pixels(height)?))
    };
    given().or_else(view_box)
}

/// The inside of the start tag `<svg …>`, which stands behind nothing but a declaration, comments and a document type.
fn root_element(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let end = if text.starts_with("<!--") {
            "-->"
        } else if text.starts_with("<?") {
            "?>"
        } else if text.starts_with("<!") {
            // What a document type declares by itself stands in brackets, as drawing programs write it.
            let head = text.split(['>', '[']).next().unwrap_or_default();
            if text.get(head.len()..).is_some_and(|rest| rest.starts_with('[')) {
                text = text.split_once(']')?.1;
            }
            ">"
        } else {
            let tag = text.strip_prefix("<svg").filter(|rest| rest.starts_with(char::is_whitespace))?;
            return tag.split('>').next();
        };
        text = text.split_once(end)?.1;
    }
}

/// The value of an attribute of a start tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let (written, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = behind.get(1..)?.split_once(quote)?;
        if written.trim() == name {
            return Some(value);
        }
        rest = next;
    }
}

/// A length in pixels, to the nearest whole one; none in another unit.
fn pixels(length: &str) -> Option<u32> {
    let length = length.trim();
    let number: f64 = length.strip_suffix("px").unwrap_or(length).trim_end().parse().ok()?;
    let rounded = number.round();
    // Written out as a number again, so that nothing is cut off without a word.
    (rounded >= 1.0 && rounded <= f64::from(u32::MAX)).then(|| format!("{rounded}").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn of(bytes: &[u8]) -> Option<(u32, u32)> {
        size(Cursor::new(bytes), false)
    }

    /// Of each kind no more than its head.
    #[test]
    fn the_head_of_an_image_tells_its_size() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\xa3\x08\x02\0\0\0";
        assert_eq!(of(png), Some((1200, 675)));
        let gif = b"GIF89a\x40\x01\xf0\0\0\0\0";
        assert_eq!(of(gif), Some((320, 240)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\x02\xa3\x04\xb0\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
        assert_eq!(of(jpeg), Some((1200, 675)));
        let webp = b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xaf\x04\0\xa2\x02\0";
        assert_eq!(of(webp), Some((1200, 675)));
    }

    #[test]
    fn what_is_cut_off_or_no_image_has_no_size() {
        for bytes in [
            &b""[..],
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
            b"GIF89a\x40",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"RIFF\x24\0\0\0WEBPVP8X\x0a",
            b"words, not a picture",
            b"<svg width=\"4\" height=\"3",
            b"GIF89a\0\0\0\0\0\0\0",
        ] {
            assert_eq!(of(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn an_svg_has_a_size_of_its_own_or_that_of_its_view_box() {
        let cases = [
            ("<svg width=\"4\" height=\"3\"/>", Some((4, 3))),
            ("<svg viewBox=\"0 0 640 360\" xmlns='http://www.w3.org/2000/svg'>", Some((640, 360))),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,640,360\">", Some((640, 360))),
            (
                "<?xml version=\"1.0\"?>\n<!-- <svg width=\"1\"> -->\n<!DOCTYPE svg>\n<svg height='3.4px' width = '4.5px'>",
                Some((5, 3)),
            ),
            (
                "<?xml version=\"1.0\" standalone=\"no\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\" [\n\
                 <!ENTITY ns \"http://www.w3.org/2000/svg\">\n]><svg width=\"4\" height=\"3\">",
                Some((4, 3)),
            ),
            ("<!DOCTYPE svg><svg width=\"4\" height=\"3\"><style>a[b] {}</style>", Some((4, 3))),
            ("<svg width=\"0\" height=\"0\">", None),
            ("<svg width=\"4\">", None),
            ("<svg stroke-width=\"9\" width=\"4\" height=\"1e99\">", None),
            ("<svgx width=\"4\" height=\"3\">", None),
            ("<p>width=4</p><svg width=\"4\" height=\"3\">", None),
        ];
        for (text, size) in cases {
            assert_eq!(of(text.as_bytes()), size, "{text}");
        }
    }

    #[test]
    fn what_is_known_of_an_image_is_not_read_again() {
        let facts = ImageFacts { size: Some((4, 3)), bytes: 70, ..ImageFacts::default() };
        let digest = Digest::of(b"");
        let file = super::super::RawFile::new("/there/is/none.png".into(), Some(digest), Some(facts.clone()));
        assert_eq!(file.image_facts(), facts);
        let unknown = super::super::RawFile::new("/there/is/none.png".into(), None, None);
        assert_eq!(unknown.image_facts(), ImageFacts::default());
        assert_eq!(unknown.known_image_facts(), None);
    }
    #[test]
    fn what_an_image_tells_goes_with_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        let bytes = b"<svg width=\"4\" height=\"3\"/>";
        std::fs::write(&path, bytes).unwrap();
        let facts = ImageFacts { size: Some((4, 3)), bytes: 27, orientation: 1, ..ImageFacts::default() };
        let file = super::super::RawFile::new(path.clone(), None, None);
        assert_eq!((file.image_facts(), file.known_image_facts()), (facts.clone(), Some(facts.clone())));
        assert_eq!(file.used_digest(), Some(Digest::of(bytes)));
        // A file that is not any more what it was when its digest was made: that is not to be remembered.
        let changed = super::super::RawFile::new(path, Some(Digest::of(b"before")), None);
        assert_eq!((changed.image_facts(), changed.known_image_facts()), (facts, None));
    }
}
