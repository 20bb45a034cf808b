//! The key `images` of `site.yaml`: in which widths and formats pictures are offered to readers.

use crate::diagnostic::{Diagnostic, Spanned, nearest};
use crate::yaml::{Fields, Key, Keys, Kind, Value, Words};

/// A format that pictures are offered in beside their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureFormat {
    /// AVIF: smaller still, and slow to make.
    Avif,
    /// WebP.
    WebP,
}

impl PictureFormat {
    const ALL: [Self; 2] = [Self::Avif, Self::WebP];

    fn word(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::WebP => "webp",
        }
    }
}

/// What a figure may take from what the file says of its picture, where the writer says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureWord {
    /// What is seen.
    Alt,
    /// What it is about.
    Caption,
    /// Whose picture it is.
    Credit,
}

impl PictureWord {
    const ALL: [Self; 3] = [Self::Alt, Self::Caption, Self::Credit];

    fn word(self) -> &'static str {
        match self {
            Self::Alt => "alt",
            Self::Caption => "caption",
            Self::Credit => "credit",
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
    /// What is taken from what files say of their pictures.
    pub metadata: Vec<PictureWord>,
}

impl Default for ImagesConfig {
    fn default() -> Self {
        Self {
            widths: vec![400, 600, 720, 960, 1200, 1600],
            quality: 80,
            formats: vec![PictureFormat::WebP],
            max_pixels: 100_000_000,
            metadata: PictureWord::ALL.to_vec(),
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

const FORMATS: Words = || PictureFormat::ALL.map(PictureFormat::word).to_vec();
const WORDS: Words = || PictureWord::ALL.map(PictureWord::word).to_vec();

/// Of `images`.
pub(super) const KEYS: Keys = &[
    Key::new("widths", Kind::Numbers(1), "Widths in pixels that pictures are offered in"),
    Key::new("quality", Kind::Number(1), "How good JPEG and WebP are: 1 to 100"),
    Key::new(
        "formats",
        Kind::Words(FORMATS),
        "Formats beside the picture's own; without any, pictures are shown as they are",
    ),
    Key::new("max_pixels", Kind::Number(1), "Pictures of more pixels are shown as they are"),
    Key::new(
        "metadata",
        Kind::Words(WORDS),
        "What figures take from the metadata of pictures (XMP, IPTC) where nothing is written",
    ),
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
        metadata: metadata(fields).unwrap_or(default.metadata),
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
    let known = PictureFormat::ALL.map(|format| (format.word(), format));
    let formats = listed(fields, "formats", &known, "write `[webp]`, or `[]` to show pictures as they are")?;
    if formats.contains(&PictureFormat::Avif) && !cfg!(feature = "avif") {
        let place = fields.place_of("formats").unwrap_or_default();
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error("this `slugline` was built without AVIF")
                .at(source, place, "it cannot write `avif`")
                .help("write `[webp]`, or install it with `cargo install slugline --features avif`"),
        );
    }
    Some(formats)
}

fn metadata(fields: &mut Fields<'_>) -> Option<Vec<PictureWord>> {
    let known = PictureWord::ALL.map(|word| (word.word(), word));
    listed(fields, "metadata", &known, "write some of `[alt, caption, credit]`, or `[]` to take nothing")
}

/// A list of known words, sorted, each once; none if the key is not there.
fn listed<T: Copy + Ord>(
    fields: &mut Fields<'_>,
    key: &'static str,
    known: &[(&'static str, T)],
    help: &str,
) -> Option<Vec<T>> {
    fields.entry(key)?;
    let written = fields.texts(key);
    let mut listed: Vec<T> = written.iter().filter_map(|word| one_of(fields, key, word, known, help)).collect();
    listed.sort_unstable();
    listed.dedup();
    Some(listed)
}

fn one_of<T: Copy>(
    fields: &mut Fields<'_>,
    key: &'static str,
    word: &Spanned<String>,
    known: &[(&'static str, T)],
    help: &str,
) -> Option<T> {
    let words = || known.iter().map(|(word, _)| *word);
    let found = known.iter().find(|(known, _)| *known == word.value);
    if found.is_none() {
        let help = match nearest(&word.value, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => help.to_owned(),
        };
        let listed: Vec<String> = words().map(|word| format!("`{word}`")).collect();
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("`{key}` cannot be `{}`", word.value))
                .at(source, word.span, format!("not one of {}", listed.join(", ")))
                .help(help),
        );
    }
    found.map(|(_, value)| *value)
}
