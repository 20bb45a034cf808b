//! The key `images` of `site.yaml`: in which widths and formats pictures are offered to readers.

use crate::diagnostic::{Diagnostic, Spanned, nearest};
use crate::yaml::{Fields, Key, Keys, Kind, Value, Words};

/// A format that pictures are offered in beside their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureFormat {
    /// WebP.
    WebP,
}

impl PictureFormat {
    const ALL: [Self; 1] = [Self::WebP];

    fn word(self) -> &'static str {
        match self {
            Self::WebP => "webp",
        }
    }
}

/// How pictures are offered to readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImagesConfig {
    /// Widths of variants in pixels, ascending, none of them 0.
    pub widths: Vec<u32>,
    /// How good JPEG and WebP are: 1 to 100.
    pub quality: u8,
    /// Formats beside the picture's own; without any there are no variants.
    pub formats: Vec<PictureFormat>,
    /// Pictures of more pixels are shown as they are.
    pub max_pixels: u64,
}

impl Default for ImagesConfig {
    fn default() -> Self {
        Self {
            widths: vec![400, 800, 1200, 1600],
            quality: 80,
            formats: PictureFormat::ALL.to_vec(),
            max_pixels: 100_000_000,
        }
    }
}

impl ImagesConfig {
    /// Pictures are shown as they are.
    fn off() -> Self {
        Self { formats: Vec::new(), ..Self::default() }
    }

    /// Whether there are variants at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.formats.is_empty() && !self.widths.is_empty()
    }
}

const WORDS: Words = || PictureFormat::ALL.map(PictureFormat::word).to_vec();

/// Of `images`.
pub(super) const KEYS: Keys = &[
    Key::new("widths", Kind::Numbers(1), "Widths in pixels that pictures are offered in"),
    Key::new("quality", Kind::Number(1), "How good JPEG and WebP are: 1 to 100"),
    Key::new(
        "formats",
        Kind::Words(WORDS),
        "Formats beside the picture's own; without any, pictures are shown as they are",
    ),
    Key::new("max_pixels", Kind::Number(1), "Pictures of more pixels are shown as they are"),
];

/// Reads `images`, which may be `false`.
pub(super) fn read(fields: &mut Fields<'_>) -> ImagesConfig {
    match fields.node("images").map(|node| &node.value) {
        Some(Value::Bool(true)) | None => ImagesConfig::default(),
        Some(Value::Bool(false)) => ImagesConfig::off(),
        Some(_) => fields.mapping("images", read_keys),
    }
}

fn read_keys(fields: &mut Fields<'_>) -> ImagesConfig {
    fields.expect(KEYS);
    let default = ImagesConfig::default();
    let widths = fields.numbers("widths", 1).map(|widths| {
        let mut widths: Vec<u32> = widths.into_iter().filter_map(|width| u32::try_from(width).ok()).collect();
        widths.sort_unstable();
        widths.dedup();
        widths
    });
    ImagesConfig {
        widths: widths.unwrap_or(default.widths),
        quality: quality(fields).unwrap_or(default.quality),
        formats: formats(fields).unwrap_or(default.formats),
        max_pixels: fields.number("max_pixels", 1, usize::try_from(default.max_pixels).unwrap_or(usize::MAX)) as u64,
    }
}

fn quality(fields: &mut Fields<'_>) -> Option<u8> {
    let place = fields.place_of("quality");
    let quality = fields.number("quality", 1, 80);
    if let Some(quality) = u8::try_from(quality).ok().filter(|quality| *quality <= 100) {
        return Some(quality);
    }
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(format!("`quality` cannot be `{quality}`"))
            .at(source, place.unwrap_or_default(), "100 is the best there is")
            .help("write a number from 1 to 100, for example `quality: 80`"),
    );
    None
}

fn formats(fields: &mut Fields<'_>) -> Option<Vec<PictureFormat>> {
    fields.entry("formats")?;
    let written = fields.texts("formats");
    let mut formats: Vec<PictureFormat> = written.iter().filter_map(|word| format(fields, word)).collect();
    formats.sort_unstable();
    formats.dedup();
    Some(formats)
}

fn format(fields: &mut Fields<'_>, word: &Spanned<String>) -> Option<PictureFormat> {
    let known = PictureFormat::ALL.into_iter().find(|format| format.word() == word.value);
    if known.is_none() {
        let help = match nearest(&word.value, PictureFormat::ALL.iter().map(|format| format.word())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write `[webp]`, or `[]` to show pictures as they are".to_owned(),
        };
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("pictures are not offered as `{}`", word.value))
                .at(source, word.span, "not `webp`")
                .help(help),
        );
    }
    known
}
