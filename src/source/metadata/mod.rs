//! What an image file says beside the picture: how it is to be turned, what is seen on it, whose it is, and what may be done
//! with it. Cameras and picture desks write this as Exif, IPTC-IIM and XMP, into JPEG, PNG and WebP files.

mod chunks;
mod exif;
mod iptc;
mod jpeg;
mod xmp;

use std::io::{Read, Seek};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use jpeg::JpegHead;

/// So many bytes of one kind of metadata are read; nobody writes more by hand.
const LONGEST: u64 = 256 * 1024;

/// What an image file says of its picture in words. Texts are trimmed and not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageWords {
    /// What is seen: `Iptc4xmpCore:AltTextAccessibility`.
    pub alt: Option<String>,
    /// What it is about: `dc:description`, or IIM's Caption/Abstract.
    pub caption: Option<String>,
    /// Who is to be named: `photoshop:Credit`, or IIM's Credit.
    pub credit: Option<String>,
    /// Who made it: `dc:creator`, IIM's By-line, or Exif's Artist.
    pub creator: Option<String>,
    /// `dc:rights`, IIM's Copyright Notice, or Exif's Copyright.
    pub copyright: Option<String>,
    /// Address of the terms of use: `xmpRights:WebStatement`.
    pub license: Option<String>,
    /// Address where rights are sold: `plus:LicensorURL`.
    pub licensor: Option<String>,
    /// Where it comes from, such as from a model: `Iptc4xmpExt:DigitalSourceType`, an address of IPTC's list.
    pub source_type: Option<String>,
}

impl ImageWords {
    /// Whether there is anything that has to stay with the picture wherever it goes.
    #[must_use]
    pub fn tells_of_rights(&self) -> bool {
        let Self { alt: _, caption: _, credit, creator, copyright, license, licensor, source_type } = self;
        [credit, creator, copyright, license, licensor, source_type].iter().any(|text| text.is_some())
    }

    /// These, and what is missing from `others`.
    fn or(self, others: Self) -> Self {
        Self {
            alt: self.alt.or(others.alt),
            caption: self.caption.or(others.caption),
            credit: self.credit.or(others.credit),
            creator: self.creator.or(others.creator),
            copyright: self.copyright.or(others.copyright),
            license: self.license.or(others.license),
            licensor: self.licensor.or(others.licensor),
            source_type: self.source_type.or(others.source_type),
        }
    }
}

/// What an image file says beside the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Metadata {
    /// How the picture is to be turned before it is shown: 1 to 8, as Exif 2.3 numbers it in tag 274; 1 is not at all.
    pub(super) orientation: u8,
    /// In words; none if it says nothing.
    pub(super) words: Option<Arc<ImageWords>>,
    /// As in [`super::ImageFacts`].
    pub(super) coefficients: u8,
}

/// The parts of a file in which metadata stands, each in its own format; empty if it has none.
#[derive(Debug, Default)]
struct Parts {
    /// A TIFF file.
    exif: Vec<u8>,
    /// An XMP packet, in RDF/XML.
    xmp: Vec<u8>,
    /// Data sets of IPTC-IIM.
    iptc: Vec<u8>,
    /// No metadata, but told on the way to it.
    coefficients: u8,
}

impl Metadata {
    /// Of an image file, wherever the reader stands in it. What cannot be read says nothing.
    pub(super) fn of(mut file: impl Read + Seek) -> Self {
        let parts = jpeg::parts(&mut file).or_else(|| chunks::parts(&mut file)).unwrap_or_default();
        let exif = exif::Exif::of(&parts.exif);
        // The newest form knows best: picture desks write all of them, and old programs leave old words behind.
        let words = xmp::words(&parts.xmp).or(iptc::words(&parts.iptc)).or(exif.words);
        let words = (words != ImageWords::default()).then(|| Arc::new(words));
        Self { orientation: exif.orientation, words, coefficients: parts.coefficients }
    }

    /// Whether width and height change places when the picture is turned.
    pub(super) fn is_on_its_side(&self) -> bool {
        self.orientation >= 5
    }
}

/// A text as it is used: without white space around it and without what no text has; none if nothing is left, or if it is
/// what cameras write where nobody wrote anything.
fn text(written: &str) -> Option<String> {
    let written: String = written.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let trimmed = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_left_by_a_camera = LEFT_BY_CAMERAS.iter().any(|left| trimmed.eq_ignore_ascii_case(left));
    (!trimmed.is_empty() && !is_left_by_a_camera).then_some(trimmed)
}

/// Descriptions that cameras fill in by themselves.
const LEFT_BY_CAMERAS: [&str; 7] = [
    "OLYMPUS DIGITAL CAMERA",
    "DIGITAL CAMERA",
    "KONICA MINOLTA DIGITAL CAMERA",
    "MINOLTA DIGITAL CAMERA",
    "SAMSUNG CAMERA PICTURES",
    "SONY DSC",
    "Exif_JPEG_PICTURE",
];

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn no_bytes_at_all_say_anything() {
        let nothing = Metadata { orientation: 1, words: None, coefficients: 0 };
        for bytes in [&b""[..], b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\0\0\0WEBP", b"GIF89a", b"<svg>"] {
            assert_eq!(Metadata::of(Cursor::new(bytes)), nothing);
        }
    }

    #[test]
    fn what_a_camera_left_is_no_text() {
        assert_eq!(text("  SONY DSC  "), None);
        assert_eq!(text(" \0 \n"), None);
        assert_eq!(text(" Cranes\n at\tdawn "), Some("Cranes at dawn".to_owned()));
    }
}
