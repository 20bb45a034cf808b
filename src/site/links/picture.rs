//! What the site knows of an image that a page shows.

use serde::{Deserialize, Serialize};

use crate::content::link::has_extension;
use crate::source::{ImageFacts, RawFile};

/// Media types of images, by the extension of the file (IANA's registry; for icons, what browsers send).
const MEDIA_TYPES: [(&str, &str); 14] = [
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("gif", "image/gif"),
    ("heic", "image/heic"),
    ("ico", "image/x-icon"),
    ("jfif", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("jxl", "image/jxl"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("webp", "image/webp"),
];

/// An image of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its address, encoded.
    pub url: String,
    /// In pixels; none if the file does not tell.
    pub width: Option<u32>,
    /// In pixels; none if the file does not tell.
    pub height: Option<u32>,
    /// Length of the file; 0 if that is not known.
    pub bytes: u64,
    /// By the file's extension.
    pub media_type: String,
}

impl Picture {
    /// The image in a file, which stands at `url`.
    pub(super) fn of(url: String, path: &str, file: Option<&RawFile>) -> Self {
        let ImageFacts { size, bytes } = file.map(RawFile::image_facts).unwrap_or_default();
        let known = MEDIA_TYPES.iter().find(|(extension, _)| has_extension(path, extension));
        Self {
            url,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            bytes,
            media_type: known.map_or("application/octet-stream", |(_, media_type)| media_type).to_owned(),
        }
    }
}
