//! Which caption an image has: the front matter's, the Markdown title, or the row below the image, in this order.

use super::body::Figure;
use super::front_matter::{CaptionEntry, FrontMatter};

/// The entry of `captions` for an image: by its path as the body writes it, else by its bare file name.
#[must_use]
pub fn entry<'f>(front_matter: &'f FrontMatter, dest: &str) -> Option<&'f CaptionEntry> {
    let dest = plain(dest);
    let captions = &front_matter.captions;
    captions.iter().find(|entry| plain(&entry.image.value) == dest).or_else(|| {
        let name = file_name(dest);
        captions.iter().find(|entry| entry.image.value == name)
    })
}

/// Whether two paths of a body mean one image.
#[must_use]
pub fn same_image(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The text of a caption: inline Markdown from the front matter or a title, or the events of a row.
#[derive(Debug, Clone, Copy)]
pub enum CaptionSource<'f> {
    /// Inline Markdown.
    Markdown(&'f str),
    /// The row below the image, already read.
    Row,
}

/// The caption of a figure, if it has one.
#[must_use]
pub fn of_figure<'f>(front_matter: &'f FrontMatter, figure: &'f Figure<'_>) -> Option<CaptionSource<'f>> {
    let listed = entry(front_matter, &figure.image.dest).and_then(|entry| entry.caption.as_ref());
    if let Some(caption) = listed {
        return Some(CaptionSource::Markdown(&caption.value));
    }
    if !figure.image.title.is_empty() {
        return Some(CaptionSource::Markdown(&figure.image.title));
    }
    figure.row.as_ref().map(|_| CaptionSource::Row)
}
