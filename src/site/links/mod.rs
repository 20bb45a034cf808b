//! Where the links, images and files of a document lead. Every local destination is looked up, and what leads nowhere is
//! an error at its place.

mod lead;
mod picture;
mod recording;
mod resolver;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use serde::{Deserialize, Serialize};

use crate::content::document::Document;
use crate::content::html;
use crate::content::link::composed;
use crate::content::outline::Outline;
use crate::content::post::Content;
use crate::diagnostic::Span;
use crate::source::RawFile;

use super::{Files, Site, Tags, Visibility};

pub use lead::{LeadWords, lead_of_body, lead_words, written_lead_words};
pub use picture::{Picture, PictureVariant, PictureWords, PlainPicture, Rendition};
pub use recording::{Recording, Track};
pub(super) use resolver::{resolve, resolve_picture, resolve_tag_descriptions};

/// What a link becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// An address, encoded, from the host's root.
    Url(String),
    /// A page that is not shown now.
    Unpublished,
}

/// A file that stands beside a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Where it is. The cache knows nothing of where a site lies on the machine.
    #[serde(skip)]
    pub from: Arc<RawFile>,
    /// Path from the site's root, unencoded.
    pub site_path: String,
    /// Where the document names it first.
    pub span: Span,
}

/// A link to a path of the site that is no source file; whether there is such a page shows when all are planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootedLink {
    /// Path from the site's root, decoded.
    pub site_path: String,
    /// Where it stands.
    pub span: Span,
}

/// Where everything that a document names is to be found.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Targets {
    /// By destination as written.
    pub links: BTreeMap<String, LinkTarget>,
    /// By path as written; the address of an image beside the page is seen from there.
    pub images: BTreeMap<String, Picture>,
    /// Videos and sounds by path as written.
    pub recordings: BTreeMap<String, Recording>,
    /// The lead image, its address from the host's root.
    pub lead: Option<Picture>,
    /// Whether the body shows the lead image itself.
    pub lead_in_body: bool,
    /// Files to be copied.
    pub assets: Vec<Asset>,
    /// Links to be checked against the plan.
    pub rooted: Vec<RootedLink>,
}

/// All that links can lead to.
#[derive(Debug)]
pub struct Addresses {
    sources: BTreeMap<String, SourceAddress>,
    files: Files,
}

#[derive(Debug)]
struct SourceAddress {
    site_path: String,
    outline: Arc<Outline>,
    shown: bool,
}

impl Addresses {
    /// Of everything that was read.
    pub(super) fn of(contents: &[Content], files: Files, now: Timestamp, visibility: Visibility) -> Self {
        let sources = contents
            .iter()
            .map(|content| {
                let document = content.document();
                let shown = visibility.shows_content(content, now);
                let address =
                    SourceAddress { site_path: document.site_path.clone(), outline: document.outline.clone(), shown };
                (composed(&document.path), address)
            })
            .collect();
        Self { sources, files }
    }

    /// Whether there is a static file of this path.
    pub(super) fn has_static(&self, path: &str) -> bool {
        self.files.statics.contains_key(path)
    }
}

/// What a document's HTML is made with.
#[derive(Debug, Clone, Copy)]
pub struct SiteTargets<'s> {
    /// The document's own.
    pub targets: &'s Targets,
    /// For hashtags.
    pub tags: &'s Tags,
}

impl html::Targets for SiteTargets<'_> {
    fn link(&self, dest: &str) -> html::LinkTarget<'_> {
        match self.targets.links.get(dest) {
            None => html::LinkTarget::AsWritten,
            Some(LinkTarget::Url(url)) => html::LinkTarget::Url(url),
            Some(LinkTarget::Unpublished) => html::LinkTarget::Unpublished,
        }
    }

    fn image(&self, dest: &str) -> Option<html::Picture<'_>> {
        self.targets.images.get(dest).map(Picture::shown)
    }

    fn recording(&self, dest: &str) -> Option<html::Recording<'_>> {
        let recording = self.targets.recordings.get(dest)?;
        Some(html::Recording {
            url: &recording.url,
            kind: recording.kind,
            media_type: &recording.media_type,
            size: recording.size,
            poster: recording.poster.as_ref().map(|poster| poster.plain().url),
            tracks: recording.tracks.iter().map(|track| (track.url.as_str(), track.language.as_str())).collect(),
        })
    }

    fn hashtag(&self, name: &str) -> Option<&str> {
        self.tags.find(name).map(|tag| tag.href.as_str())
    }
}

/// An address that stands on a document's page, from the host's root: what lies beside the page is named in short there. None
/// if it is of another host, or no address of a file.
#[must_use]
pub fn from_root(site: &Site, document: &Document, url: &str) -> Option<String> {
    let first = url.split('/').next().unwrap_or_default();
    if url.starts_with("//") || url.starts_with(['#', '?']) || first.contains(':') || url.is_empty() {
        return None;
    }
    if url.starts_with('/') {
        return Some(url.to_owned());
    }
    let folder = document.site_path.rfind('/').map_or("", |at| document.site_path.get(..=at).unwrap_or_default());
    Some(format!("{}{url}", site.config.base_url.rooted(folder)))
}
