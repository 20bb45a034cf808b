//! Which caption an image has: the front matter's, the Markdown title, or the row below the image, in this order.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::body::Figure;
use super::front_matter::{CaptionEntry, FrontMatter, LeadImage};

/// The entry of `captions` for an image: by its path as the body writes it, else by its bare file name.
#[must_use]
pub fn entry<'f>(front_matter: &'f FrontMatter, dest: &str) -> Option<&'f CaptionEntry> {
    let captions = &front_matter.captions;
    if captions.is_empty() {
        return None;
    }
    let dest = plain(dest);
    captions.iter().find(|entry| plain(&entry.image.value) == dest).or_else(|| {
        let name = dest.rsplit('/').next().unwrap_or(&dest);
        captions.iter().find(|entry| plain(&entry.image.value) == name)
    })
}

/// Whether two paths of a body mean one image.
#[must_use]
pub fn same_image(a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b)
}

/// A path as the file system has it.
fn plain(path: &str) -> Cow<'_, str> {
    percent_decode_str(path.strip_prefix("./").unwrap_or(path)).decode_utf8_lossy()
}

/// The lead image, if it is the one that a body shows.
fn lead<'f>(front_matter: &'f FrontMatter, dest: &str) -> Option<&'f LeadImage> {
    front_matter.image.as_ref().filter(|lead| same_image(&lead.src.value, dest))
}

/// The text of a caption.
#[derive(Debug, Clone, Copy)]
pub enum CaptionSource<'f> {
    /// Inline Markdown.
    Markdown(&'f str),
    /// The row below the image, already read.
    Row,
}

/// The caption of a figure: that of `captions`, the Markdown title, the row below, that of the lead image if it is the same.
#[must_use]
pub fn of_figure<'f>(front_matter: &'f FrontMatter, figure: &'f Figure<'_>) -> Option<CaptionSource<'f>> {
    let dest = &figure.image.dest;
    if let Some(caption) = entry(front_matter, dest).and_then(|entry| entry.caption.as_ref()) {
        return Some(CaptionSource::Markdown(&caption.value));
    }
    if !figure.image.title.is_empty() {
        return Some(CaptionSource::Markdown(&figure.image.title));
    }
    if figure.row.is_some() {
        return Some(CaptionSource::Row);
    }
    let caption = lead(front_matter, dest)?.caption.as_ref()?;
    Some(CaptionSource::Markdown(&caption.value))
}

/// Whose picture an image of a body is.
#[must_use]
pub fn credit<'f>(front_matter: &'f FrontMatter, dest: &str) -> Option<&'f str> {
    let listed = entry(front_matter, dest).and_then(|entry| entry.credit.as_deref());
    listed.or_else(|| lead(front_matter, dest)?.credit.as_deref())
}

/// What is seen on an image of a body that says nothing of it there.
#[must_use]
pub fn alt<'f>(front_matter: &'f FrontMatter, dest: &str) -> Option<&'f str> {
    let listed = entry(front_matter, dest).and_then(|entry| entry.alt.as_deref());
    listed.or_else(|| lead(front_matter, dest)?.alt.as_deref())
}
