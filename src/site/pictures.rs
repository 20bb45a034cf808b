//! Variants of pictures, as files of the site.

use std::sync::Arc;

use crate::diagnostic::Span;
use crate::image::{Focus, Format};
use crate::source::{RawFile, Source};

use super::{Picture, Site, Targets};

/// A variant of a picture, to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// Path from the site's root.
    pub site_path: String,
    /// The file as it is kept, with its digest.
    pub kept: Arc<RawFile>,
    /// The picture that it was made of.
    pub from: Arc<RawFile>,
    /// What must be seen of the picture in parts of it; none if there are no parts.
    pub focus: Option<Focus>,
    /// In pixels.
    pub width: u32,
    /// Of the file.
    pub format: Format,
    /// The document that shows the picture first.
    pub source: Source,
    /// Where it names it.
    pub span: Span,
}

impl Site {
    /// Every picture that a document shows, with the document: posts newest first, then plain pages, then what descriptions of
    /// tags show, and the pictures of authors.
    pub fn pictures_shown(&self) -> impl Iterator<Item = (&Source, &Picture)> {
        let posts = self.posts.iter().map(|entry| (&entry.post.document, &entry.targets));
        let pages = self.pages.iter().map(|plain| (&plain.page.document, &plain.targets));
        let documents = posts.chain(pages).map(|(document, targets)| (&document.source, targets));
        let of_authors =
            self.authors.iter().filter_map(|author| Some((&author.info.as_ref()?.source, author.picture.as_ref()?)));
        documents
            .chain(std::iter::once((&self.config.tags_source, &self.tag_targets)))
            .flat_map(|(source, targets)| targets.pictures().map(move |picture| (source, picture)))
            .chain(of_authors)
    }

    /// The same, to be completed.
    pub fn pictures_shown_mut(&mut self) -> impl Iterator<Item = &mut Picture> {
        let posts = self.posts.iter_mut().map(|entry| &mut entry.targets);
        let pages = self.pages.iter_mut().map(|plain| &mut plain.targets);
        let of_authors = self.authors.iter_mut().filter_map(|author| author.picture.as_mut());
        let documents = posts.chain(pages).chain(std::iter::once(&mut self.tag_targets));
        documents.flat_map(Targets::pictures_mut).chain(of_authors)
    }
}

impl Targets {
    /// All pictures, with the posters of videos; a lead image that the body shows is there twice.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        let posters = self.recordings.values().filter_map(|recording| recording.poster.as_ref());
        self.lead.iter().chain(self.images.values()).chain(posters)
    }

    fn pictures_mut(&mut self) -> impl Iterator<Item = &mut Picture> {
        let posters = self.recordings.values_mut().filter_map(|recording| recording.poster.as_mut());
        self.lead.iter_mut().chain(self.images.values_mut()).chain(posters)
    }
}
