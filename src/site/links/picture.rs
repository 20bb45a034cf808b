//! What the site knows of an image that a page shows.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::{ImagesConfig, PictureWord};
use crate::content::html;
use crate::content::link::has_extension;
use crate::diagnostic::Span;
use crate::image::{Colour, Focus, Format, Shape};
use crate::source::{ImageFacts, ImageWords, RawFile};

/// Media type of drawings.
const SVG: &str = "image/svg+xml";

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
    ("svg", SVG),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("webp", "image/webp"),
];

/// Where one address stands for a picture, it is no wider, if there is such a variant.
const WIDEST_PLAIN: u32 = 1600;

/// A wider picture is for downloading, and no page loads it where there are variants.
const WIDEST_SHOWN: u32 = 2400;

/// An image of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its address, encoded.
    pub url: String,
    /// In pixels, as it is shown; none if the file does not tell.
    pub width: Option<u32>,
    /// In pixels, as it is shown; none if the file does not tell.
    pub height: Option<u32>,
    /// Length of the file; 0 if that is not known.
    pub bytes: u64,
    /// By the file's extension.
    pub media_type: String,
    /// What was made of it.
    pub rendition: Rendition,
    /// What must be seen where a part of it is shown; none if parts are not shown, as it is no lead image.
    pub focus: Option<Focus>,
    /// What its file says of it.
    pub words: PictureWords,
    /// Where the document names it first.
    pub span: Span,
    /// Where it is. The cache knows nothing of where a site lies on the machine.
    #[serde(skip)]
    pub from: Option<Arc<RawFile>>,
}

/// What was made of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Smaller ones, by width.
    pub variants: Arc<[PictureVariant]>,
    /// Parts of it, in shapes that search engines ask for, widest first.
    pub crops: Arc<[PictureVariant]>,
    /// What its place is filled with until it is there.
    pub colour: Option<Colour>,
}

/// What the file of a picture says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureWords {
    /// All of it.
    pub file: Option<Arc<ImageWords>>,
    /// What is seen; none if that is not to be taken from there, as with the other two.
    pub alt: Option<String>,
    /// What it is about; inline Markdown.
    pub caption: Option<String>,
    /// Whose picture it is.
    pub credit: Option<String>,
}

impl PictureWords {
    /// Of what a file says, as far as it is wanted.
    #[must_use]
    pub fn of(file: Option<Arc<ImageWords>>, config: &ImagesConfig) -> Self {
        let Some(words) = &file else { return Self::default() };
        let take = |word, from: &Option<String>| from.clone().filter(|_| config.metadata.contains(&word));
        // Whose picture it is, as far as it is told.
        let credit = take(PictureWord::Credit, &words.credit).or_else(|| take(PictureWord::Credit, &words.creator));
        let caption = take(PictureWord::Caption, &words.caption).map(|caption: String| as_markdown(&caption));
        Self { alt: take(PictureWord::Alt, &words.alt), caption, credit, file }
    }
}

/// Words of which none means anything in Markdown.
fn as_markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// A picture in another size or format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureVariant {
    /// Its address from the host's root, encoded.
    pub url: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Length of the file.
    pub bytes: u64,
    /// Of the file.
    pub format: Format,
}

/// A picture where one address stands for it, as in feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainPicture<'p> {
    /// Its address, encoded.
    pub url: &'p str,
    /// Width and height in pixels; none if the file does not tell.
    pub size: Option<(u32, u32)>,
    /// Length of the file; 0 if that is not known.
    pub bytes: u64,
    /// Media type.
    pub media_type: &'p str,
}

impl PictureVariant {
    /// Where its address stands alone.
    #[must_use]
    pub fn plain(&self) -> PlainPicture<'_> {
        PlainPicture {
            url: &self.url,
            size: Some((self.width, self.height)),
            bytes: self.bytes,
            media_type: self.format.media_type(),
        }
    }
}

impl Picture {
    /// The image in a file, which stands at `url`; the document names it at `span`.
    pub(super) fn of(url: String, path: &str, file: Option<&Arc<RawFile>>, span: Span, config: &ImagesConfig) -> Self {
        let ImageFacts { size, bytes, words, .. } = file.map(|file| file.image_facts()).unwrap_or_default();
        let known = MEDIA_TYPES.iter().find(|(extension, _)| has_extension(path, extension));
        Self {
            url,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            bytes,
            media_type: known.map_or("application/octet-stream", |(_, media_type)| media_type).to_owned(),
            rendition: Rendition::default(),
            focus: None,
            words: PictureWords::of(words, config),
            span,
            from: file.cloned(),
        }
    }

    /// Whether it is a picture at all, as far as its first bytes tell. A drawing without a size of its own is one.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        let tells_its_size = ["image/jpeg", "image/png", "image/webp", "image/gif"].contains(&self.media_type.as_str());
        self.width.is_some() || self.from.is_none() || !tells_its_size
    }

    /// Width and height, if the file tells them.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        self.width.zip(self.height)
    }

    /// The picture where one address stands for it: in its own format, for not everything that reads feeds and previews knows
    /// others, and of a size that does for any screen.
    #[must_use]
    pub fn plain(&self) -> PlainPicture<'_> {
        let own = PlainPicture { url: &self.url, size: self.size(), bytes: self.bytes, media_type: &self.media_type };
        if self.width.is_none_or(|width| width <= WIDEST_PLAIN) {
            return own;
        }
        let smaller = self.own_variants().filter(|variant| variant.width <= WIDEST_PLAIN);
        smaller.max_by_key(|variant| variant.width).map_or(own, PictureVariant::plain)
    }

    /// Whether it can be shown where a link is: nobody who shows links draws SVG.
    #[must_use]
    pub fn is_for_previews(&self) -> bool {
        self.media_type != SVG
    }

    /// The picture where a link is shown with one: cut to about the shape that previews have, if that was done.
    #[must_use]
    pub fn preview(&self) -> PlainPicture<'_> {
        let (across, down) = Shape::Wide.ratio();
        let is_wide = |crop: &&PictureVariant| crop.width * down == crop.height * across;
        self.rendition.crops.iter().find(is_wide).map_or_else(|| self.plain(), PictureVariant::plain)
    }

    /// Addresses with widths, as `srcset` of `img` has them: the picture in its own format. Empty if there is one size only.
    #[must_use]
    pub fn srcset(&self) -> String {
        let mut variants: Vec<(&str, u32)> =
            self.own_variants().map(|variant| (variant.url.as_str(), variant.width)).collect();
        if let Some(width) = self.width.filter(|width| *width <= WIDEST_SHOWN || variants.is_empty()) {
            variants.push((&self.url, width));
        }
        if variants.len() > 1 { srcset(&variants) } else { String::new() }
    }

    /// The same in other formats: media type and `srcset` of each `source`, the best first.
    #[must_use]
    pub fn sources(&self) -> Vec<(&'static str, String)> {
        let own = self.own_format();
        let others = [Format::Avif, Format::WebP].into_iter().filter(|format| own != Some(*format));
        let sources = others.map(|format| {
            let variants = self.rendition.variants.iter().filter(|variant| variant.format == format);
            let variants: Vec<(&str, u32)> = variants.map(|variant| (variant.url.as_str(), variant.width)).collect();
            (format.media_type(), srcset(&variants))
        });
        sources.filter(|(_, srcset)| !srcset.is_empty()).collect()
    }

    /// The picture as the HTML of a body shows it.
    #[must_use]
    pub fn shown(&self) -> html::Picture<'_> {
        let plain = self.plain();
        html::Picture {
            url: plain.url,
            size: plain.size,
            srcset: self.srcset(),
            sources: self.sources(),
            colour: self.rendition.colour.map(Colour::css),
            alt: self.words.alt.as_deref(),
            caption: self.words.caption.as_deref(),
            credit: self.words.credit.as_deref(),
        }
    }

    fn own_format(&self) -> Option<Format> {
        [Format::Jpeg, Format::Png, Format::WebP].into_iter().find(|format| format.media_type() == self.media_type)
    }

    /// In the format of the picture itself, by the file's name or by what it holds.
    fn own_variants(&self) -> impl Iterator<Item = &PictureVariant> {
        let own = self.own_format();
        // A file may have another format than its name says.
        let is_own = move |format| !matches!(format, Format::Avif | Format::WebP) || own == Some(format);
        self.rendition.variants.iter().filter(move |variant| is_own(variant.format))
    }
}

fn srcset(variants: &[(&str, u32)]) -> String {
    let mut srcset = String::new();
    for (url, width) in variants {
        // Writing to a string cannot fail. Encoded addresses have no spaces; a comma at the end of one would end it.
        let _ = write!(srcset, "{}{} {width}w", if srcset.is_empty() { "" } else { ", " }, url.replace(',', "%2C"));
    }
    srcset
}
